"""The document is published and each person is answered, in their own words."""

import hashlib
import re
from datetime import UTC, datetime

import page
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun import reloj
from comun.errores import ErrorDominio, ReglaIncumplida, SinPermiso
from convocatorias.models import Actividad
from correos.models import Mensaje
from cuentas.services import anotar_difusion, retirar_difusion
from jornadas.models import Jornada
from respuestas import selectors, services
from respuestas.models import Consulta, EnvioRespuesta, InformeRespuestas, PublicacionRespuestas
from seguimiento.selectors import hechos_tablero
from servicios.models import Membresia
from servicios.permissions import Rol
from tests import mundo as m
from tests.respuestas.conftest import ROSA

JUAN = services.Datos("Juan", "Pérez", "telefono", telefono="+56912345678")
ANA = services.Datos("Ana", "Soto", "correo", correo="ana.soto@correo.example")


@pytest.fixture
def en_revision(cuenta, en_riberas):
    """The document, sent to review by the encargada."""

    def _en_revision() -> InformeRespuestas:
        informe = services.preparar_documento(cuenta=cuenta, por=en_riberas["encargada"])
        services.enviar_documento_a_revision(informe=informe, por=en_riberas["encargada"])
        return informe

    return _en_revision


@pytest.fixture
def publicar(en_revision, en_riberas):
    def _publicar(**otros) -> PublicacionRespuestas:
        return services.publicar_respuestas(
            informe=en_revision(), por=en_riberas["autoridad"], **otros
        )

    return _publicar


@pytest.fixture
def todo_resuelto(cuenta, en_riberas, escribir, responder):
    """Rosa asks twice, Ana the same as Rosa, Juan by telephone, somebody else out of scope."""
    defensa = escribir("¿Cuándo llega la defensa?")
    otra = escribir("Propongo una brigada", tipo="propuesta")
    de_ana = escribir("¿Y la defensa de El Molino?", datos=ANA, publica_nombre=True)
    de_juan = escribir("¿Quién paga?", datos=JUAN)
    grupo = services.crear_grupo(
        cuenta=cuenta, titulo="Defensa de El Molino", consultas=[defensa, de_ana],
        por=en_riberas["sistematizadora"],
    )  # fmt: skip
    responder(grupo=grupo, texto="Empieza el 3 de agosto.")
    responder(
        consulta=otra, texto="Haremos 6.", decision="acogida_parcial", fundamento="Hay para 6."
    )
    services.declarar_fuera_de_competencia(
        consulta=de_juan, motivo="Lo ve el municipio.", por=en_riberas["sistematizadora"]
    )


def test_publica_y_responde_a_cada_persona_con_sus_palabras(todo_resuelto, publicar, cuenta):
    antes = Mensaje.objects.count()
    publicacion = publicar()
    assert (publicacion.version, publicacion.fuera_de_plazo) == (1, False)
    assert publicacion.sha256 == hashlib.sha256(bytes(publicacion.pdf.contenido)).hexdigest()
    correos = list(Mensaje.objects.filter(tipo="respuesta").order_by("para"))
    assert Mensaje.objects.count() == antes + 2
    assert [c.para for c in correos] == ["ana.soto@correo.example", "rosa.quilaleo@correo.example"]
    de_ana, de_rosa = correos
    assert de_ana.asunto == "Respuesta a su mensaje, folio 2026-0003"
    assert "¿Y la defensa de El Molino?" in de_ana.texto
    assert "¿Cuándo llega la defensa?" not in de_ana.texto
    assert "Empieza el 3 de agosto." in de_ana.texto
    assert "Nuestra respuesta a «Defensa de El Molino»" in de_ana.texto
    assert de_rosa.asunto == "Respuesta a sus 2 mensajes de la cuenta pública"
    for frase in ("¿Cuándo llega la defensa?", "Propongo una brigada", "Por qué: Hay para 6."):
        assert frase in de_rosa.texto
    envios = EnvioRespuesta.objects.order_by("consultante__nombres")
    assert [(e.consultante.nombres, e.mensaje_id is not None) for e in envios] == [
        ("Ana", True),
        ("Juan", False),
        ("Rosa Elena", True),
    ]


