"""The ten steps of an account, one test each; they share their world and follow one another."""

import pytest

from tests.recorrido import preparacion
from tests.recorrido.conftest import Camino

pytestmark = pytest.mark.navegador


def test_1_la_encargada_abre_la_cuenta(camino: Camino):
    preparacion.abre_la_cuenta(camino)
    preparacion.forma_el_equipo(camino)


def test_2_el_equipo_escribe_el_informe_y_la_autoridad_lo_publica(camino: Camino):
    preparacion.escribe_el_informe(camino)
