"""The ledger applied again: after a backup is restored, and when what had to wait need not."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Lower

from convocatorias.models import Contacto, Encuentro, Participante
from correos.models import Mensaje, Supresion
from correos.privacidad import TIPO_DE_DERECHOS
from privacidad.models import ActaSupresion
from privacidad.privacidad import sujeto
from privacidad.selectors.registro import titular_de
from privacidad.services.borrado import PERSONA, borrar_persona, espera_respuesta
from respuestas.models import Consulta, Consultante
from servicios.alcance import alcance
from servicios.models import Servicio

#: Where an address may be: the model and its column.
DIRECCIONES: tuple[tuple[Any, str], ...] = (
    (Consultante, "correo"),
    (Participante, "correo"),
    (Contacto, "correo"),
    (Encuentro, "correo"),
    (Mensaje, "para"),
    (Supresion, "direccion"),
)


def exportar_actas(servicio: Servicio) -> Iterator[tuple[str, datetime]]:
    """Who was erased at their request, to keep it apart from the backups: hash and instant."""
    with alcance(servicio):
        yield from _actas(servicio).items()


def _actas(servicio: Servicio) -> dict[str, datetime]:
    """The last time that each one was erased at their request."""
    filas = ActaSupresion.objects.filter(servicio=servicio, clase=PERSONA).order_by()
    return dict(filas.values_list("sujeto_hmac").annotate(ultima=Max("en")))


def reponer(
    *,
    servicio: Servicio | None = None,
    tambien: Mapping[str, datetime] | None = None,
    avance: Callable[[int, int], None] = lambda hechos, total: None,
) -> int:
    """Erase again whoever the ledger says was erased at their request; how many people.

    `tambien` is a ledger that was kept apart from the restored backup. Who wrote or answered
    again after being erased is somebody new, and who still waits for an answer waits for it.
    Safe to run again: whoever is not there any more is not found.
    """
    servicios = [servicio] if servicio else list(Servicio.objects.order_by("pk"))
    personas = 0
    for numero, uno in enumerate(servicios, start=1):
        with alcance(uno):
            actas = {**(tambien or {}), **_actas(uno)}
            hallados = _hallados(uno, actas) if actas else []
        for correo in hallados:
            borrar_persona(servicio=uno, correo=correo)
        personas += len(hallados)
        avance(numero, len(servicios))
    return personas


def _hallados(servicio: Servicio, actas: Mapping[str, datetime]) -> list[str]:
    """The addresses of the service whose keyed hash is in the ledger, and may be erased."""
    hallados: set[str] = set()
    for modelo, campo in DIRECCIONES:
        filas: QuerySet = modelo.objects.filter(servicio=servicio).exclude(**{campo: ""})
        if modelo is Mensaje:
            filas = filas.exclude(tipo__startswith=TIPO_DE_DERECHOS)
        correos = filas.order_by().annotate(_uno=Lower(F(campo))).values_list("_uno", flat=True)
        for correo in correos.distinct().iterator(chunk_size=500):
            en = actas.get(sujeto(servicio.pk, correo))
            if en is not None and correo not in hallados and _se_puede(servicio, correo, en):
                hallados.add(correo)
    return sorted(hallados)


def _se_puede(servicio: Servicio, correo: str, en: datetime) -> bool:
    suyas = Consulta.objects.filter(servicio=servicio, consultante__correo__iexact=correo)
    volvio = Participante.objects.filter(servicio=servicio, correo__iexact=correo)
    if suyas.filter(recibida_en__gt=en).exists() or volvio.filter(respondio_en__gt=en).exists():
        return False
    return not espera_respuesta(titular_de(servicio.pk, correo))
