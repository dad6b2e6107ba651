"""Celery: it only wakes work that the database already holds. The schedule stands here."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpp_portal.settings")

app = Celery("cpp_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Sends what a broker outage left behind; it asks the outbox, not the queue.
    "entregar-pendientes": {"task": "correos.revisar", "schedule": 60.0},
    # The hour is a column: a late beat sends late if the rules still let it.
    "enviar-programadas": {"task": "convocatorias.enviar_programadas", "schedule": 60.0},
    # Each mail knows from what day its words go: an hour without beat loses no purge.
    "purgar-correos": {"task": "correos.purgar", "schedule": crontab(minute=17)},
    # Who writes the bitácora does not wait for its chain: each round seals what is committed.
    "sellar-bitacora": {"task": "comun.sellar_bitacora", "schedule": 60.0},
    # Who opens a board makes its own projection true; this finds what changed by itself.
    "poner-al-dia": {"task": "seguimiento.poner_al_dia", "schedule": 300.0},
    # Due dates are rows: a late beat sends late, never twice, never nothing.
    "recordar-plazos": {"task": "seguimiento.recordar_plazos", "schedule": crontab(minute="*/15")},
}
