"""What a template may ask about permissions."""

from typing import Any

from django import template

from servicios import acceso

register = template.Library()


@register.simple_tag(takes_context=True)
def puede(context: dict[str, Any], permiso: str, servicio: Any) -> bool:
    """`{% puede "convocar" cuenta.servicio as ok %}`"""
    request = context.get("request")
    if request is None or servicio is None:
        return False
    return acceso.puede(request.user, permiso, servicio.pk)
