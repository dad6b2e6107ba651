"""Filters of every template. A value that is not there is shown as nothing."""

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from comun import formato
from comun import rut as el_rut
from comun.texto import markdown_seguro

register = template.Library()


def _filtro(nombre: str, escribir: Callable[[Any], str]) -> None:
    def filtro(valor: Any) -> str:
        return "" if valor is None or valor == "" else escribir(valor)

    register.filter(nombre, filtro)


_filtro("fecha_larga", formato.fecha_larga)
_filtro("fecha_sin_semana", formato.fecha_sin_semana)
_filtro("fecha_corta", formato.fecha_corta)
_filtro("fecha_breve", formato.fecha_breve)
_filtro("fecha_dia", formato.fecha_dia)
_filtro("fecha_mes", formato.fecha_mes)
_filtro("hora", formato.hora)
_filtro("miles", formato.miles)
_filtro("telefono", formato.telefono)
_filtro("rut", el_rut.formatear)
_filtro("rut_oculto", el_rut.enmascarar)


@register.filter
def markdown(texto: str | None) -> SafeString:
    """Markdown as safe HTML."""
    return markdown_seguro(texto or "")


@register.filter
def plural_es(cantidad: Any, formas: str = "s") -> str:
    """The word that goes with a number: `{{ n }} {{ n|plural_es:"día,días" }}`.

    With one form it is the ending of the plural: `mensaje{{ n|plural_es }}`.
    """
    singular, _, plural = formas.rpartition(",")
    return singular if cantidad == 1 else plural
