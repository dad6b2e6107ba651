"""What people type about the workshops: their plan, and what is said in them."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet

from comun.campos import nonce_nuevo
from comun.errores import ErrorDominio, ReglaIncumplida
from convocatorias.models import Actividad, Participante
from servicios.models import Usuario
from talleres import selectors
from talleres.models import Intervencion, Taller
from talleres.reglas import HechosTalleres

ACUERDO = "acuerdo"
#: The order of the keys Alt+1 to Alt+5.
TIPOS = (
    (Intervencion.Tipo.OPINION, "Opinión"),
    (Intervencion.Tipo.PREGUNTA, "Pregunta"),
    (Intervencion.Tipo.PROPUESTA, "Propuesta"),
    (ACUERDO, "Acuerdo"),
    (Intervencion.Tipo.DESACUERDO, "Desacuerdo"),
)
LARGO_NOTA = 2000


class ConAyudante(forms.Form):
    """A form that the portal's own pack draws, without its form tag."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class CrearTalleresForm(ConAyudante):
    """How many workshops, and about what."""

    actividad = forms.ModelChoiceField(
        Actividad.objects.none(),
        label="Actividad",
        empty_label=None,
        error_messages={"required": "Elija la actividad."},
    )
    cantidad = forms.IntegerField(
        label="¿Cuántos talleres?",
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
        help_text="Con 100 personas y grupos de 10 se necesitan 10 talleres.",
        error_messages={"required": "Escriba cuántos talleres habrá."},
    )
    temas = forms.CharField(
        label="Temas",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Uno por línea, en el orden de los talleres. Puede escribirlos después.",
    )
    cupo = forms.IntegerField(
        label="Puestos por taller",
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
        help_text="En blanco, el máximo de la norma. A nadie se le niega un puesto.",
    )

    def __init__(self, *args: Any, actividades: QuerySet[Actividad], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actividad"].queryset = actividades

    def datos(self) -> dict[str, Any]:
        """What `crear_talleres` takes."""
        limpios = self.cleaned_data
        temas = limpios["temas"].splitlines()
        return limpios | {"temas": temas, "cupo": limpios["cupo"] or 0}


class TallerForm(ConAyudante):
    """Topic, room and seats."""

    nombre = forms.CharField(
        label="Tema", max_length=120, error_messages={"required": "Escriba el tema del taller."}
    )
    sala = forms.CharField(label="Sala", max_length=80, required=False)
    cupo = forms.IntegerField(
        label="Puestos",
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
        error_messages={"required": "Escriba cuántos puestos tiene."},
    )


class EquipoForm(ConAyudante):
    """Who facilitates and who records."""

    facilitador = forms.ModelChoiceField(
        Usuario.objects.none(),
        label="Quién facilita",
        required=False,
        empty_label="Todavía no se sabe",
        help_text="Guía el diálogo y cuida que todas las personas hablen.",
    )
    secretario = forms.ModelChoiceField(
        Usuario.objects.none(),
        label="Quién lleva la secretaría técnica",
        required=False,
        empty_label="Todavía no se sabe",
        help_text="Anota todo lo que se dice. Es la única persona que escribe en el taller.",
    )

    def __init__(self, *args: Any, taller: Taller, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        propio = taller.servicio_id
        de = selectors.personas_para
        self.fields["facilitador"].queryset = de(propio, selectors.PARA_FACILITAR)
        self.fields["secretario"].queryset = de(propio, selectors.PARA_REGISTRAR)


class QuienForm(forms.ModelChoiceField):
    """A person of the workshop, by name."""

    def label_from_instance(self, obj: Participante) -> str:
        return obj.nombre_completo


class NotaForm(ConAyudante):
    """What is being said: its kind, its words and, when it is known, who says it."""

    tipo = forms.ChoiceField(
        label="Tipo de nota",
        choices=TIPOS,
        initial=Intervencion.Tipo.OPINION,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el tipo de nota."},
    )
    texto = forms.CharField(
        label="Lo que se está diciendo",
        max_length=LARGO_NOTA,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={
            "required": "Escriba lo que se está diciendo. Puede ser una sola frase.",
            "max_length": f"Son más de {LARGO_NOTA} letras. Divídalo en dos notas.",
        },
    )
    participante = QuienForm(
        Participante.objects.none(), label="Quién lo dice", required=False, empty_label="Sin nombre"
    )
    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, taller: Taller, **kwargs: Any) -> None:
        kwargs["initial"] = {"nonce": nonce_nuevo()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        sentados = selectors.sentados(taller).order_by().values("participante_id")
        personas = Participante.objects.filter(pk__in=sentados)
        self.fields["participante"].queryset = personas
        self.fields["participante"].widget.attrs["class"] = "form-select"


class MotivoForm(ConAyudante):
    """Why a note is struck through."""

    motivo = forms.CharField(
        label="Por qué se anula",
        max_length=200,
        help_text="La nota queda a la vista, tachada, con este motivo.",
        error_messages={"required": "Escriba por qué se anula."},
    )


class CerrarForm(ConAyudante):
    """The end of a workshop."""

    sin_acuerdos_motivo = forms.CharField(
        label="Por qué no hubo acuerdos",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Solo si el grupo no llegó a ningún acuerdo.",
    )
    sin_notas_motivo = forms.CharField(
        label="Por qué no hay notas",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Solo si no se anotó ninguna opinión, pregunta ni propuesta.",
    )

    #: Where what each rule says about the end of a workshop is answered.
    REGLAS: ClassVar = {"R76": "sin_acuerdos_motivo", "R78": "sin_notas_motivo"}

    def __init__(self, *args: Any, hechos: HechosTalleres, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hechos.acuerdos:
            del self.fields["sin_acuerdos_motivo"]
        if hechos.notas:
            del self.fields["sin_notas_motivo"]

    def no_cierra(self, error: ErrorDominio) -> None:
        """Say each thing that lacks next to where its reason is written."""
        pares = error.reglas if isinstance(error, ReglaIncumplida) else []
        for una, resultado in pares:
            campo = self.REGLAS[una.id]
            self.add_error(campo, f"{resultado.mensaje} ({una.cita})")
        if not pares:
            self.add_error(None, error.mensaje)


class MoverForm(forms.Form):
    """A person and their new workshop."""

    participante = forms.ModelChoiceField(Participante.objects.none())
    taller = forms.ModelChoiceField(
        Taller.objects.none(), error_messages={"required": "Elija el taller al que pasa."}
    )

    def __init__(self, *args: Any, taller: Taller, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentados = selectors.sentados(taller).order_by().values("participante_id")
        self.fields["participante"].queryset = Participante.objects.filter(pk__in=sentados)
        self.fields["taller"].queryset = selectors.otros_abiertos(taller)
