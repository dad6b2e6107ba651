"""The same paper typed once and sent twice at the same instant is one contribution."""

from respuestas import services
from respuestas.models import Consulta
from respuestas.services import recepcion


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
    mirar, miradas = recepcion._ya_recibida, []

    def todavia_no(*args):
        """What the second one sees before the first one commits."""
        miradas.append(args)
        return None if len(miradas) == 1 else mirar(*args)

    monkeypatch.setattr(recepcion, "_ya_recibida", todavia_no)
    assert (services.ingresar_consulta(**datos), len(miradas)) == (primera, 2)
    assert Consulta.objects.count() == 1
