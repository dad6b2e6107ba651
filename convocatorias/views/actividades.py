"""Staff: the activities of an account, their plan and their fate."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from comun.reglas import Resultado, Veredicto, advertencias
from convocatorias import reglas, selectors, services
from convocatorias.forms import ActividadForm, programa_formset
from convocatorias.models import Actividad, Convocatoria
from cuentas.models import CuentaPublica
from cuentas.selectors import hechos as hechos_de_cuenta
from cuentas.views.paginas import contexto, cuenta_o_404, hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


def actividad_o_404(servicio: str, anio: int, slug: str) -> Actividad:
    """The activity of a staff page, with its account."""
    cuenta = cuenta_o_404(servicio, anio)
    filas = Actividad.objects.select_related("comuna")
    actividad = get_object_or_404(filas, cuenta=cuenta, slug=slug)
    actividad.cuenta = cuenta
    actividad.servicio = cuenta.servicio
    return actividad


def de_actividad(actividad: Actividad, **mas: Any) -> dict[str, Any]:
    """What every page of an activity has."""
    return contexto(actividad.cuenta, actividad=actividad, **mas)


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_safe
def actividades(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The activities of the account, by date."""
    cuenta = cuenta_o_404(servicio, anio)
    filas = (
        Actividad.objects.filter(cuenta=cuenta)
        .select_related("comuna")
        .order_by(F("fecha").asc(nulls_last=True), "hora_inicio", "pk")
    )
    llamados = selectors.por_salir(filas)
    renglones = [(fila, llamados.get(fila.pk)) for fila in filas]
    avisos = advertencias((reglas.R5,), selectors.hechos_del_conjunto(cuenta, filas), reloj.hoy())
    contexto_ = contexto(cuenta, renglones=renglones, avisos=avisos)
    return render(request, "convocatorias/actividades.html", contexto_)


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_safe
def actividad(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """One activity: its data, what is missing to announce it, and what can be done."""
    fila = actividad_o_404(servicio, anio, slug)
    hechos = selectors.hechos_de_actividad(fila)
    hoy = services.hoy_en(fila)
    faltas = [(r, r.evaluar(hechos, hoy)) for r in reglas.PARA_PROGRAMAR]
    return render(
        request,
        "convocatorias/gestion_actividad.html",
        de_actividad(
            fila,
            programa=fila.programa.all(),
            hechos=hechos,
            faltas=[par for par in faltas if par[1].veredicto is Veredicto.NO_CUMPLE],
            avisos=advertencias(reglas.DEL_PROGRAMA, hechos, hoy),
            r108=_respuestas_fuera_de_plazo(fila, hoy),
            asistencia=selectors.asistencia_anunciada(fila),
            convocatorias=Convocatoria.objects.filter(actividad=fila),
            **por_salir(fila),
            ultimo_aviso=selectors.ultimo_aviso(fila),
            por_avisar=selectors.cuantos_avisos(fila)["todas"],
            temas=fila.temas.all(),
            pasada=fila.inicio is not None and fila.inicio <= reloj.ahora(),
        ),
    )


def por_salir(fila: Actividad | None) -> dict[str, Any]:
    """The call that is not sent yet: what changes of the activity does to it is said before."""
    return {"por_salir": selectors.por_salir([fila]).get(fila.pk) if fila else None}


def _respuestas_fuera_de_plazo(fila: Actividad, hoy: date) -> Resultado | None:
    """With the dates of the activities as they are, whether the answers promised are too late."""
    hechos = hechos_de_cuenta(fila.cuenta, selectors.ancla(fila.cuenta))
    resultado = reglas.R108.evaluar(hechos, hoy)
    return resultado if resultado.veredicto is Veredicto.NO_CUMPLE else None


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_http_methods(["GET", "HEAD", "POST"])
def nueva(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Plan an activity."""
    cuenta = cuenta_o_404(servicio, anio)
    return _editar(request, cuenta, None)


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_http_methods(["GET", "HEAD", "POST"])
def editar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Change the plan of an activity and its programme."""
    fila = actividad_o_404(servicio, anio, slug)
    return _editar(request, fila.cuenta, fila)


def _editar(request: HttpRequest, cuenta: CuentaPublica, fila: Actividad | None) -> HttpResponse:
    enviado = request.POST or None
    form = ActividadForm(enviado, instance=fila, initial=propuesta(request))
    iniciales = list(fila.programa.values("nombre", "minutos")) if fila else None
    programa = programa_formset(enviado, iniciales=iniciales)
    if enviado and form.is_valid() and programa.is_valid():
        try:
            guardada = services.guardar_actividad(
                cuenta=cuenta,
                actividad=Actividad.objects.get(pk=fila.pk) if fila else None,
                programa=programa.bloques(),
                por=request.user,
                **form.cleaned_data,
            )
        except ErrorDominio as error:
            form.add_error(error.campo, error.mensaje)
        else:
            messages.success(request, "Guardó la actividad.")
            return redirect(pagina_de(guardada, cuenta))
    return render(
        request,
        "convocatorias/actividad_form.html",
        contexto(cuenta, form=form, programa=programa, actividad=fila, **por_salir(fila)),
        status=422 if enviado else 200,
    )


def propuesta(request: HttpRequest) -> dict[str, str]:
    """The day and the comuna that were tried in the plan of the year, to start from."""
    return {campo: request.GET[campo] for campo in ("fecha", "comuna") if request.GET.get(campo)}


def pagina_de(fila: Actividad, cuenta: CuentaPublica) -> str:
    return reverse(
        "convocatorias_gestion:actividad",
        args=[cuenta.servicio.slug, cuenta.anio_gestion, fila.slug],
    )


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_POST
def programar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Announce the activity."""
    fila = actividad_o_404(servicio, anio, slug)
    hacer(
        request,
        lambda: services.programar_actividad(actividad=fila, por=request.user),
        "La actividad ya aparece en la página pública de la cuenta.",
    )
    return redirect("convocatorias_gestion:actividad", servicio, anio, slug)
