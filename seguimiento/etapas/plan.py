"""The year of an account as a line, and the plan that a date would ask for. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from comun.formato import MESES, fecha_larga
from comun.plazos import (
    Computo,
    TipoDias,
    contar,
    motivo_inhabil,
    primer_evento,
)
from convocatorias.models import Actividad
from cuentas.reglas import plazo_respuesta
from seguimiento.etapas.panorama import Panorama
from seguimiento.etapas.plazos import TIPOS, como_va
from seguimiento.models import Plazo

UN_DIA = timedelta(days=1)
PRESENCIALES = (Actividad.Tipo.CENTRAL, Actividad.Tipo.COMPLEMENTARIA)

# ── What if the activity were on this day? ──


@dataclass(frozen=True)
class Paso:
    """A date that the plan asks for, and how it is counted. `pasado`: it is too late for it."""

    fecha: date
    nombre: str
    regla: str
    palabras: str
    computo: Computo | None = None
    pasado: bool = False


@dataclass(frozen=True)
class Supuesto:
    """A day tried for the activity. With an `impide` it is no plan, and `cercana` would be one."""

    fecha: date
    pasos: Sequence[Paso] = ()
    impide: Sequence[str] = ()
    avisos: Sequence[str] = ()
    cercana: date | None = None


@dataclass(frozen=True)
class _Cuenta:
    """What every part of the plan looks at."""

    fecha: date
    panorama: Panorama
    hoy: date
    feriados: Mapping[date, str] = field(default_factory=dict)

    @property
    def limite(self) -> Computo:
        dias = self.panorama.cuenta.norma.convocatoria_anticipacion_dias
        return contar(self.fecha, dias, "corridos", self.feriados, antes=True)

    @property
    def apertura(self) -> Computo:
        """The day on which the window opens to last what is advised by the day of the activity."""
        minimo = self.panorama.cuenta.norma.virtual_minimo_dias
        return contar(self.fecha, max(minimo - 1, 0), "corridos", self.feriados, antes=True)

    @property
    def ultima(self) -> date:
        """What the answers are counted from: the last in-person activity.

        The day tried is that of the main one, whatever day it has today.
        """
        vigentes = [a for a in self.panorama.vigentes if a.tipo in PRESENCIALES]
        centrales = [a for a in vigentes if a.tipo == Actividad.Tipo.CENTRAL]
        otras = (a.fecha for a in vigentes if a not in centrales[-1:])
        return max([self.fecha, *(dia for dia in otras if dia)])


def suponer(
    fecha: date,
    panorama: Panorama,
    hoy: date,
    feriados: Mapping[date, str],
    de_la_comuna: Mapping[date, str],
    otras: Sequence[str] = (),
) -> Supuesto:
    """Backwards and forwards from an activity on that day.

    `feriados`: those of the service, with which its terms are counted; `de_la_comuna`: those of
    where the activity would be. `otras`: why it may not be there that year (R145).
    """
    una = _Cuenta(fecha, panorama, hoy, feriados)
    de_la_fecha = list(_impide(una))
    impide = [*de_la_fecha, *otras]
    return Supuesto(
        fecha,
        pasos=sorted(_pasos(una), key=lambda paso: paso.fecha),
        impide=impide,
        avisos=list(_avisos(una, de_la_comuna)),
        cercana=_cercana(una) if de_la_fecha else None,
    )


def _cercana(una: _Cuenta) -> date:
    dias = una.panorama.cuenta.norma.convocatoria_anticipacion_dias
    proceso = una.panorama.proceso
    candidata = max(primer_evento(una.hoy, dias, "corridos", una.feriados), una.hoy + UN_DIA)
    return max(candidata, proceso.inicio) if proceso else candidata


def _impide(una: _Cuenta) -> Iterator[str]:
    dias = una.panorama.cuenta.norma.convocatoria_anticipacion_dias
    proceso, limite = una.panorama.proceso, una.limite.fecha
    if una.fecha <= una.hoy:
        yield f"El {fecha_larga(una.fecha)} {'es hoy' if una.fecha == una.hoy else 'ya pasó'}."
    elif limite < una.hoy:
        yield (
            f"Ya no se puede invitar para el {fecha_larga(una.fecha)}: se piden {dias} días "
            f"corridos y el último día para invitar fue el {fecha_larga(limite)} (R133)."
        )
    if proceso is not None and proceso.inicio > una.fecha:
        yield (
            f"La participación por internet comienza el {fecha_larga(proceso.inicio)}, después de "
            "ese día, y no puede comenzar después de la jornada (R45)."
        )


def _avisos(una: _Cuenta, de_la_comuna: Mapping[date, str]) -> Iterator[str]:
    if motivo := motivo_inhabil(una.fecha, de_la_comuna):
        habil = contar(una.fecha, 1, "habiles", de_la_comuna).fecha
        yield f"Ese día es {motivo}. El primer día hábil que sigue es el {fecha_larga(habil)}."
    yield from _avisos_de_la_ventana(una)
    if una.ultima > una.fecha:
        yield (
            f"Hay otra actividad el {fecha_larga(una.ultima)}: las respuestas se cuentan desde "
            "la última."
        )
    maximo = _respuestas(una)[1].fecha
    cuenta = una.panorama.cuenta
    for que, prometida in (
        ("lo recibido por internet", cuenta.respuesta_virtual),
        ("lo planteado en la jornada", cuenta.respuesta_presencial),
    ):
        if prometida is not None and prometida > maximo:
            yield (
                f"La fecha comprometida para responder {que}, el {fecha_larga(prometida)}, "
                f"pasaría del plazo máximo, el {fecha_larga(maximo)} (R108)."
            )
        elif prometida is not None and prometida <= una.fecha:
            yield (
                f"La fecha comprometida para responder {que}, el {fecha_larga(prometida)}, "
                "quedaría antes de la jornada."
            )


def _avisos_de_la_ventana(una: _Cuenta) -> Iterator[str]:
    proceso, minimo = una.panorama.proceso, una.panorama.cuenta.norma.virtual_minimo_dias
    if proceso is not None:
        if proceso.dias < minimo:
            yield (
                f"La participación por internet dura {proceso.dias} días y se recomiendan al menos "
                f"{minimo} (R48)."
            )
    elif una.apertura.fecha < una.hoy:
        completa = contar(una.hoy, max(minimo - 1, 0), "corridos", una.feriados).fecha
        yield (
            f"La participación por internet ya no alcanza a completar {minimo} días antes de la "
            f"jornada. Si abre hoy, los completa el {fecha_larga(completa)} (R48)."
        )


def _respuestas(una: _Cuenta) -> tuple[Computo, Computo]:
    return plazo_respuesta(una.panorama.cuenta.norma, una.ultima, una.feriados)


def _pasos(una: _Cuenta) -> Iterator[Paso]:
    norma, proceso = una.panorama.cuenta.norma, una.panorama.proceso
    limite = una.limite
    yield Paso(una.fecha, "La jornada", "R11", "El día que está probando.")
    yield _contado(una, "Último día para invitar", "R133", limite, "antes de la jornada")
    abre = proceso.inicio if proceso else una.apertura.fecha
    if proceso is None:
        yield _contado(
            una,
            f"Abrir la participación, para completar {norma.virtual_minimo_dias} días ese día",
            "R48",
            una.apertura,
            "antes de la jornada; el día en que abre y el de la jornada se cuentan",
        )
    else:
        yield Paso(abre, "Se abre la participación", "R45", "La fecha ya está fijada.")
    yield Paso(una.fecha, "Último día para abrir la participación", "R45", "El día de la jornada.")
    antes = min(limite.fecha, max(abre, una.hoy) if proceso is None else abre)
    if una.panorama.informe_publicado_en is None:
        yield Paso(
            antes,
            "Publicar el informe",
            "R27",
            "Antes de la primera invitación y de abrir la participación.",
            pasado=antes < una.hoy,
        )
    sistematizar = contar(una.ultima, 1, "corridos", una.feriados)
    desde = "desde el día siguiente a la última actividad"
    yield _contado(una, "Comenzar a recopilar lo dicho", "R94", sistematizar, desde)
    sugerido, maximo = _respuestas(una)
    yield _contado(una, "Fecha sugerida para responder", "R107", sugerido, desde)
    yield _contado(una, "Último día para publicar las respuestas", "R108", maximo, desde)


def _contado(una: _Cuenta, nombre: str, regla: str, computo: Computo, desde: str) -> Paso:
    dias = "1 día" if computo.dias_plazo == 1 else f"{computo.dias_plazo} días"
    tipo = TIPOS[cast(TipoDias, computo.tipo)]
    palabras = f"{dias} {tipo if computo.dias_plazo != 1 else ''} {desde}.".replace("  ", " ")
    return Paso(computo.fecha, nombre, regla, palabras, computo, computo.fecha < una.hoy)


# ── The year as a line ──

#: Percent of the width that the names of the months take, and how near two marks may stand.
MARGEN, CERCA = 13.0, 9.0
ALTO, ALTO_VACIO, PISO = 44, 28, 26


@dataclass(frozen=True)
class Marca:
    """A date on the line: its number, which the list repeats, and where it stands."""

    numero: int
    plazo: Plazo
    estado: str
    texto: str
    x: str
    y: int

    @property
    def numero_y(self) -> int:
        return self.y + 4


@dataclass(frozen=True)
class Mes:
    """A row of the drawing."""

    nombre: str
    anio: int
    y: int
    marcas: Sequence[Marca]
    hoy: str = ""

    @property
    def hoy_y(self) -> int:
        return self.y + 8

    @property
    def hoy_texto_y(self) -> int:
        return self.y + 20


@dataclass(frozen=True)
class Anio:
    meses: Sequence[Mes]
    alto: int

    @property
    def con_fechas(self) -> list[Mes]:
        return [mes for mes in self.meses if mes.marcas]


def dibujar(plazos: Iterable[Plazo], anio: int, hoy: date) -> Anio:
    """The months of the year of the account, and those before or after it that have dates."""
    filas = sorted(plazos, key=lambda plazo: plazo.fecha)
    dias = [date(anio, 1, 1), date(anio, 12, 31), *(plazo.fecha for plazo in filas)]
    meses, y, numero = [], 0, 1
    for primero in _meses(min(dias), max(dias)):
        suyas = [f for f in filas if (f.fecha.year, f.fecha.month) == (primero.year, primero.month)]
        pisos = _pisos([_x(f.fecha) for f in suyas])
        es_hoy = (hoy.year, hoy.month) == (primero.year, primero.month)
        y += (ALTO if suyas or es_hoy else ALTO_VACIO) + PISO * max(pisos, default=0)
        marcas = []
        for fila, piso in zip(suyas, pisos, strict=True):
            estado, texto = como_va(fila, hoy)
            x = f"{_x(fila.fecha):.2f}"
            marcas.append(Marca(numero, fila, estado, texto, x, y - 16 - PISO * piso))
            numero += 1
        x_hoy = f"{_x(hoy):.2f}" if es_hoy else ""
        meses.append(Mes(MESES[primero.month - 1], primero.year, y - 16, marcas, x_hoy))
    return Anio(meses, y + 8)


def _meses(desde: date, hasta: date) -> Iterator[date]:
    mes = desde.replace(day=1)
    while mes <= hasta:
        yield mes
        mes = (mes + timedelta(days=32)).replace(day=1)


def _x(dia: date) -> float:
    largo = ((dia.replace(day=1) + timedelta(days=32)).replace(day=1) - UN_DIA).day
    return MARGEN + (96.0 - MARGEN) * (dia.day - 1) / (largo - 1)


def _pisos(equis: Sequence[float]) -> list[int]:
    """How high each mark stands so that none covers another."""
    ultimos: list[float] = []
    resultado = []
    for x in equis:
        piso = next((n for n, ultimo in enumerate(ultimos) if x - ultimo >= CERCA), len(ultimos))
        ultimos[piso : piso + 1] = [x]
        resultado.append(piso)
    return resultado
