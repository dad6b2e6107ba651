"""The figures of `correo.envio`: the engine that sends, beside the plain ways of doing the same."""

import secrets
import time
from collections.abc import Callable
from functools import partial

from celery import current_app
from django.db import connection, transaction

from comun import archivos
from correos.models import Mensaje
from correos.services import Correo, enqueue_muchos
from servicios.alcance import todos_los_servicios
from servicios.models import Servicio
from tests.bancos.cifras import Cifra
from tests.bancos.patron.cartas import ASUNTO, palabras
from tests.bancos.patron.models import Carta, Folleto
from tests.bancos.procesos import esperar

LOTE = 50
KILO = 1024
FOLLETO = secrets.token_bytes(500 * KILO)  # a PDF is compressed: its bytes look like chance
POR_SALIR = ("pendiente", "reintento", "tomado")

Carrera = Callable[[], float]


def destino(i: int) -> tuple[str, str]:
    """Name and address of one person of the campaign."""
    return f"Rosa Elena Quilaleo Núñez {i}", f"persona.{i}@correo{i % 7}.example"


# ── The portal ──


def correos_de(cuantos: int, campania: str, adjuntos: tuple = ()) -> list[Correo]:
    lista = []
    for i in range(cuantos):
        nombre, para = destino(i)
        texto, html = palabras(nombre, i)
        lista.append(
            Correo(
                clave=f"{campania}:{i}",
                para=para,
                nombre=nombre,
                asunto=ASUNTO,
                texto=texto,
                html=html,
                adjuntos=adjuntos,
            )
        )
    return lista


def vaciar_tablas() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE correos_mensaje, patron_carta RESTART IDENTITY CASCADE")


def portal(servicio: Servicio, cuantos: int, *, con_folleto: bool = False) -> float:
    """Mails per second, from the commit of the campaign to the last state written down."""
    vaciar_tablas()
    campania = f"banco:{secrets.token_hex(4)}"
    with todos_los_servicios(), transaction.atomic():
        adjuntos = (
            ((archivos.guardar(FOLLETO, "application/pdf"), "invitacion.pdf"),)
            if con_folleto
            else ()
        )
        enqueue_muchos(
            correos_de(cuantos, campania, adjuntos),
            servicio=servicio,
            tipo="respuesta",
            campania=campania,
        )
        _estadistica("correos_mensaje")
        inicio = time.monotonic()
    with todos_los_servicios():
        quedan = Mensaje.objects.filter(estado__in=POR_SALIR)
        esperar(lambda: not quedan.exists(), "the campaign is sent", cada=0.02)
        tardo = time.monotonic() - inicio
        if Mensaje.objects.filter(estado="enviado").count() != cuantos:
            raise RuntimeError(f"Not all were sent: {Mensaje.objects.por_estado()}")
    return cuantos / tardo


# ── The yardsticks ──


def patron(cuantos: int, publicar: Callable[[list[int]], None], *, con_folleto: bool) -> float:
    """Mails per second, from the first task published to the last mail written down as sent."""
    vaciar_tablas()
    folleto = Folleto.objects.create(contenido=FOLLETO) if con_folleto else None
    Carta.objects.bulk_create(
        Carta(nombre=destino(i)[0], para=destino(i)[1], numero=i, folleto=folleto)
        for i in range(cuantos)
    )
    _estadistica("patron_carta")
    ids = list(Carta.objects.order_by("pk").values_list("pk", flat=True))
    inicio = time.monotonic()
    publicar(ids)
    quedan = Carta.objects.filter(enviada=False)
    esperar(lambda: not quedan.exists(), "the yardstick sends all", cada=0.02)
    return cuantos / (time.monotonic() - inicio)


def de_a_cincuenta(ids: list[int]) -> None:
    with current_app.connection_for_write() as conexion:
        for i in range(0, len(ids), LOTE):
            current_app.send_task("patron.lote", [ids[i : i + LOTE]], connection=conexion)


def de_a_uno(ids: list[int]) -> None:
    with current_app.connection_for_write() as conexion:
        for pk in ids:
            current_app.send_task("patron.uno", [pk], connection=conexion)


def _estadistica(tabla: str) -> None:
    """What autovacuum would know of a table that was filled a while ago."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tabla}")


# ── The rounds ──


def envio(servicio: Servicio, rondas: int, cuantos: int, decir: Callable[[str], None]) -> list:
    """The three figures of the sending, all sides in each round, in an order that turns around."""
    pesados = max(LOTE, cuantos // 8)
    carreras: dict[str, Carrera] = {
        "portal": partial(portal, servicio, cuantos),
        "lotes de 50": partial(patron, cuantos, de_a_cincuenta, con_folleto=False),
        "una tarea por correo": partial(patron, cuantos // 3, de_a_uno, con_folleto=False),
        "portal con adjunto": partial(portal, servicio, pesados, con_folleto=True),
        "lotes con adjunto": partial(patron, pesados, de_a_cincuenta, con_folleto=True),
    }
    por_ronda: list[dict[str, float]] = []
    for ronda in range(rondas):
        orden = list(carreras) if ronda % 2 == 0 else list(reversed(carreras))
        medidas = {nombre: carreras[nombre]() for nombre in orden}
        por_ronda.append(medidas)
        dichas = ", ".join(f"{nombre} {medidas[nombre]:.0f}/s" for nombre in carreras)
        decir(f"ronda {ronda + 1} de {rondas}: {dichas}")

    def cifra(nombre: str, arriba: str, abajo: str, meta: float) -> Cifra:
        return Cifra(nombre, tuple(m[arriba] / m[abajo] for m in por_ronda), meta)

    return [
        cifra("correo.lotes", "portal", "lotes de 50", 0.6),
        cifra("correo.por-tarea", "portal", "una tarea por correo", 2),
        cifra("correo.adjunto", "portal con adjunto", "lotes con adjunto", 0.6),
    ]
