"""Staff: the list of a call, and the plurality radar that says who lacks in it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from comun.errores import ErrorDominio
from comun.formato import miles
from comun.limites import entero
from convocatorias import selectors, services
from convocatorias.forms import SumarForm
from convocatorias.models import POR_SALIR, Actividad, Contacto, Convocatoria
from convocatorias.views.actividades import actividad_o_404, de_actividad
from cuentas.views.paginas import hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

#: How many organisations the page of the radar proposes.
EN_EL_RADAR = 25


def por_salir_o_404(actividad: Actividad) -> Convocatoria:
    """The call of the activity that was not sent yet."""
    filas = Convocatoria.objects.filter(estado__in=POR_SALIR).select_related("programada_por")
    fila = get_object_or_404(filas, actividad=actividad)
    fila.actividad = actividad
    return fila


def ultima_o_404(servicio: str, anio: int, slug: str) -> Convocatoria:
    """The call that the button was about, even if it went out meanwhile: its use case says so."""
    fila = selectors.ultima(actividad_o_404(servicio, anio, slug))
    if fila is None:
        raise Http404
    return fila


def ids_de(textos: Iterable[str]) -> set[int]:
    """The identifiers that came; what is not one counts as none."""
    return {n for texto in textos if (n := entero(texto)) is not None}


def _personas(n: int) -> str:
    return "1 persona" if n == 1 else f"{miles(n)} personas"


@con_permiso(Permiso.CONVOCAR)
@require_POST
def sumar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Add part of the directory to the list, or all of it."""
    fila, form = ultima_o_404(servicio, anio, slug), SumarForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ese filtro ya no sirve. Elija otro: no se sumó a nadie.")
        return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    quienes = selectors.candidatos(fila.actividad, fila, **form.criterio())
    _cambiar(
        request,
        lambda: services.sumar_destinatarios(
            convocatoria=fila, contactos=quienes, por=request.user
        ),
        "Sumó {} a la lista.",
        "Ya estaban todas en la lista.",
    )
    return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)


@con_permiso(Permiso.CONVOCAR)
@require_POST
def quitar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Take the marked ones, or everybody, off the list."""
    fila = ultima_o_404(servicio, anio, slug)
    _cambiar(
        request,
        lambda: services.quitar_destinatarios(
            convocatoria=fila, contactos=_a_quitar(request, fila), por=request.user
        ),
        "Quitó {} de la lista.",
        "No quitó a nadie: marque a quienes quiere quitar.",
    )
    return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)


def _a_quitar(request: HttpRequest, fila: Convocatoria) -> Any:
    if "todas" in request.POST:
        return selectors.lista(fila)
    return Contacto.objects.filter(pk__in=ids_de(request.POST.getlist("contacto")))


@con_permiso(Permiso.CONVOCAR)
@require_POST
def deshacer(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Undo an addition or a removal."""
    fila = ultima_o_404(servicio, anio, slug)
    _cambiar(
        request,
        lambda: services.deshacer_destinatarios(
            convocatoria=fila, cambio=entero(request.POST.get("cambio", "")) or 0, por=request.user
        ),
        "Deshizo el cambio de {}.",
        "Ese cambio ya estaba deshecho.",
    )
    return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)


def _cambiar(request: HttpRequest, caso: Any, dicho: str, nada: str) -> None:
    try:
        n = caso()
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
        return
    if n:
        messages.success(request, dicho.format(_personas(n)))
    else:
        messages.info(request, nada)


@con_permiso(Permiso.CONVOCAR)
@require_safe
def radar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Presence by kind, place and priority group, and every organisation that would fill a gap."""
    actividad = actividad_o_404(servicio, anio, slug)
    contexto = de_actividad(
        actividad,
        radar=radar_de(actividad, EN_EL_RADAR),
        fila=selectors.ultima(actividad),
    )
    return render(request, "convocatorias/radar.html", contexto)


def radar_de(actividad: Actividad, cuantas: int = selectors.A_PROPONER) -> selectors.Radar:
    """The radar of an activity with the list that waits, if there is one."""
    fila = selectors.por_salir([actividad]).get(actividad.pk)
    lista = selectors.elegidos(fila) if fila else None
    return selectors.radar_de(actividad, lista, cuantas=cuantas)


@con_permiso(Permiso.CONVOCAR)
@require_POST
def radar_sumar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Add the people of those organisations: to the call in preparation, or to another one."""
    actividad = actividad_o_404(servicio, anio, slug)
    organizaciones = ids_de(request.POST.getlist("organizacion"))
    motivo = motivo_del_radar(radar_de(actividad))
    _cambiar(
        request,
        lambda: services.complementar(
            actividad=actividad,
            contactos=selectors.candidatos(actividad, organizaciones=organizaciones),
            motivo=motivo,
            por=request.user,
        )[1],
        "Sumó {} a la lista.",
        "No sumó a nadie: marque al menos una organización con alguien a quien invitar.",
    )
    return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)


def motivo_del_radar(radar: selectors.Radar) -> str:
    """Why a complementary call is made, as a first proposal that can be changed."""
    que = selectors.palabras(fila.nombre for fila in radar.faltan)
    if not que:
        return "Para que la convocatoria sea más plural."
    return f"Para que la convocatoria sea plural: faltaban organizaciones {que}."


@con_permiso(Permiso.CONVOCAR)
@require_POST
def recuperar_texto(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Bring back the words of a former version."""
    fila = ultima_o_404(servicio, anio, slug)
    version = entero(request.POST.get("version", "")) or 0
    hacer(
        request,
        lambda: services.recuperar_texto(convocatoria=fila, version=version, por=request.user),
        f"Volvió al texto de la versión {version}. Las otras siguen guardadas.",
    )
    return redirect("convocatorias_gestion:preparar", servicio, anio, slug)
