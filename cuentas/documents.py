"""The report as a tagged PDF, from its published snapshot; and what programs are told of it."""

from datetime import date
from typing import Any

from django.conf import settings

from comun import pdf
from comun.formato import fecha_sin_semana
from comun.models import Publicacion
from cuentas.models import CuentaPublica, PublicacionInforme
from servicios.documents import datos_del_servicio


def informe_pdf(contenido: dict[str, Any]) -> bytes:
    """The PDF of a version: cover, contents and chapters (PDF/UA). Same snapshot, same bytes."""
    fecha = date.fromisoformat(contenido["fecha"])
    gestion, ejercicio = contenido["anio_gestion"], contenido["anio_ejercicio"]
    contexto = {
        **contenido,
        "servicio_nombre": contenido["servicio"],
        "anio": str(gestion),
        "bajada": (
            f"Informe de la Cuenta Pública Participativa de la gestión {gestion}, "
            f"que se realiza en {ejercicio}."
        ),
        "encabezado": f"Informe de la cuenta pública, gestión {gestion}",
        "pie": f"Versión {contenido['version']}, {fecha_sin_semana(fecha)} de {fecha.year}",
        "fecha_documento": fecha,
    }
    return pdf.render(
        "cuentas/documentos/informe.html", contexto, titulo="Informe de la cuenta pública"
    )


def _direccion(cuenta: CuentaPublica, resto: str = "") -> str:
    base = f"{settings.BASE_URL}/cuentas/{cuenta.servicio.slug}/{cuenta.anio_gestion}/"
    return base + resto


def datos_del_informe(cuenta: CuentaPublica, publicacion: PublicacionInforme) -> dict[str, Any]:
    """The published report as schema.org names it (Report)."""
    return datos_de_publicacion(
        cuenta,
        publicacion,
        "informe",
        f"Informe de la cuenta pública {cuenta.anio_gestion}",
    )


def datos_de_publicacion(
    cuenta: CuentaPublica, publicacion: Publicacion, ruta: str, nombre: str
) -> dict[str, Any]:
    """A published version of an account, whose page is `ruta` and its PDF `ruta`.pdf."""
    pdf_url = _direccion(cuenta, f"{ruta}.pdf")
    return {
        "@type": "Report",
        "@id": _direccion(cuenta, f"{ruta}/#documento"),
        "name": nombre,
        "url": _direccion(cuenta, f"{ruta}/"),
        "inLanguage": "es-CL",
        "version": str(publicacion.version),
        "datePublished": publicacion.publicada_en,
        "temporalCoverage": str(cuenta.anio_gestion),
        "isAccessibleForFree": True,
        "publisher": datos_del_servicio(cuenta.servicio),
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": pdf_url,
            "encodingFormat": publicacion.pdf.tipo,
            "contentSize": str(publicacion.pdf.tamano),
            "sha256": publicacion.sha256,
        },
    }
