"""Staff: what the guide asks of an account, by stage, and what each rule says of it today."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comun import hojas, reloj
from comun.requisitos import ETAPAS, FUNCION, REQUISITOS, Requisito
from convocatorias.models import Actividad
from cuentas.models import CuentaPublica
from seguimiento import selectors
from seguimiento.etapas import Etapa
from seguimiento.etapas.caminos import CONSTANCIA_DEL_DIA, camino
from seguimiento.models import Proyeccion
from seguimiento.services import poner_al_dia
from seguimiento.views.lineas import barra
from servicios.acceso import con_permiso, puede
from servicios.permissions import Permiso

#: Verdict → look of its mark, and its words.
MARCAS = {
    "cumple": ("listo", "Se cumple"),
    "no_cumple": ("tarde", "No se cumple"),
    "explicado": ("pronto", "No se cumplió, con explicación"),
    "por_cumplir": ("espera", "Por cumplir"),
    "no_aplica": ("espera", "No corresponde a esta cuenta"),
}
NIVELES = {
    "bloquea": "Obligatoria",
    "constancia": "Obligatoria, con constancia",
    "advierte": "Recomendación",
    "parametro": "Según la norma del servicio",
}
COLUMNAS = ("Regla", "Etapa", "Nivel", "Veredicto", "Exigencia", "Fuente")
DURAS = ("bloquea", "constancia")
YA_RESPONDIDA = (Etapa.RESPONDIDA, Etapa.CERRADA)
#: What each view shows: its word in the address, its name, the verdicts.
VISTAS = (
    ("", "No se cumplen", ("no_cumple", "explicado")),
    ("por_cumplir", "Por cumplir", ("por_cumplir",)),
    ("todas", "Todas", tuple(MARCAS)),
)


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def cumplimiento(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Every rule with its verdict, what it rests on, and where it is put right."""
    proyeccion = _proyeccion(anio)
    reglas = [_regla(dicho, proyeccion, request) for dicho in proyeccion.cumplimiento]
    elegida = next((v for v in VISTAS if v[0] == request.GET.get("ver", "")), VISTAS[0])
    contexto = {
        "cuenta": proyeccion.cuenta,
        "servicio": proyeccion.cuenta.servicio,
        "etapas": _por_etapa(reglas, proyeccion.resumen["etapas"], elegida[2]),
        "vistas": [_vista(v, reglas, v is elegida) for v in VISTAS],
        "ver": elegida[0],
        "total": barra(selectors.sumas(proyeccion.resumen["etapas"]), "b-total"),
        "sin_construir": _sin_construir({regla["id"] for regla in reglas}),
        "hecha_en": proyeccion.hecha_en,
    }
    return render(request, "seguimiento/cumplimiento.html", contexto)


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def cumplimiento_csv(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The rules and their verdicts as a sheet, without anybody's words."""
    proyeccion = _proyeccion(anio)
    filas = [
        (
            dicho["regla"],
            ETAPAS[dicho["etapa"]],
            NIVELES[dicho["nivel"]],
            MARCAS[_marca(dicho)][1],
            REQUISITOS[dicho["regla"]].texto,
            dicho["cita"],
        )
        for dicho in proyeccion.cumplimiento
    ]
    respuesta = HttpResponse(
        hojas.escribir_csv(filas, COLUMNAS), content_type="text/csv; charset=utf-8"
    )
    nombre = f"cumplimiento-{servicio}-{anio}.csv"
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta


@con_permiso(Permiso.DEJAR_CONSTANCIA)
@require_safe
def constancias_del_dia(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The page where word is left of what belongs to the day of one activity."""
    una = get_object_or_404(Actividad, cuenta__anio_gestion=anio, slug=slug)
    destino = reverse("seguimiento_gestion:constancias", args=[servicio, anio])
    return redirect(f"{destino}?objeto={una.pk}")


def _proyeccion(anio: int) -> Proyeccion:
    poner_al_dia(CuentaPublica.objects.filter(anio_gestion=anio), ahora=reloj.ahora())
    return get_object_or_404(selectors.proyeccion_de(anio))


def _marca(dicho: dict[str, Any]) -> str:
    return "explicado" if dicho["explicado"] else dicho["veredicto"]


def _regla(dicho: dict[str, Any], proyeccion: Proyeccion, request: HttpRequest) -> dict[str, Any]:
    requisito, marca = REQUISITOS[dicho["regla"]], _marca(dicho)
    estado, palabras = MARCAS[marca]
    abierta = marca in ("no_cumple", "por_cumplir")
    return {
        "id": requisito.id,
        "etapa": requisito.etapa,
        "texto": requisito.texto,
        "marca": marca,
        "estado": estado,
        "palabras": palabras,
        "nivel": NIVELES[requisito.nivel],
        "rebajada": requisito.nivel in DURAS and dicho["nivel"] not in DURAS,
        "evidencia": dicho["evidencia"],
        "sugerencia": dicho["sugerencia"] if abierta else "",
        "mira": dicho["mira"],
        "cita": dicho["cita"],
        "textual": requisito.cita,
        "accion": _accion(requisito, proyeccion, request) if abierta else None,
    }


def _accion(
    requisito: Requisito, proyeccion: Proyeccion, request: HttpRequest
) -> dict[str, str] | None:
    """The page where it is put right, for who may."""
    cuenta, publicadas = proyeccion.cuenta, proyeccion.etapa in YA_RESPONDIDA
    por_donde = camino(requisito.id, requisito.etapa, publicadas=publicadas)
    if por_donde is None or not puede(request.user, por_donde.permiso, cuenta.servicio_id):
        return None
    argumentos = [cuenta.servicio.slug, cuenta.anio_gestion]
    if por_donde is CONSTANCIA_DEL_DIA:
        if not proyeccion.resumen["dia"]:
            return None
        argumentos.append(proyeccion.resumen["dia"])
    return {"url": reverse(por_donde.donde, args=argumentos), "boton": por_donde.boton}


def _por_etapa(
    reglas: list[dict[str, Any]], cuentas: dict[str, dict[str, int]], marcas: Iterable[str]
) -> list[dict[str, Any]]:
    """The stages that have something to show, in the order of the year."""
    etapas = [
        {
            "clave": clave,
            "nombre": nombre,
            "barra": barra(cuentas.get(clave, {}), f"b-{clave}"),
            "reglas": [r for r in reglas if r["etapa"] == clave and r["marca"] in marcas],
        }
        for clave, nombre in ETAPAS.items()
    ]
    return [etapa for etapa in etapas if etapa["reglas"]]


def _vista(
    vista: tuple[str, str, tuple[str, ...]], reglas: list[dict[str, Any]], actual: bool
) -> dict[str, Any]:
    clave, nombre, marcas = vista
    return {
        "url": f"?ver={clave}" if clave else "?",
        "nombre": nombre,
        "n": sum(regla["marca"] in marcas for regla in reglas),
        "actual": actual,
    }


def _sin_construir(revisadas: set[str]) -> list[tuple[str, list[Requisito]]]:
    """What the guide asks for and the portal does not review yet, by stage."""
    faltan = [r for r in REQUISITOS.values() if r.nivel != FUNCION and r.id not in revisadas]
    return [
        (nombre, suyas)
        for clave, nombre in ETAPAS.items()
        if (suyas := [r for r in faltan if r.etapa == clave])
    ]
