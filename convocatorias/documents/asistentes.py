"""Who comes to an activity, as a sheet and as a list to print."""

from collections.abc import Iterable, Iterator, Sequence

from comun import hojas, pdf
from comun.formato import fecha_larga
from convocatorias.models import PREFERENCIAS, Actividad, Participante

TITULOS_ASISTENTES = (
    "Organización", "Nombres", "Apellidos", "Respuesta", "Acompañantes", "Cómo llegó",
    "En lugar de", "Primer tema", "Segundo tema", "Tercer tema", "Correo", "Teléfono",
)  # fmt: skip


def organizacion_de(persona: Participante) -> str:
    """The name of a person's organisation, as the directory has it or as they gave it."""
    return persona.organizacion.nombre if persona.organizacion else persona.organizacion_nombre


def asistentes(personas: Iterable[Participante], formato: str) -> bytes:
    """One row per person, as `csv` or `xlsx`. What they need is not here: it is kept apart."""
    filas = _filas(personas)
    if formato == "xlsx":
        return hojas.escribir_xlsx(filas, TITULOS_ASISTENTES, "Asistentes")
    return hojas.escribir_csv(filas, TITULOS_ASISTENTES)


def _filas(personas: Iterable[Participante]) -> Iterator[Sequence[str | int]]:
    for persona in personas:
        temas = [preferencia.tema.nombre for preferencia in persona.preferencias.all()]
        yield (
            organizacion_de(persona),
            persona.nombres,
            persona.apellidos,
            persona.get_asistencia_display(),
            persona.acompanantes,
            persona.get_origen_display(),
            persona.en_lugar_de.nombre_completo if persona.en_lugar_de else "",
            *temas,
            *[""] * (PREFERENCIAS - len(temas)),
            persona.correo,
            persona.telefono,
        )


def lista_de_asistentes(actividad: Actividad, personas: Sequence[Participante]) -> bytes:
    """The list to print: who comes, with how many, and of which organisation."""
    contexto = {
        "actividad": actividad,
        "servicio_nombre": actividad.servicio.nombre,
        "encabezado": actividad.nombre,
        "filas": [(persona, organizacion_de(persona)) for persona in personas],
        "total": sum(persona.personas for persona in personas),
        "pie": "Contiene datos personales. "
        + (fecha_larga(actividad.fecha).capitalize() if actividad.fecha else ""),
        "fecha_documento": actividad.fecha,
    }
    return pdf.render(
        "convocatorias/documentos/asistentes.html", contexto, titulo="Quiénes vendrán"
    )
