"""What the invited and the citizens type."""

from typing import Any

from crispy_forms.layout import Field
from django import forms

from convocatorias.forms.campos import CORREO_MALO, ayudante


class InscripcionForm(forms.Form):
    """A person says that they will come. The RUT is not asked."""

    nombres = forms.CharField(
        label="Nombres",
        max_length=100,
        error_messages={"required": "Escriba su nombre."},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    apellidos = forms.CharField(
        label="Apellidos",
        max_length=100,
        error_messages={"required": "Escriba su apellido."},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    organizacion_nombre = forms.CharField(
        label="Organización",
        max_length=160,
        required=False,
        help_text="Si viene a título personal, deje este espacio en blanco.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    correo = forms.EmailField(
        label="Correo",
        required=False,
        error_messages={"invalid": CORREO_MALO},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    telefono = forms.CharField(
        label="Teléfono",
        max_length=20,
        required=False,
        help_text="Basta con uno de los dos. Ejemplo: 9 1234 5678",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "class": "ancho-rut"}),
    )
    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
    helper = ayudante(
        "nombres",
        "apellidos",
        "organizacion_nombre",
        Field("correo", wrapper_class="campo--sin-marca"),
        Field("telefono", wrapper_class="campo--sin-marca"),
        "nonce",
    )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if not (datos.get("correo") or datos.get("telefono") or "correo" in self.errors):
            self.add_error(
                "correo", "Escriba un correo o un teléfono para poder comunicarnos con usted."
            )
        return datos


class RespuestaInvitacionForm(forms.Form):
    """Whether one comes, or who comes in one's place."""

    VENGO, EN_MI_LUGAR, NO_VENGO = "vengo", "en_mi_lugar", "no_vengo"

    respuesta = forms.ChoiceField(
        label="¿Vendrá a la actividad?",
        choices=[
            (VENGO, "Sí, vendré"),
            (EN_MI_LUGAR, "Vendrá otra persona en mi lugar"),
            (NO_VENGO, "No, esta vez no"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija una respuesta."},
    )
    nombres = forms.CharField(
        label="Nombres de quien vendrá en su lugar", max_length=100, required=False
    )
    apellidos = forms.CharField(
        label="Apellidos de quien vendrá en su lugar", max_length=100, required=False
    )
    helper = ayudante(
        "respuesta",
        Field("nombres", wrapper_class="campo--sin-marca"),
        Field("apellidos", wrapper_class="campo--sin-marca"),
    )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if datos.get("respuesta") != self.EN_MI_LUGAR:
            datos["nombres"] = datos["apellidos"] = ""
        elif not datos.get("nombres", "").strip():
            self.add_error("nombres", "Escriba el nombre de quien vendrá en su lugar.")
        return datos
