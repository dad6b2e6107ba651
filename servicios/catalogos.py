"""The country's regions and comunas, from the official list shipped beside this file."""

import csv
from pathlib import Path
from typing import Any

ARCHIVO = Path(__file__).parent / "comunas_cut_2018.csv"

#: North to south, which is not the order of the codes (DOMAIN 3.2).
NORTE_A_SUR = "15 01 02 03 04 05 13 06 07 16 08 09 14 10 11 12".split()


def cargar(region_modelo: Any, comuna_modelo: Any) -> None:
    """Create or update the 16 regions and 346 comunas. Takes models, so a migration can call it."""
    with ARCHIVO.open(encoding="utf-8") as archivo:
        filas = list(csv.DictReader(archivo))
    regiones = {
        fila["codigo_region"]: region_modelo(
            codigo=fila["codigo_region"],
            nombre=fila["nombre_region"],
            abreviatura=fila["abreviatura_region"],
            orden=NORTE_A_SUR.index(fila["codigo_region"]) + 1,
        )
        for fila in filas
    }
    comunas = [
        comuna_modelo(
            codigo=fila["codigo_comuna"],
            nombre=fila["nombre_comuna"],
            provincia=fila["nombre_provincia"],
            region_id=fila["codigo_region"],
        )
        for fila in filas
    ]
    region_modelo.objects.bulk_create(
        regiones.values(),
        update_conflicts=True,
        unique_fields=["codigo"],
        update_fields=["nombre", "abreviatura", "orden"],
    )
    comuna_modelo.objects.bulk_create(
        comunas,
        update_conflicts=True,
        unique_fields=["codigo"],
        update_fields=["nombre", "provincia", "region"],
    )
