"""What people type about the call and about the virtual window."""

from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Row
from django import forms

from comun.plazos import HoraImposible, local
from convocatorias.forms.campos import hora, texto
from convocatorias.models import ProcesoVirtual
from cuentas.forms.base import ayudante
from cuentas.forms.base import campo_fecha as fecha


class TextoConvocatoriaForm(forms.Form):
    """The words of the invitation."""

    mensaje = texto(
        filas=6,
        label="Texto de la invitación",
        required=False,
        help_text="Va al comienzo. La fecha, el lugar, el programa y los enlaces se agregan solos.",
    )
    helper = ayudante()


class EnvioForm(forms.Form):
    """What goes with the button that sends."""

    motivo_tardanza = texto(
        filas=3,
        label="Motivo de la tardanza",
        required=False,
        help_text="La convocatoria quedará marcada como enviada tarde.",
    )
    motivo_complementaria = texto(
        filas=3,
        label="Por qué se suma esta convocatoria",
        required=False,
        help_text="Queda en la convocatoria, marcada como complementaria.",
    )
    helper = ayudante()


class ProgramarForm(EnvioForm):
    """When it goes by itself, by the clock of the activity."""

    dia = fecha(label="Día", error_messages={"required": "Elija el día en que sale."})
    hora = hora(label="Hora", error_messages={"required": "Elija la hora a la que sale."})

    def __init__(self, *args: Any, zona: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zona = zona

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or self.cleaned_data
        if datos.get("dia") and datos.get("hora"):
            try:
                datos["enviar_en"] = local(datos["dia"], datos["hora"], self.zona)
            except HoraImposible as error:
                self.add_error("hora", str(error))
        return datos

    def para_programar(self) -> dict[str, Any]:
        """What the use case takes: the instant, and the reasons."""
        return {c: v for c, v in self.cleaned_data.items() if c not in ("dia", "hora")}


class TardanzaForm(forms.Form):
    """Why a regional call may go out late, in the authority's words."""

    motivo = texto(
        label="Motivo de la tardanza",
        help_text="La convocatoria se podrá enviar y quedará marcada como enviada tarde.",
        error_messages={"required": "Escriba el motivo de la tardanza."},
    )
    helper = ayudante()


class ProcesoForm(forms.ModelForm):
    """The window of virtual participation."""

    inicio = fecha(label="Primer día", error_messages={"required": "Escriba el primer día."})
    termino = fecha(
        label="Último día",
        help_text="Se puede participar hasta las 24:00 de ese día.",
        error_messages={"required": "Escriba el último día."},
    )
    instrucciones = texto(
        label="Cómo participar",
        help_text="Lo verá quien llegue desde el banner (R47).",
        error_messages={"required": "Explique en una frase cómo se participa."},
    )
    motivo_duracion = texto(
        filas=2,
        label="Por qué dura menos de lo recomendado",
        required=False,
        help_text="Solo si dura menos de 30 días (R48) o de lo que recomienda su norma.",
    )
    helper = ayudante(Row("inicio", "termino"), "instrucciones", "motivo_duracion")

    class Meta:
        model = ProcesoVirtual
        fields = ("inicio", "termino", "instrucciones", "motivo_duracion")

    def _post_clean(self) -> None:
        """Nothing is written on the row: the use case does it."""


class AmpliarForm(forms.Form):
    """A later last day."""

    termino = fecha(
        label="Nuevo último día", error_messages={"required": "Escriba el nuevo último día."}
    )
    helper = ayudante()
