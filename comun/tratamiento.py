"""What is done with the personal data of each model, said once, by whoever knows the model.

Each app has a `privacidad.py` that declares every one of its models; so does `privacidad` for the
tables of libraries. A test fails when a model, or a field that looks personal, is missing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from django.apps import apps
from django.db import models

from comun.campos import BytesCifrados, TextoCifrado
from comun.models import DatosPersona

#: What is written over a name, and over words that have no public version.
NOMBRE_SUPRIMIDO = "(suprimido)"
TEXTO_SUPRIMIDO = "Texto suprimido: venció el plazo para conservarlo o lo pidió su autor."


class Nivel(IntEnum):
    """How much a field tells of a person (RELIABILITY 4.3)."""

    PUBLICO = 1
    PERSONAL = 2
    SENSIBLE = 3
    SECRETO = 4


P, S, X = Nivel.PERSONAL, Nivel.SENSIBLE, Nivel.SECRETO

DATOS_PERSONA: Mapping[str, Nivel] = dict.fromkeys(
    ("nombres", "apellidos", "correo", "telefono", "direccion"), P
)


@dataclass(frozen=True)
class Titular:
    """Who the data are of, as they can be found in one service: an address, and keyed hashes."""

    servicio_id: int
    correo: str
    documentos: frozenset[str] = frozenset()


Filas = models.QuerySet


@dataclass(frozen=True)
class Tratamiento:
    """One model: which of its fields tell of people, until when, and how they go out and away.

    `personales` are the fields of tier 2 or more; `publicos`, those that look personal by their
    name or type and are not. `clase` is a class of `comun.conservacion`. `titular` finds the
    rows of one person; `borrar` takes from rows what tells of anybody and says how many;
    `espera` says which rows may not be erased yet, and why.
    """

    modelo: str
    personales: Mapping[str, Nivel] = field(default_factory=dict)
    publicos: tuple[str, ...] = ()
    clase: str = ""
    exporta: str = ""
    borra: str = ""
    titular: Callable[[Titular], Filas] | None = None
    borrar: Callable[[Filas, datetime], int] | None = None
    espera: Callable[[Filas], dict[int, str]] | None = None

    @property
    def clase_modelo(self) -> type[models.Model]:
        return apps.get_model(self.modelo)

    @property
    def de_un_servicio(self) -> bool:
        return any(campo.name == "servicio" for campo in self.clase_modelo._meta.fields)


def sin_personas(modelo: str, *publicos: str) -> Tratamiento:
    """A model that tells of nobody; `publicos` only look as if they did."""
    return Tratamiento(modelo, publicos=publicos)


def del_personal(modelo: str, *campos: str, publicos: tuple[str, ...] = ()) -> Tratamiento:
    """What functionaries write or are, in the exercise of their office: it signs public acts."""
    return Tratamiento(
        modelo,
        personales=dict.fromkeys(campos, P),
        publicos=publicos,
        clase="personal",
        exporta="en la copia que pide la propia persona a su servicio",
        borra="no se borra: deja constancia de quién hizo qué",
    )


_NOMBRES = re.compile(
    r"(^|_)(run|rut|correo|email|mail|telefono|nombres?|apellidos|direccion|para|texto|mensaje|"
    r"detalle|necesidades|firma|documento|expositor|nota|asunto|html|contacto|username|cargo|"
    r"ip|hmac|respondida_por|object_repr|contenido)(_|$)"
)


def parece_personal(campo: models.Field) -> bool:
    """Whether a field could tell of a person: by its type, its name, or where it comes from."""
    if campo.is_relation:
        return False
    if isinstance(campo, TextoCifrado | BytesCifrados | models.EmailField | models.TextField):
        return True
    if issubclass(campo.model, DatosPersona) and campo.name in DATOS_PERSONA:
        return True
    clases = (models.CharField, models.BinaryField, models.JSONField, models.GenericIPAddressField)
    return isinstance(campo, clases) and bool(_NOMBRES.search(campo.name))
