"""What programs read of each public page (schema.org): the same that it tells people, and inert."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from comun.datos_enlazados import en_pagina
from convocatorias.models import Transmision
from convocatorias.services import anular, mover, suspender
from cuentas.models import CuentaPublica
from servicios.models import Comuna
from tests import mundo as m
from tests.seguimiento.test_fuentes import publicar

CUENTA = "/cuentas/riberas/2026/"
JORNADA = f"{CUENTA}jornadas/jornada-nacional/"
HOSTIL = '</script><script>alert(1)</script><!-- & \u2028 "'
_ELEMENTO = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def cuenta(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.crear_proceso(cuenta)
    return cuenta


def grafo(camino: str) -> list[dict]:
    """The things of a page, by the one element that holds them; none without it."""
    halladas = _ELEMENTO.findall(Client().get(camino).content.decode())
    assert len(halladas) <= 1
    for hallado in halladas:
        datos = json.loads(hallado)
        assert datos["@context"] == "https://schema.org"
        return datos["@graph"]
    return []


def de_tipo(camino: str, tipo: str) -> dict:
    [uno] = [nodo for nodo in grafo(camino) if nodo["@type"] == tipo]
    return uno


def test_el_servicio(cuenta):
    assert de_tipo(CUENTA, "GovernmentOrganization") == {
        "@type": "GovernmentOrganization",
        "@id": f"{settings.BASE_URL}/cuentas/riberas/#servicio",
        "name": "Servicio Nacional de Riberas",
        "email": "participacion@riberas.example",
        "areaServed": {"@type": "Country", "name": "Chile"},
    }


def test_el_informe_y_solo_publicado(cuenta, en_riberas):
    assert [n["@type"] for n in grafo(CUENTA)] == ["GovernmentOrganization"]
    assert grafo(f"{CUENTA}informe/") == []
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    for camino in (CUENTA, f"{CUENTA}informe/"):
        informe = de_tipo(camino, "Report")
        assert informe["name"] == "Informe de la cuenta pública 2026"
        assert datetime.fromisoformat(informe["datePublished"]) == m.AHORA
        assert informe["version"] == "1"
        assert informe["encoding"]["contentUrl"] == f"{settings.BASE_URL}{CUENTA}informe.pdf"
        assert informe["publisher"]["name"] == "Servicio Nacional de Riberas"
        pdf = Client().get(f"{CUENTA}informe.pdf")
        assert pdf["ETag"] == f'"{informe["encoding"]["sha256"]}"'


def test_la_actividad(cuenta):
    m.crear_actividad(cuenta, descripcion="Se conversa.")
    evento = de_tipo(JORNADA, "Event")
    assert evento == de_tipo(CUENTA, "Event")
    assert evento["startDate"] == "2027-05-28T09:30:00-04:00"
    assert evento["endDate"] == "2027-05-28T13:30:00-04:00"
    assert evento["eventStatus"] == "https://schema.org/EventScheduled"
    assert evento["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert evento["isAccessibleForFree"] is True
    assert evento["location"] == [
        {
            "@type": "Place",
            "name": "Gimnasio Liceo El Sauce",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Calle 1 Norte 123",
                "addressLocality": "Talca",
                "addressCountry": "CL",
            },
        }
    ]


def test_la_que_se_transmite_se_sigue_de_los_dos_modos(cuenta):
    actividad = m.crear_actividad(cuenta)
    url = "https://video.example/vivo"
    Transmision.objects.create(actividad=actividad, tipo="en_vivo", url=url)
    evento = de_tipo(JORNADA, "Event")
    assert evento["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert evento["location"][1] == {"@type": "VirtualLocation", "url": url}


def test_la_que_se_mueve_se_suspende_o_se_anula(cuenta, en_riberas):
    actividad = m.crear_actividad(cuenta, estado="convocada")
    por = en_riberas["encargada"]
    mover(
        actividad=actividad, fecha=m.DIA + timedelta(days=4), hora_inicio=actividad.hora_inicio,
        hora_termino=actividad.hora_termino, lugar="Teatro", comuna=Comuna.objects.get(pk="07101"),
        motivo="Se amplió.", por=por,
    )  # fmt: skip
    evento = de_tipo(JORNADA, "Event")
    assert evento["eventStatus"] == "https://schema.org/EventRescheduled"
    assert evento["startDate"] == "2027-06-01T09:30:00-04:00"
    actividad.refresh_from_db()
    suspender(actividad=actividad, motivo="Por el temporal.", por=por)
    assert de_tipo(JORNADA, "Event")["eventStatus"] == "https://schema.org/EventPostponed"
    actividad.refresh_from_db()
    anular(actividad=actividad, motivo="No se hará.", por=por)
    assert de_tipo(JORNADA, "Event")["eventStatus"] == "https://schema.org/EventCancelled"


def test_las_respuestas_sin_el_nombre_de_nadie(cuenta, en_riberas):
    assert grafo(f"{CUENTA}respuestas/") == []
    publicar(cuenta, en_riberas, publica_nombre=True)
    camino = f"{CUENTA}respuestas/"
    assert de_tipo(camino, "Report")["datePublished"].startswith("2027-06-07")
    [pregunta] = de_tipo(camino, "QAPage")["mainEntity"]
    assert pregunta["@type"] == "Question"
    assert (pregunta["text"], pregunta["answerCount"]) == ("¿Cuándo llega?", 1)
    respuesta = pregunta["acceptedAnswer"]
    assert (respuesta["@type"], respuesta["text"]) == ("Answer", "En **agosto**.")
    assert respuesta["author"]["name"] == "Servicio Nacional de Riberas"
    lugar = pregunta["url"].removeprefix(settings.BASE_URL)
    assert f'id="{lugar.partition("#")[2]}"' in Client().get(lugar).content.decode()
    assert "Quilaleo" not in json.dumps(grafo(camino))


def test_lo_que_no_es_publico_no_esta(cuenta):
    m.crear_actividad(cuenta, estado="borrador")
    assert [n["@type"] for n in grafo(CUENTA)] == ["GovernmentOrganization"]
    CuentaPublica.objects.update(estado="anulada", motivo_anulacion="X")
    assert grafo(CUENTA) == []


def test_un_titulo_hostil_no_sale_del_elemento(cuenta):
    m.crear_actividad(cuenta, nombre=HOSTIL[:120])
    respuesta = Client().get(JORNADA)
    pagina = respuesta.content.decode()
    assert "<script>alert" not in pagina
    assert de_tipo(JORNADA, "Event")["name"] == HOSTIL[:120]
    assert "unsafe" not in respuesta["Content-Security-Policy"]
    # The control: written as JSON alone, the same title ends the element.
    sin_cuidado = f'<script type="application/ld+json">{json.dumps({"name": HOSTIL})}</script>'
    assert "<script>alert" in sin_cuidado
    with pytest.raises(json.JSONDecodeError):
        json.loads(_ELEMENTO.findall(sin_cuidado)[0])


def test_lo_vacio_no_se_dice():
    [dentro] = _ELEMENTO.findall(en_pagina({"a": "", "b": [], "c": {"d": None}, "e": 0, "f": "<"}))
    assert json.loads(dentro)["@graph"] == [{"e": 0, "f": "<"}]
    assert dentro.count("<") == 0


def test_las_fechas_llevan_su_zona():
    [dentro] = _ELEMENTO.findall(en_pagina({"cuando": datetime(2027, 5, 1, tzinfo=UTC)}))
    assert json.loads(dentro)["@graph"] == [{"cuando": "2027-05-01T00:00:00Z"}]
