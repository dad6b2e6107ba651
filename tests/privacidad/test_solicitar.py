"""Asking for a right, and proving with a code that the address is one's own."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from comun.cuotas import PEDIR_CODIGO, PROBAR_CODIGO
from comun.errores import ErrorDominio
from comun.models import Bitacora
from correos.models import Mensaje
from correos.services import bloquear, enqueue, supresion_vigente
from privacidad.forms import publico
from privacidad.models import SolicitudDerechos
from privacidad.selectors import secciones_de
from privacidad.selectors.registro import filas_de, titular_de
from privacidad.services import bloqueo, codigos, decisiones, solicitudes
from respuestas import services as respuestas
from tests import mundo as m
from tests.privacidad.conftest import ROSA, codigo_de, correos_de


def _enviar(correo=ROSA, **otros):
    datos = {"derecho": "acceso", "nombre": "Rosa Quilaleo", "correo": correo, "detalle": ""}
    return Client().post(reverse("privacidad:solicitar", args=["riberas"]), datos | otros)


def _sin_lo_que_cambia(pagina: str, solicitud: SolicitudDerechos) -> str:
    pagina = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", pagina)
    return pagina.replace(solicitud.folio, "FOLIO")


def test_conocida_o_no_ve_lo_mismo_y_le_llega_un_codigo(cuenta):
    datos = respuestas.Datos("Rosa", "Quilaleo", "correo", correo=ROSA)
    respuestas.registrar_consulta(
        cuenta=cuenta, tipo="pregunta", mensaje="¿Cuándo?", datos=datos, nonce="n" * 20
    )
    paginas = []
    for correo in (ROSA, "nadie@correo.example"):
        respuesta = _enviar(correo)
        assert (respuesta.status_code, correo in respuesta.url) == (302, False)
        solicitud = SolicitudDerechos.objects.latest("pk")
        pagina = Client().get(respuesta.url)
        assert pagina["Cache-Control"].count("no-store") == 1
        texto = pagina.content.decode().replace(respuesta.url, "AQUI")
        paginas.append(_sin_lo_que_cambia(texto, solicitud))
        [correo_enviado] = correos_de(solicitud)
        assert (correo_enviado.para, correo_enviado.estado) == (correo, "pendiente")
        assert codigo_de(solicitud) in correo_enviado.texto
        # Nothing that was typed reaches an address that nobody proved.
        assert (correo_enviado.nombre, "Quilaleo" in correo_enviado.texto) == ("", False)
        assert codigo_de(solicitud) not in solicitud.codigo_hash
    assert paginas[0] == paginas[1]


def test_enviado_dos_veces_es_una_solicitud(pedir):
    una, otra = pedir(nonce="x" * 22), pedir(nonce="x" * 22)
    assert (una, len(correos_de(una[0]))) == (otra, 1)
    assert una[0].folio == "D-2027-0001"


def test_el_formulario_dice_que_falta_y_guarda_lo_escrito(mundo):
    respuesta = _enviar("rosa@", nombre="", detalle="Corrijan mi <nombre>")
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Falta corregir 2 datos" in pagina
    assert "El correo no está completo. Ejemplo: rosa@correo.cl" in pagina
    assert "Corrijan mi &lt;nombre&gt;" in pagina
    assert _enviar(derecho="todo").status_code == 422
    assert SolicitudDerechos._base_manager.count() == 0


def test_el_codigo_hace_correr_el_plazo_y_avisa(pedir, en_riberas):
    solicitud, clave = pedir()
    pagina = Client().post(
        reverse("privacidad:solicitud", args=[clave]), {"codigo": f" {codigo_de(solicitud)} "}
    )
    assert pagina.status_code == 302
    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.vence_el) == ("recibida", date(2027, 6, 16))
    assert "miércoles 16 de junio de 2027" in correos_de(solicitud)[-1].texto
    [aviso] = Mensaje.objects.filter(clave__startswith=solicitud.prefijo, tipo="recordatorio")
    assert aviso.para == en_riberas["datos"].email
    assert ROSA not in aviso.texto
    assert "Quilaleo" not in aviso.texto
    hechos = Bitacora.objects.filter(objeto_tipo="privacidad.solicitudderechos")
    assert [h.accion for h in hechos.order_by("pk")] == ["presentar_solicitud", "recibir_solicitud"]
    assert all("correo.example" not in str(h.datos) for h in hechos)


def test_un_codigo_sirve_una_vez(recibir, pedir):
    solicitud, clave = recibir()
    with pytest.raises(ErrorDominio, match="ya está recibida"):
        solicitudes.verificar(solicitud=solicitud, codigo="000000", clave=clave)
    assert solicitud.codigo_hash == ""


def test_cinco_intentos_y_ni_el_bueno_sirve(pedir):
    solicitud, clave = pedir()
    bueno = codigo_de(solicitud)
    malo = "000000" if bueno != "000000" else "111111"
    dichos = []
    for codigo in [malo] * 5 + [bueno]:
        with pytest.raises(ErrorDominio) as error:
            solicitudes.verificar(solicitud=solicitud, codigo=codigo, clave=clave)
        dichos.append(error.value.mensaje)
    assert dichos == [codigos.NO_SIRVE] * 4 + [codigos.SE_ACABO] * 2
    solicitudes.pedir_codigo(solicitud=solicitud, clave=clave)
    assert codigo_de(solicitud) != bueno or len(correos_de(solicitud)) == 2
    solicitudes.verificar(solicitud=solicitud, codigo=codigo_de(solicitud), clave=clave)


def test_a_los_30_minutos_ya_no_sirve(pedir, reloj_en):
    solicitud, clave = pedir()
    reloj_en(m.AHORA + timedelta(minutes=31))
    with pytest.raises(ErrorDominio, match="dura 30 minutos"):
        solicitudes.verificar(solicitud=solicitud, codigo=codigo_de(solicitud), clave=clave)


def test_a_una_direccion_llegan_cinco_codigos_en_un_dia(pedir, reloj_en):
    for _ in range(4):
        pedir()
    solicitud, clave = pedir()
    solicitudes.pedir_codigo(solicitud=solicitud, clave=clave)
    assert Mensaje.objects.filter(para=ROSA, clave__contains=":codigo:").count() == 5
    reloj_en(m.AHORA + timedelta(hours=25))
    solicitudes.pedir_codigo(solicitud=solicitud, clave=clave)
    assert len(correos_de(solicitud)) == 2


def test_desde_su_mensaje_la_direccion_ya_se_sabe(cuenta):
    datos = respuestas.Datos("Rosa", "Quilaleo", "correo", correo=ROSA)
    recibo = respuestas.registrar_consulta(
        cuenta=cuenta, tipo="pregunta", mensaje="¿Cuándo?", datos=datos, nonce="n" * 20
    )
    url = reverse("privacidad:desde_consulta", args=[recibo.clave])
    pagina = Client().get(url).content.decode()
    assert "ro•••@correo.example" in pagina
    assert ROSA not in pagina
    assert Client().post(url, {"derecho": ""}).status_code == 422
    assert Client().post(url, {"derecho": "supresion"}).status_code == 302
    solicitud = SolicitudDerechos.objects.get()
    assert (solicitud.correo, solicitud.nombre) == (ROSA, "Rosa Quilaleo")


def test_retirarla_se_cuenta_a_la_persona(recibir, pedir):
    solicitud, clave = recibir()
    url = reverse("privacidad:solicitud", args=[clave])
    assert Client().post(url, {"paso": "desistir"}).status_code == 302
    assert "Usted retiró esta solicitud" in Client().get(url).content.decode()
    assert Client().post(url, {"paso": "desistir"}).status_code == 422
    assert Client().post(url, {"paso": "otro"}).status_code == 422
    ultimo = correos_de(solicitud)[-1]
    assert ultimo.asunto == "Su solicitud D-2027-0001 quedó retirada"
    assert "Si no fue usted, pídalo otra vez." in ultimo.texto
    assert clave not in ultimo.texto  # its page does nothing more
    sin_codigo, clave = pedir(correo="otra@correo.example")
    solicitudes.desistir(solicitud=sin_codigo)
    assert len(correos_de(sin_codigo)) == 1  # nobody proved that address: it is told nothing


# ── Abuse ──


def test_la_trampa_llena_se_dice_y_no_pierde_lo_escrito(mundo):
    respuesta = _enviar(detalle="Corrijan mi nombre", sitio="https://spam.example")
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Llegó lleno un espacio que debe ir vacío" in pagina
    assert "Corrijan mi nombre" in pagina
    assert "spam.example" not in pagina
    assert _enviar(detalle="Corrijan mi nombre").status_code == 302


def test_con_direcciones_web_y_prisa_se_pide_revisar(mundo):
    detalle = "Vea https://ejemplo.example"
    primera = _enviar(detalle=detalle)
    assert primera.status_code == 422
    assert "Su solicitud llegó muy rápido y lleva direcciones web" in primera.content.decode()
    recien = publico.FormularioSolicitud.sello_nuevo()
    assert _enviar(detalle=detalle, abierto=recien).status_code == 422  # within the seconds
    assert _enviar(detalle="Sin direcciones").status_code == 302


def test_quien_pide_muchas_veces_espera_y_no_pierde_lo_escrito(mundo):
    for _ in range(PEDIR_CODIGO.por_persona):
        assert _enviar().status_code == 302
    respuesta = _enviar(detalle="Corrijan mi nombre")
    assert (respuesta.status_code, int(respuesta["Retry-After"]) > 0) == (429, True)
    assert "Corrijan mi nombre" in respuesta.content.decode()
    assert _enviar("otra@correo.example").status_code == 302


def test_probar_codigos_y_pedirlos_tiene_un_limite(pedir):
    _solicitud, clave = pedir()
    url = reverse("privacidad:solicitud", args=[clave])
    cliente = Client()
    vistos = [cliente.post(url, {"codigo": "1"}).status_code for _ in range(12)]
    assert vistos == [422] * PROBAR_CODIGO.por_persona + [429] * 2
    limitada = cliente.post(url, {"codigo": "1"})
    assert "Llegaron muchos envíos seguidos" in limitada.content.decode()
    vistos = [cliente.post(url, {"paso": "otro"}).status_code for _ in range(6)]
    assert vistos == [302] * PEDIR_CODIGO.por_persona + [429]
    assert Bitacora.objects.filter(accion="pedir_codigo").count() == PEDIR_CODIGO.por_persona


def test_un_run_ajeno_escrito_en_el_formulario_no_alcanza_lo_de_su_duenia(cuenta, en_riberas):
    """Whoever types another's RUN with their own address erases, and sees, only their own."""
    run = "11111111-1"
    suyas = {ROSA: "Rosa", "malo@correo.example": "Malo"}
    for correo, nombre in suyas.items():
        respuestas.registrar_consulta(
            cuenta=cuenta,
            tipo="pregunta",
            mensaje=f"¿Cuándo, dice {nombre}?",
            datos=respuestas.Datos(nombre, "Uno", "correo", correo=correo, run=run),
            nonce=f"nonce-de-{nombre:x<12}",
        )
    titular = titular_de(en_riberas.riberas.pk, "malo@correo.example")
    halladas = [
        fila.correo
        for tratamiento, filas in filas_de(titular)
        if tratamiento.modelo == "respuestas.Consultante"
        for fila in filas
    ]
    assert halladas == ["malo@correo.example"]
    copia = str(secciones_de(en_riberas.riberas, "malo@correo.example"))
    assert ("dice Malo" in copia, "dice Rosa" in copia) == (True, False)


