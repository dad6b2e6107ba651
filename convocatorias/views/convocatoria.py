"""Staff: the call to an activity, before it is sent and after."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun.errores import ErrorDominio
from convocatorias import emails, selectors, services
from convocatorias.forms import EnvioForm, TardanzaForm, TextoConvocatoriaForm
from convocatorias.models import POR_SALIR, Actividad, Convocatoria
from convocatorias.views.actividades import actividad_o_404, de_actividad
from convocatorias.views.destinatarios import por_salir_o_404, ultima_o_404
from convocatorias.views.enviada import pagina_enviada
from convocatorias.views.envio import (
    lista_cambiada,
    pagina_de_envio,
    pagina_de_texto,
    plazo_de,
)
from convocatorias.views.programada import pagina_programada
from cuentas.views.paginas import hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


def _con_actividad(convocatoria: Convocatoria, actividad: Actividad) -> Convocatoria:
    convocatoria.actividad = actividad
    return convocatoria


@con_permiso(Permiso.CONVOCAR)
@require_safe
def convocatoria(
    request: HttpRequest, servicio: str, anio: int, slug: str, pk: int | None = None
) -> HttpResponse:
    """The last call of the activity (or the one asked for), in the state it is."""
    actividad = actividad_o_404(servicio, anio, slug)
    if pk is None:
        fila = selectors.ultima(actividad)
    else:
        filas = Convocatoria.objects.exclude(estado=Convocatoria.Estado.ANULADA)
        filas = filas.filter(actividad=actividad)
        fila = _con_actividad(get_object_or_404(filas, pk=pk), actividad)
    if fila is None:
        inicial = {"mensaje": selectors.texto_de_partida(actividad)}
        return pagina_de_texto(request, actividad, TextoConvocatoriaForm(initial=inicial))
    if fila.estado == Convocatoria.Estado.BORRADOR:
        return pagina_de_envio(request, fila)
    if fila.estado == Convocatoria.Estado.PROGRAMADA:
        return pagina_programada(request, fila)
    return pagina_enviada(request, fila)


@con_permiso(Permiso.CONVOCAR)
@require_http_methods(["GET", "HEAD", "POST"])
def preparar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Write the text of the call."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = selectors.ultima(actividad)
    if request.method != "POST" and fila and fila.estado == Convocatoria.Estado.PROGRAMADA:
        messages.info(request, services.ESTA_PROGRAMADA)
        return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    espera = fila is not None and fila.estado in POR_SALIR
    inicial = {"mensaje": fila.mensaje if espera else selectors.texto_de_partida(actividad)}
    form = TextoConvocatoriaForm(request.POST or None, initial=inicial)
    if request.method == "POST" and form.is_valid():
        try:
            services.preparar_convocatoria(
                actividad=actividad, por=request.user, **form.cleaned_data
            )
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    estado = 422 if request.method == "POST" else 200
    return pagina_de_texto(request, actividad, form, estado)


# ── Before sending ──


@con_permiso(Permiso.CONVOCAR)
@require_POST
def enviar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Let the call go to those on its list, in the seconds that there are to take it back."""
    actividad = actividad_o_404(servicio, anio, slug)
    if dicho := _ya_no(actividad):
        messages.info(request, dicho)
        return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    fila, form = por_salir_o_404(actividad), EnvioForm(request.POST)
    if form.is_valid() and not lista_cambiada(request, fila, form):
        try:
            services.encargar_envio(convocatoria=fila, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    return pagina_de_envio(request, por_salir_o_404(actividad), form, 422)


@con_permiso(Permiso.CONVOCAR)
@require_POST
def descartar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Give up the call in preparation."""
    fila = por_salir_o_404(actividad_o_404(servicio, anio, slug))
    hacer(
        request,
        lambda: services.descartar_convocatoria(convocatoria=fila, por=request.user),
        "Descartó la convocatoria. No se envió a nadie.",
    )
    return redirect("convocatorias_gestion:actividad", servicio, anio, slug)


def _ya_no(actividad: Actividad) -> str:
    """Why the button of a page that stayed open does nothing now."""
    fila = selectors.ultima(actividad)
    if fila is not None and fila.estado == Convocatoria.Estado.ENVIADA:
        return "Esta convocatoria ya se había enviado. No se envió de nuevo."
    if fila is not None and fila.estado == Convocatoria.Estado.PROGRAMADA:
        return services.ESTA_PROGRAMADA
    return ""


@con_permiso(Permiso.CONVOCAR)
@require_safe
def muestra(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The mail as each of those on the list will read it, one at a time (`?n=2`)."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = por_salir_o_404(actividad)
    personas = selectors.elegidos(fila).exclude(correo="")
    pagina = Paginator(personas, 1).get_page(request.GET.get("n"))
    cuerpo = None
    if pagina.object_list and actividad.completa:
        cuerpo = emails.invitacion(emails.contexto_de_invitacion(fila), pagina[0])
    return render(
        request,
        "convocatorias/muestra.html",
        de_actividad(actividad, convocatoria=fila, pagina=pagina, cuerpo=cuerpo),
    )


@con_permiso(Permiso.CONVOCAR)
@require_POST
def copia_de_prueba(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Send whoever asks the mail of one of those on the list, to their own address."""
    fila = ultima_o_404(servicio, anio, slug)
    n = request.POST.get("n", "1")
    personas = Paginator(selectors.elegidos(fila).exclude(correo=""), 1).get_page(n)
    persona = personas[0] if personas.object_list else None
    hacer(
        request,
        lambda: services.copia_de_prueba(convocatoria=fila, persona=persona, por=request.user),
        f"La copia de prueba va a {request.user.email}. No invita a nadie.",
    )
    destino = reverse("convocatorias_gestion:muestra", args=[servicio, anio, slug])
    return redirect(f"{destino}?n={personas.number}")


@con_permiso(Permiso.AUTORIZAR_TARDANZA_REGIONAL)
@require_http_methods(["GET", "HEAD", "POST"])
def tardanza(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The authority records why a regional call goes out late."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = por_salir_o_404(actividad)
    form = TardanzaForm(request.POST or None, initial={"motivo": fila.motivo_tardanza})
    if request.method == "POST" and form.is_valid():
        try:
            services.autorizar_tardanza(convocatoria=fila, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, "Anotó el motivo: el equipo ya puede enviar la convocatoria.")
            return redirect("convocatorias_gestion:tardanza", servicio, anio, slug)
    return render(
        request,
        "convocatorias/tardanza.html",
        de_actividad(actividad, convocatoria=fila, form=form, **plazo_de(fila)),
        status=422 if request.method == "POST" else 200,
    )
