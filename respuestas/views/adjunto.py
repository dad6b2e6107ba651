"""The file that a person sent with their message, for who answers it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from comun.archivos import EXTENSIONES
from respuestas.models import AdjuntoConsulta
from respuestas.views.gestion import consulta_o_404, cuenta_o_404
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def adjunto(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    """To be taken away and never drawn by the browser; its name says nothing of who sent it."""
    archivo = get_object_or_404(
        AdjuntoConsulta,
        consulta=consulta_o_404(cuenta_o_404(request, anio), numero),
        clase=AdjuntoConsulta.Clase.ADJUNTO,
    )
    respuesta = HttpResponse(bytes(archivo.contenido), content_type=archivo.tipo)
    nombre = f"adjunto-{anio}-{numero}.{EXTENSIONES[archivo.tipo]}"
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta
