"""A person in front of a browser: what they open, type and press, and what axe says of each page.

Every page is checked as soon as it is there, and again after each press that changes it.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from tests.paciencia import PACIENCIA

CAPTURAS = os.environ.get("CAPTURAS", "")
CARPETA = Path(os.environ.get("CAPTURAS_EN", "var/capturas"))
ANCHOS = {1280: 900, 360: 740}
#: Put in every page by its context, which is quicker than sending it to each one.
GUION_DE_AXE = Axe().axe_script
_VIOLACIONES = "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)"


def faltas_de_axe(pagina: Page) -> list[tuple[str, list[str]]]:
    """Each rule broken, with the places where it is."""
    return [
        (v["id"], [f"{n['target'][0]} {n['html'][:160]}" for n in v["nodes"]])
        for v in pagina.evaluate(_VIOLACIONES)
    ]


class Persona:
    """Someone with a window of their own, signed in or not."""

    def __init__(
        self,
        nombre: str,
        contexto: BrowserContext,
        base: str,
        camino: Any,
        espejo: Page | None = None,
    ) -> None:
        self.nombre = nombre
        self.espejo = espejo
        self.contexto = contexto
        self.base = base
        self.camino = camino
        self.pagina = self.nueva_ventana()

    def nueva_ventana(self) -> Page:
        pagina = self.contexto.new_page()
        pagina.set_default_timeout(PACIENCIA)
        pagina.on("pageerror", lambda error: self.camino.quejas.append(str(error)))
        pagina.on("console", self._oir)
        return pagina

    def _oir(self, mensaje: Any) -> None:
        # An answer of 422 or 404 is not a fault of the page.
        if mensaje.type == "error" and "Failed to load resource" not in mensaje.text:
            self.camino.quejas.append(f"{self.pagina.url}: {mensaje.text}")

    # ── Where they go ──

    def ir(self, ruta: str, estado: int = 200) -> "Persona":
        """Open an address of the portal."""
        respuesta = self.pagina.goto(ruta if ruta.startswith("http") else f"{self.base}{ruta}")
        self._llegar(respuesta, estado)
        return self

    def seguir(self, enlace: str, **donde: Any) -> "Persona":
        """Follow a link by its words."""
        with self._navegacion() as espera:
            self._uno("link", enlace, **donde).click()
        self._llegar(espera[0])
        return self

    def pulsar(self, boton: str, estado: int = 200, **donde: Any) -> "Persona":
        """Press a button that sends a form."""
        with self._navegacion() as espera:
            self._uno("button", boton, **donde).click()
        self._llegar(espera[0], estado)
        return self

    def _uno(self, papel: Any, texto: str, dentro: Locator | None = None, **mas: Any) -> Locator:
        mas.setdefault("exact", True)
        return (dentro or self.pagina).get_by_role(papel, name=texto, **mas).first

    @contextmanager
    def _navegacion(self) -> Iterator[list[Response | None]]:
        respuestas: list[Response | None] = []
        with self.pagina.expect_navigation() as espera:
            yield respuestas
        respuestas.append(espera.value)

    def _llegar(self, respuesta: Response | None, estado: int = 200) -> None:
        assert respuesta is not None
        assert (respuesta.status, self.pagina.url) == (estado, self.pagina.url)
        if respuesta.request.method == "GET":
            self.camino.visitadas.add(self.pagina.url.removeprefix(self.base).split("#")[0])
        self.revisar()

    # ── What they type and read ──

    def llenar(self, **campos: Any) -> "Persona":
        """Fill controls by name: text, a date, a choice, True for a box, a file."""
        for nombre, valor in campos.items():
            controles = self.pagina.locator(f'main [name="{nombre}"]:not([type=hidden])')
            self._poner(controles, valor)
        return self

    def _poner(self, controles: Locator, valor: Any) -> None:
        primero = controles.first
        etiqueta, tipo = primero.evaluate("e => [e.tagName, e.type]")
        if tipo in ("radio", "checkbox"):
            opcion = primero
            if valor is not True:
                opcion = controles.and_(self.pagina.locator(f"[value='{valor}']"))
            self._marcar(opcion)
        elif etiqueta == "SELECT":
            primero.select_option(valor)
        elif tipo == "file":
            primero.set_input_files(valor)
        else:
            primero.fill(str(valor))

    def _marcar(self, opcion: Locator) -> None:
        """With the keyboard: some boxes are drawn by their label."""
        if not opcion.is_checked():
            opcion.press("Space")
        expect(opcion).to_be_checked()

    def marcar(self, fila: str, casilla: str) -> "Persona":
        """Tick the box of the row of a table that has those words."""
        self._marcar(self.pagina.locator("tr", has_text=fila).locator(f'[name="{casilla}"]'))
        return self

    def marcar_todas(self, casilla: str) -> "Persona":
        """Tick every box of that name."""
        for caja in self.pagina.locator(f'main [name="{casilla}"]').all():
            self._marcar(caja)
        return self

    def elegir(self, nombre: str, etiqueta: str) -> "Persona":
        """Choose by what the person reads: a radio button's label or an option of a list."""
        radio = self.pagina.get_by_role("radio", name=etiqueta, exact=True)
        if radio.count():
            self._marcar(radio)
        else:
            self.pagina.locator(f'main select[name="{nombre}"]').select_option(label=etiqueta)
        return self

    def lee(self, *textos: str) -> "Persona":
        """Each text is on the page."""
        for texto in textos:
            expect(self.pagina.locator("body")).to_contain_text(texto)
        return self

    def no_lee(self, *textos: str) -> "Persona":
        for texto in textos:
            expect(self.pagina.locator("body")).not_to_contain_text(texto)
        return self

    def lee_en(self, **campos: str) -> "Persona":
        """Each control still holds what was typed."""
        for nombre, valor in campos.items():
            expect(self.pagina.locator(f'main [name="{nombre}"]').first).to_have_value(valor)
        return self

    def tabla(self) -> list[list[str]]:
        """The cells of the last table of the page, row by row."""
        filas = self.pagina.locator("main table").last.locator("tbody tr").all()
        return [[c.inner_text().strip() for c in f.locator("th, td").all()] for f in filas]

    def no_ve_boton(self, nombre: str) -> "Persona":
        assert self.pagina.get_by_role("button", name=nombre, exact=True).count() == 0
        return self

    def dato(self, nombre: str) -> str:
        """What a list of data says of a name."""
        termino = self.pagina.locator("main dt", has_text=nombre).first
        return termino.locator("xpath=following-sibling::dd[1]").inner_text().strip()

    def titulo(self, texto: str) -> "Persona":
        expect(self.pagina.locator("h1")).to_contain_text(texto)
        return self

    def bajar(self, ruta: str) -> tuple[bytes, dict[str, str]]:
        """The bytes of a file, with this person's session, and its headers."""
        respuesta = self.contexto.request.get(
            ruta if ruta.startswith("http") else f"{self.base}{ruta}"
        )
        assert respuesta.status == 200, (ruta, respuesta.status)
        return respuesta.body(), respuesta.headers

    def estado(self, ruta: str) -> int:
        """The status that this person gets for an address."""
        return self.contexto.request.get(f"{self.base}{ruta}", max_redirects=0).status

    def destino(self, enlace: str, **mas: Any) -> str:
        """Where a link leads."""
        mas.setdefault("exact", True)
        lugar = self.pagina.get_by_role("link", name=enlace, **mas).first.get_attribute("href")
        assert lugar
        return lugar

    # ── What axe says ──

    def revisar(self) -> "Persona":
        """One heading of the first level, and no violation."""
        if CAPTURAS:
            self._capturar()
        assert self.pagina.locator("h1").count() == 1, self.pagina.url
        self.camino.revisadas += 1
        pagina = self.pagina if self.espejo is None else self._reflejar()
        assert faltas_de_axe(pagina) == [], (self.nombre, self.pagina.url)
        return self

    def _reflejar(self) -> Page:
        """The same page where scripts run: axe is one."""
        assert self.espejo
        html = self.pagina.content()
        self.espejo.route(
            self.pagina.url, lambda ruta: ruta.fulfill(body=html, content_type="text/html")
        )
        self.espejo.goto(self.pagina.url)
        self.espejo.unroute(self.pagina.url)
        return self.espejo

    def _capturar(self) -> None:
        CARPETA.mkdir(parents=True, exist_ok=True)
        self.camino.captura += 1
        ruta = re.sub(r"\W+", "-", self.pagina.url.removeprefix(self.base)).strip("-")[:80]
        anterior = self.pagina.viewport_size
        for ancho, alto in ANCHOS.items():
            self.pagina.set_viewport_size({"width": ancho, "height": alto})
            nombre = f"{self.camino.captura:03}-{self.nombre}-{ruta or 'portada'}-{ancho}.png"
            self.pagina.screenshot(path=CARPETA / nombre, full_page=True)
        if anterior:
            self.pagina.set_viewport_size(anterior)
