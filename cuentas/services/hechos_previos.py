"""What already happened outside the portal, in an account that began elsewhere."""

from datetime import date

from django.db import IntegrityError, transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.transitions import anotar
from cuentas.models import CuentaPublica, HechoPrevio
from cuentas.services.constancias import exigir_dia_del_hecho, exigir_no_anulada
from servicios.models import Usuario


@transaction.atomic
def anotar_hecho_previo(
    *,
    cuenta: CuentaPublica,
    tipo: str,
    fecha: date,
    evidencia: str,
    motivo: str,
    por: Usuario,
    url: str = "",
) -> HechoPrevio:
    """Record what happened outside the portal, with its day, what shows it, and why it is not here.

    It is written once: nobody changes or deletes it.

    Raises:
        ErrorDominio: the account is annulled, the day is to come or before the account's year,
            nothing shows it, there is no reason, or that fact is recorded already.
    """
    exigir_no_anulada(cuenta)
    revisar_hecho_previo(cuenta=cuenta, tipo=tipo, fecha=fecha, evidencia=evidencia, motivo=motivo)
    try:
        with transaction.atomic():
            hecho = HechoPrevio.objects.create(
                cuenta=cuenta,
                tipo=tipo,
                fecha=fecha,
                evidencia=evidencia.strip(),
                url=url,
                motivo=motivo.strip(),
                registrado_por=por,
                registrado_en=reloj.ahora(),
            )
    except IntegrityError:
        raise _repetido() from None
    datos = {"tipo": tipo, "fecha": fecha.isoformat()}
    anotar(hecho, "anotar_hecho_previo", por=por, datos=datos)
    return hecho


def revisar_hecho_previo(
    *, cuenta: CuentaPublica, tipo: str, fecha: date, evidencia: str, motivo: str
) -> None:
    """Refuse what could not be recorded, before the person confirms it.

    Raises:
        ErrorDominio: as `anotar_hecho_previo`, and in which field.
    """
    exigir_dia_del_hecho(cuenta, fecha)
    if not evidencia.strip():
        raise ErrorDominio("Escriba qué lo muestra.", "evidencia")
    if not motivo.strip():
        raise ErrorDominio("Escriba por qué no se hizo en el portal.", "motivo")
    if cuenta.hechos_previos.filter(tipo=tipo).exists():
        raise _repetido()


def _repetido() -> ErrorDominio:
    return ErrorDominio(
        "Ese hecho ya está anotado y no se cambia. Si tiene un error, déjelo dicho en una "
        "constancia.",
        "tipo",
    )
