"""Contributions: what is to be collected, how many there are, and what the desk works on."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from convocatorias.models import Encuentro
from convocatorias.selectors import ancla
from cuentas.models import CuentaPublica
from cuentas.selectors import FechasDeRespuesta, fechas_de_respuesta
from jornadas.models import Jornada, PreguntaPlenario
from respuestas.models import AdjuntoConsulta, Aporte, Consulta, EntregaEncuentro, Grupo, Respuesta
from talleres.models import Acuerdo, Intervencion

#: Fates of a contribution, in the order of the equation, with their words.
DESTINOS = (
    (Consulta.Estado.RESPONDIDA, "respondidos por escrito"),
    (Consulta.Estado.EN_ACTO, "en la jornada"),
    (Consulta.Estado.DERIVADA, "derivados"),
    (Consulta.Estado.FUERA, "fuera de competencia"),
    (Consulta.Estado.RECIBIDA, "sin resolver"),
)


# ── What is still to be collected of a day ──


def _intervenciones() -> QuerySet[Intervencion]:
    return Intervencion.objects.filter(anulada_en=None).exclude(
        Exists(Consulta.objects.filter(intervencion=OuterRef("pk")))
    )


def _acuerdos() -> QuerySet[Acuerdo]:
    return Acuerdo.objects.filter(prioritario=True, anulado_en=None).exclude(
        Exists(Consulta.objects.filter(acuerdo=OuterRef("pk")))
    )


def _preguntas() -> QuerySet[PreguntaPlenario]:
    return PreguntaPlenario.objects.exclude(
        Exists(Consulta.objects.filter(pregunta=OuterRef("pk")))
    )


def intervenciones_por_recoger(jornada: Jornada) -> QuerySet[Intervencion]:
    suyas = _intervenciones().filter(taller__actividad=jornada.actividad_id)
    return suyas.select_related("participante", "taller").order_by("id")


def acuerdos_por_recoger(jornada: Jornada) -> QuerySet[Acuerdo]:
    suyos = _acuerdos().filter(taller__actividad=jornada.actividad_id)
    return suyos.select_related("taller").order_by("taller__numero", "orden")


def preguntas_por_recoger(jornada: Jornada) -> QuerySet[PreguntaPlenario]:
    suyas = _preguntas().filter(turno__jornada=jornada)
    return suyas.select_related("participante", "turno").order_by("id")


def jornadas_de(cuenta: CuentaPublica) -> QuerySet[Jornada]:
    return Jornada.objects.filter(actividad__cuenta=cuenta).select_related("actividad")


def por_recoger(cuentas: Iterable[CuentaPublica]) -> dict[int, int]:
    """How many notes of the closed days of each account are not yet contributions."""
    resultado = {cuenta.pk: 0 for cuenta in cuentas}
    cerradas = Jornada.objects.filter(
        actividad__cuenta__in=list(resultado), estado=Jornada.Estado.CERRADA
    )
    dias = cerradas.values("actividad")
    for filas, cuenta in (
        (_intervenciones().filter(taller__actividad__in=dias), "taller__actividad__cuenta"),
        (_acuerdos().filter(taller__actividad__in=dias), "taller__actividad__cuenta"),
        (_preguntas().filter(turno__jornada__in=cerradas), "turno__jornada__actividad__cuenta"),
    ):
        for cuenta_id, n in filas.order_by().values_list(cuenta).annotate(n=Count("pk")):
            resultado[cuenta_id] += n
    return resultado


# ── The count ──


def destinos(cuenta: CuentaPublica) -> dict[str, int]:
    """How many contributions have each state; every state is there."""
    filas = Consulta.objects.filter(cuenta=cuenta).order_by().values_list("estado")
    cuantas = dict(filas.annotate(n=Count("pk")))
    return {estado.value: cuantas.get(estado.value, 0) for estado, _ in DESTINOS}


def ecuacion(cuantas: Mapping[str, int]) -> list[dict[str, Any]]:
    """Received = sum of its fates, as `components/ecuacion.html` draws it."""
    terminos: list[dict[str, Any]] = [{"nombre": "recibidos", "valor": sum(cuantas.values())}]
    for estado, nombre in DESTINOS:
        sin_resolver = estado == Consulta.Estado.RECIBIDA
        if cuantas[estado] or not sin_resolver:
            terminos.append({"nombre": nombre, "valor": cuantas[estado], "falta": sin_resolver})
    return terminos


# ── Dates ──


def plazo_de(cuenta: CuentaPublica) -> FechasDeRespuesta | None:
    """The term as the norm gives it; None while there is no day to count from."""
    desde = ancla(cuenta)
    return fechas_de_respuesta(cuenta, desde) if desde else None


def responder_hasta(cuenta: CuentaPublica, canal: str) -> date | None:
    """The day committed for what came by that channel."""
    if canal == Consulta.Canal.VIRTUAL:
        return cuenta.respuesta_virtual or cuenta.respuesta_presencial
    return cuenta.respuesta_presencial or cuenta.respuesta_virtual


def publicar_hasta(cuenta: CuentaPublica) -> date | None:
    """The last day committed: the document answers what came by every channel."""
    return max(filter(None, (cuenta.respuesta_virtual, cuenta.respuesta_presencial)), default=None)


# ── The desk ──


def con_todo(consultas: QuerySet[Consulta]) -> QuerySet[Consulta]:
    """What a list or a document shows of each contribution, in one statement."""
    return consultas.select_related(
        "consultante",
        "grupo",
        "grupo__respuesta",
        "ingresada_por",
        "redaccion",
        "respuesta",
        "suma_a",
        "taller",
        "cuenta",
    )


def con_las_que_se_suman(consultas: QuerySet[Consulta]) -> QuerySet[Consulta]:
    """`con_todo`, and how many later messages joined each one (`n_sumadas`)."""
    sumadas = Consulta.objects.filter(suma_a=OuterRef("pk")).order_by().values("suma_a")
    cuantas = Subquery(sumadas.annotate(n=Count("pk")).values("n"))
    return con_todo(consultas).annotate(n_sumadas=Coalesce(cuantas, 0))


def cola(cuenta: CuentaPublica, estado: str = "") -> QuerySet[Consulta]:
    """What is to be answered: contributions on their own and the first one of each group.

    `estado` is that of their answer: "" what nobody sent to review, en_revision, aprobada.
    """
    consultas = con_todo(_sin_repetir(Consulta.objects.filter(cuenta=cuenta)))
    if estado:
        return consultas.filter(Q(respuesta__estado=estado) | Q(grupo__respuesta__estado=estado))
    return _sin_pasar(consultas)


def por_responder(cuentas: Iterable[CuentaPublica]) -> dict[int, int]:
    """How long the queue of each account is, of what nobody sent to review: one statement."""
    resultado = {cuenta.pk: 0 for cuenta in cuentas}
    consultas = _sin_pasar(_sin_repetir(Consulta.objects.filter(cuenta__in=list(resultado))))
    filas = consultas.order_by().values_list("cuenta").annotate(n=Count("pk", distinct=True))
    return resultado | dict(filas)


def _sin_repetir(consultas: QuerySet[Consulta]) -> QuerySet[Consulta]:
    primera = (
        Consulta.objects.filter(grupo=OuterRef("grupo")).order_by("folio_numero").values("pk")[:1]
    )
    return consultas.filter(Q(grupo=None) | Q(pk=primera))


def _sin_pasar(consultas: QuerySet[Consulta]) -> QuerySet[Consulta]:
    ya = ("en_revision", "aprobada")
    return (
        consultas.filter(estado=Consulta.Estado.RECIBIDA)
        .exclude(respuesta__estado__in=ya)
        .exclude(grupo__respuesta__estado__in=ya)
    )


def respuesta_de(consulta: Consulta) -> Respuesta | None:
    """Its own answer or its group's. Reads what `con_todo` loaded."""
    duenio = consulta.grupo or consulta
    return getattr(duenio, "respuesta", None)


