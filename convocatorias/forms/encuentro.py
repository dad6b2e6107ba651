"""Who organises a meeting, or asked for it."""

from typing import Any

from crispy_forms.layout import Field, Fieldset, Row
from django import forms

from convocatorias.forms.campos import CORREO_MALO
from cuentas.forms.base import ayudante
from cuentas.forms.base import campo_fecha as fecha


class EncuentroForm(forms.Form):
    """Who they are, how they are answered, and until when they send what they said."""

    organizacion_nombre = forms.CharField(
        label="Organización o grupo",
        max_length=160,
        help_text="Si está en el directorio, escriba su nombre igual que ahí.",
        error_messages={"required": "Escriba qué organización o grupo es."},
    )
    nombres = forms.CharField(
        label="Nombres de la persona responsable",
        max_length=100,
        error_messages={"required": "Escriba el nombre de la persona responsable."},
    )
    apellidos = forms.CharField(label="Apellidos", max_length=100, required=False)
    correo = forms.EmailField(
        label="Correo", required=False, error_messages={"invalid": CORREO_MALO}
    )
    telefono = forms.CharField(
        label="Teléfono",
        max_length=20,
        required=False,
        help_text="Ejemplo: 9 1234 5678",
        widget=forms.TextInput(attrs={"class": "ancho-rut"}),
    )
    direccion = forms.CharField(label="Dirección postal", max_length=200, required=False)
    cierra = fecha(
        label="Último día para enviar aportes",
        required=False,
        help_text="En blanco: el último día de la participación por internet.",
    )
    helper = ayudante(
        Fieldset(
            "Quién lo organiza o lo pidió", "organizacion_nombre", Row("nombres", "apellidos")
        ),
        Fieldset(
            "Cómo se le responde",
            Field("correo", wrapper_class="campo--sin-marca"),
            Field("telefono", wrapper_class="campo--sin-marca"),
            Field("direccion", wrapper_class="campo--sin-marca"),
        ),
        "cierra",
    )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        medios = ("correo", "telefono", "direccion")
        if not any(datos.get(medio) or medio in self.errors for medio in medios):
            self.add_error(
                "correo", "Escriba al menos un medio: ahí se responderá a lo que envíen."
            )
        return datos
