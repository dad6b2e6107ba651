"""The pages of the day: who may, what they say and cost, and what no address carries."""

import base64
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image, ImageDraw

from convocatorias.models import Participante
from jornadas import services
from jornadas.models import Ficha, Jornada, PreguntaPlenario, TurnoPlenario
from servicios.alcance import alcance
from talleres import services as talleres
from tests import mundo as m
from tests.mundo import REPARTO

ACREDITA = {"encargada", "equipo", "acreditadora"}
VE_CONTACTOS = {"encargada", "equipo"}
DIRIGE = {"encargada"}
FICHA = {
    "nombres": "Rosa Elena",
    "apellidos": "Quilaleo Ortiz",
    "tipo_documento": "run",
    "documento": "11.111.111-1",
    "organizacion": "Junta de Vecinos El Molino",
    "correo": "rosa@ejemplo.cl",
    "firma_modo": "papel",
    "nonce": "n1",
}


def url(nombre: str, *args) -> str:
    return reverse(f"jornadas_gestion:{nombre}", args=args)


def dia(nombre: str) -> str:
    return url(nombre, "riberas", 2026, "jornada-nacional")


def firma() -> str:
    imagen = Image.new("RGBA", (600, 200))
    ImageDraw.Draw(imagen).line([(20, 150), (300, 40)], fill=(10, 42, 107, 255), width=4)
    salida = io.BytesIO()
    imagen.save(salida, "PNG")
    return "data:image/png;base64," + base64.b64encode(salida.getvalue()).decode()


@pytest.fixture
def con_turno(escena) -> TurnoPlenario:
    por = escena["encargada"]
    talleres.iniciar_taller(taller=escena.taller, por=por)
    talleres.registrar_acuerdo(
        taller=escena.taller, texto="Defensa de El Molino", prioritario=True, por=por
    )
    talleres.cerrar_taller(taller=escena.taller, por=por, sin_notas_motivo="Nadie habló.")
    [turno] = services.preparar_plenario(jornada=escena.jornada, por=por)
    return turno


# ── Who may ──


@pytest.mark.parametrize("persona", [*REPARTO, "encargada-otro"])
def test_quien_abre_que(escena, entrar, persona):
    ficha, pk = escena.llega(), escena.jornada.pk
    invitada = m.crear_participante(escena.actividad, "Yasna", "Toro")
    cliente = entrar(persona)

    def codigo(permitidas: set[str]) -> int:
        if persona == "encargada-otro":
            return 404
        return 200 if persona in permitidas else 403

    esperado = {
        dia("jornada"): codigo(ACREDITA),
        url("acreditacion", pk): codigo(ACREDITA),
        url("nueva", pk): codigo(ACREDITA),
        url("persona", pk, invitada.pk): codigo(ACREDITA),
        url("ficha", pk, ficha.pk): codigo(ACREDITA),
        url("corregir", pk, ficha.pk): codigo(ACREDITA),
        url("ficha_pdf", pk, ficha.pk): codigo(ACREDITA),
        url("lista_pdf", pk): codigo(VE_CONTACTOS),
        url("plenario", pk): codigo(DIRIGE),
        url("pantalla", pk): codigo(DIRIGE),
        url("no_realizada", pk): codigo(DIRIGE),
        url("cerrar", pk): codigo(DIRIGE),
        url("exposicion", pk): codigo(DIRIGE),
    }
    assert {ruta: cliente.get(ruta).status_code for ruta in esperado} == esperado


@pytest.mark.parametrize("persona", [*REPARTO, "encargada-otro"])
def test_quien_acredita_y_quien_cierra(escena, entrar, persona):
    escena.con_todo_dicho()
    cliente, ajena = entrar(persona), persona == "encargada-otro"
    puerta = cliente.post(url("nueva", escena.jornada.pk), FICHA).status_code
    assert puerta == (404 if ajena else 302 if persona in ACREDITA else 403)
    assert Ficha.objects.count() == (1 if persona in ACREDITA else 0)
    cierre = cliente.post(url("cerrar", escena.jornada.pk)).status_code
    assert cierre == (404 if ajena else 302 if persona in DIRIGE else 403)
    assert Jornada.objects.get().estado == ("cerrada" if persona in DIRIGE else "abierta")


