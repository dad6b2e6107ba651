"""Central administration: services, people, roles, catalogues. Nothing is deleted."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.admin import ImportExportModelAdmin

from comun import reloj
from comun.models import Bitacora, Correlativo, Eslabon
from comun.transitions import anotar
from servicios.models import (
    Autoridad,
    AvisoPrivacidad,
    Comuna,
    Membresia,
    RedPermitida,
    Region,
    Servicio,
    SitioWeb,
    Usuario,
)
from servicios.resources import ComunaResource, RegionResource
from servicios.services import crear_persona, enlace_de_acceso, enviar_invitacion

# Roles are Membresia, addresses are Usuario's, and nobody reads another person's second factor.
for ajeno in (Group, EmailAddress, Authenticator):
    admin.site.unregister(ajeno)


class SinBorrado(admin.ModelAdmin):
    """What has legal value is not deleted: it is ended, annulled or replaced."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SoloLectura(SinBorrado):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Servicio)
class ServicioAdmin(SinBorrado):
    list_display = ("nombre", "nombre_corto", "ambito", "comuna", "activo")
    list_filter = ("ambito", "activo", "comuna__region")
    search_fields = ("nombre", "nombre_corto", "slug")
    autocomplete_fields = ("comuna", "depende_de")
    prepopulated_fields = {"slug": ("nombre_corto",)}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class MembresiaEnLinea(admin.TabularInline):
    model = Membresia
    fk_name = "usuario"
    extra = 0
    fields = ("rol", "servicio", "otorgada_en", "retirada_en")
    readonly_fields = ("otorgada_en",)
    can_delete = False


class UsuarioNuevoForm(forms.ModelForm):
    """A new person has no password: they set it with the one-time link."""

    class Meta:
        model = Usuario
        fields = ("nombre", "email", "cargo", "telefono")

    def clean_email(self) -> str:
        """As it is stored, so that the form itself tells of somebody who is already there."""
        return self.cleaned_data["email"].lower()


