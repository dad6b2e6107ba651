"""The meetings with an organiser of their own."""

from datetime import date

from convocatorias.models import Actividad, Encuentro
from convocatorias.selectors.plan import proceso_de


def encuentro_de(actividad: Actividad) -> Encuentro | None:
    """Who organises or asked for an activity, if somebody noted it."""
    fila = Encuentro.objects.filter(actividad=actividad).select_related("organizacion").first()
    if fila is not None:
        fila.actividad = actividad
    return fila


def cierre_de_aportes(encuentro: Encuentro) -> date | None:
    """The last day on which its contributions come in: its own, or that of the window."""
    if encuentro.cierra:
        return encuentro.cierra
    proceso = proceso_de(encuentro.actividad.cuenta)
    return encuentro.ultimo_dia(proceso.termino if proceso else None)
