"""The sender's wake-up calls, and the purge: no argument, safe to run twice."""

from celery import shared_task

from correos import services


@shared_task(name="correos.entregar")
def entregar() -> None:
    """Deliver what is due."""
    services.vaciar()


@shared_task(name="correos.revisar")
def revisar() -> None:
    """The round that the beat orders: it proves that beat and worker are alive."""
    services.marcar(services.AGENDA)
    services.vaciar()


@shared_task(name="correos.purgar")
def purgar() -> None:
    services.purgar()
