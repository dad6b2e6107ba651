"""Staff: the directory of organisations and contacts, by hand and by spreadsheet."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun.errores import ErrorDominio
from convocatorias import documents, selectors, services
from convocatorias.forms import CargaForm, ContactoForm, FiltroDirectorioForm, OrganizacionForm
from convocatorias.models import Contacto, Organizacion, TipoOrganizacion
from cuentas.models import CuentaPublica
from cuentas.views.paginas import contexto, cuenta_o_404
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 50
ERRORES_A_LA_VISTA = 200
FORMATOS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def organizacion_o_404(pk: int) -> Organizacion:
    return get_object_or_404(Organizacion.objects.select_related("comuna"), pk=pk)


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
def directorio(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The organisations, with search and filters."""
    cuenta = cuenta_o_404(servicio, anio)
    filtro = FiltroDirectorioForm(request.GET)
    filas = selectors.buscar_organizaciones(**filtro.criterio())
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    return render(
        request,
        "convocatorias/directorio.html",
        contexto(cuenta, filtro=filtro, pagina=pagina, filtrado=any(filtro.criterio().values())),
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def organizacion_nueva(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Add an organisation by hand."""
    cuenta = cuenta_o_404(servicio, anio)
    form = OrganizacionForm(request.POST or None)
    guardada = _guardar_organizacion(request, cuenta, form, None)
    if guardada:
        messages.success(
            request, f"{guardada.nombre} ya está en el directorio. Sume a quién avisar."
        )
        return redirect("convocatorias_gestion:organizacion", servicio, anio, guardada.pk)
    return render(
        request,
        "convocatorias/organizacion_nueva.html",
        contexto(cuenta, form=form),
        status=422 if form.is_bound else 200,
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def organizacion(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """One organisation and its contacts."""
    cuenta = cuenta_o_404(servicio, anio)
    fila = organizacion_o_404(pk)
    inicial = {"nombre": fila.nombre, "tipos": fila.tipos.all(), "comuna": fila.comuna}
    form = OrganizacionForm(request.POST or None, initial=inicial)
    if _guardar_organizacion(request, cuenta, form, fila):
        messages.success(request, "Guardó los cambios de la organización.")
        return redirect("convocatorias_gestion:organizacion", servicio, anio, pk)
    return render(
        request,
        "convocatorias/organizacion.html",
        contexto(
            cuenta, form=form, organizacion=fila, contactos=selectors.con_silencio(fila.contactos)
        ),
        status=422 if form.is_bound else 200,
    )


def _guardar_organizacion(
    request: HttpRequest,
    cuenta: CuentaPublica,
    form: OrganizacionForm,
    fila: Organizacion | None,
) -> Organizacion | None:
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return services.guardar_organizacion(
            servicio=cuenta.servicio, organizacion=fila, por=request.user, **form.cleaned_data
        )
    except ErrorDominio as error:
        form.add_error(None, error.mensaje)
        return None


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def contacto(
    request: HttpRequest, servicio: str, anio: int, pk: int, contacto: int | None = None
) -> HttpResponse:
    """Add a person to an organisation, or change one."""
    cuenta = cuenta_o_404(servicio, anio)
    fila = organizacion_o_404(pk)
    persona = get_object_or_404(fila.contactos, pk=contacto) if contacto else None
    form = ContactoForm(request.POST or None, instance=persona)
    if form.is_bound and form.is_valid():
        try:
            services.guardar_contacto(
                organizacion=fila, contacto=persona, por=request.user, **form.cleaned_data
            )
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, "Guardó los datos de contacto.")
            return redirect("convocatorias_gestion:organizacion", servicio, anio, pk)
    return render(
        request,
        "convocatorias/contacto.html",
        contexto(cuenta, form=form, organizacion=fila, contacto=persona),
        status=422 if form.is_bound else 200,
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def quitar_contacto(
    request: HttpRequest, servicio: str, anio: int, pk: int, contacto: int
) -> HttpResponse:
    """Take a person out of the directory."""
    cuenta_o_404(servicio, anio)
    persona = get_object_or_404(Contacto, pk=contacto, organizacion=pk)
    services.quitar_contacto(contacto=persona, por=request.user)
    messages.success(request, "Quitó a esa persona del directorio.")
    return redirect("convocatorias_gestion:organizacion", servicio, anio, pk)


# ── By spreadsheet ──


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def cargar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Upload a spreadsheet: all of it is stored, or nothing with the reasons by row."""
    cuenta = cuenta_o_404(servicio, anio)
    form = CargaForm(request.POST or None, request.FILES or None)
    mas: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        subido = form.cleaned_data["archivo"]
        try:
            resumen = services.cargar_directorio(
                servicio=cuenta.servicio,
                nombre=subido.name,
                contenido=subido.read(),
                por=request.user,
            )
        except services.CargaConErrores as error:
            form.add_error(None, error.mensaje)
            mas = {"errores": error.errores[:ERRORES_A_LA_VISTA], "total": len(error.errores)}
        except ErrorDominio as error:
            form.add_error("archivo", error.mensaje)
        else:
            messages.success(request, _frase(resumen))
            return redirect("convocatorias_gestion:directorio", servicio, anio)
    mas["tipos"] = TipoOrganizacion.objects.all()
    return render(
        request,
        "convocatorias/cargar_directorio.html",
        contexto(cuenta, form=form, **mas),
        status=422 if request.method == "POST" else 200,
    )


def _frase(resumen: services.Resumen) -> str:
    return (
        f"Planilla cargada. Organizaciones: {resumen.organizaciones_nuevas} nuevas y "
        f"{resumen.organizaciones_cambiadas} actualizadas. Contactos: {resumen.contactos_nuevos} "
        f"nuevos, {resumen.contactos_cambiados} actualizados y {resumen.sin_cambios} sin cambios."
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
def plantilla(request: HttpRequest, servicio: str, anio: int, formato: str) -> HttpResponse:
    """The sheet to fill in."""
    cuenta_o_404(servicio, anio)
    return _planilla("plantilla-directorio", formato, documents.plantilla_directorio)


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def exportar(request: HttpRequest, servicio: str, anio: int, formato: str) -> HttpResponse:
    """The whole directory, with the columns of the import."""
    cuenta_o_404(servicio, anio)
    filas = selectors.buscar_organizaciones()
    return _planilla("directorio", formato, lambda f: documents.directorio(filas, f))


def _planilla(nombre: str, formato: str, escribir: Any) -> HttpResponse:
    if formato not in FORMATOS:
        raise Http404
    respuesta = HttpResponse(escribir(formato), content_type=FORMATOS[formato])
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}.{formato}"'
    respuesta["Cache-Control"] = "no-store"
    return respuesta
