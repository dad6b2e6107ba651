"""The mails of the board: one reminder per person, task and notice."""

from datetime import date
from typing import Any

from django.urls import reverse

from correos.emails import Cuerpo, absoluta, renderizar
from cuentas.models import CuentaPublica
from seguimiento.etapas import Linea


def recordatorio(cuenta: CuentaPublica, tarea: Linea, persona: Any, hoy: date) -> Cuerpo:
    """What is due, when, why, and where it is done."""
    argumentos = [a for a in tarea.argumentos if a != ""]
    contexto = {
        "cuenta": cuenta,
        "servicio": cuenta.servicio,
        "nombre": persona.get_short_name(),
        "tarea": tarea,
        "dias": tarea.dias(hoy),
        "atraso": -tarea.dias(hoy),
        "enlace": absoluta(reverse(tarea.donde, args=argumentos)),
    }
    return renderizar("seguimiento/recordatorio", contexto)
