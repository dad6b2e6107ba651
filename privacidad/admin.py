"""Evidence to look at: requests, what the retention did, and the ledger. Nobody writes in them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from privacidad.models import ActaSupresion, CorridaRetencion, SolicitudDerechos


class _SoloLectura(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CorridaRetencion)
class CorridaAdmin(_SoloLectura):
    list_display = ("dia", "servicio", "clase", "en_seco", "hasta", "borradas", "terminada_en")
    list_filter = ("clase", "en_seco", "servicio")
    list_select_related = ("servicio",)
    date_hierarchy = "dia"


@admin.register(ActaSupresion)
class ActaAdmin(_SoloLectura):
    list_display = ("en", "servicio", "clase", "motivo")
    list_filter = ("motivo", "clase", "servicio")
    list_select_related = ("servicio",)


@admin.register(SolicitudDerechos)
class SolicitudAdmin(_SoloLectura):
    """That it came and when it was answered. Who asked, and in which words, is not shown here."""

    list_display = ("folio", "servicio", "derecho", "estado", "recibida_en", "vence_el")
    list_filter = ("estado", "derecho", "servicio")
    list_select_related = ("servicio",)
    date_hierarchy = "iniciada_en"
    fields = (
        *("folio", "servicio", "derecho", "estado", "iniciada_en", "recibida_en", "vence_el"),
        *("prorrogada_en", "resuelta_en", "resuelta_por", "ingresada_por"),
    )
    readonly_fields = ("folio",)
