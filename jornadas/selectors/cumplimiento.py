"""What the rules look at in the days of one account or of many: in constant statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from comun.reglas import Asunto
from comun.texto import plegar
from convocatorias.models import Actividad, BloquePrograma
from convocatorias.reglas import Hechos as HechosPlan
from cuentas.models import CuentaPublica, HechoPrevio, NormaParticipacion
from cuentas.selectors import Constancias, constancias_de, hechos_previos_de
from jornadas import reglas
from jornadas.models import Exposicion, Ficha, Jornada, TurnoPlenario
from jornadas.reglas import HechosDia, HechosFichas, HechosTurnos
from talleres.models import Asignacion
from talleres.reglas import HechosTalleres
from talleres.selectors import hechos_de as hechos_de_talleres

#: How the block of the programme in which the authority presents is called.
BLOQUE_DE_EXPOSICION = "exposicion"
NO_REALIZADA = "La jornada no se realizó."
SOLO_VIRTUAL = "La cuenta es solo virtual."

Previos = Mapping[str, HechoPrevio]


@dataclass(frozen=True)
class DelDia:
    """Everything that the rules look at in the day of one activity."""

    dia: HechosDia
    fichas: HechosFichas
    turnos: HechosTurnos
    aforo: HechosPlan

    def asuntos(self, nombre: str = "") -> list[Asunto]:
        """Its rules, each with its facts."""
        de_aforo = [Asunto(reglas.DE_AFORO, self.aforo, nombre)] if self.fichas.total else []
        return [
            Asunto(reglas.DEL_DIA, self.dia, nombre),
            Asunto(reglas.DE_LAS_FICHAS, self.fichas, nombre),
            Asunto(reglas.DE_LOS_TURNOS, self.turnos, nombre),
            *de_aforo,
        ]


def asuntos(cuentas: Sequence[CuentaPublica]) -> dict[int, list[Asunto]]:
    """The rules of the days of each account, activity by activity."""
    dichas, previos = constancias_de(cuentas), hechos_previos_de(cuentas)
    actividades = list(
        Actividad.objects.vigentes()
        .filter(cuenta__in=[cuenta.pk for cuenta in cuentas])
        .select_related("cuenta__norma")
    )
    de_cada_una = _hechos_de(actividades, dichas, previos)
    suyas: dict[int, list[Actividad]] = defaultdict(list)
    for actividad in actividades:
        suyas[actividad.cuenta_id].append(actividad)
    return {
        cuenta.pk: [
            asunto
            for actividad in suyas[cuenta.pk]
            for asunto in de_cada_una[actividad.pk].asuntos(str(actividad))
        ]
        or _sin_actividad(cuenta, dichas[cuenta.pk], previos.get(cuenta.pk, {})).asuntos()
        for cuenta in cuentas
    }


def hechos_al_cerrar(jornada: Jornada) -> HechosDia:
    """What the rules look at when a day is going to be closed: nothing may wait any more."""
    actividad = jornada.actividad
    dichas = constancias_de([actividad.cuenta])
    return replace(_hechos_de([actividad], dichas, {})[actividad.pk].dia, dia=None)


def _sin_actividad(cuenta: CuentaPublica, dichas: Constancias, previos: Previos) -> DelDia:
    """An account without any activity here: to come, held outside the portal, or only virtual."""
    previa = previos.get(HechoPrevio.Tipo.JORNADA)
    virtual = cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL
    fuera = SOLO_VIRTUAL if virtual and not previa else ""
    dia = HechosDia(
        dia=previa.fecha if previa else date.max,
        no_aplica=fuera,
        abierta=False,
        previa=previa.fecha if previa else None,
        evidencia_previa=previa.evidencia if previa else "",
        constancias={regla: dada for (regla, objeto), dada in dichas.items() if not objeto},
    )
    return DelDia(dia, HechosFichas(no_aplica=fuera), HechosTurnos(), HechosPlan())


# ── In bulk ──


def _hechos_de(
    actividades: Collection[Actividad],
    dichas: Mapping[int, Constancias],
    previos: Mapping[int, Previos],
) -> dict[int, DelDia]:
    """The facts of the day of each activity, that comes with its account and norm."""
    ids = [actividad.pk for actividad in actividades]
    jornadas = {j.actividad_id: j for j in Jornada.objects.filter(actividad__in=ids)}
    fichas, turnos = _fichas(ids), _turnos(ids)
    exposiciones = {
        e.jornada.actividad_id: e
        for e in Exposicion.objects.filter(jornada__actividad__in=ids).select_related("jornada")
    }
    planes = _minutos_planeados(ids)
    talleres = hechos_de_talleres(actividades, dichas)
    resultado = {}
    for actividad in actividades:
        jornada, norma = jornadas.get(actividad.pk), actividad.cuenta.norma
        suyos = fichas.get(actividad.pk, {})
        hasta = None if _se_cerro(jornada) else actividad.fecha
        dia = HechosDia(
            dia=hasta,
            principal=actividad.tipo == Actividad.Tipo.CENTRAL,
            abierta=jornada is not None,
            fichas=suyos.get("total", 0),
            constancias=_de_la_actividad(dichas[actividad.cuenta_id], actividad),
            talleres=talleres[actividad.pk].talleres,
            respeto=talleres[actividad.pk].respeto,
            minutos_planeados=planes.get(actividad.pk, 0),
            minutos_max=norma.exposicion_max_min,
            **_de_la_exposicion(exposiciones.get(actividad.pk)),
            **_de_la_previa(previos.get(actividad.cuenta_id, {}), actividad),
        )
        uno = DelDia(
            dia,
            HechosFichas(dia=hasta, **suyos),
            _de_los_turnos(norma, hasta, talleres[actividad.pk], turnos[actividad.pk]),
            hechos_de_aforo(actividad, suyos.get("total", 0)),
        )
        resultado[actividad.pk] = _no_hecha(uno) if _no_se_hizo(jornada) else uno
    return resultado


def _no_se_hizo(jornada: Jornada | None) -> bool:
    return jornada is not None and jornada.estado == Jornada.Estado.NO_REALIZADA


def _se_cerro(jornada: Jornada | None) -> bool:
    """From then on nothing of the day may wait."""
    return jornada is not None and jornada.estado == Jornada.Estado.CERRADA


def _no_hecha(uno: DelDia) -> DelDia:
    """Of a day that was not held nothing is asked."""
    dia = replace(uno.dia, no_aplica=NO_REALIZADA)
    return DelDia(dia, HechosFichas(no_aplica=NO_REALIZADA), HechosTurnos(), uno.aforo)


def hechos_de_aforo(actividad: Actividad, personas: int) -> HechosPlan:
    """How many came, and for how many the place and the norm are (R34)."""
    limite = min(actividad.cuenta.norma.asistentes_max, actividad.aforo)
    return HechosPlan(personas=personas, asistentes_max=limite, llegaron=True)


def _de_la_actividad(dichas: Constancias, actividad: Actividad) -> dict[str, Any]:
    """What was left word of about its day, by rule."""
    propio = str(actividad.pk)
    return {regla: dada for (regla, objeto), dada in dichas.items() if objeto == propio}


def _de_la_exposicion(una: Exposicion | None) -> dict[str, Any]:
    if una is None:
        return {}
    return {
        "expositor": una.expositor,
        "cargo": una.cargo,
        "subrogante": una.calidad == Exposicion.Calidad.SUBROGANTE,
        "es_autoridad": una.calidad != Exposicion.Calidad.OTRA,
        "url_transmision": una.url_transmision,
        "minutos": una.minutos,
    }


def _de_la_previa(previos: Previos, actividad: Actividad) -> dict[str, Any]:
    """The fact from elsewhere is of the activity of that day, and of the main one without it."""
    previa = previos.get(HechoPrevio.Tipo.JORNADA)
    principal = actividad.tipo == Actividad.Tipo.CENTRAL
    if previa is None or not (principal or actividad.fecha == previa.fecha):
        return {}
    return {"previa": previa.fecha, "evidencia_previa": previa.evidencia}


def _fichas(actividades: Iterable[int]) -> dict[int, dict[str, Any]]:
    """How many cards each day has, and how many lack something: one statement."""
    sentada = Asignacion.objects.filter(participante=OuterRef("participante"))
    persona = "participante__"
    sin = {
        "sin_nombre": Q(**{f"{persona}nombres": ""}) | Q(**{f"{persona}apellidos": ""}),
        "sin_documento": ~Q(tipo_documento=Ficha.TipoDocumento.NINGUNO)
        & Q(documento_hmac__isnull=True),
        "sin_organizacion": Q(
            a_titulo_personal=False,
            participante__organizacion=None,
            participante__organizacion_nombre="",
        ),
        "sin_firma": Q(firma__isnull=True, firma_en_papel=False, motivo_sin_firma=""),
        "sin_contacto": Q(
            participante__correo="", participante__telefono="", participante__direccion=""
        ),
        "sin_carpeta": Q(carpeta_entregada=False),
        "sin_numero": Q(carpeta_entregada=True, sentada=False),
    }
    filas = (
        Ficha.objects.filter(jornada__actividad__in=list(actividades))
        .annotate(sentada=Exists(sentada))
        .order_by()
        .values("jornada__actividad")
        .annotate(total=Count("pk"), **{n: Count("pk", filter=q) for n, q in sin.items()})
    )
    conteos: list[dict[str, Any]] = [dict(fila) for fila in filas]
    return {fila.pop("jornada__actividad"): fila for fila in conteos}


def _turnos(actividades: Iterable[int]) -> dict[int, list[TurnoPlenario]]:
    """The turns of each day, with the number of their workshop: one statement."""
    turnos: dict[int, list[TurnoPlenario]] = defaultdict(list)
    filas = TurnoPlenario.objects.filter(jornada__actividad__in=list(actividades))
    for turno in filas.select_related("taller").order_by("orden"):
        turnos[turno.taller.actividad_id].append(turno)
    return turnos


def _de_los_turnos(
    norma: NormaParticipacion,
    dia: date | None,
    talleres: HechosTalleres,
    turnos: Iterable[TurnoPlenario],
) -> HechosTurnos:
    filas = list(turnos)
    hablaron = {turno.taller.numero for turno in filas if turno.inicio}
    return HechosTurnos(
        talleres=talleres.talleres,
        dia=dia,
        sin_presentacion=tuple(t.taller.numero for t in filas if t.presentacion_id is None),
        sin_exponer=tuple(numero for numero in talleres.talleres if numero not in hablaron),
        duraciones=tuple((t.taller.numero, t.minutos) for t in filas if t.minutos is not None),
        minimo=norma.plenario_min_min,
        maximo=norma.plenario_max_min,
    )


def _minutos_planeados(actividades: Iterable[int]) -> dict[int, int]:
    """The minutes that each programme gives to the exposition: one statement."""
    minutos: dict[int, int] = defaultdict(int)
    bloques = BloquePrograma.objects.filter(actividad__in=list(actividades))
    for bloque in bloques.order_by():
        if BLOQUE_DE_EXPOSICION in plegar(bloque.nombre):
            minutos[bloque.actividad_id] += bloque.minutos
    return minutos
