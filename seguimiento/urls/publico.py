"""Public addresses of `seguimiento`."""

from django.urls import include, path

from seguimiento.api.rutas import rutas
from seguimiento.views import (
    avisos,
    buscadores,
    calculo,
    calendario,
    datos,
    fuentes,
    oembed,
    publico,
)

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
    path("cuentas/<slug:servicio>/<int:anio>/seguir/", avisos.seguir, name="seguir"),
    path(
        "cuentas/<slug:servicio>/<int:anio>/seguir/pedido/",
        avisos.seguir_pedido,
        name="seguir_pedido",
    ),
    path("seguir/<str:clave>/", avisos.avisos, name="avisos"),
    path("cuentas/<slug:servicio>/cuentas.atom", fuentes.cuentas, name="atom_cuentas"),
    path(
        "cuentas/<slug:servicio>/<int:anio>/actividades.atom",
        fuentes.actividades,
        name="atom_actividades",
    ),
    path(
        "cuentas/<slug:servicio>/<int:anio>/respuestas.atom",
        fuentes.respuestas,
        name="atom_respuestas",
    ),
    path("oembed", oembed.oembed, name="oembed"),
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
