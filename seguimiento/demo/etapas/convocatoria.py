"""Calling people: activities, dates of the answers, virtual window, invitations, messages."""

from collections.abc import Callable, Iterable
from datetime import time
from functools import partial
from typing import Any

from comun.tarjetas import tarjeta
from comun.texto import plegar
from convocatorias import services as convocatorias
from convocatorias.models import Actividad, Convocatoria, Invitacion, Participante, Tema
from convocatorias.selectors import ancla, candidatos
from cuentas import services as cuentas
from respuestas import services as respuestas
from respuestas.selectors import parecidas
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
#: Which of them sends somebody else, and who asks for an interpreter.
ENVIA_A_OTRA, PIDE_APOYOS = 3, 7
Asistencia = Participante.Asistencia


def programar(obra: Obra) -> None:
    """Announce the day, and in the replay the two other meetings."""
    obra.agenda.ir(-40)
    convocatorias.programar_actividad(actividad=obra.central, por=obra.quien("equipo"))
    _ofrecer_temas(obra)
    if obra.con_encuentros:
        _anunciar(obra, Actividad.Tipo.AUTOCONVOCADA, DIA_ENCUENTRO, (18, 20), renca.AUTOCONVOCADA)
        _anunciar(
            obra, Actividad.Tipo.COMPLEMENTARIA, DIA_COMPLEMENTARIA, (19, 21), renca.COMPLEMENTARIA
        )


def _ofrecer_temas(obra: Obra) -> None:
    """What the workshops will be about: those who answer put them in order."""
    for mesa in renca.MESAS:
        tema, _ = Tema.objects.get_or_create(
            servicio=obra.servicio, nombre_plegado=plegar(mesa.tema), defaults={"nombre": mesa.tema}
        )
        obra.central.temas.add(tema)


def _prefiere(obra: Obra, puesto: int) -> list[Tema]:
    """Two topics of each three people, in an order of theirs."""
    temas = list(obra.central.temas.order_by("pk"))
    return [temas[(puesto + n) % len(temas)] for n in range(puesto % 3)]


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
    _transmitir(obra, en_vivo=renca.EN_VIVO)
    agenda.ir(-30)
    convocatorias.publicar_proceso(proceso=proceso, por=obra.quien("comunicaciones"))


def _transmitir(obra: Obra, **enlaces: convocatorias.EnlaceDeVideo) -> None:
    convocatorias.guardar_transmisiones(
        actividad=obra.central, enlaces=enlaces, por=obra.quien("comunicaciones")
    )


def publicar_grabacion(obra: Obra) -> None:
    """What was seen on the day, for who was not there: with sign language and captions."""
    _transmitir(obra, en_vivo=renca.EN_VIVO, grabacion=renca.GRABACION)


def convocar(obra: Obra) -> None:
    """One invitation to each contact of the directory, 25 days before."""
    obra.agenda.ir(-25)
    convocatoria = convocatorias.preparar_convocatoria(
        actividad=obra.central, mensaje=renca.INVITACION, por=obra.quien("encargada")
    )
    convocatorias.sumar_destinatarios(
        convocatoria=convocatoria, contactos=candidatos(obra.central), por=obra.quien("encargada")
    )
    convocatorias.enviar_convocatoria(convocatoria=convocatoria, por=obra.quien("encargada"))
    obra.central.refresh_from_db()
    _contestar(obra, convocatoria)
    _inscribir(obra)


def _contestar(obra: Obra, convocatoria: Convocatoria) -> None:
    """Most say whether they will come, from the day after on; some send somebody else."""
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
        convocatorias.responder(
            participante=invitacion.participante, dicho=_lo_que_dice(obra, puesto)
        )


def _lo_que_dice(obra: Obra, puesto: int) -> convocatorias.Contestacion:
    """Some bring somebody, one of each twenty sends another person, and a few cannot come."""
    if puesto >= ASISTIRAN * obra.escala:
        return convocatorias.Contestacion(Asistencia.NO_ASISTE)
    temas = _prefiere(obra, puesto)
    if puesto % 20 == ENVIA_A_OTRA:
        otra = next(obra.vecinas)
        delegado = convocatorias.Delegado(otra.nombres, otra.apellidos, telefono=otra.telefono)
        return convocatorias.Contestacion(Asistencia.DELEGA, temas=temas, delegado=delegado)
    apoyos = None
    if puesto == PIDE_APOYOS:
        apoyos = convocatorias.Apoyos(("lsch",), permiso=True)
    return convocatorias.Contestacion(
        Asistencia.ASISTE, acompanantes=int(puesto % 12 == 5), temas=temas, apoyos=apoyos
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
            temas=_prefiere(obra, puesto),
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
    enviado: dict[str, Any] = {
        "cuenta": obra.cuenta,
        "tipo": escrito.tipo,
        "mensaje": escrito.mensaje,
        "datos": datos_de(autora, escrito.medio),
        "capitulo": escrito.capitulo,
        "publica_nombre": escrito.publica_nombre,
        "adjunto": tarjeta("", renca.FOTO, "") if escrito.con_foto else b"",
        "nonce": obra.nonce("mensaje", vuelta, puesto),
    }
    if escrito.suma and (sello := _ya_respondida(obra, escrito)):
        respuestas.sumarse(sello=sello, **enviado)
    else:
        respuestas.registrar_consulta(**enviado)


def _ya_respondida(obra: Obra, escrito: Escrito) -> str:
    """What the form shows to whoever asks it again; "" where nothing is published yet."""
    sellos = (una.sello for una in parecidas(obra.cuenta, escrito.mensaje))
    return next(filter(None, sellos), "")


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
