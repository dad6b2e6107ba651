"""What narrows the console's list."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django import forms
from django.db.models import QuerySet

from correos import selectors
from correos.models import Mensaje


def _fecha(etiqueta: str) -> forms.DateField:
    return forms.DateField(
        label=etiqueta,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class FiltroCorreos(forms.Form):
    """In the address: campaign, service, kind, dates and order; the view is chosen by links."""

    campania = forms.ChoiceField(label="Envío", required=False)
    servicio = forms.ChoiceField(label="Servicio", required=False)
    tipo = forms.ChoiceField(label="Clase de correo", required=False)
    desde = _fecha("Escritos desde")
    hasta = _fecha("Hasta")
    orden = forms.ChoiceField(label="Orden", required=False, choices=selectors.ORDENES)
    estado = forms.ChoiceField(
        required=False,
        choices=[(clave, nombre) for clave, nombre, _ in selectors.VISTAS],
        widget=forms.HiddenInput,
    )

    def __init__(
        self,
        *args: Any,
        envios: Sequence[selectors.Envio],
        clases: Sequence[tuple[str, str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id="filtro_%s", **kwargs)
        campanias = {envio.campania: envio.nombre_con_fecha for envio in envios}
        servicios = sorted({(slug, nombre) for _, slug, nombre in clases if slug})
        tipos = {tipo: selectors.tipo_en_palabras(tipo) for tipo, _, _ in clases}
        self.fields["campania"].choices = [("", "Todos"), *campanias.items()]
        self.fields["servicio"].choices = [("", "Todos"), *servicios]
        self.fields["tipo"].choices = [("", "Todas"), *sorted(tipos.items(), key=itemgetter(1))]
        if len(servicios) < 2:
            self.fields["servicio"].widget = forms.HiddenInput()

    def elegido(self) -> dict[str, Any]:
        """What narrows the list; a value that is not there is left out, as an empty filter does."""
        self.is_valid()
        return {clave: valor for clave, valor in self.cleaned_data.items() if valor}

    @property
    def orden_elegido(self) -> str:
        """The order of the list, in words."""
        return dict(selectors.ORDENES)[self.elegido().get("orden", "")]


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


class CampoMarcados(forms.ModelMultipleChoiceField):
    """Ticked rows; a number that no database could hold is one that is not there."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid_choice"]) from None


class Marcados(forms.Form):
    """The mails ticked in the list, and what the button pressed does with them."""

    REINTENTAR, ANULAR = "reintentar", "anular"
    accion = forms.ChoiceField(
        choices=[(REINTENTAR, "reintentar"), (ANULAR, "anular")],
        error_messages={"required": "Elija qué hacer con los correos marcados."},
    )
    correos = CampoMarcados(
        label="Correos marcados",
        queryset=None,
        error_messages={
            "required": "Marque al menos un correo de la lista.",
            "invalid_choice": "Uno de los correos marcados ya no está. Márquelos de nuevo.",
            "invalid_pk_value": "Uno de los correos marcados ya no está. Márquelos de nuevo.",
        },
    )

    def __init__(self, *args: Any, mensajes: QuerySet[Mensaje], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["correos"].queryset = mensajes
