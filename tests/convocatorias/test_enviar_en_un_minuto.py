"""Sixty seconds to take a call back; the copy to oneself; and the versions of its text."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from comun.errores import ErrorDominio, ReglaIncumplida, TransicionInvalida
from comun.models import Bitacora
from convocatorias import selectors
from convocatorias.catalogos import TEXTO_DE_CONVOCATORIA
from convocatorias.models import Convocatoria, Invitacion, TextoConvocatoria
from convocatorias.services import (
    ESPERA,
    copia_de_prueba,
    descartar_convocatoria,
    desprogramar_envio,
    encargar_envio,
    enviar_convocatoria,
    enviar_programadas,
    preparar_convocatoria,
    programar_envio,
    recuperar_texto,
)
from correos.models import Mensaje
from correos.services import cola
from tests.convocatorias.conftest import A_TIEMPO, crear_contacto

RUTA = ("riberas", 2026, "jornada-nacional")


def url(nombre: str) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=RUTA)


@pytest.fixture
def fila(escena, contactos, mundo) -> Convocatoria:
    fila = preparar_convocatoria(
        actividad=escena.actividad, mensaje="Primera.", por=mundo["encargada"]
    )
    fila.destinatarios.set(contactos)
    return fila


@pytest.fixture
def encargar(fila, mundo):
    def _encargar(**otros) -> Convocatoria:
        return encargar_envio(convocatoria=fila, por=mundo["encargada"], **otros)

    return _encargar


# ── Sixty seconds ──


def test_queda_por_salir_en_sesenta_segundos_y_sale(encargar, reloj_en) -> None:
    fila = encargar()
    assert fila.estado == "programada"
    assert timedelta() <= fila.enviar_en - A_TIEMPO - ESPERA < timedelta(seconds=20)
    assert Mensaje.objects.count() == 0
    assert enviar_programadas(ahora=fila.enviar_en - timedelta(milliseconds=1)) == 0
    assert enviar_programadas(ahora=fila.enviar_en) == 1
    assert (Mensaje.objects.count(), Invitacion.objects.count()) == (3, 3)


def test_pulsado_dos_veces_es_una(encargar) -> None:
    primera = encargar().enviar_en
    assert encargar().enviar_en == primera
    assert Bitacora.objects.filter(accion="programar_envio").count() == 1


def test_se_cancela_antes_y_despues_lo_dice(encargar, mundo) -> None:
    fila = encargar()
    desprogramar_envio(convocatoria=fila, por=mundo["encargada"])
    assert enviar_programadas(ahora=A_TIEMPO + 3 * ESPERA) == 0
    fila = encargar()
    assert enviar_programadas(ahora=A_TIEMPO + 3 * ESPERA) == 1
    with pytest.raises(TransicionInvalida) as error:
        desprogramar_envio(convocatoria=fila, por=mundo["encargada"])
    assert error.value.mensaje == "Las invitaciones ya salieron: no se pueden detener."


def test_las_reglas_se_preguntan_al_pulsar(fila, contactos, mundo) -> None:
    fila.destinatarios.set(contactos[:2])
    with pytest.raises(ReglaIncumplida) as error:
        encargar_envio(convocatoria=fila, por=mundo["encargada"])
    assert [regla.id for regla, _ in error.value.reglas] == ["R37"]
    fila.refresh_from_db()
    assert fila.estado == "borrador"


def test_y_se_preguntan_de_nuevo_al_salir(encargar, contactos) -> None:
    fila = encargar()
    contactos[0].delete()
    assert enviar_programadas(ahora=fila.enviar_en) == 0
    fila.refresh_from_db()
    assert fila.estado == "borrador"
    assert fila.fallo_programado.startswith("Hay organizaciones de 2 tipos")


def test_si_cambia_el_dia_a_medianoche_rige_el_del_envio(encargar, reloj_en) -> None:
    """The last legal day, half a minute before it is over: it would leave on the next one."""
    reloj_en(datetime(2027, 5, 14, 3, 59, 30, tzinfo=UTC))
    with pytest.raises(ReglaIncumplida) as error:
        encargar()
    assert error.value.mensaje.startswith(
        "Si se envía el viernes 14 de mayo de 2027 faltarán 14 días corridos"
    )


def test_la_programada_para_otro_dia_se_adelanta(fila, mundo, encargar) -> None:
    otro_dia = A_TIEMPO + timedelta(days=2)
    programar_envio(convocatoria=fila, enviar_en=otro_dia, por=mundo["equipo"])
    adelantada = encargar()
    assert adelantada.enviar_en < A_TIEMPO + 2 * ESPERA
    assert adelantada.programada_por == mundo["encargada"]
    assert Bitacora.objects.filter(accion="adelantar_envio").count() == 1
    assert enviar_programadas(ahora=adelantada.enviar_en) == 1


def test_despierta_a_quien_envia_y_sin_cola_espera_a_la_ronda(
    encargar, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    pedidas: list[tuple] = []

    def pedir(self, nombre, **opciones):
        pedidas.append((nombre, opciones["countdown"]))
        raise ConnectionError("nobody there")

    monkeypatch.setattr("celery.app.base.Celery.send_task", pedir)
    # Who finds closed the line that was open asks once more: here none was.
    monkeypatch.setattr("correos.services.cola._HILO", cola._Hilo())
    with django_capture_on_commit_callbacks(execute=True):
        fila = encargar()
    assert pedidas == [("convocatorias.enviar_programadas", 61.0)]
    assert fila.estado == "programada"


def test_la_pagina_dice_la_hora_y_se_mira_de_nuevo_sola(fila, entrar, reloj_en) -> None:
    cliente = entrar("encargada")
    respuesta = cliente.post(url("enviar"), {})
    assert (respuesta.status_code, respuesta["Location"]) == (302, url("convocatoria"))
    pagina = cliente.get(url("convocatoria"))
    contenido = " ".join(pagina.content.decode().split())
    fila.refresh_from_db()
    assert f"Salen a las <strong>{fila.sale_en:%-H:%M:%S}</strong>. Puede cancelar." in contenido
    assert "Cancelar el envío" in contenido
    assert contenido.count("btn-primary") == 1
    assert int(pagina["Refresh"]) in range(20, 66)
    reloj_en(fila.enviar_en + timedelta(seconds=1))
    assert cliente.get(url("convocatoria"))["Refresh"] == "4"
    enviar_programadas()
    pagina = cliente.get(url("convocatoria"))
    assert "Refresh" not in pagina
    assert "3 en camino" in pagina.content.decode()
    dicho = cliente.post(url("desprogramar_envio"), {"sello": fila.sello}, follow=True)
    assert "Las invitaciones ya salieron: no se pueden detener." in dicho.content.decode()


# ── Another call to the same activity ──


def test_la_complementaria_exige_motivo_y_tarde_tambien_el_otro(
    fila, contactos, mundo, entrar, reloj_en
) -> None:
    enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    reloj_en(datetime(2027, 5, 17, 14, 0, tzinfo=UTC))
    segunda = preparar_convocatoria(
        actividad=selectors.ultima(fila.actividad).actividad, mensaje="", por=mundo["encargada"]
    )
    nuevo = crear_contacto(mundo.riberas, "Jóvenes", "jovenes", correo="j@x.example")
    segunda.destinatarios.set([nuevo])
    cliente = entrar("encargada")
    for datos, frase in (
        ({}, "esta convocatoria es complementaria. Escriba por qué se suma"),
        ({"motivo_complementaria": "Faltaban jóvenes."}, "Ya no se puede invitar para el 28"),
    ):
        respuesta = cliente.post(url("enviar"), datos)
        assert respuesta.status_code == 422
        assert frase in respuesta.content.decode()
    assert ">Faltaban jóvenes.</textarea>" in respuesta.content.decode().replace("\n", "")
    motivos = {"motivo_complementaria": "Faltaban jóvenes.", "motivo_tardanza": "Se sumó tarde."}
    assert cliente.post(url("enviar"), motivos).status_code == 302
    segunda.refresh_from_db()
    assert enviar_programadas(ahora=segunda.enviar_en) == 1
    segunda.refresh_from_db()
    assert (segunda.clase, segunda.motivo_complementaria, segunda.tardia) == (
        "complementaria", "Faltaban jóvenes.", True,
    )  # fmt: skip
    primera = cliente.get(
        reverse("convocatorias_gestion:convocatoria_enviada", args=[*RUTA, fila.pk])
    )
    assert "Convocatoria complementaria. Enviada el" in primera.content.decode()


# ── Versions of the text ──


def versiones(fila: Convocatoria) -> list[tuple[int, str]]:
    filas = TextoConvocatoria.objects.filter(convocatoria=fila).order_by("version")
    return list(filas.values_list("version", "texto"))


def test_cada_cambio_del_texto_es_otra_version(fila, mundo) -> None:
    for texto in ("Primera.", "Segunda."):
        preparar_convocatoria(actividad=fila.actividad, mensaje=texto, por=mundo["equipo"])
    assert versiones(fila) == [(1, "Primera."), (2, "Segunda.")]
    recuperar_texto(convocatoria=fila, version=1, por=mundo["encargada"])
    assert versiones(fila)[2:] == [(3, "Primera.")]
    fila.refresh_from_db()
    assert fila.mensaje == "Primera."
    enviada = enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    assert selectors.versiones(enviada)[0].version == 3
    hecho = Bitacora.objects.get(accion="enviar_convocatoria")
    assert hecho.datos["version"] == 3


def test_ninguna_version_se_reescribe(fila) -> None:
    with pytest.raises(DatabaseError, match="inmutable"), transaction.atomic():
        TextoConvocatoria.objects.filter(convocatoria=fila).update(texto="Otra cosa.")


def test_no_hay_esa_version_ni_cambia_la_programada(fila, mundo) -> None:
    with pytest.raises(ErrorDominio) as error:
        recuperar_texto(convocatoria=fila, version=9, por=mundo["encargada"])
    assert error.value.mensaje == "Esa versión del texto no existe. Elija una de la lista."
    encargar_envio(convocatoria=fila, por=mundo["encargada"])
    with pytest.raises(ErrorDominio):
        recuperar_texto(convocatoria=fila, version=1, por=mundo["encargada"])


def test_la_pagina_muestra_las_versiones_y_vuelve_a_una(fila, mundo, entrar) -> None:
    preparar_convocatoria(actividad=fila.actividad, mensaje="Segunda.", por=mundo["equipo"])
    cliente = entrar("encargada")
    pagina = " ".join(cliente.get(url("preparar")).content.decode().split())
    assert "Versión 2, la que se enviará: Equipo Prueba" in pagina
    assert "Versión 1: Encargada Prueba" in pagina
    dicho = cliente.post(url("recuperar_texto"), {"version": "1"}, follow=True)
    assert "Volvió al texto de la versión 1." in dicho.content.decode()
    fila.refresh_from_db()
    assert fila.mensaje == "Primera."


def test_se_parte_del_ultimo_texto_del_servicio_o_de_uno_bueno(fila, mundo, entrar) -> None:
    assert selectors.texto_de_partida(fila.actividad) == TEXTO_DE_CONVOCATORIA
    enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    assert selectors.texto_de_partida(fila.actividad) == "Primera."


# ── The copy to oneself ──


def test_la_copia_va_a_quien_la_pide_y_no_invita_a_nadie(fila, contactos, mundo) -> None:
    copia_de_prueba(convocatoria=fila, persona=contactos[0], por=mundo["encargada"])
    copia = Mensaje.objects.get()
    assert (copia.para, copia.tipo, copia.campania) == (
        "encargada@riberas.example", "copia_de_prueba", "",
    )  # fmt: skip
    assert copia.asunto.startswith("[Copia de prueba] Invitación: Jornada nacional")
    assert "Rosa Elena Quilaleo: le invitamos" in copia.texto
    assert "/invitacion/vista-previa/" in copia.texto
    assert sorted(copia.adjuntos.values_list("nombre", flat=True)) == [
        "actividad.ics", "informe-cuenta-publica-2026.pdf",
    ]  # fmt: skip
    assert Invitacion.objects.count() == 0
    fila.refresh_from_db()
    assert fila.estado == "borrador"


def test_una_copia_cada_treinta_segundos(fila, contactos, mundo, reloj_en) -> None:
    copia_de_prueba(convocatoria=fila, persona=contactos[0], por=mundo["encargada"])
    with pytest.raises(ErrorDominio) as error:
        copia_de_prueba(convocatoria=fila, persona=contactos[0], por=mundo["encargada"])
    assert error.value.mensaje == (
        "Hace un momento pidió una copia. Espere 30 segundos y pida otra."
    )
    copia_de_prueba(convocatoria=fila, persona=contactos[0], por=mundo["equipo"])
    reloj_en(A_TIEMPO + timedelta(minutes=2))
    copia_de_prueba(convocatoria=fila, persona=contactos[0], por=mundo["encargada"])
    assert Mensaje.objects.count() == 3


def test_sin_nadie_con_correo_no_hay_copia(fila, mundo) -> None:
    with pytest.raises(ErrorDominio) as error:
        copia_de_prueba(convocatoria=fila, persona=None, por=mundo["encargada"])
    assert error.value.mensaje == "Sume primero a la lista a alguien con correo."
    assert Mensaje.objects.count() == 0


def test_desde_la_muestra_y_el_enlace_dice_que_es_de_muestra(fila, entrar, client) -> None:
    dicho = entrar("encargada").post(url("copia_de_prueba"), {"n": "2"}, follow=True)
    contenido = dicho.content.decode()
    assert "La copia de prueba va a encargada@riberas.example. No invita a nadie." in contenido
    assert dicho.context["pagina"].number == 2
    pagina = client.get(reverse("convocatorias:muestra"))
    assert pagina.status_code == 200
    assert "Este enlace es de muestra" in pagina.content.decode()
    assert client.post(reverse("convocatorias:muestra")).status_code == 405


def test_descartar_vacia_la_lista(fila, mundo) -> None:
    descartar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    assert fila.destinatarios.count() == 0
