"""The mails of a request: to who asked, and to who must answer. Together they are its evidence."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from correos import services as correos
from correos.emails import absoluta, renderizar
from correos.models import TIPO_DERECHOS, Mensaje
from privacidad.models import SolicitudDerechos
from servicios.models import Membresia, Servicio, Usuario
from servicios.permissions import Rol

#: What the staff are told, as any other reminder.
TIPO_AVISO = "recordatorio"
#: Who is told when a request is about to fall due, or did.
RESPONDEN = (Rol.ENCARGADO_DATOS, Rol.ENCARGADO, Rol.AUTORIDAD)


def codigo(solicitud: SolicitudDerechos, cifras: str, clave: str) -> None:
    """Acknowledge with the folio, and give the code that proves the address.

    Nothing that was typed travels, not even a name: anybody may have written it to anybody.
    """
    n = _de(solicitud).filter(clave__contains=":codigo:").count() + 1
    contexto = {"codigo": cifras, "pagina": _pagina(clave)}
    _a_la_persona(solicitud, "privacidad/codigo", f"codigo:{n}", nombre="", **contexto)


def recibida(solicitud: SolicitudDerechos, clave: str) -> None:
    """Say until when it is answered."""
    _a_la_persona(solicitud, "privacidad/recibida", "recibida", pagina=_pagina(clave))


def prorrogada(solicitud: SolicitudDerechos) -> None:
    """Say the new date, and why."""
    _a_la_persona(solicitud, "privacidad/prorrogada", "prorrogada")


def resuelta(solicitud: SolicitudDerechos, reclamo_hasta: date) -> None:
    """Say what was decided, why, and until when the person may go to the Agencia."""
    _a_la_persona(solicitud, "privacidad/resuelta", "resuelta", reclamo_hasta=reclamo_hasta)


def retirada(solicitud: SolicitudDerechos) -> None:
    """Say that it was taken back, to whoever did not do it."""
    servicio = solicitud.servicio
    pedir = absoluta(reverse("privacidad:solicitar", args=[servicio.slug]))
    _a_la_persona(solicitud, "privacidad/retirada", "retirada", pedir=pedir)


def _pagina(clave: str) -> str:
    return absoluta(reverse("privacidad:solicitud", args=[clave])) if clave else ""


def _de(solicitud: SolicitudDerechos) -> Any:
    return Mensaje.objects.filter(
        servicio=solicitud.servicio_id,
        campania=solicitud.campania,
        clave__startswith=solicitud.prefijo,
    )


def _a_la_persona(
    solicitud: SolicitudDerechos,
    plantilla: str,
    clave: str,
    nombre: str | None = None,
    **contexto: Any,
) -> Mensaje | None:
    if not solicitud.correo:
        return None
    servicio = solicitud.servicio
    cuerpo = renderizar(plantilla, {"servicio": servicio, "solicitud": solicitud, **contexto})
    return correos.enqueue(
        servicio=servicio,
        tipo=TIPO_DERECHOS,
        clave=f"{solicitud.prefijo}{clave}",
        campania=solicitud.campania,
        para=solicitud.correo,
        nombre=solicitud.nombre if nombre is None else nombre,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        prioridad=Mensaje.Prioridad.ALTA,
    )


def encargados(servicio: Servicio) -> list[Usuario]:
    """The data officers; without any, whoever else answers for the service."""
    return _con_rol(servicio, (Rol.ENCARGADO_DATOS,)) or quienes_responden(servicio)


def quienes_responden(servicio: Servicio) -> list[Usuario]:
    """The data officers, who runs the account, and the authority."""
    return _con_rol(servicio, RESPONDEN)


def _con_rol(servicio: Servicio, roles: Iterable[str]) -> list[Usuario]:
    vigentes = Membresia.objects.vigentes().filter(
        servicio=servicio, rol__in=list(roles), usuario__is_active=True
    )
    return list(Usuario.objects.filter(pk__in=vigentes.values("usuario")).order_by("pk"))


def clave_de_aviso(solicitud: SolicitudDerechos, aviso: str) -> str:
    """What makes one notice of one date one notice, whoever receives it."""
    vence = f"{solicitud.vence_el:%Y%m%d}" if solicitud.vence_el else ""
    return f"{solicitud.prefijo}{aviso}:{vence}"


def avisos_dados(servicio: Servicio, solicitudes: Iterable[SolicitudDerechos]) -> set[str]:
    """The notices that the staff were given in the years of those requests, in one statement."""
    campanias = {solicitud.campania for solicitud in solicitudes}
    filas = Mensaje.objects.filter(servicio=servicio, tipo=TIPO_AVISO, campania__in=campanias)
    return {clave.rpartition(":")[0] for clave in filas.values_list("clave", flat=True)}


def al_equipo(solicitud: SolicitudDerechos, aviso: str, personas: list[Usuario]) -> None:
    """Tell the staff that a request came, is about to fall due, or did: its folio and its date.

    Nothing about the person travels. If nobody has a role, it goes to the service's address.
    """
    servicio = solicitud.servicio
    destinos = [(p.email, p.nombre) for p in personas] or [(servicio.correo, servicio.nombre)]
    cuerpo = renderizar(
        "privacidad/aviso",
        {
            "servicio": servicio,
            "solicitud": solicitud,
            "aviso": str(aviso),
            "caso": absoluta(
                reverse("privacidad_gestion:caso", args=[servicio.slug, solicitud.pk])
            ),
        },
    )
    for n, (para, nombre) in enumerate(destinos):
        correos.enqueue(
            servicio=servicio,
            tipo=TIPO_AVISO,
            clave=f"{clave_de_aviso(solicitud, aviso)}:{personas[n].pk if personas else 0}",
            campania=solicitud.campania,
            para=para,
            nombre=nombre,
            asunto=cuerpo.asunto,
            texto=cuerpo.texto,
            html=cuerpo.html,
            prioridad=Mensaje.Prioridad.NORMAL,
        )
