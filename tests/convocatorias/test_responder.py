"""`responder`: comes, does not, sends somebody else; with whom, for what, and changes of mind."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.texto import plegar
from convocatorias.models import (
    Actividad,
    Enlace,
    Invitacion,
    Participante,
    Preferencia,
    Tema,
)
from convocatorias.services import (
    Contestacion,
    Delegado,
    enviar_convocatoria,
    inscribirse,
    mover,
    preparar_convocatoria,
    responder,
)
from correos.models import Mensaje
from servicios.models import Comuna
from tests import mundo as el_mundo

ASISTE, NO_ASISTE, DELEGA = "asiste", "no_asiste", "delega"
SONIA = Delegado("Sonia", "Meza Lagos", correo="Sonia@correo.example")


@pytest.fixture
def temas(escena, mundo) -> list[Tema]:
    filas = [
        Tema.objects.create(servicio=mundo.riberas, nombre=nombre, nombre_plegado=plegar(nombre))
        for nombre in ("Aguas", "Bordes", "Caminos", "Defensas")
    ]
    escena.actividad.temas.set(filas)
    return filas


@pytest.fixture
def enviada(escena, contactos, mundo) -> None:
    convocatoria = preparar_convocatoria(
        actividad=escena.actividad, mensaje="Contamos con usted.", por=mundo["encargada"]
    )
    enviar_convocatoria(convocatoria=convocatoria, contactos=contactos, por=mundo["encargada"])
    escena.actividad.refresh_from_db()


@pytest.fixture
def rosa(enviada) -> Participante:
    return Participante.objects.select_related("actividad").get(correo="rosa@correo.example")


@pytest.fixture
def clave(enviada) -> str:
    return clave_de("rosa@correo.example")


def clave_de(correo: str) -> str:
    texto = Mensaje.objects.filter(para=correo).latest("pk").texto
    return texto.partition("/invitacion/")[2].partition("/")[0]


def url(clave: str, nombre: str = "invitacion") -> str:
    return reverse(f"convocatorias:{nombre}", args=[clave])


def pagina(clave: str) -> str:
    return Client().get(url(clave)).content.decode()


def contestar(clave: str, **datos):
    return Client().post(url(clave), datos, follow=True)


class TestQueResponde:
    def test_con_quienes_viene_y_que_prefiere(self, rosa, temas) -> None:
        elegidos = (temas[2], temas[0])
        responder(participante=rosa, dicho=Contestacion(ASISTE, acompanantes=2, temas=elegidos))
        rosa.refresh_from_db()
        assert (rosa.asistencia, rosa.acompanantes, rosa.respuesta_en_palabras) == (
            ASISTE, 2, "Vendrá con 2 personas",
        )  # fmt: skip
        preferencias = Preferencia.objects.filter(participante=rosa).order_by("orden")
        assert list(preferencias.values_list("orden", "tema__nombre")) == [
            (1, "Caminos"), (2, "Aguas"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("asistencia", "acompanantes", "frase"),
        [
            ("sin_respuesta", 0, "Sin respuesta"),
            ("asiste", 0, "Vendrá"),
            ("asiste", 1, "Vendrá con 1 persona"),
            ("no_asiste", 2, "No vendrá"),
            ("delega", 0, "Envía a otra persona"),
            ("en_espera", 3, "En lista de espera con 3 personas"),
        ],
    )
    def test_en_palabras(self, asistencia: str, acompanantes: int, frase: str) -> None:
        fila = Participante(asistencia=asistencia, acompanantes=acompanantes)
        assert fila.respuesta_en_palabras == frase

    def test_quien_viene_en_su_lugar_es_otra_persona_y_se_le_avisa(self, rosa, temas) -> None:
        dicho = Contestacion(DELEGA, acompanantes=1, temas=temas[:1], delegado=SONIA)
        responder(participante=rosa, dicho=dicho)
        sonia = Participante.objects.get(en_lugar_de=rosa)
        assert (sonia.nombre_completo, sonia.origen, sonia.asistencia, sonia.acompanantes) == (
            "Sonia Meza Lagos", "delegado", ASISTE, 1,
        )  # fmt: skip
        assert sonia.organizacion == rosa.organizacion
        rosa.refresh_from_db()
        assert (rosa.asistencia, rosa.acompanantes, rosa.nombre_completo) == (
            DELEGA, 0, "Rosa Elena Quilaleo",
        )  # fmt: skip
        assert list(Preferencia.objects.values_list("participante", "tema__nombre")) == [
            (sonia.pk, "Aguas")
        ]
        carta = Mensaje.objects.get(para="sonia@correo.example")
        assert carta.asunto == (
            "Le esperamos en Jornada nacional y talleres, viernes 28 de mayo de 2027"
        )
        assert [a.nombre for a in carta.adjuntos.all()] == ["actividad.ics"]
        assert "Invitación para Sonia Meza Lagos" in pagina(clave_de("sonia@correo.example"))

    def test_la_misma_persona_otra_vez_no_es_otra_carta(self, rosa) -> None:
        for acompanantes in (0, 2):
            dicho = Contestacion(DELEGA, acompanantes=acompanantes, delegado=SONIA)
            responder(participante=rosa, dicho=dicho)
        assert Mensaje.objects.filter(para="sonia@correo.example").count() == 1
        assert Participante.objects.get(en_lugar_de=rosa).acompanantes == 2

    def test_cambia_a_quien_envia(self, rosa) -> None:
        responder(participante=rosa, dicho=Contestacion(DELEGA, delegado=SONIA))
        ana = Delegado("Ana", "Rojas", telefono="9 8765 4321")
        responder(participante=rosa, dicho=Contestacion(DELEGA, delegado=ana))
        assert Participante.objects.get(en_lugar_de=rosa).nombre_completo == "Ana Rojas"
        assert not Participante.objects.filter(correo="sonia@correo.example").exists()
        assert Mensaje.objects.filter(para="sonia@correo.example").latest("pk").asunto == (
            "Ya no se le espera en lugar de otra persona: Jornada nacional y talleres"
        )

    def test_al_cambiar_de_opinion_quien_enviaba_ya_no_viene(self, rosa) -> None:
        responder(participante=rosa, dicho=Contestacion(DELEGA, delegado=SONIA))
        responder(participante=rosa, dicho=Contestacion(ASISTE))
        rosa.refresh_from_db()
        assert (rosa.asistencia, Participante.objects.filter(origen="delegado").count()) == (
            ASISTE, 0,
        )  # fmt: skip
        assert Enlace.objects.count() == 0

    def test_lo_que_se_le_aviso_a_quien_enviaba_queda(self, rosa) -> None:
        responder(participante=rosa, dicho=Contestacion(DELEGA, delegado=SONIA))
        sonia = Participante.objects.get(en_lugar_de=rosa)
        convocatoria = Invitacion.objects.first().convocatoria
        Invitacion.objects.create(
            convocatoria=convocatoria, participante=sonia, clase="vispera", canal="telefono",
            clave_hash="x" * 64,
        )  # fmt: skip
        responder(participante=rosa, dicho=Contestacion(NO_ASISTE))
        sonia.refresh_from_db()
        assert (sonia.asistencia, sonia.origen, sonia.en_lugar_de) == (
            NO_ASISTE, "inscrito", None,
        )  # fmt: skip
        assert sonia.invitaciones.count() == 1

    def test_mover_la_actividad_olvida_lo_respondido(self, escena, rosa, mundo) -> None:
        dicho = Contestacion(DELEGA, acompanantes=1, delegado=SONIA)
        responder(participante=rosa, dicho=dicho)
        mover(
            actividad=escena.actividad,
            fecha=datetime(2027, 6, 2).date(),
            hora_inicio=escena.actividad.hora_inicio,
            hora_termino=None,
            lugar="Teatro Municipal",
            comuna=Comuna.objects.get(codigo="07101"),
            motivo="El gimnasio será albergue.",
            por=mundo["encargada"],
        )
        filas = Participante.objects.filter(pk=rosa.pk) | Participante.objects.filter(
            en_lugar_de=rosa
        )
        assert set(filas.values_list("asistencia", "acompanantes")) == {("sin_respuesta", 0)}


class TestNoSePuede:
    @pytest.mark.parametrize(
        ("dicho", "frase"),
        [
            (Contestacion(ASISTE, acompanantes=6), "Puede venir con 5 personas como máximo."),
            (Contestacion(DELEGA), "Escriba quién vendrá en su lugar."),
            (
                Contestacion(DELEGA, delegado=Delegado(" ", telefono="9 8765 4321")),
                "Escriba el nombre de quien vendrá en su lugar.",
            ),
            (
                Contestacion(DELEGA, delegado=Delegado("Sonia")),
                "Escriba el correo o el teléfono de quien vendrá en su lugar.",
            ),
            (
                Contestacion(DELEGA, delegado=Delegado("Sonia", telefono="12")),
                "El teléfono lleva 9 cifras. Ejemplo: 9 1234 5678.",
            ),
        ],
    )
    def test_incompleta(self, rosa, dicho: Contestacion, frase: str) -> None:
        with pytest.raises(ErrorDominio) as error:
            responder(participante=rosa, dicho=dicho)
        assert error.value.mensaje == frase
        rosa.refresh_from_db()
        assert (rosa.asistencia, Participante.objects.count()) == ("sin_respuesta", 3)

    def test_temas_repetidos_o_de_otra_actividad(self, rosa, temas, mundo) -> None:
        otro = Tema.objects.create(servicio=mundo.riberas, nombre="Z", nombre_plegado="z")
        for elegidos, frase in (
            ((temas[0], temas[0]), "Elija temas distintos, hasta tres."),
            (tuple(temas), "Elija temas distintos, hasta tres."),
            ((otro,), "Ese tema ya no está entre los de esta actividad. Elija otro."),
        ):
            with pytest.raises(ErrorDominio) as error:
                responder(participante=rosa, dicho=Contestacion(ASISTE, temas=elegidos))
            assert error.value.mensaje == frase

    @pytest.mark.parametrize(
        ("estado", "frase"),
        [
            ("suspendida", "La actividad está suspendida: no necesita responder."),
            ("anulada", "La actividad está anulada: no necesita responder."),
        ],
    )
    def test_no_se_realiza(self, rosa, estado: str, frase: str) -> None:
        Actividad.objects.update(estado=estado, motivo_estado="Alerta roja.")
        with pytest.raises(ErrorDominio) as error:
            responder(participante=rosa, dicho=Contestacion(ASISTE))
        assert error.value.mensaje == frase

    def test_ya_comenzo(self, rosa, reloj_en) -> None:
        reloj_en(datetime(2027, 5, 28, 13, 31, tzinfo=UTC))
        with pytest.raises(ErrorDominio) as error:
            responder(participante=rosa, dicho=Contestacion(ASISTE))
        assert error.value.mensaje == (
            "La actividad ya comenzó. Si viene en camino, preséntese en la entrada."
        )

    def test_quien_viene_en_su_lugar_ya_se_acredito(self, escena, rosa, mundo) -> None:
        from jornadas.models import Ficha

        responder(participante=rosa, dicho=Contestacion(DELEGA, delegado=SONIA))
        Ficha.objects.create(
            jornada=el_mundo.crear_jornada(escena.actividad),
            participante=Participante.objects.get(en_lugar_de=rosa),
            tipo_documento="sin_documento",
            firma_en_papel=True,
            acreditada_en=el_mundo.AHORA,
            acreditada_por=mundo["encargada"],
            nonce="f",
        )
        with pytest.raises(ErrorDominio) as error:
            responder(participante=rosa, dicho=Contestacion(NO_ASISTE))
        assert error.value.mensaje == (
            "Quien viene en su lugar ya se acreditó en la entrada. Si usted también viene, "
            "preséntese ahí."
        )


class TestLaPagina:
    def test_dice_lo_respondido_y_cuando_y_lo_que_cambia(self, clave, temas) -> None:
        primera = contestar(clave, respuesta="vengo", acompanantes="1", tema_1=temas[1].pk)
        html = primera.content.decode()
        assert "Anotamos su respuesta. Le esperamos." in html
        assert "con 1 persona." in html
        assert "Temas que prefiere: 1.º Bordes." in html
        assert "Respondió el lunes 10 de mayo de 2027, a las 10:00." in html
        segunda = contestar(clave, respuesta="no_vengo").content.decode()
        assert "Anotamos que no vendrá. Puede participar por internet. " in segunda
        assert "Antes nos había dicho: vendrá con 1 persona." in segunda
        assert "Cambiar mi respuesta" in segunda

    def test_la_misma_respuesta_dos_veces_es_una(self, clave) -> None:
        for _ in range(2):
            html = contestar(clave, respuesta="vengo").content.decode()
        assert "Antes nos había dicho" not in html
        assert Participante.objects.filter(asistencia=ASISTE).count() == 1

    def test_no_muestra_entero_ningun_contacto(self, clave) -> None:
        datos = {"nombres": "Sonia", "apellidos": "Meza", "correo": "sonia@correo.example"}
        html = contestar(clave, respuesta="en_mi_lugar", **datos).content.decode()
        assert "Sonia Meza (so•••@correo.example)" in html
        assert ("sonia@correo" in html, "rosa@correo" in html) == (False, False)
        # The same person again needs no contact.
        otra = {"respuesta": "en_mi_lugar", "nombres": "sonia", "apellidos": "MEZA"}
        assert Client().post(url(clave), otra).status_code == 302
        assert Participante.objects.get(origen="delegado").correo == "sonia@correo.example"

    def test_a_quien_se_la_reenviaron(self, clave) -> None:
        html = pagina(clave)
        assert "¿No es usted?" in html
        assert "no responda por esa persona" in html
        assert "/cuentas/riberas/2026/jornadas/jornada-nacional/#inscribirme" in html

    def test_quien_viene_en_lugar_de_otra_avisa_que_no_puede(self, clave) -> None:
        datos = {"nombres": "Sonia", "apellidos": "Meza", "correo": "sonia@correo.example"}
        contestar(clave, respuesta="en_mi_lugar", **datos)
        suya = clave_de("sonia@correo.example")
        assert "Vendrá otra persona en mi lugar" not in pagina(suya)
        contestar(suya, respuesta="no_vengo")
        assert "Sonia Meza avisó que no puede. Elija abajo qué hacer." in pagina(clave)
        assert Participante.objects.get(origen="delegado").asistencia == NO_ASISTE

    def test_una_invitacion_sin_correo_tambien_se_abre(self, clave) -> None:
        Invitacion.objects.filter(participante__nombres="Rosa Elena").update(
            canal="carta", mensaje=None
        )
        assert "No quiero recibir más invitaciones" not in pagina(clave)

    def test_movida_lo_dice(self, clave) -> None:
        Actividad.objects.update(motivo_estado="El gimnasio será albergue.")
        assert "Cambió de fecha o de lugar." in pagina(clave)

    @pytest.mark.parametrize("otra", ["vista-previ", "x" * 300, "ñ", "%00"])
    def test_las_claves_que_nadie_dio(self, clave, otra: str) -> None:
        paginas = [Client().get(url(otra)), Client().post(url(otra), {"respuesta": "vengo"})]
        assert [p.status_code for p in paginas] == [404, 404]
        assert Participante.objects.filter(asistencia="sin_respuesta").count() == 3

    @pytest.mark.parametrize(
        "malo",
        [
            {"respuesta": "quizas"},
            {"respuesta": "vengo", "acompanantes": "6"},
            {"respuesta": "vengo", "acompanantes": "9" * 400},
            {"respuesta": "vengo", "acompanantes": "-1"},
            {"respuesta": "vengo", "tema_1": "\x00"},
            {"respuesta": "vengo", "tema_1": "9" * 400},
            {"respuesta": "vengo", "apoyos": "nada"},
            {"respuesta": "vengo", "apoyo_otro": "a" * 301, "permiso": "on"},
            {"respuesta": "en_mi_lugar", "nombres": "A\x00", "telefono": "9 8765 4321"},
            {"respuesta": "en_mi_lugar", "nombres": "A" * 101, "telefono": "9 8765 4321"},
            {"respuesta": "en_mi_lugar", "nombres": "A", "correo": "no es"},
            {"respuesta": "en_mi_lugar", "nombres": "A", "telefono": "12"},
        ],
    )
    def test_lo_mal_escrito_vuelve_y_no_cambia_nada(self, clave, temas, malo: dict) -> None:
        respuesta = Client().post(url(clave), malo)
        assert respuesta.status_code == 422
        assert respuesta.content.decode().count('id="resumen-errores"') == 1
        assert set(Participante.objects.values_list("asistencia", flat=True)) == {"sin_respuesta"}

    def test_un_tema_repetido_dice_en_cual(self, clave, temas) -> None:
        datos = {"respuesta": "vengo", "tema_1": temas[0].pk, "tema_3": temas[0].pk}
        respuesta = Client().post(url(clave), datos)
        assert dict(respuesta.context["form"].errors) == {
            "tema_3": ["Ya eligió ese tema. Elija otro, o deje «Sin elegir»."]
        }

    def test_con_huecos_el_orden_se_cierra(self, clave, temas) -> None:
        contestar(clave, respuesta="vengo", tema_2=temas[3].pk, tema_3=temas[0].pk)
        assert list(Preferencia.objects.values_list("orden", "tema__nombre")) == [
            (1, "Defensas"), (2, "Aguas"),
        ]  # fmt: skip

    def test_lo_que_no_se_pregunta_no_estorba(self, clave) -> None:
        """Hidden fields of another answer, wrong as they may be, do not stop this one."""
        datos = {"respuesta": "no_vengo", "correo": "no es", "acompanantes": "9", "apoyos": "lsch"}
        assert Client().post(url(clave), datos).status_code == 302

    def test_el_texto_que_se_da_vuelta_se_limpia(self, clave) -> None:
        datos = {"nombres": "So\u202enia", "apellidos": "Meza\nLagos", "telefono": "987654321"}
        contestar(clave, respuesta="en_mi_lugar", **datos)
        delegada = Participante.objects.get(origen="delegado")
        assert (delegada.nombres, delegada.apellidos) == ("Sonia", "Meza Lagos")

    def test_cinco_mil_campos(self, clave) -> None:
        datos = {f"campo_{n}": "x" for n in range(5000)}
        assert Client().post(url(clave), datos).status_code == 400

    def test_cuantas_sentencias(self, escena, clave, temas, django_assert_num_queries) -> None:
        """The same with ten people and with five hundred."""
        for total in (10, 500):
            Participante.objects.bulk_create(
                Participante(
                    actividad=escena.actividad, nombres=f"P{n}", nombre_plegado=f"p{total}{n}",
                    origen="inscrito", asistencia="asiste",
                )
                for n in range(total)
            )  # fmt: skip
            with django_assert_num_queries(13):
                Client().get(url(clave))


def test_quien_se_inscribio_se_retira_con_su_enlace(escena) -> None:
    una = inscribirse(
        actividad=escena.actividad, nombres="Hernán", apellidos="Curiñir",
        correo="hernan@correo.example", nonce="n",
    )  # fmt: skip
    assert clave_de("hernan@correo.example") == una.clave
    assert "Inscripción de Hernán Curiñir" in pagina(una.clave)
    contestar(una.clave, respuesta="no_vengo")
    una.participante.refresh_from_db()
    assert una.participante.asistencia == NO_ASISTE
    contestar(una.clave, respuesta="en_mi_lugar", nombres="Sonia", telefono="987654321")
    assert Participante.objects.count() == 1


def test_a_quien_se_retiro_y_se_le_vuelve_a_enviar_se_le_avisa(rosa) -> None:
    dicho = Contestacion(DELEGA, delegado=SONIA)
    responder(participante=rosa, dicho=dicho)
    responder(participante=rosa, dicho=dicho)
    correos = Mensaje.objects.filter(para="sonia@correo.example")
    assert correos.count() == 1  # the same one, who had not changed her mind
    sonia = Participante.objects.get(origen="delegado")
    responder(participante=sonia, dicho=Contestacion(NO_ASISTE))
    responder(participante=rosa, dicho=dicho)
    sonia.refresh_from_db()
    assert (sonia.asistencia, correos.count()) == (ASISTE, 2)
