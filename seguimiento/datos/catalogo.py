"""The tables of open data, declared. What stands here is what is published, and nothing else."""

from convocatorias.models import Actividad
from cuentas.models import CuentaPublica
from respuestas.documents import SECCIONES
from respuestas.models import Consulta, Respuesta
from seguimiento.datos import filas
from seguimiento.datos.columnas import Columna, Tabla
from servicios.models import Servicio

LICENCIA = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal, dominio público",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/deed.es",
}


def _codigos(opciones: list) -> dict[str, str]:
    return {str(codigo): str(nombre) for codigo, nombre in opciones}


_ESTADOS_PUBLICOS = ("abierta", "cerrada")
_DESTINOS = {str(clave): titulo for clave, titulo in SECCIONES.items()}
_FOLIO = r"^\d{4}-\d{4,}$"


def _id(de_que: str, ejemplo: str) -> Columna:
    return Columna(
        "id", "Identificador", f"Nombra {de_que} y no se repite: {ejemplo}.", requerida=True
    )


_DE_LA_CUENTA = (
    Columna("cuenta", "Cuenta pública", "Identificador de su cuenta pública.", requerida=True),
    Columna("servicio", "Servicio", "Identificador del servicio público.", requerida=True),
    Columna(
        "anio",
        "Año de gestión",
        "El año del que se rinde cuenta.",
        tipo="integer",
        requerida=True,
        minimo=2011,
    ),
)


def _lugar(de_que: str, *, requerida: bool) -> tuple[Columna, ...]:
    return (
        Columna(
            "comuna_codigo",
            "Código de la comuna",
            f"Código Único Territorial de la comuna {de_que}, con cinco cifras.",
            requerida=requerida,
            patron=r"^\d{5}$",
        ),
        Columna("comuna", "Comuna", f"Nombre de la comuna {de_que}.", requerida=requerida),
        Columna(
            "region_codigo",
            "Código de la región",
            f"Código Único Territorial de la región {de_que}, con dos cifras.",
            requerida=requerida,
            patron=r"^\d{2}$",
        ),
        Columna("region", "Región", f"Nombre de la región {de_que}.", requerida=requerida),
    )


_AMBITO = Columna(
    "ambito",
    "Ámbito",
    "Si es de todo el país o de una región.",
    requerida=True,
    valores=_codigos(Servicio.Ambito.choices),
)


def _instante(nombre: str, titulo: str, descripcion: str, *, requerida: bool = False) -> Columna:
    return Columna(nombre, titulo, descripcion, "datetime", requerida=requerida)


def _pagina(de_que: str) -> Columna:
    return Columna("pagina", "Página", f"Dirección de la página {de_que}.", "uri", requerida=True)


#: A service is asked for through the API; it has no file of its own.
SERVICIOS = (
    _id("al servicio", "riberas"),
    Columna("nombre", "Nombre", "Nombre del servicio público.", requerida=True),
    Columna("nombre_corto", "Nombre corto", "Como se le llama.", requerida=True),
    _AMBITO,
    *_lugar("de su sede", requerida=True),
    Columna("correo", "Correo", "Correo de contacto de la institución."),
    Columna("telefono", "Teléfono", "Teléfono de contacto de la institución."),
    Columna("horario", "Horario", "Cuándo atiende."),
    Columna("sitio_web", "Sitio web", "Sitio web de la institución.", "uri"),
)

