"""Staff addresses of `seguimiento`."""

from django.urls import path

from seguimiento.views import gestion

app_name = "seguimiento_gestion"

urlpatterns = [
    path("", gestion.inicio, name="inicio"),
    path("cuentas/<slug:servicio>/<int:anio>/", gestion.tablero, name="tablero"),
]
