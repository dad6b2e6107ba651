"""The form that a citizen fills in, what they check before sending it, and its sending."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comun import cuotas, reloj
from comun.cuerpo import lo_enviado
from comun.errores import ErrorDominio
from comun.paginas import en_trozos
from comun.texto import detectar_datos_personales
from convocatorias.models import ProcesoVirtual
from convocatorias.selectors import proceso_de
from cuentas.models import CuentaPublica
from cuentas.selectors import interrupcion_vigente
from cuentas.views.publico import cuenta_publica_de
from respuestas import reglas, selectors, services
from respuestas.forms.archivo import FormularioArchivo
from respuestas.forms.publico import FormularioParticipar
from respuestas.models import Consulta
from servicios.acceso import publica
from servicios.origen import DemasiadosEnvios, con_espera, tomar_turno
from servicios.selectors import aviso_vigente

VENCIDA = (
    "Todavía no lo enviamos: la página estuvo abierta mucho tiempo, o su navegador no acepta "
    "cookies de este sitio. No se perdió nada. Revise y presione Enviar otra vez."
)
OTRA_VEZ = "Tendrá que elegir el archivo otra vez."
DATOS_EN_PALABRAS = {
    "rut": "un RUN o RUT",
    "correo": "un correo electrónico",
    "telefono": "un teléfono",
}


@publica
@csrf_exempt  # by `_ficha_vigente`, which loses nothing of what was typed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def participar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The form, what was typed to be checked, and its sending: only the last one stores."""
    if request.method != "POST":
        return _en_blanco(request, anio)
    cuenta = cuenta_publica_de(request.servicio, anio)  # type: ignore[attr-defined]
    form = FormularioParticipar(lo_enviado(request))
    paso = "enviar" if "suma_a" in form.data else form.data.get("paso", "revisar")
    if paso == "empezar":  # from the page of similar questions, with the words typed there
        empezado = FormularioParticipar(initial={"mensaje": form.data.get("mensaje", "")})
        return _formulario(request, cuenta, empezado)
    if paso == "corregir":
        return _formulario(request, cuenta, form)
    if not form.is_valid():
        return _formulario(request, cuenta, form, status=422)
    if paso == "enviar" and _ficha_vigente(request):
        return _enviar(request, cuenta, form)
    if cerrado := _cierre(cuenta)[1]:
        form.add_error(None, cerrado)
        return _formulario(request, cuenta, form, status=422)
    return _revisar(request, cuenta, form, aviso=VENCIDA if paso == "enviar" else "")


def _enviar(request: HttpRequest, cuenta: CuentaPublica, form: FormularioParticipar) -> Any:
    # Most send no file: for them there is no form to fill.
    archivo = FormularioArchivo(request.POST, request.FILES) if request.FILES else None
    if archivo and not archivo.is_valid():
        return _revisar(request, cuenta, form, archivo)
    try:
        _tomar_turno(request, cuenta, form)
        adjunto = archivo.contenido() if archivo else b""
        enviado = {"cuenta": cuenta, "adjunto": adjunto, **form.enviado()}
        if sello := request.POST.get("suma_a"):
            recibo = services.sumarse(sello=sello, **enviado)
        else:
            recibo = services.registrar_consulta(**enviado)
    except DemasiadosEnvios as error:
        aviso = f"{error.mensaje} Todo lo que escribió sigue aquí."
        return con_espera(_revisar(request, cuenta, form, archivo, aviso=aviso), error)
    except services.YaSeEnvio as error:
        form.renovar("nonce")
        return _revisar(request, cuenta, form, aviso=error.mensaje, status=409)
    except services.NoPublicada as error:
        return _revisar(request, cuenta, form, archivo, aviso=error.mensaje)
    except ErrorDominio as error:
        if archivo and error.campo == "adjunto":
            archivo.add_error("adjunto", error.mensaje)
            return _revisar(request, cuenta, form, archivo)
        form.add_error(None, error.mensaje)
        return _formulario(request, cuenta, form, status=422)
    return redirect("respuestas:recibido", recibo.clave)


