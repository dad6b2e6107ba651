"""Staff pages: the board of a person over all their accounts, and the board of one account.

Both read projections, which are made true first; neither evaluates a rule.
"""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comun import reloj
from correos.services import situacion
from cuentas.models import CuentaPublica
from respuestas.selectors import ecuacion
from seguimiento import selectors
from seguimiento.etapas import Etapa, plazo_explicado
from seguimiento.etapas.resumen import leer_resumen
from seguimiento.forms import FiltroTablero
from seguimiento.models import Pendiente, PendienteQuerySet, Proyeccion
from seguimiento.selectors.novedades import seguidores
from seguimiento.services import poner_al_dia
from seguimiento.views.lineas import a_la_vista, barra, barras_por_etapa, marcar_principal
from servicios.acceso import con_permiso, puede
from servicios.permissions import Permiso

CUENTAS_POR_PAGINA = 20
LINEAS_POR_PAGINA = 50
#: A page waits for so many projections; the rest are left to the sweep.
MAXIMO_POR_LECTURA = 200


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def inicio(request: HttpRequest) -> HttpResponse:
    """What is due in all the accounts of a person, and how each account goes."""
    ahora = reloj.ahora()
    local = ahora.astimezone(reloj.ZONA_POR_OMISION)
    hechas = poner_al_dia(CuentaPublica.objects.all(), ahora=ahora, maximo=MAXIMO_POR_LECTURA)
    pagina = Paginator(selectors.proyecciones(), CUENTAS_POR_PAGINA).get_page(
        request.GET.get("pagina")
    )
    varias = pagina.paginator.count > 1
    filtro = FiltroTablero(request.GET, cuentas=_opciones(pagina.object_list) if varias else [])
    lineas = _elegidas(request, Pendiente.objects.all(), filtro, request.servicios)
    contexto = {
        "filtro": filtro,
        "filtrando": any(filtro.elegido().values()),
        "pagina": pagina,
        "filas": [_fila(p) for p in pagina],
        "abrir_en": [s for s in request.servicios if _abre(request, s)],
        "atrasadas": hechas == MAXIMO_POR_LECTURA,
        "saludo": _saludo(local),
        "hoy": local.date(),
        "ahora": ahora,
        **_tramos(request, lineas, filtro, ahora, con_cuenta=varias),
    }
    return render(request, "seguimiento/inicio.html", contexto)


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def tablero(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The board of one account: what is due, by when and why, and how it goes by stage."""
    ahora = reloj.ahora()
    poner_al_dia(CuentaPublica.objects.filter(anio_gestion=anio), ahora=ahora)
    proyeccion = get_object_or_404(selectors.proyeccion_de(anio))
    cuenta = proyeccion.cuenta
    hoy = ahora.astimezone(cuenta.servicio.zona).date()
    panorama = leer_resumen(cuenta, proyeccion.resumen)
    filtro = FiltroTablero(request.GET, cuentas=[])
    propias = Pendiente.objects.filter(cuenta=cuenta).select_related("cuenta__servicio")
    lineas = _elegidas(request, propias, filtro, [request.servicio]).por_fecha()
    tramos = selectors.repartir(lineas, hoy, filtro.elegido().get("tramo", ""))
    contexto = {
        "cuenta": cuenta,
        "servicio": cuenta.servicio,
        "filtro": filtro,
        "filtrando": any(filtro.elegido().values()),
        "saludo": _saludo(ahora.astimezone(cuenta.servicio.zona)),
        "etapa": Etapa(proyeccion.etapa),
        "panorama": panorama,
        "interrupcion": proyeccion.resumen["interrupcion"],
        "barras": barras_por_etapa(proyeccion.resumen["etapas"]),
        "plazo": plazo_explicado(panorama, hoy),
        "cambios": proyeccion.resumen.get("cambios"),
        "ecuacion": ecuacion(panorama.destinos),
        "envios": situacion(ahora=ahora),
        "seguidores": seguidores(cuenta),
        "hoy": hoy,
        "ahora": ahora,
        **_a_la_vista(request, tramos, ahora, con_cuenta=False),
    }
    return render(request, "seguimiento/tablero.html", contexto)


def _saludo(local: datetime) -> str:
    return "Buenos días" if local.hour < 12 else "Buenas tardes"


def _abre(request: HttpRequest, servicio: Any) -> bool:
    return puede(request.user, Permiso.ABRIR_CUENTA, servicio.pk)


def _opciones(proyecciones: Any) -> list[tuple[str, str]]:
    return [
        (
            f"{p.cuenta.servicio.slug}-{p.cuenta.anio_gestion}",
            f"{p.cuenta.servicio.nombre_corto}, gestión {p.cuenta.anio_gestion}",
        )
        for p in proyecciones
    ]


def _elegidas(
    request: HttpRequest, lineas: PendienteQuerySet, filtro: FiltroTablero, servicios: Any
) -> PendienteQuerySet:
    elegido = filtro.elegido()
    if elegido.get("q"):
        lineas = selectors.con_texto(lineas, elegido["q"])
    if elegido.get("cuenta"):
        slug, _, anio = elegido["cuenta"].rpartition("-")
        lineas = lineas.filter(cuenta__servicio__slug=slug, cuenta__anio_gestion=anio)
    if elegido.get("mio"):
        lineas = selectors.de_la_persona(lineas, request.user, servicios)
    return lineas


def _tramos(
    request: HttpRequest,
    lineas: PendienteQuerySet,
    filtro: FiltroTablero,
    ahora: datetime,
    *,
    con_cuenta: bool,
) -> dict[str, Any]:
    """The four groups with their first lines, or all of one, by pages."""
    tramo = filtro.elegido().get("tramo")
    if not tramo:
        return _a_la_vista(
            request, selectors.por_tramos(lineas, ahora), ahora, con_cuenta=con_cuenta
        )
    todas = selectors.con_cuenta(selectors.del_tramo(lineas, tramo, ahora))
    hojas = Paginator(todas, LINEAS_POR_PAGINA).get_page(request.GET.get("hoja"))
    cuantas, suyas = hojas.paginator.count, list(hojas.object_list)
    tramos = [selectors.Tramo(tramo, selectors.TRAMOS[tramo], cuantas, suyas)] if suyas else []
    vista = _a_la_vista(request, tramos, ahora, con_cuenta=con_cuenta)
    for grupo in vista["grupos"]:
        grupo |= {"cuantas": str(cuantas), "ver_url": ""}
    return vista | {"hojas": hojas}


def _a_la_vista(
    request: HttpRequest, tramos: list[selectors.Tramo], ahora: datetime, *, con_cuenta: bool
) -> dict[str, Any]:
    grupos = [
        {
            "tramo": t,
            "lineas": [a_la_vista(p, request.user, ahora, con_cuenta) for p in t.lineas],
            "cuantas": f"{selectors.TOPE}+" if t.desborda else str(t.total),
            "ver_url": _resto(request, t.clave) if t.quedan else "",
            "ver": f"Ver las más de {selectors.TOPE}" if t.desborda else f"Ver las {t.total}",
        }
        for t in tramos
    ]
    marcar_principal(grupos)
    totales = {t.clave: t.total for t in tramos}
    return {
        "grupos": grupos,
        "vencidas": totales.get("vencido", 0),
        "para_hoy": totales.get("hoy", 0),
    }


def _resto(request: HttpRequest, tramo: str) -> str:
    """The same board with all the lines of one group."""
    preguntas = request.GET.copy()
    preguntas.pop("hoja", None)
    preguntas["tramo"] = tramo
    return f"?{preguntas.urlencode()}"


def _fila(proyeccion: Proyeccion) -> dict[str, Any]:
    """One account of the list, with its compliance as one bar."""
    resumen, cuenta = proyeccion.resumen, proyeccion.cuenta
    argumentos = [cuenta.servicio.slug, cuenta.anio_gestion]
    return {
        "cuenta": cuenta,
        "url": reverse("seguimiento_gestion:tablero", args=argumentos),
        "cumplimiento": reverse("seguimiento_gestion:cumplimiento", args=argumentos),
        "etapa": Etapa(proyeccion.etapa),
        "interrupcion": resumen["interrupcion"],
        "recibidas": sum(resumen["destinos"].values()),
        "limite": datetime.fromisoformat(resumen["limite"]) if resumen["limite"] else None,
        "barra": barra(selectors.sumas(resumen["etapas"]), f"b-{cuenta.pk}"),
    }
