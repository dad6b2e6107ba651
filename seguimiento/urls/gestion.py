"""Staff addresses of `seguimiento`."""

from django.urls import path

from seguimiento.views import calculo, calendario, cumplimiento, ensayo, gestion, plan

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
]
