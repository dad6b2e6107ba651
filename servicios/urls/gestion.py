"""Staff addresses of `servicios`."""

from django.urls import path

from servicios.views import gestion

app_name = "servicios_gestion"

urlpatterns = [
    path("servicios/<slug:servicio>/equipo/", gestion.equipo, name="equipo"),
    path(
        "servicios/<slug:servicio>/equipo/<int:membresia>/retirar/",
        gestion.retirar,
        name="retirar",
    ),
    path("servicios/<slug:servicio>/bitacora/", gestion.bitacora, name="bitacora"),
    path("componentes/", gestion.componentes, name="componentes"),
]
