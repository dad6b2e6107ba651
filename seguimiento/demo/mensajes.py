"""What people write and ask, and what the service answers. Sentences of our own."""

from dataclasses import dataclass
from enum import StrEnum

from seguimiento.demo.renca import DEL_ENCUENTRO, MESAS


class Destino(StrEnum):
    """What becomes of a message."""

    RESPONDER = "responder"
    DERIVAR = "derivar"
    FUERA = "fuera"


@dataclass(frozen=True)
class Escrito:
    """A message of the public form or by hand, `dia` days from the activity, and its fate.

    `repite`: the same person as that many messages before. `publico`: its version for publishing.
    `canal`: by where it came, of what the staff types. `capitulo`: the part of the report that it
    points at. `con_foto`: with a picture. `suma`: it joins what is published of the year before.
    `retira_nombre`: the person thinks better of showing their name.
    """

    dia: int
    tipo: str
    mensaje: str
    respuesta: str
    medio: str = "correo"
    destino: Destino = Destino.RESPONDER
    organo: str = ""
    publica_nombre: bool = False
    repite: int = 0
    publico: str = ""
    canal: str = "papel"
    capitulo: str = ""
    con_foto: bool = False
    suma: bool = False
    retira_nombre: bool = False


#: What came by internet to the main account, in the order in which it came.
VIRTUALES = (
    Escrito(-20, "pregunta", "¿Dónde puedo leer el informe completo antes de la jornada?",
            "En la página de la cuenta, por capítulos y en PDF. También hay copias en la oficina.",
            publica_nombre=True),
    Escrito(-18, "opinion", "Me parece bien que se cuente qué no se cumplió y por qué.",
            "Gracias. Mantendremos esa sección en todas las cuentas."),
    Escrito(-17, "pregunta", "¿Cuántas luminarias faltan por cambiar en el sector sur?",
            "Faltan 13 de los 40 pasajes. El recambio termina en el primer semestre.",
            medio="telefono"),
    Escrito(-15, "comentario", "Felicito a la escuela de dirigentes: aprendimos a postular.",
            "Le contaremos su comentario al equipo de la escuela. Este año hay dos ciclos nuevos."),
    Escrito(-15, "pregunta", "¿La escuela de dirigentes recibe a personas sin organización?",
            "Sí. Basta inscribirse; hay diez cupos por ciclo a título personal.", repite=1),
    Escrito(-12, "pregunta",
            "¿Por qué mi hospital demora tanto en dar hora con especialista?",
            "La atención de especialistas depende del servicio de salud, que le responderá.",
            destino=Destino.DERIVAR, organo="Servicio de Salud Metropolitano Norte"),
    Escrito(-9, "opinion", "Las reuniones deberían alternar entre la mañana y la tarde.",
            "De acuerdo: desde ahora una de cada dos será después de las 18 horas.",
            publica_nombre=True, retira_nombre=True),
    Escrito(-6, "pregunta", "¿Habrá intérprete de lengua de señas el día de la jornada?",
            "Sí, durante toda la jornada, y los talleres tendrán apoyo si alguien lo pide."),
    Escrito(-3, "pregunta",
            "Quiero saber en qué quedó mi postulación al fondo. Llámenme al 9 7000 1234.",
            "Los resultados y puntajes de todas las postulaciones están publicados con las bases.",
            publico="Quiero saber en qué quedó mi postulación al fondo."),
    Escrito(2, "comentario", "No pude ir. Ojalá se publique lo que dijeron los grupos.",
            "Este documento reúne todo lo que se dijo en los talleres y en el plenario."),
    Escrito(5, "pregunta", "¿Los compromisos que se acojan tendrán fecha?",
            "Sí. Cada propuesta acogida lleva su plazo y su responsable en este documento.",
            medio="carta"),
    Escrito(8, "comentario", "Mi vecino tiene un juicio con su arrendador. Ayúdenlo, por favor.",
            "Los conflictos entre particulares no son competencia de este servicio. La "
            "Corporación de Asistencia Judicial atiende gratis.", destino=Destino.FUERA),
    Escrito(11, "opinion", "El formulario fue fácil de usar desde el teléfono.",
            "Gracias por contarnos."),
    Escrito(13, "pregunta", "¿Cuándo será la próxima reunión abierta en el sector norte?",
            "El segundo sábado del mes que viene, en la sede Las Higueras.", repite=2),
)  # fmt: skip

#: What came on a printed sheet, and by telephone.
EN_PAPEL = (
    Escrito(4, "opinion", "La oficina debería atender también un sábado al mes.",
            "Se acordó abrir el primer sábado de cada mes, en la mañana.", medio="carta"),
    Escrito(10, "pregunta", "¿Se puede pedir el informe en letra grande?",
            "Sí. Lo imprimimos en letra grande en la misma oficina, sin costo.",
            medio="telefono", canal="telefono"),
)  # fmt: skip

#: What is arriving to the account that is open.
ABIERTOS = (
    Escrito(-19, "pregunta", "¿En qué va la mesa de seguridad que se comprometió el año pasado?",
            ""),
    Escrito(-18, "opinion", "Las actas del concejo ahora salen a tiempo. Se agradece.", ""),
    Escrito(-17, "pregunta", "¿Ya hay encargada de pueblos originarios?", "", publica_nombre=True),
    Escrito(-17, "propuesta", "Que el boletín traiga una página hecha por estudiantes.", ""),
    Escrito(-16, "pregunta", "¿Por qué la plaza Los Ciruelos sigue sin cierre?", "",
            medio="telefono", con_foto=True),
    Escrito(-16, "comentario", "El taller de la tarde quedó muy lejos del paradero.", ""),
    Escrito(-15, "pregunta", "¿Cuánto se gastó en las rondas de personas mayores?", "", repite=1,
            capitulo="presupuesto"),
    Escrito(-15, "opinion", "El resumen de una página del presupuesto se entiende bien.", ""),
    Escrito(-14, "pregunta", "¿Habrá intérprete de lengua de señas en la jornada de este año?", "",
            suma=True),
)  # fmt: skip


