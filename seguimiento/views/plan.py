"""The plan of the year: its dates on a line, and what another day for the activity would ask."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from comun import reloj
from comun.models import Feriado
from comun.plazos import extras_de, feriados_chile
from comun.reglas import Veredicto
from convocatorias.models import Actividad
from convocatorias.reglas import R145
from convocatorias.reglas import Hechos as HechosConvocatoria
from convocatorias.selectors import en_su_comuna
from cuentas.models import CuentaPublica
from cuentas.selectors import feriados_de
from seguimiento.etapas import Panorama
from seguimiento.etapas.plan import Supuesto, dibujar, suponer
from seguimiento.forms import SuponerForm
from seguimiento.models import Plazo
from seguimiento.selectors import cuentas_visibles, panorama_de
from seguimiento.services import poner_al_dia
from servicios.acceso import con_permiso
from servicios.models import Comuna
from servicios.permissions import Permiso


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def plan(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The year of the account; with a day in the address, the plan that it would ask for."""
    ahora = reloj.ahora()
    cuenta = get_object_or_404(cuentas_visibles(), anio_gestion=anio)
    poner_al_dia(CuentaPublica.objects.filter(pk=cuenta.pk), ahora=ahora)
    hoy = ahora.astimezone(cuenta.servicio.zona).date()
    form = _formulario(request, cuenta)
    contexto: dict[str, Any] = {"cuenta": cuenta, "servicio": cuenta.servicio, "form": form}
    supuesto = None
    if form and form.is_valid():
        supuesto = _suponer(cuenta, hoy, **form.cleaned_data)
        contexto |= {"supuesto": supuesto, "llevar": _llevar(cuenta, **form.cleaned_data)}
    filas = Plazo.objects.filter(cuenta=cuenta, vigente=True)
    contexto |= {"anio": dibujar(filas, cuenta.anio_ejercicio, hoy), "hoy": hoy}
    imposible = form and form.is_bound and (supuesto is None or supuesto.impide)
    return render(request, "seguimiento/plan.html", contexto, status=422 if imposible else 200)


def _formulario(request: HttpRequest, cuenta: CuentaPublica) -> SuponerForm | None:
    """An account without an activity has no day to try."""
    if cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL:
        return None
    return SuponerForm(request.GET if "fecha" in request.GET else None)


def _suponer(cuenta: CuentaPublica, hoy: date, fecha: date, comuna: Comuna | None) -> Supuesto:
    panorama = panorama_de(cuenta)
    adicionales = list(Feriado.objects.all())
    feriados = feriados_de(cuenta.servicio, hoy, adicionales)
    donde = comuna.codigo if comuna else cuenta.servicio.comuna_id
    extras = extras_de(((f.fecha, f.codigo_cut, f.nombre) for f in adicionales), donde)
    de_la_comuna = feriados_chile(fecha.year, fecha.year, extras, donde)
    otras = _otras(panorama, fecha, comuna)
    return suponer(fecha, panorama, hoy, feriados, de_la_comuna, otras)


def _otras(panorama: Panorama, fecha: date, comuna: Comuna | None) -> list[str]:
    """What R145 says of that comuna on that year."""
    if comuna is None:
        return []
    actividad = panorama.principal or Actividad(cuenta=panorama.cuenta)
    supuesta = Actividad(pk=actividad.pk, cuenta=panorama.cuenta, fecha=fecha, comuna=comuna)
    hechos = HechosConvocatoria(
        es_regional=panorama.cuenta.es_regional, comuna=comuna.nombre, **en_su_comuna(supuesta)
    )
    dicho = R145.evaluar(hechos, fecha)
    return [f"{dicho.mensaje} (R145)"] if dicho.veredicto is Veredicto.NO_CUMPLE else []


def _llevar(cuenta: CuentaPublica, fecha: date, comuna: Comuna | None) -> dict[str, str]:
    """The form to which the day is taken: of the activity that there is, or of a new one."""
    base = [cuenta.servicio.slug, cuenta.anio_gestion]
    datos = {"fecha": fecha.isoformat(), **({"comuna": comuna.codigo} if comuna else {})}
    centrales = Actividad.objects.filter(cuenta=cuenta, tipo=Actividad.Tipo.CENTRAL)
    actividad = centrales.exclude(estado=Actividad.Estado.ANULADA).last()
    nombre, boton = "actividad_nueva", "Planificar una actividad ese día"
    if actividad is not None:
        base.append(actividad.slug)
        nombre, boton = "editar_actividad", f"Llevar el día a «{actividad.nombre}»"
        if actividad.estado in (Actividad.Estado.CONVOCADA, Actividad.Estado.SUSPENDIDA):
            nombre, boton = "mover", f"Mover «{actividad.nombre}» a ese día"
    url = reverse(f"convocatorias_gestion:{nombre}", args=base)
    return {"url": f"{url}?{urlencode(datos)}", "boton": boton}
