"""The cast: every person here is invented, and every RUN is of a range not yet given to anybody."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from comun import rut
from comun.texto import plegar
from servicios.permissions import Rol

CLAVE = "demo"
#: Persons have RUNs below 30 million and companies from 50 million up: in between there is nobody.
PRIMER_RUN = 40_000_000


@dataclass(frozen=True)
class Funcionaria:
    """Somebody who works: user name, role, and what the team's page says of them."""

    usuario: str
    rol: str
    nombre: str
    cargo: str
    telefono: str = ""


#: The people of INTERFACES.md (and an auditor), all with the password of the demo.
TRANSVERSALES = (
    Funcionaria("admin", Rol.ADMINISTRACION, "Amanda Riquelme Toro", "Administra el portal"),
    Funcionaria("dos", Rol.ANALISTA_DOS, "Dominga Salas Vera", "Analista de la DOS"),
    Funcionaria("auditora", Rol.AUDITOR, "Aurora Pizarro Leal", "Auditoría interna"),
)
DEL_SERVICIO = (
    Funcionaria(
        "encargada",
        Rol.ENCARGADO,
        "Elena Marchant Rojas",
        "Encargada de Participación Ciudadana",
        "+56221234501",
    ),
    Funcionaria("equipo", Rol.EQUIPO, "Emilio Cárcamo Lillo", "Profesional de Participación"),
    Funcionaria("comunicaciones", Rol.COMUNICACIONES, "Camila Oyarce Pinto", "Comunicaciones"),
    Funcionaria("acreditadora", Rol.ACREDITADOR, "Alicia Donoso Neira", "Atención de público"),
    Funcionaria("facilitadora", Rol.FACILITADOR, "Flora Antilef Curín", "Gestora territorial"),
    Funcionaria("secretaria", Rol.SECRETARIO, "Sonia Bahamonde Ruiz", "Secretaría técnica"),
    Funcionaria(
        "sistematizadora", Rol.SISTEMATIZADOR, "Silvia Manquel Ortiz", "Analista de estudios"
    ),
    Funcionaria("unidad", Rol.UNIDAD, "Úrsula Gallegos Mena", "Unidad de Barrios"),
    Funcionaria("revisora", Rol.REVISOR, "Regina Fariña Soto", "Unidad Jurídica"),
    Funcionaria("autoridad", Rol.AUTORIDAD, "Aníbal Quiroga Sáez", "Director del Servicio"),
    Funcionaria("datos", Rol.ENCARGADO_DATOS, "Delia Inostroza Paz", "Protección de datos"),
)
DEL_OTRO = (
    Funcionaria(
        "encargada-otro",
        Rol.ENCARGADO,
        "Ester Villagra Cofré",
        "Encargada de Participación Ciudadana",
        "+56712234502",
    ),
    Funcionaria("equipo-otro", Rol.EQUIPO, "Efraín Lobos Tapia", "Profesional de Participación"),
)

NOMBRES = (
    "Rosa", "Hugo", "Marta", "Julio", "Ximena", "Óscar", "Gladys", "Rubén", "Teresa", "Víctor",
    "Nelly", "Sergio", "Paola", "Ramiro", "Inés", "Bernardo", "Yolanda", "Tomás", "Fresia", "Raúl",
    "Millaray", "Nahuel", "Rayén", "Lautaro", "Wilma", "Jean-Luc", "Yesenia", "Darío", "Olga",
    "Esteban", "Noemí", "Gastón", "Berta", "Iván", "Zunilda", "Abel", "Clara", "Mauricio", "Edith",
    "Leonel",
)  # fmt: skip
APELLIDOS = (
    "Mellado", "Carrasco", "Huenchumil", "Poblete", "Ñanco", "Arriagada", "Cifuentes", "Paillal",
    "Sepúlveda", "Muñoz", "Valdebenito", "Iturra", "Llancao", "Figueroa", "Bustos", "Garrido",
    "Catrileo", "Saavedra", "Urrutia", "Jara", "Pérez", "Dubois", "Quispe", "Mamani", "Rivas",
    "Vidal", "Tapia", "Moya", "Cárdenas", "Ulloa", "Espinoza", "Lagos", "Navarrete", "Ojeda",
    "Peña", "Soto", "Vergara", "Yáñez", "Alarcón", "Briones",
)  # fmt: skip


@dataclass(frozen=True)
class Vecina:
    """A person of the neighbourhood."""

    numero: int
    nombres: str
    apellidos: str

    @property
    def correo(self) -> str:
        local = plegar(f"{self.nombres}.{self.apellidos.split()[0]}").replace(" ", "")
        return f"{local}.{self.numero}@correo.example"

    @property
    def telefono(self) -> str:
        return f"+569{70_000_000 + self.numero}"

    @property
    def direccion(self) -> str:
        return f"Pasaje Los Inventados {100 + self.numero}, Renca"

    @property
    def run(self) -> str:
        cuerpo = PRIMER_RUN + 1_117 * self.numero
        return f"{cuerpo}-{rut.digito(cuerpo)}"

    def firma(self) -> bytes:
        """A scribble, as a finger leaves it on the screen."""
        trazo = Random(self.numero)
        imagen = Image.new("L", (300, 90), 255)
        puntos = [(x, 45 + trazo.randint(-32, 32)) for x in range(20, 280, 13)]
        ImageDraw.Draw(imagen).line(puntos, fill=30, width=3, joint="curve")
        salida = io.BytesIO()
        imagen.save(salida, "PNG")
        return salida.getvalue()


def vecinas(semilla: int) -> Iterator[Vecina]:
    """People without end, each one different, the same ones every time."""
    azar = Random(semilla)
    vistas: set[tuple[str, str]] = set()
    numero = 0
    while True:
        nombres = azar.choice(NOMBRES)
        apellidos = " ".join(azar.sample(APELLIDOS, 2))
        if (nombres, apellidos) not in vistas:
            vistas.add((nombres, apellidos))
            numero += 1
            yield Vecina(numero, nombres, apellidos)


def equipos_de_taller(cuantos: int) -> list[tuple[Funcionaria, Funcionaria]]:
    """Who facilitates and who records each workshop, after the two people of the demo."""
    gente = vecinas(8)
    return [
        (
            _de_taller(f"facilitadora-{n}", Rol.FACILITADOR, "Gestión territorial", next(gente)),
            _de_taller(f"secretaria-{n}", Rol.SECRETARIO, "Secretaría técnica", next(gente)),
        )
        for n in range(2, cuantos + 1)
    ]


def _de_taller(usuario: str, rol: str, cargo: str, persona: Vecina) -> Funcionaria:
    return Funcionaria(usuario, rol, f"{persona.nombres} {persona.apellidos}", cargo)
