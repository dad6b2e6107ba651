"""To be told of what is new by mail: asked, confirmed from the mail itself, and goodbye."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from comun import cuotas, reloj
from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from correos.views.publico import es_un_clic
from cuentas.models import CuentaPublica
from cuentas.views.publico import cuenta_publica_o_404
from seguimiento.forms import FormularioAvisos
from seguimiento.models import Suscripcion
from seguimiento.services import confirmar_avisos, despedir, pedir_avisos
from seguimiento.services.suscripciones import VENCIO, lo_que_sigue, vencida
from servicios.acceso import con_clave, publica
from servicios.alcance import alcance, todos_los_servicios
from servicios.origen import DemasiadosEnvios, con_espera, tomar_turno


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seguir(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The same answer, and the same work, whether or not that address already follows."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    if request.method != "POST":
        return _formulario(request, cuenta, FormularioAvisos(anio=anio))
    form = FormularioAvisos(request.POST, anio=anio)
    if not form.is_valid():
        return _formulario(request, cuenta, form, 422)
    try:
        tomar_turno(request, cuenta.servicio, cuotas.SEGUIR, form.cleaned_data["correo"])
    except DemasiadosEnvios as error:
        form.add_error(None, error.mensaje)
        return con_espera(_formulario(request, cuenta, form), error)
    pedir_avisos(cuenta=cuenta, **form.pedido())
    return redirect("seguimiento:seguir_pedido", servicio, anio)


def _formulario(
    request: HttpRequest, cuenta: CuentaPublica, form: FormularioAvisos, status: int = 200
) -> HttpResponse:
    contexto = {"servicio": cuenta.servicio, "cuenta": cuenta, "form": form}
    return render(request, "seguimiento/seguir.html", contexto, status=status)


@publica
@never_cache
@require_safe
def seguir_pedido(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """What happens next. It says nothing of the address that was typed."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    contexto = {"servicio": cuenta.servicio, "cuenta": cuenta}
    return render(request, "seguimiento/seguir_pedido.html", contexto)


def _suscripcion_o_404(clave: str) -> Suscripcion:
    with todos_los_servicios():
        filas = Suscripcion.objects.select_related("servicio__comuna", "cuenta")
        fila = get_object_or_404(filas, clave_hash=hash_de_clave(clave))
    if not fila.servicio.activo:
        raise Http404
    return fila


@con_clave
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def avisos(request: HttpRequest, clave: str) -> HttpResponse:
    """GET shows what there is and changes nothing: what scans mails opens every link.

    The post of a mail provider comes without cookies (RFC 8058): what it proves is the key, and
    it only says goodbye. Any other post passes by the token of the page's form.
    """
    if es_un_clic(request):
        fila = _suscripcion_o_404(clave)
        with alcance(fila.servicio):
            despedir(suscripcion=fila)
        return HttpResponse("Ya no le enviaremos estos avisos.", content_type="text/plain")
    return _pagina(request, clave)


@csrf_protect
def _pagina(request: HttpRequest, clave: str) -> HttpResponse:
    fila = _suscripcion_o_404(clave)
    with alcance(fila.servicio):
        if request.method != "POST":
            return _dibujar(request, fila, clave)
        if "despedir" in request.POST:
            despedir(suscripcion=fila)
        else:
            try:
                confirmar_avisos(suscripcion=fila)
            except ErrorDominio as error:
                return _dibujar(request, fila, clave, error.mensaje)
    return redirect("seguimiento:avisos", clave)


def _dibujar(request: HttpRequest, fila: Suscripcion, clave: str, error: str = "") -> HttpResponse:
    if not error and fila.retirada_en is None and vencida(fila, reloj.ahora()):
        error = VENCIO
    contexto = {
        "servicio": fila.servicio,
        "suscripcion": fila,
        "clave": clave,
        "error": error,
        "sigue": lo_que_sigue(fila) if fila.confirmada_en and not fila.retirada_en else (),
        "ultima": CuentaPublica.objects.publicas().filter(servicio=fila.servicio).first(),
    }
    status = 422 if error and request.method == "POST" else 200
    return render(request, "seguimiento/avisos.html", contexto, status=status)
