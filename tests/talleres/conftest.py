"""An activity with a workshop that has its two people."""

from dataclasses import dataclass

import pytest

from convocatorias.models import Actividad
from cuentas.models import CuentaPublica
from talleres import services
from talleres.models import Taller
from tests import mundo as m


@dataclass
class Escena:
    """What the tests of the workshops stand on."""

    mundo: m.Mundo
    cuenta: CuentaPublica
    actividad: Actividad
    taller: Taller

    def __getitem__(self, nombre: str):
        return self.mundo[nombre]

    def en_curso(self) -> Taller:
        """The workshop, begun by its secretary."""
        services.iniciar_taller(taller=self.taller, por=self["secretaria"])
        return self.taller


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
    return Escena(en_riberas, cuenta, actividad, taller)
