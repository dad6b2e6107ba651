"""Scopes: without one nothing answers, None is refused, and a row has its parents' service."""

import pytest
from django.db.models import Exists, OuterRef, Subquery
from django_scopes.exceptions import ScopeError

from cuentas.models import CuentaPublica, Integrante, NormaParticipacion
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio
from tests import mundo as m

#: Every way of asking found in Django's QuerySet, made from the manager of a scoped model.
PREGUNTAS = {
    "all": lambda q: list(q.all()),
    "iterar": lambda q: list(q.get_queryset()),
    "len": lambda q: len(q.get_queryset()),
    "bool": lambda q: bool(q.get_queryset()),
    "indice": lambda q: q.get_queryset()[0],
    "exists": lambda q: q.exists(),
    "count": lambda q: q.count(),
    "contains": lambda q: q.contains(CuentaPublica(pk=1)),
    "first": lambda q: q.first(),
    "get": lambda q: q.get(pk=1),
    "in_bulk": lambda q: q.in_bulk([1]),
    "filter": lambda q: list(q.filter(pk=1)),
    "exclude": lambda q: list(q.exclude(pk=1)),
    "values": lambda q: list(q.values("pk")),
    "aggregate": lambda q: q.aggregate(),
    "alias": lambda q: list(q.alias()),
    "defer": lambda q: list(q.defer("estado")),
    "distinct": lambda q: list(q.distinct()),
    "select_related": lambda q: list(q.select_related("norma")),
    "prefetch_related": lambda q: list(q.prefetch_related("integrantes")),
    "using": lambda q: list(q.using("default")),
    "explain": lambda q: q.explain(),
    "iterator": lambda q: list(q.iterator()),
    "update": lambda q: q.update(motivo_modalidad=""),
    "delete": lambda q: q.get_queryset().delete(),
    "union": lambda q: list(q.union(Servicio.objects.all())),
    "intersection": lambda q: list(q.intersection(Servicio.objects.all())),
    "difference": lambda q: list(q.difference(Servicio.objects.all())),
    "raw": lambda q: list(q.raw("SELECT * FROM cuentas_cuentapublica")),
    "bulk_update": lambda q: q.bulk_update([CuentaPublica(pk=1)], ["estado"]),
    "get_or_create": lambda q: q.get_or_create(anio_gestion=2026),
    "Exists": lambda q: list(Servicio.objects.filter(Exists(q.get_queryset()))),
    "Subquery": lambda q: list(Servicio.objects.annotate(x=Subquery(q.get_queryset()))),
    "pk__in": lambda q: list(Servicio.objects.filter(pk__in=q.get_queryset())),
    "Exists con OuterRef": lambda q: list(
        Servicio.objects.filter(Exists(q.filter(servicio=OuterRef("pk"))))
    ),
}


@pytest.fixture
def cuentas(mundo):
    """An account in each of the two services."""
    for servicio, nombre in ((mundo.riberas, "encargada"), (mundo.otro, "encargada-otro")):
        with alcance(servicio):
            m.crear_cuenta(servicio, mundo[nombre])


@pytest.mark.parametrize("forma", PREGUNTAS)
def test_sin_alcance_ninguna_forma_de_preguntar_responde(cuentas, forma):
    with pytest.raises(ScopeError):
        PREGUNTAS[forma](CuentaPublica.objects)
    with todos_los_servicios():
        assert CuentaPublica.objects.count() == 2


def test_sin_alcance_nada_es_nada(cuentas):
    assert list(CuentaPublica.objects.none()) == []


def test_dentro_se_ve_solo_lo_propio(mundo, cuentas):
    with alcance(mundo.riberas):
        assert [c.servicio_id for c in CuentaPublica.objects.all()] == [mundo.riberas.pk]
        propia = Exists(CuentaPublica.objects.filter(servicio=OuterRef("pk")))
        assert list(Servicio.objects.filter(propia)) == [mundo.riberas]
    with alcance(mundo.riberas, mundo.otro):
        assert CuentaPublica.objects.count() == 2
    with pytest.raises(ScopeError):
        CuentaPublica.objects.count()


def test_de_dentro_no_se_sale(mundo, cuentas):
    with alcance(mundo.riberas):
        with alcance(mundo.otro):
            assert CuentaPublica.objects.get().servicio_id == mundo.otro.pk
        assert CuentaPublica.objects.get().servicio_id == mundo.riberas.pk


@pytest.mark.parametrize("servicios", [(), (None,)])
def test_un_alcance_vacio_o_de_nadie_se_niega(db, servicios):
    with pytest.raises(ValueError, match="at least one service"):
        alcance(*servicios)


def test_ninguno_entre_varios_tambien_se_niega(mundo):
    with pytest.raises(ValueError, match="at least one service"):
        alcance(mundo.riberas, None)


def test_la_hija_hereda_el_servicio_de_su_madre(mundo, cuentas):
    with alcance(mundo.riberas):
        cuenta = CuentaPublica.objects.get()
        una = Integrante.objects.create(cuenta=cuenta, usuario=mundo["equipo"], funcion="Redacta")
        [otra] = Integrante.objects.bulk_create(
            [Integrante(cuenta=cuenta, usuario=mundo["unidad"], funcion="Responde")]
        )
        assert (una.servicio_id, otra.servicio_id) == (mundo.riberas.pk, mundo.riberas.pk)


def test_una_hija_de_dos_servicios_se_niega_tambien_por_lote(mundo, cuentas):
    with todos_los_servicios():
        ajena = CuentaPublica.objects.get(servicio=mundo.otro)
        mezclada = Integrante(
            cuenta=ajena, servicio=mundo.riberas, usuario=mundo["equipo"], funcion="Redacta"
        )
        with pytest.raises(ValueError, match="cuenta belongs to another service"):
            mezclada.save()
        with pytest.raises(ValueError, match="cuenta belongs to another service"):
            Integrante.objects.bulk_create([mezclada])
        assert Integrante.objects.count() == 0


def test_una_fila_no_se_muda_a_otra_madre(mundo, cuentas):
    with todos_los_servicios():
        cuenta = CuentaPublica.objects.get(servicio=mundo.riberas)
        cuenta.norma = NormaParticipacion.objects.get(servicio=mundo.otro)
        for como in ({}, {"update_fields": ["norma"]}):
            with pytest.raises(ValueError, match="norma belongs to another service"):
                cuenta.save(**como)
