"""Staff: the checklist of an account. Its dates hang from the activity, so it lives up here."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.archivos import XLSX
from comun.errores import ErrorDominio, SinPermiso
from comun.limites import entero
from comun.requisitos import REQUISITOS
from cuentas import selectors, services
from cuentas.forms.tareas import AsignarForm, FiltroTareasForm, HacerTareaForm, TareaForm
from cuentas.models import CuentaPublica, Tarea
from cuentas.views.evidencias import descarga
from cuentas.views.paginas import contexto, cuenta_o_404, hacer
from seguimiento import documents
from seguimiento.selectors.tareas import (
    TareaConFecha,
    Tramo,
    anclas_de,
    con_texto,
    tareas_con_fecha,
)
from servicios.acceso import con_permiso, puede
from servicios.permissions import Permiso

POR_PAGINA = 100


@con_permiso(Permiso.HACER_TAREAS)
@require_safe
def tareas(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The tasks in order of urgency, with search and saved views."""
    cuenta = cuenta_o_404(servicio, anio)
    personas = selectors.personas_del_servicio(cuenta.servicio)
    return _lista(request, cuenta, AsignarForm(personas=personas))


def _lista(
    request: HttpRequest, cuenta: CuentaPublica, form: AsignarForm, marcadas: tuple[str, ...] = ()
) -> HttpResponse:
    todas = tareas_con_fecha(cuenta, reloj.hoy(cuenta.servicio.zona))
    filtro = FiltroTareasForm(request.GET)
    de = request.GET.get("de", "")
    vistas = _por_vista(todas, request)
    pagina = Paginator(con_texto(vistas.get(de, todas), filtro.texto()), POR_PAGINA).get_page(
        request.GET.get("pagina")
    )
    pagina_de = contexto(
        cuenta,
        form=form,
        filtro=filtro,
        de=de,
        pagina=pagina,
        tramos=[(t.value, [f for f in pagina if f.tramo is t]) for t in Tramo],
        total=len(todas),
        hechas=sum(t.tramo is Tramo.HECHAS for t in todas),
        vencidas=sum(t.tramo is Tramo.VENCIDAS for t in todas),
        vistas=_enlaces(vistas, de),
        marcadas=marcadas,
    )
    status = 422 if form.is_bound else 200
    return render(request, "seguimiento/tareas.html", pagina_de, status=status)


def _por_vista(todas: list[TareaConFecha], request: HttpRequest) -> dict[str, list[TareaConFecha]]:
    return {
        "": todas,
        "mias": [t for t in todas if t.tarea.responsable_id == request.user.pk],
        "nadie": [
            t for t in todas if t.tarea.responsable_id is None and t.tramo is not Tramo.HECHAS
        ],
    }


def _enlaces(vistas: dict[str, list[TareaConFecha]], de: str) -> list[dict[str, Any]]:
    nombres = {"": "Todas", "mias": "Mías", "nadie": "Sin persona a cargo"}
    return [
        {"url": f"?de={clave}", "nombre": nombres[clave], "n": len(filas), "actual": clave == de}
        for clave, filas in vistas.items()
    ]


@con_permiso(Permiso.GESTIONAR_TAREAS)
@require_POST
def asignar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Give the marked tasks to a person, or a date, or both."""
    cuenta = cuenta_o_404(servicio, anio)
    escritas = request.POST.getlist("tareas")
    marcadas = tuple(str(pk) for clave in escritas if (pk := entero(clave)) is not None)
    form = AsignarForm(
        request.POST, personas=selectors.personas_del_servicio(cuenta.servicio)
    )  # fmt: skip
    if form.is_valid():
        elegidas = list(cuenta.tareas.pendientes().filter(pk__in=marcadas))
        try:
            cuantas = services.asignar_tareas(
                cuenta=cuenta, tareas=elegidas, por=request.user, **form.cleaned_data
            )
        except ErrorDominio as error:
            form.add_error(error.campo, error.mensaje)
        else:
            que = "tarea" if cuantas == 1 else "tareas"
            messages.success(request, f"Repartió {cuantas} {que}.")
            return redirect(_con_consulta(request, cuenta))
    return _lista(request, cuenta, form, marcadas)


def _con_consulta(request: HttpRequest, cuenta: CuentaPublica) -> str:
    """The list as it was: the search and the page stay in the address."""
    lista = reverse("seguimiento_gestion:tareas", args=[cuenta.servicio.slug, cuenta.anio_gestion])
    return f"{lista}?{request.GET.urlencode()}" if request.GET else lista


@con_permiso(Permiso.GESTIONAR_TAREAS)
@require_POST
def crear(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Bring the tasks of the guide, or last year's, that the account lacks."""
    cuenta = cuenta_o_404(servicio, anio)
    hacer(
        request,
        lambda: services.crear_tareas(cuenta=cuenta, por=request.user),
        "Ya están las tareas. Diga quién hace cada una.",
    )
    return redirect("seguimiento_gestion:tareas", servicio, anio)