def _ficha_vigente(request: HttpRequest) -> bool:
    """Whether Django's own check of the form passes: a page open for too long does not."""

    def nada(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return CsrfViewMiddleware(nada).process_view(request, nada, (), {}) is None


def _cierre(cuenta: CuentaPublica) -> tuple[ProcesoVirtual | None, str]:
    """The window of the account, and why nobody can write now."""
    proceso = proceso_de(cuenta)
    if proceso:
        proceso.servicio = cuenta.servicio
    return proceso, reglas.motivo_de_cierre(cuenta, proceso, reloj.ahora())


def _tomar_turno(request: HttpRequest, cuenta: CuentaPublica, form: FormularioParticipar) -> None:
    """Raises DemasiadosEnvios; not for what came already, whose sender only lost the answer."""
    try:
        tomar_turno(request, cuenta.servicio, cuotas.PARTICIPAR, form.cleaned_data["correo"])
    except DemasiadosEnvios:
        if not Consulta.objects.filter(nonce=form.cleaned_data["nonce"]).exists():
            raise


def _en_blanco(request: HttpRequest, anio: int) -> HttpResponse:
    """The form as everybody gets it, but for its token, its nonce and its seal."""

    def dibujar(propios: Mapping[str, str]) -> HttpResponse:
        form = FormularioParticipar(initial=propios)
        cuenta = cuenta_publica_de(request.servicio, anio)  # type: ignore[attr-defined]
        return _formulario(request, cuenta, form, csrf_token=propios["ficha"])

    propios = {"ficha": get_token(request), **FormularioParticipar.de_uno()}
    # What people send changes nothing of it: when everybody writes, it is drawn once all the same.
    return en_trozos(request, propios, dibujar, sin="registrar_consulta")


def _formulario(
    request: HttpRequest,
    cuenta: CuentaPublica,
    form: FormularioParticipar,
    status: int = 200,
    **otros: Any,
) -> HttpResponse:
    proceso, cerrado = _cierre(cuenta)
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "proceso": proceso,
        "form": form,
        "cerrado": cerrado,
        "responder_hasta": selectors.responder_hasta(cuenta, Consulta.Canal.VIRTUAL),
        "aviso": aviso_vigente(),
        "interrupcion": interrupcion_vigente(cuenta),
        **otros,
    }
    return render(request, "respuestas/participar.html", contexto, status=status)


def _revisar(
    request: HttpRequest,
    cuenta: CuentaPublica,
    escrito: FormularioParticipar,
    archivo: FormularioArchivo | None = None,
    *,
    aviso: str = "",
    status: int = 200,
) -> HttpResponse:
    """What will be sent, as the person reads it before they send it; nothing is stored."""
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "escrito": escrito,
        "leido": escrito.leido(),
        "mensaje": escrito.cleaned_data["mensaje"],
        "datos_ajenos": _datos_en(escrito.cleaned_data["mensaje"]),
        "parecidas": selectors.parecidas(cuenta, escrito.cleaned_data["mensaje"]),
        "form": archivo or FormularioArchivo(),
        "aviso": f"{aviso} {OTRA_VEZ}" if aviso and request.FILES else aviso,
        "repetido": status == 409,
        "responder_hasta": selectors.responder_hasta(cuenta, Consulta.Canal.VIRTUAL),
    }
    if status == 200 and (archivo or aviso):
        status = 422
    return render(request, "respuestas/participar_revisar.html", contexto, status=status)


def _datos_en(mensaje: str) -> list[str]:
    """What identifies somebody in a text, in words and once each: a warning, never a refusal."""
    llano = unicodedata.normalize("NFKC", mensaje)
    tipos = {hallazgo.tipo for hallazgo in detectar_datos_personales(llano)}
    return [palabras for tipo, palabras in DATOS_EN_PALABRAS.items() if tipo in tipos]
