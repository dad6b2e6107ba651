"""The tasks of the guide, done by their owners as the story goes."""

from collections.abc import Mapping
from types import MappingProxyType

from cuentas import services as cuentas
from cuentas.models import Tarea
from seguimiento.demo.obra import Obra

#: By the step of the story after which they are done: the task and what shows it.
EVIDENCIAS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Cuenta y equipo": {
            "responsable": "Está en los datos de la cuenta.",
            "equipo": "Está en la página del equipo.",
            "reparto": "Acta de la primera reunión del equipo.",
            "estrategia": "Plan de comunicación aprobado por la jefatura.",
        },
        "Plan de la jornada": {
            "organizaciones": "Directorio cargado y revisado con la oficina de partes.",
            "lugar": "Reserva del recinto confirmada por correo.",
            "programa": "Está en la página de la actividad.",
        },
        "Publicación del informe": {"informe": "Está publicado en la página de la cuenta."},
        "Participación virtual": {
            "banner": "Está en la portada del sitio web del servicio.",
            "sitio": "La página de la cuenta está abierta.",
        },
        "Convocatoria": {
            "invitaciones": "Se revisaron con una muestra antes de enviarlas.",
            "convocatoria": "Salió con el informe base; el detalle está en Correos.",
            "apoyos": "Orden de compra de audio e interpretación.",
        },
        "Talleres y sus equipos": {
            "talleristas": "Cada taller tiene a dos personas.",
            "autoridad": "Confirmado en su agenda.",
            "salas": "Visita al recinto con lista de chequeo.",
            "carpetas": "Impresas y contadas.",
            "sistematizacion": "Resolución que nombra al equipo.",
        },
        "Plenario": {
            "metodologia": "Se explicó al abrir la jornada.",
            "jornada": "Talleres y plenario cerrados en el portal.",
        },
        "Documento de respuestas": {"revision": "Acta de la revisión del documento."},
        "Cierre": {
            "difusion": "Publicado, y enviado a cada persona que escribió.",
            "evaluacion": "Acta de la reunión de evaluación.",
        },
    }
)


def dar_por_hechas(obra: Obra, paso: str) -> None:
    """What a step of the story leaves done, each task by its owner."""
    evidencias = EVIDENCIAS.get(paso, {})
    pendientes = Tarea.objects.pendientes().filter(cuenta=obra.cuenta, codigo__in=list(evidencias))
    for tarea in pendientes.select_related("responsable", "cuenta"):
        cuentas.hacer_tarea(tarea=tarea, evidencia=evidencias[tarea.codigo], por=tarea.responsable)
