"""The published answers, for anybody: a page to read and to search, and the document."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comun import reloj
from comun.formato import fecha_larga
from comun.paginas import ficha, guardada
from comun.texto import plegar
from cuentas.models import CuentaPublica
from cuentas.views.publico import cuenta_publica_o_404, pdf_publicado
from respuestas import documents, selectors
from respuestas.models import PublicacionRespuestas
from servicios.acceso import publica

#: Messages of one page: with their answers, what a telephone reads at once.
POR_PAGINA = 50


@publica
@guardada()
@require_safe
def respuestas(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The published questions and answers, which can be searched by their words."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    publicacion, hoy = selectors.publicacion_vigente(cuenta), reloj.hoy(cuenta.servicio.zona)
    contenido = documents.contenido_de_hoy(cuenta, publicacion)
    busca = request.GET.get("q", "").strip()[:100]
    pagina = _pagina(request, _que_dicen(contenido.get("secciones", []), busca))
    secciones = _por_secciones(pagina)
    datos = documents.datos_de_las_respuestas
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "ficha": ficha(
            f"Preguntas y respuestas {anio} · {cuenta.servicio.nombre}",
            sobre_las_respuestas(cuenta, publicacion, hoy),
            *(datos(cuenta, publicacion, secciones) if publicacion else ()),
        ),
        "publicacion": publicacion,
        "contenido": contenido,
        "pagina": pagina,
        "secciones": selectors.con_sumadas(cuenta, secciones),
        "busca": busca,
        "difusiones": selectors.difusiones_publicas(cuenta) if publicacion else (),
        "publicar_hasta": selectors.publicar_hasta(cuenta),
        "hoy": hoy,
    }
    return render(request, "respuestas/respuestas.html", contexto)


def sobre_las_respuestas(
    cuenta: CuentaPublica, publicacion: PublicacionRespuestas | None, hoy: date
) -> str:
    """What the page is about, told elsewhere: the answers, or when there will be any."""
    servicio, hasta = cuenta.servicio.nombre, selectors.publicar_hasta(cuenta)
    if publicacion is not None:
        return f"Qué preguntaron las personas a {servicio} y qué se les respondió."
    if hasta is None:
        return f"Aquí estará lo que se responda a quienes escriban a {servicio}."
    if hoy <= hasta:
        return f"Las respuestas de {servicio} se publicarán a más tardar el {fecha_larga(hasta)}."
    return f"Las respuestas de {servicio} debían publicarse el {fecha_larga(hasta)}. Aún no están."


def _que_dicen(secciones: list[dict[str, Any]], busca: str) -> list[dict[str, Any]]:
    palabras = plegar(busca).split()
    if not palabras:
        return secciones
    return [
        {**seccion, "bloques": [b for b in seccion["bloques"] if _dice(b, palabras)]}
        for seccion in secciones
    ]


def _dice(bloque: dict[str, Any], palabras: list[str]) -> bool:
    textos = [bloque["titulo"], bloque["respuesta"]]
    textos += [f"{m['numero']} {m['texto']}" for m in bloque["mensajes"]]
    todo = plegar(" ".join(textos))
    return all(palabra in todo for palabra in palabras)


# ── Its pages: as many messages on each, whatever the size of their group ──


def _pagina(request: HttpRequest, secciones: list[dict[str, Any]]) -> Page:
    """The page asked for; else the one with the message `n` of the address; else the first."""
    filas = [
        (seccion, bloque, mensaje)
        for seccion in secciones
        for bloque in seccion["bloques"]
        for mensaje in bloque["mensajes"]
    ]
    pedida, numero = request.GET.get("pagina"), request.GET.get("n", "")
    if pedida is None and numero:
        lugares = (i for i, fila in enumerate(filas) if str(fila[2]["numero"]) == numero)
        pedida = str(next(lugares, 0) // POR_PAGINA + 1)
    return Paginator(filas, POR_PAGINA).get_page(pedida)


def _por_secciones(pagina: Page) -> list[dict[str, Any]]:
    """The rows of a page as sections and blocks again; `reune`: the messages of the whole block."""
    secciones: list[dict[str, Any]] = []
    seccion_de = bloque_de = None
    for seccion, bloque, mensaje in pagina:
        if seccion is not seccion_de:
            seccion_de = seccion
            secciones.append({**seccion, "bloques": []})
        if bloque is not bloque_de:
            bloque_de = bloque
            suyos = {**bloque, "mensajes": [], "reune": len(bloque["mensajes"])}
            secciones[-1]["bloques"].append(suyos)
        secciones[-1]["bloques"][-1]["mensajes"].append(mensaje)
    return secciones


@publica
@require_safe
def respuestas_pdf(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The stored bytes of the version in force."""
    publicacion = (
        PublicacionRespuestas.objects.filter(informe__cuenta=cuenta_publica_o_404(servicio, anio))
        .select_related("pdf")
        .defer("contenido")
        .first()
    )
    if publicacion is None:
        raise Http404
    return pdf_publicado(request, publicacion, f"respuestas-{servicio}-{anio}")
