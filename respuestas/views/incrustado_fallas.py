"""What goes wrong inside a frame of another site, told inside it: a page that no host may show is
a blank rectangle, and nobody knows what became of what they typed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from cuentas.models import CuentaPublica
from respuestas.views.incrustado import anfitriones_de, solo_en
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio

RUTA = "respuestas:incrustar"


@dataclass(frozen=True)
class Falla:
    """`otra_vez`: the form is there, and may be begun again in the frame."""

    titulo: str
    que_paso: str
    que_hacer: str
    otra_vez: bool = False


NO_SE_ENTIENDE = Falla(
    "No entendimos lo que llegó",
    "Lo enviado venía incompleto o era demasiado grande. No quedó guardado.",
    "Vuelva atrás y envíelo de nuevo. Si trae un archivo, pruebe con uno más liviano.",
    otra_vez=True,
)
NO_ESTA = Falla(
    "Este formulario no está aquí",
    "La cuenta pública no existe, o todavía no se abre a las personas.",
    "Búsquela en página propia, en la lista de cuentas públicas.",
)
ANULADA = Falla(
    "Esta cuenta pública se anuló",
    "Por eso ya no recibe mensajes.",
    "El motivo está en página propia.",
)
FALLO = Falla(
    "Algo falló de nuestro lado",
    "No pudimos terminar lo que pidió. Ya quedó anotado para revisarlo.",
    "Vuelva atrás e intente en unos minutos. También puede escribir en página propia.",
    otra_vez=True,
)


def en_el_marco(request: HttpRequest, estado: int) -> HttpResponse | None:
    """The page of an error for a frame, to the hosts of its service; None if it is of no service.

    It may be drawn before any middleware of ours saw the request: it opens its own scope.
    """
    try:
        ruta = resolve(request.path_info)
    except Resolver404:
        return None
    if ruta.view_name != RUTA:
        return None
    with todos_los_servicios():
        servicio = Servicio.objects.filter(slug=ruta.kwargs["servicio"], activo=True).first()
    if servicio is None:
        return None
    with alcance(servicio):
        return _pagina(request, servicio, ruta.kwargs["anio"], estado)


def _pagina(request: HttpRequest, servicio: Servicio, anio: int, estado: int) -> HttpResponse:
    falla, estado = _falla_de(servicio, anio, estado)
    anfitriones = anfitriones_de(servicio)
    contexto = {
        "servicio": servicio,
        "anio": anio,
        "falla": falla,
        "anfitriones": anfitriones,
        "propia": _propia(falla, servicio, anio),
    }
    respuesta = render(request, "respuestas/incrustado_falla.html", contexto, status=estado)
    respuesta["Cache-Control"] = "no-store"
    return solo_en(respuesta, anfitriones)


def _falla_de(servicio: Servicio, anio: int, estado: int) -> tuple[Falla, int]:
    if estado != 404:
        return (NO_SE_ENTIENDE if estado == 400 else FALLO), estado
    anuladas = CuentaPublica.objects.anuladas_a_la_vista().filter(servicio=servicio)
    # In Python: no database takes every number that an address may carry.
    if anio in set(anuladas.values_list("anio_gestion", flat=True)):
        return ANULADA, 410
    return NO_ESTA, 404


def _propia(falla: Falla, servicio: Servicio, anio: int) -> str:
    """Where the portal tells the same, with all of its page around."""
    if falla is NO_ESTA:
        return "/"
    vista = "cuentas:informe" if falla is ANULADA else "respuestas:participar"
    return reverse(vista, args=[servicio.slug, anio])
