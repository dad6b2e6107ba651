"""The sending console in a browser: a campaign goes out, and people settle what did not arrive."""

from collections.abc import Iterable

import pytest
from django.db.models.functions import Now
from playwright.sync_api import expect

from correos.models import Mensaje
from correos.services import Correo, despertar, enqueue_muchos
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio
from tests.recorrido.conftest import Camino
from tests.recorrido.personas import Persona
from tests.recorrido.servidores import esperar

pytestmark = pytest.mark.navegador

LISTA = "/gestion/correos/"
ASUNTO = "Invitación: Jornada nacional, viernes 28 de mayo"
PERSONAS = {
    "rosa": "Rosa Quilaleo",
    "juan": "Juan Pino",
    "luis": "Luis Arancibia",
    "nelly": "Nelly Faúndez",
    "sonia": "Sonia Meza",
    "aliro": "Aliro Vera",
}


def direccion(quien: str) -> str:
    return f"{quien}@correo.example"


def encola(campania: str, quienes: Iterable[str]) -> None:
    servicio = Servicio.objects.get(slug="riberas")
    with alcance(servicio):
        enqueue_muchos(
            [
                Correo(
                    clave=f"{campania}:{quien}",
                    para=direccion(quien),
                    nombre=PERSONAS[quien],
                    asunto=ASUNTO,
                    texto=f"{PERSONAS[quien]}: le invitamos.",
                    html=f"<p>{PERSONAS[quien]}: le invitamos.</p>",
                )
                for quien in quienes
            ],
            servicio=servicio,
            tipo="invitacion",
            campania=campania,
        )


def estados(campania: str) -> dict[str, str]:
    with todos_los_servicios():
        filas = Mensaje.objects.de_campania(campania).values_list("para", "estado")
        return {para.partition("@")[0]: estado for para, estado in filas}


def quedan(campania: str, **esperados: str) -> None:
    """Until the worker leaves each person's mail so."""
    esperar(lambda: estados(campania) == esperados, f"{esperados}, not {estados(campania)}")


def les_toca(campania: str) -> None:
    """Those that wait for another try need wait no more."""
    with todos_los_servicios():
        Mensaje.objects.de_campania(campania).por_enviar().update(no_antes_de=Now())
    despertar()


def abre(encargada: Persona, quien: str, enlace: str) -> Persona:
    """Follow the link of somebody's row."""
    fila = encargada.pagina.locator("tr", has_text=PERSONAS[quien])
    return encargada.seguir(enlace, dentro=fila, exact=False)


def test_1_sale_un_envio_y_cada_persona_tiene_su_estado(camino: Camino):
    buzon = camino.buzon
    buzon.rcpt[direccion("luis")] = "550 5.2.2 Mailbox full"
    buzon.rcpt[direccion("aliro")] = buzon.rcpt[direccion("juan")] = "450 4.2.1 Try again later"
    buzon.silencio[direccion("nelly")] = buzon.silencio[direccion("sonia")] = None
    camino["encargada"].ir(LISTA).lee("Todavía no ha salido ningún correo")
    encola("convocatoria:1", PERSONAS)
    quedan(
        "convocatoria:1",
        rosa="enviado",
        juan="reintento",
        luis="rechazado",
        nelly="incierto",
        sonia="incierto",
        aliro="reintento",
    )
    encargada = camino["encargada"].ir(LISTA).titulo("1 enviado, 3 piden su ayuda")
    encargada.seguir("Ver todos los envíos").lee("1 de 6 enviados, 3 piden su ayuda")
    encargada.seguir("Invitaciones: Jornada nacional, viernes 28 de mayo").lee("2 en camino")
    encargada.lee("El buzón está lleno", "No sabemos si llegó", "Se intentará de nuevo")
    assert encargada.pagina.get_by_role("progressbar", name="1 de 6 enviados").count() == 2


def test_2_las_cifras_avanzan_solas(camino: Camino):
    """Juan's server answers at last; nobody touches the page."""
    del camino.buzon.rcpt[direccion("juan")]
    les_toca("convocatoria:1")
    encargada = camino["encargada"]
    expect(encargada.pagina.locator("#avance")).to_contain_text("2 de 6 enviados")
    expect(encargada.pagina.locator("[data-avance-voz]")).to_have_text("2 de 6 enviados.")
    encargada.revisar()


def test_3_se_reintenta_lo_que_el_correo_de_destino_rechazo(camino: Camino):
    encargada = camino["encargada"].pulsar("Reintentar los marcados")
    encargada.lee("Marque al menos un correo de la lista.")
    encargada.seguir("Resolver los 3").lee("Llamar o enviar una carta")
    del camino.buzon.rcpt[direccion("luis")]
    encargada.marcar("Luis Arancibia", "correos").pulsar("Reintentar los marcados")
    encargada.lee("1 correo saldrá de nuevo.")
    esperar(lambda: camino.buzon.para(direccion("luis")), "Luis's mail in the server")
    esperar(lambda: estados("convocatoria:1")["luis"] == "enviado", "Luis's mail settled")
    encargada.ir(f"{LISTA}?campania=convocatoria:1").titulo("3 enviados, 2 piden su ayuda")


