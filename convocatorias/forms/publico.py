"""What the invited and the citizens type."""

from typing import Any

from crispy_forms.layout import HTML, Field, Fieldset
from django import forms

from comun.contacto import ocultar
from comun.texto import plegar_nombre
from convocatorias.catalogos import APOYOS, PERMISO_DE_APOYOS, VERSION_DEL_PERMISO
from convocatorias.forms.campos import CampoCorreo
from convocatorias.models import PREFERENCIAS, Actividad, Participante, Tema
from convocatorias.services import MAX_ACOMPANANTES, Apoyos, Contestacion, Delegado
from cuentas.forms.base import ayudante

SIN_CONTACTO = "Escriba un correo o un teléfono para poder comunicarnos con usted."
SOBRE_LOS_APOYOS = (
    '<p class="form-text">Si los necesita, pídalos aquí. Son datos sensibles: los guardamos '
    "aparte y solo con su permiso.</p>"
)
TEMAS = tuple(f"tema_{orden}" for orden in range(1, PREFERENCIAS + 1))
Asistencia = Participante.Asistencia


def _correo() -> CampoCorreo:
    return CampoCorreo(
        label="Correo",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def _telefono(ayuda: str = "Basta con uno de los dos. Ejemplo: 9 1234 5678") -> forms.CharField:
    return forms.CharField(
        label="Teléfono",
        max_length=20,
        required=False,
        help_text=ayuda,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "class": "ancho-rut"}),
    )


