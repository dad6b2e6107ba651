"""Work for later: keeping the projections true, reminding of what is due, telling what is new."""

from celery import shared_task

from comun import reloj
from seguimiento.services import avisar_novedades, recordar_plazos, repasar


@shared_task(name="seguimiento.recordar_plazos")
def recordar() -> None:
    recordar_plazos()


@shared_task(name="seguimiento.poner_al_dia")
def proyectar() -> None:
    repasar(ahora=reloj.ahora())


@shared_task(name="seguimiento.avisar_novedades")
def avisar() -> None:
    avisar_novedades()