def test_lo_publicado_no_lleva_contactos_y_el_nombre_solo_con_permiso(todo_resuelto, publicar):
    texto = str(publicar().contenido)
    for dato in ("correo.example", "912345678", "Quilaleo", "Pérez"):
        assert dato not in texto
    assert "Pregunta de Ana Soto, por internet" in texto
    assert "Pregunta de una persona, por internet" in texto


def test_la_ecuacion_cuadra(todo_resuelto, publicar):
    terminos = publicar().contenido["ecuacion"]
    assert [(t["nombre"], t["valor"]) for t in terminos] == [
        ("recibidos", 4),
        ("respondidos por escrito", 3),
        ("en la jornada", 0),
        ("derivados", 0),
        ("fuera de competencia", 1),
    ]


def test_la_pagina_publica_se_busca_y_enlaza(todo_resuelto, publicar, url):
    publicacion = publicar()
    html = Client().get(url("respuestas:respuestas")).content.decode()
    assert 'id="n-1"' in html
    assert 'href="#n-2"' in html
    assert publicacion.sha256 in html
    hallado = Client().get(url("respuestas:respuestas"), {"q": "BRIGADA"}).content.decode()
    assert "Propongo una brigada" in hallado
    assert "¿Cuándo llega la defensa?" not in hallado
    nada = Client().get(url("respuestas:respuestas"), {"q": "puente"}).content.decode()
    assert "Ninguna pregunta o respuesta tiene esas palabras" in nada


def test_el_pdf_publicado_son_los_bytes_guardados(todo_resuelto, publicar, url):
    publicacion = publicar()
    respuesta = Client().get(url("respuestas:respuestas_pdf"))
    assert respuesta["Content-Type"] == "application/pdf"
    assert hashlib.sha256(respuesta.content).hexdigest() == publicacion.sha256
    sin_cambio = Client().get(
        url("respuestas:respuestas_pdf"), headers={"If-None-Match": respuesta["ETag"]}
    )
    assert sin_cambio.status_code == 304


def test_la_pagina_privada_muestra_la_respuesta(todo_resuelto, publicar, cuenta, escribir):
    publicar()
    consulta = Consulta.objects.get(folio_numero=2)
    clave = services.clave_de_seguimiento(cuenta.servicio_id, consulta.nonce)
    html = Client().get(reverse("respuestas:mi_consulta", args=[clave])).content.decode()
    assert "Su mensaje tiene respuesta" in html
    assert "Haremos 6." in html


def test_antes_de_publicar_la_pagina_privada_calla_la_respuesta(todo_resuelto, cuenta):
    consulta = Consulta.objects.get(folio_numero=2)
    clave = services.clave_de_seguimiento(cuenta.servicio_id, consulta.nonce)
    html = Client().get(reverse("respuestas:mi_consulta", args=[clave])).content.decode()
    assert "La respuesta está lista" in html
    assert "Haremos 6." not in html


def test_sin_preguntas_tambien_se_publica(publicar, url):
    publicacion = publicar()
    assert publicacion.contenido["ecuacion"][0]["valor"] == 0
    assert EnvioRespuesta.objects.count() == 0
    html = Client().get(url("respuestas:respuestas")).content.decode()
    assert "En esta cuenta pública no se recibieron mensajes." in html


def test_nada_por_decidir(escribir, publicar):
    for n in range(4):
        escribir(f"Mensaje {n}")
    with pytest.raises(ReglaIncumplida) as error:
        publicar()
    assert error.value.mensaje.startswith("Faltan 4 mensajes por decidir: N.º 1, 2, 3 y 4.")
    assert [regla.id for regla, _ in error.value.reglas] == ["R113"]
    assert PublicacionRespuestas.objects.count() == 0


