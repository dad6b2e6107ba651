"""`formulario`: the public form beside a bare Django view with a form of five fields.

One round: the bare site for two seconds, the portal so many times, the bare site again. Both by
four clients, on the same PostgreSQL, each answer looked at. A round whose two runs of the bare
site differ too much measures the machine: it is told, and it is not counted.
"""

import os
import re
import secrets
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import psycopg2

from tests.bancos import procesos
from tests.bancos.cifras import Cifra
from tests.bancos.clientes import Pedido, Sitio, a_la_vez, por_segundo

NOMBRES = ("formulario.post", "formulario.get", "formulario.conexiones", "formulario.lcp")
PEDIDOS = 300
CONEXIONES = 512
#: How far apart two runs of the bare site may be, and how many rounds may be thrown away for it.
RUIDO = 1.5
INTENTOS = 4
CUENTA = "/cuentas/riberas/2026/"

_PERSONA = {"tipo": "pregunta", "nombres": "Rosa Elena", "apellidos": "Quilaleo"}


def _escrito(numero: int) -> dict[str, str]:
    return {
        **_PERSONA,
        "mensaje": f"¿Cuándo llega el refuerzo de la ribera que se prometió? ({numero})",
        "correo": f"rosa.{numero}@correo.example",
    }


def _del_portal(numero: int) -> dict[str, str]:
    propios = {"medio": "correo", "paso": "enviar", "nonce": secrets.token_urlsafe(16)}
    return {**_escrito(numero), **propios}


def _portal(url: str) -> Sitio:
    return Sitio(
        url,
        f"{CUENTA}participar/",
        re.compile(rb'^HTTP/1.1 200 [\s\S]*name="mensaje"[\s\S]*</html>\s*$'),
        re.compile(rb"^HTTP/1.1 302 [\s\S]*\r\nLocation: /mi-consulta/[\w-]{22}/recibido/\r\n"),
        _del_portal,
    )


def _pelado(url: str) -> Sitio:
    return Sitio(
        url,
        "/recado/",
        re.compile(rb'^HTTP/1.1 200 [\s\S]*name="mensaje"[\s\S]*</html>\s*$'),
        re.compile(rb"^HTTP/1.1 302 [\s\S]*\r\nLocation: /gracias/\r\n"),
        _escrito,
    )


