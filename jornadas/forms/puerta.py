"""What is typed at the door."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Field, Layout, Row
from django import forms
from django.db.models import QuerySet

from comun.campos import nonce_nuevo
from comun.contacto import TelefonoInvalido, normalizar_telefono
from comun.errores import ErrorDominio
from comun.imagenes import firma_de
from comun.reglas import Veredicto
from comun.reloj import hoy
from convocatorias.models import Participante
from jornadas import reglas
from jornadas.models import Ficha
from jornadas.selectors import organizacion_de
from jornadas.services import DatosFicha, documento_normal
from talleres.forms import ConAyudante
from talleres.models import Taller

EN_PANTALLA, EN_PAPEL, SIN_FIRMA = "pantalla", "papel", "sin"


class BuscarForm(forms.Form):
    """A name, an organisation, or the RUN of somebody who is already registered."""

    q = forms.CharField(
        max_length=100,
        error_messages={"required": "Escriba un nombre, una organización o un RUN."},
    )


class PersonaForm(ConAyudante):
    """Who arrives, for whom, and how to answer them (R59, R61, R63)."""

    nombres = forms.CharField(
        label="Nombres", max_length=100, error_messages={"required": "Escriba el nombre."}
    )
    apellidos = forms.CharField(
        label="Apellidos", max_length=100, error_messages={"required": "Escriba los apellidos."}
    )
    organizacion = forms.CharField(label="Organización", max_length=160, required=False)
    a_titulo_personal = forms.BooleanField(label="Asiste a título personal", required=False)
    correo = forms.EmailField(
        label="Correo",
        required=False,
        error_messages={"invalid": "El correo no está completo. Ejemplo: rosa@correo.cl"},
    )
    telefono = forms.CharField(label="Teléfono", max_length=20, required=False)
    direccion = forms.CharField(label="Dirección postal", max_length=200, required=False)

    #: The rules that speak about this form, and the field of each.
    REGLAS = {reglas.R59: "nombres", reglas.R61: "organizacion", reglas.R63: "correo"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_show_errors = False
        self.helper.layout = Layout(*self.partes())

    def partes(self) -> list[Any]:
        """The fields in the order of the card; one means of contact is enough."""
        sin_marca = {"wrapper_class": "campo--sin-marca"}
        return [
            Row("nombres", "apellidos"),
            Field("organizacion", **sin_marca),
            "a_titulo_personal",
            Row(Field("correo", **sin_marca), Field("telefono", **sin_marca)),
            Field("direccion", **sin_marca),
        ]

    def clean_telefono(self) -> str:
        telefono = self.cleaned_data["telefono"]
        try:
            return normalizar_telefono(telefono) if telefono else ""
        except TelefonoInvalido as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        limpios = super().clean() or {}
        hechos, dia = self.datos().hechos(), hoy()
        for regla, campo in self.REGLAS.items():
            resultado = regla.evaluar(hechos, dia)
            if resultado.veredicto is Veredicto.NO_CUMPLE and not self._dicho(campo):
                self.add_error(campo, resultado.mensaje)
        return limpios

    def _dicho(self, campo: str) -> bool:
        """Whether the field, or its neighbour of the same rule, already says what is wrong."""
        vecinos = {"nombres": "apellidos", "correo": "telefono"}
        return campo in self.errors or vecinos.get(campo) in self.errors

    def datos(self) -> DatosFicha:
        """What the use cases take."""
        limpios = self.cleaned_data
        return DatosFicha(
            nombres=limpios.get("nombres", ""),
            apellidos=limpios.get("apellidos", ""),
            organizacion=limpios.get("organizacion", ""),
            a_titulo_personal=limpios.get("a_titulo_personal", False),
            correo=limpios.get("correo", ""),
            telefono=limpios.get("telefono", ""),
            direccion=limpios.get("direccion", ""),
        )

    @staticmethod
    def inicial(persona: Participante, a_titulo_personal: bool = False) -> dict[str, Any]:
        """A person of the list as the form shows them."""
        return {
            "nombres": persona.nombres,
            "apellidos": persona.apellidos,
            "organizacion": organizacion_de(persona),
            "a_titulo_personal": a_titulo_personal,
            "correo": persona.correo,
            "telefono": persona.telefono,
            "direccion": persona.direccion,
        }


class FichaForm(PersonaForm):
    """The whole card, with document and signature (R60, R62)."""

    tipo_documento = forms.ChoiceField(
        label="Documento",
        choices=[(v, t[0].upper() + t[1:]) for v, t in Ficha.TipoDocumento.choices],
        initial=Ficha.TipoDocumento.RUN,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el tipo de documento."},
    )
    documento = forms.CharField(
        label="Número del documento",
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "ancho-rut", "data-privado": "", "autocomplete": "off"}
        ),
    )
    firma_modo = forms.ChoiceField(
        label="¿Cómo firma?",
        choices=[
            (EN_PANTALLA, "Firma aquí"),
            (EN_PAPEL, "Firma en la hoja"),
            (SIN_FIRMA, "No puede o no quiere firmar"),
        ],
        initial=EN_PANTALLA,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija cómo firma."},
    )
    firma = forms.CharField(required=False, widget=forms.HiddenInput)
    motivo_sin_firma = forms.CharField(
        label="Por qué no firma", max_length=200, required=False, help_text="Solo si no firma."
    )
    carpeta_entregada = forms.BooleanField(
        label="Recibe la carpeta, con el número de su taller", required=False
    )
    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    REGLAS = reglas.DE_LA_FICHA

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"nonce": nonce_nuevo()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def partes(self) -> list[Any]:
        persona, *resto = super().partes()
        documento = Field("documento", wrapper_class="campo--sin-marca")
        return ["nonce", persona, InlineRadios("tipo_documento"), documento, *resto]

    def clean(self) -> dict[str, Any]:
        limpios = self.cleaned_data
        self._limpiar("documento", self._documento)
        self._limpiar("firma", self._firma, campo="firma_modo")
        super().clean()
        return limpios

    def _limpiar(self, nombre: str, limpiar: Any, campo: str = "") -> None:
        try:
            self.cleaned_data[nombre] = limpiar()
        except ErrorDominio as error:
            self.add_error(campo or nombre, error.mensaje)

    def _documento(self) -> str:
        tipo = self.cleaned_data.get("tipo_documento", Ficha.TipoDocumento.RUN)
        return documento_normal(tipo, self.cleaned_data.get("documento", ""))

    def _firma(self) -> bytes:
        """The drawing, when that is how the person signs."""
        trazo = self.cleaned_data.get("firma", "")
        dibuja = self.cleaned_data.get("firma_modo") == EN_PANTALLA and trazo
        return firma_de(trazo) if dibuja else b""

    def datos(self) -> DatosFicha:
        """What `acreditar` takes: only the way of signing that was chosen counts."""
        limpios, modo = self.cleaned_data, self.cleaned_data.get("firma_modo")
        persona = vars(super().datos())
        motivo = limpios.get("motivo_sin_firma", "")
        return DatosFicha(
            **persona
            | {
                "tipo_documento": limpios.get("tipo_documento", ""),
                "documento": limpios.get("documento", ""),
                "firma": limpios.get("firma") or b"",
                "firma_en_papel": modo == EN_PAPEL,
                "motivo_sin_firma": motivo if modo == SIN_FIRMA else "",
                "carpeta_entregada": limpios.get("carpeta_entregada", False),
            }
        )


class MoverForm(forms.Form):
    """The new workshop of a person at the door."""

    taller = forms.ModelChoiceField(
        Taller.objects.none(), error_messages={"required": "Elija el taller."}
    )

    def __init__(self, *args: Any, talleres: QuerySet[Taller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taller"].queryset = talleres
