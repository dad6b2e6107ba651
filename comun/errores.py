"""Errors of the domain: what a person is told, in Spanish, when something cannot be done."""

from collections.abc import Sequence
from typing import Any


class ErrorDominio(Exception):
    """Something the portal refuses. `mensaje` says what happened and what to do.

    `campo` is what was typed wrong, if it is one thing: the form shows the sentence there.
    """

    def __init__(self, mensaje: str, campo: str | None = None) -> None:
        super().__init__(mensaje)
        self.mensaje = mensaje
        self.campo = campo


class ReglaIncumplida(ErrorDominio):
    """One or more blocking rules of the guide refuse the action.

    `reglas` lists pairs (Regla, Resultado), so that a page can cite each source.
    """

    def __init__(self, mensaje: str, reglas: Sequence[tuple[Any, Any]] = ()) -> None:
        super().__init__(mensaje)
        self.reglas = list(reglas)


class TransicionInvalida(ErrorDominio):
    """The object is no longer in a state from which this can be done."""


class EnvioRepetido(ErrorDominio):
    """The form's nonce stands on a row of somewhere else: another page already sent it."""

    def __init__(self) -> None:
        super().__init__(
            "Este formulario ya se envió desde otra página. Copie lo que escribió, cargue la "
            "página de nuevo y envíelo otra vez."
        )


class SinPermiso(ErrorDominio):
    """The acting person's role does not allow the use case."""
