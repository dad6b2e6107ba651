"""The mails of this app: the acknowledgement, the private link, and the personal reply."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from comun import baldes
from comun.cuotas import ACUSES_DE_UN_SERVICIO
from correos import services as correos
from correos.emails import Cuerpo, absoluta, renderizar
from correos.models import Mensaje
from respuestas import selectors
from respuestas.catalogos import lugar_de
from respuestas.models import Consulta, Consultante, EntregaEncuentro, PublicacionRespuestas
from respuestas.reglas import HechosEnvio
from servicios.models import Servicio

#: Where the folio goes in what is written before it is known; nobody can write it in a message.
_FOLIO = secrets.token_hex(16)


def cuerpo_del_acuse(consulta: Consulta, clave: str) -> Cuerpo:
    """The acknowledgement but for its folio, which `acuse` puts in.

    The counter of folios is held until the commit: whoever writes it before makes nobody wait.
    """
    cuenta = consulta.cuenta
    return renderizar(
        "respuestas/acuse",
        {
            "servicio": cuenta.servicio,
            "cuenta": cuenta,
            "consulta": consulta,
            "folio": _FOLIO,
            "persona": consulta.consultante,
            "responder_hasta": selectors.responder_hasta(cuenta, consulta.canal),
            "seguimiento": absoluta(reverse("respuestas:mi_consulta", args=[clave])),
            "demo": settings.CPP_DEMO,
        },
    )


def acuse(consulta: Consulta, clave: str, cuerpo: Cuerpo | None = None) -> Mensaje | None:
    """Tell who wrote by internet their folio, the date of the answer and their private page.

    Past the quota of the service it waits its turn: what is limited is mail, never what people say.
    """
    persona, cuenta = consulta.consultante, consulta.cuenta
    if persona is None or not persona.correo:
        return None
    cuerpo = cuerpo or cuerpo_del_acuse(consulta, clave)
    return correos.enqueue(
        servicio=cuenta.servicio,
        tipo="acuse",
        clave=f"acuse:{consulta.pk}",
        campania=f"acuse:{cuenta.pk}",
        para=persona.correo,
        nombre=persona.nombre_completo,
        asunto=cuerpo.asunto.replace(_FOLIO, consulta.folio),
        texto=cuerpo.texto.replace(_FOLIO, consulta.folio),
        html=cuerpo.html.replace(_FOLIO, consulta.folio),
        prioridad=Mensaje.Prioridad.ALTA,
        espera=baldes.reservar(f"acuses:{cuenta.servicio_id}", ACUSES_DE_UN_SERVICIO),
        nueva=True,
    )


def acuses(persona: Consultante, consultas: list[tuple[Consulta, str]]) -> Mensaje:
    """One mail for all that one address sent in a day: the folio and the private page of each.

    It goes to an address that nobody verified: it repeats no word of what was written.
    `consultas`: each one, of the same service and address, with the key of its page.
    """
    primera = consultas[0][0]
    cuenta = primera.cuenta
    partes = [
        {
            "consulta": consulta,
            "responder_hasta": selectors.responder_hasta(consulta.cuenta, consulta.canal),
            "seguimiento": absoluta(reverse("respuestas:mi_consulta", args=[clave])),
        }
        for consulta, clave in consultas
    ]
    cuerpo = renderizar(
        "respuestas/acuses",
        {"servicio": cuenta.servicio, "partes": partes, "demo": settings.CPP_DEMO},
    )
    return correos.enqueue(
        servicio=cuenta.servicio,
        tipo="acuse",
        # Its key too: one whose link was closed is told the new one.
        clave=f"acuses:{primera.pk}:{(primera.clave_hash or '')[:8]}",
        campania=f"acuse:{cuenta.pk}",
        para=persona.correo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        prioridad=Mensaje.Prioridad.ALTA,
    )


def acuse_de_entrega(entrega: EntregaEncuentro, consultas: list[Consulta]) -> Mensaje | None:
    """Tell who organises a meeting the folios of what they sent, and when each is answered."""
    encuentro, cuenta = entrega.encuentro, entrega.encuentro.actividad.cuenta
    if not encuentro.correo or not consultas:
        return None
    cuerpo = renderizar(
        "respuestas/entrega",
        {
            "servicio": cuenta.servicio,
            "cuenta": cuenta,
            "actividad": encuentro.actividad,
            "persona": encuentro,
            "consultas": consultas,
            "responder_hasta": selectors.responder_hasta(cuenta, consultas[0].canal),
            "enlace": absoluta(reverse("respuestas:encuentro", args=[encuentro.clave]))
            if encuentro.clave
            else "",
        },
    )
    return correos.enqueue(
        servicio=cuenta.servicio,
        tipo="encuentro",
        clave=f"entrega:{entrega.pk}",
        para=encuentro.correo,
        nombre=encuentro.nombre_completo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        prioridad=Mensaje.Prioridad.ALTA,
    )


@dataclass(frozen=True)
class Enlace:
    """The private page of one contribution, and what tells it apart from the others."""

    servicio: str
    anio: int
    folio: str
    fecha: datetime
    clave: str

    @property
    def url(self) -> str:
        return absoluta(reverse("respuestas:mi_consulta", args=[self.clave]))


def enlaces(correo: str, suyos: Sequence[Enlace], clave: str) -> Mensaje:
    """Send to an address the private links of what was written with it, in any service.

    It leaves from the portal: it was asked there.
    """
    cuerpo = renderizar("respuestas/enlaces", {"enlaces": suyos})
    return _del_enlace(None, clave, correo, cuerpo)


def contacto_nuevo(consulta: Consulta, clave: str, vez: int) -> Mensaje:
    """Give the private link to the address where its author wants the answer from now on."""
    persona: Any = consulta.consultante
    cuenta = consulta.cuenta
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "consulta": consulta,
        "persona": persona,
        "publicada": PublicacionRespuestas.objects.filter(informe__cuenta=cuenta).exists(),
        "responder_hasta": selectors.responder_hasta(cuenta, consulta.canal),
        "seguimiento": absoluta(reverse("respuestas:mi_consulta", args=[clave])),
    }
    cuerpo = renderizar("respuestas/contacto_nuevo", contexto)
    llave = f"contacto:{consulta.pk}:{vez}"
    return _del_enlace(cuenta.servicio, llave, persona.correo, cuerpo)


def contacto_anterior(consulta: Consulta, correo: str, vez: int) -> Mensaje:
    """Tell the former address that it no longer counts: no name, no link, not the new address."""
    cuenta = consulta.cuenta
    contexto = {"servicio": cuenta.servicio, "cuenta": cuenta, "consulta": consulta}
    cuerpo = renderizar("respuestas/contacto_anterior", contexto)
    llave = f"contacto-anterior:{consulta.pk}:{vez}"
    return _del_enlace(cuenta.servicio, llave, correo, cuerpo)


def _del_enlace(servicio: Servicio | None, clave: str, para: str, cuerpo: Cuerpo) -> Mensaje:
    return correos.enqueue(
        servicio=servicio,
        tipo="enlace",
        clave=clave,
        para=para,
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

    `partes`: for each contribution, `consulta`, the published `bloque` that answers it and, if it
    joined a question of an earlier year, the address of that answer (`anterior`).
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
            "enlace": direccion + lugar_de(partes[0]["consulta"].folio_numero),
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


def enlace_anterior(publicacion: PublicacionRespuestas, consulta: Consulta) -> str:
    """Where the answer is to the question of an earlier year that it joined; "" without one."""
    cuenta, original = publicacion.informe.cuenta, consulta.suma_a
    if original is None or original.cuenta_id == cuenta.pk:
        return ""
    args = [cuenta.servicio.slug, original.folio_anio]
    pagina = reverse("respuestas:respuestas", args=args)
    return absoluta(f"{pagina}{lugar_de(original.folio_numero)}")


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
