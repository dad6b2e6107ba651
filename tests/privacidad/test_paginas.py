"""The pages that anybody reads: the policy made of data, and the accessibility statement."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from comun.conservacion import CLASES
from cuentas.models import NormaParticipacion
from privacidad.catalogos import _TRATAMIENTOS, DERECHOS_EN_PALABRAS, tratamientos
from privacidad.models import SolicitudDerechos
from servicios.alcance import alcance
from servicios.models import Autoridad, AvisoPrivacidad, Servicio
from tests import mundo as m

POLITICA = "/privacidad/riberas/"


def _texto(camino: str) -> str:
    pagina = Client().get(camino)
    assert pagina.status_code == 200
    return re.sub(r"\s+", " ", pagina.content.decode())


def test_la_politica_dice_lo_que_pide_la_ley(en_riberas):
    servicio = en_riberas.riberas
    Autoridad.objects.create(
        servicio=servicio, cargo="Directora nacional", nombre="Ana Ruiz", desde=m.HOY
    )
    NormaParticipacion.objects.create(servicio=servicio, anio=2026, numero="123")
    pagina = _texto(POLITICA)
    assert "Versión 1, vigente desde el martes 1 de diciembre de 2026." in pagina
    assert "Ana Ruiz, Directora nacional" in pagina
    assert servicio.correo in pagina
    for fila in tratamientos({}):
        assert fila.para_que in pagina, fila.clase
        assert fila.hasta_cuando in pagina, fila.clase
    for derecho, texto in DERECHOS_EN_PALABRAS.items():
        assert f'?derecho={derecho}">{texto}' in pagina
    assert "Agencia de Protección de Datos Personales" in pagina
    assert "un teléfono de contacto" in pagina
    assert "el aviso de privacidad propio" not in pagina
    assert set(DERECHOS_EN_PALABRAS) == set(SolicitudDerechos.Derecho.values)


def test_sin_aviso_funciona_y_lo_dice(en_riberas):
    AvisoPrivacidad.objects.all().delete()
    pagina = _texto(POLITICA)
    assert "El servicio aún no publica su propio aviso." in pagina
    for falta in (
        "el aviso de privacidad propio",
        "el nombre de la autoridad",
        "el número de la norma",
    ):
        assert falta in pagina
    Servicio.objects.filter(pk=en_riberas.riberas.pk).update(
        telefono="22", sitio_web="https://a.cl"
    )
    assert "un teléfono de contacto" not in _texto(POLITICA)


def test_la_norma_de_otro_servicio_no_aparece(mundo):
    with alcance(mundo.otro):
        NormaParticipacion.objects.create(servicio=mundo.otro, anio=2026, numero="AJENA-9")
        Autoridad.objects.create(
            servicio=mundo.otro, cargo="Jefe", nombre="Autoridad Ajena", desde=m.HOY
        )
    pagina = _texto(POLITICA)
    assert "AJENA" not in pagina
    assert "Autoridad Ajena" not in pagina


def test_elegir_el_derecho_desde_la_politica_lo_deja_marcado(mundo):
    pagina = _texto("/privacidad/riberas/solicitar/?derecho=supresion")
    assert re.search(r'value="supresion"[^>]*checked', pagina)
    assert _texto("/privacidad/riberas/solicitar/?derecho=%00") != ""


def test_la_declaracion_dice_lo_probado_y_a_quien_avisar(mundo):
    pagina = _texto("/accesibilidad/")
    assert "WCAG) 2.2, nivel AA" in pagina
    assert "no afirmamos que cumpla por completo" in pagina
    assert mundo.riberas.correo in pagina
    assert mundo.otro.correo in pagina


@pytest.mark.parametrize("camino", [POLITICA, "/privacidad/riberas/solicitar/", "/accesibilidad/"])
def test_nada_de_terceros(mundo, camino):
    pagina = _texto(camino)
    assert re.findall(r'(?:src|action|srcset)="(?:https?:)?//', pagina) == []


def test_los_plazos_de_la_pagina_son_los_que_aplica_la_retencion(monkeypatch):
    """One source: what the policy, the copy and the page of the retention say is what is done."""
    juntas = ({"identidad", "consultas", "adjuntos"}, {"participantes", "intervenciones"})
    for clases in juntas:  # they are told in one sentence
        assert len({(CLASES[c].plazo, CLASES[c].desde) for c in clases}) == 1
    dichos = " ".join(t.hasta_cuando for t in tratamientos({}))
    citadas = {c for c in CLASES if f"{{{c}}}" in " ".join(t.hasta_cuando for t in _TRATAMIENTOS)}
    assert re.findall(r"\d+", " ".join(t.hasta_cuando for t in _TRATAMIENTOS)) == []
    calladas = {c.codigo for c in CLASES.values() if c.meses or c.dias} - citadas
    # Said with others, or of nobody: what is anonymous, keys of links, and sheets half read.
    assert calladas == {
        *("consultas", "adjuntos", "intervenciones", "encuestas", "envios_repetidos", "claves"),
        *("supresiones", "planillas", "bitacora"),
    }
    monkeypatch.setitem(CLASES, "solicitudes", replace(CLASES["solicitudes"], meses=18))
    assert "24 meses desde que se responde" in dichos
    assert "18 meses desde que se responde" in " ".join(t.hasta_cuando for t in tratamientos({}))
