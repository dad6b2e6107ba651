"""What people type about the directory."""

from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.layout import Field, Row
from django import forms

from convocatorias.forms.campos import CORREO_MALO, ayudante
from convocatorias.forms.campos import comuna as campo_comuna
from convocatorias.models import Contacto, Organizacion, TipoOrganizacion
from servicios.models import Comuna


class FiltroDirectorioForm(forms.Form):
    """Filters of the directory, in the address."""

    q = forms.CharField(
        label="Organización", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    tipo = forms.ModelChoiceField(
        label="Tipo de organización", required=False, empty_label="Todos",
        queryset=TipoOrganizacion.objects.all(),
    )  # fmt: skip
    comuna = forms.ModelChoiceField(
        label="Comuna", required=False, empty_label="Todas", queryset=Comuna.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usadas = Organizacion.objects.exclude(comuna=None).values("comuna")
        self.fields["comuna"].queryset = Comuna.objects.filter(pk__in=usadas)  # type: ignore[attr-defined]

    def criterio(self) -> dict[str, str]:
        """What was chosen, as text; a wrong value in the address counts as none."""
        datos = self.cleaned_data if self.is_valid() else {}
        return {
            "texto": datos.get("q") or "",
            "tipo": datos["tipo"].pk if datos.get("tipo") else "",
            "comuna": datos["comuna"].pk if datos.get("comuna") else "",
        }


class OrganizacionForm(forms.Form):
    """An organisation, by hand."""

    nombre = forms.CharField(
        label="Nombre de la organización",
        max_length=160,
        error_messages={"required": "Escriba el nombre de la organización."},
    )
    tipos = forms.ModelMultipleChoiceField(
        label="Tipos de organización",
        queryset=TipoOrganizacion.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Puede ser de varios: por ejemplo, funcional y de mujeres.",
        error_messages={"required": "Marque al menos un tipo."},
    )
    comuna = campo_comuna(required=False)
    helper = ayudante("nombre", InlineCheckboxes("tipos"), "comuna")


class ContactoForm(forms.ModelForm):
    """A person of an organisation, by hand."""

    correo = forms.EmailField(
        label="Correo", required=False, error_messages={"invalid": CORREO_MALO}
    )
    helper = ayudante(
        Row("nombres", "apellidos"),
        "cargo",
        Row(
            Field("correo", wrapper_class="campo--sin-marca"),
            Field("telefono", wrapper_class="campo--sin-marca"),
        ),
    )

    class Meta:
        model = Contacto
        fields = ("nombres", "apellidos", "cargo", "correo", "telefono")
        error_messages = {"nombres": {"required": "Escriba el nombre de la persona."}}

    def _post_clean(self) -> None:
        """Nothing is written on the row: the use case does it."""


class CargaForm(forms.Form):
    """The spreadsheet to import."""

    archivo = forms.FileField(
        label="Planilla XLSX o CSV",
        help_text="Hasta 5 MB y 20.000 filas.",
        error_messages={
            "required": "Elija el archivo de la planilla.",
            "empty": "El archivo está vacío. Elija otro archivo.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
    )
    helper = ayudante()
