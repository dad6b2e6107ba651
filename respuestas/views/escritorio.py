"""The answering desk: the queue, the sheet, and the path of an answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from cuentas.models import CuentaPublica
from respuestas import selectors, services
from respuestas.forms.gestion import FormularioObservacion, FormularioRespuesta
from respuestas.models import Consulta, Respuesta
from respuestas.views.gestion import consulta_o_404, cuenta_o_404
from servicios.acceso import con_permiso, puede
from servicios.permissions import Permiso

COLAS = (
    ("", "Por responder"),
    ("en_revision", "En revisión"),
    ("aprobada", "Aprobadas"),
)
EN_COLA = 100


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def escritorio(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The first one of the queue; who only reviews begins with what is in review."""
    cuenta = cuenta_o_404(request, anio)
    estado = _estado(request, cuenta)
    primera = selectors.cola(cuenta, estado).first()
    if primera is None:
        return render(request, "respuestas/responder.html", _contexto(request, cuenta, None))
    destino = redirect("respuestas_gestion:respuesta", servicio, anio, primera.folio_numero)
    destino["Location"] += f"?cola={estado}" if estado else ""
    return destino


def _estado(request: HttpRequest, cuenta: CuentaPublica) -> str:
    pedido = request.GET.get("cola")
    if pedido is not None:
        return pedido if pedido in dict(COLAS) else ""
    redacta = puede(request.user, Permiso.REDACTAR_RESPUESTA, cuenta.servicio_id)
    return "" if redacta else Respuesta.Estado.EN_REVISION.value


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def respuesta(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    """The sheet of one contribution or of its group."""
    cuenta = cuenta_o_404(request, anio)
    contexto = _contexto(request, cuenta, consulta_o_404(cuenta, numero))
    return render(request, "respuestas/responder.html", contexto)


@con_permiso(Permiso.REDACTAR_RESPUESTA)
@require_POST
def guardar(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    """Save the draft and, if so pressed, pass it to review."""
    cuenta = cuenta_o_404(request, anio)
    form = FormularioRespuesta(request.POST)
    if form.is_valid() and _guardar(request, consulta_o_404(cuenta, numero), form):
        return redirect("respuestas_gestion:respuesta", servicio, anio, numero)
    contexto = _contexto(request, cuenta, consulta_o_404(cuenta, numero), form=form)
    return render(request, "respuestas/responder.html", contexto, status=422)


def _guardar(request: HttpRequest, fila: Consulta, form: FormularioRespuesta) -> bool:
    """The draft is kept even when it cannot be passed to review."""
    duenio = {"grupo": fila.grupo} if fila.grupo else {"consulta": fila}
    try:
        guardada = services.redactar_respuesta(por=request.user, **duenio, **form.cleaned_data)  # type: ignore[arg-type]
        if "revision" in request.POST:
            services.enviar_a_revision(respuesta=guardada, por=request.user)
            messages.success(request, "La respuesta pasó a revisión.")
        else:
            messages.success(request, "Borrador guardado.")
    except ErrorDominio as error:
        form.add_error(None, error.mensaje)
        return False
    return True


def _contexto(
    request: HttpRequest, cuenta: CuentaPublica, fila: Consulta | None, **otros: Any
) -> dict[str, Any]:
    estado = _estado(request, cuenta)
    cola = list(selectors.cola(cuenta, estado)[:EN_COLA])
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "cola": cola,
        "colas": [
            {"url": f"?cola={clave}", "nombre": nombre, "actual": clave == estado}
            for clave, nombre in COLAS
        ],
        "estado_cola": estado,
        "terminos": selectors.ecuacion(selectors.destinos(cuenta)),
        "consulta": fila,
    }
    return {**contexto, **(_hoja(cuenta, fila) if fila else {}), **otros}


def _hoja(cuenta: CuentaPublica, fila: Consulta) -> dict[str, Any]:
    hecha = selectors.respuesta_de(fila)
    miembros = [fila]
    if fila.grupo_id:
        miembros = list(
            selectors.con_todo(Consulta.objects.filter(grupo=fila.grupo_id)).order_by(
                "folio_numero"
            )
        )
    plazo = selectors.plazo_de(cuenta)
    hoy = reloj.hoy(cuenta.servicio.zona)
    campos = ("texto", "decision", "fundamento", "unidad")
    return {
        "respuesta": hecha,
        "miembros": miembros,
        "personas": len({c.consultante_id for c in miembros if c.consultante_id}),
        "form": FormularioRespuesta(initial={c: getattr(hecha, c) for c in campos if hecha}),
        "form_devolver": FormularioObservacion(),
        "camino": _camino(hecha),
        "plazo": plazo,
        "quedan": (plazo.ultima - hoy).days if plazo else None,
        "editable": hecha is None or hecha.estado == Respuesta.Estado.BORRADOR,
    }


def _camino(hecha: Respuesta | None) -> list[dict[str, str]]:
    pasos = [("borrador", "Borrador"), ("en_revision", "Revisión"), ("aprobada", "Aprobada")]
    actual = [clave for clave, _ in pasos].index(hecha.estado if hecha else "borrador")
    return [
        {"nombre": nombre, "estado": "hecho" if i < actual else "ahora" if i == actual else ""}
        for i, (_, nombre) in enumerate(pasos)
    ]


def _respuesta_o_404(request: HttpRequest, anio: int, numero: int) -> tuple[Consulta, Respuesta]:
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)
    duenio = {"grupo": fila.grupo_id} if fila.grupo_id else {"consulta": fila}
    return fila, get_object_or_404(Respuesta, **duenio)


@con_permiso(Permiso.APROBAR_RESPUESTA)
@require_POST
def devolver(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    fila, hecha = _respuesta_o_404(request, anio, numero)
    form = FormularioObservacion(request.POST)
    if form.is_valid():
        try:
            services.devolver(respuesta=hecha, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, "Devuelta con su observación.")
            return redirect("respuestas_gestion:escritorio", servicio, anio)
    contexto = _contexto(request, fila.cuenta, fila, form_devolver=form)
    return render(request, "respuestas/responder.html", contexto, status=422)


@con_permiso(Permiso.APROBAR_RESPUESTA)
@require_POST
def aprobar(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    _, hecha = _respuesta_o_404(request, anio, numero)
    return _boton(request, services.aprobar_respuesta, hecha, "Respuesta aprobada.", numero)


@con_permiso(Permiso.APROBAR_RESPUESTA)
@require_POST
def reabrir(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    _, hecha = _respuesta_o_404(request, anio, numero)
    hecho = "La respuesta vuelve a ser un borrador."
    return _boton(request, services.reabrir_respuesta, hecha, hecho, numero)


@con_permiso(Permiso.REDACTAR_RESPUESTA)
@require_POST
def descartar(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    _, hecha = _respuesta_o_404(request, anio, numero)
    return _boton(request, services.descartar_borrador, hecha, "Borrador descartado.", numero)


def _boton(
    request: HttpRequest, usar: Any, hecha: Respuesta, hecho: str, numero: int
) -> HttpResponse:
    cuenta = hecha.cuenta
    try:
        usar(respuesta=hecha, por=request.user)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    else:
        messages.success(request, hecho)
    return redirect(
        "respuestas_gestion:respuesta", cuenta.servicio.slug, cuenta.anio_gestion, numero
    )
