"""What people type about an activity."""

from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from comun.texto import plegar
from convocatorias.forms.campos import comuna as campo_comuna
from convocatorias.forms.campos import hora, texto
from convocatorias.models import Actividad
from convocatorias.services import MAXIMO_DIAS
from cuentas.forms.base import ayudante, campo_fecha

BLOQUES_EN_BLANCO = 3
MAXIMO_TEMAS = 12


class MoverForm(forms.Form):
    """When and where; also the whole of what a move changes, with its reason."""

    #: Whether the day that was asked for leaves fewer days than the norm asks.
    tarde = False

    fecha = campo_fecha(label="Fecha", error_messages={"required": "Escriba la fecha."})
    hora_inicio = hora(label="Hora de inicio", error_messages={"required": "Escriba la hora."})
    hora_termino = hora(label="Hora de término", required=False)
    lugar = forms.CharField(
        label="Lugar",
        max_length=160,
        help_text="Por ejemplo: Gimnasio Liceo El Sauce.",
        error_messages={"required": "Escriba el lugar."},
    )
    direccion = forms.CharField(label="Dirección", max_length=160, required=False)
    comuna = campo_comuna(error_messages={"required": "Elija la comuna."})
    motivo = texto(
        label="Por qué se mueve",
        help_text="Va en el aviso a cada persona y se publica junto a la nueva fecha. No escriba "
        "datos de personas.",
        error_messages={"required": "Escriba el motivo. Se publica."},
    )
    motivo_tardanza = texto(
        filas=3,
        label="Por qué se avisa con menos días",
        required=False,
        help_text="Queda en la convocatoria, con su nombre y la fecha de hoy (R133).",
    )

    def __init__(self, *args: Any, con_tardanza: bool = False, **kwargs: Any) -> None:
        """`con_tardanza`: asks also why people are told late, once it is known that they are."""
        super().__init__(*args, **kwargs)
        if not (con_tardanza or self.data.get("motivo_tardanza")):
            del self.fields["motivo_tardanza"]
        self.helper = ayudante(
            Fieldset("Nueva fecha", "fecha", Row("hora_inicio", "hora_termino")),
            Fieldset("Dónde", "lugar", "direccion", "comuna"),
            *(campo for campo in ("motivo", "motivo_tardanza") if campo in self.fields),
        )


class ActividadForm(forms.ModelForm):
    """The plan of an activity. A draft may still lack when and where."""

    fecha = campo_fecha(label="Fecha", required=False)
    hora_inicio = hora(label="Hora de inicio", required=False)
    hora_termino = hora(label="Hora de término", required=False)
    tipo = forms.ChoiceField(
        label="Tipo",
        choices=[(valor, nombre.capitalize()) for valor, nombre in Actividad.Tipo.choices],
        initial=Actividad.Tipo.CENTRAL,
        widget=forms.RadioSelect,
        help_text="Un encuentro complementario lo organiza el servicio en otra fecha, para quienes "
        "no pueden ir a la jornada principal (R42). Uno autoconvocado lo organiza la comunidad por "
        "su cuenta: aquí se anuncia y luego se reciben sus aportes (R43).",
    )
    comuna = campo_comuna(required=False)
    aforo = forms.IntegerField(
        label="Cupos",
        min_value=1,
        max_value=30_000,
        help_text="Se recomiendan hasta 250 personas (R34). A nadie se le niega la entrada.",
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )
    temas = texto(
        filas=3,
        label="Temas de los talleres",
        required=False,
        help_text="Uno por línea. Las personas invitadas los ordenan según lo que prefieren.",
    )
    recordar_dias = forms.IntegerField(
        label="Recordar a quienes no respondan: días antes",
        required=False,
        min_value=0,
        max_value=MAXIMO_DIAS,
        error_messages={"max_value": f"Escriba a lo más {MAXIMO_DIAS} días."},
        help_text="Se les envía un solo recordatorio. Con 0 no se les recuerda.",
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )

    class Meta:
        model = Actividad
        fields = (
            "nombre", "tipo", "descripcion", "fecha", "hora_inicio", "hora_termino",
            "lugar", "direccion", "comuna", "accesibilidad", "aforo", "recordar_dias",
        )  # fmt: skip
        widgets = {"descripcion": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"nombre": {"required": "Escriba el nombre de la actividad."}}

    helper = ayudante(
        Fieldset("La actividad", "nombre", "tipo", "descripcion"),
        Fieldset("Cuándo", "fecha", Row("hora_inicio", "hora_termino")),
        Fieldset("Dónde", "lugar", "direccion", "comuna", "accesibilidad", "aforo"),
        Fieldset("Para quienes se invite", "temas", "recordar_dias"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            nombres = self.instance.temas.values_list("nombre", flat=True)
            self.initial.setdefault("temas", "\n".join(nombres))

    def clean_temas(self) -> list[str]:
        """Their names, each once."""
        lineas = [" ".join(linea.split()) for linea in self.cleaned_data["temas"].splitlines()]
        temas = list({plegar(linea): linea for linea in lineas if linea}.values())
        if any(len(tema) > 80 for tema in temas):
            raise forms.ValidationError("Un tema pasa de 80 letras. Escríbalo más corto.")
        if len(temas) > MAXIMO_TEMAS:
            raise forms.ValidationError(
                f"Son {len(temas)} temas. Deje a lo más {MAXIMO_TEMAS}, para que se puedan ordenar."
            )
        return temas

    def clean_recordar_dias(self) -> int:
        dias = self.cleaned_data["recordar_dias"]
        return self.instance.recordar_dias if dias is None else dias

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
    helper = ayudante(Row("nombre", "minutos"))


class _ProgramaFormSet(forms.BaseFormSet):
    helper = ayudante(Row("nombre", "minutos"))

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

    motivo = texto(
        label="Motivo",
        help_text="Va en el aviso a cada persona y se publica en la página de la actividad. No "
        "escriba datos de personas.",
        error_messages={"required": "Escriba el motivo. Se publica."},
    )
    helper = ayudante()