def test_4_una_duda_la_resuelve_una_persona(camino: Camino):
    encargada = abre(camino["encargada"], "nelly", "Preguntarle si le llegó")
    encargada.lee("podría llegarle dos veces").pulsar("Dar por enviado")
    encargada.lee("El correo quedó como enviado.", "Dado por enviado el 1 de marzo")
    encargada.lee("Se dio por enviado, por Encargada Prueba")
    abre(encargada.ir(f"{LISTA}?estado=ayuda"), "sonia", "Preguntarle si le llegó")
    del camino.buzon.silencio[direccion("sonia")]
    encargada.pulsar("Reenviar").lee("El correo saldrá de nuevo en un momento.")
    esperar(lambda: estados("convocatoria:1")["sonia"] == "enviado", "Sonia's mail settled")
    ids = [carta["Message-ID"] for carta in camino.buzon.para(direccion("sonia"))]
    assert (len(ids), len(set(ids))) == (2, 1)


def test_5_se_anula_uno_que_espera(camino: Camino):
    encargada = camino["encargada"].ir(f"{LISTA}?estado=camino")
    abre(encargada, "aliro", ASUNTO).pulsar("Anular este correo")
    encargada.lee("El correo quedó anulado: no saldrá.", "Se anuló, por Encargada Prueba")
    encargada.no_ve_boton("Anular este correo").no_ve_boton("Intentar de nuevo")


def test_6_un_envio_se_detiene_a_medio_camino(camino: Camino):
    buzon = camino.buzon
    for quien in ("nelly", "sonia", "aliro"):
        buzon.rcpt[direccion(quien)] = "450 4.2.1 Try again later"
    buzon.silencio.clear()
    encola("convocatoria:2", ("rosa", "juan", "nelly", "sonia", "aliro"))
    esperan = dict.fromkeys(("nelly", "sonia", "aliro"), "reintento")
    quedan("convocatoria:2", rosa="enviado", juan="enviado", **esperan)
    encargada = camino["encargada"].ir(f"{LISTA}?campania=convocatoria:2")
    encargada.seguir("Detener este envío").titulo("Detener este envío")
    encargada.lee("3 correos no saldrán.", "2 ya salieron y no se pueden devolver.")
    encargada.pulsar("Detener 3 correos").lee("3 correos quedaron anulados: no saldrán.")
    encargada.lee("2 de 5 enviados, 3 sin enviar", "Se detuvo el envío antes de que saliera")
    buzon.rcpt.clear()
    llegados = len(buzon.mensajes)
    les_toca("convocatoria:2")
    encola("convocatoria:3", ("rosa",))
    quedan("convocatoria:3", rosa="enviado")
    assert estados("convocatoria:2") == dict.fromkeys(esperan, "anulado") | {
        "rosa": "enviado",
        "juan": "enviado",
    }
    assert len(buzon.mensajes) == llegados + 1


def test_7_se_busca_a_una_persona_y_se_descarga_la_lista(camino: Camino):
    encargada = camino["encargada"].ir(LISTA).llenar(persona="faundez").pulsar("Buscar")
    assert [fila[2] for fila in encargada.tabla()] == [
        "Se detuvo el envío antes de que saliera",
        "Dado por enviado el 1 de marzo, 10:00",
    ]
    encargada.no_lee("Aliro Vera").llenar(persona="zzz").pulsar("Buscar")
    encargada.lee("Nadie con ese nombre o dirección")
    encargada.ir(f"{LISTA}?campania=convocatoria:1")
    contenido, cabeceras = encargada.bajar(encargada.destino("CSV"))
    assert cabeceras["content-disposition"] == 'attachment; filename="correos.csv"'
    assert len(contenido.decode("utf-8-sig").splitlines()) == 1 + len(PERSONAS)
    encargada.ir(f"{LISTA}?campania=convocatoria:1&desde=2030-01-01")
    encargada.lee("Ningún correo coincide")


def test_8_cabe_en_un_telefono(camino: Camino):
    telefono = camino["encargada"]
    telefono.pagina.set_viewport_size({"width": 360, "height": 740})
    anchos = {}
    for ruta in sorted(camino.visitadas):
        telefono.ir(ruta)
        anchos[ruta] = telefono.pagina.evaluate("document.scrollingElement.scrollWidth")
    assert len(anchos) >= 8
    assert {ruta: ancho for ruta, ancho in anchos.items() if ancho > 360} == {}
