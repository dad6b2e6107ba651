"""The sending console: how each mail ended, campaign by campaign and person by person."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comun import reloj
from correos import documents, selectors, services
from correos.forms import BuscarPersona, FiltroCorreos
from correos.models import Mensaje
from servicios.acceso import con_permiso, puede, servicios_con
from servicios.permissions import Permiso

POR_PAGINA = 50
ENVIOS_POR_PAGINA = 20
ENVIOS_AL_LADO = 5
#: How many campaigns the filter offers; the others are reached through their own page.
ENVIOS_DEL_FILTRO = 100
#: What one chooses by following a link, with the filters closed.
DE_LOS_ENLACES = {"campania", "servicio", "estado"}
#: Of a list that is taken away.
MAXIMO_FILAS = 20_000
FORMATOS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@con_permiso(Permiso.VER_CORREOS)
@never_cache
@require_safe
def correos(request: HttpRequest) -> HttpResponse:
    """Every mail of the person's services, by campaign, state, kind and date."""
    return render(request, "correos/gestion/correos.html", _contexto(request))


def _contexto(request: HttpRequest) -> dict[str, Any]:
    ahora = reloj.ahora()
    filtro, envios = _filtro(request)
    elegido = filtro.elegido()
    campania, estado = elegido.get("campania", ""), elegido.get("estado", "")
    mensajes = selectors.filtrar(elegido)
    cuentas = selectors.Cuentas.de(mensajes.por_estado())
    de_la_vista = mensajes.filter(estado__in=selectors.estados_de(estado))
    lineas = selectors.lineas(de_la_vista, elegido.get("orden", ""))
    pagina = Paginator(lineas, POR_PAGINA).get_page(request.GET.get("pagina"))
    pagina.object_list = selectors.con_palabras(pagina.object_list, ahora)
    propios = [e for e in envios if e.campania == campania]
    propios = [e for e in propios if elegido.get("servicio", e.servicio) == e.servicio]
    return {
        "situacion": services.situacion(ahora=ahora),
        "filtro": filtro,
        "hay_filtro": bool(elegido.keys() - {"estado", "orden"}),
        "filtro_abierto": bool(filtro.errors or elegido.keys() - DE_LOS_ENLACES),
        "buscar": BuscarPersona(),
        "propios": [
            (e, puede(request.user, Permiso.GESTIONAR_CORREOS, e.servicio_id)) for e in propios
        ],
        "con_servicio": len({e.servicio for e in envios}) > 1,
        "envios": envios[:ENVIOS_AL_LADO],
        "en_curso": any(e.cuentas.camino for e in propios or envios[:ENVIOS_AL_LADO]),
        "cuentas": cuentas,
        "terminos": terminos(cuentas),
        "vistas": _vistas(request.GET, estado, cuentas),
        "pagina": pagina,
        "decide": _alguno(request, Permiso.GESTIONAR_CORREOS, pagina.object_list),
        "descarga": _alguno(request, Permiso.VER_CONTACTOS, pagina.object_list),
    }


def _alguno(request: HttpRequest, permiso: Permiso, mensajes: Iterable[Mensaje]) -> bool:
    return any(puede(request.user, permiso, mensaje.servicio_id) for mensaje in mensajes)


def _filtro(request: HttpRequest) -> tuple[FiltroCorreos, list[selectors.Envio]]:
    """The filter of the address, and the campaigns it offers: the latest, and the one chosen."""
    envios = [selectors.envio(fila) for fila in selectors.envios()[:ENVIOS_DEL_FILTRO]]
    pedida = request.GET.get("campania", "")
    if pedida and all(e.campania != pedida for e in envios):
        envios += [selectors.envio(fila) for fila in selectors.envios(pedida)]
    return FiltroCorreos(request.GET, envios=envios, clases=selectors.clases()), envios


@con_permiso(Permiso.VER_CORREOS)
@never_cache
@require_safe
def envios(request: HttpRequest) -> HttpResponse:
    """The campaigns, the newest first, each with its progress."""
    pagina = Paginator(selectors.envios(), ENVIOS_POR_PAGINA).get_page(request.GET.get("pagina"))
    pagina.object_list = [selectors.envio(fila) for fila in pagina.object_list]
    en_curso = any(e.cuentas.camino for e in pagina.object_list)
    return render(request, "correos/gestion/envios.html", {"pagina": pagina, "en_curso": en_curso})


@con_permiso(Permiso.VER_CORREOS)
@never_cache
@require_POST
def buscar(request: HttpRequest) -> HttpResponse:
    """The mails of one person. It changes nothing; by POST so that no name is in the address."""
    form = BuscarPersona(request.POST)
    if not form.is_valid():
        return render(request, "correos/gestion/buscar.html", {"form": form}, status=422)
    hallados = Mensaje.objects.buscar(form.cleaned_data["persona"])
    filas = selectors.lineas(hallados)[: POR_PAGINA + 1]
    mensajes = selectors.con_palabras(filas, reloj.ahora())
    contexto = {
        "form": form,
        "mensajes": mensajes[:POR_PAGINA],
        "hay_mas": len(mensajes) > POR_PAGINA,
    }
    return render(request, "correos/gestion/buscar.html", contexto)


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def descargar(request: HttpRequest) -> HttpResponse:
    """The list shown, with its addresses, as a sheet."""
    formato = "xlsx" if request.GET.get("formato") == "xlsx" else "csv"
    filtro, _ = _filtro(request)
    elegido = filtro.elegido()
    mensajes = selectors.filtrar(elegido).filter(
        servicio__in=servicios_con(request.user, Permiso.VER_CORREOS),
        estado__in=selectors.estados_de(elegido.get("estado", "")),
    )
    if mensajes.count() > MAXIMO_FILAS:
        messages.error(request, "La lista tiene más de 20.000 correos. Elija un envío o fechas.")
        return redirect(f"{reverse('correos_gestion:correos')}?{request.GET.urlencode()}")
    lineas = selectors.lineas(mensajes, elegido.get("orden", "")).iterator()
    contenido = documents.lista(lineas, formato, reloj.ahora())
    respuesta = HttpResponse(contenido, content_type=FORMATOS[formato])
    respuesta["Content-Disposition"] = f'attachment; filename="correos.{formato}"'
    respuesta["Cache-Control"] = "no-store"
    return respuesta


def _vistas(
    consulta: QueryDict, actual: str, cuentas: selectors.Cuentas
) -> list[dict[str, object]]:
    vistas = []
    for clave, nombre, _ in selectors.VISTAS:
        otra = consulta.copy()
        otra.pop("pagina", None)
        otra["estado"] = clave
        cuantos = getattr(cuentas, clave or "todos")
        vistas.append(
            {
                "url": f"?{otra.urlencode()}",
                "nombre": nombre,
                "n": cuantos,
                "actual": clave == actual,
            }
        )
    return vistas


def terminos(cuentas: selectors.Cuentas) -> list[dict[str, object]]:
    """What was written is the sum of its fates (components/ecuacion.html)."""
    return [
        {"nombre": "correos", "valor": cuentas.todos},
        {"nombre": "enviados", "valor": cuentas.enviados},
        {"nombre": "en camino", "valor": cuentas.camino},
        {"nombre": "anulados", "valor": cuentas.anulados},
        {"nombre": "piden su ayuda", "valor": cuentas.ayuda, "falta": cuentas.ayuda > 0},
    ]
