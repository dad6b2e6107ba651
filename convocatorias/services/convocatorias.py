"""Use cases of the call: prepare it, excuse that it is late, send it, and answer it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from comun import reloj
from comun.campos import clave_nueva
from comun.errores import ErrorDominio, ReglaIncumplida
from comun.formato import fecha_larga
from comun.reglas import Veredicto
from comun.reglas import exigir as exigir_reglas
from comun.texto import en_una_linea, plegar_nombre
from comun.transitions import anotar, move
from comun.variables import exigir_conocidas
from convocatorias import emails, reglas, selectors
from convocatorias.models import (
    POR_SALIR,
    Actividad,
    Contacto,
    Convocatoria,
    Invitacion,
    Participante,
)
from convocatorias.services.directorio import datos_de_contacto
from cuentas.models import CuentaPublica
from cuentas.selectors import rebajadas
from cuentas.services import exigir_sin_suspension
from servicios.acceso import exigir
from servicios.models import Usuario
from servicios.permissions import Permiso

ESTA_PROGRAMADA = (
    "El envío de esta convocatoria está programado. Para cambiarla, vuélvala primero a preparación."
)


@transaction.atomic
def preparar_convocatoria(
    *, actividad: Actividad, mensaje: str, por: Usuario | None
) -> Convocatoria:
    """Write the text of a call to an announced activity, or change the one in preparation.

    Raises:
        ErrorDominio: the activity is not announced, its call is scheduled, or the text asks for
            a variable that does not exist.
    """
    exigir_conocidas(mensaje, emails.VARIABLES)
    if not actividad.vigente:
        raise ErrorDominio(
            "Solo se convoca a una actividad programada. Prográmela primero en su página."
        )
    # Whoever prepares the same call at once waits here, and finds it made.
    Actividad.objects.select_for_update().get(pk=actividad.pk)
    filas = Convocatoria.objects.select_for_update()
    convocatoria = filas.filter(actividad=actividad, estado__in=POR_SALIR).first()
    if convocatoria is None:
        convocatoria = Convocatoria.objects.create(actividad=actividad, mensaje=mensaje)
        anotar(convocatoria, "preparar_convocatoria", por=por)
    elif convocatoria.estado == Convocatoria.Estado.PROGRAMADA:
        raise ErrorDominio(ESTA_PROGRAMADA)
    else:
        convocatoria.mensaje = mensaje
        convocatoria.save(update_fields=["mensaje"])
    return convocatoria


@transaction.atomic
def descartar_convocatoria(*, convocatoria: Convocatoria, por: Usuario | None) -> None:
    """Give up a call that was not sent.

    Raises:
        TransicionInvalida: it was sent, or its sending is scheduled.
    """
    convocatoria.destinatarios.clear()
    move(convocatoria, Convocatoria.Estado.ANULADA, accion="descartar_convocatoria", por=por)


def hoy_en(actividad: Actividad) -> date:
    """Today by the clock of the activity's comuna, from which the days are counted."""
    return reloj.hoy(actividad.comuna.zona if actividad.comuna else actividad.servicio.zona)


@transaction.atomic
def autorizar_tardanza(*, convocatoria: Convocatoria, motivo: str, por: Usuario) -> None:
    """Record why a call goes out late, by who may: it can then be sent, and stays marked.

    National: the person in charge; regional: the authority (R133, decisions of the domain).

    Raises:
        SinPermiso: it is not for this person to say.
        ErrorDominio: without a reason, or the call was already sent or scheduled.
    """
    regional = convocatoria.actividad.cuenta.es_regional
    permiso = (
        Permiso.AUTORIZAR_TARDANZA_REGIONAL if regional else Permiso.AUTORIZAR_TARDANZA_NACIONAL
    )
    exigir(por, permiso, convocatoria.servicio_id)
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
) -> Convocatoria:
    """Invite those contacts: one participant, one key and one mail each. Sent again, does nothing.

    Without `contactos` it sends a scheduled call, to the ones chosen when it was scheduled.

    Raises:
        ReglaIncumplida: without date, hour or place (R11, R31), programme (R12), public page
            (R15), published virtual process (R4, R30), key dates (R41), report (R32, R134),
            organisations (R29) or plurality (R37, R132); or with fewer days than the norm asks
            and no reason recorded (R133, fuente 000).
        SinPermiso: a reason was given by somebody who may not excuse the delay.
        ErrorDominio: the activity was moved or called off meanwhile, or its hour is past; or
            somebody scheduled the call, or took it back, meanwhile.
    """
    convocatoria = bloquear(convocatoria)
    if convocatoria.estado == Convocatoria.Estado.ENVIADA:
        return convocatoria
    invitados = _a_quienes(convocatoria, contactos)
    actividad, hoy = convocatoria.actividad, hoy_en(convocatoria.actividad)
    envio = revisar_envio(convocatoria, invitados, hoy, motivo_tardanza, por)
    _exigir_por_comenzar(actividad)
    if convocatoria.enviar_en is not None:
        convocatoria.destinatarios.clear()
    if convocatoria.estado == Convocatoria.Estado.BORRADOR:
        dejar_programada(convocatoria, reloj.ahora(), invitados, por)
    move(
        convocatoria,
        Convocatoria.Estado.ENVIADA,
        accion="enviar_convocatoria",
        por=por,
        datos={"invitaciones": len(invitados), "tardia": envio.tardia},
        informe=envio.informe,
        enviada_en=reloj.ahora(),
        dias_anticipacion=(actividad.fecha - hoy).days if actividad.fecha else 0,
        tardia=envio.tardia,
    )
    _invitar(convocatoria, invitados, por)
    if actividad.estado == Actividad.Estado.PROGRAMADA:
        move(actividad, Actividad.Estado.CONVOCADA, accion="convocar", por=por)
    return convocatoria


