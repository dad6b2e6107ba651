"""The pages of a call in preparation: its text, whom it goes to, what is missing, and when."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comun import plazos, reloj
from comun.formato import miles
from comun.reglas import Regla, Resultado, Veredicto, advertencias
from comun.texto import en_una_linea
from convocatorias import emails, reglas, selectors, services
from convocatorias.forms import EnvioForm, ProgramarForm, SumarForm, TextoConvocatoriaForm
from convocatorias.models import Actividad, Convocatoria
from convocatorias.views.actividades import de_actividad
from cuentas.selectors import rebajadas
from servicios.acceso import puede
from servicios.models import Usuario
from servicios.permissions import Permiso

POR_PAGINA = 50
EN_LA_PREVIA = 10
VERSIONES = 20
HORA_PROPUESTA = time(9)


def pagina_de_texto(
    request: HttpRequest, actividad: Actividad, form: TextoConvocatoriaForm, status: int = 200
) -> HttpResponse:
    """The words of the invitation, what they may ask for, and what they said before."""
    por_salir = selectors.por_salir([actividad]).get(actividad.pk)
    return render(
        request,
        "convocatorias/preparar_convocatoria.html",
        de_actividad(
            actividad,
            form=form,
            variables=[(f"{{{{{nombre}}}}}", que) for nombre, que in emails.VARIABLES.items()],
            por_salir=por_salir,
            versiones=selectors.versiones(por_salir)[:VERSIONES] if por_salir else [],
        ),
        status=status,
    )


def pagina_de_envio(
    request: HttpRequest,
    fila: Convocatoria,
    form: EnvioForm | None = None,
    status: int = 200,
    dia: date | None = None,
) -> HttpResponse:
    """Draw it, with the rules as they stand for `dia` (today, unless one was tried)."""
    actividad, elegidos = fila.actividad, selectors.elegidos(fila)
    form = form or EnvioForm(initial={"motivo_complementaria": fila.motivo_complementaria})
    hechos, _ = selectors.hechos_de_envio(fila, elegidos)
    hoy = services.hoy_en(actividad)
    dia = _dia_posible(dia, hoy, actividad)
    limite = _limite(actividad, hechos)
    lista = de_la_lista(request, fila)
    contexto = de_actividad(
        actividad,
        convocatoria=fila,
        form=form,
        programar=_programar(request, fila, form, limite),
        radar=selectors.radar_de(actividad, elegidos),
        complementaria=selectors.ya_convocada(actividad),
        segundos=services.ESPERA.seconds,
        limite=limite,
        queda_tiempo=limite is not None and limite.fecha >= hoy,
        otro_dia=dia if dia != hoy else None,
        otras=otras(fila),
        **lista,
        **_por_sumar(request, fila, lista["invitados"]),
        **del_dia(request, fila, hechos, dia),
    )
    return render(request, "convocatorias/convocatoria.html", contexto, status=status)


def de_la_lista(request: HttpRequest, fila: Convocatoria) -> dict[str, Any]:
    """The list of a call, a page of it, and how many of each."""
    vista = request.GET.get("ver", "todas")
    vista = vista if vista in selectors.VISTAS_DE_DESTINATARIOS else "todas"
    texto = en_una_linea(request.GET.get("q", "")[:100])
    resumen = selectors.resumen_de_destinatarios(fila)
    filas = selectors.lista(fila, texto)
    if vista != "todas":
        filas = filas.filter(destino__in=selectors.VISTAS_DE_DESTINATARIOS[vista][1])
    vistas = [
        {
            "url": f"?ver={clave}#lista",
            "nombre": nombre,
            "n": sum(resumen[destino] for destino in destinos),
            "actual": clave == vista,
        }
        for clave, (nombre, destinos) in selectors.VISTAS_DE_DESTINATARIOS.items()
    ]
    return {
        "resumen": resumen,
        "invitados": resumen["van"],
        "vista": vista,
        "vistas": [v for v in vistas if v["n"] or v["actual"]],
        "texto": texto,
        "pagina": Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina")),
        "destinos": dict(selectors.Destino.choices),
    }


def sello_de_la_lista(fila: Convocatoria, van: int, cambio: Any) -> str:
    """Names the list as a page shows it: how many go, and the last change that somebody made."""
    return f"{fila.pk}-{van}-{cambio.pk if cambio else 0}"


def lista_cambiada(request: HttpRequest, fila: Convocatoria, form: EnvioForm) -> bool:
    """Whether others changed the list that was read before pressing; if so, the form says it."""
    visto = request.POST.get("lista")
    van = selectors.elegidos(fila).count() if visto else 0
    cambio = selectors.cambios_de_lista(fila).first() if visto else None
    if not visto or visto == sello_de_la_lista(fila, van, cambio):
        return False
    form.add_error(
        None,
        "La lista cambió mientras usted la miraba, y no se envió nada. Revísela y pulse el botón "
        "otra vez.",
    )
    return True


def _por_sumar(request: HttpRequest, fila: Convocatoria, van: int) -> dict[str, Any]:
    """What the directory can still add, whole or by a filter, and the last change of the list."""
    actividad = fila.actividad
    sumar = SumarForm(request.GET)
    se_mira = "sumar" in request.GET
    quienes = selectors.candidatos(actividad, fila, **sumar.criterio())
    cambio = selectors.cambios_de_lista(fila).first()
    directorio = selectors.cuantos(selectors.candidatos(actividad, fila))
    return {
        "sumar": sumar,
        "previa": selectors.cuantos(quienes) if se_mira else None,
        "muestra_previa": quienes.select_related("organizacion")[:EN_LA_PREVIA] if se_mira else [],
        "directorio": directorio,
        "boton_todo": f"Sumar todo el directorio ({miles(directorio['personas'])})",
        "cambio": cambio,
        "sello_lista": sello_de_la_lista(fila, van, cambio),
        "cambio_por": Usuario.objects.filter(pk=cambio.actor_id).first() if cambio else None,
    }


def _dia_posible(dia: date | None, hoy: date, actividad: Actividad) -> date:
    """The day that was tried, if a call could go out on it; today otherwise."""
    ultimo = actividad.fecha or hoy
    return dia if dia is not None and hoy <= dia <= ultimo else hoy


def del_dia(
    request: HttpRequest, fila: Convocatoria, hechos: reglas.Hechos, dia: date
) -> dict[str, Any]:
    """What the rules say of sending it on `dia`."""
    r133 = reglas.R133.evaluar(hechos, dia)
    tarde = r133.veredicto is Veredicto.NO_CUMPLE
    avisos = advertencias(
        (*reglas.PARA_ENVIAR, *reglas.AL_ENVIAR), hechos, dia, rebajadas(fila.actividad.cuenta)
    )
    return {
        "requisitos": _requisitos(hechos, dia, {regla.id for regla, _ in avisos}),
        "avisos": avisos,
        "r133": r133,
        "plazo": services.plazo_en_palabras(hechos, dia, services.hoy_en(fila.actividad)),
        "regla_r133": reglas.R133,
        "tarde": tarde,
        "excusa": _excusa(request, fila, tarde),
    }


def _programar(
    request: HttpRequest, fila: Convocatoria, form: EnvioForm, limite: plazos.Computo | None
) -> ProgramarForm:
    """The day and hour: as they were typed, as they were chosen before, or a first proposal."""
    if isinstance(form, ProgramarForm):
        return form
    dia, hora = _propuesta(fila, limite.fecha if limite else None)
    inicial = {"dia": dia, "hora": hora}
    inicial |= {c: request.POST[c] for c in inicial if c in request.POST}
    return ProgramarForm(zona=fila.actividad.zona, initial=inicial)


def _propuesta(fila: Convocatoria, limite: date | None) -> tuple[date, time]:
    """What was chosen before; else tomorrow at nine, or today while there is time, if today is
    the last day."""
    ahora = reloj.ahora().astimezone(fila.actividad.zona)
    if fila.sale_en is not None and fila.sale_en > ahora:
        return fila.sale_en.date(), fila.sale_en.time()
    en_punto = datetime.combine(ahora, time(ahora.hour), ahora.tzinfo) + timedelta(hours=1)
    if limite == ahora.date() and en_punto.date() == limite:
        return limite, max(en_punto.time(), HORA_PROPUESTA)
    return ahora.date() + timedelta(days=1), HORA_PROPUESTA


def _requisitos(
    hechos: reglas.Hechos, hoy: Any, avisadas: Collection[str]
) -> list[tuple[Regla, Resultado]]:
    """What stops the call, and what would; not what the norm of the service lowers to a warning."""
    firmes = [regla for regla in reglas.PARA_ENVIAR if regla.id not in avisadas]
    pares = [(regla, regla.evaluar(hechos, hoy)) for regla in firmes]
    return [par for par in pares if par[1].veredicto is not Veredicto.NO_APLICA]


def _limite(actividad: Actividad, hechos: reglas.Hechos) -> plazos.Computo | None:
    """The last day to invite: the days of the norm, counted backwards (R133)."""
    if actividad.fecha is None:
        return None
    return plazos.contar(actividad.fecha, hechos.anticipacion, "corridos", {}, antes=True)


def plazo_de(fila: Convocatoria) -> dict[str, Any]:
    """How many days there are, for who may excuse the delay: of the day chosen, if one was."""
    hechos, _ = selectors.hechos_de_envio(fila, [])
    hoy = services.hoy_en(fila.actividad)
    dia = _dia_posible(fila.sale_el, hoy, fila.actividad)
    limite = _limite(fila.actividad, hechos)
    return {
        "plazo": services.plazo_en_palabras(hechos, dia, hoy),
        "regla": reglas.R133,
        "limite": limite.fecha if limite and limite.fecha >= hoy else None,
    }


def _excusa(request: HttpRequest, fila: Convocatoria, tarde: bool) -> str:
    """What the page offers when it is late: nothing, the reason here, or whom to ask."""
    if not tarde:
        return ""
    if fila.motivo_tardanza:
        return "anotada"
    if fila.actividad.cuenta.es_regional:
        return "autoridad"
    propia = puede(request.user, Permiso.AUTORIZAR_TARDANZA_NACIONAL, fila.servicio_id)
    return "aqui" if propia else "encargada"


def otras(fila: Convocatoria) -> Any:
    """The other calls to the same activity."""
    vivas = Convocatoria.objects.exclude(estado=Convocatoria.Estado.ANULADA)
    return vivas.filter(actividad=fila.actividad).exclude(pk=fila.pk)
