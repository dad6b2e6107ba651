"""`tablero`: what a board takes with a thousand open accounts, beside what it takes with ten."""

import http.client
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.bancos import procesos
from tests.bancos.cifras import Cifra

POCAS, MUCHAS = 10, 1000
PEDIDOS = 40
PAGINAS = {
    "tablero.inicio": "/gestion/",
    "tablero.cuenta": "/gestion/cuentas/riberas/2026/",
}


@dataclass
class Visita:
    """Somebody who sees every account of a base; each request over a new connection."""

    url: str
    cookie: str

    def milisegundos(self, camino: str) -> float:
        inicio = time.perf_counter()
        conexion = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=120)
        try:
            conexion.request("GET", camino, headers={"Cookie": self.cookie})
            respuesta = conexion.getresponse()
            respuesta.read()
        finally:
            conexion.close()
        if respuesta.status != 200:
            raise RuntimeError(f"GET {camino} answered {respuesta.status}")
        return (time.perf_counter() - inicio) * 1000


def tablero(servidor: str, rondas: int, decir: Callable[[str], None]) -> list[Cifra]:
    """Both sites up at once; each round asks them in turn. One ratio of p50 per round."""
    with ExitStack() as pila:
        sitios = [pila.enter_context(_sitio(servidor, n, decir)) for n in (POCAS, MUCHAS)]
        for sitio in sitios:
            _medianas([sitio], 5)  # warm
        valores: dict[str, list[float]] = {nombre: [] for nombre in PAGINAS}
        for ronda in range(rondas):
            pocas, muchas = _medianas(sitios, PEDIDOS)
            for nombre in PAGINAS:
                valores[nombre].append(muchas[nombre] / pocas[nombre])
            cifras = ", ".join(f"{n} {pocas[n]:.1f} → {muchas[n]:.1f} ms" for n in PAGINAS)
            decir(f"ronda {ronda + 1} de {rondas}: {cifras}")
    return [Cifra(n, tuple(v), 2.0, menos_es_mejor=True) for n, v in valores.items()]


def _medianas(sitios: list[Visita], pedidos: int) -> list[dict[str, float]]:
    """p50 of each page of each site, one request after the other, the sites in turn."""
    tiempos: list[dict[str, list[float]]] = [{n: [] for n in PAGINAS} for _ in sitios]
    for _ in range(pedidos):
        for nombre, camino in PAGINAS.items():
            for sitio, suyos in zip(sitios, tiempos, strict=True):
                suyos[nombre].append(sitio.milisegundos(camino))
    return [{n: statistics.median(v) for n, v in suyos.items()} for suyos in tiempos]


@contextmanager
def _sitio(servidor: str, cuentas: int, decir: Callable[[str], None]) -> Iterator[Visita]:
    """A base of its own with so many accounts, and the web over it."""
    with procesos.base_propia(servidor, f"_{cuentas}") as base:
        os.environ["DATABASE_URL"] = base
        inicio = time.perf_counter()
        # As the web: the name of the session's cookie hangs from its address.
        como_la_web = {"CPP_DEMO": "1", "BASE_URL": "http://127.0.0.1"}
        with procesos.proceso("tests.bancos.poblacion", str(cuentas), **como_la_web) as hijo:
            assert hijo.stdout is not None
            cookie = hijo.stdout.readline().strip()
        if not cookie:
            raise RuntimeError("The base was not filled.")
        decir(f"{cuentas} cuentas escritas y proyectadas en {time.perf_counter() - inicio:.0f} s")
        with procesos.web(procesos.puerto_libre()) as url:
            yield Visita(url, cookie)
