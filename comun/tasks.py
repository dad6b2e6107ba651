"""Work that the beat orders: no argument, safe to run twice."""

from celery import shared_task

from comun import baldes, bitacora


@shared_task(name="comun.sellar_bitacora")
def sellar_bitacora() -> None:
    bitacora.sellar()


@shared_task(name="comun.vaciar_baldes")
def vaciar_baldes() -> None:
    baldes.vaciar()
