"""The legal dates of an account: what each is counted from, and whether it was met. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from comun.formato import enumerar, fecha_sin_semana, hora
from comun.plazos import Computo, contar
from comun.reglas import Nivel
from comun.requisitos import REQUISITOS
from convocatorias.models import Actividad, ProcesoVirtual
from cuentas.models import CuentaPublica
from jornadas.models import Jornada
from seguimiento.etapas.panorama import Panorama
from seguimiento.models import Plazo

TIPOS = {"corridos": "corridos", "habiles": "hábiles"}


@dataclass(frozen=True)
class HechosPlazos:
    """What the dates look at besides the panorama.

    `llamadas`: the day on which each activity was called for its present date. `previos`: the day
    of what happened outside the portal. `recogida`: when what was said began to be gathered.
    """

    hoy: date
    feriados: Mapping[date, str] = field(default_factory=dict)
    llamadas: Mapping[int, date] = field(default_factory=dict)
    previos: Mapping[str, date] = field(default_factory=dict)
    informe: date | None = None
    recogida: date | None = None
    respuestas: date | None = None


@dataclass(frozen=True)
class FechaLegal:
    """A date of the account. Without a `computo` somebody chose it instead of counting it.

    `ancla`: what it is counted from; of a chosen date, what else it has (an hour, a place).
    """

    clave: str
    nombre: str
    regla: str
    fecha: date
    ancla: str = ""
    computo: Computo | None = None
    publico: bool = False
    cumplido_en: date | None = None
    #: Why the activity is on this day and not on the one announced before.
    motivo: str = ""


def plazos_de(panorama: Panorama, hechos: HechosPlazos) -> list[FechaLegal]:
    """Every date of the account that its facts give today, the earliest first.

    On one day they stand in the order in which they are done.
    """
    invitar = list(_invitar(panorama, hechos))
    todas = [
        *_informe(panorama, hechos, invitar),
        *invitar,
        *_ventana(panorama, hechos),
        *_jornadas(panorama, hechos),
        *_sistematizar(panorama, hechos),
        *_responder(panorama, hechos),
    ]
    return sorted(todas, key=lambda una: una.fecha)


def _anunciadas(panorama: Panorama) -> list[tuple[Actividad, date]]:
    """Activities that stand, with their day; those that did not take place have no dates."""
    caidas = {pk for pk, j in panorama.jornadas.items() if j.estado == Jornada.Estado.NO_REALIZADA}
    return [(a, a.fecha) for a in panorama.vigentes if a.fecha and a.pk not in caidas]


def _invitar(panorama: Panorama, hechos: HechosPlazos) -> Iterator[FechaLegal]:
    """Always días corridos, whatever the answers are counted in (R133).

    To a meeting that people called themselves nobody is invited by the service.
    """
    dias = panorama.cuenta.norma.convocatoria_anticipacion_dias
    previo = hechos.previos.get("convocatoria")
    for actividad, dia in _anunciadas(panorama):
        if actividad.tipo == Actividad.Tipo.AUTOCONVOCADA:
            continue
        computo = contar(dia, dias, "corridos", hechos.feriados, antes=True)
        llamada = hechos.llamadas.get(actividad.pk)
        yield FechaLegal(
            f"invitar-{actividad.pk}",
            f"Último día para invitar a «{actividad.nombre}»",
            "R133",
            computo.fecha,
            f"la actividad «{actividad.nombre}»",
            computo,
            publico=True,
            cumplido_en=llamada or (previo if previo and previo <= dia else None),
        )


def _informe(
    panorama: Panorama, hechos: HechosPlazos, invitar: list[FechaLegal]
) -> Iterator[FechaLegal]:
    """Before the first invitation and before the window opens, whichever comes first (R27)."""
    proceso = panorama.proceso
    primera = min(invitar, key=lambda una: una.fecha, default=None)
    datos: dict[str, Any] = {}
    if primera is not None:
        datos = {"fecha": primera.fecha, "ancla": primera.ancla, "computo": primera.computo}
        datos["publico"] = True
    if proceso is not None and (primera is None or proceso.inicio < primera.fecha):
        datos = {"fecha": proceso.inicio, "ancla": "el día en que abre la participación"}
        datos["publico"] = proceso.publicado_en is not None
    if datos:
        yield FechaLegal(
            "informe",
            "Publicar el informe",
            "R27",
            cumplido_en=hechos.informe or hechos.previos.get("informe"),
            **datos,
        )


def _ventana(panorama: Panorama, hechos: HechosPlazos) -> Iterator[FechaLegal]:
    proceso = panorama.proceso
    if proceso is None:
        if dias := [dia for _, dia in _anunciadas(panorama)]:
            yield FechaLegal(
                "abrir-limite",
                "Último día para abrir la participación por internet",
                "R45",
                min(dias),
                "el día de la primera actividad",
                cumplido_en=hechos.previos.get("participacion"),
            )
        return
    yield from _abierta_y_cerrada(panorama, proceso, hechos)


def _abierta_y_cerrada(
    panorama: Panorama, proceso: ProcesoVirtual, hechos: HechosPlazos
) -> Iterator[FechaLegal]:
    publicado = proceso.publicado_en is not None
    termino = proceso.termino if publicado and hechos.hoy > proceso.termino else None
    abierta = proceso.inicio if publicado and hechos.hoy >= proceso.inicio else None
    minimo = panorama.cuenta.norma.virtual_minimo_dias
    # Both ends are open days: the first of them is counted too.
    computo = contar(proceso.inicio, max(minimo - 1, 0), "corridos", hechos.feriados)
    alcanza = abierta and computo.fecha <= min(hechos.hoy, proceso.termino)
    completo = computo.fecha if alcanza else None
    yield FechaLegal(
        "abrir",
        "Se abre la participación por internet",
        "R45",
        proceso.inicio,
        publico=publicado,
        cumplido_en=abierta or hechos.previos.get("participacion"),
    )
    yield FechaLegal(
        "cerrar-minimo",
        f"La participación por internet completa {minimo} días",
        "R48",
        computo.fecha,
        "el primer día de participación",
        computo,
        cumplido_en=completo or termino,
    )
    yield FechaLegal(
        "cerrar",
        "Último día para participar por internet",
        "R51",
        proceso.termino,
        publico=publicado,
        cumplido_en=termino,
    )


def _jornadas(panorama: Panorama, hechos: HechosPlazos) -> Iterator[FechaLegal]:
    for actividad, dia in _anunciadas(panorama):
        previo = hechos.previos.get("jornada")
        yield FechaLegal(
            f"jornada-{actividad.pk}",
            actividad.nombre,
            "R11",
            dia,
            _donde_y_a_que_hora(actividad),
            publico=True,
            cumplido_en=_realizada(panorama, actividad, hechos.hoy)
            or (previo if previo == dia else None),
            motivo=actividad.motivo_estado,
        )


def _donde_y_a_que_hora(actividad: Actividad) -> str:
    comuna = actividad.comuna.nombre if actividad.comuna else ""
    a_las = hora(actividad.hora_inicio) if actividad.hora_inicio else ""
    return ", ".join(filter(None, [a_las, actividad.lugar, comuna]))


def _realizada(panorama: Panorama, actividad: Actividad, hoy: date) -> date | None:
    """The day on which it was held; nobody opens here the door of a meeting of others."""
    if actividad.tipo == Actividad.Tipo.AUTOCONVOCADA:
        return actividad.fecha if actividad.fecha and actividad.fecha < hoy else None
    jornada = panorama.jornadas.get(actividad.pk)
    if jornada is None or jornada.estado != Jornada.Estado.CERRADA:
        return None
    return _dia(jornada.abierta_en or jornada.cerrada_en, panorama) or actividad.fecha


def _dia(instante: datetime | None, panorama: Panorama) -> date | None:
    return instante.astimezone(panorama.cuenta.servicio.zona).date() if instante else None


def _sistematizar(panorama: Panorama, hechos: HechosPlazos) -> Iterator[FechaLegal]:
    """The day after what people said last (R94)."""
    if panorama.fechas is None:
        return
    computo = contar(panorama.fechas.ancla, 1, "corridos", hechos.feriados)
    yield FechaLegal(
        "sistematizar",
        "Comenzar a recopilar lo que dijeron las personas",
        "R94",
        computo.fecha,
        _ancla(panorama),
        computo,
        cumplido_en=hechos.recogida or _publicadas(hechos),
    )


def _ancla(panorama: Panorama) -> str:
    if panorama.cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL:
        return "el cierre de la participación por internet"
    return "la última actividad presencial"


def _publicadas(hechos: HechosPlazos) -> date | None:
    return hechos.respuestas or hechos.previos.get("respuestas")


def _responder(panorama: Panorama, hechos: HechosPlazos) -> Iterator[FechaLegal]:
    fechas, cuenta, listas = panorama.fechas, panorama.cuenta, _publicadas(hechos)
    if fechas is not None:
        for clave, nombre, regla, computo in (
            ("responder-sugerido", "Fecha sugerida para responder", "R107", fechas.sugerido),
            ("responder-maximo", "Último día para publicar las respuestas", "R108", fechas.maximo),
        ):
            yield FechaLegal(
                clave, nombre, regla, computo.fecha, _ancla(panorama), computo, True, listas
            )
    for clave, de_que, regla, fecha in (
        ("responder-virtual", "recibido por internet", "R52", cuenta.respuesta_virtual),
        ("responder-presencial", "planteado en la jornada", "R105", cuenta.respuesta_presencial),
    ):
        if fecha is not None:
            nombre = f"Fecha comprometida para responder lo {de_que}"
            yield FechaLegal(clave, nombre, regla, fecha, publico=True, cumplido_en=listas)


def como_va(plazo: Plazo, hoy: date) -> tuple[str, str]:
    """The mark of state of a date, and its words: never colour alone."""
    tarde = ((plazo.cumplido_en or hoy) - plazo.fecha).days
    dias = "día" if abs(tarde) == 1 else "días"
    if plazo.cumplido_en:
        return ("tarde", f"Cumplido {tarde} {dias} tarde") if tarde > 0 else ("listo", "Cumplido")
    if tarde > 0:
        # A date that is only advised is not a fault.
        advierte = REQUISITOS[plazo.regla].nivel == Nivel.ADVIERTE
        return ("pronto" if advierte else "tarde"), f"Pasó hace {tarde} {dias}"
    if tarde == 0:
        return "pronto", "Es hoy"
    return "espera", f"{'Falta' if tarde == -1 else 'Faltan'} {-tarde} {dias}"


# ── Why a date became another ──


def se_mantiene(guardado: Mapping[str, Any], nuevo: Computo | None) -> bool:
    """Whether only the holidays differ: what was met keeps those of then."""
    if nuevo is None or not guardado:
        return False
    return _cuenta(guardado) == _cuenta(nuevo.como_datos())


def causa(antes: date, ancla: str, guardado: Mapping[str, Any], nueva: FechaLegal) -> str:
    """Why the date that was `antes` is another, in a sentence that continues "porque"."""
    computo = nueva.computo
    if computo is None or not guardado:
        return _causa_elegida(ancla, guardado, nueva)
    datos = computo.como_datos()
    desde = date.fromisoformat(guardado["desde"])
    if ancla != nueva.ancla:
        return f"ahora se cuenta desde {nueva.ancla}, el {_fecha(computo.desde)}"
    if desde != computo.desde:
        return f"{nueva.ancla} pasó del {_fecha(desde)} al {_fecha(computo.desde)}"
    if _cuenta(guardado) != _cuenta(datos):
        viejos, nuevos = _dias_y_tipo(guardado), _dias_y_tipo(datos)
        return f"la norma de la cuenta cambió de {viejos} a {nuevos}"
    return _causa_feriados(antes, guardado, computo)


def _cuenta(datos: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(datos[dato] for dato in ("desde", "dias", "tipo", "antes"))


def _dias_y_tipo(datos: Mapping[str, Any]) -> str:
    return f"{datos['dias']} días {TIPOS[datos['tipo']]}"


def _causa_elegida(ancla: str, guardado: Mapping[str, Any], nueva: FechaLegal) -> str:
    familia = nueva.clave.partition("-")[0]
    if familia == "jornada":
        motivo = f": {nueva.motivo}" if nueva.motivo else ""
        return f"la actividad cambió de día{motivo}"
    if familia == "responder":
        return "se comprometió otra fecha"
    if nueva.ancla and (ancla != nueva.ancla or guardado or nueva.computo):
        return f"ahora depende de {nueva.ancla}"
    if nueva.clave == "abrir-limite":
        return "cambió el día de la primera actividad"
    return "cambiaron las fechas de la participación por internet"


def _causa_feriados(antes: date, guardado: Mapping[str, Any], computo: Computo) -> str:
    """The holidays that entered the way as it was, or left the way as it is."""
    viejos = {date.fromisoformat(dia): nombre for dia, nombre in guardado["feriados"]}
    nuevos = dict(computo.feriados)
    if sumados := _los_de(nuevos, viejos, computo.desde, antes):
        return f"se agregó un feriado: {sumados}"
    if quitados := _los_de(viejos, nuevos, computo.desde, computo.fecha):
        return f"se quitó un feriado: {quitados}"
    return "cambió la forma de contar los días"


def _los_de(unos: Mapping[date, str], otros: Mapping[date, str], a: date, b: date) -> str:
    """Those of `unos` between two days that `otros` lack, named."""
    desde, hasta = sorted((a, b))
    return enumerar(
        f"{nombre}, el {_fecha(dia)}"
        for dia, nombre in unos.items()
        if dia not in otros and desde <= dia <= hasta
    )


def _fecha(dia: date) -> str:
    return f"{fecha_sin_semana(dia)} de {dia.year}"
