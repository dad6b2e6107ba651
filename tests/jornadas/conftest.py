"""A day that is open, with one workshop that has its two people."""

from dataclasses import dataclass

import pytest

from convocatorias.models import Actividad
from cuentas.models import CuentaPublica
from jornadas.models import Jornada
from jornadas.services import DatosFicha, acreditar
from talleres.models import Taller
from tests import mundo as m


@dataclass
class Escena:
    """What the tests of the day stand on."""

    mundo: m.Mundo
    cuenta: CuentaPublica
    actividad: Actividad
    taller: Taller
    jornada: Jornada

    def __getitem__(self, nombre: str):
        return self.mundo[nombre]

    def llega(
        self, nonce: str = "n1", por: str = "acreditadora", otros: dict | None = None, **datos
    ):
        """A walk-in arrives; `datos` changes the card, `otros` the rest of the call."""
        ficha = {
            "nombres": "Rosa Elena",
            "apellidos": "Quilaleo Ortiz",
            "documento": "11.111.111-1",
            "organizacion": "Junta de Vecinos El Molino",
            "correo": "rosa@ejemplo.cl",
            "firma_en_papel": True,
        } | datos
        return acreditar(
            jornada=self.jornada,
            datos=DatosFicha(**ficha),
            nonce=nonce,
            por=self[por],
            **(otros or {}),
        )


@pytest.fixture
def escena(en_riberas) -> Escena:
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    actividad = m.crear_actividad(cuenta)
    taller = m.crear_taller(
        actividad,
        1,
        nombre="Riberas y barrios",
        facilitador=en_riberas["facilitadora"],
        secretario=en_riberas["secretaria"],
    )
    return Escena(en_riberas, cuenta, actividad, taller, m.crear_jornada(actividad))
