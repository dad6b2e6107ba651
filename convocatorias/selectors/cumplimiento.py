"""How whole accounts stand before the rules of the plan, the call and the window: in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Sum, prefetch_related_objects

from comun import reloj
from comun.reglas import Asunto
from convocatorias import reglas
from convocatorias.models import (
    Actividad,
    BloquePrograma,
    Participante,
    ProcesoVirtual,
)
from convocatorias.reglas import Hechos, Salida
from convocatorias.selectors.avisos import salidas_vigentes
from convocatorias.selectors.banner_dias import DelBanner, banner_visto_de
from convocatorias.selectors.hechos import (
    Donde,
    del_banner,
    del_conjunto,
    frases_de,
    pagina_desde,
    regionales,
)
from cuentas.models import CuentaPublica, HechoPrevio, PublicacionInforme
from cuentas.selectors import constancias_de, hechos_previos_de

_Tipo = HechoPrevio.Tipo
SOLO_VIRTUAL = "La cuenta es solo virtual."


@dataclass
class _Leido:
    """Everything that was read for the accounts, by account or by activity."""

    procesos: dict[int, ProcesoVirtual]
    informes: set[int]
    previos: Mapping[int, Mapping[str, HechoPrevio]]
    constancias: Mapping[int, Mapping[tuple[str, str], Any]]
    vistos: Mapping[int, DelBanner]
    actividades: dict[int, list[Actividad]] = field(default_factory=dict)
    programas: dict[int, dict[str, Any]] = field(default_factory=dict)
    salidas: dict[int, list[Salida]] = field(default_factory=dict)
    organizaciones: dict[int, int] = field(default_factory=dict)
    tipos: dict[int, dict[str, int]] = field(default_factory=dict)
    regionales: dict[Donde, list[dict[str, Any]]] = field(default_factory=dict)


def asuntos(cuentas: Sequence[CuentaPublica]) -> dict[int, list[Asunto]]:
    """The rules of this app with what they look at, for each account: constant statements."""
    prefetch_related_objects(list(cuentas), "norma", "servicio__comuna")
    ahora = reloj.ahora()
    leido = _leer(cuentas, ahora)
    return {cuenta.pk: _de_una(cuenta, leido, ahora) for cuenta in cuentas}


def _leer(cuentas: Sequence[CuentaPublica], ahora: datetime) -> _Leido:
    ids = {cuenta.pk: cuenta for cuenta in cuentas}
    procesos = {p.cuenta_id: p for p in ProcesoVirtual.objects.filter(cuenta__in=ids)}
    for pk, proceso in procesos.items():
        proceso.cuenta = ids[pk]  # read by now, with the clock of its service
    leido = _Leido(
        procesos=procesos,
        informes=set(
            PublicacionInforme.objects.filter(informe__cuenta__in=ids)
            .order_by()
            .values_list("informe__cuenta", flat=True)
        ),
        previos=hechos_previos_de(cuentas),
        constancias=constancias_de(cuentas),
        vistos=banner_visto_de(procesos.values(), ahora),
    )
    filas = (
        Actividad.objects.filter(cuenta__in=ids)
        .exclude(estado=Actividad.Estado.ANULADA)
        .exclude(tipo=Actividad.Tipo.AUTOCONVOCADA)
        .select_related("comuna")
        .order_by("fecha", "pk")
    )
    actividades = list(filas)
    por_cuenta = defaultdict(list)
    for fila in actividades:
        por_cuenta[fila.cuenta_id].append(fila)
    leido.actividades = dict(por_cuenta)
    _leer_actividades(leido, {fila.pk: fila for fila in actividades})
    leido.regionales = regionales(_lugares(cuentas, leido))
    return leido


def _leer_actividades(leido: _Leido, ids: dict[int, Actividad]) -> None:
    programas = BloquePrograma.objects.filter(actividad__in=ids).order_by().values("actividad")
    for fila in programas.annotate(minutos=Sum("minutos"), bloques=Count("pk")):
        leido.programas[fila["actividad"]] = {c: fila[c] for c in ("minutos", "bloques")}
    for pk, filas in salidas_vigentes(ids).items():
        leido.salidas[pk] = [Salida(f.dias_anticipacion or 0, f.motivo_tardanza) for f in filas]
    invitadas = Participante.objects.filter(
        actividad__in=ids, origen=Participante.Origen.INVITADO, organizacion__isnull=False
    ).order_by()
    cuantas = Count("organizacion", distinct=True)
    for pk, n in invitadas.values("actividad").annotate(n=cuantas).values_list("actividad", "n"):
        leido.organizaciones[pk] = n
    por_tipo = invitadas.values("actividad", "organizacion__tipos").annotate(n=cuantas)
    for pk, tipo, n in por_tipo.values_list("actividad", "organizacion__tipos", "n"):
        if tipo is not None:
            leido.tipos.setdefault(pk, {})[tipo] = n


def _lugares(cuentas: Iterable[CuentaPublica], leido: _Leido) -> set[Donde]:
    return {
        (actividad.comuna_id, actividad.fecha.year)
        for cuenta in cuentas
        if cuenta.es_regional
        for actividad in leido.actividades.get(cuenta.pk, ())
        if actividad.comuna_id and actividad.fecha
    }


# ── One account ──


def _de_una(cuenta: CuentaPublica, leido: _Leido, ahora: datetime) -> list[Asunto]:
    actividades = leido.actividades.get(cuenta.pk, [])
    base = _de_la_cuenta(cuenta, leido, actividades)
    lista = [Asunto(reglas.DE_LA_CUENTA_ENTERA, base)]
    for actividad in actividades:
        lista += _de_actividad(actividad, cuenta, base, leido, ahora, len(actividades) > 1)
    if not actividades:
        lista.append(_sin_actividades(cuenta, base, leido))
    return lista


def _de_la_cuenta(cuenta: CuentaPublica, leido: _Leido, actividades: list[Actividad]) -> Hechos:
    proceso = leido.procesos.get(cuenta.pk)
    previos, norma = leido.previos[cuenta.pk], cuenta.norma
    constancias = leido.constancias[cuenta.pk]
    con_fecha = [fila.fecha for fila in actividades if fila.vigente and fila.fecha]
    conjunto: dict[str, Any] = del_conjunto(actividades)
    ventana = previos.get(_Tipo.PARTICIPACION)
    llamado = previos.get(_Tipo.CONVOCATORIA)
    jornada = previos.get(_Tipo.JORNADA)
    hechos = Hechos(
        es_regional=cuenta.es_regional,
        exigible=bool(proceso and proceso.publicado_en),
        pagina_desde=pagina_desde(cuenta),
        anticipacion=norma.convocatoria_anticipacion_dias,
        informe=cuenta.pk in leido.informes or _Tipo.INFORME in previos,
        tipos_minimo=norma.tipos_organizacion_minimo,
        duracion_max=norma.duracion_max_min,
        asistentes_max=norma.asistentes_max,
        virtual_minimo=norma.virtual_minimo_dias,
        respuesta=cuenta.respuesta_presencial or cuenta.respuesta_virtual,
        por_enviar=False,
        primera_actividad=min(con_fecha, default=jornada.fecha if jornada else None),
        solo_virtual=cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL,
        llamado_previo=llamado.fecha if llamado else None,
        ventana_previa=ventana.fecha if ventana else None,
        hay_proceso=proceso is not None,
        **del_banner(constancias, leido.vistos.get(cuenta.pk)),
        **conjunto,
    )
    return replace(hechos, **_de_proceso(proceso, cuenta)) if proceso else hechos


def _de_proceso(proceso: ProcesoVirtual, cuenta: CuentaPublica) -> dict[str, Any]:
    publicado = proceso.publicado_en
    return {
        "proceso_publicado": publicado is not None,
        "publicado_el": publicado.astimezone(cuenta.servicio.zona).date() if publicado else None,
        "inicio": proceso.inicio,
        "termino": proceso.termino,
        "instrucciones": proceso.instrucciones,
        "motivo_duracion": proceso.motivo_duracion,
    }


def _de_actividad(
    actividad: Actividad,
    cuenta: CuentaPublica,
    base: Hechos,
    leido: _Leido,
    ahora: datetime,
    con_nombre: bool,
) -> list[Asunto]:
    nombre = actividad.nombre if con_nombre else ""
    actividad.cuenta = cuenta
    otras = leido.regionales.get((actividad.comuna_id or "", _anio(actividad.fecha)), ())
    plan = replace(
        base,
        exigible=actividad.estado != Actividad.Estado.BORRADOR,
        fecha=actividad.fecha,
        hora_inicio=actividad.hora_inicio,
        lugar=actividad.lugar,
        comuna=actividad.comuna.nombre if actividad.comuna else "",
        personas=actividad.aforo,
        en_su_comuna=frases_de(otras, actividad),
        **leido.programas.get(actividad.pk, {}),
    )
    lista = [Asunto(reglas.DEL_PLAN, plan, nombre)]
    # A complementary meeting may have no call of its own.
    if actividad.tipo == Actividad.Tipo.CENTRAL or actividad.pk in leido.salidas:
        lista.append(Asunto(reglas.DEL_LLAMADO, _llamado(actividad, plan, leido, ahora), nombre))
    return lista


def _llamado(actividad: Actividad, plan: Hechos, leido: _Leido, ahora: datetime) -> Hechos:
    """The call to an activity: of one that was moved to another day, the notice of its change.
    One that is suspended waits for its new date."""
    convocada = actividad.estado == Actividad.Estado.CONVOCADA
    salidas = tuple(leido.salidas.get(actividad.pk, ())) if convocada else ()
    paso = bool(actividad.fecha and actividad.fecha < ahora.astimezone(actividad.zona).date())
    suspendida = actividad.estado == Actividad.Estado.SUSPENDIDA
    return replace(
        plan,
        exigible=bool(salidas) or (paso and not suspendida),
        fecha=None if suspendida else actividad.fecha,
        organizaciones=leido.organizaciones.get(actividad.pk, 0),
        tipos=leido.tipos.get(actividad.pk, {}),
        salidas=salidas,
        hay_proceso=plan.hay_proceso or plan.ventana_previa is not None,
        proceso_publicado=plan.proceso_publicado or plan.ventana_previa is not None,
    )


def _sin_actividades(cuenta: CuentaPublica, base: Hechos, leido: _Leido) -> Asunto:
    jornada = leido.previos[cuenta.pk].get(_Tipo.JORNADA)
    por_que = ""
    if base.solo_virtual:
        por_que = SOLO_VIRTUAL
    elif jornada is not None:
        por_que = f"La jornada se realizó el {jornada.fecha:%d/%m/%Y}, fuera del portal."
    hechos = replace(
        base,
        exigible=False,
        no_aplica=por_que,
        fecha=jornada.fecha if jornada else None,
        hay_proceso=base.hay_proceso or base.ventana_previa is not None,
    )
    return Asunto((*reglas.DEL_PLAN, *reglas.DEL_LLAMADO), hechos)


def _anio(fecha: date | None) -> int:
    return fecha.year if fecha else 0
