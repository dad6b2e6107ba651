"""The personal data of `seguimiento`: whose task each one is, who was reminded of it, and the
addresses that are told of what is new."""

from datetime import datetime

from django.db.models import Q, QuerySet

from comun.errores import TransicionInvalida
from comun.transitions import move
from comun.tratamiento import P, Titular, Tratamiento, X, del_personal, sin_personas
from correos.models import PIDIO_NO_RECIBIR, TIPOS_RESERVADOS, Mensaje
from correos.privacidad import olvidar_destinatario
from seguimiento.models import Suscripcion


def _suscripciones(titular: Titular) -> QuerySet:
    return Suscripcion.objects.filter(servicio=titular.servicio_id, correo__iexact=titular.correo)


def borrar_filas(filas: QuerySet, ahora: datetime) -> int:
    return filas.delete()[0]


def olvidar_correos(mensajes: QuerySet, ahora: datetime) -> None:
    """Stop what did not leave of who follows, and erase to whom the rest went.

    What is leaving right now keeps its address until the retention of its row.
    """
    suyos = mensajes.filter(tipo__in=TIPOS_RESERVADOS)
    por_salir = Mensaje.objects.anulables().filter(pk__in=suyos)
    for mensaje in por_salir.select_for_update(of=("self",)).order_by("pk"):
        try:
            move(
                mensaje,
                Mensaje.Estado.ANULADO,
                accion="anular_correo",
                si={"punto_en__isnull": True},
                ultimo_texto=PIDIO_NO_RECIBIR,
            )
        except TransicionInvalida:
            continue  # its final dot left between the two statements
    olvidar_destinatario(suyos.exclude(estado=Mensaje.Estado.TOMADO), ahora)


def olvidar_avisos(filas: QuerySet, ahora: datetime) -> int:
    """Erase the rows and, of the mails that each one was sent, the address they went to.

    They are known by their keys: a row that said goodbye has no address.
    """
    for pk in filas.values_list("pk", flat=True):
        suyos = Q(clave__startswith=f"seguir:{pk}:") | Q(clave__startswith=f"novedades:{pk}:")
        olvidar_correos(Mensaje.objects.filter(suyos), ahora)
    return borrar_filas(filas, ahora)


TRATAMIENTOS: tuple[Tratamiento, ...] = (
    del_personal("seguimiento.Calendario", "usuario"),
    sin_personas("seguimiento.CambioPlazo"),
    sin_personas("seguimiento.Novedad"),
    del_personal("seguimiento.Pendiente", "duenio", "persona", publicos=("porque",)),
    sin_personas("seguimiento.Plazo", "nombre"),
    sin_personas("seguimiento.Proyeccion"),
    del_personal("seguimiento.Recordatorio", "usuario"),
    sin_personas("seguimiento.Ronda"),
    Tratamiento(
        "seguimiento.Suscripcion",
        personales={"correo": P, "clave_hash": X, "huella": X},
        clase="avisos",
        exporta="qué sigue, desde cuándo, y el día del último aviso",
        borra="se borra la fila",
        titular=_suscripciones,
        borrar=borrar_filas,
    ),
)
