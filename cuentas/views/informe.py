"""Staff: write the base report by section, read it whole, and publish it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comun import reloj
from comun.errores import ErrorDominio
from cuentas import reglas, selectors, services
from cuentas.forms import CapituloForm, ObservacionForm, ResumenForm
from cuentas.models import Capitulo, CuentaPublica, InformeCuenta
from cuentas.views.paginas import (
    contexto,
    cuenta_o_404,
    hacer,
    impedimentos,
    informe_o_404,
    mostrar_error,
)
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


@con_permiso(Permiso.VER_TABLERO)
@require_GET
def informe(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The six sections, how far each one is, and what comes next."""
    cuenta = cuenta_o_404(servicio, anio)
    el_informe = informe_o_404(cuenta)
    capitulos = list(el_informe.capitulos.select_related("editado_por"))
    pagina = contexto(
        cuenta,
        informe=el_informe,
        capitulos=capitulos,
        vacias=[c for c in capitulos if c.vacio],
        palabras=sum(c.palabras for c in capitulos),
        publicacion=selectors.informe_vigente(cuenta),
    )
    return render(request, "cuentas/informe.html", pagina)


@con_permiso(Permiso.REDACTAR_INFORME)
@require_http_methods(["GET", "HEAD", "POST"])
def capitulo(request: HttpRequest, servicio: str, anio: int, tipo: str) -> HttpResponse:
    """Write one section; the button "Ver cómo queda" draws it without saving."""
    cuenta = cuenta_o_404(servicio, anio)
    el_informe = informe_o_404(cuenta)
    seccion = get_object_or_404(
        el_informe.capitulos.select_related("editado_por"), tipo=tipo.replace("-", "_")
    )
    seccion.informe = el_informe
    if request.method != "POST":
        return _pagina_capitulo(request, seccion, CapituloForm.de(seccion))
    form = CapituloForm(request.POST)
    if not form.is_valid():
        return _pagina_capitulo(request, seccion, form, status=422)
    if "previa" in request.POST:
        return _pagina_capitulo(request, seccion, form, previa=True)
    return _guardar(request, seccion, form)


def _guardar(request: HttpRequest, seccion: Capitulo, form: CapituloForm) -> HttpResponse:
    try:
        services.guardar_capitulo(capitulo=seccion, por=request.user, **form.cleaned_data)
    except services.EdicionEnConflicto as error:
        form.add_error(None, error.mensaje)
        seccion.texto = error.guardado.texto
        form.con_marca(error.guardado)
        return _pagina_capitulo(request, seccion, form, conflicto=True, status=422)
    except ErrorDominio as error:
        form.add_error(None, error.mensaje)
        return _pagina_capitulo(request, seccion, form, status=422)
    messages.success(request, f"Guardada la sección «{seccion}».")
    cuenta = seccion.informe.cuenta
    return redirect("cuentas_gestion:informe", cuenta.servicio.slug, cuenta.anio_gestion)


def _pagina_capitulo(
    request: HttpRequest,
    seccion: Capitulo,
    form: CapituloForm,
    *,
    status: int = 200,
    previa: bool = False,
    conflicto: bool = False,
) -> HttpResponse:
    pagina = contexto(
        seccion.informe.cuenta,
        informe=seccion.informe,
        capitulo=seccion,
        form=form,
        previa=previa,
        conflicto=conflicto,
        editable=seccion.informe.estado == InformeCuenta.Estado.BORRADOR,
    )
    return render(request, "cuentas/capitulo.html", pagina, status=status)


