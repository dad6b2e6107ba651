"""The letters and their labels: tagged PDF, each with the address that only its person has."""

import re
from datetime import date

import pytest
import segno
from django.urls import reverse

from comun.errores import ErrorDominio
from convocatorias import selectors
from convocatorias.documents import cartas as papel
from convocatorias.models import Actividad, Convocatoria, Invitacion
from convocatorias.services import (
    enviar_convocatoria,
    imprimir_cartas,
    imprimir_etiquetas,
    preparar_convocatoria,
)
from tests.archivos import texto_de
from tests.convocatorias.por_otro_medio import DIA_11, muchas_cartas, sin_correo
from tests.jornadas.test_documentos import fallas

TEXTO = "{{nombre}}, venga a {{actividad}} el {{fecha}}."


@pytest.fixture
def enviada(escena, contactos, mundo, reloj_en) -> Convocatoria:
    mundo.riberas.telefono, mundo.riberas.horario = "+56712345678", "9:00 a 14:00"
    mundo.riberas.save()
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje=TEXTO, por=mundo["equipo"])
    fila = enviar_convocatoria(convocatoria=fila, contactos=contactos, por=mundo["encargada"])
    reloj_en(DIA_11)
    return fila


@pytest.fixture
def carta(enviada) -> Invitacion:
    fila = sin_correo(enviada, "Unión Comunal de Talca", "Aliro")
    fila.participante.organizacion.direccion = "1 Sur 1234"
    fila.participante.organizacion.save()
    return fila


def imprimir(convocatoria, filas=None) -> bytes:
    fila = Convocatoria.objects.select_related("actividad__cuenta__servicio__comuna").get(
        pk=convocatoria.pk
    )
    return imprimir_cartas(
        convocatoria=fila, invitaciones=selectors.por_hacer(fila) if filas is None else filas
    )


def test_la_carta_dice_todo_lo_que_hay_que_saber(carta, enviada) -> None:
    leida = " ".join(texto_de(imprimir(enviada)).split())
    for dato in (
        "Servicio Nacional de Riberas",
        "Talca, martes 11 de mayo de 2027",
        "Aliro Vera Unión Comunal de Talca 1 Sur 1234 Talca",
        "Le invitamos: Jornada nacional y talleres",
        "Aliro Vera, venga a Jornada nacional y talleres el viernes 28 de mayo de 2027.",
        "Viernes 28 de mayo de 2027, 9:30 a 13:30 horas",
        "Gimnasio Liceo El Sauce, Calle 1 Norte 123, Talca",
        "Exposición (60 minutos)",
        "del 26 de abril al viernes 4 de junio de 2027",
        "llame al +56 71 234 5678, 9:00 a 14:00",
        "participacion@riberas.example",
        "Ley 19.628",
    ):
        assert dato in leida
    for direccion in (f"/invitacion/{carta.clave}/", "/cuentas/riberas/2026/informe/"):
        assert direccion in leida.replace(" ", "")


def test_la_clave_de_papel_es_facil_de_copiar(carta) -> None:
    assert re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}", carta.clave)


def test_el_codigo_es_el_de_su_direccion(carta, enviada, monkeypatch, settings) -> None:
    dichas, de_verdad = [], segno.make

    def make(contenido, **opciones):
        dichas.append(contenido)
        return de_verdad(contenido, **opciones)

    monkeypatch.setattr(papel.segno, "make", make)
    imprimir(enviada)
    assert dichas == [f"{settings.BASE_URL}/invitacion/{carta.clave}/"]


def test_la_direccion_de_la_carta_abre_la_pagina_de_la_persona(carta, client) -> None:
    pagina = client.get(reverse("convocatorias:invitacion", args=[carta.clave]))
    assert pagina.status_code == 200
    assert "Aliro Vera" in pagina.content.decode()


def test_no_se_imprime_una_invitacion_a_lo_que_no_se_hara(carta, enviada) -> None:
    Actividad.objects.update(estado="suspendida")
    with pytest.raises(ErrorDominio) as error:
        imprimir(enviada)
    assert error.value.mensaje == (
        "La actividad está suspendida: ya no se invita a ella. Imprima las cartas que avisan del "
        "cambio."
    )


@pytest.mark.parametrize(
    ("clase", "estado", "dicho", "callado"),
    [
        ("cambio", "convocada", "Los datos de esta carta reemplazan a los anteriores.", ""),
        ("suspension", "suspendida", "La actividad quedó suspendida.", "Díganos si vendrá"),
        ("anulacion", "anulada", "La actividad no se realizará.", "Díganos si vendrá"),
    ],
)
def test_la_carta_de_un_aviso_dice_que_cambio(
    carta, enviada, clase, estado, dicho, callado
) -> None:
    Invitacion.objects.filter(pk=carta.pk).update(clase=clase)
    Actividad.objects.update(estado=estado, motivo_estado="Por el temporal.")
    leida = " ".join(texto_de(imprimir(enviada)).split())
    assert (dicho in leida, "Por el temporal." in leida) == (True, True)
    assert not callado or callado not in leida


