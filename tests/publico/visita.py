"""The verbs of a walk. Who does them, and with what hands, is each subclass's."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Request, Response, Route, expect

from tests.paciencia import PACIENCIA
from tests.publico.escenario import Vecina

AL_LLEGAR = "al llegar"


class Visita(ABC):
    """A window of the browser and somebody in front of it."""

    #: Whether the pages' scripts run.
    con_guiones = True

    def __init__(self, pagina: Page, base: str, vecina: Vecina) -> None:
        self.pagina, self.base, self.vecina = pagina, base, vecina
        #: Names of the routes that were seen as pages, and of those that a press sent to.
        self.vistas: set[str] = set()
        self.enviadas: set[str] = set()
        self.quejas: list[str] = []
        self.estados: set[str] = set()
        self.donde = ""
        pagina.set_default_timeout(PACIENCIA)
        pagina.on("request", self._oir)
        pagina.on("pageerror", lambda error: self.quejas.append(f"{self.donde}: {error}"))

    def _oir(self, pedido: Request) -> None:
        if not pedido.url.startswith(self.base):
            self.quejas.append(f"{self.donde} asks another site for {pedido.url}")
        elif pedido.is_navigation_request() and pedido.method == "POST":
            self.enviadas.add(self._ruta(pedido.url))

    def _ruta(self, direccion: str) -> str:
        camino = direccion.removeprefix(self.base).split("?")[0].split("#")[0]
        try:
            return resolve(camino).view_name
        except Resolver404:
            return camino

    # ── Where one goes ──

    def abrir(self, camino: str, estado: int = 200) -> None:
        """Type an address, or press the link of a mail."""
        self._llegar(self.pagina.goto(self.base + camino), estado)

    def seguir(self, enlace: str) -> None:
        """Follow a link that leads to another page."""
        self._ir(lambda: self._enlace(enlace), 200)

    def pulsar(self, boton: str, estado: int = 200) -> None:
        """Press a button that sends a form."""
        self._ir(lambda: self._boton(boton), estado)

    def bajar(self, boton: str) -> str:
        """Press what gives a file; the name that it is saved with."""
        with self.pagina.expect_download() as espera:
            self._boton(boton)
        return espera.value.suggested_filename

    def perder_la_respuesta(self, boton: str) -> None:
        """Press, and lose the network when what was sent has already arrived."""

        def cortar(ruta: Route) -> None:
            ruta.fetch(max_redirects=0)
            ruta.abort()

        self.pagina.route("**/*", cortar)
        with self.pagina.expect_event("requestfailed"):
            self._boton(boton)
        self.pagina.unroute("**/*")

    def destino(self, enlace: str) -> str:
        """Where a link leads, outside."""
        return self.pagina.get_by_role("link", name=enlace).first.get_attribute("href") or ""

    def _ir(self, hacer: Callable[[], None], estado: int) -> None:
        with self.pagina.expect_navigation() as espera:
            hacer()
        self._llegar(espera.value, estado)

    def _llegar(self, respuesta: Response | None, estado: int) -> None:
        assert respuesta is not None
        ruta = self._ruta(self.pagina.url)
        self.donde = f"{ruta} {respuesta.status} «{self.pagina.locator('h1').inner_text()}»"
        assert respuesta.status == estado, self.donde
        if estado == 200:
            self.vistas.add(ruta)
        self.mirar(AL_LLEGAR)

    def mirar(self, momento: str) -> None:
        """Look at what is in front, once for each thing that can be in front."""
        estado = f"{self.donde} {momento}"
        if estado not in self.estados:
            self.estados.add(estado)
            self._revisar(estado)

    def lee(self, *textos: str) -> None:
        """Each text can be seen."""
        for texto in textos:
            expect(self.pagina.locator("body")).to_contain_text(texto, use_inner_text=True)

    # ── What one does, with what hands one has ──

    @abstractmethod
    def escribir(self, campo: str, texto: str) -> None:
        """Type in the control of that label, in place of what it had."""

    @abstractmethod
    def elegir(self, opcion: str, grupo: str = "") -> None:
        """Choose a radio button."""

    @abstractmethod
    def marcar(self, casilla: str) -> None:
        """Tick a box."""

    @abstractmethod
    def seleccionar(self, campo: str, opcion: str) -> None:
        """Choose in a list."""

    @abstractmethod
    def desplegar(self, titulo: str) -> None:
        """Open what is folded, and look at the page again."""

    @abstractmethod
    def adjuntar(self, campo: str, archivo: dict[str, Any]) -> None:
        """Choose a file."""

    @abstractmethod
    def corregir(self, error: str) -> None:
        """Go from the summary of errors to the control that one of them is of."""

    @abstractmethod
    def saltar(self) -> None:
        """Go past what every page repeats."""

    @abstractmethod
    def _enlace(self, nombre: str) -> None:
        """Press a link of that name."""

    @abstractmethod
    def _boton(self, nombre: str) -> None:
        """Press a button of that name."""

    @abstractmethod
    def _revisar(self, estado: str) -> None:
        """Look for what is wrong in what is in front."""
