"""Forms about people, holidays and web sites."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings

from comun.errores import ErrorDominio
from comun.hosts import normalizar_host
from comun.models import Feriado
from servicios.models import SitioWeb
from servicios.permissions import ROLES_TRANSVERSALES, Rol
from servicios.selectors import FALTA_NORMA, sin_territorio

ROLES_DE_SERVICIO = [(r.value, r.label) for r in Rol if r not in ROLES_TRANSVERSALES]


class InvitarForm(forms.Form):
    """Whom to add to the service's people, and with which role."""

    nombre = forms.CharField(label="Nombre y apellidos", max_length=120)
    correo = forms.EmailField(
        label="Correo institucional",
        error_messages={"invalid": "Al correo le falta algo. Ejemplo: ana@servicio.cl"},
    )
    cargo = forms.CharField(label="Cargo", max_length=120, required=False)
    rol = forms.ChoiceField(label="Rol", choices=ROLES_DE_SERVICIO)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class FeriadoForm(forms.ModelForm):
    """A holiday that the law does not give every year, with the norm that gives it."""

    fuente = forms.CharField(
        label="Norma que lo establece",
        max_length=200,
        help_text="Por ejemplo: Ley 21.704.",
        error_messages={"required": FALTA_NORMA},
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Feriado
        fields = ("fecha", "nombre", "codigo_cut", "fuente")

    def clean_codigo_cut(self) -> str:
        codigo = self.cleaned_data["codigo_cut"]
        if falta := sin_territorio(codigo):
            raise forms.ValidationError(falta)
        return codigo


class SitioForm(forms.ModelForm):
    """The web site that may show the form: its exact name, as people write it or copy it."""

    host = forms.CharField(
        label="Nombre del sitio",
        max_length=253,
        help_text="Sin https:// ni barras. Por ejemplo: www.servicio.cl",
        error_messages={"required": "Escriba el nombre del sitio. Ejemplo: www.servicio.cl"},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    class Meta:
        model = SitioWeb
        fields = ("host",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_host(self) -> str:
        try:
            return normalizar_host(self.cleaned_data["host"], local=settings.CPP_DEMO)
        except ErrorDominio as error:
            raise forms.ValidationError(error.mensaje) from None