def test_lo_de_otro_servicio_no_existe(escena, entrar):
    with alcance(escena.mundo.otro):
        cuenta = m.crear_cuenta(escena.mundo.otro, escena["encargada-otro"])
        actividad = m.crear_actividad(cuenta)
        ajena = m.crear_jornada(actividad)
        persona = m.crear_participante(actividad, "Otra", "Persona")
    cliente, propia = entrar("encargada"), escena.jornada.pk
    rutas = [
        url("acreditacion", ajena.pk),
        url("plenario", ajena.pk),
        url("lista_pdf", ajena.pk),
        url("persona", ajena.pk, persona.pk),
        url("persona", propia, persona.pk),
    ]
    assert [cliente.get(ruta).status_code for ruta in rutas] == [404] * 5


@pytest.mark.parametrize("nombre", ["abrir", "preparar_plenario"])
def test_mirar_no_cambia_nada(escena, entrar, nombre):
    escena.llega()
    assert entrar("encargada").get(url(nombre, escena.jornada.pk)).status_code == 405
    assert Jornada.objects.get().estado == "abierta"


# ── Search ──


def buscar(escena, entrar, texto: str):
    return entrar("acreditadora").post(url("acreditacion", escena.jornada.pk), {"q": texto})


def test_antes_de_buscar_no_hay_nombres(escena, entrar):
    m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    pagina = entrar("acreditadora").get(url("acreditacion", escena.jornada.pk)).content.decode()
    assert "Quilaleo" not in pagina


@pytest.mark.parametrize("texto", ["quilaleó", "QUILALEO rosa", "molino"])
def test_una_sola_persona_lleva_a_su_ficha(escena, entrar, texto):
    organizacion = m.crear_organizacion(escena.mundo.riberas)
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo", organizacion=organizacion)
    m.crear_participante(escena.actividad, "Yasna", "Toro")
    respuesta = buscar(escena, entrar, texto)
    assert respuesta.url == url("persona", escena.jornada.pk, persona.pk)


def test_varias_personas_se_listan(escena, entrar):
    for nombre in ("Rosa", "Yasna"):
        m.crear_participante(escena.actividad, nombre, "Soto")
    pagina = buscar(escena, entrar, "soto").content.decode()
    assert ("2 personas" in pagina, "Rosa Soto" in pagina, "Yasna Soto" in pagina) == (
        True,
        True,
        True,
    )


def test_el_run_encuentra_a_quien_ya_llego(escena, entrar):
    ficha = escena.llega()
    respuesta = buscar(escena, entrar, "11111111-1")
    assert respuesta.url == url("ficha", escena.jornada.pk, ficha.pk)


def test_quien_no_esta_se_acredita_con_lo_buscado(escena, entrar):
    pagina = buscar(escena, entrar, "ana maría soto rojas").content.decode()
    assert "No hay nadie con esos datos" in pagina
    pagina = (
        entrar("acreditadora")
        .post(url("nueva", escena.jornada.pk), {"buscado": "ana maría soto rojas"})
        .content.decode()
    )
    assert ('value="Ana María"' in pagina, 'value="Soto Rojas"' in pagina) == (True, True)


def test_buscar_nada(escena, entrar):
    respuesta = buscar(escena, entrar, " ")
    assert respuesta.status_code == 422
    assert "Escriba un nombre, una organización o un RUN." in respuesta.content.decode()


# ── Register ──


