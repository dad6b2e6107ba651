"""Token buckets: how many times in an hour, counted in the database (RELIABILITY P23).

A bucket holds as many tokens as its quota, and fills from empty in one hour, or in as long as it is
told. The hour is that of the database's real clock: moving the demo's date gives nobody more
attempts. Each question is one statement, so that two at once never take the same token, and nobody
waits for more than a row.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from comun.models import Balde
from comun.preparadas import ejecutar

LLENO_EN = timedelta(hours=1)
UN_DIA = timedelta(days=1)
#: What is queued waits at most this long, however many came before.
ESPERA_MAXIMA = timedelta(hours=24)
#: By then every bucket is full again, the most indebted one too: its row says nothing.
SE_GUARDAN = LLENO_EN + ESPERA_MAXIMA + timedelta(hours=1)

_DE_CADA_BASE = {
    "postgresql": {
        "ahora": "statement_timestamp()",
        "segundos": "extract(epoch from statement_timestamp() - b.actualizado_en)",
        "menor": "least",
        "mayor": "greatest",
    },
    "sqlite": {
        "ahora": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')",
        "segundos": "(julianday('now') - julianday(b.actualizado_en)) * 86400",
        "menor": "min",
        "mayor": "max",
    },
}
#: A power cut may give back the tokens of its last second: nobody waits for the disk for them. It
#: lasts as long as the statement, which is alone in its transaction.
_SIN_ESPERAR_AL_DISCO = "SET LOCAL synchronous_commit TO off; "
# A new row has all its tokens but the one taken, so that `excluded.fichas + 1` is its quota.
_HAY = (
    "{menor}(excluded.fichas + 1, b.fichas"
    " + (excluded.fichas + 1) * {mayor}(0, {segundos}) / {lleno})"
)
_TOMAR = f"""
INSERT INTO comun_balde AS b (clave, fichas, actualizado_en) VALUES {{filas}}
ON CONFLICT (clave) DO UPDATE
SET fichas = {_HAY} - 1, actualizado_en = {{mayor}}(b.actualizado_en, excluded.actualizado_en)
WHERE {_HAY} >= 1
RETURNING clave
"""  # noqa: S608
_RESERVAR = f"""
INSERT INTO comun_balde AS b (clave, fichas, actualizado_en) VALUES {{filas}}
ON CONFLICT (clave) DO UPDATE
SET fichas = {{mayor}}({_HAY} - 1, %s),
    actualizado_en = {{mayor}}(b.actualizado_en, excluded.actualizado_en)
RETURNING fichas
"""  # noqa: S608


def tomar(cuotas: Mapping[str, int], lleno_en: timedelta = LLENO_EN) -> set[str]:
    """Take a token of each bucket, and name those that had none.

    `cuotas` is how many per hour, by key; a key is a hash, at most 64 characters. A bucket that is
    empty stays as it was: insisting does not make the wait longer.

    Call outside a transaction: inside of one the rows stay locked until it ends, and whoever asks
    for the same keys waits; if it fails, the tokens come back. `pedir_avisos` (seguimiento) wants
    that: its key is of one mailbox, and a mail that could not be queued is not counted.

    With `lleno_en`, at most a day, they are how many in that time; a key is always asked for with
    the same one.
    """
    # In one order, or two statements could hold each other's row.
    filas = sorted(cuotas.items())
    if not filas:
        return set()
    sola = connection.vendor == "postgresql" and not connection.in_atomic_block
    antes = _SIN_ESPERAR_AL_DISCO if sola else ""
    return cuotas.keys() - {
        clave for (clave,) in _pedir(_TOMAR, filas, antes=antes, lleno_en=lleno_en)
    }


def reservar(clave: str, por_hora: int) -> timedelta:
    """Take a token of the future when there is none, and say how long it is until then.

    Who asks is never refused: they wait in line, at most `ESPERA_MAXIMA`. Inside the transaction
    of what is queued, which gives the token back if it fails.
    """
    maxima = -por_hora * (ESPERA_MAXIMA / LLENO_EN)
    [(fichas,)] = _pedir(_RESERVAR, [(clave, por_hora)], maxima)
    return LLENO_EN * max(0.0, -fichas / por_hora)


def devolver(claves: Collection[str]) -> None:
    """Put back the tokens that were taken for something that was not done."""
    if claves:
        Balde.objects.filter(clave__in=claves).update(fichas=F("fichas") + 1)


def espera(cuotas: Mapping[str, int]) -> timedelta:
    """How long until each of these buckets has a token."""
    faltan = [timedelta(0)]
    for balde in Balde.objects.filter(clave__in=cuotas).annotate(ahora=Now()):
        por_ficha = LLENO_EN / cuotas[balde.clave]
        faltan.append((1 - balde.fichas) * por_ficha - (balde.ahora - balde.actualizado_en))
    return max(faltan)


def quedan(clave: str) -> int | None:
    """The tokens that were left when the last one was taken; None where none ever was."""
    fichas = Balde.objects.filter(clave=clave).values_list("fichas", flat=True).first()
    return None if fichas is None else max(0, int(fichas))


def vaciar() -> int:
    """Erase the buckets that are full again, and say how many they were."""
    return Balde.objects.filter(actualizado_en__lt=Now() - SE_GUARDAN).delete()[0]


def _pedir(
    sentencia: str,
    filas: list[tuple[str, int]],
    *otros: float,
    antes: str = "",
    lleno_en: timedelta = LLENO_EN,
) -> list[tuple[Any, ...]]:
    de_la_base = _DE_CADA_BASE[connection.vendor]
    fila = f"(%s, %s, {de_la_base['ahora']})"
    lleno = lleno_en.total_seconds()
    sql = sentencia.format(filas=", ".join([fila] * len(filas)), lleno=lleno, **de_la_base)
    datos = [dato for clave, por_hora in filas for dato in (clave, por_hora - 1.0)]
    return ejecutar(sql, [*datos, *otros], antes=antes)
