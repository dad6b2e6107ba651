"""A person whose words are nowhere else, planted in every table, and the search for them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from comun import archivos
from comun.campos import clave_nueva, hmac_de
from comun.texto import plegar
from convocatorias.models import (
    Actividad,
    Ajuste,
    Contacto,
    Encuentro,
    Enlace,
    Invitacion,
    Organizacion,
    Participante,
)
from convocatorias.services import indexar
from correos.models import Mensaje, Supresion
from cuentas.models import CuentaPublica
from jornadas.models import Ficha, Jornada, PreguntaPlenario, TurnoPlenario
from privacidad.models import SolicitudDerechos
from privacidad.privacidad import sujeto
from respuestas import documents
from respuestas.models import (
    AdjuntoConsulta,
    Consentimiento,
    Consulta,
    Consultante,
    InformeRespuestas,
    PublicacionRespuestas,
    Redaccion,
)
from respuestas.selectors import consultas_del_documento, hechos_del_plazo
from seguimiento.models import Suscripcion
from servicios.models import Servicio, Usuario
from talleres.models import Asignacion, Intervencion, Taller
from tests import mundo as m
from tests.privacidad import buscador

NOMBRES, APELLIDOS = "Zulemita", "Xantófila"
CORREO = "zulemita.xantofila@canario.example"
TELEFONO = "+56973194826"
DIRECCION = "Pasaje Ornitorrinco 7319"
RUN = "17319482-K"
PALABRA = "quetzalcoatlus"
PERSONA = {
    "nombres": NOMBRES,
    "apellidos": APELLIDOS,
    "correo": CORREO,
    "telefono": TELEFONO,
    "direccion": DIRECCION,
}
DICHO = f"Soy {NOMBRES} {APELLIDOS}, RUN {RUN}, fono {TELEFONO}: {PALABRA}."
#: Folded, and as little as names somebody: an index keeps the stems of words.
SENIAS = ("zulemi", "xantofi", "9731948", "ornitorrinco", "1731948", PALABRA)


def hay(valor: Any) -> str:
    """Where a canary is in anything, however it is spelled; "" where none is."""
    return buscador.hay(valor, SENIAS)


def _puede_decir(valor: Any) -> bool:
    """Dates, flags and small numbers name nobody."""
    return isinstance(valor, str | bytes | memoryview | dict | list) or (
        isinstance(valor, int) and valor > 999_999
    )


@dataclass(frozen=True)
class Celda:
    """A value of the database that may say something, read in every way."""

    columna: str
    lecturas: tuple[str, ...]


def filas() -> Iterator[Celda]:
    """Every column of every table: decrypted, and of every service."""
    for modelo in apps.get_models(include_auto_created=True):
        campos = [c for c in modelo._meta.concrete_fields if not c.is_relation]
        for fila in QuerySet(modelo).iterator(chunk_size=500):
            for campo in campos:
                if _puede_decir(valor := getattr(fila, campo.attname)):
                    yield Celda(f"{modelo._meta.label}.{campo.name}", _leido(valor))


def _leido(valor: Any) -> tuple[str, ...]:
    if isinstance(valor, str | bytes | int):
        return _leido_antes(valor)
    return tuple(buscador.lecturas(bytes(valor) if isinstance(valor, memoryview) else valor))


@lru_cache(maxsize=20_000)
def _leido_antes(valor: str | bytes | int) -> tuple[str, ...]:
    """Comunas, regions and permissions are the same each time that the base is searched."""
    return tuple(buscador.lecturas(valor))


def en_la_base() -> list[str]:
    """Every column of every table where a canary is."""
    return sorted({celda.columna for celda in filas() if buscador.entre(celda.lecturas, SENIAS)})


def en_crudo(*otras: str, solo: bool = False) -> list[str]:
    """Every column of every table, as whoever opens the database alone would read it.

    It looks for the canaries and for `otras`; only for these with `solo`.
    """
    halladas, senias = set(), otras if solo else SENIAS + otras
    with connection.cursor() as cursor:
        for tabla in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(tabla)}")
            columnas = [columna[0] for columna in cursor.description]
            for fila in cursor.fetchall():
                halladas |= {
                    f"{tabla}.{columna}"
                    for columna, valor in zip(columnas, fila, strict=True)
                    if _puede_decir(valor) and buscador.entre(_leido(valor), senias)
                }
    return sorted(halladas)


def plantar(servicio: Servicio, personas: dict[str, Usuario]) -> None:
    """In its scope, over what `tests.matriz.objetos.poblar` left: the person everywhere."""
    cuenta = CuentaPublica.objects.get(servicio=servicio)
    actividad = Actividad.objects.filter(cuenta=cuenta).first()
    assert actividad is not None
    contacto = _en_el_directorio(servicio)
    participante = _como_participante(actividad, contacto)
    _en_la_jornada(actividad, participante, personas)
    _con_un_mensaje(cuenta, personas)
    _con_correos(servicio)
    _con_avisos(servicio)
    _con_una_solicitud(servicio, personas["datos"])


def _en_el_directorio(servicio: Servicio) -> Contacto:
    organizacion = Organizacion.objects.filter(servicio=servicio, fusionada_en=None).first()
    assert organizacion is not None
    contacto = Contacto.objects.create(organizacion=organizacion, cargo=PALABRA, **PERSONA)
    indexar([organizacion.pk])
    return contacto


def _como_participante(actividad: Actividad, contacto: Contacto) -> Participante:
    participante = Participante.objects.create(
        actividad=actividad,
        contacto=contacto,
        origen="inscrito",
        nombre_plegado=plegar(f"{NOMBRES} {APELLIDOS}"),
        organizacion_nombre=f"Taller de {NOMBRES}",
        nonce="inscripcion-canaria",
        respondio_en=m.AHORA,
        **PERSONA,
    )
    Enlace.objects.create(participante=participante, clave_hash=clave_nueva()[1], creado_en=m.AHORA)
    Ajuste.objects.create(
        participante=participante,
        necesidades=json.dumps({"apoyos": [], "otro": DICHO}),
        consentimiento_version=1,
        consentimiento_hash="0" * 64,
        consentido_en=m.AHORA,
    )
    llamado = actividad.convocatorias.first()
    Invitacion.objects.create(
        convocatoria=llamado,
        participante=participante,
        canal=Invitacion.Canal.TELEFONO,
        clave_hash=clave_nueva()[1],
        clave=PALABRA,
        detalle=f"Atendió {NOMBRES}",
    )
    Encuentro.objects.create(
        actividad=m.crear_actividad(actividad.cuenta, slug="encuentro-vecinal"),
        organizacion_nombre="Vecinas",
        clave=PALABRA,
        clave_hash=clave_nueva()[1],
        clave_desde=m.AHORA,
        **PERSONA,
    )
    return participante


def _en_la_jornada(
    actividad: Actividad, participante: Participante, personas: dict[str, Usuario]
) -> None:
    jornada = Jornada.objects.get(actividad=actividad)
    Ficha.objects.create(
        jornada=jornada,
        participante=participante,
        tipo_documento="run",
        documento=RUN,
        documento_hmac=hmac_de(actividad.servicio_id, RUN),
        firma=f"firma de {PALABRA}".encode(),
        acreditada_en=m.AHORA,
        acreditada_por=personas["acreditadora"],
        nonce="ficha-canaria",
    )
    taller = Taller.objects.get(actividad=actividad)
    Asignacion.objects.create(taller=taller, participante=participante)
    como = {"participante": participante, "registrada_en": m.AHORA}
    Intervencion.objects.create(
        taller=taller,
        tipo="opinion",
        texto="Que se arregle el puente.",
        registrada_por=personas["secretaria"],
        nonce="intervencion-canaria",
        **como,
    )
    PreguntaPlenario.objects.create(
        turno=TurnoPlenario.objects.get(jornada=jornada),
        texto=DICHO,
        registrada_por=personas["secretaria"],
        nonce="p-77",
        **como,
    )


def _con_un_mensaje(cuenta: CuentaPublica, personas: dict[str, Usuario]) -> None:
    persona = Consultante.objects.create(
        cuenta=cuenta,
        medio="correo",
        nombre_plegado=plegar(f"{NOMBRES} {APELLIDOS}"),
        contacto_plegado=plegar(CORREO),
        run=RUN,
        run_hmac=hmac_de(cuenta.servicio_id, RUN),
        **PERSONA,
    )
    consulta = Consulta.objects.create(
        cuenta=cuenta,
        folio_anio=2026,
        folio_numero=77,
        canal="virtual",
        tipo="pregunta",
        mensaje=DICHO,
        organizacion=f"Junta {PALABRA}",
        recibida_en=m.AHORA,
        consultante=persona,
        estado="respondida",
        clave_hash=clave_nueva()[1],
        nonce="c-77",
        huella="a" * 64,
    )
    Redaccion.objects.create(
        consulta=consulta,
        texto="Pregunta por el puente.",
        motivo="Nombre y RUN",
        hecha_por=personas["sistematizadora"],
        hecha_en=m.AHORA,
    )
    AdjuntoConsulta.objects.create(
        consulta=consulta,
        clase="adjunto",
        tipo="image/png",
        tamano=9,
        contenido=DICHO.encode(),
        agregado_en=m.AHORA,
    )
    Consentimiento.objects.create(
        consultante=persona,
        consulta=consulta,
        clase="invitar",
        version=1,
        huella="b" * 64,
        canal="virtual",
        dado_en=m.AHORA,
    )
    publicar(cuenta, personas)


def publicar(cuenta: CuentaPublica, personas: dict[str, Usuario]) -> None:
    """Another version of the document, with what is answered until now."""
    informe = InformeRespuestas.objects.get(cuenta=cuenta)
    plazo = hechos_del_plazo(cuenta, m.HOY)
    consultas = consultas_del_documento(cuenta)
    version = informe.publicaciones.count() + 1
    PublicacionRespuestas.objects.create(
        informe=informe,
        version=version,
        publicada_en=m.AHORA,
        contenido=documents.contenido(informe, consultas, plazo, version=version, hoy=m.HOY),
        pdf=archivos.guardar(f"%PDF-1.7 respuestas {version}".encode(), "application/pdf"),
        redactada_por=personas["sistematizadora"],
        aprobada_por=personas["autoridad"],
    )


def _con_correos(servicio: Servicio) -> None:
    for estado, datos in (
        ("enviado", {"enviado_en": m.AHORA}),
        ("pendiente", {}),
        ("conciliado", {"enviado_en": m.AHORA, "evidencia": f"lo vio {NOMBRES}"}),
        ("rechazado", {"ultimo_texto": f"550 <{CORREO}> no existe"}),
    ):
        Mensaje.objects.create(
            servicio=servicio,
            tipo="acuse",
            clave=f"canario:{estado}",
            nombre=f"{NOMBRES} {APELLIDOS}",
            nombre_plegado=plegar(f"{NOMBRES} {APELLIDOS}"),
            para=CORREO,
            dominio="canario.example",
            asunto="Recibimos su mensaje",
            texto=DICHO,
            html=f"<p>{DICHO}</p>",
            message_id=f"<{estado}@canarios>",
            creado_en=m.AHORA,
            estado=estado,
            **datos,
        )
    Supresion.objects.create(
        servicio=servicio,
        direccion=CORREO,
        alcance="renunciables",
        origen="enlace",
        creada_en=m.AHORA,
    )


def _con_avisos(servicio: Servicio) -> None:
    Suscripcion.objects.create(
        servicio=servicio,
        correo=CORREO,
        alcance=Suscripcion.Alcance.SERVICIO,
        nonce="avisos-canarios",
        clave_hash=clave_nueva()[1],
        pedida_en=m.AHORA,
        confirmada_en=m.AHORA,
    )


def _con_una_solicitud(servicio: Servicio, por: Usuario) -> None:
    SolicitudDerechos.objects.create(
        servicio=servicio,
        folio_anio=2027,
        folio_numero=2,
        derecho="acceso",
        estado="acogida",
        nombre=f"{NOMBRES} {APELLIDOS}",
        correo=CORREO,
        correo_hmac=sujeto(servicio.pk, CORREO),
        detalle=DICHO,
        fundamento=DICHO,
        clave_hash=clave_nueva()[1],
        iniciada_en=m.AHORA,
        recibida_en=m.AHORA,
        vence_el=m.HOY,
        resuelta_en=m.AHORA,
        resuelta_por=por,
    )


def en(textos: Iterable[tuple[str, Any]]) -> list[str]:
    """Which of those, each with its name, has a canary."""
    return [nombre for nombre, texto in textos if hay(texto)]
