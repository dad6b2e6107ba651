"""What may be believed of a date or a number that somebody typed."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator

PRIMER_DIA = date(1980, 1, 1)
ULTIMO_DIA = date(2100, 12, 31)
_LEJOS = "Revise el año: va de 1980 a 2100."
#: For the date fields of the forms: beyond them the terms run off the calendar.
FECHA_CREIBLE = (
    MinValueValidator(PRIMER_DIA, message=_LEJOS),
    MaxValueValidator(ULTIMO_DIA, message=_LEJOS),
)
#: Figures of the largest number that any database keeps as an identifier, and one less.
CIFRAS = 18


def entero(texto: str) -> int | None:
    """`texto` as a number that can be an identifier or a year; None if it is not one.

    `isdigit` takes "²", which `int` refuses, and `int` itself refuses 5,000 figures.
    """
    return int(texto) if texto.isdecimal() and len(texto) <= CIFRAS else None
