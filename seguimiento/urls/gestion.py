"""Staff addresses of `seguimiento`."""

from django.urls import path

from seguimiento.views import (
    calculo,
    calendario,
    constancias,
    cumplimiento,
    ensayo,
    gestion,
    plan,
    tareas,
)

app_name = "seguimiento_gestion"

CUENTA = "cuentas/<slug:servicio>/<int:anio>/"

urlpatterns = [
    path("", gestion.inicio, name="inicio"),
    path("ensayo/", ensayo.ensayo, name="ensayo"),
    path("ensayo/avanzar/", ensayo.avanzar, name="ensayo_avanzar"),
    path("ensayo/capitulo/", ensayo.capitulo, name="ensayo_capitulo"),
    path("ensayo/volver/", ensayo.volver, name="ensayo_volver"),
    path("cuentas/<slug:servicio>/<int:anio>/", gestion.tablero, name="tablero"),
    path("cuentas/<slug:servicio>/<int:anio>/plazos/", calculo.plazos, name="plazos"),
    path("cuentas/<slug:servicio>/<int:anio>/plazos/<slug:clave>/", calculo.plazo, name="plazo"),
    path("cuentas/<slug:servicio>/<int:anio>/plan/", plan.plan, name="plan"),
    path("calendario/", calendario.calendario, name="calendario"),
    path("calendario/crear/", calendario.crear, name="calendario_crear"),
    path("calendario/quitar/", calendario.quitar, name="calendario_quitar"),
    path(f"{CUENTA}cumplimiento/", cumplimiento.cumplimiento, name="cumplimiento"),
    path(f"{CUENTA}cumplimiento.csv", cumplimiento.cumplimiento_csv, name="cumplimiento_csv"),
    path(
        f"{CUENTA}constancias/del-dia/<slug:slug>/",
        cumplimiento.constancias_del_dia,
        name="constancias_del_dia",
    ),
    path(f"{CUENTA}tareas/", tareas.tareas, name="tareas"),
    path(f"{CUENTA}tareas/asignar/", tareas.asignar, name="asignar_tareas"),
    path(f"{CUENTA}tareas/crear/", tareas.crear, name="crear_tareas"),
    path(f"{CUENTA}tareas/planilla/", tareas.planilla, name="planilla_tareas"),
    path(f"{CUENTA}tareas/nueva/", tareas.nueva, name="tarea_nueva"),
    path(f"{CUENTA}tareas/<int:pk>/", tareas.tarea, name="tarea"),
    path(f"{CUENTA}tareas/<int:pk>/hacer/", tareas.dar_por_hecha, name="hacer_tarea"),
    path(f"{CUENTA}tareas/<int:pk>/deshacer/", tareas.deshacer, name="deshacer_tarea"),
    path(f"{CUENTA}tareas/<int:pk>/editar/", tareas.editar, name="editar_tarea"),
    path(f"{CUENTA}tareas/<int:pk>/borrar/", tareas.borrar, name="borrar_tarea"),
    path(f"{CUENTA}tareas/<int:pk>/archivo/", tareas.archivo, name="archivo_tarea"),
    path(f"{CUENTA}constancias/", constancias.constancias, name="constancias"),
    path(f"{CUENTA}constancias/<int:pk>/archivo/", constancias.archivo, name="archivo_constancia"),
]