@con_permiso(Permiso.HACER_TAREAS)
@require_safe
def planilla(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The whole checklist as a sheet."""
    cuenta = cuenta_o_404(servicio, anio)
    todas = tareas_con_fecha(cuenta, reloj.hoy(cuenta.servicio.zona))
    respuesta = HttpResponse(documents.tareas_xlsx(todas), content_type=XLSX)
    respuesta["Content-Disposition"] = f'attachment; filename="tareas-{servicio}-{anio}.xlsx"'
    respuesta["Cache-Control"] = "no-store"
    return respuesta


@con_permiso(Permiso.GESTIONAR_TAREAS)
@require_http_methods(["GET", "HEAD", "POST"])
def nueva(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Add a task of the service's own."""
    cuenta = cuenta_o_404(servicio, anio)
    personas = selectors.personas_del_servicio(cuenta.servicio)
    form = TareaForm(request.POST or None, personas=personas)
    if form.is_valid():
        try:
            tarea = services.agregar_tarea(cuenta=cuenta, por=request.user, **form.datos())
        except ErrorDominio as error:
            form.add_error(error.campo, error.mensaje)
        else:
            messages.success(request, f"«{tarea}» ya está en la lista.")
            return redirect("seguimiento_gestion:tareas", servicio, anio)
    status = 422 if form.is_bound else 200
    return render(
        request, "seguimiento/tarea_nueva.html", contexto(cuenta, form=form), status=status
    )


@con_permiso(Permiso.HACER_TAREAS)
@require_safe
def tarea(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """One task: by when, who asks for it, and the form that says it is done."""
    cuenta = cuenta_o_404(servicio, anio)
    una = tarea_o_404(cuenta, pk)
    return _pagina(request, una, HacerTareaForm(initial={"evidencia": una.evidencia}))


def tarea_o_404(cuenta: CuentaPublica, pk: int) -> Tarea:
    filas = Tarea.objects.select_related("responsable", "hecha_por", "cuenta__servicio__comuna")
    return get_object_or_404(filas, cuenta=cuenta, pk=pk)


def _pagina(request: HttpRequest, una: Tarea, form: HacerTareaForm) -> HttpResponse:
    gestiona = puede(request.user, Permiso.GESTIONAR_TAREAS, una.servicio_id)
    ancla = anclas_de([una.cuenta])[una.cuenta_id].de(una)
    con_fecha = TareaConFecha(una, una.vence_el(ancla), reloj.hoy(una.servicio.zona))
    pagina = contexto(
        una.cuenta,
        tarea=una,
        con_fecha=con_fecha,
        ancla=ancla,
        requisito=REQUISITOS.get(una.regla),
        gestiona=gestiona,
        la_hace=gestiona or una.responsable_id == request.user.pk,
        form=form,
    )
    status = 422 if form.is_bound else 200
    return render(request, "seguimiento/tarea.html", pagina, status=status)


@con_permiso(Permiso.HACER_TAREAS)
@require_POST
def dar_por_hecha(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Say that a task is done, with what shows it."""
    una = tarea_o_404(cuenta_o_404(servicio, anio), pk)
    form = HacerTareaForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.hacer_tarea(tarea=una, por=request.user, **form.cleaned_data)
        except SinPermiso as error:
            raise PermissionDenied(error.mensaje) from None
        except ErrorDominio as error:
            form.add_error(error.campo, error.mensaje)
        else:
            messages.success(request, f"«{una}» está hecha.")
            return redirect("seguimiento_gestion:tareas", servicio, anio)
    return _pagina(request, una, form)


@con_permiso(Permiso.HACER_TAREAS)
@require_POST
def deshacer(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """A task that was not done after all is pending again."""
    una = tarea_o_404(cuenta_o_404(servicio, anio), pk)
    try:
        services.deshacer_tarea(tarea=una, por=request.user)
    except SinPermiso as error:
        raise PermissionDenied(error.mensaje) from None
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    else:
        messages.success(request, f"«{una}» está pendiente otra vez.")
    return redirect("seguimiento_gestion:tarea", servicio, anio, pk)


@con_permiso(Permiso.GESTIONAR_TAREAS)
@require_http_methods(["GET", "HEAD", "POST"])
def editar(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Change whose a task is and by when; the name only of the service's own."""
    cuenta = cuenta_o_404(servicio, anio)
    una = tarea_o_404(cuenta, pk)
    personas = selectors.personas_del_servicio(cuenta.servicio)
    form = TareaForm(request.POST or None, personas=personas, tarea=una)
    if form.is_valid():
        try:
            services.editar_tarea(tarea=una, por=request.user, **form.datos())
        except ErrorDominio as error:
            form.add_error(error.campo, error.mensaje)
        else:
            messages.success(request, "Guardó los cambios de la tarea.")
            return redirect("seguimiento_gestion:tarea", servicio, anio, pk)
    pagina = contexto(cuenta, form=form, tarea=una)
    status = 422 if form.is_bound else 200
    return render(request, "seguimiento/tarea_editar.html", pagina, status=status)


@con_permiso(Permiso.GESTIONAR_TAREAS)
@require_POST
def borrar(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Delete a task of the service's own that is not done."""
    una = tarea_o_404(cuenta_o_404(servicio, anio), pk)
    borrada = hacer(
        request,
        lambda: services.borrar_tarea(tarea=una, por=request.user),
        f"Borró «{una}» de la lista.",
    )
    if borrada:
        return redirect("seguimiento_gestion:tareas", servicio, anio)
    return redirect("seguimiento_gestion:tarea", servicio, anio, pk)


@con_permiso(Permiso.HACER_TAREAS)
@require_safe
def archivo(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """The file that shows that a task is done."""
    una = tarea_o_404(cuenta_o_404(servicio, anio), pk)
    return descarga(una.archivo, f"evidencia-tarea-{pk}")
