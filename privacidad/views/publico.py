"""What anybody may read about their data, and the requests that they make about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comun import cuotas
from comun.campos import hash_de_clave
from comun.contacto import ocultar
from comun.errores import ErrorDominio
from privacidad import selectors
from privacidad.catalogos import DERECHOS_EN_PALABRAS
from privacidad.forms.publico import FormularioCodigo, FormularioDerecho, FormularioSolicitud
from privacidad.models import SolicitudDerechos
from privacidad.services import acceso, solicitudes
from privacidad.services.solicitudes import Pedido
from respuestas.models import Consulta
from servicios.acceso import con_clave, publica
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio
from servicios.origen import DemasiadosEnvios, con_espera, tomar_turno


@publica
@require_safe
def politica(request: HttpRequest, servicio: str) -> HttpResponse:
    """What the service does with personal data, made of what the portal knows (art. 14 ter)."""
    propio: Servicio = request.servicio  # type: ignore[attr-defined]
    contexto = {
        "servicio": propio,
        "politica": selectors.politica_de(propio),
        "derechos": DERECHOS_EN_PALABRAS,
    }
    return render(request, "privacidad/politica.html", contexto)


@publica
@require_safe
def accesibilidad(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, and whom to tell when something does not work."""
    servicios = Servicio.objects.filter(activo=True).order_by("nombre")[:200]
    return render(request, "privacidad/accesibilidad.html", {"servicios": servicios})


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def solicitar(request: HttpRequest, servicio: str) -> HttpResponse:
    """The form of a request: the same answer whether or not the address is known."""
    propio: Servicio = request.servicio  # type: ignore[attr-defined]
    if request.method != "POST":
        derecho = request.GET.get("derecho", "")
        return _formulario(request, propio, FormularioSolicitud(initial={"derecho": derecho}))
    form = FormularioSolicitud(request.POST)
    if not form.is_valid():
        return _formulario(request, propio, form, status=422)
    return _presentar(request, propio, form, form.pedido())


def _presentar(request: HttpRequest, servicio: Servicio, form: Any, pedido: Pedido) -> HttpResponse:
    """Take the request in, or say from when it may be sent again, with all that was typed."""
    conocida = {} if "correo" in form.fields else {"conocida": ocultar(correo=pedido.correo)}
    try:
        tomar_turno(request, servicio, cuotas.PEDIR_CODIGO, pedido.correo)
    except DemasiadosEnvios as error:
        form.add_error(None, error.mensaje)
        return con_espera(_formulario(request, servicio, form, **conocida), error)
    nonce = form.cleaned_data["nonce"]
    clave = solicitudes.presentar(servicio=servicio, pedido=pedido, nonce=nonce)
    return redirect("privacidad:solicitud", clave)


@con_clave
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desde_consulta(request: HttpRequest, clave: str) -> HttpResponse:
    """The same form for who comes from their own contribution: its address is on file."""
    with todos_los_servicios():
        consulta = get_object_or_404(
            Consulta.objects.select_related("consultante", "cuenta__servicio__comuna"),
            clave_hash=hash_de_clave(clave),
        )
    with alcance(consulta.cuenta.servicio):
        if consulta.consultante is None or not consulta.consultante.correo:
            return redirect("privacidad:solicitar", consulta.cuenta.servicio.slug)
        return _desde_consulta(request, consulta)


def _desde_consulta(request: HttpRequest, consulta: Consulta) -> HttpResponse:
    persona, servicio = consulta.consultante, consulta.cuenta.servicio
    assert persona is not None  # noqa: S101 - the caller looked
    conocida = {"conocida": ocultar(correo=persona.correo)}
    if request.method != "POST":
        return _formulario(request, servicio, FormularioDerecho(), **conocida)
    form = FormularioDerecho(request.POST)
    if not form.is_valid():
        return _formulario(request, servicio, form, status=422, **conocida)
    pedido = form.pedido(nombre=persona.nombre_completo, correo=persona.correo)
    return _presentar(request, servicio, form, pedido)


