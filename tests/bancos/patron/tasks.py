"""Both yardsticks: a batch of 50 over one connection, and one task per mail."""

from celery import shared_task
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from tests.bancos.patron.cartas import ASUNTO, palabras
from tests.bancos.patron.models import Carta

DE = "Servicio Nacional de Riberas <cuentas@cpp.example>"


@shared_task(name="patron.lote")
def lote(ids: list[int]) -> None:
    """`mail_batch50`: the batch read at once, one connection, each mail written down as sent."""
    with get_connection() as conexion:
        cartas = Carta.objects.filter(pk__in=ids, enviada=False).prefetch_related("folleto")
        for carta in cartas:
            _enviar(carta, conexion)


@shared_task(name="patron.uno")
def uno(pk: int) -> None:
    """One task, one connection, one mail."""
    _enviar(Carta.objects.get(pk=pk), get_connection())


def _enviar(carta: Carta, conexion: BaseEmailBackend) -> None:
    texto, html = palabras(carta.nombre, carta.numero)
    correo = EmailMultiAlternatives(
        subject=ASUNTO,
        body=texto,
        from_email=DE,
        to=[f"{carta.nombre} <{carta.para}>"],
        headers={"Message-ID": f"<{carta.pk}.patron@cpp.example>"},
        connection=conexion,
    )
    correo.attach_alternative(html, "text/html")
    if carta.folleto:
        correo.attach("invitacion.pdf", bytes(carta.folleto.contenido), "application/pdf")
    correo.send()
    Carta.objects.filter(pk=carta.pk).update(enviada=True)
