"""What comes by hand: typing it, its sheet beside it, its receipt, and the sheets to hand out."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.archivos import EXTENSIONES, PDF
from comun.errores import ErrorDominio
from comun.limites import entero
from correos.emails import absoluta
from cuentas.models import CuentaPublica
from respuestas import documents, selectors, services
from respuestas.forms.archivo import leer_archivo
from respuestas.forms.ingreso import (
    FormularioCorregir,
    FormularioHojas,
    FormularioIngresar,
    FormularioOriginal,
)
from respuestas.models import Consulta
from respuestas.views.gestion import con_formulario, consulta_o_404, cuenta_o_404
from servicios.acceso import con_permiso
from servicios.permissions import Permiso
from servicios.selectors import aviso_vigente

CONFLICTO, MAL_ESCRITO = 409, 422
CORREGIDO = "Quedó corregido. Si ya entregó un comprobante, revise si hay que imprimir otro."
COPIA_EN_ESPERA = (
    "A ese correo ya se le escribió hoy: su copia saldrá en un solo correo con las demás, dentro "
    "de un día."
)
#: Nothing in it runs, loads or is sent, whatever a browser makes of its bytes.
ENCERRADO = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; sandbox; frame-ancestors 'none'"
)


@con_permiso(Permiso.INGRESAR_CONSULTA)
@require_http_methods(["GET", "HEAD", "POST"])
def ingresar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """One contribution after another, by keyboard."""
    cuenta = cuenta_o_404(request, anio)
    anterior = _anterior(request, cuenta)
    serie: dict[str, Any] = {"cuenta": cuenta, "en_serie": anterior is not None}
    if request.method != "POST":
        inicial = {c: request.GET[c] for c in ("canal", "recibida_el") if request.GET.get(c)}
        return _pagina(request, FormularioIngresar(initial=inicial, **serie), anterior)
    form = FormularioIngresar(request.POST, request.FILES, **serie)
    if not form.is_valid():
        return _pagina(request, form, anterior, MAL_ESCRITO)
    try:
        nueva = services.ingresar_consulta(cuenta=cuenta, por=request.user, **form.escrito())
    except ErrorDominio as error:
        return _con_error(request, form, anterior, error)
    return _guardada(request, nueva, form)


def _con_error(
    request: HttpRequest, form: FormularioIngresar, anterior: Consulta | None, error: ErrorDominio
) -> HttpResponse:
    """Everything typed comes back, with what happened where it was typed."""
    form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)
    if isinstance(error, services.HojaIngresada):
        form.ya_ingresada = error.consulta
    if not isinstance(error, services.OtroIngreso):
        return _pagina(request, form, anterior, MAL_ESCRITO)
    form.renovar("nonce")
    form.ya_ingresada = error.consulta
    return _pagina(request, form, anterior, CONFLICTO)


def _anterior(request: HttpRequest, cuenta: CuentaPublica) -> Consulta | None:
    """The one that was typed just before, in a series."""
    numero = entero(request.GET.get("anterior", ""))
    if numero is None:
        return None
    return Consulta.objects.filter(cuenta=cuenta, folio_numero=numero).first()


def _pagina(
    request: HttpRequest, form: FormularioIngresar, anterior: Consulta | None, status: int = 200
) -> HttpResponse:
    contexto = {
        "servicio": form.cuenta.servicio,
        "cuenta": form.cuenta,
        "form": form,
        "anterior": anterior,
        "ya_ingresada": form.ya_ingresada,
        "enviado": request.GET.get("enviado", "")[:12],
    }
    return render(request, "respuestas/ingresar.html", contexto, status=status)


def _guardada(request: HttpRequest, nueva: Consulta, form: FormularioIngresar) -> HttpResponse:
    """Its scan, if there is one, and on to its page or to the next sheet.

    A scan that cannot be kept loses nothing: the words are stored, and the page says so.
    """
    cuenta = form.cuenta
    en_serie = "otra" in request.POST
    if not en_serie:  # in a series the next page says it, beside its links
        messages.success(request, f"Guardado con el N.º {nueva.folio_numero}, folio {nueva.folio}.")
    if nueva.acuse_desde:
        messages.info(request, COPIA_EN_ESPERA)
    if contenido := leer_archivo(form.cleaned_data["archivo"]):
        try:
            services.guardar_original(consulta=nueva, contenido=contenido, por=request.user)
        except ErrorDominio as error:
            aviso = f"El folio {nueva.folio} se guardó, pero sin su hoja. {error.mensaje}"
            messages.warning(request, aviso)
    lugar = [cuenta.servicio.slug, cuenta.anio_gestion]
    # Which draft the next page throws away: that of the page where this one was typed.
    enviado = str(entero(request.GET.get("anterior", "")) or 0)
    if not en_serie:
        ficha = reverse("respuestas_gestion:consulta", args=[*lugar, nueva.folio_numero])
        return redirect(f"{ficha}?enviado={enviado}")
    sigue = {
        "canal": nueva.canal,
        "recibida_el": form.cleaned_data["recibida_el"] or "",
        "anterior": nueva.folio_numero,
        "enviado": enviado,
    }
    return redirect(f"{reverse('respuestas_gestion:ingresar', args=lugar)}?{urlencode(sigue)}")


@con_permiso(Permiso.INGRESAR_CONSULTA)
@require_http_methods(["GET", "HEAD", "POST"])
def corregir(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    """Set right what was mistyped of one, but its words."""
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)
    get_object_or_404(Consulta, pk=fila.pk, canal__in=services.CANALES_A_MANO)
    form = FormularioCorregir(request.POST if request.method == "POST" else None, consulta=fila)
    if form.is_valid():
        try:
            cambios = services.corregir_ingreso(consulta=fila, por=request.user, **form.corregido())
        except ErrorDominio as error:
            form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)
        else:
            messages.success(request, CORREGIDO if cambios else "No había nada que cambiar.")
            return redirect("respuestas_gestion:consulta", servicio, anio, numero)
    contexto = {"servicio": fila.cuenta.servicio, "cuenta": fila.cuenta, "consulta": fila}
    status = MAL_ESCRITO if form.is_bound else 200
    return render(request, "respuestas/corregir.html", contexto | {"form": form}, status=status)


# ── The sheet of one ──


@con_permiso(Permiso.INGRESAR_CONSULTA)
@require_POST
def guardar_hoja(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    """Put the scanned sheet beside what was typed, or another in its place."""
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)

    def usar(archivo: Any) -> None:
        contenido = leer_archivo(archivo)
        services.guardar_original(consulta=fila, contenido=contenido, por=request.user)

    form = FormularioOriginal(request.POST, request.FILES)
    return con_formulario(request, fila, "form_original", form, usar, "Guardamos la hoja original.")


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def hoja(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    """The scanned sheet: a picture to look at, a PDF to take away."""
    original = selectors.original_abierto(consulta_o_404(cuenta_o_404(request, anio), numero))
    if original is None:
        raise Http404
    respuesta = HttpResponse(bytes(original.contenido), content_type=original.tipo)
    como = "attachment" if original.tipo == PDF else "inline"
    nombre = f"hoja-{anio}-{numero}.{EXTENSIONES[original.tipo]}"
    respuesta["Content-Disposition"] = f'{como}; filename="{nombre}"'
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Content-Security-Policy"] = ENCERRADO
    respuesta["Cache-Control"] = "no-store"
    return respuesta


@con_permiso(Permiso.INGRESAR_CONSULTA)
@require_safe
def comprobante(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    """The receipt to hand over. Who wrote by internet has theirs, and nobody else sees its key."""
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)
    get_object_or_404(Consulta, pk=fila.pk, canal__in=services.CANALES_A_MANO)
    clave = services.clave_del_comprobante(fila)
    enlace = absoluta(reverse("respuestas:mi_consulta", args=[clave])) if clave else ""
    hoy = reloj.hoy(fila.cuenta.servicio.zona)
    return _pdf(documents.comprobante_pdf(fila, enlace, hoy), f"comprobante-{fila.folio}")


# ── The sheets to hand out ──


@con_permiso(Permiso.INGRESAR_CONSULTA)
@require_http_methods(["GET", "HEAD", "POST"])
def hojas(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """How many, and then the file to print."""
    cuenta = cuenta_o_404(request, anio)
    form = FormularioHojas(request.POST if request.method == "POST" else None)
    if form.is_valid():
        cuantas = form.cleaned_data["cuantas"]
        codigos = services.hojas_nuevas(cuenta=cuenta, cuantas=cuantas, por=request.user)
        hoy = reloj.hoy(cuenta.servicio.zona)
        hecho = documents.hojas_pdf(cuenta, codigos, aviso_vigente(), hoy)
        return _pdf(hecho, f"hojas-{servicio}-{anio}")
    contexto = {"servicio": cuenta.servicio, "cuenta": cuenta, "form": form}
    status = MAL_ESCRITO if form.is_bound else 200
    return render(request, "respuestas/hojas.html", contexto, status=status)


def _pdf(contenido: bytes, nombre: str) -> HttpResponse:
    respuesta = HttpResponse(contenido, content_type=PDF)
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}.pdf"'
    respuesta["Cache-Control"] = "no-store"
    return respuesta
