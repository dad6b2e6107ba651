"""The private calendar: its address, what it carries, and who may read it."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.campos import hash_de_clave
from comun.models import Bitacora
from convocatorias.models import Actividad
from cuentas.models import CuentaPublica
from seguimiento.models import Calendario, Plazo
from seguimiento.selectors import panoramas
from seguimiento.services.calendario import crear_calendario
from seguimiento.services.plazos import rehacer_plazos
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Membresia, Usuario
from tests import mundo as m

pytestmark = pytest.mark.django_db

PAGINA = "/gestion/calendario/"


@pytest.fixture
def cuenta(mundo) -> CuentaPublica:
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        m.crear_proceso(cuenta)
        m.crear_actividad(cuenta)
    rehacer(cuenta)
    return cuenta


def rehacer(*cuentas: CuentaPublica, ahora: datetime = m.AHORA) -> None:
    with todos_los_servicios():
        frescas = CuentaPublica.objects.select_related("servicio", "norma", "responsable")
        rehacer_plazos(panoramas(frescas.filter(pk__in=[c.pk for c in cuentas])), ahora=ahora)


@pytest.fixture
def direccion(mundo) -> str:
    clave = crear_calendario(por=mundo["equipo"], ahora=m.AHORA)
    return reverse("seguimiento:fuente", args=[clave])


def eventos(respuesta) -> dict[str, dict[str, str]]:
    """The entries by their name, unfolded."""
    texto = respuesta.content.decode().replace("\r\n ", "")
    resultado = {}
    for bloque in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", texto, re.DOTALL):
        campos = dict(linea.split(":", 1) for linea in bloque.strip().split("\r\n"))
        resultado[campos["SUMMARY"]] = campos
    return resultado


MAXIMO = "Último día para publicar las respuestas (Riberas 2026)"
JORNADA = "Jornada nacional y talleres (Riberas 2026)"


def test_la_fuente_lleva_cada_plazo(cuenta, direccion) -> None:
    respuesta = Client().get(direccion)
    assert (respuesta.status_code, respuesta["Content-Type"]) == (
        200, "text/calendar; charset=utf-8",
    )  # fmt: skip
    crudo = respuesta.content
    assert max(len(linea) for linea in crudo.split(b"\r\n")) <= 75
    assert b"X-WR-CALNAME:Plazos de las cuentas p\xc3\xbablicas\r\n" in crudo
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in crudo
    with alcance(cuenta.servicio):
        fila = Plazo.objects.get(clave="responder-maximo")
        assert len(eventos(respuesta)) == Plazo.objects.count()
    evento = eventos(respuesta)[MAXIMO]
    assert evento["UID"] == f"plazo-{fila.pk}@127.0.0.1"
    assert (evento["DTSTART;VALUE=DATE"], evento["DTEND;VALUE=DATE"]) == ("20270712", "20270713")
    assert (evento["SEQUENCE"], evento["STATUS"], evento["DTSTAMP"]) == (
        "0", "CONFIRMED", "20270517T140000Z",
    )  # fmt: skip
    assert evento["URL"].endswith("/gestion/cuentas/riberas/2026/plazos/responder-maximo/")


def test_la_actividad_va_con_su_hora_y_su_lugar(cuenta, direccion) -> None:
    evento = eventos(Client().get(direccion))[JORNADA]
    assert (evento["DTSTART"], evento["DTEND"]) == ("20270528T133000Z", "20270528T173000Z")
    assert evento["LOCATION"] == "Gimnasio Liceo El Sauce\\, Calle 1 Norte 123\\, Talca"


def test_lo_que_cambia_conserva_su_nombre_y_sube_su_numero(cuenta, direccion) -> None:
    antes = eventos(Client().get(direccion))
    with alcance(cuenta.servicio):
        Actividad.objects.update(fecha=date(2027, 6, 4))
    rehacer(cuenta, ahora=m.AHORA + timedelta(days=1))
    despues = eventos(Client().get(direccion))
    assert despues[MAXIMO]["UID"] == antes[MAXIMO]["UID"]
    assert (despues[MAXIMO]["SEQUENCE"], despues[MAXIMO]["DTSTART;VALUE=DATE"]) == ("1", "20270719")
    assert despues[JORNADA]["DTSTART"] == "20270604T133000Z"
    assert despues[JORNADA]["DTSTAMP"] == "20270518T140000Z"


def test_lo_que_se_suspende_queda_cancelado(cuenta, direccion) -> None:
    with alcance(cuenta.servicio):
        Actividad.objects.update(estado="suspendida")
    rehacer(cuenta)
    evento = eventos(Client().get(direccion))[JORNADA]
    assert (evento["STATUS"], evento["SEQUENCE"]) == ("CANCELLED", "1")


def test_de_una_cuenta_anulada_todo_queda_cancelado(cuenta, direccion) -> None:
    with alcance(cuenta.servicio):
        CuentaPublica.objects.update(estado="anulada")
    todos = eventos(Client().get(direccion)).values()
    assert {(e["STATUS"], e["SEQUENCE"]) for e in todos} == {("CANCELLED", "1")}


def test_la_anulacion_llega_tambien_a_quien_pregunta_por_la_fecha(cuenta, direccion) -> None:
    """Annulling changes no row of the dates: their instant would answer that all is the same."""
    primera = Client().get(direccion)
    desde = primera.get("Last-Modified", "Mon, 17 May 2027 14:00:00 GMT")
    with alcance(cuenta.servicio):
        CuentaPublica.objects.update(estado="anulada")
    despues = Client().get(direccion, headers={"If-Modified-Since": desde})
    assert {e["STATUS"] for e in eventos(despues).values()} == {"CANCELLED"}


def test_no_lleva_lo_de_otro_servicio(cuenta, direccion, mundo) -> None:
    with alcance(mundo.otro):
        ajena = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
    rehacer(ajena)
    assert {nombre.rpartition("(")[2] for nombre in eventos(Client().get(direccion))} == {
        "Riberas 2026)"
    }


def test_no_se_baja_de_nuevo_lo_que_no_cambio(cuenta, direccion) -> None:
    primera = Client().get(direccion)
    segunda = Client().get(direccion, headers={"If-None-Match": primera["ETag"]})
    assert (segunda.status_code, segunda.content) == (304, b"")
    with alcance(cuenta.servicio):
        Actividad.objects.update(fecha=date(2027, 6, 4))
    rehacer(cuenta)
    tercera = Client().get(direccion, headers={"If-None-Match": primera["ETag"]})
    assert tercera.status_code == 200


@pytest.mark.parametrize("quien", ["inactiva", "sin rol"])
def test_quien_deja_el_servicio_deja_de_leer(cuenta, direccion, mundo, quien) -> None:
    assert Client().get(direccion).status_code == 200
    if quien == "inactiva":
        Usuario.objects.filter(pk=mundo["equipo"].pk).update(is_active=False)
    else:
        Membresia.objects.filter(usuario=mundo["equipo"]).update(retirada_en=m.AHORA)
    assert Client().get(direccion).status_code == 404


@pytest.mark.parametrize("cuantas", [1, 12])
def test_cuesta_lo_mismo_con_una_y_con_doce_cuentas(mundo, direccion, cuantas) -> None:
    cuentas = []
    with alcance(mundo.riberas):
        for n in range(cuantas):
            cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"], anio_gestion=2015 + n)
            m.crear_actividad(cuenta)
            cuentas.append(cuenta)
    rehacer(*cuentas)
    Client().get(direccion)
    with CaptureQueriesContext(connection) as consultas:
        assert Client().get(direccion).status_code == 200
    # The address and whose it is, their roles, their services, the dates and the activities.
    assert len([c for c in consultas if c["sql"].startswith("SELECT")]) == 6


def test_que_se_lee_se_anota_a_lo_mas_cada_hora(cuenta, direccion, reloj_en) -> None:
    leidas = []
    for minutos in (0, 59, 61):
        reloj_en(m.AHORA + timedelta(minutes=minutos))
        Client().get(direccion)
        leidas.append(Calendario.objects.get().leido_en)
    assert leidas[0] == leidas[1]
    assert timedelta(minutes=60) < leidas[2] - leidas[0] < timedelta(minutes=62)


# ── Its page ──


def test_se_crea_y_se_muestra_una_sola_vez(cuenta, entrar) -> None:
    cliente = entrar("equipo")
    assert "Crear mi dirección" in cliente.get(PAGINA).content.decode()
    creada = cliente.post(f"{PAGINA}crear/").content.decode()
    [clave] = re.findall(r"/calendario/([\w-]{22})\.ics", creada)
    fila = Calendario.objects.get()
    assert fila.clave_hash == hash_de_clave(clave)
    despues = cliente.get(PAGINA).content.decode()
    assert clave not in despues
    assert "Ningún calendario la ha leído todavía." in despues
    assert Client().get(f"/calendario/{clave}.ics").status_code == 200
    assert "Su calendario la leyó por última vez" in cliente.get(PAGINA).content.decode()
    dicho = Bitacora.objects.filter(objeto_tipo="seguimiento.calendario").values_list(
        "accion", "actor_id", "datos"
    )
    assert list(dicho) == [("crear_calendario", fila.usuario_id, {})]


def test_cambiarla_o_quitarla_corta_la_anterior(cuenta, direccion, entrar) -> None:
    cliente = entrar("equipo")
    otra = re.findall(
        r"/calendario/([\w-]{22})\.ics", cliente.post(f"{PAGINA}crear/").content.decode()
    )[0]
    assert Client().get(direccion).status_code == 404
    assert Client().get(f"/calendario/{otra}.ics").status_code == 200
    assert cliente.post(f"{PAGINA}quitar/").status_code == 302
    assert Client().get(f"/calendario/{otra}.ics").status_code == 404
    assert Calendario.objects.count() == 0