CUENTAS = Tabla(
    nombre="cuentas",
    titulo="Cuentas públicas",
    singular="cuenta pública",
    descripcion="Las cuentas públicas que ha dado el servicio en este portal, una por año.",
    filas=filas.de_cuentas,
    orden=("id",),
    columnas=(
        _id("a la cuenta pública", "riberas.2026"),
        Columna("servicio", "Servicio", "Identificador del servicio público.", requerida=True),
        Columna("servicio_nombre", "Nombre del servicio", "Nombre del servicio.", requerida=True),
        *_lugar("de la sede del servicio", requerida=True),
        _DE_LA_CUENTA[2],
        Columna(
            "anio_ejercicio",
            "Año de ejercicio",
            "El año en que se realiza.",
            tipo="integer",
            requerida=True,
            minimo=2011,
        ),
        _AMBITO,
        Columna(
            "modalidad",
            "Modalidad",
            "Cómo se hace.",
            requerida=True,
            valores=_codigos(CuentaPublica.Modalidad.choices),
        ),
        Columna(
            "estado",
            "Estado",
            "Si está en curso o ya terminó.",
            requerida=True,
            valores={e: str(CuentaPublica.Estado(e).label) for e in _ESTADOS_PUBLICOS},
        ),
        Columna("norma", "Norma", "Norma de participación que la rige.", requerida=True),
        _instante("abierta_en", "Se abrió", "Cuándo se publicó su página."),
        _instante("cerrada_en", "Se cerró", "Cuándo terminó."),
        Columna(
            "participacion_desde",
            "Participación desde",
            "Primer día para participar por internet.",
            "date",
        ),
        Columna(
            "participacion_hasta",
            "Participación hasta",
            "Último día para participar por internet.",
            "date",
        ),
        _instante("informe_publicado_en", "Informe", "Cuándo se publicó el informe en vigor."),
        _instante(
            "respuestas_publicadas_en",
            "Respuestas",
            "Cuándo se publicaron las respuestas en vigor.",
        ),
        _pagina("de la cuenta pública"),
    ),
)

ACTIVIDADES = Tabla(
    nombre="actividades",
    titulo="Actividades",
    singular="actividad",
    descripcion="Las jornadas y los encuentros anunciados, con su día, su lugar y su estado.",
    filas=filas.de_actividades,
    orden=("actividad",),
    filtro="tipo",
    ajenas={"cuenta": "cuentas"},
    columnas=(
        _id("a la actividad", "riberas.2026.jornada"),
        *_DE_LA_CUENTA,
        Columna("actividad", "Dirección", "Última parte de su dirección.", requerida=True),
        Columna("nombre", "Nombre", "Nombre de la actividad.", requerida=True),
        Columna(
            "tipo",
            "Tipo",
            "De qué tipo es.",
            requerida=True,
            valores=_codigos(Actividad.Tipo.choices),
        ),
        Columna(
            "estado",
            "Estado",
            "Si sigue en pie.",
            requerida=True,
            valores=_codigos(Actividad.Estado.choices[1:]),
        ),
        Columna("motivo_estado", "Motivo", "Por qué se suspendió, se movió o se anuló."),
        Columna("descripcion", "Descripción", "Qué se hará."),
        _instante("inicio", "Comienza", "Día y hora en que comienza, con la hora del lugar."),
        _instante("termino", "Termina", "Día y hora en que termina, con la hora del lugar."),
        Columna("lugar", "Lugar", "Dónde es."),
        Columna("direccion", "Calle y número", "Calle y número del lugar."),
        *_lugar("de la actividad", requerida=False),
        Columna("accesibilidad", "Accesibilidad", "Condiciones de accesibilidad del lugar."),
        _pagina("de la actividad"),
    ),
)

CONSULTAS = Tabla(
    nombre="consultas",
    titulo="Consultas públicas",
    singular="consulta pública",
    descripcion=(
        "Lo que las personas preguntaron, opinaron o propusieron, como está en el documento de "
        "respuestas publicado. No trae nombres ni datos de contacto."
    ),
    filas=filas.de_consultas,
    orden=("numero",),
    tanda=1,
    filtro="tipo",
    ajenas={"cuenta": "cuentas", "respuesta": "respuestas"},
    del_documento=True,
    columnas=(
        _id("a la consulta", "riberas.2026.2027-0214"),
        *_DE_LA_CUENTA,
        Columna("folio", "Folio", "Año y número con que se cita.", requerida=True, patron=_FOLIO),
        Columna("numero", "Número", "Número del folio.", "integer", requerida=True, minimo=1),
        Columna("tipo", "Tipo", "Qué es.", valores=_codigos(Consulta.Tipo.choices)),
        Columna("canal", "Canal", "Cómo llegó.", valores=_codigos(Consulta.Canal.choices)),
        Columna("taller", "Taller", "Número del taller, si se dijo en uno.", "integer", minimo=1),
        Columna("recibida_el", "Recibida", "Día en que se recibió.", "date"),
        Columna("texto", "Texto", "Su versión pública.", requerida=True),
        Columna("quitado", "Qué se quitó", "Qué se quitó del texto, y por qué."),
        Columna("destino", "Destino", "Qué se hizo con ella.", requerida=True, valores=_DESTINOS),
        Columna("respuesta", "Respuesta", "Identificador de su respuesta.", requerida=True),
        Columna("suma_a", "Se suma a", "Folio de la pregunta a la que se sumó.", patron=_FOLIO),
        _pagina("donde se lee"),
    ),
)

