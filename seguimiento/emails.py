"""The mails of the board: what is due, and dates that changed; and those of who follows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from correos.emails import Cuerpo, absoluta, renderizar
from cuentas.models import CuentaPublica
from seguimiento.models import CambioPlazo, Pendiente, Suscripcion
from seguimiento.selectors.novedades import Hecho
from servicios.models import Servicio

#: The mail that asks whether one wants them, and what is new.
TIPO_SEGUIR, TIPO_NOVEDADES = "seguir", "novedades"


def recordatorio(
    servicio: Servicio,
    persona: Any,
    lineas: Sequence[tuple[Pendiente, date | None]],
    hoy: date,
    hasta: date,
) -> Cuerpo:
    """What is due, by when, why, and where each thing is done; the overdue first.

    Each line comes with the day on which its notice was due, if it goes out late. `hasta` is the
    eve of the next working day: what falls until then is for today.
    """
    filas = [_fila(pendiente, debio, hoy, hasta) for pendiente, debio in lineas]
    vencidas = [fila for fila in filas if fila["dias"] < 0]
    contexto = {
        "servicio": servicio,
        "nombre": persona.get_short_name(),
        "filas": filas,
        "cuantas": len(filas),
        "vencidas": len(vencidas),
        "por_vencer": len(filas) - len(vencidas),
        "unica": filas[0] if len(filas) == 1 else None,
        "tablero": absoluta(reverse("seguimiento_gestion:inicio")),
    }
    return renderizar("seguimiento/recordatorio", contexto)


def _fila(pendiente: Pendiente, debio: date | None, hoy: date, hasta: date) -> dict[str, Any]:
    dias = pendiente.dias(hoy)
    argumentos = [a for a in pendiente.argumentos if a != ""]
    return {
        "que": pendiente.que,
        "porque": pendiente.porque,
        "regla": pendiente.regla,
        "fecha": pendiente.fecha,
        "cuenta": pendiente.cuenta,
        "boton": pendiente.boton,
        "enlace": absoluta(reverse(pendiente.donde, args=argumentos)),
        "dias": dias,
        "atraso": -dias,
        "ultimo_habil": pendiente.fecha is not None and hoy < pendiente.fecha <= hasta,
        "debio": debio,
    }


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


def pagina_de_avisos(clave: str) -> str:
    """The path of the private page of who follows."""
    return reverse("seguimiento:avisos", args=[clave])


def confirmar_avisos(suscripcion: Suscripcion, clave: str) -> Cuerpo:
    """Asks whoever reads the address whether they want them; or says that they have them."""
    contexto = {
        "servicio": suscripcion.servicio,
        "cuenta": suscripcion.cuenta,
        "suscripcion": suscripcion,
        "enlace": absoluta(pagina_de_avisos(clave)),
    }
    return renderizar("seguimiento/seguir", contexto)


def novedades(
    servicio: Servicio, suscripciones: Sequence[Suscripcion], hechos: Sequence[Hecho], clave: str
) -> Cuerpo:
    """Everything new for one address since its last mail, and how not to get any more."""
    contexto = {
        "servicio": servicio,
        "cuenta": hechos[0].cuenta if len({h.cuenta.pk for h in hechos}) == 1 else None,
        "hechos": [(hecho, absoluta(hecho.enlace)) for hecho in hechos],
        "unico": hechos[0] if len(hechos) == 1 else None,
        "cuantos": len(hechos),
        "sigue": [suscripcion.que for suscripcion in suscripciones],
        "pagina": absoluta(
            reverse("seguimiento:cuenta", args=[servicio.slug, hechos[0].cuenta.anio_gestion])
        ),
        "despedida": absoluta(pagina_de_avisos(clave)),
    }
    return renderizar("seguimiento/novedades", contexto)
