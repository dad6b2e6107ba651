"""Reads of the public home: which accounts a visitor meets, and which they search for."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from comun.limites import entero
from convocatorias.models import ProcesoVirtual
from cuentas.models import CuentaPublica
from respuestas.models import PublicacionRespuestas
from seguimiento.etapas import Etapa
from seguimiento.selectors.panoramas import cuentas_visibles


def _respondida() -> Exists:
    return Exists(PublicacionRespuestas.objects.filter(informe__cuenta=OuterRef("pk")))


def _ventana(hoy: date, **condiciones: Any) -> Exists:
    return Exists(
        ProcesoVirtual.objects.filter(
            cuenta=OuterRef("pk"), publicado_en__isnull=False, **condiciones
        )
    )


def en_etapa(cuentas: QuerySet[CuentaPublica], etapa: str, hoy: date) -> QuerySet[CuentaPublica]:
    """Accounts in one of the three stages that a visitor asks for."""
    abiertas = cuentas.filter(estado=CuentaPublica.Estado.ABIERTA)
    if etapa == Etapa.VIRTUAL:
        return abiertas.filter(~_respondida(), _ventana(hoy, inicio__lte=hoy, termino__gte=hoy))
    if etapa == Etapa.SISTEMATIZACION:
        return abiertas.filter(~_respondida(), _ventana(hoy, termino__lt=hoy))
    if etapa == Etapa.RESPONDIDA:
        return cuentas.filter(_respondida())
    return cuentas


def buscar_cuentas(texto: str = "", anio: str = "", region: str = "") -> QuerySet[CuentaPublica]:
    """Public accounts by service, year of gestión and region, the newest first."""
    cuentas = cuentas_visibles().publicas()
    for palabra in texto.split()[:6]:
        condicion = Q(servicio__nombre__icontains=palabra) | Q(
            servicio__nombre_corto__icontains=palabra
        )
        if (numero := entero(palabra)) is not None:
            condicion |= Q(anio_gestion=numero)
        cuentas = cuentas.filter(condicion)
    if anio:
        cuentas = cuentas.filter(anio_gestion=entero(anio))
    if region:
        cuentas = cuentas.filter(servicio__comuna__region=region)
    return cuentas.order_by("-anio_gestion", "servicio__nombre")
