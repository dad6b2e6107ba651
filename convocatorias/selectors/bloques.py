"""What a change of many organisations would do: to which, to which not, and why."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from convocatorias.models import CambioEnBloque, Organizacion
from convocatorias.selectors.listado import con_convocatoria_programada

Accion = CambioEnBloque.Accion
UNICO_TIPO = "Es su único tipo. Agréguele otro antes de quitarlo."
VA_A_SALIR = "Una convocatoria programada va a esta organización. Archívela cuando haya salido."

#: Of each action over a relation: the table between, and its column.
_TIPOS: tuple[Any, str] = (Organizacion.tipos.through, "tipoorganizacion_id")
_TEMAS: tuple[Any, str] = (Organizacion.temas.through, "tema_id")
INTERMEDIAS = {
    Accion.AGREGAR_TIPO: _TIPOS,
    Accion.QUITAR_TIPO: _TIPOS,
    Accion.AGREGAR_TEMA: _TEMAS,
    Accion.QUITAR_TEMA: _TEMAS,
}


@dataclass(frozen=True)
class Reparto:
    """The organisations that change, and those that are refused with the reason."""

    cambian: QuerySet[Organizacion]
    rechazadas: QuerySet[Organizacion] = field(default_factory=Organizacion.objects.none)
    motivo: str = ""


def reparto(accion: str, valor: str, filas: QuerySet[Organizacion]) -> Reparto:
    """How `filas` divide; those that are already as they are asked to be are in neither part."""
    filas = filas.filter(fusionada_en=None)
    if accion == Accion.ARCHIVAR:
        filas = filas.filter(archivada_en=None)
        van = con_convocatoria_programada(filas)
        libres = filas.exclude(pk__in=con_convocatoria_programada(Organizacion.objects.all()))
        return Reparto(libres, van, VA_A_SALIR)
    if accion == Accion.RECUPERAR:
        return Reparto(filas.exclude(archivada_en=None))
    if accion == Accion.CAMBIAR_COMUNA:
        return Reparto(filas.exclude(comuna=valor))
    tabla, columna = INTERMEDIAS[Accion(accion)]
    suyas = tabla.objects.filter(organizacion_id=OuterRef("pk"))
    tiene = Exists(suyas.filter(**{columna: valor}))
    if accion in (Accion.AGREGAR_TIPO, Accion.AGREGAR_TEMA):
        return Reparto(filas.filter(~tiene))
    filas = filas.filter(tiene)
    if accion == Accion.QUITAR_TEMA:
        return Reparto(filas)
    otros = Exists(suyas.exclude(**{columna: valor}))
    return Reparto(filas.filter(otros), filas.filter(~otros), UNICO_TIPO)
