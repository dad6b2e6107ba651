"""The exposition of the authority: recorded as it was, corrected at will, never a stop."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comun import reloj
from comun.errores import ErrorDominio, SinPermiso
from comun.models import Bitacora
from jornadas import services
from jornadas.models import Exposicion, Jornada
from servicios.models import Autoridad
from tests import mundo as m

#: At 09:15 and 09:55 in Talca, on the day of the tests.
EMPEZO = datetime(2027, 5, 17, 13, 15, tzinfo=UTC)
TERMINO = datetime(2027, 5, 17, 13, 55, tzinfo=UTC)
FORMULARIO = {
    "expositor": "Ana Rey",
    "cargo": "Directora",
    "calidad": "titular",
    "inicio": "09:15",
    "termino": "09:55",
    "url_transmision": "https://video.example/1",
}


def datos(**cambios) -> services.DatosExposicion:
    return services.DatosExposicion(
        **(
            {"expositor": " Ana Rey ", "cargo": "Directora", "inicio": EMPEZO, "termino": TERMINO}
            | cambios
        )
    )


def registrar(escena, por: str = "encargada", **cambios) -> Exposicion:
    return services.registrar_exposicion(
        jornada=escena.jornada, datos=datos(**cambios), por=escena[por]
    )


def url(escena, nombre: str) -> str:
    return reverse(f"jornadas_gestion:{nombre}", args=[escena.jornada.pk])


def test_registrar_y_corregir_es_la_misma(escena):
    primera = registrar(escena)
    assert (primera.expositor, primera.minutos, primera.servicio) == (
        "Ana Rey",
        40,
        escena.mundo.riberas,
    )
    otra = registrar(escena, expositor="Luis Soto", calidad="subrogante")
    assert (otra.pk, Exposicion.objects.get().expositor) == (primera.pk, "Luis Soto")
    anotadas = Bitacora.objects.filter(accion="registrar_exposicion").order_by("pk")
    assert list(anotadas.values_list("datos", flat=True)) == [
        {"calidad": "titular", "minutos": 40},
        {"calidad": "subrogante", "minutos": 40},
    ]


@pytest.mark.parametrize(
    ("cambio", "mensaje", "campo"),
    [
        ({"expositor": " "}, "Escriba quién expuso.", "expositor"),
        ({"cargo": ""}, "Escriba su cargo.", "cargo"),
        ({"inicio": None}, "Escriba también a qué hora empezó.", "inicio"),
        (
            {"termino": EMPEZO - timedelta(minutes=1)},
            "La hora de término debe ser posterior a la de inicio.",
            "termino",
        ),
        (
            {"termino": m.AHORA + timedelta(minutes=1)},
            "Esa hora aún no llega. Anote la exposición cuando ocurra.",
            "termino",
        ),
        ({"presentacion": b"MZ"}, "Ese archivo no es PDF", "archivo"),
    ],
)
def test_lo_que_no_puede_ser(escena, cambio, mensaje, campo):
    with pytest.raises(ErrorDominio) as error:
        registrar(escena, **cambio)
    assert (error.value.mensaje[: len(mensaje)], error.value.campo) == (mensaje, campo)
    assert Exposicion.objects.count() == 0


def test_empezar_y_terminar_con_el_reloj(escena):
    Autoridad.objects.create(
        servicio=escena.mundo.riberas,
        nombre="Ana Rey",
        cargo="Directora",
        desde=m.HOY,
        subrogante=True,
    )
    services.empezar_exposicion(jornada=escena.jornada, por=escena["encargada"])
    reloj.mover_a(m.AHORA + timedelta(minutes=25))
    una = services.terminar_exposicion(jornada=escena.jornada, por=escena["encargada"])
    assert (una.expositor, una.cargo, una.calidad, una.minutos) == (
        "Ana Rey",
        "Directora",
        "subrogante",
        25,
    )


def test_no_empieza_dos_veces_ni_termina_sin_empezar(escena):
    por = escena["encargada"]
    with pytest.raises(ErrorDominio, match="La exposición no está en curso"):
        services.terminar_exposicion(jornada=escena.jornada, por=por)
    services.empezar_exposicion(jornada=escena.jornada, por=por)
    with pytest.raises(ErrorDominio, match="La exposición ya empezó"):
        services.empezar_exposicion(jornada=escena.jornada, por=por)


def test_tambien_se_anota_cerrada_la_jornada_pero_no_con_los_botones(escena):
    Jornada.objects.update(estado="cerrada", cerrada_en=m.AHORA)
    escena.jornada.refresh_from_db()
    with pytest.raises(ErrorDominio, match="La jornada no está abierta"):
        services.empezar_exposicion(jornada=escena.jornada, por=escena["encargada"])
    assert registrar(escena).minutos == 40


@pytest.mark.parametrize(
    ("estado", "frase"),
    [
        ("preparada", "La jornada está preparada: todavía no hay exposición que anotar."),
        ("no_realizada", "La jornada no se realizó: no hubo exposición que anotar."),
    ],
)
def test_de_un_dia_que_no_fue_no_se_anota(escena, estado, frase):
    Jornada.objects.update(estado=estado, motivo_no_realizada="Lluvia")
    escena.jornada.refresh_from_db()
    with pytest.raises(ErrorDominio) as error:
        registrar(escena)
    assert error.value.mensaje == frase


@pytest.mark.parametrize("persona", ["equipo", "acreditadora", "autoridad", "encargada-otro"])
def test_la_anota_quien_dirige_la_jornada(escena, persona):
    with pytest.raises(SinPermiso):
        registrar(escena, por=persona)


# ── The page ──


def test_anotar_desde_la_pagina(escena, entrar):
    cliente = entrar("encargada")
    archivo = SimpleUploadedFile("x.pdf", b"%PDF-1.7 lo expuesto", "application/pdf")
    respuesta = cliente.post(url(escena, "exposicion"), FORMULARIO | {"presentacion": archivo})
    assert respuesta.status_code == 302
    una = Exposicion.objects.get()
    assert (una.expositor, una.inicio, una.termino, una.url_transmision) == (
        "Ana Rey",
        EMPEZO,
        TERMINO,
        "https://video.example/1",
    )
    baja = cliente.get(url(escena, "presentacion"))
    assert (baja.content, baja["Content-Type"], baja["Content-Disposition"]) == (
        b"%PDF-1.7 lo expuesto",
        "application/pdf",
        f'attachment; filename="exposicion-{escena.jornada.pk}.pdf"',
    )
    cliente.post(url(escena, "exposicion"), FORMULARIO | {"expositor": "Luis Soto"})
    una.refresh_from_db()
    assert (una.expositor, una.presentacion is not None) == ("Luis Soto", True)
    pagina = cliente.get(url(escena, "exposicion")).content.decode()
    assert 'value="09:15"' in pagina


def test_lo_escrito_no_se_pierde(escena, entrar):
    respuesta = entrar("encargada").post(
        url(escena, "exposicion"), FORMULARIO | {"termino": "09:00"}
    )
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "La hora de término debe ser posterior a la de inicio." in pagina
    assert 'value="Ana Rey"' in pagina
    assert Exposicion.objects.count() == 0


def test_los_botones_del_dia(escena, entrar):
    cliente = entrar("encargada")
    cliente.post(url(escena, "empezar_exposicion"))
    inicio = Exposicion.objects.get().inicio
    assert inicio is not None
    assert inicio - m.AHORA < timedelta(minutes=1)
    pagina = cliente.post(url(escena, "terminar_exposicion"), follow=True).content.decode()
    assert "De 10:00 a 10:00: 0 minutos." in pagina


def test_sin_presentacion_no_hay_que_bajar(escena, entrar):
    assert entrar("encargada").get(url(escena, "presentacion")).status_code == 404


@pytest.mark.parametrize(
    ("campo", "valor"),
    [
        ("presentacion", SimpleUploadedFile("x.pdf", b"%PDF-" + b"0" * 5 * 1024 * 1024)),
        ("presentacion", SimpleUploadedFile("x.pdf", b"MZ un programa")),
        ("url_transmision", "https://video.example/" + "x" * 200),
    ],
    ids=["pesa", "otro-tipo", "larga"],
)
def test_lo_que_no_cabe_se_dice_en_su_campo(escena, entrar, campo, valor):
    respuesta = entrar("encargada").post(url(escena, "exposicion"), FORMULARIO | {campo: valor})
    assert (respuesta.status_code, list(respuesta.context["form"].errors)) == (422, [campo])
    assert not Exposicion.objects.exists()
