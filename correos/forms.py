"""What narrows the console's list."""

from typing import Any

from django import forms

from correos import selectors


class FiltroCorreos(forms.Form):
    """In the address: the campaign, and the view that the links choose."""

    campania = forms.ChoiceField(label="Campaña", required=False)
    estado = forms.ChoiceField(
        required=False,
        choices=[(clave, nombre) for clave, nombre, _ in selectors.VISTAS],
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, campanias: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campania"].choices = [("", "Todas"), *campanias]

    def elegidos(self) -> tuple[str, str]:
        """Campaign and view; what is not there shows everything, as an empty filter does."""
        datos = self.cleaned_data if self.is_valid() else {}
        return datos.get("campania", ""), datos.get("estado", "")


class BuscarPersona(forms.Form):
    """By POST: whom one looks for must not stay in the address."""

    persona = forms.CharField(
        label="Nombre o dirección",
        min_length=3,
        max_length=100,
        error_messages={
            "required": "Escriba un nombre o una dirección de correo.",
            "min_length": "Escriba al menos 3 letras.",
        },
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
