"""Decisions about many mails at once: the ones ticked in the list, or a whole campaign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from comun.errores import ErrorDominio
from comun.formato import miles
from correos import selectors, services
from correos.forms import Marcados
from correos.models import Mensaje
from correos.views.gestion import terminos
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

SALEN = ("correo saldrá de nuevo.", "correos saldrán de nuevo.")
ANULADOS = ("correo quedó anulado: no saldrá.", "correos quedaron anulados: no saldrán.")


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_POST
def marcados(request: HttpRequest) -> HttpResponse:
    """Retry or stop the mails ticked in the list."""
    filas = Mensaje.objects.select_related("servicio").defer("texto", "html")
    form = Marcados(request.POST, mensajes=filas)
    if not form.is_valid():
        messages.error(request, " ".join(e for errores in form.errors.values() for e in errores))
        return _a_la_lista(request.GET.urlencode())
    mensajes = form.cleaned_data["correos"]
    if form.cleaned_data["accion"] == Marcados.ANULAR:
        _contar(request, services.anular_varios(mensajes=mensajes, por=request.user), ANULADOS)
    else:
        _contar(request, services.reintentar_varios(mensajes=mensajes, por=request.user), SALEN)
    return _a_la_lista(request.GET.urlencode())


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_POST
def reintentar_envio(request: HttpRequest, servicio: str) -> HttpResponse:
    """Retry all that a campaign's destinations refused or returned."""
    campania = request.GET.get("campania", "")
    tanda = services.reintentar_campania(
        servicio=request.servicio, campania=campania, por=request.user
    )
    _contar(request, tanda, SALEN)
    return _a_la_lista(request.GET.urlencode())


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_http_methods(["GET", "HEAD", "POST"])
def detener_envio(request: HttpRequest, servicio: str) -> HttpResponse:
    """Ask before stopping a campaign midway; by POST, stop it."""
    envio = selectors.envio_de(servicio, request.GET.get("campania", ""))
    if envio is None:
        messages.error(request, "No encontramos ese envío. Elíjalo en la lista.")
        return redirect("correos_gestion:envios")
    estado = 200
    if request.method == "POST":
        try:
            detenidos = services.anular_campania(
                servicio=request.servicio, campania=envio.campania, por=request.user
            )
        except ErrorDominio as error:
            messages.error(request, error.mensaje)
            estado = 422
        else:
            messages.success(request, _en_palabras(detenidos, ANULADOS))
            return _a_la_lista(envio.consulta)
    cuentas, por_detener = envio.cuentas, selectors.por_detener(envio)
    contexto = {
        "envio": envio,
        "por_detener": por_detener,
        "ya_salieron": cuentas.todos - cuentas.anulados - envio.rechazados - por_detener,
        "terminos": terminos(cuentas),
    }
    return render(request, "correos/gestion/detener.html", contexto, status=estado)


def _contar(request: HttpRequest, tanda: services.Tanda, formas: tuple[str, str]) -> None:
    """Tell how many, and why not the others."""
    if tanda.hechos:
        messages.success(request, _en_palabras(tanda.hechos, formas))
    for motivo, cuantos in tanda.negados.items():
        messages.warning(request, f"{miles(cuantos)} no: {motivo}")
    if not tanda.hechos and not tanda.negados:
        messages.info(request, "No había ningún correo por reintentar.")


def _en_palabras(cuantos: int, formas: tuple[str, str]) -> str:
    return f"{miles(cuantos)} {formas[cuantos != 1]}"


def _a_la_lista(consulta: str) -> HttpResponse:
    lista = reverse("correos_gestion:correos")
    return redirect(f"{lista}?{consulta}" if consulta else lista)
