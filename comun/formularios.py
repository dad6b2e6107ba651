"""What forms of several apps share."""

from typing import Any

from django import forms


class Renovable(forms.Form):
    """A form that may go back as another one: with its nonce drawn anew, it is sent as new."""

    def renovar(self, *campos: str) -> None:
        """Draw those hidden fields anew in the form that goes back."""
        datos: Any = self.data.copy()  # type: ignore[attr-defined]
        for campo in campos:
            datos[campo] = self.get_initial_for_field(self.fields[campo], campo)
        self.data = datos