@dataclass
class _Banco:
    """The portal, with what the rounds share."""

    url: str
    base: str
    rondas: int
    segundos: float
    ruido: float
    decir: Callable[[str], None]

    def razones(self, pelado: str, elegidas: set[str]) -> list[Cifra]:
        portal, otro = _portal(self.url), _pelado(pelado)
        cifras = []
        for nombre, que, meta in (
            ("formulario.post", Sitio.enviar, 0.20),
            ("formulario.get", Sitio.leer, 0.5),
        ):
            if nombre in elegidas:
                valores = self._rondas(nombre, partial(que, portal), partial(que, otro))
                cifras.append(Cifra(nombre, tuple(valores), meta))
        self._todo_quedo_escrito(portal, otro)
        return cifras

    def _rondas(
        self, nombre: str, portal: Callable[[], Pedido], pelado: Callable[[], Pedido]
    ) -> list[float]:
        valores: list[float] = []
        self._ronda(portal, pelado)  # a warm-up round, dropped
        for intento in range(1, INTENTOS * self.rondas + 1):
            antes, suyo, despues = self._ronda(portal, pelado)
            razon = suyo * 2 / (antes + despues)
            dicho = f"{nombre}: pelado {antes:.0f}/s, portal {suyo:.0f}/s, pelado {despues:.0f}/s"
            if max(antes, despues) > self.ruido * min(antes, despues):
                self.decir(f"{dicho}: con ruido, no cuenta ({intento})")
                continue
            valores.append(razon)
            self.decir(f"{dicho}: {razon:.2f} ({len(valores)} de {self.rondas})")
            if len(valores) == self.rondas:
                return valores
        if not valores:
            raise RuntimeError(f"{nombre}: not one quiet round. Leave the machine alone.")
        return valores

    def _ronda(
        self, portal: Callable[[], Pedido], pelado: Callable[[], Pedido]
    ) -> tuple[float, float, float]:
        antes = por_segundo(pelado, segundos=self.segundos)
        suyo = por_segundo(portal, cuantos=PEDIDOS)
        return antes, suyo, por_segundo(pelado, segundos=self.segundos)

    def _todo_quedo_escrito(self, portal: Sitio, pelado: Sitio) -> None:
        """As many rows as answers that said so, and as many acknowledgements in the outbox."""
        contadas = (portal.enviados, portal.enviados, pelado.enviados)
        conexion = psycopg2.connect(self.base)
        try:
            with conexion.cursor() as cursor:
                cursor.execute(
                    "SELECT (SELECT count(*) FROM respuestas_consulta),"
                    " (SELECT count(*) FROM correos_mensaje WHERE tipo = 'acuse'),"
                    " (SELECT count(*) FROM patron_recado)"
                )
                if cursor.fetchone() != contadas:
                    raise RuntimeError(f"Not all was stored: {contadas} were answered.")
        finally:
            conexion.close()

    def conexiones(self) -> Cifra:
        """How many of 512 connections at once get no answer, or another one than they should."""
        portal = _portal(self.url)
        fallas = []
        for _ in range(self.rondas):
            cuantas, esperas = a_la_vez(portal, CONEXIONES)
            fallas.append(cuantas)
            p50, p99 = (statistics.quantiles(esperas, n=100)[i] for i in (49, 98))
            self.decir(
                f"{CONEXIONES} conexiones a la vez: {cuantas} fallas, la mitad en {p50:.1f} s, "
                f"el 99 % en {p99:.1f} s"
            )
        return Cifra("formulario.conexiones", tuple(fallas), 0, True, "fallas")

    def lcp(self) -> Cifra:
        orden = ("tests.bancos.navegador", f"{self.url}{CUENTA}", str(self.rondas))
        with procesos.proceso(*orden) as hijo:
            assert hijo.stdout is not None
            segundos = tuple(float(hijo.stdout.readline()) for _ in range(self.rondas))
        self.decir(f"LCP de la cuenta: {', '.join(f'{s:.2f} s' for s in segundos)}")
        return Cifra("formulario.lcp", segundos, None, True, "s")


def participar(
    servidor: str,
    rondas: int,
    segundos: float,
    elegidas: set[str],
    decir: Callable[[str], None],
    ruido: float = RUIDO,
) -> list[Cifra]:
    """The figures that were chosen, on a base of its own."""
    with ExitStack() as pila:
        base = pila.enter_context(procesos.base_propia(servidor, "_ventana"))
        os.environ["DATABASE_URL"] = base
        # As a real site stands: its static files collected, and its proxy before it.
        real = {
            "BANCO_ESTATICOS": pila.enter_context(tempfile.TemporaryDirectory()),
            "DJANGO_BEHIND_PROXY": "1",
        }
        with procesos.proceso("tests.bancos.ventana", **real) as hijo:
            assert hijo.stdout is not None
            if hijo.stdout.readline() != "listo\n":
                raise RuntimeError("The base was not filled.")
        sitio = partial(procesos.gunicorn, procesos.puerto_libre())
        url = pila.enter_context(sitio("cpp_portal.wsgi", "/healthz", **real))
        banco = _Banco(url, base, rondas, segundos, ruido, decir)
        cifras = []
        if elegidas & {"formulario.post", "formulario.get"}:
            pelado = pila.enter_context(
                procesos.gunicorn(
                    procesos.puerto_libre(),
                    "django.core.wsgi:get_wsgi_application()",
                    "/gracias/",
                    DJANGO_SETTINGS_MODULE="tests.bancos.patron.ajustes",
                )
            )
            cifras += banco.razones(pelado, elegidas)
        if "formulario.conexiones" in elegidas:
            cifras.append(banco.conexiones())
        if "formulario.lcp" in elegidas:
            cifras.append(banco.lcp())
        return cifras
