"""The API: one list and one item for each table, read-only (`/api/v1/`)."""

import json
import re
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from cuentas.models import CuentaPublica
from seguimiento import datos
from seguimiento.api import esquemas, problemas
from seguimiento.api.paginas import cursor, lugar_de, lugar_en, pagina

ERRORES = dict.fromkeys((400, 404, 405, 406, 422, 429), esquemas.Problema)
_NOMBRE_DE_CUENTA = re.compile(r"([A-Za-z0-9_-]+)\.(\d{4})(?:\.|$)")
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,60}")


class _Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Datos abiertos de las cuentas públicas participativas",
    version="1.0.0",
    description=(
        "Lo mismo que se descarga en la página de datos abiertos de cada cuenta pública: solo lo "
        "que ya es público, para leer. Licencia CC0 1.0."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    renderer=_Renderer(),
    servers=[{"url": settings.BASE_URL}],
)
api.add_exception_handler(Http404, problemas.no_existe)
api.add_exception_handler(ValidationError, problemas.no_es_valido)
api.add_exception_handler(problemas.NoSeEntiende, problemas.no_se_entiende)


def _respuesta(
    request: HttpRequest, pedido: Schema, filas: list[datos.Fila], sigue: Any, hecha: HttpResponse
) -> dict[str, Any]:
    """The page, with where the next one is in its body and in `Link`."""
    siguiente = None
    if sigue is not None:
        parametros = {**pedido.model_dump(exclude_unset=True), "despues": cursor(sigue)}
        siguiente = f"{settings.BASE_URL}{request.path}?{urlencode(parametros)}"
        hecha["Link"] = f'<{siguiente}>; rel="next"'
    return {"datos": filas, "siguiente": siguiente}


# ── Services ──


def _servicios(
    request: HttpRequest,
    response: HttpResponse,
    pedido: esquemas.Recorrido = Query(...),  # noqa: B008
) -> dict[str, Any]:
    servicios = datos.servicios_publicos()
    if pedido.despues:
        ultimo = lugar_de(pedido.despues)
        if not (isinstance(ultimo, str) and _SLUG.fullmatch(ultimo)):
            raise problemas.NoSeEntiende
        servicios = servicios.filter(slug__gt=ultimo)
    filas = [datos.fila_de_servicio(s) for s in servicios[: pedido.limite + 1]]
    trozo = filas[: pedido.limite]
    sigue = trozo[-1]["id"] if len(filas) > pedido.limite else None
    return _respuesta(request, pedido, trozo, sigue, response)


def _servicio(request: HttpRequest, identificador: str) -> dict[str, Any]:
    if not _SLUG.fullmatch(identificador):
        raise Http404("No hay un servicio con ese identificador.")
    servicio = datos.servicios_publicos().filter(slug=identificador).first()
    if servicio is None:
        raise Http404("No hay un servicio con ese identificador.")
    return datos.fila_de_servicio(servicio)


# ── The tables of the accounts ──


def _lista_de(tabla: datos.Tabla) -> Any:
    def listar(
        request: HttpRequest,
        response: HttpResponse,
        pedido: Any = Query(...),  # noqa: B008
    ) -> dict[str, Any]:
        cuentas = datos.cuentas_publicas(con_respuestas=tabla.del_documento)
        if pedido.servicio:
            cuentas = cuentas.filter(servicio__slug=pedido.servicio)
        if pedido.anio:
            cuentas = cuentas.filter(anio_gestion=pedido.anio)
        codigo = getattr(pedido, tabla.filtro, None) if tabla.filtro else None
        filas, sigue = pagina(
            tabla,
            cuentas,
            lambda fila: not codigo or fila[tabla.filtro] == codigo,
            lugar_en(tabla, pedido.despues),
            pedido.limite,
        )
        return _respuesta(request, pedido, filas, sigue, response)

    # Each table has its own: what django-ninja reads is the annotation.
    listar.__annotations__["pedido"] = esquemas.filtros_de(tabla)
    return listar


def _una_de(tabla: datos.Tabla) -> Any:
    def ver(request: HttpRequest, identificador: str) -> dict[str, Any]:
        cuentas = [c] if (c := _cuenta_de(identificador)) else []
        for fila in tabla.leer(cuentas):
            if fila["id"] == identificador:
                return fila
        raise Http404(f"No hay una {tabla.singular} con ese identificador.")

    return ver


def _cuenta_de(identificador: str) -> CuentaPublica | None:
    nombre = _NOMBRE_DE_CUENTA.match(identificador)
    if nombre is None:
        return None
    cuentas = datos.cuentas_publicas()
    return cuentas.filter(servicio__slug=nombre[1], anio_gestion=int(nombre[2])).first()


def _registrar(
    nombre: str, titulo: str, que: str, lista: Any, una: Any, pagina_: Any, fila: Any
) -> None:
    # 304 and its like have no body; a list is never 404, an item is never 400.
    de_lista = {200: pagina_, 304: None} | {k: v for k, v in ERRORES.items() if k != 404}
    de_una = {200: fila, 304: None} | {k: v for k, v in ERRORES.items() if k not in (400, 422)}
    como: dict[str, Any] = {"tags": [titulo], "url_name": nombre, "operation_id": nombre}
    api.get(f"/{nombre}/", response=de_lista, summary=f"Lista: {titulo.lower()}", **como)(lista)
    como |= {"url_name": f"{nombre}_una", "operation_id": f"{nombre}_una"}
    api.get(f"/{nombre}/{{identificador}}/", response=de_una, summary=f"Una {que}", **como)(una)


_registrar(
    "servicios", "Servicios", "institución", _servicios, _servicio,
    esquemas.PAGINA_DE_SERVICIOS, esquemas.SERVICIO,
)  # fmt: skip
for _tabla in datos.TABLAS.values():
    _registrar(
        _tabla.nombre, _tabla.titulo, _tabla.singular, _lista_de(_tabla), _una_de(_tabla),
        esquemas.PAGINAS[_tabla.nombre], esquemas.FILAS[_tabla.nombre],
    )  # fmt: skip


# ── What it says of itself ──

_PROBLEMA = "application/problem+json"
_CABECERAS = {
    "ETag": {"description": "Cambia con la respuesta.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "Cuántas por hora.", "schema": {"type": "string"}},
}


def contrato() -> dict[str, Any]:
    """The OpenAPI 3.1 document: errors as they are sent, and what every answer carries."""
    documento = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    for metodos in documento["paths"].values():
        for operacion in metodos.values():
            for parametro in operacion["parameters"]:
                if parametro["schema"].get("default", "") is None:
                    del parametro["schema"]["default"]
            for estado, respuesta in operacion["responses"].items():
                _completar(estado, respuesta)
    documento["info"]["license"] = {"name": "CC0 1.0", "identifier": "CC0-1.0"}
    return documento


def _completar(estado: str, respuesta: dict[str, Any]) -> None:
    numero = int(estado)
    respuesta["description"] = problemas.TITULOS.get(numero) or (
        "Lo pedido" if numero == 200 else "No ha cambiado"
    )
    if numero >= 400:
        respuesta["content"] = {_PROBLEMA: respuesta["content"]["application/json"]}
        if numero == 429:
            respuesta["headers"] = {
                "Retry-After": {"description": "Segundos", "schema": {"type": "string"}}
            }
    else:
        respuesta["headers"] = _CABECERAS
