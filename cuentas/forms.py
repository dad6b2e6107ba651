"""What people type about an account: its years, its norm, its dates, its team, its report."""

from datetime import date, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from comun.limites import FECHA_CREIBLE, PRIMER_DIA, ULTIMO_DIA
from cuentas.models import Capitulo, CuentaPublica, NormaParticipacion
from servicios.models import Servicio, Usuario

POCAS = 7


def _ayudante(*partes: Any) -> FormHelper:
    ayudante = FormHelper()
    ayudante.form_tag = False
    if partes:
        ayudante.layout = Layout(*partes)
    return ayudante


def _fecha(**opciones: Any) -> forms.DateField:
    opciones.setdefault("error_messages", {})["invalid"] = (
        "Esa fecha no existe. Ejemplo: 28/05/2027."
    )
    control = forms.DateInput(attrs={"type": "date", "class": "ancho-rut"}, format="%Y-%m-%d")
    return forms.DateField(widget=control, validators=FECHA_CREIBLE, **opciones)


class EleccionDePersona(forms.ModelChoiceField):
    """A person and their post. Under seven, all of them in sight."""

    def ofrecer(self, personas: QuerySet[Usuario]) -> None:
        self.queryset = personas
        self.empty_label = "Elija a una persona"
        if 0 < personas.count() < POCAS:
            self.empty_label = None
            self.widget = forms.RadioSelect()
            self.widget.choices = self.choices

    def label_from_instance(self, obj: Usuario) -> str:
        return f"{obj.nombre}, {obj.cargo}" if obj.cargo else obj.nombre


