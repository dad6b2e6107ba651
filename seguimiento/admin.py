"""Central administration of the extra holidays: each change tells how many dates it moved."""

from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from import_export.admin import ImportExportModelAdmin

from comun import reloj
from comun.models import Feriado
from seguimiento.models import CambioPlazo
from seguimiento.services import poner_al_dia
from servicios.forms import FeriadoForm
from servicios.resources import FeriadoResource


@admin.register(Feriado)
class FeriadoAdmin(ImportExportModelAdmin):
    form = FeriadoForm
    resource_classes = (FeriadoResource,)
    list_display = ("fecha", "nombre", "codigo_cut", "fuente")
    date_hierarchy = "fecha"

    def save_model(self, request: HttpRequest, obj: Feriado, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._recalcular(request)

    def delete_model(self, request: HttpRequest, obj: Feriado) -> None:
        super().delete_model(request, obj)
        self._recalcular(request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Feriado]) -> None:
        super().delete_queryset(request, queryset)
        self._recalcular(request)

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        respuesta = super().process_result(result, request)
        self._recalcular(request)
        return respuesta

    def _recalcular(self, request: HttpRequest) -> None:
        """Compute again the open dates of every service, and say what it came to."""
        ultimo = CambioPlazo.objects.aggregate(ultimo=Max("pk"))["ultimo"] or 0
        poner_al_dia(ahora=reloj.ahora())
        cuentas = CambioPlazo.objects.filter(pk__gt=ultimo).values_list("plazo__cuenta", flat=True)
        self.message_user(request, en_palabras(len(cuentas), len(set(cuentas))))


def en_palabras(fechas: int, cuentas: int) -> str:
    """What the change of a holiday came to."""
    if not fechas:
        return "No cambió ninguna fecha abierta."
    de_cuentas = "1 cuenta" if cuentas == 1 else f"{cuentas} cuentas"
    cambiaron = "Cambió 1 fecha" if fechas == 1 else f"Cambiaron {fechas} fechas"
    return f"{cambiaron} de {de_cuentas}. Avisamos por correo a quienes las tienen a cargo."
