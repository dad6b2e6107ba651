"""What programs are told of a service: its public contact, as it stands in the portal."""

from typing import Any

from django.conf import settings

from servicios.models import Servicio


def datos_del_servicio(servicio: Servicio) -> dict[str, Any]:
    """The service as schema.org names it (GovernmentOrganization). No statement."""
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{settings.BASE_URL}/cuentas/{servicio.slug}/#servicio",
        "name": servicio.nombre,
        "url": servicio.sitio_web,
        "email": servicio.correo,
        "telephone": servicio.telefono,
        "areaServed": {"@type": "Country", "name": "Chile"},
    }
