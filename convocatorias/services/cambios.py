"""Use cases of an announced activity that changes: move it, put it off, call it off.

Each one tells at once everybody who was called to it or enrolled.
"""

from copy import copy
from datetime import date, time
from typing import Any

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio, ReglaIncumplida
from comun.formato import fecha_larga
from comun.reglas import Veredicto
from comun.transitions import anotar, move
from convocatorias import emails, reglas, selectors
from convocatorias.models import Actividad, Convocatoria, Participante
from convocatorias.services.actividades import (
    CUANDO_Y_DONDE,
    SE_MOVIO,
    cambia,
    como_esta,
    exigir_anunciable,
    exigir_futura,
    revisar_horas,
)
from convocatorias.services.avisos import Avisados, avisar, personas_por_avisar
from convocatorias.services.convocatorias import dejar_programada, hoy_en, permiso_de_tardanza
from convocatorias.services.espera import llamar_a_la_espera
from convocatorias.services.programadas import detener_envio
from cuentas.selectors import informe_vigente
from cuentas.services import exigir_sin_suspension
from servicios.acceso import exigir, puede
from servicios.models import Comuna, Usuario

Estado = Actividad.Estado
SE_SUSPENDIO = "La actividad se suspendió. Cuando tenga nueva fecha, programe otro envío."
SE_ANULO = "La actividad se anuló."


@transaction.atomic
@reloj.un_instante()
def mover(
    *,
    actividad: Actividad,
    fecha: date,
    hora_inicio: time,
    hora_termino: time | None,
    lugar: str,
    comuna: Comuna,
    direccion: str = "",
    motivo: str,
    motivo_tardanza: str = "",
    por: Usuario,
) -> Avisados:
    """Change when or where an announced (or suspended) activity takes place, and tell everybody.

    The notice of the change is a call of its own: it carries the activity to `convocada` again
    if anybody had been invited. What the invited had answered is forgotten; who enrolled stays
    enrolled, and who waited takes the seats that are left. The same twice tells nobody twice.

    Raises:
        ErrorDominio: nobody was called yet, there is no reason, the new date is past, the hours
            are wrong, or the account is suspended; or R145 (ReglaIncumplida).
        ReglaIncumplida: to another day, with fewer days to go than the norm asks and no reason
            recorded (R133, fuente 000).
        SinPermiso: that reason was given by somebody who may not excuse the delay.
    """
    como_esta(actividad, actividad.cuenta)
    antes = copy(actividad)
    _exigir_movible(actividad)
    _exigir_motivo(motivo)
    nuevos = (fecha, hora_inicio, hora_termino, lugar, direccion, comuna)
    datos = dict(zip(CUANDO_Y_DONDE, nuevos, strict=True))
    if antes.vigente and not cambia(actividad, datos, CUANDO_Y_DONDE):
        return Avisados()
    _revisar_lo_nuevo(actividad, datos)
    convocatoria = _llamado_del_cambio(antes, actividad, motivo.strip(), motivo_tardanza, por)
    _escribir(antes, actividad, datos, motivo.strip(), por)
    detener_envio(actividad=actividad, porque=SE_MOVIO, por=por)
    _olvidar_respuestas(actividad)
    personas = personas_por_avisar(actividad)
    if convocatoria is not None:
        _enviar(convocatoria, len(personas), por)
    aviso = emails.aviso_de_cambio(antes, actividad, convocatoria, motivo.strip())
    avisados = avisar(aviso, personas, por)
    llamar_a_la_espera(actividad)  # what was answered is forgotten: there are seats
    return avisados


def _revisar_lo_nuevo(actividad: Actividad, datos: dict[str, Any]) -> None:
    for campo, valor in datos.items():
        setattr(actividad, campo, valor)
    revisar_horas(actividad)
    exigir_anunciable(actividad)
    exigir_futura(actividad)


def _exigir_movible(actividad: Actividad) -> None:
    if actividad.estado in (Estado.CONVOCADA, Estado.SUSPENDIDA):
        return
    if actividad.estado == Estado.PROGRAMADA and selectors.por_avisar(actividad).exists():
        return
    raise ErrorDominio(
        "Solo se mueve una actividad convocada o suspendida. Si aún no convoca, edítela."
    )


def _llamado_del_cambio(
    antes: Actividad, actividad: Actividad, motivo: str, tardanza: str, por: Usuario
) -> Convocatoria | None:
    """The call that tells the change, still to be sent; None where nobody had been invited."""
    anterior = selectors.ultima_enviada(actividad)
    if anterior is None or not selectors.hay_invitados(actividad):
        return None
    exigir_sin_suspension(actividad.cuenta)
    tardia = antes.fecha != actividad.fecha and _es_tarde(actividad, tardanza, por)
    return Convocatoria(
        actividad=actividad,
        clase=Convocatoria.Clase.CAMBIO,
        mensaje=motivo,
        informe=informe_vigente(actividad.cuenta) or anterior.informe,
        tardia=tardia,
        motivo_tardanza=tardanza.strip() if tardia else "",
        tardanza_autorizada_por=por if tardia else None,
    )


def _es_tarde(actividad: Actividad, tardanza: str, por: Usuario) -> bool:
    """Whether the new day leaves fewer days than the norm asks, once its reason is recorded."""
    hoy, permiso = hoy_en(actividad), permiso_de_tardanza(actividad)
    hechos = reglas.Hechos(
        es_regional=actividad.cuenta.es_regional,
        fecha=actividad.fecha,
        anticipacion=actividad.cuenta.norma.convocatoria_anticipacion_dias,
    )
    resultado = reglas.R133.evaluar(hechos, hoy)
    if resultado.veredicto is not Veredicto.NO_CUMPLE:
        return False
    if not tardanza.strip():
        frase = _por_que_es_tarde(hechos, hoy, puede(por, permiso, actividad.servicio_id))
        raise ReglaIncumplida(f"{frase} ({reglas.R133.cita})", [(reglas.R133, resultado)])
    exigir(por, permiso, actividad.servicio_id)
    return True