@admin.register(Usuario)
class UsuarioAdmin(SinBorrado):
    list_display = ("nombre", "username", "email", "cargo", "is_active", "entro")
    list_filter = ("is_active", "membresias__rol")
    search_fields = ("nombre", "username", "email")
    fields = ("nombre", "username", "email", "cargo", "telefono", "is_active", "last_login")
    readonly_fields = ("last_login",)
    inlines = (MembresiaEnLinea,)
    actions = ("reenviar_enlace", "quitar_segundo_factor")

    @admin.display(boolean=True, description="ya entró")
    def entro(self, obj: Usuario) -> bool:
        return obj.has_usable_password()

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = UsuarioNuevoForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fields(request, obj) if obj else UsuarioNuevoForm.Meta.fields

    def save_model(self, request: HttpRequest, obj: Usuario, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            anotar(obj, "editar_persona", por=request.user, datos={"campos": form.changed_data})
            return
        nueva = crear_persona(
            correo=obj.email, nombre=obj.nombre, cargo=obj.cargo, por=request.user
        )
        obj.pk, obj.username, obj.password = nueva.pk, nueva.username, nueva.password
        obj.date_joined = nueva.date_joined
        obj._state.adding = False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            return
        persona = form.instance
        membresia = persona.membresias.vigentes().first()
        if membresia:
            enviar_invitacion(
                usuario=persona, servicio=membresia.servicio, rol=membresia.rol, por=request.user
            )
        self.message_user(
            request,
            f"Invitamos a {persona.nombre}. Si el correo no le llega, entréguele este enlace de un "
            f"solo uso: {enlace_de_acceso(persona)}",
        )

    @admin.action(description="Reenviar el enlace de entrada")
    def reenviar_enlace(self, request: HttpRequest, queryset: QuerySet[Usuario]) -> None:
        enviados = 0
        for persona in queryset:
            membresia = persona.membresias.vigentes().first()
            if membresia and not persona.has_usable_password():
                enviar_invitacion(
                    usuario=persona,
                    servicio=membresia.servicio,
                    rol=membresia.rol,
                    por=request.user,
                )
                enviados += 1
        self.message_user(request, f"Enlaces enviados: {enviados}.", messages.SUCCESS)

    @admin.action(description="Quitar el segundo factor (perdió el teléfono)")
    def quitar_segundo_factor(self, request: HttpRequest, queryset: QuerySet[Usuario]) -> None:
        for persona in queryset.exclude(pk=request.user.pk):
            quitados, _ = Authenticator.objects.filter(user=persona).delete()
            if quitados:
                anotar(persona, "quitar_segundo_factor", por=request.user)
        self.message_user(request, "Podrán entrar con su clave y activar otro.", messages.SUCCESS)


@admin.register(Membresia)
class MembresiaAdmin(SinBorrado):
    list_display = ("usuario", "rol", "servicio", "otorgada_en", "retirada_en")
    list_filter = ("rol", "servicio")
    search_fields = ("usuario__nombre", "usuario__email")
    autocomplete_fields = ("usuario", "servicio")
    readonly_fields = ("otorgada_en", "otorgada_por", "retirada_en")
    actions = ("retirar",)

    def save_model(self, request: HttpRequest, obj: Membresia, form: Any, change: bool) -> None:
        if not change:
            obj.otorgada_por = request.user
        super().save_model(request, obj, form, change)
        accion = "editar_rol" if change else "otorgar_rol"
        anotar(obj, accion, por=request.user, datos={"rol": obj.rol, "persona": obj.usuario_id})

    @admin.action(description="Retirar el rol")
    def retirar(self, request: HttpRequest, queryset: QuerySet[Membresia]) -> None:
        for membresia in queryset.filter(retirada_en=None).exclude(usuario=request.user):
            membresia.retirada_en = reloj.ahora()
            membresia.save(update_fields=["retirada_en"])
            anotar(membresia, "retirar_rol", por=request.user, datos={"rol": membresia.rol})


@admin.register(Autoridad)
class AutoridadAdmin(SinBorrado):
    list_display = ("nombre", "cargo", "servicio", "desde", "hasta", "subrogante")
    list_filter = ("servicio",)


@admin.register(AvisoPrivacidad)
class AvisoPrivacidadAdmin(SinBorrado):
    list_display = ("servicio", "version", "vigente_desde")
    list_filter = ("servicio",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A notice that somebody was shown does not change: a new version replaces it."""
        return obj is None or obj.vigente_desde > reloj.hoy()


@admin.register(RedPermitida)
class RedPermitidaAdmin(SinBorrado):
    """The network of a venue: from it, between its dates, as many may write as there are."""

    list_display = ("nombre", "red", "servicio", "desde", "hasta", "rige")
    list_filter = ("servicio",)

    @admin.display(boolean=True, description="rige ahora")
    def rige(self, obj: RedPermitida) -> bool:
        return obj.desde <= reloj.ahora() < obj.hasta

    def save_model(self, request: HttpRequest, obj: RedPermitida, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        accion = "editar_red_permitida" if change else "agregar_red_permitida"
        anotar(obj, accion, por=request.user, datos={"campos": form.changed_data})


@admin.register(SitioWeb)
class SitioWebAdmin(SoloLectura):
    """The sites that show the form: each service lists its own, in its staff pages."""

    list_display = ("host", "servicio", "agregado_en", "agregado_por", "retirado_en")
    list_filter = ("servicio",)
    search_fields = ("host",)


@admin.register(Region)
class RegionAdmin(ImportExportModelAdmin, SinBorrado):
    resource_classes = (RegionResource,)
    list_display = ("nombre", "codigo", "abreviatura", "orden")


@admin.register(Comuna)
class ComunaAdmin(ImportExportModelAdmin, SinBorrado):
    resource_classes = (ComunaResource,)
    list_display = ("nombre", "codigo", "provincia", "region")
    list_filter = ("region",)
    search_fields = ("nombre", "codigo")


@admin.register(Correlativo)
class CorrelativoAdmin(SoloLectura):
    list_display = ("ambito", "anio", "ultimo")


@admin.register(Bitacora)
class BitacoraAdmin(SoloLectura):
    list_display = ("momento", "accion", "objeto_tipo", "objeto_id", "desde", "hasta", "actor_id")
    list_filter = ("accion", "objeto_tipo")
    search_fields = ("=objeto_id", "=actor_id")


@admin.register(Eslabon)
class EslabonAdmin(SoloLectura):
    list_display = ("posicion", "bitacora_id", "huella", "sellado_en")
    search_fields = ("=bitacora_id", "=huella")
