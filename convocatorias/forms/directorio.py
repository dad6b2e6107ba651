"""What people type about the directory."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.layout import Field, Row
from django import forms
from django.db.models import Exists, OuterRef

from convocatorias.forms.campos import CORREO_MALO
from convocatorias.forms.campos import comuna as campo_comuna
from convocatorias.models import Contacto, Organizacion, Tema, TipoOrganizacion
from cuentas.forms.base import ayudante
from cuentas.forms.base import campo_fecha as fecha
from servicios.models import Comuna, Region

LARGO_BUSQUEDA = 100
ESTADOS = [("", "En uso"), ("archivadas", "Archivadas")]
AVISAR = [
    ("", "Todas"),
    ("sin_contacto", "Sin persona de contacto"),
    ("sin_correo", "Sin correo"),
    ("no_invitar", "Pidieron no ser invitadas"),
]


class BuscarOrganizacionForm(forms.Form):
    """What is searched for: it may be a person's name, so it never stands in an address."""

    texto = forms.CharField(label="Organización, persona o comuna", required=False)

    def buscado(self) -> str:
        """The words; what cannot be read finds nothing, so there is nothing to correct."""
        self.is_valid()
        return " ".join(str(self.cleaned_data.get("texto") or "").split())[:LARGO_BUSQUEDA]


class ListaDirectorioForm(forms.Form):
    """Filters of the directory, in the address: only codes of catalogues."""

    tipo = forms.ModelChoiceField(
        label="Tipo", required=False, empty_label="Todos", queryset=TipoOrganizacion.objects.all()
    )
    region = forms.ModelChoiceField(
        label="Región", required=False, empty_label="Todas", queryset=Region.objects.none()
    )
    comuna = forms.ModelChoiceField(
        label="Comuna", required=False, empty_label="Todas", queryset=Comuna.objects.none()
    )
    tema = forms.ModelChoiceField(
        label="Tema", required=False, empty_label="Todos", queryset=Tema.objects.none()
    )
    avisar = forms.ChoiceField(label="A quién avisar", required=False, choices=AVISAR)
    estado = forms.ChoiceField(label="Estado", required=False, choices=ESTADOS)
    #: Names a search of this browser session; the words themselves stay in the server.
    b = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    CRITERIOS = ("tipo", "region", "comuna", "tema", "avisar", "estado")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campos: Any = self.fields
        con = Exists(Organizacion.objects.filter(comuna=OuterRef("pk")))
        comunas = Comuna.objects.filter(con)
        campos["comuna"].queryset = comunas
        campos["region"].queryset = Region.objects.filter(
            Exists(comunas.filter(region=OuterRef("pk")))
        )
        campos["tema"].queryset = Tema.objects.all()

    def criterio(self) -> dict[str, Any]:
        """What was chosen, by its key; a wrong value in the address counts as none."""
        self.is_valid()
        elegido = {nombre: self.cleaned_data.get(nombre) for nombre in self.CRITERIOS}
        return {n: getattr(valor, "pk", valor) for n, valor in elegido.items() if valor}

    def se_entiende(self, texto: str) -> bool:
        """Whether it still says the list that was seen: each filter stands, and the search (whose
        words are `texto`) was not lost."""
        return self.is_valid() and not (self.cleaned_data["b"] and not texto)

    @property
    def consulta(self) -> str:
        """The filters as they stand in an address: no words, no search."""
        return urlencode(self.criterio())


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
    temas = forms.ModelMultipleChoiceField(
        label="Temas en que trabaja",
        queryset=Tema.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tema_nuevo = forms.CharField(
        label="Agregar un tema que no está",
        required=False,
        max_length=80,
        help_text="Quedará en la lista para todas las organizaciones.",
    )
    direccion = forms.CharField(
        label="Dirección postal",
        required=False,
        max_length=200,
        help_text="Para las cartas, si no hay correo.",
    )
    rut = forms.CharField(
        label="RUT de la organización",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "ancho-rut", "autocomplete": "off"}),
        help_text="De la organización, no de una persona. Ejemplo: 65.123.456-7.",
    )
    personalidad = forms.CharField(
        label="Personalidad jurídica",
        required=False,
        max_length=120,
        help_text="Número y registro. Por ejemplo: 1.234, Municipalidad de Talca.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        temas = Tema.objects.all()
        campos: Any = self.fields
        campos["temas"].queryset = temas
        con_temas = [InlineCheckboxes("temas")] if temas.exists() else []
        if not con_temas:
            del self.fields["temas"]
        self.helper = ayudante(
            "nombre", InlineCheckboxes("tipos"), "comuna", *con_temas, "tema_nuevo",
            "direccion", Row("rut", "personalidad"),
        )  # fmt: skip


class ContactoForm(forms.ModelForm):
    """A person of an organisation, by hand."""

    correo = forms.EmailField(
        label="Correo", required=False, error_messages={"invalid": CORREO_MALO}
    )
    desde = fecha(label="Desde", required=False)
    hasta = fecha(label="Hasta", required=False, help_text="Déjelo vacío si sigue en el cargo.")
    helper = ayudante(
        Row("nombres", "apellidos"),
        "cargo",
        Field("representante", wrapper_class="campo--sin-marca"),
        Row(
            Field("correo", wrapper_class="campo--sin-marca"),
            Field("telefono", wrapper_class="campo--sin-marca"),
        ),
        "direccion",
        Row("desde", "hasta"),
    )

    class Meta:
        model = Contacto
        fields = (
            "nombres", "apellidos", "cargo", "representante", "correo", "telefono", "direccion",
            "desde", "hasta",
        )  # fmt: skip
        help_texts: ClassVar = {
            "direccion": "Para las cartas, si es distinta de la de la organización."
        }
        error_messages = {"nombres": {"required": "Escriba el nombre de la persona."}}

    def _post_clean(self) -> None:
        """Nothing is written on the row: the use case does it."""


class DejarCargoForm(forms.Form):
    """The last day of a person in an organisation."""

    hasta = fecha(
        label="Último día en el cargo",
        error_messages={"required": "Escriba el último día en el cargo."},
    )
    helper = ayudante("hasta")
