"""The sender's wake-up call: no argument, safe to run twice."""

from celery import shared_task

from correos import services


@shared_task(name="correos.entregar")
def entregar() -> None:
    """Deliver what is due."""
    services.vaciar()
