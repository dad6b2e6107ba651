"""What is numbered each hour is what is public today, however long the history; nothing is lost."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from convocatorias.models import Actividad
from cuentas.services import reanudar_cuenta, suspender_cuenta
from seguimiento.models import Novedad
from seguimiento.selectors.novedades import hechos_de
from seguimiento.services import avisar_novedades
from seguimiento.services.novedades import asentar
from tests import mundo as m
from tests.seguimiento.test_novedades import asuntos, cuenta, publicar_informe, seguir

__all__ = ["cuenta"]


def historia(cuenta, cuantas: int) -> None:
    """Activities that were told years ago, each moved twice."""
    Novedad.objects.bulk_create(
        Novedad(cuenta=cuenta, clave=f"actividad:{10**6 + n}:{vez}", vista_en=m.AHORA)
        for n in range(cuantas)
        for vez in range(3)
    )


def leidas(servicio) -> tuple[list[str], int]:
    """The statements about what was numbered, and the rows that their question brings now."""
    with CaptureQueriesContext(connection) as captadas, transaction.atomic():
        asentar(servicio, m.AHORA)
    suyas = [q["sql"] for q in captadas.captured_queries if "seguimiento_novedad" in q["sql"]]
    filas = 0
    for sql in suyas:
        if sql.startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(sql.replace("%", "%%"))
                filas += len(cursor.fetchall())
    return [sql.split()[0] for sql in suyas], filas


@pytest.mark.parametrize("cuantas", [1, 700])
def test_se_lee_lo_que_es_publico_hoy_y_no_la_historia(cuenta, en_riberas, cuantas):
    historia(cuenta, cuantas)
    for n in range(4):
        m.crear_actividad(cuenta, slug=f"a{n}")
    publicar_informe(cuenta, en_riberas)
    hay = len(hechos_de(cuenta.servicio, m.AHORA))
    assert hay == 5
    assert leidas(cuenta.servicio) == (["SELECT", "INSERT"], hay)
    assert leidas(cuenta.servicio) == (["SELECT"], hay)
    assert Novedad.objects.count() == 3 * cuantas + hay


def test_los_numeros_son_los_de_siempre_y_en_su_orden(cuenta, en_riberas):
    m.crear_actividad(cuenta, slug="z")
    primeros = asentar(cuenta.servicio, m.AHORA)
    publicar_informe(cuenta, en_riberas)
    m.crear_actividad(cuenta, slug="a")
    todos = asentar(cuenta.servicio, m.AHORA)
    assert todos[: len(primeros)] == primeros
    numeros = [n for n, _ in todos]
    assert (
        numeros
        == sorted(numeros)
        == list(Novedad.objects.order_by("pk").values_list("pk", flat=True))
    )
    assert [(n.cuenta_id, n.clave) for n in Novedad.objects.order_by("pk")] == [
        (hecho.cuenta.pk, hecho.clave) for _, hecho in todos
    ]


def test_la_misma_clave_de_otra_cuenta_es_otro_hecho(cuenta, en_riberas):
    """What is asked of the base is every account by every name: more than the facts."""
    otra = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], anio_gestion=2025)
    ajena = Novedad.objects.create(cuenta=otra, clave="informe:1", vista_en=m.AHORA)
    publicar_informe(cuenta, en_riberas)
    [(numero, hecho)] = asentar(cuenta.servicio, m.AHORA)
    assert (hecho.cuenta, hecho.clave) == (cuenta, "informe:1")
    assert numero > ajena.pk


def test_lo_que_espero_mas_de_un_ano_se_cuenta_al_reanudar(cuenta, en_riberas, reloj_en):
    """Numbered long ago, behind all that came after: a bound by its day would lose it."""
    seguir(cuenta)
    encargada = en_riberas["encargada"]
    suspender_cuenta(cuenta=cuenta, motivo="Temporal.", desde=m.HOY, por=encargada)
    publicar_informe(cuenta, en_riberas)
    assert avisar_novedades() == 0
    historia(cuenta, 300)
    tarde = m.AHORA + timedelta(days=400)
    reloj_en(tarde)
    assert avisar_novedades(ahora=tarde) == 0
    reanudar_cuenta(cuenta=cuenta, hasta=m.HOY, por=encargada)
    assert avisar_novedades(ahora=tarde + timedelta(days=1)) == 1
    assert asuntos() == ["Se publicó el informe de 2026"]
    assert avisar_novedades(ahora=tarde + timedelta(days=2)) == 0


def test_lo_que_vuelve_a_ser_publico_no_es_nuevo_otra_vez(cuenta):
    seguir(cuenta)
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 1
    Actividad.objects.update(estado="borrador")
    manana = m.AHORA + timedelta(days=1)
    assert asentar(cuenta.servicio, manana) == []
    Actividad.objects.update(estado="publicada")
    assert avisar_novedades(ahora=manana) == 0
