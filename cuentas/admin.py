"""Central administration: the norms and the accounts. States change only by their use cases."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from comun.errores import ErrorDominio
from cuentas import services
from cuentas.forms import NormaForm
from cuentas.models import CuentaPublica, NormaParticipacion

TERMINADAS = (CuentaPublica.Estado.CERRADA, CuentaPublica.Estado.ANULADA)


class _SinBorrar(admin.ModelAdmin):
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class NormaAdminForm(NormaForm):
    """The admin has no place for the use case's refusal but the form's own validation."""

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if not self.errors:
            try:
                services.validar_norma(NormaParticipacion(pk=self.instance.pk, **datos))
            except ErrorDominio as error:
                raise ValidationError(error.mensaje) from None
        return datos


@admin.register(NormaParticipacion)
class NormaAdmin(_SinBorrar):
    """Each change passes by the use case, which validates it and logs both numbers."""

    list_display = ("servicio", "anio", "cita", "tipo_dias", "plazo_respuesta_maximo_dias")
    list_filter = ("anio", "tipo_dias")
    list_select_related = ("servicio",)
    search_fields = ("servicio__nombre", "numero")
    readonly_fields = ("servicio", "anio")
    form = NormaAdminForm

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A closed or annulled account keeps the numbers it was made with."""
        viva = obj is None or not obj.cuentas.filter(estado__in=TERMINADAS).exists()
        return viva and super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: NormaParticipacion, form: Any, change: bool
    ) -> None:
        services.configurar_norma(norma=obj, cambios=form.cleaned_data, por=request.user)


@admin.register(CuentaPublica)
class CuentaAdmin(_SinBorrar):
    """To look at: an account is opened, changed and annulled in its own pages."""

    list_display = ("servicio", "anio_gestion", "anio_ejercicio", "ambito", "estado", "responsable")
    list_filter = ("estado", "anio_gestion", "ambito")
    list_select_related = ("servicio", "responsable")
    search_fields = ("servicio__nombre",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
