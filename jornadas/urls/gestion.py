"""Staff addresses of the day. Ids only: a name or a document is never in an address."""

from django.urls import path

from jornadas.views import cierre, gestion, plenario, puerta

app_name = "jornadas_gestion"

DIA = "cuentas/<slug:servicio>/<int:anio>/jornadas/<slug:slug>/"
JORNADA = "jornadas/<int:jornada>/"
PUERTA = "acreditacion/<int:jornada>/"
PLENARIO = "plenario/<int:jornada>/"

urlpatterns = [
    path(DIA, gestion.jornada, name="jornada"),
    path(f"{DIA}preparar/", gestion.preparar, name="preparar"),
    path(f"{JORNADA}abrir/", gestion.abrir, name="abrir"),
    path(f"{JORNADA}cerrar/", cierre.cerrar, name="cerrar"),
    path(f"{JORNADA}exposicion/", cierre.exposicion, name="exposicion"),
    path(f"{JORNADA}exposicion/empezar/", cierre.empezar_exposicion, name="empezar_exposicion"),
    path(f"{JORNADA}exposicion/terminar/", cierre.terminar_exposicion, name="terminar_exposicion"),
    path(f"{JORNADA}exposicion/presentacion/", cierre.presentacion, name="presentacion"),
    path(f"{JORNADA}no-realizada/", gestion.no_realizada, name="no_realizada"),
    path(f"{JORNADA}lista.pdf", gestion.lista_pdf, name="lista_pdf"),
    path(PUERTA, puerta.acreditacion, name="acreditacion"),
    path(f"{PUERTA}nueva/", puerta.nueva, name="nueva"),
    path(f"{PUERTA}persona/<int:pk>/", puerta.persona, name="persona"),
    path(f"{PUERTA}fichas/<int:pk>/", puerta.ficha, name="ficha"),
    path(f"{PUERTA}fichas/<int:pk>/corregir/", puerta.corregir, name="corregir"),
    path(f"{PUERTA}fichas/<int:pk>/taller/", puerta.mover, name="mover"),
    path(f"{PUERTA}fichas/<int:pk>/carpeta/", puerta.carpeta, name="carpeta"),
    path(f"{PUERTA}fichas/<int:pk>/ficha.pdf", puerta.ficha_pdf, name="ficha_pdf"),
    path(PLENARIO, plenario.plenario, name="plenario"),
    path(f"{PLENARIO}preparar/", plenario.preparar, name="preparar_plenario"),
    path(f"{PLENARIO}pantalla/", plenario.pantalla, name="pantalla"),
    path("plenario/turnos/<int:turno>/iniciar/", plenario.iniciar, name="iniciar_turno"),
    path("plenario/turnos/<int:turno>/terminar/", plenario.terminar, name="terminar_turno"),
    path("plenario/turnos/<int:turno>/preguntas/", plenario.preguntar, name="preguntar"),
    path("plenario/preguntas/<int:pregunta>/responder/", plenario.responder, name="responder"),
]
