"""Staff: an announced activity moves, is put off or called off; and who was told of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comun.errores import ErrorDominio, ReglaIncumplida
from convocatorias import reglas, selectors, services
from convocatorias.forms import MotivoForm, MoverForm
from convocatorias.models import Actividad
from convocatorias.services import Avisados
from convocatorias.views.actividades import (
    actividad_o_404,
    de_actividad,
    pagina_de,
    por_salir,
    propuesta,
)
from servicios.acceso import con_permiso, puede
from servicios.permissions import Permiso

POR_PAGINA = 100
CAMPOS = ("fecha", "hora_inicio", "hora_termino", "lugar", "direccion", "comuna")


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_http_methods(["GET", "HEAD", "POST"])
def mover(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Change when or where, and tell everybody at once."""
    return _mover(request, actividad_o_404(servicio, anio, slug))


@con_permiso(Permiso.AUTORIZAR_TARDANZA_REGIONAL)
@require_http_methods(["GET", "HEAD", "POST"])
def mover_tarde(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The authority moves a regional activity with fewer days than the norm asks, and says why."""
    return _mover(request, actividad_o_404(servicio, anio, slug))


def _mover(request: HttpRequest, fila: Actividad) -> HttpResponse:
    iniciales = {c: getattr(fila, c) for c in CAMPOS} | propuesta(request)
    form = MoverForm(request.POST or None, initial=iniciales)
    if form.is_bound and form.is_valid():
        try:
            avisados = services.mover(actividad=fila, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            form = _con_el_error(request, form, fila, error)
            fila = actividad_o_404(fila.servicio.slug, fila.cuenta.anio_gestion, fila.slug)
        else:
            messages.success(request, _frase_de_mover(avisados))
            return redirect(_destino(request, fila, avisados), *_de(fila))
    return render(
        request,
        "convocatorias/mover.html",
        de_actividad(fila, form=form, por_avisar=selectors.cuantos_avisos(fila), **por_salir(fila)),
        status=422 if form.is_bound else 200,
    )


def _con_el_error(
    request: HttpRequest, form: MoverForm, fila: Actividad, error: ErrorDominio
) -> MoverForm:
    """The form again; late, with the box for its reason if this person may write it."""
    tarde = isinstance(error, ReglaIncumplida) and any(r is reglas.R133 for r, _ in error.reglas)
    permiso = services.permiso_de_tardanza(fila)
    if not tarde or not puede(request.user, permiso, fila.servicio_id):
        form.tarde = tarde
        form.add_error("fecha" if tarde else error.campo, error.mensaje)
        return form
    otra = MoverForm(request.POST, initial=form.initial, con_tardanza=True)
    otra.is_valid()
    otra.fields["motivo_tardanza"].required = True
    otra.add_error("motivo_tardanza", error.mensaje)
    return otra


def _de(fila: Actividad) -> tuple[str, int, str]:
    return fila.servicio.slug, fila.cuenta.anio_gestion, fila.slug


def _destino(request: HttpRequest, fila: Actividad, avisados: Avisados) -> str:
    """To who was told, if there is anybody and this person may see it."""
    if avisados.todas and puede(request.user, Permiso.CONVOCAR, fila.servicio_id):
        return "convocatorias_gestion:avisar"
    if puede(request.user, Permiso.PLANIFICAR_ACTIVIDAD, fila.servicio_id):
        return "convocatorias_gestion:actividad"
    return "convocatorias_gestion:mover_tarde"


def _frase_de_mover(avisados: Avisados) -> str:
    return f"La actividad está ahora en esa fecha y ese lugar. {en_palabras(avisados)}".strip()


def en_palabras(avisados: Avisados) -> str:
    """How many were told, and how many wait for somebody to tell them."""
    if not avisados.todas:
        return ""
    cuantas = "1 persona" if avisados.por_correo == 1 else f"{avisados.por_correo} personas"
    frases = [f"El aviso va por correo a {cuantas}."] if avisados.por_correo else []
    if avisados.a_mano:
        sin = "1 persona no tiene" if avisados.a_mano == 1 else f"{avisados.a_mano} no tienen"
        frases.append(f"{sin} correo: avíseles por teléfono o carta.")
    return " ".join(frases)


@con_permiso(Permiso.CONVOCAR)
@require_safe
def avisar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Who was told of the last change, by which channel, how each notice goes, and who must be
    told by hand."""
    fila = actividad_o_404(servicio, anio, slug)
    ultimo = selectors.ultimo_aviso(fila)
    vista = request.GET.get("ver", "todas")
    vista = vista if vista in selectors.VISTAS_DE_AVISOS else "todas"
    solas = selectors.sin_constancia(fila)[:POR_PAGINA]
    contexto = de_actividad(fila, ultimo=ultimo, sin_constancia=solas)
    if ultimo is not None:
        cuentas = selectors.cuentas_de_avisos(ultimo)
        filas = selectors.avisos(ultimo, vista)
        contexto |= {
            "cuentas": cuentas,
            "pagina": Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina")),
            "vistas": [
                {"url": f"?ver={clave}", "nombre": nombre, "n": cuentas[clave],
                 "actual": clave == vista}
                for clave, (nombre, _) in selectors.VISTAS_DE_AVISOS.items()
            ],
        }  # fmt: skip
    return render(request, "convocatorias/avisar.html", contexto)


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_http_methods(["GET", "HEAD", "POST"])
def suspender(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Put it off without a new date, and tell everybody."""
    return _con_motivo(request, actividad_o_404(servicio, anio, slug), "suspender")


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_http_methods(["GET", "HEAD", "POST"])
def anular(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Call it off for good, and tell everybody."""
    return _con_motivo(request, actividad_o_404(servicio, anio, slug), "anular")


def _con_motivo(request: HttpRequest, fila: Actividad, verbo: str) -> HttpResponse:
    form = MotivoForm(request.POST or None)
    if fila.estado == Actividad.Estado.BORRADOR:
        form.fields["motivo"].required = False
    if request.method == "POST" and form.is_valid():
        caso = services.suspender if verbo == "suspender" else services.anular
        try:
            avisados = caso(actividad=fila, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            hecho = "suspendida" if verbo == "suspender" else "anulada"
            frase = f"La actividad quedó {hecho}. {en_palabras(avisados)}".strip()
            messages.success(request, frase)
            return redirect(pagina_de(fila, fila.cuenta))
    return render(
        request,
        "convocatorias/motivo.html",
        de_actividad(
            fila,
            form=form,
            verbo=verbo,
            por_avisar=selectors.cuantos_avisos(fila),
            **por_salir(fila),
        ),
        status=422 if request.method == "POST" else 200,
    )
