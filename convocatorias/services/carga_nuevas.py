"""The organisations of a sheet that the directory does not have: most of a first import.

They go in by columns (`comun.lotes`), without a model object for each.
"""

from collections.abc import Mapping
from functools import lru_cache

from comun.lotes import insertar
from comun.texto import plegar
from convocatorias.catalogos import indice_de_busqueda, senia_de
from convocatorias.models import Contacto, Organizacion
from convocatorias.services.carga_lectura import Leida
from servicios.models import Servicio

_TIPOS = Organizacion.tipos.through
_TEMAS = Organizacion.temas.through


def datos_de(filas: list[Leida]) -> dict[str, str]:
    """What the rows of one organisation say of it: of each datum, the last that was written."""
    datos: dict[str, str] = {}
    for leida in filas:
        if leida.comuna:
            datos["comuna_id"] = leida.comuna
        if leida.direccion:
            datos["direccion"] = leida.direccion
        if leida.rut:
            datos["rut"] = leida.rut
        if leida.personalidad:
            datos["personalidad"] = leida.personalidad
    return datos


@lru_cache(maxsize=5000)
def tema_plegado(tema: str) -> str:
    """As topics are compared: a sheet repeats a few of them thousands of times."""
    return plegar(tema)


def tipos_de(filas: list[Leida]) -> list[str]:
    if len(filas) == 1:
        return filas[0].tipos
    return list(dict.fromkeys(tipo for leida in filas for tipo in leida.tipos))


def temas_de(filas: list[Leida]) -> list[str]:
    """The folded topics."""
    if len(filas) == 1 and len(filas[0].temas) < 2:
        return [tema_plegado(tema) for tema in filas[0].temas]
    return list(dict.fromkeys(tema_plegado(tema) for leida in filas for tema in leida.temas))


def estados_de(filas: list[Leida]) -> list[str]:
    """Which rows of a new organisation bring a contact of their own: `n`, `i` (repeated) or `-`."""
    if len(filas) == 1:
        return ["n" if filas[0].nombres else "-"]
    vistas: set[tuple[str, str]] = set()
    estados = []
    for leida in filas:
        por_nombre = (leida.persona, leida.telefono)
        clave = ("@", leida.correo) if leida.correo else por_nombre
        estados.append("-" if not leida.nombres else "i" if clave in vistas else "n")
        vistas |= {clave, por_nombre}
    return estados


def guardar_nuevas(
    servicio: Servicio,
    grupos: Mapping[str, list[Leida]],
    comunas: Mapping[str, str],
    temas: Mapping[str, int | None],
) -> None:
    """Store them with their kinds, topics and contacts: four statements."""
    ids = insertar(Organizacion, _organizaciones(servicio, grupos, comunas))
    de_tipos: dict[str, list] = {"organizacion_id": [], "tipoorganizacion_id": []}
    de_temas: dict[str, list] = {"organizacion_id": [], "tema_id": []}
    for pk, suyas in zip(ids, grupos.values(), strict=True):
        tipos, suyos = tipos_de(suyas), temas_de(suyas)
        de_tipos["organizacion_id"] += [pk] * len(tipos)
        de_tipos["tipoorganizacion_id"] += tipos
        de_temas["organizacion_id"] += [pk] * len(suyos)
        de_temas["tema_id"] += [temas[tema] for tema in suyos]
    insertar(_TIPOS, de_tipos)
    insertar(_TEMAS, de_temas)
    insertar(Contacto, _contactos(servicio, ids, grupos))


def _organizaciones(
    servicio: Servicio, grupos: Mapping[str, list[Leida]], comunas: Mapping[str, str]
) -> dict[str, list]:
    nombres = [suyas[0].nombre for suyas in grupos.values()]
    datos = [datos_de(suyas) for suyas in grupos.values()]
    de_comunas = [suyos.get("comuna_id") for suyos in datos]
    return {
        "servicio_id": [servicio.pk] * len(grupos),
        "nombre": nombres,
        "nombre_plegado": list(grupos),
        "comuna_id": de_comunas,
        "direccion": [suyos.get("direccion", "") for suyos in datos],
        "rut": [suyos.get("rut", "") for suyos in datos],
        "personalidad": [suyos.get("personalidad", "") for suyos in datos],
        "busqueda": [
            indice_de_busqueda(
                nombre,
                comunas.get(comuna or "", ""),
                *[f"{leida.nombres} {leida.apellidos}" for leida in suyas],
            )
            for nombre, comuna, suyas in zip(nombres, de_comunas, grupos.values(), strict=True)
        ],
        "senia": [senia_de(nombre) for nombre in nombres],
    }


def _contactos(
    servicio: Servicio, ids: list[int], grupos: Mapping[str, list[Leida]]
) -> dict[str, list]:
    de_quien: list[int] = []
    nuevos: list[Leida] = []
    for pk, suyas in zip(ids, grupos.values(), strict=True):
        for leida, estado in zip(suyas, estados_de(suyas), strict=True):
            if estado == "n":
                de_quien.append(pk)
                nuevos.append(leida)
    return {
        "servicio_id": [servicio.pk] * len(nuevos),
        "organizacion_id": de_quien,
        "nombres": [leida.nombres for leida in nuevos],
        "apellidos": [leida.apellidos for leida in nuevos],
        "cargo": [leida.cargo for leida in nuevos],
        "representante": [leida.representante == "sí" for leida in nuevos],
        "correo": [leida.correo for leida in nuevos],
        "telefono": [leida.telefono for leida in nuevos],
        "direccion": [""] * len(nuevos),
    }
