"""The private page of who organises a meeting, by mail."""

from typing import Any

from convocatorias import selectors
from convocatorias.models import Encuentro
from correos.emails import absoluta, renderizar
from correos.models import Mensaje
from correos.services import enqueue


def pagina_de_encuentro(clave: str) -> str:
    """Absolute address of the page where its contributions are sent: fixed, whoever draws it."""
    return absoluta(f"encuentro/{clave}/")


def aportes_de_encuentro(encuentro: Encuentro, por: Any) -> Mensaje | None:
    """The address, to whoever organises it and gave theirs."""
    if not encuentro.correo or encuentro.clave_desde is None:
        return None
    actividad = encuentro.actividad
    cuerpo = renderizar(
        "convocatorias/encuentro",
        {
            "servicio": actividad.servicio,
            "cuenta": actividad.cuenta,
            "actividad": actividad,
            "persona": encuentro,
            "cierra": selectors.cierre_de_aportes(encuentro),
            "enlace": pagina_de_encuentro(encuentro.clave),
        },
    )
    return enqueue(
        servicio=actividad.servicio,
        tipo="encuentro",
        clave=f"encuentro:{encuentro.pk}:{encuentro.clave_desde:%Y%m%d%H%M%S%f}",
        para=encuentro.correo,
        nombre=encuentro.nombre_completo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        prioridad=Mensaje.Prioridad.ALTA,
        por=por,
    )
