"""Calling people: activities, dates of the answers, virtual window, invitations, messages."""

from collections.abc import Callable, Iterable
from datetime import time
from functools import partial
from typing import Any

from convocatorias import services as convocatorias
from convocatorias.models import Actividad, Convocatoria, Invitacion
from convocatorias.selectors import ancla, destinatarios
from cuentas import services as cuentas
from respuestas import services as respuestas
from seguimiento.demo import renca
from seguimiento.demo.mensajes import Escrito
from seguimiento.demo.obra import Obra
from seguimiento.demo.personas import Vecina

#: The day, from that of the activity, on which something is done, and what.
Hecho = tuple[int, Callable[[], object]]
DIA_ENCUENTRO, DIA_COMPLEMENTARIA = 6, 9
VENTANA = (-21, 14)
COMO = (
    "Cuéntenos qué piensa del informe o pregunte lo que quiera saber. Basta su nombre y un medio "
    "para responderle: le llegará la respuesta por ahí."
)
#: Of each 60 invited: who says that they will come, and who says that they will not.
ASISTIRAN, NO_PUEDEN = 50, 6


def programar(obra: Obra) -> None:
    """Announce the day, and in the replay the two other meetings."""
    obra.agenda.ir(-40)
    convocatorias.programar_actividad(actividad=obra.central, por=obra.quien("equipo"))
    if obra.con_encuentros:
        _anunciar(obra, Actividad.Tipo.AUTOCONVOCADA, DIA_ENCUENTRO, (18, 20), renca.AUTOCONVOCADA)
        _anunciar(
            obra, Actividad.Tipo.COMPLEMENTARIA, DIA_COMPLEMENTARIA, (19, 21), renca.COMPLEMENTARIA
        )


def _anunciar(
    obra: Obra, tipo: str, dias: int, horas: tuple[int, int], datos: dict[str, Any]
) -> None:
    actividad = convocatorias.guardar_actividad(
        cuenta=obra.cuenta,
        por=obra.quien("equipo"),
        tipo=tipo,
        fecha=obra.agenda.fecha(dias),
        hora_inicio=time(horas[0]),
        hora_termino=time(horas[1]),
        comuna=obra.servicio.comuna,
        aforo=40,
        **datos,
    )
    convocatorias.programar_actividad(actividad=actividad, por=obra.quien("equipo"))


def anunciar_ventana(obra: Obra) -> None:
    """Commit the dates of the answers, and publish the window with them before it opens."""
    agenda = obra.agenda
    agenda.ir(-38)
    cuentas.fijar_plazos(
        cuenta=obra.cuenta,
        respuesta_virtual=agenda.fecha(30),
        respuesta_presencial=agenda.fecha(38),
        por=obra.quien("encargada"),
        ancla=ancla(obra.cuenta),
    )
    proceso = convocatorias.guardar_proceso(
        cuenta=obra.cuenta,
        inicio=agenda.fecha(VENTANA[0]),
        termino=agenda.fecha(VENTANA[1]),
        instrucciones=COMO,
        por=obra.quien("comunicaciones"),
    )
    agenda.ir(-30)
    convocatorias.publicar_proceso(proceso=proceso, por=obra.quien("comunicaciones"))


def convocar(obra: Obra) -> None:
    """One invitation to each contact of the directory, 25 days before."""
    obra.agenda.ir(-25)
    convocatoria = convocatorias.preparar_convocatoria(
        actividad=obra.central, mensaje=renca.INVITACION, por=obra.quien("encargada")
    )
    convocatorias.enviar_convocatoria(
        convocatoria=convocatoria,
        contactos=list(destinatarios(obra.central)),
        por=obra.quien("encargada"),
    )
    obra.central.refresh_from_db()
    _contestar(obra, convocatoria)
    _inscribir(obra)


def _contestar(obra: Obra, convocatoria: Convocatoria) -> None:
    """Most say whether they will come, from the day after on; one sends somebody else."""
    invitaciones = (
        Invitacion.objects.filter(convocatoria=convocatoria)
        .select_related("participante__actividad__comuna__region")
        .order_by("pk")
    )
    contestan = (ASISTIRAN + NO_PUEDEN) * obra.escala
    for puesto, invitacion in enumerate(invitaciones[:contestan]):
        dias = -24 + puesto % 20
        if not obra.agenda.ya_paso(dias):
            continue
        obra.agenda.ir(dias, 11, puesto % 300)
        otra = next(obra.vecinas) if puesto == 3 else None
        convocatorias.responder_invitacion(
            invitacion=invitacion,
            asistira=puesto < ASISTIRAN * obra.escala,
            nombres=otra.nombres if otra else "",
            apellidos=otra.apellidos if otra else "",
        )


def _inscribir(obra: Obra) -> None:
    for puesto in range(renca.INSCRITAS * obra.escala):
        dias = -22 + puesto % 18
        persona = next(obra.vecinas)
        if not obra.agenda.ya_paso(dias):
            continue
        obra.agenda.ir(dias, 16, puesto % 300)
        convocatorias.inscribirse(
            actividad=obra.central,
            nombres=persona.nombres,
            apellidos=persona.apellidos,
            correo=persona.correo,
            telefono=persona.telefono if puesto % 3 else "",
            nonce=obra.nonce("inscripcion", puesto),
        )


def recibir_mensajes(obra: Obra) -> None:
    """What comes by the public form before the activity."""
    en_orden(mensajes(obra, antes=True))


def en_orden(hechos: Iterable[Hecho]) -> None:
    """Do what happens on each day, in the order of the days, as the folios will tell."""
    for _, hacer in sorted(hechos, key=lambda hecho: hecho[0]):
        hacer()


def mensajes(obra: Obra, *, antes: bool) -> list[Hecho]:
    """What is sent by the public form, before the activity or after it, if the day is over."""
    return [
        (escrito.dia, partial(_enviar, obra, escrito, autora, vuelta, puesto))
        for vuelta in range(obra.escala)
        for puesto, (escrito, autora) in enumerate(
            zip(obra.escritos, autoras_de(obra, obra.escritos), strict=True)
        )
        if (escrito.dia < 0) is antes and obra.agenda.ya_paso(escrito.dia)
    ]


def _enviar(obra: Obra, escrito: Escrito, autora: Vecina, vuelta: int, puesto: int) -> None:
    obra.agenda.ir(escrito.dia, 12, 20 * puesto + vuelta % 20)
    respuestas.registrar_consulta(
        cuenta=obra.cuenta,
        tipo=escrito.tipo,
        mensaje=escrito.mensaje,
        datos=datos_de(autora, escrito.medio),
        publica_nombre=escrito.publica_nombre,
        nonce=obra.nonce("mensaje", vuelta, puesto),
    )


def autoras_de(obra: Obra, escritos: Iterable[Escrito]) -> list[Vecina]:
    """Who writes each message: a new person, or the one that the message says."""
    autoras: list[Vecina] = []
    for escrito in escritos:
        autoras.append(autoras[-escrito.repite] if escrito.repite else next(obra.vecinas))
    return autoras


def datos_de(persona: Vecina, medio: str) -> respuestas.Datos:
    """A person with the one means of contact that they choose."""
    contacto = {"correo": persona.correo, "telefono": persona.telefono, "carta": persona.direccion}
    campo = "direccion" if medio == "carta" else medio
    return respuestas.Datos(
        nombres=persona.nombres,
        apellidos=persona.apellidos,
        medio=medio,
        **{campo: contacto[medio]},
    )
