"""Staff: a workshop while it takes place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun.errores import ErrorDominio
from comun.reglas import advertencias
from comun.reloj import hoy
from cuentas.views.paginas import hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso
from talleres import reglas, selectors, services
from talleres.forms import ACUERDO, CerrarForm, MotivoForm, NotaForm
from talleres.models import Acuerdo, Presentacion, Taller
from talleres.views.paginas import (
    contexto,
    nota_para_registrar,
    taller_o_404,
    taller_para_registrar,
)


@con_permiso(Permiso.VER_TALLER)
@require_safe
def taller(request: HttpRequest, taller: int) -> HttpResponse:
    """The record of a workshop, written by its secretary and read by its facilitator."""
    uno = taller_o_404(request, taller)
    return render(request, "talleres/taller.html", _pagina(request, uno))


def _pagina(
    request: HttpRequest,
    taller: Taller,
    form: NotaForm | None = None,
    cierre: CerrarForm | None = None,
) -> dict:
    notas = selectors.notas(taller)
    hechos = selectors.hechos(taller)
    vigentes = [n for n in notas if n.es_acuerdo and not n.motivo_anulacion]
    elegidas = [n for n in reversed(vigentes) if n.prioritaria]
    return contexto(
        taller,
        escribe=selectors.puede_registrar(request.user, taller),
        form=form or NotaForm(taller=taller),
        cierre=cierre or CerrarForm(hechos=hechos),
        notas=notas,
        vigentes=sum(not n.motivo_anulacion for n in notas),
        prioridades=elegidas,
        por_elegir=range(len(elegidas) + 1, hechos.max_prioridades + 1),
        sentados=selectors.sentados(taller),
        presentacion=taller.presentaciones.defer("archivo__contenido").first(),
        avisos=advertencias(reglas.AVISOS, hechos, hoy()) if taller.estado == "cerrado" else [],
        borrador=f"taller-{taller.pk}-{len(notas)}",
        borrador_enviado=f"taller-{taller.pk}-{len(notas) - 1}",
    )


@con_permiso(Permiso.VER_TALLER)
@require_POST
def anotar(request: HttpRequest, taller: int) -> HttpResponse:
    """Write down what is being said."""
    uno = taller_para_registrar(request, taller)
    form = NotaForm(request.POST, taller=uno)
    if form.is_valid():
        try:
            _escribir(request, uno, form.cleaned_data)
            return redirect("talleres_gestion:taller", taller)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
    return render(request, "talleres/taller.html", _pagina(request, uno, form=form), status=422)


def _escribir(request: HttpRequest, taller: Taller, datos: dict) -> None:
    comunes = {k: datos[k] for k in ("texto", "nonce")}
    if datos["tipo"] == ACUERDO:
        services.registrar_acuerdo(taller=taller, por=request.user, **comunes)
    else:
        services.registrar_intervencion(
            taller=taller,
            tipo=datos["tipo"],
            participante=datos["participante"],
            por=request.user,
            **comunes,
        )


@con_permiso(Permiso.VER_TALLER)
@require_POST
def iniciar(request: HttpRequest, taller: int) -> HttpResponse:
    """Begin."""
    uno = taller_para_registrar(request, taller)
    hacer(
        request,
        lambda: services.iniciar_taller(taller=uno, por=request.user),
        "El taller empezó. Anote lo que se diga.",
    )
    return redirect("talleres_gestion:taller", taller)


@con_permiso(Permiso.VER_TALLER)
@require_POST
def cerrar(request: HttpRequest, taller: int) -> HttpResponse:
    """End, with an agreement or the reason why not."""
    uno = taller_para_registrar(request, taller)
    form = CerrarForm(request.POST, hechos=selectors.hechos(uno))
    if form.is_valid():
        try:
            services.cerrar_taller(taller=uno, por=request.user, **form.cleaned_data)
            messages.success(request, f"El taller {uno.numero} quedó cerrado.")
            return redirect("talleres_gestion:taller", taller)
        except ErrorDominio as error:
            form.no_cierra(error)
    return render(request, "talleres/taller.html", _pagina(request, uno, cierre=form), status=422)


@con_permiso(Permiso.VER_TALLER)
@require_POST
def reabrir(request: HttpRequest, taller: int) -> HttpResponse:
    """Go on writing."""
    uno = taller_para_registrar(request, taller)
    hacer(
        request,
        lambda: services.reabrir_taller(taller=uno, por=request.user),
        "El taller está abierto de nuevo.",
    )
    return redirect("talleres_gestion:taller", taller)


@con_permiso(Permiso.VER_TALLER)
@require_POST
def generar(request: HttpRequest, taller: int) -> HttpResponse:
    """Make the slides."""
    uno = taller_para_registrar(request, taller)
    hacer(
        request,
        lambda: services.generar_presentacion(taller=uno, por=request.user),
        "La presentación está lista para descargar.",
    )
    return redirect("talleres_gestion:taller", taller)


@con_permiso(Permiso.VER_TALLER)
@require_safe
def presentacion(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the slides."""
    una = get_object_or_404(Presentacion.objects.select_related("archivo"), pk=pk)
    uno = taller_o_404(request, una.taller_id)
    respuesta = HttpResponse(bytes(una.archivo.contenido), content_type=una.archivo.tipo)
    nombre = f"taller-{uno.numero}-v{una.version}.pptx"
    respuesta["Content-Disposition"] = content_disposition_header(True, nombre)
    return respuesta


@con_permiso(Permiso.VER_TALLER)
@require_http_methods(["GET", "HEAD", "POST"])
def anular(request: HttpRequest, clase: str, pk: int) -> HttpResponse:
    """Strike a note or an agreement through, with its reason."""
    nota = nota_para_registrar(request, clase, pk)
    form = MotivoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _anular(request, nota, form.cleaned_data["motivo"])
            return redirect("talleres_gestion:taller", nota.taller_id)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
    status = 422 if request.method == "POST" else 200
    pagina = contexto(nota.taller, nota=nota, form=form)
    return render(request, "talleres/anular.html", pagina, status=status)


def _anular(request: HttpRequest, nota, motivo: str) -> None:
    if isinstance(nota, Acuerdo):
        services.anular_acuerdo(acuerdo=nota, motivo=motivo, por=request.user)
    else:
        services.anular_intervencion(intervencion=nota, motivo=motivo, por=request.user)
    messages.success(request, "La nota quedó anulada. Lo dicho sigue a la vista.")


@con_permiso(Permiso.VER_TALLER)
@require_POST
def priorizar(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an agreement a priority, or no longer."""
    acuerdo = nota_para_registrar(request, "acuerdo", pk)
    prioritario = request.POST.get("prioritario") == "si"
    hacer(
        request,
        lambda: services.priorizar(acuerdo=acuerdo, prioritario=prioritario, por=request.user),
        "Prioridad elegida." if prioritario else "Ya no es prioridad.",
    )
    return redirect("talleres_gestion:taller", acuerdo.taller_id)
