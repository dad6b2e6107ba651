"""What was said in a meeting comes in as contributions of who organises it (R42, R43)."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from PIL import Image

from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from comun.models import Archivo, Bitacora
from convocatorias.models import Actividad, Encuentro
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from respuestas import services
from respuestas.models import Aporte, Consulta, Consultante, EntregaEncuentro
from respuestas.services.encuentros import MAXIMO_ENTREGAS
from tests import mundo as m
from tests.archivos import accion, de_un_telefono, pdf

NONCE = "nonce-de-encuentro-01"
DESPUES = datetime(2027, 6, 3, 22, 0, tzinfo=UTC)
DOS = [
    services.Escrito("propuesta", "  Abrir la sede los sábados.  ", "proyecciones"),
    services.Escrito("pregunta", "¿Cuándo llega el agua?"),
]
PDF = pdf()


@pytest.fixture
def encuentro(cuenta, reloj_en):
    """Neighbours met on 3 June 2027; it is the evening of that day."""
    actividad = m.crear_actividad(
        cuenta,
        slug="vecinal",
        nombre="Encuentro vecinal",
        tipo="autoconvocada",
        fecha=date(2027, 6, 3),
    )
    reloj_en(DESPUES)
    return Encuentro.objects.create(
        actividad=actividad,
        organizacion_nombre="Junta de Vecinos El Molino",
        nombres="Nelly",
        apellidos="Soto",
        correo="nelly@correo.example",
        clave="clave-de-prueba-de-128",
        clave_hash=hash_de_clave("clave-de-prueba-de-128"),
        clave_desde=m.AHORA,
    )


def recibir(encuentro, **otros):
    datos = {"asistentes": 40, "aportes": DOS, "nonce": NONCE} | otros
    return services.recibir_aportes(encuentro=encuentro, **datos)


def mensaje_de(caso) -> str:
    with pytest.raises(ErrorDominio) as error:
        caso()
    return error.value.mensaje


def nada_quedo() -> bool:
    return not (EntregaEncuentro.objects.exists() or Consulta.objects.exists())


def test_cada_aporte_es_un_mensaje_de_quien_lo_organiza(encuentro, cuenta):
    recibo = recibir(encuentro, acta=PDF)
    assert recibo.repetida is False
    consultas = Consulta.objects.order_by("folio_numero")
    assert [(c.folio, c.canal, c.tipo, c.mensaje) for c in consultas] == [
        ("2026-0001", "autoconvocada", "propuesta", "Abrir la sede los sábados."),
        ("2026-0002", "autoconvocada", "pregunta", "¿Cuándo llega el agua?"),
    ]
    persona = Consultante.objects.get()
    assert {c.consultante for c in consultas} == {persona}
    assert (persona.nombre_completo, persona.medio, persona.correo) == (
        "Nelly Soto",
        "correo",
        "nelly@correo.example",
    )
    assert {c.recibida_en for c in consultas} == {recibo.entrega.recibida_en}
    assert abs(recibo.entrega.recibida_en - DESPUES) < timedelta(minutes=5)
    assert {c.mensaje_plegado for c in consultas} == {
        "abrir la sede los sabados.",
        "¿cuando llega el agua?",
    }
    assert list(Aporte.objects.values_list("consulta__folio_numero", "capitulo")) == [
        (1, "proyecciones"),
        (2, ""),
    ]
    entrega = recibo.entrega
    assert (entrega.asistentes, entrega.acta.tipo, entrega.ingresada_por) == (
        40,
        "application/pdf",
        None,
    )
    registro = Bitacora.objects.get(accion="recibir_aportes")
    assert (registro.actor_id, registro.datos) == (None, {"aportes": 2, "asistentes": 40})


def test_el_encuentro_complementario_tiene_su_canal(encuentro):
    Actividad.objects.filter(pk=encuentro.actividad_id).update(tipo="complementaria")
    encuentro.actividad.refresh_from_db()
    recibir(encuentro)
    assert set(Consulta.objects.values_list("canal", flat=True)) == {"complementaria"}
    assert Consulta.objects.first().de_donde == "en un encuentro complementario"


def test_cada_uno_tiene_su_pagina_privada(encuentro, client):
    entrega = recibir(encuentro).entrega
    claves = [services.clave_de_aporte(entrega, orden) for orden in (0, 1)]
    paginas = [client.get(f"/mi-consulta/{clave}/").content.decode() for clave in claves]
    assert ["Abrir la sede" in paginas[0], "llega el agua" in paginas[1]] == [True, True]


def test_sale_un_acuse_con_los_folios(encuentro):
    recibir(encuentro)
    correo = Mensaje.objects.get(tipo="encuentro")
    assert correo.para == "nelly@correo.example"
    assert correo.asunto == "Recibimos 2 aportes de Encuentro vecinal"
    assert "- 2026-0001: Abrir la sede los sábados." in correo.texto
    assert "/encuentro/clave-de-prueba-de-128/" in correo.texto
    assert "a más tardar el lunes 12 de julio de 2027" in correo.texto


def test_el_mismo_formulario_dos_veces_es_una_entrega(encuentro):
    primera = recibir(encuentro).entrega
    segunda = recibir(encuentro)
    assert (segunda.entrega.pk, segunda.repetida) == (primera.pk, True)
    assert (Consulta.objects.count(), Mensaje.objects.count()) == (2, 1)
    assert mensaje_de(lambda: recibir(encuentro, aportes=DOS[:1])) == (
        "Ya recibimos un envío desde este formulario. Lo que ahora ve es distinto: si quiere "
        "enviarlo también, presione Enviar de nuevo."
    )
    recibir(encuentro, nonce="otro-formulario-distinto")
    assert [c.folio_numero for c in Consulta.objects.all()] == [1, 2, 3, 4]
    assert Consultante.objects.count() == 1


@pytest.mark.parametrize(
    ("cambio", "dicho"),
    [
        ({"aportes": []}, "Escriba al menos un aporte, o adjunte el acta."),
        (
            {"aportes": [services.Escrito("opinion", " ")]},
            "Escriba al menos un aporte, o adjunte el acta.",
        ),
        (
            {"aportes": [services.Escrito("opinion", f"{n}") for n in range(31)]},
            "Envíe hasta 30 aportes cada vez. Puede enviar los demás después.",
        ),
        ({"asistentes": -1}, "Revise cuántas personas fueron."),
        ({"acta": b"PK no es un acta"}, None),
        (
            {"acta": b"\xff\xd8\xff foto"},
            "No pudimos abrir esa imagen: puede haber llegado incompleta. Elíjala de nuevo, o "
            "envíe su mensaje sin archivo.",
        ),
        (
            {"acta": pdf(OpenAction=accion("Launch"))},
            "Ese PDF trae programas u otros archivos adentro, y por seguridad no lo recibimos. "
            "Imprímalo como PDF de nuevo, o envíe una foto.",
        ),
        ({"acta": b"\x89PNG\r\n\x1a\n foto"}, "El acta debe ser un PDF o una foto JPG."),
    ],
    ids=["nada", "espacios", "treinta-y-uno", "negativo", "otro", "rota", "activo", "png"],
)
def test_lo_que_no_se_recibe(encuentro, cambio, dicho):
    mensaje = mensaje_de(lambda: recibir(encuentro, **cambio))
    assert mensaje == (
        dicho or "Ese archivo no es PDF, PNG, JPG, DOCX ni XLSX. Guárdelo en uno de esos formatos."
    )
    assert nada_quedo()
    assert not Archivo.objects.filter(contenido=cambio.get("acta", b"-")).exists()


def test_basta_el_acta(encuentro):
    recibir(encuentro, aportes=[], acta=de_un_telefono())
    acta = EntregaEncuentro.objects.get().acta
    assert (acta.tipo, Consulta.objects.count()) == ("image/jpeg", 0)
    # Drawn again: it does not tell where it was taken.
    assert not Image.open(io.BytesIO(acta.contenido)).getexif()
    assert Mensaje.objects.count() == 0


@pytest.mark.parametrize(
    ("cuando", "dicho"),
    [
        (
            datetime(2027, 6, 2, 22, 0, tzinfo=UTC),
            "El encuentro es el 3 de junio. Vuelva ese día o después, con lo que se haya "
            "planteado.",
        ),
        (
            datetime(2027, 6, 5, 14, 0, tzinfo=UTC),
            "Los aportes de este encuentro se recibieron hasta el 4 de junio. Lo que haya enviado "
            "sigue aquí. Todavía puede escribir por internet, si está abierta la participación, o "
            "a la oficina de partes.",
        ),
    ],
    ids=["antes", "tarde"],
)
def test_fuera_de_sus_dias(encuentro, reloj_en, cuando, dicho):
    reloj_en(cuando)
    with pytest.raises(services.AportesCerrados) as error:
        recibir(encuentro)
    assert error.value.mensaje == dicho
    assert nada_quedo()


def test_lo_enviado_a_tiempo_y_repetido_tarde_no_se_niega(encuentro, reloj_en):
    primera = recibir(encuentro).entrega
    reloj_en(datetime(2027, 6, 30, 14, 0, tzinfo=UTC))
    assert recibir(encuentro).entrega.pk == primera.pk


def test_suspendido_o_con_la_cuenta_cerrada(encuentro, cuenta):
    Actividad.objects.filter(pk=encuentro.actividad_id).update(estado="suspendida")
    encuentro.actividad.refresh_from_db()
    assert mensaje_de(lambda: recibir(encuentro)) == (
        "El encuentro figura como suspendida. Si se realizó, avise al servicio. También puede "
        "participar por internet."
    )
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado="cerrada")
    encuentro.actividad.cuenta.refresh_from_db()
    assert mensaje_de(lambda: recibir(encuentro)) == (
        "Esta cuenta pública ya no recibe aportes. Puede escribir a la oficina de partes."
    )
    assert nada_quedo()


def test_en_papel_se_ingresan_tambien_despues(encuentro, reloj_en, en_riberas):
    reloj_en(datetime(2027, 6, 30, 14, 0, tzinfo=UTC))
    recibo = services.ingresar_aportes(
        encuentro=encuentro, asistentes=12, aportes=DOS, nonce=NONCE, por=en_riberas["equipo"]
    )
    assert recibo.entrega.ingresada_por == en_riberas["equipo"]
    assert set(Consulta.objects.values_list("ingresada_por", flat=True)) == {
        en_riberas["equipo"].pk
    }
    assert Bitacora.objects.filter(accion="ingresar_aportes").count() == 1


def test_un_enlace_no_inunda_a_un_servicio(encuentro):
    EntregaEncuentro.objects.bulk_create(
        EntregaEncuentro(
            encuentro=encuentro, nonce=f"prueba-{n}", asistentes=1, recibida_en=DESPUES
        )
        for n in range(MAXIMO_ENTREGAS)
    )
    assert mensaje_de(lambda: recibir(encuentro)) == (
        "Este encuentro ya hizo 50 envíos. Comuníquese con el servicio."
    )
    assert not Consulta.objects.exists()


def test_treinta_cuestan_lo_mismo_que_uno(encuentro, django_assert_num_queries):
    def enviar(cuantos: int) -> None:
        aportes = [services.Escrito("propuesta", f"Idea {n}") for n in range(cuantos)]
        recibir(encuentro, aportes=aportes, nonce=f"un-formulario-de-{cuantos:02}")

    enviar(2)
    with django_assert_num_queries(21):
        enviar(1)
    with django_assert_num_queries(21):
        enviar(30)
    assert Consulta.objects.count() == 33


def test_quien_lo_organiza_recibe_su_respuesta_personal(encuentro, cuenta):
    """The sending goes by person: whatever the channel, they are among those to answer."""
    from respuestas.selectors import consultas_del_documento

    recibir(encuentro)
    personas = {c.consultante_id for c in consultas_del_documento(cuenta)}
    assert personas == {Consultante.objects.get().pk}
