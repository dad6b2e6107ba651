"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from comun import reloj

TEMAS = ("light", "dark")


def portal(request: HttpRequest) -> dict[str, Any]:
    """`tema` (the reader's choice, or ""), `demo`, and the portal's instant, read when used."""
    tema = request.COOKIES.get("tema", "")
    return {
        "tema": tema if tema in TEMAS else "",
        "demo": settings.CPP_DEMO,
        "ahora": reloj.ahora,
        "base_url": settings.BASE_URL,
    }
