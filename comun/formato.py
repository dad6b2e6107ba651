"""Dates, hours and numbers in words of Chile, the same in pages, mails and documents.

Own tables of names: a page must not change with the locale of the machine.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

DIAS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


def _dia(valor: date) -> date:
    """The civil date; an instant is read in the active zone."""
    if isinstance(valor, datetime):
        return (timezone.localtime(valor) if timezone.is_aware(valor) else valor).date()
    return valor


def fecha_larga(valor: date) -> str:
    """`lunes 12 de julio de 2027`."""
    dia = _dia(valor)
    return f"{DIAS[dia.weekday()]} {fecha_sin_semana(dia)} de {dia.year}"


def fecha_sin_semana(valor: date) -> str:
    """`12 de julio`."""
    dia = _dia(valor)
    return f"{dia.day} de {MESES[dia.month - 1]}"


def fecha_corta(valor: date) -> str:
    """`12/07/2027`."""
    return f"{_dia(valor):%d/%m/%Y}"


def fecha_breve(valor: date) -> str:
    """`12 jul`."""
    dia = _dia(valor)
    return f"{dia.day} {MESES[dia.month - 1][:3]}"


def fecha_dia(valor: date) -> str:
    """`12`, for the number column."""
    return str(_dia(valor).day)


def fecha_mes(valor: date) -> str:
    """`jul, lun`, for the number column."""
    dia = _dia(valor)
    return f"{MESES[dia.month - 1][:3]}, {DIAS[dia.weekday()][:3]}"


def hora(valor: time | datetime) -> str:
    """`9:30`; an instant is read in the active zone."""
    if isinstance(valor, datetime) and timezone.is_aware(valor):
        valor = timezone.localtime(valor)
    return f"{valor.hour}:{valor.minute:02}"


def miles(valor: int | float | Decimal) -> str:
    """`1.234.567`, and `1.234,5` where there are decimals."""
    entero, _, decimales = f"{valor:,}".partition(".")
    return entero.replace(",", ".") + (f",{decimales}" if decimales.strip("0") else "")


def telefono(valor: str) -> str:
    """`+56 9 1234 5678`, `+56 2 2123 4500`, `+56 71 212 3400`; foreign ones as they are stored."""
    cifras = valor.removeprefix("+56")
    if cifras == valor or len(cifras) != 9 or not cifras.isdigit():
        return valor
    area = 1 if cifras[0] in "92" else 2
    return f"+56 {cifras[:area]} {cifras[area:-4]} {cifras[-4:]}"


def enumerar(cosas: Iterable[object]) -> str:
    """`a, b y c`, `12, 40 y 77`; `e` before the sound of i."""
    *primeras, ultima = [str(cosa) for cosa in cosas] or [""]
    if not primeras:
        return ultima
    y = "e" if ultima.lstrip("«").lower().startswith(("i", "hi")) else "y"
    return f"{', '.join(primeras)} {y} {ultima}"
