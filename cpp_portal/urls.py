"""All addresses: the public ones at the root, the daily work under /gestion/."""

from importlib import import_module
from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from cpp_portal import views

APPS = (
    "servicios",
    "correos",
    "cuentas",
    "convocatorias",
    "talleres",
    "jornadas",
    "respuestas",
    "seguimiento",
    "privacidad",
)


def _de_las_apps(lado: str, prefijo: str) -> list[URLPattern | URLResolver]:
    """The urls of each app for one side (`publico` or `gestion`), where it has them."""
    modulos = [f"{app}.urls.{lado}" for app in APPS if find_spec(f"{app}.urls")]
    return [path(prefijo, include(import_module(m))) for m in modulos if find_spec(m)]


urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("listo", views.listo, name="listo"),
    path("tema/", views.tema, name="tema"),
    path("acceso/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    *_de_las_apps("publico", ""),
    *_de_las_apps("gestion", "gestion/"),
]

handler400 = "cpp_portal.errores.no_se_entiende"
handler404 = "cpp_portal.errores.no_existe"
handler500 = "cpp_portal.errores.fallo"
