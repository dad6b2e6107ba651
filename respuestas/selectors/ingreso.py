"""What came by hand: the scanned sheet of a contribution."""

from django.db.models import QuerySet

from comun.texto import plegar
from cuentas.models import CuentaPublica
from respuestas.models import AdjuntoConsulta, Consulta


def con_las_mismas_palabras(cuenta: CuentaPublica, mensaje: str) -> Consulta | None:
    """The first one that says exactly that, whatever its case and accents."""
    iguales = Consulta.objects.filter(cuenta=cuenta, mensaje_plegado=plegar(mensaje))
    return iguales.select_related("cuenta").order_by("folio_numero").first()


def original_de(consulta: Consulta) -> AdjuntoConsulta | None:
    """What is known of its scanned sheet, without opening it."""
    return _originales(consulta).defer("contenido").first()


def original_abierto(consulta: Consulta) -> AdjuntoConsulta | None:
    """Its scanned sheet with its bytes, for who may see them."""
    return _originales(consulta).first()


def _originales(consulta: Consulta) -> QuerySet[AdjuntoConsulta]:
    return AdjuntoConsulta.objects.filter(consulta=consulta, clase=AdjuntoConsulta.Clase.ORIGINAL)
