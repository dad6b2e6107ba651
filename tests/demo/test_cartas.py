"""Every mail of the demo, as its addressee gets it: words and links, nothing remote or tracked."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import Message
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convocatorias.models import Actividad
from convocatorias.services import mover, recordar_asistencia
from correos import emails
from correos.models import TIPOS_RENUNCIABLES, Mensaje
from seguimiento.demo.sitios import PAGINAS
from seguimiento.services import recordar_plazos
from servicios.alcance import alcance
from servicios.models import Servicio, Usuario
from servicios.permissions import Rol
from servicios.services import crear_persona, enviar_invitacion
from tests.demo.conftest import AHORA, HOY, contada
from tests.recorrido.personas import GUION_DE_AXE, faltas_de_axe

pytestmark = pytest.mark.django_db

#: Each kind of mail that the portal writes, and the person's own links that it carries.
TIPOS = {
    "acceso": ["/acceso/password/reset/key/"],
    "acuse": ["/mi-consulta/"],
    "aviso": ["/invitacion/"],
    "encuentro": ["/encuentro/"],
    "inscripcion": [],
    "invitacion": ["/invitacion/"],
    "novedades": ["/seguir/"],
    "recordatorio": [],
    "recordatorio_de_invitacion": ["/invitacion/"],
    "respuesta": [],
    "seguir": ["/seguir/"],
    "vispera": ["/invitacion/"],
}
#: The addresses that are not the portal's: where the place is, and the page that lacks the banner.
MAPA = "https://www.openstreetmap.org/search?query="
DE_OTROS = (MAPA, *(pagina.url for pagina in PAGINAS))
#: Those that a mail program offers to stop with one press.
CON_SALIDA = {*TIPOS_RENUNCIABLES, "novedades"}
PROPIO = re.compile(re.escape(settings.BASE_URL) + r"(/|$)")
ESCRIBE = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


class Hojeador(HTMLParser):
    """What a mail program would fetch, run or follow."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.etiquetas: set[str] = set()
        self.atributos: dict[str, list[str]] = {}
        self.titulo = ""
        self._en_titulo = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.etiquetas.add(tag)
        self._en_titulo = tag == "title"
        for nombre, valor in attrs:
            self.atributos.setdefault(nombre, []).append(valor or "")

    def handle_data(self, data: str) -> None:
        if self._en_titulo:
            self.titulo += data.strip()


@dataclass
class Carta:
    """One mail, and what happened when each of its links was opened."""

    mensaje: Mensaje
    mime: Message
    hoja: Hojeador
    abiertos: dict[str, int] = field(default_factory=dict)
    escrituras: list[str] = field(default_factory=list)

    @property
    def enlaces(self) -> list[str]:
        return self.hoja.atributos.get("href", [])

    @property
    def del_portal(self) -> set[str]:
        return {enlace for enlace in self.enlaces if PROPIO.match(enlace)}


@pytest.fixture(scope="module")
def cartas(django_db_setup, django_db_blocker) -> dict[str, list[Carta]]:
    """Every mail of the story by kind, with the reminders and sign-in links of its people.

    The story is undone before the tests begin: the browser's are not in its transaction.
    """
    with django_db_blocker.unblock(), contada(), CaptureQueriesContext(connection) as sentencias:
        _recordar_y_dar_acceso()
        por_tipo: dict[str, list[Carta]] = {}
        # Of who left nothing is kept, neither the address nor what they were told.
        enteros = Mensaje.objects.exclude(estado="anulado")
        for mensaje in enteros.select_related("servicio").order_by("pk"):
            mime = emails.construir(mensaje).message()
            carta = Carta(mensaje, mime, Hojeador(mensaje.html))
            por_tipo.setdefault(mensaje.tipo, []).append(carta)
        for primera, *_ in por_tipo.values():
            _abrir_sus_enlaces(primera, sentencias)
    return por_tipo


def _recordar_y_dar_acceso() -> None:
    for dia in range(60):
        if recordar_plazos(ahora=AHORA + timedelta(days=dia)):
            break
    for dia in range(30):
        recordar_asistencia(ahora=AHORA + timedelta(days=dia))
    quien = Usuario.objects.filter(membresias__rol=Rol.ENCARGADO).first()
    _mover_una(quien)
    nueva = crear_persona(correo="nueva@correo.example", nombre="Ana Nueva", por=quien)
    enviar_invitacion(usuario=nueva, servicio=Servicio.objects.first(), rol=Rol.EQUIPO, por=quien)
    Client().post(reverse("account_reset_password"), {"email": quien.email})


