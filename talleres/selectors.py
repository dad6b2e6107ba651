"""Reads of the workshops that more than one caller needs."""

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


def talleres_de(actividad: Actividad) -> QuerySet[Taller]:
    """The workshops of an activity with their people counted."""
    return (
        Taller.objects.filter(actividad=actividad)
        .con_sentados()
        .select_related("facilitador", "secretario")
        .order_by("numero")
    )


def de_la_cuenta(cuenta: CuentaPublica) -> QuerySet[Taller]:
    """The workshops of every activity of an account."""
    return Taller.objects.filter(actividad__cuenta=cuenta)


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
