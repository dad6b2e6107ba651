"""Central administration: the catalogue of kinds, and the plans and calls to read."""

from django.contrib import admin
from import_export.admin import ImportExportModelAdmin

from convocatorias.models import Actividad, Convocatoria, ProcesoVirtual, TipoOrganizacion
from convocatorias.resources import TipoOrganizacionResource
from servicios.admin import SinBorrado, SoloLectura


@admin.register(TipoOrganizacion)
class TipoOrganizacionAdmin(SinBorrado, ImportExportModelAdmin):
    list_display = ("nombre", "codigo", "orden")
    search_fields = ("nombre", "codigo")
    resource_classes = (TipoOrganizacionResource,)


@admin.register(ProcesoVirtual)
class ProcesoVirtualAdmin(SoloLectura):
    list_display = ("cuenta", "servicio", "inicio", "termino", "publicado_en")
    list_filter = ("servicio",)


@admin.register(Actividad)
class ActividadAdmin(SoloLectura):
    list_display = ("nombre", "servicio", "tipo", "fecha", "comuna", "estado")
    list_filter = ("servicio", "estado", "tipo")
    search_fields = ("nombre",)


@admin.register(Convocatoria)
class ConvocatoriaAdmin(SoloLectura):
    list_display = (
        "actividad", "servicio", "estado", "enviar_en", "enviada_en", "dias_anticipacion", "tardia",
    )  # fmt: skip
    list_filter = ("servicio", "estado", "tardia")
