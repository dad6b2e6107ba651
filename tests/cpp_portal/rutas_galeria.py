"""Routes of the browser tests of the components: the gallery and a receipt that forgets a draft."""

from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_POST

from comun.templatetags.galeria import FormularioMuestra
from cpp_portal import views
from servicios.acceso import publica

ENVIOS: list[str] = []

FORMULARIO = """{% extends "base_publica.html" %}
{% block contenido %}<h1>Prueba</h1>
{% include "components/formulario.html" with boton="Enviar" borrador="prueba" accion="/enviar/" %}
{% endblock %}"""
RECIBO = """{% extends "base_publica.html" %}
{% block contenido %}<h1 data-borrador-enviado="prueba">Recibido</h1>{% endblock %}"""


def _dibujar(request: HttpRequest, texto: str, **contexto: object) -> HttpResponse:
    from django.template import engines

    return HttpResponse(engines["django"].from_string(texto).render(contexto, request))


@publica
def galeria(request: HttpRequest) -> HttpResponse:
    return render(request, "components/galeria.html")


@publica
def formulario(request: HttpRequest) -> HttpResponse:
    form = FormularioMuestra(request.GET or None)
    return _dibujar(request, FORMULARIO, form=form)


@publica
@require_POST
def enviar(request: HttpRequest) -> HttpResponse:
    import time

    ENVIOS.append(request.POST.get("mensaje", ""))
    time.sleep(0.5)
    return _dibujar(request, RECIBO)


urlpatterns = [
    path("galeria/", galeria),
    path("formulario/", formulario),
    path("enviar/", enviar),
    path("tema/", views.tema, name="tema"),
    path("acceso/", include("allauth.urls")),
    *staticfiles_urlpatterns(),
]
