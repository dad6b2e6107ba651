"""Staff addresses of the directory, the activities, the calls and the virtual window."""

from django.urls import path

from convocatorias.views import (
    actividades,
    asistentes,
    banner,
    bloques,
    cambios,
    carga,
    cartas,
    convocatoria,
    destinatarios,
    directorio,
    duplicados,
    encuentro,
    encuesta,
    encuesta_papel,
    enviada,
    filtros,
    invitada,
    organizaciones,
    plazos,
    programada,
    prueba,
    transmisiones,
    virtual,
)

app_name = "convocatorias_gestion"

CUENTA = "cuentas/<slug:servicio>/<int:anio>/"
DIRECTORIO = f"{CUENTA}directorio/"
ORGANIZACION = f"{DIRECTORIO}<int:pk>/"
CARGA = f"{DIRECTORIO}cargar/<int:pk>/"
ACTIVIDAD = f"{CUENTA}actividades/<slug:slug>/"
CONVOCATORIA = f"{ACTIVIDAD}convocatoria/"
ENVIADA = f"{CONVOCATORIA}<int:pk>/"
INVITADA = f"{ENVIADA}invitaciones/<int:invitacion>/"
ENCUESTA = f"{ACTIVIDAD}encuesta/"
VIRTUAL = f"{CUENTA}participacion-virtual/"
BANNER = f"{VIRTUAL}banner/"

