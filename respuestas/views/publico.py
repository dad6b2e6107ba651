"""What a citizen meets: the form, the receipt, the private page, the published answers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comun import reloj
from comun.campos import hash_de_clave
from comun.contacto import ocultar
from comun.errores import ErrorDominio
from comun.svg import regla_de_dias
from comun.texto import plegar
from convocatorias.selectors import proceso_de
from cuentas.models import CuentaPublica
from cuentas.selectors import interrupcion_vigente
from cuentas.views.publico import pdf_publicado
from respuestas import documents, reglas, selectors, services
from respuestas.forms.publico import FormularioParticipar
from respuestas.models import Consulta, PublicacionRespuestas
from servicios.acceso import con_clave, publica
from servicios.alcance import alcance, todos_los_servicios
from servicios.selectors import aviso_vigente

#: Words of each state for who wrote.
EN_PALABRAS = {
    Consulta.Estado.RECIBIDA: "Su mensaje está en lectura. Lo ve la unidad que conoce el tema.",
    Consulta.Estado.RESPONDIDA: "La respuesta está lista y se publicará con todas las demás.",
    Consulta.Estado.EN_ACTO: "Se respondió en la jornada.",
    Consulta.Estado.DERIVADA: "Lo enviamos al órgano que corresponde.",
    Consulta.Estado.FUERA: "Lo que plantea no es de nuestra competencia.",
}


def _cuenta(request: HttpRequest, anio: int) -> CuentaPublica:
    cuenta = get_object_or_404(
        CuentaPublica.objects.publicas().select_related("norma"), anio_gestion=anio
    )
    cuenta.servicio = request.servicio  # type: ignore[attr-defined]
    return cuenta


@publica
@require_http_methods(["GET", "HEAD", "POST"])
def participar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    cuenta = _cuenta(request, anio)
    if request.method != "POST":
        return _formulario(request, cuenta, FormularioParticipar())
    form = FormularioParticipar(request.POST)
    if form.is_valid():
        try:
            recibo = services.registrar_consulta(
                cuenta=cuenta,
                tipo=form.cleaned_data["tipo"],
                mensaje=form.cleaned_data["mensaje"],
                datos=form.persona(),
                nonce=form.cleaned_data["nonce"],
                publica_nombre=form.cleaned_data["publica_nombre"],
            )
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
            form.renovar("nonce")
        else:
            return redirect("respuestas:recibido", recibo.clave)
    return _formulario(request, cuenta, form, status=422)


def _formulario(
    request: HttpRequest, cuenta: CuentaPublica, form: FormularioParticipar, status: int = 200
) -> HttpResponse:
    proceso = proceso_de(cuenta)
    if proceso:
        proceso.servicio = cuenta.servicio
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "proceso": proceso,
        "form": form,
        "cerrado": reglas.motivo_de_cierre(cuenta, proceso, reloj.ahora()),
        "responder_hasta": selectors.responder_hasta(cuenta, Consulta.Canal.VIRTUAL),
        "aviso": aviso_vigente(),
        "interrupcion": interrupcion_vigente(cuenta),
    }
    return render(request, "respuestas/participar.html", contexto, status=status)


@con_clave
@never_cache
@require_safe
def recibido(request: HttpRequest, clave: str) -> HttpResponse:
    """The receipt, right after sending."""
    return _privada(request, clave, "respuestas/recibido.html")


@con_clave
@never_cache
@require_safe
def mi_consulta(request: HttpRequest, clave: str) -> HttpResponse:
    """The private page of one contribution: its words, its state, its answer once published."""
    return _privada(request, clave, "respuestas/mi_consulta.html")


def _privada(request: HttpRequest, clave: str, plantilla: str) -> HttpResponse:
    with todos_los_servicios():
        consulta = get_object_or_404(
            Consulta.objects.select_related("consultante", "cuenta__norma", "cuenta__servicio"),
            clave_hash=hash_de_clave(clave),
        )
    with alcance(consulta.cuenta.servicio):
        respuesta = render(request, plantilla, _contexto_privado(consulta, clave))
    # The address holds the key: only the origin is told. With no-referrer browsers would send
    # "Origin: null", and the page's own form (the colours) would get 403.
    respuesta["Referrer-Policy"] = "strict-origin"
    respuesta["X-Robots-Tag"] = "noindex"
    return respuesta


def _contexto_privado(consulta: Consulta, clave: str) -> dict[str, Any]:
    cuenta, persona = consulta.cuenta, consulta.consultante
    vence = selectors.responder_hasta(cuenta, consulta.canal)
    publicacion = selectors.publicacion_vigente(cuenta)
    bloques = documents.bloques_por_numero(publicacion.contenido) if publicacion else {}
    medio = ""
    if persona:
        contacto = ocultar(
            correo=persona.correo, telefono=persona.telefono, direccion=persona.direccion
        )
        medio = f"por {persona.get_medio_display()}: {contacto}"
    return {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "consulta": consulta,
        "persona": persona,
        "clave": clave,
        "vence": vence,
        "medio": medio,
        "publicacion": publicacion,
        "bloque": bloques.get(consulta.folio_numero),
        "en_palabras": EN_PALABRAS[Consulta.Estado(consulta.estado)],
        **_calculo(cuenta, vence),
    }


def _calculo(cuenta: CuentaPublica, vence: Any) -> dict[str, Any]:
    """Why that day: the term that the norm gives, and its ruler."""
    plazo = selectors.plazo_de(cuenta)
    if plazo is None:
        return {"plazo": None}
    norma = cuenta.norma
    regla = regla_de_dias(
        desde=plazo.ancla,
        dias=norma.plazo_respuesta_maximo_dias,
        tipo=norma.tipo_dias,  # type: ignore[arg-type]
        feriados=plazo.feriados,
        hitos=[(norma.plazo_respuesta_sugerido_dias, "plazo sugerido")],
    )
    return {
        "plazo": plazo,
        "regla": regla,
        "antes_del_maximo": vence and vence < plazo.maximo.fecha,
    }


@publica
@require_safe
def respuestas(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The published questions and answers, which can be searched by their words."""
    cuenta = _cuenta(request, anio)
    publicacion = selectors.publicacion_vigente(cuenta)
    contenido = publicacion.contenido if publicacion else {}
    busca = request.GET.get("q", "").strip()[:100]
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "publicacion": publicacion,
        "contenido": contenido,
        "secciones": _que_dicen(contenido.get("secciones", []), busca),
        "busca": busca,
        "difusiones": selectors.difusiones_publicas(cuenta) if publicacion else (),
        "responder_hasta": selectors.responder_hasta(cuenta, Consulta.Canal.VIRTUAL),
    }
    return render(request, "respuestas/respuestas.html", contexto)


def _que_dicen(secciones: list[dict[str, Any]], busca: str) -> list[dict[str, Any]]:
    palabras = plegar(busca).split()
    if not palabras:
        return secciones
    halladas = []
    for seccion in secciones:
        bloques = [b for b in seccion["bloques"] if _dice(b, palabras)]
        if bloques:
            halladas.append({**seccion, "bloques": bloques})
    return halladas


def _dice(bloque: dict[str, Any], palabras: list[str]) -> bool:
    textos = [bloque["titulo"], bloque["respuesta"]]
    textos += [f"{m['numero']} {m['texto']}" for m in bloque["mensajes"]]
    todo = plegar(" ".join(textos))
    return all(palabra in todo for palabra in palabras)


@publica
@require_safe
def respuestas_pdf(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The stored bytes of the version in force."""
    publicacion = (
        PublicacionRespuestas.objects.filter(informe__cuenta=_cuenta(request, anio))
        .select_related("pdf")
        .defer("contenido")
        .first()
    )
    if publicacion is None:
        raise Http404
    return pdf_publicado(request, publicacion, f"respuestas-{servicio}-{anio}")
