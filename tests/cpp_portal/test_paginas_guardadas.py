"""Public pages are drawn once for everybody, and each public fact shows at once."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun import reloj
from comun.models import Bitacora
from comun.paginas import version
from comun.transitions import move
from convocatorias.services import EnlaceDeVideo, guardar_transmisiones, mover, suspender
from cuentas.services import (
    cerrar_cuenta,
    enviar_a_revision,
    fijar_plazos,
    publicar_informe,
    reanudar_cuenta,
    suspender_cuenta,
)
from respuestas import services
from servicios.models import Comuna, Servicio
from tests import mundo as m
from tests.respuestas.conftest import datos_del_formulario

#: What a page that was kept costs: the demo's clock, the service, the version; the account asks
#: for its last changed date too.
GUARDADAS = {"portada": 2, "cuenta": 4, "informe": 3, "actividad": 3, "respuestas": 3}


@pytest.fixture
def cuenta(en_riberas, settings):
    memoria = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "prueba"}
    settings.CACHES = {**settings.CACHES, "paginas": memoria}
    caches["paginas"].clear()
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.crear_proceso(cuenta)
    return cuenta


@pytest.fixture
def pasada(cuenta):
    """An activity that was held: its page has no form."""
    return m.crear_actividad(
        cuenta, slug="taller", nombre="Taller de abril", fecha=m.HOY.replace(day=3)
    )


def direccion(nombre: str) -> str:
    if nombre == "portada":
        return "/"
    app = {"cuenta": "seguimiento", "informe": "cuentas", "actividad": "convocatorias"}
    resto = ["taller"] if nombre == "actividad" else []
    return reverse(f"{app.get(nombre, 'respuestas')}:{nombre}", args=["riberas", 2026, *resto])


def leer(donde: str, cliente: Client | None = None, **cabeceras: str):
    respuesta = (cliente or Client()).get(donde, headers=cabeceras)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


@pytest.mark.parametrize("nombre", GUARDADAS)
def test_la_segunda_visita_no_se_dibuja(pasada, nombre):
    with reloj.un_instante():
        primera = Client().get(direccion(nombre))
        with CaptureQueriesContext(connection) as sentencias:
            segunda = Client().get(direccion(nombre))
    assert segunda.content == primera.content
    assert segunda.context is None, "drawn again"
    # The clock was read by the test; the middleware and the version remain.
    assert len(sentencias) == GUARDADAS[nombre] - 1
    assert segunda["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Encoding"} <= set(segunda["Vary"].split(", "))
    assert not segunda.cookies


def test_se_entrega_comprimida_y_se_pregunta_con_su_huella(cuenta):
    with reloj.un_instante():
        entera = Client().get("/")
        comprimida = Client().get("/", headers={"Accept-Encoding": "br, gzip"})
        assert gzip.decompress(comprimida.content) == entera.content
        assert comprimida["ETag"] != entera["ETag"]
        igual = Client().get("/", headers={"If-None-Match": entera["ETag"]})
        assert (igual.status_code, igual.content) == (304, b"")
        Servicio.objects.filter(slug="riberas").update(nombre="Servicio de Riberas y Lagos")
        Bitacora.objects.create(
            momento=m.AHORA, servicio_id=cuenta.servicio_id, accion="x", objeto_tipo="x"
        )
        otra = Client().get("/", headers={"If-None-Match": entera["ETag"]})
    assert otra.status_code == 200
    assert "Riberas y Lagos" in otra.content.decode()


def test_cada_hecho_publico_se_ve_de_inmediato(cuenta, en_riberas, mailoutbox):
    """With the clock stopped, so that nothing but the fact changes what is read."""
    actividad = m.crear_actividad(cuenta, estado="convocada")
    informe, por, la, todo = m.crear_informe(cuenta), en_riberas["encargada"], direccion, Client()
    m.con_constancias(cuenta, por, "R25")
    with reloj.un_instante():
        assert "El informe se publica antes de invitar" in leer(la("cuenta"))
        assert "Leer el informe" not in leer(la("cuenta"))
        informe = enviar_a_revision(informe=informe, por=por)
        publicar_informe(informe=informe, por=en_riberas["autoridad"])
        assert "Leer el informe" in leer(la("cuenta"))
        assert "Se hizo lo comprometido." in leer(la("informe"))

        datos = {"fecha": m.DIA + timedelta(days=4), "hora_termino": actividad.hora_termino}
        mover(
            actividad=actividad, hora_inicio=actividad.hora_inicio, lugar="Teatro Regional",
            comuna=Comuna.objects.get(pk="07101"), motivo="Se amplió.", por=por, **datos,
        )  # fmt: skip
        assert "Teatro Regional, Talca" in leer(la("cuenta"))
        actividad.refresh_from_db()
        suspender(actividad=actividad, motivo="Por el temporal.", por=por)
        assert "Por el temporal." in leer(la("cuenta"))

        suspender_cuenta(cuenta=cuenta, motivo="Por la emergencia.", desde=m.HOY, por=por)
        assert "Por la emergencia." in leer(la("cuenta"), todo)
        assert "Suspendida" in leer("/").title()
        reanudar_cuenta(cuenta=cuenta, hasta=m.HOY, por=por)
        assert "Suspendida" not in leer("/")


def test_las_respuestas_publicadas_y_los_mensajes_se_ven_de_inmediato(cuenta, en_riberas, reloj_en):
    reloj_en(datetime.fromisoformat("2027-06-07T10:00:00-04:00"))
    with reloj.un_instante():
        assert "La participación terminó" in leer(direccion("cuenta"))
        antes = leer(direccion("respuestas"))
        informe = services.preparar_documento(cuenta=cuenta, por=en_riberas["encargada"])
        services.enviar_documento_a_revision(informe=informe, por=en_riberas["encargada"])
        services.publicar_respuestas(informe=informe, por=en_riberas["autoridad"])
        assert "Las respuestas ya están aquí" in leer(direccion("cuenta"))
        assert leer(direccion("respuestas")) != antes


def test_el_nombre_que_se_retira_se_va_de_inmediato(cuenta, en_riberas, reloj_en):
    escrita = services.registrar_consulta(
        cuenta=cuenta,
        tipo="pregunta",
        mensaje="¿Cuándo?",
        datos=services.Datos("Rosa Elena", "Quilaleo", "correo", correo="rosa@x.example"),
        nonce=services.nonce_nuevo(),
        publica_nombre=True,
    ).consulta
    respuesta = services.redactar_respuesta(
        consulta=escrita, texto="En agosto.", unidad="Obras", por=en_riberas["unidad"]
    )
    services.enviar_a_revision(respuesta=respuesta, por=en_riberas["unidad"])
    services.aprobar_respuesta(respuesta=respuesta, por=en_riberas["revisora"])
    reloj_en(datetime.fromisoformat("2027-06-07T10:00:00-04:00"))
    informe = services.preparar_documento(cuenta=cuenta, por=en_riberas["encargada"])
    services.enviar_documento_a_revision(informe=informe, por=en_riberas["encargada"])
    services.publicar_respuestas(informe=informe, por=en_riberas["autoridad"])
    with reloj.un_instante():
        assert "Rosa Elena Quilaleo" in leer(direccion("respuestas"))
        services.retirar_nombre(consulta=escrita)
        despues = leer(direccion("respuestas"))
    assert "Quilaleo" not in despues
    assert "Pregunta de una persona" in despues


def test_la_grabacion_el_anio_que_llega_y_el_que_se_cierra_se_ven_de_inmediato(
    cuenta, pasada, en_riberas
):
    por = en_riberas["encargada"]
    grabada = EnlaceDeVideo("https://video.example/grabado", con_lsch=True, con_subtitulos=True)
    with reloj.un_instante():
        for pagina in ("actividad", "cuenta"):
            assert grabada.url not in leer(direccion(pagina))
        guardar_transmisiones(actividad=pasada, enlaces={"grabacion": grabada}, por=por)
        for pagina in ("actividad", "cuenta"):
            assert grabada.url in leer(direccion(pagina))

        siguiente = m.crear_cuenta(
            cuenta.servicio, por, anio_gestion=2027, anio_ejercicio=2028, estado="borrador"
        )
        assert "/cuentas/riberas/2027/" not in leer("/")
        move(siguiente, "abierta", accion="publicar_cuenta", por=por, abierta_en=m.AHORA)
        assert "/cuentas/riberas/2027/" in leer("/")
        assert "/cuentas/riberas/2027/" in leer(direccion("cuenta"))

        fijar_plazos(
            cuenta=cuenta,
            respuesta_virtual=m.DIA + timedelta(days=2),
            respuesta_presencial=m.DIA + timedelta(days=3),
            por=por,
        )
        assert "a más tardar el <strong>domingo 30 de mayo de 2027" in leer(direccion("cuenta"))
        cerrar_cuenta(cuenta=cuenta, por=por)
        assert "Cerrada" in leer("/")


def test_la_ventana_abre_y_cierra_en_su_minuto(cuenta, reloj_en):
    abre = datetime.fromisoformat("2027-04-26T00:00:00-04:00")
    cierra = datetime.fromisoformat("2027-06-05T00:00:00-04:00")
    for instante, dice in (
        (abre - timedelta(seconds=30), "Pronto podrá participar"),
        (abre, "Participe por internet"),
        (cierra - timedelta(seconds=30), "Participe por internet"),
        (cierra, "La participación terminó"),
    ):
        reloj_en(instante)
        with reloj.un_instante():
            assert dice in leer(direccion("cuenta"))


def test_lo_que_cambia_la_administracion_se_ve_de_inmediato(cuenta, entrar):
    """Its own pages write it down: nothing else is told of what is changed there."""
    donde = reverse("admin:servicios_servicio_change", args=[cuenta.servicio_id])
    admin = entrar("admin")
    escrito = admin.get(donde).context["adminform"].form.initial
    datos = {campo: valor for campo, valor in escrito.items() if valor is not None}
    with reloj.un_instante():
        for pagina in ("/", direccion("cuenta")):
            assert "Servicio Nacional de Riberas" in leer(pagina)
        hecho = admin.post(donde, datos | {"nombre": "Servicio de Riberas y Lagos"})
        assert hecho.status_code == 302, hecho.context["errors"]
        for pagina in ("/", direccion("cuenta")):
            assert "Servicio de Riberas y Lagos" in leer(pagina)
            assert "Servicio Nacional de Riberas" not in leer(pagina)


def test_una_fila_que_llega_tarde_detras_de_otras_tambien_cuenta(cuenta):
    """A transaction takes its number first and commits last."""
    fila = {"momento": m.AHORA, "servicio_id": cuenta.servicio_id, "accion": "x"}
    for clave in (901, 905, 904):
        antes = version(cuenta.servicio_id), version(None)
        Bitacora.objects.create(pk=clave, objeto_tipo="x", **fila)
        assert version(cuenta.servicio_id) != antes[0]
        assert version(None) != antes[1]


def test_lo_de_otro_servicio_no_la_dibuja_de_nuevo(cuenta, mundo):
    antes = version(cuenta.servicio_id)
    Bitacora.objects.create(momento=m.AHORA, servicio_id=mundo.otro.pk, accion="x", objeto_tipo="x")
    assert version(cuenta.servicio_id) == antes


def test_quien_ingreso_no_la_recibe_ni_la_llena(cuenta, entrar):
    with reloj.un_instante():
        gestion = entrar("encargada")
        propia = gestion.get("/")
        assert "Gestión</a>" in propia.content.decode()
        assert propia["Cache-Control"] == "private, no-cache"
        assert "Gestión</a>" not in leer("/")
        assert gestion.get("/").context is not None, "a kept page was given to a signed-in person"


def test_los_colores_y_la_busqueda_no_se_confunden(cuenta):
    oscuro = Client()
    with reloj.un_instante():
        oscuro.post("/tema/", {"tema": "dark", "volver": "/"})
        assert 'data-bs-theme="dark"' in leer("/", oscuro)
        assert "data-bs-theme" not in leer("/")
        leer("/?q=nada")
        buscada = Client().get("/?q=nada")
        assert buscada.context is not None, "a page asked for with a query was kept"
        assert "Nada coincide" in buscada.content.decode()


def test_la_pagina_con_formulario_no_se_guarda(cuenta):
    """Two people with one nonce would be one."""
    m.crear_actividad(cuenta)
    donde = reverse("convocatorias:actividad", args=["riberas", 2026, "jornada-nacional"])
    with reloj.un_instante():
        una, otra = Client().get(donde), Client().get(donde)
    assert una["Cache-Control"] == "private, no-cache"
    assert una.context["form"].initial["nonce"] != otra.context["form"].initial["nonce"]
    assert "ETag" not in una


class TestElFormularioSeDibujaUnaVez:
    """Kept are the pieces between what each reader has of their own; the answer is no-store."""

    DONDE = "/cuentas/riberas/2026/participar/"
    PROPIO = re.compile(r'name="(csrfmiddlewaretoken|nonce|abierto)" value="([^"]+)"')

    def leer(self, cliente: Client | None = None) -> tuple[dict[str, str], str]:
        """What is of this reader, and the page without it."""
        hoja = leer(self.DONDE, cliente)
        return dict(self.PROPIO.findall(hoja)), self.PROPIO.sub("", hoja)

    def test_cada_persona_recibe_lo_suyo_y_cuesta_dos_lecturas(self, cuenta):
        with reloj.un_instante():
            una, hoja = self.leer()
            with CaptureQueriesContext(connection) as sentencias:
                otra, misma = self.leer()
        assert len(sentencias) == 2  # the service and its version
        assert hoja == misma
        assert sorted(una) == sorted(otra) == ["abierto", "csrfmiddlewaretoken", "nonce"]
        assert una["nonce"] != otra["nonce"]
        assert una["csrfmiddlewaretoken"] != otra["csrfmiddlewaretoken"]

    def test_no_queda_en_ningun_navegador(self, cuenta):
        with reloj.un_instante():
            una, otra = Client().get(self.DONDE), Client().get(self.DONDE)
        assert una["Cache-Control"] == otra["Cache-Control"]
        assert "no-store" in otra["Cache-Control"]
        assert "ETag" not in otra
        assert otra.cookies["csrf"].value

    def test_lo_que_se_recibe_de_ella_se_envia(self, cuenta):
        """With the token, the nonce and the seal that the kept page was filled with."""
        self.leer()
        cliente = Client(enforce_csrf_checks=True)
        suyo, _ = self.leer(cliente)
        datos = datos_del_formulario(**suyo, mensaje="Vea https://un.example")
        assert cliente.post(self.DONDE, datos).status_code == 422  # in less than three seconds
        with patch("comun.trampa.SEGUNDOS_DE_PERSONA", -1):
            assert cliente.post(self.DONDE, datos).status_code == 302

    def test_lo_que_otros_escriben_no_la_dibuja_de_nuevo(self, cuenta):
        with reloj.un_instante():
            _, antes = self.leer()
            Client().post(self.DONDE, datos_del_formulario())
            assert Bitacora.objects.filter(accion="registrar_consulta").count() == 1
            with CaptureQueriesContext(connection) as sentencias:
                assert self.leer()[1] == antes
        assert len(sentencias) == 2

    def test_lo_que_cambia_se_ve_enseguida(self, cuenta, en_riberas):
        with reloj.un_instante():
            assert "Emergencia" not in self.leer()[1]
            suspender_cuenta(
                cuenta=cuenta,
                motivo="Emergencia en la región.",
                desde=m.HOY,
                por=en_riberas["encargada"],
            )
            assert "Emergencia en la región." in self.leer()[1]

    def test_cierra_a_su_hora(self, cuenta, reloj_en):
        cierre = datetime(2027, 6, 5, 4, 0, tzinfo=UTC)  # 24:00 of 4 June in Santiago
        reloj_en(cierre - timedelta(seconds=1))
        assert self.leer()[0]
        reloj_en(cierre)
        assert "La participación cerró" in leer(self.DONDE)

    def test_quien_ingreso_no_la_recibe_ni_la_llena(self, cuenta, en_riberas):
        gestion = Client()
        con = "django.contrib.auth.backends.ModelBackend"
        gestion.force_login(en_riberas["encargada"], backend=con)
        with reloj.un_instante():
            self.leer()
            assert gestion.get(self.DONDE).context is not None
            assert Client().get(self.DONDE).context is None


def test_del_documento_se_pregunta_siempre_la_version(cuenta, en_riberas):
    """An older file beside the page that tells the hash of the new one would not agree."""
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    donde = reverse("cuentas:informe_pdf", args=["riberas", 2026])
    archivo = Client().get(donde)
    assert archivo["Cache-Control"] == "public, no-cache"
    sabida = {"If-None-Match": archivo["ETag"]}
    assert Client().get(donde, headers=sabida).status_code == 304
    assert archivo["ETag"].strip('"') in leer(direccion("informe"))


def test_lo_que_no_existe_no_se_guarda(cuenta):
    with reloj.un_instante():
        assert (
            Client().get(reverse("seguimiento:cuenta", args=["riberas", 1999])).status_code == 404
        )
        m.crear_cuenta(cuenta.servicio, cuenta.responsable, anio_gestion=2025, anio_ejercicio=2026)
        leer(reverse("seguimiento:cuenta", args=["riberas", 2025]))
