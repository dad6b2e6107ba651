"""What people type in the base report."""

from datetime import datetime

from crispy_forms.layout import Field
from django import forms

from cuentas.forms.base import ayudante
from cuentas.models import Capitulo


class CapituloForm(forms.Form):
    """The text of a section, and the moment of the text that the person had in sight."""

    texto = forms.CharField(
        label="Texto de la sección",
        required=False,
        strip=False,
        help_text="Deje una línea en blanco entre párrafos. ## delante hace un subtítulo; "
        "- delante, una lista; **entre asteriscos**, negrita.",
        widget=forms.Textarea(attrs={"rows": 22, "class": "papel"}),
    )
    visto = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = ayudante(Field("texto", wrapper_class="campo--sin-marca"), "visto")

    @classmethod
    def de(cls, capitulo: Capitulo) -> "CapituloForm":
        return cls(initial={"texto": capitulo.texto, "visto": marca_de(capitulo)})

    def clean_visto(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["visto"])
        except ValueError:
            return None

    def con_marca(self, capitulo: Capitulo) -> "CapituloForm":
        """The same text typed, over what is stored now: the next save has seen it."""
        self.data = self.data.copy()
        self.data["visto"] = marca_de(capitulo)
        return self


def marca_de(capitulo: Capitulo) -> str:
    return capitulo.editado_en.isoformat() if capitulo.editado_en else ""


class ResumenForm(forms.Form):
    """The summary of what will be told on the day, and a fingerprint of the text in sight."""

    texto = forms.CharField(
        label="Resumen",
        required=False,
        strip=False,
        help_text="Una plana basta. Deje una línea en blanco entre párrafos; - delante hace una "
        "lista; **entre asteriscos**, negrita.",
        widget=forms.Textarea(attrs={"rows": 12, "class": "papel"}),
    )
    visto = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = ayudante(Field("texto", wrapper_class="campo--sin-marca"), "visto")

    def con_huella(self, huella: str) -> None:
        """The same text typed, over what is stored now: the next save has seen it."""
        self.data = self.data.copy()
        self.data["visto"] = huella


class ObservacionForm(forms.Form):
    """What the writers must change before the report is published."""

    observacion = forms.CharField(
        label="Qué hay que cambiar",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Escriba qué hay que cambiar: quienes redactan lo leerán."},
    )
    helper = ayudante()
