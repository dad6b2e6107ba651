"""What leaves as a file: the calendar of a person's legal dates, and the sheet of tasks."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from comun import ics
from comun.hojas import escribir_xlsx
from comun.requisitos import REQUISITOS
from convocatorias.documents import DURACION_SUPUESTA
from convocatorias.models import Actividad
from correos.emails import absoluta
from cuentas.models import CuentaPublica
from seguimiento.models import Plazo
from seguimiento.selectors.tareas import TareaConFecha

NOMBRE = "Plazos de las cuentas públicas"
DE_ACTIVIDAD = "jornada-"
TITULOS_DE_TAREAS = (
    "Tarea",
    "Regla",
    "Qué pide la regla",
    "Persona a cargo",
    "Vence",
    "Cómo se calcula",
    "Situación",
    "Hecha por",
    "Evidencia",
)


def calendario(plazos: Iterable[Plazo], actividades: Mapping[int, Actividad]) -> bytes:
    """The feed. `actividades`, by key, give their hours and place to the dates that are theirs."""
    return ics.escribir(_eventos(plazos, actividades), nombre=NOMBRE)


def actividad_de(plazo: Plazo) -> int | None:
    """The activity whose day it is."""
    pk = plazo.clave.removeprefix(DE_ACTIVIDAD)
    return int(pk) if pk != plazo.clave else None


def _eventos(plazos: Iterable[Plazo], actividades: Mapping[int, Actividad]) -> Iterator[ics.Evento]:
    anfitrion = urlsplit(settings.BASE_URL).hostname
    for plazo in plazos:
        cuenta = plazo.cuenta
        anulada = cuenta.estado == CuentaPublica.Estado.ANULADA
        actividad = actividades.get(actividad_de(plazo) or 0)
        inicio, termino = _horas(plazo, actividad)
        yield ics.Evento(
            uid=f"plazo-{plazo.pk}@{anfitrion}",
            resumen=f"{plazo.nombre} ({cuenta.servicio.nombre_corto} {cuenta.anio_gestion})",
            inicio=inicio or plazo.fecha,
            termino=termino,
            # An annulled account changes none of its rows: one more tells it to the calendars.
            secuencia=plazo.secuencia + anulada,
            sellado_en=plazo.actualizado_en,
            lugar=_lugar(actividad),
            descripcion=_descripcion(plazo),
            url=_pagina(plazo),
            vigente=plazo.vigente and not anulada,
        )


def _horas(plazo: Plazo, actividad: Actividad | None) -> tuple[datetime | None, datetime | None]:
    """Of an activity that is still on the day of the row; a former day is a day without hours."""
    if actividad is None or actividad.fecha != plazo.fecha or actividad.inicio is None:
        return None, None
    return actividad.inicio, actividad.termino or actividad.inicio + DURACION_SUPUESTA


def _lugar(actividad: Actividad | None) -> str:
    if actividad is None:
        return ""
    comuna = actividad.comuna.nombre if actividad.comuna else ""
    return ", ".join(filter(None, [actividad.lugar, actividad.direccion, comuna]))


def _pagina(plazo: Plazo) -> str:
    base = (plazo.cuenta.servicio.slug, plazo.cuenta.anio_gestion)
    if not plazo.vigente:
        return absoluta(reverse("seguimiento_gestion:plazos", args=base))
    return absoluta(reverse("seguimiento_gestion:plazo", args=[*base, plazo.clave]))


def _descripcion(plazo: Plazo) -> str:
    partes = [f"Regla {plazo.regla}: {REQUISITOS[plazo.regla].texto}"]
    if plazo.cumplido_en:
        partes.append(f"Cumplido el {plazo.cumplido_en:%d/%m/%Y}.")
    return "\n".join([*partes, "Cómo se calcula:", _pagina(plazo)])


def tareas_xlsx(tareas: Iterable[TareaConFecha]) -> bytes:
    """The checklist as a sheet."""
    return escribir_xlsx([_fila_de_tarea(t) for t in tareas], TITULOS_DE_TAREAS, "Tareas")


def _fila_de_tarea(con_fecha: TareaConFecha) -> tuple[object, ...]:
    tarea = con_fecha.tarea
    requisito = REQUISITOS.get(tarea.regla)
    return (
        tarea.nombre,
        tarea.regla,
        requisito.texto if requisito else "",
        tarea.responsable.nombre if tarea.responsable else "",
        con_fecha.vence,
        con_fecha.como,
        con_fecha.tramo.value,
        tarea.hecha_por.nombre if tarea.hecha_por else "",
        tarea.evidencia,
    )
