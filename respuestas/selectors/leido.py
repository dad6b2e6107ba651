"""What the rules of this app look at, read for many accounts at once: constant statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from comun.models import Bitacora, Feriado
from convocatorias.models import Actividad, ProcesoVirtual
from correos.models import Mensaje
from cuentas.models import CuentaPublica, Difusion, HechoPrevio
from cuentas.selectors import Constancias, constancias_de, hechos_previos_de
from jornadas.models import Jornada
from respuestas.models import (
    Consulta,
    Consultante,
    EnvioRespuesta,
    PublicacionRespuestas,
    Redaccion,
    Respuesta,
)
from respuestas.selectors.documento import sistematizan, talleres_de
from respuestas.selectors.mensajes import por_recoger

_DEL_DIA = (Consulta.Canal.TALLER, Consulta.Canal.PLENARIO)
_DECIDEN = tuple(d for d in Respuesta.Decision.values if d != Respuesta.Decision.INFORMA)

Numeros = Mapping[int, tuple[int, ...]]


@dataclass
class Leido:
    """Everything that was read for the accounts, by account."""

    procesos: dict[int, ProcesoVirtual]
    anclas: dict[int, date]
    feriados: list[Feriado]
    constancias: Mapping[int, Constancias]
    previos: Mapping[int, Mapping[str, HechoPrevio]]
    mensajes: Mapping[int, Mapping[str, int]]
    numeros: Mapping[str, Numeros]
    versiones: Mapping[int, Mapping[str, Any]]
    jornadas: Mapping[int, Mapping[str, Any]]
    talleres: Mapping[int, Mapping[str, Any]]
    por_recoger: Mapping[int, int]
    equipos: Mapping[int, tuple[str, ...]]
    publicaciones: Mapping[int, list[dict[str, Any]]]
    canales: Mapping[int, tuple[str, ...]]
    personas: Mapping[int, Mapping[str, int]]


def leer(cuentas: Sequence[CuentaPublica]) -> Leido:
    lista = list(cuentas)
    ids = [cuenta.pk for cuenta in lista]
    consultas = Consulta.objects.filter(cuenta__in=ids)
    procesos = {p.cuenta_id: p for p in ProcesoVirtual.objects.filter(cuenta__in=ids)}
    previos = hechos_previos_de(lista)
    return Leido(
        procesos=procesos,
        anclas=_anclas(lista, procesos, previos),
        feriados=list(Feriado.objects.all()),
        constancias=constancias_de(lista),
        previos=previos,
        mensajes=_mensajes(consultas),
        numeros=_numeros(consultas),
        versiones=_versiones(ids),
        jornadas=_jornadas(ids),
        talleres=talleres_de(lista),
        por_recoger=por_recoger(lista),
        equipos=sistematizan(lista),
        publicaciones=_publicaciones(ids),
        canales=_canales(ids),
        personas=_personas(ids),
    )


def _por_cuenta(filas: Iterable[Any], campo: str = "cuenta") -> dict[int, dict]:
    return {fila.pop(campo): fila for fila in filas}


def _anclas(
    cuentas: list[CuentaPublica],
    procesos: Mapping[int, ProcesoVirtual],
    previos: Mapping[int, Mapping[str, HechoPrevio]],
) -> dict[int, date]:
    """The day from which each account counts its answers, as `convocatorias.selectors.ancla`."""
    presenciales = Actividad.objects.vigentes().filter(
        cuenta__in=cuentas, tipo__in=(Actividad.Tipo.CENTRAL, Actividad.Tipo.COMPLEMENTARIA)
    )
    ultimas = dict(presenciales.order_by().values_list("cuenta").annotate(ultima=Max("fecha")))
    anclas = {}
    for cuenta in cuentas:
        jornada, proceso = previos[cuenta.pk].get(HechoPrevio.Tipo.JORNADA), procesos.get(cuenta.pk)
        dias = [ultimas.get(cuenta.pk), jornada.fecha if jornada else None]
        if cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL:
            dias = [proceso.termino if proceso else None]
        if dia := max(filter(None, dias), default=None):
            anclas[cuenta.pk] = dia
    return anclas


def _mensajes(consultas: QuerySet[Consulta]) -> dict[int, dict]:
    """How many messages of each account are of each kind: one statement."""
    virtual = Q(canal=Consulta.Canal.VIRTUAL)
    sin_contacto = Q(consultante=None) | (
        Q(consultante__correo="", consultante__telefono="", consultante__direccion="")
        & ~Q(consultante__medio=Consultante.Medio.RETIRO)
    )
    respondidas = Q(estado=Consulta.Estado.RESPONDIDA)
    decididas = Q(respuesta__decision__in=_DECIDEN) | Q(grupo__respuesta__decision__in=_DECIDEN)
    return _por_cuenta(
        consultas.order_by()
        .values("cuenta")
        .annotate(
            recibidos=Count("pk"),
            virtuales=Count("pk", filter=virtual),
            sin_contacto=Count("pk", filter=virtual & sin_contacto),
            recogidas=Count("pk", filter=Q(canal__in=_DEL_DIA)),
            propuestas=Count("pk", filter=respondidas & Q(tipo=Consulta.Tipo.PROPUESTA)),
            decididas=Count("pk", filter=respondidas & decididas),
        )
    )


def _numeros(consultas: QuerySet[Consulta]) -> dict[str, Numeros]:
    """The numbers of the messages that lack something, by what they lack: a statement each."""
    respondidas = consultas.filter(estado=Consulta.Estado.RESPONDIDA)
    sin_fundamento = Q(respuesta__decision__in=_DECIDEN, respuesta__fundamento="") | Q(
        grupo__respuesta__decision__in=_DECIDEN, grupo__respuesta__fundamento=""
    )
    en_revision = Respuesta.Estado.EN_REVISION
    sin_respuesta = Q(respuesta=None, grupo=None) | Q(
        respuesta=None, grupo__isnull=False, grupo__respuesta=None
    )
    cuales = {
        "sin_respuesta": consultas.pendientes(),  # type: ignore[attr-defined]
        "sin_decision": respondidas.filter(tipo=Consulta.Tipo.PROPUESTA)
        .exclude(respuesta__decision__in=_DECIDEN)
        .exclude(grupo__respuesta__decision__in=_DECIDEN),
        "sin_fundamento": respondidas.filter(sin_fundamento),
        "sin_aprobar": consultas.filter(
            Q(respuesta__estado=en_revision) | Q(grupo__respuesta__estado=en_revision)
        ),
        "sin_retorno": respondidas.filter(sin_respuesta),
        "distintas": consultas.exclude(intervencion=None).exclude(mensaje=F("intervencion__texto")),
    }
    return {nombre: _folios(filas) for nombre, filas in cuales.items()}


def _folios(consultas: QuerySet[Consulta]) -> Numeros:
    listas = defaultdict(list)
    filas = consultas.order_by("cuenta", "folio_numero").values_list("cuenta", "folio_numero")
    for cuenta, numero in filas:
        listas[cuenta].append(numero)
    return {cuenta: tuple(lista) for cuenta, lista in listas.items()}


def _versiones(ids: list[int]) -> dict[int, dict]:
    redacciones = Redaccion.objects.filter(consulta__cuenta__in=ids).order_by()
    return _por_cuenta(
        redacciones.values("consulta__cuenta").annotate(
            versiones=Count("pk"),
            versiones_en_blanco=Count("pk", filter=Q(texto="")),
            versiones_sin_motivo=Count("pk", filter=Q(motivo="")),
        ),
        "consulta__cuenta",
    )


def _jornadas(ids: list[int]) -> dict[int, dict[str, Any]]:
    """The days that ended, when, and of how many nobody began to collect: one statement."""
    recogio = Bitacora.objects.filter(
        accion="recoger", objeto_tipo=Jornada._meta.label_lower, objeto_id=OuterRef("pk")
    )
    cerradas = (
        Jornada.objects.filter(actividad__cuenta__in=ids, estado=Jornada.Estado.CERRADA)
        .alias(recogida=Exists(recogio))
        .order_by()
        .values("actividad__cuenta")
    )
    filas = cerradas.annotate(
        jornadas=Count("pk"),
        ultima_el=Max("actividad__fecha"),
        sin_recopilar=Count("pk", filter=Q(recogida=False)),
    )
    return _por_cuenta(filas, "actividad__cuenta")


def _publicaciones(ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The published versions of each account, the first one first, without their content."""
    filas = (
        PublicacionRespuestas.objects.filter(informe__cuenta__in=ids)
        .order_by("informe__cuenta", "version")
        .values(
            "publicada_en",
            "redactada_por",
            "aprobada_por",
            cuenta=F("informe__cuenta"),
            nombre=F("aprobada_por__nombre"),
            motivo=F("contenido__motivo_tardanza"),
            publicados=F("contenido__ecuacion__0__valor"),
        )
    )
    listas = defaultdict(list)
    for fila in filas:
        listas[fila["cuenta"]].append(fila)
    return dict(listas)


