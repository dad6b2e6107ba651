"""Rights over personal data, and the retention that erases what is no longer needed."""

from privacidad.models.derechos import SolicitudDerechos
from privacidad.models.retencion import ActaSupresion, CorridaRetencion

__all__ = ["ActaSupresion", "CorridaRetencion", "SolicitudDerechos"]
