"""Where the rules of this app are read: the banner, the list of activities, the invitation."""

import pytest
from django.urls import reverse

from convocatorias import emails
from convocatorias.models import Actividad, Convocatoria
from convocatorias.services import preparar_convocatoria
from cuentas.models import AjusteRegla
from servicios.models import Comuna
from tests import mundo as m

CUENTA = ("riberas", 2026)


@pytest.fixture
def ver(escena, entrar):
    def _ver(nombre: str, quien: str = "encargada") -> str:
        pagina = entrar(quien).get(reverse(f"convocatorias_gestion:{nombre}", args=CUENTA))
        assert pagina.status_code == 200
        return pagina.content.decode()

    return _ver


def test_el_banner_pide_su_constancia_y_luego_la_muestra(escena, ver, mundo):
    antes = ver("banner")
    assert "Falta dejar constancia de que el banner está en el sitio web institucional." in antes
    assert ">Dejar constancia</a>" in antes
    m.con_constancias(escena.cuenta, mundo["comunicaciones"], "R46")
    despues = ver("banner")
    assert "Comunicaciones Prueba dejó constancia el 17/05/2027: Consta en el acta." in despues
    assert "Falta dejar constancia" not in despues


def test_la_lista_dice_que_todas_son_en_una_region(escena, ver):
    dicho = "Todas las actividades son en una misma región. Si puede, haga otra en otra región."
    sola = "Hay una sola actividad. Si puede, haga otra en otra región."
    assert sola in ver("actividades")
    m.crear_actividad(escena.cuenta, slug="dos")
    assert dicho in ver("actividades")
    otra = m.crear_actividad(
        escena.cuenta, slug="iquique", comuna=Comuna.objects.get(codigo="01101"), estado="borrador"
    )
    assert dicho not in ver("actividades")
    Actividad.objects.filter(pk=otra.pk).update(estado="anulada")
    assert dicho in ver("actividades")


def test_lo_que_la_norma_rebaja_se_advierte_y_no_detiene(escena, contactos, entrar, mundo):
    escena.actividad.programa.all().delete()
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    fila.destinatarios.set(contactos)
    direccion = reverse("convocatorias_gestion:convocatoria", args=[*CUENTA, escena.actividad.slug])

    def leer() -> tuple[bool, bool]:
        contexto = entrar("encargada").get(direccion).context
        pares = (contexto["requisitos"], contexto["avisos"])
        requerida, advertida = ([r.id for r, _ in lista].count("R12") == 1 for lista in pares)
        return requerida, advertida

    def enviar() -> str:
        entrar("encargada").post(f"{direccion}enviar/", {})
        return Convocatoria.objects.get().estado

    assert (leer(), enviar()) == ((True, False), "borrador")
    AjusteRegla.objects.create(
        norma=escena.cuenta.norma,
        regla="R12",
        motivo="El programa se entrega en la puerta.",
        ajustada_por=mundo["encargada"],
        ajustada_en=m.AHORA,
    )
    assert (leer(), enviar()) == ((False, True), "programada")


def test_la_invitacion_lleva_las_fases_en_el_orden_de_sus_dias(escena, mundo):
    convocatoria = preparar_convocatoria(
        actividad=escena.actividad, mensaje="", por=mundo["encargada"]
    )
    cronograma = emails.contexto_de_invitacion(convocatoria)["cronograma"]
    assert cronograma == [
        ("Participación por internet", "del 26 de abril al viernes 4 de junio de 2027"),
        ("Jornada nacional y talleres", "viernes 28 de mayo de 2027"),
        ("Respuestas a lo recibido por internet", "a más tardar el lunes 12 de julio de 2027"),
        ("Respuestas a lo planteado en la jornada", "a más tardar el lunes 12 de julio de 2027"),
    ]
