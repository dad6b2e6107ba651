"""The board's lines about the guide: its tasks, what lacks a person's word, and broken rules."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from comun.reglas import Cumplimiento, Nivel, Veredicto
from comun.requisitos import REQUISITOS
from cuentas.models import Tarea
from seguimiento.etapas.caminos import CONSTANCIA, TAREAS, camino
from seguimiento.etapas.convocar import limite_de_invitacion
from seguimiento.etapas.linea import Linea
from seguimiento.etapas.panorama import Panorama

DURAS = (Nivel.BLOQUEA, Nivel.CONSTANCIA)
EN_LA_JORNADA = ("E5", "E6", "E7", "E8")
LARGO_QUE = 300


def de_las_tareas(panorama: Panorama, pendientes: Iterable[Tarea]) -> Iterator[Linea]:
    """The tasks of the checklist that have a date, each of whom it was given to."""
    ancla = panorama.principal.fecha if panorama.principal else None
    for tarea in pendientes:
        vence = tarea.vence_el(ancla)
        if vence is None:
            continue
        quien = tarea.responsable
        yield Linea(
            vence,
            tarea.nombre,
            "Es una tarea de la lista de la cuenta."
            if quien
            else "Es una tarea de la lista de la cuenta y todavía no tiene a quien la haga.",
            tarea.regla,
            TAREAS.permiso,
            TAREAS.donde,
            "Ver tarea",
            quien.nombre if quien else panorama.cuenta.responsable.nombre,
            objeto=f"tarea-{tarea.pk}",
            persona=tarea.responsable_id,
        )


def del_cumplimiento(
    panorama: Panorama, dichos: Iterable[Cumplimiento], ya: Collection[str]
) -> Iterator[Linea]:
    """Hard rules that are broken, unanswered, and that no other line (`ya`) names."""
    for dicho in dichos:
        resultado, regla = dicho.resultado, dicho.regla
        abierta = resultado.veredicto is Veredicto.NO_CUMPLE and not resultado.explicado
        if not abierta or dicho.nivel not in DURAS or regla.id in ya:
            continue
        etapa = REQUISITOS[regla.id].etapa
        por_donde = camino(regla.id, etapa, por_constancia=dicho.nivel is Nivel.CONSTANCIA)
        if por_donde is None:
            continue
        con_palabra = por_donde is CONSTANCIA
        frase = regla.texto[0].lower() + regla.texto[1:].rstrip(".")
        yield Linea(
            dia_de_la_etapa(panorama, etapa),
            f"Dejar constancia de que {frase}" if con_palabra else resultado.evidencia[:LARGO_QUE],
            resultado.mensaje if con_palabra else resultado.sugerencia or regla.texto,
            regla.id,
            por_donde.permiso,
            por_donde.donde,
            por_donde.boton,
            panorama.cuenta.responsable.nombre,
            objeto="regla",
        )


def dia_de_la_etapa(panorama: Panorama, etapa: str) -> date | None:
    """By when what that stage asks for has to be in order."""
    if etapa in EN_LA_JORNADA:
        return panorama.principal.fecha if panorama.principal else None
    if etapa in ("E9", "E10"):
        return panorama.limite
    inicio = panorama.proceso.inicio if panorama.proceso else None
    if etapa == "E4":
        return inicio
    return min((d for d in (limite_de_invitacion(panorama), inicio) if d), default=None)
