"""Work for later: the acknowledgements that wait to leave together."""

from celery import shared_task

from respuestas import services


@shared_task(name="respuestas.reunir_acuses")
def reunir_acuses() -> None:
    services.reunir_acuses()
