"""Closing a day: what only a person saw is said, on one page; nothing typed is lost."""

from datetime import date

import pytest
from django.urls import reverse

from comun.errores import ReglaIncumplida
from cuentas.models import AjusteRegla, Constancia
from cuentas.services import ConstanciaInvalida, Dicho
from jornadas import services
from jornadas.models import Jornada
from tests import mundo as m
from tests.jornadas.conftest import DE_LA_JORNADA


def ruta(escena) -> str:
    return reverse("jornadas_gestion:cerrar", args=[escena.jornada.pk])


def cerrar(escena, *dichos: Dicho) -> None:
    services.cerrar_jornada(jornada=escena.jornada, dichos=dichos, por=escena["encargada"])


def todo(hecho: str = "si", texto: str = "Consta en el acta.", menos: str = "") -> dict[str, str]:
    return {
        campo: valor
        for regla in DE_LA_JORNADA
        if regla != menos
        for campo, valor in ((f"{regla}_hecho", hecho), (f"{regla}_texto", texto))
    }


@pytest.mark.parametrize("cual", DE_LA_JORNADA)
def test_sin_una_constancia_no_se_cierra(escena, cual):
    escena.llega()
    escena.con_todo_dicho(cual)
    with pytest.raises(ReglaIncumplida) as error:
        cerrar(escena)
    assert [una.id for una, _ in error.value.reglas] == [cual]
    assert Jornada.objects.get().estado == "abierta"


def test_por_que_no_se_hizo_tambien_cierra(escena):
    escena.llega()
    escena.con_todo_dicho("R70")
    cerrar(escena, Dicho("R70", False, m.HOY, "La intérprete enfermó."))
    assert Jornada.objects.get().estado == "cerrada"
    dicha = Constancia.objects.get(regla="R70")
    assert (dicha.objeto, dicha.cumplida, dicha.texto, dicha.dada_por) == (
        str(escena.actividad.pk),
        False,
        "La intérprete enfermó.",
        escena["encargada"],
    )


def test_lo_dicho_se_deshace_si_no_se_cierra(escena):
    escena.con_todo_dicho("R70")
    with pytest.raises(ReglaIncumplida) as error:
        cerrar(escena, Dicho("R70", True, m.HOY, "Hubo intérprete."))
    assert [una.id for una, _ in error.value.reglas] == ["R58"]
    assert Constancia.objects.filter(regla="R70").count() == 0


def test_un_dia_que_aun_no_llega_no_se_dice(escena):
    escena.llega()
    with pytest.raises(ConstanciaInvalida) as error:
        cerrar(escena, Dicho("R70", True, date(2027, 5, 18), "Hubo intérprete."))
    assert error.value.regla == "R70"


def test_lo_que_la_norma_rebaja_no_detiene(escena):
    escena.llega()
    escena.con_todo_dicho("R14", "R73")
    for regla in ("R14", "R73"):
        AjusteRegla.objects.create(
            norma=escena.cuenta.norma,
            regla=regla,
            motivo="Resolución 12, art. 3",
            ajustada_por=escena["encargada"],
            ajustada_en=m.AHORA,
        )
    cerrar(escena)
    assert Jornada.objects.get().estado == "cerrada"


def test_los_talleres_que_no_hubo_no_piden_constancia(escena):
    escena.llega()
    type(escena.taller).objects.update(estado="sin_realizar")
    escena.con_todo_dicho("R77")
    cerrar(escena)
    assert Jornada.objects.get().estado == "cerrada"


# ── The page ──


def test_la_pagina_pregunta_lo_que_nadie_ha_dicho(escena, entrar):
    escena.con_todo_dicho("R70")
    pagina = entrar("encargada").get(ruta(escena)).content.decode()
    assert (pagina.count('name="R70_hecho"'), pagina.count('name="R14_hecho"')) == (2, 0)
    assert "Lo que solo usted puede decir" in pagina
    assert "No hay ninguna persona acreditada." in pagina
    assert "Nadie ha anotado quién expuso." in pagina
    assert Jornada.objects.get().estado == "abierta"


def test_cerrar_desde_la_pagina(escena, entrar):
    escena.llega()
    respuesta = entrar("encargada").post(ruta(escena), todo())
    assert respuesta.status_code == 302
    assert Jornada.objects.get().estado == "cerrada"
    assert sorted(Constancia.objects.values_list("regla", "cumplida", "fecha")) == sorted(
        (regla, True, m.HOY) for regla in DE_LA_JORNADA
    )


def test_lo_que_falta_vuelve_junto_a_su_pregunta(escena, entrar):
    escena.llega()
    respuesta = entrar("encargada").post(ruta(escena), todo(menos="R88"))
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Nadie ha dicho si la autoridad participó en el plenario." in pagina
    assert pagina.count('value="Consta en el acta."') == 7
    assert pagina.count('id="resumen-errores"') == 1
    assert Constancia.objects.count() == 0


@pytest.mark.parametrize(
    ("datos", "frase"),
    [
        (
            {"R88_texto": "Respondió"},
            "Diga si se hizo o no: La autoridad participa en el plenario.",
        ),
        (
            {"R88_hecho": "si"},
            "Escriba qué muestra que se hizo: La autoridad participa en el plenario.",
        ),
        (
            {"R88_hecho": "no"},
            "Escriba por qué no se hizo: La autoridad participa en el plenario.",
        ),
    ],
)
def test_media_respuesta_no_es_respuesta(escena, entrar, datos, frase):
    escena.llega()
    respuesta = entrar("encargada").post(ruta(escena), todo(menos="R88") | datos)
    assert respuesta.status_code == 422
    assert frase in respuesta.content.decode()
    assert Constancia.objects.count() == 0


def test_guardar_y_cerrar_despues(escena, entrar):
    datos = {"R14_hecho": "si", "R14_texto": "Salas probadas.", "accion": "guardar"}
    cliente = entrar("encargada")
    assert cliente.post(ruta(escena), datos).url == ruta(escena)
    assert list(Constancia.objects.values_list("regla", "texto")) == [("R14", "Salas probadas.")]
    assert Jornada.objects.get().estado == "abierta"
    pagina = cliente.get(ruta(escena)).content.decode()
    assert "Encargada Prueba dejó constancia el 17/05/2027: Salas probadas." in pagina


def test_una_jornada_que_no_esta_abierta(escena, entrar):
    escena.llega()
    escena.con_todo_dicho()
    Jornada.objects.update(estado="cerrada", cerrada_en=m.AHORA)
    cliente = entrar("encargada")
    assert "La jornada no está abierta" in cliente.get(ruta(escena)).content.decode()
    assert cliente.post(ruta(escena)).status_code == 422