@pytest.mark.parametrize(
    "dato", ["mi RUN es 11.111.111-1", "escríbame a yo@correo.cl", "mi fono es 9 8765 4321"]
)
def test_con_datos_personales_no_se_publica(escribir, responder, publicar, en_riberas, dato):
    consulta = escribir(f"¿Cuándo?, {dato}")
    responder(consulta=consulta)
    with pytest.raises(ReglaIncumplida, match="Hay 1 mensaje con un RUN, un correo o un teléfono"):
        publicar()
    services.redactar_version_publica(
        consulta=consulta, texto="¿Cuándo?", motivo="Un dato", por=en_riberas["sistematizadora"]
    )
    publicacion = publicar()
    bloque = publicacion.contenido["secciones"][0]["bloques"][0]
    assert bloque["mensajes"][0]["texto"] == "¿Cuándo?"
    assert dato in Mensaje.objects.get(tipo="respuesta").texto  # their own words, whole


def test_la_respuesta_puede_llevar_el_fono_del_servicio_y_no_el_de_una_persona(
    escribir, responder, publicar
):
    responder(consulta=escribir("A", datos=JUAN), texto="Llame al 2 2345 6789.")
    segunda = escribir("B")
    responder(consulta=segunda, texto="Como dijo Juan, en el 9 1234 5678.")
    with pytest.raises(ReglaIncumplida, match=r"la respuesta a N\.º 2"):
        publicar()


def test_un_taller_sin_registro_lo_impide(cuenta, en_riberas, publicar):
    actividad = Actividad.objects.get()
    m.crear_taller(
        actividad, 3, estado="cerrado", facilitador=en_riberas["facilitadora"],
        secretario=en_riberas["secretaria"],
    )  # fmt: skip
    m.crear_jornada(actividad, estado=Jornada.Estado.CERRADA)
    with pytest.raises(ReglaIncumplida, match="El taller 3 no tiene registro de lo dicho"):
        publicar()


def test_dos_personas(cuenta, en_riberas, en_revision):
    autoridad = en_riberas["autoridad"]
    Membresia.objects.create(usuario=autoridad, servicio=cuenta.servicio, rol=Rol.SISTEMATIZADOR)
    autoridad = en_riberas["autoridad"]
    informe = services.preparar_documento(cuenta=cuenta, por=autoridad)
    services.enviar_documento_a_revision(informe=informe, por=autoridad)
    with pytest.raises(ReglaIncumplida, match="Usted preparó este documento"):
        services.publicar_respuestas(informe=informe, por=autoridad)


def test_sin_el_rol_no_se_publica(en_riberas, en_revision):
    with pytest.raises(SinPermiso):
        services.publicar_respuestas(informe=en_revision(), por=en_riberas["revisora"])


def test_en_preparacion_no_se_publica(cuenta, en_riberas):
    informe = services.preparar_documento(cuenta=cuenta, por=en_riberas["encargada"])
    with pytest.raises(ErrorDominio, match="Se publica cuando está en revisión"):
        services.publicar_respuestas(informe=informe, por=en_riberas["autoridad"])


def test_tarde_pide_motivo_y_queda_marcado(en_revision, en_riberas, reloj_en, url):
    reloj_en(datetime(2027, 7, 13, 15, tzinfo=UTC))  # day 46 after 28 May
    informe, autoridad = en_revision(), en_riberas["autoridad"]
    with pytest.raises(ReglaIncumplida, match="venció el lunes 12 de julio de 2027") as error:
        services.publicar_respuestas(informe=informe, por=autoridad)
    assert [regla.id for regla, _ in error.value.reglas] == ["R108"]
    publicacion = services.publicar_respuestas(
        informe=informe, por=autoridad, motivo_tardanza="Hubo un temporal."
    )
    assert publicacion.fuera_de_plazo is True
    html = Client().get(url("respuestas:respuestas")).content.decode()
    assert "Hubo un temporal." in html


