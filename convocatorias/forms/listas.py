"""What people choose in the lists: a name for their filters, a change of many rows, a pair."""

from typing import Any

from django import forms

from convocatorias.forms.campos import comuna as campo_comuna
from convocatorias.models import CambioEnBloque, Tema, TipoOrganizacion
from convocatorias.selectors.bloques import Accion
from cuentas.forms.base import ayudante

#: Not a change of many: the two that are marked are shown side by side.
UNIR = "unir"
FALTA_ACCION = "Elija qué hacer con las organizaciones marcadas."


class NombreFiltroForm(forms.Form):
    """The name of a saved filter."""

    nombre = forms.CharField(
        label="Nombre del filtro",
        max_length=60,
        error_messages={"required": "Escriba un nombre para reconocer el filtro."},
    )


class AccionForm(forms.Form):
    """What to do with the rows that were chosen."""

    accion = forms.ChoiceField(
        label="Qué hacer",
        choices=[
            ("", "Elija una acción"),
            *CambioEnBloque.Accion.choices,
            (UNIR, "unir dos que son la misma"),
        ],
        error_messages={"required": FALTA_ACCION, "invalid_choice": FALTA_ACCION},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campos: Any = self.fields
        campos["accion"].choices = [
            (valor, nombre[:1].upper() + nombre[1:]) for valor, nombre in campos["accion"].choices
        ]


class ValorForm(forms.Form):
    """With what: the kind, the topic or the comuna of a change of many rows."""

    def __init__(self, accion: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if accion in (Accion.AGREGAR_TIPO, Accion.QUITAR_TIPO):
            self.fields["valor"] = forms.ModelChoiceField(
                label="Tipo de organización",
                queryset=TipoOrganizacion.objects.all(),
                empty_label="Elija un tipo",
                error_messages={"required": "Elija un tipo."},
            )
        elif accion in (Accion.AGREGAR_TEMA, Accion.QUITAR_TEMA):
            self.fields["valor"] = forms.ModelChoiceField(
                label="Tema",
                queryset=Tema.objects.all(),
                empty_label="Elija un tema",
                error_messages={"required": "Elija un tema."},
            )
        elif accion == Accion.CAMBIAR_COMUNA:
            self.fields["valor"] = campo_comuna(error_messages={"required": "Elija una comuna."})
        self.helper = ayudante()

    def elegido(self) -> tuple[str, str]:
        """The key and the name of what was chosen; two blanks if the action takes nothing."""
        valor = getattr(self, "cleaned_data", {}).get("valor")
        return (str(valor.pk), str(valor)) if valor else ("", "")
