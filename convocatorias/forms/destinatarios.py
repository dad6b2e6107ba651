"""Whom to put on the list of a call."""

from typing import Any

from django import forms

from convocatorias.models import Organizacion, Tema, TipoOrganizacion
from servicios.models import Comuna, Region


class SumarForm(forms.Form):
    """Part of the directory, to be added to a call."""

    tipo = forms.ModelChoiceField(
        label="Tipo de organización", required=False, empty_label="Todos",
        queryset=TipoOrganizacion.objects.all(),
    )  # fmt: skip
    region = forms.ModelChoiceField(
        label="Región", required=False, empty_label="Todas", queryset=Region.objects.none()
    )
    comuna = forms.ModelChoiceField(
        label="Comuna", required=False, empty_label="Todas", queryset=Comuna.objects.none()
    )
    tema = forms.ModelChoiceField(
        label="Tema", required=False, empty_label="Todos", queryset=Tema.objects.none()
    )
    quienes = forms.ChoiceField(
        label="A quiénes",
        required=False,
        choices=[("todas", "Todas"), ("sin_invitar", "Aún sin invitar a esta actividad")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comunas = Comuna.objects.filter(
            pk__in=Organizacion.objects.exclude(comuna=None).values("comuna")
        )
        opciones = {
            "comuna": comunas,
            "region": Region.objects.filter(pk__in=comunas.order_by().values("region")),
            "tema": Tema.objects.all(),
        }
        for campo, filas in opciones.items():
            self.fields[campo].queryset = filas  # type: ignore[attr-defined]

    def criterio(self) -> dict[str, Any]:
        """What was chosen, as the selector takes it; a wrong value counts as none."""
        datos = self.cleaned_data if self.is_valid() else {}
        elegido = {c: datos[c].pk for c in ("tipo", "region", "comuna", "tema") if datos.get(c)}
        return {**elegido, "solo_nuevos": datos.get("quienes") == "sin_invitar"}
