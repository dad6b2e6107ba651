"""Staff: word of what the portal cannot see, of the account or of one day (level A)."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from comun.reglas import Veredicto
from comun.requisitos import Requisito
from convocatorias.models import Actividad
from convocatorias.reglas import R142
from convocatorias.selectors import hechos_de_banner, proceso_de
from cuentas import services
from cuentas.forms.constancias import ConstanciaForm
from cuentas.models import Constancia, CuentaPublica
from cuentas.views.evidencias import descarga
from cuentas.views.paginas import contexto, cuenta_o_404
from seguimiento.etapas.constancias import SIN_EXCUSA, por_atestiguar
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


@dataclass(frozen=True)
class Renglon:
    """A rule on the page: what it asks, what was said of it, and the form to say more."""

    requisito: Requisito
    por_que: str
    dichas: list[Constancia]
    form: ConstanciaForm
    #: What the portal saw of it by itself, in words, and whether that is proof enough.
    visto: str = ""
    probado: bool = False

    @property
    def vigente(self) -> Constancia | None:
        return self.dichas[0] if self.dichas else None

    @property
    def sin_excusa(self) -> bool:
        return self.requisito.id in SIN_EXCUSA

    @property
    def abierto(self) -> bool:
        sin_nada = not (self.dichas or self.probado)
        return sin_nada or (self.form.is_bound and self.form.has_changed())


@con_permiso(Permiso.DEJAR_CONSTANCIA)
@require_http_methods(["GET", "HEAD", "POST"])
def constancias(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Every rule that only a person can attest, and what was said of each; POST says more."""
    cuenta = cuenta_o_404(servicio, anio)
    actividades = list(Actividad.objects.vigentes().filter(cuenta=cuenta).order_by("fecha", "pk"))
    actividad = _actividad(actividades, request.GET.get("objeto", ""))
    objeto = str(actividad.pk) if actividad else ""
    renglones = _renglones(request, cuenta, objeto)
    general = ""
    if request.method == "POST":
        general = _dejar(request, cuenta, objeto, renglones)
        if not general:
            return redirect(_direccion(cuenta, objeto))
    pagina = contexto(
        cuenta,
        actividad=actividad,
        vistas=_vistas(cuenta, actividades, objeto),
        renglones=renglones,
        general=general if general != MARCADO else "",
        errores=general != "",
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "seguimiento/constancias.html", pagina, status=status)


#: The forms themselves say what is wrong.
MARCADO = "marcado"


def _actividad(actividades: list[Actividad], objeto: str) -> Actividad | None:
    """The activity that the address names; one that is not of this account is not found."""
    if not objeto:
        return None
    pk = int(objeto) if objeto.isdecimal() else 0
    return get_object_or_404(Actividad, pk__in=[a.pk for a in actividades if a.pk == pk])


def _renglones(request: HttpRequest, cuenta: CuentaPublica, objeto: str) -> list[Renglon]:
    dichas: dict[str, list[Constancia]] = defaultdict(list)
    filas = Constancia.objects.filter(cuenta=cuenta, objeto=objeto).select_related("dada_por")
    for fila in filas:
        dichas[fila.regla].append(fila)
    hoy = reloj.hoy(cuenta.servicio.zona)
    datos = (request.POST, request.FILES) if request.method == "POST" else ()
    visto = {} if objeto else _visto_por_el_portal(cuenta, hoy)
    return [
        Renglon(
            uno,
            por_que,
            dichas[uno.id],
            ConstanciaForm(*datos, regla=uno.id, hoy=hoy),
            *visto.get(uno.id, ()),
        )
        for uno, por_que in por_atestiguar(bool(objeto))
    ]


def _visto_por_el_portal(cuenta: CuentaPublica, hoy: date) -> dict[str, tuple[str, bool]]:
    """By rule, what the daily look at the banner found: beside what people say, or in its place."""
    proceso = proceso_de(cuenta)
    if proceso is None:
        return {}
    proceso.cuenta = cuenta
    hechos = replace(hechos_de_banner(proceso), banner_en_otras=None)
    en_su_sitio, otras = hechos.banner_visto, R142.evaluar(hechos, hoy)
    return {
        "R46": (en_su_sitio.frase if en_su_sitio else "", False),
        "R142": (otras.evidencia, otras.veredicto is Veredicto.CUMPLE),
    }


def _dejar(
    request: HttpRequest, cuenta: CuentaPublica, objeto: str, renglones: list[Renglon]
) -> str:
    """Save what was said; or why not, in words or `MARCADO` on the forms."""
    tocados = {r.requisito.id: r.form for r in renglones if r.form.has_changed()}
    if not tocados:
        return "No anotó nada todavía. Elija una regla y diga si se hizo."
    if [form for form in tocados.values() if not form.is_valid()]:
        return MARCADO
    try:
        nuevas = services.dejar_constancias(
            cuenta=cuenta,
            dichos=[form.dicho() for form in tocados.values()],
            por=request.user,
            objeto=objeto,
        )
    except services.ConstanciaInvalida as error:
        tocados[error.regla].add_error(error.campo, error.mensaje)
        return MARCADO
    except ErrorDominio as error:
        return error.mensaje
    cuantas = len(nuevas)
    messages.success(request, f"Dejó {cuantas} {'constancia' if cuantas == 1 else 'constancias'}.")
    return ""


def _direccion(cuenta: CuentaPublica, objeto: str) -> str:
    pagina = reverse(
        "seguimiento_gestion:constancias", args=[cuenta.servicio.slug, cuenta.anio_gestion]
    )
    return f"{pagina}?objeto={objeto}" if objeto else pagina


def _vistas(
    cuenta: CuentaPublica, actividades: list[Actividad], objeto: str
) -> list[dict[str, object]]:
    dias = [(str(a.pk), f"{a.nombre}, {a.fecha:%d/%m/%Y}") for a in actividades]
    return [
        {"url": _direccion(cuenta, clave), "nombre": nombre, "actual": clave == objeto}
        for clave, nombre in [("", "De la cuenta"), *dias]
    ]


@con_permiso(Permiso.HACER_TAREAS)
@require_safe
def archivo(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """The file that somebody left with their word."""
    filas = Constancia.objects.select_related("archivo")
    una = get_object_or_404(filas, cuenta=cuenta_o_404(servicio, anio), pk=pk)
    return descarga(una.archivo, f"evidencia-{una.regla.lower()}-{pk}")
