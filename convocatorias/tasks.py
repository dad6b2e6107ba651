"""Work for later: each minute the beat asks which calls have come to their hour."""

from celery import shared_task

from convocatorias import services


@shared_task(name="convocatorias.enviar_programadas")
def enviar_programadas() -> None:
    services.enviar_programadas()
