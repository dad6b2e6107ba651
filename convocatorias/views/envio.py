"""The pages of a call in preparation: its text, whom it goes to, what is missing, and when."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comun import plazos, reloj
from comun.limites import entero
from comun.reglas import Regla, Resultado, Veredicto, advertencias
from convocatorias import emails, reglas, selectors, services
from convocatorias.forms import DestinatariosForm, EnvioForm, ProgramarForm, TextoConvocatoriaForm
from convocatorias.models import Actividad, Contacto, Convocatoria, TipoOrganizacion
from convocatorias.views.actividades import de_actividad
from cuentas.selectors import rebajadas
from servicios.acceso import puede
from servicios.permissions import Permiso

A_LA_VISTA = 300
HORA_PROPUESTA = time(9)


def pagina_de_texto(
    request: HttpRequest, actividad: Actividad, form: TextoConvocatoriaForm, status: int = 200
) -> HttpResponse:
    """The words of the invitation, and what they may ask for."""
    return render(
        request,
        "convocatorias/preparar_convocatoria.html",
        de_actividad(
            actividad,
            form=form,
            variables=[(f"{{{{{nombre}}}}}", que) for nombre, que in emails.VARIABLES.items()],
            por_salir=selectors.por_salir([actividad]).get(actividad.pk),
        ),
        status=status,
    )


def quitados_de(request: HttpRequest) -> set[int]:
    """Whom the person marked, not to be invited this time.

    The ones beyond the table come in one field, or a long directory would pass the limit of fields.
    """
    textos = ",".join(request.POST.getlist("quitar")).split(",")
    return {n for texto in textos if (n := entero(texto)) is not None}


def sin(contactos: Any, quitados: set[int]) -> list[Contacto]:
    return [contacto for contacto in contactos if contacto.pk not in quitados]


def pagina_de_envio(
    request: HttpRequest,
    fila: Convocatoria,
    elegidos: DestinatariosForm,
    form: EnvioForm,
    quitados: set[int] | None = None,
    status: int = 200,
    dia: date | None = None,
) -> HttpResponse:
    """Draw it, with the rules as they stand for `dia` (today, unless one was tried)."""
    actividad = fila.actividad
    contactos = list(selectors.destinatarios(actividad, **elegidos.elegidos()))
    antes_fuera: set[int] = set()
    if quitados is None:
        quitados = antes_fuera = _quitados_antes(fila, contactos)
    invitados = sin(contactos, quitados)
    hechos, _ = selectors.hechos_de_envio(fila, invitados)
    hoy = services.hoy_en(actividad)
    dia = _dia_posible(dia, hoy, actividad)
    limite = _limite(actividad, hechos)
    contexto = de_actividad(
        actividad,
        convocatoria=fila,
        filtro=elegidos,
        form=form,
        programar=_programar(request, fila, form, limite),
        contactos=contactos[:A_LA_VISTA],
        resto=max(0, len(contactos) - A_LA_VISTA),
        quitados_sin_ver=",".join(str(c.pk) for c in contactos[A_LA_VISTA:] if c.pk in quitados),
        quitados=quitados,
        antes_fuera=len(antes_fuera),
        callados=list(
            selectors.con_correo(actividad, **elegidos.elegidos()).filter(no_invitar=True)
        ),
        invitados=len(invitados),
        barras=_barras(hechos),
        limite=limite,
        queda_tiempo=limite is not None and limite.fecha >= hoy,
        otro_dia=dia if dia != hoy else None,
        otras=otras(fila),
        **del_dia(request, fila, hechos, dia),
    )
    return render(request, "convocatorias/convocatoria.html", contexto, status=status)


def _dia_posible(dia: date | None, hoy: date, actividad: Actividad) -> date:
    """The day that was tried, if a call could go out on it; today otherwise."""
    ultimo = actividad.fecha or hoy
    return dia if dia is not None and hoy <= dia <= ultimo else hoy


def _quitados_antes(fila: Convocatoria, contactos: list[Contacto]) -> set[int]:
    """Taken back from its schedule, it still leaves out whom it left out then."""
    if fila.enviar_en is None:
        return set()
    antes = {contacto.pk for contacto in selectors.elegidos(fila)}
    return {contacto.pk for contacto in contactos} - antes


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


def _barras(hechos: reglas.Hechos) -> list[dict[str, Any]]:
    """Organisations by kind, for the bars and their table; the kinds without any last."""
    mayor = max(hechos.tipos.values(), default=0)
    barras: list[dict[str, Any]] = [
        {
            "nombre": tipo.nombre,
            "cuantas": hechos.tipos.get(tipo.pk, 0),
            "ancho": round(100 * hechos.tipos.get(tipo.pk, 0) / mayor) if mayor else 0,
        }
        for tipo in TipoOrganizacion.objects.all()
        if tipo.pk in hechos.tipos or tipo.pk in reglas.TIPOS_PRIORITARIOS
    ]
    return sorted(barras, key=lambda barra: -barra["cuantas"])


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
