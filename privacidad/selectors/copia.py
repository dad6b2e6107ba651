"""What a service knows of one person: every row of the registry found by their address.

Only the exact address, only inside one service. Names of staff and of other people stay out.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import QuerySet

from comun.tratamiento import Titular
from convocatorias.catalogos import APOYOS
from convocatorias.models import Ajuste, Participante
from jornadas.models import Ficha
from privacidad.selectors.palabras import palabras_de
from privacidad.selectors.registro import REGISTRO
from respuestas.models import AdjuntoConsulta
from servicios.models import Servicio

#: Columns of who a person is, for the models that inherit `DatosPersona`.
PERSONA = ("nombres", "apellidos", "correo", "telefono", "direccion")
POR_MODELO = {tratamiento.modelo: tratamiento for tratamiento in REGISTRO}


@dataclass(frozen=True)
class Seccion:
    """One table of the copy: the name of its file, its title, its rows and its loose files."""

    nombre: str
    titulo: str
    filas: list[dict[str, str]]
    archivos: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def columnas(self) -> list[str]:
        return list(self.filas[0]) if self.filas else []


def _ninguna(objeto: Any) -> dict[str, Any]:
    return {}


def _sin_archivos(filas: list[Any]) -> list[tuple[str, bytes]]:
    return []


def _todas(filas: QuerySet, correo: str) -> QuerySet:
    return filas


@dataclass(frozen=True)
class Tabla:
    """How one model of the registry goes out.

    `columnas` are its own fields; `otras`, what is told of each row besides; `con`, what is read
    together; `solo` leaves out rows that an erasure reaches and that are not of this address.
    """

    modelo: str
    nombre: str
    titulo: str
    columnas: tuple[str, ...] = ()
    otras: Callable[[Any], dict[str, Any]] = _ninguna
    con: tuple[str, ...] = ()
    archivos: Callable[[list[Any]], list[tuple[str, bytes]]] = _sin_archivos
    solo: Callable[[QuerySet, str], QuerySet] = _todas


def _extension(tipo: str) -> str:
    return {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}.get(tipo, "bin")


def _adjuntos(filas: list[AdjuntoConsulta]) -> list[tuple[str, bytes]]:
    return [
        (f"{f.consulta.folio}-{f.clase}.{_extension(f.tipo)}", bytes(f.contenido))
        for f in filas
        if f.contenido
    ]


def _firmas(filas: list[Ficha]) -> list[tuple[str, bytes]]:
    return [(f"firma-{n}.png", bytes(f.firma)) for n, f in enumerate(filas, 1) if f.firma]


def _apoyos(fila: Ajuste) -> dict[str, Any]:
    dicho = json.loads(fila.necesidades)
    pedidos = [APOYOS.get(codigo, codigo) for codigo in dicho.get("apoyos", [])]
    return {
        "actividad": fila.participante.actividad.nombre,
        "apoyos": ", ".join(pedidos),
        "otro apoyo": dicho.get("otro", ""),
    }


def _su_actividad(fila: Any) -> dict[str, Any]:
    return {"actividad": fila.participante.actividad.nombre}


def _su_taller(fila: Any) -> dict[str, Any]:
    return {"taller": fila.taller.nombre}


#: In the order in which they are read. Each model that the registry exports is here: a test looks.
TABLAS = (
    Tabla(
        "respuestas.Consultante",
        "personas",
        "Quién es usted para el servicio",
        (*PERSONA, "medio", "run"),
    ),
    Tabla(
        "respuestas.Consulta",
        "mensajes",
        "Mensajes",
        (
            *("canal", "tipo", "mensaje", "recibida_en", "estado", "motivo_estado"),
            *("publica_nombre", "capitulo", "organizacion", "formato"),
        ),
        lambda c: {"folio": c.folio},
    ),
    Tabla(
        "respuestas.Redaccion",
        "versiones-publicas",
        "Cómo se publican sus mensajes",
        ("texto", "hecha_en"),
        lambda r: {"folio": r.consulta.folio},
        con=("consulta",),
    ),
    Tabla(
        "respuestas.AdjuntoConsulta",
        "adjuntos",
        "Archivos de sus mensajes",
        ("clase", "tipo", "tamano", "agregado_en"),
        lambda a: {"folio": a.consulta.folio},
        con=("consulta",),
        archivos=_adjuntos,
    ),
    Tabla(
        "respuestas.Consentimiento",
        "autorizaciones",
        "Lo que usted autorizó",
        ("clase", "version", "canal", "dado_en", "retirado_en"),
    ),
    Tabla(
        "convocatorias.Contacto",
        "directorio",
        "En el directorio de organizaciones",
        (*PERSONA, "cargo", "representante", "desde", "hasta"),
        lambda c: {"organización": c.organizacion.nombre},
        con=("organizacion",),
    ),
    Tabla(
        "convocatorias.Participante",
        "actividades",
        "Actividades",
        (*PERSONA, "organizacion_nombre", "origen", "asistencia", "respondio_en", "acompanantes"),
        lambda p: {"actividad": p.actividad.nombre},
        con=("actividad",),
        # Whoever took the place of the person on the list has another address.
        solo=lambda filas, correo: filas.filter(correo__iexact=correo),
    ),
    Tabla(
        "convocatorias.Ajuste",
        "apoyos",
        "Apoyos que pidió para participar",
        ("consentimiento_version", "consentido_en"),
        _apoyos,
        con=("participante__actividad",),
    ),
    Tabla(
        "convocatorias.Preferencia",
        "temas",
        "Temas que prefirió",
        ("orden",),
        lambda p: {"tema": p.tema.nombre, **_su_actividad(p)},
        con=("tema", "participante__actividad"),
    ),
    Tabla(
        "convocatorias.Invitacion",
        "invitaciones",
        "Invitaciones",
        ("clase", "canal", "creada_en", "hecha_en", "motivo"),
    ),
    Tabla(
        "convocatorias.Encuentro",
        "encuentros",
        "Encuentros que usted organiza",
        (*PERSONA, "organizacion_nombre", "cierra"),
    ),
    Tabla(
        "jornadas.Ficha",
        "asistencia",
        "Asistencia",
        (
            *("tipo_documento", "documento", "a_titulo_personal", "firma_en_papel"),
            *("motivo_sin_firma", "carpeta_entregada", "acreditada_en"),
        ),
        archivos=_firmas,
    ),
    Tabla("talleres.Asignacion", "talleres", "Talleres", otras=_su_taller, con=("taller",)),
    Tabla(
        "talleres.Intervencion",
        "lo-que-dijo",
        "Lo que dijo en un taller",
        ("tipo", "texto", "registrada_en", "anulada_en", "motivo_anulacion"),
        _su_taller,
        con=("taller",),
    ),
    Tabla(
        "jornadas.PreguntaPlenario",
        "plenario",
        "Lo que preguntó en el plenario",
        ("texto", "respuesta", "registrada_en"),
    ),
    Tabla(
        "correos.Mensaje",
        "correos",
        "Correos que le enviamos",
        ("tipo", "nombre", "para", "asunto", "estado", "creado_en", "enviado_en"),
        lambda m: {"texto": palabras_de(m)},
    ),
    Tabla(
        "correos.Supresion",
        "no-escribir",
        "Lo que pidió no recibir",
        ("alcance", "origen", "creada_en", "levantada_en"),
    ),
    Tabla(
        "seguimiento.Suscripcion",
        "avisos",
        "Avisos que pidió recibir",
        ("correo", "alcance", "capitulo", "pedida_en", "confirmada_en", "avisada_el"),
        lambda s: {"cuenta": s.cuenta.anio_gestion if s.cuenta else ""},
        con=("cuenta",),
    ),
    Tabla(
        "privacidad.SolicitudDerechos",
        "solicitudes",
        "Solicitudes sobre sus datos",
        (
            *("derecho", "estado", "nombre", "detalle", "recibida_en", "vence_el", "resuelta_en"),
            "fundamento",
        ),
        lambda s: {"folio": s.folio},
        # Whoever did not prove the address wrote somebody's name, and not the person's.
        solo=lambda filas, correo: filas.filter(recibida_en__isnull=False),
    ),
)


def secciones_de(servicio: Servicio, correo: str) -> list[Seccion]:
    """Every table with rows of that address in that service; an unknown address has none."""
    correo = correo.strip().lower()
    if not correo:
        return []
    # Without the documents that were shown with it: the address is all that was proved.
    titular = Titular(servicio.pk, correo)
    otras = _otras_personas(servicio, correo)
    partes = (_seccion(tabla, titular, otras, servicio.zona) for tabla in TABLAS)
    return [parte for parte in partes if parte.filas]


def _seccion(tabla: Tabla, titular: Titular, otras: set[str], zona: tzinfo) -> Seccion:
    buscar = POR_MODELO[tabla.modelo].titular
    assert buscar is not None  # noqa: S101 - a test looks at every table
    suyas = tabla.solo(buscar(titular), titular.correo).select_related(*tabla.con)
    filas = list(suyas.order_by("pk"))
    return Seccion(
        tabla.nombre,
        tabla.titulo,
        [_sin_otras(_fila(f, tabla, zona), otras) for f in filas],
        tabla.archivos(filas),
    )


def _otras_personas(servicio: Servicio, correo: str) -> set[str]:
    """Names of those in whose place the person went, or who went in theirs: mails tell them."""
    mias = Participante.objects.filter(servicio=servicio, correo__iexact=correo).values("pk")
    otras = Participante.objects.filter(servicio=servicio)
    cerca = otras.filter(delegado__in=mias) | otras.filter(en_lugar_de__in=mias)
    nombres = {p.nombre_completo for p in cerca.exclude(correo__iexact=correo)}
    return {nombre for nombre in nombres if nombre.strip()}


def _sin_otras(fila: dict[str, str], otras: set[str]) -> dict[str, str]:
    for nombre in otras:
        fila = {columna: valor.replace(nombre, "(otra persona)") for columna, valor in fila.items()}
    return fila


def _fila(objeto: Any, tabla: Tabla, zona: tzinfo) -> dict[str, str]:
    """The columns of a row in words, by the name that people read; choices by their label."""
    fila = {}
    for columna in tabla.columnas:
        campo = objeto._meta.get_field(columna)
        leer = getattr(objeto, f"get_{columna}_display", None)
        valor = leer() if leer and campo.choices else getattr(objeto, columna)
        fila[str(campo.verbose_name)] = en_palabras(valor, zona)
    otras = {nombre: en_palabras(valor, zona) for nombre, valor in tabla.otras(objeto).items()}
    return fila | otras


def en_palabras(valor: Any, zona: tzinfo) -> str:
    """A value as text: yes and no; dates in ISO 8601, at the time of the service's clock."""
    if valor is None:
        return ""
    if isinstance(valor, bool):
        return "sí" if valor else "no"
    if isinstance(valor, datetime):
        return valor.astimezone(zona).isoformat(timespec="seconds")
    return valor.isoformat() if isinstance(valor, date) else str(valor)
