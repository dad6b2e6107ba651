"""What people type: the directory, the activities, the call, the window, and their answers."""

from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms

from convocatorias.models import Actividad, Contacto, Organizacion, ProcesoVirtual, TipoOrganizacion
from servicios.models import Comuna

BLOQUES_EN_BLANCO = 3
CORREO_MALO = "Al correo le falta algo. Ejemplo: rosa@correo.cl"


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
    return forms.DateField(widget=control, **opciones)


def _hora(**opciones: Any) -> forms.TimeField:
    opciones.setdefault("error_messages", {})["invalid"] = "Esa hora no existe. Ejemplo: 9:30."
    control = forms.TimeInput(attrs={"type": "time", "class": "ancho-rut"}, format="%H:%M")
    return forms.TimeField(widget=control, **opciones)


def _texto(filas: int = 4, **opciones: Any) -> forms.CharField:
    opciones.setdefault("max_length", 3000)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": filas}), **opciones)


def _comuna(**opciones: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label="Comuna",
        queryset=Comuna.objects.select_related("region"),
        empty_label="Elija una comuna",
        **opciones,
    )


# ── The directory ──


class FiltroDirectorioForm(forms.Form):
    """Filters of the directory, in the address."""

    q = forms.CharField(
        label="Organización", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    tipo = forms.ModelChoiceField(
        label="Tipo de organización", required=False, empty_label="Todos",
        queryset=TipoOrganizacion.objects.all(),
    )  # fmt: skip
    comuna = forms.ModelChoiceField(
        label="Comuna", required=False, empty_label="Todas", queryset=Comuna.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usadas = Organizacion.objects.exclude(comuna=None).values("comuna")
        self.fields["comuna"].queryset = Comuna.objects.filter(pk__in=usadas)  # type: ignore[attr-defined]

    def criterio(self) -> dict[str, str]:
        """What was chosen, as text; a wrong value in the address counts as none."""
        datos = self.cleaned_data if self.is_valid() else {}
        return {
            "texto": datos.get("q") or "",
            "tipo": datos["tipo"].pk if datos.get("tipo") else "",
            "comuna": datos["comuna"].pk if datos.get("comuna") else "",
        }


class OrganizacionForm(forms.Form):
    """An organisation, by hand."""

    nombre = forms.CharField(
        label="Nombre de la organización",
        max_length=160,
        error_messages={"required": "Escriba el nombre de la organización."},
    )
    tipos = forms.ModelMultipleChoiceField(
        label="Tipos de organización",
        queryset=TipoOrganizacion.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Puede ser de varios: por ejemplo, funcional y de mujeres.",
        error_messages={"required": "Marque al menos un tipo."},
    )
    comuna = _comuna(required=False)
    helper = _ayudante("nombre", InlineCheckboxes("tipos"), "comuna")


class ContactoForm(forms.ModelForm):
    """A person of an organisation, by hand."""

    correo = forms.EmailField(
        label="Correo", required=False, error_messages={"invalid": CORREO_MALO}
    )
    helper = _ayudante(
        Row("nombres", "apellidos"),
        "cargo",
        Row(
            Field("correo", wrapper_class="campo--sin-marca"),
            Field("telefono", wrapper_class="campo--sin-marca"),
        ),
    )

    class Meta:
        model = Contacto
        fields = ("nombres", "apellidos", "cargo", "correo", "telefono")
        error_messages = {"nombres": {"required": "Escriba el nombre de la persona."}}

    def _post_clean(self) -> None:
        """Nothing is written on the row: the use case does it."""


class CargaForm(forms.Form):
    """The spreadsheet to import."""

    archivo = forms.FileField(
        label="Planilla XLSX o CSV",
        help_text="Hasta 5 MB y 20.000 filas.",
        error_messages={
            "required": "Elija el archivo de la planilla.",
            "empty": "El archivo está vacío. Elija otro archivo.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
    )
    helper = _ayudante()


# ── The activities ──


class MoverForm(forms.Form):
    """When and where; also the whole of what a move changes, with its reason."""

    fecha = _fecha(label="Fecha", error_messages={"required": "Escriba la fecha."})
    hora_inicio = _hora(label="Hora de inicio", error_messages={"required": "Escriba la hora."})
    hora_termino = _hora(label="Hora de término", required=False)
    lugar = forms.CharField(
        label="Lugar",
        max_length=160,
        help_text="Por ejemplo: Gimnasio Liceo El Sauce.",
        error_messages={"required": "Escriba el lugar."},
    )
    direccion = forms.CharField(label="Dirección", max_length=160, required=False)
    comuna = _comuna(error_messages={"required": "Elija la comuna."})
    motivo = _texto(
        label="Por qué se mueve",
        help_text="Se publica junto a la nueva fecha.",
        error_messages={"required": "Escriba el motivo. Se publica."},
    )
    helper = _ayudante(
        Fieldset("Nueva fecha", "fecha", Row("hora_inicio", "hora_termino")),
        Fieldset("Dónde", "lugar", "direccion", "comuna"),
        "motivo",
    )


class ActividadForm(forms.ModelForm):
    """The plan of an activity. A draft may still lack when and where."""

    fecha = _fecha(label="Fecha", required=False)
    hora_inicio = _hora(label="Hora de inicio", required=False)
    hora_termino = _hora(label="Hora de término", required=False)
    tipo = forms.ChoiceField(
        label="Tipo",
        choices=[(valor, nombre.capitalize()) for valor, nombre in Actividad.Tipo.choices],
        initial=Actividad.Tipo.CENTRAL,
        widget=forms.RadioSelect,
    )
    comuna = _comuna(required=False)
    aforo = forms.IntegerField(
        label="Cupos",
        min_value=1,
        max_value=30_000,
        help_text="Se recomiendan hasta 250 personas (R34). A nadie se le niega la entrada.",
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )

    class Meta:
        model = Actividad
        fields = (
            "nombre", "tipo", "descripcion", "fecha", "hora_inicio", "hora_termino",
            "lugar", "direccion", "comuna", "accesibilidad", "aforo",
        )  # fmt: skip
        widgets = {"descripcion": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"nombre": {"required": "Escriba el nombre de la actividad."}}

    helper = _ayudante(
        Fieldset("La actividad", "nombre", "tipo", "descripcion"),
        Fieldset("Cuándo", "fecha", Row("hora_inicio", "hora_termino")),
        Fieldset("Dónde", "lugar", "direccion", "comuna", "accesibilidad", "aforo"),
    )

    def _post_clean(self) -> None:
        """Nothing is written on the row: the use case does it."""


class BloqueForm(forms.Form):
    """One block of the programme."""

    nombre = forms.CharField(label="Bloque", max_length=120)
    minutos = forms.IntegerField(
        label="Minutos",
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )
    helper = _ayudante(Row("nombre", "minutos"))


class _ProgramaFormSet(forms.BaseFormSet):
    helper = _ayudante(Row("nombre", "minutos"))

    def bloques(self) -> list[tuple[str, int]]:
        """The blocks written, in order; an emptied one is gone."""
        return [
            (datos["nombre"], datos["minutos"])
            for datos in self.cleaned_data
            if datos.get("nombre") and datos.get("minutos")
        ]


def programa_formset(*args: Any, iniciales: list[dict[str, Any]] | None = None) -> Any:
    """The programme: what is written, and some blank lines to go on."""
    clase = forms.formset_factory(
        BloqueForm, formset=_ProgramaFormSet, extra=BLOQUES_EN_BLANCO, max_num=30
    )
    return clase(*args, initial=iniciales, prefix="programa")


class MotivoForm(forms.Form):
    """Why an activity is suspended or called off."""

    motivo = _texto(
        label="Motivo",
        help_text="Se publica en la página de la actividad. No escriba datos de personas.",
        error_messages={"required": "Escriba el motivo. Se publica."},
    )
    helper = _ayudante()


# ── The call ──


class TextoConvocatoriaForm(forms.Form):
    """The words of the invitation."""

    mensaje = _texto(
        filas=6,
        label="Texto de la invitación",
        required=False,
        help_text="Va al comienzo. La fecha, el lugar, el programa y los enlaces se agregan solos.",
    )
    helper = _ayudante()


class DestinatariosForm(FiltroDirectorioForm):
    """Whom to call: by kind, by comuna, and whether they were called before."""

    TODAS, SIN_INVITAR = "todas", "sin_invitar"

    q = None  # type: ignore[assignment]
    quienes = forms.ChoiceField(
        label="A quiénes",
        required=False,
        choices=[(TODAS, "Todas"), (SIN_INVITAR, "Aún sin invitar")],
    )

    def elegidos(self) -> dict[str, Any]:
        """What was chosen, as the selector of the recipients takes it."""
        criterio = self.criterio()
        return {
            "tipo": criterio["tipo"],
            "comuna": criterio["comuna"],
            "solo_nuevos": self.is_valid() and self.cleaned_data["quienes"] == self.SIN_INVITAR,
        }


class EnvioForm(forms.Form):
    """What goes with the button that sends."""

    motivo_tardanza = _texto(
        filas=3,
        label="Motivo de la tardanza",
        required=False,
        help_text="La convocatoria quedará marcada como enviada tarde.",
    )
    helper = _ayudante()


class TardanzaForm(forms.Form):
    """Why a regional call may go out late, in the authority's words."""

    motivo = _texto(
        label="Motivo de la tardanza",
        help_text="La convocatoria se podrá enviar y quedará marcada como enviada tarde.",
        error_messages={"required": "Escriba el motivo de la tardanza."},
    )
    helper = _ayudante()


# ── The virtual window ──


class ProcesoForm(forms.ModelForm):
    """The window of virtual participation."""

    inicio = _fecha(label="Primer día", error_messages={"required": "Escriba el primer día."})
    termino = _fecha(
        label="Último día",
        help_text="Se puede participar hasta las 24:00 de ese día.",
        error_messages={"required": "Escriba el último día."},
    )
    instrucciones = _texto(
        label="Cómo participar",
        help_text="Lo verá quien llegue desde el banner (R47).",
        error_messages={"required": "Explique en una frase cómo se participa."},
    )
    motivo_duracion = _texto(
        filas=2,
        label="Por qué dura menos de lo recomendado",
        required=False,
        help_text="Solo si dura menos de 30 días (R48) o de lo que recomienda su norma.",
    )
    helper = _ayudante(Row("inicio", "termino"), "instrucciones", "motivo_duracion")

    class Meta:
        model = ProcesoVirtual
        fields = ("inicio", "termino", "instrucciones", "motivo_duracion")

    def _post_clean(self) -> None:
        """Nothing is written on the row: the use case does it."""


class AmpliarForm(forms.Form):
    """A later last day."""

    termino = _fecha(
        label="Nuevo último día", error_messages={"required": "Escriba el nuevo último día."}
    )
    helper = _ayudante()


# ── Citizens ──


class InscripcionForm(forms.Form):
    """A person says that they will come. The RUT is not asked."""

    nombres = forms.CharField(
        label="Nombres",
        max_length=100,
        error_messages={"required": "Escriba su nombre."},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    apellidos = forms.CharField(
        label="Apellidos",
        max_length=100,
        error_messages={"required": "Escriba su apellido."},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    organizacion_nombre = forms.CharField(
        label="Organización",
        max_length=160,
        required=False,
        help_text="Si viene a título personal, deje este espacio en blanco.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    correo = forms.EmailField(
        label="Correo",
        required=False,
        error_messages={"invalid": CORREO_MALO},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    telefono = forms.CharField(
        label="Teléfono",
        max_length=20,
        required=False,
        help_text="Basta con uno de los dos. Ejemplo: 9 1234 5678",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "class": "ancho-rut"}),
    )
    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
    helper = _ayudante(
        "nombres",
        "apellidos",
        "organizacion_nombre",
        Field("correo", wrapper_class="campo--sin-marca"),
        Field("telefono", wrapper_class="campo--sin-marca"),
        "nonce",
    )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if not (datos.get("correo") or datos.get("telefono") or "correo" in self.errors):
            self.add_error(
                "correo", "Escriba un correo o un teléfono para poder comunicarnos con usted."
            )
        return datos


class RespuestaInvitacionForm(forms.Form):
    """Whether one comes, or who comes in one's place."""

    VENGO, EN_MI_LUGAR, NO_VENGO = "vengo", "en_mi_lugar", "no_vengo"

    respuesta = forms.ChoiceField(
        label="¿Vendrá a la actividad?",
        choices=[
            (VENGO, "Sí, vendré"),
            (EN_MI_LUGAR, "Vendrá otra persona en mi lugar"),
            (NO_VENGO, "No, esta vez no"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija una respuesta."},
    )
    nombres = forms.CharField(
        label="Nombres de quien vendrá en su lugar", max_length=100, required=False
    )
    apellidos = forms.CharField(
        label="Apellidos de quien vendrá en su lugar", max_length=100, required=False
    )
    helper = _ayudante(
        "respuesta",
        Field("nombres", wrapper_class="campo--sin-marca"),
        Field("apellidos", wrapper_class="campo--sin-marca"),
    )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if datos.get("respuesta") != self.EN_MI_LUGAR:
            datos["nombres"] = datos["apellidos"] = ""
        elif not datos.get("nombres", "").strip():
            self.add_error("nombres", "Escriba el nombre de quien vendrá en su lugar.")
        return datos
