"""Use cases of an activity's plan: write it and announce it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from comun import reloj
from comun.errores import ErrorDominio
from comun.plazos import HoraImposible, local
from comun.reglas import exigir
from comun.texto import en_una_linea, plegar
from comun.transitions import anotar, move
from convocatorias import reglas, selectors
from convocatorias.models import Actividad, BloquePrograma, Tema
from convocatorias.services.espera import llamar_a_la_espera
from convocatorias.services.programadas import detener_envio
from cuentas.models import CuentaPublica
from servicios.models import Comuna, Servicio, Usuario

#: What stays as announced once people were called: moving is a use case of its own.
CUANDO_Y_DONDE = ("fecha", "hora_inicio", "hora_termino", "lugar", "direccion", "comuna")
#: While it is so, each change of the plan is asked for what announcing it was.
ANUNCIADAS = (Actividad.Estado.PROGRAMADA, Actividad.Estado.SUSPENDIDA)
#: What the page of a call says when its sending, which was scheduled, stops.
SE_MOVIO = "La actividad cambió de día, de hora o de lugar. Revise el texto y programe otro envío."


@transaction.atomic
def guardar_actividad(
    *,
    cuenta: CuentaPublica,
    por: Usuario | None,
    actividad: Actividad | None = None,
    programa: Sequence[tuple[str, int]] | None = None,
    temas: Iterable[str] | None = None,
    **datos: Any,
) -> Actividad:
    """Create an activity of the account, or change the plan of the one given.

    `programa`: blocks as (name, minutes), in order; `temas`: names of topics; None leaves them as
    they are. A call scheduled for it goes back to preparation if when or where changes.

    Raises:
        ErrorDominio: it was called off; somebody was already called or enrolled (then `mover`
            changes when and where, and tells them); the end comes before the beginning; that day
            is past; or the clocks skip that hour or repeat it.
        ReglaIncumplida: it is announced and would lose its date, hour, place or comuna (R11), or
            go where another regional activity of the year is (R145).
    """
    nueva = actividad is None
    actividad = como_esta(actividad, cuenta) if actividad else Actividad(cuenta=cuenta)
    if actividad.estado == Actividad.Estado.ANULADA:
        raise ErrorDominio("Esta actividad está anulada y ya no se puede cambiar.")
    se_mueve = not nueva and cambia(actividad, datos, CUANDO_Y_DONDE)
    cambia_el_dia = nueva or cambia(actividad, datos, ("fecha", "hora_inicio"))
    cambia_de_tipo = cambia(actividad, datos, ("tipo",))
    if se_mueve and actividad.vigente:
        _exigir_que_nadie_la_espere(actividad)
        actividad.secuencia += 1
    for campo, valor in datos.items():
        setattr(actividad, campo, valor)
    if nueva:
        actividad.slug = _slug_libre(cuenta, actividad.nombre)
    revisar_horas(actividad)
    if cambia_el_dia:
        exigir_futura(actividad)
    # What was called keeps when and where, and its type says whether R145 looks at it.
    if actividad.estado in ANUNCIADAS or (actividad.vigente and cambia_de_tipo):
        exigir_anunciable(actividad)
    actividad.save()
    _guardar_lo_que_lleva(actividad, programa, temas)
    if se_mueve:
        detener_envio(actividad=actividad, porque=SE_MOVIO, por=por)
    llamar_a_la_espera(actividad)  # there may be more seats
    anotar(actividad, "crear_actividad" if nueva else "editar_actividad", por=por)
    return actividad


def _guardar_lo_que_lleva(
    actividad: Actividad,
    programa: Sequence[tuple[str, int]] | None,
    temas: Iterable[str] | None,
) -> None:
    if programa is not None:
        _guardar_programa(actividad, programa)
    if temas is not None:
        actividad.temas.set(_temas(actividad.servicio, temas))


def _exigir_que_nadie_la_espere(actividad: Actividad) -> None:
    """Who was told of it must be told of the change: `mover` does it, in the same step."""
    con = "Para cambiar la fecha, la hora o el lugar use «Mover la actividad», que les avisa."
    if actividad.estado == Actividad.Estado.CONVOCADA:
        raise ErrorDominio(f"Ya se convocó a esta actividad. {con}")
    if selectors.por_avisar(actividad).exists():
        raise ErrorDominio(f"Ya hay personas inscritas en esta actividad. {con}")


def como_esta(actividad: Actividad, cuenta: CuentaPublica) -> Actividad:
    """As it is now: its call may have gone out by itself after the page was read."""
    con_llave = Actividad.objects.select_for_update(no_key=True)
    actividad.refresh_from_db(from_queryset=con_llave)
    actividad.cuenta = cuenta
    return actividad


def cambia(actividad: Actividad, datos: dict[str, Any], campos: Iterable[str]) -> bool:
    return any(c in datos and datos[c] != getattr(actividad, c) for c in campos)


def _slug_libre(cuenta: CuentaPublica, nombre: str) -> str:
    base = slugify(nombre)[:50].strip("-") or "actividad"
    filas = Actividad.objects.filter(cuenta=cuenta, slug__startswith=base)
    ocupados = {"nueva", *filas.values_list("slug", flat=True)}
    if base not in ocupados:
        return base
    return next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in ocupados)


def revisar_horas(actividad: Actividad) -> None:
    inicio, termino = actividad.hora_inicio, actividad.hora_termino
    if inicio and termino and termino <= inicio:
        raise ErrorDominio(
            "La hora de término debe ser posterior a la de inicio.", campo="hora_termino"
        )
    if not (actividad.fecha and actividad.comuna):
        return
    for campo, hora in (("hora_inicio", inicio), ("hora_termino", termino)):
        try:
            if hora is not None:
                local(actividad.fecha, hora, actividad.comuna.zona)
        except HoraImposible as error:
            raise ErrorDominio(str(error), campo) from None


def exigir_anunciable(actividad: Actividad) -> None:
    """Its date, hour and place (R11), where no other regional activity of the year is (R145)."""
    if actividad.cuenta.es_regional and actividad.comuna_id:
        # The activity first, as whoever edits it does; then the comuna: of two services that
        # announce there at once, the second one sees the first.
        Actividad.objects.select_for_update(no_key=True).filter(pk=actividad.pk).first()
        Comuna.objects.select_for_update(no_key=True).get(pk=actividad.comuna_id)
    hechos = reglas.Hechos(
        es_regional=actividad.cuenta.es_regional,
        fecha=actividad.fecha,
        hora_inicio=actividad.hora_inicio,
        lugar=actividad.lugar,
        comuna=actividad.comuna.nombre if actividad.comuna else "",
        **selectors.en_su_comuna(actividad),
    )
    exigir(reglas.PARA_PROGRAMAR, hechos, reloj.hoy())


def _guardar_programa(actividad: Actividad, programa: Sequence[tuple[str, int]]) -> None:
    BloquePrograma.objects.filter(actividad=actividad).delete()
    BloquePrograma.objects.bulk_create(
        BloquePrograma(actividad=actividad, orden=orden, nombre=nombre, minutos=minutos)
        for orden, (nombre, minutos) in enumerate(programa, start=1)
    )


def _temas(servicio: Servicio, nombres: Iterable[str]) -> list[Tema]:
    """The topics of the service with those names: those that are new are added to its list."""
    pedidos = {plegar(nombre): en_una_linea(nombre) for nombre in nombres if nombre.strip()}
    Tema.objects.bulk_create(
        [
            Tema(servicio=servicio, nombre=nombre[:80], nombre_plegado=plegado[:80])
            for plegado, nombre in pedidos.items()
        ],
        ignore_conflicts=True,
    )
    return list(Tema.objects.filter(servicio=servicio, nombre_plegado__in=pedidos))


@transaction.atomic
def programar_actividad(*, actividad: Actividad, por: Usuario | None) -> None:
    """Announce the activity: it appears on the public page of the account.

    Raises:
        ReglaIncumplida: without date, hour, place or comuna (R11, fuente 000); or where another
            regional activity of the year is (R145, fuente 000).
        ErrorDominio: its day is past.
    """
    como_esta(actividad, actividad.cuenta)
    exigir_anunciable(actividad)
    exigir_futura(actividad)
    move(actividad, Actividad.Estado.PROGRAMADA, accion="programar_actividad", por=por)


def exigir_futura(actividad: Actividad) -> None:
    if actividad.inicio is None:
        paso = actividad.fecha is not None and actividad.fecha < reloj.hoy(actividad.zona)
    else:
        paso = actividad.inicio <= reloj.ahora()
    if paso:
        raise ErrorDominio(
            "La fecha y la hora ya pasaron. Elija una fecha por venir.", campo="fecha"
        )
