"""Central administration: the catalogue of kinds, and the plans and calls to read."""

from django.contrib import admin
from import_export.admin import ImportExportModelAdmin

from convocatorias.models import (
    Actividad,
    CambioEnBloque,
    Convocatoria,
    FusionOrganizaciones,
    ProcesoVirtual,
    Tema,
    TipoOrganizacion,
    Transmision,
)
from convocatorias.resources import TipoOrganizacionResource
from servicios.admin import SinBorrado, SoloLectura


@admin.register(TipoOrganizacion)
class TipoOrganizacionAdmin(SinBorrado, ImportExportModelAdmin):
    list_display = ("nombre", "codigo", "orden")
    search_fields = ("nombre", "codigo")
    resource_classes = (TipoOrganizacionResource,)


@admin.register(Tema)
class TemaAdmin(SoloLectura):
    list_display = ("nombre", "servicio")
    list_filter = ("servicio",)
    search_fields = ("nombre",)


@admin.register(CambioEnBloque)
class CambioEnBloqueAdmin(SoloLectura):
    list_display = ("__str__", "servicio", "cambiadas", "hecho_en", "hecho_por", "deshecho_en")
    list_filter = ("servicio", "accion")


@admin.register(FusionOrganizaciones)
class FusionOrganizacionesAdmin(SoloLectura):
    list_display = ("absorbida", "sobreviviente", "servicio", "hecha_en", "hecha_por")
    list_filter = ("servicio",)
    list_select_related = ("absorbida", "sobreviviente", "servicio", "hecha_por")


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
        "actividad", "servicio", "clase", "estado", "enviar_en", "enviada_en", "dias_anticipacion",
        "tardia",
    )  # fmt: skip
    list_filter = ("servicio", "clase", "estado", "tardia")


@admin.register(Transmision)
class TransmisionAdmin(SoloLectura):
    list_display = ("__str__", "actividad", "servicio", "con_lsch", "con_subtitulos")
    list_filter = ("servicio", "tipo")
