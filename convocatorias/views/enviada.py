"""Staff: a call that went out, and what became of each person in it."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from convocatorias import emails, selectors
from convocatorias.forms import BuscarInvitadaForm, FiltroInvitacionesForm
from convocatorias.models import Convocatoria
from convocatorias.views.actividades import actividad_o_404, de_actividad
from convocatorias.views.envio import otras
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 50


def enviada_o_404(servicio: str, anio: int, slug: str, pk: int) -> Convocatoria:
    """A call of that activity that went out."""
    actividad = actividad_o_404(servicio, anio, slug)
    filas = Convocatoria.objects.filter(actividad=actividad, estado=Convocatoria.Estado.ENVIADA)
    fila = get_object_or_404(filas.select_related("tardanza_autorizada_por"), pk=pk)
    fila.actividad = actividad
    return fila


@con_permiso(Permiso.CONVOCAR)
@require_POST
def buscar(request: HttpRequest, servicio: str, anio: int, slug: str, pk: int) -> HttpResponse:
    """The persons of a call by name. It changes nothing; by POST, so that no name is in an
    address."""
    fila = enviada_o_404(servicio, anio, slug, pk)
    form = BuscarInvitadaForm(request.POST)
    if not form.is_valid():
        return pagina_enviada(request, fila, form, status=422)
    return pagina_enviada(request, fila, form, form.cleaned_data["persona"])


def pagina_enviada(
    request: HttpRequest,
    fila: Convocatoria,
    buscar: BuscarInvitadaForm | None = None,
    persona: str = "",
    status: int = 200,
) -> HttpResponse:
    """How the call is going: counts, views, filters, and each person with what to do."""
    filtro = FiltroInvitacionesForm(request.GET)
    criterio, vista = filtro.criterio(), request.GET.get("ver", "todas")
    vista = vista if vista in selectors.VISTAS_DE_INVITACIONES else "todas"
    filas = selectors.invitaciones(fila, vista, **criterio, persona=persona)
    cuentas = selectors.cuentas_de_invitaciones(fila)
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    pagina.object_list = selectors.renglones(pagina.object_list)
    por_salir = cuentas["todas"] - cuentas["por_hacer"] - cuentas["reemplazadas"]
    contexto = de_actividad(
        fila.actividad,
        convocatoria=fila,
        cuentas=cuentas,
        terminos=_terminos(cuentas),
        salieron=por_salir - cuentas["en_camino"],
        por_salir=por_salir,
        vistas=_vistas(request, fila, vista, cuentas),
        filtro=filtro,
        filtrado=bool(persona or any(criterio.values())),
        buscar=buscar or BuscarInvitadaForm(),
        persona=persona,
        pagina=pagina,
        otros_avisos=selectors.otros_avisos(fila),
        por_hacer=selectors.por_hacer(fila).count(),
        campania=emails.campania(fila),
        otras=otras(fila),
        radar=selectors.radar_de(fila.actividad),
    )
    return render(request, "convocatorias/convocatoria_enviada.html", contexto, status=status)


def _terminos(cuentas: dict[str, int]) -> list[dict[str, Any]]:
    """Invited = delivered + on their way + did not arrive + waiting for another channel, and what
    a later notice took the place of."""
    cambiadas = {"nombre": "reemplazadas por otro aviso", "valor": cuentas["reemplazadas"]}
    return [
        {"nombre": "invitadas", "valor": cuentas["todas"]},
        {"nombre": "entregadas", "valor": cuentas["entregadas"]},
        {"nombre": "en camino", "valor": cuentas["en_camino"]},
        {
            "nombre": "no llegaron",
            "valor": cuentas["no_llegaron"],
            "falta": bool(cuentas["no_llegaron"]),
        },
        {"nombre": "por otro medio, pendientes", "valor": cuentas["por_hacer"]},
        *([cambiadas] if cuentas["reemplazadas"] else ()),
    ]


def _direccion(fila: Convocatoria) -> str:
    """Its own page: the one on the screen may be that of a search."""
    actividad = fila.actividad
    return reverse(
        "convocatorias_gestion:convocatoria_enviada",
        args=[actividad.servicio.slug, actividad.cuenta.anio_gestion, actividad.slug, fila.pk],
    )


def _vistas(
    request: HttpRequest, fila: Convocatoria, vista: str, cuentas: dict[str, int]
) -> list[dict[str, Any]]:
    """The saved views; the filters of the address stay."""
    filtros = {k: request.GET[k] for k in ("q", "tipo", "comuna") if request.GET.get(k)}
    return [
        {
            "url": f"{_direccion(fila)}?{urlencode(filtros | {'ver': clave})}",
            "nombre": nombre,
            "n": cuentas[clave],
            "actual": clave == vista,
        }
        for clave, (nombre, _) in selectors.VISTAS_DE_INVITACIONES.items()
    ]