def _correo_a_rosa(servicio, tipo, n):
    return enqueue(
        servicio=servicio, tipo=tipo, clave=f"{tipo}:{n}", para=ROSA, asunto="A", texto="T", html=""
    )


@pytest.mark.parametrize("antes", ["", "renunciables", "todo"])
def test_bloqueo_calla_todo_menos_la_solicitud_y_devuelve_lo_que_habia(recibir, en_riberas, antes):
    servicio = en_riberas.riberas
    if antes:
        bloquear(servicio=servicio, direccion=ROSA, alcance=antes, origen="enlace")
    espera = _correo_a_rosa(servicio, "acuse", 1)
    solicitud, _ = recibir("bloqueo")
    espera.refresh_from_db()
    assert espera.estado == "anulado"
    assert {c.estado for c in correos_de(solicitud)} == {"pendiente"}
    assert _correo_a_rosa(servicio, "acuse", 2).estado == "anulado"
    assert solicitud.vence_el == date(2027, 5, 19)  # two working days from Monday 17
    decisiones.decidir(
        solicitud=solicitud, decision="rechazada", fundamento="No procede.", por=en_riberas["datos"]
    )
    vigente = supresion_vigente(servicio, ROSA)
    assert (vigente.alcance if vigente else "") == antes
    assert correos_de(solicitud)[-1].estado == "pendiente"


