"""Staff pages: the accounts of a person's services, and the board of one account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comun import reloj
from correos.services import situacion
from respuestas.selectors import ecuacion
from seguimiento.etapas import Linea, etapa, plazo_explicado, tareas, tramos
from seguimiento.selectors import cuentas_visibles, hechos_tablero, panorama_de, panoramas
from servicios.acceso import con_permiso, puede, servicios_con
from servicios.permissions import Permiso

SALUDO = "Buenas tardes"


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def inicio(request: HttpRequest) -> HttpResponse:
    """The accounts of the person's services, the newest first."""
    ahora = reloj.ahora()
    cuentas = list(cuentas_visibles().order_by("-anio_gestion", "servicio__nombre")[:100])
    vistas = panoramas(cuentas)
    contexto = {
        "filas": [
            {"cuenta": c, "etapa": etapa(vistas[c.pk], ahora), "panorama": vistas[c.pk]}
            for c in cuentas
        ],
        "abrir_en": servicios_con(request.user, Permiso.ABRIR_CUENTA),
        "ahora": ahora,
    }
    return render(request, "seguimiento/inicio.html", contexto)


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def tablero(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The board: what is due, by when and why."""
    ahora = reloj.ahora()
    cuenta = get_object_or_404(cuentas_visibles(), anio_gestion=anio)
    hoy = ahora.astimezone(cuenta.servicio.zona).date()
    panorama = panorama_de(cuenta)
    lista = tareas(panorama, hechos_tablero(cuenta), ahora)
    grupos = tramos(lista, hoy)
    contexto = {
        "cuenta": cuenta,
        "servicio": cuenta.servicio,
        "saludo": "Buenos días" if ahora.astimezone(cuenta.servicio.zona).hour < 12 else SALUDO,
        "etapa": etapa(panorama, ahora),
        "panorama": panorama,
        "tramos": [(n, [_linea(t, request, hoy) for t in filas]) for n, filas in grupos],
        "vencidas": sum(len(filas) for n, filas in grupos if n == "Vencido"),
        "para_hoy": sum(len(filas) for n, filas in grupos if n == "Hoy"),
        "plazo": plazo_explicado(panorama, hoy),
        "ecuacion": ecuacion(panorama.destinos),
        "envios": situacion(ahora=ahora),
        "hoy": hoy,
        "ahora": ahora,
    }
    _marcar_principal(contexto["tramos"])
    return render(request, "seguimiento/tablero.html", contexto)


def _linea(tarea: Linea, request: HttpRequest, hoy: Any) -> dict[str, Any]:
    """A task as `components/linea.html` draws it: the button only for who may."""
    argumentos = [a for a in tarea.argumentos if a != ""]
    permitida = puede(request.user, tarea.permiso, request.servicio.pk)
    return {
        "fecha": tarea.fecha,
        "que": tarea.que,
        "porque": tarea.porque,
        "regla": tarea.regla,
        "dias": tarea.dias(hoy),
        "duenio": tarea.duenio,
        "iniciales": _iniciales(tarea.duenio),
        "url": reverse(tarea.donde, args=argumentos) if permitida else "",
        "boton": tarea.boton,
        "por_hacer": tarea.recordar,
    }


def _iniciales(nombre: str) -> str:
    """First and last word, as the person's own mark in the bar."""
    partes = nombre.split()
    return "".join(p[0] for p in (partes[:1] + partes[1:][-1:])).upper()


def _marcar_principal(grupos: list[tuple[str, list[dict[str, Any]]]]) -> None:
    """One filled button on the board: the most urgent line that this person can do."""
    for _, lineas in grupos:
        for linea in lineas:
            if linea["url"] and linea["por_hacer"]:
                linea["principal"] = True
                return
