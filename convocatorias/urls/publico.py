"""Public addresses of the activities and the invitations."""

from django.urls import path

from convocatorias.emails import CLAVE_DE_MUESTRA
from convocatorias.views import encuesta_publica, invitado, muestra, publico

app_name = "convocatorias"

CUENTA = "cuentas/<slug:servicio>/<int:anio>/"

urlpatterns = [
    path(f"{CUENTA}jornadas/<slug:slug>/", publico.actividad, name="actividad"),
    path(f"{CUENTA}jornadas/<slug:slug>/inscripcion/", publico.inscrito, name="inscrito"),
    path(f"{CUENTA}jornadas/<slug:slug>.ics", publico.actividad_ics, name="actividad_ics"),
    path(f"invitacion/{CLAVE_DE_MUESTRA}/", muestra.invitacion_de_muestra, name="muestra"),
    path("invitacion/<str:clave>/", invitado.invitacion, name="invitacion"),
    path("invitacion/<str:clave>/apoyos/", invitado.retirar_apoyos, name="retirar_apoyos"),
    path("invitacion/<str:clave>/encuesta/", encuesta_publica.encuesta, name="encuesta"),
    path(
        "invitacion/<str:clave>/encuesta/gracias/",
        encuesta_publica.gracias,
        name="encuesta_gracias",
    ),
    path("invitacion/<str:clave>/actividad.ics", invitado.invitacion_ics, name="invitacion_ics"),
]
