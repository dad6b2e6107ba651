"""Reads that more than one caller needs. Inside the scope of the service."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Lower

from comun.texto import plegar
from convocatorias.models import (
    POR_SALIR,
    Actividad,
    Contacto,
    Convocatoria,
    Invitacion,
    Organizacion,
    Participante,
    ProcesoVirtual,
)
from convocatorias.reglas import Hechos
from correos.models import Mensaje, Supresion
from cuentas.models import CuentaPublica
from cuentas.selectors import informe_vigente


def proceso_de(cuenta: CuentaPublica) -> ProcesoVirtual | None:
    """The virtual window of an account, if it has one."""
    return ProcesoVirtual.objects.filter(cuenta=cuenta).select_related("servicio__comuna").first()


def actividades_publicas(cuenta: CuentaPublica) -> QuerySet[Actividad]:
    """The activities that anybody may see, in the order of their dates."""
    return Actividad.objects.publicas().filter(cuenta=cuenta).select_related("comuna")


def ancla(cuenta: CuentaPublica) -> date | None:
    """The day from which the answers are counted (5.2, `ancla_plazo`; T4).

    The last in-person activity that stands; the end of the window where the account is only
    virtual. None while there is neither.
    """
    if cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL:
        return (
            ProcesoVirtual.objects.filter(cuenta=cuenta).values_list("termino", flat=True).first()
        )
    presenciales = Actividad.objects.vigentes().filter(
        cuenta=cuenta, tipo__in=(Actividad.Tipo.CENTRAL, Actividad.Tipo.COMPLEMENTARIA)
    )
    return presenciales.aggregate(ultima=Max("fecha"))["ultima"]


def primera_actividad(cuenta: CuentaPublica) -> date | None:
    """The first day with an in-person activity that stands."""
    return (
        Actividad.objects.vigentes()
        .filter(cuenta=cuenta)
        .order_by("fecha")
        .values_list("fecha", flat=True)
        .first()
    )


# ── The directory ──


def buscar_organizaciones(texto: str = "", tipo: str = "", comuna: str = "") -> QuerySet:
    """Organisations by a part of their name, their kind and their comuna."""
    contactos = Prefetch("contactos", con_silencio(Contacto.objects.all()))
    filas = Organizacion.objects.select_related("comuna").prefetch_related("tipos", contactos)
    if texto:
        filas = filas.filter(nombre_plegado__contains=plegar(texto))
    if tipo:
        filas = filas.filter(tipos=tipo)
    return filas.filter(comuna=comuna) if comuna else filas


def con_silencio(contactos: QuerySet[Contacto]) -> QuerySet:
    """Those contacts, each with `no_invitar`: asked the service for no more invitations."""
    pedidas = Supresion.objects.vigentes().filter(
        servicio=OuterRef("servicio"), direccion=Lower(OuterRef("correo"))
    )
    return contactos.annotate(no_invitar=Exists(pedidas))


def con_correo(
    actividad: Actividad, tipo: str = "", comuna: str = "", solo_nuevos: bool = False
) -> QuerySet:
    """The contacts with an address, of that kind and comuna, each with `no_invitar`."""
    filas = con_silencio(Contacto.objects.exclude(correo="")).select_related("organizacion__comuna")
    if tipo:
        filas = filas.filter(organizacion__tipos=tipo)
    if comuna:
        filas = filas.filter(organizacion__comuna=comuna)
    if solo_nuevos:
        invitados = Participante.objects.filter(actividad=actividad, contacto__isnull=False)
        filas = filas.exclude(pk__in=invitados.values("contacto"))
    return filas.order_by("organizacion__nombre_plegado", "nombres", "apellidos", "pk")


def destinatarios(actividad: Actividad, **criterio: Any) -> QuerySet[Contacto]:
    """Who can be called: `con_correo`, less those who asked not to be invited."""
    return con_correo(actividad, **criterio).filter(no_invitar=False)


def elegidos(convocatoria: Convocatoria) -> QuerySet[Contacto]:
    """Whom a scheduled call goes to: those chosen then who can still be called."""
    filas = con_silencio(convocatoria.destinatarios.exclude(correo="")).filter(no_invitar=False)
    return filas.select_related("organizacion__comuna").order_by(
        "organizacion__nombre_plegado", "nombres", "apellidos", "pk"
    )


def ultima(actividad: Actividad) -> Convocatoria | None:
    """The last call to an activity that was not given up."""
    filas = Convocatoria.objects.exclude(estado=Convocatoria.Estado.ANULADA)
    fila = filas.filter(actividad=actividad).select_related("programada_por").first()
    if fila is not None:
        fila.actividad = actividad
    return fila


def por_salir(actividades: "Iterable[Actividad] | QuerySet[Actividad]") -> dict[int, Convocatoria]:
    """The call of each activity that was not sent yet, if it has one."""
    filas = Convocatoria.objects.filter(actividad__in=actividades, estado__in=POR_SALIR)
    return {fila.actividad_id: fila for fila in filas.select_related("actividad__comuna")}


def organizaciones_por_tipo(organizaciones: Iterable[int]) -> Counter[str]:
    """How many of those organisations of each kind; one may be of several (T7)."""
    filas = Organizacion.tipos.through.objects.filter(organizacion_id__in=list(organizaciones))
    return Counter(filas.values_list("tipoorganizacion_id", flat=True))


# ── What the rules look at ──


def hechos_de_actividad(actividad: Actividad) -> Hechos:
    """The facts of an activity: its data, its programme and how many people it expects."""
    norma = actividad.cuenta.norma
    minutos = actividad.programa.aggregate(total=Sum("minutos"))["total"] or 0
    return Hechos(
        es_regional=actividad.cuenta.es_regional,
        fecha=actividad.fecha,
        hora_inicio=actividad.hora_inicio,
        lugar=actividad.lugar,
        comuna=actividad.comuna.nombre if actividad.comuna else "",
        minutos=minutos,
        duracion_max=norma.duracion_max_min,
        personas=actividad.aforo,
        asistentes_max=norma.asistentes_max,
    )


def hechos_de_envio(
    convocatoria: Convocatoria, contactos: Iterable[Contacto]
) -> tuple[Hechos, Any]:
    """The facts of a call to those contacts, and the report that would go with it.

    Plurality counts every organisation called to the activity, in this call or before it.
    """
    actividad = convocatoria.actividad
    norma = actividad.cuenta.norma
    proceso = proceso_de(actividad.cuenta)
    informe = informe_vigente(actividad.cuenta)
    invitadas = {contacto.organizacion_id for contacto in contactos}
    antes = Participante.objects.filter(
        actividad=actividad, origen=Participante.Origen.INVITADO, organizacion__isnull=False
    )
    todas = invitadas | set(antes.values_list("organizacion_id", flat=True))
    hechos = replace(
        hechos_de_actividad(actividad),
        anticipacion=norma.convocatoria_anticipacion_dias,
        informe=informe is not None,
        organizaciones=len(invitadas),
        tipos=organizaciones_por_tipo(todas),
        tipos_minimo=norma.tipos_organizacion_minimo,
        hay_proceso=proceso is not None,
        proceso_publicado=bool(proceso and proceso.publicado_en),
    )
    return hechos, informe


def hechos_de_proceso(proceso: ProcesoVirtual) -> Hechos:
    """The facts of a virtual window."""
    return Hechos(
        hay_proceso=True,
        proceso_publicado=proceso.publicado_en is not None,
        inicio=proceso.inicio,
        termino=proceso.termino,
        instrucciones=proceso.instrucciones,
        virtual_minimo=proceso.cuenta.norma.virtual_minimo_dias,
        primera_actividad=primera_actividad(proceso.cuenta),
    )


def ya_invitados(actividad: Actividad) -> QuerySet[Participante]:
    """Who was sent an invitation to this activity, in any of its calls."""
    return (
        Participante.objects.filter(actividad=actividad, invitaciones__isnull=False)
        .distinct()
        .select_related("organizacion")
    )


# ── A call already sent ──

_ASISTENCIA = Participante.Asistencia
_SIN_LLEGAR = Mensaje.NO_LLEGARON

#: Saved views of the invitations of a call: name and condition.
VISTAS_DE_INVITACIONES: dict[str, tuple[str, Q]] = {
    "todas": ("Todas", Q()),
    "no_llegaron": ("No llegaron", Q(mensaje__estado__in=_SIN_LLEGAR)),
    "vendran": ("Vendrán", Q(participante__asistencia=_ASISTENCIA.ASISTE)),
    "no_vendran": ("No vendrán", Q(participante__asistencia=_ASISTENCIA.NO_ASISTE)),
    "sin_respuesta": ("Sin respuesta", Q(participante__asistencia=_ASISTENCIA.SIN_RESPUESTA)),
}


def invitaciones(
    convocatoria: Convocatoria, vista: str = "todas", texto: str = ""
) -> QuerySet[Invitacion]:
    """The invitations of a call, the ones that need a decision first."""
    filas = Invitacion.objects.filter(
        VISTAS_DE_INVITACIONES[vista][1], convocatoria=convocatoria
    ).select_related("participante__organizacion", "mensaje")
    if texto:
        # By organisation only: the search stands in the address, where no person's name goes.
        filas = filas.filter(participante__organizacion__nombre_plegado__contains=plegar(texto))
    return filas.defer("mensaje__texto", "mensaje__html").order_by(
        ExpressionWrapper(Q(mensaje__estado__in=_SIN_LLEGAR), output_field=BooleanField()).desc(),
        "participante__nombre_plegado",
        "pk",
    )


def cuentas_de_invitaciones(convocatoria: Convocatoria) -> dict[str, int]:
    """How many in each saved view, and how many left, in one statement."""
    conteos = {
        vista: Count("pk", filter=condicion) if condicion else Count("pk")
        for vista, (_, condicion) in VISTAS_DE_INVITACIONES.items()
    }
    salieron = Count("pk", filter=Q(mensaje__estado__in=Mensaje.LLEGARON))
    return Invitacion.objects.filter(convocatoria=convocatoria).aggregate(
        **conteos, enviadas=salieron
    )


def asistencia_anunciada(actividad: Actividad) -> dict[str, int]:
    """How many were invited or enrolled, and what they announced."""
    return Participante.objects.filter(actividad=actividad).aggregate(
        invitados=Count("pk", filter=Q(origen=Participante.Origen.INVITADO)),
        inscritos=Count("pk", filter=Q(origen=Participante.Origen.INSCRITO)),
        vendran=Count("pk", filter=Q(asistencia=_ASISTENCIA.ASISTE)),
    )
