"""Organisations that may be the same one, found in bulk and within stated bounds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from django.db.models import Count, QuerySet
from rapidfuzz import fuzz

from convocatorias.models import Contacto, FusionOrganizaciones, Organizacion, PosibleDuplicado
from convocatorias.selectors.listado import con_lo_que_se_ve

Motivo = PosibleDuplicado.Motivo
#: From which likeness, of 100, two names of one comuna are worth a look.
PARECIDO_MINIMO = 88
#: An address or telephone of more organisations than these is of whoever helps them all.
MAXIMO_QUE_COMPARTEN = 4
#: A word in more names of one comuna than these says nothing: names are compared by the others.
MAXIMO_POR_PALABRA = 40
#: Names compared at most in one search, and pairs kept of it, the most alike first.
MAXIMO_COMPARACIONES = 1_000_000
MAXIMO_PARES = 2_000

Par = tuple[int, int]


@dataclass(frozen=True)
class Hallado:
    """Why two organisations may be one, and how much alike they are."""

    motivo: str
    parecido: int


def pares_posibles() -> dict[Par, Hallado]:
    """The pairs of organisations in use, each for its strongest reason, the most alike first."""
    filas = Organizacion.objects.vigentes().exclude(senia="")
    por_comuna: dict[str | None, list[tuple[int, str]]] = defaultdict(list)
    for clave, senia, comuna in filas.order_by("pk").values_list("pk", "senia", "comuna"):
        por_comuna[comuna].append((clave, senia))
    hallados: dict[Par, Hallado] = {}
    for par, parecido in parecidos(por_comuna):
        hallados[par] = Hallado(Motivo.PARECIDO, parecido)
    for par in _iguales(por_comuna):
        hallados[par] = Hallado(Motivo.NOMBRE, 100)
    for motivo, campo, parecido in (
        (Motivo.TELEFONO, "telefono", 90),
        (Motivo.CORREO, "correo", 95),
    ):
        for par in _comparten(campo):
            if par not in hallados or hallados[par].parecido < parecido:
                hallados[par] = Hallado(motivo, parecido)
    orden = sorted(hallados, key=lambda par: (-hallados[par].parecido, par))
    return {par: hallados[par] for par in orden[:MAXIMO_PARES]}


def _iguales(por_comuna: dict[str | None, list[tuple[int, str]]]) -> Iterator[Par]:
    """The same name written in other ways, in one comuna or where one has none."""
    sin_comuna: dict[str, list[int]] = defaultdict(list)
    for clave, senia in por_comuna.get(None, []):
        sin_comuna[senia].append(clave)
    for comuna, filas in por_comuna.items():
        grupos: dict[str, list[int]] = defaultdict(list)
        for clave, senia in filas:
            grupos[senia].append(clave)
        for senia, claves in grupos.items():
            todas = claves if comuna is None else [*claves, *sin_comuna.get(senia, [])]
            # One beside each other: the first joining brings the next pair.
            yield from _encadenados(todas)


def _encadenados(claves: list[int]) -> Iterator[Par]:
    ordenadas = sorted(set(claves))
    yield from pairwise(ordenadas)


def parecidos(
    por_comuna: dict[str | None, list[tuple[int, str]]],
) -> Iterator[tuple[Par, int]]:
    """Names of one comuna that share a word that few have, and are alike (rapidfuzz, 0 to 100)."""
    quedan = MAXIMO_COMPARACIONES
    for comuna, filas in por_comuna.items():
        if comuna is None:
            continue
        senias = dict(filas)
        for una, otra in _candidatos(filas):
            quedan -= 1
            if quedan < 0:
                return
            if _cifras(senias[una]) != _cifras(senias[otra]) or senias[una] == senias[otra]:
                continue
            nota = fuzz.token_sort_ratio(senias[una], senias[otra], score_cutoff=PARECIDO_MINIMO)
            if nota:
                yield (una, otra), min(99, round(nota))


def _candidatos(filas: Iterable[tuple[int, str]]) -> Iterator[Par]:
    por_palabra: dict[str, list[int]] = defaultdict(list)
    for clave, senia in filas:
        for palabra in senia.split():
            if not palabra.isdigit():
                por_palabra[palabra].append(clave)
    vistos: set[Par] = set()
    for claves in por_palabra.values():
        if len(claves) > MAXIMO_POR_PALABRA:
            continue
        for par in combinations(claves, 2):
            if par not in vistos:
                vistos.add(par)
                yield par


def _cifras(senia: str) -> set[str]:
    """ "Junta de Vecinos 5" and "Junta de Vecinos 6" are not alike."""
    return {palabra for palabra in senia.split() if palabra.isdigit()}


def _comparten(campo: str) -> Iterator[Par]:
    """Pairs whose people of today have one address (or telephone), if few have it."""
    filas = Contacto.objects.vigentes().exclude(**{campo: ""}).order_by()
    repetidos = (
        filas.values(campo)
        .annotate(cuantas=Count("organizacion", distinct=True))
        .filter(cuantas__gt=1, cuantas__lte=MAXIMO_QUE_COMPARTEN)
        .values(campo)
    )
    grupos: dict[str, list[int]] = defaultdict(list)
    suyas = filas.filter(**{f"{campo}__in": repetidos}).values_list(campo, "organizacion")
    for valor, clave in suyas.distinct():
        grupos[valor].append(clave)
    for claves in grupos.values():
        yield from combinations(sorted(set(claves)), 2)


def posibles_duplicados() -> QuerySet[PosibleDuplicado]:
    """The pairs that wait for somebody to decide, the most alike first."""
    return PosibleDuplicado.objects.filter(
        descartado_en=None,
        una__fusionada_en=None,
        otra__fusionada_en=None,
        una__archivada_en=None,
        otra__archivada_en=None,
    ).order_by("-parecido", "pk")


def fichas(organizaciones: Iterable[int]) -> dict[int, Organizacion]:
    """Those organisations with all that two of them are compared by."""
    filas = con_lo_que_se_ve(Organizacion.objects.filter(pk__in=list(organizaciones)))
    return {fila.pk: fila for fila in filas.prefetch_related("temas")}


def uniones_de(organizacion: Organizacion) -> QuerySet[FusionOrganizaciones]:
    """What was joined to an organisation and still is, the newest first."""
    filas = FusionOrganizaciones.objects.filter(sobreviviente=organizacion, deshecha_en=None)
    return filas.select_related("absorbida", "sobreviviente")
