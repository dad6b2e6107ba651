"""Settings, from the environment. Every variable is in `.env.example`.

Outside the demo an unsafe or missing value stops the start with a sentence that says what to
set.
"""

import base64
import binascii
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

CPP_DEMO = env.bool("CPP_DEMO", default=False)
DEBUG = env.bool("DJANGO_DEBUG", default=False)


def _obligatorio(nombre: str, para_que: str, demo: str) -> str:
    valor = env.str(nombre, default="")
    if valor:
        return valor
    if CPP_DEMO:
        return demo
    raise ImproperlyConfigured(f"Set {nombre}: {para_que}. See .env.example.")


_DEMO_KEY = "demo-only-not-a-secret-0123456789-0123456789-0123456789"
_DEMO_FIELD_KEY = "ZGVtby1vbmx5LW5vdC1hLXNlY3JldC0wMTIzNDU2Nzg="

SECRET_KEY = _obligatorio(
    "DJANGO_SECRET_KEY", "a random string of 50 characters or more", _DEMO_KEY
)
if not CPP_DEMO and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("DJANGO_SECRET_KEY is too short: set 50 random characters or more.")
#: Former keys: what they signed (sessions, links to unsubscribe, bounces) is still recognised.
SECRET_KEY_FALLBACKS = env.list("DJANGO_SECRET_KEY_FALLBACKS", default=[])
#: Keys of the encrypted fields: the first one encrypts, all of them decrypt (rotation).
FIELD_KEYS = [
    clave.strip()
    for clave in _obligatorio(
        "DJANGO_FIELD_KEYS", "one or more base64 keys of 32 bytes, comma-separated", _DEMO_FIELD_KEY
    ).split(",")
]
#: Root of the keyed hashes of documents: if it changed, no stored hash would match again.
HMAC_KEY = _obligatorio("DJANGO_HMAC_KEY", "a random string that never changes", _DEMO_KEY)
if not CPP_DEMO and len(HMAC_KEY) < 32:
    raise ImproperlyConfigured("DJANGO_HMAC_KEY is too short: set 32 random characters or more.")
if not CPP_DEMO and (_DEMO_KEY in (SECRET_KEY, HMAC_KEY) or _DEMO_FIELD_KEY in FIELD_KEYS):
    raise ImproperlyConfigured(
        "DJANGO_SECRET_KEY, DJANGO_FIELD_KEYS or DJANGO_HMAC_KEY is the demo's, which is public: "
        "set one of your own."
    )


def _de_32_bytes(clave: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(clave)) == 32
    except (binascii.Error, ValueError):
        return False


if not all(map(_de_32_bytes, FIELD_KEYS)):
    raise ImproperlyConfigured("DJANGO_FIELD_KEYS: each key is 32 bytes in urlsafe base64.")

BASE_URL = _obligatorio(
    "BASE_URL", "the public address, https://…", "http://127.0.0.1:8000"
).rstrip("/")
ALLOWED_HOSTS = env.list(
    "DJANGO_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"] if CPP_DEMO else []
)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set DJANGO_ALLOWED_HOSTS: the host names, comma-separated.")
if not CPP_DEMO and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("DJANGO_ALLOWED_HOSTS: name the hosts; * lets anybody name one.")
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])
if not CPP_DEMO and not all(origen.startswith("https://") for origen in CSRF_TRUSTED_ORIGINS):
    raise ImproperlyConfigured("DJANGO_CSRF_TRUSTED_ORIGINS: every origin begins with https://.")
if DEBUG and not CPP_DEMO:
    raise ImproperlyConfigured("DJANGO_DEBUG is only for the demo (CPP_DEMO=1): unset it.")

INSTALLED_APPS = [
    "cpp_portal.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "crispy_forms",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_scopes",
    "csp",
    "comun",
    "servicios",
    "correos",
    "cuentas",
    "convocatorias",
    "talleres",
    "jornadas",
    "respuestas",
    "seguimiento",
    "privacidad",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before what refuses: who may frame a page is said of every one.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cpp_portal.middleware.sin_galletas",
    "cpp_portal.middleware.con_medida",
    "cpp_portal.middleware.en_utf8",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "servicios.middleware.AlcanceMiddleware",
]

