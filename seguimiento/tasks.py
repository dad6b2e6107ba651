"""Work for later: the beat asks every quarter of an hour what is due."""

from celery import shared_task

from seguimiento.services import recordar_plazos


@shared_task(name="seguimiento.recordar_plazos")
def recordar() -> None:
    recordar_plazos()
