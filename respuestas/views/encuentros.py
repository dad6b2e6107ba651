"""The contributions of a meeting: the private page of its organiser, and the staff's."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comun import reloj
from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from convocatorias.emails import pagina_de
from convocatorias.models import Encuentro
from convocatorias.selectors import cierre_de_aportes, encuentro_de
from convocatorias.views.actividades import actividad_o_404
from cuentas.views.evidencias import descarga
from respuestas import selectors, services
from respuestas.forms.encuentros import FormularioEntrega, aportes_formset
from respuestas.models import Consulta, EntregaEncuentro
from servicios.acceso import con_clave, con_permiso
from servicios.alcance import alcance, todos_los_servicios
from servicios.permissions import Permiso
from servicios.selectors import aviso_vigente

POR_PAGINA = 50
A_LA_VISTA = 30


def _por_clave_o_404(clave: str) -> Encuentro:
    """The meeting that the key opens.

    Raises:
        Http404: none; the same answer whatever the key.
    """
    with todos_los_servicios():
        return get_object_or_404(
            Encuentro.objects.select_related(
                "servicio__comuna",
                "actividad__comuna",
                "actividad__servicio__comuna",
                "actividad__cuenta__servicio__comuna",
                "actividad__cuenta__norma",
            ),
            clave_hash=hash_de_clave(clave),
        )


@con_clave
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def encuentro(request: HttpRequest, clave: str) -> HttpResponse:
    """Where who organises a meeting sends what was said there."""
    fila = _por_clave_o_404(clave)
    with alcance(fila.servicio):
        if request.method != "POST":
            return _pagina(request, fila, clave, FormularioEntrega(), aportes_formset())
        form = FormularioEntrega(request.POST, request.FILES)
        aportes = aportes_formset(request.POST)
        if _enviar(services.recibir_aportes, fila, form, aportes):
            return redirect("respuestas:encuentro_recibido", clave)
        return _pagina(request, fila, clave, form, aportes)


def _enviar(caso: Any, fila: Encuentro, form: FormularioEntrega, aportes: Any, **mas: Any) -> bool:
    """Run the use case with what was typed, if it is well typed."""
    if not (form.is_valid() & aportes.is_valid()):
        return False
    try:
        caso(
            encuentro=fila,
            asistentes=form.cleaned_data["asistentes"],
            aportes=aportes.escritos(),
            acta=form.acta(),
            nonce=form.cleaned_data["nonce"],
            **mas,
        )
    except ErrorDominio as error:
        form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)
        form.renovar("nonce")
        return False
    return True


def _pagina(
    request: HttpRequest, fila: Encuentro, clave: str, form: FormularioEntrega, aportes: Any
) -> HttpResponse:
    contexto = _de_la_clave(fila, clave) | {"form": form, "aportes": aportes}
    status = 422 if form.is_bound else 200
    return _privada(render(request, "respuestas/encuentro.html", contexto, status=status))


def _de_la_clave(fila: Encuentro, clave: str) -> dict[str, Any]:
    """What both pages of the key say."""
    actividad = fila.actividad
    enviados = list(selectors.aportes_de(fila).reverse()[:A_LA_VISTA])
    return {
        "encuentro": fila,
        "actividad": actividad,
        "cuenta": actividad.cuenta,
        "servicio": fila.servicio,
        "clave": clave,
        "cerrado": services.por_que_no_recibe(fila, reloj.ahora()),
        "cierra": cierre_de_aportes(fila),
        "enviados": enviados,
        "entregas": selectors.entregas_de(fila),
        "aviso": aviso_vigente(),
        "responder_hasta": selectors.responder_hasta(actividad.cuenta, Consulta.Canal.PAPEL),
        "participar_url": pagina_de(actividad.cuenta, "participar/"),
    }


def _privada(respuesta: HttpResponse) -> HttpResponse:
    respuesta["Referrer-Policy"] = "strict-origin"
    respuesta["X-Robots-Tag"] = "noindex"
    return respuesta


@con_clave
@never_cache
@require_safe
def recibido(request: HttpRequest, clave: str) -> HttpResponse:
    """Right after sending: the folios, and when they are answered."""
    fila = _por_clave_o_404(clave)
    with alcance(fila.servicio):
        contexto = _de_la_clave(fila, clave)
        return _privada(render(request, "respuestas/encuentro_recibido.html", contexto))


# ── Staff ──


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def aportes(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """What came of one meeting, and how many people were there."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = encuentro_de(actividad)
    filas = selectors.aportes_de(fila) if fila else []
    contexto = {
        "servicio": actividad.cuenta.servicio,
        "cuenta": actividad.cuenta,
        "actividad": actividad,
        "encuentro": fila,
        "entregas": selectors.entregas_de(fila) if fila else [],
        "cierra": cierre_de_aportes(fila) if fila else None,
        "pagina": Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina")),
    }
    return render(request, "respuestas/aportes.html", contexto)


@con_permiso(Permiso.INGRESAR_CONSULTA)
@require_http_methods(["GET", "HEAD", "POST"])
def ingresar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Type what a meeting left on paper."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = encuentro_de(actividad)
    if fila is None:
        raise Http404
    enviado = request.POST if request.method == "POST" else None
    form = FormularioEntrega(enviado, request.FILES if enviado is not None else None)
    filas = aportes_formset(enviado)
    if form.is_bound and _enviar(services.ingresar_aportes, fila, form, filas, por=request.user):
        messages.success(request, "Guardó los aportes del encuentro.")
        return redirect("respuestas_gestion:aportes", servicio, anio, slug)
    contexto = {
        "servicio": actividad.cuenta.servicio,
        "cuenta": actividad.cuenta,
        "actividad": actividad,
        "encuentro": fila,
        "form": form,
        "aportes": filas,
    }
    status = 422 if form.is_bound else 200
    return render(request, "respuestas/aportes_ingresar.html", contexto, status=status)


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def acta(request: HttpRequest, servicio: str, anio: int, slug: str, pk: int) -> HttpResponse:
    """The minutes that came with a delivery."""
    actividad = actividad_o_404(servicio, anio, slug)
    entrega = get_object_or_404(
        EntregaEncuentro.objects.select_related("acta"),
        pk=pk,
        encuentro__actividad=actividad,
        acta__isnull=False,
    )
    return descarga(entrega.acta, f"acta-{pk}")
