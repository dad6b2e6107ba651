"""The board's lines about the guide: its tasks, what lacks a person's word, and broken rules."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from comun.reglas import Cumplimiento, Nivel, Veredicto
from comun.requisitos import REQUISITOS
from cuentas.models import Tarea
from seguimiento.etapas.caminos import (
    CONSTANCIA,
    CONSTANCIA_DEL_DIA,
    TAREAS,
    Camino,
    argumentos,
    camino,
)
from seguimiento.etapas.convocar import limite_de_invitacion
from seguimiento.etapas.linea import Linea
from seguimiento.etapas.panorama import Panorama

DURAS = (Nivel.BLOQUEA, Nivel.CONSTANCIA)
EN_LA_JORNADA = ("E5", "E6", "E7", "E8")
LARGO_QUE = 300


def de_las_tareas(panorama: Panorama, pendientes: Iterable[tuple[Tarea, date]]) -> Iterator[Linea]:
    """The tasks of the checklist that have a date, each of whom it was given to."""
    cuenta = panorama.cuenta
    for tarea, vence in pendientes:
        quien = tarea.responsable
        yield Linea(
            vence,
            tarea.nombre,
            _por_que(tarea),
            tarea.regla,
            TAREAS.permiso,
            "seguimiento_gestion:tarea",
            "Ver tarea",
            quien.nombre if quien else cuenta.responsable.nombre,
            (cuenta.servicio.slug, cuenta.anio_gestion, tarea.pk),
            objeto=f"tarea-{tarea.pk}",
            persona=tarea.responsable_id,
        )


def _por_que(tarea: Tarea) -> str:
    requisito = REQUISITOS.get(tarea.regla)
    pide = "Está en la lista de tareas de la cuenta."
    if requisito:
        pide = f"Según la guía, {requisito.texto[0].lower()}{requisito.texto[1:]}"
    return pide if tarea.responsable else f"{pide} Todavía no tiene a quien la haga."


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
        por_donde = camino(regla.id, etapa, publicadas=panorama.respondida)
        destino = argumentos(por_donde, panorama) if por_donde else None
        if por_donde is None or destino is None:
            continue
        con_palabra = por_donde in (CONSTANCIA, CONSTANCIA_DEL_DIA)
        frase = regla.texto[0].lower() + regla.texto[1:].rstrip(".")
        evidencia = resultado.evidencia[:LARGO_QUE].rstrip(".")
        yield Linea(
            _cuando(panorama, por_donde, etapa),
            f"Dejar constancia de que {frase}" if con_palabra else evidencia,
            resultado.mensaje if con_palabra else resultado.sugerencia or regla.texto,
            regla.id,
            por_donde.permiso,
            por_donde.donde,
            por_donde.boton,
            panorama.cuenta.responsable.nombre,
            destino,
            objeto="regla",
        )


def _cuando(panorama: Panorama, por_donde: Camino, etapa: str) -> date | None:
    """What belongs to the day of the activity is for that day, whatever its stage."""
    if por_donde is CONSTANCIA_DEL_DIA and panorama.principal is not None:
        return panorama.principal.fecha
    return dia_de_la_etapa(panorama, etapa)


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
