"""The door: look for a person, register them, show their workshop."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun.errores import ErrorDominio
from comun.reglas import advertencias
from comun.reloj import hoy
from convocatorias.models import Participante
from cuentas.views.paginas import hacer
from jornadas import documents, reglas, selectors, services
from jornadas.forms import BuscarForm, FichaForm, MoverForm, PersonaForm
from jornadas.models import Ficha, Jornada
from jornadas.services import YaAcreditada
from jornadas.views.paginas import (
    contexto,
    contexto_de_ficha,
    ficha_o_404,
    jornada_o_404,
    pdf,
)
from servicios.acceso import con_permiso
from servicios.permissions import Permiso
from talleres.selectors import abiertos_de, asignacion_de
from talleres.services import mover_a, sugerir_taller

ESCRIBIR = ["GET", "HEAD", "POST"]


@con_permiso(Permiso.ACREDITAR)
@require_http_methods(ESCRIBIR)
def acreditacion(request: HttpRequest, jornada: int) -> HttpResponse:
    """Search first. By POST: a name is a personal datum and does not belong in an address."""
    una = jornada_o_404(jornada)
    form = BuscarForm(request.POST or None)
    encontradas = None
    if request.method == "POST" and form.is_valid():
        encontradas = selectors.buscar(una, form.cleaned_data["q"])
        if len(encontradas) == 1:
            return _ir_a(una, encontradas[0])
    pagina = _pagina(una, form=form, encontradas=encontradas)
    status = 422 if form.errors else 200
    return render(request, "jornadas/acreditacion.html", pagina, status=status)


def _ir_a(jornada: Jornada, persona: Participante) -> HttpResponse:
    if persona.ficha_id:  # type: ignore[attr-defined]
        return redirect("jornadas_gestion:ficha", jornada.pk, persona.ficha_id)  # type: ignore[attr-defined]
    return redirect("jornadas_gestion:persona", jornada.pk, persona.pk)


def _pagina(jornada: Jornada, **mas) -> dict:
    """The bar of the door, whose cost does not grow with the day."""
    acreditadas = selectors.acreditadas(jornada)
    hechos = selectors.hechos_de_aforo(jornada.actividad, acreditadas)
    encontradas = mas.get("encontradas")
    return contexto(
        jornada,
        acreditadas=acreditadas,
        esperadas=selectors.esperados(jornada),
        avisos=advertencias(reglas.DE_AFORO, hechos, hoy()),
        hay_mas=encontradas is not None and len(encontradas) > selectors.A_LA_VISTA,
        **mas,
    )


@con_permiso(Permiso.ACREDITAR)
@require_http_methods(ESCRIBIR)
def persona(request: HttpRequest, jornada: int, pk: int) -> HttpResponse:
    """Register somebody of the list."""
    una = jornada_o_404(jornada)
    quien = get_object_or_404(
        Participante.objects.select_related("organizacion"), pk=pk, actividad=una.actividad_id
    )
    if request.method == "POST":
        return _acreditar(request, una, FichaForm(request.POST), quien)
    form = FichaForm(initial=PersonaForm.inicial(quien))
    return _formulario(request, una, form, quien)


@con_permiso(Permiso.ACREDITAR)
@require_http_methods(ESCRIBIR)
def nueva(request: HttpRequest, jornada: int) -> HttpResponse:
    """Register somebody who came without enrolling; what was searched comes along."""
    una = jornada_o_404(jornada)
    if "buscado" in request.POST:
        return _formulario(request, una, FichaForm(initial=_buscado(request.POST["buscado"])))
    if request.method == "POST":
        return _acreditar(request, una, FichaForm(request.POST))
    return _formulario(request, una, FichaForm())


def _buscado(texto: str) -> dict[str, str]:
    """A search as the beginning of a card: a RUN, or names and last names."""
    if selectors.run_de(texto):
        return {"documento": texto[:60]}
    palabras = texto.split()
    corte = 2 if len(palabras) > 3 else 1
    return {
        "nombres": " ".join(palabras[:corte]).title(),
        "apellidos": " ".join(palabras[corte:]).title(),
    }


def _acreditar(
    request: HttpRequest, jornada: Jornada, form: FichaForm, quien: Participante | None = None
) -> HttpResponse:
    if form.is_valid():
        try:
            ficha = services.acreditar(
                jornada=jornada,
                datos=form.datos(),
                nonce=form.cleaned_data["nonce"],
                por=request.user,
                participante=quien,
            )
            return redirect("jornadas_gestion:ficha", jornada.pk, ficha.pk)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
            previa = error.ficha if isinstance(error, YaAcreditada) else None
            return _formulario(request, jornada, form, quien, previa)
    return _formulario(request, jornada, form, quien)


def _formulario(
    request: HttpRequest,
    jornada: Jornada,
    form: FichaForm,
    quien: Participante | None = None,
    previa: Ficha | None = None,
) -> HttpResponse:
    asignacion = asignacion_de(quien) if quien else None
    sugerido = asignacion.taller if asignacion else sugerir_taller(actividad=jornada.actividad)
    pagina = _pagina(jornada, form=form, persona=quien, taller=sugerido, previa=previa)
    status = 422 if form.errors else 200
    return render(request, "jornadas/persona.html", pagina, status=status)


@con_permiso(Permiso.ACREDITAR)
@require_safe
def ficha(request: HttpRequest, jornada: int, pk: int) -> HttpResponse:
    """Done: the number of the workshop, as large as the screen."""
    una = ficha_o_404(jornada, pk)
    pagina = contexto_de_ficha(una, destinos=abiertos_de(una.jornada.actividad))
    return render(request, "jornadas/ficha.html", pagina)


@con_permiso(Permiso.ACREDITAR)
@require_http_methods(ESCRIBIR)
def corregir(request: HttpRequest, jornada: int, pk: int) -> HttpResponse:
    """Correct the name, the organisation or the contact."""
    una = ficha_o_404(jornada, pk)
    inicial = PersonaForm.inicial(una.participante, una.a_titulo_personal)
    form = PersonaForm(request.POST or None, initial=inicial)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.corregir_contacto(ficha=una, datos=form.datos(), por=request.user)
            messages.success(request, "Datos corregidos.")
            return redirect("jornadas_gestion:ficha", jornada, pk)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
    return render(
        request, "jornadas/corregir.html", contexto_de_ficha(una, form=form), status=status
    )


@con_permiso(Permiso.ACREDITAR)
@require_POST
def mover(request: HttpRequest, jornada: int, pk: int) -> HttpResponse:
    """Another workshop for a registered person."""
    una = ficha_o_404(jornada, pk)
    form = MoverForm(request.POST, talleres=abiertos_de(una.jornada.actividad))
    if form.is_valid():
        destino = form.cleaned_data["taller"]
        hacer(
            request,
            lambda: mover_a(participante=una.participante, taller=destino, por=request.user),
            f"Ahora le toca el taller {destino.numero}.",
        )
    else:
        messages.error(request, "Elija el taller.")
    return redirect("jornadas_gestion:ficha", jornada, pk)


@con_permiso(Permiso.ACREDITAR)
@require_POST
def carpeta(request: HttpRequest, jornada: int, pk: int) -> HttpResponse:
    """The folder was handed over."""
    una = ficha_o_404(jornada, pk)
    hacer(
        request,
        lambda: services.entregar_carpeta(ficha=una, por=request.user),
        "Carpeta entregada.",
    )
    return redirect("jornadas_gestion:ficha", jornada, pk)


@con_permiso(Permiso.ACREDITAR)
@require_safe
def ficha_pdf(request: HttpRequest, jornada: int, pk: int) -> HttpResponse:
    """The card as PDF."""
    una = ficha_o_404(jornada, pk, con_firma=True)
    asignacion = asignacion_de(una.participante)
    taller = asignacion.taller if asignacion else None
    organizacion = selectors.organizacion_de(una.participante)
    contenido = documents.ficha_pdf(una, taller, organizacion)
    return pdf(contenido, f"ficha-{una.pk}.pdf")
