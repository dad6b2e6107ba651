"""Staff: one change of many organisations, seen before it is done and undone after."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from comun.limites import entero
from convocatorias import selectors, services
from convocatorias.forms import UNIR, AccionForm, ListaDirectorioForm, ValorForm
from convocatorias.models import CambioEnBloque, Organizacion
from convocatorias.views.directorio import POR_PAGINA, texto_buscado, volver_a_la_lista
from cuentas.models import CuentaPublica
from cuentas.views.paginas import contexto, cuenta_o_404, hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

#: Organisations that a preview names; the figure says how many there are.
A_LA_VISTA = 10
POR_HOJA = 20
SIN_ELEGIR = "Marque al menos una organización y elija qué hacer con ellas."
LISTA_PERDIDA = "Esa lista ya no es la que vio, y no se cambió nada. Búsquela de nuevo."
EL_CAMBIO = "convocatorias_gestion:cambio_en_bloque"


@dataclass
class Eleccion:
    """The rows chosen in the list, and what is asked for them, as the form carries them on."""

    consulta: str
    todas: bool
    claves: list[int]
    filas: QuerySet[Organizacion]
    accion: str
    form: ValorForm
    #: Whether it asked for a whole list that is not the one that was seen any more.
    perdida: bool = False
    errores: list[str] = field(default_factory=list)

    @property
    def completa(self) -> bool:
        return bool(self.accion and (self.todas or self.claves))

    @property
    def nombre(self) -> str:
        return str(CambioEnBloque.Accion(self.accion).label)

    @property
    def lista_para_ver(self) -> bool:
        return not self.form.fields or self.form.is_valid()


def _eleccion(request: HttpRequest) -> Eleccion:
    datos = request.POST
    consulta = datos.get("consulta", "")[:300]
    direccion = QueryDict(consulta)
    texto = texto_buscado(request, direccion.get("b", ""))
    filtro = ListaDirectorioForm(direccion)
    # Without its words or its filters the list is another one, and everything would be changed.
    todas = datos.get("cuales") == "todas" and filtro.se_entiende(texto)
    claves = [clave for clave in map(entero, datos.getlist("ids")[:POR_PAGINA]) if clave]
    if todas:
        filas = selectors.lista_de_organizaciones(texto=texto, **filtro.criterio())
    else:
        filas = Organizacion.objects.filter(pk__in=claves, fusionada_en=None)
    form = AccionForm(datos)
    accion = form.cleaned_data["accion"] if form.is_valid() else ""
    return Eleccion(
        consulta=consulta,
        todas=todas,
        claves=[] if todas else claves,
        filas=filas.order_by("nombre_plegado"),
        accion=accion,
        form=ValorForm(accion, datos if "valor" in datos else None),
        perdida=datos.get("cuales") == "todas" and not todas,
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def bloque(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """From the rows chosen to a preview, and from the preview to the change."""
    cuenta = cuenta_o_404(servicio, anio)
    eleccion = _eleccion(request)
    if not eleccion.completa:
        messages.error(request, LISTA_PERDIDA if eleccion.perdida else SIN_ELEGIR)
        return redirect(volver_a_la_lista(cuenta, eleccion.consulta))
    if eleccion.accion == UNIR:
        return _unir(request, cuenta, eleccion)
    if eleccion.lista_para_ver and "aplicar" in request.POST:
        cambio = _aplicar(request, cuenta, eleccion)
        if cambio is not None:
            return redirect(EL_CAMBIO, servicio, anio, cambio.pk)
    previa = _previa(eleccion) if eleccion.lista_para_ver else {}
    mal = bool(eleccion.form.errors or eleccion.errores)
    mas = {"eleccion": eleccion, "form": eleccion.form, "previa": previa}
    return render(
        request,
        "convocatorias/bloque.html",
        contexto(cuenta, total=eleccion.filas.count(), **mas),
        status=422 if mal else 200,
    )


def _unir(request: HttpRequest, cuenta: CuentaPublica, eleccion: Eleccion) -> HttpResponse:
    """The two that are marked, side by side."""
    if len(eleccion.claves) != 2:
        messages.error(request, "Para unir, marque dos organizaciones de la misma página.")
        return redirect(volver_a_la_lista(cuenta, eleccion.consulta))
    servicio, anio = cuenta.servicio.slug, cuenta.anio_gestion
    return redirect("convocatorias_gestion:unir", servicio, anio, *eleccion.claves)


def _previa(eleccion: Eleccion) -> dict[str, Any]:
    valor, nombre = eleccion.form.elegido()
    reparto = selectors.reparto(eleccion.accion, valor, eleccion.filas)
    return {
        "valor": valor,
        "nombre": nombre,
        "cambian": reparto.cambian.count(),
        "primeras": list(reparto.cambian.select_related("comuna")[:A_LA_VISTA]),
        "rechazadas": reparto.rechazadas.count(),
        "primeras_rechazadas": list(reparto.rechazadas[:A_LA_VISTA]),
        "motivo": reparto.motivo,
    }


def _aplicar(
    request: HttpRequest, cuenta: CuentaPublica, eleccion: Eleccion
) -> CambioEnBloque | None:
    valor, nombre = eleccion.form.elegido()
    try:
        return services.cambiar_en_bloque(
            servicio=cuenta.servicio,
            filas=eleccion.filas,
            accion=eleccion.accion,
            valor=valor,
            valor_nombre=nombre,
            esperadas=entero(request.POST.get("esperadas", "")) or 0,
            ahora=reloj.ahora(),
            por=request.user,
        )
    except ErrorDominio as error:
        eleccion.errores.append(error.mensaje)
        return None


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
def cambios_en_bloque(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The latest changes of many organisations, each with its way back."""
    cuenta = cuenta_o_404(servicio, anio)
    filas = CambioEnBloque.objects.select_related("hecho_por", "deshecho_por").defer("antes")
    pagina = Paginator(filas, POR_HOJA).get_page(request.GET.get("pagina"))
    return render(request, "convocatorias/cambios_en_bloque.html", contexto(cuenta, pagina=pagina))


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
def cambio_en_bloque(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """What one change did, and what undoing it left as it was."""
    cuenta = cuenta_o_404(servicio, anio)
    filas = CambioEnBloque.objects.select_related("hecho_por", "deshecho_por")
    cambio = get_object_or_404(filas, pk=pk)
    claves = [clave for clave, _ in cambio.antes[:A_LA_VISTA]]
    organizaciones = Organizacion.objects.order_by("nombre_plegado")
    mas = {
        "primeras": organizaciones.filter(pk__in=claves),
        "intactas": organizaciones.filter(pk__in=cambio.intactas)[:POR_PAGINA],
        "cuantas_intactas": len(cambio.intactas),
    }
    return render(
        request, "convocatorias/cambio_en_bloque.html", contexto(cuenta, cambio=cambio, **mas)
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def deshacer_bloque(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Put back what each organisation had."""
    cuenta_o_404(servicio, anio)
    cambio = get_object_or_404(CambioEnBloque, pk=pk)
    hacer(
        request,
        lambda: services.deshacer_en_bloque(cambio=cambio, ahora=reloj.ahora(), por=request.user),
        "Deshizo el cambio: cada organización tiene otra vez lo que tenía.",
    )
    return redirect(EL_CAMBIO, servicio, anio, pk)
