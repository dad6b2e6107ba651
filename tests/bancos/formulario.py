"""`correo.formulario`: what a citizen waits for while a campaign of thousands goes out."""

import http.client
import os
import re
import signal
import statistics
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from django.db import transaction

from correos.models import Mensaje
from correos.services import enqueue_muchos
from respuestas.services import nonce_nuevo
from servicios.alcance import todos_los_servicios
from servicios.models import RedPermitida, Servicio
from tests.bancos.cifras import Cifra
from tests.bancos.correo import POR_SALIR, correos_de, vaciar_tablas

CAMINO = "/cuentas/riberas/2026/participar/"
PEDIDOS = 60
_FICHA = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Vecina:
    """Asks for the form and sends it, one request after the other, each over a new connection."""

    def __init__(self, url: str) -> None:
        self.sitio = urlsplit(url).netloc
        cabeceras, cuerpo = self._pedir("GET", None, 200)
        self.cookie = cabeceras["Set-Cookie"].partition(";")[0]
        [self.ficha] = set(_FICHA.findall(cuerpo))
        self.enviados = 0

    def lee(self) -> None:
        self._pedir("GET", None, 200)

    def escribe(self) -> None:
        self.enviados += 1
        datos = {
            "csrfmiddlewaretoken": self.ficha,
            "tipo": "pregunta",
            "mensaje": f"¿Cuándo llega el refuerzo de la ribera? ({self.enviados})",
            "nombres": "Rosa Elena",
            "apellidos": "Quilaleo",
            "medio": "correo",
            "correo": f"rosa.{self.enviados}@correo.example",
            "nonce": nonce_nuevo(),
            "paso": "enviar",
        }
        self._pedir("POST", urlencode(datos), 302)

    def _pedir(self, metodo: str, cuerpo: str | None, codigo: int) -> tuple[dict[str, str], str]:
        cabeceras = {"Content-Type": "application/x-www-form-urlencoded"} if cuerpo else {}
        if hasattr(self, "cookie"):
            cabeceras["Cookie"] = self.cookie
        conexion = http.client.HTTPConnection(self.sitio, timeout=60)
        try:
            conexion.request(metodo, CAMINO, cuerpo, cabeceras)
            respuesta = conexion.getresponse()
            texto = respuesta.read().decode()
            if respuesta.status != codigo:
                raise RuntimeError(f"{metodo} {CAMINO} answered {respuesta.status}")
            return dict(respuesta.getheaders()), texto
        finally:
            conexion.close()


def medianas(vecina: Vecina, pedidos: int) -> tuple[float, float]:
    """p50 of GET and of POST, in milliseconds, one after the other."""
    tiempos: dict[Callable[[], None], list[float]] = {vecina.lee: [], vecina.escribe: []}
    for _ in range(pedidos):
        for hacer, lista in tiempos.items():
            inicio = time.perf_counter()
            hacer()
            lista.append((time.perf_counter() - inicio) * 1000)
    leer, escribir = (statistics.median(lista) for lista in tiempos.values())
    return leer, escribir


def quedan() -> int:
    with todos_los_servicios():
        return Mensaje.objects.filter(estado__in=POR_SALIR).count()


def dejar_pasar(servicio: Servicio) -> None:
    """The neighbour writes hundreds of times in an hour, from one address: as a venue does."""
    with todos_los_servicios():
        RedPermitida.objects.create(
            servicio=servicio,
            nombre="Banco de pruebas",
            red="127.0.0.0/24",
            # Whatever day it is for the web, whose clock is moved to that of the account.
            desde=datetime(2020, 1, 1, tzinfo=UTC),
            hasta=datetime(2100, 1, 1, tzinfo=UTC),
        )


def formulario(
    url: str,
    obrero: subprocess.Popen,
    servicio: Servicio,
    rondas: int,
    cuantos: int,
    decir: Callable[[str], None],
) -> list[Cifra]:
    """Idle and under way in each round: the worker is held still with SIGSTOP in between."""
    dejar_pasar(servicio)
    vecina = Vecina(url)
    medianas(vecina, 10)  # warm
    os.killpg(obrero.pid, signal.SIGSTOP)
    vaciar_tablas()
    with todos_los_servicios(), transaction.atomic():
        enqueue_muchos(
            correos_de(cuantos, "banco:formulario"),
            servicio=servicio,
            tipo="respuesta",
            campania="banco:formulario",
        )
    leer, escribir = [], []
    pedidos = max(5, min(PEDIDOS, cuantos // 50))
    for ronda in range(rondas):
        quieto = medianas(vecina, pedidos)
        antes = quedan()
        os.killpg(obrero.pid, signal.SIGCONT)
        time.sleep(1)
        ocupado = medianas(vecina, pedidos)
        os.killpg(obrero.pid, signal.SIGSTOP)
        salieron = antes - quedan()
        decir(
            f"ronda {ronda + 1} de {rondas}: quieto {quieto[0]:.1f} y {quieto[1]:.1f} ms, "
            f"con la campaña {ocupado[0]:.1f} y {ocupado[1]:.1f} ms (salieron {salieron} correos)"
        )
        if not quedan():
            raise RuntimeError("The campaign ended before the measure: --campania N.")
        leer.append(ocupado[0] / quieto[0])
        escribir.append(ocupado[1] / quieto[1])
    os.killpg(obrero.pid, signal.SIGCONT)
    return [
        Cifra("correo.formulario", tuple(escribir), 2.5, menos_es_mejor=True),
        Cifra("correo.formulario-leer", tuple(leer), 2.5, menos_es_mejor=True),
    ]
