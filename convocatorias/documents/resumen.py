"""The annex of the invitation: what will be told on the day, on one sheet (R26, fuente 000)."""

from datetime import date

from comun import pdf
from comun.formato import fecha_larga, fecha_sin_semana, hora
from convocatorias.models import Actividad
from cuentas.models import PublicacionInforme


def resumen_pdf(publicacion: PublicacionInforme, actividad: Actividad) -> bytes:
    """The summary of a published report as a tagged PDF, with when and where it will be told.

    The same version for the same day and place gives the same bytes.

    Raises:
        ValueError: that version has no summary.
    """
    contenido = publicacion.contenido
    if not contenido.get("resumen"):
        raise ValueError("This version of the report has no summary.")
    fecha = date.fromisoformat(contenido["fecha"])
    gestion = contenido["anio_gestion"]
    contexto = {
        "servicio_nombre": contenido["servicio"],
        "anio": str(gestion),
        "resumen": contenido["resumen"],
        "actividad": actividad,
        "cuando": _cuando(actividad),
        "encabezado": f"Resumen de la cuenta pública, gestión {gestion}",
        "pie": f"Del informe, versión {contenido['version']}, "
        f"{fecha_sin_semana(fecha)} de {fecha.year}",
        "fecha_documento": fecha,
    }
    return pdf.render(
        "convocatorias/documentos/resumen.html", contexto, titulo="Resumen de la cuenta pública"
    )


def _cuando(actividad: Actividad) -> str:
    if actividad.fecha is None or actividad.hora_inicio is None:
        return ""
    return f"{fecha_larga(actividad.fecha)}, {hora(actividad.hora_inicio)} horas"
