"""What is wrong with the page in front, as axe and a ruler see it."""

from typing import Any

from playwright.sync_api import Page, ViewportSize

_AXE = (
    "mas => axe.run(document, {resultTypes: ['violations'], ...mas})"
    ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => `${n.target[0]} "
    "${n.html.slice(0, 160)}`)]))"
)
#: All the rules, and the one of the size of targets (WCAG 2.5.8), which axe leaves out.
TODAS: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
#: Forced colours are the reader's own: axe reads those that the page would have had.
SIN_COLORES: dict[str, Any] = {"rules": {**TODAS["rules"], "color-contrast": {"enabled": False}}}
#: Of a page that passed all of them in light, those that another ink may break.
DE_COLORES: dict[str, Any] = {
    "runOnly": ["color-contrast", "link-in-text-block"],
    "rules": {"link-in-text-block": {"enabled": True}},
}
SE_SALE = r"""() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')].filter(e => {
        const caja = e.getBoundingClientRect();
        return caja.width > 0 && caja.right > innerWidth + 1;
    }).map(e => e.outerHTML.slice(0, 120)).slice(0, 5).concat(['(wider than the screen)']);
}"""
#: Words that their own box cuts, and letters under 13 px.
SE_CORTA = r"""() => [...document.querySelectorAll('body *')].filter(e => {
    if (!e.checkVisibility() || e.closest('.visually-hidden, svg, [hidden]')) return false;
    const suyo = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!suyo) return false;
    const estilo = getComputedStyle(e);
    const recorta = ['hidden', 'clip'].includes(estilo.overflowX);
    return (recorta && e.scrollWidth > e.clientWidth + 1) || parseFloat(estilo.fontSize) < 12.9;
}).map(e => `${e.className} ${e.textContent.trim().slice(0, 60)}`)"""
ESCRITORIO = ViewportSize(width=1280, height=900)
#: The same screen at 200 %: half as many pixels of CSS.
AL_DOBLE = ViewportSize(width=640, height=450)
#: What is left of it at 400 %, where nothing may be lost either.
MINIMO = ViewportSize(width=320, height=450)


def faltas(pagina: Page, reglas: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return pagina.evaluate(_AXE, reglas)  # type: ignore[no-any-return]


def revisar_con_axe(pagina: Page, estado: str) -> None:
    """In light, in dark, with forced colours and at 200 %; and nothing cut in 320 px."""
    assert (estado, faltas(pagina, TODAS)) == (estado, [])
    pagina.emulate_media(color_scheme="dark")
    assert ("dark", estado, faltas(pagina, DE_COLORES)) == ("dark", estado, [])
    pagina.emulate_media(color_scheme="light", forced_colors="active")
    assert ("forced", estado, faltas(pagina, SIN_COLORES)) == ("forced", estado, [])
    pagina.emulate_media(forced_colors="none")
    pagina.set_viewport_size(AL_DOBLE)
    assert ("200 %", estado, faltas(pagina, TODAS)) == ("200 %", estado, [])
    for ancho in (AL_DOBLE, MINIMO):
        pagina.set_viewport_size(ancho)
        assert (estado, ancho, que_no_cabe(pagina)) == (estado, ancho, [])
    pagina.set_viewport_size(ESCRITORIO)


def que_no_cabe(pagina: Page) -> list[str]:
    return [*pagina.evaluate(SE_SALE), *pagina.evaluate(SE_CORTA)]
