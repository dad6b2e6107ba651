"""The words of the bench's mails, the same for the portal and for the yardsticks."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

ASUNTO = "Respuesta del Servicio Nacional de Riberas a su mensaje"
PARRAFOS = [
    "La obra del estero empieza en agosto y termina antes de las lluvias del próximo año. "
    "El tramo que usted nombra es el primero: ahí se retiran los escombros, se ensancha el cauce "
    "y se levanta la defensa de piedra que pidieron las vecinas y los vecinos en la jornada.",
    "El presupuesto está aprobado y la licitación se adjudicó en mayo. La unidad de obras publica "
    "cada mes el avance, con fotografías y con lo que se pagó.",
    "Si la ribera cede antes de esa fecha, llame al teléfono de emergencias del municipio: la "
    "cuadrilla llega en menos de dos horas y deja constancia de lo que encontró.",
]


def palabras(nombre: str, numero: int) -> tuple[str, str]:
    """Text and HTML of one person's mail: some 8.5 KB together."""
    datos: dict[str, Any] = {
        "nombre": nombre,
        "numero": numero,
        "parrafos": PARRAFOS,
        "base_url": settings.BASE_URL,
        "demo": False,
    }
    return render_to_string("patron/carta.txt", datos), render_to_string("patron/carta.html", datos)
