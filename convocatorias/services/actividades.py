"""Use cases of an activity's plan: write it, announce it, move it, call it off; and enrol in it."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from comun import reloj
from comun.errores import ErrorDominio
from comun.plazos import HoraImposible, local
from comun.reglas import exigir
from comun.texto import en_una_linea, plegar, plegar_nombre
from comun.transitions import anotar, move
from convocatorias import emails, reglas, selectors
from convocatorias.models import Actividad, BloquePrograma, Organizacion, Participante
from convocatorias.services.directorio import telefono_normal
from convocatorias.services.programadas import detener_envio
from cuentas.models import CuentaPublica
from servicios.models import Comuna, Usuario

#: What stays as announced once people were called: moving is a use case of its own.
CUANDO_Y_DONDE = ("fecha", "hora_inicio", "hora_termino", "lugar", "direccion", "comuna")
#: While it is so, each change of the plan is asked for what announcing it was.
ANUNCIADAS = (Actividad.Estado.PROGRAMADA, Actividad.Estado.SUSPENDIDA)
#: What the page of a call says when its sending, which was scheduled, stops.
SE_MOVIO = "La actividad cambió de día, de hora o de lugar. Revise el texto y programe otro envío."
SE_SUSPENDIO = "La actividad se suspendió. Cuando tenga nueva fecha, programe otro envío."
SE_ANULO = "La actividad se anuló."


@transaction.atomic
def guardar_actividad(
    *,
    cuenta: CuentaPublica,
    por: Usuario | None,
    actividad: Actividad | None = None,
    programa: Sequence[tuple[str, int]] | None = None,
    **datos: Any,
) -> Actividad:
    """Create an activity of the account, or change the plan of the one given.

    `programa`: blocks as (name, minutes), in order; None leaves it as it is. A call scheduled for
    it goes back to preparation if when or where changes.

    Raises:
        ErrorDominio: it was called off; it was already called (then `mover` changes when and
            where); the end comes before the beginning; that day is past; or the clocks skip that
            hour or repeat it.
        ReglaIncumplida: it is announced and would lose its date, hour, place or comuna (R11), or
            go where another regional activity of the year is (R145).
    """
    nueva = actividad is None
    actividad = _como_esta(actividad, cuenta) if actividad else Actividad(cuenta=cuenta)
    if actividad.estado == Actividad.Estado.ANULADA:
        raise ErrorDominio("Esta actividad está anulada y ya no se puede cambiar.")
    se_mueve = not nueva and _cambia(actividad, datos, CUANDO_Y_DONDE)
    cambia_el_dia = nueva or _cambia(actividad, datos, ("fecha", "hora_inicio"))
    cambia_de_tipo = _cambia(actividad, datos, ("tipo",))
    if actividad.estado == Actividad.Estado.CONVOCADA and se_mueve:
        raise ErrorDominio(
            "Ya se convocó a esta actividad. Para cambiar la fecha, la hora o el lugar use "
            "«Mover la actividad», que le mostrará a quiénes hay que avisar."
        )
    for campo, valor in datos.items():
        setattr(actividad, campo, valor)
    if nueva:
        actividad.slug = _slug_libre(cuenta, actividad.nombre)
    _revisar_horas(actividad)
    if cambia_el_dia:
        _exigir_futura(actividad)
    # What was called keeps when and where, and its type says whether R145 looks at it.
    if actividad.estado in ANUNCIADAS or (actividad.vigente and cambia_de_tipo):
        _exigir_anunciable(actividad)
    actividad.save()
    if programa is not None:
        _guardar_programa(actividad, programa)
    if se_mueve:
        detener_envio(actividad=actividad, porque=SE_MOVIO, por=por)
    anotar(actividad, "crear_actividad" if nueva else "editar_actividad", por=por)
    return actividad


def _como_esta(actividad: Actividad, cuenta: CuentaPublica) -> Actividad:
    """As it is now: its call may have gone out by itself after the page was read."""
    con_llave = Actividad.objects.select_for_update(no_key=True)
    actividad.refresh_from_db(from_queryset=con_llave)
    actividad.cuenta = cuenta
    return actividad


def _cambia(actividad: Actividad, datos: dict[str, Any], campos: Iterable[str]) -> bool:
    return any(c in datos and datos[c] != getattr(actividad, c) for c in campos)


def _slug_libre(cuenta: CuentaPublica, nombre: str) -> str:
    base = slugify(nombre)[:50].strip("-") or "actividad"
    filas = Actividad.objects.filter(cuenta=cuenta, slug__startswith=base)
    ocupados = {"nueva", *filas.values_list("slug", flat=True)}
    if base not in ocupados:
        return base
    return next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in ocupados)


def _revisar_horas(actividad: Actividad) -> None:
    inicio, termino = actividad.hora_inicio, actividad.hora_termino
    if inicio and termino and termino <= inicio:
        raise ErrorDominio(
            "La hora de término debe ser posterior a la de inicio.", campo="hora_termino"
        )
    if not (actividad.fecha and actividad.comuna):
        return
    for campo, hora in (("hora_inicio", inicio), ("hora_termino", termino)):
        try:
            if hora is not None:
                local(actividad.fecha, hora, actividad.comuna.zona)
        except HoraImposible as error:
            raise ErrorDominio(str(error), campo) from None


def _exigir_anunciable(actividad: Actividad) -> None:
    """Its date, hour and place (R11), where no other regional activity of the year is (R145)."""
    if actividad.cuenta.es_regional and actividad.comuna_id:
        # The activity first, as whoever edits it does; then the comuna: of two services that
        # announce there at once, the second one sees the first.
        Actividad.objects.select_for_update(no_key=True).filter(pk=actividad.pk).first()
        Comuna.objects.select_for_update(no_key=True).get(pk=actividad.comuna_id)
    hechos = reglas.Hechos(
        es_regional=actividad.cuenta.es_regional,
        fecha=actividad.fecha,
        hora_inicio=actividad.hora_inicio,
        lugar=actividad.lugar,
        comuna=actividad.comuna.nombre if actividad.comuna else "",
        **selectors.en_su_comuna(actividad),
    )
    exigir(reglas.PARA_PROGRAMAR, hechos, reloj.hoy())


def _guardar_programa(actividad: Actividad, programa: Sequence[tuple[str, int]]) -> None:
    BloquePrograma.objects.filter(actividad=actividad).delete()
    BloquePrograma.objects.bulk_create(
        BloquePrograma(actividad=actividad, orden=orden, nombre=nombre, minutos=minutos)
        for orden, (nombre, minutos) in enumerate(programa, start=1)
    )


@transaction.atomic
def programar_actividad(*, actividad: Actividad, por: Usuario | None) -> None:
    """Announce the activity: it appears on the public page of the account.

    Raises:
        ReglaIncumplida: without date, hour, place or comuna (R11, fuente 000); or where another
            regional activity of the year is (R145, fuente 000).
        ErrorDominio: its day is past.
    """
    _como_esta(actividad, actividad.cuenta)
    _exigir_anunciable(actividad)
    _exigir_futura(actividad)
    move(actividad, Actividad.Estado.PROGRAMADA, accion="programar_actividad", por=por)


def _exigir_futura(actividad: Actividad) -> None:
    if actividad.inicio is None:
        paso = actividad.fecha is not None and actividad.fecha < reloj.hoy(actividad.zona)
    else:
        paso = actividad.inicio <= reloj.ahora()
    if paso:
        raise ErrorDominio(
            "La fecha y la hora ya pasaron. Elija una fecha por venir.", campo="fecha"
        )


@transaction.atomic
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
    por: Usuario | None,
) -> list[Participante]:
    """Change when or where an announced (or suspended) activity takes place.

    Returns who was invited to the former date: they must be called again. What the invited had
    answered is forgotten, because it was for another day; who enrolled stays enrolled.

    Raises:
        ErrorDominio: the new date is past, or the hours are wrong; or R145 (ReglaIncumplida).
        TransicionInvalida: the activity is a draft or was called off.
    """
    if actividad.estado not in (Actividad.Estado.CONVOCADA, Actividad.Estado.SUSPENDIDA):
        raise ErrorDominio(
            "Solo se mueve una actividad convocada o suspendida. Si aún no convoca, edítela."
        )
    datos: dict[str, Any] = {
        "fecha": fecha,
        "hora_inicio": hora_inicio,
        "hora_termino": hora_termino,
        "lugar": lugar,
        "direccion": direccion,
        "comuna": comuna,
    }
    antes = actividad.fecha
    for campo, valor in datos.items():
        setattr(actividad, campo, valor)
    _revisar_horas(actividad)
    _exigir_anunciable(actividad)
    _exigir_futura(actividad)
    move(
        actividad,
        Actividad.Estado.PROGRAMADA,
        accion="mover_actividad",
        por=por,
        datos={"antes": f"{antes:%Y-%m-%d}", "ahora": f"{fecha:%Y-%m-%d}"},
        motivo_estado=motivo,
        **datos,
    )
    detener_envio(actividad=actividad, porque=SE_MOVIO, por=por)
    return _olvidar_respuestas(actividad)


def _olvidar_respuestas(actividad: Actividad) -> list[Participante]:
    invitados = list(selectors.ya_invitados(actividad))
    Participante.objects.filter(pk__in=[p.pk for p in invitados]).update(
        asistencia=Participante.Asistencia.SIN_RESPUESTA, respondio_en=None
    )
    return invitados


@transaction.atomic
def suspender(*, actividad: Actividad, motivo: str, por: Usuario | None) -> None:
    """Put an announced activity off without a new date, with a public reason.

    Raises:
        ErrorDominio: without a reason.
        TransicionInvalida: it was not announced.
    """
    _exigir_motivo(motivo)
    move(
        actividad,
        Actividad.Estado.SUSPENDIDA,
        accion="suspender_actividad",
        por=por,
        motivo_estado=motivo.strip(),
    )
    detener_envio(actividad=actividad, porque=SE_SUSPENDIO, por=por)


@transaction.atomic
def anular(*, actividad: Actividad, motivo: str = "", por: Usuario | None) -> None:
    """Call the activity off for good; with a public reason, unless it was still a draft.

    Raises:
        ErrorDominio: without a reason.
        TransicionInvalida: it was called off before.
    """
    if actividad.estado == Actividad.Estado.BORRADOR:
        motivo = ""
    else:
        _exigir_motivo(motivo)
    move(
        actividad,
        Actividad.Estado.ANULADA,
        accion="anular_actividad",
        por=por,
        motivo_estado=motivo.strip(),
    )
    detener_envio(actividad=actividad, porque=SE_ANULO, por=por)


def _exigir_motivo(motivo: str) -> None:
    if not motivo.strip():
        raise ErrorDominio("Escriba el motivo. Lo verán todas las personas en la página pública.")


@transaction.atomic
def inscribirse(
    *,
    actividad: Actividad,
    nombres: str,
    apellidos: str,
    organizacion_nombre: str = "",
    correo: str = "",
    telefono: str = "",
    nonce: str,
) -> Participante:
    """A person says that they will come; with an address, they receive an acknowledgement.

    The same form twice, or the same name and contact again, is one participant.

    Raises:
        ErrorDominio: the activity is not announced or already began, or there is no contact.
    """
    _exigir_inscripciones_abiertas(actividad)
    correo, telefono = correo.strip().lower(), telefono_normal(telefono)
    if not (correo or telefono):
        raise ErrorDominio("Escriba un correo o un teléfono para poder comunicarnos con usted.")
    plegado = plegar_nombre(f"{nombres} {apellidos}")
    conocido = _conocido(actividad, nonce, plegado, correo, telefono)
    if conocido is not None:
        return _asistira(conocido)
    organizacion = Organizacion.objects.filter(nombre_plegado=plegar(organizacion_nombre)).first()
    participante = Participante(
        actividad=actividad,
        nombres=en_una_linea(nombres),
        apellidos=en_una_linea(apellidos),
        nombre_plegado=plegado,
        organizacion=organizacion,
        organizacion_nombre=en_una_linea(organizacion_nombre),
        correo=correo,
        telefono=telefono,
        origen=Participante.Origen.INSCRITO,
        asistencia=Participante.Asistencia.ASISTE,
        respondio_en=reloj.ahora(),
        nonce=nonce,
    )
    try:
        with transaction.atomic():
            participante.save()
    except IntegrityError:
        return Participante.objects.get(actividad=actividad, nonce=nonce, nombre_plegado=plegado)
    anotar(participante, "inscribirse", datos={"actividad": actividad.pk})
    emails.inscripcion(participante)
    return participante


def _exigir_inscripciones_abiertas(actividad: Actividad) -> None:
    if not actividad.vigente:
        raise ErrorDominio("Las inscripciones a esta actividad están cerradas.")
    if actividad.inicio is not None and actividad.inicio <= reloj.ahora():
        raise ErrorDominio(
            "La actividad ya comenzó. Puede llegar igual: la inscripción se hace en la entrada."
        )


def _conocido(
    actividad: Actividad, nonce: str, plegado: str, correo: str, telefono: str
) -> Participante | None:
    filas = Participante.objects.filter(actividad=actividad)
    mismo_contacto = {"correo": correo} if correo else {"telefono": telefono}
    return (
        filas.filter(nonce=nonce, nombre_plegado=plegado).first()
        or filas.filter(nombre_plegado=plegado, **mismo_contacto).first()
    )


def _asistira(participante: Participante) -> Participante:
    if participante.asistencia != Participante.Asistencia.ASISTE:
        participante.asistencia = Participante.Asistencia.ASISTE
        participante.respondio_en = reloj.ahora()
        participante.save(update_fields=["asistencia", "respondio_en"])
        anotar(participante, "inscribirse", datos={"actividad": participante.actividad_id})
    return participante
