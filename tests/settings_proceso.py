"""Settings of the processes that a test starts: the test's own database, queue and mail server."""

import os

from cpp_portal.settings import *  # noqa: F403

if carpeta := os.environ.get("CPP_PRUEBA_COLA"):
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": carpeta,
        "data_folder_out": carpeta,
        "control_folder": f"{carpeta}-control",
        "polling_interval": 0.1,
    }
