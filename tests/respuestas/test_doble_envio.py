"""The same paper typed once and sent twice at the same instant is one contribution."""

import pytest

from respuestas import services
from respuestas.models import Consulta
from respuestas.services import ingreso


def test_dos_clics_a_la_vez_son_un_solo_ingreso(cuenta, en_riberas, monkeypatch):
    datos = {
        "cuenta": cuenta,
        "tipo": "pregunta",
        "mensaje": "¿Cuándo llega la obra?",
        "canal": "papel",
        "nonce": "n" * 20,
        "por": en_riberas["equipo"],
    }
    primera = services.ingresar_consulta(**datos)
    mirar, miradas = ingreso._previa, []

    def todavia_no(*args):
        """What the second one sees before the first one commits."""
        miradas.append(args)
        return None if len(miradas) == 1 else mirar(*args)

    monkeypatch.setattr(ingreso, "_previa", todavia_no)
    assert (services.ingresar_consulta(**datos), len(miradas)) == (primera, 2)
    assert Consulta.objects.count() == 1


def test_una_hoja_que_dos_personas_escriben_a_la_vez_queda_una_vez(cuenta, en_riberas, monkeypatch):
    codigo = services.codigo_de_hoja(cuenta)
    datos = {"cuenta": cuenta, "canal": "papel", "tipo": "pregunta", "mensaje": "¿Cuándo?"}
    services.ingresar_consulta(**datos, hoja=codigo, por=en_riberas["equipo"])
    monkeypatch.setattr(ingreso, "revisar_hoja", lambda cuenta, texto: texto)
    with pytest.raises(services.HojaIngresada, match="tiene el folio 2026-0001"):
        services.ingresar_consulta(**datos, hoja=codigo, por=en_riberas["encargada"])
    assert Consulta.objects.count() == 1
