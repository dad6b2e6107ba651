"""How a form open to anybody tells people from programs, and asks neither to prove it."""

import re
from typing import Any, ClassVar

from django import forms
from django.core import signing

from comun.formularios import Renovable

SEGUNDOS_DE_PERSONA = 3
_ENLACE = re.compile(r"https?://|www\.", re.IGNORECASE)


class ConTrampa(Renovable):
    """A trap that nobody sees, and links in haste; who falls in either is told what to do.

    Each form says the salt of its seal, the field where people write at length, and the words.
    Its template draws `sitio` where nobody sees it.
    """

    SELLO: ClassVar[str]
    ESCRITO: ClassVar[str]
    LLENO: ClassVar[str]
    CON_PRISA: ClassVar[str]

    abierto = forms.CharField(required=False, widget=forms.HiddenInput)
    sitio = forms.CharField(required=False)  # the trap: nobody sees it, programs fill it

    @classmethod
    def sello_nuevo(cls) -> str:
        """What says when the form was opened."""
        return cls._sellador().sign("si")

    @classmethod
    def _sellador(cls) -> signing.TimestampSigner:
        # Signed with the machine's clock, not the portal's: moving the demo's date is not haste.
        return signing.TimestampSigner(salt=cls.SELLO)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        dado = super().get_initial_for_field(field, field_name)
        return self.sello_nuevo() if field_name == "abierto" and dado is None else dado

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if datos.get("sitio"):
            self.add_error(None, self.LLENO)
        elif _ENLACE.search(datos.get(self.ESCRITO, "")) and self._con_prisa():
            self.add_error(None, self.CON_PRISA)
        return datos

    def _con_prisa(self) -> bool:
        """Whether nobody could have typed it: less than some seconds, or a stamp not ours."""
        abierto = self.cleaned_data.get("abierto", "")
        try:
            self._sellador().unsign(abierto, max_age=SEGUNDOS_DE_PERSONA)
        except signing.SignatureExpired:
            return False
        except signing.BadSignature:
            self.renovar("abierto")
        return True
