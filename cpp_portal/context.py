"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from comun import reloj
from comun.paginas import TEMAS
from servicios.permissions import Rol

#: Listed on the demo's sign-in page; `manage.py demo` creates them.
PERSONAS_DE_DEMOSTRACION = tuple(
    {"usuario": usuario, "rol": rol.label}
    for usuario, rol in (
        ("admin", Rol.ADMINISTRACION),
        ("encargada", Rol.ENCARGADO),
        ("encargada-otro", Rol.ENCARGADO),
        ("equipo", Rol.EQUIPO),
        ("comunicaciones", Rol.COMUNICACIONES),
        ("acreditadora", Rol.ACREDITADOR),
        ("facilitadora", Rol.FACILITADOR),
        ("secretaria", Rol.SECRETARIO),
        ("sistematizadora", Rol.SISTEMATIZADOR),
        ("unidad", Rol.UNIDAD),
        ("revisora", Rol.REVISOR),
        ("autoridad", Rol.AUTORIDAD),
        ("datos", Rol.ENCARGADO_DATOS),
        ("dos", Rol.ANALISTA_DOS),
    )
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """`tema` (the reader's choice, or ""), `demo`, and the portal's instant, read when used.

    `ensayo`: the instant of a demo whose clock is moved, which every page tells.
    """
    tema = request.COOKIES.get("tema", "")
    return {
        "tema": tema if tema in TEMAS else "",
        "demo": settings.CPP_DEMO,
        "demo_personas": PERSONAS_DE_DEMOSTRACION if settings.CPP_DEMO else (),
        "ahora": reloj.ahora,
        "ensayo": reloj.ensayo,
        "base_url": settings.BASE_URL,
    }
