"""A query that is written once answers as the ORM does, with other values each time."""

from datetime import UTC, datetime

import pytest
from django.db.models import F, Max, Q

from comun.models import Balde, Bitacora
from comun.preparadas import Preparada, valor

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
