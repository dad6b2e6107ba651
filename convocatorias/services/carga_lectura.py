"""What the rows of a sheet say: cells turned into data, and what cannot be, gathered."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from rapidfuzz import process

from comun import hojas, rut
from comun.contacto import TelefonoInvalido, normalizar_telefono
from comun.texto import plegar
from convocatorias.catalogos import COLUMNAS, comuna_de, indice_de_comunas, indice_de_tipos, tipo_de
from convocatorias.models import TipoOrganizacion
from servicios.models import Comuna

CLAVES = tuple(columna.clave for columna in COLUMNAS)
TITULOS = {columna.clave: columna.titulo for columna in COLUMNAS}
LARGOS = {
    "organizacion": 160, "personalidad": 120, "direccion": 200, "nombres": 100, "apellidos": 100,
    "cargo": 80, "correo": 254,
}  # fmt: skip
MENOR_LARGO = min(LARGOS.values())
DE_PERSONA = ("nombres", "apellidos", "cargo", "correo", "telefono")
#: Of the RUT of the companies and other legal persons; below it are the people.
PRIMER_RUT_JURIDICO = 50_000_000
AVISAR_CADA = 5000
_SI_NO = {"si": "sí", "s": "sí", "x": "sí", "1": "sí", "verdadero": "sí", "true": "sí",
          "no": "no", "n": "no", "0": "no", "falso": "no", "false": "no"}  # fmt: skip
#: What everybody's address looks like; whatever else is asked of the validator.
_CORREO = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,20}"
)
_SEPARADOR = re.compile(r"[,|;]")
#: Of kinds and topics as they are kept: none has it inside.
SEPARADOR = "|"


@dataclass(frozen=True)
class ErrorCarga:
    """What is wrong in one cell: the row of the sheet, its column and what to do.

    `grupo` (of `GRUPOS`) and `valor` put together those that are one and the same problem.
    """

    fila: int
    columna: str
    mensaje: str
    grupo: str = ""
    valor: str = ""


@dataclass(slots=True)
class Leida:
    """A row understood. `plegado` says which organisation of the directory it is about."""

    fila: int
    nombre: str
    plegado: str
    comuna: str
    tipos: list[str]
    temas: list[str]
    rut: str
    personalidad: str
    direccion: str
    nombres: str
    apellidos: str
    cargo: str
    representante: str
    correo: str
    telefono: str
    _persona: str = ""

    @property
    def persona(self) -> str:
        """The folded name of the contact; "" if the row has none."""
        if not self._persona:
            self._persona = plegar(f"{self.nombres} {self.apellidos}")
        return self._persona


_DATOS = tuple(f.name for f in fields(Leida)[:-1])
_valores: Callable[[Leida], tuple[Any, ...]] = attrgetter(*_DATOS)
_LISTAS = tuple(_DATOS.index(dato) for dato in ("tipos", "temas"))
#: Of few different values in a sheet: each is in memory once.
_REPETIDOS = tuple(_DATOS.index(dato) for dato in ("comuna", "nombres", "cargo", "representante"))


def en_lista(leida: Leida) -> list[str | int]:
    """A row as it is kept between its review and its storing."""
    valores = list(_valores(leida))
    for sitio in _LISTAS:
        valores[sitio] = SEPARADOR.join(valores[sitio])
    return valores


def de_listas(listas: Iterable[list[Any]]) -> list[Leida]:
    """The rows that `en_lista` kept."""
    iguales: dict[str, str] = {}
    partidas: dict[str, list[str]] = {"": []}
    leidas = []
    for valores in listas:
        for sitio in _REPETIDOS:
            valores[sitio] = iguales.setdefault(valores[sitio], valores[sitio])
        for sitio in _LISTAS:
            junta = valores[sitio]
            if junta not in partidas:
                partidas[junta] = junta.split(SEPARADOR)
            valores[sitio] = partidas[junta]
        leidas.append(Leida(*valores))
    return leidas


@lru_cache(maxsize=1)
def _parecidas(nombres: tuple[str, ...]) -> dict[str, str]:
    return {nombre: plegar(nombre) for nombre in nombres}


@dataclass
class Lector:
    """Turns cells into data, and gathers what cannot be. `sitios`: our column → its place."""

    sitios: Mapping[str, int]
    tipos: dict[str, str]
    comunas: dict[str, str]
    nombres_de_comunas: tuple[str, ...]
    errores: list[ErrorCarga] = field(default_factory=list)
    _vistos: dict[tuple[str, str], tuple[Any, str, str, str]] = field(default_factory=dict)
    _iguales: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lugares = [(clave, self.sitios.get(clave, -1)) for clave in CLAVES]

    @classmethod
    def para(cls, sitios: Mapping[str, int]) -> "Lector":
        nombres = dict(Comuna.objects.values_list("codigo", "nombre"))
        tipos = dict(TipoOrganizacion.objects.values_list("codigo", "nombre"))
        return cls(
            sitios, indice_de_tipos(tipos), indice_de_comunas(nombres), tuple(nombres.values())
        )

    def falla(self, fila: int, clave: str, mensaje: str, grupo: str, valor: str = "") -> None:
        self.errores.append(ErrorCarga(fila, TITULOS.get(clave, ""), mensaje, grupo, valor[:80]))

    def leer(self, numero: int, celdas: list[str]) -> Leida:
        """One row; whatever is wrong in it is in `errores`."""
        v = self._cortar(numero, celdas)
        nombre = v["organizacion"]
        if not nombre:
            self.falla(numero, "organizacion", "Falta «Organización».", "sin_nombre")
        self._revisar_persona(numero, v)
        return Leida(
            numero,
            nombre,
            plegar(nombre)[:160],
            self._una(numero, "comuna", v["comuna"], self._comuna) or "",
            self._una(numero, "tipos", v["tipos"], self._tipos) or [],
            self._una(numero, "temas", v["temas"], self._temas) or [],
            self._rut(numero, v["rut"]) if v["rut"] else "",
            v["personalidad"],
            v["direccion"],
            self._iguales.setdefault(v["nombres"], v["nombres"]),
            v["apellidos"],
            self._iguales.setdefault(v["cargo"], v["cargo"]),
            self._una(numero, "representante", v["representante"], self._si_no) or "",
            v["correo"],
            v["telefono"],
        )

    def _cortar(self, numero: int, celdas: list[str]) -> dict[str, str]:
        """The cells by our columns, in one line each, and none too long."""
        ancho = len(celdas)
        v = {clave: celdas[sitio] if 0 <= sitio < ancho else "" for clave, sitio in self._lugares}
        junta = "|".join(v.values())
        if "  " in junta or "\n" in junta:
            for clave, texto in v.items():
                if "  " in texto or "\n" in texto:
                    v[clave] = " ".join(texto.split())
        if len(junta) > MENOR_LARGO:
            for clave, largo in LARGOS.items():
                if len(v[clave]) > largo:
                    self.falla(numero, clave, f"Acórtelo: caben {largo} letras.", "largo")
        return v

    def _una(
        self, numero: int, clave: str, texto: str, leer: Callable[[str], tuple[Any, str, str, str]]
    ) -> Any:
        """What a cell of few different values says: each value is read once."""
        if not texto:
            return None
        visto = self._vistos.get((clave, texto))
        if visto is None:
            visto = leer(texto)
            if len(self._vistos) < 50_000:
                self._vistos[clave, texto] = visto
        valor, mensaje, grupo, malo = visto
        if mensaje:
            self.falla(numero, clave, mensaje, grupo, malo)
        return valor

    def _comuna(self, texto: str) -> tuple[Any, str, str, str]:
        if codigo := comuna_de(texto, self.comunas):
            return codigo, "", "", ""
        parecida = process.extractOne(
            plegar(texto), _parecidas(self.nombres_de_comunas), score_cutoff=75
        )
        que = f"¿Quiso decir «{parecida[2]}»?" if parecida else (
            "Revise cómo está escrita. Ejemplo: Talca."
        )  # fmt: skip
        return None, f"No se reconoce la comuna «{texto}». {que}", "comuna", texto

    def _tipos(self, texto: str) -> tuple[Any, str, str, str]:
        codigos: dict[str, None] = {}
        for palabra in _partes(texto):
            codigo = tipo_de(palabra, self.tipos)
            if codigo is None:
                que = "Use los de la plantilla, separados por coma."
                return None, f"No existe el tipo «{palabra}». {que}", "tipo", palabra
            codigos[codigo] = None
        return list(codigos), "", "", ""

    def _temas(self, texto: str) -> tuple[Any, str, str, str]:
        temas = list(dict.fromkeys(_partes(texto)))
        largo = next((tema for tema in temas if len(plegar(tema)) > 80 or len(tema) > 80), "")
        mensaje = "Acorte el tema: caben 80 letras. Sepárelos con coma." if largo else ""
        return temas, mensaje, "largo", largo

    def _si_no(self, texto: str) -> tuple[Any, str, str, str]:
        valor = _SI_NO.get(plegar(texto))
        return valor, "" if valor else "Escriba sí o no.", "si_no", texto

    def _rut(self, numero: int, texto: str) -> str:
        try:
            valor = rut.normalizar(texto)
        except rut.RutInvalido as error:
            que = (
                "no coincide con su dígito verificador. Revise los números"
                if str(error) == rut.NO_COINCIDE
                else "se escribe con su guion y su dígito verificador. Ejemplo: 65.123.456-7"
            )
            self.falla(numero, "rut", f"El RUT {que}, o deje la celda en blanco.", "rut", texto)
            return ""
        if int(valor[:-2]) < PRIMER_RUT_JURIDICO:
            mensaje = (
                "Es el RUN de una persona, que aquí no se guarda. Escriba el RUT de la "
                "organización, o deje la celda en blanco."
            )
            self.falla(numero, "rut", mensaje, "run", "")
            return ""
        return valor

    def _revisar_persona(self, numero: int, v: dict[str, str]) -> None:
        if not (v["nombres"] or v["correo"] or v["telefono"] or v["apellidos"] or v["cargo"]):
            return
        if not v["nombres"]:
            mensaje = "Escriba el nombre de la persona de contacto."
            self.falla(numero, "nombres", mensaje, "sin_persona")
        if not (v["correo"] or v["telefono"]):
            self.falla(numero, "correo", "Escriba un correo o un teléfono.", "sin_medio")
        if v["correo"]:
            v["correo"] = v["correo"].lower()
            if not _es_correo(v["correo"]):
                mensaje = "Al correo le falta algo. Ejemplo: rosa@correo.cl"
                self.falla(numero, "correo", mensaje, "correo", v["correo"])
        if v["telefono"]:
            try:
                v["telefono"] = normalizar_telefono(v["telefono"])
            except TelefonoInvalido as error:
                self.falla(numero, "telefono", str(error), "telefono", v["telefono"])


def _partes(texto: str) -> Iterator[str]:
    return filter(None, (" ".join(parte.split()) for parte in _SEPARADOR.split(texto)))


def _es_correo(texto: str) -> bool:
    if _CORREO.fullmatch(texto) and len(texto.partition("@")[0]) <= 64:
        return True
    try:
        validate_email(texto)
    except ValidationError:
        return False
    return True


def leer_filas(
    tabla: hojas.Tabla, lector: Lector, avisar: Callable[[int], None] = lambda _: None
) -> list[Leida]:
    """Every row of the sheet; what cannot be read is in `lector.errores`.

    Raises:
        HojaIlegible: the file breaks in the middle.
    """
    usadas = {sitio: clave for clave, sitio in lector.sitios.items() if sitio >= 0}
    for defecto in tabla.defectos:
        clave = usadas.get(defecto.columna - 1)
        if clave or "combinadas" in defecto.mensaje:
            grupo = "combinadas" if "combinadas" in defecto.mensaje else "formula"
            lector.falla(defecto.fila, clave or "", defecto.mensaje, grupo)
    ancho = len(tabla.titulos)
    leidas: list[Leida] = []
    for cuantas, (numero, celdas) in enumerate(tabla.filas, start=1):
        if len(celdas) > ancho and any(celdas[ancho:]):
            lector.falla(numero, "", hojas.CELDAS_DE_MAS, "celdas")
            continue
        leidas.append(lector.leer(numero, celdas))
        if cuantas % AVISAR_CADA == 0:
            avisar(cuantas)
    return leidas


def por_organizacion(leidas: Iterable[Leida]) -> dict[str, list[Leida]]:
    """The rows of each organisation, in the order of the sheet."""
    grupos: dict[str, list[Leida]] = {}
    for leida in leidas:
        if leida.plegado:
            grupos.setdefault(leida.plegado, []).append(leida)
    return grupos
