"""The tasks of an account with their dates, which hang from an activity above `cuentas`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Max, Min, Q

from comun.texto import plegar
from convocatorias.models import VIGENTES, Actividad, ProcesoVirtual
from cuentas.models import CuentaPublica, HechoPrevio, Tarea
from cuentas.selectors import hechos_previos_de

SEMANA = 7


@dataclass(frozen=True)
class Anclas:
    """From which days the tasks of an account are counted: before the first, after the last."""

    primera: date | None = None
    ultima: date | None = None

    def de(self, tarea: Tarea) -> date | None:
        return self.ultima if (tarea.dias_antes or 0) < 0 else self.primera


class Tramo(StrEnum):
    VENCIDAS = "Vencidas"
    SEMANA = "Esta semana"
    DESPUES = "Después"
    SIN_FECHA = "Sin fecha"
    HECHAS = "Hechas"


@dataclass(frozen=True)
class TareaConFecha:
    """A task as the list shows it: by when, why then, and how many days are left."""

    tarea: Tarea
    vence: date | None
    hoy: date

    @property
    def dias(self) -> int | None:
        return (self.vence - self.hoy).days if self.vence else None

    @property
    def tramo(self) -> Tramo:
        if self.tarea.hecha_en is not None:
            return Tramo.HECHAS
        if self.dias is None:
            return Tramo.SIN_FECHA
        if self.dias < 0:
            return Tramo.VENCIDAS
        return Tramo.SEMANA if self.dias <= SEMANA else Tramo.DESPUES

    @property
    def como(self) -> str:
        """Where its date comes from, in words."""
        if self.tarea.vence is not None:
            return "Fecha fijada por el equipo"
        dias = self.tarea.dias_antes
        if dias is None:
            return "Sin fecha ni días anotados"
        cuenta = _dias_en_palabras(dias)
        return cuenta if self.vence else f"{cuenta}, que aún no tiene fecha"


def _dias_en_palabras(dias: int) -> str:
    if dias == 0:
        return "El día de la actividad"
    unidad = "día" if abs(dias) == 1 else "días"
    return f"{abs(dias)} {unidad} {'antes' if dias > 0 else 'después'} de la actividad"


def anclas_de(cuentas: Sequence[CuentaPublica]) -> dict[int, Anclas]:
    """The days from which each account's tasks are counted: three statements for any number.

    Those of the activities that stand, or else of those that are only planned; without any, the
    day held elsewhere, or the window of an account that is only virtual.
    """
    ids = [cuenta.pk for cuenta in cuentas]
    firme = ~Q(estado=Actividad.Estado.BORRADOR)
    filas = (
        Actividad.objects.filter(cuenta__in=ids, fecha__isnull=False)
        .filter(estado__in=(Actividad.Estado.BORRADOR, *VIGENTES))
        .exclude(tipo=Actividad.Tipo.AUTOCONVOCADA)
        .order_by()
        .values_list("cuenta")
        .annotate(
            primera=Min("fecha", filter=firme),
            ultima=Max("fecha", filter=firme),
            planeada=Min("fecha"),
            final=Max("fecha"),
        )
    )
    anclas = {
        pk: Anclas(primera or planeada, ultima or final)
        for pk, primera, ultima, planeada, final in filas
    }
    procesos = {p.cuenta_id: p for p in ProcesoVirtual.objects.filter(cuenta__in=ids)}
    previos = hechos_previos_de(cuentas)
    return {
        c.pk: anclas.get(c.pk)
        or _sin_actividad(c, procesos.get(c.pk), previos[c.pk].get("jornada"))
        for c in cuentas
    }


def _sin_actividad(
    cuenta: CuentaPublica, proceso: ProcesoVirtual | None, jornada: HechoPrevio | None
) -> Anclas:
    if jornada is not None:
        return Anclas(jornada.fecha, jornada.fecha)
    if cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL and proceso is not None:
        return Anclas(proceso.inicio, proceso.termino)
    return Anclas()


def tareas_con_fecha(cuenta: CuentaPublica, hoy: date) -> list[TareaConFecha]:
    """Every task of the account: what is late first, what is done last."""
    anclas = anclas_de([cuenta])[cuenta.pk]
    filas = Tarea.objects.filter(cuenta=cuenta).select_related("responsable", "hecha_por")
    todas = [TareaConFecha(t, t.vence_el(anclas.de(t)), hoy) for t in filas]
    tramos = list(Tramo)
    return sorted(
        todas,
        key=lambda t: (tramos.index(t.tramo), t.vence or date.max, t.tarea.orden, t.tarea.pk),
    )


def con_texto(tareas: Iterable[TareaConFecha], texto: str) -> list[TareaConFecha]:
    """Those whose name, or whose owner's, has the text, whatever its case or accents."""
    buscado = plegar(texto)
    return [
        t
        for t in tareas
        if buscado in plegar(t.tarea.nombre)
        or (t.tarea.responsable and buscado in plegar(t.tarea.responsable.nombre))
    ]
