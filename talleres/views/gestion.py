"""Staff: the plan of the workshops and who sits in them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun.errores import ErrorDominio
from cuentas.views.paginas import contexto as contexto_de_cuenta
from cuentas.views.paginas import cuenta_o_404, hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso
from talleres import selectors, services
from talleres.forms import CrearTalleresForm, EquipoForm, MoverForm, TallerForm
from talleres.models import Taller
from talleres.views.paginas import contexto, taller_para_gestionar

ESCRIBIR = ["GET", "HEAD", "POST"]


@con_permiso(Permiso.VER_TALLER)
@require_safe
def talleres(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The workshops of the account that the person may read, by activity."""
    cuenta = cuenta_o_404(servicio, anio)
    grupos = selectors.por_actividad(cuenta, selectors.visibles(request.user))
    pagina = contexto_de_cuenta(cuenta, grupos=grupos, hay=any(filas for _, filas in grupos))
    return render(request, "talleres/talleres.html", pagina)


@con_permiso(Permiso.GESTIONAR_TALLERES)
@require_http_methods(ESCRIBIR)
def crear(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Add workshops to an activity."""
    cuenta = cuenta_o_404(servicio, anio)
    form = CrearTalleresForm(request.POST or None, actividades=selectors.actividades(cuenta))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                nuevos = services.crear_talleres(por=request.user, **form.datos())
                messages.success(request, f"Talleres creados: {len(nuevos)}.")
                return redirect("talleres_gestion:talleres", servicio, anio)
            except ErrorDominio as error:
                form.add_error(None, error.mensaje)
    return render(
        request, "talleres/crear.html", contexto_de_cuenta(cuenta, form=form), status=status
    )


def _datos(taller: Taller) -> dict:
    return {"nombre": taller.nombre, "sala": taller.sala, "cupo": taller.cupo}


def _pagina_de_edicion(
    request: HttpRequest,
    taller: Taller,
    datos: TallerForm | None = None,
    equipo: EquipoForm | None = None,
) -> HttpResponse:
    """Both forms; the one that came back with errors as it was sent."""
    personas = {"facilitador": taller.facilitador_id, "secretario": taller.secretario_id}
    pagina = contexto(
        taller,
        datos=datos or TallerForm(initial=_datos(taller)),
        equipo=equipo or EquipoForm(initial=personas, taller=taller),
        form=datos or equipo,
    )
    status = 422 if datos or equipo else 200
    return render(request, "talleres/editar.html", pagina, status=status)


@con_permiso(Permiso.GESTIONAR_TALLERES)
@require_http_methods(ESCRIBIR)
def editar(request: HttpRequest, taller: int) -> HttpResponse:
    """Topic, room and seats; the page also shows the team."""
    uno = taller_para_gestionar(request, taller)
    if request.method != "POST":
        return _pagina_de_edicion(request, uno)
    form = TallerForm(request.POST)
    if form.is_valid():
        try:
            services.editar_taller(taller=uno, por=request.user, **form.cleaned_data)
            messages.success(request, f"Taller {uno.numero} guardado.")
            return redirect("talleres_gestion:editar", taller)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
    return _pagina_de_edicion(request, uno, datos=form)


@con_permiso(Permiso.GESTIONAR_TALLERES)
@require_POST
def equipo(request: HttpRequest, taller: int) -> HttpResponse:
    """Who facilitates and who records."""
    uno = taller_para_gestionar(request, taller)
    form = EquipoForm(request.POST, taller=uno)
    if form.is_valid():
        try:
            services.asignar_equipo(taller=uno, por=request.user, **form.cleaned_data)
            messages.success(request, f"Equipo del taller {uno.numero} guardado.")
            return redirect("talleres_gestion:editar", taller)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
    return _pagina_de_edicion(request, uno, equipo=form)


@con_permiso(Permiso.GESTIONAR_TALLERES)
@require_POST
def descartar(request: HttpRequest, taller: int) -> HttpResponse:
    """A planned workshop that will not take place."""
    uno = taller_para_gestionar(request, taller)
    hacer(
        request,
        lambda: services.descartar_taller(taller=uno, por=request.user),
        f"El taller {uno.numero} queda como no realizado.",
    )
    cuenta = uno.actividad.cuenta
    return redirect("talleres_gestion:talleres", cuenta.servicio.slug, cuenta.anio_gestion)


@con_permiso(Permiso.GESTIONAR_TALLERES)
@require_http_methods(ESCRIBIR)
def personas(request: HttpRequest, taller: int) -> HttpResponse:
    """Who sits in a workshop; POST moves one person to another one."""
    uno = taller_para_gestionar(request, taller)
    if request.method == "POST":
        form = MoverForm(request.POST, taller=uno)
        if form.is_valid():
            persona = form.cleaned_data["participante"].nombre_completo
            destino = form.cleaned_data["taller"]
            hacer(
                request,
                lambda: services.mover_a(por=request.user, **form.cleaned_data),
                f"{persona} pasa al taller {destino.numero}.",
            )
            return redirect("talleres_gestion:personas", taller)
        messages.error(request, "Elija el taller al que pasa la persona.")
    pagina = contexto(
        uno, sentados=selectors.sentados(uno), destinos=list(selectors.otros_abiertos(uno))
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "talleres/personas.html", pagina, status=status)
