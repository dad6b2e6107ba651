"""The walk of one account in a browser, from its opening to the replies in people's mail."""

import pytest

pytest.register_assert_rewrite(
    "tests.recorrido.personas",
    "tests.recorrido.preparacion",
    "tests.recorrido.convocatoria",
    "tests.recorrido.jornada",
    "tests.recorrido.respuestas",
)
