"""Where a request comes from cannot be chosen, and a venue full of people is let through."""

import random
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from comun.cuotas import Uso
from comun.models import Balde, Bitacora
from servicios.alcance import alcance
from servicios.models import RedPermitida
from servicios.origen import DemasiadosEnvios, con_espera, direccion_de, red_de, tomar_turno
from servicios.selectors import red_permitida
from tests import mundo as m

USO = Uso("prueba", por_red=60, por_persona=3)
CASA = "200.12.34.5"


def pedido(direccion: str = CASA, dicha: str = "") -> HttpRequest:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": direccion, "HTTP_X_FORWARDED_FOR": dicha}
    return request


def pasa(servicio, pedido, *personas: str, uso: Uso = USO) -> bool:
    try:
        tomar_turno(pedido, servicio, uso, *personas)
    except DemasiadosEnvios:
        return False
    return True


@pytest.fixture
def recinto(en_riberas) -> RedPermitida:
    """The gymnasium, from one hour before to three hours after the clock of the tests."""
    return RedPermitida.objects.create(
        servicio=en_riberas.riberas,
        nombre="Gimnasio",
        red="200.12.34.0/24",
        desde=m.AHORA - timedelta(hours=1),
        hasta=m.AHORA + timedelta(hours=3),
    )


class TestDeDondeViene:
    @pytest.mark.parametrize(
        ("proxy", "directa", "dicha", "esperada"),
        [
            (False, CASA, "9.9.9.9", CASA),
            (False, "", "9.9.9.9", None),
            (True, "10.0.0.1", f"9.9.9.9, {CASA}", CASA),
            (True, "10.0.0.1", CASA, CASA),
            (True, "10.0.0.1", "no es una dirección", "10.0.0.1"),
            (True, "10.0.0.1", "", "10.0.0.1"),
            (True, "", "2001:db8::1", "2001:db8::1"),
            (False, f"::ffff:{CASA}", "", CASA),
            (False, "fe80::1%eth0", "", "fe80::1"),
        ],
    )
    def test_la_direccion_es_la_que_vio_quien_es_de_confianza(
        self, settings, proxy, directa, dicha, esperada
    ):
        settings.DETRAS_DE_PROXY = proxy
        vista = direccion_de(pedido(directa, dicha))
        assert vista == (ip_address(esperada) if esperada else None)

    @pytest.mark.parametrize(
        ("direccion", "red"),
        [(CASA, "200.12.34.0/24"), ("2001:db8:1:2ff:5::9", "2001:db8:1:200::/56")],
    )
    def test_cuenta_la_red_y_no_cada_direccion(self, direccion, red):
        assert red_de(ip_address(direccion)) == red

    @pytest.mark.parametrize("proxy", [False, True])
    def test_diez_mil_cabeceras_falsas_no_dan_mas_cupo(self, en_riberas, settings, proxy):
        settings.DETRAS_DE_PROXY = proxy
        azar = random.Random(7)
        real = f", {CASA}" if proxy else ""
        falsas = (str(ip_address(azar.getrandbits(32))) + real for _ in range(10_000))
        pedidos = [pedido(CASA, falsa) for falsa in falsas]
        assert {red_de(direccion_de(p)) for p in pedidos} == {"200.12.34.0/24"}
        assert sum(pasa(en_riberas.riberas, p) for p in pedidos[:100]) == USO.por_red
        assert Balde.objects.count() == 1


