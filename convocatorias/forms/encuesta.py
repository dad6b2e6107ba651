"""What is typed of a prior survey: its questions, and the answers to them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Field, Row
from django import forms
from django.core.exceptions import ValidationError

from comun.campos import nonce_nuevo
from comun.errores import ErrorDominio
from comun.formularios import Renovable
from convocatorias.forms.campos import texto as campo_texto
from convocatorias.models import MAXIMO_PREGUNTAS, PreguntaPrevia
from convocatorias.services import MAXIMO_HOJAS, Pregunta, leer_celda
from cuentas.forms.base import ayudante
from cuentas.forms.base import campo_fecha as fecha
from cuentas.models import Capitulo

Clase = PreguntaPrevia.Clase
LARGO_TEXTO = 300
EN_BLANCO = 2


def _sin_marca(campo: str) -> Field:
    """None is compulsory by itself: saying so in each one tells nothing."""
    return Field(campo, wrapper_class="campo--sin-marca")


class DiasEncuestaForm(forms.Form):
    """Between which days it is answered."""

    abre = fecha(label="Primer día", error_messages={"required": "Escriba el primer día."})
    cierra = fecha(
        label="Último día",
        help_text="A más tardar el día de la actividad.",
        error_messages={"required": "Escriba el último día."},
    )
    helper = ayudante(Row("abre", "cierra"))


class EncuestaForm(DiasEncuestaForm):
    """The head of the questionnaire."""

    field_order = ("titulo", "introduccion", "abre", "cierra")

    titulo = forms.CharField(
        label="Título", max_length=120, error_messages={"required": "Escriba el título."}
    )
    introduccion = campo_texto(
        3,
        label="Presentación",
        required=False,
        max_length=1000,
        help_text="Por qué pregunta y para qué usará lo que respondan.",
    )
    helper = ayudante("titulo", "introduccion", Row("abre", "cierra"))


class PreguntaForm(forms.Form):
    """One question of the questionnaire."""

    texto = forms.CharField(label="Pregunta", max_length=200, required=False)
    clase = forms.ChoiceField(
        label="Cómo se responde",
        choices=[(valor, nombre.capitalize()) for valor, nombre in Clase.choices],
        initial=Clase.UNA,
    )
    opciones = campo_texto(
        6,
        label="Opciones",
        required=False,
        max_length=1500,
        help_text="Una en cada línea. Solo si se eligen opciones.",
    )
    capitulo = forms.ChoiceField(
        label="Capítulo del informe",
        choices=[("", "Ninguno"), *Capitulo.Tipo.choices],
        required=False,
    )


class _PreguntasFormSet(forms.BaseFormSet):
    helper = ayudante(
        _sin_marca("texto"), Row("clase", _sin_marca("capitulo")), _sin_marca("opciones")
    )

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["texto"].label = f"Pregunta {(index or 0) + 1}"

    def preguntas(self) -> list[Pregunta]:
        """Those with words, in order; an emptied one is gone."""
        return [
            Pregunta(
                datos["texto"],
                datos["clase"],
                tuple(datos["opciones"].splitlines()),
                datos["capitulo"],
            )
            for datos in self.cleaned_data
            if datos.get("texto", "").strip()
        ]


def preguntas_formset(datos: Any = None, *, iniciales: Iterable[Any] = ()) -> Any:
    """The questions written, and some blank ones to go on. `iniciales`: rows or `Pregunta`."""
    escritas = [
        {
            "texto": una.texto,
            "clase": una.clase,
            "opciones": "\n".join(una.opciones) if isinstance(una, Pregunta) else una.opciones,
            "capitulo": una.capitulo,
        }
        for una in iniciales
    ]
    clase = forms.formset_factory(
        PreguntaForm,
        formset=_PreguntasFormSet,
        extra=min(EN_BLANCO, MAXIMO_PREGUNTAS - len(escritas)),
        max_num=MAXIMO_PREGUNTAS,
        absolute_max=MAXIMO_PREGUNTAS + 10,
    )
    return clase(datos, initial=escritas, prefix="preguntas")


class CuestionarioForm(forms.Form):
    """The questionnaire as a citizen sees it. No question is compulsory."""

    def __init__(
        self, preguntas: Sequence[PreguntaPrevia], data: Any = None, dicho: Mapping | None = None
    ) -> None:
        super().__init__(data)
        self.preguntas = preguntas
        for pregunta in preguntas:
            self.fields[f"p{pregunta.orden}"] = _campo(pregunta, (dicho or {}).get(pregunta.orden))
        self.helper = ayudante(*(_en_pagina(p) for p in preguntas))

    def dicho(self) -> dict[int, Any]:
        """What was answered, by the question's order."""
        datos = self.cleaned_data
        respuesta: dict[int, Any] = {}
        for pregunta in self.preguntas:
            dado = datos.get(f"p{pregunta.orden}")
            if pregunta.clase == Clase.TEXTO:
                respuesta[pregunta.orden] = dado or ""
            elif dado:
                varias = dado if isinstance(dado, list) else [dado]
                respuesta[pregunta.orden] = [int(n) for n in varias]
        return respuesta


