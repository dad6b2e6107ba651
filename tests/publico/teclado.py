"""Who uses the keyboard alone: no press of theirs knows where a thing is, only what has the focus.

Each page is walked whole with Tab: everything that can be used is reached, in the order of
reading, with a ring that is seen, and one comes around to where one began.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.publico.mirada import revisar_con_axe
from tests.publico.visita import AL_LLEGAR, Visita

FOCO = r"""() => {
    const uno = document.activeElement;
    if (!uno || uno === document.body || uno === document.documentElement) return null;
    const llano = (t) => (t ?? '').replace(/\s+/g, ' ').trim();
    const caja = [...uno.getClientRects()].find(c => c.width > 0) ?? uno.getBoundingClientRect();
    const estilo = getComputedStyle(uno);
    const azulejo = uno.closest('.form-check');
    const anillos = [estilo, ...(azulejo ? [getComputedStyle(azulejo)] : [])];
    const x = Math.min(Math.max(caja.left + caja.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(caja.top + Math.min(caja.height / 2, 40), 0), innerHeight - 1);
    const encima = document.elementFromPoint(x, y);
    const rotulos = [...(uno.labels ?? [])].map(r => r.textContent).join(' ');
    return {
        papel: uno.type || uno.tagName.toLowerCase(),
        nombre: llano(uno.getAttribute('aria-label') || rotulos || uno.textContent),
        grupo: uno.name || '',
        anillo: anillos.some(e => e.outlineStyle !== 'none' && parseFloat(e.outlineWidth) >= 2),
        visible: caja.width > 0 && caja.bottom > 0 && caja.top < innerHeight
            && caja.right > 0 && caja.left < innerWidth,
        libre: !!encima && (uno.contains(encima) || encima.contains(uno)
            || [...(uno.labels ?? [])].some(r => r.contains(encima))),
        orden: [...document.querySelectorAll('*')].indexOf(uno),
        arriba: Math.round(caja.top + scrollY), izquierda: Math.round(caja.left),
        marcado: !!uno.checked, id: uno.id,
        opcion: uno.selectedOptions ? llano(uno.selectedOptions[0]?.textContent) : '',
    };
}"""
#: What can be used: of each group of radio buttons, one.
ALCANZABLES = r"""() => {
    const grupos = new Set();
    return [...document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex="0"]'
    )].filter(e => {
        if (e.disabled || e.type === 'hidden' || e.tabIndex < 0) return false;
        if (!e.checkVisibility()) return false;
        if (e.type !== 'radio') return true;
        const suyo = `${e.form?.id}:${e.name}`;
        return !grupos.has(suyo) && grupos.add(suyo);
    }).length;
}"""
ESCRIBIBLES = ("text", "search", "email", "tel", "number", "textarea")
PASOS = 150
FLECHAS = 30
#: Pixels that things of one line may differ in height.
LINEA = 40


class Teclado(Visita):
    """Tab, Shift+Tab, Enter, Space, the arrows and the letters."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        #: Each page, and each way in which it may refuse, is walked whole once.
        self.recorridas: dict[str, list[dict[str, Any]]] = {}
        # The driver asks the browser for its file choosers only while somebody listens, and does
        # not wait for that before the next press: who listens from the start misses none.
        self.pagina.on("filechooser", lambda _: None)

    def foco(self) -> dict[str, Any] | None:
        return self.pagina.evaluate(FOCO)  # type: ignore[no-any-return]

    def _tab(self) -> dict[str, Any] | None:
        self.pagina.keyboard.press("Tab")
        uno = self.foco()
        if uno:
            quien = f"«{uno['nombre'][:60]}» in {self.donde}"
            assert uno["anillo"], f"no ring around {quien}"
            assert uno["visible"], f"the focus is out of sight: {quien}"
            assert uno["libre"], f"something covers {quien}"
        return uno

    def _hasta(self, nombre: str, *papeles: str) -> dict[str, Any]:
        """Press Tab, or Shift+Tab where it is nearer, until what has the focus says that."""
        uno = self._por_lo_sabido(nombre, papeles)
        if uno and _es(uno, nombre, papeles):
            return uno
        vistos = []
        for uno in self._vuelta():
            if _es(uno, nombre, papeles):
                return uno
            vistos.append(uno["nombre"])
        raise AssertionError(f"Tab does not reach «{nombre}» in {self.donde}: {vistos}")

    def _por_lo_sabido(self, nombre: str, papeles: tuple[str, ...]) -> dict[str, Any] | None:
        """As who knows the page: so many presses, without a look at each one."""
        orden = self.recorridas.get(self._pagina(), [])
        metas = [i for i, uno in enumerate(orden) if _es(uno, nombre, papeles)]
        if not metas:
            return None
        aqui, pasos = self.foco(), metas[0] + 1
        if aqui:
            donde = [i for i, uno in enumerate(orden) if _lugar(uno) == _lugar(aqui)]
            if not donde:
                return None
            pasos = (metas[0] - donde[0]) % len(orden)
        tecla = "Tab"
        if pasos > len(orden) - pasos + 1:
            tecla, pasos = "Shift+Tab", len(orden) - pasos + (aqui is None)
        for _ in range(pasos):
            self.pagina.keyboard.press(tecla)
        return self.foco()

    def _pagina(self) -> str:
        return self.donde.partition(" «")[0]

    def _vuelta(self) -> Iterator[dict[str, Any]]:
        """What Tab meets, until it meets something again.

        Anything, not the first thing: where one began may be gone by then.
        """
        vistos: set[int] = set()
        uno = self.foco()
        for _ in range(PASOS):
            antes, uno = uno, self._tab()
            if antes is None and uno is None:
                uno = self._de_vuelta()
            if uno is None:
                continue
            if uno["orden"] in vistos:
                return
            vistos.add(uno["orden"])
            yield uno
        raise AssertionError(f"Tab does not come around {self.donde}")

    def _de_vuelta(self) -> dict[str, Any] | None:
        """Out of the page the focus is with the browser, which gives it back when it can."""
        self.pagina.locator(":focus").wait_for(state="attached")
        return self.foco()

    # ── What one does ──

    def escribir(self, campo: str, texto: str) -> None:
        self._en_foco_o_hasta(campo, *ESCRIBIBLES)
        self.pagina.keyboard.press("Control+A")
        self.pagina.keyboard.type(texto)

    def _en_foco_o_hasta(self, campo: str, *papeles: str) -> dict[str, Any]:
        uno = self.foco()
        if uno and uno["papel"] in papeles and campo in uno["nombre"]:
            return uno
        return self._hasta(campo, *papeles)

    def elegir(self, opcion: str, grupo: str = "") -> None:
        """Tab enters the group; the arrows go through it."""
        for entrada in self._grupos(grupo):
            uno: dict[str, Any] | None = entrada
            for _ in range(FLECHAS):
                if uno and opcion in uno["nombre"]:
                    return self._dejar_marcado(uno)
                self.pagina.keyboard.press("ArrowDown")
                uno = self.foco()
        raise AssertionError(f"the keyboard does not choose «{opcion}» in {self.donde}")

    def _grupos(self, grupo: str) -> Iterator[dict[str, Any]]:
        """What has the focus when it comes into each group of radio buttons of that name."""
        for uno in self.recorridas.get(self._pagina(), []):
            if uno["papel"] == "radio" and grupo in ("", uno["grupo"]):
                llegado = self._por_lo_sabido(uno["nombre"], ("radio",))
                if llegado and _lugar(llegado) == _lugar(uno):
                    yield llegado
        for uno in self._vuelta():
            if uno["papel"] == "radio" and grupo in ("", uno["grupo"]):
                yield uno

    def _dejar_marcado(self, uno: dict[str, Any] | None) -> None:
        if uno and not uno["marcado"]:
            self.pagina.keyboard.press("Space")
            uno = self.foco()
        assert uno
        assert uno["marcado"], uno

    def marcar(self, casilla: str) -> None:
        self._dejar_marcado(self._hasta(casilla, "checkbox"))

    def seleccionar(self, campo: str, opcion: str) -> None:
        uno = self._en_foco_o_hasta(campo, "select-one")
        for _ in range(FLECHAS):
            if uno["opcion"] == opcion:
                return
            self.pagina.keyboard.press("ArrowDown")
            siguiente = self.foco()
            assert siguiente
            uno = siguiente
        raise AssertionError(f"the arrows do not reach «{opcion}» in {self.donde}")

    def desplegar(self, titulo: str) -> None:
        self._hasta(titulo, "summary")
        self.pagina.keyboard.press("Enter")
        self.mirar(f"con «{titulo}» abierto")

    def adjuntar(self, campo: str, archivo: dict[str, Any]) -> None:
        self._hasta(campo, "file")
        with self.pagina.expect_file_chooser() as espera:
            self.pagina.keyboard.press("Space")
        espera.value.set_files(archivo)  # type: ignore[arg-type]

    def corregir(self, error: str) -> None:
        self._hasta(error, "a")
        self.pagina.keyboard.press("Enter")
        uno = self.foco()
        assert uno
        assert uno["papel"] != "a", f"«{error}» leads nowhere"

    def saltar(self) -> None:
        self._hasta("Ir al contenido", "a")
        self.pagina.keyboard.press("Enter")
        uno = self.foco()
        assert uno
        assert uno["id"] == "contenido"
        primero = self._tab()
        assert primero
        dentro = "document.querySelector('main').contains(document.activeElement)"
        assert self.pagina.evaluate(dentro), primero
        self.pagina.keyboard.press("Shift+Tab")  # the way back, too
        self.pagina.keyboard.press("Shift+Tab")
        atras = self.foco()
        assert atras is None or atras["orden"] < primero["orden"]

    def _enlace(self, nombre: str) -> None:
        self._hasta(nombre, "a")
        self.pagina.keyboard.press("Enter")

    def _boton(self, nombre: str) -> None:
        self._hasta(nombre, "submit")
        self.pagina.keyboard.press("Space")

    # ── What is looked at ──

    def _revisar(self, estado: str) -> None:
        llego_a = self.foco()
        if llego_a and "resumen" in llego_a["id"]:
            assert self.pagina.locator("#resumen-errores").count() == 1
        elif " 422 " in estado and estado.endswith(AL_LLEGAR):
            raise AssertionError(f"after the errors the focus is not in their summary: {estado}")
        revisar_con_axe(self.pagina, estado)
        if self._pagina() not in self.recorridas:
            self.recorridas[self._pagina()] = self._recorrer_entera(estado)

    def _recorrer_entera(self, estado: str) -> list[dict[str, Any]]:
        """Round it with Tab: nothing is left out, nothing holds, and it goes as one reads."""
        vistos = list(self._vuelta())
        nombres = [uno["nombre"] for uno in vistos]
        hay = self.pagina.evaluate(ALCANZABLES)
        assert len(vistos) == hay, (estado, hay, nombres)
        primero = vistos.index(min(vistos, key=lambda uno: uno["orden"]))
        leidos = vistos[primero:] + vistos[:primero]
        assert leidos == sorted(vistos, key=lambda uno: uno["orden"]), (estado, nombres)
        for antes, despues in pairwise(leidos):
            sube = antes["arriba"] - despues["arriba"] > LINEA
            assert not sube or despues["izquierda"] > antes["izquierda"], (
                f"from «{antes['nombre']}» the focus goes up to «{despues['nombre']}» in {estado}"
            )
        return leidos


def _es(uno: dict[str, Any], nombre: str, papeles: tuple[str, ...]) -> bool:
    return nombre in uno["nombre"] and uno["papel"] in papeles


def _lugar(uno: dict[str, Any]) -> tuple[str, str]:
    """What is told apart with Tab: of a group of radio buttons, the group."""
    return uno["papel"], uno["grupo"] if uno["papel"] == "radio" else uno["id"] or uno["nombre"]
