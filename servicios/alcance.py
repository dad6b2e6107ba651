"""Tenancy: which services a piece of work may touch (django-scopes, made strict)."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from django.db import models
from django_scopes import scope, scopes_disabled
from django_scopes.manager import DisabledQuerySet

if TYPE_CHECKING:
    from servicios.models import Servicio


def alcance(*servicios: "Servicio") -> AbstractContextManager[None]:
    """Open the scope of one or more services.

    django-scopes reads None as "all services" and an empty list as "none, silently": both are
    refused here.

    Raises:
        ValueError: no service given, or None among them.
    """
    if not servicios or any(s is None for s in servicios):
        raise ValueError("A scope needs at least one service.")
    return scope(servicio=list(servicios) if len(servicios) > 1 else servicios[0])


@contextmanager
def todos_los_servicios() -> Iterator[None]:
    """For the few reads and sweeps that cross services: keys, the public home, the outbox."""
    with scopes_disabled():
        yield


def _sin_alcance(self: Any, *args: Any, **kwargs: Any) -> Any:
    return self.error()


def cerrar_agujeros() -> None:
    """Make the disabled queryset raise also where django-scopes 2.1 answers from all services."""
    for nombre in (
        "exists",
        "explain",
        "exclude",
        "alias",
        "defer",
        "distinct",
        "select_related",
        "prefetch_related",
        "in_bulk",
        "contains",
        "difference",
        "intersection",
        "bulk_update",
        "resolve_expression",
    ):
        setattr(DisabledQuerySet, nombre, _sin_alcance)

    def _query(self: Any) -> Any:
        return self.error()

    def _poner(self: Any, valor: Any) -> None:
        self._query = valor

    def none(self: Any) -> models.QuerySet:
        return models.QuerySet(model=self.model, using=self._db).none()

    # `Exists(qs)` and `Subquery(qs)` read `.query` directly.
    DisabledQuerySet.query = property(_query, _poner)
    DisabledQuerySet.none = none