def _formulario(
    request: HttpRequest, servicio: Servicio, form: Any, status: int = 200, **otros: Any
) -> HttpResponse:
    contexto = {"servicio": servicio, "form": form, "derechos": DERECHOS_EN_PALABRAS, **otros}
    return render(request, "privacidad/solicitar.html", contexto, status=status)


@con_clave
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def solicitud(request: HttpRequest, clave: str) -> HttpResponse:
    """The private page of a request: its state, its code, its copy. It shows no personal data."""
    with todos_los_servicios():
        fila = get_object_or_404(
            SolicitudDerechos.objects.select_related("servicio__comuna"),
            clave_hash=hash_de_clave(clave),
        )
    with alcance(fila.servicio):
        if request.method != "POST":
            return _pagina(request, fila, clave, FormularioCodigo())
        return _hacer(request, fila, clave)


def _hacer(request: HttpRequest, fila: SolicitudDerechos, clave: str) -> HttpResponse:
    """One press; whoever presses too often is told from when it counts again."""
    paso = request.POST.get("paso", "")
    uso = cuotas.PEDIR_CODIGO if paso == "otro" else cuotas.PROBAR_CODIGO
    try:
        tomar_turno(request, fila.servicio, uso, f"solicitud:{fila.pk}")
    except DemasiadosEnvios as error:
        form = FormularioCodigo()
        return con_espera(_pagina(request, fila, clave, form, error=error.mensaje), error)
    return _un_paso(request, fila, clave, paso)


def _un_paso(request: HttpRequest, fila: SolicitudDerechos, clave: str, paso: str) -> HttpResponse:
    """`paso` says which. Without it, the code of whoever proves their address."""
    if paso in ("otro", "desistir"):
        return _sin_codigo(request, fila, clave, paso)
    form = FormularioCodigo(request.POST)
    if not form.is_valid():
        return _pagina(request, fila, clave, form, status=422)
    codigo = form.cleaned_data["codigo"]
    try:
        if paso == "copia":
            return entregar(acceso.entregar_copia(solicitud=fila, codigo=codigo))
        solicitudes.verificar(solicitud=fila, codigo=codigo, clave=clave)
    except ErrorDominio as error:
        form.add_error(error.campo, error.mensaje)
        return _pagina(request, fila, clave, form, status=422)
    return redirect("privacidad:solicitud", clave)


def _sin_codigo(
    request: HttpRequest, fila: SolicitudDerechos, clave: str, paso: str
) -> HttpResponse:
    try:
        if paso == "otro":
            solicitudes.pedir_codigo(solicitud=fila, clave=clave)
        else:
            solicitudes.desistir(solicitud=fila)
    except ErrorDominio as error:
        contexto = {"error": error.mensaje}
        return _pagina(request, fila, clave, FormularioCodigo(), status=422, **contexto)
    destino = reverse("privacidad:solicitud", args=[clave])
    return redirect(f"{destino}?codigo=otro" if paso == "otro" else destino)


def entregar(contenido: bytes) -> HttpResponse:
    """The ZIP: always saved, never kept on the way; its name says nothing of anybody."""
    respuesta = HttpResponse(contenido, content_type="application/zip")
    respuesta["Content-Disposition"] = 'attachment; filename="copia-de-mis-datos.zip"'
    return respuesta


def _pagina(
    request: HttpRequest,
    fila: SolicitudDerechos,
    clave: str,
    form: Any,
    status: int = 200,
    error: str = "",
) -> HttpResponse:
    contexto = {
        "servicio": fila.servicio,
        "solicitud": fila,
        "form": form,
        "error": error,
        "otro_codigo": request.GET.get("codigo") == "otro",
    }
    return render(request, "privacidad/solicitud.html", contexto, status=status)
