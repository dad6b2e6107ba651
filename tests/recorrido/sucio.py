"""A directory as services keep it: written by many hands, with the spellings that people use."""

import random
from collections.abc import Iterator

TITULOS = (
    "N°", "Nombre de la organización", "Clase de agrupación", "COMUNA", "Nombre del contacto",
    "Apellidos", "Cargo", "Correo de la directiva", "Celular",
)  # fmt: skip
TIPOS = (
    "Territorial", "territorial", "FUNCIONAL", "Funcional, De mujeres", "funcional|jovenes",
    "De interés público", "interes_publico", "Cultural", "personas mayores", "Estudiantes",
    "De personas con discapacidad", "pueblos originarios; cultural", "Migrantes", "voluntariado",
)  # fmt: skip
#: Only the first of the kinds above: what somebody invites who thinks of nobody else.
TERRITORIALES = 2
COMUNAS = (
    "Talca", "TALCA", " talca ", "Curicó", "Curico", "Linares", "Maule", "San Clemente",
    "Constitución", "Molina", "Aisén", "Coihaique", "La Calera", "Llay Llay", "Til-Til", "Ñuñoa",
)  # fmt: skip
QUE = ("Junta de Vecinos", "JJ.VV.", "Club Deportivo", "Centro de Madres", "Agrupación", "Comité")
DE = ("El Molino", "Las Rosas", "Ribera Sur", "Los Aromos", "O'Higgins", "La Quebrada", "Ñielol")
NOMBRES = ("Rosa Elena", "Juan", "María José", "Sayén", "Hernán", "Ñancu", "Inés")
APELLIDOS = ("Quilaleo Ortiz", "Pérez", "Núñez Soto", "Huenchumán", "Vera-Muñoz", "D'Angelo")
#: Nobody has this comuna, and forty rows say so; two addresses lack something.
COMUNA_MALA, CON_COMUNA_MALA = "Tlaca", 40
CORREO_MALO = "rosa.correo.example"
FILAS = 5_000


def filas(*, con_errores: bool, cuantas: int = FILAS) -> Iterator[tuple[str, ...]]:
    """One row per organisation, always the same ones."""
    azar = random.Random(2027)
    for n in range(1, cuantas + 1):
        tipo = TIPOS[n % len(TIPOS)]
        comuna = azar.choice(COMUNAS)
        correo = f"org{n}@correo.example" if n % 20 else ""
        telefono = azar.choice(("9 1234 5678", "+56 9 8765 4321", "09-12345678", "71 2 234567"))
        if con_errores and n % (cuantas // CON_COMUNA_MALA) == 3:
            comuna = COMUNA_MALA
        if con_errores and n in (11, 12):
            correo = CORREO_MALO
        nombre = f"{azar.choice(QUE)} {azar.choice(DE)} N° {n}"
        if n == 7:
            nombre = "=HYPERLINK(1) Centro Cultural"
        yield (
            str(n), f"  {nombre} ", tipo, comuna, azar.choice(NOMBRES), azar.choice(APELLIDOS),
            azar.choice(("Presidenta", "secretario", "")), correo, telefono,
        )  # fmt: skip


def csv_sucio(*, con_errores: bool, cuantas: int = FILAS) -> bytes:
    """As Excel in Spanish saves it: semicolons, and the alphabet of Windows."""
    lineas = [TITULOS, *filas(con_errores=con_errores, cuantas=cuantas)]
    texto = "\r\n".join(";".join(f'"{c}"' if ";" in c else c for c in fila) for fila in lineas)
    return texto.encode("cp1252")