def bloquear(convocatoria: Convocatoria) -> Convocatoria:
    """The call and its activity as they are now, for this transaction alone."""
    Actividad.objects.select_for_update(no_key=True).get(pk=convocatoria.actividad_id)
    return (
        Convocatoria.objects.select_for_update(of=("self",))
        .select_related("actividad__cuenta__norma", "actividad__cuenta__servicio__comuna",
                        "actividad__comuna", "servicio")
        .get(pk=convocatoria.pk)
    )  # fmt: skip


def _a_quienes(convocatoria: Convocatoria, contactos: Iterable[Contacto] | None) -> list[Contacto]:
    programada = convocatoria.estado == Convocatoria.Estado.PROGRAMADA
    if contactos is None and not programada:
        raise ErrorDominio(
            "Esta convocatoria ya no está programada. Revise a quiénes va y envíela."
        )
    if contactos is not None and programada:
        raise ErrorDominio(ESTA_PROGRAMADA)
    elegidos = selectors.elegidos(convocatoria) if contactos is None else contactos
    return [contacto for contacto in elegidos if contacto.correo]


@dataclass(frozen=True)
class Envio:
    """What the rules say of a call that would go out on a day."""

    informe: Any
    tardia: bool


def revisar_envio(
    convocatoria: Convocatoria, invitados: list[Contacto], dia: date, motivo: str, por: Usuario
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
    convocatoria: Convocatoria, enviar_en: datetime, invitados: list[Contacto], por: Usuario
) -> None:
    """The one way from preparation to sent goes through here, even when both are at once."""
    move(
        convocatoria,
        Convocatoria.Estado.PROGRAMADA,
        accion="programar_envio",
        por=por,
        datos={"invitaciones": len(invitados), "enviar_en": enviar_en.isoformat()},
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


def _invitar(convocatoria: Convocatoria, contactos: list[Contacto], por: Usuario) -> None:
    participantes = _participantes(convocatoria.actividad, contactos)
    claves = [clave_nueva() for _ in participantes]
    destinos = [(p, clave) for p, (clave, _) in zip(participantes, claves, strict=True)]
    mensajes = emails.enviar_invitaciones(convocatoria, destinos, por)
    Invitacion.objects.bulk_create(
        Invitacion(
            convocatoria=convocatoria,
            participante=participante,
            mensaje=mensaje,
            clave_hash=clave_hash,
        )
        for participante, mensaje, (_, clave_hash) in zip(
            participantes, mensajes, claves, strict=True
        )
    )


def _participantes(actividad: Actividad, contactos: list[Contacto]) -> list[Participante]:
    """The participant of each contact. Who was there keeps their row; if they have not answered
    (or their answer was for another day), with the directory's data of today."""
    filas = Participante.objects.filter(actividad=actividad, contacto__in=contactos)
    filas = filas.select_related("organizacion")  # each letter may name it
    conocidos = {fila.contacto_id: fila for fila in filas}
    nuevos = []
    for contacto in contactos:
        if contacto.pk in conocidos:
            _refrescar(conocidos[contacto.pk], contacto)
            continue
        conocidos[contacto.pk] = Participante(
            actividad=actividad,
            contacto=contacto,
            organizacion=contacto.organizacion,
            organizacion_nombre=contacto.organizacion.nombre,
            origen=Participante.Origen.INVITADO,
            **datos_de_contacto(contacto),
        )
        nuevos.append(conocidos[contacto.pk])
    antiguos = [fila for fila in conocidos.values() if fila.pk]
    Participante.objects.bulk_update(
        antiguos, ["nombres", "apellidos", "nombre_plegado", "correo", "telefono"]
    )
    Participante.objects.bulk_create(nuevos)
    return [conocidos[contacto.pk] for contacto in contactos]


def _refrescar(participante: Participante, contacto: Contacto) -> None:
    participante.correo = contacto.correo
    if participante.asistencia == Participante.Asistencia.SIN_RESPUESTA:
        for campo, valor in datos_de_contacto(contacto).items():
            setattr(participante, campo, valor)


@transaction.atomic
def responder_invitacion(
    *, invitacion: Invitacion, asistira: bool, nombres: str = "", apellidos: str = ""
) -> None:
    """Say whether one comes, or who comes in one's place. It can be changed until it begins.

    Raises:
        ErrorDominio: the activity began, or is not standing.
    """
    participante = invitacion.participante
    actividad = participante.actividad
    if not actividad.vigente:
        raise ErrorDominio(
            f"La actividad está {actividad.get_estado_display()}: no necesita responder."
        )
    if actividad.inicio is not None and actividad.inicio <= reloj.ahora():
        raise ErrorDominio("La actividad ya comenzó. Si viene en camino, preséntese en la entrada.")
    asistencia = Participante.Asistencia
    participante.asistencia = asistencia.ASISTE if asistira else asistencia.NO_ASISTE
    participante.respondio_en = reloj.ahora()
    if asistira and nombres.strip():
        participante.nombres = en_una_linea(nombres)
        participante.apellidos = en_una_linea(apellidos)
        participante.nombre_plegado = plegar_nombre(participante.nombre_completo)
    participante.save(
        update_fields=["asistencia", "respondio_en", "nombres", "apellidos", "nombre_plegado"]
    )
    anotar(
        participante,
        "responder_invitacion",
        hasta=participante.asistencia,
        datos={"reemplazo": bool(asistira and nombres.strip())},
    )
