"""What is typed of the exposition, and at the end of the day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Div, Field, Layout, Row
from django import forms

from comun.errores import ErrorDominio, ReglaIncumplida
from comun.plazos import HoraImposible, local
from comun.reglas import Regla
from cuentas.forms.evidencia import CampoEvidencia, campo_url
from cuentas.services import ConstanciaInvalida, Dicho
from jornadas.models import Exposicion, Jornada
from jornadas.services import DatosExposicion
from talleres.forms import ConAyudante


def _hora(**opciones: Any) -> forms.TimeField:
    reloj = forms.TimeInput(attrs={"type": "time", "class": "form-control"}, format="%H:%M")
    return forms.TimeField(
        widget=reloj,
        required=False,
        error_messages={"invalid": "La hora no está completa. Ejemplo: 10:15"},
        **opciones,
    )


class ExposicionForm(ConAyudante):
    """Who presented, when, and where it could be seen; the hours, by the clock of the activity."""

    expositor = forms.CharField(
        label="Quién expuso", max_length=120, error_messages={"required": "Escriba quién expuso."}
    )
    cargo = forms.CharField(
        label="Cargo", max_length=120, error_messages={"required": "Escriba su cargo."}
    )
    calidad = forms.ChoiceField(
        label="Esa persona",
        choices=[(v, t[0].upper() + t[1:]) for v, t in Exposicion.Calidad.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Diga si es la máxima autoridad."},
    )
    inicio = _hora(label="Empezó")
    termino = _hora(label="Terminó")
    url_transmision = campo_url(
        label="Dirección web de la transmisión",
        help_text="Si se transmitió en vivo por internet.",
    )
    presentacion = CampoEvidencia(
        label="La presentación, en PDF",
        help_text="Hasta 5 MB. La misma que va en la carpeta de quienes asisten.",
    )

    def __init__(self, *args: Any, jornada: Jornada, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zona = jornada.actividad.zona
        comienzo = jornada.abierta_en
        self.dia = comienzo.astimezone(self.zona).date() if comienzo else jornada.actividad.fecha
        self.helper.layout = Layout(
            "expositor",
            "cargo",
            "calidad",
            Row("inicio", "termino"),
            "url_transmision",
            "presentacion",
        )

    @staticmethod
    def inicial(una: Exposicion | None, jornada: Jornada) -> dict[str, Any]:
        """What is written already, as the form shows it."""
        if una is None:
            return {"calidad": Exposicion.Calidad.TITULAR}
        zona = jornada.actividad.zona
        horas = {n: getattr(una, n) for n in ("inicio", "termino")}
        return {n: h.astimezone(zona).time() for n, h in horas.items() if h} | {
            campo: getattr(una, campo)
            for campo in ("expositor", "cargo", "calidad", "url_transmision")
        }

    def clean_inicio(self) -> datetime | None:
        return self._instante("inicio")

    def clean_termino(self) -> datetime | None:
        return self._instante("termino")

    def _instante(self, campo: str) -> datetime | None:
        hora = self.cleaned_data[campo]
        try:
            return local(self.dia, hora, self.zona) if hora else None
        except HoraImposible as error:
            raise forms.ValidationError(str(error)) from None

    def datos(self) -> DatosExposicion:
        """What the use case takes."""
        return DatosExposicion(**self.cleaned_data)


class CierreForm(ConAyudante):
    """Word of what only a person saw on the day: a yes or no for each rule, and what shows it."""

    SI, NO = "si", "no"

    def __init__(
        self,
        *args: Any,
        pendientes: Sequence[Regla],
        rebajadas: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pendientes = {una.id: una for una in pendientes}
        partes: list[Any] = []
        for id_, una in self.pendientes.items():
            self.fields[f"{id_}_hecho"] = forms.ChoiceField(
                label=una.texto,
                choices=[(self.SI, "Sí, se hizo"), (self.NO, "No se hizo")],
                widget=forms.RadioSelect,
                required=False,
                help_text="La norma de su servicio solo lo recomienda." if id_ in rebajadas else "",
            )
            self.fields[f"{id_}_texto"] = forms.CharField(
                label="Qué lo muestra, o por qué no se hizo", max_length=500, required=False
            )
            sin_marca = {"wrapper_class": "campo--sin-marca"}
            de_la_pregunta = {} if id_ in rebajadas else sin_marca
            hecho = InlineRadios(f"{id_}_hecho", **de_la_pregunta)
            partes.append(Div(hecho, Field(f"{id_}_texto", **sin_marca), css_class="formset__fila"))
        self.helper.layout = Layout(*partes)

    def clean(self) -> dict[str, Any]:
        limpios = super().clean() or self.cleaned_data
        for id_, una in self.pendientes.items():
            hecho, dicho = limpios.get(f"{id_}_hecho"), limpios.get(f"{id_}_texto")
            if dicho and not hecho:
                self.add_error(f"{id_}_hecho", f"Diga si se hizo o no: {una.texto}")
            elif hecho and not dicho:
                que = "qué muestra que se hizo" if hecho == self.SI else "por qué no se hizo"
                self.add_error(f"{id_}_texto", f"Escriba {que}: {una.texto}")
        return limpios

    def dichos(self, dia: date) -> list[Dicho]:
        """What was answered, as of that day."""
        limpios = self.cleaned_data
        return [
            Dicho(id_, limpios[f"{id_}_hecho"] == self.SI, dia, limpios[f"{id_}_texto"])
            for id_ in self.pendientes
            if limpios[f"{id_}_hecho"]
        ]

    def no_cierra(self, error: ErrorDominio) -> None:
        """Say each thing that lacks next to where it is answered."""
        pares = error.reglas if isinstance(error, ReglaIncumplida) else []
        for una, resultado in pares:
            if una.id in self.pendientes:
                self.add_error(f"{una.id}_hecho", resultado.evidencia)
            else:
                self.add_error(None, f"{resultado.mensaje} ({una.cita})")
        if isinstance(error, ConstanciaInvalida):
            self.add_error(f"{error.regla}_texto", error.mensaje)
        elif not pares:
            self.add_error(None, error.mensaje)


class NoRealizadaForm(ConAyudante):
    """Why the day did not take place."""

    motivo = forms.CharField(
        label="Por qué no se realizó",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="El motivo es público. Por ejemplo: no llegaron vecinas ni vecinos.",
        error_messages={"required": "Escriba por qué no se realizó."},
    )
