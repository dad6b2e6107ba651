"""Reads of the workshops that more than one caller needs."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from convocatorias.models import Actividad, Participante
from cuentas.models import CuentaPublica
from servicios.acceso import permisos_de, puede, servicios_con
from servicios.models import Usuario
from servicios.permissions import PERMISOS, Permiso
from talleres.models import Acuerdo, Asignacion, Intervencion, Taller
from talleres.reglas import HechosTaller

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


def hechos(taller: Taller, motivo_sin_acuerdos: str = "") -> HechosTaller:
    """What the rules look at, in three statements."""
    norma = taller.actividad.cuenta.norma
    acuerdos = Acuerdo.objects.filter(taller=taller, anulado_en=None).aggregate(
        todos=Count("pk"), prioridades=Count("pk", filter=Q(prioritario=True))
    )
    return HechosTaller(
        con_facilitador=taller.facilitador_id is not None,
        con_secretario=taller.secretario_id is not None,
        distintos=taller.facilitador_id != taller.secretario_id,
        sentados=Asignacion.objects.filter(taller=taller).count(),
        tamano_min=norma.taller_tamano_min,
        tamano_max=norma.taller_tamano_max,
        notas=Intervencion.objects.filter(taller=taller, anulada_en=None).count(),
        acuerdos=acuerdos["todos"],
        motivo_sin_acuerdos=motivo_sin_acuerdos,
        prioridades=acuerdos["prioridades"],
        max_prioridades=norma.prioridades_por_taller,
    )