class _ConModalidad(forms.Form):
    """The modality with its reason (R2), and the responsible person (R7)."""

    modalidad = forms.ChoiceField(
        label="¿Cómo se hará?",
        choices=CuentaPublica.Modalidad.choices,
        widget=forms.RadioSelect,
        initial=CuentaPublica.Modalidad.PRESENCIAL_VIRTUAL,
        help_text="Se recomienda la modalidad presencial con apoyo virtual (R2).",
    )
    motivo_modalidad = forms.CharField(
        label="Por qué será solo virtual",
        required=False,
        max_length=2000,
        help_text="Solo si elige esa modalidad.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    responsable = EleccionDePersona(
        label="Persona responsable ante la División de Organizaciones Sociales",
        queryset=Usuario.objects.none(),
        help_text="Se elige entre las personas del servicio.",
        error_messages={"required": "Elija a la persona responsable."},
    )
    cargo = forms.CharField(
        label="Su cargo",
        required=False,
        max_length=120,
        help_text="Déjelo en blanco para conservar el que ya tiene.",
    )
    telefono = forms.CharField(
        label="Su teléfono de trabajo",
        required=False,
        max_length=20,
        help_text="Déjelo en blanco para conservar el que ya tiene.",
        widget=forms.TextInput(attrs={"class": "ancho-rut"}),
    )

    def __init__(self, *args: Any, personas: QuerySet[Usuario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsable"].ofrecer(personas)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        otra = datos.get("modalidad") == CuentaPublica.Modalidad.VIRTUAL
        if otra and not datos.get("motivo_modalidad", "").strip():
            self.add_error(
                "motivo_modalidad",
                "Se recomienda la modalidad presencial con apoyo virtual. Si elige otra, "
                "escriba por qué (R2).",
            )
        return datos


class AbrirCuentaForm(_ConModalidad):
    """All that opens an account; its parameters come with the norm."""

    anio_gestion = forms.IntegerField(
        label="Año de gestión",
        min_value=2011,
        max_value=2100,
        help_text="El año del que se rinde cuenta.",
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )
    anio_ejercicio = forms.IntegerField(
        label="Año de ejercicio",
        min_value=2011,
        max_value=2100,
        help_text="El año en que se realiza.",
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )
    ambito = forms.ChoiceField(
        label="Ámbito", choices=Servicio.Ambito.choices, widget=forms.RadioSelect
    )
    nombre = forms.CharField(
        label="Norma que la rige",
        max_length=160,
        required=False,
        help_text="Por ejemplo: Resolución exenta. En blanco: la del año anterior o la guía.",
    )
    numero = forms.CharField(label="Número", max_length=40, required=False)
    fecha = _fecha(label="Fecha de la norma", required=False)
    url = forms.URLField(label="Dirección web de la norma", required=False, assume_scheme="https")

    helper = _ayudante(
        Fieldset("De qué año", Row("anio_gestion", "anio_ejercicio"), "ambito"),
        Fieldset("Modalidad", "modalidad", "motivo_modalidad"),
        Fieldset("Quién responde por ella", "responsable", "cargo", "telefono"),
        Fieldset("Norma de participación del servicio", "nombre", Row("numero", "fecha"), "url"),
    )

    def clean(self) -> dict[str, Any]:
        datos = super().clean()
        gestion, ejercicio = datos.get("anio_gestion"), datos.get("anio_ejercicio")
        if gestion and ejercicio and ejercicio < gestion:
            self.add_error(
                "anio_ejercicio", "La cuenta no puede realizarse antes del año que informa."
            )
        return datos


class DatosCuentaForm(_ConModalidad):
    """The modality and the responsible person of an account already open."""

    helper = _ayudante("modalidad", "motivo_modalidad", "responsable", "cargo", "telefono")


class NormaForm(forms.ModelForm):
    """The parameters of the year (DOMAIN 5.2) and where they come from."""

    url = forms.URLField(label="Dirección web de la norma", required=False, assume_scheme="https")

    class Meta:
        model = NormaParticipacion
        fields = [*NormaParticipacion.FUENTE, *NormaParticipacion.PARAMETROS]
        widgets = {
            "fecha": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "tipo_dias": forms.RadioSelect,
        }
        help_texts = {
            "numero": "Obligatorio para contar en días hábiles o pasar de 45 días (R108).",
            "plazo_respuesta_sugerido_dias": "La guía sugiere 30 (R107).",
            "plazo_respuesta_maximo_dias": "La guía permite hasta 45 (R108).",
            "convocatoria_anticipacion_dias": "La guía pide 15 (R133).",
            "virtual_minimo_dias": "La guía recomienda 30 (R48).",
            "duracion_max_min": "La guía recomienda 240 (R33).",
            "asistentes_max": "La guía recomienda 250 (R34). Nunca se niega la entrada.",
        }

    helper = _ayudante(
        Fieldset("La norma", "nombre", Row("numero", "fecha"), "url"),
        Fieldset(
            "Respuestas",
            "tipo_dias",
            Row("plazo_respuesta_sugerido_dias", "plazo_respuesta_maximo_dias"),
        ),
        Fieldset(
            "Convocatoria y participación por internet",
            Row("convocatoria_anticipacion_dias", "virtual_minimo_dias"),
            "tipos_organizacion_minimo",
            Row("ventana_regional_inicio", "ventana_regional_fin"),
        ),
        Fieldset(
            "La jornada",
            Row("duracion_max_min", "asistentes_max"),
            "exposicion_max_min",
            Row("plenario_min_min", "plenario_max_min"),
        ),
        Fieldset(
            "Los talleres", Row("taller_tamano_min", "taller_tamano_max"), "prioridades_por_taller"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for campo in self.fields.values():
            if isinstance(campo, forms.IntegerField):
                campo.widget.attrs["min"] = 1
                campo.validators.append(_al_menos_uno)
        for nombre in (n for n in self.fields if n.endswith("_dias") and n != "tipo_dias"):
            self.fields[nombre].validators.append(_no_mas_de_mil)
        self.fields["fecha"].validators.extend(FECHA_CREIBLE)

    def _post_clean(self) -> None:
        """Leave the instance as it is stored: the use case compares, validates and saves."""


def _al_menos_uno(valor: int) -> None:
    if valor < 1:
        raise ValidationError("Escriba un número desde 1.")


def _no_mas_de_mil(valor: int) -> None:
    if valor > 1000:
        raise ValidationError("Escriba un plazo de hasta 1.000 días.")


class PlazosForm(forms.Form):
    """The dates promised for the answers, and the day from which their terms are counted."""

    ancla = _fecha(
        label="Última actividad presencial",
        help_text="Desde el día siguiente se cuentan los plazos. Si la cuenta es solo virtual, "
        "el último día de la participación por internet.",
        error_messages={"required": "Escriba la fecha de la última actividad presencial."},
    )
    respuesta_virtual = _fecha(
        label="Responderemos lo recibido por internet, a más tardar, el",
        error_messages={"required": "Escriba la fecha para lo recibido por internet (R52)."},
    )
    respuesta_presencial = _fecha(
        label="Responderemos lo planteado en la jornada, a más tardar, el",
        error_messages={"required": "Escriba la fecha para lo planteado en la jornada (R105)."},
    )

    helper = _ayudante()

    def __init__(self, *args: Any, hay_jornada: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["respuesta_presencial"].required = hay_jornada


class MotivoForm(forms.Form):
    """Why an account is annulled."""

    motivo = forms.CharField(
        label="Motivo de la anulación",
        max_length=2000,
        help_text="Se publica. No escriba datos de personas.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba el motivo de la anulación: se publica."},
    )
    helper = _ayudante()


class InterrumpirForm(forms.Form):
    """Since when an account does not run as announced, and why."""

    desde = _fecha(
        label="Desde qué día",
        help_text="Hoy o un día que ya pasó.",
        error_messages={"required": "Escriba desde qué día."},
    )
    motivo = forms.CharField(
        label="Motivo",
        max_length=2000,
        help_text="Se publica en la página de la cuenta. No escriba datos de personas.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba el motivo: se publica."},
    )
    helper = _ayudante()


class ReanudarForm(forms.Form):
    """The day on which an account runs again."""

    hasta = _fecha(
        label="Qué día se reanudó",
        help_text="Hoy o un día que ya pasó.",
        error_messages={"required": "Escriba qué día se reanudó."},
    )
    helper = _ayudante()


class IntegranteForm(forms.Form):
    """Who joins the team, and what for."""

    usuario = EleccionDePersona(
        label="Persona",
        queryset=Usuario.objects.none(),
        error_messages={"required": "Elija a la persona."},
    )
    funcion = forms.CharField(
        label="Qué hará en esta cuenta",
        max_length=120,
        help_text="Por ejemplo: redacta el informe.",
        error_messages={"required": "Escriba qué hará en esta cuenta."},
    )
    helper = _ayudante()

    def __init__(self, *args: Any, personas: QuerySet[Usuario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usuario"].ofrecer(personas)  # type: ignore[attr-defined]


class CapituloForm(forms.Form):
    """The text of a section, and the moment of the text that the person had in sight."""

    texto = forms.CharField(
        label="Texto de la sección",
        required=False,
        strip=False,
        help_text="Deje una línea en blanco entre párrafos. ## delante hace un subtítulo; "
        "- delante, una lista; **entre asteriscos**, negrita.",
        widget=forms.Textarea(attrs={"rows": 22, "class": "papel"}),
    )
    visto = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = _ayudante(Field("texto", wrapper_class="campo--sin-marca"), "visto")

    @classmethod
    def de(cls, capitulo: Capitulo) -> "CapituloForm":
        return cls(initial={"texto": capitulo.texto, "visto": marca_de(capitulo)})

    def clean_visto(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["visto"])
        except ValueError:
            return None

    def con_marca(self, capitulo: Capitulo) -> "CapituloForm":
        """The same text typed, over what is stored now: the next save has seen it."""
        self.data = self.data.copy()
        self.data["visto"] = marca_de(capitulo)
        return self


def marca_de(capitulo: Capitulo) -> str:
    return capitulo.editado_en.isoformat() if capitulo.editado_en else ""


class ObservacionForm(forms.Form):
    """What the writers must change before the report is published."""

    observacion = forms.CharField(
        label="Qué hay que cambiar",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Escriba qué hay que cambiar: quienes redactan lo leerán."},
    )
    helper = _ayudante()


def leer_fecha(texto: str) -> date | None:
    """A date of the address (`?ancla=2027-05-28`), or None."""
    try:
        dia = date.fromisoformat(texto)
    except ValueError:
        return None
    return dia if PRIMER_DIA <= dia <= ULTIMO_DIA else None