@dataclass(frozen=True)
class Tema:
    """One of the five groups of proposals: its title, what it gathers and what is decided."""

    titulo: str
    propuestas: tuple[str, ...]
    decision: str
    respuesta: str
    fundamento: str
    unidad: str


def _prioridades(*puestos: tuple[int, int]) -> tuple[str, ...]:
    """The priorities of the workshops, by number of workshop and of priority."""
    return tuple(MESAS[taller - 1].prioridades[orden - 1] for taller, orden in puestos)


TEMAS = (
    Tema(
        "Presupuesto y fondos a la vista",
        (*_prioridades((1, 1), (1, 2), (6, 1), (7, 1)), DEL_ENCUENTRO[0]),
        "no_acogida",
        "Publicaremos el resumen de una página que ya existe, pero este año no se abrirá un "
        "proceso nuevo para definir los fondos.",
        "Cambiar las bases exige modificar el reglamento del fondo, y el concurso del año ya está "
        "convocado. Se volverá a analizar antes del próximo.",
        "Administración y Finanzas",
    ),
    Tema(
        "Consejo ciudadano de seguridad",
        _prioridades((2, 1), (2, 2), (6, 2), (8, 1), (8, 2)),
        "acogida",
        "Se crea un consejo con dirigentes, comités de seguridad, el servicio y las policías. Se "
        "reúne cada mes, publica su acta y responde por escrito cada caso.",
        "Fue lo más mencionado, y es viable técnica y presupuestariamente con el programa actual.",
        "Unidad de Barrios",
    ),
    Tema(
        "Concejo abierto a la comunidad",
        (*_prioridades((3, 1), (3, 2)), DEL_ENCUENTRO[1]),
        "acogida",
        "La tabla se anunciará una semana antes, habrá una sesión mensual en una sede vecinal y "
        "las actas se publicarán en línea, con preguntas del público.",
        "Es viable y no necesita recursos nuevos; el concejo aprobó el cambio de su reglamento.",
        "Gabinete",
    ),
    Tema(
        "Diálogo formal con los pueblos originarios",
        _prioridades((4, 1), (4, 2)),
        "acogida",
        "Se forma una mesa permanente con las organizaciones, con o sin personalidad jurídica. Su "
        "primera tarea es acordar un plan de trabajo y un lugar para ceremonias.",
        "Aporta inclusión y diversidad, y hoy no existe una relación estable.",
        "Inclusión y Género",
    ),
    Tema(
        "Plazas y espacios del barrio",
        _prioridades((5, 1), (5, 2), (7, 2)),
        "no_acogida",
        "Este año se mantiene el programa de áreas verdes como está. El calendario de mantención "
        "se publicará igualmente.",
        "El contrato de mantención vence el próximo año y no admite cambios antes; ampliar el "
        "horario de las canchas no tiene financiamiento.",
        "Espacios Públicos",
    ),
)  # fmt: skip

#: Asked in the plenary after each workshop, and the answer given there ("" if it stayed pending).
PLENARIO = (
    ("¿El resumen del presupuesto se puede pedir por correo?", "Sí, desde mañana mismo."),
    ("¿El consejo de seguridad tendrá poder para decidir?", ""),
    ("¿Quién toma el acta cuando se sesiona en una sede?", "La misma secretaría del concejo."),
    ("¿La mesa recibirá a las familias que no están en una asociación?", ""),
    ("¿Qué pasa si la empresa no riega la plaza?", "Se le aplica la multa que fija el contrato."),
    ("¿El boletín llegará también a los departamentos?", ""),
    ("¿Desde qué edad se puede postular al fondo?", "Desde los 14 años, con una persona adulta."),
    ("¿Las rondas incluirán los fines de semana?", ""),
)
#: What is answered later to the questions that stayed pending.
PENDIENTES = {
    "¿El consejo de seguridad tendrá poder para decidir?":
        "Decide su plan de trabajo; las medidas policiales las decide cada institución.",
    "¿La mesa recibirá a las familias que no están en una asociación?":
        "Sí. Las sesiones son abiertas y cualquier familia puede pedir la palabra.",
    "¿El boletín llegará también a los departamentos?":
        "Sí, por medio de las administraciones de cada edificio.",
    "¿Las rondas incluirán los fines de semana?":
        "Sí, los sábados. El domingo quedará el llamado telefónico.",
}  # fmt: skip

#: Every message and the answer that it gets on its own.
RESPUESTAS = (
    {texto: respuesta for mesa in MESAS for _, texto, respuesta in mesa.dichos}
    | {escrito.mensaje: escrito.respuesta for escrito in (*VIRTUALES, *EN_PAPEL)}
    | PENDIENTES
)
PRESENTACION = """\
El informe se discutió con **{personas} personas** en {talleres} talleres. Recibimos además \
mensajes por internet, en papel y de un encuentro que organizó un colectivo juvenil.

Las {propuestas} propuestas se ordenaron en cinco temas, según cuántas veces se mencionaron, su \
relación con la participación y la transparencia, y su aporte a la inclusión. Se acogieron tres."""
