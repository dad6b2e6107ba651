"""Settings of the bench: the portal's own, and beside it the yardsticks' table and tasks."""

import os

from cpp_portal.settings import *  # noqa: F403
from cpp_portal.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bancos.patron"]
if "BANCO_ESTATICOS" in os.environ:
    #: Collected there, as a real site has them: a browser asks for them.
    STATIC_ROOT = os.environ["BANCO_ESTATICOS"]
else:
    #: The names of the static files as they are: nothing has to be collected before.
    STORAGES = {
        **STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
