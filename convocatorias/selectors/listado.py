"""The list of the directory: what a search finds, its filters, and its pages from a key."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from comun.texto import plegar, raiz
from convocatorias.models import Contacto, Convocatoria, Organizacion
from convocatorias.selectors.directorio import con_silencio
from correos.models import Supresion

#: A search of more words than these looks for the first ones.
MAXIMO_PALABRAS = 8
#: People of each organisation that a row of the list shows, and one more to know that there are.
A_LA_VISTA = 3

_PALABRA = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Hoja:
    """A page of a list: its rows, and the keys from which the ones beside it go on."""

    filas: list[Organizacion]
    total: int
    anterior: int | None
    siguiente: int | None


def lista_de_organizaciones(
    *,
    texto: str = "",
    tipo: str = "",
    comuna: str = "",
    region: str = "",
    tema: int | None = None,
    estado: str = "",
    avisar: str = "",
) -> QuerySet[Organizacion]:
    """The organisations that are searched for, in the order of the list; never the joined ones."""
    filas = Organizacion.objects.filter(
        fusionada_en=None, archivada_en__isnull=estado != "archivadas"
    )
    if texto.strip():
        filas = filas.filter(buscada(texto))
    for campo, valor in (("comuna", comuna), ("comuna__region", region)):
        if valor:
            filas = filas.filter(**{campo: valor})
    for relacion, clave in (("tipos", tipo), ("temas", tema)):
        if clave:
            filas = filas.filter(**{relacion: clave})
    if avisar:
        filas = filas.filter(_AVISAR[avisar]())
    return filas.order_by("nombre_plegado")


def buscada(texto: str) -> Q:
    """Every word of a search must be there; the last one may be half written."""
    palabras = _PALABRA.findall(plegar(texto))[:MAXIMO_PALABRAS]
    if not palabras:
        return Q(pk__in=())
    condicion = Q()
    for palabra in palabras[:-1]:
        condicion &= Q(busqueda__contains=f" {raiz(palabra)} ")
    ultima, su_raiz = palabras[-1], raiz(palabras[-1])
    final = Q(busqueda__contains=f" {su_raiz}")
    if not ultima.startswith(su_raiz):
        final |= Q(busqueda__contains=f" {ultima}")
    return condicion & final


def _vigentes_de_la_fila() -> QuerySet[Contacto]:
    return Contacto.objects.filter(organizacion=OuterRef("pk"), hasta=None)


def _con_silencio_de_la_fila() -> QuerySet[Contacto]:
    pedidas = Supresion.objects.vigentes().filter(
        servicio=OuterRef("servicio"), direccion=Lower(OuterRef("correo"))
    )
    return _vigentes_de_la_fila().exclude(correo="").filter(Exists(pedidas))


_AVISAR: dict[str, Any] = {
    "sin_contacto": lambda: ~Exists(_vigentes_de_la_fila()),
    "sin_correo": lambda: ~Exists(_vigentes_de_la_fila().exclude(correo="")),
    "no_invitar": lambda: Exists(_con_silencio_de_la_fila()),
}


def hoja(
    filas: QuerySet[Organizacion], por_pagina: int, *, despues: int | None, antes: int | None
) -> Hoja:
    """The page after (or before) an organisation: the name is unique, so it is the whole key.

    A key that is not there any more gives the first page.
    """
    total = filas.count()
    ancla = despues or antes
    nombre = None if ancla is None else _nombre_de(ancla)
    hacia_atras = nombre is not None and not despues
    if nombre is not None:
        sentido = "lt" if hacia_atras else "gt"
        filas = filas.filter(**{f"nombre_plegado__{sentido}": nombre})
    if hacia_atras:
        filas = filas.order_by("-nombre_plegado")
    leidas = list(con_lo_que_se_ve(filas)[: por_pagina + 1])
    hay_mas, leidas = len(leidas) > por_pagina, leidas[:por_pagina]
    if hacia_atras:
        leidas.reverse()
    if not leidas:
        return Hoja([], total, None, None)
    hay_antes = hay_mas if hacia_atras else nombre is not None
    hay_despues = hacia_atras or hay_mas
    return Hoja(
        leidas,
        total,
        leidas[0].pk if hay_antes else None,
        leidas[-1].pk if hay_despues else None,
    )


def _nombre_de(pk: int) -> str | None:
    filas = Organizacion.objects.filter(pk=pk)
    return filas.values_list("nombre_plegado", flat=True).first()


def con_lo_que_se_ve(filas: QuerySet[Organizacion]) -> QuerySet[Organizacion]:
    """With the comuna, the kinds and the first people of each row, and no more of them."""
    personas = con_silencio(Contacto.objects.filter(hasta=None)).order_by(
        "-representante", "nombres", "apellidos", "pk"
    )
    return (
        filas.select_related("comuna")
        .defer("busqueda", "senia")
        .prefetch_related(
            "tipos", Prefetch("contactos", personas[: A_LA_VISTA + 1], to_attr="personas")
        )
    )


def nombres_que_la_encuentran(organizaciones: Iterable[int]) -> dict[int, list[str]]:
    """What else finds each organisation: its current people, and the names joined to it."""
    claves = list(organizaciones)
    nombres: dict[int, list[str]] = {}
    personas = Contacto.objects.filter(organizacion__in=claves, hasta=None).order_by("pk")
    for clave, nombre, apellidos in personas.values_list("organizacion", "nombres", "apellidos"):
        nombres.setdefault(clave, []).append(f"{nombre} {apellidos}")
    for clave, unidas in nombres_de_unidas(claves).items():
        nombres.setdefault(clave, []).extend(unidas)
    return nombres


def nombres_de_unidas(organizaciones: Iterable[int] | None = None) -> dict[int, list[str]]:
    """The names of those that were joined to each organisation: they keep finding it."""
    filas = Organizacion.objects.exclude(fusionada_en=None)
    if organizaciones is not None:
        filas = filas.filter(fusionada_en__in=list(organizaciones))
    nombres: dict[int, list[str]] = {}
    for clave, nombre in filas.order_by("pk").values_list("fusionada_en", "nombre"):
        nombres.setdefault(clave or 0, []).append(nombre)
    return nombres


def con_convocatoria_programada(filas: QuerySet[Organizacion]) -> QuerySet[Organizacion]:
    """Those to which a call that has its hour will go."""
    programadas = Convocatoria.objects.filter(
        estado=Convocatoria.Estado.PROGRAMADA, destinatarios__organizacion=OuterRef("pk")
    )
    return filas.filter(Exists(programadas))
