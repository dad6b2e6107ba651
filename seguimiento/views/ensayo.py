"""The rehearsal, in the demo: the clock, the chapters of the story, and back to the beginning."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comun import reloj
from comun.errores import ErrorDominio
from seguimiento.demo import ensayo as guion
from seguimiento.demo.agenda import Parada
from seguimiento.demo.reinicio import reiniciar
from seguimiento.forms import EnsayoForm
from servicios.acceso import solo_demo
from servicios.models import Usuario

PASOS = {"dia": 1, "semana": 7}
#: Where the person's session keeps what happened, for the page to tell it.
CLAVE = "ensayo"
MAXIMO = 60


@solo_demo
@require_http_methods(["GET", "HEAD", "POST"])
def ensayo(request: HttpRequest) -> HttpResponse:
    """What day it is for the portal, how to move it, and what happened; POST goes to a day."""
    if request.method != "POST":
        ahora = reloj.ahora().astimezone(reloj.ZONA_POR_OMISION)
        return _pagina(request, EnsayoForm(initial={"dia": ahora.date(), "hora": ahora.time()}))
    form = EnsayoForm(request.POST)
    if not form.is_valid():
        return _pagina(request, form, 422)
    dia, hora = form.cleaned_data["dia"], form.cleaned_data["hora"]
    try:
        if "vivir" in request.POST:
            _recordar(request, guion.avanzar(dia, hora))
        else:
            guion.mover(dia, hora)
    except (ErrorDominio, ValueError) as error:
        form.add_error("dia", str(error))
        return _pagina(request, form, 422)
    return redirect("seguimiento_gestion:ensayo")


@solo_demo
@require_POST
def avanzar(request: HttpRequest) -> HttpResponse:
    """A day, a week, or up to the next thing that happens: each day as the scheduler lives it."""
    destino = _destino(request.POST.get("paso", ""))
    if destino is None:
        messages.info(request, "No queda ningún hecho por venir. Avance por días o semanas.")
    else:
        try:
            _recordar(request, guion.avanzar(destino))
        except ErrorDominio as error:
            messages.error(request, f"{error} Antes, avance por semanas o vaya a un día.")
    return redirect("seguimiento_gestion:ensayo")


def _destino(paso: str) -> date | None:
    if paso in PASOS:
        return reloj.hoy() + timedelta(days=PASOS[paso])
    return guion.proximo_hecho()


@solo_demo
@require_POST
def capitulo(request: HttpRequest) -> HttpResponse:
    """Tell the next chapter of the story, if it still is the one that the page offered."""
    siguiente = guion.siguiente_episodio()
    try:
        if siguiente is None or siguiente.nombre != request.POST.get("capitulo"):
            raise ErrorDominio("Ese capítulo ya se contó. Este es el que sigue.")
        _recordar(request, guion.contar(siguiente))
    except ErrorDominio as error:
        messages.error(request, str(error))
    return redirect("seguimiento_gestion:ensayo")


@solo_demo
@require_POST
def volver(request: HttpRequest) -> HttpResponse:
    """Build the demo anew, whole or at its beginning; the person stays signed in."""
    entera = request.POST.get("desde") == "entera"
    username = request.user.get_username()
    request.session.flush()
    reiniciar(parada=Parada.CERRADA if entera else Parada.PREPARACION)
    persona = Usuario.objects.filter(username=username).first()
    if persona is not None:
        login(request, persona, backend="django.contrib.auth.backends.ModelBackend")
    messages.success(
        request,
        "La demostración quedó como venía."
        if entera
        else "El ensayo comienza: la cuenta está en preparación y todo lo demás está por hacerse.",
    )
    return redirect("seguimiento_gestion:ensayo")


def _recordar(request: HttpRequest, sucesos: list[guion.Suceso]) -> None:
    """What happened, the newest first, for the page that comes."""
    nuevos = [[s.dia.isoformat(), s.texto, s.tarde] for s in reversed(sucesos)]
    request.session[CLAVE] = (nuevos + request.session.get(CLAVE, []))[:MAXIMO]


def _pagina(request: HttpRequest, form: EnsayoForm, status: int = 200) -> HttpResponse:
    contexto: dict[str, Any] = {
        "form": form,
        "ahora": reloj.ahora(),
        "proximo": guion.proximo_hecho(),
        "capitulo": guion.siguiente_episodio(),
        "sucesos": [
            {"dia": date.fromisoformat(dia), "texto": texto, "tarde": tarde}
            for dia, texto, tarde in request.session.get(CLAVE, [])
        ],
    }
    return render(request, "seguimiento/ensayo.html", contexto, status=status)
