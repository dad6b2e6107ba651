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

    def con_todo_dicho(self, *menos: str) -> None:
        """Word of what only a person saw on the day, but of those rules."""
        reglas = [regla for regla in DE_LA_JORNADA if regla not in menos]
        m.con_constancias(self.cuenta, self["encargada"], *reglas, objeto=str(self.actividad.pk))


#: What a person leaves word of before the day is closed.
DE_LA_JORNADA = ("R14", "R16", "R73", "R68", "R69", "R70", "R77", "R88")


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
