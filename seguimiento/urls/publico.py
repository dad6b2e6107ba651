"""Public addresses of `seguimiento`."""

from django.urls import path

from seguimiento.views import buscadores, calculo, calendario, publico

app_name = "seguimiento"

urlpatterns = [
    path("", publico.portada, name="portada"),
    path("cuentas/<slug:servicio>/<int:anio>/", publico.cuenta, name="cuenta"),
    path("cuentas/<slug:servicio>/<int:anio>/plazos/", calculo.plazos_publicos, name="plazos"),
    path(
        "cuentas/<slug:servicio>/<int:anio>/plazos/<slug:clave>/",
        calculo.plazo_publico,
        name="plazo",
    ),
    path(
        "cuentas/<slug:servicio>/<int:anio>/tarjeta.png", buscadores.tarjeta_cuenta, name="tarjeta"
    ),
    path("robots.txt", buscadores.robots, name="robots"),
    path("sitemap.xml", buscadores.sitemap, name="sitemap"),
    path("tarjeta.png", buscadores.tarjeta_portal, name="tarjeta_portal"),
    path("calendario/<str:clave>.ics", calendario.fuente, name="fuente"),
]
