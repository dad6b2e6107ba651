"""The page that carries the banner."""

from django import forms

from cuentas.forms.base import ayudante


class PaginaBannerForm(forms.Form):
    """Where it was put, and of which institution that site is."""

    url = forms.URLField(
        label="Dirección de la página",
        max_length=500,
        assume_scheme="https",
        help_text="Cópiela de la barra del navegador. Ejemplo: https://www.servicio.cl/",
        error_messages={
            "required": "Escriba la dirección de la página donde puso el banner.",
            "invalid": "Escriba la dirección entera. Ejemplo: https://www.servicio.cl/",
        },
    )
    institucion = forms.CharField(
        label="Institución",
        max_length=160,
        required=False,
        help_text="Solo si el sitio es de otra institución que participa en la cuenta.",
    )
    helper = ayudante("url", "institucion")
