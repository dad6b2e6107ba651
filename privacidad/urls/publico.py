"""Public addresses of `privacidad`."""

from django.urls import path

from privacidad.views import publico

app_name = "privacidad"

urlpatterns = [
    path("accesibilidad/", publico.accesibilidad, name="accesibilidad"),
    path("privacidad/consulta/<str:clave>/", publico.desde_consulta, name="desde_consulta"),
    path("privacidad/solicitud/<str:clave>/", publico.solicitud, name="solicitud"),
    path("privacidad/<slug:servicio>/", publico.politica, name="politica"),
    path("privacidad/<slug:servicio>/solicitar/", publico.solicitar, name="solicitar"),
]
