"""`python -m tests.bancos.importacion_hijo (clean_bulk|primera|otra_vez) FILE`: one run, measured.

Says in JSON how long it took, how many statements, and the most memory that the process held.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from django.db import connection, transaction

POR_LOTE = 1000


def clean_bulk(contenido: bytes) -> None:
    """The yardstick: read the sheet, clean each field, store a thousand rows at a time."""
    import python_calamine

    from tests.bancos.patron.models import FilaPlana

    filas = python_calamine.load_workbook(BytesIO(contenido)).get_sheet_by_index(0).to_python()
    campos = [campo.name for campo in FilaPlana._meta.fields[1:]]
    lote = []
    with transaction.atomic():
        for fila in filas[1:]:
            textos = (str(valor).strip() for valor in fila)
            objeto = FilaPlana(**dict(zip(campos, textos, strict=True)))
            objeto.clean_fields(exclude=("id",))
            lote.append(objeto)
            if len(lote) == POR_LOTE:
                FilaPlana.objects.bulk_create(lote)
                lote = []
        FilaPlana.objects.bulk_create(lote)


def importar(contenido: bytes) -> None:
    """The whole way: what the web and the worker do from the upload until it is stored."""
    from convocatorias import services
    from convocatorias.models import Importacion
    from convocatorias.selectors import columnas_sugeridas
    from servicios.alcance import alcance
    from servicios.models import Servicio, Usuario

    servicio = Servicio.objects.get(slug="riberas")
    persona = Usuario.objects.get(username="encargada")
    with alcance(servicio):
        pk = services.subir_importacion(
            servicio=servicio, nombre="d.xlsx", contenido=contenido, por=persona
        ).pk
        # As the page of the columns does: the file itself is for the worker.
        subida = Importacion.objects.defer("contenido", "leido", "hallazgos").get(pk=pk)
        columnas = columnas_sugeridas(subida)
        services.relacionar_columnas(importacion=subida, columnas=columnas, por=persona)
    # The web and the worker are two processes: each has its connection, with its buffers.
    connection.close()
    services.revisar_importacion(pk)
    with alcance(servicio):
        revisada = Importacion.objects.defer("contenido", "leido", "hallazgos").get(pk=pk)
        services.confirmar_importacion(importacion=revisada, por=persona)
    services.cargar_importacion(pk)
    with alcance(servicio):
        cargada = Importacion.objects.get(pk=pk)
        if cargada.estado != Importacion.Estado.CARGADA:
            raise RuntimeError(f"It ended {cargada.estado}: {cargada.fallo}")


def vaciar() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE convocatorias_organizacion, patron_filaplana CASCADE")
        cursor.execute("VACUUM ANALYZE")


def main() -> None:
    que, archivo = sys.argv[1:]
    django.setup()
    contenido = Path(archivo).read_bytes()
    casos: dict[str, Callable[[bytes], None]] = {"clean_bulk": clean_bulk}
    if que != "otra_vez":
        vaciar()
    sentencias = 0

    def contar(ejecutar: Any, *args: Any) -> Any:
        nonlocal sentencias
        sentencias += 1
        return ejecutar(*args)

    inicio = time.perf_counter()
    with connection.execute_wrapper(contar):
        casos.get(que, importar)(contenido)
    datos = {
        "segundos": time.perf_counter() - inicio,
        "sentencias": sentencias,
        "megas": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(datos), flush=True)


if __name__ == "__main__":
    main()
