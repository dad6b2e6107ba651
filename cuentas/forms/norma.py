"""What people type about the norm of the year: where it comes from, and its numbers."""

from collections.abc import Collection
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator

from comun.limites import FECHA_CREIBLE
from comun.requisitos import REQUISITOS
from cuentas.forms.base import ayudante
from cuentas.forms.evidencia import campo_url
from cuentas.models import RETENCION_MAXIMA, AjusteRegla, NormaParticipacion

#: What the database keeps of a number of people or minutes, and some to spare.
MAXIMO = 30_000


class NormaForm(forms.ModelForm):
    """The parameters of the year (DOMAIN 5.2) and where they come from."""

    url = campo_url(label="Dirección web de la norma")

    class Meta:
        model = NormaParticipacion
        fields = [*NormaParticipacion.FUENTE, *NormaParticipacion.PARAMETROS]
        widgets = {
            "fecha": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "tipo_dias": forms.RadioSelect,
        }
        help_texts = {
            "numero": "Obligatorio, con la fecha y la dirección web, si algo cambia (R6).",
            "plazo_respuesta_sugerido_dias": "La guía sugiere 30 (R107).",
            "plazo_respuesta_maximo_dias": "La guía permite hasta 45 (R108).",
            "convocatoria_anticipacion_dias": "La guía pide 15 (R133).",
            "virtual_minimo_dias": "La guía recomienda 30 (R48).",
            "tipos_organizacion_minimo": "La guía pide que sean diversos; se parte de 3 (R37).",
            "consulta_borrador_dias_habiles": "Si se consulta un borrador. Se parte de 10 (R56).",
            "exposicion_max_min": "La guía recomienda 60 (R72).",
            "plenario_min_min": "La guía recomienda 5 (R86).",
            "plenario_max_min": "La guía recomienda 10 (R86).",
            "taller_tamano_min": "Se parte de 7 (R81).",
            "taller_tamano_max": "Se parte de 12 (R81).",
            "prioridades_por_taller": "Se parte de 2 (R83).",
            "ventana_regional_inicio": "La guía dice 18-04 (R129).",
            "ventana_regional_fin": "La guía dice 30-04 (R129).",
            "retencion_contactos_meses": "Se parte de 6, y caben 12: después se borra también el "
            "nombre.",
            "retencion_fichas_meses": "Se parte de 12, y caben 60.",
            "duracion_max_min": "La guía recomienda 240 (R33).",
            "asistentes_max": "La guía recomienda 250 (R34). Nunca se niega la entrada.",
        }

    helper = ayudante(
        Fieldset("La norma", "nombre", Row("numero", "fecha"), "url"),
        Fieldset(
            "Respuestas",
            "tipo_dias",
            Row("plazo_respuesta_sugerido_dias", "plazo_respuesta_maximo_dias"),
        ),
        Fieldset(
            "Convocatoria y participación por internet",
            Row("convocatoria_anticipacion_dias", "virtual_minimo_dias"),
            Row("tipos_organizacion_minimo", "consulta_borrador_dias_habiles"),
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
        Fieldset(
            "Hasta cuándo se guardan los datos de las personas",
            Row("retencion_contactos_meses", "retencion_fichas_meses"),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for campo in self.fields.values():
            if isinstance(campo, forms.IntegerField):
                campo.widget.attrs["min"] = 1
                campo.validators.extend((_al_menos_uno, _no_sin_fin))
        for nombre in (n for n in self.fields if "_dias" in n and n != "tipo_dias"):
            self.fields[nombre].validators.append(_no_mas_de_mil)
        for nombre, maximo in RETENCION_MAXIMA.items():
            dice = f"Escriba un número de hasta {maximo} meses."
            self.fields[nombre].validators.append(MaxValueValidator(maximo, dice))
        self.fields["fecha"].validators.extend(FECHA_CREIBLE)

    def _post_clean(self) -> None:
        """Leave the instance as it is stored: the use case compares, validates and saves."""


def _al_menos_uno(valor: int) -> None:
    if valor < 1:
        raise ValidationError("Escriba un número desde 1.")


def _no_sin_fin(valor: int) -> None:
    if valor > MAXIMO:
        raise ValidationError("Escriba un número de hasta 30.000.")


def _no_mas_de_mil(valor: int) -> None:
    if valor > 1000:
        raise ValidationError("Escriba un plazo de hasta 1.000 días.")


class AjusteForm(forms.Form):
    """Which rule the norm of the service lowers to a warning, and what it says."""

    regla = forms.ChoiceField(
        label="Regla",
        widget=forms.RadioSelect,
        error_messages={"required": "Elija la regla que la norma rebaja."},
    )
    motivo = forms.CharField(
        label="Qué dice la norma del servicio",
        max_length=2000,
        help_text="Por ejemplo: el artículo y lo que dispone.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba qué dice la norma del servicio sobre esa regla."},
    )
    helper = ayudante()

    def __init__(self, *args: Any, vigentes: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regla"].choices = [  # type: ignore[attr-defined]
            (id_regla, f"{id_regla}. {REQUISITOS[id_regla].texto}")
            for id_regla in AjusteRegla.AJUSTABLES
            if id_regla not in vigentes
        ]
