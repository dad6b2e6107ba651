"""The page where people leave word: several at once, only what was touched, nothing lost."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.requisitos import EN_ALCANCE, REQUISITOS
from cuentas import services
from cuentas.models import Constancia, CuentaPublica
from seguimiento.etapas.constancias import ACONSEJADAS, DE_LA_CUENTA, DEL_DIA, SIN_EXCUSA
from servicios.alcance import alcance
from tests import mundo as m

RUTA = ["riberas", 2026]
PNG = b"\x89PNG\r\n\x1a\n foto"


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


@pytest.fixture
def actividad(cuenta):
    return m.crear_actividad(cuenta)


def direccion(objeto=""):
    pagina = reverse("seguimiento_gestion:constancias", args=RUTA)
    return f"{pagina}?objeto={objeto}" if objeto else pagina


def dicho(regla, **otros):
    """What the form of one rule sends."""
    datos = {"cumplida": "si", "fecha": "2027-05-14", "texto": f"Acta de {regla}"}
    return {f"{regla}-{campo}": valor for campo, valor in (datos | otros).items()}


def sin_tocar(*reglas):
    """What the browser sends of the forms that nobody filled in: the day comes written."""
    return {
        f"{regla}-{campo}": valor
        for regla in reglas
        for campo, valor in (("fecha", "2027-05-17"), ("texto", ""), ("url", ""))
    }


def guardadas():
    return list(
        Constancia.objects.order_by("pk").values_list("regla", "objeto", "cumplida", "texto")
    )


def test_estan_todas_las_de_nivel_constancia():
    de_constancia = {id_ for id_ in EN_ALCANCE if REQUISITOS[id_].nivel == "constancia"}
    pedidas = {*DE_LA_CUENTA, *DEL_DIA}
    assert pedidas == de_constancia | SIN_EXCUSA | ACONSEJADAS
    assert {REQUISITOS[id_].nivel for id_ in SIN_EXCUSA} == {"bloquea"}


def test_cada_regla_con_su_frase_y_su_fuente(entrar, cuenta):
    respuesta = entrar("equipo").get(direccion())
    texto = respuesta.content.decode()
    assert [r.requisito.id for r in respuesta.context["renglones"]] == list(DE_LA_CUENTA)
    assert "La cuenta tiene una estrategia de comunicación." in texto
    assert "«Definición de estrategia comunicacional.»" in texto
    assert texto.count("Nadie ha dejado constancia") == len(DE_LA_CUENTA)


def test_varias_a_la_vez_y_solo_las_tocadas(entrar, cuenta):
    datos = sin_tocar("R46", "R53") | dicho("R10") | dicho("R25", cumplida="no", texto="Faltó")
    respuesta = entrar("equipo").post(direccion(), datos)
    assert respuesta.status_code == 302
    assert respuesta["Location"] == direccion()
    assert guardadas() == [("R10", "", True, "Acta de R10"), ("R25", "", False, "Faltó")]
    una = Constancia.objects.first()
    assert (una.fecha, una.dada_por.username) == (date(2027, 5, 14), "equipo")


def test_las_del_dia(entrar, cuenta, actividad):
    archivo = {"R14-archivo": SimpleUploadedFile("salas.png", PNG)}
    respuesta = entrar("equipo").post(direccion(actividad.pk), dicho("R14") | archivo)
    assert respuesta["Location"] == direccion(actividad.pk)
    assert guardadas() == [("R14", str(actividad.pk), True, "Acta de R14")]
    texto = entrar("equipo").get(direccion(actividad.pk)).content.decode()
    assert "Constancias de la jornada del viernes 28 de mayo de 2027" in texto
    assert "Acta de R14" in texto
    assert "Acta de R14" not in entrar("equipo").get(direccion()).content.decode()


def test_una_regla_del_dia_no_se_deja_en_la_cuenta(entrar, cuenta):
    assert entrar("equipo").post(direccion(), dicho("R14")).status_code == 422
    assert guardadas() == []


@pytest.mark.parametrize(
    ("mal", "frase"),
    [
        ({"fecha": "2027-05-18"}, "Ese día aún no llega: hoy es lunes 17 de mayo de 2027"),
        ({"fecha": "2025-12-31"}, "no puede ser anterior a ese año"),
        ({"fecha": "2027-02-30"}, "Esa fecha no existe"),
        ({"texto": ""}, "Escriba qué lo muestra, o por qué no se hizo."),
        ({"cumplida": ""}, "Diga si se hizo o no."),
        ({"url": "no es una dirección"}, "Esa dirección no existe"),
    ],
)
def test_lo_invalido_no_guarda_nada_ni_pierde_nada(entrar, cuenta, mal, frase):
    datos = dicho("R10", texto="Plan aprobado en marzo") | dicho("R25", **mal)
    respuesta = entrar("equipo").post(direccion(), datos)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert frase in texto
    assert "Plan aprobado en marzo" in texto
    assert 'id="resumen-errores"' in texto
    assert guardadas() == []


def test_sin_tocar_nada(entrar, cuenta):
    respuesta = entrar("equipo").post(direccion(), sin_tocar(*DE_LA_CUENTA))
    assert respuesta.status_code == 422
    assert "No anotó nada todavía" in respuesta.content.decode()


def test_en_una_cuenta_anulada_no(entrar, cuenta):
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado=CuentaPublica.Estado.ANULADA)
    respuesta = entrar("equipo").post(direccion(), dicho("R10"))
    assert respuesta.status_code == 422
    assert "La cuenta está anulada" in respuesta.content.decode()
    assert "Acta de R10" in respuesta.content.decode()


def test_vale_la_ultima_y_se_ve_la_historia(entrar, cuenta, en_riberas):
    for cumplida, texto in ((False, "No alcanzó el tiempo"), (True, "Se aprobó en mayo")):
        services.dejar_constancia(
            cuenta=cuenta,
            regla="R10",
            cumplida=cumplida,
            fecha=m.HOY,
            texto=texto,
            por=en_riberas["encargada"],
        )
    respuesta = entrar("autoridad").get(direccion())
    primera = respuesta.context["renglones"][0]
    assert [d.texto for d in primera.dichas] == ["Se aprobó en mayo", "No alcanzó el tiempo"]
    assert primera.vigente.cumplida is True
    texto = respuesta.content.decode()
    assert "Lo que se dijo antes" in texto
    assert "No alcanzó el tiempo" in texto


@pytest.mark.parametrize("objeto", ["999999", "x", "-1"])
def test_un_dia_que_no_es_de_la_cuenta(entrar, cuenta, actividad, objeto):
    assert entrar("equipo").get(direccion(objeto)).status_code == 404
    assert entrar("equipo").post(direccion(objeto), dicho("R14")).status_code == 404


def test_el_archivo_se_baja_como_adjunto(entrar, cuenta, en_riberas):
    una = services.dejar_constancia(
        cuenta=cuenta,
        regla="R10",
        cumplida=True,
        fecha=m.HOY,
        texto="Foto",
        archivo=PNG,
        por=en_riberas["equipo"],
    )
    camino = reverse("seguimiento_gestion:archivo_constancia", args=[*RUTA, una.pk])
    bajada = entrar("equipo").get(camino)
    assert (bajada.content, bajada["Content-Type"]) == (PNG, "image/png")
    assert bajada["Content-Disposition"] == f'attachment; filename="evidencia-r10-{una.pk}.png"'
    assert bajada["X-Content-Type-Options"] == "nosniff"


def test_la_de_otro_servicio_es_404(entrar, cuenta, mundo):
    with alcance(mundo.otro):
        otra = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        ajena = m.con_constancias(otra, mundo["encargada-otro"], "R10")[0]
    camino = reverse("seguimiento_gestion:archivo_constancia", args=[*RUTA, ajena.pk])
    assert entrar("encargada").get(camino).status_code == 404


def test_cuesta_lo_mismo_con_mucha_historia(entrar, cuenta, mundo):
    m.crear_proceso(cuenta)  # its banner is looked at as well
    cliente = entrar("equipo")

    def consultas(veces):
        for _ in range(veces):
            m.con_constancias(cuenta, mundo["equipo"], *DE_LA_CUENTA)
        with CaptureQueriesContext(connection) as visto:
            assert cliente.get(direccion()).status_code == 200
        return len(visto)

    assert (consultas(1), consultas(50)) == (14, 14)
