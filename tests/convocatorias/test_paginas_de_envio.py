"""The pages of a scheduled call: choose the hour, wait, take it back, read why it stopped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from convocatorias.models import Actividad, Convocatoria
from convocatorias.services import (
    ESPERA,
    enviar_programadas,
    preparar_convocatoria,
    programar_envio,
)
from correos.models import Mensaje
from seguimiento.models import Recordatorio
from seguimiento.services import recordar_plazos
from servicios.permissions import PERMISOS, Permiso
from tests import mundo as el_mundo
from tests.convocatorias.conftest import A_TIEMPO, crear_contacto

ACTIVIDAD = ("riberas", 2026, "jornada-nacional")
A_LAS_NUEVE = datetime(2027, 5, 12, 13, 0, tzinfo=UTC)
TARDE = datetime(2027, 5, 20, 13, 0, tzinfo=UTC)
BUENA = {"dia": "2027-05-12", "hora": "09:00"}


def url(nombre: str) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=ACTIVIDAD)


@pytest.fixture
def convocatoria(escena, contactos, mundo) -> Convocatoria:
    fila = preparar_convocatoria(
        actividad=escena.actividad, mensaje="Contamos con usted.", por=mundo["encargada"]
    )
    fila.destinatarios.set(contactos)
    return fila


@pytest.fixture
def programada(convocatoria, contactos, mundo) -> Convocatoria:
    return programar_envio(
        convocatoria=convocatoria,
        contactos=contactos,
        enviar_en=A_LAS_NUEVE,
        por=mundo["encargada"],
    )


@pytest.fixture
def detenida(programada, reloj_en) -> Convocatoria:
    reloj_en(TARDE)
    enviar_programadas()
    programada.refresh_from_db()
    return programada


def texto(cliente: Client, nombre: str = "convocatoria") -> str:
    respuesta = cliente.get(url(nombre))
    assert respuesta.status_code == 200
    return " ".join(respuesta.content.decode().split())


@pytest.mark.parametrize("persona", el_mundo.REPARTO)
def test_cada_rol_solo_si_puede_convocar(programada, entrar, persona: str) -> None:
    puede = Permiso.CONVOCAR in PERMISOS[el_mundo.REPARTO[persona]]
    cliente = entrar(persona)
    assert cliente.get(url("convocatoria")).status_code == (200 if puede else 403)
    assert cliente.post(url("desprogramar_envio")).status_code == (302 if puede else 403)
    programada.refresh_from_db()
    assert programada.estado == ("borrador" if puede else "programada")


@pytest.mark.parametrize("boton", ["programar_envio", "desprogramar_envio", "enviar_ahora"])
def test_los_botones_no_se_abren_con_get_ni_desde_otro_servicio(
    programada, entrar, boton: str
) -> None:
    assert entrar("encargada").get(url(boton)).status_code == 405
    assert entrar("encargada-otro").post(url(boton), BUENA).status_code == 404
    programada.refresh_from_db()
    assert programada.estado == "programada"


def test_propone_manana_a_las_nueve(convocatoria, entrar) -> None:
    form = entrar("encargada").get(url("convocatoria")).context["programar"]
    assert (f"{form.initial['dia']:%Y-%m-%d}", f"{form.initial['hora']:%H:%M}") == (
        "2027-05-11",
        "09:00",
    )


@pytest.mark.parametrize(
    ("ahora", "dia", "hora"),
    [
        # The last legal day, while there is an hour left in it; and then, late.
        (datetime(2027, 5, 13, 10, 0, tzinfo=UTC), "2027-05-13", "09:00"),
        (datetime(2027, 5, 13, 18, 20, tzinfo=UTC), "2027-05-13", "15:00"),
        (datetime(2027, 5, 14, 3, 20, tzinfo=UTC), "2027-05-14", "09:00"),
        (datetime(2027, 5, 17, 14, 0, tzinfo=UTC), "2027-05-18", "09:00"),
    ],
)
def test_propone_el_ultimo_dia_legal_si_llega_antes(
    convocatoria, entrar, reloj_en, ahora: datetime, dia: str, hora: str
) -> None:
    reloj_en(ahora)
    form = entrar("encargada").get(url("convocatoria")).context["programar"]
    assert (f"{form.initial['dia']:%Y-%m-%d}", f"{form.initial['hora']:%H:%M}") == (dia, hora)


def test_programar_desde_la_pagina_y_con_doble_clic(convocatoria, contactos, entrar) -> None:
    cliente = entrar("encargada")
    convocatoria.destinatarios.remove(contactos[0])
    convocatoria.destinatarios.add(
        crear_contacto(convocatoria.servicio, "Otra Junta", "territorial", correo="otra@x.example")
    )
    for _ in range(2):
        respuesta = cliente.post(url("programar_envio"), BUENA)
        assert (respuesta.status_code, respuesta["Location"]) == (302, url("convocatoria"))
    pagina = texto(cliente)
    for frase in (
        "Las invitaciones saldrán solas el miércoles 12 de mayo de 2027 a las 9:00.",
        "<strong>3 invitaciones</strong>",
        "<strong>miércoles 12 de mayo de 2027 a las 9:00</strong>, 16 días antes de la actividad.",
        "La programó Encargada Prueba.",
        "otra@x.example",
    ):
        assert frase in pagina
    assert "rosa@correo.example" not in pagina
    assert pagina.count("btn-primary") == 1
    assert Mensaje.objects.count() == 0


def test_una_fecha_tardia_dice_las_reglas_de_ese_dia_y_no_pierde_nada(convocatoria, entrar) -> None:
    respuesta = entrar("encargada").post(
        url("programar_envio"), {"dia": "2027-05-20", "hora": "16:45"}
    )
    assert respuesta.status_code == 422
    pagina = " ".join(respuesta.content.decode().split())
    for frase in (
        "Si se envía el jueves 20 de mayo de 2027 faltarán 8 días corridos",
        "Elija a más tardar el jueves 13 de mayo de 2027",
        'value="2027-05-20"',
        'value="16:45"',
        "Motivo de la tardanza",
    ):
        assert frase in pagina
    con_motivo = entrar("encargada").post(
        url("programar_envio"),
        {"dia": "2027-05-20", "hora": "16:45", "motivo_tardanza": "Lluvias."},
    )
    assert con_motivo.status_code == 302
    assert "<strong>Se enviará tarde.</strong>" in texto(entrar("encargada"))


@pytest.mark.parametrize(
    ("datos", "frase"),
    [
        ({"dia": ""}, "Elija el día en que sale."),
        ({"hora": ""}, "Elija la hora a la que sale."),
        ({"dia": "31/02/2027"}, "Esa fecha no existe."),
        ({"hora": "26:80"}, "Esa hora no existe."),
        ({"dia": "2027-05-09"}, "Ese momento ya pasó."),
        ({"dia": "2027-09-05", "hora": "00:30"}, "no existen: esa noche se adelantan los relojes"),
        ({"dia": "2028-04-01", "hora": "23:30"}, "ocurren dos veces: esa noche se atrasan"),
    ],
)
def test_una_hora_que_no_sirve(convocatoria, entrar, datos, frase) -> None:
    respuesta = entrar("encargada").post(url("programar_envio"), BUENA | datos)
    assert respuesta.status_code == 422
    assert frase in respuesta.content.decode()
    convocatoria.refresh_from_db()
    assert convocatoria.estado == "borrador"


def test_al_enviar_se_conserva_la_hora_escrita(convocatoria, contactos, entrar) -> None:
    convocatoria.destinatarios.remove(contactos[0])
    respuesta = entrar("encargada").post(url("enviar"), BUENA | {"hora": "17:15"})
    assert respuesta.status_code == 422
    assert 'value="17:15"' in respuesta.content.decode()


def test_el_texto_no_cambia_mientras_espera(programada, entrar) -> None:
    cliente = entrar("encargada")
    frase = "Para cambiarla, vuélvala primero a preparación."
    asomada = cliente.get(url("preparar"), follow=True)
    assert asomada.redirect_chain == [(url("convocatoria"), 302)]
    assert frase in asomada.content.decode()
    respuesta = cliente.post(url("preparar"), {"mensaje": "Traiga su carné."})
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert frase in pagina
    assert '<input type="hidden" name="mensaje" value="Traiga su carné.">' in pagina
    cliente.post(url("desprogramar_envio"), {"mensaje": "Traiga su carné."})
    programada.refresh_from_db()
    assert (programada.estado, programada.mensaje) == ("borrador", "Traiga su carné.")


def test_volver_a_preparacion_conserva_la_lista_y_la_hora(
    programada, contactos, mundo, entrar
) -> None:
    crear_contacto(mundo.riberas, "Otra Junta", "territorial", correo="otra@x.example")
    cliente = entrar("encargada")
    for _ in range(2):
        cliente.post(url("desprogramar_envio"))
    pagina = cliente.get(url("convocatoria"))
    assert pagina.context["invitados"] == 3
    assert "Sumar a más personas: queda 1 en el directorio" in pagina.content.decode()
    form = pagina.context["programar"]
    assert (f"{form.initial['dia']:%Y-%m-%d}", f"{form.initial['hora']:%H:%M}") == (
        "2027-05-12",
        "09:00",
    )


def test_enviar_ahora_adelanta_la_hora_y_se_puede_cancelar(programada, entrar, reloj_en) -> None:
    cliente = entrar("encargada")
    for _ in range(2):
        assert cliente.post(url("enviar_ahora")).status_code == 302
    programada.refresh_from_db()
    assert ESPERA <= programada.enviar_en - A_TIEMPO < ESPERA + timedelta(seconds=20)
    pagina = texto(cliente)
    assert "Salen a las <strong>10:01:" in pagina
    assert "</strong>. Puede cancelar." in pagina
    assert Mensaje.objects.count() == 0
    reloj_en(A_TIEMPO + 2 * ESPERA)
    assert enviar_programadas() == 1
    assert Mensaje.objects.filter(tipo="invitacion").count() == 3


def test_la_atrasada_sale_sin_esperar(programada, entrar, reloj_en) -> None:
    """Nobody asks for it: who presses does not depend on who did not come."""
    reloj_en(A_LAS_NUEVE + timedelta(minutes=11))
    assert entrar("encargada").post(url("enviar_ahora")).status_code == 302
    assert Mensaje.objects.filter(tipo="invitacion").count() == 3


@pytest.mark.parametrize("boton", ["enviar", "programar_envio", "descartar"])
def test_los_botones_de_una_pagina_que_quedo_abierta(programada, entrar, boton: str) -> None:
    """The call was scheduled in another window: nothing goes out, nothing is given up."""
    respuesta = entrar("encargada").post(url(boton), BUENA | {"hora": "10:00"})
    assert respuesta.status_code in (302, 422)
    programada.refresh_from_db()
    assert (programada.estado, programada.enviar_en) == ("programada", A_LAS_NUEVE)
    assert Mensaje.objects.count() == 0


def test_la_pagina_dice_si_no_saldria(programada, contactos, entrar) -> None:
    cliente = entrar("encargada")
    assert "no saldrá" not in texto(cliente)
    contactos[0].delete()
    pagina = texto(cliente)
    assert "<strong>Así como está, no saldrá.</strong> Hay organizaciones de 2 tipos" in pagina


def test_la_pagina_dice_si_se_atraso(programada, entrar, reloj_en) -> None:
    reloj_en(datetime(2027, 5, 12, 13, 11, tzinfo=UTC))
    assert "Debía enviarse el miércoles 12 de mayo de 2027 a las 9:00 y aún no sale." in texto(
        entrar("encargada")
    )


def test_detenida_lo_dicen_su_pagina_la_actividad_y_la_lista(detenida, entrar) -> None:
    cliente = entrar("encargada")
    motivo = "se piden 15 días corridos y quedan 8."
    no_salio = "El envío programado para el miércoles 12 de mayo de 2027 a las 9:00 no salió"
    for pagina in ("convocatoria", "actividad"):
        contenido = texto(cliente, pagina)
        assert no_salio in contenido
        assert motivo in contenido
    lista = reverse("convocatorias_gestion:actividades", args=ACTIVIDAD[:2])
    assert "El envío programado no salió" in cliente.get(lista).content.decode()


def test_la_bitacora_dice_que_la_detuvo_el_portal(detenida, entrar) -> None:
    pagina = entrar("encargada").get(reverse("servicios_gestion:bitacora", args=["riberas"]))
    [fila] = [f for f, *_ in pagina.context["renglones"] if f.accion == "detener_envio"]
    assert (fila.actor_id, fila.objeto_id) == (None, detenida.pk)
    assert pagina.content.decode().count("el portal, por sí solo") == 1


def test_programada_lo_dicen_la_actividad_la_lista_y_los_cambios(programada, entrar) -> None:
    cliente = entrar("encargada")
    cuando = "Las invitaciones saldrán solas el miércoles 12 de mayo de 2027 a las 9:00."
    for pagina, cambio in (
        ("actividad", "Ver el envío programado"),
        ("editar_actividad", "Si cambia la fecha, la hora o el lugar no saldrán"),
        ("suspender", "Si suspende la actividad no saldrán"),
        ("anular", "Si anula la actividad no saldrán."),
    ):
        contenido = texto(cliente, pagina)
        assert cuando in contenido
        assert cambio in contenido
    lista = reverse("convocatorias_gestion:actividades", args=ACTIVIDAD[:2])
    assert "Se convoca el 12 de mayo, 9:00" in cliente.get(lista).content.decode()


def test_la_muestra_es_la_de_quienes_se_eligio(programada, contactos, entrar) -> None:
    programada.destinatarios.set(contactos[:1])
    assert entrar("encargada").get(url("muestra")).context["persona"] == contactos[0]


# ── The board ──


def tarea_de(cliente: Client) -> dict:
    tablero = cliente.get(reverse("seguimiento_gestion:tablero", args=ACTIVIDAD[:2]))
    lineas = [fila for grupo in tablero.context["grupos"] for fila in grupo["lineas"]]
    [linea] = [fila for fila in lineas if fila["regla"] == "R133"]
    return linea


@pytest.fixture
def linea(entrar) -> Callable[[], tuple]:
    def _linea() -> tuple:
        fila = tarea_de(entrar("encargada"))
        return f"{fila['fecha']:%Y-%m-%d}", fila["que"], fila["porque"]

    return _linea


def test_el_tablero_antes_y_mientras_espera(convocatoria, contactos, mundo, linea) -> None:
    assert linea()[:2] == ("2027-05-13", "Enviar las invitaciones a «Jornada nacional y talleres»")
    programar_envio(
        convocatoria=convocatoria,
        contactos=contactos,
        enviar_en=A_LAS_NUEVE,
        por=mundo["encargada"],
    )
    assert linea() == (
        "2027-05-12",
        "Salen las invitaciones a «Jornada nacional y talleres»",
        "El envío está programado para las 9:00: sale por sí solo.",
    )


def test_el_boton_azul_es_de_lo_que_hay_que_hacer(programada, entrar) -> None:
    assert "principal" not in tarea_de(entrar("encargada"))


def test_el_tablero_dice_que_no_salio_y_por_que(detenida, linea, entrar) -> None:
    assert linea() == (
        "2027-05-12",
        "El envío programado del 12 de mayo no salió: «Jornada nacional y talleres»",
        detenida.fallo_programado,
    )
    fila = tarea_de(entrar("encargada"))
    assert (fila["url"], fila["boton"]) == (url("convocatoria"), "Revisar")


def test_el_tablero_dice_que_se_atraso(programada, linea, reloj_en) -> None:
    reloj_en(datetime(2027, 5, 12, 13, 11, tzinfo=UTC))
    assert linea()[1:] == (
        "Revisar el envío programado a «Jornada nacional y talleres»",
        "Debía salir a las 9:00 y aún no sale. Envíe ahora y avise a quien administra el portal.",
    )


def test_de_lo_que_sale_solo_no_se_recuerda_y_de_lo_que_no_salio_si(programada, reloj_en) -> None:
    recordar_plazos()
    assert Recordatorio.objects.exists()
    assert not Recordatorio.objects.filter(regla="R133").exists()
    reloj_en(TARDE)
    enviar_programadas()
    recordar_plazos()
    dicho = "El envío programado del 12 de mayo no salió: «Jornada nacional y talleres»"
    filas = Recordatorio.objects.filter(regla="R133").order_by("usuario__username")
    assert [(f.usuario.username, f.mensaje.texto.count(dicho)) for f in filas] == [
        ("autoridad", 1),
        ("encargada", 1),
        ("equipo", 1),
    ]


def test_la_actividad_suspendida_no_pide_lo_que_no_puede(programada, entrar, mundo) -> None:
    from convocatorias.services import suspender

    suspender(
        actividad=Actividad.objects.select_related("cuenta").get(),
        motivo="Lluvia.",
        por=mundo["encargada"],
    )
    pagina = texto(entrar("encargada"), "actividad")
    assert "La actividad se suspendió. Cuando tenga nueva fecha, programe otro envío." in pagina
    tablero = entrar("encargada").get(reverse("seguimiento_gestion:tablero", args=ACTIVIDAD[:2]))
    assert "no salió" not in tablero.content.decode()
