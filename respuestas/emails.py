"""The mails of this app: the acknowledgement, and the personal reply."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from correos import services as correos
from correos.emails import absoluta, renderizar
from correos.models import Mensaje
from respuestas import selectors
from respuestas.models import Consulta, Consultante, PublicacionRespuestas
from respuestas.reglas import HechosEnvio


def acuse(consulta: Consulta, clave: str) -> Mensaje | None:
    """Tell who wrote by internet their folio, the date of the answer and their private page."""
    persona, cuenta = consulta.consultante, consulta.cuenta
    if persona is None or not persona.correo:
        return None
    cuerpo = renderizar(
        "respuestas/acuse",
        {
            "servicio": cuenta.servicio,
            "cuenta": cuenta,
            "consulta": consulta,
            "persona": persona,
            "responder_hasta": selectors.responder_hasta(cuenta, consulta.canal),
            "seguimiento": absoluta(reverse("respuestas:mi_consulta", args=[clave])),
            "demo": settings.CPP_DEMO,
        },
    )
    return correos.enqueue(
        servicio=cuenta.servicio,
        tipo="acuse",
        clave=f"acuse:{consulta.pk}",
        campania=f"acuse:{cuenta.pk}",
        para=persona.correo,
        nombre=persona.nombre_completo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        prioridad=Mensaje.Prioridad.ALTA,
    )


def respuesta_personal(
    publicacion: PublicacionRespuestas,
    persona: Consultante,
    partes: list[dict[str, Any]],
    firma: Any,
) -> correos.Correo:
    """The reply to one person: each thing they said, in their own words, and what we answer.

    `partes`: for each contribution, `consulta` and the published `bloque` that answers it.
    """
    cuenta = publicacion.informe.cuenta
    direccion = _direccion_del_documento(publicacion)
    cuerpo = renderizar(
        "respuestas/respuesta",
        {
            "servicio": cuenta.servicio,
            "cuenta": cuenta,
            "persona": persona,
            "partes": partes,
            "firma": firma,
            "version": publicacion.version,
            "documento": direccion,
            "enlace": f"{direccion}#n-{partes[0]['consulta'].folio_numero}",
            "demo": settings.CPP_DEMO,
        },
    )
    return correos.Correo(
        clave=f"respuesta:{publicacion.pk}:{persona.pk}",
        para=persona.correo,
        nombre=persona.nombre_completo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
    )


def lo_que_dice(
    publicacion: PublicacionRespuestas, correo: correos.Correo, partes: list[dict[str, Any]]
) -> HechosEnvio:
    """What R119 and R120 look at in one reply: its link, and the result of each thing said."""
    dicho = _seguido(correo.texto)
    return HechosEnvio(
        personas=1,
        sin_resultado=int(_direccion_del_documento(publicacion) not in dicho),
        aportes=len(partes),
        sin_retorno=tuple(
            parte["consulta"].folio_numero
            for parte in partes
            if not all(texto and texto in dicho for texto in _retorno(parte["bloque"]))
        ),
    )


def _retorno(bloque: dict[str, Any]) -> list[str]:
    """What is answered to one contribution: the words, the decision and its reason."""
    textos = [bloque["respuesta"], *(dato["valor"] for dato in bloque["decision"])]
    return [_seguido(texto) for texto in textos]


def _seguido(texto: str) -> str:
    return " ".join(texto.split())


def _direccion_del_documento(publicacion: PublicacionRespuestas) -> str:
    cuenta = publicacion.informe.cuenta
    args = [cuenta.servicio.slug, cuenta.anio_gestion]
    return absoluta(reverse("respuestas:respuestas", args=args))
