"""Use cases of the call: excuse that it is late, and send it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio, ReglaIncumplida
from comun.formato import fecha_larga
from comun.reglas import Veredicto
from comun.reglas import exigir as exigir_reglas
from comun.transitions import anotar, move
from comun.variables import exigir_conocidas
from convocatorias import emails, reglas, selectors
from convocatorias.models import (
    Actividad,
    Contacto,
    Convocatoria,
)
from convocatorias.services.destinatarios import poner_lista
from convocatorias.services.invitados import invitar
from convocatorias.services.preparacion import ESTA_PROGRAMADA, exigir_complementaria
from cuentas.models import CuentaPublica
from cuentas.selectors import rebajadas
from cuentas.services import exigir_sin_suspension
from servicios.acceso import exigir
from servicios.models import Usuario
from servicios.permissions import Permiso


def hoy_en(actividad: Actividad) -> date:
    """Today by the clock of the activity's comuna, from which the days are counted."""
    return reloj.hoy(actividad.comuna.zona if actividad.comuna else actividad.servicio.zona)


def permiso_de_tardanza(actividad: Actividad) -> Permiso:
    """Who may record why people are told late: national, in charge; regional, the authority."""
    if actividad.cuenta.es_regional:
        return Permiso.AUTORIZAR_TARDANZA_REGIONAL
    return Permiso.AUTORIZAR_TARDANZA_NACIONAL


@transaction.atomic
def autorizar_tardanza(*, convocatoria: Convocatoria, motivo: str, por: Usuario) -> None:
    """Record why a call goes out late, by who may (R133): it can then be sent, and stays marked.

    Raises:
        SinPermiso: it is not for this person to say.
        ErrorDominio: without a reason, or the call was already sent or scheduled.
    """
    exigir(por, permiso_de_tardanza(convocatoria.actividad), convocatoria.servicio_id)
    if not motivo.strip():
        raise ErrorDominio("Escriba el motivo de la tardanza. Quedará en la convocatoria.")
    if convocatoria.estado != Convocatoria.Estado.BORRADOR:
        raise ErrorDominio("Esta convocatoria ya no está en preparación.")
    convocatoria.motivo_tardanza = motivo.strip()
    convocatoria.tardanza_autorizada_por = por
    convocatoria.save(update_fields=["motivo_tardanza", "tardanza_autorizada_por"])
    anotar(convocatoria, "autorizar_tardanza", por=por)


@transaction.atomic
@reloj.un_instante()
def enviar_convocatoria(
    *,
    convocatoria: Convocatoria,
    contactos: Iterable[Contacto] | None = None,
    por: Usuario,
    motivo_tardanza: str = "",
    motivo_complementaria: str = "",
) -> Convocatoria:
    """Invite those on its list: a participant and a key each, and a mail each who has an address.

    Who has none gets a letter or a telephone call that is pending until somebody makes it. Whoever
    was invited to the activity before is left out. With `contactos`, the list is made of them
    first. Sent again, does nothing.

    Raises:
        ReglaIncumplida: without date, hour or place (R11, R31), programme (R12), public page
            (R15), published virtual process (R4, R30), key dates (R41), report (R32, R134),
            organisations (R29) or plurality (R37, R132); or with fewer days than the norm asks
            and no reason recorded (R133, fuente 000).
        SinPermiso: a reason was given by somebody who may not excuse the delay.
        ErrorDominio: the activity was moved or called off meanwhile, or its hour is past; it was
            called before and nobody said why there is another call; or, with `contactos`,
            somebody scheduled the call meanwhile.
    """
    convocatoria = bloquear(convocatoria)
    if convocatoria.estado == Convocatoria.Estado.ENVIADA:
        return convocatoria
    if contactos is not None:
        if convocatoria.estado == Convocatoria.Estado.PROGRAMADA:
            raise ErrorDominio(ESTA_PROGRAMADA)
        poner_lista(convocatoria, contactos)
    exigir_complementaria(convocatoria, motivo_complementaria)
    actividad, hoy = convocatoria.actividad, hoy_en(convocatoria.actividad)
    envio = revisar_envio(convocatoria, selectors.elegidos(convocatoria), hoy, motivo_tardanza, por)
    _exigir_por_comenzar(actividad)
    invitados = list(selectors.elegidos(convocatoria))
    convocatoria.destinatarios.clear()
    if convocatoria.estado == Convocatoria.Estado.BORRADOR:
        dejar_programada(convocatoria, reloj.ahora(), len(invitados), por)
    _marcar_enviada(convocatoria, envio, len(invitados), por)
    invitar(convocatoria, invitados, por)
    if actividad.estado == Actividad.Estado.PROGRAMADA:
        move(actividad, Actividad.Estado.CONVOCADA, accion="convocar", por=por)
    return convocatoria


def _marcar_enviada(
    convocatoria: Convocatoria, envio: "Envio", invitaciones: int, por: Usuario
) -> None:
    """For ever: when it went, with how many days, whether late, and which version of its text."""
    fecha, hoy = convocatoria.actividad.fecha, hoy_en(convocatoria.actividad)
    move(
        convocatoria,
        Convocatoria.Estado.ENVIADA,
        accion="enviar_convocatoria",
        por=por,
        datos={
            "invitaciones": invitaciones,
            "tardia": envio.tardia,
            "version": selectors.version_vigente(convocatoria),
        },
        informe=envio.informe,
        enviada_en=reloj.ahora(),
        dias_anticipacion=(fecha - hoy).days if fecha else 0,
        tardia=envio.tardia,
    )


