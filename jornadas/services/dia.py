"""The day itself: prepared, opened, closed, or not held."""

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.reglas import exigir as exigir_reglas
from comun.texto import limpiar
from comun.transitions import anotar, move
from convocatorias.models import Actividad
from jornadas import reglas, selectors
from jornadas.models import Jornada
from servicios import acceso
from servicios.models import Usuario
from servicios.permissions import Permiso


@transaction.atomic
def preparar_jornada(*, actividad: Actividad, por: Usuario) -> Jornada:
    """The day of an activity that goes on. Prepared twice, it is the same day.

    Raises:
        ErrorDominio: the activity has no date yet, or does not take place.
    """
    acceso.exigir(por, Permiso.DIRIGIR_JORNADA, actividad.servicio_id)
    previa = selectors.jornada_de(actividad)
    if previa:
        return previa
    if not actividad.vigente:
        raise ErrorDominio(
            f"La actividad está {actividad.get_estado_display()}. Prográmela con su fecha, hora y "
            "lugar, y vuelva a preparar la jornada."
        )
    jornada, nueva = Jornada.objects.get_or_create(
        actividad=actividad, defaults={"servicio": actividad.servicio}
    )
    if nueva:
        anotar(jornada, "preparar_jornada", por=por)
    return jornada


@transaction.atomic
def abrir_jornada(*, jornada: Jornada, por: Usuario) -> None:
    """Open the door; also again, after it was closed too soon."""
    acceso.exigir(por, Permiso.DIRIGIR_JORNADA, jornada.servicio_id)
    ahora = reloj.ahora()
    actividad = jornada.actividad
    move(
        jornada,
        Jornada.Estado.ABIERTA,
        accion="abrir_jornada",
        por=por,
        datos={"en_su_fecha": ahora.astimezone(actividad.zona).date() == actividad.fecha},
        abierta_en=jornada.abierta_en or ahora,
        cerrada_en=None,
    )


@transaction.atomic
def cerrar_jornada(*, jornada: Jornada, por: Usuario) -> None:
    """End the day, with at least one person registered (R58, fuente 000).

    Raises:
        ReglaIncumplida: R58.
    """
    acceso.exigir(por, Permiso.DIRIGIR_JORNADA, jornada.servicio_id)
    ahora = reloj.ahora()
    hechos = selectors.hechos(jornada)
    exigir_reglas(reglas.AL_CERRAR, hechos, ahora.date())
    move(
        jornada,
        Jornada.Estado.CERRADA,
        accion="cerrar_jornada",
        por=por,
        datos={"fichas": hechos.fichas},
        cerrada_en=ahora,
    )


@transaction.atomic
def no_realizada(*, jornada: Jornada, motivo: str, por: Usuario) -> None:
    """Record that the day did not take place, and why.

    Raises:
        ErrorDominio: there is no reason.
    """
    acceso.exigir(por, Permiso.DIRIGIR_JORNADA, jornada.servicio_id)
    limpio = limpiar(motivo).strip()
    if not limpio:
        raise ErrorDominio("Escriba por qué no se realizó. El motivo es público.")
    move(
        jornada,
        Jornada.Estado.NO_REALIZADA,
        accion="no_realizada",
        por=por,
        motivo_no_realizada=limpio,
    )
