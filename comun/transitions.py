"""The one door through which a state changes, and the one that writes the log."""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from django.db import models, transaction

from comun import reloj
from comun.errores import TransicionInvalida
from comun.models import Bitacora
from comun.preparadas import insertar


def anotar(
    objeto: models.Model,
    accion: str,
    *,
    por: Any = None,
    desde: str = "",
    hasta: str = "",
    datos: dict[str, Any] | None = None,
) -> None:
    """Write one row of the bitácora. `datos` holds ids, dates and codes: never personal data."""
    insertar(
        Bitacora(
            momento=reloj.ahora(),
            servicio_id=getattr(objeto, "servicio_id", None),
            actor_id=getattr(por, "pk", None),
            accion=accion,
            objeto_tipo=objeto._meta.label_lower,
            objeto_id=objeto.pk,
            desde=desde,
            hasta=hasta,
            datos=datos or {},
        )
    )


def quienes(accion: str, modelo: type[models.Model], ids: Iterable[int]) -> set[int]:
    """The people who did `accion` to those objects, ever: the bitácora forgets nobody."""
    filas = Bitacora.objects.filter(
        accion=accion, objeto_tipo=modelo._meta.label_lower, objeto_id__in=list(ids)
    )
    actores = filas.order_by().values_list("actor_id", flat=True).distinct()
    return {actor for actor in actores if actor is not None}


def move(
    objeto: Any,
    hacia: str,
    *,
    accion: str,
    por: Any = None,
    datos: dict[str, Any] | None = None,
    bitacora: bool = True,
    si: dict[str, Any] | None = None,
    **campos: Any,
) -> None:
    """Move `objeto` to the state `hacia` and log it, in one transaction.

    The guarded update makes two people who press the same button at once one change and one
    refusal. `campos` are stored in the same statement (dates, authors). The model declares
    `TRANSICIONES: dict[from, set[to]]`. `bitacora=False` is for hops of a machine that no person
    decides and whose outcome the row itself tells (the outbox). `si` adds conditions to the guard.

    Raises:
        TransicionInvalida: the table forbids it, or somebody moved the object before.
    """
    modelo = type(objeto)
    desde = objeto.estado
    if hacia not in modelo.TRANSICIONES.get(desde, ()):
        raise TransicionInvalida(_no_se_puede(objeto, desde, hacia))
    guardia = modelo._base_manager.filter(pk=objeto.pk, estado=desde, **(si or {}))
    # One statement is a transaction by itself: a queue that moves thousands saves two round trips.
    with transaction.atomic() if bitacora else nullcontext():
        if not guardia.update(estado=hacia, **campos):
            raise TransicionInvalida(
                "Otra persona cambió esto hace un momento. Recargue la página para ver cómo quedó."
            )
        for campo, valor in {"estado": hacia, **campos}.items():
            setattr(objeto, campo, valor)
        if bitacora:
            anotar(objeto, accion, por=por, desde=desde, hasta=hacia, datos=datos)


def move_lote(filas: models.QuerySet, desde: set[str], hacia: str, **campos: Any) -> int:
    """Move many rows in one guarded statement, without log: hops of a machine over a queue.

    Returns how many moved; the ones that somebody moved before stay as they are.
    """
    tabla = filas.model.TRANSICIONES  # type: ignore[attr-defined]
    if any(hacia not in tabla.get(estado, ()) for estado in desde):
        raise ValueError(f"{filas.model._meta.label}: no transition from {desde} to {hacia}.")
    return filas.filter(estado__in=desde).update(estado=hacia, **campos)


def _no_se_puede(objeto: Any, desde: str, hacia: str) -> str:
    etiquetas = dict(type(objeto).Estado.choices)
    nombre = objeto._meta.verbose_name
    return (
        f"No se puede pasar de «{etiquetas.get(desde, desde)}» a «{etiquetas.get(hacia, hacia)}» "
        f"({nombre}). Recargue la página para ver su estado actual."
    )
