"""The public home and the page of one account."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comun import reloj
from comun.formato import fecha_larga
from comun.paginas import ficha, guardada
from convocatorias.documents import datos_de_la_actividad, plazo_en_palabras
from convocatorias.models import Actividad, Transmision
from convocatorias.selectors import transmisiones_publicas
from cuentas.documents import datos_del_informe
from cuentas.models import CuentaPublica
from cuentas.selectors import informe_vigente
from cuentas.views.publico import anulada_o_404
from respuestas.selectors import ecuacion
from seguimiento.etapas import Etapa, Panorama, etapa, pasos, plazo_explicado
from seguimiento.forms import BuscarForm
from seguimiento.models import CambioPlazo
from seguimiento.selectors import (
    buscar_cuentas,
    cuentas_visibles,
    en_etapa,
    panorama_de,
    panoramas,
)
from servicios.acceso import publica
from servicios.alcance import todos_los_servicios
from servicios.documents import datos_del_servicio
from servicios.models import Region

POR_PAGINA = 20
DESTACADAS = 8
CAMBIOS = 5


@publica
@guardada()
@require_safe
def portada(request: HttpRequest) -> HttpResponse:
    """The accounts of every service: open ones, those that owe answers, and all."""
    with todos_los_servicios():
        return render(request, "seguimiento/portada.html", _contexto_portada(request))


def _contexto_portada(request: HttpRequest) -> dict[str, Any]:
    ahora = reloj.ahora()
    hoy = ahora.astimezone(reloj.ZONA_POR_OMISION).date()
    publicas = CuentaPublica.objects.publicas().filter(servicio__activo=True)
    anios = publicas.order_by("-anio_gestion")
    form = BuscarForm(
        request.GET,
        anios=list(anios.values_list("anio_gestion", flat=True).distinct()),
        regiones=list(Region.objects.values_list("codigo", "nombre")),
    )
    form.is_valid()
    filtros = form.cleaned_data
    base = buscar_cuentas(filtros.get("q", ""), filtros.get("anio", ""), filtros.get("region", ""))
    todas = en_etapa(base, filtros.get("estado", ""), hoy)
    pagina = Paginator(todas, POR_PAGINA).get_page(request.GET.get("pagina"))
    buscando = any(filtros.values())
    abiertas, esperan = ([], []) if buscando else _destacadas(base, hoy)
    vistas = panoramas({c.pk: c for c in [*pagina, *abiertas, *esperan]}.values())
    return {
        "filtro": form,
        "buscando": buscando,
        "pagina": pagina,
        "filas": [_fila(vistas[c.pk], ahora) for c in pagina],
        "abiertas": sorted(
            (_fila(vistas[c.pk], ahora) for c in abiertas), key=lambda f: f["cierra"]
        ),
        "esperan": [_fila(vistas[c.pk], ahora) for c in esperan],
        "hoy": hoy,
        "ahora": ahora,
    }


def _destacadas(
    base: QuerySet[CuentaPublica], hoy: date
) -> tuple[list[CuentaPublica], list[CuentaPublica]]:
    """What a visitor who searches for nothing meets first."""
    abiertas = en_etapa(base, Etapa.VIRTUAL, hoy)[:DESTACADAS]
    return list(abiertas), list(en_etapa(base, Etapa.SISTEMATIZACION, hoy)[:DESTACADAS])


def _fila(panorama: Any, ahora: Any) -> dict[str, Any]:
    hoy = ahora.astimezone(panorama.cuenta.servicio.zona).date()
    limite, proceso = panorama.limite, panorama.proceso
    pendientes = panorama.destinos["recibida"]
    return {
        "cuenta": panorama.cuenta,
        "etapa": etapa(panorama, ahora),
        "cierra": proceso.termino if proceso else None,
        "quedan": (proceso.termino - hoy).days if proceso else None,
        "limite": limite,
        "atraso": (hoy - limite).days if limite else 0,
        "recibidas": panorama.recibidas,
        "respondidas": panorama.recibidas - pendientes,
        "publicadas_en": panorama.publicadas_en,
        "interrupcion": panorama.interrupcion,
    }


def _ultimo_cambio(request: HttpRequest, servicio: str, anio: int) -> int | None:
    """The dates are projected, and a projection leaves no row in the bitácora."""
    cambios = _cambios().filter(plazo__cuenta__anio_gestion=anio)
    return cambios.aggregate(ultimo=Max("pk"))["ultimo"]


@publica
@guardada(_ultimo_cambio)
@require_safe
def cuenta(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The page of one account: where it is, its report, its activities, what was answered."""
    ahora = reloj.ahora()
    con_cambios = Exists(_cambios().filter(plazo__cuenta=OuterRef("pk")))
    con_video = Exists(Transmision.objects.filter(actividad__cuenta=OuterRef("pk")))
    cuentas = (
        cuentas_visibles()
        .publicas()
        .annotate(con_cambios=con_cambios, con_video=con_video, **_de_otros_anios())
    )
    fila = cuentas.filter(anio_gestion=anio).first()
    if fila is None:
        return anulada_o_404(request, servicio, anio)
    panorama = panorama_de(fila)
    hoy = ahora.astimezone(fila.servicio.zona).date()
    publicacion = informe_vigente(fila) if panorama.informe_publicado_en else None
    actividades = _actividades(panorama, ahora, fila.con_video)
    contexto = {
        "cuenta": fila,
        "servicio": fila.servicio,
        "ficha": ficha(
            f"Cuenta pública {anio} · {fila.servicio.nombre}",
            sobre_la_cuenta(panorama, ahora),
            *_datos(fila, publicacion, actividades),
        ),
        "panorama": panorama,
        "etapa": etapa(panorama, ahora),
        "pasos": pasos(panorama, ahora),
        "publicacion": publicacion,
        "proceso": panorama.proceso,
        "abierto": bool(panorama.proceso and panorama.proceso.abierto(ahora)),
        "quedan": (panorama.proceso.termino - hoy).days if panorama.proceso else None,
        "atraso": (hoy - panorama.limite).days if panorama.limite else 0,
        "actividades": actividades,
        "ecuacion": ecuacion(panorama.destinos),
        "plazo": plazo_explicado(panorama, hoy),
        # Read only where there is something to tell.
        "cambios": fila.con_cambios
        and _cambios().filter(plazo__cuenta=fila).select_related("plazo")[:CAMBIOS],
        "hoy": hoy,
        "ahora": ahora,
    }
    return render(request, "seguimiento/cuenta.html", contexto)


