"""Staff: the code to paste, the pages that carry it, and what the portal saw there."""

from typing import Any

from csp.constants import NONE
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from convocatorias import documents, reglas, selectors, services
from convocatorias.forms import PaginaBannerForm
from convocatorias.models import ProcesoVirtual
from convocatorias.views.virtual import proceso_o_404
from cuentas.models import CuentaPublica
from cuentas.views.paginas import contexto, cuenta_o_404, mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

#: Sample hosts: what kind of site each is, and what it lets in. None is looser than our own pages.
MUESTRAS = {
    "estricto": (
        "Sitio con una política estricta",
        "No deja entrar nada de otros sitios, salvo lo que se le pidió: la imagen, el marco y el "
        "programa de este portal.",
    ),
    "gestor": (
        "Sitio hecho con un gestor de contenidos",
        "Como WordPress: su tema da forma a las imágenes y a los marcos.",
    ),
    "sin-guion": (
        "Sitio sin programas",
        "El navegador no ejecuta programas: ni en el sitio ni en el marco.",
    ),
    "cerrado": (
        "Sitio que no deja entrar nada",
        "Ni imágenes ni marcos ni programas de otros: queda el enlace con su texto.",
    ),
}
#: Readings of one page of the list: each is a row of some six lines on a telephone.
REVISIONES_POR_PAGINA = 50
NIVELES = ("enlace", "marco", "elemento")
#: Scripts off, here and in the frame, as in the browser of who has none.
SIN_GUION = ["allow-forms", "allow-same-origin", "allow-popups", "allow-top-navigation"]


