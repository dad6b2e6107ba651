"""The registry: what every model declares of the personal data that it holds."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from comun import privacidad as de_comun
from comun.tratamiento import Titular, Tratamiento
from convocatorias import privacidad as de_convocatorias
from correos import privacidad as de_correos
from cuentas import privacidad as de_cuentas
from jornadas import privacidad as de_jornadas
from jornadas.models import Ficha
from privacidad import privacidad as de_privacidad
from respuestas import privacidad as de_respuestas
from seguimiento import privacidad as de_seguimiento
from servicios import privacidad as de_servicios
from talleres import privacidad as de_talleres

#: Highest app first: a row goes before those through which it is found and those it points to.
REGISTRO: tuple[Tratamiento, ...] = (
    *de_privacidad.TRATAMIENTOS,
    *de_seguimiento.TRATAMIENTOS,
    *de_respuestas.TRATAMIENTOS,
    *de_jornadas.TRATAMIENTOS,
    *de_talleres.TRATAMIENTOS,
    *de_convocatorias.TRATAMIENTOS,
    *de_cuentas.TRATAMIENTOS,
    *de_correos.TRATAMIENTOS,
    *de_servicios.TRATAMIENTOS,
    *de_comun.TRATAMIENTOS,
)


def titular_de(servicio_id: int, correo: str) -> Titular:
    """Who an address is of: also by the documents that were shown at the desk with it.

    A RUN typed in the public form proves nothing: whoever types somebody else's with their own
    address must not reach, nor erase, what is of that person.
    """
    correo = correo.strip().lower()
    fichas = Ficha.objects.filter(servicio=servicio_id, participante__correo__iexact=correo)
    mostrados = fichas.exclude(documento_hmac=None).values_list("documento_hmac", flat=True)
    documentos: set[Any] = set(mostrados)
    return Titular(servicio_id, correo, frozenset(documentos))


def filas_de(titular: Titular) -> Iterator[tuple[Tratamiento, models.QuerySet]]:
    """What there is of one person: each model that can tell, with its rows (maybe none)."""
    for tratamiento in REGISTRO:
        if tratamiento.titular is not None:
            yield tratamiento, tratamiento.titular(titular)
