"""Staff: one organisation of the directory, its people and what it lived with the service."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comun import reloj
from comun.errores import ErrorDominio
from convocatorias import selectors, services
from convocatorias.forms import ContactoForm, DejarCargoForm, OrganizacionForm
from convocatorias.models import Contacto, Organizacion
from cuentas.models import CuentaPublica
from cuentas.views.paginas import contexto, cuenta_o_404, hacer, mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

#: Of the history of an organisation: the newest ones.
HISTORIA_A_LA_VISTA = 50
LA_FICHA = "convocatorias_gestion:organizacion"


def organizacion_o_404(pk: int) -> Organizacion:
    return get_object_or_404(Organizacion.objects.select_related("comuna", "fusionada_en"), pk=pk)


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
        return redirect(LA_FICHA, servicio, anio, guardada.pk)
    return render(
        request,
        "convocatorias/organizacion_nueva.html",
        contexto(cuenta, form=form),
        status=422 if form.is_bound else 200,
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def organizacion(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """One organisation: its people of today and of before, its history and its data."""
    cuenta = cuenta_o_404(servicio, anio)
    fila = organizacion_o_404(pk)
    form = OrganizacionForm(request.POST or None, initial=_inicial(fila))
    if _guardar_organizacion(request, cuenta, form, fila):
        messages.success(request, "Guardó los cambios de la organización.")
        return redirect(LA_FICHA, servicio, anio, pk)
    contactos = list(selectors.con_silencio(fila.contactos.order_by("-representante", "nombres")))
    historia = selectors.historia(fila)
    mas = {
        "contactos": [c for c in contactos if c.hasta is None],
        "anteriores": [c for c in contactos if c.hasta],
        "historia": historia[:HISTORIA_A_LA_VISTA],
        "veces": historia.count(),
        "uniones": selectors.uniones_de(fila),
    }
    return render(
        request,
        "convocatorias/organizacion.html",
        contexto(cuenta, form=form, organizacion=fila, **mas),
        status=422 if form.is_bound else 200,
    )


def _inicial(fila: Organizacion) -> dict[str, object]:
    sueltos = ("nombre", "comuna", "direccion", "rut", "personalidad")
    inicial: dict[str, object] = {campo: getattr(fila, campo) for campo in sueltos}
    return inicial | {"tipos": fila.tipos.all(), "temas": fila.temas.all()}


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
        mostrar_error(form, error)
        return None


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def archivar_organizacion(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Put an organisation away."""
    cuenta_o_404(servicio, anio)
    fila = organizacion_o_404(pk)
    hacer(
        request,
        lambda: services.archivar_organizacion(
            organizacion=fila, ahora=reloj.ahora(), por=request.user
        ),
        f"Archivó {fila.nombre}: ya no se le invita. Puede traerla de vuelta cuando quiera.",
    )
    return redirect(LA_FICHA, servicio, anio, pk)


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def recuperar_organizacion(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Bring an organisation back from the archive."""
    cuenta_o_404(servicio, anio)
    fila = organizacion_o_404(pk)
    hacer(
        request,
        lambda: services.recuperar_organizacion(organizacion=fila, por=request.user),
        f"{fila.nombre} está otra vez en uso.",
    )
    return redirect(LA_FICHA, servicio, anio, pk)


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def contacto(
    request: HttpRequest, servicio: str, anio: int, pk: int, contacto: int | None = None
) -> HttpResponse:
    """Add a person to an organisation, or change one."""
    cuenta = cuenta_o_404(servicio, anio)
    fila = organizacion_o_404(pk)
    persona = None if contacto is None else get_object_or_404(fila.contactos, pk=contacto)
    form = ContactoForm(request.POST or None, instance=persona)
    if form.is_bound and form.is_valid():
        try:
            services.guardar_contacto(
                organizacion=fila, contacto=persona, por=request.user, **form.cleaned_data
            )
        except ErrorDominio as error:
            mostrar_error(form, error)
        else:
            messages.success(request, "Guardó los datos de contacto.")
            return redirect(LA_FICHA, servicio, anio, pk)
    return render(
        request,
        "convocatorias/contacto.html",
        contexto(cuenta, form=form, organizacion=fila, contacto=persona),
        status=422 if form.is_bound else 200,
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def dejar_cargo(
    request: HttpRequest, servicio: str, anio: int, pk: int, contacto: int
) -> HttpResponse:
    """A person no longer speaks for the organisation; the history keeps them."""
    cuenta = cuenta_o_404(servicio, anio)
    persona = _persona_o_404(pk, contacto)
    form = DejarCargoForm(request.POST or None, initial={"hasta": _hoy(cuenta)})
    if form.is_bound and form.is_valid():
        try:
            services.dejar_cargo(contacto=persona, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            mostrar_error(form, error)
        else:
            messages.success(request, "Pasó a las personas de antes: ya no recibe invitaciones.")
            return redirect(LA_FICHA, servicio, anio, pk)
    return render(
        request,
        "convocatorias/contacto_deja.html",
        contexto(cuenta, form=form, contacto=persona),
        status=422 if form.is_bound else 200,
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def quitar_contacto(
    request: HttpRequest, servicio: str, anio: int, pk: int, contacto: int
) -> HttpResponse:
    """Erase a person from the directory for good, after asking."""
    cuenta = cuenta_o_404(servicio, anio)
    persona = _persona_o_404(pk, contacto)
    if request.method == "POST":
        services.quitar_contacto(contacto=persona, por=request.user)
        messages.success(request, "Quitó a esa persona del directorio.")
        return redirect(LA_FICHA, servicio, anio, pk)
    return render(request, "convocatorias/contacto_quitar.html", contexto(cuenta, contacto=persona))


def _persona_o_404(pk: int, contacto: int) -> Contacto:
    personas = Contacto.objects.select_related("organizacion")
    return get_object_or_404(personas, pk=contacto, organizacion=pk)


def _hoy(cuenta: CuentaPublica) -> date:
    return reloj.hoy(cuenta.servicio.zona)
