"""The bitácora as a chain of hashes: whoever rewrites one row breaks the link that seals it.

Who writes a row takes no lock of the chain (`comun.transitions.anotar`); a sealer appends one
link for each committed row, each with the hash of the one before (ADR 10).
"""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Now

from comun.models import Bitacora, Correlativo, Eslabon

# What a link covers: every column of the row. A new column asks for a new text from a position on.
COLUMNAS = (
    "id",
    "momento",
    "servicio_id",
    "actor_id",
    "accion",
    "objeto_tipo",
    "objeto_id",
    "desde",
    "hasta",
    "datos",
)
AMBITO = "bitacora"
LOTE = 500
# A transaction takes its ids before it commits: others pass it. After this long, nobody is late.
TARDANZA = timedelta(hours=1)
# Each failure is counted; so many are kept to be named.
A_LA_VISTA = 20

Fila = dict[str, Any]
Avance = Callable[[int, int], None]


@dataclass(frozen=True)
class Rotura:
    """A link that does not close: what it says, and what the row says now (None: no such row)."""

    eslabon: Eslabon
    anterior: str
    fila: Fila | None

    @property
    def frase(self) -> str:
        que = "fue borrado" if self.fila is None else "fue alterado después de sellarse"
        return f"El registro {self.eslabon.bitacora_id} {que} (eslabón {self.eslabon.posicion})."


@dataclass
class Revision:
    """What the walk along the chain found."""

    sellados: int = 0
    por_sellar: int = 0
    ultimo: str = ""
    fallas: int = 0
    frases: list[str] = field(default_factory=list)
    ancla_vista: bool = False

    @property
    def registros(self) -> int:
        return self.sellados + self.por_sellar

    def decir(self, frase: str) -> None:
        self.fallas += 1
        if len(self.frases) < A_LA_VISTA:
            self.frases.append(frase)


