"""What the data officer types."""

from typing import Any

from django import forms

from privacidad.forms.publico import FormularioSolicitud, ayudante
from privacidad.models import SolicitudDerechos
from privacidad.services.decisiones import DECISIONES


class FormularioIngreso(FormularioSolicitud):
    """What somebody asked at the office or by letter: their mail may be missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nombre"].label = "Nombre de la persona"
        correo = self.fields["correo"]
        correo.label = "Correo de la persona"
        correo.required = False
        correo.help_text = "El que dio al servicio. Si no tiene, déjelo en blanco."
        self.fields["detalle"].label = "Qué necesita, con sus palabras"


class _FormularioMotivo(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = ayudante("motivo")

    def dicho(self) -> dict[str, str]:
        return {"motivo": self.cleaned_data["motivo"]}


class FormularioProrroga(_FormularioMotivo):
    """Why more time is needed."""

    motivo = forms.CharField(
        label="Por qué se necesita más plazo",
        max_length=1000,
        help_text="La persona lo recibe por correo. No escriba datos de nadie.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Escriba por qué se necesita más plazo: se le dice a la persona."
        },
    )


class FormularioDecision(forms.Form):
    """What is decided, and on what grounds."""

    decision = forms.ChoiceField(
        label="Decisión",
        choices=[(d, SolicitudDerechos.Estado(d).label.capitalize()) for d in DECISIONES],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija una decisión."},
    )
    fundamento = forms.CharField(
        label="Fundamento",
        max_length=4000,
        help_text="La persona lo recibe tal como lo escriba.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Escriba el fundamento: la persona lo recibe con la decisión."},
    )
    confirma = forms.BooleanField(
        label="Revisé la copia: los datos son de quien pide, y entiendo que no se pueden recuperar",
        required=False,
    )

    def __init__(self, *args: Any, derecho: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campos = ["decision", "fundamento", "confirma"]
        if derecho != SolicitudDerechos.Derecho.SUPRESION:
            del self.fields[campos.pop()]
        self.helper = ayudante(*campos)

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        borra = datos.get("decision", "rechazada") != SolicitudDerechos.Estado.RECHAZADA
        if "confirma" in self.fields and borra and not datos.get("confirma"):
            self.add_error("confirma", "Marque que revisó la copia: al acoger se borran los datos.")
        return datos

    def dicho(self) -> dict[str, str]:
        return {campo: self.cleaned_data[campo] for campo in ("decision", "fundamento")}


class FormularioCierre(_FormularioMotivo):
    """Why a request ends before anybody proved who asks."""

    motivo = forms.CharField(
        label="Por qué se cierra",
        max_length=1000,
        help_text="Queda en la solicitud. No se le avisa a nadie. No escriba datos de nadie.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Escriba por qué se cierra: queda en la solicitud como constancia."
        },
    )
