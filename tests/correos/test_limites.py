"""How fast: limits hold between workers, never hold a person's own mail, and stop nobody else."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from correos.models import Limite, Mensaje
from correos.services import entregar, vaciar
from correos.services.entrega import Lote, barrer
from servicios.alcance import todos_los_servicios

ALTA = Mensaje.Prioridad.ALTA


@pytest.fixture
def campania(encolar):
    """`campania(6, "correo.example")` puts six mails to that domain in the outbox."""

    def _campania(cuantos, dominio="correo.example", **otros):
        return [
            encolar(f"p{i}@{dominio}", para=f"p{i}@{dominio}", prioridad=9, **otros)
            for i in range(cuantos)
        ]

    return _campania


def por_dominio(buzon):
    dominios = [destino.partition("@")[2] for destino in buzon.destinos]
    return {dominio: dominios.count(dominio) for dominio in set(dominios)}


def test_un_dominio_frenado_no_detiene_a_los_otros(campania, buzon):
    Limite.objects.create(dominio="correo.example", por_minuto=2)
    campania(6)
    campania(3, "otro.example")
    vaciar()
    assert por_dominio(buzon) == {"correo.example": 2, "otro.example": 3}
    assert entregar().tomados == 0
    assert Mensaje.objects.vencidos().count() == 4


def test_pasado_el_minuto_salen_otros_tantos(campania, buzon):
    Limite.objects.create(dominio="correo.example", por_minuto=2)
    campania(5)
    salidos = []
    for _ in range(4):
        vaciar()
        salidos.append(len(buzon.mensajes))
        Mensaje.objects.update(punto_en=None)
    assert salidos == [2, 4, 5, 5]


def test_el_limite_de_un_servicio_es_suyo(mundo, campania, buzon):
    Limite.objects.create(servicio=mundo.riberas, por_minuto=1)
    campania(3)
    campania(3, "otro.example", servicio=mundo.otro)
    vaciar()
    assert por_dominio(buzon) == {"correo.example": 1, "otro.example": 3}


def test_rige_el_mas_estrecho_de_los_dos(mundo, campania, buzon):
    Limite.objects.create(servicio=mundo.riberas, por_minuto=3)
    Limite.objects.create(dominio="correo.example", por_minuto=1)
    campania(4)
    campania(4, "otro.example")
    vaciar()
    assert por_dominio(buzon) == {"correo.example": 1, "otro.example": 2}


def test_un_dominio_con_enie_se_frena_como_lo_escribe_el_dns(campania, buzon):
    Limite.objects.create(dominio="xn--and-6ma2c.example", por_minuto=1)
    campania(3, "Ñandú.example")
    vaciar()
    assert buzon.destinos == ["p0@xn--and-6ma2c.example"]


def test_el_correo_propio_de_alguien_no_se_frena(encolar, campania, buzon):
    Limite.objects.create(dominio="correo.example", por_minuto=1)
    campania(3)
    for i in range(3):
        encolar(f"acuse{i}", tipo="acuse", prioridad=ALTA)
    vaciar()
    assert buzon.destinos == [f"{q}@correo.example" for q in ("acuse0", "acuse1", "acuse2", "p0")]
    encolar("acuse3", tipo="acuse", prioridad=ALTA)
    vaciar()
    assert buzon.destinos[4:] == ["acuse3@correo.example"]
    assert Mensaje.objects.vencidos().count() == 2


def test_lo_que_otro_tiene_tomado_ocupa_lugar_hasta_que_se_suelta(campania):
    Limite.objects.create(dominio="correo.example", por_minuto=2)
    campania(5)
    assert len(Lote(50, 60).mensajes) == 2
    assert Lote(50, 60).mensajes == []
    Mensaje.objects.filter(estado="tomado").update(tomado_hasta=Now() - timedelta(seconds=1))
    barrer()
    assert len(Lote(50, 60).mensajes) == 2


@pytest.mark.django_db(transaction=True)
def test_cuatro_a_la_vez_no_pasan_el_limite(campania):
    Limite.objects.create(dominio="correo.example", por_minuto=3)
    campania(20)
    campania(4, "otro.example")
    listos, tomados, errores = threading.Barrier(4), [], []

    def tomar():
        try:
            with todos_los_servicios():
                listos.wait(20)
                tomados.extend(m.para for m in Lote(50, 60).mensajes)
        except Exception as error:
            errores.append(error)
        finally:
            connection.close()

    hilos = [threading.Thread(target=tomar) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join(60)
    assert errores == []
    assert len(tomados) == len(set(tomados))
    assert len([p for p in tomados if p.endswith("@correo.example")]) == 3
    assert Mensaje.objects.filter(estado="tomado", dominio="correo.example").count() == 3
