"""Public addresses of the base report."""

from django.urls import path

from cuentas.views import publico

app_name = "cuentas"

CUENTA = "cuentas/<slug:servicio>/<int:anio>/"

urlpatterns = [
    path(f"{CUENTA}informe/", publico.informe, name="informe"),
    path(f"{CUENTA}informe.pdf", publico.informe_pdf, name="informe_pdf"),
]
