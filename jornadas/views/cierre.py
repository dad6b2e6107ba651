"""Staff: the exposition of the authority, and the end of the day."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun.archivos import EXTENSIONES
from comun.errores import ErrorDominio
from comun.reglas import Resultado, Veredicto, advertencias
from comun.reloj import hoy
from cuentas.selectors import rebajadas
from cuentas.views.paginas import hacer
from jornadas import reglas, selectors, services
from jornadas.forms import CierreForm, ExposicionForm
from jornadas.models import Jornada
from jornadas.views.paginas import contexto, jornada_o_404, volver_al_dia
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

ESCRIBIR = ["GET", "HEAD", "POST"]


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_http_methods(ESCRIBIR)
def exposicion(request: HttpRequest, jornada: int) -> HttpResponse:
    """Who presented, when, and where it could be seen; it may always be corrected."""
    una = jornada_o_404(jornada)
    previa = selectors.exposicion_de(una)
    inicial = ExposicionForm.inicial(previa, una)
    datos = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ExposicionForm(*datos, initial=inicial, jornada=una)
    if request.method == "POST" and form.is_valid():
        try:
            services.registrar_exposicion(jornada=una, datos=form.datos(), por=request.user)
            messages.success(request, "La exposición quedó anotada.")
            return volver_al_dia(una)
        except ErrorDominio as error:
            form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)
    status = 422 if request.method == "POST" else 200
    pagina = contexto(una, form=form, exposicion=previa)
    return render(request, "jornadas/exposicion.html", pagina, status=status)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_POST
def empezar_exposicion(request: HttpRequest, jornada: int) -> HttpResponse:
    """The authority begins to speak."""
    una = jornada_o_404(jornada)
    hacer(
        request,
        lambda: services.empezar_exposicion(jornada=una, por=request.user),
        "Empezó la exposición. Cuando termine, anótelo aquí.",
    )
    return volver_al_dia(una)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_POST
def terminar_exposicion(request: HttpRequest, jornada: int) -> HttpResponse:
    """The exposition ends."""
    una = jornada_o_404(jornada)
    hacer(
        request,
        lambda: services.terminar_exposicion(jornada=una, por=request.user),
        "Terminó la exposición.",
    )
    return volver_al_dia(una)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_safe
def presentacion(request: HttpRequest, jornada: int) -> HttpResponse:
    """The slides of the authority, as they were handed in."""
    una = selectors.exposicion_de(jornada_o_404(jornada))
    archivo = una.presentacion if una else None
    if archivo is None:
        raise Http404
    respuesta = HttpResponse(bytes(archivo.contenido), content_type=archivo.tipo)
    nombre = f"exposicion-{jornada}.{EXTENSIONES.get(archivo.tipo, 'bin')}"
    respuesta["Content-Disposition"] = content_disposition_header(True, nombre)
    return respuesta


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_http_methods(ESCRIBIR)
def cerrar(request: HttpRequest, jornada: int) -> HttpResponse:
    """End the day: leave word of what only a person saw, now or in parts, and close."""
    una = jornada_o_404(jornada)
    hechos = selectors.hechos_al_cerrar(una)
    resultados = [(regla, regla.evaluar(hechos, hoy())) for regla in reglas.DE_CONSTANCIA]
    faltan = [regla for regla, r in resultados if _sin_decir(r)]
    datos = request.POST if request.method == "POST" else None
    form = CierreForm(datos, pendientes=faltan, rebajadas=rebajadas(una.actividad.cuenta))
    if form.is_valid():
        try:
            return _cerrar(request, una, form)
        except ErrorDominio as error:
            form.no_cierra(error)
    pagina = contexto(
        una,
        form=form,
        faltan=faltan,
        dichas=[par for par in resultados if _dicho(par[1])],
        avisos=advertencias(reglas.DE_LA_EXPOSICION, hechos, hoy(), ("R67",)),
        sin_fichas=not hechos.fichas,
        abierta=una.estado == Jornada.Estado.ABIERTA,
    )
    return render(request, "jornadas/cerrar.html", pagina, status=422 if datos is not None else 200)


def _sin_decir(resultado: Resultado) -> bool:
    return resultado.veredicto is Veredicto.NO_CUMPLE and not resultado.explicado


def _dicho(resultado: Resultado) -> bool:
    return resultado.veredicto is not Veredicto.NO_APLICA and not _sin_decir(resultado)


def _cerrar(request: HttpRequest, jornada: Jornada, form: CierreForm) -> HttpResponse:
    dias = (hoy(jornada.actividad.zona), jornada.actividad.fecha)
    dichos = form.dichos(min(filter(None, dias)))
    if request.POST.get("accion") == "guardar":
        services.decir_del_dia(jornada=jornada, dichos=dichos, por=request.user)
        messages.success(request, "Guardado. La jornada sigue abierta.")
        return redirect("jornadas_gestion:cerrar", jornada.pk)
    services.cerrar_jornada(jornada=jornada, dichos=dichos, por=request.user)
    messages.success(request, "La jornada quedó cerrada.")
    return volver_al_dia(jornada)