urlpatterns = [
    path(DIRECTORIO, directorio.directorio, name="directorio"),
    path(f"{DIRECTORIO}buscar/", directorio.buscar_directorio, name="buscar_directorio"),
    path(f"{DIRECTORIO}filtros/", filtros.filtros_directorio, name="filtros_directorio"),
    path(f"{DIRECTORIO}filtros/guardar/", filtros.guardar_filtro, name="guardar_filtro"),
    path(f"{DIRECTORIO}cargar/", carga.cargar, name="cargar_directorio"),
    path(CARGA, carga.importacion, name="importacion"),
    path(f"{CARGA}columnas/", carga.columnas, name="importacion_columnas"),
    path(f"{CARGA}confirmar/", carga.confirmar, name="importacion_confirmar"),
    path(f"{CARGA}descartar/", carga.descartar, name="importacion_descartar"),
    path(f"{CARGA}resultado.<slug:formato>", carga.resultado, name="importacion_resultado"),
    path(f"{DIRECTORIO}plantilla.<slug:formato>", carga.plantilla, name="plantilla"),
    path(f"{DIRECTORIO}directorio.<slug:formato>", carga.exportar, name="exportar"),
    path(
        f"{DIRECTORIO}filtros/<int:pk>/renombrar/",
        filtros.renombrar_filtro,
        name="renombrar_filtro",
    ),
    path(f"{DIRECTORIO}filtros/<int:pk>/borrar/", filtros.borrar_filtro, name="borrar_filtro"),
    path(f"{DIRECTORIO}bloque/", bloques.bloque, name="bloque"),
    path(f"{DIRECTORIO}cambios/", bloques.cambios_en_bloque, name="cambios_en_bloque"),
    path(f"{DIRECTORIO}cambios/<int:pk>/", bloques.cambio_en_bloque, name="cambio_en_bloque"),
    path(
        f"{DIRECTORIO}cambios/<int:pk>/deshacer/", bloques.deshacer_bloque, name="deshacer_bloque"
    ),
    path(f"{DIRECTORIO}duplicados/", duplicados.duplicados, name="duplicados"),
    path(f"{DIRECTORIO}duplicados/buscar/", duplicados.buscar_duplicados, name="buscar_duplicados"),
    path(
        f"{DIRECTORIO}duplicados/<int:pk>/descartar/",
        duplicados.descartar_duplicado,
        name="descartar_duplicado",
    ),
    path(
        f"{DIRECTORIO}uniones/<int:pk>/deshacer/", duplicados.deshacer_union, name="deshacer_union"
    ),
    path(f"{DIRECTORIO}nueva/", organizaciones.organizacion_nueva, name="organizacion_nueva"),
    path(ORGANIZACION, organizaciones.organizacion, name="organizacion"),
    path(
        f"{ORGANIZACION}archivar/",
        organizaciones.archivar_organizacion,
        name="archivar_organizacion",
    ),
    path(
        f"{ORGANIZACION}recuperar/",
        organizaciones.recuperar_organizacion,
        name="recuperar_organizacion",
    ),
    path(f"{ORGANIZACION}unir/<int:otra>/", duplicados.unir, name="unir"),
    path(f"{ORGANIZACION}contactos/nuevo/", organizaciones.contacto, name="contacto_nuevo"),
    path(f"{ORGANIZACION}contactos/<int:contacto>/", organizaciones.contacto, name="contacto"),
    path(
        f"{ORGANIZACION}contactos/<int:contacto>/deja/",
        organizaciones.dejar_cargo,
        name="dejar_cargo",
    ),
    path(
        f"{ORGANIZACION}contactos/<int:contacto>/quitar/",
        organizaciones.quitar_contacto,
        name="quitar_contacto",
    ),
    path(f"{CUENTA}configurar/plazos/", plazos.plazos, name="plazos"),
    path(f"{CUENTA}actividades/", actividades.actividades, name="actividades"),
    path(f"{CUENTA}actividades/nueva/", actividades.nueva, name="actividad_nueva"),
    path(ACTIVIDAD, actividades.actividad, name="actividad"),
    path(f"{ACTIVIDAD}editar/", actividades.editar, name="editar_actividad"),
    path(f"{ACTIVIDAD}transmision/", transmisiones.transmisiones, name="transmisiones"),
    path(f"{ACTIVIDAD}programar/", actividades.programar, name="programar"),
    path(f"{ACTIVIDAD}mover/", cambios.mover, name="mover"),
    path(f"{ACTIVIDAD}mover-tarde/", cambios.mover_tarde, name="mover_tarde"),
    path(f"{ACTIVIDAD}avisar/", cambios.avisar, name="avisar"),
    path(f"{ACTIVIDAD}suspender/", cambios.suspender, name="suspender"),
    path(f"{ACTIVIDAD}anular/", cambios.anular, name="anular"),
    path(f"{ACTIVIDAD}apoyos/", asistentes.apoyos, name="apoyos"),
    path(f"{ACTIVIDAD}asistentes/", asistentes.asistentes, name="asistentes"),
    path(f"{ACTIVIDAD}asistentes/inscribir/", asistentes.inscribir, name="inscribir"),
    path(f"{ACTIVIDAD}asistentes/<int:pk>/dar-lugar/", asistentes.dar_lugar, name="dar_lugar"),
    path(
        f"{ACTIVIDAD}asistentes.<slug:formato>", asistentes.descargar, name="descargar_asistentes"
    ),
    path(CONVOCATORIA, convocatoria.convocatoria, name="convocatoria"),
    path(f"{CONVOCATORIA}preparar/", convocatoria.preparar, name="preparar"),
    path(f"{CONVOCATORIA}sumar/", destinatarios.sumar, name="sumar"),
    path(f"{CONVOCATORIA}quitar/", destinatarios.quitar, name="quitar"),
    path(f"{CONVOCATORIA}deshacer/", destinatarios.deshacer, name="deshacer"),
    path(f"{CONVOCATORIA}radar/", destinatarios.radar, name="radar"),
    path(f"{CONVOCATORIA}radar/sumar/", destinatarios.radar_sumar, name="radar_sumar"),
    path(f"{CONVOCATORIA}texto/", destinatarios.recuperar_texto, name="recuperar_texto"),
    path(f"{CONVOCATORIA}copia/", convocatoria.copia_de_prueba, name="copia_de_prueba"),
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
    path(ENVIADA, convocatoria.convocatoria, name="convocatoria_enviada"),
    path(f"{ENVIADA}buscar/", enviada.buscar, name="buscar_invitada"),
    path(f"{ENVIADA}otros-medios/", cartas.otros_medios, name="otros_medios"),
    path(f"{ENVIADA}otros-medios/cartas.pdf", cartas.cartas, name="cartas_pdf"),
    path(f"{ENVIADA}otros-medios/etiquetas.pdf", cartas.etiquetas, name="etiquetas_pdf"),
    path(INVITADA, invitada.invitada, name="invitada"),
    path(f"{INVITADA}anotar/", invitada.anotar, name="anotar_entrega"),
    path(f"{INVITADA}deshacer/", invitada.deshacer, name="deshacer_entrega"),
    path(f"{INVITADA}otro-medio/", invitada.otro_medio, name="otro_medio"),
    path(f"{INVITADA}respuesta/", invitada.respuesta, name="anotar_respuesta"),
    path(f"{ACTIVIDAD}prueba/", prueba.prueba, name="prueba"),
    path(f"{ACTIVIDAD}prueba/descargar/", prueba.descargar, name="descargar_prueba"),
    path(f"{ACTIVIDAD}encuentro/", encuentro.encuentro, name="encuentro"),
    path(f"{ACTIVIDAD}encuentro/enlace/", encuentro.encuentro_clave, name="encuentro_clave"),
    path(f"{ACTIVIDAD}encuentro/enlace.pdf", encuentro.encuentro_pdf, name="encuentro_pdf"),
    path(ENCUESTA, encuesta.encuesta, name="encuesta"),
    path(f"{ENCUESTA}editar/", encuesta.encuesta_editar, name="encuesta_editar"),
    path(f"{ENCUESTA}estado/", encuesta.encuesta_estado, name="encuesta_estado"),
    path(f"{ENCUESTA}dias/", encuesta.encuesta_dias, name="encuesta_dias"),
    path(f"{ENCUESTA}hojas/", encuesta.encuesta_hojas, name="encuesta_hojas"),
    path(f"{ENCUESTA}hojas.pdf", encuesta.encuesta_pdf, name="encuesta_pdf"),
    path(f"{ENCUESTA}papel/", encuesta_papel.encuesta_papel, name="encuesta_papel"),
    path(f"{ENCUESTA}cargar/", encuesta_papel.encuesta_cargar, name="encuesta_cargar"),
    path(
        f"{ENCUESTA}plantilla.<slug:formato>",
        encuesta_papel.encuesta_plantilla,
        name="encuesta_plantilla",
    ),
    path(f"{ENCUESTA}resultados/", encuesta.encuesta_resultados, name="encuesta_resultados"),
    path(
        f"{ENCUESTA}resultados.<slug:formato>",
        encuesta.encuesta_exportar,
        name="encuesta_exportar",
    ),
    path(VIRTUAL, virtual.proceso_virtual, name="proceso_virtual"),
    path(f"{VIRTUAL}publicar/", virtual.publicar, name="publicar_proceso"),
    path(f"{VIRTUAL}ampliar/", virtual.ampliar, name="ampliar"),
    path(BANNER, banner.banner, name="banner"),
    path(
        f"{BANNER}muestra/<slug:anfitrion>/<slug:nivel>/",
        banner.muestra_del_banner,
        name="muestra_del_banner",
    ),
    path(f"{BANNER}paginas/<int:pk>/retirar/", banner.retirar_pagina, name="retirar_pagina"),
    path(f"{BANNER}paginas/<int:pk>/revisar/", banner.revisar_ahora, name="revisar_ahora"),
    path(f"{BANNER}prueba/", banner.banner_prueba, name="banner_prueba"),
    path(f"{BANNER}prueba.csv", banner.banner_prueba_csv, name="banner_prueba_csv"),
]
