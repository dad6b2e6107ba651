"""The checklist of an account: whose each task is, by when, and what shows that it was done."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from comun import archivos, reloj
from comun.errores import ErrorDominio, SinPermiso
from comun.transitions import anotar
from cuentas import selectors
from cuentas.catalogos import TAREAS
from cuentas.models import CuentaPublica, Tarea
from cuentas.services.constancias import exigir_no_anulada
from servicios.acceso import puede
from servicios.models import Usuario
from servicios.permissions import Permiso

YA_HECHA = "Esa tarea ya está hecha. Recargue la página para ver quién la hizo."


@transaction.atomic
def crear_tareas(*, cuenta: CuentaPublica, por: Usuario) -> list[Tarea]:
    """Give the account the tasks that it lacks: last year's, or the guide's (R9, fuente 000).

    Last year's come with the owners who still work in the service, and with as many days before
    the activity as they had. Safe to run twice: a task that is there stays as it is.
    """
    exigir_no_anulada(cuenta)
    anterior = _cuenta_anterior(cuenta)
    if anterior is None:
        nuevas = _de_la_guia(cuenta)
    else:
        nuevas = _copias(cuenta, anterior.tareas.order_by("orden", "pk"))
    hay = {tarea.codigo or tarea.nombre for tarea in cuenta.tareas.all()}
    creadas = Tarea.objects.bulk_create(
        tarea for tarea in nuevas if (tarea.codigo or tarea.nombre) not in hay
    )
    datos = {"tareas": len(creadas), "copiadas_de": anterior.pk if anterior else None}
    anotar(cuenta, "crear_tareas", por=por, datos=datos)
    return creadas


def _cuenta_anterior(cuenta: CuentaPublica) -> CuentaPublica | None:
    """The last account before this one that has tasks; an annulled one teaches nothing."""
    return (
        CuentaPublica.objects.filter(
            servicio=cuenta.servicio, anio_gestion__lt=cuenta.anio_gestion, tareas__isnull=False
        )
        .exclude(estado=CuentaPublica.Estado.ANULADA)
        .order_by("-anio_gestion")
        .first()
    )


def _de_la_guia(cuenta: CuentaPublica) -> list[Tarea]:
    return [
        Tarea(
            cuenta=cuenta,
            codigo=una.codigo,
            nombre=una.nombre,
            regla=una.regla,
            obligatoria=una.obligatoria,
            dias_antes=una.dias_antes,
            orden=orden,
        )
        for orden, una in enumerate(TAREAS, start=1)
    ]


def _copias(cuenta: CuentaPublica, suyas: Iterable[Tarea]) -> list[Tarea]:
    siguen = set(selectors.personas_del_servicio(cuenta.servicio).values_list("pk", flat=True))
    return [
        Tarea(
            cuenta=cuenta,
            codigo=una.codigo,
            nombre=una.nombre,
            regla=una.regla,
            obligatoria=una.obligatoria,
            responsable_id=una.responsable_id if una.responsable_id in siguen else None,
            dias_antes=una.dias_antes,
            vence=_otro_anio(una, cuenta),
            orden=una.orden,
        )
        for una in suyas
    ]


def _otro_anio(una: Tarea, cuenta: CuentaPublica) -> date | None:
    """A date that hung from no activity comes back on the same day of the year."""
    if una.vence is None or una.dias_antes is not None:
        return None
    anio = una.vence.year + cuenta.anio_gestion - una.cuenta.anio_gestion
    try:
        return una.vence.replace(year=anio)
    except ValueError:
        return una.vence.replace(year=anio, day=28)


@transaction.atomic
def agregar_tarea(
    *,
    cuenta: CuentaPublica,
    nombre: str,
    por: Usuario,
    responsable: Usuario | None = None,
    vence: date | None = None,
    dias_antes: int | None = None,
) -> Tarea:
    """Add a task of the service's own.

    Raises:
        ErrorDominio: the account is annulled, the task has no name or no such name is free, or
            the owner does not work in the service.
    """
    exigir_no_anulada(cuenta)
    nombre = _nombre_libre(cuenta, nombre)
    _exigir_del_servicio(cuenta, responsable)
    ultima = cuenta.tareas.order_by("-orden").first()
    tarea = Tarea.objects.create(
        cuenta=cuenta,
        nombre=nombre,
        responsable=responsable,
        vence=vence,
        dias_antes=dias_antes,
        orden=ultima.orden + 1 if ultima else 1,
    )
    anotar(tarea, "agregar_tarea", por=por, datos=_reparto(tarea))
    return tarea


@transaction.atomic
def editar_tarea(
    *,
    tarea: Tarea,
    nombre: str,
    responsable: Usuario | None,
    vence: date | None,
    dias_antes: int | None,
    por: Usuario,
) -> Tarea:
    """Change a task: whose it is and by when; the name only of the service's own.

    `vence` is a date that stands whatever the activity does; without it, the task is due
    `dias_antes` days before the activity. Where both are given, the days serve next year's copy.

    Raises:
        ErrorDominio: the account is annulled, the name is empty or taken, or the owner does not
            work in the service.
    """
    exigir_no_anulada(tarea.cuenta)
    tarea = Tarea.objects.select_for_update().get(pk=tarea.pk)
    antes = _reparto(tarea)
    if not tarea.codigo and nombre.strip() != tarea.nombre:
        tarea.nombre = _nombre_libre(tarea.cuenta, nombre)
    if responsable is not None and responsable.pk != tarea.responsable_id:
        _exigir_del_servicio(tarea.cuenta, responsable)
    tarea.responsable, tarea.vence, tarea.dias_antes = responsable, vence, dias_antes
    tarea.save(update_fields=["nombre", "responsable", "vence", "dias_antes"])
    anotar(tarea, "editar_tarea", por=por, datos={"antes": antes, "despues": _reparto(tarea)})
    return tarea


def asignar_tarea(
    *, tarea: Tarea, responsable: Usuario, por: Usuario, vence: date | None = None
) -> Tarea:
    """Say whose a task is (R9, fuente 000). See `asignar_tareas`."""
    asignar_tareas(
        cuenta=tarea.cuenta, tareas=[tarea], responsable=responsable, vence=vence, por=por
    )
    tarea.refresh_from_db()
    return tarea


@transaction.atomic
def asignar_tareas(
    *,
    cuenta: CuentaPublica,
    tareas: Sequence[Tarea],
    responsable: Usuario | None,
    por: Usuario,
    vence: date | None = None,
) -> int:
    """Say whose several tasks are, or by when, or both (R9, fuente 000); how many.

    Raises:
        ErrorDominio: the account is annulled, nothing was chosen, or the owner does not work in
            the service.
    """
    exigir_no_anulada(cuenta)
    if not tareas:
        raise ErrorDominio("Marque al menos una tarea de la lista.")
    if responsable is None and vence is None:
        raise ErrorDominio("Elija a quién se asignan, o una fecha.", "responsable")
    _exigir_del_servicio(cuenta, responsable)
    # Only what was chosen: the rest may have changed since the list was read.
    campos = {"responsable": responsable, "vence": vence}
    elegidos = {campo: valor for campo, valor in campos.items() if valor is not None}
    Tarea.objects.filter(pk__in=[tarea.pk for tarea in tareas]).update(**elegidos)
    datos = {
        "tareas": [tarea.pk for tarea in tareas],
        "persona": responsable.pk if responsable else None,
        "vence": vence.isoformat() if vence else None,
    }
    anotar(cuenta, "asignar_tareas", por=por, datos=datos)
    return len(tareas)


@transaction.atomic
def hacer_tarea(
    *, tarea: Tarea, evidencia: str, por: Usuario, archivo: bytes | None = None
) -> Tarea:
    """Say that a task is done, and what shows it.

    Raises:
        SinPermiso: it is somebody else's, and the person does not manage the tasks.
        ErrorDominio: the account is annulled, nothing shows it, or it was done before.
    """
    exigir_no_anulada(tarea.cuenta)
    _exigir_suya(tarea, por)
    if not evidencia.strip():
        raise ErrorDominio("Escriba qué muestra que la tarea está hecha.", "evidencia")
    campos = {"hecha_en": reloj.ahora(), "hecha_por": por, "evidencia": evidencia.strip()}
    if archivo is not None:
        campos["archivo"] = archivos.guardar_evidencia(archivo)
    if not Tarea.objects.filter(pk=tarea.pk, hecha_en=None).update(**campos):
        raise ErrorDominio(YA_HECHA)
    anotar(tarea, "hacer_tarea", por=por, datos={"con_archivo": archivo is not None})
    tarea.refresh_from_db()
    return tarea


@transaction.atomic
def deshacer_tarea(*, tarea: Tarea, por: Usuario) -> Tarea:
    """A task that was not done after all is pending again. What was written of it stays to edit.

    Raises:
        SinPermiso: it is somebody else's, and the person does not manage the tasks.
        ErrorDominio: the account is annulled, or it is pending already.
    """
    exigir_no_anulada(tarea.cuenta)
    _exigir_suya(tarea, por)
    hechas = Tarea.objects.filter(pk=tarea.pk, hecha_en__isnull=False)
    if not hechas.update(hecha_en=None, hecha_por=None):
        raise ErrorDominio("Esa tarea ya está pendiente. Recargue la página.")
    datos = {"hecha_en": tarea.hecha_en.isoformat() if tarea.hecha_en else None}
    anotar(tarea, "deshacer_tarea", por=por, datos=datos | {"hecha_por": tarea.hecha_por_id})
    tarea.refresh_from_db()
    return tarea


@transaction.atomic
def borrar_tarea(*, tarea: Tarea, por: Usuario) -> None:
    """Delete a task of the service's own that is not done.

    Raises:
        ErrorDominio: the account is annulled, the guide asks for it, or it is done.
    """
    exigir_no_anulada(tarea.cuenta)
    if tarea.codigo:
        raise ErrorDominio("Esta tarea viene de la guía: no se borra. Puede darla por hecha.")
    anotar(tarea, "borrar_tarea", por=por, datos=_reparto(tarea))
    if not Tarea.objects.filter(pk=tarea.pk, hecha_en=None).delete()[0]:
        raise ErrorDominio(YA_HECHA)


def _exigir_suya(tarea: Tarea, por: Usuario) -> None:
    if tarea.responsable_id == por.pk and puede(por, Permiso.HACER_TAREAS, tarea.servicio_id):
        return
    if not puede(por, Permiso.GESTIONAR_TAREAS, tarea.servicio_id):
        raise SinPermiso(
            "Esta tarea es de otra persona. La da por hecha quien la tiene a su cargo, o quien "
            "reparte las tareas de la cuenta."
        )


def _exigir_del_servicio(cuenta: CuentaPublica, persona: Usuario | None) -> None:
    if persona is None:
        return
    if not selectors.personas_del_servicio(cuenta.servicio).filter(pk=persona.pk).exists():
        raise ErrorDominio(
            f"{persona} no trabaja en {cuenta.servicio}. Súmela antes a las personas del servicio.",
            "responsable",
        )


def _nombre_libre(cuenta: CuentaPublica, nombre: str) -> str:
    nombre = nombre.strip()
    if not nombre:
        raise ErrorDominio("Escriba qué hay que hacer.", "nombre")
    if cuenta.tareas.filter(nombre__iexact=nombre).exists():
        raise ErrorDominio("Esa tarea ya está en la lista.", "nombre")
    return nombre


def _reparto(tarea: Tarea) -> dict[str, int | str | None]:
    return {
        "persona": tarea.responsable_id,
        "vence": tarea.vence.isoformat() if tarea.vence else None,
        "dias_antes": tarea.dias_antes,
    }
