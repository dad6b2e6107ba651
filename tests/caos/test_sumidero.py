"""The judge of the fault tests: it sees each mail as it was decided, and fails when told to."""

import json
import smtplib
import subprocess
import sys
from dataclasses import asdict

import pytest

from correos import emails
from correos.models import Mensaje
from correos.services import Correo, enqueue_muchos
from servicios.alcance import todos_los_servicios
from tests.caos import hostiles
from tests.caos.sumidero import Regla

pytestmark = pytest.mark.django_db


@pytest.fixture
def sumidero(tmp_path):
    """`sumidero(rule…)` starts one: its port and what its log says so far."""
    procesos = []

    def _iniciar(*reglas: Regla):
        guion, bitacora = tmp_path / "guion.json", tmp_path / "bitacora.jsonl"
        guion.write_text(json.dumps([asdict(regla) for regla in reglas]))
        orden = [sys.executable, "-m", "tests.caos.sumidero"]
        orden += ["--bitacora", str(bitacora), "--guion", str(guion)]
        procesos.append(subprocess.Popen(orden, stdout=subprocess.PIPE, text=True))
        puerto = int(procesos[-1].stdout.readline())

        def _leer(hecho="aceptado"):
            lineas = [json.loads(x) for x in bitacora.read_text().splitlines()]
            return [linea for linea in lineas if linea["hecho"] == hecho]

        return puerto, _leer

    yield _iniciar
    for proceso in procesos:
        proceso.terminate()
        proceso.communicate(timeout=10)


def test_la_huella_de_lo_recibido_es_la_de_lo_decidido(mundo, sumidero):
    puerto, leer = sumidero()
    with todos_los_servicios():
        enqueue_muchos(
            [
                Correo(
                    clave=f"c:{i}",
                    # of every length, so that the header breaks at every place
                    para=f"{'p' * (i % 37)}.{i}@correo.example".lstrip("."),
                    nombre=hostiles.nombre(i),
                    asunto=hostiles.asunto(i),
                    texto=hostiles.texto(i),
                    html=f"<p>{hostiles.texto(i)}</p>",
                )
                for i in range(len(hostiles.NOMBRES) * len(hostiles.TEXTOS))
            ],
            servicio=mundo.riberas,
            tipo="respuesta",
            campania="prueba",
        )
        mensajes = list(Mensaje.objects.order_by("id"))
        with smtplib.SMTP("127.0.0.1", puerto) as smtp:
            for mensaje in mensajes:
                smtp.sendmail(emails.retorno(mensaje), mensaje.para, emails.en_bytes(mensaje))
    recibidos = [(x["id"], x["para"], x["huella"]) for x in leer()]
    assert recibidos == [(m.message_id, [m.para], m.huella) for m in mensajes]


def _enviar(puerto, para):
    """The code of the answer, or None when the connection ends without one."""
    try:
        with smtplib.SMTP("127.0.0.1", puerto) as smtp:
            smtp.sendmail("de@correo.example", para, f"To: {para}\r\nSubject: s\r\n\r\nhola\r\n")
    except smtplib.SMTPRecipientsRefused as error:
        return error.recipients[para][0]
    except smtplib.SMTPResponseException as error:
        return error.smtp_code if error.smtp_code > 0 else None
    except smtplib.SMTPServerDisconnected:
        return None
    return 250


@pytest.mark.parametrize(
    ("regla", "codigo", "aceptados"),
    [
        (Regla("rcpt", "a", respuesta="550 5.1.1 No existe"), 550, 0),
        (Regla("rcpt", "a", respuesta="421 4.3.2 Vuelva luego"), 421, 0),
        (Regla("rcpt", "a", cortar=True), None, 0),
        (Regla("data", "a", respuesta="554 5.7.1 No"), 554, 0),
        (Regla("cuerpo", "a", cortar=True), None, 0),
        (Regla("punto", "a", respuesta="452 4.2.2 Lleno"), 452, 0),
        (Regla("punto", "a", cortar=True), None, 0),
        (Regla("punto", "a", cortar=True, aceptar=True), None, 1),
        (Regla("punto", "a", segundos=0.05), 250, 1),
        (Regla("rcpt", "b", respuesta="550 5.1.1 No existe"), 250, 1),
        (Regla("rcpt", cada=2, respuesta="550 5.1.1 No existe"), 250, 1),
        (Regla("rcpt", cada=1, respuesta="550 5.1.1 No existe"), 550, 0),
    ],
)
def test_falla_donde_dice_el_guion(sumidero, regla, codigo, aceptados):
    puerto, leer = sumidero(regla)
    assert (_enviar(puerto, "a@correo.example"), len(leer())) == (codigo, aceptados)


def test_falla_solo_las_primeras_veces(sumidero):
    puerto, leer = sumidero(Regla("rcpt", "a", respuesta="450 4.2.1 Espere", veces=2))
    assert [_enviar(puerto, "a@correo.example") for _ in range(3)] == [450, 450, 250]
    assert [x["paso"] for x in leer("falla")] == ["rcpt", "rcpt"]
