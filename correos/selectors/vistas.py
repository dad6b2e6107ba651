"""How many mails are in each view of the console."""

from dataclasses import dataclass

from correos.models import Mensaje

Estado = Mensaje.Estado
#: The views of the console: key in the address, name, and the states that each one gathers.
VISTAS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("", "Todos", tuple(Estado.values)),
    ("ayuda", "Piden su ayuda", Mensaje.PIDEN_DECISION),
    ("camino", "En camino", (Estado.PENDIENTE, Estado.TOMADO, Estado.REINTENTO)),
    ("enviados", "Enviados", Mensaje.LLEGARON),
    ("anulados", "Anulados", (Estado.ANULADO,)),
)


def estados_de(vista: str) -> tuple[str, ...]:
    """The states that a view gathers."""
    return next(estados for clave, _, estados in VISTAS if clave == vista)


@dataclass(frozen=True)
class Cuentas:
    """How many mails each view holds; they add up to `todos`."""

    todos: int
    ayuda: int
    camino: int
    enviados: int
    anulados: int

    @classmethod
    def de(cls, por_estado: dict[str, int]) -> "Cuentas":
        return cls(*(sum(por_estado[e] for e in estados) for _, _, estados in VISTAS))


def resumen(campania: str) -> Cuentas:
    """What became of a campaign's mails, within the scope."""
    return Cuentas.de(Mensaje.objects.de_campania(campania).por_estado())
