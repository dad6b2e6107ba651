"""Reads about a service that more than one caller needs. Inside its scope."""

from comun import reloj
from servicios.models import Autoridad, AvisoPrivacidad


def aviso_vigente() -> AvisoPrivacidad | None:
    """The newest privacy notice already in force."""
    return (
        AvisoPrivacidad.objects.filter(vigente_desde__lte=reloj.hoy()).order_by("-version").first()
    )


def autoridad_vigente() -> Autoridad | None:
    """Who heads the service today, or who stands in for them."""
    hoy = reloj.hoy()
    vigentes = Autoridad.objects.filter(desde__lte=hoy).exclude(hasta__lt=hoy)
    return vigentes.order_by("-subrogante", "-desde").first()
