"""Who answers for an account is told that the banner went missing, and that it is back.

One mail for each round and kind of news, whatever the number of pages. What to tell is asked of
what is filed, so a round that was cut is made good by the next one.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from comun import reloj
from convocatorias import emails, selectors
from convocatorias.models import PaginaBanner, ProcesoVirtual, RevisionBanner
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Membresia, Usuario
from servicios.permissions import Rol

Resultado = RevisionBanner.Resultado
Noticia = emails.NoticiaDelBanner


def avisar_del_banner(proceso: int, ahora: datetime) -> None:
    """Tell once what changed on that day in the pages of a window."""
    with todos_los_servicios():
        filas = ProcesoVirtual.objects.select_related("servicio__comuna", "cuenta__servicio")
        uno = filas.get(pk=proceso)
    with alcance(uno.servicio):
        _avisar(uno, ahora)


@transaction.atomic
def _avisar(proceso: ProcesoVirtual, ahora: datetime) -> None:
    # Two rounds at once: the second one finds that it was told.
    filas = PaginaBanner.objects.vigentes().filter(proceso=proceso).select_for_update()
    filas = filas.annotate(contado=Subquery(_ultima_contada()))
    paginas = {una.pk: una for una in filas.order_by("pk")}
    hoy = ahora.astimezone(proceso.servicio.zona).date()
    del_dia = RevisionBanner.objects.filter(pagina__in=paginas, dia=hoy).order_by("intento", "pk")
    ultimas = {una.pagina_id: una for una in del_dia}
    noticias: dict[Noticia, list[RevisionBanner]] = defaultdict(list)
    for pk, pagina in paginas.items():
        if pk in ultimas and (noticia := _noticia(pagina, ultimas[pk])):
            ultimas[pk].pagina = pagina
            noticias[noticia].append(ultimas[pk])
    if not noticias:
        return
    cuenta = selectors.recuento(proceso, selectors.miradas_de(proceso), hoy)
    dias = cuenta.frase if cuenta.dias else ""
    personas = a_quien_avisar(proceso)
    for noticia, revisiones in noticias.items():
        cuando = None if noticia is Noticia.VUELVE else reloj.ahora()
        suyas = PaginaBanner.objects.filter(pk__in=[una.pagina_id for una in revisiones])
        suyas.update(avisada_en=cuando)
        for persona in personas:
            emails.aviso_del_banner(proceso, noticia, revisiones, dias, persona)


def _noticia(pagina: Any, ultima: RevisionBanner) -> Noticia | None:
    """What the last reading of the day adds to what was told (`contado`); None if nothing yet."""
    if ultima.resultado == Resultado.ESTA:
        return Noticia.VUELVE if pagina.avisada_en else None
    if not (ultima.status in selectors.YA_NO_ESTA or ultima.intento >= selectors.INTENTOS):
        return None
    falta = ultima.resultado == Resultado.NO_ESTA
    # That it is missing is news also for who was told that the page could not be read.
    if pagina.avisada_en and not (falta and pagina.contado == Resultado.SIN_LEER):
        return None
    return Noticia.FALTA if falta else Noticia.SIN_LEER


def _ultima_contada() -> QuerySet[RevisionBanner, Any]:
    """What the last mail told of a page: its last reading by then."""
    hasta = RevisionBanner.objects.filter(
        pagina=OuterRef("pk"), momento__lte=OuterRef("avisada_en")
    )
    return hasta.order_by("-momento", "-pk").values("resultado")[:1]


def a_quien_avisar(proceso: ProcesoVirtual) -> list[Usuario]:
    """Who answers for the account; if they left the service, who may put the banner up."""
    vigentes = Membresia.objects.vigentes().filter(
        servicio=proceso.servicio_id, usuario__is_active=True
    )
    responsable = proceso.cuenta.responsable_id
    if responsable and vigentes.filter(usuario=responsable).exists():
        return list(Usuario.objects.filter(pk=responsable))
    suyos = vigentes.filter(rol__in=(Rol.ENCARGADO, Rol.COMUNICACIONES)).values("usuario")
    return list(Usuario.objects.filter(pk__in=suyos).order_by("pk"))
