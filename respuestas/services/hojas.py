"""The code of each printed sheet: ours if it verifies, without a table of those handed out."""

import secrets
import unicodedata
from typing import Any

from comun.campos import hmac_de
from comun.errores import ErrorDominio
from comun.transitions import anotar
from cuentas.models import CuentaPublica
from respuestas.models import Consulta

#: Without those that a hand or an eye takes for another (0 O Q, 1 I L, 5 S, 8 B, U V Y, 2 Z): 23,
#: a prime, so that the check character tells every changed letter and every two swapped.
ALFABETO_DE_HOJAS = "2346789ACDEFGHJKMNPRTWX"
AL_AZAR, SELLO = 6, 2
LARGO = AL_AZAR + SELLO + 1
MAXIMO_HOJAS = 200

_ADORNOS = str.maketrans("", "", "-\u2010\u2011\u2012\u2013\u2014\u2212._\u200b\u200c\u200d\ufeff")


class HojaIngresada(ErrorDominio):
    """The sheet was typed before: `consulta` is what came of it."""

    def __init__(self, consulta: Consulta) -> None:
        super().__init__(
            f"Esa hoja ya se ingresó: tiene el folio {consulta.folio}. Ábralo para compararlo, o "
            "revise el código de la hoja que tiene en la mano.",
            "hoja",
        )
        self.consulta = consulta


def hojas_nuevas(*, cuenta: CuentaPublica, cuantas: int, por: Any) -> list[str]:
    """The codes of that many sheets to print, none twice, none already typed.

    Raises:
        ErrorDominio: fewer than one, or more than fit in one file.
    """
    if not 1 <= cuantas <= MAXIMO_HOJAS:
        raise ErrorDominio(f"Puede imprimir entre 1 y {MAXIMO_HOJAS} hojas cada vez.", "cuantas")
    codigos: set[str] = set()
    while len(codigos) < cuantas:
        codigos |= {codigo_de_hoja(cuenta) for _ in range(cuantas - len(codigos))}
        codigos -= set(Consulta.objects.filter(hoja__in=codigos).values_list("hoja", flat=True))
    anotar(cuenta, "imprimir_hojas", por=por, datos={"cuantas": cuantas})
    return sorted(codigos)


def codigo_de_hoja(cuenta: CuentaPublica, azar: str = "") -> str:
    """A code of that account: six letters at random, two that only we can write, and the check."""
    azar = azar or "".join(secrets.choice(ALFABETO_DE_HOJAS) for _ in range(AL_AZAR))
    cuerpo = azar + _sello(cuenta, azar)
    return cuerpo + _control(cuerpo)


def leer_codigo(cuenta: CuentaPublica, texto: str) -> str:
    """The code that was typed, whatever its capitals, hyphens and spaces; "" if nothing was.

    Raises:
        ErrorDominio: it is not written like one, a letter was changed, or it is of another
            account or service.
    """
    plano = _escrito(texto)
    if plano and codigo_de_hoja(cuenta, plano[:AL_AZAR]) != plano:
        raise ErrorDominio(_de_donde_es(cuenta, plano), "hoja")
    return plano


def _escrito(texto: str) -> str:
    """What was typed as a code that could be one; "" if nothing was."""
    plano = "".join(unicodedata.normalize("NFKC", texto[:80]).translate(_ADORNOS).split()).upper()
    if not plano:
        return ""
    ajenas = sorted(set(plano) - set(ALFABETO_DE_HOJAS))
    if len(plano) == LARGO and ajenas and plano.isascii() and plano.isalnum():
        raise ErrorDominio(
            f"El código de una hoja nunca lleva {' ni '.join(ajenas)}. Compárelo con la hoja.",
            "hoja",
        )
    if len(plano) != LARGO or ajenas:
        raise ErrorDominio(
            f"El código de la hoja tiene {LARGO} letras y números, en tres grupos. Está arriba, "
            "junto al cuadrado. Si la hoja no tiene código, deje el espacio en blanco.",
            "hoja",
        )
    if _control(plano[:-1]) != plano[-1]:
        raise ErrorDominio(
            "El código tiene alguna letra o número cambiado. Compárelo con la hoja.", "hoja"
        )
    return plano


def _de_donde_es(cuenta: CuentaPublica, codigo: str) -> str:
    """What to do with a sheet that is not of this account."""
    for otra in CuentaPublica.objects.exclude(pk=cuenta.pk).order_by("-anio_gestion"):
        if codigo_de_hoja(otra, codigo[:AL_AZAR]) == codigo:
            return (
                f"Esa hoja se imprimió para la cuenta {otra.anio_gestion}, y esta es la "
                f"{cuenta.anio_gestion}. Ingrésela en esa cuenta. Si la persona la usó para "
                "esta, deje el código en blanco."
            )
    return (
        f"El código está bien escrito, pero esa hoja no es de {cuenta.servicio.nombre}. Vea en la "
        "hoja de qué servicio es. Si es una copia sin código válido, deje el espacio en blanco."
    )


def revisar_hoja(cuenta: CuentaPublica, texto: str) -> str:
    """The code typed, of a sheet that nobody typed before.

    Raises:
        ErrorDominio: as `leer_codigo`.
        HojaIngresada: it has a folio already.
    """
    codigo = leer_codigo(cuenta, texto)
    previa = (
        Consulta.objects.filter(hoja=codigo).select_related("cuenta").first() if codigo else None
    )
    if previa is not None:
        raise HojaIngresada(previa)
    return codigo


def _sello(cuenta: CuentaPublica, azar: str) -> str:
    numero = int(hmac_de(cuenta.servicio_id, f"hoja:{cuenta.pk}:{azar}")[:12], 16)
    base = len(ALFABETO_DE_HOJAS)
    return ALFABETO_DE_HOJAS[numero // base % base] + ALFABETO_DE_HOJAS[numero % base]


def _control(cuerpo: str) -> str:
    suma = sum(peso * ALFABETO_DE_HOJAS.index(letra) for peso, letra in enumerate(cuerpo, start=1))
    return ALFABETO_DE_HOJAS[suma % len(ALFABETO_DE_HOJAS)]
