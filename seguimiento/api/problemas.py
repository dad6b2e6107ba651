"""Errors for programs, in words (RFC 9457)."""

import json
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from comun import cuotas
from seguimiento.datos.cabeceras import POLITICA, SE_PUEDE, abierta
from servicios.origen import DemasiadosEnvios

TITULOS = {
    400: "No se entiende la petición",
    404: "No existe",
    405: "Aquí solo se lee",
    406: "Aquí se responde en JSON",
    422: "Un dato no es válido",
    429: "Demasiadas peticiones seguidas",
    500: "Algo falló en el portal",
}
QUE_HACER = {
    400: "Use la dirección que viene en «siguiente», sin cambiarla, o empiece la lista.",
    404: "Revise el identificador. Lo que deja de ser público deja de estar aquí.",
    405: "Use GET o HEAD.",
    406: "Quite la cabecera «Accept», o ponga «application/json» en ella.",
    422: "El detalle dice qué parámetro corregir y cómo.",
    429: "Espere los segundos que dice la cabecera «Retry-After» y pida de nuevo.",
    500: "Pida de nuevo en unos minutos. Si sigue, escriba al servicio.",
}


class NoSeEntiende(Exception):
    """A cursor that this API did not give."""


def problema(estado: int, detalle: str, **mas: Any) -> HttpResponse:
    """The error, which any site may read and nobody keeps."""
    cuerpo = {
        "type": f"{settings.BASE_URL}{reverse('seguimiento:api')}#error-{estado}",
        "title": TITULOS[estado],
        "status": estado,
        "detail": detalle,
        **mas,
    }
    respuesta = HttpResponse(
        json.dumps(cuerpo, ensure_ascii=False),
        status=estado,
        content_type="application/problem+json",
    )
    respuesta["Cache-Control"] = "no-store"
    abierta(respuesta)
    return respuesta


def no_existe(request: HttpRequest, error: Any = None) -> HttpResponse:
    detalle = str(error) if error and str(error) else "No hay nada público en esta dirección."
    if not request.path.endswith("/"):
        detalle += " Las direcciones terminan en «/»."
    return problema(404, f"{detalle} Vea la lista en {reverse('seguimiento:api')}.")


def solo_se_lee(request: HttpRequest) -> HttpResponse:
    respuesta = problema(405, f"{request.method} no se admite. Use GET o HEAD.")
    respuesta["Allow"] = SE_PUEDE
    return respuesta


def solo_json(request: HttpRequest) -> HttpResponse:
    return problema(406, f"No se responde en lo que pide la cabecera «Accept». {QUE_HACER[406]}")


def no_se_puede_leer(request: HttpRequest) -> HttpResponse:
    """What Django refuses before anybody looks at it."""
    return problema(
        400,
        "La petición trae demasiados parámetros, o algo que no se puede leer. Pida la dirección "
        f"como está en {reverse('seguimiento:api')}.",
    )


def no_se_entiende(request: HttpRequest, error: Any) -> HttpResponse:
    return problema(
        400, "«despues» no es de esta lista. Cópielo de «siguiente», o quítelo para empezar."
    )


def no_es_valido(request: HttpRequest, error: Any) -> HttpResponse:
    """`error`: the ValidationError of django-ninja."""
    errores = [{"campo": str(e["loc"][-1]), "mensaje": _mensaje(e)} for e in error.errors]
    detalle = " ".join(f"«{e['campo']}» {e['mensaje']}" for e in errores)
    return problema(422, detalle, errores=errores)


def _mensaje(error: dict[str, Any]) -> str:
    ctx = error.get("ctx", {})
    mensajes = {
        "int_parsing": "debe ser un número entero.",
        "int_type": "debe ser un número entero.",
        "int_from_float": "debe ser un número entero.",
        "int_parsing_size": "es un número demasiado grande.",
        "greater_than_equal": f"debe ser {ctx.get('ge')} o más.",
        "less_than_equal": f"debe ser {ctx.get('le')} o menos.",
        "literal_error": f"debe ser uno de estos: {ctx.get('expected', '')}.".replace(
            " or ", " o "
        ),
        "string_pattern_mismatch": "tiene letras o signos que no van.",
        "string_too_long": f"debe tener {ctx.get('max_length')} letras o menos.",
    }
    return mensajes.get(error["type"], "no es válido.")


def en_espera(error: DemasiadosEnvios) -> tuple[int, str]:
    """The seconds until the next one, and the sentence that says so."""
    segundos = max(1, ceil(error.espera.total_seconds()))
    unidad = "segundo" if segundos == 1 else "segundos"
    frase = f"Llegaron más de {cuotas.LEER_DATOS.por_red} peticiones en una hora desde su red."
    return segundos, f"{frase} Pida de nuevo en {segundos} {unidad}."


def con_paciencia(error: DemasiadosEnvios) -> HttpResponse:
    segundos, frase = en_espera(error)
    return que_espere(problema(429, frase), segundos)


def que_espere(respuesta: HttpResponse, segundos: int) -> HttpResponse:
    """The same answer, with what programs read of it: for how long, and of what quota."""
    respuesta["Retry-After"] = str(segundos)
    respuesta["RateLimit-Policy"] = POLITICA
    respuesta["RateLimit"] = f'"red";r=0;t={segundos}'
    return respuesta
