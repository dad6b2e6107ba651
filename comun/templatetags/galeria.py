"""Sample data of the components gallery (templates/components/galeria.html)."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms, template
from django.core.paginator import Paginator

from comun import plazos, svg

register = template.Library()

MEDIOS = [("correo", "Por correo electrónico"), ("fono", "Por teléfono"), ("carta", "Por carta")]
TIPOS = [("pregunta", "Una pregunta"), ("opinion", "Una opinión"), ("propuesta", "Una propuesta")]
ICONOS = (
    "listo alerta reloj calendario lapiz sobre fono bajar flecha abajo lupa persona grupo candado "
    "sin-red red imprimir enlace deshacer documento lugar ojo video unir mas"
).split()


class FormularioMuestra(forms.Form):
    """Every kind of field, bound to wrong data."""

    tipo = forms.ChoiceField(
        label="¿Qué quiere enviarnos?", choices=TIPOS, widget=forms.RadioSelect
    )
    mensaje = forms.CharField(
        label="Su mensaje",
        help_text="Escriba como habla.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "data-contador": ""}),
        error_messages={"required": "Escriba su mensaje. Puede ser una sola frase."},
    )
    run = forms.CharField(
        label="RUN",
        required=False,
        max_length=3,
        help_text="Con guion. Ejemplo: 11.111.111-1",
        widget=forms.TextInput(attrs={"class": "ancho-rut", "data-privado": ""}),
    )
    nombre = forms.CharField(label="Nombre")
    fecha = forms.DateField(label="Fecha", required=False)
    publica = forms.BooleanField(
        label="Pueden publicar mi nombre junto a mi mensaje", required=False
    )
    archivo = forms.FileField(label="Un documento", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            InlineRadios("tipo", wrapper_class="campo--grande"),
            "mensaje",
            Fieldset("¿Quién es usted?", Field("run"), Row("nombre", "fecha")),
            "publica",
            "archivo",
        )


class FormularioSuelto(forms.Form):
    """Fields drawn one by one."""

    medio = forms.ChoiceField(
        label="¿Cómo quiere recibir la respuesta?", choices=MEDIOS, widget=forms.RadioSelect
    )
    comuna = forms.ChoiceField(label="Comuna", choices=[("07101", "Talca")], required=False)
    firma = forms.CharField(widget=forms.HiddenInput, required=False)


class FiltroMuestra(forms.Form):
    q = forms.CharField(
        label="Persona u organización",
        required=False,
        widget=forms.SearchInput,
    )
    region = forms.ChoiceField(label="Región", choices=[("", "Todas"), ("07", "Maule")])


def _lineas() -> list[dict[str, Any]]:
    return [
        {
            "fecha": date(2027, 7, 1),
            "que": "Revisar 12 respuestas de la Unidad de Obras",
            "porque": "Las espera la revisora. Quien escribe no aprueba.",
            "regla": "R100",
            "dias": 0,
            "duenio": "Paula Oyarce",
            "iniciales": "PO",
            "url": "#g-tablero",
            "boton": "Revisar 12",
        },
        {
            "fecha": date(2027, 7, 12),
            "que": "Enviar la respuesta a cada persona",
            "porque": "Plazo máximo de 45 días corridos desde la jornada.",
            "regla": "R108",
            "dias": 11,
            "duenio": "Ana Rebolledo",
            "iniciales": "AR",
            "url": "#g-ecuacion",
            "boton": "Preparar envío",
        },
    ]


def _vencidas() -> list[dict[str, Any]]:
    return [
        {
            "fecha": date(2027, 6, 27),
            "que": "Responder los 9 mensajes que siguen en borrador",
            "porque": "El máximo es el 12 de julio.",
            "regla": "R107",
            "dias": -4,
            "duenio": "Ana Rebolledo",
            "iniciales": "AR",
            "url": "#g-respuesta",
            "boton": "Responder 9",
        }
    ]


def _tabla() -> dict[str, Any]:
    return {
        "columnas": [
            {"titulo": "Persona"},
            {"titulo": "Envío"},
            {"titulo": "Mensajes", "num": True},
        ],
        "filas": [
            {
                "celdas": [
                    {"texto": "Marta Huaiquil", "nota": "Comité de Agua La Quebrada"},
                    {"texto": "El buzón está lleno", "estado": "tarde"},
                    {"texto": "2", "num": True, "etiqueta": "Mensajes"},
                ]
            },
            {
                "celdas": [
                    {"texto": "Luis Arancibia", "url": "#g-tabla"},
                    {"texto": "Entregada el 10 de mayo", "estado": "listo"},
                    {"texto": "1", "num": True, "etiqueta": "Mensajes"},
                ]
            },
        ],
        "pie": {"celdas": [{"texto": "Total"}, {"texto": ""}, {"texto": "3", "num": True}]},
        "vistas": [
            {"url": "#g-tabla", "nombre": "Todas", "n": 1186, "actual": True},
            {"url": "#g-tabla", "nombre": "No llegaron", "n": 6},
        ],
        "filtro": FiltroMuestra(),
        "pagina": Paginator(range(60), 25).page(2),
    }


def _terminos() -> list[dict[str, Any]]:
    return [
        {"nombre": "recibidos", "valor": 246},
        {"nombre": "respuesta aprobada", "valor": 187},
        {"nombre": "respondidos en la jornada", "valor": 34},
        {"nombre": "sin resolver aún", "valor": 25, "falta": True},
    ]


def _barra() -> dict[str, Any]:
    segmentos = (
        ("listo", 7, "se cumplen", "0.00", "70.00"),
        ("tarde", 1, "no se cumple", "70.00", "10.00"),
        ("pronto", 1, "no se cumplió, con explicación", "80.00", "10.00"),
        ("espera", 1, "por cumplir", "90.00", "10.00"),
    )
    claves = ("clase", "n", "palabras", "x", "ancho")
    return {
        "nombre": "Preparación",
        "total": 10,
        "segmentos": [dict(zip(claves, uno, strict=True)) for uno in segmentos],
    }


def _pasos() -> list[dict[str, str]]:
    return [
        {"fecha": "28 may", "nombre": "Jornada presencial", "estado": "listo"},
        {"fecha": "12 jul", "nombre": "Respuestas", "nota": "3 días tarde.", "estado": "tarde"},
        {"fecha": "15 jul", "nombre": "Envío", "estado": "ahora"},
        {"fecha": "desde ago", "nombre": "Compromisos", "nota": "Con avance cada mes"},
    ]


def _plazo() -> dict[str, Any]:
    """A term of ten working days that meets two holidays."""
    jornada, feriados = date(2027, 6, 18), plazos.feriados_chile(2027, 2027, {})
    return {
        "dias": plazos.contar(jornada, 10, "habiles", feriados).dias,
        "regla": svg.regla_de_dias(
            desde=jornada,
            dias=10,
            tipo="habiles",
            feriados=feriados,
            hitos=[(5, "mitad")],
            hoy=date(2027, 6, 23),
            clave="regla-muestra",
        ),
    }


@register.simple_tag
def muestras() -> SimpleNamespace:
    """`{% muestras as muestras %}`"""
    formulario = FormularioMuestra({"run": "11.111.111-2"})
    return SimpleNamespace(
        formulario=formulario,
        suelto=FormularioSuelto(),
        lineas=_lineas(),
        vencidas=_vencidas(),
        terminos=_terminos(),
        cifras=[
            {"valor": "212", "unidad": "km", "texto": "de ribera limpia antes del invierno"},
            {"valor": "14", "unidad": "de 16", "texto": "compromisos de 2025 cumplidos"},
        ],
        decision=[
            {"nombre": "Decisión", "valor": "Acogida como compromiso"},
            {"nombre": "Responde", "valor": "Unidad de Obras"},
        ],
        hitos=[
            {"nombre": "Borrador", "estado": "hecho"},
            {"nombre": "Revisión", "estado": "ahora"},
            {"nombre": "Aprobada", "estado": ""},
        ],
        pasos=_pasos(),
        barra=_barra(),
        **_plazo(),
        fecha=date(2027, 7, 12),
        iconos=ICONOS,
        **_tabla(),
    )
