"""The tasks of the guide (fuente 000, "Actividades, tareas y aspectos a considerar"), as data.

The guide lists them without days. `dias_antes` are days before the in-person activity (after it,
where negative): a proposal that each service changes on its page of tasks. The obligatory ones
are the guide's own list; the others come from its description of the steps.
"""

from typing import NamedTuple


class TareaGuia(NamedTuple):
    codigo: str
    nombre: str
    regla: str
    dias_antes: int
    obligatoria: bool = True


TAREAS: tuple[TareaGuia, ...] = (
    # 1. Preparación
    TareaGuia("responsable", "Designar a la persona responsable de la cuenta", "R7", 90),
    TareaGuia("equipo", "Conformar el equipo de la cuenta", "R8", 90),
    TareaGuia("reparto", "Repartir las tareas y revisar sus fechas", "R9", 85),
    TareaGuia("estrategia", "Definir la estrategia de comunicación", "R10", 75),
    TareaGuia("lugar", "Definir lugar, hora y fecha de la actividad", "R11", 60),
    TareaGuia("organizaciones", "Identificar las organizaciones por convocar", "R29", 50, False),
    TareaGuia("informe", "Redactar y publicar el informe base", "R12", 30),
    TareaGuia("programa", "Preparar el programa de la jornada", "R12", 30),
    TareaGuia("invitaciones", "Preparar las invitaciones y las fichas de inscripción", "R12", 25),
    TareaGuia("convocatoria", "Enviar la convocatoria con el informe base", "R133", 20, False),
    TareaGuia("banner", "Poner en el sitio web el banner con la participación virtual", "R13", 20),
    TareaGuia("sitio", "Habilitar la página pública de la cuenta", "R15", 20),
    TareaGuia("talleristas", "Designar a quienes llevan los talleres", "R74", 7, False),
    TareaGuia("apoyos", "Contratar audio e interpretación en lengua de señas", "R70", 14, False),
    TareaGuia("autoridad", "Confirmar la exposición y la presencia de la autoridad", "R73", 10),
    TareaGuia("salas", "Preparar las salas, los computadores y el audio", "R14", 3),
    TareaGuia("carpetas", "Preparar las carpetas con la presentación de la autoridad", "R14", 3),
    # 2. Desarrollo
    TareaGuia("metodologia", "Explicar cómo se va a trabajar a quienes asisten", "R16", 0),
    TareaGuia("jornada", "Realizar talleres, plenario y cierre, y recoger las opiniones", "R90", 0),
    # 3. Final
    TareaGuia("sistematizacion", "Conformar el equipo de sistematización", "R97", 7),
    TareaGuia("revision", "Revisar el documento consolidado y las respuestas", "R101", -25),
    TareaGuia("difusion", "Difundir en público y en persona el documento de cierre", "R112", -30),
    TareaGuia("evaluacion", "Evaluar la cuenta con quienes trabajan en el servicio", "R125", -45),
)  # fmt: skip
