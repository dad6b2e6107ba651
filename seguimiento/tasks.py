"""Work for later: keeping the projections true, and reminding of what is due."""

from celery import shared_task

from comun import reloj
from seguimiento.services import recordar_plazos, repasar


@shared_task(name="seguimiento.recordar_plazos")
def recordar() -> None:
    recordar_plazos()


@shared_task(name="seguimiento.poner_al_dia")
def proyectar() -> None:
    repasar(ahora=reloj.ahora())
