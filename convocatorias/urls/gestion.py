"""Staff addresses of the directory, the activities, the calls and the virtual window."""

from django.urls import path

from convocatorias.views import (
    actividades,
    convocatoria,
    directorio,
    plazos,
    programada,
    virtual,
)

app_name = "convocatorias_gestion"

CUENTA = "cuentas/<slug:servicio>/<int:anio>/"
DIRECTORIO = f"{CUENTA}directorio/"
ACTIVIDAD = f"{CUENTA}actividades/<slug:slug>/"
CONVOCATORIA = f"{ACTIVIDAD}convocatoria/"
VIRTUAL = f"{CUENTA}participacion-virtual/"

urlpatterns = [
    path(DIRECTORIO, directorio.directorio, name="directorio"),
    path(f"{DIRECTORIO}cargar/", directorio.cargar, name="cargar_directorio"),
    path(f"{DIRECTORIO}plantilla.<slug:formato>", directorio.plantilla, name="plantilla"),
    path(f"{DIRECTORIO}directorio.<slug:formato>", directorio.exportar, name="exportar"),
    path(f"{DIRECTORIO}nueva/", directorio.organizacion_nueva, name="organizacion_nueva"),
    path(f"{DIRECTORIO}<int:pk>/", directorio.organizacion, name="organizacion"),
    path(f"{DIRECTORIO}<int:pk>/contactos/nuevo/", directorio.contacto, name="contacto_nuevo"),
    path(f"{DIRECTORIO}<int:pk>/contactos/<int:contacto>/", directorio.contacto, name="contacto"),
    path(
        f"{DIRECTORIO}<int:pk>/contactos/<int:contacto>/quitar/",
        directorio.quitar_contacto,
        name="quitar_contacto",
    ),
    path(f"{CUENTA}configurar/plazos/", plazos.plazos, name="plazos"),
    path(f"{CUENTA}actividades/", actividades.actividades, name="actividades"),
    path(f"{CUENTA}actividades/nueva/", actividades.nueva, name="actividad_nueva"),
    path(ACTIVIDAD, actividades.actividad, name="actividad"),
    path(f"{ACTIVIDAD}editar/", actividades.editar, name="editar_actividad"),
    path(f"{ACTIVIDAD}programar/", actividades.programar, name="programar"),
    path(f"{ACTIVIDAD}mover/", actividades.mover, name="mover"),
    path(f"{ACTIVIDAD}avisar/", actividades.avisar, name="avisar"),
    path(f"{ACTIVIDAD}suspender/", actividades.suspender, name="suspender"),
    path(f"{ACTIVIDAD}anular/", actividades.anular, name="anular"),
    path(CONVOCATORIA, convocatoria.convocatoria, name="convocatoria"),
    path(f"{CONVOCATORIA}preparar/", convocatoria.preparar, name="preparar"),
    path(f"{CONVOCATORIA}enviar/", convocatoria.enviar, name="enviar"),
    path(f"{CONVOCATORIA}programar-envio/", programada.programar_envio, name="programar_envio"),
    path(
        f"{CONVOCATORIA}desprogramar-envio/",
        programada.desprogramar_envio,
        name="desprogramar_envio",
    ),
    path(f"{CONVOCATORIA}enviar-ahora/", programada.enviar_ahora, name="enviar_ahora"),
    path(f"{CONVOCATORIA}descartar/", convocatoria.descartar, name="descartar"),
    path(f"{CONVOCATORIA}muestra/", convocatoria.muestra, name="muestra"),
    path(f"{CONVOCATORIA}tardanza/", convocatoria.tardanza, name="tardanza"),
    path(f"{CONVOCATORIA}<int:pk>/", convocatoria.convocatoria, name="convocatoria_enviada"),
    path(VIRTUAL, virtual.proceso_virtual, name="proceso_virtual"),
    path(f"{VIRTUAL}publicar/", virtual.publicar, name="publicar_proceso"),
    path(f"{VIRTUAL}ampliar/", virtual.ampliar, name="ampliar"),
    path(f"{VIRTUAL}banner/", virtual.banner, name="banner"),
]