class TestTurno:
    def test_una_red_y_una_persona_cuentan_aparte(self, en_riberas):
        riberas = en_riberas.riberas
        rosa = [pasa(riberas, pedido(), "rosa@correo.example") for _ in range(5)]
        assert rosa == [True] * 3 + [False] * 2
        assert pasa(riberas, pedido(), "luis@correo.example")
        assert not pasa(riberas, pedido("9.9.9.9"), "Rosa+otra@correo.example ")
        assert pasa(riberas, pedido(), "", " ")

    def test_lo_rechazado_no_gasta_lo_demas(self, en_riberas):
        riberas = en_riberas.riberas
        uso = Uso("prueba", por_red=1, por_persona=3)
        assert pasa(riberas, pedido(), "rosa@correo.example", uso=uso)
        for _ in range(5):
            assert not pasa(riberas, pedido(), "rosa@correo.example", uso=uso)
        otra = pedido("9.9.9.9")
        assert [pasa(riberas, otra, "rosa@correo.example", uso=USO) for _ in range(3)] == [
            True,
            True,
            False,
        ]

    def test_cada_servicio_y_cada_uso_cuentan_aparte(self, mundo):
        uso = Uso("prueba", por_red=1, por_persona=1)
        otro_uso = Uso("otra", por_red=1, por_persona=1)
        for servicio in (mundo.riberas, mundo.otro):
            with alcance(servicio):
                assert pasa(servicio, pedido(), uso=uso)
                assert not pasa(servicio, pedido(), uso=uso)
                assert pasa(servicio, pedido(), uso=otro_uso)

    def test_dice_cuando_volver(self, en_riberas):
        uso = Uso("prueba", por_red=6, por_persona=6)
        for _ in range(6):
            tomar_turno(pedido(), en_riberas.riberas, uso)
        with pytest.raises(DemasiadosEnvios) as error:
            tomar_turno(pedido(), en_riberas.riberas, uso)
        assert error.value.mensaje == (
            "Llegaron muchos envíos seguidos desde su red o con ese correo. Envíe este de "
            "nuevo en 10 minutos, desde las 10:10."
        )
        respuesta = con_espera(HttpResponse(), error.value)
        assert respuesta.status_code == 429
        assert 590 < int(respuesta["Retry-After"]) <= 600

    def test_no_guarda_direcciones_ni_correos(self, en_riberas):
        tomar_turno(pedido(), en_riberas.riberas, USO, "rosa@correo.example")
        claves = [b.clave for b in Balde.objects.all()]
        assert [len(clave) for clave in claves] == [64, 64]
        assert not any("200.12" in clave or "rosa" in clave for clave in claves)

    def test_con_lugar_es_una_sentencia(self, en_riberas, django_assert_num_queries):
        with django_assert_num_queries(1):
            tomar_turno(pedido(), en_riberas.riberas, USO, "rosa@correo.example")

    def test_sin_direccion_cuenta_solo_la_persona(self, en_riberas):
        veces = [pasa(en_riberas.riberas, pedido(""), "rosa@correo.example") for _ in range(4)]
        assert veces == [True] * 3 + [False]


class TestRecinto:
    def test_cuatrocientas_personas_tras_una_direccion(self, recinto, en_riberas):
        pasaron = [
            pasa(en_riberas.riberas, pedido(), f"persona{n}@correo.example") for n in range(400)
        ]
        assert sum(pasaron) == 400

    def test_desde_el_recinto_cada_correo_tiene_su_limite(self, recinto, en_riberas):
        uso = Uso("prueba", por_red=1, por_persona=3)
        veces = [pasa(en_riberas.riberas, pedido(), "a@correo.example", uso=uso) for _ in range(5)]
        assert veces == [True] * 3 + [False] * 2
        # What its network had not given is not given back to it.
        recinto.delete()
        assert not pasa(en_riberas.riberas, pedido(), "b@correo.example", uso=uso)

    @pytest.mark.parametrize(
        ("minutos", "rige"), [(-61, False), (-59, True), (179, True), (180, False)]
    )
    def test_rige_solo_entre_sus_horas(self, recinto, reloj_en, minutos, rige):
        reloj_en(m.AHORA + timedelta(minutes=minutos))
        assert red_permitida(ip_address(CASA)) is rige

    def test_no_sirve_a_otra_red_ni_a_otro_servicio(self, recinto, mundo):
        assert not red_permitida(ip_address("200.12.35.5"))
        assert not red_permitida(ip_address("2001:db8::1"))
        with alcance(mundo.otro):
            assert not red_permitida(ip_address(CASA))


class TestAdministracion:
    def datos(self, mundo, **otros: str) -> dict[str, object]:
        return {
            "servicio": mundo.riberas.pk,
            "nombre": "Gimnasio municipal",
            "red": "200.12.34.0/24",
            "desde_0": "2027-05-28",
            "desde_1": "09:00",
            "hasta_0": "2027-05-28",
            "hasta_1": "14:00",
        } | otros

    def test_se_agrega_y_queda_anotada(self, mundo, entrar):
        direccion = reverse("admin:servicios_redpermitida_add")
        assert entrar("admin").post(direccion, self.datos(mundo)).status_code == 302
        with alcance(mundo.riberas):
            assert RedPermitida.objects.get().desde == datetime(2027, 5, 28, 13, tzinfo=UTC)
        assert Bitacora.objects.filter(accion="agregar_red_permitida").count() == 1
        lista = entrar("admin").get(reverse("admin:servicios_redpermitida_changelist"))
        assert "Gimnasio municipal" in lista.content.decode()

    @pytest.mark.parametrize(
        ("otros", "dice"),
        [
            ({"red": "0.0.0.0/0"}, "Esa red es demasiado grande para ser la de un lugar."),
            ({"red": "200.12.34.5/24"}, "Escriba una red, por ejemplo 200.12.34.0/24."),
            ({"hasta_0": "2027-05-27"}, "Termina antes de empezar."),
        ],
    )
    def test_lo_que_no_es_una_red_o_no_termina_se_dice(self, mundo, entrar, otros, dice):
        respuesta = entrar("admin").post(
            reverse("admin:servicios_redpermitida_add"), self.datos(mundo, **otros)
        )
        assert respuesta.status_code == 200
        assert dice in respuesta.content.decode()

    def test_solo_la_administracion(self, mundo, entrar):
        direccion = reverse("admin:servicios_redpermitida_changelist")
        assert entrar("encargada").get(direccion).status_code == 302
