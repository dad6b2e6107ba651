"""What may be told of answers without telling of somebody: nothing of fewer than five people."""

from collections.abc import Sequence

#: The least people that a published figure speaks of.
MINIMO = 5


def particion_publicable(conteos: Sequence[int], k: int = MINIMO) -> list[int | None]:
    """The counts of options of which each person chose one; None where it is not told.

    Those who did not answer are one of the options. A figure of fewer than `k` people is hidden,
    and with it the next smallest, until what is hidden cannot be had by subtraction.
    """
    ocultas = {i for i, n in enumerate(conteos) if 0 < n < k}
    if not ocultas:
        return list(conteos)
    resto = sorted((n, i) for i, n in enumerate(conteos) if n >= k)
    while resto and (len(ocultas) < 2 or sum(conteos[i] for i in ocultas) < k):
        ocultas.add(resto.pop(0)[1])
    if len(ocultas) < 2 or sum(conteos[i] for i in ocultas) < k:
        return [None for _ in conteos]
    return [None if i in ocultas else n for i, n in enumerate(conteos)]


def multiple_publicable(conteos: Sequence[int], *totales: int, k: int = MINIMO) -> list[int | None]:
    """The same where each person chose several: who did not choose one is a group too.

    `totales`: all who answered the survey, whose number is told, and those of this question.
    """
    return [
        None if 0 < n < k or any(0 < total - n < k for total in totales) else n for n in conteos
    ]