def test_acreditar_muestra_el_taller_sin_datos_en_la_direccion(escena, entrar):
    cliente = entrar("acreditadora")
    respuesta = cliente.post(url("nueva", escena.jornada.pk), FICHA)
    ficha = Ficha.objects.get()
    assert respuesta.url == f"/gestion/acreditacion/{escena.jornada.pk}/fichas/{ficha.pk}/"
    pagina = cliente.get(respuesta.url).content.decode()
    assert '<p class="taller-grande__n numero-claro">1</p>' in pagina
    assert "••.•••.111-1" in pagina
    assert ("11.111.111" in pagina, "rosa@ejemplo.cl" in pagina) == (False, False)


def test_enviar_dos_veces_es_una_ficha(escena, entrar):
    cliente = entrar("acreditadora")
    urls = {cliente.post(url("nueva", escena.jornada.pk), FICHA).url for _ in range(2)}
    assert (len(urls), Ficha.objects.count(), Participante.objects.count()) == (1, 1, 1)


def test_la_firma_dibujada_se_guarda_redibujada(escena, entrar):
    datos = FICHA | {"firma_modo": "pantalla", "firma": firma()}
    entrar("acreditadora").post(url("nueva", escena.jornada.pk), datos)
    imagen = Image.open(io.BytesIO(bytes(Ficha.objects.get().firma)))
    assert (imagen.format, imagen.mode, imagen.size) == ("PNG", "L", (600, 200))


@pytest.mark.parametrize(
    ("cambio", "frase"),
    [
        ({"documento": "11.111.111-2"}, "El RUN no coincide con su dígito verificador."),
        ({"documento": ""}, "Falta el número del documento."),
        ({"organizacion": ""}, "Falta la organización."),
        ({"correo": ""}, "Falta cómo responderle."),
        ({"correo": "rosa"}, "El correo no está completo."),
        ({"correo": "", "telefono": "12"}, "El teléfono lleva 9 cifras."),
        ({"nombres": ""}, "Escriba el nombre."),
        ({"firma_modo": "pantalla"}, "Falta la firma."),
        ({"firma_modo": "pantalla", "firma": "hola"}, "No pudimos leer la firma."),
        ({"firma_modo": "sin"}, "Falta la firma."),
        ({"firma_modo": ""}, "Elija cómo firma."),
        ({"tipo_documento": "cedula"}, "Escoja una opción válida."),
    ],
)
def test_lo_que_falta_se_dice_junto_a_su_dato(escena, entrar, cambio, frase):
    respuesta = entrar("acreditadora").post(url("nueva", escena.jornada.pk), FICHA | cambio)
    pagina = respuesta.content.decode()
    assert (respuesta.status_code, Ficha.objects.count()) == (422, 0)
    assert frase in pagina
    assert 'value="Quilaleo Ortiz"' in pagina


def test_el_documento_repetido_lleva_a_la_ficha_que_existe(escena, entrar):
    primera = escena.llega()
    respuesta = entrar("equipo").post(
        url("nueva", escena.jornada.pk), FICHA | {"nonce": "n2", "nombres": "Otra"}
    )
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Esta persona ya está acreditada en la jornada: Rosa Elena Q." in pagina
    assert url("ficha", escena.jornada.pk, primera.pk) in pagina
    assert 'value="Otra"' in pagina


def test_la_puerta_cerrada_conserva_lo_escrito(escena, entrar):
    Jornada.objects.update(estado="cerrada")
    respuesta = entrar("acreditadora").post(url("nueva", escena.jornada.pk), FICHA)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "pida a quien la dirige que la abra" in pagina
    assert 'value="Quilaleo Ortiz"' in pagina


