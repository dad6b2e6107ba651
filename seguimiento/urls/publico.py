"""Public addresses of `seguimiento`."""

from django.urls import include, path

from seguimiento.api.rutas import rutas
from seguimiento.views import buscadores, calculo, calendario, datos, publico

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
    path("cuentas/<slug:servicio>/<int:anio>/datos/", datos.datos_abiertos, name="datos"),
    path(
        "cuentas/<slug:servicio>/<int:anio>/datos/datapackage.json",
        datos.diccionario,
        name="datos_diccionario",
    ),
    path(
        "cuentas/<slug:servicio>/<int:anio>/datos/dcat.jsonld",
        datos.catalogo,
        name="datos_catalogo",
    ),
    path(
        "cuentas/<slug:servicio>/<int:anio>/datos/<str:nombre>",
        datos.archivo,
        name="datos_archivo",
    ),
    path("api/v1/", datos.api, name="api"),
    path("api/v1/", include((rutas(), "api"))),
    path("robots.txt", buscadores.robots, name="robots"),
    path("sitemap.xml", buscadores.sitemap, name="sitemap"),
    path("tarjeta.png", buscadores.tarjeta_portal, name="tarjeta_portal"),
    path("calendario/<str:clave>.ics", calendario.fuente, name="fuente"),
]