def test_al_levantar_un_bloqueo_sale_lo_que_se_debia(recibir, en_riberas, entrar):
    """What waited and what was decided meanwhile; an invitation would be late."""
    servicio, por = en_riberas.riberas, en_riberas["datos"]
    antes = _correo_a_rosa(servicio, "acuse", 1)
    solicitud, _ = recibir("bloqueo")
    correos = [antes, *(_correo_a_rosa(servicio, t, 2) for t in ("respuesta", "invitacion"))]
    borrado = _correo_a_rosa(servicio, "respuesta", 3)
    Mensaje.objects.filter(pk=borrado.pk).update(purgado_en=m.AHORA)
    decisiones.decidir(solicitud=solicitud, decision="acogida", fundamento="Sí.", por=por)
    otra, _ = recibir("bloqueo")
    cliente, base = entrar("datos"), "/gestion/servicios/riberas/derechos/"
    assert "<strong>2 correos que se le deben esperan</strong>" in re.sub(
        r"\s+", " ", cliente.get(f"{base}{solicitud.pk}/").content.decode()
    )

    def estados():
        filas = Mensaje.objects.filter(pk__in=[*(c.pk for c in correos), borrado.pk])
        return list(filas.order_by("pk").values_list("estado", flat=True))

    assert cliente.post(f"{base}{solicitud.pk}/levantar/").status_code == 302
    assert estados() == ["anulado"] * 4  # the other request still stops them
    decisiones.decidir(solicitud=otra, decision="rechazada", fundamento="No.", por=por)
    assert estados() == ["pendiente", "pendiente", "anulado", "anulado"]
    assert Bitacora.objects.filter(accion="soltar_correo").count() == 2


