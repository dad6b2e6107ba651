"""Public addresses of `seguimiento`."""

from django.urls import path

from seguimiento.views import publico

app_name = "seguimiento"

urlpatterns = [
    path("", publico.portada, name="portada"),
    path("cuentas/<slug:servicio>/<int:anio>/", publico.cuenta, name="cuenta"),
]
