"""The verdict of the fault tests counts each kind of damage once, and nothing else."""

import pytest

from tests.caos.juez import Decidido, Veredicto, juzgar

ROSA = Decidido("<1@cpp>", "rosa@correo.example", "h1", "enviado")
LUIS = Decidido("<2@cpp>", "luis@correo.example", "h2", "conciliado")
ANA = Decidido("<3@cpp>", "ana@correo.example", "h3", "rechazado", False, ("rechazado",))


def linea(mensaje, **otros):
    return {"id": mensaje.id, "para": [mensaje.para], "huella": mensaje.huella} | otros


@pytest.mark.parametrize(
    ("aceptados", "veredicto"),
    [
        ([linea(ROSA), linea(LUIS)], Veredicto(0, 0, 0, 0)),
        ([linea(ROSA)], Veredicto(1, 0, 0, 0)),
        ([], Veredicto(2, 0, 0, 0)),
        ([linea(ROSA), linea(LUIS), linea(ROSA), linea(ROSA)], Veredicto(0, 2, 0, 0)),
        ([linea(ROSA), linea(LUIS), linea(ROSA, id="<9@cpp>")], Veredicto(0, 1, 1, 0)),
        ([linea(ROSA), linea(LUIS, huella="otra")], Veredicto(0, 0, 1, 0)),
        ([linea(ROSA), linea(LUIS, para=["rosa@correo.example"])], Veredicto(0, 0, 1, 0)),
        ([linea(ROSA), linea(LUIS), linea(ANA)], Veredicto(0, 0, 0, 1)),
    ],
)
def test_cuenta_cada_danio(aceptados, veredicto):
    assert juzgar([ROSA, LUIS, ANA], aceptados) == veredicto


@pytest.mark.parametrize("estado", ["pendiente", "tomado", "incierto", "rechazado"])
def test_el_estado_final_es_el_que_toca(estado):
    otro = Decidido(ROSA.id, ROSA.para, ROSA.huella, estado)
    assert juzgar([otro], [linea(ROSA)]) == Veredicto(0, 0, 0, 1)
    assert juzgar([otro], [linea(ROSA)]).limpio is False
