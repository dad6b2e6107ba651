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
    # Wakes the sheets that a broker outage or a dead worker left, and erases the forgotten ones.
    "retomar-importaciones": {"task": "convocatorias.retomar_importaciones", "schedule": 60.0},
    # Who has not answered, and who comes tomorrow: what was told is a row, so never twice.
    "recordar-asistencia": {
        "task": "convocatorias.recordar_asistencia",
        "schedule": crontab(minute="*/15"),
    },
    # A page is looked at once a day; each round finds those that are left, or could not be read.
    "revisar-banners": {"task": "convocatorias.revisar_banners", "schedule": crontab(minute=11)},
    # Further acknowledgements to one address in a day wait, and leave in one mail.
    "reunir-acuses": {"task": "respuestas.reunir_acuses", "schedule": 300.0},
    # Each mail knows from what day its words go: an hour without beat loses no purge.
    "purgar-correos": {"task": "correos.purgar", "schedule": crontab(minute=17)},
    # What people need to take part goes the day after, at the midnight of each comuna.
    "borrar-ajustes": {"task": "convocatorias.borrar_ajustes", "schedule": crontab(minute=43)},
    # A key is kept to be printed in a letter, and nobody prints one after the day.
    "borrar-claves-de-papel": {
        "task": "convocatorias.borrar_claves_de_papel",
        "schedule": crontab(minute=51, hour=5),
    },
    # What is past its term goes; a day without beat is made up for by the next one.
    "retener-datos": {"task": "privacidad.retener", "schedule": crontab(minute=29, hour=4)},
    # Who writes the bitácora does not wait for its chain: each round seals what is committed.
    "sellar-bitacora": {"task": "comun.sellar_bitacora", "schedule": 60.0},
    # A full bucket says nothing of anybody any more.
    "vaciar-baldes": {"task": "comun.vaciar_baldes", "schedule": crontab(minute=29)},
    # Who opens a board makes its own projection true; this finds what changed by itself.
    "poner-al-dia": {"task": "seguimiento.poner_al_dia", "schedule": 300.0},
    # Due dates are rows: a late beat sends late, never twice, never nothing.
    "recordar-plazos": {"task": "seguimiento.recordar_plazos", "schedule": crontab(minute="*/15")},
    # One mail a day to each address; what it was told is a number in its row, so never twice.
    "avisar-novedades": {"task": "seguimiento.avisar_novedades", "schedule": crontab(minute=37)},
    # A request about personal data falls due at midnight: who answers for it is told before.
    "vigilar-derechos": {"task": "privacidad.vigilar_solicitudes", "schedule": crontab(minute=7)},
}
