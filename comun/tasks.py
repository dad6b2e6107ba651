"""Work that the beat orders: no argument, safe to run twice."""

from celery import shared_task

from comun import bitacora


@shared_task(name="comun.sellar_bitacora")
def sellar_bitacora() -> None:
    bitacora.sellar()
