"""Staff addresses of `servicios`."""

from django.urls import path

from servicios.views import gestion, sitios

app_name = "servicios_gestion"

urlpatterns = [
    path("servicios/<slug:servicio>/equipo/", gestion.equipo, name="equipo"),
    path(
        "servicios/<slug:servicio>/equipo/<int:membresia>/retirar/",
        gestion.retirar,
        name="retirar",
    ),
    path("servicios/<slug:servicio>/bitacora/", gestion.bitacora, name="bitacora"),
    path("servicios/<slug:servicio>/sitios/", sitios.sitios, name="sitios"),
    path(
        "servicios/<slug:servicio>/sitios/<int:sitio>/retirar/",
        sitios.retirar,
        name="retirar_sitio",
    ),
    path(
        "servicios/<slug:servicio>/sitios/<int:sitio>/devolver/",
        sitios.devolver,
        name="devolver_sitio",
    ),
    path("componentes/", gestion.componentes, name="componentes"),
]
