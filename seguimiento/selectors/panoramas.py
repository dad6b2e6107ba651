"""Reads for the home, the account page and the board: in bulk, with constant statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Value

from comun.models import Feriado
from convocatorias.models import Actividad, Convocatoria, ProcesoVirtual
from cuentas.models import CuentaPublica, HechoPrevio, Interrupcion, PublicacionInforme
from cuentas.selectors import FechasDeRespuesta, fechas_de_respuesta, hechos_previos_de
from jornadas.models import Jornada
from respuestas.models import (
    Consulta,
    PublicacionRespuestas,
)
from seguimiento.etapas import Panorama

PRESENCIALES = (Actividad.Tipo.CENTRAL, Actividad.Tipo.COMPLEMENTARIA)


def cuentas_visibles() -> QuerySet[CuentaPublica]:
    """Accounts with what every page shows of them, in one statement."""
    return CuentaPublica.objects.select_related("servicio__comuna__region", "norma", "responsable")


def panorama_de(cuenta: CuentaPublica) -> Panorama:
    """The facts of one account."""
    return panoramas([cuenta])[cuenta.pk]


def panoramas(cuentas: Iterable[CuentaPublica]) -> dict[int, Panorama]:
    """The facts of many accounts: eight statements in all."""
    lista = list(cuentas)
    ids = [c.pk for c in lista]
    informes, publicadas = _publicaciones(ids)
    previos = hechos_previos_de(lista)
    procesos = {
        p.cuenta_id: p
        for p in ProcesoVirtual.objects.filter(cuenta__in=ids).select_related("servicio__comuna")
    }
    actividades: dict[int, list[Actividad]] = defaultdict(list)
    planes = Actividad.objects.filter(cuenta__in=ids).select_related("comuna")
    for actividad in planes.annotate(convoco=_se_convoco()):
        actividades[actividad.cuenta_id].append(actividad)
    interrupciones = _interrupciones(ids)
    jornadas = _jornadas(ids)
    destinos = _destinos(ids)
    feriados = list(Feriado.objects.all())
    return {
        c.pk: Panorama(
            cuenta=c,
            informe_publicado_en=informes.get(c.pk),
            proceso=procesos.get(c.pk),
            actividades=actividades[c.pk],
            convocadas=frozenset(a.pk for a in actividades[c.pk] if a.convoco),
            jornadas=jornadas[c.pk],
            destinos=destinos[c.pk],
            publicadas_en=publicadas.get(c.pk),
            fechas=_fechas(c, actividades[c.pk], procesos.get(c.pk), feriados, previos[c.pk]),
            interrupciones=interrupciones[c.pk],
            previos=previos[c.pk],
        )
        for c in lista
    }


def _publicaciones(ids: list[int]) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """When the report and the answers of each account were last published, in one statement."""
    resultado: dict[str, dict[int, datetime]] = {"informe": {}, "respuestas": {}}
    modelos: tuple[tuple[str, Any], ...] = (
        ("informe", PublicacionInforme),
        ("respuestas", PublicacionRespuestas),
    )
    partes = [
        modelo.objects.filter(informe__cuenta__in=ids)
        .order_by()
        .values_list(Value(que), "informe__cuenta")
        .annotate(Max("publicada_en"))
        for que, modelo in modelos
    ]
    for que, cuenta_id, cuando in partes[0].union(partes[1]):
        resultado[que][cuenta_id] = cuando
    return resultado["informe"], resultado["respuestas"]


def _fechas(
    cuenta: CuentaPublica,
    actividades: list[Actividad],
    proceso: ProcesoVirtual | None,
    feriados: list[Feriado],
    previos: Mapping[str, HechoPrevio],
) -> FechasDeRespuesta | None:
    """The dates of the answers, with the anchor read from what is already loaded (T4)."""
    if cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL:
        ancla = proceso.termino if proceso else None
    else:
        dias = [a.fecha for a in actividades if a.vigente and a.tipo in PRESENCIALES and a.fecha]
        dias += [hecho.fecha for tipo, hecho in previos.items() if tipo == HechoPrevio.Tipo.JORNADA]
        ancla = max(dias, default=None)
    return fechas_de_respuesta(cuenta, ancla, feriados) if ancla else None


def _se_convoco() -> Exists:
    enviadas = Convocatoria.objects.filter(estado=Convocatoria.Estado.ENVIADA)
    return Exists(enviadas.filter(actividad=OuterRef("pk")))


def _interrupciones(ids: list[int]) -> dict[int, list[Interrupcion]]:
    resultado: dict[int, list[Interrupcion]] = defaultdict(list)
    for interrupcion in Interrupcion.objects.filter(cuenta__in=ids):
        resultado[interrupcion.cuenta_id].append(interrupcion)
    return resultado


def _jornadas(ids: list[int]) -> dict[int, dict[int, Jornada]]:
    resultado: dict[int, dict[int, Jornada]] = defaultdict(dict)
    for jornada in Jornada.objects.filter(actividad__cuenta__in=ids).annotate(
        de_cuenta=F("actividad__cuenta")
    ):
        resultado[jornada.de_cuenta][jornada.actividad_id] = jornada
    return resultado


def _destinos(ids: list[int]) -> dict[int, dict[str, int]]:
    filas = Consulta.objects.filter(cuenta__in=ids).order_by().values_list("cuenta", "estado")
    resultado: dict[int, dict[str, int]] = {
        pk: dict.fromkeys(Consulta.Estado.values, 0) for pk in ids
    }
    for cuenta_id, estado, n in filas.annotate(n=Count("pk")):
        resultado[cuenta_id][estado] = n
    return resultado
