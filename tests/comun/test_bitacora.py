"""The chain that seals the bitácora: what it catches, what it names, and that it stays out of the
way of whoever writes."""

import random
import re
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from comun import bitacora
from comun.disparadores import quitar
from comun.models import Bitacora, Correlativo, Eslabon
from comun.tasks import sellar_bitacora
from cpp_portal.celery import app

pytestmark = pytest.mark.django_db

TABLAS = ("comun_bitacora", "comun_eslabon")
# On SQLite the suite removes the triggers of deletion, to empty the tables.
BORRADO = () if connection.vendor == "sqlite" else ("DELETE FROM comun_eslabon",)
INICIO = datetime(2027, 5, 17, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nadie_llega_tarde(monkeypatch):
    """On PostgreSQL a row may come an hour after its neighbours; here nobody waits for it."""
    monkeypatch.setattr(bitacora, "TARDANZA", timedelta(0))


def escribir(cuantas: int) -> list[int]:
    """Rows as the portal writes them, with holes between their numbers (rolled back ones)."""
    primero = (Bitacora.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 2
    Bitacora.objects.bulk_create(
        Bitacora(
            id=primero + 2 * n,
            momento=INICIO + timedelta(seconds=n),
            servicio_id=n % 3 or None,
            actor_id=n % 7 or None,
            accion="publicar_cuenta",
            objeto_tipo="cuentas.cuentapublica",
            objeto_id=n,
            desde="borrador",
            hasta="abierta",
            datos={"año": 2026, "ids": [n, n + 1], "peso": 1.5},
        )
        for n in range(cuantas)
    )
    return [primero + 2 * n for n in range(cuantas)]


class Editor:
    """What `RunPython` hands over, as far as the triggers need it."""

    connection = connection

    def execute(self, sentencia: str, params: Any = None) -> None:
        sql(sentencia)


def sql(sentencia: str, *datos: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sentencia, list(datos) or None)


@pytest.fixture
def sin_disparadores(db) -> None:
    """Who has the file, or the key of the database, has what it takes to remove the triggers."""
    for tabla in TABLAS:
        quitar(tabla)(None, Editor())


def verificar(ancla: str = "") -> tuple[int, list[str]]:
    """The exit code of the command and the lines it printed."""
    salida = StringIO()
    extra = ["--ancla", ancla] if ancla else []
    try:
        call_command("bitacora", "--verificar", *extra, stdout=salida, stderr=StringIO())
    except SystemExit as fin:
        return fin.code, salida.getvalue().splitlines()
    return 0, salida.getvalue().splitlines()


def posicion(pk: int) -> int:
    return Eslabon.objects.get(bitacora_id=pk).posicion


def alterar(azar: random.Random, ids: list[int]) -> str:
    pk, columna, valor = (
        azar.choice(ids),
        *azar.choice(
            [
                ("actor_id", 99),
                ("servicio_id", 99),
                ("momento", "2027-05-16 14:00:00"),
                ("accion", "anular_cuenta"),
                ("objeto_tipo", "cuentas.tarea"),
                ("objeto_id", 99_999),
                ("desde", "abierta"),
                ("hasta", "cerrada"),
                ("datos", '{"ids": []}'),
            ]
        ),
    )
    sql(f"UPDATE comun_bitacora SET {columna} = %s WHERE id = %s", valor, pk)
    return f"El registro {pk} fue alterado después de sellarse (eslabón {posicion(pk)})."


def borrar(azar: random.Random, ids: list[int]) -> str:
    pk = azar.choice(ids)
    sql("DELETE FROM comun_bitacora WHERE id = %s", pk)
    return f"El registro {pk} fue borrado (eslabón {posicion(pk)})."


def insertar(azar: random.Random, ids: list[int]) -> str:
    pk = azar.choice(ids)
    Bitacora.objects.create(
        id=pk - 1, momento=INICIO, accion="anular_cuenta", objeto_tipo="cuentas.cuentapublica"
    )
    return f"El registro {pk - 1} fue insertado entre otros ya sellados: no tiene eslabón."


def cambiar(azar: random.Random, ids: list[int]) -> str:
    uno, otro = sorted(azar.sample(ids, 2))
    for de, a in ((uno, -1), (otro, uno), (-1, otro)):
        sql("UPDATE comun_bitacora SET id = %s WHERE id = %s", a, de)
    return (
        f"Los registros {uno} y {otro} fueron cambiados de lugar "
        f"(eslabones {posicion(uno)} y {posicion(otro)})."
    )


def cambiar_eslabones(azar: random.Random, ids: list[int]) -> str:
    uno, otro = sorted(azar.sample(ids, 2))
    p, q = posicion(uno), posicion(otro)
    for de, a in ((p, -1), (q, otro), (p, uno)):
        fila = -1 if a == -1 else (uno if a == otro else otro)
        sql("UPDATE comun_eslabon SET bitacora_id = %s WHERE posicion = %s", fila, de)
    return f"Los registros {otro} y {uno} fueron cambiados de lugar (eslabones {p} y {q})."


ATAQUES: tuple[Callable[[random.Random, list[int]], str], ...] = (
    alterar,
    borrar,
    insertar,
    cambiar,
    cambiar_eslabones,
)


@pytest.mark.parametrize("ataque", ATAQUES, ids=lambda ataque: ataque.__name__)
def test_cien_veces_nombra_el_registro_y_ninguno_mas(sin_disparadores, ataque):
    azar, ids = random.Random(2027), escribir(60)
    bitacora.sellar()
    for _ in range(100):
        with transaction.atomic():
            dicho = ataque(azar, ids)
            assert verificar() == (1, [dicho])
            transaction.set_rollback(True)
    assert verificar()[0] == 0


def test_en_diez_mil_registros_tambien(sin_disparadores):
    azar, ids = random.Random(2026), escribir(10_000)
    assert bitacora.sellar() == 10_000
    assert verificar() == (
        0,
        [
            "Bitácora íntegra: 10000 registros, 0 por sellar; "
            f"último eslabón {bitacora.ultima_huella()}"
        ],
    )
    for ataque in ATAQUES:
        with transaction.atomic():
            dicho = ataque(azar, ids)
            assert verificar() == (1, [dicho])
            transaction.set_rollback(True)


def test_quien_sella_despues_no_blanquea_lo_insertado(sin_disparadores):
    ids = escribir(10)
    bitacora.sellar()
    dicho = insertar(random.Random(1), ids)
    assert bitacora.sellar() == 0
    assert verificar() == (1, [dicho])


def test_quien_sella_despues_no_tapa_una_cadena_cortada(sin_disparadores):
    escribir(10)
    bitacora.sellar()
    sql("DELETE FROM comun_eslabon WHERE posicion > 7")
    assert verificar() == (1, ["Faltan los eslabones 8 a 10."])
    assert bitacora.sellar() == 3
    assert verificar() == (1, ["Faltan los eslabones 8 a 10."])


def test_un_eslabon_que_falta_en_medio_se_nombra(sin_disparadores):
    ids = escribir(10)
    bitacora.sellar()
    sql("DELETE FROM comun_eslabon WHERE posicion = 4")
    assert verificar() == (
        1,
        [
            "Falta el eslabón 4.",
            f"El registro {ids[3]} fue insertado entre otros ya sellados: no tiene eslabón.",
        ],
    )


def test_solo_la_huella_anotada_ve_que_la_rehicieron_entera(sin_disparadores):
    """Who rewrites rows, links and counter leaves a chain that closes: the noted hash is not in."""
    escribir(10)
    bitacora.sellar()
    ancla = bitacora.ultima_huella()
    escribir(2)
    bitacora.sellar()
    assert verificar(ancla)[0] == 0
    sql("UPDATE comun_bitacora SET actor_id = 99 WHERE id = 4")
    sql("DELETE FROM comun_eslabon")
    Correlativo.objects.update(ultimo=0)
    bitacora.sellar()
    assert verificar()[0] == 0
    assert verificar(ancla) == (
        1,
        [f"La huella {ancla} no está en la cadena: la cortaron o la rehicieron."],
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL refuses such a value")
@pytest.mark.parametrize("columna", ["datos", "momento"])
def test_un_registro_ilegible_no_detiene_a_quien_revisa(sin_disparadores, columna):
    ids = escribir(10)
    bitacora.sellar()
    sql("PRAGMA ignore_check_constraints = ON")
    sql(f"UPDATE comun_bitacora SET {columna} = '{{roto' WHERE id = %s", ids[5])
    assert verificar() == (
        1,
        [f"El registro {ids[5]} fue alterado después de sellarse (eslabón 6)."],
    )
    sql("PRAGMA ignore_check_constraints = OFF")


def test_nombra_veinte_y_cuenta_las_demas(sin_disparadores):
    ids = escribir(30)
    bitacora.sellar()
    sql("UPDATE comun_bitacora SET actor_id = 99")
    codigo, lineas = verificar()
    assert (codigo, len(lineas), lineas[-1]) == (1, 21, "Y 10 fallas más.")
    assert lineas[0] == f"El registro {ids[0]} fue alterado después de sellarse (eslabón 1)."


def test_verificar_no_sella(db):
    escribir(3)
    assert verificar() == (
        0,
        ["Bitácora íntegra: 3 registros, 3 por sellar; último eslabón ninguno"],
    )
    assert Eslabon.objects.count() == 0


def test_sellar_dos_veces_es_sellar_una(db):
    ids = escribir(3)
    sellar_bitacora()
    sellar_bitacora()
    assert list(Eslabon.objects.order_by("posicion").values_list("posicion", "bitacora_id")) == [
        (1, ids[0]),
        (2, ids[1]),
        (3, ids[2]),
    ]
    assert app.conf.beat_schedule["sellar-bitacora"] == {
        "task": "comun.sellar_bitacora",
        "schedule": 60.0,
    }


def test_la_orden_sella_por_tandas_y_dice_cuanto_lleva(db, monkeypatch):
    monkeypatch.setattr(bitacora, "LOTE", 4)
    escribir(10)
    salida, avance = StringIO(), StringIO()
    call_command("bitacora", "--sellar", stdout=salida, stderr=avance)
    assert salida.getvalue() == (
        f"Registros sellados: 10; último eslabón {bitacora.ultima_huella()}\n"
    )
    assert avance.getvalue().splitlines() == [
        "Sellando la bitácora: 40 %",
        "Sellando la bitácora: 80 %",
        "Sellando la bitácora: 100 %",
    ]
    assert verificar()[0] == 0


def test_un_eslabon_cubre_todas_las_columnas(db):
    assert set(bitacora.COLUMNAS) == {campo.attname for campo in Bitacora._meta.concrete_fields}


def test_la_base_no_deja_cambiar_un_eslabon(db):
    escribir(1)
    bitacora.sellar()
    dicho = "comun_eslabon: registro inmutable"
    for sentencia in ("UPDATE comun_eslabon SET huella = ''", *BORRADO):
        with pytest.raises(DatabaseError, match=dicho), transaction.atomic():
            sql(sentencia)


def test_el_ancla_es_una_huella_y_solo_sirve_para_verificar(db):
    for orden in (["--verificar", "--ancla", "abc"], ["--sellar", "--ancla", "a" * 64]):
        with pytest.raises(CommandError, match=r"^El ancla es una huella de 64 letras"):
            call_command("bitacora", *orden)
    with pytest.raises(CommandError, match=re.escape("--verificar --sellar")):
        call_command("bitacora")


def test_revisar_cuesta_por_tanda_y_no_por_registro(db, monkeypatch):
    monkeypatch.setattr(bitacora, "LOTE", 50)
    cuentas = []
    for _ in range(2):
        escribir(100)
        bitacora.sellar()
        with CaptureQueriesContext(connection) as consultas:
            assert bitacora.verificar().fallas == 0
        cuentas.append(len(consultas))
    # Two for each batch of fifty links, one to see the end, and four around the walk.
    assert [cuantas - 2 * tandas for cuantas, tandas in zip(cuentas, (2, 4), strict=True)] == [5, 5]


def test_revisar_diez_veces_mas_no_ocupa_mas_memoria(db, monkeypatch):
    monkeypatch.setattr(bitacora, "LOTE", 50)
    cimas = []
    for cuantas in (300, 2700):
        escribir(cuantas)
        bitacora.sellar()
        tracemalloc.start()
        assert bitacora.verificar().sellados == sum((300, 2700)[: len(cimas) + 1])
        cimas.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert cimas[1] < 1.5 * cimas[0]


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_tres_selladores_y_quien_escribe_a_la_vez(transactional_db, monkeypatch):
    monkeypatch.setattr(bitacora, "LOTE", 7)
    monkeypatch.setattr(bitacora, "TARDANZA", timedelta(hours=1))

    def escribir_una(n: int) -> None:
        try:
            with transaction.atomic():
                Bitacora.objects.create(momento=INICIO, accion="a", objeto_tipo="b", objeto_id=n)
                sql("SELECT pg_sleep(%s)", (n % 5) / 100)
        finally:
            connections.close_all()

    def sellar_ya(_: int) -> int:
        try:
            return bitacora.sellar()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as hilos:
        escritas = [hilos.submit(escribir_una, n) for n in range(200)]
        selladas = [hilos.submit(sellar_ya, n) for n in range(30)]
        assert [e.result() for e in escritas] == [None] * 200
        vistas = sum(s.result() for s in selladas)
    with ThreadPoolExecutor(3) as hilos:
        assert vistas + sum(hilos.map(sellar_ya, range(3))) == 200
    assert sorted(Eslabon.objects.values_list("posicion", flat=True)) == list(range(1, 201))
    assert verificar()[0] == 0


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_lo_que_se_confirma_despues_que_lo_siguiente_se_sella_igual(db, monkeypatch):
    """A transaction takes its number and commits late: it is no intruder, and the chain waits."""
    monkeypatch.setattr(bitacora, "TARDANZA", timedelta(hours=1))
    ids = escribir(3)
    bitacora.sellar()
    insertar(random.Random(3), ids)
    assert verificar()[1][0].startswith("Bitácora íntegra: 4 registros, 1 por sellar")
    assert (bitacora.sellar(), verificar()[0]) == (1, 0)


# ── Links that the sealer never gives ──


def enlazar(pk: int, posicion: int, anterior: str) -> None:
    """What somebody who knows how a link is made adds by hand."""
    fila = bitacora._campos(Bitacora.objects.values(*bitacora.COLUMNAS).get(pk=pk))
    sellado_en = Eslabon.objects.order_by("-posicion")[0].sellado_en
    Eslabon.objects.create(
        posicion=posicion,
        bitacora_id=pk,
        huella=bitacora.huella(anterior, fila, sellado_en),
        sellado_en=sellado_en,
    )


def test_un_eslabon_antes_del_primero_no_esconde_lo_insertado(sin_disparadores):
    ids = escribir(10)
    bitacora.sellar()
    insertar(random.Random(1), ids[4:5])
    enlazar(ids[4] - 1, 0, "")
    assert verificar() == (1, ["El eslabón 0 sobra: la cadena empieza en el 1."])


def test_un_eslabon_al_final_no_esconde_lo_insertado(sin_disparadores):
    ids = escribir(10)
    bitacora.sellar()
    ancla = bitacora.ultima_huella()
    insertar(random.Random(1), ids[4:5])
    enlazar(ids[4] - 1, 11, ancla)
    Correlativo.objects.update(ultimo=11)
    assert verificar(ancla) == (
        1,
        [
            f"El registro {ids[4] - 1} fue insertado entre otros ya sellados: su eslabón, el 11, "
            "vino después."
        ],
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL refuses such a value")
def test_media_letra_no_detiene_a_quien_revisa(sin_disparadores):
    ids = escribir(3)
    bitacora.sellar()
    sql("UPDATE comun_bitacora SET datos = %s WHERE id = %s", '{"a": "\\ud800"}', ids[1])
    assert verificar() == (
        1,
        [f"El registro {ids[1]} fue alterado después de sellarse (eslabón 2)."],
    )