def huella(anterior: str, fila: Fila, sellado_en: datetime) -> str:
    """The hash of a link: that of the one before, the row, and when it was sealed."""
    texto = json.dumps(
        {**fila, "sellado_en": sellado_en.astimezone(UTC).isoformat()},
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    # Half a letter, that only a rewritten row can hold, is hashed as it is: it stops nobody.
    return hashlib.sha256(f"{anterior}\n{texto}".encode(errors="surrogatepass")).hexdigest()


def sellar(avance: Avance | None = None) -> int:
    """Append a link for each row that has none, oldest first; how many. Safe to run twice."""
    total = _sin_eslabon(_piso()).count() if avance else 0
    sellados = 0
    while cuantos := _sellar_lote():
        sellados += cuantos
        if avance:
            avance(sellados, total)
    return sellados


@transaction.atomic
def _sellar_lote() -> int:
    Correlativo.objects.get_or_create(ambito=AMBITO, anio=0)
    # Whoever holds this row is the only sealer, until its links are committed.
    turno = Correlativo.objects.select_for_update().annotate(ahora=Now()).get(ambito=AMBITO, anio=0)
    filas = _sin_eslabon(_piso()).order_by("id").values(*COLUMNAS)[:LOTE]
    anterior, eslabones = ultima_huella(), []
    for posicion, fila in enumerate(map(_campos, filas), start=turno.ultimo + 1):
        anterior = huella(anterior, fila, turno.ahora)
        eslabones.append(
            Eslabon(
                posicion=posicion,
                bitacora_id=fila["id"],
                huella=anterior,
                sellado_en=turno.ahora,
            )
        )
    if eslabones:
        Eslabon.objects.bulk_create(eslabones)
        turno.ultimo += len(eslabones)
        turno.save(update_fields=["ultimo"])
    return len(eslabones)


def ultima_huella() -> str:
    """The hash that closes the chain today; empty while nothing is sealed."""
    return Eslabon.objects.order_by("-posicion").values_list("huella", flat=True).first() or ""


def sellados(ids: Iterable[int]) -> set[int]:
    """Those of the rows `ids` that have their link."""
    return set(
        Eslabon.objects.filter(bitacora_id__in=list(ids)).values_list("bitacora_id", flat=True)
    )


def verificar(ancla: str = "", avance: Avance | None = None) -> Revision:
    """Walk the whole chain and compute it again; it writes nothing and keeps one batch at a time.

    `ancla` is a hash that somebody noted before: it must still be in the chain.
    """
    revision, roturas = Revision(), list[Rotura]()
    # Before the walk: links that a sealer adds meanwhile are not missing.
    dadas = _ultima_posicion()
    total = Eslabon.objects.count() if avance else 0
    esperada, anterior = 1, ""
    orden = _Orden()
    for eslabon, fila in _pares():
        if eslabon.posicion < esperada:
            revision.decir(f"El eslabón {eslabon.posicion} sobra: la cadena empieza en el 1.")
            continue
        _ver_hueco(revision, esperada, eslabon.posicion)
        entero = esperada == eslabon.posicion
        if fila is None or (entero and not _cierra(eslabon, anterior, fila)):
            revision.fallas += 1
            if len(roturas) < A_LA_VISTA:
                roturas.append(Rotura(eslabon, anterior, fila))
        elif orden.intruso(eslabon):
            revision.decir(
                _insertado(eslabon.bitacora_id, f"su eslabón, el {eslabon.posicion}, vino después")
            )
        revision.sellados += 1
        revision.ancla_vista |= eslabon.huella == ancla
        esperada, anterior = eslabon.posicion + 1, eslabon.huella
        if avance and revision.sellados % LOTE == 0:
            avance(revision.sellados, total)
    revision.ultimo = anterior
    _ver_hueco(revision, esperada, dadas + 1)
    _ver_sin_eslabon(revision)
    nombradas = _nombrar(roturas)
    revision.fallas -= len(roturas) - len(nombradas)
    revision.frases = [*nombradas, *revision.frases][:A_LA_VISTA]
    return revision


def _pares() -> Iterator[tuple[Eslabon, Fila | None]]:
    """Each link with its row, in the order of the chain."""
    eslabones = Eslabon.objects.order_by("posicion")
    lote = list(eslabones[:LOTE])
    while lote:
        filas = _leer([eslabon.bitacora_id for eslabon in lote])
        yield from ((eslabon, filas.get(eslabon.bitacora_id)) for eslabon in lote)
        lote = list(eslabones.filter(posicion__gt=lote[-1].posicion)[:LOTE])


def _leer(ids: list[int]) -> dict[int, Fila]:
    filas = Bitacora.objects.filter(pk__in=ids).order_by().values(*COLUMNAS)
    try:
        return {fila["id"]: _campos(fila) for fila in filas}
    except (ValueError, AttributeError, TypeError):
        # One of them holds what its column cannot: only that one is unreadable.
        if len(ids) == 1:
            return {ids[0]: {"id": ids[0], "ilegible": True}}
        return {pk: fila for uno in ids for pk, fila in _leer([uno]).items()}


def _campos(fila: Fila) -> Fila:
    return {**fila, "momento": fila["momento"].astimezone(UTC).isoformat()}


def _cierra(eslabon: Eslabon, anterior: str, fila: Fila) -> bool:
    return huella(anterior, fila, eslabon.sellado_en) == eslabon.huella


def _ver_hueco(revision: Revision, esperada: int, posicion: int) -> None:
    if posicion == esperada + 1:
        revision.decir(f"Falta el eslabón {esperada}.")
    elif posicion > esperada:
        revision.decir(f"Faltan los eslabones {esperada} a {posicion - 1}.")


def _ver_sin_eslabon(revision: Revision) -> None:
    """Rows that came after their time are not sealed: somebody put them among the others."""
    piso = _piso()
    revision.por_sellar = _sin_eslabon(piso).count()
    intrusos = _sin_eslabon(0).filter(pk__lte=piso).order_by("pk").values_list("pk", flat=True)
    for pk in intrusos.iterator():
        revision.decir(_insertado(pk, "no tiene eslabón"))


def _insertado(pk: int, como: str) -> str:
    return f"El registro {pk} fue insertado entre otros ya sellados: {como}."


class _Orden:
    """What the sealer never does: seal a row below those that were closed long before.

    A row put among old ones cannot have its link among theirs; it may have one at the end.
    """

    def __init__(self) -> None:
        self._margen = timedelta(0) if connection.vendor == "sqlite" else 2 * TARDANZA
        # When the links that are not old enough were sealed, and the last row of each batch.
        self._recientes: deque[tuple[datetime, int]] = deque()
        self._piso = 0

    def intruso(self, eslabon: Eslabon) -> bool:
        """Whether the row of the next link came after its time."""
        hasta = eslabon.sellado_en - self._margen
        while self._recientes and self._recientes[0][0] <= hasta:
            self._piso = max(self._piso, self._recientes.popleft()[1])
        if eslabon.bitacora_id < self._piso:
            return True
        ultimo = 0
        if self._recientes and self._recientes[-1][0] == eslabon.sellado_en:
            ultimo = self._recientes.pop()[1]
        self._recientes.append((eslabon.sellado_en, max(ultimo, eslabon.bitacora_id)))
        return False


def _nombrar(roturas: list[Rotura]) -> list[str]:
    """What happened to each link that does not close; two rows that changed places are one."""
    frases: dict[int, str] = {rotura.eslabon.posicion: rotura.frase for rotura in roturas}
    for una, otra in combinations((r for r in roturas if r.fila), 2):
        if _era_de(una, otra) and _era_de(otra, una):
            frases.pop(otra.eslabon.posicion, None)
            frases[una.eslabon.posicion] = (
                f"Los registros {una.eslabon.bitacora_id} y {otra.eslabon.bitacora_id} fueron "
                f"cambiados de lugar (eslabones {una.eslabon.posicion} y {otra.eslabon.posicion})."
            )
    return list(frases.values())


def _era_de(rotura: Rotura, otra: Rotura) -> bool:
    """What the row of `otra` says now is what the link of `rotura` sealed."""
    fila = otra.fila or {}
    return _cierra(rotura.eslabon, rotura.anterior, fila) or _cierra(
        rotura.eslabon, rotura.anterior, {**fila, "id": rotura.eslabon.bitacora_id}
    )


def _sin_eslabon(piso: int) -> QuerySet[Bitacora]:
    tiene = Exists(Eslabon.objects.filter(bitacora_id=OuterRef("pk")))
    return Bitacora.objects.filter(~tiene, pk__gt=piso)


def _piso() -> int:
    """Up to this row nobody can be late. SQLite writes one transaction at a time: none ever is."""
    cerrados = Eslabon.objects.order_by("-posicion")
    if connection.vendor != "sqlite":
        cerrados = cerrados.filter(sellado_en__lt=Now() - TARDANZA)
    # The last ones are enough, however long the chain: nobody passes so many others.
    cerrados = cerrados[:LOTE]
    return cerrados.aggregate(piso=Max("bitacora_id"))["piso"] or 0


def _ultima_posicion() -> int:
    filas = Correlativo.objects.filter(ambito=AMBITO, anio=0)
    return filas.values_list("ultimo", flat=True).first() or 0
