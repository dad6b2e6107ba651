"""Organisations that may be the same one: found in bulk, and decided pair by pair."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.errores import ErrorDominio
from convocatorias.models import Organizacion, PosibleDuplicado
from convocatorias.selectors import duplicados as los
from convocatorias.selectors import lista_de_organizaciones, pares_posibles
from convocatorias.services import (
    buscar_duplicados,
    cargar_importacion,
    confirmar_importacion,
    descartar_duplicado,
    indices_de,
    relacionar_columnas,
    revisar_importacion,
    subir_importacion,
    unir_organizaciones,
)
from convocatorias.tasks import buscar_duplicados as tarea
from servicios.alcance import alcance
from tests import mundo as el_mundo
from tests.convocatorias.conftest import crear_contacto

CUENTA = ("riberas", 2026)
AHORA = datetime(2027, 5, 10, 15, 0, tzinfo=UTC)


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=(*CUENTA, *args))


def crear(mundo, nombre: str, comuna: str = "07101", **contacto) -> Organizacion:
    datos = {"nombres": nombre, "apellidos": "", "telefono": ""} | contacto
    return crear_contacto(mundo.riberas, nombre, comuna=comuna, **datos).organizacion


def hallados() -> dict[tuple[str, str], tuple[str, int]]:
    nombres = dict(Organizacion.objects.values_list("pk", "nombre"))
    return {
        (nombres[una], nombres[otra]): (hallado.motivo, hallado.parecido)
        for (una, otra), hallado in pares_posibles().items()
    }


def test_por_que_pueden_ser_la_misma(escena, mundo):
    crear(mundo, "Junta de Vecinos N° 5 El Molino")
    crear(mundo, "JJ.VV. Nº5 El Molino")
    crear(mundo, "Junta de Vecinos N° 6 El Molino")
    crear(mundo, "Club Deportivo Puente Viejo", correo="c@x.example")
    crear(mundo, "Puente Viejo Fútbol", comuna="07201", correo="c@x.example")
    crear(mundo, "Coro de Cauquenes", comuna="07201", telefono="+56987654321")
    crear(mundo, "Conjunto Vocal", telefono="+56987654321")
    crear(mundo, "Agrupación Cultural Quinamávida")
    crear(mundo, "Agrupación Cultural Quinamavidas")
    crear(mundo, "Agrupación Cultural Quinamávidas", comuna="07201")
    assert hallados() == {
        ("Junta de Vecinos N° 5 El Molino", "JJ.VV. Nº5 El Molino"): ("nombre", 100),
        ("Club Deportivo Puente Viejo", "Puente Viejo Fútbol"): ("correo", 95),
        ("Coro de Cauquenes", "Conjunto Vocal"): ("telefono", 90),
        ("Agrupación Cultural Quinamávida", "Agrupación Cultural Quinamavidas"): ("nombre", 100),
    }


def test_un_nombre_parecido_en_la_misma_comuna(escena, mundo):
    crear(mundo, "Fundación Aguas Claras del Maule")
    crear(mundo, "Fundación Agua Clara del Maulle")
    crear(mundo, "Fundación Montañas Nevadas")
    ((par, (motivo, parecido)),) = hallados().items()
    assert par == ("Fundación Aguas Claras del Maule", "Fundación Agua Clara del Maulle")
    assert (motivo, 88 <= parecido <= 99) == ("parecido", True)


def test_no_cuentan_las_archivadas_ni_quienes_se_fueron_ni_un_correo_de_todas(escena, mundo):
    una = crear(mundo, "Coro Uno", correo="c@x.example")
    crear(mundo, "Banda Dos", correo="c@x.example")
    assert len(hallados()) == 1
    una.contactos.update(hasta="2027-01-01")
    assert hallados() == {}
    una.contactos.update(hasta=None)
    Organizacion.objects.filter(pk=una.pk).update(archivada_en=AHORA)
    assert hallados() == {}
    for nombre in ("Tres", "Cuatro", "Cinco", "Seis"):
        crear(mundo, nombre, correo="c@x.example")
    assert hallados() == {}


def test_sin_comuna_el_mismo_nombre_basta(escena, mundo):
    crear(mundo, "Junta de Vecinos N° 5 El Molino")
    sin = el_mundo.crear_organizacion(mundo.riberas, "JJVV 5 El Molino")
    assert sin.comuna is None
    assert list(hallados().values()) == [("nombre", 100)]


def test_lo_descartado_no_vuelve_y_lo_que_ya_no_es_se_va(escena, mundo):
    una = crear(mundo, "Coro Uno", correo="c@x.example")
    crear(mundo, "Banda Dos", correo="c@x.example")
    crear(mundo, "Conjunto Tres", telefono="+56987654321")
    crear(mundo, "Orquesta Cuatro", telefono="+56987654321")
    assert buscar_duplicados(servicio=mundo.riberas) == 2
    por_correo, por_telefono = PosibleDuplicado.objects.order_by("-parecido")
    descartar_duplicado(posible=por_correo, ahora=AHORA, por=mundo["encargada"])
    with pytest.raises(ErrorDominio, match="Otra persona ya lo había descartado"):
        descartar_duplicado(posible=por_correo, ahora=AHORA, por=mundo["encargada"])
    una.contactos.update(telefono="+56911111111")
    assert buscar_duplicados(servicio=mundo.riberas) == 1
    por_telefono.una.contactos.update(telefono="")
    assert buscar_duplicados(servicio=mundo.riberas) == 0
    assert PosibleDuplicado.objects.get() == por_correo


def test_los_limites_se_cumplen(escena, mundo, monkeypatch):
    senias = [(n, f"agrup comun {n % 7} {'a' * (n % 5)}x") for n in range(400)]
    monkeypatch.setattr(los, "MAXIMO_COMPARACIONES", 50)
    notas: list[int] = []
    monkeypatch.setattr(los.fuzz, "token_sort_ratio", lambda *_, **__: notas.append(1) or 0)
    assert list(los.parecidos({"07101": senias})) == []
    assert len(notas) <= 50
    monkeypatch.setattr(los, "MAXIMO_PARES", 1)
    crear(mundo, "Coro Uno", correo="c@x.example", telefono="")
    crear(mundo, "Banda Dos", correo="c@x.example")
    crear(mundo, "Conjunto Tres", telefono="+56987654321")
    crear(mundo, "Orquesta Cuatro", telefono="+56987654321")
    assert list(hallados().values()) == [("correo", 95)]


def test_las_mismas_sentencias_con_pocas_y_con_muchas(escena, mundo):
    def contar() -> int:
        PosibleDuplicado.objects.all().delete()
        with CaptureQueriesContext(connection) as hechas:
            buscar_duplicados(servicio=mundo.riberas)
        return len(hechas)

    crear(mundo, "Coro Uno", correo="c@x.example")
    crear(mundo, "Banda Dos", correo="c@x.example")
    pocas = contar()
    Organizacion.objects.bulk_create(
        Organizacion(servicio=mundo.riberas, nombre=nombre, **indices_de(nombre))
        for n in range(50)
        for nombre in (f"JJVV {n} Maule", f"Junta de Vecinos {n} Maule")
    )
    muchas = contar()
    assert PosibleDuplicado.objects.count() == 51
    assert pocas == muchas == 9


def test_la_tarea_mira_un_solo_servicio(escena, mundo):
    crear(mundo, "Coro Uno", correo="c@x.example")
    crear(mundo, "Banda Dos", correo="c@x.example")
    tarea(mundo.otro.pk)
    assert PosibleDuplicado.objects.count() == 0
    tarea(mundo.riberas.pk)
    assert PosibleDuplicado.objects.count() == 1
    with alcance(mundo.otro):
        assert PosibleDuplicado.objects.count() == 0


# ── The pages ──


def test_el_boton_encarga_la_busqueda(
    escena, entrar, monkeypatch, django_capture_on_commit_callbacks
):
    encargos = []
    monkeypatch.setattr(
        "celery.app.base.Celery.send_task",
        lambda _, nombre, args=(), **__: encargos.append((nombre, args)),
    )
    with django_capture_on_commit_callbacks(execute=True):
        pagina = entrar("encargada").post(url("buscar_duplicados"), follow=True)
    assert "Se está revisando el directorio." in pagina.content.decode()
    assert encargos == [("convocatorias.buscar_duplicados", (escena.cuenta.servicio_id,))]


def test_despues_de_cargar_una_planilla_se_busca(
    escena, mundo, monkeypatch, django_capture_on_commit_callbacks
):
    encargos = []
    monkeypatch.setattr(
        "celery.app.base.Celery.send_task",
        lambda _, nombre, args=(), **__: encargos.append((nombre, args)),
    )
    molino = crear(mundo, "Junta de Vecinos El Molino", correo="rosa@x.example")
    unida = crear(mundo, "Comité Antiguo del Molino")
    unir_organizaciones(sobreviviente=molino, absorbida=unida, ahora=AHORA, por=mundo["encargada"])
    contenido = (
        "Organización;Tipos;Comuna;Contacto nombres;Contacto apellidos;Correo\n"
        "Junta de Vecinos El Molino;territorial;Talca;Luz;Soto;luz@x.example\n"
    )
    with django_capture_on_commit_callbacks():
        importacion = subir_importacion(
            servicio=mundo.riberas, nombre="d.csv", contenido=contenido.encode(),
            por=mundo["encargada"],
        )  # fmt: skip
        columnas = ("organizacion", "tipos", "comuna", "nombres", "apellidos", "correo")
        sitios = {clave: sitio for sitio, clave in enumerate(columnas)}
        relacionar_columnas(importacion=importacion, columnas=sitios, por=mundo["encargada"])
        revisar_importacion(importacion.pk)
        importacion.refresh_from_db()
        confirmar_importacion(importacion=importacion, por=mundo["encargada"])
    with django_capture_on_commit_callbacks(execute=True):
        cargar_importacion(importacion.pk)
    assert encargos == [("convocatorias.buscar_duplicados", (mundo.riberas.pk,))]
    # The sheet wrote its keys again, and what was joined to it still finds it.
    for texto in ("luz soto", "antiguo"):
        assert list(lista_de_organizaciones(texto=texto)) == [molino]


def test_sin_cola_la_pagina_responde(
    escena, entrar, monkeypatch, django_capture_on_commit_callbacks
):
    def caida(*_, **__):
        raise ConnectionError

    monkeypatch.setattr("celery.app.base.Celery.send_task", caida)
    with django_capture_on_commit_callbacks(execute=True):
        assert entrar("encargada").post(url("buscar_duplicados")).status_code == 302


def test_lado_a_lado_con_lo_distinto_marcado(escena, mundo, entrar):
    una = crear(mundo, "Coro Uno", correo="c@x.example")
    otra = crear(mundo, "Banda Dos", correo="c@x.example", comuna="07201")
    buscar_duplicados(servicio=mundo.riberas)
    cliente = entrar("encargada")
    aviso = cliente.get(url("directorio")).content.decode()
    assert "1 par de organizaciones puede ser la misma" in aviso
    pagina = cliente.get(url("duplicados"))
    ((posible, par),) = pagina.context["pares"]
    assert [linea["que"] for linea in par["lineas"] if linea["distinto"]] == [
        "Nombre",
        "Comuna",
        "A quién avisar",
    ]
    assert pagina.content.decode().count("Distinto") == 3
    assert "comparten un correo" in pagina.content.decode()
    cliente.post(url("descartar_duplicado", posible.pk))
    posible.refresh_from_db()
    assert posible.descartado_por == mundo["encargada"]
    pagina = cliente.get(url("duplicados")).content.decode()
    assert "No hay organizaciones repetidas por revisar" in pagina
    assert (una.nombre in pagina, otra.nombre in pagina) == (False, False)


def test_la_pagina_hace_las_mismas_sentencias(escena, mundo, entrar):
    def sentencias() -> int:
        buscar_duplicados(servicio=mundo.riberas)
        with CaptureQueriesContext(connection) as hechas:
            entrar("encargada").get(url("duplicados"))
        return len(hechas)

    crear(mundo, "Coro 0", correo="c0@x.example")
    crear(mundo, "Banda 0", correo="c0@x.example")
    con_un_par = sentencias()
    for n in range(1, 9):
        crear(mundo, f"Coro {n}", correo=f"c{n}@x.example")
        crear(mundo, f"Banda {n}", correo=f"c{n}@x.example")
    assert con_un_par == sentencias()


def test_no_faltan_migraciones(db):
    call_command("makemigrations", "convocatorias", check=True, dry_run=True, verbosity=0)
