"""The mails of the board: one reminder per person, task and notice."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from correos.emails import Cuerpo, absoluta, renderizar
from cuentas.models import CuentaPublica
from seguimiento.etapas import Linea
from seguimiento.models import CambioPlazo
from servicios.models import Servicio


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


def cambio_de_plazos(
    servicio: Servicio, persona: Any, cuentas: Sequence[tuple[CuentaPublica, Sequence[CambioPlazo]]]
) -> Cuerpo:
    """Which dates of a service's accounts became others, why, and where each is explained."""
    contexto = {
        "servicio": servicio,
        "cuenta": cuentas[0][0] if len(cuentas) == 1 else None,
        "nombre": persona.get_short_name(),
        "cuantas": sum(len(cambios) for _, cambios in cuentas),
        "cuentas": [
            {
                "cuenta": cuenta,
                "cambios": cambios,
                "enlace": absoluta(
                    reverse("seguimiento_gestion:plazos", args=[servicio.slug, cuenta.anio_gestion])
                ),
            }
            for cuenta, cambios in cuentas
        ],
    }
    return renderizar("seguimiento/cambio_de_plazos", contexto)
