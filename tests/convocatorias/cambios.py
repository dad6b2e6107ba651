"""A called activity and its people, for what happens when it changes."""

from datetime import date, time
from typing import Any

import pytest

from convocatorias.models import Actividad, Convocatoria, Participante
from convocatorias.services import (
    Avisados,
    enviar_convocatoria,
    inscribirse,
    mover,
    preparar_convocatoria,
)
from correos.models import Mensaje
from servicios.models import Comuna

NUEVA = date(2027, 6, 2)


def convocar(escena, contactos, por, mensaje: str = "Le esperamos.") -> Convocatoria:
    escena.actividad.refresh_from_db()
    convocatoria = preparar_convocatoria(actividad=escena.actividad, mensaje=mensaje, por=por)
    enviada = enviar_convocatoria(convocatoria=convocatoria, contactos=contactos, por=por)
    escena.actividad = Actividad.objects.get(pk=escena.actividad.pk)
    escena.actividad.cuenta = escena.cuenta
    return enviada


def inscribir(escena, nombres: str = "Nora", **otros: Any) -> Participante:
    datos = {"apellidos": "Vera", "correo": f"{nombres.lower()}@correo.example", "nonce": nombres}
    return inscribirse(actividad=escena.actividad, nombres=nombres, **(datos | otros)).participante


def moverla(escena, por, **otros: Any) -> Avisados:
    """To another day, at the same hour and in the same place; or what is asked."""
    datos = {
        "fecha": NUEVA,
        "hora_inicio": time(9, 30),
        "hora_termino": time(13, 30),
        "lugar": "Gimnasio Liceo El Sauce",
        "direccion": "Calle 1 Norte 123",
        "comuna": Comuna.objects.get(codigo="07101"),
        "motivo": "El gimnasio será albergue.",
    }
    actividad = Actividad.objects.select_related("comuna").get(pk=escena.actividad.pk)
    actividad.cuenta = escena.cuenta
    avisados = mover(actividad=actividad, por=por, **(datos | otros))
    escena.actividad = actividad
    return avisados


def avisos_a(correo: str, tipo: str = "aviso") -> list[Mensaje]:
    return list(Mensaje.objects.filter(para=correo, tipo=tipo).order_by("pk"))


def calendarios(mensaje: Mensaje) -> dict[str, dict[str, str]]:
    """What each calendar file of a mail says, by its name."""
    return {
        adjunto.nombre: _campos(bytes(adjunto.archivo.contenido).decode()) | {
            "tipo": adjunto.archivo.tipo
        }
        for adjunto in mensaje.adjuntos.select_related("archivo")
        if adjunto.nombre.endswith(".ics")
    }  # fmt: skip


def _campos(texto: str) -> dict[str, str]:
    lineas = texto.replace("\r\n ", "").split("\r\n")
    pares = [linea.partition(":") for linea in lineas if ":" in linea]
    return {nombre.partition(";")[0]: valor for nombre, _, valor in pares}


@pytest.fixture
def convocada(escena, contactos, mundo) -> Convocatoria:
    """Three people called by mail, 18 days before."""
    return convocar(escena, contactos, mundo["encargada"])
