"""How many mails are in each view of the console, and whether anything is stuck."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models.functions import Now

from correos.models import Mensaje
from servicios.alcance import todos_los_servicios

MINUTOS_DE_ESPERA = 10
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


def atascados() -> int:
    """Mails of every service that should have left over ten minutes ago: nobody is sending."""
    with todos_los_servicios():
        return (
            Mensaje.objects.por_enviar()
            .filter(no_antes_de__lt=Now() - timedelta(minutes=MINUTOS_DE_ESPERA))
            .count()
        )


def resumen(campania: str) -> Cuentas:
    """What became of a campaign's mails, within the scope."""
    return Cuentas.de(Mensaje.objects.de_campania(campania).por_estado())