class ComoVieneForm(forms.Form):
    """With how many people, for which topics, and with which support."""

    acompanantes = forms.TypedChoiceField(
        label="¿Cuántas personas más vienen?",
        coerce=int,
        required=False,
        empty_value=0,
        choices=[
            (0, "Nadie más"),
            (1, "1 persona más"),
            *((n, f"{n} personas más") for n in range(2, MAX_ACOMPANANTES + 1)),
        ],
        widget=forms.Select(attrs={"class": "ancho-corto"}),
        help_text="Además de usted, o de quien venga en su lugar.",
    )
    apoyos = forms.MultipleChoiceField(
        label="¿Qué apoyos necesita?",
        choices=list(APOYOS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    apoyo_otro = forms.CharField(label="Otro apoyo", max_length=300, required=False)
    permiso = forms.BooleanField(label=PERMISO_DE_APOYOS[VERSION_DEL_PERMISO], required=False)

    def __init__(self, *args: Any, actividad: Actividad, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ofrecidos = {str(tema.pk): tema for tema in actividad.temas.all()}
        self.temas = TEMAS[: len(ofrecidos)]
        opciones = [(clave, tema.nombre) for clave, tema in ofrecidos.items()]
        for orden, campo in enumerate(self.temas, start=1):
            self.fields[campo] = forms.TypedChoiceField(
                label=f"{orden}.ª preferencia",
                choices=[("", "Sin elegir"), *opciones],
                coerce=ofrecidos.__getitem__,
                empty_value=None,
                required=False,
                error_messages={"invalid_choice": "Ese tema ya no se ofrece. Elija otro."},
            )

    def como_viene(self) -> list[Any]:
        """The fields in their order: companions, topics, and apart what is sensitive."""
        partes: list[Any] = [Field("acompanantes", wrapper_class="campo--sin-marca si-viene")]
        if self.temas:
            sin_marca = [Field(campo, wrapper_class="campo--sin-marca") for campo in self.temas]
            partes.append(
                Fieldset("¿De qué temas quiere conversar?", *sin_marca, css_class="si-viene")
            )
        partes.append(
            Fieldset(
                "Apoyos para participar",
                HTML(SOBRE_LOS_APOYOS),
                Field("apoyos", wrapper_class="campo--sin-marca"),
                Field("apoyo_otro", wrapper_class="campo--sin-marca"),
                "permiso",
                css_class="si-viene-usted",
            )
        )
        return partes

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        vistos: set[Any] = set()
        for campo in self.temas:
            tema = datos.get(campo)
            if tema in vistos:
                self.add_error(campo, "Ya eligió ese tema. Elija otro, o deje «Sin elegir».")
            elif tema:
                vistos.add(tema)
        pide = datos.get("apoyos") or (datos.get("apoyo_otro") or "").strip()
        if pide and not datos.get("permiso") and self.pide_apoyos():
            self.add_error(
                "permiso",
                "Para guardar los apoyos necesitamos su permiso. Marque la casilla, o borre lo "
                "que pidió.",
            )
        return datos

    def pide_apoyos(self) -> bool:
        """Whether what is asked for is of who fills the form in."""
        return True

    def elegidos(self) -> list[Tema]:
        return [tema for campo in self.temas if (tema := self.cleaned_data.get(campo))]

    def los_apoyos(self) -> Apoyos:
        datos = self.cleaned_data
        return Apoyos(datos["apoyos"], datos["apoyo_otro"], datos["permiso"])


class InscripcionForm(ComoVieneForm):
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
    correo = _correo()
    telefono = _telefono()
    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
    field_order = (
        "nombres", "apellidos", "organizacion_nombre", "correo", "telefono", "acompanantes",
        *TEMAS, "apoyos", "apoyo_otro", "permiso", "nonce",
    )  # fmt: skip
    #: Who enrols somebody by telephone does not hear what they need: that takes their consent.
    con_apoyos = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        partes = self.como_viene()
        if not self.con_apoyos:
            partes.pop()
            self.fields["acompanantes"].help_text = "Además de la persona que inscribe."
            for campo in ("apoyos", "apoyo_otro", "permiso"):
                del self.fields[campo]
        self.helper = ayudante(
            "nombres",
            "apellidos",
            "organizacion_nombre",
            Field("correo", wrapper_class="campo--sin-marca"),
            Field("telefono", wrapper_class="campo--sin-marca"),
            *partes,
            "nonce",
        )
        self.helper.form_show_errors = False  # the page has them under its title

    def clean(self) -> dict[str, Any]:
        datos = super().clean()
        if not (datos.get("correo") or datos.get("telefono") or "correo" in self.errors):
            self.add_error("correo", SIN_CONTACTO)
        return datos

    def datos(self) -> dict[str, Any]:
        """What the use case takes."""
        propios = ("nombres", "apellidos", "organizacion_nombre", "correo", "telefono", "nonce")
        return {campo: self.cleaned_data[campo] for campo in propios} | {
            "acompanantes": self.cleaned_data["acompanantes"],
            "temas": self.elegidos(),
            "apoyos": self.los_apoyos() if self.con_apoyos else None,
        }


class InscripcionAManoForm(InscripcionForm):
    """Staff enrol whoever calls by telephone."""

    con_apoyos = False


class RespuestaInvitacionForm(ComoVieneForm):
    """Whether one comes, or who comes in one's place."""

    VENGO, EN_MI_LUGAR, NO_VENGO = "vengo", "en_mi_lugar", "no_vengo"
    ASISTENCIAS = {
        VENGO: Asistencia.ASISTE,
        EN_MI_LUGAR: Asistencia.DELEGA,
        NO_VENGO: Asistencia.NO_ASISTE,
    }
    #: What is only read of who sends somebody else.
    DEL_DELEGADO = ("nombres", "apellidos", "correo", "telefono")

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
    nombres = forms.CharField(label="Nombres", max_length=100, required=False)
    apellidos = forms.CharField(label="Apellidos", max_length=100, required=False)
    correo = CampoCorreo(label="Correo de esa persona", required=False)
    telefono = forms.CharField(
        label="Teléfono de esa persona",
        max_length=20,
        required=False,
        help_text="Basta con uno de los dos. Ejemplo: 9 1234 5678",
        widget=forms.TextInput(attrs={"class": "ancho-rut"}),
    )
    field_order = (
        "respuesta", *DEL_DELEGADO, "acompanantes", *TEMAS, "apoyos", "apoyo_otro", "permiso",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        participante: Participante,
        delegado: Participante | None = None,
        temas: list[Tema] | None = None,
        **kwargs: Any,
    ) -> None:
        self.participante, self.delegado = participante, delegado
        kwargs["actividad"] = participante.actividad
        kwargs["initial"] = self._inicial(temas or [])
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        partes: list[Any] = ["respuesta"]
        if participante.origen == Participante.Origen.INVITADO:
            partes.append(self._quien_viene())
        else:
            self._sin_delegar()
        self.helper = ayudante(*partes, *self.como_viene())
        self.helper.form_show_errors = False  # the page has them under its title

    def _inicial(self, temas: list[Tema]) -> dict[str, Any]:
        """The answer given, to be changed. The contact of somebody else is not shown again."""
        asistencia = self.participante.asistencia
        viene = self.participante
        inicial: dict[str, Any] = {}
        if asistencia == Asistencia.DELEGA and self.delegado:
            viene = self.delegado
            inicial = {
                "nombres": viene.nombres,
                "apellidos": viene.apellidos,
                "respuesta": self.EN_MI_LUGAR,
            }
        elif asistencia in (Asistencia.ASISTE, Asistencia.EN_ESPERA):
            inicial["respuesta"] = self.VENGO
        elif asistencia == Asistencia.NO_ASISTE:
            inicial["respuesta"] = self.NO_VENGO
        inicial["acompanantes"] = viene.acompanantes
        return inicial | {campo: tema.pk for campo, tema in zip(TEMAS, temas, strict=False)}

    def _quien_viene(self) -> Fieldset:
        if self.delegado:
            oculto = ocultar(correo=self.delegado.correo, telefono=self.delegado.telefono)
            self.fields[
                "correo"
            ].help_text = (
                f"Ya lo tenemos: {oculto}. Si es la misma persona, no lo escriba otra vez."
            )
        campos = [Field(c, wrapper_class="campo--sin-marca") for c in self.DEL_DELEGADO]
        return Fieldset("¿Quién viene en su lugar?", *campos, css_class="si-delega")

    def _sin_delegar(self) -> None:
        for campo in self.DEL_DELEGADO:
            del self.fields[campo]
        pregunta = self.fields["respuesta"]
        assert isinstance(pregunta, forms.ChoiceField)  # noqa: S101 - for the type checker
        pregunta.choices = [(self.VENGO, "Sí, vendré"), (self.NO_VENGO, "No, ya no vendré")]

    def pide_apoyos(self) -> bool:
        return self.cleaned_data.get("respuesta") == self.VENGO

    def clean(self) -> dict[str, Any]:
        datos = super().clean()
        respuesta = datos.get("respuesta")
        if respuesta != self.EN_MI_LUGAR:
            self._olvidar(*self.DEL_DELEGADO)
        if respuesta == self.NO_VENGO:
            self._olvidar("acompanantes", *self.temas)
        if respuesta in (self.EN_MI_LUGAR, self.NO_VENGO):
            self._olvidar("apoyos", "apoyo_otro", "permiso")
        if respuesta == self.EN_MI_LUGAR:
            self._revisar_delegado(datos)
        return datos

    def _olvidar(self, *campos: str) -> None:
        """What that answer does not ask for is not looked at, right or wrong."""
        for campo in campos:
            self.errors.pop(campo, None)

    def _revisar_delegado(self, datos: dict[str, Any]) -> None:
        if not (datos.get("nombres") or "").strip() and "nombres" not in self.errors:
            self.add_error("nombres", "Escriba el nombre de quien vendrá en su lugar.")
        sin_contacto = not (datos.get("correo") or datos.get("telefono"))
        if sin_contacto and self._es_la_misma(datos):
            assert self.delegado  # noqa: S101 - it is the same person as before
            datos["correo"], datos["telefono"] = self.delegado.correo, self.delegado.telefono
        elif sin_contacto and not {"correo", "telefono"} & set(self.errors):
            self.add_error("correo", "Escriba el correo o el teléfono de quien vendrá en su lugar.")

    def _es_la_misma(self, datos: dict[str, Any]) -> bool:
        plegado = plegar_nombre(f"{datos.get('nombres', '')} {datos.get('apellidos', '')}")
        return self.delegado is not None and self.delegado.nombre_plegado == plegado

    def dicho(self) -> Contestacion:
        """What the use case takes."""
        datos = self.cleaned_data
        respuesta = datos["respuesta"]
        if respuesta == self.NO_VENGO:
            return Contestacion(Asistencia.NO_ASISTE)
        delegado = None
        if respuesta == self.EN_MI_LUGAR:
            delegado = Delegado(**{campo: datos[campo] for campo in self.DEL_DELEGADO})
        return Contestacion(
            self.ASISTENCIAS[respuesta],
            acompanantes=datos["acompanantes"],
            temas=self.elegidos(),
            delegado=delegado,
            apoyos=self.los_apoyos() if respuesta == self.VENGO else None,
        )
