"""The daily look at the pages that carry the banner, filed as evidence (R46, R47, R48, R142).

The page is read outside of any transaction; what was seen is one row for each reading, and
a day on which the banner was not seen is tried again some times.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, QuerySet

from comun import reloj
from comun.enlaces import Referencia, que_llevan, referencias
from comun.formato import fecha_sin_semana
from comun.lectura_web import Lector, Lectura, NoSeLeyo
from comun.transitions import anotar
from convocatorias import documents, selectors
from convocatorias.models import PaginaBanner, ProcesoVirtual, RevisionBanner
from convocatorias.services.banner_avisos import avisar_del_banner
from convocatorias.services.banner_turnos import toca
from cuentas.selectors import interrupcion_vigente
from servicios.alcance import alcance, todos_los_servicios

logger = logging.getLogger(__name__)

Resultado = RevisionBanner.Resultado
#: What takes a person to the form; without the picture, the frame or the element it is no banner.
ENLACES, MARCO = ("a", "area"), "iframe"
LLEVAN = (*ENLACES, MARCO)
SIN_TIEMPO = "La revisión se quedó sin tiempo antes de terminar de leer la página."


@dataclass(frozen=True)
class Visto:
    """What a reading found, before it is filed."""

    resultado: Resultado
    motivo: str = ""
    piezas: str = ""
    dice_fechas: bool | None = None
    lectura: Lectura | None = None


def lector_del_portal() -> Lector:
    """How the portal reads other sites: only the demo reads without https."""
    return Lector(con_http=settings.CPP_DEMO)


def revisar_banners(*, ahora: datetime | None = None, lector: Lector | None = None) -> int:
    """Look at every page whose day has come and was not looked at. How many were.

    Once those of an account were read, who answers for it is told what changed, in one mail.

    Safe to run at any time, any number of times and by several at once. Only windows that are
    open or about to be, in the turns of `toca`. A round may be cut by its time: it begins with
    what was looked at longest ago, so that no page takes it from the others.
    """
    if not selectors.hay_salida():
        return 0
    ahora = ahora or reloj.ahora()
    with todos_los_servicios():
        procesos = selectors.por_revisar(ahora).values("pk")
        por_proceso = _por_proceso(PaginaBanner.objects.vigentes().filter(proceso__in=procesos))
    revisadas = 0
    for proceso, suyas in por_proceso.items():
        revisadas += sum(_sin_estorbar(revisar_pagina, pk, ahora, lector) for pk in suyas)
        _sin_estorbar(avisar_del_banner, proceso, ahora)
    return revisadas


def _por_proceso(paginas: QuerySet[PaginaBanner]) -> dict[int, list[int]]:
    """The pages of each window, and the windows, by when they were last looked at."""
    ultima = Max("revisiones__momento")
    filas = paginas.annotate(ultima=ultima).order_by(F("ultima").asc(nulls_first=True), "pk")
    por_proceso: dict[int, list[int]] = defaultdict(list)
    for proceso, pk in filas.values_list("proceso", "pk"):
        por_proceso[proceso].append(pk)
    return por_proceso


def _sin_estorbar(hacer: Callable[..., Any], pk: int, ahora: datetime, *mas: Any) -> bool:
    """What goes wrong with one page must not hide the others; the next round tries again."""
    try:
        return hacer(pk, ahora, *mas) is not None
    except SoftTimeLimitExceeded:
        raise  # the time is that of the whole round: the next one goes on
    except Exception:
        logger.exception("%s %s: the banner was not looked at.", hacer.__name__, pk)
        return False


def revisar_pagina(
    pk: int, ahora: datetime | None = None, lector: Lector | None = None, *, pedida: bool = False
) -> RevisionBanner | None:
    """Look at one page, if it is its time, and file what was seen; None if it is not.

    Without a way out nothing is read, unless the `lector` that is given needs none. `pedida`:
    somebody asked for it, out of its turn.
    """
    if lector is None and not selectors.hay_salida():
        return None
    ahora = ahora or reloj.ahora()
    with todos_los_servicios():
        filas = PaginaBanner.objects.vigentes().select_related(
            "servicio__comuna", "proceso__cuenta__servicio__comuna", "proceso__servicio__comuna"
        )
        pagina = filas.filter(pk=pk).first()
    if pagina is None:
        return None
    with alcance(pagina.servicio):
        if not toca(pagina, ahora, pedida=pedida):
            return None
        try:
            visto = mirar(pagina, lector or lector_del_portal())
        except SoftTimeLimitExceeded:
            _archivar(pagina, Visto(Resultado.SIN_LEER, SIN_TIEMPO), ahora, pedida=pedida)
            raise
        return _archivar(pagina, visto, ahora, pedida=pedida)


# ── What is on the page ──


def mirar(pagina: PaginaBanner, lector: Lector) -> Visto:
    """Read the page and look for the banner. Outside of any transaction.

    Whatever a page does, the day gets its row: what nobody foresaw is not left untold.
    """
    try:
        return _mirar(pagina, lector)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        logger.exception("The page %s with the banner was not understood.", pagina.pk)
        return Visto(Resultado.SIN_LEER, "La página no se pudo entender.")


def _mirar(pagina: PaginaBanner, lector: Lector) -> Visto:
    try:
        lectura = lector.leer(pagina.url, _hosts(pagina))
    except NoSeLeyo as error:
        return Visto(Resultado.SIN_LEER, error.motivo[:300])
    if lectura.status in selectors.YA_NO_ESTA:
        motivo = f"El sitio respondió {lectura.status}: la página ya no existe o la movieron."
        return Visto(Resultado.NO_ESTA, motivo, lectura=lectura)
    if lectura.status != 200:
        motivo = f"El sitio respondió con el error {lectura.status}."
        return Visto(Resultado.SIN_LEER, motivo, lectura=lectura)
    if not lectura.es_pagina:
        motivo = "El sitio respondió con un archivo y no con una página."
        return Visto(Resultado.NO_ESTA, motivo, lectura=lectura)
    return _buscar(pagina.proceso, lectura)


def _hosts(pagina: PaginaBanner) -> list[str]:
    """The names alone: which port is read, the reader says."""
    return [host.partition(":")[0] for host in selectors.hosts_de(pagina.servicio)]


def _buscar(proceso: ProcesoVirtual, lectura: Lectura) -> Visto:
    suyas = documents.direcciones(proceso.servicio.slug, proceso.cuenta.anio_gestion)
    todas = referencias(lectura.texto, lectura.url)
    imagenes = [
        una
        for url in (suyas.imagen, suyas.imagen_de_antes)
        for una in que_llevan(todas, url)
        if una.etiqueta == "img"
    ]
    hay = {
        "enlace": any(una.etiqueta in ENLACES for una in que_llevan(todas, suyas.participar)),
        "imagen": bool(imagenes),
        "marco": any(una.etiqueta == MARCO for una in que_llevan(todas, suyas.marco)),
        "elemento": any(una.etiqueta == "script" for una in que_llevan(todas, suyas.elemento)),
    }
    piezas = ", ".join(pieza for pieza, esta in hay.items() if esta)
    # A bare link in a text is not the banner, and says in no state how things are.
    if not (hay["marco"] or (hay["enlace"] and (hay["imagen"] or hay["elemento"]))):
        motivo = _por_que_no(todas, hay)
        return Visto(Resultado.NO_ESTA, motivo, piezas, lectura=lectura)
    return Visto(Resultado.ESTA, "", piezas, _dice_fechas(proceso, imagenes, hay), lectura)


def _por_que_no(todas: list[Referencia], hay: dict[str, bool]) -> str:
    if hay["enlace"]:
        return "Está el enlace, pero sin la imagen del portal. Pegue las líneas otra vez."
    if hay["imagen"]:
        return "Está la imagen, pero no lleva a participar."
    if any(documents.es_de_una_cuenta(una.url) for una in todas if una.etiqueta in LLEVAN):
        return "La página tiene el banner de otra cuenta. Pegue las líneas de esta."
    return "La página se leyó y no tiene el banner de esta cuenta."


def _dice_fechas(proceso: ProcesoVirtual, imagenes: list[Referencia], hay: dict[str, bool]) -> bool:
    """Whether who does not see the picture gets its dates (R47). The frame tells them itself."""
    fechas = (proceso.inicio, proceso.termino)
    dichas = any(all(_la_dice(una.alternativo, f) for f in fechas) for una in imagenes)
    return dichas or (hay["marco"] and not imagenes)


def _la_dice(texto: str, fecha: date) -> bool:
    """That day and no other: neither the 13th for the 3rd, nor that of another year."""
    dicha = rf"(?<!\d){fecha_sin_semana(fecha)}\b(?! de (?!{fecha.year}\b)\d)"
    return re.search(dicha, texto) is not None


# ── What is filed ──


@transaction.atomic
def _archivar(
    pagina: PaginaBanner, visto: Visto, desde: datetime, *, pedida: bool
) -> RevisionBanner | None:
    """One row, in the order of its attempts; None if somebody else filed that turn meanwhile.

    Of the day on which it was begun (`desde`), though it ended after midnight; a round may be
    long, so its moment is that of the reading.
    """
    PaginaBanner.objects.select_for_update().get(pk=pagina.pk)
    if not toca(pagina, desde, pedida=pedida):
        return None
    ahora, dia = reloj.ahora(), desde.astimezone(pagina.servicio.zona).date()
    intento = pagina.revisiones.filter(dia=dia).count() + 1
    lectura = visto.lectura
    revision = RevisionBanner.objects.create(
        pagina=pagina,
        dia=dia,
        intento=intento,
        momento=ahora,
        resultado=visto.resultado,
        estado_visto=_estado(pagina.proceso, ahora),
        piezas=visto.piezas,
        dice_fechas=visto.dice_fechas,
        motivo=visto.motivo,
        url_leida=lectura.url[:1000] if lectura else "",
        status=lectura.status if lectura else None,
        bytes=len(lectura.cuerpo) if lectura else 0,
        sha256=lectura.sha256 if lectura else "",
    )
    anotar(
        revision,
        "revisar_banner",
        datos={"pagina": pagina.pk, "dia": f"{dia:%Y-%m-%d}", "resultado": str(visto.resultado)},
    )
    return revision


def _estado(proceso: ProcesoVirtual, ahora: datetime) -> str:
    interrumpida = interrupcion_vigente(proceso.cuenta) is not None
    return selectors.estado_del_banner(proceso, ahora, interrumpida=interrumpida, respondida=False)
