"""Staff: the plenary, its turns, its questions, and the screen of the hall."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from convocatorias.models import Participante
from cuentas.views.paginas import hacer
from jornadas import selectors, services
from jornadas.forms import PreguntaForm, RespuestaForm
from jornadas.models import Jornada, PreguntaPlenario, TurnoPlenario
from jornadas.views.paginas import contexto, jornada_o_404
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

PRONTO = 120


def _turno_o_404(pk: int) -> TurnoPlenario:
    turno = get_object_or_404(TurnoPlenario.objects.select_related("taller"), pk=pk)
    turno.jornada = jornada_o_404(turno.jornada_id)
    return turno


def _personas(jornada: Jornada):
    return Participante.objects.filter(
        pk__in=selectors.fichas_de(jornada).values("participante_id")
    )


def _pagina(
    jornada: Jornada, form: PreguntaForm | None = None, turno: TurnoPlenario | None = None
) -> dict:
    turnos = list(selectors.turnos_de(jornada))
    actual = next((t for t in turnos if t.inicio and not t.termino), None)
    hablo = [t for t in turnos if t.inicio]
    return contexto(
        jornada,
        turnos=turnos,
        actual=actual,
        siguiente=next((t for t in turnos if not t.inicio), None),
        de_pregunta=turno or actual or max(hablo, key=lambda t: t.inicio, default=None),
        preguntas=selectors.preguntas_de(jornada),
        sin_turno=selectors.talleres_sin_turno(jornada),
        form=form or PreguntaForm(personas=_personas(jornada)),
        abierta=jornada.estado == Jornada.Estado.ABIERTA,
    )


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_safe
def plenario(request: HttpRequest, jornada: int) -> HttpResponse:
    """The order, the current turn, the questions."""
    return render(request, "jornadas/plenario.html", _pagina(jornada_o_404(jornada)))


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_POST
def preparar(request: HttpRequest, jornada: int) -> HttpResponse:
    """A turn for each closed workshop."""
    una = jornada_o_404(jornada)
    hacer(
        request,
        lambda: services.preparar_plenario(jornada=una, por=request.user),
        "El plenario está preparado: cada taller tiene su turno y su presentación.",
    )
    return redirect("jornadas_gestion:plenario", jornada)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_POST
def iniciar(request: HttpRequest, turno: int) -> HttpResponse:
    """Give the floor."""
    uno = _turno_o_404(turno)
    hacer(
        request,
        lambda: services.iniciar_turno(turno=uno, por=request.user),
        f"Expone el taller {uno.taller.numero}.",
    )
    return redirect("jornadas_gestion:plenario", uno.jornada_id)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_POST
def terminar(request: HttpRequest, turno: int) -> HttpResponse:
    """End the turn, and say when it was shorter or longer than advised."""
    uno = _turno_o_404(turno)
    try:
        avisos = services.terminar_turno(turno=uno, por=request.user)
        messages.success(request, f"Terminó el taller {uno.taller.numero}.")
        for regla, resultado in avisos:
            messages.warning(request, f"{resultado.mensaje} ({regla.cita})")
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    return redirect("jornadas_gestion:plenario", uno.jornada_id)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_POST
def preguntar(request: HttpRequest, turno: int) -> HttpResponse:
    """Write down a question, answered or pending."""
    uno = _turno_o_404(turno)
    form = PreguntaForm(request.POST, personas=_personas(uno.jornada))
    if form.is_valid():
        try:
            pregunta = services.registrar_pregunta(turno=uno, por=request.user, **form.cleaned_data)
            dicho = "respondida en el acto" if pregunta.respuesta else "pendiente de respuesta"
            messages.success(request, f"Pregunta anotada, {dicho}.")
            return redirect("jornadas_gestion:plenario", uno.jornada_id)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
    pagina = _pagina(uno.jornada, form, uno)
    return render(request, "jornadas/plenario.html", pagina, status=422)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_http_methods(["GET", "HEAD", "POST"])
def responder(request: HttpRequest, pregunta: int) -> HttpResponse:
    """The answer given there and then to a question that was left pending."""
    preguntas = PreguntaPlenario.objects.select_related("turno__taller", "participante")
    una = get_object_or_404(preguntas, pk=pregunta)
    una.turno.jornada = jornada_o_404(una.turno.jornada_id)
    form = RespuestaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.responder_en_acto(pregunta=una, por=request.user, **form.cleaned_data)
            messages.success(request, "Respuesta anotada.")
            return redirect("jornadas_gestion:plenario", una.turno.jornada_id)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
    status = 422 if request.method == "POST" else 200
    pagina = contexto(una.turno.jornada, pregunta=una, form=form)
    return render(request, "jornadas/responder.html", pagina, status=status)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_safe
def pantalla(request: HttpRequest, jornada: int) -> HttpResponse:
    """The wall of the hall: turn, workshop, one sentence, clock."""
    una = jornada_o_404(jornada)
    turnos = list(selectors.turnos_de(una))
    actual = next((t for t in turnos if t.inicio and not t.termino), None)
    pendientes = [t for t in turnos if not t.inicio]
    pagina = contexto(
        una, turno=actual, total=len(turnos), siguiente=pendientes[0] if pendientes else None
    )
    if actual and actual.inicio:
        maximo = una.actividad.cuenta.norma.plenario_max_min * 60
        quedan = maximo - int((reloj.ahora() - actual.inicio).total_seconds())
        pagina |= {"quedan": quedan, "pronto": PRONTO, "frase": selectors.frase(actual.taller)}
        pagina["reloj"] = f"{'−' if quedan < 0 else ''}{abs(quedan) // 60}:{abs(quedan) % 60:02}"
    return render(request, "jornadas/pantalla.html", pagina)
