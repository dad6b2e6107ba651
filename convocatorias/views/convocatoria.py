"""Staff: the call to an activity, before it is sent and after."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import plazos
from comun.errores import ErrorDominio
from comun.limites import entero
from comun.reglas import Regla, Resultado, Veredicto, advertencias
from convocatorias import emails, reglas, selectors, services
from convocatorias.forms import (
    DestinatariosForm,
    EnvioForm,
    TardanzaForm,
    TextoConvocatoriaForm,
)
from convocatorias.models import Actividad, Contacto, Convocatoria, TipoOrganizacion
from convocatorias.views.actividades import actividad_o_404, de_actividad
from cuentas.views.paginas import hacer
from servicios.acceso import con_permiso, puede
from servicios.permissions import Permiso

POR_PAGINA = 50
A_LA_VISTA = 300


def _ultima(actividad: Actividad) -> Convocatoria | None:
    filas = Convocatoria.objects.exclude(estado=Convocatoria.Estado.ANULADA)
    convocatoria = filas.filter(actividad=actividad).first()
    return _con_actividad(convocatoria, actividad) if convocatoria else None


def _con_actividad(convocatoria: Convocatoria, actividad: Actividad) -> Convocatoria:
    convocatoria.actividad = actividad
    return convocatoria


def _borrador_o_404(actividad: Actividad) -> Convocatoria:
    filas = Convocatoria.objects.filter(estado=Convocatoria.Estado.BORRADOR)
    return _con_actividad(get_object_or_404(filas, actividad=actividad), actividad)


@con_permiso(Permiso.CONVOCAR)
@require_safe
def convocatoria(
    request: HttpRequest, servicio: str, anio: int, slug: str, pk: int | None = None
) -> HttpResponse:
    """The last call of the activity (or the one asked for), in the state it is."""
    actividad = actividad_o_404(servicio, anio, slug)
    if pk is None:
        fila = _ultima(actividad)
    else:
        filas = Convocatoria.objects.filter(actividad=actividad)
        fila = _con_actividad(get_object_or_404(filas, pk=pk), actividad)
    if fila is None:
        return _pagina_de_texto(request, actividad, TextoConvocatoriaForm())
    if fila.estado == Convocatoria.Estado.BORRADOR:
        return _pagina_de_envio(request, fila, DestinatariosForm(request.GET), EnvioForm())
    return _pagina_enviada(request, fila)


@con_permiso(Permiso.CONVOCAR)
@require_http_methods(["GET", "HEAD", "POST"])
def preparar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Write the text of the call."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = _ultima(actividad)
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
    return _pagina_de_texto(request, actividad, form, estado)


def _pagina_de_texto(
    request: HttpRequest, actividad: Actividad, form: TextoConvocatoriaForm, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "convocatorias/preparar_convocatoria.html",
        de_actividad(actividad, form=form),
        status=status,
    )


def _otras(fila: Convocatoria) -> Any:
    vivas = Convocatoria.objects.exclude(estado=Convocatoria.Estado.ANULADA)
    return vivas.filter(actividad=fila.actividad).exclude(pk=fila.pk)


# ── Before sending ──


@con_permiso(Permiso.CONVOCAR)
@require_POST
def enviar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Send the call to the chosen contacts, less the ones marked."""
    actividad = actividad_o_404(servicio, anio, slug)
    if _ya_enviada(actividad):
        messages.info(request, "Esta convocatoria ya se había enviado. No se envió de nuevo.")
        return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    fila = _borrador_o_404(actividad)
    elegidos, form = DestinatariosForm(request.POST), EnvioForm(request.POST)
    quitados = {entero(texto) for texto in request.POST.getlist("quitar")} - {None}
    if not form.is_valid():
        return _pagina_de_envio(request, fila, elegidos, form, quitados, 422)
    try:
        services.enviar_convocatoria(
            convocatoria=fila,
            contactos=_sin(selectors.destinatarios(actividad, **elegidos.elegidos()), quitados),
            por=request.user,
            motivo_tardanza=form.cleaned_data["motivo_tardanza"],
        )
    except ErrorDominio as error:
        form.add_error(None, error.mensaje)
        return _pagina_de_envio(request, _borrador_o_404(actividad), elegidos, form, quitados, 422)
    messages.success(request, "Las invitaciones están saliendo. Esta página muestra cómo van.")
    return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)


