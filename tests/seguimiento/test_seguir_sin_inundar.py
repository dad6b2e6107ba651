"""Nobody is flooded by what others ask for them, and who asks learns nothing of who follows."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comun import cuotas, reloj
from comun.baldes import UN_DIA, tomar
from comun.campos import nonce_nuevo
from comun.models import Balde
from correos.models import Mensaje
from correos.services import cola
from cuentas.models import Capitulo
from seguimiento.models import Suscripcion
from seguimiento.services import confirmar_avisos, despedir, pedir_avisos
from servicios.alcance import alcance, todos_los_servicios
from tests import mundo as m
from tests.comun.test_baldes import pasan
from tests.seguimiento.test_seguir import SEGUIR, pedir

ROSA = "rosa@correo.example"


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


@pytest.fixture
def tope(monkeypatch):
    monkeypatch.setattr(cuotas, "CONFIRMACIONES_A_UN_BUZON", 3)
    return 3


def preguntar(cuenta, correo=ROSA, que="cuenta", capitulo=""):
    """By another form each time."""
    pedir_avisos(
        cuenta=cuenta, correo=correo, alcance=que, capitulo=capitulo, nonce=nonce_nuevo()
    )  # fmt: skip


def cartas() -> list[str]:
    with todos_los_servicios():
        filas = Mensaje.objects.filter(tipo="seguir").order_by("pk")
        return list(filas.values_list("para", flat=True))


# ── The cap ──


def test_ni_mil_temas_ni_mil_cuentas_llenan_un_buzon(cuenta, mundo, tope):
    """Of all services together: with another one it does not begin again."""
    with alcance(mundo.otro):
        otra = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
    for tema in Capitulo.Tipo.values:
        preguntar(cuenta, que="tema", capitulo=tema)
        with alcance(mundo.otro):
            preguntar(otra, que="tema", capitulo=tema)
    assert cartas() == [ROSA] * tope
    with todos_los_servicios():
        # What was not asked by mail is not kept either.
        assert Suscripcion.objects.count() == tope


@pytest.mark.parametrize(
    "correo", ["ROSA@correo.example", "rosa+otro@correo.example", "Rosa+a+b@Correo.Example"]
)
def test_con_mayusculas_o_con_una_etiqueta_es_el_mismo_buzon(cuenta, tope, correo):
    for _ in range(tope):
        preguntar(cuenta)
    preguntar(cuenta, correo)
    assert cartas() == [ROSA] * tope
    preguntar(cuenta, "ana@correo.example")  # the control: somebody else
    assert cartas()[tope:] == ["ana@correo.example"]


def test_con_una_etiqueta_es_otra_direccion_para_todo_lo_demas(cuenta):
    """Providers exist where they are two people: it is written to as it was typed."""
    preguntar(cuenta)
    preguntar(cuenta, "rosa+avisos@correo.example")
    assert cartas() == [ROSA, "rosa+avisos@correo.example"]
    assert Suscripcion.objects.count() == 2


def test_al_dia_siguiente_vuelve_a_haber_y_el_reloj_de_la_demostracion_no_da_mas(
    cuenta, tope, reloj_en
):
    for _ in range(tope + 1):
        preguntar(cuenta)
    reloj_en(m.AHORA + timedelta(days=3))
    preguntar(cuenta)
    assert len(cartas()) == tope
    pasan(timedelta(hours=7))  # a third of the day is over, less a bit
    preguntar(cuenta)
    assert len(cartas()) == tope
    pasan(timedelta(hours=2))
    preguntar(cuenta)
    assert len(cartas()) == tope + 1
    pasan(timedelta(days=2))
    for _ in range(tope + 1):
        preguntar(cuenta)
    assert len(cartas()) == 2 * tope + 1


def test_un_balde_de_un_dia_no_se_llena_en_una_hora(db):
    assert [tomar({"a": 2}, UN_DIA) for _ in range(3)] == [set(), set(), {"a"}]
    pasan(timedelta(hours=1))
    assert tomar({"a": 2}, UN_DIA) == {"a"}
    pasan(timedelta(hours=11))
    assert [tomar({"a": 2}, UN_DIA) for _ in range(2)] == [set(), {"a"}]


def test_en_pantalla_es_lo_mismo_y_de_la_direccion_no_queda_nada(cuenta, tope):
    nueva = pedir()
    for _ in range(tope):
        preguntar(cuenta)
    callada = pedir()
    assert (nueva.status_code, nueva["Location"]) == (callada.status_code, callada["Location"])
    assert (callada.status_code, callada["Location"]) == (302, f"{SEGUIR}pedido/")
    assert len(cartas()) == tope
    assert [b.clave for b in Balde.objects.all() if "rosa" in b.clave or len(b.clave) != 64] == []


def test_lo_que_falla_no_gasta_el_del_dia(cuenta, tope, monkeypatch):
    with monkeypatch.context() as roto:
        roto.setattr("seguimiento.services.suscripciones.enqueue", _falla)
        with pytest.raises(RuntimeError):
            preguntar(cuenta)
    for _ in range(tope):
        preguntar(cuenta)
    assert len(cartas()) == tope


def _falla(**kwargs):
    raise RuntimeError


# ── What it costs is the same, whatever there was ──


def _nada(cuenta) -> None:
    """It is new."""


def _espera(cuenta) -> None:
    preguntar(cuenta)


def _confirmada(cuenta) -> None:
    preguntar(cuenta)
    confirmar_avisos(suscripcion=Suscripcion.objects.get())


def _muchas(cuenta) -> None:
    for _ in range(cuotas.CONFIRMACIONES_A_UN_BUZON):
        preguntar(cuenta, que="servicio")


def _se_despidio(cuenta) -> None:
    preguntar(cuenta)
    despedir(suscripcion=Suscripcion.objects.get())


CASOS = {_nada: True, _espera: True, _confirmada: True, _muchas: False, _se_despidio: False}
BALDE = "INSERT comun_balde"
#: In words, without what each one carries: the quota, who does not want them, the way back, the
#: row in three, the address that asked for no mail, the mail in two, and the end.
SENTENCIAS = [
    BALDE, "SELECT seguimiento_suscripcion", "SAVEPOINT",
    "INSERT seguimiento_suscripcion", "UPDATE seguimiento_suscripcion",
    "SELECT seguimiento_suscripcion", "SELECT correos_supresion", "INSERT correos_mensaje",
    "SELECT correos_mensaje", "RELEASE o ROLLBACK TO",
]  # fmt: skip


@pytest.mark.parametrize(
    ("antes", "que"),
    [(antes, "cuenta") for antes in CASOS]
    + [(antes, que) for antes in (_nada, _muchas, _se_despidio) for que in ("tema", "servicio")],
)
def test_las_mismas_sentencias_sea_quien_sea(
    cuenta, antes, que, django_capture_on_commit_callbacks
):
    antes(cuenta)
    cuantas, cuenta.servicio.comuna = len(cartas()), cuenta.servicio.comuna
    capitulo = Capitulo.Tipo.values[0] if que == "tema" else ""
    connection.run_on_commit = []  # of what was asked before, which in the street was committed
    with (
        django_capture_on_commit_callbacks() as despues,
        CaptureQueriesContext(connection) as leidas,
        transaction.atomic(),
    ):
        preguntar(cuenta, que=que, capitulo=capitulo)
    sentencias = [_en_corto(q["sql"]) for q in leidas.captured_queries]
    assert _de_adentro(sentencias) == SENTENCIAS
    assert (len(cartas()) > cuantas) is CASOS[antes]
    # The sender is woken in each case: telling the queue takes time too.
    assert despues == [cola.despertar]


def test_una_sentencia_de_mas_se_nota(cuenta):
    with CaptureQueriesContext(connection) as leidas, transaction.atomic():
        preguntar(cuenta)
        Suscripcion.objects.exists()
    assert _de_adentro([_en_corto(q["sql"]) for q in leidas.captured_queries]) != SENTENCIAS


def _de_adentro(sentencias: list[str]) -> list[str]:
    """Those of the use case: not those by which a test is undone around it."""
    planeadas = iter((BALDE, "SELECT correos_supresion"))  # PostgreSQL has these by another name
    todas = [next(planeadas, una) if una == "EXECUTE" else una for una in sentencias]
    return todas[todas.index(BALDE) : -2]


def _en_corto(sql: str) -> str:
    palabras = sql.replace('"', "").split()
    if palabras[0] in ("RELEASE", "ROLLBACK"):
        return "RELEASE o ROLLBACK TO"
    if palabras[0] == "INSERT":
        nombre = palabras[palabras.index("INTO") + 1]
        return BALDE if nombre == "comun_balde" else f"INSERT {nombre}"
    if palabras[0] == "SELECT":
        return f"SELECT {palabras[palabras.index('FROM') + 1]}"
    return " ".join(palabras[:2]) if palabras[0] == "UPDATE" else palabras[0]


def test_pedido_otra_vez_lo_que_espera_tiene_su_plazo_y_lo_confirmado_el_suyo(cuenta, reloj_en):
    _confirmada(cuenta)
    primera = Suscripcion.objects.get()
    reloj_en(reloj.ahora() + timedelta(hours=3))
    preguntar(cuenta)
    assert Suscripcion.objects.get().pedida_en == primera.pedida_en
    preguntar(cuenta, que="servicio")
    espera = Suscripcion.objects.get(alcance="servicio")
    reloj_en(reloj.ahora() + timedelta(hours=3))
    preguntar(cuenta, que="servicio")
    assert Suscripcion.objects.get(alcance="servicio").pedida_en > espera.pedida_en
