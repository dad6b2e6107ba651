"""The slides of a workshop for the plenary (R85)."""

from collections.abc import Sequence

from comun.formato import fecha_larga
from comun.pptx import Lamina, presentacion
from talleres.models import Taller

TIPO_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def laminas_del_taller(
    taller: Taller, prioridades: Sequence[str], otros: Sequence[str], preguntas: Sequence[str]
) -> list[Lamina]:
    """Agreements with the priorities first, then the questions. No names: it is projected."""
    laminas = []
    if prioridades:
        titulo = "Nuestra prioridad" if len(prioridades) == 1 else "Nuestras prioridades"
        laminas.append(Lamina(titulo=titulo, puntos=list(prioridades)))
    if otros:
        titulo = "Otros acuerdos" if prioridades else "Nuestros acuerdos"
        laminas.append(Lamina(titulo=titulo, puntos=list(otros)))
    if not prioridades and not otros:
        motivo = taller.sin_acuerdos_motivo or "El taller todavía no anota acuerdos."
        laminas.append(Lamina(titulo="No hubo acuerdos", puntos=[motivo]))
    if preguntas:
        laminas.append(Lamina(titulo="Preguntas para el servicio", puntos=list(preguntas)))
    return laminas


def presentacion_del_taller(taller: Taller, laminas: Sequence[Lamina]) -> bytes:
    """The `.pptx` with its cover."""
    actividad = taller.actividad
    partes = [actividad.nombre, fecha_larga(actividad.fecha) if actividad.fecha else ""]
    return presentacion(
        titulo=f"Taller {taller.numero}: {taller.nombre}",
        subtitulo=", ".join(filter(None, partes)),
        laminas=list(laminas),
    )
