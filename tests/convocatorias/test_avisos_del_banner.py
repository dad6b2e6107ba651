"""One mail for each account, round and kind of news, with all its pages."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.lectura_web import Lectura, NoSeLeyo
from convocatorias import documents
from convocatorias.models import PaginaBanner
from convocatorias.services import revisar_banners, revisar_pagina
from convocatorias.services.banner_avisos import avisar_del_banner
from correos.models import Mensaje
from servicios.models import SitioWeb
from tests import mundo as m
from tests.convocatorias.paginas_del_banner import HOST, crear_pagina, leer

DIA = date(2027, 5, 10)
FALTA = "Falta el banner de su cuenta pública"
SIN_LEER = "No se pudo revisar el banner de su cuenta pública"
VUELVE = "El banner de su cuenta pública está de nuevo"


def a_las(hora: int, dia: int = 10) -> datetime:
    return datetime(2027, 5, dia, hora, tzinfo=UTC)


class Web:
    """What each page answers: its HTML, a status, or why it was not read."""

    def __init__(self, todas: str | int) -> None:
        self.todas, self.otras = todas, dict[str, str | int]()

    def leer(self, url: str, _) -> Lectura:
        dicho = self.otras.get(url.removeprefix(f"https://{HOST}"), self.todas)
        if dicho == "":
            raise NoSeLeyo("El sitio no contestó.")
        if isinstance(dicho, int):
            return Lectura(url, dicho, b"")
        return Lectura(url, 200, dicho.encode())


@pytest.fixture
def paginas(escena, mundo, settings) -> list[PaginaBanner]:
    settings.SALIDA_A_INTERNET = True
    SitioWeb.objects.create(
        servicio=mundo.riberas, host=HOST, agregado_en=m.AHORA, agregado_por=mundo["encargada"]
    )
    return [
        crear_pagina(escena.proceso, mundo["comunicaciones"], f"/{n}", f"Institución {n}")
        for n in range(30)
    ]


def dia_entero(web: Web, reloj_en, dia: int = 10) -> None:
    for hora in (11, 13, 17, 23):
        reloj_en(a_las(hora, dia))
        revisar_banners(lector=web)


def asuntos() -> list[str]:
    return list(Mensaje.objects.order_by("pk").values_list("asunto", flat=True))


def test_treinta_paginas_perdidas_son_un_correo(escena, paginas, reloj_en, mundo):
    dia_entero(Web("nada"), reloj_en)
    [mensaje] = Mensaje.objects.all()
    assert (mensaje.asunto, mensaje.para) == (FALTA, mundo["encargada"].email)
    for cuerpo in (mensaje.texto, mensaje.html):
        assert [una.url for una in paginas if una.url not in cuerpo] == []
        assert "Institución 29" in cuerpo
        assert "Hasta ahora el banner se vio 0 de 14 días." in cuerpo
    dia_entero(Web("nada"), reloj_en, 11)  # it was told
    assert asuntos() == [FALTA]
    dia_entero(Web(str(documents.enlace(escena.proceso))), reloj_en, 12)
    assert asuntos() == [FALTA, VUELVE]
    vuelve = Mensaje.objects.get(asunto=VUELVE)
    assert [una.url for una in paginas if una.url not in vuelve.texto] == []
    assert "Hasta ahora el banner se vio 1 de 17 días." in vuelve.texto
    assert set(PaginaBanner.objects.values_list("avisada_en", flat=True)) == {None}


def test_si_no_falta_no_hay_correo(escena, paginas, reloj_en):
    """The control."""
    dia_entero(Web(str(documents.enlace(escena.proceso))), reloj_en)
    assert asuntos() == []


def test_cada_clase_de_noticia_en_su_correo(escena, paginas, reloj_en):
    con = str(documents.enlace(escena.proceso))
    web = Web(con)
    web.otras = {"/1": 404}
    reloj_en(a_las(14))
    revisar_banners(lector=web)
    assert asuntos() == [FALTA]  # a page that is no more is told at once
    web.otras = {"/1": con, "/2": "nada", "/3": "nada", "/4": "", "/5": 503, "/6": 404}
    dia_entero(web, reloj_en, 11)
    # The first round: what is no more, what is back. The second: those of that day.
    assert sorted(asuntos()) == sorted([FALTA, FALTA, VUELVE, FALTA, SIN_LEER])
    *_, tarde, sin_leer = Mensaje.objects.filter(asunto__in=(FALTA, SIN_LEER)).order_by("pk")
    dichas = {n for n in range(30) if f"/{n} (" in tarde.texto}
    assert (tarde.asunto, dichas) == (FALTA, {2, 3})
    assert {n for n in range(30) if f"/{n} (" in sin_leer.texto} == {4, 5}
    assert "deje entrar al portal" in sin_leer.texto
    assert "deje entrar al portal" not in tarde.texto


def test_anotar_una_pagina_no_manda_un_correo_por_cada_una(escena, paginas, reloj_en):
    """Each is read as soon as it is noted; the round of the hour tells them together."""
    reloj_en(a_las(14))
    for una in paginas:
        revisar_pagina(una.pk, lector=Web(404))
    assert asuntos() == []
    revisar_banners(lector=Web(404))
    assert asuntos() == [FALTA]


def test_una_ronda_que_se_corto_la_completa_la_siguiente(escena, paginas, reloj_en):
    reloj_en(a_las(14))
    for una in paginas:
        leer(una, DIA, "no_esta", "no_esta", "no_esta")
    assert asuntos() == []
    for _ in range(2):
        assert revisar_banners(lector=Web("nada")) == 0
    assert asuntos() == [FALTA]


def test_dos_cuentas_no_se_mezclan(escena, paginas, reloj_en, mundo):
    otra = m.crear_cuenta(mundo.riberas, mundo["encargada"], anio_gestion=2025)
    proceso = m.crear_proceso(otra)
    suya = crear_pagina(proceso, mundo["comunicaciones"], "/de-otra-cuenta")
    dia_entero(Web("nada"), reloj_en)
    assert asuntos() == [FALTA, FALTA]
    assert [suya.url in mensaje.texto for mensaje in Mensaje.objects.order_by("pk")] == [
        False, True,
    ]  # fmt: skip


def test_que_falta_se_dice_tambien_a_quien_se_le_dijo_que_no_se_leia(escena, paginas, reloj_en):
    dia_entero(Web(503), reloj_en, 10)
    assert asuntos() == [SIN_LEER]
    for dia in (11, 12):
        dia_entero(Web("nada"), reloj_en, dia)
        assert asuntos() == [SIN_LEER, FALTA]
    dia_entero(Web(503), reloj_en, 13)  # that is not news to who knows that it is missing
    assert asuntos() == [SIN_LEER, FALTA]


@pytest.mark.parametrize("cuantas", [1, 30])
def test_avisar_cuesta_lo_mismo_con_muchas(escena, paginas, reloj_en, cuantas):
    reloj_en(a_las(17))
    for una in paginas[:cuantas]:
        leer(una, DIA, "no_esta", "no_esta", "no_esta")
    with CaptureQueriesContext(connection) as consultas:
        avisar_del_banner(escena.proceso.pk, a_las(17))
    assert (len(asuntos()), len(consultas)) == (1, 14)