def test_corregir_mover_y_entregar_la_carpeta(escena, entrar):
    otro = m.crear_taller(escena.actividad, 2)
    ficha, cliente = escena.llega(), entrar("acreditadora")
    datos = {
        "nombres": "Rosa",
        "apellidos": "Quilaleo",
        "a_titulo_personal": "on",
        "telefono": "9 1234 5678",
    }
    ruta = url("corregir", escena.jornada.pk, ficha.pk)
    assert cliente.post(ruta, datos | {"telefono": ""}).status_code == 422
    assert cliente.post(ruta, datos).status_code == 302
    cliente.post(url("mover", escena.jornada.pk, ficha.pk), {"taller": otro.pk})
    cliente.post(url("carpeta", escena.jornada.pk, ficha.pk))
    ficha.refresh_from_db()
    assert (ficha.participante.telefono, ficha.carpeta_entregada) == ("+56912345678", True)
    pagina = cliente.get(url("ficha", escena.jornada.pk, ficha.pk)).content.decode()
    assert '<p class="taller-grande__n numero-claro">2</p>' in pagina


def test_sobre_el_aforo_se_avisa(escena, entrar):
    escena.actividad.aforo = 1
    escena.actividad.save(update_fields=["aforo"])
    for n in range(2):
        escena.llega(nonce=f"n{n}", tipo_documento="sin_documento", documento="")
    pagina = entrar("acreditadora").get(url("acreditacion", escena.jornada.pk)).content.decode()
    assert "Hay 2 personas acreditadas y el lugar se preparó para 1." in pagina


# ── The day ──


def test_preparar_abrir_y_cerrar_desde_la_pagina(escena, entrar):
    Jornada.objects.all().delete()
    cliente = entrar("encargada")
    assert "La jornada todavía no está preparada" in cliente.get(dia("jornada")).content.decode()
    cliente.post(dia("preparar"))
    jornada = Jornada.objects.get()
    cliente.post(url("abrir", jornada.pk))
    escena.con_todo_dicho()
    sin_nadie = cliente.post(url("cerrar", jornada.pk))
    assert sin_nadie.status_code == 422
    assert "No hay ninguna persona acreditada." in sin_nadie.content.decode()
    cliente.post(url("nueva", jornada.pk), FICHA)
    cliente.post(url("cerrar", jornada.pk))
    assert Jornada.objects.get().estado == "cerrada"


def test_no_realizada_pide_motivo(escena, entrar):
    cliente, ruta = entrar("encargada"), url("no_realizada", escena.jornada.pk)
    assert cliente.post(ruta, {"motivo": ""}).status_code == 422
    assert cliente.post(ruta, {"motivo": "No llegó nadie"}).status_code == 302
    assert Jornada.objects.get().motivo_no_realizada == "No llegó nadie"


# ── Plenary ──


def test_dar_la_palabra_preguntar_y_responder(escena, con_turno, entrar):
    escena.llega()
    persona, cliente = Participante.objects.get(), entrar("encargada")
    cliente.post(url("iniciar_turno", con_turno.pk))
    pregunta = {"texto": "¿Cuándo empieza?", "nonce": "p1", "participante": persona.pk}
    cliente.post(url("preguntar", con_turno.pk), pregunta)
    cliente.post(url("preguntar", con_turno.pk), pregunta)
    pendiente = PreguntaPlenario.objects.get()
    assert (pendiente.participante, pendiente.respuesta) == (persona, "")
    ruta = url("responder", pendiente.pk)
    assert cliente.post(ruta, {"respuesta": "En junio."}).status_code == 422
    cliente.post(ruta, {"respuesta": "En junio.", "respondida_por": "La ministra"})
    pagina = cliente.post(url("terminar_turno", con_turno.pk), follow=True).content.decode()
    assert "El turno duró 0 minutos y se recomiendan entre 5 y 10." in pagina
    assert ("En junio." in pagina, "Respondió La ministra" in pagina) == (True, True)


def test_una_respuesta_sin_autor_conserva_lo_escrito(con_turno, entrar):
    datos = {"texto": "¿Cuándo empieza?", "nonce": "p1", "respuesta": "En junio."}
    respuesta = entrar("encargada").post(url("preguntar", con_turno.pk), datos)
    pagina = respuesta.content.decode()
    assert (respuesta.status_code, PreguntaPlenario.objects.count()) == (422, 0)
    assert "Anote quién respondió." in pagina
    assert "¿Cuándo empieza?" in pagina