def _mover_una(por: Usuario) -> None:
    actividad = Actividad.objects.filter(estado="convocada", fecha__gt=HOY).first()
    with alcance(actividad.servicio):
        mover(
            actividad=actividad,
            fecha=HOY + timedelta(days=40),
            hora_inicio=actividad.hora_inicio,
            hora_termino=actividad.hora_termino,
            lugar="Teatro",
            comuna=actividad.comuna,
            motivo="El recinto será albergue.",
            por=por,
        )


def _abrir_sus_enlaces(carta: Carta, sentencias: CaptureQueriesContext) -> None:
    direcciones = set(carta.del_portal)
    if carta.mensaje.renunciable:
        direcciones.add(emails.baja_url(carta.mensaje))
    antes = len(sentencias)
    for direccion in direcciones:
        camino = direccion.removeprefix(settings.BASE_URL) or "/"
        carta.abiertos[direccion] = Client().get(camino, follow=True).status_code
    carta.escrituras = [
        s["sql"]
        for s in sentencias.captured_queries[antes:]
        if ESCRIBE.match(s["sql"]) and "django_session" not in s["sql"]
    ]


def test_la_demostracion_los_tiene_todos(cartas):
    assert sorted(cartas) == sorted(TIPOS)


@pytest.mark.parametrize("tipo", TIPOS)
def test_no_trae_ni_llama_nada_de_afuera(cartas, tipo):
    for carta in cartas[tipo]:
        prohibidas = {"img", "link", "script", "iframe", "form", "object", "video"}
        assert carta.hoja.etiquetas & prohibidas == set()
        assert set(carta.hoja.atributos) & {"src", "srcset", "background", "onclick"} == set()
        assert re.findall(r"url\(|@import", carta.mensaje.html) == []


@pytest.mark.parametrize("tipo", TIPOS)
def test_sus_enlaces_son_del_portal(cartas, tipo):
    for carta in cartas[tipo]:
        servicio = carta.mensaje.servicio
        enlaces = {enlace for enlace in carta.enlaces if not enlace.startswith(DE_OTROS)}
        otros = enlaces - carta.del_portal
        assert otros <= {f"mailto:{servicio.correo if servicio else ''}"}
        en_texto = re.findall(r"https?://\S+", carta.mensaje.texto)
        ajenos = {enlace for enlace in en_texto if not PROPIO.match(enlace)}
        assert ajenos == {enlace for enlace in carta.enlaces if enlace.startswith(DE_OTROS)}
        assert {enlace for enlace in carta.del_portal if enlace not in carta.mensaje.texto} == set()
        assert carta.del_portal != set()


@pytest.mark.parametrize("tipo", TIPOS)
def test_se_lee_en_texto_y_en_html(cartas, tipo):
    for carta in cartas[tipo]:
        mensaje, mime = carta.mensaje, carta.mime
        assert mime["Auto-Submitted"] == "auto-generated"
        assert bool(mime["List-Unsubscribe"]) == (tipo in CON_SALIDA)
        clases = [parte.get_content_type() for parte in mime.walk()]
        partes = clases[clases.index("multipart/alternative") + 1 :]
        assert partes[:2] == ["text/plain", "text/html"]
        assert '<html lang="es-CL">' in mensaje.html
        assert carta.hoja.titulo != ""
        assert mensaje.html.count("<h1>") == 1
        assert mensaje.asunto != ""
        assert mensaje.nombre == "" or mensaje.nombre not in mensaje.asunto


@pytest.mark.parametrize("tipo", TIPOS)
def test_abrir_sus_enlaces_no_cambia_nada(cartas, tipo):
    """Mail gateways follow every link before the person does: only a button acts."""
    carta = cartas[tipo][0]
    for mio in TIPOS[tipo]:
        assert [enlace for enlace in carta.abiertos if mio in enlace] != []
    assert set(carta.abiertos.values()) == {200}
    assert carta.escrituras == []


@pytest.mark.navegador
@pytest.mark.parametrize("tema", ["light", "dark"])
@pytest.mark.parametrize("tipo", TIPOS)
def test_axe_no_encuentra_nada(cartas, page, tipo, tema):
    page.emulate_media(color_scheme=tema)
    page.set_viewport_size({"width": 360, "height": 740})
    pedidas = []
    page.on("request", lambda pedida: pedidas.append(pedida.url))
    page.set_content(cartas[tipo][0].mensaje.html)
    page.evaluate(GUION_DE_AXE)
    assert faltas_de_axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") == 360
    assert pedidas == []
