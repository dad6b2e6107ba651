"""The account is suspended or planned anew, and taken up again: facts with a public reason."""

from datetime import date

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.formato import fecha_larga
from comun.transitions import anotar
from cuentas import selectors
from cuentas.models import CuentaPublica, Interrupcion
from servicios.models import Usuario

Tipo = Interrupcion.Tipo


@transaction.atomic
def suspender_cuenta(
    *, cuenta: CuentaPublica, motivo: str, desde: date, por: Usuario
) -> Interrupcion:
    """Tell that the account is suspended: until it is taken up again, no call is sent.

    Raises:
        ErrorDominio: the account is not open or is suspended already, there is no reason, or
            the day is to come or falls before it was published or what was told last.
    """
    return _interrumpir(cuenta, Tipo.SUSPENDIDA, "suspender_cuenta", motivo, desde, por)


@transaction.atomic
def replanificar_cuenta(
    *, cuenta: CuentaPublica, motivo: str, desde: date, por: Usuario
) -> Interrupcion:
    """Tell that the plan of the account is being changed (R174, fuente 002).

    Raises:
        ErrorDominio: the account is not open or is being planned anew already, there is no
            reason, or the day is to come or falls before it was published or what was told last.
    """
    return _interrumpir(cuenta, Tipo.EN_REPLANIFICACION, "replanificar_cuenta", motivo, desde, por)


@transaction.atomic
def reanudar_cuenta(*, cuenta: CuentaPublica, hasta: date, por: Usuario) -> Interrupcion:
    """Take the account up again; that it was interrupted stays told.

    Raises:
        ErrorDominio: nothing interrupts it, or the day is to come or before it began.
    """
    vigente = _vigente_bajo_llave(cuenta)
    if vigente is None:
        raise ErrorDominio(
            "La cuenta no está suspendida ni en replanificación. Recargue la página para ver "
            "cómo quedó."
        )
    _exigir_dia(cuenta, hasta, vigente)
    _terminar(vigente, hasta, por)
    anotar(
        cuenta,
        "reanudar_cuenta",
        por=por,
        datos={"hasta": hasta.isoformat(), "termina": vigente.tipo},
    )
    return vigente


def exigir_sin_suspension(cuenta: CuentaPublica) -> None:
    """For what a suspended account does not do: calling people.

    Raises:
        ErrorDominio: since when it is suspended, and that it must be taken up again first.
    """
    vigente = selectors.interrupcion_vigente(cuenta)
    if vigente is not None and vigente.suspende:
        raise ErrorDominio(
            f"La cuenta está {vigente}: mientras tanto no se envían convocatorias. "
            "Reanúdela primero en «Datos y fechas»."
        )


def exigir_en_curso(cuenta: CuentaPublica) -> None:
    """For what ends an account that ran to its end.

    Raises:
        ErrorDominio: it is suspended or being planned anew.
    """
    vigente = _vigente_bajo_llave(cuenta)
    if vigente is not None:
        raise ErrorDominio(f"La cuenta está {vigente}. Reanúdela antes de cerrarla.")


def terminar_si_hay(cuenta: CuentaPublica, por: Usuario) -> None:
    """An account that is annulled is no longer suspended from that day on."""
    vigente = _vigente_bajo_llave(cuenta)
    if vigente is not None:
        _terminar(vigente, max(reloj.hoy(cuenta.servicio.zona), vigente.desde), por)


def _interrumpir(
    cuenta: CuentaPublica, tipo: Tipo, accion: str, motivo: str, desde: date, por: Usuario
) -> Interrupcion:
    """End what lasts, if it is of the other kind, and begin this one the same day."""
    vigente = _vigente_bajo_llave(cuenta)
    if cuenta.estado != CuentaPublica.Estado.ABIERTA:
        raise ErrorDominio(
            "Solo se suspende o se replanifica una cuenta abierta al público. Esta está "
            f"{cuenta.get_estado_display()}: publíquela o reábrala primero."
        )
    if not motivo.strip():
        raise ErrorDominio("Escriba el motivo: se publica.")
    if vigente is not None and vigente.tipo == tipo:
        raise ErrorDominio(f"La cuenta ya está {vigente}. Reanúdela antes de anotarlo de nuevo.")
    _exigir_dia(cuenta, desde, vigente or cuenta.interrupciones.first())
    if vigente is not None:
        _terminar(vigente, desde, por)
    nueva = Interrupcion.objects.create(
        cuenta=cuenta, tipo=tipo, motivo=motivo.strip(), desde=desde, registrada_por=por
    )
    termina = {"termina": vigente.tipo} if vigente else {}
    anotar(cuenta, accion, por=por, datos={"desde": desde.isoformat(), **termina})
    return nueva


def _vigente_bajo_llave(cuenta: CuentaPublica) -> Interrupcion | None:
    """What interrupts the account; nobody else changes it until the transaction ends."""
    con_llave = CuentaPublica.objects.select_for_update()
    cuenta.refresh_from_db(fields=["estado"], from_queryset=con_llave)
    return selectors.interrupcion_vigente(cuenta)


def _exigir_dia(cuenta: CuentaPublica, dia: date, anterior: Interrupcion | None) -> None:
    """Neither to come, nor before the account was public or the fact that was told last."""
    hoy = reloj.hoy(cuenta.servicio.zona)
    if dia > hoy:
        raise ErrorDominio(
            f"Ese día aún no llega: hoy es {fecha_larga(hoy)}. Elija este día o uno anterior."
        )
    publicada = _dia_de_apertura(cuenta)
    if publicada is not None and dia < publicada:
        raise ErrorDominio(
            f"La cuenta se publicó el {fecha_larga(publicada)}. Elija ese día o uno posterior."
        )
    if anterior is None:
        return
    limite = anterior.hasta or anterior.desde
    if dia < limite:
        raise ErrorDominio(
            f"La cuenta {'estuvo' if anterior.hasta else 'está'} {anterior}. Elija el "
            f"{fecha_larga(limite)} o un día posterior."
        )


def _dia_de_apertura(cuenta: CuentaPublica) -> date | None:
    """Before it was public nobody was told of its dates: there was nothing to interrupt."""
    if cuenta.abierta_en is None:
        return None
    return cuenta.abierta_en.astimezone(cuenta.servicio.zona).date()


def _terminar(vigente: Interrupcion, hasta: date, por: Usuario) -> None:
    vigente.hasta, vigente.terminada_por = hasta, por
    vigente.save(update_fields=["hasta", "terminada_por"])
