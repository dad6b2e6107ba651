"""The account itself: opened, configured with its norm, published, closed, annulled."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.formato import fecha_larga
from comun.reglas import exigir
from comun.transitions import anotar, move
from cuentas import reglas, selectors
from cuentas.models import (
    Capitulo,
    CuentaPublica,
    InformeCuenta,
)
from cuentas.services.interrupciones import exigir_en_curso, terminar_si_hay
from cuentas.services.norma import anotable, exigir_viva, norma_del_anio
from cuentas.services.tareas import crear_tareas
from servicios.models import Servicio, Usuario


@transaction.atomic
def abrir_cuenta(
    *,
    servicio: Servicio,
    anio_gestion: int,
    anio_ejercicio: int,
    responsable: Usuario,
    por: Usuario,
    ambito: str = "",
    modalidad: str = CuentaPublica.Modalidad.PRESENCIAL_VIRTUAL,
    motivo_modalidad: str = "",
    cargo: str = "",
    telefono: str = "",
    norma: Mapping[str, Any] | None = None,
) -> CuentaPublica:
    """Open the account of a year, with its norm, its tasks and its report of six empty sections.

    `norma` names the norm of that year (nombre, numero, fecha, url); its parameters come from
    the year before, or from the guide.

    Raises:
        ReglaIncumplida: the service has that account already (R1, fuente 000).
        ErrorDominio: the years are out of order, the modality needs a reason (R2), or the
            responsible person does not work in the service (R7).
    """
    existe = CuentaPublica.objects.filter(servicio=servicio, anio_gestion=anio_gestion).exists()
    hechos = reglas.Hechos(anio_gestion=anio_gestion, existe_otra=existe)
    exigir(reglas.PARA_ABRIR, hechos, reloj.hoy(servicio.zona))
    _exigir_anios(anio_gestion, anio_ejercicio)
    _exigir_motivo(modalidad, motivo_modalidad)
    _exigir_del_servicio(responsable, servicio)
    _completar_responsable(responsable, cargo, telefono, por)
    cuenta = _crear(
        CuentaPublica(
            servicio=servicio,
            anio_gestion=anio_gestion,
            anio_ejercicio=anio_ejercicio,
            ambito=ambito or servicio.ambito,
            modalidad=modalidad,
            motivo_modalidad=motivo_modalidad.strip(),
            norma=norma_del_anio(servicio, anio_gestion, norma or {}, por),
            responsable=responsable,
        )
    )
    _crear_informe(cuenta)
    anotar(cuenta, "abrir_cuenta", por=por, hasta=cuenta.estado, datos={"anio": anio_gestion})
    crear_tareas(cuenta=cuenta, por=por)
    return cuenta


def _crear(cuenta: CuentaPublica) -> CuentaPublica:
    try:
        with transaction.atomic():
            cuenta.save()
    except IntegrityError:
        raise ErrorDominio(
            f"Otra persona abrió la cuenta de {cuenta.anio_gestion} hace un momento. "
            "Ábrala desde la lista de cuentas."
        ) from None
    return cuenta


def _crear_informe(cuenta: CuentaPublica) -> None:
    informe = InformeCuenta.objects.create(cuenta=cuenta)
    Capitulo.objects.bulk_create(
        Capitulo(informe=informe, tipo=tipo, orden=orden)
        for orden, tipo in enumerate(Capitulo.Tipo.values, start=1)
    )


@transaction.atomic
def configurar_cuenta(
    *,
    cuenta: CuentaPublica,
    modalidad: str,
    motivo_modalidad: str,
    responsable: Usuario,
    por: Usuario,
    cargo: str = "",
    telefono: str = "",
) -> CuentaPublica:
    """Change the modality (R2) or the responsible person (R7, fuente 000) of a living account.

    Raises:
        ErrorDominio: the account is over, the modality needs a reason, or the person does not
            work in the service.
    """
    exigir_viva(cuenta)
    _exigir_motivo(modalidad, motivo_modalidad)
    _exigir_del_servicio(responsable, cuenta.servicio)
    _completar_responsable(responsable, cargo, telefono, por)
    antes = (cuenta.modalidad, cuenta.responsable_id)
    cuenta.modalidad = modalidad
    cuenta.motivo_modalidad = motivo_modalidad.strip()
    cuenta.responsable = responsable
    cuenta.save(update_fields=["modalidad", "motivo_modalidad", "responsable"])
    datos = {
        "modalidad": [antes[0], cuenta.modalidad],
        "responsable": [antes[1], cuenta.responsable_id],
    }
    anotar(cuenta, "configurar_cuenta", por=por, datos=datos)
    return cuenta


@transaction.atomic
def fijar_plazos(
    *,
    cuenta: CuentaPublica,
    respuesta_virtual: date | None,
    respuesta_presencial: date | None,
    por: Usuario,
    ancla: date | None = None,
) -> CuentaPublica:
    """Commit the dates of the answers (R52, R104, R105, fuente 000).

    `ancla` is the day of the last in-person activity, from which the terms are counted.

    Raises:
        ReglaIncumplida: a date is missing, or passes the maximum of the norm (R108).
        ErrorDominio: the account is over, or an answer comes before the activity.
    """
    exigir_viva(cuenta)
    antes = [cuenta.respuesta_virtual, cuenta.respuesta_presencial]
    cuenta.respuesta_virtual = respuesta_virtual
    cuenta.respuesta_presencial = respuesta_presencial
    try:
        exigir(reglas.DE_PLAZOS, selectors.hechos(cuenta, ancla), reloj.hoy(cuenta.servicio.zona))
        _exigir_despues(ancla, respuesta_presencial)
    except ErrorDominio:
        cuenta.respuesta_virtual, cuenta.respuesta_presencial = antes
        raise
    cuenta.save(update_fields=["respuesta_virtual", "respuesta_presencial"])
    datos = {
        "virtual": [anotable(antes[0]), anotable(respuesta_virtual)],
        "presencial": [anotable(antes[1]), anotable(respuesta_presencial)],
        "ancla": anotable(ancla),
    }
    anotar(cuenta, "fijar_plazos", por=por, datos=datos)
    return cuenta


def _exigir_despues(ancla: date | None, respuesta: date | None) -> None:
    if ancla and respuesta and respuesta < ancla:
        raise ErrorDominio(
            f"No se puede responder lo planteado en la jornada antes de ella: es el "
            f"{fecha_larga(ancla)}. Elija ese día o uno posterior."
        )


@transaction.atomic
def publicar_cuenta(*, cuenta: CuentaPublica, por: Usuario) -> CuentaPublica:
    """Open the account to everybody.

    Raises:
        ReglaIncumplida: the responsible person is incomplete (R7), there is no team (R8), an
            obligatory task has no owner (R9) or there is no communication strategy (R10). The
            norm of the service may lower them to warnings (fuente 000).
    """
    exigir(
        reglas.PARA_PUBLICAR_CUENTA,
        selectors.hechos(cuenta),
        reloj.hoy(cuenta.servicio.zona),
        selectors.rebajadas(cuenta),
    )
    move(
        cuenta,
        CuentaPublica.Estado.ABIERTA,
        accion="publicar_cuenta",
        por=por,
        abierta_en=reloj.ahora(),
    )
    return cuenta


@transaction.atomic
def cerrar_cuenta(*, cuenta: CuentaPublica, por: Usuario) -> CuentaPublica:
    """End the account; it stays public.

    Raises:
        ErrorDominio: it is suspended or being planned anew.
    """
    exigir_en_curso(cuenta)
    move(
        cuenta, CuentaPublica.Estado.CERRADA, accion="cerrar_cuenta", por=por,
        cerrada_en=reloj.ahora(),
    )  # fmt: skip
    return cuenta


@transaction.atomic
def reabrir_cuenta(*, cuenta: CuentaPublica, por: Usuario) -> CuentaPublica:
    """Take up again an account that was closed."""
    if cuenta.estado != CuentaPublica.Estado.CERRADA:
        raise ErrorDominio("Solo se reabre una cuenta cerrada. Recargue la página.")
    move(cuenta, CuentaPublica.Estado.ABIERTA, accion="reabrir_cuenta", por=por, cerrada_en=None)
    return cuenta


@transaction.atomic
def anular_cuenta(*, cuenta: CuentaPublica, motivo: str, por: Usuario) -> CuentaPublica:
    """Annul the account, with a reason that is public.

    Raises:
        ErrorDominio: there is no reason.
    """
    if not motivo.strip():
        raise ErrorDominio("Escriba el motivo de la anulación: se publica.")
    move(
        cuenta,
        CuentaPublica.Estado.ANULADA,
        accion="anular_cuenta",
        por=por,
        motivo_anulacion=motivo.strip(),
    )
    terminar_si_hay(cuenta, por)
    return cuenta


def _exigir_anios(gestion: int, ejercicio: int) -> None:
    if ejercicio < gestion:
        raise ErrorDominio(
            f"La cuenta de {gestion} no puede realizarse en {ejercicio}. "
            "Escriba ese año o uno posterior."
        )


def _exigir_motivo(modalidad: str, motivo: str) -> None:
    if modalidad != CuentaPublica.Modalidad.PRESENCIAL_VIRTUAL and not motivo.strip():
        raise ErrorDominio(
            "Se recomienda la modalidad presencial con apoyo virtual. "
            "Si elige otra, escriba por qué (R2)."
        )


def _exigir_del_servicio(persona: Usuario, servicio: Servicio) -> None:
    if not selectors.personas_del_servicio(servicio).filter(pk=persona.pk).exists():
        raise ErrorDominio(
            f"{persona} no trabaja en {servicio}. Súmela antes a las personas del servicio."
        )


def _completar_responsable(persona: Usuario, cargo: str, telefono: str, por: Usuario) -> None:
    """Write the post and telephone that R7 asks for, where they were given."""
    nuevos = {"cargo": cargo.strip(), "telefono": telefono.strip()}
    cambian = [c for c, valor in nuevos.items() if valor and getattr(persona, c) != valor]
    for campo in cambian:
        setattr(persona, campo, nuevos[campo])
    if cambian:
        persona.save(update_fields=cambian)
        anotar(persona, "completar_datos", por=por, datos={"campos": cambian})