ROOT_URLCONF = "cpp_portal.urls"
WSGI_APPLICATION = "cpp_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cpp_portal.context.portal",
            ],
            "builtins": ["django.templatetags.static", "comun.templatetags.cpp"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")
CRISPY_ALLOWED_TEMPLATE_PACKS = ("cpp",)
CRISPY_TEMPLATE_PACK = "cpp"

# ── Database ──
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'cpp.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# ── People ──
AUTH_USER_MODEL = "servicios.Usuario"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "seguimiento_gestion:inicio"
LOGOUT_REDIRECT_URL = "seguimiento:portada"
ACCOUNT_ADAPTER = "correos.adapter.CuentaAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# One failed login in the demo must not lock out the next person of the same table.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "5/m/ip,3/h/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
ACCOUNT_FORMS = {
    "login": "cpp_portal.forms.IngresoForm",
    "reset_password": "cpp_portal.forms.RecuperarForm",
    "reset_password_from_key": "cpp_portal.forms.ClaveNuevaForm",
    "change_password": "cpp_portal.forms.CambiarClaveForm",
    "reauthenticate": "cpp_portal.forms.ConfirmarForm",
}
MFA_FORMS = {
    "authenticate": "cpp_portal.forms.CodigoForm",
    "reauthenticate": "cpp_portal.forms.ConfirmarCodigoForm",
    "activate_totp": "cpp_portal.forms.ActivarCodigoForm",
}
MFA_TOTP_ISSUER = "Cuenta Pública Participativa"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# ── Transport ──
_HTTPS = BASE_URL.startswith("https://")
if not _HTTPS and not CPP_DEMO:
    raise ImproperlyConfigured("BASE_URL must begin with https:// outside the demo.")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_NAME = "__Host-sesion" if _HTTPS else "sesion"
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = env.bool("DJANGO_SSL_REDIRECT", default=_HTTPS)
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
DETRAS_DE_PROXY = env.bool("DJANGO_BEHIND_PROXY", default=False)
if DETRAS_DE_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Failed sign-ins are counted by the address that our proxy saw, the last of the list;
    # without it all the country would share the proxy's, and ten guesses would shut the door.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# ── Language and time ──
LANGUAGE_CODE = "es-cl"
TIME_ZONE = "America/Santiago"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["cpp_portal.formats"]
# Off: it would write the year "2.026" and ids "1.204" in attributes. Use the filter `miles`.
USE_THOUSAND_SEPARATOR = False

# ── Files ──
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
WHITENOISE_AUTOREFRESH = DEBUG

# ── Cache: counters; and, in each process, the public pages of the last minute ──
REDIS_URL = env.str("REDIS_URL", default="")
_REDIS_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 2, "retry_on_timeout": False}
CACHES = {
    "default": {
        "BACKEND": "cpp_portal.cache.CacheTolerante",
        "LOCATION": REDIS_URL,
        "OPTIONS": _REDIS_OPTIONS,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "cpp"},
    # Its own, so that pages push no counter out; in memory, so that no page waits for Redis.
    "paginas": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "paginas",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# ── Mail ──
EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://127.0.0.1:8025" if CPP_DEMO else "smtp://")
if not CPP_DEMO and not env.str("EMAIL_URL", default=""):
    raise ImproperlyConfigured("Set EMAIL_URL: smtp+tls://user:password@host:587.")
vars().update(EMAIL_CONFIG)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=90)
if EMAIL_TIMEOUT < 60:  # RFC 1047: hanging up on a slow server is how people get two copies
    raise ImproperlyConfigured("EMAIL_TIMEOUT is too short: a mail server may think for 60 s.")
DEFAULT_FROM_EMAIL = _obligatorio(
    "DEFAULT_FROM_EMAIL", "the sender of the portal's mails", "Cuenta Pública <cuentas@cpp.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
#: What comes back goes here, with a token of the mail after a "+"; empty: the sender's address.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
#: Who is asked whether a domain lets the portal send from it; empty: the system's own servers.
DNS_SERVERS = env.list("DNS_SERVERS", default=[])
#: Whether the portal may read other sites: each day, the pages that carry a banner. Not the demo's.
SALIDA_A_INTERNET = env.bool("SALIDA_A_INTERNET", default=not CPP_DEMO)
#: Days that the words of a settled mail are kept. The demo's clock runs: there they stay.
CORREOS_RETENCION_DIAS = env.int("CORREOS_RETENCION_DIAS", default=3650 if CPP_DEMO else 60)

#: Seconds without a sign of whoever sends, with mails due, before the watchdog calls it stuck.
VIGIA_SILENCIO = env.int("VIGIA_SILENCIO", default=max(300, 3 * EMAIL_TIMEOUT))

# ── Queue ──
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_ACCEPT_CONTENT = ["json"]
if CELERY_BROKER_URL.startswith("filesystem"):
    _COLA = VAR_DIR / "cola"
    _CONTROL = VAR_DIR / "cola-control"
    for _carpeta in (_COLA, _CONTROL):
        _carpeta.mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_COLA),
        "data_folder_out": str(_COLA),
        "control_folder": str(_CONTROL),
        "polling_interval": 0.1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,
        "socket_keepalive": True,
        "health_check_interval": 15,
        **_REDIS_OPTIONS,
    }

# ── Log: ids and routes, never what people wrote ──
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"linea": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"sin_claves": {"()": "cpp_portal.registro.SinClaves"}},
    "handlers": {
        "consola": {
            "class": "logging.StreamHandler",
            "formatter": "linea",
            "filters": ["sin_claves"],
        }
    },
    "root": {"handlers": ["consola"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        # What is wrong with a PDF is told to whoever hands it in.
        "pikepdf": {"level": "CRITICAL"},
        # In its details it writes what a photograph says of itself.
        "PIL": {"level": "INFO"},
    },
}

# ── Errors elsewhere, if asked for; never with what people wrote ──
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    try:
        import sentry_sdk
    except ImportError as error:
        raise ImproperlyConfigured("SENTRY_DSN is set: install sentry-sdk, or unset it.") from error
    from cpp_portal.registro import informe_sin_claves

    sentry_sdk.init(
        SENTRY_DSN,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        before_send=informe_sin_claves,
    )
