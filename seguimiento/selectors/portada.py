"""Reads of the public home: which accounts a visitor meets, and which they search for."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from comun.limites import entero
from comun.texto import plegar
from convocatorias.models import Actividad, ProcesoVirtual
from cuentas.models import CuentaPublica
from jornadas.models import Jornada
from respuestas.models import PublicacionRespuestas
from seguimiento.etapas import Etapa
from seguimiento.selectors.panoramas import cuentas_visibles
from servicios.models import Servicio

PALABRAS = 6


def _respondida() -> Exists:
    return Exists(PublicacionRespuestas.objects.filter(informe__cuenta=OuterRef("pk")))


def _ventana(**condiciones: Any) -> Exists:
    return Exists(
        ProcesoVirtual.objects.filter(
            cuenta=OuterRef("pk"), publicado_en__isnull=False, **condiciones
        )
    )


def _realizada() -> Exists:
    return Exists(
        Jornada.objects.filter(actividad__cuenta=OuterRef("pk"), estado=Jornada.Estado.CERRADA)
    )


def _por_venir(hoy: date) -> Exists:
    return Exists(Actividad.objects.vigentes().filter(cuenta=OuterRef("pk"), fecha__gte=hoy))


def en_etapa(cuentas: QuerySet[CuentaPublica], etapa: str, hoy: date) -> QuerySet[CuentaPublica]:
    """Accounts in one of the three stages that a visitor asks for, as `etapa` tells them."""
    abiertas = cuentas.filter(estado=CuentaPublica.Estado.ABIERTA)
    if etapa == Etapa.VIRTUAL:
        return abiertas.filter(~_respondida(), _ventana(inicio__lte=hoy, termino__gte=hoy))
    if etapa == Etapa.SISTEMATIZACION:
        termino = Q(_ventana(termino__lt=hoy)) & ~Q(_por_venir(hoy))
        esperan = abiertas.filter(~_respondida(), ~_ventana(inicio__lte=hoy, termino__gte=hoy))
        return esperan.filter(Q(_realizada()) | termino)
    if etapa == Etapa.RESPONDIDA:
        return cuentas.filter(_respondida())
    return cuentas


def buscar_cuentas(texto: str = "", anio: str = "", region: str = "") -> QuerySet[CuentaPublica]:
    """Public accounts by service, year of gestión and región, the newest first; none of a service
    that is no longer here, whose pages are not either.

    What is searched is told from the name of the service and its comuna, without accents or case.
    An account of the whole country is found in every región.
    """
    cuentas = cuentas_visibles().publicas().filter(servicio__activo=True)
    palabras = plegar(texto).split()[:PALABRAS]
    nombres = _servicios() if palabras else {}
    for palabra in palabras:
        condicion = Q(servicio__in=[pk for pk, nombre in nombres.items() if palabra in nombre])
        if (numero := entero(palabra)) is not None:
            condicion |= Q(anio_gestion=numero)
        cuentas = cuentas.filter(condicion)
    if anio:
        cuentas = cuentas.filter(anio_gestion=entero(anio))
    if region:
        del_pais = Q(ambito=Servicio.Ambito.NACIONAL)
        cuentas = cuentas.filter(del_pais | Q(servicio__comuna__region=region))
    return cuentas.order_by("-anio_gestion", "servicio__nombre")


def _servicios() -> dict[int, str]:
    """What each service is searched by: SQL knows no letters without their accent."""
    filas = Servicio.objects.values_list("pk", "nombre", "nombre_corto", "comuna__nombre")
    return {pk: plegar(" ".join(filter(None, nombres))) for pk, *nombres in filas}
