"""Fields that several forms share."""

from typing import Any

from django import forms

from comun.contacto import normalizar_correo
from servicios.models import Comuna

CORREO_MALO = "Al correo le falta algo. Ejemplo: rosa@correo.cl"


class CampoCorreo(forms.EmailField):
    """An address as it is written to, so that one mailbox is one (`normalizar_correo`)."""

    default_error_messages = {"invalid": CORREO_MALO}

    def clean(self, value: Any) -> str:
        correo = super().clean(value)
        return normalizar_correo(correo) if correo else ""


def hora(**opciones: Any) -> forms.TimeField:
    opciones.setdefault("error_messages", {})["invalid"] = "Esa hora no existe. Ejemplo: 9:30."
    control = forms.TimeInput(attrs={"type": "time", "class": "ancho-rut"}, format="%H:%M")
    return forms.TimeField(widget=control, **opciones)


def texto(filas: int = 4, **opciones: Any) -> forms.CharField:
    opciones.setdefault("max_length", 3000)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": filas}), **opciones)


def comuna(**opciones: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label="Comuna",
        queryset=Comuna.objects.select_related("region"),
        empty_label="Elija una comuna",
        **opciones,
    )
