"""What was said in a meeting, as its organiser or the staff types it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Div, Field
from django import forms

from comun import archivos
from comun.campos import nonce_nuevo
from comun.formularios import Renovable
from cuentas.forms.base import ayudante
from cuentas.models import Capitulo
from respuestas.forms.publico import MENSAJE_MAXIMO, CampoLimpio, que_quepa
from respuestas.models import Consulta
from respuestas.services import MAXIMO_APORTES, MAXIMO_ASISTENTES, Escrito

POR_GRUPO = 5
EXTENSIONES = ".pdf,.jpg,.jpeg"


def _sin_marca(campo: str) -> Field:
    """None of them is compulsory by itself: saying so thirty times tells nothing."""
    return Field(campo, wrapper_class="campo--sin-marca")


class FormularioEntrega(Renovable):
    """How many came, and the minutes."""

    asistentes = forms.IntegerField(
        label="¿Cuántas personas fueron?",
        min_value=0,
        max_value=MAXIMO_ASISTENTES,
        help_text="Un número aproximado también sirve.",
        error_messages={"required": "Escriba cuántas personas fueron."},
        widget=forms.NumberInput(attrs={"class": "ancho-rut", "inputmode": "numeric"}),
    )
    archivo = forms.FileField(
        label="Acta del encuentro",
        required=False,
        help_text="PDF o foto JPG, hasta 5 MB.",
        widget=forms.FileInput(attrs={"accept": EXTENSIONES, "class": "form-control"}),
    )
    nonce = forms.RegexField(r"^[\w-]{16,36}$", widget=forms.HiddenInput, initial=nonce_nuevo)
    helper = ayudante("asistentes", "archivo", "nonce")

    def acta(self) -> bytes:
        """The bytes of the minutes, if there are any."""
        subida = self.cleaned_data["archivo"]
        return subida.read(archivos.MAXIMO_BYTES + 1) if subida else b""


class FormularioAporte(forms.Form):
    """One contribution."""

    mensaje = CampoLimpio(
        label="Qué se planteó",
        required=False,
        validators=[que_quepa],
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MENSAJE_MAXIMO}),
    )
    tipo = forms.ChoiceField(
        label="Qué es",
        choices=[(valor, nombre.capitalize()) for valor, nombre in Consulta.Tipo.choices],
        initial=Consulta.Tipo.PROPUESTA,
        required=False,
    )
    capitulo = forms.ChoiceField(
        label="De qué parte del informe",
        choices=[("", "No lo sé o de ninguna"), *Capitulo.Tipo.choices],
        required=False,
    )
    helper = ayudante(
        _sin_marca("mensaje"), Div(_sin_marca("tipo"), _sin_marca("capitulo"), css_class="fila")
    )

    def clean_tipo(self) -> str:
        return self.cleaned_data["tipo"] or Consulta.Tipo.PROPUESTA


@dataclass(frozen=True)
class Tramo:
    """Some of the contributions, which are shown or folded together."""

    desde: int
    hasta: int
    aportes: list[Any]
    abierto: bool


class _Aportes(forms.BaseFormSet):
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["mensaje"].label = f"Aporte {(index or 0) + 1}"

    def tramos(self) -> Iterator[Tramo]:
        """The first ones in sight, the rest folded, save those with something in them."""
        for inicio in range(0, len(self.forms), POR_GRUPO):
            suyos = self.forms[inicio : inicio + POR_GRUPO]
            escrito = any(f.errors or (f.is_bound and f["mensaje"].value()) for f in suyos)
            yield Tramo(inicio + 1, inicio + len(suyos), suyos, inicio == 0 or bool(escrito))

    def escritos(self) -> list[Escrito]:
        """Those with words, in order."""
        return [
            Escrito(datos["tipo"], datos["mensaje"], datos["capitulo"])
            for datos in self.cleaned_data
            if datos.get("mensaje", "").strip()
        ]


def aportes_formset(datos: Any = None) -> Any:
    """Room for as many contributions as one delivery takes."""
    clase = forms.formset_factory(
        FormularioAporte,
        formset=_Aportes,
        extra=MAXIMO_APORTES,
        max_num=MAXIMO_APORTES,
        absolute_max=MAXIMO_APORTES,
    )
    return clase(datos, prefix="aportes")
