"""Settings of the tests: the portal's own, with cheap passwords and no manifest."""

import os
import re
import tempfile

os.environ.setdefault("CPP_DEMO", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Each process of the suite has its own queue: the worker that one test starts must not take the
# wake of another, which would then wait for a sweep that nobody runs.
if (_obrero := os.environ.get("PYTEST_XDIST_WORKER", "")) and "CELERY_BROKER_URL" in os.environ:
    os.environ["CELERY_BROKER_URL"] = re.sub(
        r"/\d+$", f"/{2 + int(_obrero[2:])}", os.environ["CELERY_BROKER_URL"]
    )

from cpp_portal.settings import *  # noqa: F403
from cpp_portal.settings import DATABASES, STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]

_TEMPORAL = tempfile.mkdtemp(prefix="cpp-")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the browser's server and the worker are other threads and processes.
    DATABASES["default"]["TEST"] = {"NAME": f"{_TEMPORAL}/prueba.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )

CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}


class NoDefinida(str):
    """An undefined variable that is printed fails the test."""

    def __contains__(self, texto: object) -> bool:
        return texto == "%s"

    def __mod__(self, nombre: object) -> str:
        raise ValueError(f"Undefined template variable: {nombre}")


if os.environ.get("CPP_PLANTILLAS_ESTRICTAS", "") == "1":
    TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = NoDefinida()
