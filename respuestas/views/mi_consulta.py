"""The private page of one contribution: the receipt, what became of it, and what one may change."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comun import cuotas
from comun.archivos import EXTENSIONES
from comun.campos import hash_de_clave
from comun.contacto import ocultar
from comun.errores import ErrorDominio
from comun.svg import regla_de_dias
from cuentas.models import CuentaPublica
from respuestas import documents, selectors, services
from respuestas.forms.mi_consulta import FormularioContacto
from respuestas.models import AdjuntoConsulta, Consentimiento, Consulta, Consultante
from servicios.acceso import con_clave
from servicios.alcance import alcance, todos_los_servicios
from servicios.origen import DemasiadosEnvios, con_espera, tomar_turno

#: Words of each state for who wrote.
EN_PALABRAS = {
    Consulta.Estado.RECIBIDA: "Su mensaje está en lectura. Lo ve la unidad que conoce el tema.",
    Consulta.Estado.RESPONDIDA: "La respuesta está lista y se publicará con todas las demás.",
    Consulta.Estado.EN_ACTO: "Se respondió en la jornada.",
    Consulta.Estado.DERIVADA: "Lo enviamos al órgano que corresponde.",
    Consulta.Estado.FUERA: "Lo que plantea no es de nuestra competencia.",
}

Vista = Callable[[HttpRequest, Consulta, str], HttpResponse]


def de_la_clave(vista: Vista) -> Callable[..., HttpResponse]:
    """Give the view the contribution that its key opens, in the scope of its service.

    A key that opens nothing is the same 404 whatever it is and whatever is asked.
    """

    @wraps(vista)
    def abrir(request: HttpRequest, clave: str, **otros: str) -> HttpResponse:
        con = (
            *("consultante", "cuenta__norma", "cuenta__servicio"),
            *("respuesta", "grupo__respuesta", "suma_a"),
        )
        with todos_los_servicios():
            todas = Consulta.objects.select_related(*con)
            consulta = get_object_or_404(todas, clave_hash=hash_de_clave(clave))
        with alcance(consulta.cuenta.servicio):
            return vista(request, consulta, clave, **otros)

    return abrir


@con_clave
@never_cache
@require_safe
@de_la_clave
def recibido(request: HttpRequest, consulta: Consulta, clave: str) -> HttpResponse:
    """The receipt, right after sending and as often as one wants to see it again."""
    if consulta.suprimida_en:
        return redirect("respuestas:mi_consulta", clave)
    return render(request, "respuestas/recibido.html", _contexto_privado(consulta, clave))


@con_clave
@never_cache
@require_safe
@de_la_clave
def mi_consulta(request: HttpRequest, consulta: Consulta, clave: str) -> HttpResponse:
    """The private page of one contribution: its words, its steps, its answer once published."""
    contexto = _contexto_privado(consulta, clave)
    plantilla = "respuestas/mi_consulta.html"
    if consulta.suprimida_en:
        plantilla = "respuestas/mi_consulta_suprimida.html"
    else:
        contexto |= _lo_que_puede(consulta, con_version=contexto["publicacion"] is not None)
    return render(request, plantilla, contexto)


@con_clave
@never_cache
@require_safe
@de_la_clave
def archivo(request: HttpRequest, consulta: Consulta, clave: str, clase: str) -> HttpResponse:
    """A file that came with it, always to be downloaded and never shown by the browser."""
    if consulta.suprimida_en:
        raise Http404
    adjunto = get_object_or_404(AdjuntoConsulta, consulta=consulta, clase=clase)
    extension = EXTENSIONES.get(adjunto.tipo, "bin")
    tipo = adjunto.tipo if adjunto.tipo in EXTENSIONES else "application/octet-stream"
    respuesta = HttpResponse(bytes(adjunto.contenido), content_type=tipo)
    nombre = f"{clase}-{consulta.folio}.{extension}"
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta


# ── What its author decides. Only a POST does it: looking at the address does nothing ──

ACTO = require_http_methods(["GET", "HEAD", "POST"])


@con_clave
@never_cache
@ACTO
@de_la_clave
def retirar_nombre(request: HttpRequest, consulta: Consulta, clave: str) -> HttpResponse:
    hecho = "Listo: su nombre no aparecerá. Donde iba, ahora dice «una persona»."
    return _hacer(request, consulta, clave, services.retirar_nombre, hecho)


@con_clave
@never_cache
@ACTO
@de_la_clave
def devolver_nombre(request: HttpRequest, consulta: Consulta, clave: str) -> HttpResponse:
    hecho = "Listo: su nombre aparecerá junto a su mensaje cuando se publiquen las respuestas."
    return _hacer(request, consulta, clave, services.devolver_nombre, hecho)


@con_clave
@never_cache
@ACTO
@de_la_clave
def retirar_invitaciones(request: HttpRequest, consulta: Consulta, clave: str) -> HttpResponse:
    hecho = "Listo: no le invitaremos a otras actividades. Su respuesta le llega igual."
    return _hacer(request, consulta, clave, services.retirar_invitaciones, hecho)


@con_clave
@never_cache
@ACTO
@de_la_clave
def devolver_invitaciones(request: HttpRequest, consulta: Consulta, clave: str) -> HttpResponse:
    hecho = "Listo: podremos invitarle de nuevo a participar."
    return _hacer(request, consulta, clave, services.devolver_invitaciones, hecho)


def _hacer(
    request: HttpRequest, consulta: Consulta, clave: str, usar: Callable[..., bool], hecho: str
) -> HttpResponse:
    if request.method != "POST":
        return redirect("respuestas:mi_consulta", clave)
    try:
        cambio = usar(consulta=consulta)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    else:
        messages.success(request, hecho if cambio else "Ya estaba así: no cambió nada.")
    return redirect("respuestas:mi_consulta", clave)


@con_clave
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@de_la_clave
def contacto(request: HttpRequest, consulta: Consulta, clave: str) -> HttpResponse:
    """One form for the means, the mail, the telephone and the address."""
    if consulta.suprimida_en or consulta.consultante is None:
        raise Http404
    inicial = {"medio": consulta.consultante.medio}
    datos = request.POST if request.method == "POST" else None
    form = FormularioContacto(datos, initial=inicial)
    try:
        if form.is_bound and form.is_valid() and _corregir(request, consulta, clave, form):
            return redirect("respuestas:mi_consulta", clave)
    except DemasiadosEnvios as error:
        form.add_error(None, error.mensaje)
        return con_espera(_pagina_de_contacto(request, consulta, clave, form), error)
    return _pagina_de_contacto(request, consulta, clave, form)


def _pagina_de_contacto(
    request: HttpRequest, consulta: Consulta, clave: str, form: FormularioContacto
) -> HttpResponse:
    contexto = _de_la_persona(consulta, clave) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "respuestas/mi_consulta_contacto.html", contexto, status=status)


def _corregir(
    request: HttpRequest, consulta: Consulta, clave: str, form: FormularioContacto
) -> bool:
    """Whether it was changed, or was so already. Raises DemasiadosEnvios."""
    nuevo = form.contacto()
    servicio = consulta.cuenta.servicio
    tomar_turno(request, servicio, cuotas.CAMBIAR_CONTACTO, nuevo.correo, f"consulta:{consulta.pk}")
    try:
        cambio = services.corregir_contacto(consulta=consulta, contacto=nuevo, clave=clave)
    except ErrorDominio as error:
        form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)
        return False
    hecho = "Listo: le responderemos por el medio que indicó."
    if nuevo.correo:
        hecho = "Listo: le responderemos a ese correo. Ya le enviamos ahí el enlace a esta página."
    messages.success(request, hecho if cambio else "Ya teníamos ese contacto: no cambió nada.")
    return True


# ── What the page tells ──


def _de_la_persona(consulta: Consulta, clave: str) -> dict[str, Any]:
    cuenta = consulta.cuenta
    return {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "consulta": consulta,
        "persona": None if consulta.suprimida_en else consulta.consultante,
        "clave": clave,
        "medio": "" if consulta.suprimida_en else _medio(consulta.consultante),
    }


def _medio(persona: Consultante | None) -> str:
    """How they are answered, with enough of the contact for its owner to know it."""
    if persona is None:
        return ""
    if persona.medio == Consultante.Medio.RETIRO:
        return "en la oficina, donde usted retira la respuesta"
    oculto = ocultar(correo=persona.correo, telefono=persona.telefono, direccion=persona.direccion)
    return f"por {persona.get_medio_display()}: {oculto}"


def _contexto_privado(consulta: Consulta, clave: str) -> dict[str, Any]:
    cuenta = consulta.cuenta
    vence = selectors.responder_hasta(cuenta, consulta.canal)
    publicacion = selectors.publicacion_vigente(cuenta)
    bloques = documents.bloques_por_numero(publicacion.contenido) if publicacion else {}
    bloque = bloques.get(consulta.folio_numero)
    return {
        **_de_la_persona(consulta, clave),
        "vence": vence,
        "publicacion": publicacion,
        "bloque": bloque,
        "quitado": _version_publica(bloque, consulta),
        "en_palabras": EN_PALABRAS[Consulta.Estado(consulta.estado)],
        "pasos": selectors.pasos_de(
            consulta,
            publicada_en=publicacion.publicada_en if publicacion and bloque else None,
            vence=vence,
        ),
        **_calculo(cuenta, vence),
    }


def _version_publica(bloque: dict[str, Any] | None, consulta: Consulta) -> dict[str, Any] | None:
    """What was published of it, when something had to be taken out."""
    suyos = bloque["mensajes"] if bloque and not consulta.suprimida_en else ()
    for mensaje in suyos:
        if mensaje["numero"] == consulta.folio_numero and mensaje["quitado"]:
            return mensaje
    return None


def _lo_que_puede(consulta: Consulta, *, con_version: bool) -> dict[str, Any]:
    """The files that came with it, and what its author allowed, may allow again or take back."""
    permisos = selectors.permisos_dados(consulta)
    Clase = Consentimiento.Clase
    retirado = not consulta.publica_nombre and (
        Clase.PUBLICAR_NOMBRE in permisos or selectors.retiro_su_nombre(consulta)
    )
    return {
        "adjuntos": AdjuntoConsulta.objects.filter(consulta=consulta).defer("contenido"),
        "nombre_retirado": retirado,
        "puede_devolver_nombre": retirado and not con_version,
        "invitaciones": permisos.get(Clase.INVITAR),
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
