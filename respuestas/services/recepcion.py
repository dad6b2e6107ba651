"""How a contribution comes in: on paper, or from the day."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from comun import folios, reloj
from comun.campos import clave_derivada, hmac_de
from comun.contacto import contacto_plegado
from comun.reglas import exigir
from comun.texto import en_una_linea, plegar, plegar_nombre
from comun.transitions import anotar
from convocatorias.models import Encuentro, Participante
from cuentas.models import CuentaPublica
from jornadas.models import Jornada, PreguntaPlenario
from respuestas import reglas, selectors
from respuestas.models import Consulta, Consultante
from talleres.models import Acuerdo, Intervencion

#: What was said in a workshop becomes a contribution of this type.
TIPO_DE_INTERVENCION = {
    Intervencion.Tipo.OPINION: Consulta.Tipo.OPINION,
    Intervencion.Tipo.DESACUERDO: Consulta.Tipo.OPINION,
    Intervencion.Tipo.PREGUNTA: Consulta.Tipo.PREGUNTA,
    Intervencion.Tipo.PROPUESTA: Consulta.Tipo.PROPUESTA,
}


@dataclass(frozen=True)
class Datos:
    """Who writes and how to answer them. `medio` says which contact counts; to pick up, none."""

    nombres: str
    apellidos: str
    medio: str
    correo: str = ""
    telefono: str = ""
    direccion: str = ""
    run: str = ""


def clave_de_seguimiento(servicio_id: int, nonce: str) -> str:
    """The key of the private page: the same nonce gives the same one, and nobody can guess it."""
    return clave_derivada(servicio_id, "seguimiento", nonce)


@transaction.atomic
def recoger(*, jornada: Jornada, por: Any) -> int:
    """Collect what was said on the day as contributions, and say how many are new (R92, R94).

    Every intervention that stands, the priority agreements and the questions of the plenary,
    once each: running it again adds what was said since, or nothing.

    Raises:
        ReglaIncumplida: the day is not over (R94, fuente 000).
    """
    if jornada.estado != Jornada.Estado.CERRADA:
        hechos = reglas.HechosSistematizacion(antes_del_cierre=True)
        exigir((reglas.R94,), hechos, reloj.hoy(jornada.servicio.zona))
    Jornada.objects.select_for_update().get(pk=jornada.pk)
    cuenta = jornada.actividad.cuenta
    nuevas = _de_la_jornada(jornada)
    if nuevas:
        personas = _consultantes_de(cuenta, [c.persona for c in nuevas])
        numeros = folios.reservar(ambito(cuenta), cuenta.anio_gestion, len(nuevas))
        for dicha, numero in zip(nuevas, numeros, strict=True):
            dicha.consulta.cuenta = cuenta
            dicha.consulta.folio_anio = cuenta.anio_gestion
            dicha.consulta.folio_numero = numero
            dicha.consulta.consultante = personas.get(getattr(dicha.persona, "pk", None))
            dicha.consulta.ingresada_por = por
            dicha.consulta.mensaje_plegado = plegar(dicha.consulta.mensaje)
        Consulta.objects.bulk_create([dicha.consulta for dicha in nuevas], batch_size=500)
    anotar(jornada, "recoger", por=por, datos={"nuevas": len(nuevas)})
    return len(nuevas)


@dataclass
class _Dicha:
    """A contribution of the day still without folio, and who said it."""

    consulta: Consulta
    persona: Participante | None


def _de_la_jornada(jornada: Jornada) -> list[_Dicha]:
    dichas = [*_intervenciones(jornada), *_acuerdos(jornada), *_preguntas(jornada)]
    return sorted(dichas, key=lambda d: d.consulta.recibida_en)


def _intervenciones(jornada: Jornada) -> Iterable[_Dicha]:
    for dicha in selectors.intervenciones_por_recoger(jornada):
        yield _dicha(
            dicha,
            dicha.participante,
            canal=Consulta.Canal.TALLER,
            tipo=TIPO_DE_INTERVENCION[Intervencion.Tipo(dicha.tipo)],
            recibida_en=dicha.registrada_en,
            taller_id=dicha.taller_id,
            intervencion=dicha,
        )


def _acuerdos(jornada: Jornada) -> Iterable[_Dicha]:
    for acuerdo in selectors.acuerdos_por_recoger(jornada):
        yield _dicha(
            acuerdo,
            None,
            canal=Consulta.Canal.TALLER,
            tipo=Consulta.Tipo.PROPUESTA,
            recibida_en=acuerdo.registrado_en,
            taller_id=acuerdo.taller_id,
            acuerdo=acuerdo,
        )


def _preguntas(jornada: Jornada) -> Iterable[_Dicha]:
    for pregunta in selectors.preguntas_por_recoger(jornada):
        en_acto = bool(pregunta.respuesta)
        yield _dicha(
            pregunta,
            pregunta.participante,
            canal=Consulta.Canal.PLENARIO,
            tipo=Consulta.Tipo.PREGUNTA,
            recibida_en=pregunta.registrada_en,
            taller_id=pregunta.turno.taller_id,
            pregunta=pregunta,
            estado=Consulta.Estado.EN_ACTO if en_acto else Consulta.Estado.RECIBIDA,
            motivo_estado=pregunta.respuesta,
        )


def _dicha(
    origen: Intervencion | Acuerdo | PreguntaPlenario, persona: Participante | None, **campos: Any
) -> _Dicha:
    consulta = Consulta(mensaje=origen.texto, servicio_id=origen.servicio_id, **campos)
    return _Dicha(consulta, persona)


def _crear(cuenta: CuentaPublica, datos: Datos | None, **campos: Any) -> Consulta:
    consultante = None
    if datos is not None:
        consultante = guardar_consultantes([consultante_de(cuenta, datos)])[0]
    return Consulta.objects.create(
        cuenta=cuenta,
        consultante=consultante,
        folio_anio=cuenta.anio_gestion,
        folio_numero=folios.siguiente(ambito(cuenta), cuenta.anio_gestion),
        **campos,
    )


def ambito(cuenta: CuentaPublica) -> str:
    """The counter of the folios of its service."""
    return f"consulta:{cuenta.servicio_id}"


def consultante_de(cuenta: CuentaPublica, datos: Datos) -> Consultante:
    """The person, with the only contact they chose.

    Who comes for the answer leaves no contact: only their RUN tells them from a namesake.
    """
    run_hmac = hmac_de(cuenta.servicio_id, datos.run) if datos.run else None
    contacto: dict[str, str] = {
        Consultante.Medio.RETIRO: {},
        Consultante.Medio.CORREO: {"correo": datos.correo.strip().lower()},
        Consultante.Medio.TELEFONO: {"telefono": datos.telefono.strip()},
        Consultante.Medio.CARTA: {"direccion": en_una_linea(datos.direccion)},
    }[Consultante.Medio(datos.medio)]
    if not any(contacto.values()) and datos.medio != Consultante.Medio.RETIRO:
        hechos = reglas.HechosFormulario(virtuales=1, sin_contacto=1)
        exigir((reglas.R50,), hechos, reloj.hoy(cuenta.servicio.zona))
    return Consultante(
        cuenta=cuenta,
        servicio_id=cuenta.servicio_id,
        medio=datos.medio,
        nombres=en_una_linea(datos.nombres),
        apellidos=en_una_linea(datos.apellidos),
        nombre_plegado=plegar_nombre(f"{datos.nombres} {datos.apellidos}"),
        contacto_plegado=contacto_plegado(**contacto)
        or f"retiro {run_hmac or secrets.token_hex(16)}",
        run=datos.run,
        run_hmac=run_hmac,
        **contacto,
    )


def guardar_consultantes(personas: Sequence[Consultante]) -> list[Consultante]:
    """One statement: who is already there keeps their row (and gains the RUN, if given now)."""
    clave = ("cuenta", "nombre_plegado", "contacto_plegado")
    cambia = ("medio", "run", "run_hmac") if any(p.run for p in personas) else ("medio",)
    if len(personas) == 1:
        personas[0].insertar(clave=clave, cambia=cambia)
        return list(personas)
    return Consultante.objects.bulk_create(
        personas, update_conflicts=True, unique_fields=clave, update_fields=cambia
    )


def _consultantes_de(
    cuenta: CuentaPublica, participantes: Sequence[Participante | None]
) -> dict[int | None, Consultante]:
    """The person behind each participant with a contact, by participant."""
    por_clave: dict[tuple[str, str], Consultante] = {}
    clave_de: dict[int, tuple[str, str]] = {}
    for participante in participantes:
        datos = datos_de(participante)
        if participante is None or datos is None:
            continue
        persona = consultante_de(cuenta, datos)
        clave = (persona.nombre_plegado, persona.contacto_plegado)
        por_clave.setdefault(clave, persona)
        clave_de[participante.pk] = clave
    if por_clave:
        guardar_consultantes(list(por_clave.values()))
    return {pk: por_clave[clave] for pk, clave in clave_de.items()}


def datos_de(participante: Participante | Encuentro | None) -> Datos | None:
    """Who somebody is and the first means by which they can be answered; None without one."""
    if participante is None:
        return None
    medio = (
        Consultante.Medio.CORREO
        if participante.correo
        else Consultante.Medio.TELEFONO
        if participante.telefono
        else Consultante.Medio.CARTA
        if participante.direccion
        else None
    )
    if medio is None:
        return None
    return Datos(
        participante.nombres,
        participante.apellidos,
        medio,
        correo=participante.correo,
        telefono=participante.telefono,
        direccion=participante.direccion,
    )
