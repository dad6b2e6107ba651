"""A directory as people keep it: fifty thousand rows, written by many hands."""

import random
from collections.abc import Iterator, Sequence

from comun.rut import digito
from convocatorias.documents import TITULOS_DIRECTORIO

CLASES = (
    ("Junta de Vecinos", "territorial"), ("JJ.VV.", "Territoriales"), ("Unión Comunal", "JJVV"),
    ("Club Deportivo", "funcional"), ("Club de Adulto Mayor", "Adulto mayor, funcional"),
    ("Agrupación de Mujeres", "De mujeres"), ("Centro Juvenil", "juvenil; funcional"),
    ("Comité de Agua Potable Rural", "Funcionales"), ("Asociación Indígena", "Pueblo originario"),
    ("Fundación", "interes publico"), ("Sindicato de Pescadores", "SINDICAL"),
    ("Taller Artístico", "cultural|voluntariado"), ("Comité Ambiental", "Medio ambiente"),
)  # fmt: skip
LUGARES = (
    "Molino", "Quebrada", "Ñuble", "Álamos", "Esperanza", "Peñón", "Güechupún", "San José",
    "Copihues", "Estación", "Villa Unión", "Pájaros", "Camarón", "Río Claro", "Lontué", "Alerces",
    "Araucarias", "Maitén", "Huilquilemu", "Peumo", "Boldo", "Arrayán", "Cerrillos",
    "Trapiche", "Corazón",
)  # fmt: skip
CALIDADES = (
    "Norte",
    "Sur",
    "Alto",
    "Bajo",
    "Nuevo",
    "Viejo",
    "Chico",
    "Grande",
    "Central",
    "Oriente",
)
COMUNAS = (
    "Talca", "TALCA", "talca ", "Comuna de Curicó", "Curico", "Cauquenes", "Pto. Montt", "Ñuñoa",
    "Nunoa", "Viña del Mar", "Santiago Centro", "Coihaique", "Til-Til", "Llay Llay", "San Clemente",
    "Linares, Región del Maule", "7101", "Concepción", "Concepcion", "Sta. Cruz",
)  # fmt: skip
TEMAS = ("Agua", "Salud rural", "Seguridad", "Vivienda", "Riberas y cauces", "Educación", "")
NOMBRES = (
    "María José", "Rosa Elena", "Luis", "Nelly", "José", "Ramón", "Ana Sofía", "Víctor", "Iván",
    "Marta", "Héctor", "Gabriela", "Inés", "Óscar", "Patricia", "Jesús", "Ximena", "Raúl",
)  # fmt: skip
APELLIDOS = (
    "Quilaleo", "Huaiquil", "Muñoz", "Núñez", "González", "Pérez", "Órdenes", "Arancibia", "Rojas",
    "Cariñanos", "Ibáñez", "Yáñez", "Catrileo", "Vásquez", "Sepúlveda", "Peña", "Zúñiga", "Leiva",
)  # fmt: skip
CARGOS = ("Presidenta", "Presidente", "Secretaria", "Tesorero", "DIRIGENTE", "")
TELEFONOS = ("9 {} {}", "+569{}{}", "(09) {}-{}", "569{}{}", "9{}{}")


def filas(cuantas: int, semilla: int = 7) -> Iterator[Sequence[str]]:
    """Four rows in five are of an organisation of their own; the fifth, of the one before."""
    azar = random.Random(semilla)
    cabeza: tuple[str, ...] = ()
    for n in range(cuantas):
        if n % 5 != 4 or not cabeza:
            cabeza = _organizacion(azar, n)
        yield (*cabeza, *_persona(azar, n))


def _organizacion(azar: random.Random, n: int) -> tuple[str, ...]:
    clase, tipos = azar.choice(CLASES)
    lugar = f"{azar.choice(LUGARES)} {azar.choice(CALIDADES)}"
    cuerpo = 65_000_000 + n
    rut = f"{cuerpo:,}-{digito(cuerpo)}".replace(",", ".") if n % 2 else ""
    return (
        f"{clase} N° {n}  {lugar.upper() if n % 7 == 0 else lugar}",
        tipos,
        azar.choice(COMUNAS),
        ", ".join(filter(None, {azar.choice(TEMAS), azar.choice(TEMAS)})),
        rut,
        f"{n:,}, Municipalidad".replace(",", ".", 1) if n % 3 else "",
        f"Pasaje {azar.choice(LUGARES)} {n % 900}",
    )


def _persona(azar: random.Random, n: int) -> tuple[str, ...]:
    nombres, apellido = azar.choice(NOMBRES), azar.choice(APELLIDOS)
    telefono = azar.choice(TELEFONOS).format(f"{n % 9000 + 1000}", f"{n // 9 % 9000 + 1000}")
    return (
        nombres.upper() if n % 11 == 0 else nombres,
        f"{apellido} {azar.choice(APELLIDOS)}",
        azar.choice(CARGOS),
        azar.choice(("sí", "no", "")),
        f"Contacto.{n}@Correo.example" if n % 13 else f" contacto{n}@mail.example ",
        telefono if n % 4 else "",
    )


TITULOS = TITULOS_DIRECTORIO
