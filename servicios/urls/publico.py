"""Public addresses of `servicios`."""

from django.urls import path

from servicios.views import publico

app_name = "servicios"

urlpatterns = [
    path("privacidad/<slug:servicio>/", publico.privacidad, name="privacidad"),
    path("accesibilidad/", publico.accesibilidad, name="accesibilidad"),
]
