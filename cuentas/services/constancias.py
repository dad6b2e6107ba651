"""Word that a named person leaves of what the portal cannot see (level A of the guide)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from comun import archivos, reloj
from comun.errores import ErrorDominio
from comun.formato import fecha_larga
from comun.requisitos import REQUISITOS
from comun.transitions import anotar
from cuentas.models import Constancia, CuentaPublica
from servicios.models import Usuario


@dataclass(frozen=True)
class Dicho:
    """What a person says of one rule: that it was done, on what evidence, or why it was not."""

    regla: str
    cumplida: bool
    fecha: date
    texto: str
    url: str = ""
    archivo: bytes | None = None


class ConstanciaInvalida(ErrorDominio):
    """One of several cannot be left. `regla` says which."""

    def __init__(self, regla: str, error: ErrorDominio) -> None:
        super().__init__(error.mensaje, error.campo)
        self.regla = regla


def dejar_constancia(
    *,
    cuenta: CuentaPublica,
    regla: str,
    cumplida: bool,
    fecha: date,
    texto: str,
    por: Usuario,
    objeto: str = "",
    url: str = "",
    archivo: bytes | None = None,
) -> Constancia:
    """Leave word of one rule; the last word of a rule and an object stands.

    `objeto` is "" for the account, or the key of an activity for what belongs to its day.

    Raises:
        ErrorDominio: the account is annulled, the day is to come or before the account's year,
            or there is no evidence or reason.
    """
    dicho = Dicho(regla, cumplida, fecha, texto, url, archivo)
    return dejar_constancias(cuenta=cuenta, dichos=[dicho], por=por, objeto=objeto)[0]


@transaction.atomic
def dejar_constancias(
    *, cuenta: CuentaPublica, dichos: Sequence[Dicho], por: Usuario, objeto: str = ""
) -> list[Constancia]:
    """Leave word of several rules at once: all of them, or none.

    Raises:
        ErrorDominio: the account is annulled.
        ConstanciaInvalida: as in `dejar_constancia`, and for which rule.
    """
    exigir_no_anulada(cuenta)
    return [_dejar(cuenta, dicho, objeto, por) for dicho in dichos]


def _dejar(cuenta: CuentaPublica, dicho: Dicho, objeto: str, por: Usuario) -> Constancia:
    try:
        _exigir_dicho(cuenta, dicho)
        archivo = archivos.guardar_evidencia(dicho.archivo) if dicho.archivo is not None else None
    except ErrorDominio as error:
        raise ConstanciaInvalida(dicho.regla, error) from None
    constancia = Constancia.objects.create(
        cuenta=cuenta,
        regla=dicho.regla,
        objeto=objeto,
        cumplida=dicho.cumplida,
        fecha=dicho.fecha,
        texto=dicho.texto.strip(),
        url=dicho.url,
        archivo=archivo,
        dada_por=por,
        registrada_en=reloj.ahora(),
    )
    datos = {"regla": dicho.regla, "objeto": objeto, "cumplida": dicho.cumplida}
    datos["fecha"] = dicho.fecha.isoformat()
    anotar(constancia, "dejar_constancia", por=por, datos=datos)
    return constancia


def _exigir_dicho(cuenta: CuentaPublica, dicho: Dicho) -> None:
    if dicho.regla not in REQUISITOS:
        raise ErrorDominio("Esa regla no existe. Recargue la página.")
    if not dicho.texto.strip():
        que = "qué muestra que se hizo" if dicho.cumplida else "por qué no se hizo"
        raise ErrorDominio(f"Escriba {que}.", "texto")
    exigir_dia_del_hecho(cuenta, dicho.fecha)


def exigir_dia_del_hecho(cuenta: CuentaPublica, dia: date) -> None:
    """A fact of the account is neither to come nor older than the year that it tells of."""
    hoy = reloj.hoy(cuenta.servicio.zona)
    if dia > hoy:
        raise ErrorDominio(
            f"Ese día aún no llega: hoy es {fecha_larga(hoy)}. Elija este día o uno anterior.",
            "fecha",
        )
    if dia.year < cuenta.anio_gestion:
        raise ErrorDominio(
            f"La cuenta es de la gestión {cuenta.anio_gestion}: la fecha no puede ser anterior "
            "a ese año.",
            "fecha",
        )


def exigir_no_anulada(cuenta: CuentaPublica) -> None:
    """What happened is recorded also in a closed account; an annulled one takes nothing more."""
    if cuenta.estado == CuentaPublica.Estado.ANULADA:
        raise ErrorDominio("La cuenta está anulada: ya no se anota nada en ella.")
