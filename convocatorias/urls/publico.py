"""Public addresses of the activities, the banner and the invitations."""

from django.urls import path

from convocatorias.views import invitado, publico

app_name = "convocatorias"

CUENTA = "cuentas/<slug:servicio>/<int:anio>/"

urlpatterns = [
    path(f"{CUENTA}jornadas/<slug:slug>/", publico.actividad, name="actividad"),
    path(f"{CUENTA}jornadas/<slug:slug>/inscripcion/", publico.inscrito, name="inscrito"),
    path(f"{CUENTA}jornadas/<slug:slug>.ics", publico.actividad_ics, name="actividad_ics"),
    path(f"{CUENTA}banner.svg", publico.banner_svg, name="banner_svg"),
    path("invitacion/<str:clave>/", invitado.invitacion, name="invitacion"),
    path("invitacion/<str:clave>/actividad.ics", invitado.invitacion_ics, name="invitacion_ics"),
]
