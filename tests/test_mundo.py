"""The world of the tests is what it says, and scopes hold."""

import pytest
from django_scopes.exceptions import ScopeError

from comun.models import Bitacora
from cuentas.models import CuentaPublica
from servicios.alcance import alcance
from tests import mundo as m


def test_el_mundo_completo(en_riberas):
    encargada, autoridad = en_riberas["encargada"], en_riberas["autoridad"]
    cuenta = m.crear_cuenta(en_riberas.riberas, encargada)
    m.publicar_informe(m.crear_informe(cuenta), encargada, autoridad)
    m.crear_proceso(cuenta)
    actividad = m.crear_actividad(cuenta)
    m.crear_taller(actividad, 1)
    m.crear_participante(actividad, "Rosa Elena", "Quilaleo")
    m.crear_jornada(actividad)
    assert list(CuentaPublica.objects.values_list("servicio__slug", flat=True)) == ["riberas"]
    with alcance(en_riberas.otro):
        assert CuentaPublica.objects.count() == 0


@pytest.mark.parametrize(
    "pregunta",
    [
        lambda q: list(q.all()),
        lambda q: q.exists(),
        lambda q: q.count(),
        lambda q: list(q.exclude(pk=1)),
        lambda q: list(Bitacora.objects.filter(objeto_id__in=q.all())),
    ],
)
def test_sin_alcance_no_responde(mundo, pregunta):
    with pytest.raises(ScopeError):
        pregunta(CuentaPublica.objects)


def test_un_hijo_de_otro_servicio_se_rechaza(mundo):
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
    with alcance(mundo.otro), pytest.raises(ValueError, match="another service"):
        m.crear_actividad(cuenta, servicio=mundo.otro)
