"""How easy a Spanish text is to read: the Szigriszt-Pazos index on the INFLESZ scale.

206.835 - 62.3 x syllables per word - words per sentence. From 55 it is "normal", from 65 "quite
easy"; below 40, "very hard" (Barrio-Cantalejo, 2008).
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

FUERTES = set("aeoáéó")
CON_TILDE = set("íú")
VOCALES = FUERTES | CON_TILDE | set("iuü")
PALABRA = re.compile(r"[^\W\d_]+")
#: What ends a sentence. The dot of "N.º 12", "art. 3" or "riberas.cl" does not.
FIN = re.compile(r"[.;:?!…]+(?=\s|$)")
BLOQUES = set(
    "address article aside blockquote button caption dd details div dl dt fieldset figcaption form "
    "h1 h2 h3 h4 header label legend li main ol option p section summary table tbody td th thead "
    "tr ul br".split()
)
#: Not the text of the page: what one moves with, and figures.
SIN_LEER = {"nav", "script", "style", "svg", "select", "time", "code", "noscript"}
#: Less is a label, which would make any page look easy.
PALABRAS_DE_UNA_FRASE = 4


def silabas(palabra: str) -> int:
    """Syllables of a Spanish word: two strong vowels, or a weak one with its accent, part ways."""
    letras = palabra.lower()
    letras = re.sub(r"qu(?=[eéií])", "q", letras)
    letras = re.sub(r"gu(?=[eéií])", "g", letras)
    letras = re.sub(r"y(?![aeiouáéíóú])", "i", letras).replace("h", "")
    cuenta, anterior = 0, ""
    for letra in letras:
        if letra in VOCALES and not _juntas(anterior, letra):
            cuenta += 1
        anterior = letra if letra in VOCALES else ""
    return max(cuenta, 1)


def _juntas(una: str, otra: str) -> bool:
    if not una or una == otra:
        return False
    if una in FUERTES and otra in FUERTES:
        return False
    return not {una, otra} & CON_TILDE or {una, otra} <= set("iuüíú")


@dataclass(frozen=True)
class Lectura:
    indice: float
    frases: list[str]


def leer(texto: str, nombres: tuple[str, ...] = ()) -> Lectura:
    """The index of a text of blocks (one per line), without what is named and is not ours."""
    for nombre in sorted(nombres, key=len, reverse=True):
        texto = texto.replace(nombre, " ")
    frases = [
        frase.strip()
        for bloque in texto.splitlines()
        for frase in FIN.split(bloque)
        if len(PALABRA.findall(frase)) >= PALABRAS_DE_UNA_FRASE
    ]
    palabras = [palabra for frase in frases for palabra in PALABRA.findall(frase)]
    if not palabras:
        return Lectura(100.0, [])
    por_palabra = sum(map(silabas, palabras)) / len(palabras)
    return Lectura(206.835 - 62.3 * por_palabra - len(palabras) / len(frases), frases)


class _Texto(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.partes: list[str] = []
        self.dentro = 0
        self.fuera: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        clases = (dict(attrs).get("class") or "").split()
        if tag == "main":
            self.dentro += 1
        elif self.fuera:
            if tag == self.fuera[0]:
                self.fuera.append(tag)
        elif tag in SIN_LEER or "enlace-largo" in clases:
            self.fuera.append(tag)
        if tag in BLOQUES:
            self.partes.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.dentro -= 1
        if self.fuera and tag == self.fuera[0]:
            self.fuera.pop()
        if tag in BLOQUES:
            self.partes.append("\n")

    def handle_data(self, data: str) -> None:
        if self.dentro and not self.fuera:
            self.partes.append(re.sub(r"\s+", " ", data))


def texto_principal(html: str) -> str:
    """What a page says, a block per line: its main part without navigation, figures or code."""
    lector = _Texto()
    lector.feed(html)
    return "\n".join(
        linea for linea in map(str.strip, "".join(lector.partes).splitlines()) if linea
    )
