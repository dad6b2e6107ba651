"""The rehearsal: it only moves forwards, lives each day, tells the story and begins again."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from comun import reloj
from comun.errores import ErrorDominio
from convocatorias.models import TipoOrganizacion
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from seguimiento.demo import ensayo
from seguimiento.demo.agenda import Parada
from seguimiento.demo.reinicio import reiniciar, vaciar
from seguimiento.models import Plazo
from servicios.alcance import todos_los_servicios
from servicios.models import Comuna, Servicio, Usuario

PAGINA = "seguimiento_gestion:ensayo"


@pytest.fixture
def principio(catalogos):
    """The story at its beginning; the clock moved to a fixed Monday."""
    reiniciar(parada=Parada.PREPARACION)


def disparadores() -> list[tuple[str, str]]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        return cursor.fetchall()


def del_anio() -> CuentaPublica:
    with todos_los_servicios():
        return CuentaPublica.objects.get(servicio__slug=ensayo.renca.SERVICIO["slug"])


def test_el_reloj_se_mueve_solo_hacia_adelante(mundo, entrar):
    direccion = reverse(PAGINA)
    entrar("equipo").post(direccion, {"dia": "2027-07-01", "hora": "09:00"})
    esperado = datetime(2027, 7, 1, 9, 0, tzinfo=reloj.ZONA_POR_OMISION)
    assert abs((reloj.ahora() - esperado).total_seconds()) < 60
    atras = entrar("equipo").post(direccion, {"dia": "2027-06-30", "hora": "09:00"})
    assert (atras.status_code, reloj.hoy()) == (422, date(2027, 7, 1))
    assert "hacia atrás no se puede" in atras.content.decode()
    mala = entrar("equipo").post(direccion, {"dia": "31-31", "hora": "x"})
    assert (mala.status_code, reloj.hoy()) == (422, date(2027, 7, 1))
    assert Client().get(direccion).status_code == 302


def test_una_hora_que_no_existe_se_dice(mundo, entrar):
    respuesta = entrar("equipo").post(reverse(PAGINA), {"dia": "2027-09-05", "hora": "00:30"})
    assert respuesta.status_code == 422
    assert "no existe" in respuesta.content.decode()


@pytest.mark.parametrize("ruta", ["ensayo", "ensayo_avanzar", "ensayo_capitulo", "ensayo_volver"])
def test_sin_demostracion_no_hay_ensayo(mundo, entrar, settings, ruta):
    settings.CPP_DEMO = False
    assert entrar("equipo").post(reverse(f"seguimiento_gestion:{ruta}")).status_code == 404


def test_sin_demostracion_nada_se_vacia(mundo, settings):
    settings.CPP_DEMO = False
    with pytest.raises(RuntimeError):
        reiniciar(parada=Parada.PREPARACION)
    assert Servicio.objects.count() == 2


def test_toda_pagina_dice_que_es_un_ensayo(mundo, entrar):
    assert "Esto es un ensayo" in Client().get("/").content.decode()
    assert "volver al principio" in entrar("equipo").get("/gestion/").content.decode()
    reloj.volver()
    assert "Esto es un ensayo" not in Client().get("/").content.decode()


def test_se_vacia_todo_menos_los_catalogos_y_las_guardas_quedan(mundo):
    antes = disparadores()
    vaciar()
    assert (Servicio.objects.count(), Usuario.objects.count()) == (0, 0)
    assert (Comuna.objects.count(), TipoOrganizacion.objects.exists()) == (346, True)
    assert disparadores() == antes


def test_se_empieza_de_nuevo_y_la_persona_sigue_dentro(mundo):
    cliente = Client()
    cliente.force_login(mundo["encargada"], backend="django.contrib.auth.backends.ModelBackend")
    respuesta = cliente.post(reverse("seguimiento_gestion:ensayo_volver"), {"desde": "principio"})
    assert (respuesta.status_code, respuesta.url) == (302, reverse(PAGINA))
    pagina = cliente.get(reverse(PAGINA)).content.decode()
    assert "El ensayo comienza" in pagina
    assert "Convocar" in pagina
    assert del_anio().estado == CuentaPublica.Estado.ABIERTA


def test_cada_dia_ocurre_lo_que_toca(principio):
    sucesos = ensayo.avanzar(reloj.hoy() + timedelta(days=40))
    dias = [suceso.dia for suceso in sucesos if "recordatorio" in suceso.texto]
    assert dias == sorted(dias)
    assert len(dias) == len(set(dias)) > 3
    assert {dia.weekday() for dia in dias} <= {0, 1, 2, 3, 4}
    with todos_los_servicios():
        avisos = Mensaje.objects.filter(tipo="recordatorio").count()
    assert (avisos > 0, ensayo.avanzar(reloj.hoy(), time(23))) == (True, [])


def test_no_se_avanza_sin_fin(principio):
    with pytest.raises(ErrorDominio):
        ensayo.avanzar(reloj.hoy() + timedelta(days=ensayo.MAXIMO_DIAS + 1))


def test_un_proximo_hecho_muy_lejano_no_rompe(mundo, entrar, monkeypatch):
    lejos = reloj.hoy() + timedelta(days=ensayo.MAXIMO_DIAS + 1)
    monkeypatch.setattr(ensayo, "proximo_hecho", lambda: lejos)
    cliente, hoy = entrar("equipo"), reloj.hoy()
    pagina = cliente.post(
        reverse("seguimiento_gestion:ensayo_avanzar"), {"paso": "hecho"}, follow=True
    )
    assert (pagina.status_code, reloj.hoy()) == (200, hoy)
    assert "Avance a lo más 400 días por vez." in pagina.content.decode()


def test_el_anio_entero_en_cuatro_capitulos(principio):
    contados = []
    while (siguiente := ensayo.siguiente_episodio()) is not None:
        antes = reloj.ahora()
        ensayo.contar(siguiente)
        contados.append(siguiente.nombre)
        assert reloj.ahora() > antes
    assert contados == [episodio.nombre for episodio in ensayo.EPISODIOS]
    assert del_anio().estado == CuentaPublica.Estado.CERRADA
    with todos_los_servicios():
        plazos = Plazo.objects.filter(cuenta=del_anio(), vigente=True, fecha__lt=reloj.hoy())
        assert list(plazos.filter(cumplido_en=None).values_list("nombre", flat=True)) == []
        assert plazos.count() > 5


def test_un_capitulo_no_se_cuenta_dos_veces(principio):
    primero = ensayo.siguiente_episodio()
    ensayo.contar(primero)
    with pytest.raises(ErrorDominio):
        ensayo.contar(primero)
