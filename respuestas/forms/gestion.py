"""What the staff types."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Field, Fieldset
from django import forms

from comun.limites import FECHA_CREIBLE, entero
from respuestas.forms.publico import CampoLimpio, FormularioPersona, ayudante, campo_mensaje
from respuestas.models import Consulta, Consultante, Grupo, Respuesta
from respuestas.services import Datos, nonce_nuevo


class FormularioIngresar(FormularioPersona):
    """A contribution that came on paper, typed by the staff."""

    field_order = ("canal", "tipo", "recibida_el", "mensaje", "sin_datos")

    canal = forms.ChoiceField(
        label="¿Cómo llegó?",
        choices=[
            (Consulta.Canal.PAPEL, "En papel o en la oficina"),
            (Consulta.Canal.AUTOCONVOCADA, "De un encuentro autoconvocado"),
        ],
        initial=Consulta.Canal.PAPEL,
        widget=forms.RadioSelect,
    )
    tipo = forms.ChoiceField(
        label="Qué es", choices=Consulta.Tipo, initial="pregunta", widget=forms.RadioSelect
    )
    recibida_el = forms.DateField(
        label="Día en que llegó",
        required=False,
        validators=FECHA_CREIBLE,
        help_text="En blanco: hoy.",
        widget=forms.DateInput(attrs={"type": "date", "class": "ancho-corto"}, format="%Y-%m-%d"),
    )
    mensaje = campo_mensaje(
        label="El mensaje, tal como llegó", help_text="No lo corrija ni lo resuma."
    )
    sin_datos = forms.BooleanField(
        label="No dejó su nombre o no dejó cómo responderle", required=False
    )
    publica_nombre = forms.BooleanField(label="Autorizó publicar su nombre", required=False)
    nonce = forms.RegexField(
        r"^[\w-]{16,40}$", required=False, widget=forms.HiddenInput, initial=nonce_nuevo
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if data and data.get("sin_datos"):
            for campo in ("nombres", "apellidos", "medio"):
                self.fields[campo].required = False
        self.fields["nombres"].label = "Nombres de la persona"
        self.fields["medio"].label = "¿Cómo se le responde?"
        self.helper = ayudante(
            InlineRadios("canal"),
            InlineRadios("tipo"),
            "recibida_el",
            "mensaje",
            "sin_datos",
            Fieldset("Quién lo envió", "nombres", "apellidos", Field("run")),
            *self.PERSONA[1:],
            "publica_nombre",
            "nonce",
        )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("sin_datos"):
            return self.cleaned_data
        return super().clean()

    def persona_o_nadie(self) -> Datos | None:
        return None if self.cleaned_data["sin_datos"] else self.persona()


class FiltroConsultas(forms.Form):
    """The filters of the list, kept in the address."""

    q = forms.CharField(label="Palabras del mensaje", required=False, widget=forms.SearchInput)
    tipo = forms.ChoiceField(label="Tipo", required=False)
    canal = forms.ChoiceField(label="Cómo llegó", required=False)
    grupo = forms.ChoiceField(label="Grupo", required=False)
    estado = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, grupos: Any) -> None:
        super().__init__(data)
        todos = [("", "Todos")]
        for campo, opciones in (
            ("tipo", Consulta.Tipo.choices),
            ("canal", Consulta.Canal.choices),
            ("estado", Consulta.Estado.choices),
            ("grupo", [("sin", "Sin grupo"), *((str(g.pk), g.titulo) for g in grupos)]),
        ):
            self.fields[campo].choices = [*todos, *opciones]  # type: ignore[attr-defined]

    def aplicar(self, consultas: Any) -> Any:
        if not self.is_valid():
            return consultas
        datos = self.cleaned_data
        for campo in ("tipo", "canal", "estado"):
            if datos[campo]:
                consultas = consultas.filter(**{campo: datos[campo]})
        if datos["grupo"] == "sin":
            consultas = consultas.filter(grupo=None)
        elif datos["grupo"]:
            consultas = consultas.filter(grupo=datos["grupo"])
        return consultas.con_palabras(datos["q"]) if datos["q"] else consultas


class FormularioRedaccion(forms.Form):
    texto = CampoLimpio(label="Versión pública", widget=forms.Textarea(attrs={"rows": 6}))
    motivo = forms.CharField(
        label="Qué se quitó y por qué",
        max_length=200,
        help_text="Por ejemplo: el teléfono de una vecina, para cuidar sus datos.",
    )
    helper = ayudante()


class FormularioDerivar(forms.Form):
    organo = forms.CharField(label="Órgano que corresponde", max_length=160)
    motivo = CampoLimpio(
        label="Por qué",
        help_text="Lo leerá quien escribió.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    helper = ayudante()
    prefix = "derivar"


class FormularioFuera(forms.Form):
    motivo = CampoLimpio(
        label="Por qué no es de nuestra competencia",
        help_text="Lo leerá quien escribió.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    helper = ayudante()
    prefix = "fuera"


class VariasFilas(forms.ModelMultipleChoiceField):
    """A number that no row can have is a wrong choice, not an error of the database."""

    def clean(self, value: Any) -> Any:
        if any(entero(str(uno)) is None for uno in value or ()):
            raise forms.ValidationError("Uno de los mensajes ya no está. Recargue la página.")
        return super().clean(value)


class FormularioAgrupar(forms.Form):
    """Which contributions, and into which group: a new one or one that is there."""

    consultas = VariasFilas(
        queryset=None,
        error_messages={"required": "Marque al menos un mensaje para agrupar."},
    )
    grupo = forms.ModelChoiceField(label="Grupo", queryset=None, required=False)
    titulo = forms.CharField(label="Título del grupo nuevo", max_length=200, required=False)

    def __init__(self, data: Any = None, *, cuenta: Any) -> None:
        super().__init__(data)
        self.fields["consultas"].queryset = Consulta.objects.filter(cuenta=cuenta)  # type: ignore[attr-defined]
        self.fields["grupo"].queryset = Grupo.objects.filter(cuenta=cuenta)  # type: ignore[attr-defined]


class FormularioTitulo(forms.Form):
    titulo = forms.CharField(label="Título del grupo", max_length=200)
    helper = ayudante()


class FormularioRespuesta(forms.Form):
    texto = CampoLimpio(
        label="Su respuesta",
        required=False,
        help_text="En frases cortas, de usted. Diga qué se hará y cuándo.",
        widget=forms.Textarea(attrs={"rows": 9, "class": "papel"}),
    )
    decision = forms.ChoiceField(
        label="Decisión",
        choices=Respuesta.Decision,
        initial=Respuesta.Decision.INFORMA,
        widget=forms.RadioSelect,
    )
    fundamento = CampoLimpio(
        label="Por qué se decidió así", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    unidad = forms.CharField(label="Unidad que responde", max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = ayudante(
            Field("texto", wrapper_class="campo--sin-marca"),
            InlineRadios("decision"),
            Field("fundamento", wrapper_class="campo--sin-marca"),
            "unidad",
        )


class FormularioObservacion(forms.Form):
    observacion = CampoLimpio(
        label="Qué hay que cambiar",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escriba qué hay que cambiar."},
    )
    helper = ayudante()


class FormularioPresentacion(forms.Form):
    presentacion = CampoLimpio(
        label="Presentación",
        required=False,
        help_text="Abre el documento. Puede usar Markdown: **negrita**, listas con guiones.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    helper = ayudante()


class FormularioPublicar(forms.Form):
    motivo_tardanza = CampoLimpio(
        label="Por qué se publica fuera de plazo",
        required=False,
        help_text="Se publicará junto a la fecha.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, tarde: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not tarde:
            self.fields["motivo_tardanza"].widget = forms.HiddenInput()
        self.helper = ayudante(Field("motivo_tardanza", wrapper_class="campo--sin-marca"))


class FormularioEntrega(forms.Form):
    medio = forms.ChoiceField(label="Cómo se entregó", choices=Consultante.Medio)
