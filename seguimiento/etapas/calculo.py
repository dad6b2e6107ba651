"""How a date was computed, in words and day by day, for whoever wants to count it again. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from comun.formato import fecha_larga
from comun.plazos import Computo, contar, motivo_inhabil, recontar
from comun.reglas import Regla
from comun.requisitos import REQUISITOS, Requisito
from comun.svg import ReglaDias, regla_de_dias
from convocatorias import reglas as de_convocatorias
from cuentas import reglas as de_cuentas
from respuestas import reglas as de_respuestas
from seguimiento.etapas.plazos import TIPOS
from seguimiento.models import Plazo

UN_DIA = timedelta(days=1)
DECLARADAS: Mapping[str, Regla] = {
    una.id: una
    for modulo in (de_respuestas, de_convocatorias, de_cuentas)
    for una in vars(modulo).values()
    if isinstance(una, Regla)
}
#: Of the dates that nobody counts: who chose them.
ELEGIDAS = {
    "jornada": "El servicio eligió este día para la actividad.",
    "abrir": "El servicio eligió este día.",
    "cerrar": "El servicio eligió este día. Se puede participar hasta las 24:00.",
    "responder": "La autoridad se comprometió a responder a más tardar este día.",
}


@dataclass(frozen=True)
class Dia:
    """A day of the way. `numero` is empty where it does not count."""

    fecha: date
    numero: int | None
    motivo: str

    @property
    def sin_anio(self) -> str:
        """`lunes 12 de julio`."""
        return fecha_larga(self.fecha).removesuffix(f" de {self.fecha.year}")


@dataclass(frozen=True)
class Calculo:
    """All that the page of a date says. `otra` is what it would be with the holidays of today."""

    palabras: Sequence[str]
    requisito: Requisito
    lugar: str
    dias: Sequence[Dia] = ()
    regla: ReglaDias | None = None
    feriados: Sequence[tuple[date, str]] = ()
    version: int | None = None
    version_regla: int | None = None
    otra: date | None = None


def calcular(plazo: Plazo, feriados: Mapping[date, str], hoy: date) -> Calculo:
    """The page of one date. `feriados`: those of today."""
    requisito = REQUISITOS[plazo.regla]
    declarada = DECLARADAS.get(plazo.regla)
    lugar = declarada.lugar if declarada else ""
    if not plazo.computo:
        return Calculo(_elegida(plazo), requisito, lugar)
    try:
        computo = recontar(plazo.computo)
    except ValueError:
        return Calculo(_de_otra_version(plazo), requisito, lugar, version=plazo.computo["version"])
    return Calculo(
        _en_palabras(plazo, computo),
        requisito,
        lugar,
        dias=_dias(computo),
        regla=_dibujo(plazo, computo, None if plazo.cumplido_en else hoy),
        feriados=computo.feriados,
        version=computo.version,
        version_regla=plazo.computo.get("version_regla"),
        otra=_otra(computo, feriados),
    )


def _otra(computo: Computo, feriados: Mapping[date, str]) -> date | None:
    ahora = contar(
        computo.desde, computo.dias_plazo, computo.tipo, feriados, antes=computo.antes
    ).fecha
    return ahora if ahora != computo.fecha else None


def _elegida(plazo: Plazo) -> list[str]:
    familia = plazo.clave.partition("-")[0]
    if familia == "informe":
        return [f"El informe se publica a más tardar {plazo.ancla}."]
    if plazo.clave == "abrir-limite":
        return [f"La participación comienza a más tardar {plazo.ancla}."]
    return [ELEGIDAS[familia], "No se cuenta desde otra fecha."]


def _de_otra_version(plazo: Plazo) -> list[str]:
    datos = plazo.computo
    desde = fecha_larga(date.fromisoformat(datos["desde"]))
    return [
        f"Se calculó desde el {desde}: {datos['dias']} días {TIPOS[datos['tipo']]}.",
        f"Usó la versión {datos['version']} de la forma de contar, que ya cambió. La fecha se "
        "conserva como se informó.",
    ]


def _en_palabras(plazo: Plazo, computo: Computo) -> list[str]:
    uno = {"corridos": "1 día corrido", "habiles": "1 día hábil"}[computo.tipo]
    n = computo.dias_plazo
    dias = uno if n == 1 else f"{n} días {TIPOS[computo.tipo]}"
    hacia = "antes del" if computo.antes else "desde el"
    ancla = f", {plazo.ancla}" if plazo.ancla else ""
    cuentan = (
        "Los sábados, domingos y feriados no se cuentan."
        if computo.tipo == "habiles"
        else "Los sábados, domingos y feriados sí se cuentan."
    )
    return [
        f"{dias} {hacia} {fecha_larga(computo.desde)}{ancla}: el {fecha_larga(computo.fecha)}.",
        _donde_parte(plazo, computo),
        cuentan,
    ]


def _donde_parte(plazo: Plazo, computo: Computo) -> str:
    if plazo.clave == "cerrar-minimo":
        return f"El primer día de participación es el día 1: con él suman {computo.dias_plazo + 1}."
    primero = computo.desde - UN_DIA if computo.antes else computo.desde + UN_DIA
    hacia = "hacia atrás" if computo.antes else "desde el día siguiente"
    return (
        f"Se cuenta {hacia}: el {fecha_larga(computo.desde)} no se cuenta, y el día 1 es el "
        f"{fecha_larga(primero)}."
        if computo.tipo == "corridos"
        else f"Se cuenta {hacia}: el {fecha_larga(computo.desde)} no se cuenta."
    )


def _dias(computo: Computo) -> list[Dia]:
    """Every day with its number, and of those that are no working day, what they are."""
    feriados = dict(computo.feriados)
    numero, resultado = 0, []
    for dia in computo.dias:
        numero += dia.cuenta
        motivo = motivo_inhabil(dia.fecha, feriados)
        resultado.append(Dia(dia.fecha, numero if dia.cuenta else None, motivo))
    return resultado


def _dibujo(plazo: Plazo, computo: Computo, hoy: date | None) -> ReglaDias | None:
    if computo.dias_plazo < 1:
        return None
    return regla_de_dias(
        desde=computo.desde,
        dias=computo.dias_plazo,
        tipo=computo.tipo,
        feriados=dict(computo.feriados),
        ancla=plazo.ancla or "día desde el que se cuenta",
        tope=plazo.nombre,
        hoy=hoy,
        clave=plazo.clave,
        antes=computo.antes,
    )
