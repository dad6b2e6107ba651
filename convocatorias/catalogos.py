"""The kinds of social organisations (DOMAIN 3.5), and how people write the names of comunas."""

import re
from typing import Any

from comun.texto import plegar

TIPOS = {
    "territorial": "Territorial",
    "funcional": "Funcional",
    "interes_publico": "De interés público",
    "mujeres": "De mujeres",
    "jovenes": "De jóvenes",
    "estudiantes": "De estudiantes",
    "discapacidad": "De personas con discapacidad",
    "pueblos_originarios": "De pueblos originarios",
    "cultural": "Cultural",
    "voluntariado": "De voluntariado",
    "personas_mayores": "De personas mayores",
    "migrantes": "De migrantes",
    "sindical": "Sindical",
    "gremial": "Gremial",
    "ambiental": "Ambiental",
    "academica": "Académica",
    "otra": "Otra",
}

#: Other spellings that people use (DOMAIN 3.2), each with the one of the official list.
OTRAS_COMUNAS = {
    "Aisén": "Aysén",
    "Coihaique": "Coyhaique",
    "La Calera": "Calera",
    "Paihuano": "Paiguano",
    "Trehuaco": "Treguaco",
    "Llay Llay": "Llaillay",
    "Marchigüe": "Marchihue",
    "Navarino": "Cabo de Hornos",
    "Santiago Centro": "Santiago",
}


def cargar(modelo: Any) -> None:
    """Create or update the kinds. Takes the model, so that a migration can call it."""
    modelo.objects.bulk_create(
        [
            modelo(codigo=codigo, nombre=nombre, orden=orden)
            for orden, (codigo, nombre) in enumerate(TIPOS.items(), start=1)
        ],
        update_conflicts=True,
        unique_fields=["codigo"],
        update_fields=["nombre", "orden"],
    )


def letras(nombre: str) -> str:
    """`nombre` reduced to letters and figures: "Til-Til" and "Tiltil" agree, and "O'Higgins"."""
    return re.sub(r"[^a-z0-9]", "", plegar(nombre))


def indice_de_comunas(nombres_por_codigo: dict[str, str]) -> dict[str, str]:
    """Every way of writing a comuna (its code too) → its code."""
    indice = {letras(nombre): codigo for codigo, nombre in nombres_por_codigo.items()}
    indice |= {codigo: codigo for codigo in nombres_por_codigo}
    # A sheet reads the code 05101 as a number and loses its zero.
    indice |= {codigo.lstrip("0"): codigo for codigo in nombres_por_codigo}
    for otra, oficial in OTRAS_COMUNAS.items():
        if letras(oficial) in indice:
            indice[letras(otra)] = indice[letras(oficial)]
    return indice
