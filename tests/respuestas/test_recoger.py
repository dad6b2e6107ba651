"""What was said on the day becomes contributions, once each."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.errores import ErrorDominio
from convocatorias.models import Actividad
from jornadas.models import Jornada, PreguntaPlenario, TurnoPlenario
from respuestas import services
from respuestas.models import Consulta, Consultante
from talleres.models import Acuerdo, Intervencion
from tests import mundo as m


@pytest.fixture
def jornada(cuenta) -> Jornada:
    return m.crear_jornada(Actividad.objects.get(), estado=Jornada.Estado.CERRADA)


@pytest.fixture
def taller(jornada, en_riberas):
    return m.crear_taller(jornada.actividad, 5)


def decir(taller, mundo, n: int, tipo="pregunta", **otros: Any) -> Intervencion:
    return Intervencion.objects.create(
        taller=taller,
        tipo=tipo,
        texto=f"Lo dicho {n}",
        registrada_en=m.AHORA,
        registrada_por=mundo["secretaria"],
        nonce=f"intervencion-{n}",
        **otros,
    )


def acordar(taller, mundo, orden: int, **otros: Any) -> Acuerdo:
    datos = {"prioritario": True} | otros
    return Acuerdo.objects.create(
        taller=taller,
        orden=orden,
        texto=f"Acuerdo {orden}",
        registrado_en=m.AHORA,
        registrado_por=mundo["secretaria"],
        **datos,
    )


def preguntar(jornada, taller, mundo, n: int, **otros: Any) -> PreguntaPlenario:
    turno, _ = TurnoPlenario.objects.get_or_create(
        jornada=jornada, taller=taller, defaults={"orden": 1}
    )
    return PreguntaPlenario.objects.create(
        turno=turno,
        texto=f"Pregunta {n}",
        registrada_en=m.AHORA,
        registrada_por=mundo["encargada"],
        nonce=f"pregunta-{n}",
        **otros,
    )


def test_recoge_cada_cosa_una_vez(jornada, taller, en_riberas):
    for n, tipo in enumerate(Intervencion.Tipo.values):
        decir(taller, en_riberas, n, tipo)
    decir(taller, en_riberas, 9, anulada_en=m.AHORA, motivo_anulacion="Repetida")
    acordar(taller, en_riberas, 1)
    acordar(taller, en_riberas, 2, prioritario=False)
    acordar(taller, en_riberas, 3, anulado_en=m.AHORA, motivo_anulacion="Repetido")
    preguntar(jornada, taller, en_riberas, 1)
    preguntar(jornada, taller, en_riberas, 2, respuesta="En agosto.", respondida_por="La directora")
    sistematizadora = en_riberas["sistematizadora"]
    assert services.recoger(jornada=jornada, por=sistematizadora) == 7
    assert services.recoger(jornada=jornada, por=sistematizadora) == 0
    vistas = Consulta.objects.values_list(
        "folio_numero", "canal", "tipo", "mensaje", "estado", "motivo_estado"
    )
    assert list(vistas) == [
        (1, "taller", "opinion", "Lo dicho 0", "recibida", ""),
        (2, "taller", "pregunta", "Lo dicho 1", "recibida", ""),
        (3, "taller", "propuesta", "Lo dicho 2", "recibida", ""),
        (4, "taller", "opinion", "Lo dicho 3", "recibida", ""),
        (5, "taller", "propuesta", "Acuerdo 1", "recibida", ""),
        (6, "plenario", "pregunta", "Pregunta 1", "recibida", ""),
        (7, "plenario", "pregunta", "Pregunta 2", "respondida_en_acto", "En agosto."),
    ]
    assert [c.de_donde for c in Consulta.objects.all()] == [
        *["en el taller 5"] * 5,
        *["en el plenario"] * 2,
    ]


def test_agrega_solo_lo_nuevo(jornada, taller, en_riberas):
    decir(taller, en_riberas, 1)
    services.recoger(jornada=jornada, por=en_riberas["sistematizadora"])
    decir(taller, en_riberas, 2)
    assert services.recoger(jornada=jornada, por=en_riberas["sistematizadora"]) == 1
    assert [c.folio_numero for c in Consulta.objects.all()] == [1, 2]


def test_quien_lo_dijo_es_la_misma_persona_que_escribio(jornada, taller, en_riberas, escribir):
    escrita = escribir()
    rosa = m.crear_participante(
        jornada.actividad, "Rosa Elena", "Quilaleo", correo="ROSA.quilaleo@correo.example"
    )
    sin_contacto = m.crear_participante(jornada.actividad, "Ana", "Soto", correo="")
    decir(taller, en_riberas, 1, participante=rosa)
    decir(taller, en_riberas, 2, participante=rosa)
    decir(taller, en_riberas, 3, participante=sin_contacto)
    services.recoger(jornada=jornada, por=en_riberas["sistematizadora"])
    assert Consultante.objects.count() == 1
    del_taller = Consulta.objects.filter(canal="taller").values_list("consultante", flat=True)
    assert list(del_taller) == [escrita.consultante_id, escrita.consultante_id, None]


def test_antes_de_cerrar_no_se_recoge(jornada, taller, en_riberas):
    Jornada.objects.filter(pk=jornada.pk).update(estado="abierta")
    jornada.refresh_from_db()
    with pytest.raises(ErrorDominio, match="La jornada todavía no se cierra"):
        services.recoger(jornada=jornada, por=en_riberas["sistematizadora"])


@pytest.mark.parametrize("cuantas", [10, 100])
def test_sentencias_constantes(jornada, taller, en_riberas, cuantas):
    for n in range(cuantas):
        persona = m.crear_participante(jornada.actividad, f"Persona {n}", "Soto")
        decir(taller, en_riberas, n, participante=persona)
    por = en_riberas["sistematizadora"]
    with CaptureQueriesContext(connection) as sentencias:
        services.recoger(jornada=jornada, por=por)
    assert Consultante.objects.count() == cuantas
    # SQLite takes 999 values per statement: a few more inserts for 100 rows.
    en_lotes = connection.vendor == "sqlite" and cuantas == 100
    assert len(sentencias) == (16 if en_lotes else 12)


def test_por_la_pagina(jornada, taller, en_riberas, entrar, url):
    decir(taller, en_riberas, 1)
    respuesta = entrar("sistematizadora").post(
        url("respuestas_gestion:recoger"), {"jornada": jornada.pk}, follow=True
    )
    assert "Recogimos 1 mensaje de la jornada." in respuesta.content.decode()
