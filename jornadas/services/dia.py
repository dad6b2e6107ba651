"""The day itself: prepared, opened, closed, or not held."""

from collections.abc import Sequence

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.reglas import exigir as exigir_reglas
from comun.texto import limpiar
from comun.transitions import anotar, move
from convocatorias.models import Actividad
from cuentas.selectors import rebajadas
from cuentas.services import Dicho, dejar_constancias
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
def decir_del_dia(*, jornada: Jornada, dichos: Sequence[Dicho], por: Usuario) -> None:
    """Leave word of what only a person saw on the day (rules of level A, fuente 000).

    Raises:
        ConstanciaInvalida: one of them has no evidence or reason, or a day to come.
    """
    acceso.exigir(por, Permiso.DIRIGIR_JORNADA, jornada.servicio_id)
    actividad = jornada.actividad
    dejar_constancias(cuenta=actividad.cuenta, dichos=dichos, por=por, objeto=str(actividad.pk))


@transaction.atomic
def cerrar_jornada(*, jornada: Jornada, por: Usuario, dichos: Sequence[Dicho] = ()) -> None:
    """End the day, with at least one person registered and word of what nobody else can tell.

    Raises:
        ReglaIncumplida: R58, or nobody left word of R14, R16, R68, R69, R70, R73, R77 or R88.
        ConstanciaInvalida: as in `decir_del_dia`.
    """
    decir_del_dia(jornada=jornada, dichos=dichos, por=por)
    ahora = reloj.ahora()
    hechos = selectors.hechos_al_cerrar(jornada)
    exigir_reglas(reglas.AL_CERRAR, hechos, ahora.date(), rebajadas(jornada.actividad.cuenta))
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