@con_permiso(Permiso.REDACTAR_INFORME)
@require_http_methods(["GET", "HEAD", "POST"])
def resumen(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Write the summary; the button "Ver cómo queda" draws it without saving."""
    cuenta = cuenta_o_404(servicio, anio)
    el_informe = informe_o_404(cuenta)
    guardado = {"texto": el_informe.resumen, "visto": services.huella_de(el_informe.resumen)}
    form = ResumenForm(request.POST or None, initial=guardado)
    previa, status = "previa" in request.POST, 200
    if request.method == "POST" and not (form.is_valid() and previa):
        status = 422
        if form.is_valid() and _guardar_resumen(request, el_informe, form):
            return redirect("cuentas_gestion:informe", servicio, anio)
    pagina = contexto(
        cuenta,
        informe=el_informe,
        form=form,
        previa=previa and form.is_valid(),
        editable=el_informe.estado == InformeCuenta.Estado.BORRADOR,
    )
    return render(request, "cuentas/resumen.html", pagina, status=status)


def _guardar_resumen(request: HttpRequest, informe: InformeCuenta, form: ResumenForm) -> bool:
    try:
        services.guardar_resumen(informe=informe, por=request.user, **form.cleaned_data)
    except ErrorDominio as error:
        mostrar_error(form, error)
        informe.refresh_from_db(fields=["resumen"])
        form.con_huella(services.huella_de(informe.resumen))
        return False
    messages.success(request, "Guardó el resumen.")
    return True


@con_permiso(Permiso.VER_TABLERO)
@require_GET
def lectura(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The whole report as it will be read, with the decision of who publishes it."""
    return _pagina_lectura(request, cuenta_o_404(servicio, anio), ObservacionForm())


def _pagina_lectura(
    request: HttpRequest, cuenta: CuentaPublica, form: ObservacionForm, status: int = 200
) -> HttpResponse:
    el_informe = informe_o_404(cuenta, InformeCuenta.objects.select_related("enviado_por"))
    hoy = reloj.hoy(cuenta.servicio.zona)
    pagina = contexto(
        cuenta,
        informe=el_informe,
        faltan=impedimentos(reglas.PARA_PUBLICAR_INFORME, selectors.hechos(cuenta), hoy),
        capitulos=list(el_informe.capitulos.all()),
        form=form,
        lo_redacto=request.user.pk in selectors.redactaron(el_informe),
    )
    return render(request, "cuentas/lectura.html", pagina, status=status)


@con_permiso(Permiso.REDACTAR_INFORME)
@require_POST
def enviar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Pass the report to review."""
    el_informe = informe_o_404(cuenta_o_404(servicio, anio))
    hacer(
        request,
        lambda: services.enviar_a_revision(informe=el_informe, por=request.user),
        "El informe está en revisión. Lo publica otra persona.",
    )
    return redirect("cuentas_gestion:informe", servicio, anio)


@con_permiso(Permiso.PUBLICAR_INFORME)
@require_POST
def devolver(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Give it back to its writers with an observation."""
    cuenta = cuenta_o_404(servicio, anio)
    form = ObservacionForm(request.POST)
    if form.is_valid():
        el_informe = informe_o_404(cuenta)
        try:
            services.devolver_informe(informe=el_informe, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, "Devolvió el informe a quienes lo redactan.")
            return redirect("cuentas_gestion:informe", servicio, anio)
    return _pagina_lectura(request, cuenta, form, status=422)


@con_permiso(Permiso.PUBLICAR_INFORME)
@require_POST
def publicar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Publish a new version."""
    el_informe = informe_o_404(cuenta_o_404(servicio, anio))
    bien = hacer(
        request,
        lambda: services.publicar_informe(informe=el_informe, por=request.user),
        "Publicó el informe. Ya se puede leer y descargar.",
    )
    return redirect(
        "cuentas_gestion:informe" if bien else "cuentas_gestion:lectura", servicio, anio
    )


@con_permiso(Permiso.REDACTAR_INFORME)
@require_POST
def reabrir(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Begin a new version."""
    el_informe = informe_o_404(cuenta_o_404(servicio, anio))
    hacer(
        request,
        lambda: services.reabrir_informe(informe=el_informe, por=request.user),
        "Puede escribir la versión nueva. La publicada sigue a la vista mientras tanto.",
    )
    return redirect("cuentas_gestion:informe", servicio, anio)
