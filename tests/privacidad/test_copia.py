"""The access copy: what the service keeps of one address, and of nobody else."""

import io
import json
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from comun.campos import hmac_de
from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias.models import Contacto, Convocatoria, Invitacion, Participante, Preferencia, Tema
from correos.models import Mensaje
from correos.services import enqueue
from jornadas.models import Ficha
from privacidad.selectors import palabras
from privacidad.selectors.copia import POR_MODELO, TABLAS
from privacidad.selectors.registro import REGISTRO
from privacidad.services import acceso, decisiones
from respuestas import services as respuestas
from respuestas.models import AdjuntoConsulta, Consentimiento, Consulta
from servicios.alcance import alcance
from tests import mundo as m
from tests.privacidad import canarios
from tests.privacidad.conftest import ROSA, codigo_de

RUN = "11111111-1"


def _persona(cuenta, personas, correo, canario):
    servicio = cuenta.servicio
    datos = respuestas.Datos(canario, "Uno", "correo", correo=correo, run="")
    consulta = respuestas.registrar_consulta(
        cuenta=cuenta,
        tipo="pregunta",
        mensaje=f"mensaje {canario}",
        datos=datos,
        nonce=f"{canario:x<20}",
    ).consulta
    AdjuntoConsulta.objects.create(
        consulta=consulta,
        clase="adjunto",
        tipo="application/pdf",
        tamano=9,
        contenido=f"%PDF {canario}".encode(),
        agregado_en=m.AHORA,
    )
    Consentimiento.objects.create(
        consultante=consulta.consultante,
        consulta=consulta,
        clase="invitar",
        version=1,
        huella="0" * 64,
        canal="virtual",
        dado_en=m.AHORA,
    )
    _asistente(cuenta, personas, correo, canario)
    enqueue(
        servicio=servicio,
        tipo="respuesta",
        clave=f"{servicio.slug}:{canario}",
        para=correo,
        nombre=canario,
        asunto=f"asunto {canario}",
        texto="cuerpo",
        html="",
    )


def _asistente(cuenta, personas, correo, canario):
    actividad = m.crear_actividad(cuenta, slug=f"acto-{canario}".lower())
    organizacion = m.crear_organizacion(cuenta.servicio, f"organización {canario}")
    contacto = Contacto.objects.create(organizacion=organizacion, nombres=canario, correo=correo)
    participante = m.crear_participante(
        actividad, canario, "Dos", contacto=contacto, correo=correo.upper()
    )
    convocatoria = Convocatoria.objects.create(actividad=actividad, mensaje="Le esperamos.")
    Invitacion.objects.create(
        convocatoria=convocatoria,
        participante=participante,
        canal=Invitacion.Canal.CARTA,
        clave_hash=f"{cuenta.servicio_id}{canario}",
        motivo=f"motivo {canario}",
    )
    jornada = m.crear_jornada(actividad)
    Ficha.objects.create(
        jornada=jornada,
        participante=participante,
        tipo_documento=Ficha.TipoDocumento.RUN,
        documento=RUN,
        documento_hmac=hmac_de(cuenta.servicio_id, f"{RUN}{canario}"),
        a_titulo_personal=True,
        firma=f"firma {canario}".encode(),
        acreditada_en=m.AHORA,
        acreditada_por=personas["acreditadora"],
        nonce=f"f-{cuenta.servicio_id}-{canario}",
    )


@pytest.fixture
def sembrado(mundo):
    """Rosa in two services and somebody else in one, every word of each with a canary."""
    for servicio, personas in (
        (mundo.riberas, ("ROSAUNO", "OTRAPERSONA")),
        (mundo.otro, ("ROSADOS",)),
    ):
        with alcance(servicio):
            cuenta = m.crear_cuenta(servicio, mundo["encargada"])
            m.crear_proceso(cuenta)
            for canario in personas:
                correo = ROSA if canario.startswith("ROSA") else "x" + ROSA
                _persona(cuenta, mundo, correo, canario)
    return mundo