def _canales(ids: list[int]) -> dict[int, tuple[str, ...]]:
    vigentes = Difusion.objects.filter(
        cuenta__in=ids, objeto=Difusion.Objeto.RESPUESTAS, retirada_en=None
    )
    listas = defaultdict(list)
    for cuenta, canal in vigentes.order_by("canal").values_list("cuenta", "canal").distinct():
        listas[cuenta].append(str(Difusion.Canal(canal).label))
    return {cuenta: tuple(lista) for cuenta, lista in listas.items()}


def _personas(ids: list[int]) -> dict[int, dict]:
    """Who left a contact, and to whom somebody sent or gave their answer: one statement."""
    suyos = EnvioRespuesta.objects.filter(consultante=OuterRef("pk"))
    en_camino = Q(mensaje__isnull=False) & ~Q(mensaje__estado=Mensaje.Estado.ANULADO)
    preguntas = Consulta.objects.filter(
        consultante=OuterRef("pk"), tipo=Consulta.Tipo.PREGUNTA
    ).exclude(estado=Consulta.Estado.EN_ACTO)
    personas = Consultante.objects.filter(
        Exists(Consulta.objects.filter(consultante=OuterRef("pk"))), cuenta__in=ids
    ).alias(
        intento=Exists(suyos.filter(Q(entregado_en__isnull=False) | en_camino)),
        respondida=Exists(suyos),
        pregunto=Exists(preguntas),
    )
    return _por_cuenta(
        personas.order_by()
        .values("cuenta")
        .annotate(
            personas=Count("pk"),
            con_intento=Count("pk", filter=Q(intento=True)),
            sin_resultado=Count("pk", filter=Q(respondida=False)),
            preguntaron=Count("pk", filter=Q(pregunto=True)),
            preguntaron_sin_intento=Count("pk", filter=Q(pregunto=True, intento=False)),
        )
    )