def test_la_pantalla_dice_una_frase_y_el_reloj(escena, con_turno, entrar):
    cliente = entrar("encargada")
    assert "A continuación, el taller 1" in (
        cliente.get(url("pantalla", escena.jornada.pk)).content.decode()
    )
    services.iniciar_turno(turno=con_turno, por=escena["encargada"])
    pagina = cliente.get(url("pantalla", escena.jornada.pk)).content.decode()
    assert "Defensa de El Molino</h1>" in pagina
    assert ("data-cronometro=" in pagina, "turno 1 de 1" in pagina) == (True, True)


# ── Cost ──


def llenar(escena, desde: int, hasta: int) -> None:
    for n in range(desde, hasta):
        escena.llega(nonce=f"n{n}", tipo_documento="sin_documento", documento="")


def sentencias(cliente: Client, ruta: str, datos: dict | None = None) -> tuple[int, int]:
    """Status, and statements without those of the session, the person and the savepoints."""
    ajenas = ("SAVEPOINT", "RELEASE", "EXECUTE servicios_servicio")
    with CaptureQueriesContext(connection) as consultas:
        respuesta = cliente.post(ruta, datos) if datos else cliente.get(ruta)
    propias = [
        c["sql"]
        for c in consultas
        if not c["sql"].startswith(ajenas)
        and "django_session" not in c["sql"]
        and 'FROM "servicios_usuario"' not in c["sql"]
        and 'FROM "servicios_membresia"' not in c["sql"]
        and 'FROM "servicios_servicio"' not in c["sql"]
    ]
    return respuesta.status_code, len(propias)


def test_acreditar_cuesta_lo_mismo_con_diez_y_con_doscientas_cincuenta(escena, entrar):
    cliente, ruta = entrar("acreditadora"), url("nueva", escena.jornada.pk)
    sin_documento = FICHA | {"tipo_documento": "sin_documento", "documento": ""}
    llenar(escena, 0, 10)
    con_diez = sentencias(cliente, ruta, sin_documento | {"nonce": "a"})
    llenar(escena, 10, 250)
    con_muchas = sentencias(cliente, ruta, sin_documento | {"nonce": "b"})
    assert (con_diez, con_muchas) == ((302, 12), (302, 12))


def test_la_puerta_y_la_lista_cuestan_lo_mismo(escena, entrar):
    cliente = entrar("encargada")
    rutas = [url("acreditacion", escena.jornada.pk), dia("jornada")]
    llenar(escena, 0, 3)
    con_tres = [sentencias(cliente, ruta) for ruta in rutas]
    llenar(escena, 3, 60)
    con_sesenta = [sentencias(cliente, ruta) for ruta in rutas]
    assert (con_tres, con_sesenta) == ([(200, 4), (200, 9)], [(200, 4), (200, 9)])


# ── Two services: the person of both sees both doors ──


def test_quien_trabaja_en_dos_servicios(escena, entrar):
    from servicios.models import Membresia

    Membresia.objects.create(
        usuario=escena["acreditadora"], servicio=escena.mundo.otro, rol="acreditador"
    )
    with alcance(escena.mundo.otro):
        cuenta = m.crear_cuenta(escena.mundo.otro, escena["encargada-otro"])
        otra = m.crear_jornada(m.crear_actividad(cuenta))
    cliente = entrar("acreditadora")
    for jornada in (escena.jornada, otra):
        datos = FICHA | {"nonce": f"n{jornada.pk}"}
        assert cliente.post(url("nueva", jornada.pk), datos).status_code == 302
    with alcance(escena.mundo.otro):
        assert Ficha.objects.get().servicio == escena.mundo.otro
