"""Who has a cheap telephone, 360 px wide, and a browser that runs no script."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.publico.mirada import que_no_cabe
from tests.publico.visita import Visita

#: Pixels of CSS that a finger needs (WCAG 2.5.8).
DEDO = 24
ESCRIBIBLES = "textarea, input:not([type=radio], [type=checkbox])"


class Telefono(Visita):
    """One finger, and what is written on things."""

    con_guiones = False

    def _tocar(self, que: Locator) -> None:
        alto = que.evaluate("e => (e.closest('.form-check') ?? e).getBoundingClientRect().height")
        assert alto >= DEDO or self._en_una_frase(que), (self.donde, que, alto)
        que.click()

    def _en_una_frase(self, que: Locator) -> bool:
        """A link among other words of a sentence is as high as its line."""
        return bool(que.evaluate("e => getComputedStyle(e).display === 'inline'"))

    def _uno(self, papel: Any, nombre: str) -> Locator:
        return self.pagina.get_by_role(papel, name=nombre).first

    def escribir(self, campo: str, texto: str) -> None:
        control = self.pagina.get_by_label(campo).and_(self.pagina.locator(ESCRIBIBLES)).first
        self._tocar(control)
        control.fill(texto)

    def elegir(self, opcion: str, grupo: str = "") -> None:
        dentro = self.pagina.locator(f'[name="{grupo}"]') if grupo else self.pagina.locator("input")
        control = self.pagina.get_by_role("radio", name=opcion).and_(dentro).first
        self._tocar(control)
        expect(control).to_be_checked()

    def marcar(self, casilla: str) -> None:
        control = self._uno("checkbox", casilla)
        if not control.is_checked():
            self._tocar(control)
        expect(control).to_be_checked()

    def seleccionar(self, campo: str, opcion: str) -> None:
        self.pagina.get_by_label(campo).first.select_option(label=opcion)

    def desplegar(self, titulo: str) -> None:
        self._tocar(self.pagina.locator("summary", has_text=titulo).first)
        self.mirar(f"con «{titulo}» abierto")

    def adjuntar(self, campo: str, archivo: dict[str, Any]) -> None:
        self.pagina.get_by_label(campo).set_input_files(archivo)  # type: ignore[arg-type]

    def corregir(self, error: str) -> None:
        enlace = self.pagina.locator("#resumen-errores").get_by_role("link", name=error)
        destino = enlace.get_attribute("href")
        self._tocar(enlace)
        assert destino
        expect(self.pagina.locator(destino)).to_be_in_viewport()

    def saltar(self) -> None:
        assert self.pagina.locator(".salto").get_attribute("href") == "#contenido"

    def _enlace(self, nombre: str) -> None:
        self._tocar(self._uno("link", nombre))

    def _boton(self, nombre: str) -> None:
        self._tocar(self._uno("button", nombre))

    def _revisar(self, estado: str) -> None:
        assert (estado, que_no_cabe(self.pagina)) == (estado, [])
        assert self.pagina.locator("h1").count() == 1, estado
