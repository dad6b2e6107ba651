"""People whom nobody invited: they enrol by themselves, or by telephone with somebody's help."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.texto import en_una_linea, plegar, plegar_nombre
from comun.transitions import anotar
from convocatorias import emails
from convocatorias.models import Actividad, Organizacion, Participante, Tema
from convocatorias.services.apoyos import Apoyos, guardar_apoyos
from convocatorias.services.directorio import telefono_normal
from convocatorias.services.espera import bloquear_actividad, enlace_nuevo, lugar_para
from convocatorias.services.respuesta import exigir_acompanantes, poner_preferencias
from servicios.models import Usuario

Asistencia = Participante.Asistencia
Origen = Participante.Origen


@dataclass(frozen=True)
class Inscripcion:
    """Who is enrolled, and the key of their page: only for whoever sent this form."""

    participante: Participante
    clave: str = ""


@dataclass(frozen=True)
class _Persona:
    nombres: str
    apellidos: str
    plegado: str
    organizacion_nombre: str
    correo: str
    telefono: str


@transaction.atomic
def inscribirse(
    *,
    actividad: Actividad,
    nombres: str,
    apellidos: str,
    organizacion_nombre: str = "",
    correo: str = "",
    telefono: str = "",
    acompanantes: int = 0,
    temas: Sequence[Tema] = (),
    apoyos: Apoyos | None = None,
    nonce: str,
    por: Usuario | None = None,
) -> Inscripcion:
    """A person says that they will come: with a seat, or in the waiting list when all are taken.

    With an address they receive an acknowledgement and a private link. The same form twice, or
    the same name and contact again, is one participant; who only knows those is given no key.

    Raises:
        ErrorDominio: the activity is not announced or already began, there is no contact, too
            many companions, or needs without consent.
    """
    actividad = bloquear_actividad(actividad.pk)
    _exigir_inscripciones_abiertas(actividad)
    exigir_acompanantes(acompanantes)
    persona = _persona(nombres, apellidos, organizacion_nombre, correo, telefono)
    conocida = _conocida(actividad, nonce, persona)
    if conocida is not None:
        return _de_nuevo(conocida, nonce, por)
    participante = _nueva(actividad, persona, acompanantes, nonce)
    poner_preferencias(participante, temas)
    if apoyos:
        guardar_apoyos(participante, apoyos)
    return _acusar(participante, por)


def _exigir_inscripciones_abiertas(actividad: Actividad) -> None:
    if not actividad.vigente:
        raise ErrorDominio("Las inscripciones a esta actividad están cerradas.")
    if actividad.inicio is not None and actividad.inicio <= reloj.ahora():
        raise ErrorDominio(
            "La actividad ya comenzó. Puede llegar igual: la inscripción se hace en la entrada."
        )


def _persona(
    nombres: str, apellidos: str, organizacion_nombre: str, correo: str, telefono: str
) -> _Persona:
    correo, telefono = correo.strip().lower(), telefono_normal(telefono)
    if not (correo or telefono):
        raise ErrorDominio("Escriba un correo o un teléfono para poder comunicarnos con usted.")
    return _Persona(
        en_una_linea(nombres),
        en_una_linea(apellidos),
        plegar_nombre(f"{nombres} {apellidos}"),
        en_una_linea(organizacion_nombre),
        correo,
        telefono,
    )


def _conocida(actividad: Actividad, nonce: str, persona: _Persona) -> Participante | None:
    filas = Participante.objects.filter(actividad=actividad, nombre_plegado=persona.plegado)
    contacto = {"correo": persona.correo} if persona.correo else {"telefono": persona.telefono}
    fila = filas.filter(nonce=nonce).first() or filas.filter(**contacto).first()
    if fila is not None:
        fila.actividad = actividad
    return fila


def _de_nuevo(participante: Participante, nonce: str, por: Usuario | None) -> Inscripcion:
    """Somebody who was in the list: who had declined comes after all, and the rest stays."""
    if participante.asistencia in (Asistencia.NO_ASISTE, Asistencia.SIN_RESPUESTA):
        lugar: str = Asistencia.ASISTE
        if participante.origen == Origen.INSCRITO:
            lugar = lugar_para(participante.actividad, 1)
        participante.asistencia, participante.respondio_en = lugar, reloj.ahora()
        participante.save(update_fields=["asistencia", "respondio_en"])
        return Inscripcion(_acusar(participante, por).participante)
    # The nonce is only known to the page that was filled in: its owner may have the link again.
    es_el_mismo_formulario = participante.nonce == nonce
    return Inscripcion(participante, enlace_nuevo(participante) if es_el_mismo_formulario else "")


def _nueva(actividad: Actividad, persona: _Persona, acompanantes: int, nonce: str) -> Participante:
    organizacion = Organizacion.objects.vigentes().filter(
        nombre_plegado=plegar(persona.organizacion_nombre)
    )
    participante = Participante(
        actividad=actividad,
        nombres=persona.nombres,
        apellidos=persona.apellidos,
        nombre_plegado=persona.plegado,
        organizacion=organizacion.first(),
        organizacion_nombre=persona.organizacion_nombre,
        correo=persona.correo,
        telefono=persona.telefono,
        acompanantes=acompanantes,
        origen=Origen.INSCRITO,
        asistencia=lugar_para(actividad, 1 + acompanantes),
        respondio_en=reloj.ahora(),
        nonce=nonce,
    )
    try:
        with transaction.atomic():
            participante.save()
    except IntegrityError:
        return Participante.objects.get(
            actividad=actividad, nonce=nonce, nombre_plegado=persona.plegado
        )
    return participante


def _acusar(participante: Participante, por: Usuario | None) -> Inscripcion:
    anotar(
        participante,
        "inscribirse",
        por=por,
        hasta=participante.asistencia,
        datos={"actividad": participante.actividad_id},
    )
    clave = enlace_nuevo(participante)
    if participante.correo:
        emails.inscripcion(participante, clave)
    return Inscripcion(participante, clave)
