from django.urls import path

from respuestas.views import publico

app_name = "respuestas"

urlpatterns = [
    path("cuentas/<slug:servicio>/<int:anio>/participar/", publico.participar, name="participar"),
    path("cuentas/<slug:servicio>/<int:anio>/respuestas/", publico.respuestas, name="respuestas"),
    path(
        "cuentas/<slug:servicio>/<int:anio>/respuestas.pdf",
        publico.respuestas_pdf,
        name="respuestas_pdf",
    ),
    path("mi-consulta/<str:clave>/", publico.mi_consulta, name="mi_consulta"),
    path("mi-consulta/<str:clave>/recibido/", publico.recibido, name="recibido"),
]
