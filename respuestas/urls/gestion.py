from django.urls import path

from respuestas.views import (
    adjunto,
    buscar,
    cierre,
    documento,
    encuentros,
    escritorio,
    gestion,
    ingreso,
)

app_name = "respuestas_gestion"

CUENTA = "cuentas/<slug:servicio>/<int:anio>/"
APORTES = f"{CUENTA}actividades/<slug:slug>/aportes/"

urlpatterns = [
    path(f"{CUENTA}consultas/", gestion.consultas, name="consultas"),
    path(f"{CUENTA}consultas/ingresar/", ingreso.ingresar, name="ingresar"),
    path(f"{CUENTA}consultas/buscar/", buscar.buscar, name="buscar"),
    path(f"{CUENTA}consultas/recoger/", gestion.recoger, name="recoger"),
    path(f"{CUENTA}consultas/agrupar/", gestion.agrupar, name="agrupar"),
    path(f"{CUENTA}consultas/<int:numero>/", gestion.consulta, name="consulta"),
    path(f"{CUENTA}consultas/<int:numero>/adjunto/", adjunto.adjunto, name="adjunto"),
    path(f"{CUENTA}consultas/<int:numero>/version-publica/", gestion.redaccion, name="redaccion"),
    path(
        f"{CUENTA}consultas/<int:numero>/original/",
        gestion.quitar_redaccion,
        name="quitar_redaccion",
    ),
    path(
        f"{CUENTA}consultas/<int:numero>/comprobante.pdf",
        ingreso.comprobante,
        name="comprobante",
    ),
    path(f"{CUENTA}consultas/<int:numero>/corregir/", ingreso.corregir, name="corregir"),
    path(f"{CUENTA}consultas/<int:numero>/hoja/", ingreso.hoja, name="hoja"),
    path(
        f"{CUENTA}consultas/<int:numero>/hoja/guardar/",
        ingreso.guardar_hoja,
        name="guardar_hoja",
    ),
    path(f"{CUENTA}hojas/", ingreso.hojas, name="hojas"),
    path(f"{CUENTA}consultas/<int:numero>/derivar/", gestion.derivar, name="derivar"),
    path(f"{CUENTA}consultas/<int:numero>/fuera/", gestion.fuera, name="fuera"),
    path(f"{CUENTA}consultas/<int:numero>/reabrir/", gestion.reabrir, name="reabrir"),
    path(f"{CUENTA}consultas/<int:numero>/sacar/", gestion.sacar, name="sacar"),
    path(APORTES, encuentros.aportes, name="aportes"),
    path(f"{APORTES}ingresar/", encuentros.ingresar, name="aportes_ingresar"),
    path(f"{APORTES}<int:pk>/acta/", encuentros.acta, name="aportes_acta"),
    path(f"{CUENTA}grupos/", gestion.grupos, name="grupos"),
    path(f"{CUENTA}grupos/<int:orden>/", gestion.grupo, name="grupo"),
    path(f"{CUENTA}grupos/<int:orden>/titulo/", gestion.renombrar, name="renombrar_grupo"),
    path(f"{CUENTA}responder/", escritorio.escritorio, name="escritorio"),
    path(f"{CUENTA}responder/<int:numero>/", escritorio.respuesta, name="respuesta"),
    path(f"{CUENTA}responder/<int:numero>/guardar/", escritorio.guardar, name="guardar_respuesta"),
    path(f"{CUENTA}responder/<int:numero>/devolver/", escritorio.devolver, name="devolver"),
    path(f"{CUENTA}responder/<int:numero>/aprobar/", escritorio.aprobar, name="aprobar"),
    path(
        f"{CUENTA}responder/<int:numero>/reabrir/",
        escritorio.reabrir,
        name="reabrir_respuesta",
    ),
    path(f"{CUENTA}responder/<int:numero>/descartar/", escritorio.descartar, name="descartar"),
    path(f"{CUENTA}documento/", documento.documento, name="documento"),
    path(f"{CUENTA}documento/presentacion/", documento.guardar, name="documento_guardar"),
    path(f"{CUENTA}documento/revision/", documento.enviar, name="documento_revision"),
    path(f"{CUENTA}documento/devolver/", documento.devolver, name="documento_devolver"),
    path(f"{CUENTA}documento/publicar/", documento.publicar, name="documento_publicar"),
    path(f"{CUENTA}documento/nueva-version/", documento.reabrir, name="documento_reabrir"),
    path(f"{CUENTA}documento/borrador.pdf", documento.borrador_pdf, name="borrador_pdf"),
    path(f"{CUENTA}cierre/", cierre.cerrar, name="cerrar"),
    path(f"{CUENTA}envios/", documento.envios, name="envios"),
    path(f"{CUENTA}envios/<int:pk>/carta/", documento.carta, name="carta"),
    path(f"{CUENTA}envios/<int:pk>/entregar/", documento.entregar, name="entregar"),
]