@con_permiso(Permiso.GESTIONAR_VENTANA)
@require_http_methods(["GET", "HEAD", "POST"])
def banner(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The lines to paste, where they work, and the pages that carry them; POST adds one."""
    cuenta = cuenta_o_404(servicio, anio)
    proceso = proceso_o_404(cuenta)
    form = PaginaBannerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.registrar_pagina(proceso=proceso, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            mostrar_error(form, error)
        else:
            messages.success(request, _anotada())
            return redirect(f"{request.path}#paginas")
    status = 422 if request.method == "POST" else 200
    return render(
        request, "convocatorias/banner.html", _generador(cuenta, proceso, form), status=status
    )


def _anotada() -> str:
    if selectors.hay_salida():
        return "Anotó la página. El portal la revisará cada día mientras dure la participación."
    return "Anotó la página. Este portal no puede revisarla: deje constancia con una imagen."


def _generador(
    cuenta: CuentaPublica, proceso: ProcesoVirtual, form: PaginaBannerForm
) -> dict[str, Any]:
    direcciones = documents.direcciones(cuenta.servicio.slug, cuenta.anio_gestion)
    paginas = list(selectors.paginas_del_banner(proceso).vigentes())
    hosts = selectors.hosts_de(cuenta.servicio)
    hoy = reloj.hoy(cuenta.servicio.zona)
    hechos = selectors.hechos_de_banner(proceso)
    return contexto(
        cuenta,
        proceso=proceso,
        form=form,
        direcciones=direcciones,
        portal=settings.BASE_URL,
        alternativo=documents.alternativo(proceso),
        codigos=_codigos(proceso),
        muestras=[(clave, *dichos) for clave, dichos in MUESTRAS.items()],
        sitios=[(host, _de_ese(host, paginas)) for host in hosts],
        paginas=selectors.por_pagina(paginas, selectors.miradas_de(proceso), hoy),
        hay_salida=selectors.hay_salida(),
        r46=reglas.R46.evaluar(hechos, hoy),
        r142=reglas.R142.evaluar(hechos, hoy),
    )


def _codigos(proceso: ProcesoVirtual) -> list[dict[str, str]]:
    """The three levels, the one that works everywhere first."""
    return [
        {
            "clave": "enlace",
            "titulo": "1. Solo el enlace",
            "etiqueta": "Líneas para pegar",
            "para": "Funciona en cualquier sitio, aunque no deje entrar nada de otros.",
            "codigo": documents.enlace(proceso),
        },
        {
            "clave": "marco",
            "titulo": "2. El enlace y el formulario en un marco",
            "etiqueta": "Enlace y marco",
            "para": "La gente escribe sin salir de su sitio. Donde no se admiten marcos queda el "
            "enlace, y debajo un espacio vacío: si lo ve, pegue la 1.",
            "codigo": documents.marco(proceso),
        },
        {
            "clave": "elemento",
            "titulo": "3. El formulario, del alto justo",
            "etiqueta": "Enlace que se vuelve formulario",
            "para": "Un programa pequeño cambia el enlace por el formulario y le da su alto. Si no "
            "puede ejecutarse, queda el enlace.",
            "codigo": documents.elemento(proceso),
        },
    ]


def _de_ese(host: str, paginas: list[Any]) -> list[Any]:
    return [una for una in paginas if una.url.partition("://")[2].partition("/")[0] == host]


@con_permiso(Permiso.GESTIONAR_VENTANA)
@require_POST
def retirar_pagina(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """The page carries it no more."""
    proceso = proceso_o_404(cuenta_o_404(servicio, anio))
    pagina = get_object_or_404(selectors.paginas_del_banner(proceso), pk=pk)
    services.retirar_pagina(pagina=pagina, por=request.user)
    messages.success(
        request,
        "Retiró la página: el portal ya no la revisa. Lo que vio en ella queda. Si fue un error, "
        "anótela de nuevo.",
    )
    return redirect("convocatorias_gestion:banner", servicio, anio)


@con_permiso(Permiso.GESTIONAR_VENTANA)
@require_POST
def revisar_ahora(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """It was put back: look again, before its turn."""
    proceso = proceso_o_404(cuenta_o_404(servicio, anio))
    filas = selectors.paginas_del_banner(proceso).vigentes()
    pagina = get_object_or_404(filas.select_related("proceso__cuenta"), pk=pk)
    try:
        services.revisar_ahora(pagina=pagina, por=request.user)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    else:
        messages.success(
            request, "El portal va a leer la página. Vuelva a cargar esta en un minuto."
        )
    return redirect("convocatorias_gestion:banner", servicio, anio)


# ── Sample hosts ──


@con_permiso(Permiso.GESTIONAR_VENTANA)
@require_safe
def muestra_del_banner(
    request: HttpRequest, servicio: str, anio: int, anfitrion: str, nivel: str
) -> HttpResponse:
    """A page as another site's, with its own policy, that carries the lines of one level."""
    if anfitrion not in MUESTRAS or nivel not in NIVELES:
        raise Http404
    cuenta = cuenta_o_404(servicio, anio)
    proceso = proceso_o_404(cuenta)
    codigo = {uno["clave"]: uno["codigo"] for uno in _codigos(proceso)}[nivel]
    datos = contexto(
        cuenta,
        anfitrion=anfitrion,
        nombre=MUESTRAS[anfitrion][0],
        explica=MUESTRAS[anfitrion][1],
        nivel=nivel,
        codigo=codigo,
        volver=reverse("convocatorias_gestion:banner", args=[servicio, anio]),
    )
    respuesta: Any = render(request, "convocatorias/muestra_del_banner.html", datos)
    respuesta._csp_replace = _politica(anfitrion)
    return respuesta


def _politica(anfitrion: str) -> dict[str, list[str]]:
    """What an institution's own header would say. None of these pages sends anything by itself."""
    portal = [settings.BASE_URL]
    politica = {"form-action": [NONE], "connect-src": [NONE]}
    if anfitrion == "cerrado":
        return politica | {"img-src": [NONE], "script-src": [NONE]}
    politica |= {"frame-src": portal, "img-src": portal, "script-src": portal}
    return politica | ({"sandbox": SIN_GUION} if anfitrion == "sin-guion" else {})


# ── What was seen ──


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def banner_prueba(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """On which days the banner was up: the evidence, to read or to print.

    The readings come by pages, the last first; what is counted is counted of them all.
    """
    cuenta = cuenta_o_404(servicio, anio)
    proceso = proceso_o_404(cuenta)
    miradas = selectors.miradas_de(proceso)
    revisiones = Paginator(selectors.revisiones_de(proceso).reverse(), REVISIONES_POR_PAGINA)
    pedida = request.GET.get("pagina")
    hoy = reloj.hoy(cuenta.servicio.zona)
    datos = contexto(
        cuenta,
        proceso=proceso,
        recuento=selectors.recuento(proceso, miradas, hoy),
        pagina=revisiones.get_page(pedida),
        pedida=pedida,
        paginas=selectors.por_pagina(selectors.paginas_del_banner(proceso), miradas, hoy),
        minimo=cuenta.norma.virtual_minimo_dias,
        hay_salida=selectors.hay_salida(),
        ahora=reloj.ahora(),
    )
    return render(request, "convocatorias/banner_prueba.html", datos)


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def banner_prueba_csv(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The same readings as a sheet."""
    proceso = proceso_o_404(cuenta_o_404(servicio, anio))
    contenido = documents.revisiones_del_banner(selectors.revisiones_de(proceso))
    respuesta = HttpResponse(contenido, content_type="text/csv; charset=utf-8")
    nombre = f"banner-{servicio}-{anio}.csv"
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta
