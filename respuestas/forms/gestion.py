"""What the staff types."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Field
from django import forms

from comun.limites import entero
from cuentas.forms.base import ayudante
from respuestas.forms.publico import CampoDeUnaLinea, CampoLimpio
from respuestas.models import Consulta, Consultante, Grupo, Respuesta


class FiltroConsultas(forms.Form):
    """The filters of the list, kept in the address."""

    q = forms.CharField(
        label="Palabras, folio o código de hoja", required=False, widget=forms.SearchInput
    )
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
        return consultas.que_dicen(datos["q"]) if datos["q"] else consultas


class BuscarPersona(forms.Form):
    """Part of a name. It goes by POST: no name stands in an address."""

    persona = CampoDeUnaLinea(
        label="Nombre de la persona",
        max_length=100,
        min_length=3,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Escriba un nombre o un apellido.",
            "min_length": "Escriba al menos 3 letras del nombre.",
        },
    )
    helper = ayudante("persona")


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
