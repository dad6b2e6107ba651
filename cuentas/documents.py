"""The report as a tagged PDF, from its published snapshot."""

from datetime import date
from typing import Any

from comun import pdf
from comun.formato import fecha_sin_semana


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
