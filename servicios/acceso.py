"""The policy of each route, and the questions "may this person?" and "in which services?".

A view declares its policy with one decorator; `servicios.middleware` enforces it before the
view runs and opens the scope in which it runs. A route without a policy does not start.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from comun.errores import SinPermiso
from servicios.permissions import PERMISOS, ROLES_TRANSVERSALES, Permiso

Vista = TypeVar("Vista", bound=Callable[..., Any])


@dataclass(frozen=True)
class Politica:
    """`clase`: publica, clave, sesion, permiso or demo. `permiso` only with the fourth."""

    clase: str
    permiso: str = ""

    def __str__(self) -> str:
        return f"{self.clase}:{self.permiso}" if self.permiso else self.clase


def _declarar(politica: Politica) -> Callable[[Vista], Vista]:
    def decorar(vista: Vista) -> Vista:
        vista.politica = politica  # type: ignore[attr-defined]
        return vista

    return decorar


#: Anybody; with `servicio` in the path, its scope is open.
publica = _declarar(Politica("publica"))
#: Anybody who holds an unguessable key; the view opens the scope of what the key names.
con_clave = _declarar(Politica("clave"))
#: Any signed-in person.
con_sesion = _declarar(Politica("sesion"))
#: Only under CPP_DEMO.
solo_demo = _declarar(Politica("demo"))


def con_permiso(permiso: Permiso) -> Callable[[Vista], Vista]:
    """Signed-in people whose role gives `permiso` (in the service of the path, if it has one)."""
    return _declarar(Politica("permiso", permiso.value))


def _roles(usuario: Any) -> dict[int | None, set[str]]:
    """Roles by service id (None: across services), read once per request."""
    if not hasattr(usuario, "_roles_por_servicio"):
        roles: dict[int | None, set[str]] = defaultdict(set)
        if usuario.is_authenticated and usuario.is_active:
            filas = usuario.membresias.vigentes().values_list("servicio_id", "rol")
            for servicio_id, rol in filas:
                roles[servicio_id].add(rol)
        usuario._roles_por_servicio = roles
    return usuario._roles_por_servicio


def permisos_de(usuario: Any, servicio_id: int | None) -> set[str]:
    """Every permission of a person in one service, cross-service roles included."""
    roles = _roles(usuario)
    propios = roles.get(servicio_id, set()) | roles.get(None, set())
    return set().union(*(PERMISOS[rol] for rol in propios)) if propios else set()


def puede(usuario: Any, permiso: str, servicio_id: int | None) -> bool:
    """Whether the person's roles in that service give the permission."""
    return permiso in permisos_de(usuario, servicio_id)


def exigir(usuario: Any, permiso: str, servicio_id: int | None) -> None:
    """Raise `SinPermiso` unless the person may. For use cases with a rule of who may."""
    if not puede(usuario, permiso, servicio_id):
        raise SinPermiso(
            f"Su rol no permite {Permiso(permiso).label}. Pídalo a quien está a cargo de la cuenta."
        )


def es_miembro(usuario: Any, servicio_id: int) -> bool:
    """Whether a person belongs to a service, or reads all of them."""
    roles = _roles(usuario)
    return bool(roles.get(servicio_id)) or bool(roles.get(None, set()) & set(ROLES_TRANSVERSALES))


def servicios_con(usuario: Any, permiso: str) -> Any:
    """The services in which the person has `permiso` (a QuerySet of Servicio)."""
    from servicios.models import Servicio

    roles = _roles(usuario)
    if any(permiso in PERMISOS[rol] for rol in roles.get(None, ())):
        return Servicio.objects.filter(activo=True)
    ids = [
        servicio_id
        for servicio_id, propios in roles.items()
        if servicio_id and any(permiso in PERMISOS[rol] for rol in propios)
    ]
    return Servicio.objects.filter(pk__in=ids, activo=True)