@pytest.mark.parametrize("orden", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_cada_solicitud_calla_mientras_rige_y_la_ultima_devuelve(recibir, en_riberas, orden):
    por, servicio = en_riberas["datos"], en_riberas.riberas
    filas = [recibir(derecho)[0] for derecho in ("bloqueo", "oposicion", "bloqueo")]
    for fila in filas:
        decisiones.decidir(solicitud=fila, decision="acogida", fundamento="Procede.", por=por)
        fila.refresh_from_db()
    for levantadas, n in enumerate(orden, 1):
        decisiones.levantar_bloqueo(solicitud=filas[n], por=por)
        vigente = supresion_vigente(servicio, ROSA)
        quedan = {filas[i].derecho for i in orden[levantadas:]}
        espera = "todo" if "bloqueo" in quedan else "renunciables" if quedan else ""
        assert (vigente.alcance if vigente else "") == espera
    with pytest.raises(ErrorDominio, match="no hay nada que levantar"):
        decisiones.levantar_bloqueo(solicitud=filas[0], por=por)


def test_oposicion_calla_las_invitaciones_y_no_las_respuestas(recibir, en_riberas):
    solicitud, _ = recibir("oposicion")
    assert bloqueo.rige(solicitud)
    assert _correo_a_rosa(en_riberas.riberas, "invitacion", 1).estado == "anulado"
    assert _correo_a_rosa(en_riberas.riberas, "respuesta", 1).estado == "pendiente"