def _por_que_es_tarde(hechos: reglas.Hechos, hoy: date, puede_excusar: bool) -> str:
    assert hechos.fecha is not None  # noqa: S101 - late is said of an activity with a date
    faltan = (hechos.fecha - hoy).days
    cuantos = "falta 1 día corrido" if faltan == 1 else f"faltan {faltan} días corridos"
    quien = "la autoridad" if hechos.es_regional else "la persona encargada"
    salida = (
        "Elija otra fecha, o anote el motivo de la tardanza: quedará en la convocatoria."
        if puede_excusar
        else f"Elija otra fecha, o pida que la mueva {quien}, que puede anotar el motivo de la "
        "tardanza. Si la actividad no se hará ese día, suspéndala primero: se avisa de inmediato "
        "a todas las personas."
    )
    return (
        f"Para el {fecha_larga(hechos.fecha)} {cuantos} y se piden {hechos.anticipacion}. {salida}"
    )


def _escribir(
    antes: Actividad, actividad: Actividad, datos: dict[str, Any], motivo: str, por: Usuario
) -> None:
    """What changed, and its number: what takes the former entry away comes before the new one."""
    suspendida = antes.estado == Estado.SUSPENDIDA
    campos = datos | {
        "motivo_estado": motivo,
        "secuencia": antes.secuencia + (1 if suspendida else 2),
    }
    dias = {"antes": f"{antes.fecha:%Y-%m-%d}", "ahora": f"{actividad.fecha:%Y-%m-%d}"}
    if antes.estado != Estado.PROGRAMADA:
        move(
            actividad,
            Estado.PROGRAMADA,
            accion="mover_actividad",
            por=por,
            datos=dias,
            **campos,
        )
        return
    for campo, valor in campos.items():
        setattr(actividad, campo, valor)
    actividad.save(update_fields=list(campos))
    anotar(actividad, "mover_actividad", por=por, datos=dias)


def _enviar(convocatoria: Convocatoria, avisos: int, por: Usuario) -> None:
    """It leaves at once, by the way of every call; and its activity is called to again."""
    actividad, hoy = convocatoria.actividad, hoy_en(convocatoria.actividad)
    convocatoria.save()
    dejar_programada(convocatoria, reloj.ahora(), avisos, por)
    move(
        convocatoria,
        Convocatoria.Estado.ENVIADA,
        accion="avisar_cambio",
        por=por,
        datos={"tardia": convocatoria.tardia},
        enviada_en=reloj.ahora(),
        dias_anticipacion=(actividad.fecha - hoy).days if actividad.fecha else 0,
    )
    move(actividad, Estado.CONVOCADA, accion="convocar", por=por)


def _olvidar_respuestas(actividad: Actividad) -> None:
    """What was answered was for how it was: also by who was to go in place of another."""
    origen = Participante.Origen
    Participante.objects.filter(
        actividad=actividad, origen__in=(origen.INVITADO, origen.DELEGADO)
    ).update(asistencia=Participante.Asistencia.SIN_RESPUESTA, respondio_en=None, acompanantes=0)


@transaction.atomic
@reloj.un_instante()
def suspender(*, actividad: Actividad, motivo: str, por: Usuario | None) -> Avisados:
    """Put an announced activity off without a new date, with a public reason; and tell everybody.

    Raises:
        ErrorDominio: without a reason.
        TransicionInvalida: it was not announced.
    """
    _exigir_motivo(motivo)
    return _no_se_hace(actividad, Estado.SUSPENDIDA, motivo.strip(), SE_SUSPENDIO, por)


@transaction.atomic
@reloj.un_instante()
def anular(*, actividad: Actividad, motivo: str = "", por: Usuario | None) -> Avisados:
    """Call the activity off for good and tell everybody; with a public reason, unless it was
    still a draft.

    Raises:
        ErrorDominio: without a reason.
        TransicionInvalida: it was called off before.
    """
    como_esta(actividad, actividad.cuenta)
    if actividad.estado == Estado.BORRADOR:
        motivo = ""
    else:
        _exigir_motivo(motivo)
    return _no_se_hace(actividad, Estado.ANULADA, motivo.strip(), SE_ANULO, por)


def _no_se_hace(
    actividad: Actividad, hacia: Actividad.Estado, motivo: str, porque: str, por: Usuario | None
) -> Avisados:
    como_esta(actividad, actividad.cuenta)
    # Who was told that it was suspended waits for news, also once that day is past.
    esperan = actividad.estado == Estado.SUSPENDIDA or _por_venir(actividad)
    move(
        actividad,
        hacia,
        accion="suspender_actividad" if hacia == Estado.SUSPENDIDA else "anular_actividad",
        por=por,
        motivo_estado=motivo,
        secuencia=actividad.secuencia + 1,
    )
    detener_envio(actividad=actividad, porque=porque, por=por)
    personas = personas_por_avisar(actividad) if esperan else []
    if not personas:
        return Avisados()
    convocatoria = selectors.ultima_enviada(actividad)
    return avisar(emails.aviso_de_que_no_se_hace(actividad, convocatoria), personas, por)


def _por_venir(actividad: Actividad) -> bool:
    return actividad.inicio is not None and actividad.inicio > reloj.ahora()


def _exigir_motivo(motivo: str) -> None:
    if not motivo.strip():
        raise ErrorDominio("Escriba el motivo. Lo verán todas las personas en la página pública.")
