"""Changes of many organisations in one transaction, and their way back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.dateparse import parse_datetime

from comun.errores import ErrorDominio
from comun.transitions import anotar
from convocatorias import selectors
from convocatorias.models import CambioEnBloque, Organizacion
from convocatorias.selectors.bloques import INTERMEDIAS, Accion
from convocatorias.services.directorio import TANDA, indexar
from servicios.models import Servicio, Usuario

#: Of one change: beyond, the filter is made narrower and the change done in parts.
MAXIMO_EN_BLOQUE = 10_000


@transaction.atomic
def cambiar_en_bloque(
    *,
    servicio: Servicio,
    filas: QuerySet[Organizacion],
    accion: str,
    valor: str = "",
    valor_nombre: str = "",
    esperadas: int,
    ahora: datetime,
    por: Usuario,
) -> CambioEnBloque:
    """Change every organisation of `filas` that can be, or none.

    Raises:
        ErrorDominio: none changes, they are too many, or not as many as the person saw.
    """
    cambian = selectors.reparto(accion, valor, filas).cambian
    antes = _lo_que_hay(Accion(accion), cambian)
    if len(antes) != esperadas:
        raise ErrorDominio(
            f"El directorio cambió mientras usted revisaba: ahora serían {len(antes)} "
            "organizaciones. Revise la lista y confirme otra vez."
        )
    if not antes:
        raise ErrorDominio("Ninguna de esas organizaciones cambiaría. Elija otras u otra acción.")
    _poner(Accion(accion), valor, [clave for clave, _ in antes], ahora)
    cambio = CambioEnBloque.objects.create(
        servicio=servicio,
        accion=accion,
        valor=valor,
        valor_nombre=valor_nombre,
        antes=antes,
        cambiadas=len(antes),
        hecho_en=ahora,
        hecho_por=por,
    )
    datos = {"accion": accion, "valor": valor, "cuantas": len(antes)}
    anotar(cambio, "cambiar_en_bloque", por=por, datos=datos)
    return cambio


def _lo_que_hay(accion: Accion, cambian: QuerySet[Organizacion]) -> list[list[Any]]:
    """The pairs that `CambioEnBloque.antes` keeps, with their rows locked."""
    claves = cambian.order_by("pk").select_for_update(of=("self",))
    encontradas = list(claves.values_list("pk", flat=True)[: MAXIMO_EN_BLOQUE + 1])
    if len(encontradas) > MAXIMO_EN_BLOQUE:
        raise ErrorDominio(
            "Son más de 10.000 organizaciones. Agregue un filtro y hágalo por partes."
        )
    filas = Organizacion.objects.filter(pk__in=encontradas).order_by("pk")
    if accion in (Accion.CAMBIAR_COMUNA, Accion.RECUPERAR):
        campo = "comuna" if accion == Accion.CAMBIAR_COMUNA else "archivada_en"
        pares = filas.values_list("pk", campo)
    elif accion == Accion.AGREGAR_TIPO:
        tabla, _ = INTERMEDIAS[accion]
        alguno = Exists(tabla.objects.filter(organizacion_id=OuterRef("pk")))
        pares = filas.annotate(alguno=alguno).values_list("pk", "alguno")
    else:
        return [[clave, None] for clave in encontradas]
    return [[pk, v.isoformat() if isinstance(v, datetime) else v] for pk, v in pares]


def _poner(accion: Accion, valor: str, claves: list[int], ahora: datetime) -> None:
    filas = Organizacion.objects.filter(pk__in=claves)
    if accion == Accion.ARCHIVAR:
        filas.update(archivada_en=ahora)
    elif accion == Accion.RECUPERAR:
        filas.update(archivada_en=None)
    elif accion == Accion.CAMBIAR_COMUNA:
        filas.update(comuna=valor)
        indexar(claves)
    elif accion in (Accion.AGREGAR_TIPO, Accion.AGREGAR_TEMA):
        _enlazar(accion, valor, claves)
    else:
        tabla, columna = INTERMEDIAS[accion]
        tabla.objects.filter(organizacion_id__in=claves, **{columna: valor}).delete()


def _enlazar(accion: Accion, valor: str, claves: list[int]) -> None:
    tabla, columna = INTERMEDIAS[accion]
    nuevas = [tabla(organizacion_id=clave, **{columna: valor}) for clave in claves]
    tabla.objects.bulk_create(nuevas, ignore_conflicts=True)


@transaction.atomic
def deshacer_en_bloque(*, cambio: CambioEnBloque, ahora: datetime, por: Usuario) -> CambioEnBloque:
    """Put back what each organisation had; those changed in between stay, and are told.

    Raises:
        ErrorDominio: it was undone before.
    """
    cambio = CambioEnBloque.objects.select_for_update().get(pk=cambio.pk)
    if cambio.deshecho_en:
        raise ErrorDominio("Ese cambio ya se había deshecho. Recargue la página.")
    antes = {int(clave): valor for clave, valor in cambio.antes}
    filas = Organizacion.objects.select_for_update().filter(pk__in=list(antes), fusionada_en=None)
    en_pie = {fila.pk: fila for fila in filas.order_by("pk")}
    accion = Accion(cambio.accion)
    devueltas = _VUELTAS[accion](cambio, antes, en_pie)
    cambio.intactas = sorted(antes.keys() - devueltas)
    cambio.deshecho_en, cambio.deshecho_por = ahora, por
    cambio.save()
    datos = {"devueltas": len(devueltas), "intactas": len(cambio.intactas)}
    anotar(cambio, "deshacer_en_bloque", por=por, datos=datos)
    return cambio


Antes = dict[int, Any]
EnPie = dict[int, Organizacion]


def _desenlazar_otra_vez(cambio: CambioEnBloque, antes: Antes, en_pie: EnPie) -> set[int]:
    """What was added is taken away, where it stands and is not the only kind that is left."""
    accion = Accion(cambio.accion)
    tabla, columna = INTERMEDIAS[accion]
    suyas = tabla.objects.filter(organizacion_id__in=list(en_pie))
    puestas = suyas.filter(**{columna: cambio.valor})
    vuelven = set(puestas.values_list("organizacion_id", flat=True))
    if accion == Accion.AGREGAR_TIPO:
        con_otro = suyas.exclude(**{columna: cambio.valor})
        con_otros = set(con_otro.values_list("organizacion_id", flat=True))
        vuelven = {clave for clave in vuelven if clave in con_otros or not antes[clave]}
    puestas.filter(organizacion_id__in=vuelven).delete()
    return vuelven


def _enlazar_otra_vez(cambio: CambioEnBloque, antes: Antes, en_pie: EnPie) -> set[int]:
    accion = Accion(cambio.accion)
    tabla, columna = INTERMEDIAS[accion]
    puestas = tabla.objects.filter(organizacion_id__in=list(en_pie), **{columna: cambio.valor})
    vuelven = en_pie.keys() - set(puestas.values_list("organizacion_id", flat=True))
    _enlazar(accion, cambio.valor, sorted(vuelven))
    return set(vuelven)


def _comuna_otra_vez(cambio: CambioEnBloque, antes: Antes, en_pie: EnPie) -> set[int]:
    vuelven = [fila for fila in en_pie.values() if fila.comuna_id == cambio.valor]
    for fila in vuelven:
        fila.comuna_id = antes[fila.pk]
    Organizacion.objects.bulk_update(vuelven, ["comuna"], batch_size=TANDA)
    indexar(fila.pk for fila in vuelven)
    return {fila.pk for fila in vuelven}


def _en_uso_otra_vez(cambio: CambioEnBloque, antes: Antes, en_pie: EnPie) -> set[int]:
    vuelven = {fila.pk for fila in en_pie.values() if fila.archivada_en == cambio.hecho_en}
    Organizacion.objects.filter(pk__in=vuelven).update(archivada_en=None)
    return vuelven


def _al_archivo_otra_vez(cambio: CambioEnBloque, antes: Antes, en_pie: EnPie) -> set[int]:
    # What a scheduled call goes to is not put away, here either.
    van = selectors.con_convocatoria_programada(Organizacion.objects.filter(pk__in=list(en_pie)))
    por_salir = set(van.values_list("pk", flat=True))
    vuelven = [
        fila for fila in en_pie.values() if fila.archivada_en is None and fila.pk not in por_salir
    ]
    for fila in vuelven:
        fila.archivada_en = parse_datetime(antes[fila.pk])
    Organizacion.objects.bulk_update(vuelven, ["archivada_en"], batch_size=TANDA)
    return {fila.pk for fila in vuelven}


_VUELTAS: dict[Accion, Callable[[CambioEnBloque, Antes, EnPie], set[int]]] = {
    Accion.AGREGAR_TIPO: _desenlazar_otra_vez,
    Accion.AGREGAR_TEMA: _desenlazar_otra_vez,
    Accion.QUITAR_TIPO: _enlazar_otra_vez,
    Accion.QUITAR_TEMA: _enlazar_otra_vez,
    Accion.CAMBIAR_COMUNA: _comuna_otra_vez,
    Accion.ARCHIVAR: _en_uso_otra_vez,
    Accion.RECUPERAR: _al_archivo_otra_vez,
}
