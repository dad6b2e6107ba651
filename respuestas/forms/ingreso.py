"""What the staff types of what came by hand, and the sheets that it prints."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError

from comun.campos import nonce_nuevo
from comun.errores import ErrorDominio
from comun.formularios import Renovable
from comun.limites import FECHA_CREIBLE
from cuentas.forms.base import ayudante
from cuentas.models import Capitulo, CuentaPublica
from respuestas import selectors
from respuestas.forms.archivo import campo_archivo
from respuestas.forms.publico import FormularioPersona, campo_mensaje
from respuestas.models import Consulta, Consultante
from respuestas.services import MAXIMO_HOJAS, Datos, HojaIngresada, revisar_hoja

#: What would be lost if the sheet had nobody's data.
DE_LA_PERSONA = ("nombres", "apellidos", "run", "correo", "telefono", "direccion")


def _sin_marca(campo: str, *clases: str) -> Field:
    return Field(campo, wrapper_class=" ".join(("campo--sin-marca", *clases)))


class FormularioIngresar(Renovable, FormularioPersona):
    """A contribution that did not come by internet, typed by the staff."""

    #: As they are read: the error summary lists them in this order.
    field_order = (
        "canal", "recibida_el", "hoja", "tipo", "mensaje", "otra_hoja", "capitulo", "archivo",
        "sin_datos", "nombres", "apellidos", "run", "organizacion", "medio", "correo", "telefono",
        "direccion", "formato", "publica_nombre", "copia",
    )  # fmt: skip

    canal = forms.ChoiceField(
        label="¿Cómo llegó?",
        choices=[
            (Consulta.Canal.PAPEL, "En papel"),
            (Consulta.Canal.OFICINA, "En la oficina, en persona"),
            (Consulta.Canal.TELEFONO, "Por teléfono"),
            (Consulta.Canal.AUTOCONVOCADA, "De un encuentro autoconvocado"),
        ],
        initial=Consulta.Canal.PAPEL,
        widget=forms.RadioSelect,
    )
    recibida_el = forms.DateField(
        label="Día en que llegó",
        required=False,
        validators=FECHA_CREIBLE,
        help_text="En blanco: hoy.",
        widget=forms.DateInput(attrs={"type": "date", "class": "ancho-corto"}, format="%Y-%m-%d"),
    )
    hoja = forms.CharField(
        label="Código de la hoja",
        required=False,
        max_length=80,
        help_text="Está arriba en la hoja, junto al cuadrado. Ejemplo: KM4-P7R-TXC. Sin hoja, "
        "déjelo en blanco.",
        widget=forms.TextInput(
            attrs={"class": "ancho-rut", "autocomplete": "off", "autocapitalize": "characters",
                   "spellcheck": "false"}
        ),
    )  # fmt: skip
    tipo = forms.ChoiceField(
        label="Qué es", choices=Consulta.Tipo, initial="pregunta", widget=forms.RadioSelect
    )
    mensaje = campo_mensaje(
        label="El mensaje, tal como llegó", help_text="No lo corrija ni lo resuma."
    )
    #: Asked for only when somebody typed the same words before.
    otra_hoja = forms.BooleanField(
        label="Es otro mensaje con las mismas palabras", required=False, widget=forms.HiddenInput
    )
    capitulo = forms.ChoiceField(
        label="De qué parte del informe habla",
        choices=[("", "No lo dice"), *Capitulo.Tipo.choices],
        required=False,
        widget=forms.Select(attrs={"class": "ancho-corto"}),
    )
    archivo = campo_archivo(label="La hoja escaneada", required=False)
    sin_datos = forms.BooleanField(
        label="No dejó su nombre o no dejó cómo responderle", required=False
    )
    publica_nombre = forms.BooleanField(label="Autorizó publicar su nombre", required=False)
    copia = forms.BooleanField(
        label="Pidió la copia por correo: enviarle su folio y su enlace privado", required=False
    )
    nonce = forms.RegexField(
        r"^[\w-]{16,40}$",
        required=False,
        # Kept with the draft: typed again after a lost answer, it is the same message.
        widget=forms.HiddenInput(attrs={"data-borrador-guarda": ""}),
        initial=nonce_nuevo,
    )

    def __init__(self, *args: Any, cuenta: CuentaPublica, en_serie: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.cuenta = cuenta
        self.ya_ingresada: Consulta | None = None
        if self.data.get("sin_datos"):
            for campo in ("nombres", "apellidos", "medio"):
                self.fields[campo].required = False
        self._con_sus_palabras()
        if en_serie and not self.is_bound:
            self._por_donde_se_sigue().widget.attrs["autofocus"] = True
        self.helper = ayudante(
            Div(self._lo_que_llego(), self._quien_lo_envio(), css_class="cotejo"), "nonce"
        )

    def _por_donde_se_sigue(self) -> forms.Field:
        """Where the next one begins: what its sheet says first, or what they are telling."""
        en_papel = self["canal"].value() == Consulta.Canal.PAPEL
        return self.fields["hoja" if en_papel else "mensaje"]

    @staticmethod
    def _lo_que_llego() -> Div:
        return Div(
            InlineRadios("canal"),
            _sin_marca("recibida_el"),
            _sin_marca("hoja"),
            InlineRadios("tipo"),
            "mensaje",
            "otra_hoja",
            _sin_marca("capitulo"),
            _sin_marca("archivo"),
        )

    def _quien_lo_envio(self) -> Div:
        return Div(
            Fieldset(
                "Quién lo envió",
                "sin_datos",
                "nombres",
                "apellidos",
                Field("run"),
                _sin_marca("organizacion"),
            ),
            Div(
                InlineRadios("medio"),
                _sin_marca("correo", "segun-correo"),
                _sin_marca("telefono", "segun-telefono"),
                _sin_marca("direccion", "segun-carta"),
                css_class="segun-medio",
            ),
            _sin_marca("formato"),
            "publica_nombre",
            *(["copia"] if "copia" in self.fields else []),
        )

    def _con_sus_palabras(self) -> None:
        """The words for who types about somebody else."""
        palabras = {
            "nombres": "Nombres de la persona",
            "medio": "¿Cómo se le responde?",
            "correo": "Su correo electrónico",
            "telefono": "Su teléfono",
            "direccion": "Su dirección postal",
            "formato": "Formato en que pidió la respuesta",
        }
        for campo, rotulo in palabras.items():
            self.fields[campo].label = rotulo
        faltas = {
            "mensaje": "Escriba el mensaje tal como llegó.",
            "nombres": "Escriba sus nombres, o marque que no los dejó.",
            "apellidos": "Escriba su primer apellido, o marque que no dejó sus datos.",
        }
        for campo, falta in faltas.items():
            if campo in self.fields:
                self.fields[campo].error_messages["required"] = falta
        for campo in (*DE_LA_PERSONA, "organizacion"):  # not kept in a machine of many people
            self.fields[campo].widget.attrs |= {"autocomplete": "off", "data-privado": ""}
        self.fields["organizacion"].help_text = "Solo si dijo que habla por ella. No se publica."
        medio = self.fields["medio"]
        medio.choices = [  # type: ignore[attr-defined]
            (Consultante.Medio.CORREO, "Por correo electrónico"),
            (Consultante.Medio.TELEFONO, "Por teléfono"),
            (Consultante.Medio.CARTA, "Por carta"),
            (Consultante.Medio.RETIRO, "Pasará a buscarla a la oficina"),
        ]
        medio.help_text = (
            "Solo lo que la persona dejó. Lo que está en el directorio no es de ella: pregúntele."
        )

    def clean_hoja(self) -> str:
        try:
            return revisar_hoja(self.cuenta, self.cleaned_data["hoja"])
        except HojaIngresada as error:
            if self._es_esta(error.consulta):
                return error.consulta.hoja or ""
            self.ya_ingresada = error.consulta
            raise ValidationError(error.mensaje) from None
        except ErrorDominio as error:
            raise ValidationError(error.mensaje) from None

    def _es_esta(self, previa: Consulta) -> bool:
        """The same form, sent again."""
        return previa.nonce == self.data.get("nonce")

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data if self.data.get("sin_datos") else super().clean()
        if datos.get("sin_datos") and any(datos.get(campo) for campo in DE_LA_PERSONA):
            self.add_error(
                "sin_datos",
                "Marcó que no dejó sus datos, y hay datos escritos. Quite la marca, o bórrelos.",
            )
        if datos.get("mensaje") and not datos.get("hoja") and not datos.get("otra_hoja"):
            self._avisar_de_las_mismas_palabras(datos["mensaje"])
        return datos

    def _avisar_de_las_mismas_palabras(self, mensaje: str) -> None:
        """A sheet without a code may be the same sheet, typed by somebody else."""
        previa = selectors.con_las_mismas_palabras(self.cuenta, mensaje)
        if previa is None or self._es_esta(previa):
            return
        self.ya_ingresada = previa
        self.fields["otra_hoja"].widget = forms.CheckboxInput()
        self.add_error(
            "mensaje",
            f"El folio {previa.folio} tiene las mismas palabras. Ábralo para compararlo. Si es "
            "otro mensaje, marque la casilla que está debajo y guarde.",
        )

    def persona_o_nadie(self) -> Datos | None:
        return None if self.cleaned_data["sin_datos"] else self.persona()

    def escrito(self) -> dict[str, Any]:
        """What `ingresar_consulta` takes."""
        datos = self.cleaned_data
        campos = (
            *("canal", "tipo", "mensaje", "capitulo", "organizacion", "formato"),
            *("recibida_el", "hoja", "publica_nombre"),
        )
        return {
            **{campo: datos[campo] for campo in campos},
            "copia_por_correo": datos["copia"],
            "datos": self.persona_o_nadie(),
            "nonce": datos["nonce"] or None,
        }


class FormularioCorregir(FormularioIngresar):
    """What was typed around the words of one, to be set right."""

    mensaje = otra_hoja = archivo = copia = nonce = None  # type: ignore[assignment]

    def __init__(self, *args: Any, consulta: Consulta, **kwargs: Any) -> None:
        self.consulta = consulta
        kwargs.setdefault("initial", _como_esta(consulta))
        super().__init__(*args, cuenta=consulta.cuenta, **kwargs)
        self.helper = ayudante(
            Div(
                Div(
                    InlineRadios("canal"),
                    _sin_marca("recibida_el"),
                    _sin_marca("hoja"),
                    InlineRadios("tipo"),
                    _sin_marca("capitulo"),
                ),
                self._quien_lo_envio(),
                css_class="cotejo",
            )
        )

    def _es_esta(self, previa: Consulta) -> bool:
        return previa.pk == self.consulta.pk

    def corregido(self) -> dict[str, Any]:
        """What `corregir_ingreso` takes."""
        campos = (
            *("canal", "tipo", "capitulo", "organizacion", "formato"),
            *("recibida_el", "hoja", "publica_nombre"),
        )
        datos = {campo: self.cleaned_data[campo] for campo in campos}
        return {**datos, "datos": self.persona_o_nadie()}


def _como_esta(consulta: Consulta) -> dict[str, Any]:
    """What was typed, as it is typed."""
    campos = ("canal", "tipo", "capitulo", "organizacion", "formato", "hoja", "publica_nombre")
    persona = consulta.consultante
    zona = consulta.cuenta.servicio.zona
    inicial = {campo: getattr(consulta, campo) or "" for campo in campos}
    inicial["recibida_el"] = consulta.recibida_en.astimezone(zona).date()
    if persona is None:
        return inicial | {"sin_datos": True}
    suyos = ("nombres", "apellidos", "medio", "correo", "telefono", "direccion", "run")
    return inicial | {campo: getattr(persona, campo) for campo in suyos}


class FormularioOriginal(forms.Form):
    """The scanned sheet of a contribution that was typed before."""

    archivo = campo_archivo(label="La hoja escaneada")
    helper = ayudante("archivo")


class FormularioHojas(forms.Form):
    """How many sheets to print."""

    cuantas = forms.IntegerField(
        label="¿Cuántas hojas?",
        min_value=1,
        max_value=MAXIMO_HOJAS,
        initial=20,
        help_text=f"Hasta {MAXIMO_HOJAS} cada vez.",
        error_messages={
            "required": "Escriba cuántas hojas necesita.",
            "invalid": "Escriba un número, sin letras.",
            "min_value": f"Puede imprimir entre 1 y {MAXIMO_HOJAS} hojas cada vez.",
            "max_value": f"Puede imprimir entre 1 y {MAXIMO_HOJAS} hojas cada vez.",
        },
        widget=forms.NumberInput(attrs={"class": "ancho-rut", "inputmode": "numeric"}),
    )
    helper = ayudante("cuantas")
