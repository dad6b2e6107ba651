"""What people type of who was told without e-mail, and how they look for somebody of a call."""

from typing import Any

from crispy_forms.layout import Row
from django import forms

from convocatorias.models import Invitacion, Organizacion, TipoOrganizacion
from cuentas.forms.base import ayudante
from cuentas.forms.base import campo_fecha as fecha
from servicios.models import Comuna

OTROS_CANALES = [
    (Invitacion.Canal.CARTA.value, "Carta"),
    (Invitacion.Canal.TELEFONO.value, "Teléfono"),
    (Invitacion.Canal.VISITA.value, "Visita"),
]


class FiltroInvitacionesForm(forms.Form):
    """Filters of a call, in the address: of organisations, never of persons."""

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
    ver = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usadas = Organizacion.objects.exclude(comuna=None).values("comuna")
        self.fields["comuna"].queryset = Comuna.objects.filter(pk__in=usadas)  # type: ignore[attr-defined]

    def criterio(self) -> dict[str, str]:
        """What was chosen, as text; a wrong value in the address counts as none."""
        self.is_valid()
        datos = self.cleaned_data
        return {
            "texto": datos.get("q") or "",
            "tipo": datos["tipo"].pk if datos.get("tipo") else "",
            "comuna": datos["comuna"].pk if datos.get("comuna") else "",
        }


class BuscarInvitadaForm(forms.Form):
    """A person of a call. By POST: no name goes into an address."""

    persona = forms.CharField(
        label="Persona",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"required": "Escriba una parte del nombre."},
    )
    helper = ayudante()


class AnotarEntregaForm(forms.Form):
    """That somebody was told by another channel, when, and what is to be remembered of it."""

    canal = forms.ChoiceField(
        label="Cómo se hizo",
        choices=OTROS_CANALES,
        error_messages={
            "required": "Elija cómo se hizo.",
            "invalid_choice": "Elija si fue por carta, por teléfono o en una visita.",
        },
    )
    dia = fecha(
        label="Qué día",
        help_text="De una carta, el día en que se despachó.",
        error_messages={"required": "Escriba el día en que se hizo."},
    )
    detalle = forms.CharField(
        label="Detalle",
        required=False,
        max_length=300,
        help_text="Por ejemplo: el número del envío, o a quién se le dejó el recado.",
    )
    motivo_tardanza = forms.CharField(
        label="Por qué se hizo tarde",
        required=False,
        max_length=300,
        help_text="Solo si quedaban menos días de los que se piden. Quedará en la prueba.",
    )
    helper = ayudante(Row("canal", "dia"), "detalle", "motivo_tardanza")


class OtroMedioForm(forms.Form):
    """How to tell again somebody whom the mail did not reach, and why."""

    canal = forms.ChoiceField(
        label="Cómo se le avisará",
        choices=OTROS_CANALES,
        error_messages={"required": "Elija cómo se le avisará."},
    )
    motivo = forms.CharField(
        label="Por qué se le avisa de nuevo",
        max_length=300,
        help_text="Por ejemplo: el correo volvió porque la dirección no existe.",
        error_messages={"required": "Escriba por qué se le avisa de nuevo."},
    )
    helper = ayudante("canal", "motivo")


class RespuestaAnotadaForm(forms.Form):
    """What the person answered by telephone or in a visit."""

    VENDRA, NO_VENDRA = "vendra", "no_vendra"

    respuesta = forms.ChoiceField(
        label="Qué respondió",
        choices=[(VENDRA, "Vendrá"), (NO_VENDRA, "No vendrá")],
        error_messages={"required": "Elija qué respondió."},
    )
    helper = ayudante()
