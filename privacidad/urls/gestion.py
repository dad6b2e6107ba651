"""Staff addresses of `privacidad`."""

from django.urls import path

from privacidad.views import gestion, retencion

app_name = "privacidad_gestion"

DERECHOS = "servicios/<slug:servicio>/derechos/"
CASO = f"{DERECHOS}<int:pk>/"

urlpatterns = [
    path(DERECHOS, gestion.tablero, name="tablero"),
    path(f"{DERECHOS}ingresar/", gestion.ingresar, name="ingresar"),
    path(CASO, gestion.caso, name="caso"),
    path(f"{CASO}cerrar/", gestion.cerrar, name="cerrar"),
    path(f"{CASO}copia/", gestion.copia, name="copia"),
    path(f"{CASO}decidir/", gestion.decidir, name="decidir"),
    path(f"{CASO}levantar/", gestion.levantar, name="levantar"),
    path(f"{CASO}prorrogar/", gestion.prorrogar, name="prorrogar"),
    path(f"{CASO}verificar/", gestion.verificar, name="verificar"),
    path("servicios/<slug:servicio>/retencion/", retencion.retencion, name="retencion"),
]
