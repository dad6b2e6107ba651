"""Use cases of the call: prepare it, excuse that it is late, send it, and answer it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from comun import reloj
from comun.campos import clave_nueva
from comun.errores import ErrorDominio, ReglaIncumplida
from comun.reglas import Veredicto
from comun.reglas import exigir as exigir_reglas
from comun.texto import en_una_linea, plegar_nombre
from comun.transitions import anotar, move
from convocatorias import emails, reglas, selectors
from convocatorias.models import Actividad, Contacto, Convocatoria, Invitacion, Participante
from convocatorias.services.directorio import datos_de_contacto
from cuentas.services import exigir_sin_suspension
from servicios.acceso import exigir
from servicios.models import Usuario
from servicios.permissions import Permiso


@transaction.atomic
def preparar_convocatoria(
    *, actividad: Actividad, mensaje: str, por: Usuario | None
) -> Convocatoria:
    """Write the text of a call to an announced activity, or change the one in preparation.

    Raises:
        ErrorDominio: the activity is not announced.
    """
    if not actividad.vigente:
        raise ErrorDominio(
            "Solo se convoca a una actividad programada. Prográmela primero en su página."
        )
    convocatoria = (
        Convocatoria.objects.select_for_update()
        .filter(actividad=actividad, estado=Convocatoria.Estado.BORRADOR)
        .first()
    )
    if convocatoria is None:
        convocatoria = Convocatoria.objects.create(actividad=actividad, mensaje=mensaje)
        anotar(convocatoria, "preparar_convocatoria", por=por)
    else:
        convocatoria.mensaje = mensaje
        convocatoria.save(update_fields=["mensaje"])
    return convocatoria


@transaction.atomic
def descartar_convocatoria(*, convocatoria: Convocatoria, por: Usuario | None) -> None:
    """Give up a call that was not sent.

    Raises:
        TransicionInvalida: it was sent.
    """
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
        ErrorDominio: without a reason, or the call was already sent.
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
def enviar_convocatoria(
    *,
    convocatoria: Convocatoria,
    contactos: Iterable[Contacto],
    por: Usuario,
    motivo_tardanza: str = "",
) -> Convocatoria:
    """Invite those contacts: one participant, one key and one mail each. Sent again, does nothing.

    Raises:
        ReglaIncumplida: without date, hour or place (R11, R31), virtual process (R4), report
            (R32, R134), organisations (R29) or plurality (R37, R132); or with fewer days than
            the norm asks and no reason recorded (R133, fuente 000).
        SinPermiso: a reason was given by somebody who may not excuse the delay.
        ErrorDominio: the activity was moved or called off meanwhile, or its hour is past.
    """
    convocatoria = (
        Convocatoria.objects.select_for_update(of=("self",))
        .select_related("actividad__cuenta__norma", "actividad__cuenta__servicio__comuna",
                        "actividad__comuna", "servicio")
        .get(pk=convocatoria.pk)
    )  # fmt: skip
    if convocatoria.estado == Convocatoria.Estado.ENVIADA:
        return convocatoria
    exigir_sin_suspension(convocatoria.actividad.cuenta)
    actividad = convocatoria.actividad
    invitados = [contacto for contacto in contactos if contacto.correo]
    hechos, informe = selectors.hechos_de_envio(convocatoria, invitados)
    hoy = hoy_en(actividad)
    exigir_reglas(reglas.PARA_ENVIAR, hechos, hoy)
    _exigir_vigente(actividad)
    tardia = reglas.R133.evaluar(hechos, hoy).veredicto is Veredicto.NO_CUMPLE
    if tardia:
        _exigir_motivo(convocatoria, hechos, hoy, motivo_tardanza, por)
    move(
        convocatoria,
        Convocatoria.Estado.ENVIADA,
        accion="enviar_convocatoria",
        por=por,
        datos={"invitaciones": len(invitados), "tardia": tardia},
        informe=informe,
        enviada_en=reloj.ahora(),
        dias_anticipacion=(hechos.fecha - hoy).days if hechos.fecha else 0,
        tardia=tardia,
    )
    _invitar(convocatoria, invitados, por)
    if actividad.estado == Actividad.Estado.PROGRAMADA:
        move(actividad, Actividad.Estado.CONVOCADA, accion="convocar", por=por)
    return convocatoria


def _exigir_vigente(actividad: Actividad) -> None:
    if not actividad.vigente:
        raise ErrorDominio(
            f"La actividad está {actividad.get_estado_display()}: prográmela antes de convocar."
        )
    if actividad.inicio is None or actividad.inicio <= reloj.ahora():
        raise ErrorDominio("La actividad ya comenzó o ya pasó: no se puede invitar a ella.")


def _exigir_motivo(
    convocatoria: Convocatoria, hechos: reglas.Hechos, hoy: date, motivo: str, por: Usuario
) -> None:
    if motivo.strip():
        autorizar_tardanza(convocatoria=convocatoria, motivo=motivo, por=por)
    if not (convocatoria.motivo_tardanza and convocatoria.tardanza_autorizada_por_id):
        resultado = reglas.R133.evaluar(hechos, hoy)
        raise ReglaIncumplida(
            f"{resultado.mensaje} ({reglas.R133.cita})", [(reglas.R133, resultado)]
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
