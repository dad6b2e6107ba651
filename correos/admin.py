"""Central administration: from which domains and addresses, to whom no more, and how fast."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from comun.errores import ErrorDominio
from correos import services
from correos.models import DominioRemitente, Limite, Remitente, Supresion
from servicios.admin import SinBorrado


def _quedar(obj: Model, fila: Model) -> None:
    """`obj`, which the admin goes on with, becomes the row that the use case wrote."""
    obj.__dict__.update(fila.__dict__)


class DominioForm(forms.ModelForm):
    """The name as the DNS writes it, so that the same one is not named twice."""

    class Meta:
        model = DominioRemitente
        fields = ("dominio",)

    def clean_dominio(self) -> str:
        try:
            return services.en_ascii(self.cleaned_data["dominio"])
        except ErrorDominio as error:
            raise ValidationError(error.mensaje) from None


@admin.register(DominioRemitente)
class DominioRemitenteAdmin(SinBorrado):
    """Shows the record to publish from the start; the action asks the DNS for it."""

    list_display = ("dominio", "comprobado", "verificado_en")
    actions = ("comprobar",)
    form = DominioForm

    @admin.display(boolean=True, description="comprobado")
    def comprobado(self, obj: DominioRemitente) -> bool:
        return obj.verificado_en is not None

    @admin.display(description="registro TXT que publica quien administra el dominio")
    def registro_txt(self, obj: DominioRemitente) -> str:
        return obj.registro

    @admin.display(description="valor del registro")
    def valor_txt(self, obj: DominioRemitente) -> str:
        return obj.valor

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("dominio", "registro_txt", "valor_txt", "verificado_en") if obj else ("dominio",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else ()

    def save_model(
        self, request: HttpRequest, obj: DominioRemitente, form: Any, change: bool
    ) -> None:
        if not change:
            _quedar(obj, services.agregar_dominio(dominio=obj.dominio, por=request.user))

    @admin.action(description="Comprobar el DNS")
    def comprobar(self, request: HttpRequest, queryset: QuerySet[DominioRemitente]) -> None:
        for dominio in queryset:
            dicho = services.verificar_dominio(dominio=dominio, por=request.user)
            nivel = messages.SUCCESS if dicho.probado else messages.WARNING
            self.message_user(request, dicho.frase, nivel)


class RemitenteForm(forms.ModelForm):
    """Only an address of a domain that proved itself."""

    class Meta:
        model = Remitente
        fields = ("servicio", "direccion", "responder_a")

    def clean_direccion(self) -> str:
        direccion = self.cleaned_data["direccion"]
        try:
            services.dominio_para_enviar(direccion)
        except ErrorDominio as error:
            raise ValidationError(error.mensaje) from None
        return direccion


@admin.register(Remitente)
class RemitenteAdmin(admin.ModelAdmin):
    """Without a row here, or with its domain unproved, mails leave from the portal's address."""

    list_display = ("servicio", "direccion", "responder_a", "en_uso")
    list_select_related = ("servicio", "dominio")
    form = RemitenteForm

    @admin.display(boolean=True, description="en uso")
    def en_uso(self, obj: Remitente) -> bool:
        return obj.dominio.verificado_en is not None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("servicio",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Remitente, form: Any, change: bool) -> None:
        fila = services.configurar_remitente(
            servicio=obj.servicio,
            direccion=obj.direccion,
            responder_a=obj.responder_a,
            por=request.user,
        )
        _quedar(obj, fila)

    def delete_model(self, request: HttpRequest, obj: Remitente) -> None:
        services.quitar_remitente(remitente=obj, por=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Remitente]) -> None:
        for fila in queryset:
            services.quitar_remitente(remitente=fila, por=request.user)


class LimiteForm(forms.ModelForm):
    """A domain or a service: the model's own constraint says so."""

    por_minuto = forms.IntegerField(label="Correos por minuto", min_value=1)

    class Meta:
        model = Limite
        fields = ("dominio", "servicio", "por_minuto")

    def clean_dominio(self) -> str:
        dominio = self.cleaned_data["dominio"]
        try:
            return services.en_ascii(dominio) if dominio else ""
        except ErrorDominio as error:
            raise ValidationError(error.mensaje) from None


@admin.register(Limite)
class LimiteAdmin(admin.ModelAdmin):
    """Acknowledgements and links to sign in are never held back, whatever is said here."""

    list_display = ("__str__", "dominio", "servicio", "por_minuto")
    list_select_related = ("servicio",)
    form = LimiteForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("dominio", "servicio") if obj else ()

    def save_model(self, request: HttpRequest, obj: Limite, form: Any, change: bool) -> None:
        fila = services.fijar_limite(
            dominio=obj.dominio,
            servicio=obj.servicio,
            por_minuto=obj.por_minuto,
            por=request.user,
        )
        _quedar(obj, fila)

    def delete_model(self, request: HttpRequest, obj: Limite) -> None:
        services.quitar_limite(limite=obj, por=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Limite]) -> None:
        for fila in queryset:
            services.quitar_limite(limite=fila, por=request.user)


@admin.register(Supresion)
class SupresionAdmin(SinBorrado):
    """Who asked not to be written to. It is lifted, with its date; never deleted or rewritten.

    No search box: it would leave addresses in the web server's log.
    """

    list_display = ("direccion", "servicio", "alcance", "origen", "creada_en", "levantada_en")
    list_filter = ("servicio", "alcance", "origen", ("levantada_en", admin.EmptyFieldListFilter))
    list_select_related = ("servicio",)
    fields = ("servicio", "direccion", "alcance")
    actions = ("levantar",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Supresion, form: Any, change: bool) -> None:
        fila = services.bloquear(
            servicio=obj.servicio,
            direccion=obj.direccion,
            alcance=obj.alcance,
            origen=Supresion.Origen.PERSONA,
            por=request.user,
        )
        _quedar(obj, fila)

    @admin.action(description="Levantar: la persona quiere recibir correos otra vez")
    def levantar(self, request: HttpRequest, queryset: QuerySet[Supresion]) -> None:
        for supresion in queryset:
            try:
                services.levantar(supresion=supresion, por=request.user)
            except ErrorDominio as error:
                self.message_user(request, error.mensaje, messages.WARNING)
            else:
                self.message_user(
                    request,
                    f"La dirección {supresion.direccion} vuelve a recibir correos.",
                    messages.SUCCESS,
                )
