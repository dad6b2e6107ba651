"""Addresses of the sending console."""

from django.urls import path

from correos.views import gestion

app_name = "correos_gestion"

urlpatterns = [
    path("correos/", gestion.correos, name="correos"),
    path("correos/buscar/", gestion.buscar, name="buscar"),
    path("correos/<int:pk>/", gestion.correo, name="correo"),
    path("correos/<int:pk>/html/", gestion.correo_html, name="correo_html"),
    path("correos/<int:pk>/reintentar/", gestion.reintentar, name="reintentar"),
    path("correos/<int:pk>/anular/", gestion.anular, name="anular"),
    path("correos/<int:pk>/dar-por-enviado/", gestion.dar_por_enviado, name="dar_por_enviado"),
]
