"""Staff: the directory as a list, with its search and filters."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comun.limites import entero
from convocatorias import selectors
from convocatorias.forms import (
    AccionForm,
    BuscarOrganizacionForm,
    ListaDirectorioForm,
    NombreFiltroForm,
)
from convocatorias.models import FiltroGuardado
from cuentas.models import CuentaPublica
from cuentas.views.paginas import contexto, cuenta_o_404
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 50
#: The searches of a session, by the token that names each in the address: (token, words).
BUSQUEDAS = "directorio_busquedas"
MAXIMO_BUSQUEDAS = 5


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
def directorio(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The organisations, with search and filters, page by page from a key."""
    cuenta = cuenta_o_404(servicio, anio)
    return render(request, "convocatorias/directorio.html", contexto(cuenta, **_lista(request)))


def _lista(request: HttpRequest) -> dict[str, Any]:
    filtro = ListaDirectorioForm(request.GET)
    ficha = request.GET.get("b", "")
    texto = texto_buscado(request, ficha)
    criterio = filtro.criterio()
    hoja = selectors.hoja(
        selectors.lista_de_organizaciones(texto=texto, **criterio),
        POR_PAGINA,
        despues=entero(request.GET.get("despues", "")),
        antes=entero(request.GET.get("antes", "")),
    )
    consulta = filtro.consulta
    return {
        "filtro": filtro,
        "hoja": hoja,
        "buscar": BuscarOrganizacionForm(initial={"texto": texto}),
        "busqueda_perdida": bool(ficha) and not texto,
        "filtrado": bool(criterio or texto),
        "texto": texto,
        "consulta": consulta,
        "con_busqueda": _con_ficha(consulta, ficha) if texto else consulta,
        "acciones": AccionForm(),
        "guardar": NombreFiltroForm(),
        "guardados": filtros_de(request),
        "duplicados": selectors.posibles_duplicados().count(),
    }


def _con_ficha(consulta: str, ficha: str) -> str:
    return f"{consulta}&b={ficha}".lstrip("&")


def texto_buscado(request: HttpRequest, ficha: str) -> str:
    """The words that a token of this session stands for, or nothing."""
    return str(dict(request.session.get(BUSQUEDAS, ())).get(ficha, ""))


def filtros_de(request: HttpRequest) -> list[FiltroGuardado]:
    suyos = FiltroGuardado.objects.filter(usuario=request.user.pk)
    return list(suyos.filter(lista=FiltroGuardado.Lista.DIRECTORIO))


def volver_a_la_lista(cuenta: CuentaPublica, consulta: str = "") -> str:
    camino = reverse(
        "convocatorias_gestion:directorio", args=(cuenta.servicio.slug, cuenta.anio_gestion)
    )
    return f"{camino}?{consulta}" if consulta else camino


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def buscar_directorio(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Search by POST: the address gets a token, and the words stay in the session."""
    cuenta = cuenta_o_404(servicio, anio)
    texto = BuscarOrganizacionForm(request.POST).buscado()
    consulta = ListaDirectorioForm(QueryDict(request.POST.get("consulta", "")[:300])).consulta
    if texto:
        ficha = secrets.token_hex(4)
        otras = request.session.get(BUSQUEDAS, [])[-(MAXIMO_BUSQUEDAS - 1) :]
        request.session[BUSQUEDAS] = [*otras, [ficha, texto]]
        consulta = _con_ficha(consulta, ficha)
    return redirect(volver_a_la_lista(cuenta, consulta))
