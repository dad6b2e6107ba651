"""Use cases of the import: upload, say which column is which, confirm, discard; or all in one.

The review and the storing are done later by a worker (`carga_trabajo`): the row says what is to
be done, and a task only wakes whoever does it.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from comun import hojas, reloj
from comun.errores import ErrorDominio
from comun.texto import en_una_linea, plegar
from comun.transitions import anotar, move
from convocatorias.catalogos import COLUMNAS
from convocatorias.models import Importacion, MapeoColumnas
from convocatorias.selectors.carga import columnas_por_titulo, huella_de
from convocatorias.services.carga_cotejo import Resumen, cotejar
from convocatorias.services.carga_lectura import ErrorCarga, Lector, leer_filas
from correos.services import pedir_tarea
from servicios.models import Servicio, Usuario

Estado = Importacion.Estado
FILAS_DE_MUESTRA = 3
#: With so many, a title is a telephone or a RUT.
CIFRAS_DE_UN_DATO = 7
REVISAR = "convocatorias.revisar_importacion"
CARGAR = "convocatorias.cargar_importacion"
#: Nothing of what was uploaded stays once an import has ended.
VACIA: dict[str, Any] = {
    "contenido": None,
    "leido": None,
    "hallazgos": None,
    "muestra": None,
    "titulos": [],
    "tomada_por": "",
    "tomada_hasta": None,
}
SIN_TOMAR: dict[str, Any] = {"tomada_por": "", "tomada_hasta": None, "intentos": 0}
A_LA_VEZ = (
    "Otra persona estaba cambiando el directorio al mismo tiempo. No se guardó nada: "
    "vuelva a intentarlo."
)


class CargaConErrores(ErrorDominio):
    """Nothing was stored. `errores` lists every reason."""

    def __init__(self, errores: list[ErrorCarga]) -> None:
        cuantos = "1 error" if len(errores) == 1 else f"{len(errores)} errores"
        super().__init__(
            f"No se guardó nada: la planilla tiene {cuantos}. Corríjala y vuelva a subirla."
        )
        self.errores = sorted(errores, key=lambda error: error.fila)


@transaction.atomic
def subir_importacion(
    *, servicio: Servicio, nombre: str, contenido: bytes, por: Usuario
) -> Importacion:
    """Keep a spreadsheet, encrypted, until somebody confirms or discards it.

    Raises:
        HojaIlegible: it cannot be read as a sheet, or has nothing under its titles.
    """
    tabla = hojas.abrir_cabeza(nombre, contenido, COLUMNAS, FILAS_DE_MUESTRA)
    muestra = [[c[:80] for c in celdas] for _, celdas in islice(tabla.filas, FILAS_DE_MUESTRA)]
    if not muestra:
        raise hojas.HojaIlegible(
            "La hoja solo tiene los títulos. Escriba debajo una fila por contacto y vuelva a "
            "subirla."
        )
    importacion = Importacion.objects.create(
        servicio=servicio,
        nombre=en_una_linea(nombre)[:120],
        sha256=hashlib.sha256(contenido).hexdigest(),
        contenido=contenido,
        titulos=[titulo[:120] for titulo in tabla.titulos],
        muestra=json.dumps(muestra, ensure_ascii=False),
        filas=tabla.alto,
        subida_en=reloj.ahora(),
        subida_por=por,
    )
    anotar(importacion, "subir_planilla", por=por, datos={"filas": tabla.alto})
    return importacion


@transaction.atomic
def relacionar_columnas(
    *, importacion: Importacion, columnas: Mapping[str, int], por: Usuario
) -> None:
    """Say at which place of the sheet each of our columns is, and have it reviewed.

    The service remembers it for the next sheet with those titles.

    Raises:
        ErrorDominio: without the organisation, or one column of the sheet for two of ours.
        TransicionInvalida: the import is in a worker's hands, or has ended.
    """
    sitios = {clave: sitio for clave, sitio in columnas.items() if sitio >= 0}
    if "organizacion" not in sitios:
        raise ErrorDominio(
            "Elija qué columna tiene el nombre de la organización.", campo="organizacion"
        )
    de_sitio: dict[int, str] = {}
    for clave, sitio in sitios.items():
        if sitio >= len(importacion.titulos):
            raise ErrorDominio("Esa columna no está en la planilla. Elija otra.", campo=clave)
        if de_sitio.setdefault(sitio, clave) != clave:
            titulo = importacion.titulos[sitio] or hojas.letra(sitio)
            raise ErrorDominio(
                f"Eligió dos veces la columna «{titulo}». "
                "Deje cada columna de la planilla para un solo dato.",
                campo=clave,
            )
    move(
        importacion,
        Estado.REVISANDO,
        accion="revisar_planilla",
        por=por,
        columnas=sitios,
        avance=0,
        leido=None,
        hallazgos=None,
        fallo="",
        **SIN_TOMAR,
    )
    _recordar(importacion, sitios)
    transaction.on_commit(partial(pedir_tarea, REVISAR, importacion.pk))


def _recordar(importacion: Importacion, sitios: Mapping[str, int]) -> None:
    titulos = importacion.titulos
    if any("@" in t or sum(map(str.isdigit, t)) >= CIFRAS_DE_UN_DATO for t in titulos):
        # A sheet without titles: its first row is somebody, who is not for keeping.
        return
    MapeoColumnas.objects.update_or_create(
        servicio=importacion.servicio,
        huella=huella_de(titulos),
        defaults={
            "columnas": {c: plegar(titulos[s]) for c, s in sitios.items()},
            "usado_en": reloj.ahora(),
        },
    )


@transaction.atomic
def confirmar_importacion(*, importacion: Importacion, por: Usuario) -> None:
    """Have what was reviewed stored.

    Raises:
        TransicionInvalida: it has not been reviewed, or somebody confirmed or discarded it.
    """
    move(
        importacion,
        Estado.CARGANDO,
        accion="confirmar_planilla",
        por=por,
        confirmada_por=por,
        **SIN_TOMAR,
    )
    transaction.on_commit(partial(pedir_tarea, CARGAR, importacion.pk))


@transaction.atomic
def descartar_importacion(*, importacion: Importacion, por: Usuario | None) -> None:
    """Leave it without storing anything, and erase what was uploaded.

    Raises:
        TransicionInvalida: it is being stored, or it has ended.
    """
    move(
        importacion,
        Estado.DESCARTADA,
        accion="descartar_planilla",
        por=por,
        terminada_en=reloj.ahora(),
        **VACIA,
    )


def cargar_directorio(
    *, servicio: Servicio, nombre: str, contenido: bytes, por: Usuario | None
) -> Resumen:
    """Bring a whole sheet in one go, its columns known by their titles; what was there is updated.

    An organisation is known by its folded name or its RUT; a contact, inside it, by its address
    (or its folded name). The same file twice changes nothing.

    Raises:
        HojaIlegible: it cannot be read as a sheet.
        CargaConErrores: something in it is wrong; nothing is stored.
    """
    tabla = hojas.abrir(nombre, contenido, COLUMNAS)
    sitios = columnas_por_titulo(tabla.titulos)
    if "organizacion" not in sitios:
        _, faltan = hojas.ubicar(tabla, COLUMNAS)
        raise CargaConErrores([ErrorCarga(e.numero, "", e.mensaje) for e in faltan])
    lector = Lector.para(sitios)
    leidas = leer_filas(tabla, lector)
    try:
        with transaction.atomic():
            cotejo = cotejar(servicio, leidas, lector.errores, guardar=True)
            if cotejo.errores:
                raise CargaConErrores(cotejo.errores)
            anotar(servicio, "cargar_directorio", por=por, datos=vars(cotejo.resumen))
    except IntegrityError:
        raise ErrorDominio(A_LA_VEZ) from None
    return cotejo.resumen
