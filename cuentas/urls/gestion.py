"""Staff addresses of an account: configuration, team and report."""

from django.urls import path

from cuentas.views import (
    configuracion,
    difusion,
    equipo,
    hechos_previos,
    informe,
    interrupciones,
    norma,
)

app_name = "cuentas_gestion"

CUENTA = "cuentas/<slug:servicio>/<int:anio>/"

urlpatterns = [
    path("cuentas/<slug:servicio>/nueva/", configuracion.abrir, name="abrir"),
    path(f"{CUENTA}configurar/", configuracion.configurar, name="configurar"),
    path(f"{CUENTA}configurar/datos/", configuracion.datos, name="datos"),
    path(f"{CUENTA}configurar/norma/", norma.norma, name="norma"),
    path(f"{CUENTA}configurar/norma/ajustes/", norma.ajustes, name="ajustes"),
    path(
        f"{CUENTA}configurar/norma/ajustes/<int:pk>/retirar/",
        norma.retirar_ajuste,
        name="retirar_ajuste",
    ),
    path(f"{CUENTA}hechos-previos/", hechos_previos.hechos_previos, name="hechos_previos"),
    path(f"{CUENTA}publicar/", configuracion.publicar, name="publicar"),
    path(f"{CUENTA}reabrir/", configuracion.reabrir, name="reabrir"),
    path(f"{CUENTA}anular/", configuracion.anular, name="anular"),
    path(f"{CUENTA}suspender/", interrupciones.suspender, name="suspender"),
    path(f"{CUENTA}replanificar/", interrupciones.replanificar, name="replanificar"),
    path(f"{CUENTA}reanudar/", interrupciones.reanudar, name="reanudar"),
    path(f"{CUENTA}equipo/", equipo.equipo, name="equipo"),
    path(f"{CUENTA}equipo/<int:pk>/retirar/", equipo.retirar, name="retirar"),
    path(f"{CUENTA}informe/", informe.informe, name="informe"),
    path(f"{CUENTA}informe/secciones/<slug:tipo>/", informe.capitulo, name="capitulo"),
    path(f"{CUENTA}informe/resumen/", informe.resumen, name="resumen"),
    path(f"{CUENTA}informe/lectura/", informe.lectura, name="lectura"),
    path(f"{CUENTA}informe/enviar/", informe.enviar, name="enviar_informe"),
    path(f"{CUENTA}informe/devolver/", informe.devolver, name="devolver_informe"),
    path(f"{CUENTA}informe/publicar/", informe.publicar, name="publicar_informe"),
    path(f"{CUENTA}informe/reabrir/", informe.reabrir, name="reabrir_informe"),
    path(f"{CUENTA}difusion/", difusion.difusion, name="difusion"),
    path(f"{CUENTA}difusion/<int:pk>/retirar/", difusion.retirar, name="retirar_difusion"),
    path(f"{CUENTA}difusion/<int:pk>/archivo/", difusion.archivo, name="archivo_difusion"),
]
