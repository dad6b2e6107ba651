"""Staff: the directory from a spreadsheet and to one."""

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import hojas
from comun.errores import ErrorDominio
from convocatorias import documents, selectors, services
from convocatorias.catalogos import COLUMNAS
from convocatorias.forms import CargaForm, ColumnasForm, ListaDirectorioForm
from convocatorias.models import Importacion, TipoOrganizacion
from convocatorias.views.directorio import texto_buscado, volver_a_la_lista
from cuentas.models import CuentaPublica
from cuentas.views.paginas import contexto, cuenta_o_404, hacer, mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

ERRORES_POR_PAGINA = 100
FORMATOS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Estado = Importacion.Estado
#: One page for each state in which an import may be found.
PAGINAS = {
    Estado.REVISANDO: "convocatorias/carga_en_curso.html",
    Estado.CARGANDO: "convocatorias/carga_en_curso.html",
    Estado.CON_ERRORES: "convocatorias/carga_con_errores.html",
    Estado.REVISADA: "convocatorias/carga_revisada.html",
    Estado.CARGADA: "convocatorias/carga_terminada.html",
    Estado.FALLIDA: "convocatorias/carga_terminada.html",
    Estado.DESCARTADA: "convocatorias/carga_terminada.html",
}


def _importacion_o_404(pk: int, *sin: str) -> Importacion:
    return get_object_or_404(Importacion.objects.defer(*sin), pk=pk)


