"""Open data of one account: what there is, the files, and what describes them."""

import json
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from comun import cuotas
from comun.hojas import MEGA
from comun.paginas import ficha, guardada
from cuentas.models import CuentaPublica
from cuentas.views.publico import cuenta_publica_o_404
from seguimiento import datos
from seguimiento.api.problemas import QUE_HACER, TITULOS
from seguimiento.datos.cabeceras import con_etag, con_su_etag
from seguimiento.datos.cambios import cambios_de
from seguimiento.datos.formatos import FORMATOS
from seguimiento.views.turnos import abierta_a_leer
from servicios.acceso import publica
from servicios.alcance import todos_los_servicios

ARCHIVOS = {
    f"{tabla.nombre}{formato.sufijo}": (tabla, formato)
    for tabla in datos.TABLAS.values()
    for formato in FORMATOS
}


@publica
@guardada()
@require_safe
def datos_abiertos(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """What can be taken away, with how many rows it has and when it changed."""
    cuenta, cuentas = _cuenta_y_las_demas(servicio, anio)
    cambios = cambios_de(cuenta, cuentas)
    tablas = [
        {
            "tabla": tabla,
            "cuantas": len(tabla.leer(cuentas if tabla.nombre == "cuentas" else [cuenta])),
            "cambio": cambios.get(tabla.nombre),
            "archivos": [(formato, f"{tabla.nombre}{formato.sufijo}") for formato in FORMATOS],
        }
        for tabla in datos.TABLAS.values()
    ]
    contexto = {
        "cuenta": cuenta,
        "servicio": cuenta.servicio,
        "ficha": ficha(
            f"Datos abiertos {anio} · {cuenta.servicio.nombre}",
            "Descargue las actividades, las preguntas y las respuestas en CSV y JSON.",
        ),
        "tablas": tablas,
        "licencia": datos.LICENCIA,
    }
    return render(request, "seguimiento/datos.html", contexto)


@publica
@abierta_a_leer
def archivo(request: HttpRequest, servicio: str, anio: int, nombre: str) -> HttpResponseBase:
    """One table in one format. Its SHA-256 is its ETag; a long one goes by pieces."""
    if nombre not in ARCHIVOS:
        raise Http404("No hay un archivo con ese nombre.")
    tabla, formato = ARCHIVOS[nombre]
    cuenta, cuentas = _cuenta_y_las_demas(servicio, anio)
    filas = tabla.leer(cuentas if tabla.nombre == "cuentas" else [cuenta])
    contenido = datos.escribir(tabla, filas, formato)
    suma, largo = datos.huella(contenido)

    def entregar() -> HttpResponseBase:
        como = f"{servicio}-{anio}-{nombre}"
        if largo > MEGA:
            return FileResponse(
                contenido, content_type=formato.tipo, as_attachment=True, filename=como
            )
        entera = HttpResponse(contenido.read(), content_type=formato.tipo)
        entera["Content-Disposition"] = content_disposition_header(True, como)
        return entera

    respuesta = con_etag(request, entregar, suma)
    if not respuesta.streaming:
        contenido.close()
    return respuesta


@publica
@abierta_a_leer
def diccionario(request: HttpRequest, servicio: str, anio: int) -> HttpResponseBase:
    """`datapackage.json`: what each column is."""
    cuenta, _ = _cuenta_y_las_demas(servicio, anio)
    return _json(request, datos.paquete(cuenta), "application/json")


@publica
@abierta_a_leer
def catalogo(request: HttpRequest, servicio: str, anio: int) -> HttpResponseBase:
    """`dcat.jsonld`: for the catalogue of open data of the State."""
    cuenta, cuentas = _cuenta_y_las_demas(servicio, anio)
    ultimo = max(cambios_de(cuenta, cuentas).values(), default=None)
    zona = cuenta.servicio.zona
    cambio = ultimo.astimezone(zona).isoformat(timespec="seconds") if ultimo else None
    return _json(request, datos.catalogo(cuenta, cambio), "application/ld+json")


def _cuenta_y_las_demas(servicio: str, anio: int) -> tuple[CuentaPublica, list[CuentaPublica]]:
    """The account of the page, and all those of its service, in the scope that is open."""
    cuenta_publica_o_404(servicio, anio)
    cuentas = list(datos.cuentas_publicas())
    return next(c for c in cuentas if c.anio_gestion == anio), cuentas


def _json(request: HttpRequest, contenido: dict[str, Any], tipo: str) -> HttpResponseBase:
    cuerpo = json.dumps(contenido, ensure_ascii=False, indent=1).encode()
    return con_su_etag(request, HttpResponse(cuerpo, content_type=tipo))


@publica
@guardada()
@require_safe
def api(request: HttpRequest) -> HttpResponse:
    """How to read the same by program."""
    contexto = {
        "ficha": ficha("Datos por programa", "Cómo leer los datos abiertos con un programa."),
        "tablas": datos.TABLAS.values(),
        "errores": [(codigo, TITULOS[codigo], QUE_HACER[codigo]) for codigo in TITULOS],
        "por_hora": cuotas.LEER_DATOS.por_red,
        "licencia": datos.LICENCIA,
        "base": settings.BASE_URL,
        "ejemplo": _con_respuestas(),
    }
    return render(request, "seguimiento/api.html", contexto)


def _con_respuestas() -> CuentaPublica | None:
    """The last account with published answers, of a service that is still here: what is copied
    from the page then gives rows."""
    with todos_los_servicios():
        cuentas = datos.cuentas_publicas(con_respuestas=True)
        return cuentas.order_by("-anio_gestion", "pk").first()
