"""Where an activity can be followed from afar: plain links, with who can follow them."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias.models import Transmision
from convocatorias.services import EnlaceDeVideo, guardar_transmisiones
from tests import mundo as m

VIVO = EnlaceDeVideo(
    "https://video.example/vivo", con_lsch=True, con_subtitulos=True, nota="Abajo."
)
GRABADA = EnlaceDeVideo("https://video.example/grabado", con_subtitulos=True)
DATOS = {"en_vivo_url": VIVO.url, "en_vivo_lsch": "on", "en_vivo_subtitulos": "on"}


@pytest.fixture
def actividad(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    return m.crear_actividad(cuenta)


@pytest.fixture
def guardar(actividad, en_riberas):
    def _guardar(**enlaces):
        guardar_transmisiones(actividad=actividad, enlaces=enlaces, por=en_riberas["encargada"])

    return _guardar


def url(nombre: str) -> str:
    return reverse(nombre, args=["riberas", 2026, "jornada-nacional"])


def lee(donde: str) -> str:
    return Client().get(donde).content.decode()


def test_se_ve_en_la_actividad_y_en_la_cuenta_como_un_enlace(guardar, reloj_en):
    guardar(en_vivo=VIVO, grabacion=GRABADA)
    la_cuenta = reverse("seguimiento:cuenta", args=["riberas", 2026])
    for pagina in (lee(url("convocatorias:actividad")), lee(la_cuenta)):
        assert f'<a href="{VIVO.url}" rel="external noopener">Seguir en vivo' in pagina
        assert (
            "Tiene lengua de señas chilena (LSCh) y subtítulos. La intérprete se ve así" in pagina
        )
        assert "Tiene subtítulos. Aún no tiene lengua de señas chilena (LSCh)." in pagina
        assert "<iframe" not in pagina
        assert 'src="https://' not in pagina
    reloj_en(m.AHORA.replace(month=6))
    pagina = lee(la_cuenta)
    assert (VIVO.url in pagina, GRABADA.url in pagina) == (False, True)


def test_lo_que_se_deja_en_blanco_se_quita_y_queda_anotado(guardar):
    guardar(en_vivo=VIVO, grabacion=GRABADA)
    guardar(grabacion=GRABADA)
    assert list(Transmision.objects.values_list("tipo", "url")) == [("grabacion", GRABADA.url)]
    anotadas = Bitacora.objects.filter(accion="guardar_transmisiones").order_by("id")
    assert [fila.datos for fila in anotadas] == [
        {"en_vivo": True, "grabacion": True},
        {"grabacion": True},
    ]


def test_solo_https_y_solo_de_lo_que_se_hace(guardar, actividad):
    with pytest.raises(ErrorDominio, match="debe empezar con https://") as error:
        guardar(en_vivo=EnlaceDeVideo("http://video.example/vivo"))
    assert error.value.campo == "en_vivo_url"
    with pytest.raises(IntegrityError), transaction.atomic():
        Transmision.objects.create(actividad=actividad, tipo="en_vivo", url="http://video.example")
    actividad.estado = "anulada"
    with pytest.raises(ErrorDominio, match="no hay nada que transmitir"):
        guardar(en_vivo=VIVO)
    assert not Transmision.objects.exists()


def test_el_formulario_guarda_y_dice_que_falta(actividad, entrar):
    donde, cliente = url("convocatorias_gestion:transmisiones"), entrar("encargada")
    respuesta = cliente.post(donde, DATOS, follow=True)
    assert respuesta.redirect_chain == [(url("convocatorias_gestion:actividad"), 302)]
    assert [str(uno) for uno in respuesta.context["messages"]] == ["Guardó la transmisión."]
    assert VIVO.url in cliente.get(donde).content.decode()
    respuesta = cliente.post(donde, DATOS | {"grabacion_url": GRABADA.url}, follow=True)
    assert "quien no oye no podrá seguirla" in respuesta.content.decode()


@pytest.mark.parametrize(
    ("mal", "dice"),
    [
        ({"en_vivo_url": "ftp://video.example"}, "La dirección debe empezar con https://."),
        ({"en_vivo_url": "no es"}, "La dirección debe empezar con https://."),
        ({"grabacion_nota": "Abajo."}, "Marque que tiene intérprete"),
    ],
)
def test_lo_mal_escrito_se_explica_y_no_se_pierde(actividad, entrar, mal, dice):
    respuesta = entrar("encargada").post(url("convocatorias_gestion:transmisiones"), DATOS | mal)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert dice in pagina
    assert next(iter(mal.values())) in pagina
    assert not Transmision.objects.exists()