def _a_la_carga(cuenta: CuentaPublica, pk: int) -> HttpResponse:
    return redirect(
        "convocatorias_gestion:importacion", cuenta.servicio.slug, cuenta.anio_gestion, pk
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def cargar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Upload a spreadsheet; it is not stored until it is reviewed and somebody confirms it."""
    cuenta = cuenta_o_404(servicio, anio)
    form = CargaForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        subido = form.cleaned_data["archivo"]
        datos = {"nombre": subido.name, "contenido": subido.read()}
        try:
            subida = services.subir_importacion(servicio=cuenta.servicio, por=request.user, **datos)
        except ErrorDominio as error:
            form.add_error("archivo", error.mensaje)
        else:
            return redirect("convocatorias_gestion:importacion_columnas", servicio, anio, subida.pk)
    mas = {
        "tipos": TipoOrganizacion.objects.all(),
        "abiertas": list(selectors.importaciones_abiertas()[:5]),
    }
    status = 422 if request.method == "POST" else 200
    pagina = "convocatorias/cargar_directorio.html"
    return render(request, pagina, contexto(cuenta, form=form, **mas), status=status)


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def columnas(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Say which column of the sheet has each datum; then it is reviewed."""
    cuenta = cuenta_o_404(servicio, anio)
    fila = _importacion_o_404(pk, "contenido", "leido", "hallazgos")
    if fila.estado not in (Estado.SUBIDA, Estado.CON_ERRORES, Estado.REVISADA):
        return _a_la_carga(cuenta, pk)
    inicial = fila.columnas or selectors.columnas_sugeridas(fila)
    form = ColumnasForm(fila, request.POST or None, initial=inicial)
    if form.is_bound and form.is_valid():
        try:
            services.relacionar_columnas(
                importacion=fila, columnas=form.cleaned_data, por=request.user
            )
        except ErrorDominio as error:
            mostrar_error(form, error)
        else:
            return _a_la_carga(cuenta, pk)
    return render(
        request,
        "convocatorias/carga_columnas.html",
        contexto(cuenta, form=form, importacion=fila, muestra=_muestra(fila)),
        status=422 if form.is_bound else 200,
    )


def _muestra(fila: Importacion) -> dict[str, Any]:
    """Its titles, each with its letter, and its first rows."""
    titulos = [
        {"letra": hojas.letra(sitio), "titulo": titulo} for sitio, titulo in enumerate(fila.titulos)
    ]
    ancho = len(titulos)
    filas = [(f + [""] * ancho)[:ancho] for f in json.loads(fila.muestra or "[]")]
    return {"titulos": titulos, "filas": filas}


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
@never_cache
def importacion(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Where an import is: its progress, what it will do, what to correct, or what it did."""
    cuenta = cuenta_o_404(servicio, anio)
    fila = _importacion_o_404(pk, "contenido", "leido", "muestra")
    if fila.estado == Estado.SUBIDA:
        return redirect("convocatorias_gestion:importacion_columnas", servicio, anio, pk)
    hallazgos = selectors.desempaquetar(fila.hallazgos)
    errores = Paginator(hallazgos.get("errores", []), ERRORES_POR_PAGINA)
    return render(
        request,
        PAGINAS[Estado(fila.estado)],
        contexto(
            cuenta,
            importacion=fila,
            hallazgos=hallazgos,
            pagina=errores.get_page(request.GET.get("pagina")),
            avance=min(fila.avance, fila.filas),
        ),
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def confirmar(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Have what was reviewed stored."""
    cuenta = cuenta_o_404(servicio, anio)
    fila = _importacion_o_404(pk, "contenido", "leido", "hallazgos")
    try:
        services.confirmar_importacion(importacion=fila, por=request.user)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    return _a_la_carga(cuenta, pk)


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def descartar(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Leave an import without storing anything."""
    cuenta = cuenta_o_404(servicio, anio)
    fila = _importacion_o_404(pk, "contenido", "leido", "hallazgos")
    dicho = "Descartó la planilla. No se guardó nada de ella en el directorio."
    if hacer(
        request, lambda: services.descartar_importacion(importacion=fila, por=request.user), dicho
    ):
        return redirect("convocatorias_gestion:cargar_directorio", servicio, anio)
    return _a_la_carga(cuenta, pk)


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
def resultado(
    request: HttpRequest, servicio: str, anio: int, pk: int, formato: str
) -> HttpResponse:
    """The person's own rows, each with what will happen to it or what to correct."""
    cuenta_o_404(servicio, anio)
    fila = _importacion_o_404(pk, "leido", "muestra")
    if not (fila.contenido and fila.hallazgos):
        raise Http404
    tabla = hojas.abrir("planilla", bytes(fila.contenido), COLUMNAS)
    hallazgos = selectors.desempaquetar(fila.hallazgos)
    return _planilla(
        "resultado-de-la-carga",
        formato,
        lambda f: documents.resultado_de_la_carga(tabla, hallazgos, f),
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
def plantilla(request: HttpRequest, servicio: str, anio: int, formato: str) -> HttpResponse:
    """The sheet to fill in."""
    cuenta_o_404(servicio, anio)
    return _planilla("plantilla-directorio", formato, documents.plantilla_directorio)


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def exportar(request: HttpRequest, servicio: str, anio: int, formato: str) -> HttpResponse:
    """The directory, or what its filters leave of it, with the columns of the import."""
    cuenta, filtro = cuenta_o_404(servicio, anio), ListaDirectorioForm(request.GET)
    texto = texto_buscado(request, request.GET.get("b", ""))
    if not filtro.se_entiende(texto):
        # It would be another list, with the people of the whole directory in it.
        messages.error(request, "Esa lista ya no está. Búsquela de nuevo y descárguela.")
        return redirect(volver_a_la_lista(cuenta))
    criterio = filtro.criterio()
    filas = selectors.por_exportar(selectors.lista_de_organizaciones(texto=texto, **criterio))
    return _planilla("directorio", formato, lambda f: documents.directorio(filas, f))


def _planilla(nombre: str, formato: str, escribir: Any) -> HttpResponse:
    if formato not in FORMATOS:
        raise Http404
    # Written to a temporary file: in memory there is only what travels, some megabytes.
    with escribir(formato) as archivo:
        respuesta = HttpResponse(archivo.read(), content_type=FORMATOS[formato])
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}.{formato}"'
    respuesta["Cache-Control"] = "no-store"
    return respuesta