def bloquear(convocatoria: Convocatoria) -> Convocatoria:
    """The call and its activity as they are now, for this transaction alone."""
    Actividad.objects.select_for_update(no_key=True).get(pk=convocatoria.actividad_id)
    return (
        Convocatoria.objects.select_for_update(of=("self",))
        .select_related("actividad__cuenta__norma", "actividad__cuenta__servicio__comuna",
                        "actividad__comuna", "servicio")
        .get(pk=convocatoria.pk)
    )  # fmt: skip


@dataclass(frozen=True)
class Envio:
    """What the rules say of a call that would go out on a day."""

    informe: Any
    tardia: bool


def revisar_envio(
    convocatoria: Convocatoria, invitados: Iterable[Contacto], dia: date, motivo: str, por: Usuario
) -> Envio:
    """Ask the rules of a call whether it may go out on `dia`, today or later.

    Raises:
        ReglaIncumplida, SinPermiso, ErrorDominio: as `enviar_convocatoria`; and while the account
            is suspended.
    """
    _exigir_cuenta_en_curso(convocatoria.actividad.cuenta)
    exigir_conocidas(convocatoria.mensaje, emails.VARIABLES)
    hechos, informe = selectors.hechos_de_envio(convocatoria, invitados)
    exigir_reglas(reglas.PARA_ENVIAR, hechos, dia, rebajadas(convocatoria.actividad.cuenta))
    _exigir_vigente(convocatoria.actividad)
    tardia = reglas.R133.evaluar(hechos, dia).veredicto is Veredicto.NO_CUMPLE
    if tardia:
        _exigir_motivo(convocatoria, hechos, dia, motivo, por)
    return Envio(informe, tardia)


def dejar_programada(
    convocatoria: Convocatoria, enviar_en: datetime, invitaciones: int, por: Usuario
) -> None:
    """The one way from preparation to sent goes through here, even when both are at once."""
    move(
        convocatoria,
        Convocatoria.Estado.PROGRAMADA,
        accion="programar_envio",
        por=por,
        datos={"invitaciones": invitaciones, "enviar_en": enviar_en.isoformat()},
        enviar_en=enviar_en,
        programada_por=por,
        fallo_programado="",
    )


def _exigir_vigente(actividad: Actividad) -> None:
    if not actividad.vigente:
        raise ErrorDominio(
            f"La actividad está {actividad.get_estado_display()}: prográmela antes de convocar."
        )


def _exigir_cuenta_en_curso(cuenta: CuentaPublica) -> None:
    exigir_sin_suspension(cuenta)
    if cuenta.estado in (cuenta.Estado.CERRADA, cuenta.Estado.ANULADA):
        raise ErrorDominio(
            f"La cuenta pública está {cuenta.get_estado_display()}: ya no se convoca en ella."
        )


def _exigir_por_comenzar(actividad: Actividad) -> None:
    if actividad.inicio is None or actividad.inicio <= reloj.ahora():
        raise ErrorDominio("La actividad ya comenzó o ya pasó: no se puede invitar a ella.")


def _exigir_motivo(
    convocatoria: Convocatoria, hechos: reglas.Hechos, dia: date, motivo: str, por: Usuario
) -> None:
    if motivo.strip():
        autorizar_tardanza(convocatoria=convocatoria, motivo=motivo, por=por)
    if not (convocatoria.motivo_tardanza and convocatoria.tardanza_autorizada_por_id):
        resultado = reglas.R133.evaluar(hechos, dia)
        frase = resultado.mensaje
        if dia > hoy_en(convocatoria.actividad):
            frase = _tarde_ese_dia(hechos, dia, hoy_en(convocatoria.actividad))
        raise ReglaIncumplida(f"{frase} ({reglas.R133.cita})", [(reglas.R133, resultado)])


def plazo_en_palabras(hechos: reglas.Hechos, dia: date, hoy: date) -> str:
    """What R133 says of a call that goes out on `dia`: today, or a day that somebody chose."""
    if dia <= hoy or hechos.fecha is None:
        return reglas.R133.evaluar(hechos, dia).evidencia
    faltan = (hechos.fecha - dia).days
    cuantos = "faltará 1 día corrido" if faltan == 1 else f"faltarán {faltan} días corridos"
    return (
        f"Si se envía el {fecha_larga(dia)} {cuantos} para la actividad y se piden "
        f"{hechos.anticipacion}."
    )


def _tarde_ese_dia(hechos: reglas.Hechos, dia: date, hoy: date) -> str:
    """R133 of a day to come: there may still be time to choose an earlier one."""
    assert hechos.fecha is not None  # noqa: S101 - late is said of an activity with a date
    ultimo = hechos.fecha - timedelta(days=hechos.anticipacion)
    quien = "la autoridad" if hechos.es_regional else "la persona encargada"
    salida = f"pida que {quien} anote el motivo de la tardanza"
    return f"{plazo_en_palabras(hechos, dia, hoy)} " + (
        f"Elija a más tardar el {fecha_larga(ultimo)}, o {salida}."
        if ultimo >= hoy
        else f"Ya no queda un día a tiempo: mueva la actividad, o {salida}."
    )