def grupos_de(cuenta: CuentaPublica) -> QuerySet[Grupo]:
    return (
        Grupo.objects.filter(cuenta=cuenta)
        .select_related("respuesta")
        .annotate(
            menciones=Count("consultas", distinct=True),
            n_sumadas=Count("consultas__sumadas", distinct=True),
        )
        .order_by("orden")
    )


# ── What came of a meeting ──


def entregas_de(encuentro: Encuentro) -> list[EntregaEncuentro]:
    """Each time that its contributions were sent, the last one first, with how many they were."""
    filas = EntregaEncuentro.objects.filter(encuentro=encuentro).select_related("ingresada_por")
    return list(filas.annotate(n=Count("aportes")))


def aportes_de(encuentro: Encuentro) -> QuerySet[Aporte]:
    """Its contributions, with where each one is."""
    return (
        Aporte.objects.filter(entrega__encuentro=encuentro)
        .select_related("consulta", "entrega")
        .order_by("consulta__folio_numero")
    )


def adjunto_de(consulta: Consulta) -> AdjuntoConsulta | None:
    """What is known of the file that its author sent, without opening it."""
    suyos = AdjuntoConsulta.objects.filter(consulta=consulta, clase=AdjuntoConsulta.Clase.ADJUNTO)
    return suyos.defer("contenido").first()
