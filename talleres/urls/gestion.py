"""Staff addresses of the workshops."""

from django.urls import path

from talleres.views import gestion, sala

app_name = "talleres_gestion"

CUENTA = "cuentas/<slug:servicio>/<int:anio>/"

urlpatterns = [
    path(f"{CUENTA}talleres/", gestion.talleres, name="talleres"),
    path(f"{CUENTA}talleres/crear/", gestion.crear, name="crear"),
    path("talleres/<int:taller>/", sala.taller, name="taller"),
    path("talleres/<int:taller>/editar/", gestion.editar, name="editar"),
    path("talleres/<int:taller>/equipo/", gestion.equipo, name="equipo"),
    path("talleres/<int:taller>/personas/", gestion.personas, name="personas"),
    path("talleres/<int:taller>/descartar/", gestion.descartar, name="descartar"),
    path("talleres/<int:taller>/iniciar/", sala.iniciar, name="iniciar"),
    path("talleres/<int:taller>/anotar/", sala.anotar, name="anotar"),
    path("talleres/<int:taller>/cerrar/", sala.cerrar, name="cerrar"),
    path("talleres/<int:taller>/reabrir/", sala.reabrir, name="reabrir"),
    path("talleres/<int:taller>/presentacion/", sala.generar, name="generar"),
    path("talleres/presentaciones/<int:pk>/", sala.presentacion, name="presentacion"),
    path(
        "talleres/intervenciones/<int:pk>/anular/",
        sala.anular,
        {"clase": "intervencion"},
        name="anular_intervencion",
    ),
    path(
        "talleres/acuerdos/<int:pk>/anular/",
        sala.anular,
        {"clase": "acuerdo"},
        name="anular_acuerdo",
    ),
    path("talleres/acuerdos/<int:pk>/priorizar/", sala.priorizar, name="priorizar"),
]
