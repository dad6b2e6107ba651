"""Where a person goes to mend what a rule says that lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from comun.reglas import Regla, Resultado
from cuentas.models import CuentaPublica
from servicios.acceso import puede
from servicios.permissions import Permiso


@dataclass(frozen=True)
class Salida:
    """A page that mends it, the words of its link, and who may open it."""

    ruta: str
    texto: str
    permiso: Permiso
    consulta: str = ""
    de_la_cuenta: bool = True

    def url(self, cuenta: CuentaPublica) -> str:
        args: list[Any] = [cuenta.servicio.slug]
        if self.de_la_cuenta:
            args.append(cuenta.anio_gestion)
        return reverse(self.ruta, args=args) + self.consulta


_LISTA = "respuestas_gestion:consultas"
_DIFUSION = Salida(
    "cuentas_gestion:difusion",
    "Anotar dónde se difundió",
    Permiso.ANOTAR_DIFUSION,
    "?objeto=respuestas",
)
_ENVIOS = Salida("respuestas_gestion:envios", "Ver los envíos", Permiso.PREPARAR_RESPUESTAS)
_DOCUMENTO = Salida("respuestas_gestion:documento", "Ir al documento", Permiso.VER_CONSULTAS)

SALIDAS = {
    "R92": Salida("talleres_gestion:talleres", "Ir a los talleres", Permiso.VER_TALLER),
    "R96": Salida(_LISTA, "Ir a recoger lo dicho", Permiso.VER_CONSULTAS),
    "R97": Salida(
        "servicios_gestion:equipo",
        "Dar ese rol",
        Permiso.GESTIONAR_EQUIPO,
        de_la_cuenta=False,
    ),
    "R101": Salida("respuestas_gestion:escritorio", "Revisarlas", Permiso.VER_CONSULTAS),
    "R106": _DIFUSION,
    "R110": _ENVIOS,
    "R111": _DIFUSION,
    "R112": _ENVIOS,
    "R113": Salida(
        _LISTA, "Ver los mensajes por decidir", Permiso.VER_CONSULTAS, "?estado=recibida"
    ),
    "R114": Salida(_LISTA, "Ver los mensajes", Permiso.VER_CONSULTAS),
    "R115": Salida(_LISTA, "Ver los mensajes", Permiso.VER_CONSULTAS),
    "T5": Salida(_LISTA, "Ver los mensajes", Permiso.VER_CONSULTAS),
}


def con_salida(
    pares: Iterable[tuple[Regla, Resultado]],
    cuenta: CuentaPublica,
    usuario: Any,
    otras: dict[str, Salida] | None = None,
) -> list[dict[str, Any]]:
    """Each rule with what it says and, where that person may open it, the page that mends it."""
    tabla = SALIDAS | (otras or {})
    filas = []
    for una, resultado in pares:
        salida = tabla.get(una.id)
        abre = salida and puede(usuario, salida.permiso, cuenta.servicio_id)
        filas.append(
            {
                "regla": una,
                "resultado": resultado,
                "url": salida.url(cuenta) if salida and abre else "",
                "enlace": salida.texto if salida else "",
            }
        )
    return filas


#: While the document is not published, that is what the end of the account waits for.
SIN_PUBLICAR = {"R111": _DOCUMENTO, "R112": _DOCUMENTO}
