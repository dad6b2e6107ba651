"""Reads of the workshops that more than one caller needs."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from comun.reglas import Asunto, ConstanciaDada
from convocatorias.models import Actividad, Participante
from cuentas.models import CuentaPublica, NormaParticipacion
from cuentas.selectors import Constancias, constancias_de
from servicios.acceso import permisos_de, puede, servicios_con
from servicios.models import Usuario
from servicios.permissions import PERMISOS, Permiso
from talleres.models import Acuerdo, Asignacion, Intervencion, Taller
from talleres.reglas import DE_LA_CUENTA_ENTERA, HechosTalleres

#: What each task of a workshop's team asks of a role.
PARA_FACILITAR = (Permiso.VER_TALLER,)
PARA_REGISTRAR = (Permiso.REGISTRAR_TALLER, Permiso.GESTIONAR_TALLERES)


def visibles(usuario: Any) -> QuerySet[Taller]:
    """All of a service for who manages its workshops; the others, those that they run."""
    gestiona = servicios_con(usuario, Permiso.GESTIONAR_TALLERES)
    propios = Taller.objects.de_persona(usuario).values("pk")
    return Taller.objects.filter(Q(servicio__in=gestiona) | Q(pk__in=propios))


def puede_registrar(usuario: Any, taller: Taller) -> bool:
    """Its technical secretary, or who manages the workshops of the service."""
    if puede(usuario, Permiso.GESTIONAR_TALLERES, taller.servicio_id):
        return True
    es_suyo = taller.secretario_id == usuario.pk
    return es_suyo and puede(usuario, Permiso.REGISTRAR_TALLER, taller.servicio_id)


def cumple_tarea(usuario: Usuario, servicio_id: int, tarea: tuple[Permiso, ...]) -> bool:
    """Whether a person's roles in the service let them do that task of a workshop."""
    return bool(permisos_de(usuario, servicio_id) & set(tarea))


def personas_para(servicio_id: int, tarea: tuple[Permiso, ...]) -> QuerySet[Usuario]:
    """The members of a service whose role allows that task."""
    roles = [rol for rol, permisos in PERMISOS.items() if permisos & set(tarea)]
    return Usuario.objects.filter(
        is_active=True,
        membresias__servicio=servicio_id,
        membresias__rol__in=roles,
        membresias__retirada_en=None,
    ).distinct()


def actividades(cuenta: CuentaPublica) -> QuerySet[Actividad]:
    """The activities of an account that go on, in the order of their dates."""
    return Actividad.objects.filter(cuenta=cuenta).exclude(
        estado__in=(Actividad.Estado.ANULADA, Actividad.Estado.SUSPENDIDA)
    )


def sentados(taller: Taller) -> QuerySet[Asignacion]:
    """Who sits in a workshop, by name."""
    return (
        Asignacion.objects.filter(taller=taller)
        .select_related("participante")
        .order_by("participante__nombre_plegado")
    )


def abiertos_de(actividad: Actividad) -> QuerySet[Taller]:
    """The workshops of an activity in which one may still sit down."""
    return Taller.objects.filter(actividad=actividad).abiertos().order_by("numero")


def otros_abiertos(taller: Taller) -> QuerySet[Taller]:
    """Where a person of a workshop may move."""
    return abiertos_de(taller.actividad).exclude(pk=taller.pk)


def asignacion_de(participante: Participante) -> Asignacion | None:
    """Where a person sits, with the workshop."""
    return Asignacion.objects.filter(participante=participante).select_related("taller").first()


def acuerdos_vigentes(taller: Taller) -> QuerySet[Acuerdo]:
    """The agreements that stand, the priorities first."""
    return Acuerdo.objects.filter(taller=taller, anulado_en=None).order_by("-prioritario", "orden")


def preguntas_pendientes(taller: Taller) -> QuerySet[Intervencion]:
    """The questions that the workshop leaves to the service."""
    return Intervencion.objects.filter(
        taller=taller, tipo=Intervencion.Tipo.PREGUNTA, anulada_en=None
    )


@dataclass(frozen=True)
class Nota:
    """A line of the workshop's record, whatever it is: a note or an agreement."""

    pk: int
    clase: str
    tipo: str
    texto: str
    momento: datetime
    quien: str = ""
    prioritaria: bool = False
    motivo_anulacion: str = ""

    @property
    def es_acuerdo(self) -> bool:
        return self.clase == "acuerdo"


def notas(taller: Taller) -> list[Nota]:
    """All that was written in a workshop, the newest first, annulled notes included."""
    dichas = Intervencion.objects.filter(taller=taller).select_related("participante")
    acordadas = Acuerdo.objects.filter(taller=taller)
    lineas = [
        Nota(
            pk=i.pk,
            clase="intervencion",
            tipo=i.get_tipo_display().capitalize(),
            texto=i.texto,
            momento=i.registrada_en,
            quien=i.participante.nombre_completo if i.participante else "",
            motivo_anulacion=i.motivo_anulacion,
        )
        for i in dichas
    ] + [
        Nota(
            pk=a.pk,
            clase="acuerdo",
            tipo="Acuerdo",
            texto=a.texto,
            momento=a.registrado_en,
            prioritaria=a.prioritario,
            motivo_anulacion=a.motivo_anulacion,
        )
        for a in acordadas
    ]
    return sorted(lineas, key=lambda nota: (nota.momento, nota.pk), reverse=True)


