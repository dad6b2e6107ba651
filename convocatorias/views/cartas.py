"""Staff: what a call has to tell on paper, by telephone or in a visit; and leaving word of it."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from comun.limites import entero
from comun.plazos import instante
from convocatorias import selectors, services
from convocatorias.documents.cartas import CARTAS_POR_TANDA, ETIQUETAS_POR_HOJA
from convocatorias.forms import AnotarEntregaForm
from convocatorias.forms.otros_medios import OTROS_CANALES
from convocatorias.models import Actividad, Convocatoria, Invitacion
from convocatorias.views.actividades import de_actividad
from convocatorias.views.enviada import enviada_o_404
from cuentas.views.paginas import mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


def instante_de(actividad: Actividad, dia: date) -> datetime:
    """When something was done on that day, by the clock of the activity: now, if it is today."""
    if dia == reloj.hoy(actividad.zona):
        return reloj.ahora()
    return instante(dia, time(12), actividad.zona)


def _canal(request: HttpRequest) -> str:
    pedido = request.GET.get("canal", "")
    return pedido if pedido in dict(OTROS_CANALES) else Invitacion.Canal.CARTA.value


def _tanda(request: HttpRequest, fila: Convocatoria, canal: str) -> Page:
    """One batch: what a page shows is what its letters, its labels and its form are about."""
    filas = selectors.por_hacer(fila).filter(canal=canal)
    return Paginator(filas, CARTAS_POR_TANDA).get_page(request.GET.get("pagina"))


@con_permiso(Permiso.CONVOCAR)
@require_http_methods(["GET", "HEAD", "POST"])
def otros_medios(
    request: HttpRequest, servicio: str, anio: int, slug: str, pk: int
) -> HttpResponse:
    """What waits to be told, batch by batch; several are noted at once."""
    fila = enviada_o_404(servicio, anio, slug, pk)
    if request.method != "POST":
        inicial = {"canal": _canal(request), "dia": reloj.hoy(fila.actividad.zona)}
        return _pagina(request, fila, AnotarEntregaForm(initial=inicial), set())
    form, marcadas = AnotarEntregaForm(request.POST), _marcadas(request)
    if form.is_valid() and (cuantas := _anotar(request, fila, form, marcadas)):
        messages.success(request, f"Anotó {cuantas} {'aviso' if cuantas == 1 else 'avisos'}.")
        return redirect(request.get_full_path())
    return _pagina(request, fila, form, marcadas, 422)


def _anotar(
    request: HttpRequest, fila: Convocatoria, form: AnotarEntregaForm, marcadas: set[int]
) -> int:
    """How many were noted; none, with the reason on the form, if it was refused."""
    datos = form.cleaned_data
    try:
        return services.anotar_entregas(
            invitaciones=Invitacion.objects.filter(convocatoria=fila, pk__in=marcadas),
            canal=datos["canal"],
            hecha_en=instante_de(fila.actividad, datos["dia"]),
            por=request.user,
            detalle=datos["detalle"],
            motivo_tardanza=datos["motivo_tardanza"],
        )
    except ErrorDominio as error:
        mostrar_error(form, error)
        return 0


def _marcadas(request: HttpRequest) -> set[int]:
    """The ones that were marked, or all those of the page that was on the screen."""
    nombre = "de_la_pagina" if request.POST.get("todas") else "marcada"
    return {n for texto in request.POST.getlist(nombre) if (n := entero(texto)) is not None}


def _pagina(
    request: HttpRequest,
    fila: Convocatoria,
    form: AnotarEntregaForm,
    marcadas: set[int],
    status: int = 200,
) -> HttpResponse:
    canal = _canal(request)
    contexto = de_actividad(
        fila.actividad,
        convocatoria=fila,
        canal=canal,
        vistas=_vistas(fila, canal),
        pagina=_tanda(request, fila, canal),
        form=form,
        marcadas=marcadas,
        todas=bool(request.POST.get("todas")),
        por_tanda=CARTAS_POR_TANDA,
        por_hoja=ETIQUETAS_POR_HOJA,
    )
    return render(request, "convocatorias/otros_medios.html", contexto, status=status)


def _vistas(fila: Convocatoria, actual: str) -> list[dict[str, Any]]:
    cuantas = selectors.por_hacer_por_canal(fila)
    return [
        {"url": f"?canal={canal}", "nombre": nombre, "n": cuantas[canal], "actual": canal == actual}
        for canal, nombre in OTROS_CANALES
    ]


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def cartas(request: HttpRequest, servicio: str, anio: int, slug: str, pk: int) -> HttpResponse:
    """The letters of one batch, or of one person (`?invitacion=`), to print."""
    return _pdf(
        request, enviada_o_404(servicio, anio, slug, pk), services.imprimir_cartas, "cartas"
    )


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def etiquetas(request: HttpRequest, servicio: str, anio: int, slug: str, pk: int) -> HttpResponse:
    """The address labels of the same batch."""
    fila = enviada_o_404(servicio, anio, slug, pk)
    return _pdf(request, fila, services.imprimir_etiquetas, "etiquetas")


def _pdf(
    request: HttpRequest, fila: Convocatoria, imprimir: Callable[..., bytes], nombre: str
) -> HttpResponse:
    tanda = _tanda(request, fila, Invitacion.Canal.CARTA)
    filas: Any = tanda.object_list
    if una := entero(request.GET.get("invitacion", "")):
        filas = selectors.con_carta(fila).filter(pk=una)
    try:
        contenido = imprimir(convocatoria=fila, invitaciones=filas)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
        actividad = fila.actividad
        return redirect(
            "convocatorias_gestion:otros_medios",
            actividad.servicio.slug, actividad.cuenta.anio_gestion, actividad.slug, fila.pk,
        )  # fmt: skip
    respuesta = HttpResponse(contenido, content_type="application/pdf")
    archivo = f"{nombre}-{fila.pk}-{una or tanda.number}.pdf"
    respuesta["Content-Disposition"] = f'inline; filename="{archivo}"'
    return respuesta
