"""What people type about the tasks of an account."""

from typing import Any

from crispy_forms.layout import Field, Row
from django import forms
from django.db.models import QuerySet

from cuentas.forms.base import ayudante, campo_fecha
from cuentas.forms.evidencia import CampoEvidencia
from cuentas.models import Tarea
from servicios.models import Usuario

MAXIMO_DIAS = 400
ANTES, DESPUES = "antes", "despues"


class PersonaField(forms.ModelChoiceField):
    """One of the people of the service, in a list."""

    def label_from_instance(self, obj: Usuario) -> str:
        return f"{obj.nombre}, {obj.cargo}" if obj.cargo else obj.nombre


class FiltroTareasForm(forms.Form):
    """The search of the list, in the address."""

    q = forms.CharField(
        label="Buscar una tarea", required=False, max_length=100, widget=forms.SearchInput
    )
    de = forms.CharField(required=False, widget=forms.HiddenInput)

    def texto(self) -> str:
        return self.cleaned_data.get("q", "") if self.is_valid() else ""


class TareaForm(forms.Form):
    """A task: what is to be done, by whom and by when."""

    nombre = forms.CharField(
        label="Qué hay que hacer",
        max_length=160,
        error_messages={"required": "Escriba qué hay que hacer."},
    )
    responsable = PersonaField(
        label="Persona a cargo",
        required=False,
        queryset=Usuario.objects.none(),
        empty_label="Nadie todavía",
    )
    dias = forms.IntegerField(
        label="Días",
        required=False,
        min_value=0,
        max_value=MAXIMO_DIAS,
        help_text="0 es el mismo día.",
        error_messages={
            "invalid": "Escriba un número de días.",
            "min_value": "No puede ser menor que cero.",
        },
    )
    momento = forms.ChoiceField(
        label="Se cuentan",
        choices=[(ANTES, "antes de la actividad"), (DESPUES, "después de la actividad")],
        initial=ANTES,
    )
    vence = campo_fecha(
        label="O una fecha fija",
        required=False,
        help_text="Si la escribe, vale esta fecha aunque la actividad se mueva.",
    )
    helper = ayudante(
        "nombre",
        "responsable",
        Row(Field("dias", wrapper_class="campo--sin-marca"), "momento"),
        "vence",
    )

    def __init__(
        self,
        *args: Any,
        personas: QuerySet[Usuario],
        tarea: Tarea | None = None,
        **kwargs: Any,
    ) -> None:
        if tarea is not None:
            kwargs["initial"] = _inicial(tarea)
        super().__init__(*args, **kwargs)
        self.fields["responsable"].queryset = personas  # type: ignore[attr-defined]
        if tarea is not None and tarea.codigo:
            self.fields["nombre"].disabled = True
            self.fields["nombre"].help_text = "Viene de la guía: su nombre no cambia."

    def datos(self) -> dict[str, Any]:
        """What the use case takes."""
        limpios = dict(self.cleaned_data)
        dias, momento = limpios.pop("dias"), limpios.pop("momento")
        signo = -1 if momento == DESPUES else 1
        return limpios | {"dias_antes": None if dias is None else signo * dias}


def _inicial(tarea: Tarea) -> dict[str, Any]:
    dias = tarea.dias_antes
    return {
        "nombre": tarea.nombre,
        "responsable": tarea.responsable_id,
        "dias": None if dias is None else abs(dias),
        "momento": DESPUES if dias is not None and dias < 0 else ANTES,
        "vence": tarea.vence,
    }


class AsignarForm(forms.Form):
    """To whom the marked tasks go, and by when."""

    responsable = PersonaField(
        label="Persona a cargo",
        required=False,
        queryset=Usuario.objects.none(),
        empty_label="La misma de ahora",
    )
    vence = campo_fecha(label="Fecha fija", required=False)
    helper = ayudante(
        Row(
            Field("responsable", wrapper_class="campo--sin-marca"),
            Field("vence", wrapper_class="campo--sin-marca"),
        )
    )

    def __init__(self, *args: Any, personas: QuerySet[Usuario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsable"].queryset = personas  # type: ignore[attr-defined]


class HacerTareaForm(forms.Form):
    """What shows that a task is done."""

    evidencia = forms.CharField(
        label="Qué muestra que está hecha",
        max_length=2000,
        help_text="Por ejemplo: acta del 4 de mayo, resolución 120, o dónde está publicado.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escriba qué muestra que la tarea está hecha."},
    )
    archivo = CampoEvidencia()
    helper = ayudante()
