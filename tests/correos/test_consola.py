"""The sending console: who sees what, what a person may decide, and what the page says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from correos.models import Mensaje
from correos.selectors import envio, envios, resumen
from correos.services import Correo, enqueue_muchos
from servicios.alcance import alcance
from servicios.models import Membresia
from servicios.permissions import Rol
from tests import mundo as el_mundo
from tests.correos.conftest import poner

LISTA = reverse("correos_gestion:correos")
BUSCAR = reverse("correos_gestion:buscar")
ENVIOS = reverse("correos_gestion:envios")


def ruta(nombre, mensaje):
    return reverse(f"correos_gestion:{nombre}", args=[mensaje.pk])


@pytest.fixture
def campania(encolar):
    """One mail per state."""
    for estado in Mensaje.Estado.values:
        poner(encolar(estado, campania="Jornada nacional"), estado, intentos=1)


# ── Who ──

VEN = {"encargada", "equipo"}


@pytest.mark.parametrize("nombre", [*el_mundo.REPARTO, "encargada-otro"])
def test_quien_ve_la_consola(encolar, entrar, nombre):
    mensaje = encolar()
    cliente = entrar(nombre)
    ajena = nombre == "encargada-otro"
    assert cliente.get(LISTA).status_code == (200 if nombre in VEN or ajena else 403)
    esperado = 404 if ajena else 200 if nombre in VEN else 403
    assert cliente.get(ruta("correo", mensaje)).status_code == esperado
    assert cliente.get(ruta("correo_html", mensaje)).status_code == esperado


def test_sin_ingreso_se_pide(encolar, client):
    assert client.get(LISTA).url == f"{reverse('account_login')}?next={LISTA}"


def test_cada_servicio_ve_solo_lo_suyo(mundo, encolar, entrar):
    encolar("rosa", campania="Nuestra")
    encolar("ajeno", servicio=mundo.otro, nombre="Ajeno Pérez", campania="Ajena")
    encolar("nadie", servicio=None, nombre="Sin Servicio")
    pagina = entrar("encargada").get(LISTA)
    assert [m.para for m in pagina.context["pagina"]] == ["rosa@correo.example"]
    assert pagina.context["cuentas"].todos == 1
    assert "Ajen" not in pagina.content.decode()
    hallados = entrar("encargada").post(BUSCAR, {"persona": "correo.example"})
    assert [m.para for m in hallados.context["mensajes"]] == ["rosa@correo.example"]
    with alcance(mundo.otro):
        assert [envio(f).nombre_con_fecha for f in envios()] == ["Ajena, desde el 17/05/2027"]


# ── The list ──


def test_la_lista_suma_y_dice_en_palabras(campania, entrar):
    pagina = entrar("encargada").get(LISTA, {"campania": "Jornada nacional"})
    cuentas = pagina.context["cuentas"]
    assert (cuentas.todos, cuentas.ayuda, cuentas.camino) == (9, 3, 3)
    assert (cuentas.enviados, cuentas.anulados) == (2, 1)
    assert resumen("Jornada nacional") == cuentas
    assert {m.estado: m.en_palabras for m in pagina.context["pagina"]} == {
        "pendiente": "En espera de salir",
        "tomado": "Saliendo",
        "enviado": "Enviado el 17 de mayo, 10:00",
        "reintento": "Se intentará de nuevo",
        "rechazado": "Lo rechazó el correo de destino",
        "incierto": "No sabemos si llegó",
        "conciliado": "Comprobado: llegó el 17 de mayo, 10:00",
        "rebotado": "Lo devolvió el correo de destino",
        "anulado": "Anulado antes de salir",
    }
    assert "2 enviados</strong>, 3 piden su ayuda" in pagina.content.decode()


@pytest.mark.parametrize(
    ("estado", "estados"),
    [
        ("ayuda", {"rechazado", "incierto", "rebotado"}),
        ("camino", {"pendiente", "tomado", "reintento"}),
        ("enviados", {"enviado", "conciliado"}),
        ("anulados", {"anulado"}),
        ("inventado", set(Mensaje.Estado.values)),
    ],
)
def test_las_vistas_filtran(campania, entrar, estado, estados):
    pagina = entrar("encargada").get(LISTA, {"estado": estado})
    assert {m.estado for m in pagina.context["pagina"]} == estados


@pytest.mark.parametrize(
    ("campania", "palabras"),
    [
        ("convocatoria:7", "Invitaciones: Jornada en Talca, 28 de mayo"),
        ("acuse:3", "Acuses de recibo"),
        ("boletin:1", "Boletin: Se corrigió"),
        ("Jornada nacional", "Jornada nacional"),
    ],
)
def test_la_campania_se_nombra_en_palabras(encolar, entrar, campania, palabras):
    """By the subject that all its mails have, without the word that the family already says."""
    asuntos = {
        "convocatoria:7": ("Invitación: Jornada en Talca, 28 de mayo",) * 2,
        "acuse:3": ("Recibimos su mensaje, folio 1", "Recibimos su mensaje, folio 2"),
        "boletin:1": ("Se corrigió",) * 2,
        "Jornada nacional": ("Invitación: Jornada",) * 2,
    }[campania]
    for n, asunto in enumerate(asuntos):
        encolar(f"p{n}", campania=campania, asunto=asunto)
    pagina = entrar("encargada").get(LISTA, {"campania": campania}).content.decode()
    assert f">{palabras}, desde el 17/05/2027</option>" in pagina
    assert f'<p class="antetitulo"><a href="{LISTA}">Correos</a> · {palabras}</p>' in pagina


def test_la_campania_filtra(campania, encolar, entrar):
    encolar("acuse")
    pagina = entrar("encargada").get(LISTA, {"campania": "Jornada nacional"})
    assert pagina.context["cuentas"].todos == 9


def test_se_busca_por_nombre_sin_tildes_y_sin_dejarlo_en_la_direccion(encolar, entrar):
    encolar("rosa", nombre="Rosa Faúndez")
    encolar("luis", nombre="Luis Arancibia")
    cliente = entrar("encargada")
    for texto, quienes in (
        ("faundez", ["rosa"]),
        ("LUIS@correo", ["luis"]),
        ("correo.example", ["luis", "rosa"]),
        ("nadie", []),
    ):
        hallados = cliente.post(BUSCAR, {"persona": texto})
        assert hallados.status_code == 200
        assert [m.para for m in hallados.context["mensajes"]] == [
            f"{q}@correo.example" for q in quienes
        ]
    corto = cliente.post(BUSCAR, {"persona": "fa"})
    assert corto.status_code == 422
    assert "Escriba al menos 3 letras." in corto.content.decode()
    assert 'value="fa"' in corto.content.decode()
    assert cliente.get(BUSCAR).status_code == 405


def test_la_consola_vacia_ensenia(mundo, entrar):
    assert "Todavía no ha salido ningún correo" in entrar("encargada").get(LISTA).content.decode()


def test_la_lista_pagina_de_a_50(encolar, entrar):
    for i in range(51):
        encolar(f"p{i}")
    pagina = entrar("encargada").get(LISTA, {"pagina": 2})
    assert [m.para for m in pagina.context["pagina"]] == ["p0@correo.example"]
    assert "51 a 51 de 51 correos" in pagina.content.decode()


def _muchos(mundo, cuantos):
    enqueue_muchos(
        (
            Correo(
                clave=f"lista:{n}",
                para=f"p{n}@correo.example",
                nombre=f"Persona {n}",
                asunto="Le invitamos",
                texto="Le esperamos.",
            )
            for n in range(cuantos)
        ),
        servicio=mundo.riberas,
        tipo="invitacion",
        campania="convocatoria:1",
    )


@pytest.mark.parametrize("cuantos", [10, 1000])
def test_sentencias_de_la_lista(mundo, entrar, cuantos):
    _muchos(mundo, cuantos)
    cliente = entrar("encargada")
    with CaptureQueriesContext(connection) as sentencias:
        cliente.get(LISTA, {"campania": "convocatoria:1", "orden": "nombre"})
    # Session, person, roles, services; campaigns, kinds, counts, number of rows, rows, the hour;
    # the signs of life, what is due and the limits; and what every staff page asks: administrator
    # or not, and the clock.
    assert len(sentencias) == 15


@pytest.mark.parametrize("cuantos", [10, 1000])
def test_sentencias_de_los_envios(mundo, entrar, cuantos):
    _muchos(mundo, cuantos)
    cliente = entrar("encargada")
    with CaptureQueriesContext(connection) as sentencias:
        cliente.get(ENVIOS)
    # Session, person, roles, services; number of campaigns, campaigns; administrator, clock.
    assert len(sentencias) == 8


# ── Filters ──


def test_los_filtros_de_la_direccion(mundo, encolar, entrar):
    encolar("rosa", nombre="Rosa", tipo="invitacion")
    encolar("luis", nombre="Ángel", tipo="acuse")
    ayer = el_mundo.AHORA - timedelta(days=1)
    Mensaje.objects.filter(para__startswith="luis").update(creado_en=ayer)
    cliente = entrar("encargada")
    casos = (
        ({}, ["luis", "rosa"]),
        ({"tipo": "acuse"}, ["luis"]),
        ({"tipo": "no-existe"}, ["luis", "rosa"]),
        ({"desde": "2027-05-17"}, ["rosa"]),
        ({"hasta": "2027-05-16"}, ["luis"]),
        ({"desde": "ayer"}, ["luis", "rosa"]),
        ({"orden": "antiguos"}, ["rosa", "luis"]),
        ({"orden": "nombre"}, ["luis", "rosa"]),
        ({"tipo": "acuse", "desde": "2027-05-17"}, []),
    )
    for filtro, quienes in casos:
        pagina = cliente.get(LISTA, filtro)
        assert [m.para.partition("@")[0] for m in pagina.context["pagina"]] == quienes, filtro
    assert "Ningún correo coincide" in pagina.content.decode()


def test_lo_que_pide_ayuda_puede_ir_primero(campania, entrar):
    pagina = entrar("encargada").get(LISTA, {"orden": "ayuda"})
    primeros = [m.estado for m in pagina.context["pagina"]][:3]
    assert set(primeros) == set(Mensaje.PIDEN_DECISION)
    assert "<caption>Primero los que piden su ayuda</caption>" in pagina.content.decode()


def test_quien_tiene_dos_servicios_elige_uno(mundo, encolar, entrar):
    Membresia.objects.create(usuario=mundo["encargada"], rol=Rol.ENCARGADO, servicio=mundo.otro)
    encolar("rosa", campania="recordatorios:2026")
    encolar("ajeno", servicio=mundo.otro, campania="recordatorios:2026")
    cliente = entrar("encargada")
    ambos = cliente.get(LISTA, {"campania": "recordatorios:2026"})
    assert [m.para for m in ambos.context["pagina"]] == [
        "ajeno@correo.example",
        "rosa@correo.example",
    ]
    assert len(ambos.context["propios"]) == 2
    uno = cliente.get(LISTA, {"campania": "recordatorios:2026", "servicio": "caminos"})
    assert [m.para for m in uno.context["pagina"]] == ["ajeno@correo.example"]
    assert [e.servicio for e, _ in uno.context["propios"]] == ["caminos"]
    assert '<select name="servicio"' in ambos.content.decode()


def test_con_un_solo_servicio_no_hay_que_elegirlo(encolar, entrar):
    encolar()
    pagina = entrar("encargada").get(LISTA).content.decode()
    assert '<input type="hidden" name="servicio"' in pagina


# ── Campaigns ──


def test_el_avance_se_lee_y_se_dibuja(campania, entrar):
    pagina = entrar("encargada").get(ENVIOS).content.decode()
    assert "<span>2 de 9 enviados, 3 piden su ayuda, 1 sin enviar</span>" in pagina
    assert '<progress max="9" value="2" aria-labelledby="envio-1"></progress>' in pagina
    assert "3 en camino" in pagina
    assert f'<a href="{LISTA}?campania=Jornada+nacional&amp;servicio=riberas">' in pagina


def test_sin_envios_la_pagina_ensenia(mundo, entrar):
    assert "Todavía no hay ningún envío" in entrar("encargada").get(ENVIOS).content.decode()


def test_los_envios_paginan_de_a_20_y_un_envio_viejo_se_puede_ver(encolar, entrar):
    for n in range(21):
        encolar(f"p{n}", campania=f"convocatoria:{n}")
    cliente = entrar("encargada")
    segunda = cliente.get(ENVIOS, {"pagina": 2})
    assert [e.campania for e in segunda.context["pagina"]] == ["convocatoria:0"]
    vieja = cliente.get(LISTA, {"campania": "convocatoria:0"})
    assert [m.para for m in vieja.context["pagina"]] == ["p0@correo.example"]


@pytest.mark.parametrize(
    ("enviados", "segundos", "en_camino", "frase"),
    [
        (11, 10, 240, "termina en unos 4 minutos"),
        (11, 10, 60, "termina en un minuto"),
        (11, 10, 20, "termina en menos de un minuto"),
        (11, 100, 720, "termina en unas 2 horas"),
        (9, 10, 240, "240 en camino"),
        (11, 10, 0, "terminado"),
    ],
)
def test_cuanto_falta_sale_del_ritmo_de_los_ultimos_minutos(
    mundo, enviados, segundos, en_camino, frase
):
    _muchos(mundo, enviados + en_camino)
    for n, mensaje in enumerate(Mensaje.objects.order_by("pk")[:enviados]):
        atras = timedelta(seconds=segundos * n / (enviados - 1))
        poner(mensaje, "enviado", punto_en=Now() - atras)
    assert envio(envios().get()).al_lado == frase


# ── The next attempt, by the portal's clock ──


@pytest.mark.parametrize(
    ("en", "palabras"),
    [
        (timedelta(0), "En espera de salir"),
        (timedelta(minutes=10, seconds=30), "Saldrá hoy a las 10:10"),
    ],
)
def test_lo_que_nadie_ha_intentado_no_se_intenta_de_nuevo(encolar, entrar, reloj_en, en, palabras):
    """Its turn passed, or the server was away: it waits as at the beginning."""
    mensaje = encolar()
    poner(mensaje, "reintento", no_antes_de=Now() + en)
    reloj_en(datetime(2027, 5, 17, 14, 0, tzinfo=UTC))
    cliente = entrar("encargada")
    [fila] = cliente.get(LISTA).context["pagina"]
    assert fila.palabras == palabras
    pagina = cliente.get(reverse("correos_gestion:correo", args=[mensaje.pk])).content.decode()
    assert [frase in pagina for frase in ("intento anterior", "casi siempre en menos de un")] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("estado", "en", "palabras"),
    [
        ("reintento", timedelta(minutes=42, seconds=30), "Se intentará de nuevo hoy a las 10:42"),
        ("reintento", timedelta(hours=15, seconds=30), "Se intentará de nuevo mañana a la 1:00"),
        (
            "reintento",
            timedelta(days=3, seconds=30),
            "Se intentará de nuevo el 20 de mayo a las 10:00",
        ),
        ("reintento", -timedelta(hours=1), "Se intentará de nuevo en un momento"),
        ("pendiente", timedelta(hours=1, seconds=30), "Saldrá hoy a las 11:00"),
    ],
)
def test_dice_cuando_es_el_proximo_intento(encolar, entrar, reloj_en, estado, en, palabras):
    """`no_antes_de` is an instant of the real clock; the page tells it by the portal's."""
    mensaje = encolar()
    poner(mensaje, estado, intentos=1, no_antes_de=Now() + en)
    reloj_en(datetime(2027, 5, 17, 14, 0, tzinfo=UTC))
    [fila] = entrar("encargada").get(LISTA).context["pagina"]
    assert fila.palabras == palabras


@pytest.mark.parametrize(
    ("estado", "texto", "palabras", "que_hacer"),
    [
        ("rechazado", "5.2.2 Over quota", "El buzón está lleno", "Llamar o enviar una carta"),
        ("rebotado", "5.1.1 No such user", "Devuelto: la dirección no existe",
         "Corregir la dirección o llamar"),
        ("rebotado", "5.7.1 Policy", "Lo devolvió el correo de destino", "Reintentar, o llamar"),
        ("incierto", "", "No sabemos si llegó", "Preguntarle si le llegó"),
        ("enviado", "", "Enviado el 17 de mayo, 10:00", ""),
    ],
)  # fmt: skip
def test_cada_fila_dice_que_paso_y_que_hacer(encolar, entrar, estado, texto, palabras, que_hacer):
    poner(encolar(), estado, ultimo_texto=texto)
    [fila] = entrar("encargada").get(LISTA).context["pagina"]
    assert (fila.palabras, fila.que_hacer) == (palabras, que_hacer)
