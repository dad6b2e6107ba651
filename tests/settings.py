"""Settings of the tests: the portal's own, with cheap passwords and no manifest."""

import os
import re
import tempfile

os.environ.setdefault("CPP_DEMO", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Each process of the suite has its own queue and its own counters: the worker that one test starts
# must not take the wake of another, which would then wait for a sweep that nobody runs, and
# sign-ins that fail on purpose must not shut the door to the person of another test.
if _obrero := os.environ.get("PYTEST_XDIST_WORKER", ""):
    for _variable, _primera in (("CELERY_BROKER_URL", 2), ("REDIS_URL", 8)):
        if _variable in os.environ:
            _base = f"/{_primera + int(_obrero[2:])}"
            os.environ[_variable] = re.sub(r"/\d+$", _base, os.environ[_variable])

from cpp_portal.settings import *  # noqa: F403
from cpp_portal.settings import CACHES, DATABASES, STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests write rows behind the back of the use cases; those of the kept pages turn them on.
CACHES = {**CACHES, "paginas": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]

# Named by whoever runs one module after another with --reuse-db; otherwise new each time.
_TEMPORAL = os.environ.get("CPP_PRUEBAS_EN") or tempfile.mkdtemp(prefix="cpp-")
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
