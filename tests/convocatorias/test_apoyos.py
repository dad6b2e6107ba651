"""What people need: with consent, apart, as ciphertext, for as long as it serves, and no longer."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias.catalogos import PERMISO_DE_APOYOS, huella_del_permiso
from convocatorias.models import Actividad, Ajuste, Participante
from convocatorias.services import (
    Apoyos,
    Contestacion,
    Delegado,
    anular,
    borrar_apoyos_vencidos,
    inscribirse,
    responder,
    retirar_apoyos,
)
from convocatorias.tasks import borrar_ajustes
from cpp_portal.celery import app
from servicios.models import Comuna
from tests import mundo as el_mundo

PIDE = Apoyos(("lsch", "silla"), otro="Llego con mi perro guía", permiso=True)
PALABRAS = ("señas", "silla", "perro", "lsch", "guía")
ARGUMENTOS = ("riberas", 2026, "jornada-nacional")


@pytest.fixture
def rosa(escena) -> Participante:
    return el_mundo.crear_participante(escena.actividad, "Rosa", "Quilaleo")


@pytest.fixture
def pidio(rosa) -> Participante:
    responder(participante=rosa, dicho=Contestacion("asiste", apoyos=PIDE))
    return rosa


def gestion(nombre: str, *mas) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=[*ARGUMENTOS, *mas])


class TestSeGuarda:
    def test_con_su_permiso_y_cuando_lo_dio(self, pidio) -> None:
        ajuste = Ajuste.objects.get(participante=pidio)
        assert json.loads(ajuste.necesidades) == {
            "apoyos": ["lsch", "silla"], "otro": "Llego con mi perro guía",
        }  # fmt: skip
        assert (ajuste.consentimiento_version, ajuste.consentimiento_hash) == (
            1, huella_del_permiso(1),
        )  # fmt: skip
        assert f"{ajuste.consentido_en:%Y-%m-%d %H}" == "2027-05-10 14"

    def test_el_texto_del_permiso_no_se_reescribe(self) -> None:
        """Another wording is another version: what people agreed to is what its hash says."""
        assert {version: huella_del_permiso(version) for version in PERMISO_DE_APOYOS} == {
            1: "7dafa17e5e30ca161a09da4a48cdad10862a0ea69a4c4f806cc08afe70dc6cff"
        }

    def test_la_base_solo_ve_cifrado(self, pidio) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT necesidades FROM convocatorias_ajuste")
            [(guardado,)] = cursor.fetchall()
        assert [palabra for palabra in PALABRAS if palabra in guardado] == []

    def test_la_base_no_lo_guarda_sin_permiso(self, rosa) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Ajuste.objects.create(
                participante=rosa, necesidades="{}", consentimiento_version=1,
                consentimiento_hash="", consentido_en=el_mundo.AHORA,
            )  # fmt: skip

    def test_sin_permiso_no_y_lo_dice(self, rosa) -> None:
        with pytest.raises(ErrorDominio) as error:
            responder(participante=rosa, dicho=Contestacion("asiste", apoyos=Apoyos(("lsch",))))
        assert (error.value.mensaje, error.value.campo) == (
            "Para guardar los apoyos que pide necesitamos su permiso. Marque la casilla, o borre "
            "lo que pidió.",
            "permiso",
        )
        rosa.refresh_from_db()
        assert (rosa.asistencia, Ajuste.objects.count()) == ("sin_respuesta", 0)

    def test_el_permiso_sin_pedir_nada_no_guarda_nada(self, rosa) -> None:
        responder(participante=rosa, dicho=Contestacion("asiste", apoyos=Apoyos(permiso=True)))
        assert Ajuste.objects.count() == 0

    def test_no_pedir_de_nuevo_deja_lo_pedido(self, pidio) -> None:
        responder(participante=pidio, dicho=Contestacion("asiste", acompanantes=1))
        responder(participante=pidio, dicho=Contestacion("asiste", apoyos=Apoyos()))
        assert Ajuste.objects.count() == 1

    def test_tambien_al_inscribirse(self, escena) -> None:
        inscribirse(
            actividad=escena.actividad, nombres="Nora", apellidos="Vera",
            correo="nora@correo.example", nonce="n", apoyos=PIDE,
        )  # fmt: skip
        assert Ajuste.objects.get().participante.nombres == "Nora"


class TestSeBorra:
    @pytest.mark.parametrize(
        "dicho",
        [
            Contestacion("no_asiste"),
            Contestacion("delega", delegado=Delegado("Sonia", telefono="987654321")),
        ],
    )
    def test_si_ya_no_viene(self, pidio, dicho) -> None:
        responder(participante=pidio, dicho=dicho)
        assert Ajuste.objects.count() == 0

    def test_cuando_la_persona_retira_su_permiso(self, pidio) -> None:
        assert (retirar_apoyos(participante=pidio), retirar_apoyos(participante=pidio)) == (
            True, False,
        )  # fmt: skip
        assert Ajuste.objects.count() == 0
        filas = Bitacora.objects.filter(accion="retirar_apoyos")
        assert list(filas.values_list("objeto_tipo", flat=True)) == ["convocatorias.actividad"]

    @pytest.mark.parametrize(
        ("comuna", "ahora", "quedan"),
        [
            # Midnight in Talca is 04:00 UTC; in Easter Island, 06:00.
            ("07101", datetime(2027, 5, 29, 3, 59, tzinfo=UTC), 1),
            ("07101", datetime(2027, 5, 29, 4, 0, tzinfo=UTC), 0),
            ("05201", datetime(2027, 5, 29, 5, 59, tzinfo=UTC), 1),
            ("05201", datetime(2027, 5, 29, 6, 0, tzinfo=UTC), 0),
        ],
    )
    def test_al_dia_siguiente_segun_su_comuna(
        self, pidio, reloj_en, comuna: str, ahora: datetime, quedan: int
    ) -> None:
        Actividad.objects.update(comuna=Comuna.objects.get(codigo=comuna))
        reloj_en(ahora)
        assert (borrar_apoyos_vencidos(), Ajuste.objects.count()) == (1 - quedan, quedan)

    def test_si_la_actividad_se_anula(self, escena, pidio, mundo) -> None:
        escena.actividad.refresh_from_db()
        anular(actividad=escena.actividad, motivo="No hay local.", por=mundo["encargada"])
        assert (borrar_apoyos_vencidos(), borrar_apoyos_vencidos()) == (1, 0)

    def test_la_agenda_lo_hace_y_solo_anota_cuantos(self, pidio, reloj_en) -> None:
        reloj_en(datetime(2027, 5, 29, 15, 0, tzinfo=UTC))
        borrar_ajustes()
        borrar_ajustes()
        [fila] = Bitacora.objects.filter(accion="borrar_apoyos")
        assert (fila.objeto_tipo, fila.datos) == ("convocatorias.actividad", {"personas": 1})
        agenda = {una["task"] for una in app.conf.beat_schedule.values()}
        assert "convocatorias.borrar_ajustes" in agenda


class TestQuienLosVe:
    def test_su_pagina_dice_quien_y_cuantos(self, pidio, escena, entrar) -> None:
        luis = el_mundo.crear_participante(escena.actividad, "Luis", "Soto")
        solo = Apoyos(("silla",), permiso=True)
        responder(participante=luis, dicho=Contestacion("asiste", apoyos=solo))
        respuesta = entrar("encargada").get(gestion("apoyos"))
        assert respuesta.context["totales"] == [
            ("Intérprete de lengua de señas chilena", 1), ("Acceso para silla de ruedas", 2),
            ("Otro apoyo", 1),
        ]  # fmt: skip
        assert [fila["participante"] for fila in respuesta.context["personas"]] == [luis, pidio]
        assert "Llego con mi perro guía" in respuesta.content.decode()
        assert "no-store" in respuesta["Cache-Control"]

    @pytest.mark.parametrize(
        ("quien", "status"),
        [("equipo", 200), ("comunicaciones", 403), ("acreditadora", 403), ("dos", 403),
         ("datos", 403), ("autoridad", 403), ("encargada-otro", 404)],
    )  # fmt: skip
    def test_solo_quien_prepara_la_actividad(self, pidio, entrar, quien: str, status: int) -> None:
        assert entrar(quien).get(gestion("apoyos")).status_code == status

    def test_no_estan_en_la_lista_ni_en_lo_que_se_descarga(self, pidio, entrar) -> None:
        cliente = entrar("encargada")
        textos = [
            cliente.get(gestion("asistentes")).content.decode().partition("<main")[2],
            cliente.get(gestion("descargar_asistentes", "csv")).content.decode("utf-8-sig"),
        ]
        libro = load_workbook(
            io.BytesIO(cliente.get(gestion("descargar_asistentes", "xlsx")).content)
        )
        textos.append(str(list(libro.active.values)))
        assert ["Quilaleo" in texto for texto in textos] == [True] * 3
        assert [p for p in PALABRAS for texto in textos if p in texto] == []

    def test_la_pagina_de_la_persona_dice_que_pidio_y_no_que(self, escena) -> None:
        clave = inscribirse(
            actividad=escena.actividad, nombres="Nora", apellidos="Vera",
            correo="nora@correo.example", nonce="n", apoyos=PIDE,
        ).clave  # fmt: skip
        direccion = reverse("convocatorias:invitacion", args=[clave])
        pagina = Client().get(direccion)
        html = pagina.content.decode()
        assert "Los apoyos que pidió" in html
        assert pagina.context["form"]["permiso"].value() is None
        assert "perro guía" not in html
        retirar = reverse("convocatorias:retirar_apoyos", args=[clave])
        assert Client().get(retirar).status_code == 302
        assert Ajuste.objects.count() == 1
        hecho = Client().post(retirar, follow=True).content.decode()
        assert ("Borramos los apoyos" in hecho, Ajuste.objects.count()) == (True, 0)

    def test_el_formulario_pide_el_permiso(self, escena) -> None:
        clave = inscribirse(
            actividad=escena.actividad, nombres="Nora", apellidos="Vera",
            correo="nora@correo.example", nonce="n",
        ).clave  # fmt: skip
        direccion = reverse("convocatorias:invitacion", args=[clave])
        datos = {"respuesta": "vengo", "apoyos": ["lsch"], "apoyo_otro": "Perro guía"}
        mala = Client().post(direccion, datos)
        assert dict(mala.context["form"].errors) == {
            "permiso": [
                "Para guardar los apoyos necesitamos su permiso. Marque la casilla, o borre lo "
                "que pidió."
            ]
        }
        assert "Perro guía" in mala.content.decode()
        assert Client().post(direccion, datos | {"permiso": "on"}).status_code == 302
        assert Ajuste.objects.count() == 1

    def test_no_estan_en_la_bitacora(self, pidio) -> None:
        todo = str(list(Bitacora.objects.values("accion", "objeto_tipo", "datos")))
        assert [palabra for palabra in PALABRAS if palabra in todo] == []
        fila = Bitacora.objects.get(accion="guardar_apoyos")
        assert (fila.objeto_tipo, fila.datos) == ("convocatorias.actividad", {"permiso": 1})
