"""A letter that had not gone when the activity changed: the notice of the change goes instead."""

import pytest
from django.urls import reverse

from comun.errores import ErrorDominio
from convocatorias import selectors
from convocatorias.models import Invitacion
from convocatorias.services import anotar_entrega, anular, imprimir_cartas, suspender
from tests.convocatorias.cambios import convocada, moverla
from tests.convocatorias.por_otro_medio import DIA_11, sin_correo

__all__ = ["convocada"]
REEMPLAZADA = "No se hizo: la reemplaza un aviso posterior"


@pytest.fixture
def carta(convocada, reloj_en) -> Invitacion:
    fila = sin_correo(convocada, "Unión Comunal de Talca", "Aliro")
    reloj_en(DIA_11)
    return fila


def pendientes() -> list[tuple[str, str]]:
    llamados = {fila.convocatoria for fila in Invitacion.objects.select_related("convocatoria")}
    filas = [fila for llamado in llamados for fila in selectors.por_hacer(llamado)]
    return sorted((fila.participante.nombres, fila.clase) for fila in filas)


def test_al_mover_queda_solo_la_carta_del_cambio(escena, carta, mundo) -> None:
    assert pendientes() == [("Aliro", "invitacion")]
    moverla(escena, mundo["encargada"])
    assert pendientes() == [("Aliro", "cambio")]
    cuentas = selectors.cuentas_de_invitaciones(carta.convocatoria)
    assert (cuentas["todas"], cuentas["por_hacer"], cuentas["reemplazadas"]) == (4, 0, 1)
    avisos = selectors.avisos_a(carta.participante)
    assert [(a["fila"].clase, a["texto"]) for a in avisos] == [
        ("invitacion", REEMPLAZADA),
        ("cambio", "Carta por enviar"),
    ]


def test_suspender_mover_y_anular_dejan_una_a_la_vez(escena, carta, mundo) -> None:
    suspender(actividad=escena.actividad, motivo="Temporal.", por=mundo["encargada"])
    assert pendientes() == [("Aliro", "suspension")]
    moverla(escena, mundo["encargada"])
    assert pendientes() == [("Aliro", "cambio")]
    anular(actividad=escena.actividad, motivo="Temporal.", por=mundo["encargada"])
    assert pendientes() == [("Aliro", "anulacion")]


def test_la_que_ya_salio_no_se_toca(escena, carta, mundo) -> None:
    anotar_entrega(invitacion=carta, canal="carta", hecha_en=DIA_11, por=mundo["equipo"])
    moverla(escena, mundo["encargada"])
    textos = [a["texto"] for a in selectors.avisos_a(carta.participante)]
    assert textos == ["Carta enviada el 11 de mayo", "Carta por enviar"]


def test_una_que_salio_y_nadie_habia_anotado_todavia_se_anota(escena, carta, mundo) -> None:
    moverla(escena, mundo["encargada"])
    anotar_entrega(invitacion=carta, canal="carta", hecha_en=DIA_11, por=mundo["equipo"])
    assert selectors.cuentas_de_invitaciones(carta.convocatoria)["reemplazadas"] == 0


def test_no_se_imprime(escena, carta, mundo) -> None:
    moverla(escena, mundo["encargada"])
    filas = selectors.con_carta(carta.convocatoria).filter(pk=carta.pk)
    with pytest.raises(ErrorDominio) as error:
        imprimir_cartas(convocatoria=carta.convocatoria, invitaciones=filas)
    assert error.value.mensaje == (
        "La actividad cambió antes de que saliera esta carta: la reemplaza el aviso del cambio. "
        "Imprima la carta de ese aviso."
    )


def test_la_pagina_y_la_prueba_lo_dicen(escena, carta, mundo, entrar) -> None:
    moverla(escena, mundo["encargada"])
    ruta = ["riberas", 2026, "jornada-nacional"]
    pagina = entrar("encargada").get(
        reverse("convocatorias_gestion:convocatoria_enviada", args=[*ruta, carta.convocatoria_id])
    )
    assert {"nombre": "reemplazadas por otro aviso", "valor": 1} in pagina.context["terminos"]
    terminos = [termino["valor"] for termino in pagina.context["terminos"]]
    assert terminos[0] == sum(terminos[1:])
    contenido = " ".join(pagina.content.decode().split())
    assert (
        "1 no se alcanzó a hacer antes de que la actividad cambiara: ya no la envíe." in contenido
    )
    prueba = entrar("encargada").get(reverse("convocatorias_gestion:prueba", args=ruta))
    totales = prueba.context["totales"]
    assert (totales["pendientes"], totales["reemplazadas"]) == (1, 1)
    assert REEMPLAZADA in prueba.content.decode()
    hechos = selectors.prueba_de(escena.actividad)
    aliro = [
        constancia.estado
        for constancia in selectors.constancias_de_invitacion(hechos)
        if constancia.invitacion.participante_id == carta.participante_id
    ]
    assert aliro == ["reemplazada", "pendiente"]
