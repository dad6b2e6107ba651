"""A query that is written once answers as the ORM does, with other values each time."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, NotSupportedError, connection, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from comun.models import Balde, Bitacora, Correlativo, DesfaseReloj
from comun.preparadas import Preparada, ejecutar, insertar, valor
from correos.models import Adjunto, Mensaje

pytestmark = pytest.mark.django_db

ANTES, DESPUES = datetime(2027, 5, 17, 14, 0, tzinfo=UTC), datetime(2027, 5, 18, tzinfo=UTC)


@pytest.fixture
def filas():
    return [
        Bitacora.objects.create(
            momento=momento, accion=accion, objeto_tipo="cosa", objeto_id=n, datos={"n": n}
        )
        for n, (accion, momento) in enumerate((("a", ANTES), ("a", DESPUES), ("b", ANTES)), 1)
    ]


def test_da_el_objeto_con_sus_valores_y_sus_anotaciones(filas):
    de_accion = Preparada(
        lambda: (
            Bitacora.objects.filter(accion=valor("accion"), momento__gte=valor("desde"))
            .annotate(doble=F("objeto_id") * 2)
            .order_by("pk")
        )
    )
    una = de_accion.primera(accion="a", desde=ANTES)
    assert (una, una.momento, una.datos, una.doble) == (filas[0], ANTES, {"n": 1}, 2)
    assert una._state.adding is False
    assert de_accion.primera(accion="a", desde=DESPUES) == filas[1]
    assert de_accion.primera(accion="b", desde=DESPUES) is None


def test_se_escribe_una_vez(filas, monkeypatch):
    veces = []

    def escribir():
        veces.append(1)
        de_accion = Bitacora.objects.filter(accion=valor("accion")).order_by("pk")
        return de_accion.values_list("objeto_id")

    preparada = Preparada(escribir)
    assert [preparada.filas(accion=a) for a in "abc"] == [[(1,), (2,)], [(3,)], []]
    assert len(veces) == 1


def test_los_instantes_vuelven_como_instantes(filas):
    ultimos = Preparada(
        lambda: (
            Bitacora.objects.order_by()
            .values("objeto_tipo")
            .annotate(
                todos=Max("momento"), hasta=Max("momento", filter=Q(momento__lte=valor("hasta")))
            )
            .values_list("todos", "hasta")
        )
    )
    assert ultimos.filas(hasta=ANTES) == [(DESPUES, ANTES)]


def test_un_valor_nunca_es_parte_de_la_sentencia():
    por_clave = Preparada(lambda: Balde.objects.filter(clave=valor("clave")))
    assert por_clave.primera(clave="' OR 1=1 --") is None


def test_lo_que_no_cambia_puede_llevar_cualquier_signo():
    Balde.objects.create(clave="100 % 'de' ellos %s", fichas=1, actualizado_en=ANTES)
    fija = Preparada(
        lambda: Balde.objects.filter(clave="100 % 'de' ellos %s", fichas=valor("fichas"))
    )
    assert [fija.primera(fichas=n) is not None for n in (1, 2)] == [True, False]


# ── Rows ──


def _en_palabras(objeto) -> dict:
    return {
        c.attname: getattr(objeto, c.attname)
        for c in objeto._meta.concrete_fields
        if c.name != "id"
    }


def test_una_fila_queda_como_la_del_orm():
    datos = {"momento": ANTES, "accion": "a", "objeto_tipo": "cosa", "objeto_id": 7,
             "datos": {"ñ": [1, None]}}  # fmt: skip
    del_orm, nuestra = Bitacora.objects.create(**datos), Bitacora(**datos)
    with CaptureQueriesContext(connection) as sentencias:
        insertar(nuestra)
    assert (len(sentencias), nuestra._state.adding) == (1, False)
    leida = Bitacora.objects.get(pk=nuestra.pk)
    assert _en_palabras(leida) == _en_palabras(Bitacora.objects.get(pk=del_orm.pk))
    assert leida == nuestra


def test_quien_ya_esta_conserva_su_fila_y_cambia_lo_dicho():
    clave, cambia = ("ambito", "anio"), ("ultimo",)
    primera, otra = (Correlativo(ambito="a", anio=2026, ultimo=n) for n in (1, 5))
    for fila in (primera, otra):
        insertar(fila, clave=clave, cambia=cambia)
    assert otra.pk == primera.pk
    assert Correlativo.objects.get().ultimo == 5
    with pytest.raises(IntegrityError), transaction.atomic():
        insertar(Correlativo(ambito="a", anio=2026, ultimo=9))


def test_lo_que_calcula_la_base_se_lee_cuando_se_pregunta():
    """The start of the transaction plus ten minutes, by the clock of the base."""
    fila = Balde(clave="a", fichas=1, actualizado_en=Now() + timedelta(minutes=10))
    insertar(fila)
    assert "actualizado_en" not in fila.__dict__
    falta = fila.actualizado_en - datetime.now(UTC)
    assert timedelta(minutes=9) < falta <= timedelta(minutes=10)


def test_lo_que_calcula_la_base_sigue_ahi_si_no_se_guardo():
    Balde.objects.create(clave="a", fichas=1, actualizado_en=ANTES)
    fila = Balde(clave="a", fichas=1, actualizado_en=Now())
    with pytest.raises(IntegrityError), transaction.atomic():
        insertar(fila)
    fila.clave = "b"
    insertar(fila)
    assert Balde.objects.count() == 2


def test_de_quien_no_se_guardo_no_se_guarda_nada():
    with pytest.raises(ValueError, match="unsaved related object"):
        insertar(Adjunto(mensaje=Mensaje(), archivo_id=1, nombre="informe.pdf"))
    assert Adjunto.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_un_rechazo_que_alguien_calla_deshace_la_transaccion_entera():
    """As with `save()`: what waits for the commit must not run as if all were there."""
    hechas = []
    insertar(DesfaseReloj(pk=1, segundos=30))
    with transaction.atomic():
        transaction.on_commit(lambda: hechas.append(1))
        with suppress(IntegrityError):
            insertar(DesfaseReloj(pk=1, segundos=60))
    assert (hechas, DesfaseReloj.objects.get().segundos) == ([], 30)


def test_una_clave_dada_se_respeta():
    fila = DesfaseReloj(pk=1, segundos=30)
    insertar(fila)
    assert DesfaseReloj.objects.get().segundos == 30


# ── What PostgreSQL plans once ──

DE_PRUEBA = "SELECT clave FROM comun_balde WHERE fichas > %s AND clave LIKE '%%z%%'"


def _planeadas() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement ~ '%z%'")
        return cursor.fetchone()[0]


def test_la_sentencia_responde_con_cada_valor():
    Balde.objects.create(clave="azul z", fichas=2, actualizado_en=ANTES)
    assert [ejecutar(DE_PRUEBA, [n]) for n in (1, 2)] == [[("azul z",)], []]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_cada_conexion_la_planea_una_vez_y_solo_si_se_pide():
    connection.close()
    ejecutar(DE_PRUEBA, [1], planear=False)
    assert _planeadas() == 0
    with CaptureQueriesContext(connection) as sentencias:
        for n in (1, 2, 3):
            ejecutar(DE_PRUEBA, [n])
    assert (len(sentencias), _planeadas()) == (3, 1)

    connection.close()  # another one begins anew
    assert (ejecutar(DE_PRUEBA, [1]), _planeadas()) == ([], 1)


def test_sin_valores_tambien():
    assert ejecutar("SELECT 7 FROM comun_balde", []) == []
    assert Preparada(lambda: Balde.objects.order_by("pk")).primera() is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_si_una_columna_cambia_de_tipo_falla_un_pedido_y_el_siguiente_no():
    """Only that one: whoever keeps the connection would fail until it is old."""
    una = Preparada(lambda: Balde.objects.filter(clave=valor("clave")))
    for tipo in ("text", "varchar(64)"):
        assert una.primera(clave="a") is None
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE comun_balde ALTER clave TYPE {tipo}")
        with pytest.raises(NotSupportedError):
            una.primera(clave="a")
        connection.close_if_unusable_or_obsolete()
        assert una.primera(clave="a") is None
