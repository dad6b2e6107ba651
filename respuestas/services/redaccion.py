"""Answers: written by one person, reviewed and approved by another (R100)."""

from typing import Any

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.reglas import Asunto, exigir_asuntos
from comun.transitions import anotar, move, quienes
from respuestas import reglas
from respuestas.models import Consulta, Grupo, Respuesta
from respuestas.services.sistematizacion import agregar_a_grupo, sumadas_sueltas
from servicios.acceso import exigir
from servicios.permissions import Permiso


@transaction.atomic
def redactar_respuesta(
    *,
    por: Any,
    consulta: Consulta | None = None,
    grupo: Grupo | None = None,
    texto: str,
    decision: str = Respuesta.Decision.INFORMA,
    fundamento: str = "",
    unidad: str = "",
) -> Respuesta:
    """Write the draft of the answer to one contribution or to one group (R113, R115).

    Raises:
        ErrorDominio: the contribution is answered with its group or has its fate, or the answer
            is no longer a draft.
    """
    duenio = _duenio(consulta, grupo)
    respuesta = Respuesta.objects.filter(**duenio).first()
    if respuesta is None:
        respuesta = Respuesta(cuenta=(consulta or grupo).cuenta, **duenio)  # type: ignore[union-attr]
    elif respuesta.estado != Respuesta.Estado.BORRADOR:
        raise ErrorDominio(
            f"Esta respuesta ya está {respuesta.get_estado_display()}. Para cambiarla, pida que la "
            "devuelvan o reábrala."
        )
    respuesta.texto = texto.strip()
    respuesta.decision = decision
    respuesta.fundamento = fundamento.strip()
    respuesta.unidad = unidad.strip()
    respuesta.redactada_por = por
    respuesta.save()
    anotar(respuesta, "redactar_respuesta", por=por)
    return respuesta


@transaction.atomic
def enviar_a_revision(*, respuesta: Respuesta, por: Any) -> None:
    """Pass a draft to the person who reviews (R101, R113, R114, R115).

    Raises:
        ReglaIncumplida: it is blank, a proposal has no decision, or a decision no reason.
    """
    _exigir_reglas(respuesta)
    move(
        respuesta,
        Respuesta.Estado.EN_REVISION,
        accion="enviar_a_revision",
        por=por,
        observacion="",
    )


@transaction.atomic
def devolver(*, respuesta: Respuesta, observacion: str, por: Any) -> None:
    """Give a draft back with what must change.

    Raises:
        ErrorDominio: without an observation.
    """
    exigir(por, Permiso.APROBAR_RESPUESTA, respuesta.servicio_id)
    if respuesta.estado != Respuesta.Estado.EN_REVISION:
        raise ErrorDominio("Solo se devuelve una respuesta que está en revisión.")
    if not observacion.strip():
        raise ErrorDominio("Escriba qué hay que cambiar.")
    move(
        respuesta,
        Respuesta.Estado.BORRADOR,
        accion="devolver",
        por=por,
        observacion=observacion.strip(),
    )


@transaction.atomic
def aprobar_respuesta(*, respuesta: Respuesta, por: Any) -> None:
    """Approve an answer: every contribution it answers is answered (R100).

    Raises:
        ReglaIncumplida: who approves wrote it, or it is not complete.
        SinPermiso: the role does not approve.
    """
    exigir(por, Permiso.APROBAR_RESPUESTA, respuesta.servicio_id)
    consultas = _consultas(respuesta)
    if not consultas:
        raise ErrorDominio("El grupo de esta respuesta no tiene mensajes.")
    _exigir_reglas(respuesta, Asunto((reglas.R100,), _revision(respuesta, por)))
    move(
        respuesta,
        Respuesta.Estado.APROBADA,
        accion="aprobar_respuesta",
        por=por,
        aprobada_por=por,
        aprobada_en=reloj.ahora(),
    )
    for consulta in consultas:
        move(
            consulta,
            Consulta.Estado.RESPONDIDA,
            accion="responder",
            por=por,
            datos={"respuesta": respuesta.pk},
        )


