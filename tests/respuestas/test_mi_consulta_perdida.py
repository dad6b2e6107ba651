"""Who lost the address of their private page asks for it, and nobody else learns anything."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comun.cuotas import Uso
from correos.models import Mensaje
from respuestas import selectors, services
from respuestas.models import Consulta
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import RedPermitida
from tests import mundo as m
from tests.respuestas.conftest import ROSA
from tests.respuestas.test_mi_consulta import ruta, sin_lo_propio

PEDIR = "/mi-consulta/"
PEDIDA = "/mi-consulta/pedida/"


def pedir(correo: str = ROSA.correo, folio: str = "") -> str:
    """The page that says what happens next."""
    respuesta = Client().post(PEDIR, {"correo": correo, "folio": folio}, follow=True)
    assert respuesta.redirect_chain == [(PEDIDA, 302)]
    return sin_lo_propio(respuesta)


def enviados() -> list[Mensaje]:
    with todos_los_servicios():
        return list(Mensaje.objects.filter(tipo="enlace").order_by("id"))


def enlaces(mensaje: Mensaje) -> list[str]:
    return re.findall(r"http\S+(/mi-consulta/\S+/)", mensaje.texto)


@pytest.fixture
def dos(escribir) -> list[Consulta]:
    """Two of Rosa's, and one of somebody else."""
    escribir("La mía", datos=services.Datos("Ana", "Soto", "correo", correo="ana@correo.example"))
    return [escribir("¿Cuándo?"), escribir("¿Y la sede?")]


def test_todos_los_enlaces_van_en_un_solo_correo(dos):
    html = pedir(" Rosa.Quilaleo@CORREO.example ")
    assert "Si con ese correo nos escribió" in html
    assert "quilaleo" not in html.lower()
    [correo] = enviados()
    assert (correo.para, correo.servicio) == (ROSA.correo, None)
    assert correo.prioridad == Mensaje.Prioridad.ALTA
    assert correo.asunto == "Sus enlaces privados para seguir sus mensajes"
    assert enlaces(correo) == [ruta("mi_consulta", consulta) for consulta in reversed(dos)]
    assert all(consulta.mensaje not in correo.texto + correo.html for consulta in dos)
    assert all(Client().get(enlace).status_code == 200 for enlace in enlaces(correo))


def test_con_el_folio_va_solo_ese(dos):
    pedir(folio=" 2026 – 2 ")
    [correo] = enviados()
    assert enlaces(correo) == [ruta("mi_consulta", dos[0])]
    assert correo.asunto == "Sus enlaces privados para seguir su mensaje"


def test_los_de_otro_servicio_van_en_el_mismo(dos, en_riberas):
    with alcance(en_riberas.otro):
        ajena = m.crear_cuenta(en_riberas.otro, en_riberas["encargada-otro"])
        m.crear_proceso(ajena)
        services.registrar_consulta(
            cuenta=ajena, tipo="opinion", mensaje="Del camino", nonce=services.nonce_nuevo(),
            datos=ROSA,
        )  # fmt: skip
    pedir()
    [correo] = enviados()
    assert len(enlaces(correo)) == 3
    assert "Servicio de Caminos" in correo.texto


@pytest.mark.parametrize(
    ("correo", "folio"),
    [
        ("nadie@correo.example", ""),
        (ROSA.correo, "2026-0001"),  # that of somebody else
        (ROSA.correo, "2031-0001"),
        ("rosa.quilaleo@correo.exampl", "2026-0002"),
    ],
)
def test_lo_que_no_hay_no_deja_nada_y_se_ve_igual(dos, correo, folio):
    esperada = pedir()
    [correo_de_rosa] = enviados()
    assert pedir(correo, folio) == esperada
    assert enviados() == [correo_de_rosa]


def test_se_hace_el_mismo_trabajo_haya_o_no(dos, django_capture_on_commit_callbacks):
    """The same statements, and the same wake of the sender at the end."""
    hechas = []
    connection.run_on_commit.clear()  # the wakes of what Rosa wrote
    for correo in (ROSA.correo, "nadie@correo.example"):
        with (
            CaptureQueriesContext(connection) as sentencias,
            django_capture_on_commit_callbacks() as despertares,
        ):
            services.pedir_enlaces(correo=correo)
        verbos = [s["sql"].split()[0] for s in sentencias]
        trabajo = [v for v in verbos if v not in ("SAVEPOINT", "RELEASE", "ROLLBACK")]
        hechas.append((trabajo, [f.__name__ for f in despertares]))
    assert hechas[0] == hechas[1]
    assert hechas[0][1] == ["despertar"]


