"""Staff: where the report, the participation and the answers were made known."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from cuentas import services
from cuentas.forms.difusion import DifusionForm
from cuentas.models import CuentaPublica, Difusion
from cuentas.views.evidencias import descarga
from cuentas.views.paginas import contexto, cuenta_o_404, hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 50
#: The guide says "as many as possible"; fewer than these are not many.
CANALES_RECOMENDADOS = 3


@con_permiso(Permiso.ANOTAR_DIFUSION)
@require_http_methods(["GET", "HEAD", "POST"])
def difusion(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """What was made known by each channel; POST writes one more down."""
    cuenta = cuenta_o_404(servicio, anio)
    hoy = reloj.hoy(cuenta.servicio.zona)
    objeto = request.GET.get("objeto", "")
    datos = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DifusionForm(*datos, hoy=hoy, objeto=objeto)
    if form.is_bound and form.is_valid():
        try:
            services.anotar_difusion(cuenta=cuenta, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            form.add_error(error.campo, error.mensaje)
        else:
            messages.success(request, "Quedó anotado.")
            return redirect(_direccion(cuenta, form.cleaned_data["objeto"]))
    return _pagina(request, cuenta, form)


def _direccion(cuenta: CuentaPublica, objeto: str) -> str:
    pagina = reverse("cuentas_gestion:difusion", args=[cuenta.servicio.slug, cuenta.anio_gestion])
    return f"{pagina}?objeto={objeto}"


def _pagina(request: HttpRequest, cuenta: CuentaPublica, form: DifusionForm) -> HttpResponse:
    vigentes = Difusion.objects.filter(cuenta=cuenta, retirada_en=None)
    conteo = vigentes.order_by().values_list("objeto").annotate(Count("canal", distinct=True))
    canales = dict(conteo)
    filas = vigentes.select_related("registrada_por")
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    contadas = [
        (nombre, canales.get(clave, 0), max(CANALES_RECOMENDADOS - canales.get(clave, 0), 0))
        for clave, nombre in Difusion.Objeto.choices
    ]
    datos = contexto(
        cuenta, form=form, pagina=pagina, contadas=contadas, recomendados=CANALES_RECOMENDADOS
    )
    return render(request, "cuentas/difusion.html", datos, status=422 if form.is_bound else 200)


@con_permiso(Permiso.ANOTAR_DIFUSION)
@require_POST
def retirar(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Take back what was written down by mistake."""
    cuenta = cuenta_o_404(servicio, anio)
    una = get_object_or_404(Difusion.objects.select_related("cuenta"), cuenta=cuenta, pk=pk)
    hacer(
        request,
        lambda: services.retirar_difusion(difusion=una, por=request.user),
        "Ya no cuenta como difusión. En la bitácora queda que se anotó y se retiró.",
    )
    return redirect("cuentas_gestion:difusion", servicio, anio)


@con_permiso(Permiso.ANOTAR_DIFUSION)
@require_safe
def archivo(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """The file that shows it."""
    filas = Difusion.objects.select_related("archivo")
    una = get_object_or_404(filas, cuenta=cuenta_o_404(servicio, anio), pk=pk)
    return descarga(una.archivo, f"evidencia-difusion-{pk}")
