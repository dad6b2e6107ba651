"""The legal clock written a second time, to hold the first against it.

It shares nothing with `comun.plazos`: no code, no table of holidays, no time-zone database, not
even the calendar of the standard library. Days are numbered; the holidays are written down law by
law; a term is a position in the list of all the days that count; and the offsets are those of the
decrees. `python tests/comun/segunda_implementacion.py` prints plazos_dorados.csv.

Years 2023 to 2034. Laws: 2.977 (the old feasts), 3.810 (12 October), 18.018 (1 May), 18.432
(29 June), 19.668 (which moves those two), 20.148 (16 July), 20.215 (17 and 20 September beside a
weekend), 20.299 (31 October), 20.663 (Arica y Parinacota), 20.768 (Chillán and Chillán Viejo),
20.983 (2 January and 17 September beside a Sunday or Saturday), 21.357 (the winter solstice).
"""

import csv
import math
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

COLUMNAS = ("desde", "dias", "tipo", "antes", "comuna", "extras", "esperado")
PRIMER_ANIO, ULTIMO_ANIO = 2023, 2034
LUNES, MARTES, MIERCOLES, JUEVES, VIERNES, SABADO, DOMINGO = range(7)


# ── Days as numbers ──


def numero(anio: int, mes: int, dia: int) -> int:
    """The Julian day number of a date of the Gregorian calendar (Fliegel and Van Flandern)."""
    a = (14 - mes) // 12
    y, m = anio + 4800 - a, mes + 12 * a - 3
    return dia + (153 * m + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400 - 32045


def texto(jdn: int) -> str:
    """That day as AAAA-MM-DD."""
    a = jdn + 32044
    b = (4 * a + 3) // 146097
    c = a - 146097 * b // 4
    d = (4 * c + 3) // 1461
    e = c - 1461 * d // 4
    m = (5 * e + 2) // 153
    anio, mes, dia = (
        100 * b + d - 4800 + m // 10,
        m + 3 - 12 * (m // 10),
        e - (153 * m + 2) // 5 + 1,
    )
    return f"{anio:04}-{mes:02}-{dia:02}"


def leer(fecha: str) -> int:
    return numero(*(int(parte) for parte in fecha.split("-")))


def dia_de_semana(jdn: int) -> int:
    return jdn % 7  # day 0 was a Monday


# ── Holidays, law by law ──


def domingo_de_resurreccion(anio: int) -> int:
    """Gauss's rule with the constants of 1900 to 2099."""
    d = (19 * (anio % 19) + 24) % 30
    e = (2 * (anio % 4) + 4 * (anio % 7) + 6 * d + 5) % 7
    dia = 22 + d + e
    if dia == 57 or (dia == 56 and d == 28 and anio % 19 > 10):
        dia -= 7
    return numero(anio, 3, dia) if dia <= 31 else numero(anio, 4, dia - 31)


_PERIODICOS = (
    (485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186),
    (182, 27.85, 445267.112), (156, 73.14, 45036.886), (136, 171.52, 22518.443),
    (77, 222.54, 65928.934), (74, 296.72, 3034.906), (70, 243.58, 9037.513),
    (58, 119.81, 33718.147), (52, 297.17, 150.678), (50, 21.02, 2281.226),
    (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417),
    (18, 155.12, 67555.328), (17, 288.79, 4562.452), (16, 198.04, 62894.029),
    (14, 199.76, 31436.921), (12, 95.39, 14577.848), (12, 287.11, 31931.756),
    (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074),
)  # fmt: skip


def solsticio_de_junio(anio: int) -> float:
    """The instant as a Julian date in UTC, to about a minute (Meeus, ch. 27)."""
    y = (anio - 2000) / 1000
    medio = 2451716.56767 + y * (365241.62603 + y * (0.00325 + y * (0.00888 - y * 0.00030)))
    t = (medio - 2451545) / 36525
    w = math.radians(35999.373 * t - 2.47)
    suma = sum(a * math.cos(math.radians(b + c * t)) for a, b, c in _PERIODICOS)
    dinamico = medio + 0.00001 * suma / (1 + 0.0334 * math.cos(w) + 0.0007 * math.cos(2 * w))
    return dinamico - 69.2 / 86400


def dia_del_solsticio(anio: int) -> int:
    """The civil day of the solstice in Chile, four hours behind UTC in June (Ley 21.357)."""
    return math.floor(solsticio_de_junio(anio) + 0.5 - 4 / 24)


def al_lunes(jdn: int) -> int:
    """Ley 19.668: Tuesday to Thursday go back to that week's Monday, Friday on to the next."""
    dia = dia_de_semana(jdn)
    if dia in (MARTES, MIERCOLES, JUEVES):
        return jdn - dia
    return jdn + 3 if dia == VIERNES else jdn


def al_viernes(jdn: int) -> int:
    """Ley 20.299: a Tuesday goes back to the Friday before, a Wednesday on to the next."""
    return jdn + {MARTES: -4, MIERCOLES: 2}.get(dia_de_semana(jdn), 0)


def feriados_nacionales(anio: int) -> set[int]:
    pascua = domingo_de_resurreccion(anio)
    dias = {pascua - 2, pascua - 1, dia_del_solsticio(anio)}
    fijos = "1-1 5-1 5-21 7-16 8-15 9-18 9-19 11-1 12-8 12-25"
    for mes, dia in (fijo.split("-") for fijo in fijos.split()):
        dias.add(numero(anio, int(mes), int(dia)))
    dias.add(al_lunes(numero(anio, 6, 29)))
    dias.add(al_lunes(numero(anio, 10, 12)))
    dias.add(al_viernes(numero(anio, 10, 31)))
    for mes, dia, cuando in (
        (1, 2, (LUNES,)),
        (9, 17, (LUNES, VIERNES)),
        (9, 20, (VIERNES,)),
    ):
        jdn = numero(anio, mes, dia)
        if dia_de_semana(jdn) in cuando:
            dias.add(jdn)
    return dias


def feriados_del_territorio(anio: int, comuna: str) -> set[int]:
    if comuna[:2] == "15":
        return {numero(anio, 6, 7)}
    if comuna in ("16101", "16103"):
        return {numero(anio, 8, 20)}
    return set()


def leer_extras(extras: str, comuna: str) -> set[int]:
    """`2027-07-07/07101 2027-07-08/` for a comuna (or a region) and for the whole country."""
    dias = set()
    for extra in extras.split():
        fecha, territorio = extra.split("/")
        if territorio in ("", comuna, comuna[:2]):
            dias.add(leer(fecha))
    return dias


# ── Terms ──


def dias_que_cuentan(tipo: str, comuna: str, extras: str) -> list[int]:
    """Every day of the years in the table that counts, in order."""
    inhabiles = leer_extras(extras, comuna)
    for anio in range(PRIMER_ANIO, ULTIMO_ANIO + 1):
        inhabiles |= feriados_nacionales(anio) | feriados_del_territorio(anio, comuna)
    todos = range(numero(PRIMER_ANIO, 1, 1), numero(ULTIMO_ANIO, 12, 31) + 1)
    if tipo == "corridos":
        return list(todos)
    return [
        dia for dia in todos if dia_de_semana(dia) not in (SABADO, DOMINGO) and dia not in inhabiles
    ]


def vence(desde: str, dias: int, tipo: str, antes: bool, comuna: str, extras: str) -> str:
    """The last day of the term: the n-th of those that count, after the start or before it."""
    if not dias:
        return desde
    cuentan, inicio = dias_que_cuentan(tipo, comuna, extras), leer(desde)
    if antes:
        return texto(cuentan[bisect_left(cuentan, inicio) - dias])
    return texto(cuentan[bisect_right(cuentan, inicio) + dias - 1])


# ── The end of a local day ──


def primer_domingo_desde(anio: int, mes: int, dia: int) -> int:
    jdn = numero(anio, mes, dia)
    return jdn + (DOMINGO - dia_de_semana(jdn)) % 7


def horas_de_verano(minuto: int, anio: int) -> bool:
    """Whether the clocks of most of Chile are forward at that minute of UTC.

    They go back at 24:00 of the first Saturday of April, which by summer time is 03:00 of Sunday
    in UTC, and forward at 24:00 of the first Saturday of September, by winter time 04:00; the
    island changes with them.
    """
    termina = primer_domingo_desde(anio, 4, 2) * 1440 + 3 * 60
    empieza = primer_domingo_desde(anio, 9, 2) * 1440 + 4 * 60
    return not termina <= minuto < empieza


def desfase(minuto: int, anio: int, comuna: str) -> int:
    """Hours behind UTC there and then. `minuto` counts from midnight UTC of day 0."""
    if comuna[:2] == "12":
        return 3
    # Aysén stayed on summer time when it should have ended in April 2025.
    if comuna[:2] == "11" and minuto >= numero(2025, 3, 20) * 1440:
        return 3
    base = 6 if comuna == "05201" else 4
    return base - horas_de_verano(minuto, anio)


def cierra(fecha: str, comuna: str) -> str:
    """The first minute of UTC at which the local calendar shows a later day."""
    medianoche = (leer(fecha) + 1) * 1440
    anio = int(fecha[:4])
    for minuto in range(medianoche, medianoche + 8 * 60):
        if (minuto - desfase(minuto, anio, comuna) * 60) // 1440 > leer(fecha):
            return f"{texto(minuto // 1440)}T{minuto // 60 % 24:02}:{minuto % 60:02}Z"
    raise AssertionError(fecha)


# ── The cases ──

#: Starts worth a look in each year: before feasts, around weekends, at the ends of things.
ANCLAS = "01-01 02-28 03-25 04-30 05-28 06-17 07-15 08-13 09-15 10-09 10-26 12-23 12-31"
#: Days, unit and direction, dealt out to those starts in turn.
MANERAS = (
    (30, "corridos", False), (45, "habiles", False), (15, "corridos", True), (1, "habiles", False),
    (15, "habiles", False), (1, "habiles", True), (45, "corridos", False), (5, "habiles", True),
    (30, "habiles", False), (15, "habiles", True), (2, "habiles", False),
)  # fmt: skip
#: Start, days, unit, backwards, comuna, extras.
A_MANO = (
    # The examples of the guide for 28 May 2027.
    "2027-05-28 30 corridos - 07101", "2027-05-28 45 corridos - 07101",
    "2027-05-28 45 habiles - 07101", "2027-05-28 15 corridos antes 07101",
    "2027-05-28 0 corridos - 07101", "2027-05-30 0 habiles antes 07101",
    # 29 February, from it, to it and across it.
    "2028-02-28 1 corridos - 13101", "2028-02-28 1 habiles - 13101",
    "2028-02-29 1 corridos - 13101", "2028-02-29 15 habiles - 13101",
    "2028-03-01 1 corridos antes 13101", "2028-03-01 1 habiles antes 13101",
    "2028-02-29 45 corridos antes 13101", "2024-02-15 15 corridos - 13101",
    "2024-02-28 2 habiles - 13101", "2032-01-30 30 corridos - 13101",
    "2027-02-28 1 corridos - 13101", "2028-02-29 366 corridos - 13101",
    # Monday 2 January, which is a holiday; 31 December, which is not.
    "2033-12-30 1 habiles - 13101", "2034-01-03 1 habiles antes 13101",
    "2022-12-31 0 habiles - 13101", "2023-01-01 1 habiles - 13101",
    "2026-12-30 1 habiles - 13101", "2027-12-30 1 habiles - 13101",
    "2027-12-30 2 habiles - 13101", "2028-01-03 2 habiles antes 13101",
    # A long term across years.
    "2027-12-01 250 habiles - 13101", "2028-12-01 250 habiles antes 13101",
    "2027-01-01 365 corridos - 13101", "2028-01-01 365 corridos - 13101",
)  # fmt: skip


def casos() -> Iterator[tuple[str, int, str, bool, str, str]]:
    """Every term of the table: start, days, unit, backwards, comuna, additional holidays."""
    for fila in A_MANO:
        desde, dias, tipo, antes, comuna = fila.split()
        yield desde, int(dias), tipo, antes == "antes", comuna, ""
    vuelta = 0
    for anio in range(2024, 2033):
        for ancla in ANCLAS.split():
            for _ in range(3):
                dias, tipo, antes = MANERAS[vuelta % len(MANERAS)]
                yield f"{anio}-{ancla}", dias, tipo, antes, "13101", ""
                vuelta += 1
    yield from _alrededor_de_los_movibles()
    yield from _de_una_parte_del_pais()


def _alrededor_de_los_movibles() -> Iterator[tuple[str, int, str, bool, str, str]]:
    """One working day on and back from the feasts that the law moves, year by year."""
    for anio in range(PRIMER_ANIO, ULTIMO_ANIO):
        for mes, dia in ((6, 20), (6, 29), (9, 18), (10, 12), (10, 31)):
            jdn = numero(anio, mes, dia)
            yield texto(jdn - 5), 3, "habiles", False, "13101", ""
            yield texto(jdn + 5), 3, "habiles", True, "13101", ""
        pascua = domingo_de_resurreccion(anio)
        yield texto(pascua - 4), 2, "habiles", False, "13101", ""
        yield texto(pascua + 1), 2, "habiles", True, "13101", ""


def _de_una_parte_del_pais() -> Iterator[tuple[str, int, str, bool, str, str]]:
    for anio in range(2024, 2033):
        for comuna in ("15101", "15201", "15", "01101"):
            yield f"{anio}-06-06", 1, "habiles", False, comuna, ""
        yield f"{anio}-06-08", 1, "habiles", True, "15202", ""
        for comuna in ("16101", "16103", "16102", "16"):
            yield f"{anio}-08-19", 1, "habiles", False, comuna, ""
    # Elections, which the whole country keeps; and what a region or one comuna keeps alone.
    for desde, extras in (
        ("2028-10-26", "2028-10-27/"),
        ("2029-11-15", "2029-11-16/"),
        ("2027-07-05", "2027-07-06/ 2027-07-07/07"),
        ("2027-07-05", "2027-07-06/07101"),
        ("2027-07-05", "2027-07-06/07101 2027-07-07/07201 2027-07-08/"),
        ("2024-09-18", "2024-09-21/12 2024-09-23/12101"),
        ("2027-05-28", "2027-05-31/12201 2027-06-01/05201 2027-06-02/11201"),
        ("2027-12-27", "2027-12-31/"),
        ("2027-05-20", "2027-05-21/"),
    ):
        for comuna in ("07101", "07201", "12101", "05201", "11201"):
            yield desde, 2, "habiles", False, comuna, extras
            yield desde, 2, "corridos", False, comuna, extras


#: Nights on which the clocks change, around them, and plain ones.
NOCHES = """
2024-04-05 2024-04-06 2024-04-07 2024-09-07 2025-04-05 2025-09-06 2026-04-03 2026-04-04 2026-04-05
2026-09-04 2026-09-05 2026-09-06 2027-04-02 2027-04-03 2027-04-04 2027-06-04 2027-07-12 2027-09-03
2027-09-04 2027-09-05 2027-12-31 2028-02-28 2028-02-29 2028-04-01 2028-09-02 2029-12-31 2030-04-06
2031-09-06
"""
COMUNAS = ("13101", "05201", "11201", "12101")


def tabla() -> list[tuple[str, ...]]:
    """The rows of plazos_dorados.csv. One of `cierre` has no days: it is when that day is over."""
    filas = []
    for caso in dict.fromkeys(casos()):
        desde, dias, tipo, antes, comuna, extras = caso
        esperado = vence(desde, dias, tipo, antes, comuna, extras)
        filas.append((desde, str(dias), tipo, "sí" if antes else "", comuna, extras, esperado))
    for noche in NOCHES.split():
        for comuna in COMUNAS:
            filas.append((noche, "", "cierre", "", comuna, "", cierra(noche, comuna)))
    return filas


if __name__ == "__main__":
    escritor = csv.writer(sys.stdout, lineterminator="\n")
    escritor.writerow(COLUMNAS)
    escritor.writerows(tabla())
