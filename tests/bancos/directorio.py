"""`directorio`: the list of a hundred thousand organisations, beside that of a thousand."""

import http.client
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.bancos import procesos
from tests.bancos.cifras import Cifra

POCAS, MUCHAS = 1_000, 100_000
PEDIDOS = 20
LISTA = "/gestion/cuentas/riberas/2026/directorio/"
PAGINAS = ("primera", "busqueda", "honda")


@dataclass
class Visita:
    """Somebody of the service in front of the list; each request over a new connection."""

    url: str
    cookie: str
    caminos: dict[str, str]

    def milisegundos(self, nombre: str) -> float:
        inicio = time.perf_counter()
        conexion = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=120)
        try:
            conexion.request("GET", self.caminos[nombre], headers={"Cookie": self.cookie})
            respuesta = conexion.getresponse()
            cuerpo = respuesta.read()
        finally:
            conexion.close()
        if respuesta.status != 200 or b"Organizaci" not in cuerpo:
            raise RuntimeError(f"GET {self.caminos[nombre]} answered {respuesta.status}")
        return (time.perf_counter() - inicio) * 1000


def directorio(servidor: str, rondas: int, decir: Callable[[str], None]) -> list[Cifra]:
    """Both sites up at once; each round asks them in turn. Growths, and deep beside first."""
    with ExitStack() as pila:
        sitios = [pila.enter_context(_sitio(servidor, n, decir)) for n in (POCAS, MUCHAS)]
        _medianas(sitios, 3)  # warm
        crece: dict[str, list[float]] = {nombre: [] for nombre in PAGINAS}
        honda: list[float] = []
        for ronda in range(rondas):
            pocas, muchas = _medianas(sitios, PEDIDOS)
            for nombre in PAGINAS:
                crece[nombre].append(muchas[nombre] / pocas[nombre])
            honda.append(muchas["honda"] / muchas["primera"])
            cifras = ", ".join(f"{n} {pocas[n]:.1f} → {muchas[n]:.1f} ms" for n in PAGINAS)
            decir(f"ronda {ronda + 1} de {rondas}: {cifras}")
    cifras_ = [
        Cifra(f"directorio.{n}", tuple(v), 2.0, menos_es_mejor=True) for n, v in crece.items()
    ]
    return [*cifras_, Cifra("directorio.fondo", tuple(honda), 1.5, menos_es_mejor=True)]


def _medianas(sitios: list[Visita], pedidos: int) -> list[dict[str, float]]:
    """p50 of each page of each site, one request after the other, the sites in turn."""
    tiempos: list[dict[str, list[float]]] = [{n: [] for n in PAGINAS} for _ in sitios]
    for _ in range(pedidos):
        for nombre in PAGINAS:
            for sitio, suyos in zip(sitios, tiempos, strict=True):
                suyos[nombre].append(sitio.milisegundos(nombre))
    return [{n: statistics.median(v) for n, v in suyos.items()} for suyos in tiempos]


@contextmanager
def _sitio(servidor: str, organizaciones: int, decir: Callable[[str], None]) -> Iterator[Visita]:
    """A base of its own with so many organisations, and the web over it."""
    with procesos.base_propia(servidor, f"_d{organizaciones}") as base:
        os.environ["DATABASE_URL"] = base
        inicio = time.perf_counter()
        # As the web: the name of the session's cookie hangs from its address.
        como_la_web = {"CPP_DEMO": "1", "BASE_URL": "http://127.0.0.1"}
        orden = ("tests.bancos.organizaciones", str(organizaciones))
        with procesos.proceso(*orden, **como_la_web) as hijo:
            assert hijo.stdout is not None
            cookie, _, clave = hijo.stdout.readline().strip().partition(" ")
        if not clave:
            raise RuntimeError("The base was not filled.")
        segundos = time.perf_counter() - inicio
        decir(f"{organizaciones} organizaciones escritas en {segundos:.0f} s")
        caminos = {
            "primera": LISTA,
            "busqueda": f"{LISTA}?{urlencode({'b': 'banco'})}",
            "honda": f"{LISTA}?{urlencode({'despues': clave})}",
        }
        with procesos.web(procesos.puerto_libre()) as url:
            yield Visita(url, cookie, caminos)