def test_pedido_dos_veces_en_la_hora_sale_uno(dos, escribir):
    pedir()
    pedir()
    assert len(enviados()) == 1
    escribir("Otra más")
    pedir()
    assert [len(enlaces(correo)) for correo in enviados()] == [2, 3]
    assert not any("quilaleo" in correo.clave for correo in enviados())


def test_lo_suprimido_y_lo_que_no_tiene_pagina_no_se_envia(dos):
    Consulta.objects.filter(pk=dos[0].pk).update(suprimida_en=m.AHORA)
    Consulta.objects.filter(pk=dos[1].pk).update(clave_hash="otra")
    pedir()
    assert enviados() == []


def test_un_solo_correo_no_crece_sin_fin(dos, escribir, monkeypatch):
    monkeypatch.setattr("respuestas.selectors.seguimiento.MAXIMO_DE_ENLACES", 1)
    pedir()
    assert enlaces(enviados()[0]) == [ruta("mi_consulta", dos[1])]


def test_pasado_el_limite_se_espera_haya_o_no(dos):
    """As many for an address with messages as for one without; another one is not held back."""
    for correo in (ROSA.correo, "nadie@correo.example"):
        datos = {"correo": correo, "folio": "2026-0002"}
        estados = [Client().post(PEDIR, datos).status_code for _ in range(4)]
        assert estados == [302, 302, 302, 429]
        espera = Client().post(PEDIR, datos | {"correo": f" {correo.upper()}"})
        assert int(espera["Retry-After"]) > 0
        assert "Llegaron muchos envíos seguidos" in espera.content.decode()
        assert "2026-0002" in espera.content.decode()
    pedir("ana@correo.example")


def test_en_la_sede_de_cualquier_servicio_no_se_espera_por_la_red(dos, en_riberas, monkeypatch):
    monkeypatch.setattr("comun.cuotas.ENLACE_PERDIDO", Uso("enlace_perdido", 1, 3))
    RedPermitida.objects.create(
        servicio=en_riberas.riberas, nombre="Gimnasio", red="200.12.34.0/24",
        desde=m.AHORA - timedelta(hours=1), hasta=m.AHORA + timedelta(hours=3),
    )  # fmt: skip
    for red, espera in (("200.12.34.5", [302] * 3), ("9.9.9.9", [302, 429, 429])):
        estados = [
            m.sin_alcance(
                Client(REMOTE_ADDR=red).post, PEDIR, {"correo": f"{n}@{red[0]}.example"}
            ).status_code
            for n in range(3)
        ]
        assert estados == espera


@pytest.mark.parametrize(
    ("datos", "dicho"),
    [
        ({}, "Escriba el correo que dejó en su mensaje."),
        ({"correo": "rosa"}, "Al correo le falta el signo @."),
        ({"correo": "rosa@x.cl\nBcc: y@z.cl"}, "El correo no está completo."),
        ({"correo": "ro\x00sa@correo.example"}, "caracteres nulos"),
        ({"correo": ROSA.correo, "folio": "doscientos"}, "El folio lleva el año, un guion"),
        ({"correo": ROSA.correo, "folio": "٢٠٢٦-١"}, "El folio lleva el año, un guion"),
    ],
)
def test_lo_mal_escrito_vuelve_con_lo_que_hay_que_hacer(dos, datos, dicho):
    respuesta = Client().post(PEDIR, datos)
    assert respuesta.status_code == 422
    assert dicho in respuesta.content.decode()
    assert enviados() == []


def test_no_se_guarda_ni_se_indexa_y_sin_ficha_no_se_hace(dos):
    for direccion in (PEDIR, PEDIDA):
        pagina = Client().get(direccion)
        assert "no-store" in pagina["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in pagina.content.decode()
    sin_ficha = Client(enforce_csrf_checks=True).post(PEDIR, {"correo": ROSA.correo})
    assert sin_ficha.status_code == 403
    assert enviados() == []


def test_se_encuentra_desde_la_cuenta_el_formulario_y_el_404(dos, url):
    for direccion in (url("seguimiento:cuenta"), url("respuestas:participar"), "/nada/"):
        assert f'href="{PEDIR}"' in Client().get(direccion).content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="small tables are read whole there")
def test_se_busca_por_su_indice_y_no_leyendo_a_todas(dos):
    """In every service: the contact goes first in the index."""
    with CaptureQueriesContext(connection) as hechas, todos_los_servicios():
        selectors.con_enlace(ROSA.correo)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {hechas[0]['sql']}")
        plan = " ".join(fila[-1] for fila in cursor.fetchall())
    assert "USING INDEX consultante_contacto (contacto_plegado=?)" in plan
    assert "SCAN" not in plan
