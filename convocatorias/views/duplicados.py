"""Staff: organisations that may be the same one, side by side, and their joining."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from comun.limites import entero
from convocatorias import selectors, services
from convocatorias.models import FusionOrganizaciones, Organizacion, PosibleDuplicado
from convocatorias.views.destinatarios import ids_de
from cuentas.views.paginas import contexto, cuenta_o_404, hacer
from servicios.acceso import con_permiso, puede
from servicios.permissions import Permiso

POR_PAGINA = 10
ULTIMAS = 5
LOS_DUPLICADOS = "convocatorias_gestion:duplicados"
LA_FICHA = "convocatorias_gestion:organizacion"


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
def duplicados(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The pairs that wait for somebody to decide, and the latest joinings."""
    cuenta = cuenta_o_404(servicio, anio)
    pagina = Paginator(selectors.posibles_duplicados(), POR_PAGINA).get_page(
        request.GET.get("pagina")
    )
    posibles = list(pagina.object_list)
    fichas = selectors.fichas(clave for p in posibles for clave in (p.una_id, p.otra_id))
    ve = puede(request.user, Permiso.VER_CONTACTOS, cuenta.servicio_id)
    pares = [
        (posible, _cara_a_cara(fichas[posible.una_id], fichas[posible.otra_id], ve))
        for posible in posibles
    ]
    uniones = FusionOrganizaciones.objects.filter(deshecha_en=None)
    mas = {"uniones": uniones.select_related("absorbida", "sobreviviente")[:ULTIMAS]}
    return render(
        request,
        "convocatorias/duplicados.html",
        contexto(cuenta, pagina=pagina, pares=pares, **mas),
    )


def _cara_a_cara(una: Organizacion, otra: Organizacion, ve_contactos: bool) -> dict[str, Any]:
    """Two organisations, line by line, with what is different in them marked."""
    lineas = [
        {"que": que, "una": suya, "otra": de_la_otra, "distinto": suya != de_la_otra}
        for (que, suya), (_, de_la_otra) in zip(
            _datos(una, ve_contactos), _datos(otra, ve_contactos), strict=True
        )
    ]
    return {"una": una, "otra": otra, "lineas": lineas}


def _datos(fila: Any, ve_contactos: bool) -> list[tuple[str, list[str]]]:
    personas = [
        " · ".join(
            parte
            for parte in (
                p.nombre_completo,
                (p.correo or p.telefono) if ve_contactos else "",
            )
            if parte
        )
        for p in fila.personas
    ]
    return [
        ("Nombre", [fila.nombre]),
        ("Tipos", [str(tipo) for tipo in fila.tipos.all()]),
        ("Comuna", [str(fila.comuna)] if fila.comuna else []),
        ("Temas", [str(tema) for tema in fila.temas.all()]),
        ("RUT", [fila.rut] if fila.rut else []),
        ("Dirección", [fila.direccion] if fila.direccion else []),
        ("A quién avisar", personas),
    ]


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def buscar_duplicados(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Have the directory looked through in the background."""
    cuenta = cuenta_o_404(servicio, anio)
    services.pedir_duplicados(servicio=cuenta.servicio)
    messages.success(
        request,
        "Se está revisando el directorio. En un minuto cargue esta página de nuevo para ver lo "
        "que se encontró.",
    )
    return redirect(LOS_DUPLICADOS, servicio, anio)


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def descartar_duplicado(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """The two of a pair are not the same one."""
    cuenta_o_404(servicio, anio)
    posible = get_object_or_404(PosibleDuplicado, pk=pk)
    hacer(
        request,
        lambda: services.descartar_duplicado(
            posible=posible, ahora=reloj.ahora(), por=request.user
        ),
        "Anotado: son dos organizaciones distintas. No se volverá a preguntar.",
    )
    return redirect(LOS_DUPLICADOS, servicio, anio)


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_http_methods(["GET", "HEAD", "POST"])
def unir(request: HttpRequest, servicio: str, anio: int, pk: int, otra: int) -> HttpResponse:
    """Two organisations side by side, and which one stays."""
    cuenta = cuenta_o_404(servicio, anio)
    fichas = selectors.fichas(ids_de((str(pk), str(otra))))
    if len(fichas) != 2:
        raise Http404
    error = ""
    if request.method == "POST":
        error = _unir(request, fichas, entero(request.POST.get("queda", "")) or 0)
        if not error:
            return redirect(LOS_DUPLICADOS, servicio, anio)
    ve = puede(request.user, Permiso.VER_CONTACTOS, cuenta.servicio_id)
    mas = {"par": _cara_a_cara(fichas[pk], fichas[otra], ve), "error": error}
    return render(
        request, "convocatorias/unir.html", contexto(cuenta, **mas), status=422 if error else 200
    )


def _unir(request: HttpRequest, fichas: dict[int, Organizacion], queda: int) -> str:
    """Join them and say how it went; what was wrong, if it could not be done."""
    if queda not in fichas:
        return "Elija cuál de las dos queda."
    sobreviviente = fichas.pop(queda)
    (absorbida,) = fichas.values()
    try:
        fusion = services.unir_organizaciones(
            sobreviviente=sobreviviente,
            absorbida=absorbida,
            ahora=reloj.ahora(),
            por=request.user,
        )
    except ErrorDominio as error:
        fichas[queda] = sobreviviente
        return error.mensaje
    dicho = f"«{absorbida.nombre}» se unió a «{sobreviviente.nombre}». Puede deshacerlo más abajo."
    repetidos = len(fusion.movido["quedan"])
    if repetidos == 1:
        dicho += " Una persona no se movió: su correo ya estaba en la que queda."
    elif repetidos:
        dicho += f" {repetidos} personas no se movieron: sus correos ya estaban en la que queda."
    messages.success(request, dicho)
    return ""


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def deshacer_union(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Two organisations again, each with what it had."""
    cuenta_o_404(servicio, anio)
    fusion = get_object_or_404(
        FusionOrganizaciones.objects.select_related("absorbida", "sobreviviente"), pk=pk
    )
    hacer(
        request,
        lambda: services.deshacer_union(fusion=fusion, ahora=reloj.ahora(), por=request.user),
        f"«{fusion.absorbida.nombre}» y «{fusion.sobreviviente.nombre}» son otra vez dos.",
    )
    return redirect(LA_FICHA, servicio, anio, fusion.absorbida_id)
