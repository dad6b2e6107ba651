"""The address behind `List-Unsubscribe`: to receive no more of what may be refused."""

from django.urls import path

from correos.views import publico

app_name = "correos"

urlpatterns = [path("correos/baja/<str:clave>/", publico.baja, name="baja")]