def test_el_ultimo_dia_todavia_es_a_tiempo(publicar, reloj_en):
    reloj_en(datetime(2027, 7, 13, 3, 30, tzinfo=UTC))  # 12 July, 23:30 in Talca
    assert publicar().fuera_de_plazo is False


def test_una_version_nueva_escribe_solo_a_quien_cambia(
    todo_resuelto, publicar, en_riberas, responder
):
    primera = publicar()
    services.reabrir_documento(informe=primera.informe, por=en_riberas["encargada"])
    consulta = Consulta.objects.get(folio_numero=2)
    services.reabrir_respuesta(respuesta=consulta.respuesta, por=en_riberas["revisora"])
    responder(consulta=consulta, texto="Haremos 8.", decision="acogida", fundamento="Alcanza.")
    segunda = publicar()
    assert segunda.version == 2
    envio = EnvioRespuesta.objects.get(publicacion=segunda)
    assert envio.consultante.nombres == "Rosa Elena"
    assert envio.mensaje.clave == f"respuesta:{segunda.pk}:{envio.consultante_id}"


def test_anotar_la_entrega_por_telefono(todo_resuelto, publicar, en_riberas):
    publicar()
    envio = EnvioRespuesta.objects.get(mensaje=None)
    services.registrar_entrega(envio=envio, medio="telefono", por=en_riberas["encargada"])
    envio.refresh_from_db()
    assert (envio.entrega_medio, envio.entregado_por.username) == ("telefono", "encargada")
    with pytest.raises(ErrorDominio, match="ya figura como entregada"):
        services.registrar_entrega(envio=envio, medio="carta", por=en_riberas["encargada"])


def test_la_que_se_comprobo_que_llego_no_se_entrega_otra_vez(todo_resuelto, publicar, en_riberas):
    publicar()
    envio = EnvioRespuesta.objects.exclude(mensaje=None).first()
    Mensaje.objects.filter(pk=envio.mensaje_id).update(
        estado="conciliado", enviado_en=reloj.ahora(), evidencia="Postfix: status=sent"
    )
    envio.refresh_from_db()
    with pytest.raises(ErrorDominio, match="ya llegó por correo"):
        services.registrar_entrega(envio=envio, medio="carta", por=en_riberas["encargada"])


def test_la_respuesta_cuyo_correo_se_anulo_sigue_pendiente_en_el_tablero(
    todo_resuelto, publicar, en_riberas, cuenta
):
    publicar()
    assert hechos_tablero(cuenta).por_entregar == 1
    Mensaje.objects.filter(tipo="respuesta", para=ANA.correo).update(
        estado="anulado", ultimo_texto="Anulado antes de salir"
    )
    assert hechos_tablero(cuenta).por_entregar == 2
    envio = EnvioRespuesta.objects.get(mensaje__para=ANA.correo)
    services.registrar_entrega(envio=envio, medio="carta", por=en_riberas["encargada"])
    assert hechos_tablero(cuenta).por_entregar == 1


def test_el_pdf_es_pdf_ua(todo_resuelto, publicar):
    informe = page.validate_pdf_bytes(bytes(publicar().pdf.contenido), profile="ua1")
    assert {falla.rule_id for falla in informe.failures} == set()


@pytest.mark.parametrize("mensajes", [10, 100])
def test_sentencias_de_la_pagina_publica(escribir, responder, publicar, url, mensajes, en_riberas):
    for n in range(mensajes):
        consulta = escribir(f"Mensaje {n}", datos=ROSA)
        services.declarar_fuera_de_competencia(
            consulta=consulta, motivo="No es nuestro.", por=en_riberas["sistematizadora"]
        )
    publicar()
    with CaptureQueriesContext(connection) as sentencias:
        Client().get(url("respuestas:respuestas"))
    # Two of them, the demo's clock and the version, tell whether a kept page is still true.
    assert len(sentencias) == 7


