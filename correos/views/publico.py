"""To receive no more: opened from a mail, with the key that the mail carries."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from comun.cuerpo import lo_enviado
from comun.errores import ErrorDominio
from correos import emails, services
from correos.models import Mensaje, Supresion
from servicios.acceso import con_clave
from servicios.alcance import alcance, todos_los_servicios

#: What mail providers post when the person presses their own button, and nothing else (RFC 8058).
UN_CLIC = {"List-Unsubscribe": ["One-Click"]}


def es_un_clic(request: HttpRequest) -> bool:
    """Whether a mail provider asks it, whose post comes without the token of any page."""
    return (
        request.method == "POST"
        and dict(lo_enviado(request).lists()) == UN_CLIC
        and not request.FILES
    )


def _mensaje_o_404(clave: str) -> Mensaje:
    """The mail that the key is of, if its addressee may refuse its kind.

    Raises:
        Http404: none; the same answer whatever the key.
    """
    pk = emails.leer_ficha(clave, "baja")
    with todos_los_servicios():
        mensaje = (
            Mensaje.objects.select_related("servicio").defer("texto", "html").filter(pk=pk).first()
        )
    if mensaje is None or mensaje.servicio is None or not mensaje.renunciable:
        raise Http404
    return mensaje


@con_clave
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def baja(request: HttpRequest, clave: str) -> HttpResponse:
    """GET shows what it means and changes nothing; POST acts.

    The post of a mail provider comes without cookies: what it proves is the key, and it can do
    nothing else. Any other post passes by the token of the page's form.
    """
    if es_un_clic(request):
        _bloquear(_mensaje_o_404(clave))
        return HttpResponse("Ya no le enviaremos estos correos.", content_type="text/plain")
    return _pagina(request, clave)


@csrf_protect
def _pagina(request: HttpRequest, clave: str) -> HttpResponse:
    mensaje = _mensaje_o_404(clave)
    if request.method == "POST":
        decidir = _volver if "volver" in request.POST else _bloquear
        decidir(mensaje)
        return redirect("correos:baja", clave)
    contexto = {
        "clave": clave,
        "servicio": mensaje.servicio,
        "supresion": services.supresion_vigente(mensaje.servicio, mensaje.para),
    }
    with alcance(mensaje.servicio):
        return render(request, "correos/baja.html", contexto)


def _bloquear(mensaje: Mensaje) -> None:
    services.bloquear(
        servicio=mensaje.servicio,
        direccion=mensaje.para,
        alcance=Supresion.Alcance.RENUNCIABLES,
        origen=Supresion.Origen.ENLACE,
    )


def _volver(mensaje: Mensaje) -> None:
    """It was a mistake. Whoever asked for no mail at all says so to the service, not by a link."""
    supresion = services.supresion_vigente(mensaje.servicio, mensaje.para)
    if supresion and supresion.alcance == Supresion.Alcance.RENUNCIABLES:
        with suppress(ErrorDominio):  # pressed twice: it is as the person wants it
            services.levantar(supresion=supresion)
