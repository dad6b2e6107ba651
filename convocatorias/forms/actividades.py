"""What people type about an activity."""

from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from convocatorias.forms.campos import ayudante, hora, texto
from convocatorias.forms.campos import comuna as campo_comuna
from convocatorias.forms.campos import fecha as campo_fecha
from convocatorias.models import Actividad

BLOQUES_EN_BLANCO = 3


class MoverForm(forms.Form):
    """When and where; also the whole of what a move changes, with its reason."""

    fecha = campo_fecha(label="Fecha", error_messages={"required": "Escriba la fecha."})
    hora_inicio = hora(label="Hora de inicio", error_messages={"required": "Escriba la hora."})
    hora_termino = hora(label="Hora de término", required=False)
    lugar = forms.CharField(
        label="Lugar",
        max_length=160,
        help_text="Por ejemplo: Gimnasio Liceo El Sauce.",
        error_messages={"required": "Escriba el lugar."},
    )
    direccion = forms.CharField(label="Dirección", max_length=160, required=False)
    comuna = campo_comuna(error_messages={"required": "Elija la comuna."})
    motivo = texto(
        label="Por qué se mueve",
        help_text="Se publica junto a la nueva fecha.",
        error_messages={"required": "Escriba el motivo. Se publica."},
    )
    helper = ayudante(
        Fieldset("Nueva fecha", "fecha", Row("hora_inicio", "hora_termino")),
        Fieldset("Dónde", "lugar", "direccion", "comuna"),
        "motivo",
    )


class ActividadForm(forms.ModelForm):
    """The plan of an activity. A draft may still lack when and where."""

    fecha = campo_fecha(label="Fecha", required=False)
    hora_inicio = hora(label="Hora de inicio", required=False)
    hora_termino = hora(label="Hora de término", required=False)
    tipo = forms.ChoiceField(
        label="Tipo",
        choices=[(valor, nombre.capitalize()) for valor, nombre in Actividad.Tipo.choices],
        initial=Actividad.Tipo.CENTRAL,
        widget=forms.RadioSelect,
    )
    comuna = campo_comuna(required=False)
    aforo = forms.IntegerField(
        label="Cupos",
        min_value=1,
        max_value=30_000,
        help_text="Se recomiendan hasta 250 personas (R34). A nadie se le niega la entrada.",
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )

    class Meta:
        model = Actividad
        fields = (
            "nombre", "tipo", "descripcion", "fecha", "hora_inicio", "hora_termino",
            "lugar", "direccion", "comuna", "accesibilidad", "aforo",
        )  # fmt: skip
        widgets = {"descripcion": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"nombre": {"required": "Escriba el nombre de la actividad."}}

    helper = ayudante(
        Fieldset("La actividad", "nombre", "tipo", "descripcion"),
        Fieldset("Cuándo", "fecha", Row("hora_inicio", "hora_termino")),
        Fieldset("Dónde", "lugar", "direccion", "comuna", "accesibilidad", "aforo"),
    )

    def _post_clean(self) -> None:
        """Nothing is written on the row: the use case does it."""


class BloqueForm(forms.Form):
    """One block of the programme."""

    nombre = forms.CharField(label="Bloque", max_length=120)
    minutos = forms.IntegerField(
        label="Minutos",
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )
    helper = ayudante(Row("nombre", "minutos"))


class _ProgramaFormSet(forms.BaseFormSet):
    helper = ayudante(Row("nombre", "minutos"))

    def bloques(self) -> list[tuple[str, int]]:
        """The blocks written, in order; an emptied one is gone."""
        return [
            (datos["nombre"], datos["minutos"])
            for datos in self.cleaned_data
            if datos.get("nombre") and datos.get("minutos")
        ]


def programa_formset(*args: Any, iniciales: list[dict[str, Any]] | None = None) -> Any:
    """The programme: what is written, and some blank lines to go on."""
    clase = forms.formset_factory(
        BloqueForm, formset=_ProgramaFormSet, extra=BLOQUES_EN_BLANCO, max_num=30
    )
    return clase(*args, initial=iniciales, prefix="programa")


class MotivoForm(forms.Form):
    """Why an activity is suspended or called off."""

    motivo = texto(
        label="Motivo",
        help_text="Se publica en la página de la actividad. No escriba datos de personas.",
        error_messages={"required": "Escriba el motivo. Se publica."},
    )
    helper = ayudante()