def test_la_pagina_publica_dice_donde_mas_se_publico(
    cuenta, todo_resuelto, publicar, url, en_riberas
):
    publicar()
    comunes = {"cuenta": cuenta, "fecha": m.HOY, "por": en_riberas["encargada"]}
    de_respuestas = {"objeto": "respuestas", **comunes}
    anotar_difusion(canal="web", url="https://riberas.example/respuestas", **de_respuestas)
    anotar_difusion(canal="radio", evidencia="Programa del lunes", **de_respuestas)
    retirada = anotar_difusion(canal="redes", url="https://redes.example/1", **de_respuestas)
    retirar_difusion(difusion=retirada, por=en_riberas["encargada"])
    anotar_difusion(canal="prensa", url="https://diario.example/", objeto="informe", **comunes)
    pagina = Client().get(url("respuestas:respuestas")).content.decode()
    assert re.findall(r'href="(https://[^"]+)">', pagina) == ["https://riberas.example/respuestas"]


@pytest.mark.parametrize("mensajes", [10, 100])
def test_sentencias_de_la_pagina_privada(escribir, publicar, mensajes, en_riberas, cuenta):
    for n in range(mensajes):
        services.declarar_fuera_de_competencia(
            consulta=escribir(f"Mensaje {n}"),
            motivo="No es nuestro.",
            por=en_riberas["sistematizadora"],
        )
    publicar()
    clave = services.clave_de_seguimiento(
        cuenta.servicio_id, Consulta.objects.get(folio_numero=7).nonce
    )
    with CaptureQueriesContext(connection) as sentencias:
        html = Client().get(reverse("respuestas:mi_consulta", args=[clave])).content.decode()
    assert "No es nuestro." in html
    assert len(sentencias) == 9


def test_los_envios_cuadran_y_van_por_paginas(
    todo_resuelto, publicar, url, entrar, monkeypatch, en_riberas
):
    """Ana's was refused, Rosa's waits, Juan is called: three people, one to a page."""
    publicar()
    monkeypatch.setattr("respuestas.views.documento.POR_PAGINA", 1)
    de_ana = Mensaje.objects.get(tipo="respuesta", para=ANA.correo)
    Mensaje.objects.filter(pk=de_ana.pk).update(estado="rechazado", ultimo_codigo=550)
    publicacion = PublicacionRespuestas.objects.get()
    esperado = {"total": 3, "llegadas": 0, "por_hacer": 2, "en_espera": 1}
    assert selectors.avance_de_envios(publicacion) == esperado
    de_juan = EnvioRespuesta.objects.get(mensaje=None)
    services.registrar_entrega(envio=de_juan, medio="telefono", por=en_riberas["equipo"])
    esperado = {"total": 3, "llegadas": 1, "por_hacer": 1, "en_espera": 1}
    assert selectors.avance_de_envios(publicacion) == esperado
    cliente = entrar("encargada")
    paginas = [
        cliente.get(url("respuestas_gestion:envios"), {"pagina": n}).context["filas"]
        for n in (1, 2, 3)
    ]
    assert [len(filas) for filas in paginas] == [1, 1, 1]
    assert len({envio.pk for [(envio, _)] in paginas}) == 3


def test_quien_la_retira_en_la_oficina_se_ve_y_se_anota(todo_resuelto, publicar, url, entrar):
    publicar()
    de_juan = EnvioRespuesta.objects.get(mensaje=None)
    type(de_juan.consultante).objects.filter(pk=de_juan.consultante_id).update(
        medio="retiro", telefono=""
    )
    encargada = entrar("encargada")
    pagina = encargada.get(url("respuestas_gestion:envios")).content.decode()
    assert "La persona la retira en la oficina" in pagina
    assert '<option value="retiro" selected>en la oficina</option>' in pagina
    carta = encargada.get(url("respuestas_gestion:carta", de_juan.pk)).content.decode()
    assert "La retira en la oficina" in carta
    encargada.post(url("respuestas_gestion:entregar", de_juan.pk), {"medio": "retiro"})
    pagina = encargada.get(url("respuestas_gestion:envios")).content.decode()
    assert "Entregada por retiro en la oficina" in pagina
