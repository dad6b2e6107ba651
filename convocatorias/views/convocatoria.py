"""Staff: the call to an activity, before it is sent and after."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun.errores import ErrorDominio
from convocatorias import emails, selectors, services
from convocatorias.forms import (
    DestinatariosForm,
    EnvioForm,
    TardanzaForm,
    TextoConvocatoriaForm,
)
from convocatorias.models import POR_SALIR, Actividad, Convocatoria
from convocatorias.views.actividades import actividad_o_404, de_actividad
from convocatorias.views.envio import (
    otras,
    pagina_de_envio,
    pagina_de_texto,
    plazo_de,
    quitados_de,
    sin,
)
from convocatorias.views.programada import pagina_programada
from cuentas.views.paginas import hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 50


def _con_actividad(convocatoria: Convocatoria, actividad: Actividad) -> Convocatoria:
    convocatoria.actividad = actividad
    return convocatoria


def _por_salir_o_404(actividad: Actividad) -> Convocatoria:
    filas = Convocatoria.objects.filter(estado__in=POR_SALIR)
    return _con_actividad(get_object_or_404(filas, actividad=actividad), actividad)


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
        filas = Convocatoria.objects.filter(actividad=actividad)
        fila = _con_actividad(get_object_or_404(filas, pk=pk), actividad)
    if fila is None:
        return pagina_de_texto(request, actividad, TextoConvocatoriaForm())
    if fila.estado == Convocatoria.Estado.BORRADOR:
        return pagina_de_envio(request, fila, DestinatariosForm(request.GET), EnvioForm())
    if fila.estado == Convocatoria.Estado.PROGRAMADA:
        return pagina_programada(request, fila)
    return _pagina_enviada(request, fila)


@con_permiso(Permiso.CONVOCAR)
@require_http_methods(["GET", "HEAD", "POST"])
def preparar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Write the text of the call."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = selectors.ultima(actividad)
    if request.method != "POST" and fila and fila.estado == Convocatoria.Estado.PROGRAMADA:
        messages.info(request, services.ESTA_PROGRAMADA)
        return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    inicial = {"mensaje": fila.mensaje if fila else ""}
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
    """Send the call to the chosen contacts, less the ones marked."""
    actividad = actividad_o_404(servicio, anio, slug)
    if dicho := _ya_no(actividad):
        messages.info(request, dicho)
        return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    fila = _por_salir_o_404(actividad)
    elegidos, form, quitados = (
        DestinatariosForm(request.POST),
        EnvioForm(request.POST),
        quitados_de(request),
    )
    if not form.is_valid():
        return pagina_de_envio(request, fila, elegidos, form, quitados, 422)
    try:
        services.enviar_convocatoria(
            convocatoria=fila,
            contactos=sin(selectors.destinatarios(actividad, **elegidos.elegidos()), quitados),
            por=request.user,
            motivo_tardanza=form.cleaned_data["motivo_tardanza"],
        )
    except ErrorDominio as error:
        form.add_error(None, error.mensaje)
        return pagina_de_envio(request, _por_salir_o_404(actividad), elegidos, form, quitados, 422)
    messages.success(request, "Las invitaciones están saliendo. Esta página muestra cómo van.")
    return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)


@con_permiso(Permiso.CONVOCAR)
@require_POST
def descartar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Give up the call in preparation."""
    fila = _por_salir_o_404(actividad_o_404(servicio, anio, slug))
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
    """The mail as each of the chosen contacts will read it, one at a time (`?n=2`)."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = _por_salir_o_404(actividad)
    if fila.estado == Convocatoria.Estado.PROGRAMADA:
        personas = selectors.elegidos(fila)
    else:
        personas = selectors.destinatarios(actividad, **DestinatariosForm(request.GET).elegidos())
    pagina = Paginator(personas, 1).get_page(request.GET.get("n"))
    cuerpo = None
    if pagina.object_list and actividad.completa:
        cuerpo = emails.invitacion(emails.contexto_de_invitacion(fila), pagina[0])
    return render(
        request,
        "convocatorias/muestra.html",
        de_actividad(actividad, convocatoria=fila, pagina=pagina, cuerpo=cuerpo),
    )


@con_permiso(Permiso.AUTORIZAR_TARDANZA_REGIONAL)
@require_http_methods(["GET", "HEAD", "POST"])
def tardanza(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The authority records why a regional call goes out late."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = _por_salir_o_404(actividad)
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


# ── After sending ──


def _pagina_enviada(request: HttpRequest, fila: Convocatoria) -> HttpResponse:
    vista = request.GET.get("ver", "todas")
    vista = vista if vista in selectors.VISTAS_DE_INVITACIONES else "todas"
    texto = request.GET.get("q", "")[:100]
    filas = selectors.invitaciones(fila, vista, texto)
    cuentas = selectors.cuentas_de_invitaciones(fila)
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    vistas = [
        {"url": f"?ver={clave}", "nombre": nombre, "n": cuentas[clave], "actual": clave == vista}
        for clave, (nombre, _) in selectors.VISTAS_DE_INVITACIONES.items()
    ]
    contexto = de_actividad(
        fila.actividad,
        convocatoria=fila,
        cuentas=cuentas,
        en_camino=cuentas["todas"] - cuentas["enviadas"] - cuentas["no_llegaron"],
        vistas=vistas,
        vista=vista,
        texto=texto,
        pagina=pagina,
        campania=emails.campania(fila),
        otras=otras(fila),
    )
    return render(request, "convocatorias/convocatoria_enviada.html", contexto)
