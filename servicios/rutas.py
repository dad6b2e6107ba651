"""Every route of the portal with the policy that guards it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver

from servicios.middleware import politica_de


@dataclass(frozen=True)
class Ruta:
    """`path` as declared, with its converters; `policy` as `Politica` prints it."""

    name: str
    path: str
    policy: str


def _recorrer(resolver: Any, prefijo: str, espacios: tuple[str, ...]) -> Iterator[Ruta]:
    for patron in resolver.url_patterns:
        camino = prefijo + str(patron.pattern)
        if isinstance(patron, URLResolver):
            hijos = espacios + ((patron.namespace,) if patron.namespace else ())
            yield from _recorrer(patron, camino, hijos)
        elif isinstance(patron, URLPattern):
            nombre = ":".join((*espacios, patron.name or ""))
            yield Ruta(nombre, f"/{camino}", _politica(patron, nombre))


def _politica(patron: URLPattern, nombre: str) -> str:
    espacios: list[str | None] = [*nombre.split(":")]
    propio = espacios.pop()
    politica = politica_de(ResolverMatch(patron.callback, (), {}, propio, namespaces=espacios))
    if politica is not None:
        return str(politica)
    return "administracion" if nombre.startswith("admin:") else "acceso"


def todas() -> list[Ruta]:
    """All routes, in the order of the addresses.

    Raises:
        ImproperlyConfigured: one of ours declares no policy.
    """
    return sorted(_recorrer(get_resolver(), "", ()), key=lambda ruta: ruta.path)