def sobre_la_cuenta(panorama: Panorama, ahora: datetime) -> str:
    """What the page of an account is about, told elsewhere: what can be done there at `ahora`."""
    cuenta = panorama.cuenta
    que = f"Qué hizo {cuenta.servicio.nombre} en {cuenta.anio_gestion}."
    lea = "Lea el informe" if panorama.informe_publicado_en else ""
    if panorama.interrupcion:
        return f"{que} La cuenta está {panorama.interrupcion}: entre para saber por qué."
    if panorama.proceso and panorama.proceso.abierto(ahora):
        haga = f"{lea}, pregunte y opine." if lea else "Pregunte y opine."
        return f"{que} {haga} Le responderán por escrito."
    if panorama.publicadas_en:
        return f"{que} {lea or 'Lea'} {'y ' if lea else ''}lo que se respondió a cada persona."
    return " ".join(filter(None, (que, f"{lea}." if lea else "", _lo_que_viene(panorama, ahora))))


def _lo_que_viene(panorama: Panorama, ahora: datetime) -> str:
    """What there is to wait for: the window, or its answers."""
    proceso, hasta = panorama.proceso, panorama.cuenta.respuesta_virtual
    if proceso is None or proceso.publicado_en is None or panorama.respondida:
        return ""
    if ahora < proceso.abre_en:
        return f"Podrá preguntar y opinar {plazo_en_palabras(proceso)}."
    hoy = ahora.astimezone(panorama.cuenta.servicio.zona).date()
    if hasta is not None and hoy <= hasta:
        return f"Ya no se reciben mensajes. Las respuestas, a más tardar el {fecha_larga(hasta)}."
    return "Ya no se reciben mensajes. Las respuestas todavía no están."


def _datos(
    cuenta: CuentaPublica, publicacion: Any, actividades: list[Actividad]
) -> Iterator[dict[str, Any]]:
    """What programs are told of the page: the service, its report and its activities."""
    yield datos_del_servicio(cuenta.servicio)
    if publicacion is not None:
        yield datos_del_informe(cuenta, publicacion)
    for actividad in actividades:
        actividad.cuenta, actividad.servicio = cuenta, cuenta.servicio
        yield datos_de_la_actividad(actividad, actividad.por_ver)


def _de_otros_anios() -> dict[str, Subquery]:
    """The years before and after the account's of which its service has a page."""
    suyas = CuentaPublica.objects.publicas().filter(servicio=OuterRef("servicio"))
    antes = suyas.filter(anio_gestion__lt=OuterRef("anio_gestion")).order_by("-anio_gestion")
    luego = suyas.filter(anio_gestion__gt=OuterRef("anio_gestion")).order_by("anio_gestion")
    return {
        "anio_antes": Subquery(antes.values("anio_gestion")[:1]),
        "anio_luego": Subquery(luego.values("anio_gestion")[:1]),
    }


def _actividades(panorama: Any, ahora: datetime, con_video: bool) -> list[Actividad]:
    """Those that stand or are suspended, each with where it can be followed from afar."""
    suyas = [a for a in panorama.actividades if a.vigente or a.estado == a.Estado.SUSPENDIDA]
    por_ver = transmisiones_publicas(suyas, ahora) if con_video else {}
    for actividad in suyas:
        actividad.por_ver = por_ver.get(actividad.pk, [])
    return suyas


def _cambios() -> QuerySet[CambioPlazo]:
    """The public dates that became others, the last first."""
    return CambioPlazo.objects.filter(plazo__publico=True, plazo__vigente=True)
