"""What the pages of the workshops share: scoped getters and the answer to a button."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from servicios.acceso import puede
from servicios.permissions import Permiso
from talleres import selectors
from talleres.models import Acuerdo, Intervencion, Taller


def taller_o_404(request: HttpRequest, pk: int) -> Taller:
    """A workshop that the person may read."""
    visibles = selectors.visibles(request.user).select_related(
        "servicio",
        "facilitador",
        "secretario",
        "actividad__comuna",
        "actividad__cuenta__norma",
        "actividad__cuenta__servicio",
    )
    return get_object_or_404(visibles, pk=pk)


def taller_para_gestionar(request: HttpRequest, pk: int) -> Taller:
    """A workshop whose plan the person may change: 404 if unseen, 403 if only read."""
    taller = taller_o_404(request, pk)
    if not puede(request.user, Permiso.GESTIONAR_TALLERES, taller.servicio_id):
        raise PermissionDenied
    return taller


def taller_para_registrar(request: HttpRequest, pk: int) -> Taller:
    """A workshop in which the person writes: 404 if unseen, 403 if only read."""
    taller = taller_o_404(request, pk)
    if not selectors.puede_registrar(request.user, taller):
        raise PermissionDenied
    return taller


def nota_para_registrar(request: HttpRequest, clase: str, pk: int) -> Intervencion | Acuerdo:
    """A note or an agreement of a workshop in which the person writes."""
    modelo = Acuerdo if clase == "acuerdo" else Intervencion
    nota = get_object_or_404(modelo.objects.all(), pk=pk)
    nota.taller = taller_para_registrar(request, nota.taller_id)
    return nota


def contexto(taller: Taller, **mas: Any) -> dict[str, Any]:
    """What every page of a workshop has."""
    cuenta = taller.actividad.cuenta
    return {
        "taller": taller,
        "cuenta": cuenta,
        "servicio": cuenta.servicio,
        "zona": taller.actividad.zona.key,
        **mas,
    }