def test_la_carta_de_un_cambio_dice_una_vez_por_que(carta, enviada) -> None:
    """The words of the call of a change are its reason, which the activity has too."""
    cambio = Convocatoria.objects.create(
        actividad=enviada.actividad,
        clase="cambio",
        mensaje="Por el temporal.",
        informe=enviada.informe,
        estado="enviada",
        enviada_en=DIA_11,
        dias_anticipacion=17,
    )
    Invitacion.objects.filter(pk=carta.pk).update(clase="cambio", convocatoria=cambio)
    Actividad.objects.update(motivo_estado="Por el temporal.")
    leida = " ".join(texto_de(imprimir(cambio)).split())
    assert leida.count("Por el temporal.") == 1
    assert "con su resumen" not in leida  # the report has none


@pytest.mark.parametrize(
    ("de_la_actividad", "del_llamado", "clase"),
    [
        ("convocada", "primera", "invitacion"),
        ("convocada", "cambio", "cambio"),
        ("suspendida", "primera", "suspension"),
        ("anulada", "cambio", "anulacion"),
    ],
)
def test_lo_que_se_envia_de_nuevo_dice_como_esta_hoy(
    carta, enviada, de_la_actividad, del_llamado, clase
) -> None:
    enviada.actividad.estado, enviada.clase = de_la_actividad, del_llamado
    carta.clase = "reenvio"
    assert papel.clase_de_carta(carta, enviada) == clase
    carta.clase = "vispera"
    assert papel.clase_de_carta(carta, enviada) == "vispera"


def test_las_cartas_y_las_etiquetas_son_pdf_ua(carta, enviada) -> None:
    muchas_cartas(enviada, 16)
    fila = Convocatoria.objects.select_related("actividad__cuenta__servicio__comuna").get()
    filas = list(selectors.por_hacer(fila))
    etiquetas = imprimir_etiquetas(convocatoria=fila, invitaciones=filas)
    assert [fallas(imprimir(enviada, filas)), fallas(etiquetas)] == [[], []]


def test_las_etiquetas_van_de_a_catorce(enviada) -> None:
    muchas_cartas(enviada, 15)
    fila = Convocatoria.objects.select_related("actividad__cuenta__servicio__comuna").get()
    contenido = imprimir_etiquetas(convocatoria=fila, invitaciones=selectors.por_hacer(fila))
    hojas = texto_de(contenido).split("\f")
    assert [hoja.count("Vera Montt") for hoja in hojas] == [14, 1, 0]
    assert "Calle 1 Norte 14, Talca" in hojas[1]


def test_las_mismas_cartas_dan_los_mismos_bytes(carta, enviada) -> None:
    assert imprimir(enviada) == imprimir(enviada)


def test_nadie_o_demasiadas(enviada) -> None:
    with pytest.raises(ErrorDominio) as error:
        imprimir(enviada)
    assert error.value.mensaje == "Nadie espera una carta de esta convocatoria."
    muchas_cartas(enviada, 51)
    with pytest.raises(ErrorDominio) as error:
        imprimir(enviada)
    assert error.value.mensaje == "Imprima hasta 50 cartas de una vez."


def test_la_lista_imprime_su_tanda_y_nada_mas(enviada, entrar, monkeypatch) -> None:
    muchas_cartas(enviada, 70)
    monkeypatch.setattr(papel, "cartas_pdf", lambda _, cartas, dia: f"{len(cartas)} {dia}".encode())
    ruta = reverse(
        "convocatorias_gestion:cartas_pdf", args=["riberas", 2026, "jornada-nacional", enviada.pk]
    )
    cliente = entrar("equipo")
    dia = date(2027, 5, 11)
    tandas = [cliente.get(ruta, {"pagina": n}).content.decode() for n in (1, 2)]
    assert tandas == [f"50 {dia}", f"20 {dia}"]
    una = Invitacion.objects.filter(canal="carta").latest("pk")
    respuesta = cliente.get(ruta, {"invitacion": una.pk})
    assert respuesta.content.decode() == f"1 {dia}"
    assert respuesta["Content-Disposition"] == (
        f'inline; filename="cartas-{enviada.pk}-{una.pk}.pdf"'
    )
    assert "no-store" in respuesta["Cache-Control"]
    assert entrar("encargada-otro").get(ruta).status_code == 404
    assert entrar("sistematizadora").get(ruta).status_code == 403


def test_sin_cartas_la_direccion_vuelve_a_la_lista(enviada, entrar) -> None:
    ruta = reverse(
        "convocatorias_gestion:etiquetas_pdf",
        args=["riberas", 2026, "jornada-nacional", enviada.pk],
    )
    respuesta = entrar("equipo").get(ruta, follow=True)
    assert "Nadie espera una carta de esta convocatoria." in respuesta.content.decode()
