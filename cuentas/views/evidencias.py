"""A stored file handed out: always as an attachment, never shown by the browser."""

from django.http import Http404, HttpResponse

from comun.archivos import EXTENSIONES
from comun.models import Archivo


def descarga(archivo: Archivo | None, nombre: str) -> HttpResponse:
    """The bytes of a piece of evidence. `nombre` says which one and names nobody."""
    if archivo is None:
        raise Http404
    extension = EXTENSIONES.get(archivo.tipo, "bin")
    respuesta = HttpResponse(bytes(archivo.contenido), content_type=archivo.tipo)
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}.{extension}"'
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Cache-Control"] = "no-store"
    return respuesta