@transaction.atomic
def reabrir_respuesta(*, respuesta: Respuesta, por: Any) -> None:
    """Make an approved answer a draft again; its contributions wait again.

    What is already published stays as it is until a new version of the document. The messages
    that joined one of its group meanwhile come into the group.
    """
    if respuesta.estado != Respuesta.Estado.APROBADA:
        raise ErrorDominio("Solo se reabre una respuesta aprobada.")
    move(
        respuesta,
        Respuesta.Estado.BORRADOR,
        accion="reabrir_respuesta",
        por=por,
        aprobada_por=None,
        aprobada_en=None,
    )
    reabiertas = _consultas(respuesta)
    for consulta in reabiertas:
        move(consulta, Consulta.Estado.RECIBIDA, accion="reabrir_respuesta", por=por)
    if respuesta.grupo and (sumadas := sumadas_sueltas(reabiertas)):
        agregar_a_grupo(grupo=respuesta.grupo, consultas=sumadas, por=por)


@transaction.atomic
def descartar_borrador(*, respuesta: Respuesta, por: Any) -> None:
    """Throw away a draft, so that its contribution can be grouped.

    Raises:
        ErrorDominio: it is no longer a draft.
    """
    if respuesta.estado != Respuesta.Estado.BORRADOR:
        raise ErrorDominio("Solo se descarta un borrador.")
    anotar(respuesta, "descartar_borrador", por=por)
    respuesta.delete()


def _duenio(consulta: Consulta | None, grupo: Grupo | None) -> dict[str, Any]:
    if grupo is not None and consulta is None:
        return {"grupo": grupo}
    if consulta is None or grupo is not None:
        raise ValueError("An answer is for one contribution or for one group.")
    if consulta.grupo_id:
        raise ErrorDominio("Este mensaje está en un grupo: se responde con todo el grupo.")
    if consulta.estado not in (Consulta.Estado.RECIBIDA, Consulta.Estado.RESPONDIDA):
        raise ErrorDominio(
            f"Este mensaje ya tiene destino: {consulta.get_estado_display()}. Reábralo para "
            "responderlo por escrito."
        )
    return {"consulta": consulta}


def _consultas(respuesta: Respuesta) -> list[Consulta]:
    if respuesta.consulta_id:
        return [Consulta.objects.get(pk=respuesta.consulta_id)]
    return list(Consulta.objects.filter(grupo=respuesta.grupo_id).order_by("folio_numero"))


def _exigir_reglas(respuesta: Respuesta, *otros: Asunto) -> None:
    """R113, R114 and R115 of one answer, and what else is asked of it."""
    consultas = _consultas(respuesta)
    numeros = tuple(c.folio_numero for c in consultas)
    propuestas = [c.folio_numero for c in consultas if c.tipo == Consulta.Tipo.PROPUESTA]
    decide = respuesta.decision != Respuesta.Decision.INFORMA
    hechos = reglas.HechosDecisiones(
        redactando=True,
        recibidos=len(numeros),
        sin_respuesta=() if respuesta.texto.strip() else numeros,
        propuestas=len(propuestas),
        sin_decision=() if decide else tuple(propuestas),
        decididas=len(numeros) if decide else 0,
        sin_fundamento=numeros if decide and not respuesta.fundamento.strip() else (),
    )
    hoy = reloj.hoy(respuesta.cuenta.servicio.zona)
    exigir_asuntos([Asunto(reglas.PARA_REVISION, hechos), *otros], hoy)


def _revision(respuesta: Respuesta, por: Any) -> reglas.HechosRevision:
    escribieron = quienes("redactar_respuesta", Respuesta, [respuesta.pk])
    return reglas.HechosRevision(
        escrita_por=frozenset({respuesta.redactada_por_id, *escribieron}), revisa=por.pk
    )