RESPUESTAS = Tabla(
    nombre="respuestas",
    titulo="Respuestas",
    singular="respuesta",
    descripcion="Lo que el servicio respondió. Una respuesta puede ser para varias consultas.",
    filas=filas.de_respuestas,
    orden=("numero",),
    tanda=1,
    filtro="destino",
    ajenas={"cuenta": "cuentas"},
    del_documento=True,
    columnas=(
        _id("a la respuesta", "riberas.2026.214"),
        *_DE_LA_CUENTA,
        Columna(
            "numero",
            "Número",
            "Número de la primera consulta que responde.",
            "integer",
            requerida=True,
            minimo=1,
        ),
        Columna("destino", "Destino", "Qué se hizo.", requerida=True, valores=_DESTINOS),
        Columna("titulo", "Título", "De qué trata.", requerida=True),
        Columna(
            "consultas",
            "Consultas",
            "Cuántas consultas responde.",
            "integer",
            requerida=True,
            minimo=1,
        ),
        Columna("respuesta", "Respuesta", "Lo que se respondió."),
        Columna(
            "decision",
            "Decisión",
            "Qué se decidió, si era una propuesta.",
            valores=_codigos(Respuesta.Decision.choices),
        ),
        Columna("fundamento", "Fundamento", "Por qué se decidió así."),
        Columna("unidad", "Unidad", "Parte del servicio que responde."),
        Columna(
            "version", "Versión", "Versión del documento.", "integer", requerida=True, minimo=1
        ),
        _instante("publicada_en", "Publicada", "Cuándo se publicó esa versión.", requerida=True),
    ),
)

PLURALIDAD = Tabla(
    nombre="pluralidad",
    titulo="Organizaciones invitadas",
    singular="cifra de organizaciones invitadas",
    descripcion=(
        "Cuántas organizaciones de cada tipo se invitaron a cada actividad. Una cifra menor que "
        "cinco no se publica, ni un total que la deje deducir."
    ),
    filas=filas.de_pluralidad,
    orden=("actividad", "tipo"),
    filtro="tipo",
    ajenas={"cuenta": "cuentas", "actividad": "actividades"},
    columnas=(
        _id("a la cifra", "riberas.2026.jornada.mujeres"),
        *_DE_LA_CUENTA,
        Columna("actividad", "Actividad", "Identificador de la actividad.", requerida=True),
        Columna("tipo", "Código del tipo", "Tipo de organización.", requerida=True),
        Columna("tipo_nombre", "Tipo", "Nombre del tipo de organización.", requerida=True),
        Columna(
            "invitadas",
            "Invitadas",
            "Organizaciones invitadas de ese tipo. Vacía si son menos de cinco.",
            "integer",
            minimo=5,
        ),
        Columna(
            "menos_de_cinco",
            "Menos de cinco",
            "Si la cifra se oculta por ser menor que cinco.",
            "boolean",
            requerida=True,
        ),
        Columna(
            "invitadas_en_total",
            "Invitadas en total",
            "Organizaciones invitadas a la actividad. Vacía si dejaría deducir otra cifra.",
            "integer",
            minimo=5,
        ),
    ),
)

TABLAS = {t.nombre: t for t in (CUENTAS, ACTIVIDADES, CONSULTAS, RESPUESTAS, PLURALIDAD)}
