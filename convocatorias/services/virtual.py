"""Use cases of the virtual window: write it, publish it, make it longer."""

from datetime import date

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.formato import fecha_larga
from comun.reglas import Veredicto, exigir
from comun.transitions import anotar
from convocatorias import reglas, selectors
from convocatorias.models import ProcesoVirtual
from cuentas.models import CuentaPublica
from cuentas.selectors import hechos as hechos_de_cuenta
from servicios.models import Usuario


@transaction.atomic
def guardar_proceso(
    *,
    cuenta: CuentaPublica,
    inicio: date,
    termino: date,
    instrucciones: str,
    motivo_duracion: str = "",
    por: Usuario | None,
) -> ProcesoVirtual:
    """Write the window of an account; once published, only its text (and `ampliar` its end).

    Raises:
        ErrorDominio: the last day comes before the first, or published dates would change.
        ReglaIncumplida: it would begin after the activity (R45, fuente 000).
    """
    if termino < inicio:
        raise ErrorDominio("El último día no puede ser anterior al primero.", campo="termino")
    proceso = selectors.proceso_de(cuenta)
    nuevo = proceso is None
    proceso = proceso or ProcesoVirtual(cuenta=cuenta)
    if proceso.publicado_en and (inicio, termino) != (proceso.inicio, proceso.termino):
        raise ErrorDominio(
            "Estas fechas ya se publicaron. Para agregar días use «Ampliar la participación»."
        )
    proceso.cuenta = cuenta
    proceso.inicio, proceso.termino = inicio, termino
    proceso.instrucciones = instrucciones
    proceso.motivo_duracion = motivo_duracion.strip()
    exigir((reglas.R45,), selectors.hechos_de_proceso(proceso), reloj.hoy())
    proceso.save()
    anotar(
        proceso,
        "crear_proceso_virtual" if nuevo else "editar_proceso_virtual",
        por=por,
        datos={"inicio": f"{inicio:%Y-%m-%d}", "termino": f"{termino:%Y-%m-%d}"},
    )
    return proceso


@transaction.atomic
def publicar_proceso(*, proceso: ProcesoVirtual, por: Usuario | None) -> None:
    """Announce the window, its dates and those of the answers, before it opens.

    Raises:
        ErrorDominio: the account is not open, the window is over, or it lasts less than
            recommended and no reason is written (R48, fuente 000).
        ReglaIncumplida: without published report (R27), dates of the answers of both processes
            (R52, R104, R105) within the norm's limit (R108), text and dates (R47, R51); or it
            begins after the activity (R45). All fuente 000.
    """
    cuenta = proceso.cuenta
    if proceso.publicado_en:
        return
    if cuenta.estado != CuentaPublica.Estado.ABIERTA:
        raise ErrorDominio("La cuenta no está abierta. Ábrala antes de publicar la participación.")
    if reloj.ahora() >= proceso.cierra_en:
        raise ErrorDominio("El último día ya pasó. Cambie las fechas antes de publicar.")
    hoy = reloj.hoy(proceso.servicio.zona)
    hechos = selectors.hechos_de_proceso(proceso)
    exigir(reglas.DE_LA_VENTANA, hechos, hoy)
    _exigir_fechas_de_respuesta(cuenta, proceso.termino, hoy)
    corta = reglas.R48.evaluar(hechos, hoy)
    if corta.veredicto is Veredicto.NO_CUMPLE and not proceso.motivo_duracion:
        raise ErrorDominio(f"{corta.mensaje} ({reglas.R48.cita})")
    proceso.publicado_en = reloj.ahora()
    proceso.save(update_fields=["publicado_en"])
    anotar(
        proceso,
        "publicar_proceso_virtual",
        por=por,
        datos={"inicio": f"{proceso.inicio:%Y-%m-%d}", "termino": f"{proceso.termino:%Y-%m-%d}"},
    )


def _exigir_fechas_de_respuesta(cuenta: CuentaPublica, termino: date, hoy: date) -> None:
    ancla = selectors.ancla(cuenta)
    exigir(reglas.DE_LA_CUENTA, hechos_de_cuenta(cuenta, ancla), hoy)
    comprometida = cuenta.respuesta_virtual
    if comprometida is not None and comprometida <= termino:
        raise ErrorDominio(
            f"La fecha comprometida para responder, {fecha_larga(comprometida)}, no puede ser "
            f"anterior al último día de participación, {fecha_larga(termino)}. Cambie una de las "
            "dos."
        )


@transaction.atomic
def ampliar(*, proceso: ProcesoVirtual, termino: date, por: Usuario | None) -> None:
    """Add days to a window; what was announced is never shortened.

    Raises:
        ErrorDominio: the new last day is not later, is past, or comes after the committed answers.
        ReglaIncumplida: an answer date would no longer fit (R108, fuente 000).
    """
    if termino <= proceso.termino:
        raise ErrorDominio(
            f"La participación ya se anunció hasta el {fecha_larga(proceso.termino)}. "
            "Solo se puede ampliar: elija un día posterior."
        )
    hoy = reloj.hoy(proceso.servicio.zona)
    if termino < hoy:
        raise ErrorDominio("El nuevo último día ya pasó. Elija hoy o un día posterior.")
    antes = proceso.termino
    proceso.termino = termino
    proceso.save(update_fields=["termino"])
    if proceso.publicado_en:
        _exigir_fechas_de_respuesta(proceso.cuenta, termino, hoy)
    anotar(
        proceso,
        "ampliar_proceso_virtual",
        por=por,
        datos={"antes": f"{antes:%Y-%m-%d}", "ahora": f"{termino:%Y-%m-%d}"},
    )
