"""Keep the rows of the legal dates true, and tell who is affected when one of them changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, QuerySet

from comun.formato import fecha_larga, fecha_sin_semana
from comun.models import Feriado
from convocatorias.models import Actividad
from convocatorias.selectors import salidas_vigentes
from correos.services import enqueue
from cuentas.models import CuentaPublica, HechoPrevio, PublicacionInforme
from cuentas.selectors import feriados_de
from respuestas.models import Consulta, PublicacionRespuestas
from seguimiento.emails import cambio_de_plazos
from seguimiento.etapas.calculo import DECLARADAS
from seguimiento.etapas.panorama import Panorama
from seguimiento.etapas.plazos import FechaLegal, HechosPlazos, causa, plazos_de, se_mantiene
from seguimiento.models import CambioPlazo, Plazo
from servicios.models import Membresia, Usuario
from servicios.permissions import PERMISOS, Permiso

EN_LA_JORNADA = (Consulta.Canal.TALLER, Consulta.Canal.PLENARIO)
#: What a row says of its date. `secuencia` and `actualizado_en` follow from them.
CAMPOS = ("nombre", "regla", "fecha", "ancla", "computo", "publico", "vigente", "cumplido_en")
#: For how long the boards tell that a date changed, and how many of them.
RECIENTE, A_LO_MAS = timedelta(days=14), 6
#: What a calendar that follows the dates must be told again.
A_LA_VISTA = ("nombre", "fecha", "ancla", "vigente")


@transaction.atomic
def rehacer_plazos(
    panoramas: Mapping[int, Panorama], *, ahora: datetime, por_que: str | None = None
) -> list[CambioPlazo]:
    """Write the dates of these accounts: what is open is computed again, what was met stays.

    Tells whoever is affected by the dates that changed, once. `por_que` is the cause where the
    caller knows it better than the computations do. Returns the changes.
    """
    if not panoramas:
        return []
    # Two readers at once must not both write the first rows.
    list(CuentaPublica.objects.select_for_update().filter(pk__in=list(panoramas)).order_by("pk"))
    hechos = hechos_de_plazos(panoramas, ahora)
    guardados: dict[int, dict[str, Plazo]] = defaultdict(dict)
    for fila in Plazo.objects.filter(cuenta__in=list(panoramas)).select_related("cuenta"):
        guardados[fila.cuenta_id][fila.clave] = fila
    nuevas: list[Plazo] = []
    tocadas: list[Plazo] = []
    cambios: list[CambioPlazo] = []
    for pk, panorama in panoramas.items():
        calculadas = {una.clave: una for una in plazos_de(panorama, hechos[pk])}
        filas = guardados[pk]
        for clave, una in calculadas.items():
            if clave not in filas:
                nuevas.append(_fila(panorama.cuenta, una, ahora))
            elif (cambio := _poner(filas[clave], una, ahora, por_que, tocadas)) is not None:
                cambios.append(cambio)
        for clave in filas.keys() - calculadas.keys():
            _retirar(filas[clave], ahora, tocadas)
    Plazo.objects.bulk_create(nuevas, batch_size=500)
    Plazo.objects.bulk_update(tocadas, [*CAMPOS, "secuencia", "actualizado_en"], batch_size=200)
    cambios = CambioPlazo.objects.bulk_create(cambios, batch_size=500)
    _avisar(cambios, {pk: p.cuenta for pk, p in panoramas.items()}, ahora)
    return cambios


def cambios_recientes(
    cuentas: Iterable[CuentaPublica], ahora: datetime
) -> dict[int, list[dict[str, str]]]:
    """What the boards tell of the dates that became others lately: one statement."""
    resultado: dict[int, list[dict[str, str]]] = {cuenta.pk: [] for cuenta in cuentas}
    filas = CambioPlazo.objects.filter(
        plazo__cuenta__in=list(resultado), plazo__vigente=True, detectado_en__gte=ahora - RECIENTE
    )
    for fila in filas.select_related("plazo"):
        frase = (
            f"{fila.plazo.nombre}: del {fecha_sin_semana(fila.antes)} al "
            f"{fecha_larga(fila.ahora)}, porque {fila.causa}."
        )
        resultado[fila.plazo.cuenta_id].append({"clave": fila.plazo.clave, "frase": frase})
    return {pk: suyos[:A_LO_MAS] for pk, suyos in resultado.items()}


# ── Facts ──


def hechos_de_plazos(panoramas: Mapping[int, Panorama], ahora: datetime) -> dict[int, HechosPlazos]:
    """What the dates of these accounts look at besides their panorama: six statements in all."""
    ids = list(panoramas)
    adicionales = list(Feriado.objects.all())
    informes = _por_cuenta(
        PublicacionInforme.objects.filter(informe__cuenta__in=ids), "informe__cuenta"
    )
    respuestas = _por_cuenta(
        PublicacionRespuestas.objects.filter(informe__cuenta__in=ids), "informe__cuenta"
    )
    recogidas = _por_cuenta(
        Consulta.objects.filter(cuenta__in=ids, canal__in=EN_LA_JORNADA), "cuenta", "recibida_en"
    )
    llamadas = _llamadas(panoramas)
    previos: dict[int, dict[str, date]] = defaultdict(dict)
    for fila in HechoPrevio.objects.filter(cuenta__in=ids):
        previos[fila.cuenta_id][fila.tipo] = fila.fecha
    resultado = {}
    for pk, panorama in panoramas.items():
        servicio = panorama.cuenta.servicio
        hoy = ahora.astimezone(servicio.zona).date()
        resultado[pk] = HechosPlazos(
            hoy=hoy,
            feriados=feriados_de(servicio, hoy, adicionales),
            llamadas=llamadas,
            previos=previos[pk],
            informe=_dia(informes.get(pk), panorama),
            recogida=_dia(recogidas.get(pk), panorama),
            respuestas=_dia(respuestas.get(pk), panorama),
        )
    return resultado


def _por_cuenta(
    filas: QuerySet[Any], cuenta: str, instante: str = "publicada_en"
) -> dict[int, datetime]:
    """The first instant of each account: a later version does not make late what was in time."""
    return dict(filas.order_by().values_list(cuenta).annotate(Min(instante)))


def _dia(instante: datetime | None, panorama: Panorama) -> date | None:
    return instante.astimezone(panorama.cuenta.servicio.zona).date() if instante else None


def _llamadas(panoramas: Mapping[int, Panorama]) -> dict[int, date]:
    """The day on which each activity was called for its present date, by its own clock."""
    vigentes = {
        a.pk: a
        for panorama in panoramas.values()
        for a in panorama.actividades
        if a.estado == Actividad.Estado.CONVOCADA
    }
    dias = {pk: filas[-1].enviada_en for pk, filas in salidas_vigentes(vigentes).items()}
    return {pk: dia.astimezone(vigentes[pk].zona).date() for pk, dia in dias.items() if dia}


# ── Rows ──


def _datos(una: FechaLegal) -> dict[str, Any]:
    return {
        "nombre": una.nombre[:200],
        "regla": una.regla,
        "fecha": una.fecha,
        "ancla": una.ancla[:200],
        "computo": _computo(una),
        "publico": una.publico,
        "vigente": True,
        "cumplido_en": una.cumplido_en,
    }


def _computo(una: FechaLegal) -> dict[str, Any]:
    """How it was counted, and which version of its rule asked for it."""
    if una.computo is None:
        return {}
    regla = DECLARADAS.get(una.regla)
    return una.computo.como_datos() | {"version_regla": regla.version if regla else 1}


def _fila(cuenta: CuentaPublica, una: FechaLegal, ahora: datetime) -> Plazo:
    return Plazo(cuenta=cuenta, clave=una.clave, actualizado_en=ahora, **_datos(una))


def _poner(
    fila: Plazo, una: FechaLegal, ahora: datetime, por_que: str | None, tocadas: list[Plazo]
) -> CambioPlazo | None:
    """Write on an open row what its facts give today. The change, if its date is another."""
    if fila.vigente and fila.cumplido_en and una.cumplido_en:
        return None
    datos = _datos(una)
    if fila.vigente and una.cumplido_en and se_mantiene(fila.computo, una.computo):
        datos |= {"fecha": fila.fecha, "computo": fila.computo}
    antes = {campo: getattr(fila, campo) for campo in CAMPOS}
    if datos == antes:
        return None
    cambio = None
    if datos["fecha"] != fila.fecha:
        porque = por_que or causa(fila.fecha, fila.ancla, fila.computo, una)
        cambio = CambioPlazo(
            plazo=fila, antes=fila.fecha, ahora=una.fecha, causa=porque[:300], detectado_en=ahora
        )
    for campo, valor in datos.items():
        setattr(fila, campo, valor)
    fila.secuencia += any(datos[campo] != antes[campo] for campo in A_LA_VISTA)
    fila.actualizado_en = ahora
    tocadas.append(fila)
    return cambio


def _retirar(fila: Plazo, ahora: datetime, tocadas: list[Plazo]) -> None:
    """What no fact asks for any more stays, called off: calendars that have it must be told."""
    if not fila.vigente:
        return
    fila.vigente = False
    fila.secuencia += 1
    fila.actualizado_en = ahora
    tocadas.append(fila)


# ── Telling ──


def _avisar(
    cambios: list[CambioPlazo], cuentas: Mapping[int, CuentaPublica], ahora: datetime
) -> None:
    """One mail per affected person and service, with every change."""
    if not cambios:
        return
    por_servicio: dict[int, list[CambioPlazo]] = defaultdict(list)
    for cambio in cambios:
        por_servicio[cambio.servicio_id].append(cambio)
    equipos, siguen = _personas(por_servicio)
    for servicio_id, suyos in por_servicio.items():
        suyas = {c.plazo.cuenta_id: cuentas[c.plazo.cuenta_id] for c in suyos}
        servicio = next(iter(suyas.values())).servicio
        responsables = {c.responsable for c in suyas.values()} & siguen[servicio_id]
        for persona in sorted(equipos[servicio_id] | responsables, key=lambda p: p.pk):
            cuerpo = cambio_de_plazos(servicio, persona, _con_cuenta(suyos, suyas))
            enqueue(
                servicio=servicio,
                tipo="cambio_de_plazos",
                clave=f"cambio-de-plazos:{suyos[0].pk}:{persona.pk}",
                para=persona.email,
                nombre=persona.nombre,
                asunto=cuerpo.asunto,
                texto=cuerpo.texto,
                html=cuerpo.html,
            )
    CambioPlazo.objects.filter(pk__in=[c.pk for c in cambios]).update(avisado_en=ahora)


Personas = dict[int | None, set[Usuario]]


def _personas(servicios: Iterable[int]) -> tuple[Personas, Personas]:
    """Whoever shares out the tasks of each service, and everybody with a role in it today."""
    filas = Membresia.objects.vigentes().filter(
        servicio__in=list(servicios), usuario__is_active=True
    )
    equipos: Personas = defaultdict(set)
    todas: Personas = defaultdict(set)
    for fila in filas.select_related("usuario"):
        todas[fila.servicio_id].add(fila.usuario)
        if Permiso.GESTIONAR_TAREAS in PERMISOS[fila.rol]:
            equipos[fila.servicio_id].add(fila.usuario)
    return equipos, todas


def _con_cuenta(
    cambios: Iterable[CambioPlazo], cuentas: Mapping[int, CuentaPublica]
) -> list[tuple[CuentaPublica, list[CambioPlazo]]]:
    """By account, each with its changes in the order of the new dates."""
    por_cuenta: dict[int, list[CambioPlazo]] = defaultdict(list)
    for cambio in cambios:
        por_cuenta[cambio.plazo.cuenta_id].append(cambio)
    return [
        (cuentas[pk], sorted(suyos, key=lambda c: (c.ahora, c.pk)))
        for pk, suyos in por_cuenta.items()
    ]