def _abrir(contenido: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
        assert paquete.testzip() is None
        return {n: paquete.read(n).decode("utf-8-sig") for n in paquete.namelist()}


def test_la_copia_trae_todo_lo_suyo_y_nada_de_nadie_mas(sembrado):
    with alcance(sembrado.riberas):
        copia = _abrir(acceso.copia_de(sembrado.riberas, ROSA.upper()))
    tablas = {n.removeprefix("tablas/").removesuffix(".csv") for n in copia if "tablas/" in n}
    assert tablas == {
        "personas",
        "mensajes",
        "adjuntos",
        "autorizaciones",
        "directorio",
        "actividades",
        "invitaciones",
        "asistencia",
        "correos",
    }
    assert {n for n in copia if n.startswith("archivos/")} == {
        "archivos/2026-0001-adjunto.pdf",
        "archivos/firma-1.png",
    }
    entera = "\n".join([*copia, *copia.values()])
    assert "OTRAPERSONA" not in entera
    assert "ROSADOS" not in entera
    assert "x" + ROSA not in entera
    for nombre in ("personas", "mensajes", "directorio", "actividades", "invitaciones", "correos"):
        assert "ROSAUNO" in copia[f"tablas/{nombre}.csv"], nombre
    datos = json.loads(copia["datos.json"])
    assert datos["servicio"] == "Servicio Nacional de Riberas"
    assert datos["datos"]["asistencia"][0]["número del documento"] == RUN
    assert datos["datos"]["mensajes"][0]["mensaje original"] == "mensaje ROSAUNO"
    assert "mensaje ROSAUNO" in copia["leame.html"]
    assert "Para qué se usan" in copia["leame.html"]
    assert not re.search(r"(?:src|href|action)=|url\(", copia["leame.html"])  # it loads nothing


def test_una_direccion_desconocida_tiene_una_copia_que_lo_dice(sembrado):
    with alcance(sembrado.riberas):
        for correo in ("nadie@correo.example", "", "%", "rosa"):
            copia = _abrir(acceso.copia_de(sembrado.riberas, correo))
            assert set(copia) == {"leame.html", "datos.json"}
            assert "no tiene datos con esta dirección" in copia["leame.html"]


def test_una_celda_no_es_una_formula(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.crear_proceso(cuenta)
    datos = respuestas.Datos("=1+1", "Quilaleo", "correo", correo=ROSA)
    respuestas.registrar_consulta(
        cuenta=cuenta, tipo="pregunta", mensaje="@SUM(A1)", datos=datos, nonce="n" * 20
    )
    copia = _abrir(acceso.copia_de(en_riberas.riberas, ROSA))
    assert "'=1+1" in copia["tablas/personas.csv"]
    assert "'@SUM(A1)" in copia["tablas/mensajes.csv"]
    assert Consulta.objects.get().mensaje == "@SUM(A1)"


def test_la_persona_la_descarga_solo_con_otro_codigo(recibir, entrar, en_riberas):
    solicitud, clave = recibir("acceso")
    url = reverse("privacidad:solicitud", args=[clave])
    with pytest.raises(ErrorDominio, match="no tiene una copia"):
        acceso.entregar_copia(solicitud=solicitud, codigo="123456")
    decisiones.decidir(
        solicitud=solicitud, decision="acogida", fundamento="Va.", por=en_riberas["datos"]
    )
    solicitud.refresh_from_db()
    # The key of the page is not enough: whoever began the request has it too.
    sin = Client().post(url, {"paso": "copia", "codigo": "123456"})
    assert (sin.status_code, "Pida uno y escríbalo aquí" in sin.content.decode()) == (422, True)
    assert Client().post(url, {"paso": "otro"}).status_code == 302
    con = Client().post(url, {"paso": "copia", "codigo": codigo_de(solicitud)})
    assert (con.status_code, con["Content-Type"]) == (200, "application/zip")
    assert con["Content-Disposition"] == 'attachment; filename="copia-de-mis-datos.zip"'
    assert "no-store" in con["Cache-Control"]
    assert "solicitudes" in json.loads(_abrir(con.content)["datos.json"])["datos"]
    otra_vez = Client().post(url, {"paso": "copia", "codigo": codigo_de(solicitud)})
    assert otra_vez.status_code == 422
    caso = entrar("datos").get(f"/gestion/servicios/riberas/derechos/{solicitud.pk}/")
    assert [(hecho.que, bool(hecho.quien)) for hecho in caso.context["hechos"]] == [
        ("La persona descargó su copia", False),
        ("Pidió otro código", False),
        ("Se decidió", True),
        ("Se comprobó quién pide", False),
        ("Llegó", False),
    ]
    assert "La persona descargó su copia" in caso.content.decode()


def test_quien_cuida_los_datos_la_revisa_y_queda_escrito(recibir, pedir, entrar, en_riberas):
    solicitud, _ = recibir()
    url = f"/gestion/servicios/riberas/derechos/{solicitud.pk}/copia/"
    assert entrar("datos").get(url).status_code == 405
    assert entrar("datos").post(url)["Content-Type"] == "application/zip"
    [hecho] = Bitacora.objects.filter(accion="revisar_copia")
    sin_comprobar, _ = pedir(correo="otra@correo.example")
    caso = f"/gestion/servicios/riberas/derechos/{sin_comprobar.pk}/"
    assert entrar("datos").post(f"{caso}copia/").url == caso  # back, told why
    with pytest.raises(ErrorDominio, match="Falta comprobar quién pide"):
        acceso.revisar_copia(solicitud=sin_comprobar, por=en_riberas["datos"])
    assert hecho.actor_id == en_riberas["datos"].pk


#: What the registry may say of a model with personal data that is no table of the copy.
RAZONES = re.compile(
    r"no se exporta|es público|con (la cuenta de la persona|lo que lo cita|sus contactos)|"
    r"en la (copia que pide la propia persona a su servicio|consulta de la bitácora)"
)


def sin_salida(registro, tablas):
    """Models with personal data that are neither a table of the copy nor say why not."""
    salen = {tabla.modelo for tabla in tablas}
    return {
        t.modelo
        for t in registro
        if (t.personales or t.titular) and t.modelo not in salen and not RAZONES.match(t.exporta)
    }


def test_cada_modelo_con_datos_personales_sale_o_dice_por_que_no():
    assert sin_salida(REGISTRO, TABLAS) == set()
    sin_apoyos = [t for t in TABLAS if t.modelo != "convocatorias.Ajuste"]
    assert sin_salida(REGISTRO, sin_apoyos) == {"convocatorias.Ajuste"}  # the negative control
    for tabla in TABLAS:
        assert POR_MODELO[tabla.modelo].titular is not None, tabla.modelo
        assert not RAZONES.match(POR_MODELO[tabla.modelo].exporta), tabla.modelo
    assert len({t.nombre for t in TABLAS}) == len(TABLAS)


def test_de_quien_esta_en_todas_partes_sale_cada_tabla(mundo, objetos):
    """The person planted everywhere; a preference is the one thing that is not planted."""
    with alcance(mundo.riberas):
        suyo = Participante.objects.get(correo=canarios.CORREO)
        tema = Tema.objects.create(
            servicio=mundo.riberas, nombre="Riberas", nombre_plegado="riberas x"
        )
        Preferencia.objects.create(participante=suyo, tema=tema, orden=1)
        copia = _abrir(acceso.copia_de(mundo.riberas, canarios.CORREO))
    datos = json.loads(copia["datos.json"])["datos"]
    assert set(datos) == {tabla.nombre for tabla in TABLAS}
    assert datos["apoyos"][0]["otro apoyo"] == canarios.DICHO
    assert datos["temas"][0]["tema"] == "Riberas"
    assert datos["lo-que-dijo"][0]["lo que se dijo"] == "Que se arregle el puente."
    assert datos["plenario"][0]["pregunta"] == canarios.DICHO
    assert datos["versiones-publicas"][0]["folio"] == "2026-0077"
    assert {fila["texto"] for fila in datos["correos"]} == {canarios.DICHO}
    assert "acreditadora" not in "".join(copia.values()).lower()  # nor who of the staff did what


def _correo(servicio, tipo, clave, texto):
    return enqueue(
        servicio=servicio, tipo=tipo, clave=clave, para=ROSA, asunto="A", texto=texto, html=""
    )


def test_las_palabras_de_los_correos_sin_claves_codigos_ni_otras_personas(en_riberas):
    servicio = en_riberas.riberas
    cuenta = m.crear_cuenta(servicio, en_riberas["encargada"])
    actividad = m.crear_actividad(cuenta)
    quien = m.crear_participante(actividad, "Juan", "Ajeno", correo="juan@correo.example")
    Participante.objects.create(
        actividad=actividad,
        nombres="Rosa",
        correo=ROSA,
        nombre_plegado="rosa",
        origen="delegado",
        en_lugar_de=quien,
    )
    clave = "aB3_dEf-hIjKlMnOpQrStU"
    _correo(servicio, "acuse", "a", f"Vea https://portal.cl/consulta/{clave}/ y https://a.cl/b/c/")
    _correo(servicio, "inscripcion", "b", "Juan Ajeno nos dijo que usted viene en su lugar.")
    _correo(servicio, "encuentro", "c", "Dijo Pedro: quiero agua.")
    _correo(servicio, "recordatorio", "d", "Tiene una tarea de Pedro.")
    _correo(servicio, "derechos", "derechos:1:codigo:1", "Su código es 123456.")
    Mensaje.objects.filter(pk=_correo(servicio, "acuse", "e", "x").pk).update(texto="")
    copia = _abrir(acceso.copia_de(servicio, ROSA))
    filas = json.loads(copia["datos.json"])["datos"]["correos"]
    assert [fila["texto"] for fila in filas] == [
        "Vea https://portal.cl/consulta/(clave)/ y https://a.cl/b/c/",
        "(otra persona) nos dijo que usted viene en su lugar.",
        palabras.DE_OTRAS,
        palabras.DE_OTRAS,
        palabras.CON_CODIGO,
        palabras.BORRADAS,
    ]
    entera = "".join(copia.values())
    assert all(palabra not in entera for palabra in (clave, "123456", "Ajeno", "Pedro"))