@con_permiso(Permiso.CONVOCAR)
@require_POST
def descartar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Give up the call in preparation."""
    fila = _borrador_o_404(actividad_o_404(servicio, anio, slug))
    hacer(
        request,
        lambda: services.descartar_convocatoria(convocatoria=fila, por=request.user),
        "Descartó la convocatoria. No se envió a nadie.",
    )
    return redirect("convocatorias_gestion:actividad", servicio, anio, slug)


def _ya_enviada(actividad: Actividad) -> bool:
    fila = _ultima(actividad)
    return fila is not None and fila.estado == Convocatoria.Estado.ENVIADA


def _sin(contactos: Any, quitados: set[int]) -> list[Contacto]:
    return [contacto for contacto in contactos if contacto.pk not in quitados]


def _pagina_de_envio(
    request: HttpRequest,
    fila: Convocatoria,
    elegidos: DestinatariosForm,
    form: EnvioForm,
    quitados: set[int] = frozenset(),  # type: ignore[assignment]
    status: int = 200,
) -> HttpResponse:
    actividad = fila.actividad
    contactos = list(selectors.destinatarios(actividad, **elegidos.elegidos()))
    invitados = _sin(contactos, quitados)
    hechos, _ = selectors.hechos_de_envio(fila, invitados)
    hoy = services.hoy_en(actividad)
    r133 = reglas.R133.evaluar(hechos, hoy)
    tarde = r133.veredicto is Veredicto.NO_CUMPLE
    contexto = de_actividad(
        actividad,
        convocatoria=fila,
        filtro=elegidos,
        form=form,
        contactos=contactos[:A_LA_VISTA],
        resto=max(0, len(contactos) - A_LA_VISTA),
        quitados=quitados,
        invitados=len(invitados),
        requisitos=_requisitos(hechos, hoy),
        avisos=advertencias(reglas.AL_ENVIAR, hechos, hoy),
        barras=_barras(hechos),
        tarde=tarde,
        r133=r133,
        regla_r133=reglas.R133,
        limite=_limite(actividad, hechos),
        excusa=_excusa(request, fila, tarde),
        otras=_otras(fila),
    )
    return render(request, "convocatorias/convocatoria.html", contexto, status=status)


def _requisitos(hechos: reglas.Hechos, hoy: Any) -> list[tuple[Regla, Resultado]]:
    pares = [(regla, regla.evaluar(hechos, hoy)) for regla in reglas.PARA_ENVIAR]
    return [par for par in pares if par[1].veredicto is not Veredicto.NO_APLICA]


def _barras(hechos: reglas.Hechos) -> list[dict[str, Any]]:
    """Organisations by kind, for the bars and their table; the kinds without any last."""
    mayor = max(hechos.tipos.values(), default=0)
    barras: list[dict[str, Any]] = [
        {
            "nombre": tipo.nombre,
            "cuantas": hechos.tipos.get(tipo.pk, 0),
            "ancho": round(100 * hechos.tipos.get(tipo.pk, 0) / mayor) if mayor else 0,
        }
        for tipo in TipoOrganizacion.objects.all()
        if tipo.pk in hechos.tipos or tipo.pk in reglas.TIPOS_PRIORITARIOS
    ]
    return sorted(barras, key=lambda barra: -barra["cuantas"])


def _limite(actividad: Actividad, hechos: reglas.Hechos) -> plazos.Computo | None:
    """The last day to invite: the days of the norm, counted backwards (R133)."""
    if actividad.fecha is None:
        return None
    return plazos.contar(actividad.fecha, hechos.anticipacion, "corridos", {}, antes=True)


def _excusa(request: HttpRequest, fila: Convocatoria, tarde: bool) -> str:
    """What the page offers when it is late: nothing, the reason here, or whom to ask."""
    if not tarde:
        return ""
    if fila.motivo_tardanza:
        return "anotada"
    if fila.actividad.cuenta.es_regional:
        return "autoridad"
    propia = puede(request.user, Permiso.AUTORIZAR_TARDANZA_NACIONAL, fila.servicio_id)
    return "aqui" if propia else "encargada"


@con_permiso(Permiso.CONVOCAR)
@require_safe
def muestra(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The mail as the first of the chosen contacts will read it."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = _borrador_o_404(actividad)
    elegidos = DestinatariosForm(request.GET).elegidos()
    persona = selectors.destinatarios(actividad, **elegidos).first()
    cuerpo = None
    if persona is not None and actividad.completa:
        cuerpo = emails.invitacion(emails.contexto_de_invitacion(fila), persona)
    return render(
        request,
        "convocatorias/muestra.html",
        de_actividad(actividad, convocatoria=fila, persona=persona, cuerpo=cuerpo),
    )


@con_permiso(Permiso.AUTORIZAR_TARDANZA_REGIONAL)
@require_http_methods(["GET", "HEAD", "POST"])
def tardanza(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The authority records why a regional call goes out late."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = _borrador_o_404(actividad)
    form = TardanzaForm(request.POST or None, initial={"motivo": fila.motivo_tardanza})
    if request.method == "POST" and form.is_valid():
        try:
            services.autorizar_tardanza(convocatoria=fila, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, "Anotó el motivo: el equipo ya puede enviar la convocatoria.")
            return redirect("convocatorias_gestion:tardanza", servicio, anio, slug)
    hechos, _ = selectors.hechos_de_envio(fila, [])
    resultado = reglas.R133.evaluar(hechos, services.hoy_en(actividad))
    return render(
        request,
        "convocatorias/tardanza.html",
        de_actividad(actividad, convocatoria=fila, form=form, r133=resultado, regla=reglas.R133),
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
        otras=_otras(fila),
    )
    return render(request, "convocatorias/convocatoria_enviada.html", contexto)
