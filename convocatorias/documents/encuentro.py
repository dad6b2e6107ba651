"""What is handed to who organises a meeting."""

from datetime import date

import segno

from comun import pdf
from convocatorias.models import Actividad, Encuentro


def hoja_de_encuentro(
    actividad: Actividad, encuentro: Encuentro, enlace: str, cierra: date | None
) -> bytes:
    """What is handed to who organises a meeting: the address of their page, and its code."""
    return pdf.render(
        "convocatorias/documentos/encuentro.html",
        {
            "servicio_nombre": actividad.servicio.nombre,
            "encabezado": "Aportes de un encuentro",
            "actividad": actividad,
            "encuentro": encuentro,
            "enlace": enlace,
            "qr": segno.make(enlace, error="m").png_data_uri(scale=8, border=2),
            "cierra": cierra,
            "fecha_documento": encuentro.clave_desde,
        },
        titulo=f"Cómo enviar los aportes de {actividad.nombre}",
    )
