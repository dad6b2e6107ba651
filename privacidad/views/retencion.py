"""What the retention erases: the terms, what the next run would do, and what the last ones did."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comun.conservacion import clases_con
from privacidad.models import ActaSupresion, CorridaRetencion
from privacidad.selectors.retencion import retencion_de
from privacidad.services.retencion import previstas
from servicios.acceso import con_permiso
from servicios.models import Servicio
from servicios.permissions import Permiso

POR_PAGINA = 50


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_safe
def retencion(request: HttpRequest, servicio: str) -> HttpResponse:
    """Figures of rows only: nobody is named here."""
    propio: Servicio = request.servicio  # type: ignore[attr-defined]
    conteo = previstas(propio)
    clases = clases_con(retencion_de(propio))
    corridas = CorridaRetencion.objects.filter(servicio=propio, en_seco=False)
    con_algo = corridas.filter(Q(borradas__gt=0) | Q(terminada_en=None))
    pagina = Paginator(con_algo, POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = {
        "servicio": propio,
        "clases": [(clase, conteo.get(clase.codigo)) for clase in clases.values()],
        "previstas": sum(conteo.values()),
        "pagina": pagina,
        "corridas": [(corrida, clases.get(corrida.clase)) for corrida in pagina],
        "ultima": corridas.exclude(terminada_en=None).first(),
        "actas": ActaSupresion.objects.filter(servicio=propio).count(),
    }
    return render(request, "privacidad/retencion.html", contexto)
