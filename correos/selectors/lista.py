"""The rows of a list: filtered, sorted, and each one's state and next step in words."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Now
from django.utils import timezone

from comun.formato import fecha_sin_semana, hora
from correos.models import EN_FILA, Mensaje

TIPOS = {
    "acuse": "Acuses de recibo",
    "aviso": "Avisos de cambios",
    "encuentro": "Aportes de encuentros",
    "enlace": "Enlaces privados",
    "inscripcion": "Inscripciones",
    "invitacion": "Invitaciones",
    "novedades": "Avisos a quienes siguen la cuenta",
    "recordatorio": "Recordatorios al equipo",
    "respuesta": "Respuestas",
    "seguir": "Para confirmar que se quieren avisos",
}
#: Orders of the list: key in the address, and name.
ORDENES = (
    ("", "Los más recientes primero"),
    ("ayuda", "Primero los que piden su ayuda"),
    ("nombre", "Por nombre"),
    ("antiguos", "Los más antiguos primero"),
)


def tipo_en_palabras(tipo: str) -> str:
    return TIPOS.get(tipo, tipo.replace("_", " ").capitalize())


def clases() -> list[tuple[str, str, str]]:
    """The kinds of mail there are, by service: kind, address name and short name of the service."""
    return list(
        Mensaje.objects.order_by()
        .values_list("tipo", "servicio__slug", "servicio__nombre_corto")
        .distinct()
    )


def filtrar(datos: dict[str, Any]) -> "QuerySet[Mensaje]":
    """The mails in scope that a filter lets through, of every state."""
    mensajes = Mensaje.objects.all()
    if datos.get("campania"):
        mensajes = mensajes.de_campania(datos["campania"])
    if datos.get("servicio"):
        mensajes = mensajes.filter(servicio__slug=datos["servicio"])
    if datos.get("tipo"):
        mensajes = mensajes.filter(tipo=datos["tipo"])
    if datos.get("desde"):
        mensajes = mensajes.filter(creado_en__gte=_comienza(datos["desde"]))
    if datos.get("hasta"):
        mensajes = mensajes.filter(creado_en__lt=_comienza(datos["hasta"] + timedelta(days=1)))
    return mensajes


def _comienza(dia: date) -> datetime:
    return timezone.make_aware(datetime.combine(dia, time.min))


def lineas(mensajes: "QuerySet[Mensaje]", orden: str = "") -> "QuerySet[Mensaje]":
    """The rows of a list, without bodies, each with what is left of its wait (`espera`)."""
    piden = Case(
        When(estado__in=Mensaje.PIDEN_DECISION, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    por: dict[str, tuple[Any, ...]] = {
        "ayuda": (piden, "-id"),
        "nombre": ("nombre_plegado", "-id"),
        "antiguos": ("id",),
    }
    return (
        mensajes.select_related("servicio")
        .defer("texto", "html")
        .annotate(espera=F("no_antes_de") - Now())
        .order_by(*por.get(orden, ("-id",)))
    )


def en_palabras(mensaje: Any, ahora: datetime) -> str:
    """`Mensaje.en_palabras`, and when the next attempt is, by the portal's clock.

    `no_antes_de` is told by the database's: what is left of the wait (`espera`) tells the hour of
    a portal whose clock was moved.
    """
    if mensaje.estado not in Mensaje.ESPERAN:
        return _devuelto(mensaje) or mensaje.en_palabras
    de_nuevo = mensaje.estado == Mensaje.Estado.REINTENTO and mensaje.intentos
    que = "Se intentará de nuevo" if de_nuevo else "Saldrá"
    if mensaje.espera <= timedelta(minutes=1):
        return f"{que} en un momento" if mensaje.intentos else mensaje.en_palabras
    por_que = ": llegaron muchos a la vez" if mensaje.ultimo_texto == EN_FILA else ""
    return f"{que} {_cuando(ahora + mensaje.espera, ahora)}{por_que}"


def _devuelto(mensaje: Mensaje) -> str:
    """`Devuelto: la dirección no existe`, when the destination said why."""
    por_que = mensaje.en_palabras
    if mensaje.estado != Mensaje.Estado.REBOTADO or por_que.startswith("Lo "):
        return ""
    return f"Devuelto: {por_que[0].lower()}{por_que[1:]}"


def _cuando(instante: datetime, ahora: datetime) -> str:
    """`hoy a las 10:42`, `mañana a la 1:05`, `el 21 de mayo a las 10:42`."""
    local = timezone.localtime(instante)
    dias = (local.date() - timezone.localtime(ahora).date()).days
    dia = {0: "hoy", 1: "mañana"}.get(dias) or f"el {fecha_sin_semana(local)}"
    return f"{dia} a la{'' if local.hour == 1 else 's'} {hora(local)}"


def con_palabras(mensajes: Iterable[Any], ahora: datetime) -> list[Any]:
    """The rows of a page, each with `palabras` (its state) and `que_hacer`."""
    filas = list(mensajes)
    for mensaje in filas:
        mensaje.palabras = en_palabras(mensaje, ahora)
        mensaje.que_hacer = que_hacer(mensaje)
    return filas


def que_hacer(mensaje: Mensaje) -> str:
    """The next step of whoever sent it, in a few words; empty when there is none."""
    if mensaje.reservado:
        return ""  # nobody knows who follows, so there is nobody to ask
    if mensaje.estado == Mensaje.Estado.INCIERTO:
        return "Preguntarle si le llegó"
    if not mensaje.no_llego:
        return ""
    palabras = mensaje.en_palabras.lower()
    if "dirección" in palabras:
        return "Corregir la dirección o llamar"
    return "Llamar o enviar una carta" if "buzón" in palabras else "Reintentar, o llamar"
