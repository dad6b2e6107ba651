"""The day ruler: a legal term as something one can see (DESIGN, "Day ruler").

Numbers leave here as text with a point, whatever the language of the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from comun import plazos
from comun.formato import fecha_breve, fecha_sin_semana

ANCHO_DE_ETIQUETA = 22  # percent: a label nearer than this to an end would run into it


@dataclass(frozen=True)
class Marca:
    """One stroke: a day."""

    x: str
    clase: str
    y: int


@dataclass(frozen=True)
class Etiqueta:
    """A date under the ruler and its number of day."""

    x: str
    ancla: str
    fecha: str
    dia: str


@dataclass(frozen=True)
class Hoy:
    """Where today is."""

    x: str
    ancla: str
    texto: str


@dataclass(frozen=True)
class ReglaDias:
    """All that `components/regla_dias.html` draws."""

    clave: str
    titulo: str
    descripcion: str
    marcas: tuple[Marca, ...]
    etiquetas: tuple[Etiqueta, ...]
    hoy: Hoy | None
    feriados: tuple[tuple[date, str], ...]


def regla_de_dias(
    *,
    desde: date,
    dias: int,
    tipo: plazos.TipoDias,
    feriados: Mapping[date, str],
    ancla: str = "día de la jornada",
    tope: str = "plazo máximo",
    hitos: Sequence[tuple[int, str]] = (),
    hoy: date | None = None,
    clave: str = "regla",
    antes: bool = False,
) -> ReglaDias:
    """The ruler of a term of `dias` after `desde` (before it, with `antes`, and without today).

    `hitos` are days on the way and their names, e.g. `[(30, "plazo sugerido")]`; only the first
    is labelled. `clave` makes the ids of the drawing unique in the page.

    Raises:
        ValueError: the term has no day.
    """
    if dias < 1:
        raise ValueError("A ruler needs at least one day.")
    computo = plazos.contar(desde, dias, tipo, feriados, antes=antes)
    hoy = None if antes else hoy
    fechas_de_hitos = [
        (plazos.contar(desde, numero, tipo, feriados, antes=antes).fecha, numero, nombre)
        for numero, nombre in hitos
        if 0 < numero < dias
    ]
    escala = _Escala(*sorted((desde, computo.fecha)))
    recorrido = [escala.inicio + timedelta(days=n) for n in range(1, escala.total)]
    destacadas = {fecha for fecha, _, _ in fechas_de_hitos}
    unidad = "días" if tipo == "corridos" else "días hábiles"
    return ReglaDias(
        clave=clave,
        titulo=f"Los {dias} {unidad}, uno por uno",
        descripcion=" ".join(
            _frases(desde, computo.fecha, dias, ancla, tope, fechas_de_hitos)
            + _frase_de_hoy(desde, computo.fecha, tipo, feriados, hoy)
        ),
        marcas=(
            Marca(escala.x(desde), "r-marca", 28),
            *(_marca(fecha, fecha in destacadas, escala, feriados) for fecha in recorrido),
            Marca(escala.x(computo.fecha), "r-tope", 28),
        ),
        etiquetas=tuple(_etiquetas(desde, computo.fecha, dias, fechas_de_hitos, escala)),
        hoy=_hoy(desde, computo.fecha, tipo, feriados, hoy, escala),
        feriados=computo.feriados,
    )


@dataclass(frozen=True)
class _Escala:
    inicio: date
    fin: date

    @property
    def total(self) -> int:
        return (self.fin - self.inicio).days

    def porcentaje(self, fecha: date) -> float:
        return min(100, 100 * (fecha - self.inicio).days / self.total)

    def x(self, fecha: date) -> str:
        return f"{self.porcentaje(fecha):.2f}"


def _marca(fecha: date, destacada: bool, escala: _Escala, feriados: Mapping[date, str]) -> Marca:
    if destacada:
        return Marca(escala.x(fecha), "r-marca", 28)
    if plazos.motivo_inhabil(fecha, feriados):
        return Marca(escala.x(fecha), "r-fin", 46)
    return Marca(escala.x(fecha), "r-dia", 42)


def _etiquetas(
    desde: date, hasta: date, dias: int, hitos: list[tuple[date, int, str]], escala: _Escala
) -> Iterator[Etiqueta]:
    extremos = sorted([(desde, "día 0"), (hasta, f"día {dias}")])
    yield Etiqueta("0.00", "start", fecha_breve(extremos[0][0]), extremos[0][1])
    for fecha, numero, _ in hitos[:1]:
        if ANCHO_DE_ETIQUETA <= escala.porcentaje(fecha) <= 100 - ANCHO_DE_ETIQUETA:
            yield Etiqueta(escala.x(fecha), "middle", fecha_breve(fecha), f"día {numero}")
    yield Etiqueta("100.00", "end", fecha_breve(extremos[1][0]), extremos[1][1])


def _frases(
    desde: date, hasta: date, dias: int, ancla: str, tope: str, hitos: list[tuple[date, int, str]]
) -> list[str]:
    hacia = "hacia atrás hasta el" if hasta < desde else "al"
    return [
        f"Del {fecha_sin_semana(desde)}, {ancla}, que no se cuenta, "
        f"{hacia} {fecha_sin_semana(hasta)}, día {dias} y {tope}.",
        *(
            f"El día {numero}, {nombre}, es el {fecha_sin_semana(f)}."
            for f, numero, nombre in hitos
        ),
    ]


def _dia_de_hoy(
    desde: date, hasta: date, tipo: plazos.TipoDias, feriados: Mapping[date, str], hoy: date
) -> str:
    if hoy > hasta:
        tarde = plazos.dias_entre(hasta, hoy, tipo, feriados)
        return f"{tarde} {'día' if tarde == 1 else 'días'} tarde"
    return f"día {plazos.dias_entre(desde, hoy, tipo, feriados)}"


def _frase_de_hoy(
    desde: date, hasta: date, tipo: plazos.TipoDias, feriados: Mapping[date, str], hoy: date | None
) -> list[str]:
    if hoy is None or hoy < desde:
        return []
    dia = _dia_de_hoy(desde, hasta, tipo, feriados, hoy)
    return [f"Hoy van {dia}." if hoy > hasta else f"Hoy es el {dia}."]


def _hoy(
    desde: date,
    hasta: date,
    tipo: plazos.TipoDias,
    feriados: Mapping[date, str],
    hoy: date | None,
    escala: _Escala,
) -> Hoy | None:
    if hoy is None or hoy < desde:
        return None
    lugar = escala.porcentaje(hoy)
    ancla = "start" if lugar < 15 else "end" if lugar > 85 else "middle"
    return Hoy(escala.x(hoy), ancla, f"hoy, {_dia_de_hoy(desde, hasta, tipo, feriados, hoy)}")