def por_actividad(cuenta: CuentaPublica, talleres: QuerySet[Taller]) -> list[tuple]:
    """Each activity that goes on with those of its workshops that are among `talleres`."""
    filas = defaultdict(list)
    propios = talleres.filter(actividad__cuenta=cuenta).con_sentados()
    for taller in propios.select_related("facilitador", "secretario").order_by("numero"):
        filas[taller.actividad_id].append(taller)
    return [(actividad, filas[actividad.pk]) for actividad in actividades(cuenta)]


def hechos(taller: Taller, sin_acuerdos: str = "", sin_notas: str = "") -> HechosTalleres:
    """What the rules look at in one workshop that is acted upon now, with the reasons given."""
    uno = _hechos([taller], _conteos([taller.pk]), taller.actividad.cuenta.norma)
    if sin_acuerdos:
        uno = replace(uno, sin_acuerdos=())
    if sin_notas and uno.sin_notas:
        uno = replace(uno, sin_notas=(), sin_notas_con_motivo=uno.sin_notas)
    return uno


class _Conteo(NamedTuple):
    """What one workshop has."""

    personas: int = 0
    notas: int = 0
    acuerdos: int = 0
    prioridades: int = 0


def _conteos(talleres: Collection[int]) -> dict[int, _Conteo]:
    """What each of those workshops has: three statements, whatever their number."""

    def por_taller(filas: QuerySet, **cuales: Any) -> dict[int, dict[str, int]]:
        agrupadas = filas.filter(taller__in=talleres).order_by().values("taller")
        return {fila["taller"]: fila for fila in agrupadas.annotate(**cuales)}

    todos = Count("pk")
    sentadas = por_taller(Asignacion.objects.all(), n=todos)
    dichas = por_taller(Intervencion.objects.filter(anulada_en=None), n=todos)
    acordadas = por_taller(
        Acuerdo.objects.filter(anulado_en=None),
        n=todos,
        prioridades=Count("pk", filter=Q(prioritario=True)),
    )
    return {
        pk: _Conteo(
            sentadas.get(pk, {}).get("n", 0),
            dichas.get(pk, {}).get("n", 0),
            acordadas.get(pk, {}).get("n", 0),
            acordadas.get(pk, {}).get("prioridades", 0),
        )
        for pk in talleres
    }


def _hechos(
    talleres: Collection[Taller],
    conteos: Mapping[int, _Conteo],
    norma: NormaParticipacion,
    dia: date | None = None,
    respeto: ConstanciaDada | None = None,
) -> HechosTalleres:
    """The facts of those workshops, that take place in one activity."""

    def los_que(cumplen: Callable[[Taller, _Conteo], Any]) -> tuple[int, ...]:
        return tuple(t.numero for t in talleres if cumplen(t, conteos[t.pk]))

    return HechosTalleres(
        talleres=los_que(lambda t, n: True),
        dia=dia,
        sin_facilitador=los_que(lambda t, n: t.facilitador_id is None),
        sin_secretario=los_que(lambda t, n: t.secretario_id is None),
        repetidos=los_que(lambda t, n: t.facilitador_id and t.facilitador_id == t.secretario_id),
        sin_acuerdos=los_que(lambda t, n: not (n.acuerdos or t.sin_acuerdos_motivo)),
        acuerdos=sum(conteos[t.pk].acuerdos for t in talleres),
        sin_notas=los_que(lambda t, n: not (n.notas or t.sin_notas_motivo)),
        sin_notas_con_motivo=los_que(lambda t, n: not n.notas and t.sin_notas_motivo),
        notas=sum(conteos[t.pk].notas for t in talleres),
        respeto=respeto,
        personas=tuple((t.numero, conteos[t.pk].personas) for t in talleres),
        tamano_min=norma.taller_tamano_min,
        tamano_max=norma.taller_tamano_max,
        prioridades=tuple((t.numero, conteos[t.pk].prioridades) for t in talleres),
        max_prioridades=norma.prioridades_por_taller,
    )


def hechos_de(
    actividades: Collection[Actividad], dichas: Mapping[int, Constancias]
) -> dict[int, HechosTalleres]:
    """The facts of the workshops of each activity: four statements, whatever their number.

    The activities come with the norm of their account; those without workshops are there too.
    """
    propios: dict[int, list[Taller]] = {actividad.pk: [] for actividad in actividades}
    talleres = Taller.objects.filter(actividad__in=list(propios)).order_by("numero")
    for taller in talleres.exclude(estado=Taller.Estado.SIN_REALIZAR):
        propios[taller.actividad_id].append(taller)
    conteos = _conteos([taller.pk for suyos in propios.values() for taller in suyos])
    return {
        actividad.pk: _hechos(
            propios[actividad.pk],
            conteos,
            actividad.cuenta.norma,
            actividad.fecha,
            dichas[actividad.cuenta_id].get(("R77", str(actividad.pk))),
        )
        for actividad in actividades
    }


def asuntos(cuentas: Sequence[CuentaPublica]) -> dict[int, list[Asunto]]:
    """The rules of the workshops of each account, activity by activity: six statements."""
    actividades = list(
        Actividad.objects.vigentes()
        .filter(cuenta__in=[cuenta.pk for cuenta in cuentas])
        .select_related("cuenta__norma")
    )
    de_cada_una = hechos_de(actividades, constancias_de(cuentas))
    resultado: dict[int, list[Asunto]] = {cuenta.pk: [] for cuenta in cuentas}
    for actividad in actividades:
        uno = Asunto(DE_LA_CUENTA_ENTERA, de_cada_una[actividad.pk], str(actividad))
        resultado[actividad.cuenta_id].append(uno)
    return {
        pk: suyos or [Asunto(DE_LA_CUENTA_ENTERA, HechosTalleres())]
        for pk, suyos in resultado.items()
    }