def _campo(pregunta: PreguntaPrevia, inicial: Any) -> forms.Field:
    """The field of one question, as its kind asks."""
    etiqueta = f"{pregunta.orden}. {pregunta.texto}"
    if pregunta.clase == Clase.TEXTO:
        return forms.CharField(
            label=etiqueta,
            required=False,
            max_length=LARGO_TEXTO,
            initial=inicial,
            help_text="No escriba datos privados suyos ni de otras personas.",
            widget=forms.Textarea(attrs={"rows": 3, "maxlength": LARGO_TEXTO, "data-contador": ""}),
        )
    comunes = {"label": etiqueta, "required": False, "choices": pregunta.lista}
    if pregunta.clase == Clase.VARIAS:
        return forms.MultipleChoiceField(
            **comunes,
            initial=inicial,
            help_text="Puede marcar más de una.",
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.ChoiceField(
        **comunes,
        initial=inicial[0] if inicial else None,
        help_text="1 es lo menos y 5 es lo más." if pregunta.clase == Clase.ESCALA else "",
        widget=forms.RadioSelect,
    )


def _en_pagina(pregunta: PreguntaPrevia) -> Any:
    clase = InlineRadios if pregunta.clase == Clase.ESCALA else Field
    return clase(f"p{pregunta.orden}", wrapper_class="campo--sin-marca")


class PapelForm(Renovable):
    """A sheet typed with the keyboard: the numbers of what was marked."""

    hoja = forms.CharField(
        label="Código de la hoja",
        required=False,
        max_length=12,
        help_text="Está arriba a la derecha. En blanco, si es una fotocopia.",
        widget=forms.TextInput(
            attrs={"class": "ancho-rut", "autofocus": "", "autocomplete": "off"}
        ),
    )
    nonce = forms.RegexField(r"^[\w-]{16,40}$", widget=forms.HiddenInput, initial=nonce_nuevo)

    def __init__(self, preguntas: Sequence[PreguntaPrevia], data: Any = None) -> None:
        super().__init__(data)
        self.preguntas = preguntas
        for pregunta in preguntas:
            self.fields[f"p{pregunta.orden}"] = _casilla(pregunta)
        self.helper = ayudante(
            _sin_marca("hoja"), *(_sin_marca(f"p{p.orden}") for p in preguntas), "nonce"
        )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        for pregunta in self.preguntas:
            campo = f"p{pregunta.orden}"
            try:
                datos[campo] = leer_celda(pregunta, datos.get(campo, ""))
            except ErrorDominio as error:
                self.add_error(campo, ValidationError(error.mensaje))
        return datos

    def dicho(self) -> dict[int, Any]:
        """What was marked, by the question's order."""
        return {p.orden: self.cleaned_data[f"p{p.orden}"] for p in self.preguntas}


def _casilla(pregunta: PreguntaPrevia) -> forms.CharField:
    es_texto = pregunta.clase == Clase.TEXTO
    opciones = "  ·  ".join(f"{n} {words}" for n, words in pregunta.lista)
    ayudas = {
        Clase.ESCALA: "Un número del 1 al 5.",
        Clase.UNA: f"Un número: {opciones}",
        Clase.VARIAS: f"Uno o más números, separados con coma: {opciones}",
        Clase.TEXTO: "Tal como está escrito.",
    }
    atributos = {"autocomplete": "off"} | ({} if es_texto else {"class": "ancho-rut"})
    return forms.CharField(
        label=f"{pregunta.orden}. {pregunta.texto}",
        required=False,
        max_length=LARGO_TEXTO if es_texto else 60,
        help_text=ayudas[Clase(pregunta.clase)],
        widget=forms.TextInput(attrs=atributos),
    )


class HojasForm(forms.Form):
    """How many sheets to print."""

    cuantas = forms.IntegerField(
        label="Cuántas hojas",
        min_value=1,
        max_value=MAXIMO_HOJAS,
        initial=50,
        help_text="Cada una lleva su código, para no ingresarla dos veces.",
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )
    helper = ayudante()


class CargaEncuestaForm(forms.Form):
    """A sheet with the answers on paper."""

    archivo = forms.FileField(
        label="Planilla con las respuestas",
        help_text="XLSX o CSV, hasta 5 MB.",
        error_messages={"required": "Elija la planilla."},
    )
    helper = ayudante()
