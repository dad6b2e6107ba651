"""Where an activity can be followed from afar: live, and its recording."""

from typing import Any

from crispy_forms.layout import Field, Fieldset
from django import forms

from convocatorias.models import Transmision
from cuentas.forms.base import ayudante

DIRECCION_MALA = "La dirección debe empezar con https://. Cópiela del sitio donde está el video."


def _campos(tipo: str, ayuda: str) -> dict[str, forms.Field]:
    return {
        f"{tipo}_url": forms.URLField(
            label="Dirección web",
            max_length=300,
            required=False,
            assume_scheme="https",
            help_text=ayuda,
            error_messages={"invalid": DIRECCION_MALA},
        ),
        f"{tipo}_lsch": forms.BooleanField(
            label="Tiene intérprete de lengua de señas chilena (LSCh)", required=False
        ),
        f"{tipo}_nota": forms.CharField(
            label="Cómo se ve la intérprete",
            max_length=160,
            required=False,
            help_text="Por ejemplo: en un recuadro, abajo a la derecha.",
        ),
        f"{tipo}_subtitulos": forms.BooleanField(label="Tiene subtítulos", required=False),
    }


class TransmisionesForm(forms.Form):
    """One block for each: its address, and who can follow it."""

    helper = ayudante(
        *(
            Fieldset(
                titulo,
                Field(f"{tipo}_url", wrapper_class="campo--sin-marca"),
                f"{tipo}_lsch",
                Field(f"{tipo}_nota", wrapper_class="campo--sin-marca"),
                f"{tipo}_subtitulos",
            )
            for tipo, titulo in (("en_vivo", "En vivo"), ("grabacion", "Grabación"))
        )
    )

    def __init__(self, *args: Any, guardadas: Any = (), **kwargs: Any) -> None:
        inicial: dict[str, Any] = {}
        for una in guardadas:
            inicial |= {
                f"{una.tipo}_url": una.url,
                f"{una.tipo}_lsch": una.con_lsch,
                f"{una.tipo}_nota": una.nota,
                f"{una.tipo}_subtitulos": una.con_subtitulos,
            }
        super().__init__(*args, initial=inicial, **kwargs)
        self.fields.update(
            _campos("en_vivo", "Se muestra hasta el día de la actividad. En blanco: no hay.")
            | _campos("grabacion", "Se muestra desde que la guarde. En blanco: no hay.")
        )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        for tipo in Transmision.Tipo.values:
            url = datos.get(f"{tipo}_url")
            if url and not url.startswith("https://"):
                self.add_error(f"{tipo}_url", DIRECCION_MALA)
            if datos.get(f"{tipo}_nota") and not datos.get(f"{tipo}_lsch"):
                self.add_error(
                    f"{tipo}_lsch", "Marque que tiene intérprete, o borre cómo se ve la intérprete."
                )
        return datos

    def enlaces(self) -> dict[str, dict[str, Any]]:
        datos = self.cleaned_data
        return {
            tipo: {
                "url": datos[f"{tipo}_url"],
                "con_lsch": datos[f"{tipo}_lsch"],
                "con_subtitulos": datos[f"{tipo}_subtitulos"],
                "nota": datos[f"{tipo}_nota"],
            }
            for tipo in Transmision.Tipo.values
        }
