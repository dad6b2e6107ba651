"""Addresses of the sending console."""

from django.urls import path

from correos.views import correo, gestion, tanda

app_name = "correos_gestion"

urlpatterns = [
    path("correos/", gestion.correos, name="correos"),
    path("correos/buscar/", gestion.buscar, name="buscar"),
    path("correos/descargar/", gestion.descargar, name="descargar"),
    path("correos/marcados/", tanda.marcados, name="marcados"),
    path("correos/envios/", gestion.envios, name="envios"),
    path(
        "correos/envios/<slug:servicio>/reintentar/",
        tanda.reintentar_envio,
        name="reintentar_envio",
    ),
    path("correos/envios/<slug:servicio>/detener/", tanda.detener_envio, name="detener_envio"),
    path("correos/<int:pk>/", correo.correo, name="correo"),
    path("correos/<int:pk>/html/", correo.correo_html, name="correo_html"),
    path("correos/<int:pk>/reintentar/", correo.reintentar, name="reintentar"),
    path("correos/<int:pk>/anular/", correo.anular, name="anular"),
    path("correos/<int:pk>/dar-por-avisado/", correo.dar_por_avisado, name="dar_por_avisado"),
    path("correos/<int:pk>/dar-por-enviado/", correo.dar_por_enviado, name="dar_por_enviado"),
]
