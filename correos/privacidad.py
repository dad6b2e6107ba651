"""The personal data of `correos`: to whom each mail went, and what it said."""

from datetime import datetime

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Coalesce

from comun.tratamiento import P, S, Titular, Tratamiento, X, sin_personas
from correos.models import Mensaje, Supresion

#: An address that exists nowhere (RFC 2606), in the place of an erased one.
DIRECCION_SUPRIMIDA = "suprimida@suprimida.invalid"
#: The mails of a request about personal data: they prove that it was answered (art. 11).
TIPO_DE_DERECHOS = "derecho"
SUS_CORREOS = "Los correos de su solicitud: prueban que se le respondió."
POR_SALIR = "Hay un correo que está saliendo hacia esa dirección: se borra cuando termine."


def olvidar_destinatario(mensajes: QuerySet, ahora: datetime) -> int:
    """Erase to whom they went and what they said. The row stays, with its fingerprint and dates."""
    return mensajes.update(
        nombre="",
        nombre_plegado="",
        para=DIRECCION_SUPRIMIDA,
        texto="",
        html="",
        renuncia="",
        ultimo_texto="",
        evidencia=Case(When(evidencia="", then=Value("")), default=Value("suprimida")),
        purgado_en=Coalesce("purgado_en", Value(ahora)),
    )


def _por_salir(mensajes: QuerySet) -> dict[int, str]:
    """Those still on their way, whose words whoever sends them holds; and those of a request."""
    pruebas = mensajes.filter(tipo__startswith=TIPO_DE_DERECHOS)
    saliendo = mensajes.filter(estado__in=(*Mensaje.ESPERAN, Mensaje.Estado.TOMADO))
    return {
        **dict.fromkeys(saliendo.values_list("pk", flat=True), POR_SALIR),
        **dict.fromkeys(pruebas.values_list("pk", flat=True), SUS_CORREOS),
    }


def _mensajes(titular: Titular) -> QuerySet:
    return Mensaje.objects.filter(servicio=titular.servicio_id, para__iexact=titular.correo)


def _supresiones(titular: Titular) -> QuerySet:
    return Supresion.objects.filter(servicio=titular.servicio_id, direccion__iexact=titular.correo)


def borrar_filas(filas: QuerySet, ahora: datetime) -> int:
    return filas.delete()[0]


TRATAMIENTOS = (
    Tratamiento(
        "correos.Mensaje",
        personales={
            "nombre": P,
            "nombre_plegado": P,
            "para": P,
            "texto": S,
            "html": S,
            "renuncia": X,
            "ultimo_texto": P,
            "evidencia": P,
        },
        publicos=("asunto",),
        clase="correos_direccion",
        exporta="a quién, cuándo, el asunto y, mientras se conservan, las palabras",
        borra="palabras a su plazo (correos_cuerpo); dirección y nombre al suyo; queda la huella",
        titular=_mensajes,
        borrar=olvidar_destinatario,
        espera=_por_salir,
    ),
    Tratamiento(
        "correos.Supresion",
        personales={"direccion": P},
        clase="supresiones",
        exporta="qué correos pidió no recibir, y desde cuándo",
        borra="se borra la fila",
        titular=_supresiones,
        borrar=borrar_filas,
    ),
    sin_personas("correos.Adjunto", "nombre"),
    sin_personas("correos.DominioRemitente"),
    sin_personas("correos.Limite"),
    sin_personas("correos.Pulso", "nombre"),
    sin_personas("correos.Remitente", "direccion", "responder_a"),
)
