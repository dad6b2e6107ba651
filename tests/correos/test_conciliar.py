"""The relay's log settles the mails in doubt: what it proves, and what its silence proves."""

import gzip
import io
import json
import sys
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from comun.errores import ErrorDominio
from comun.management.progreso import Progreso
from comun.models import Bitacora
from correos.models import Mensaje
from correos.services import Conciliacion, conciliar_registro, entregar, reintentar, vaciar
from correos.services.entrega import Lote
from correos.services.postfix import Calendario, Hecho, Registro
from tests import mundo as el_mundo

DSN = Path(__file__).with_name("dsn")
SANTIAGO = ZoneInfo("America/Santiago")
#: The final dot of the mails in doubt, by the database's clock.
PUNTO = datetime(2026, 11, 20, 18, 31, 5, tzinfo=UTC)
MINUTO = timedelta(minutes=1)


class Postfix:
    """Writes a log as Postfix does, with the dates of `rfc3339` or the traditional ones."""

    def __init__(self, rfc3339=True):
        self.rfc3339 = rfc3339
        self.lineas = []
        self.colas = 0

    def escribir(self, demonio, texto, en=PUNTO, maquina="relay"):
        local = en.astimezone(SANTIAGO)
        fecha = local.isoformat() if self.rfc3339 else f"{local:%b} {local.day:2} {local:%H:%M:%S}"
        self.lineas.append(f"{fecha} {maquina} postfix/{demonio}[812]: {texto}\n".encode())

    def recibir(self, mensaje, en=PUNTO, cola=None, entra=True):
        self.colas += 1
        cola = cola or f"4F2A1{self.colas:05X}"
        self.escribir("smtpd", f"{cola}: client=portal.example[192.0.2.4]", en)
        self.escribir("cleanup", f"{cola}: message-id={mensaje.message_id}", en)
        if entra:
            remite = "from=<rebotes+ficha@cpp.example>, size=4213, nrcpt=1 (queue active)"
            self.escribir("qmgr", f"{cola}: {remite}", en)
        return cola

    def intentar(self, cola, estado, dsn, texto, en=PUNTO, para="rosa@correo.example", relay=None):
        relay = relay or "mx.correo.example[192.0.2.25]:25"
        self.escribir(
            "smtp",
            f"{cola}: to=<{para}>, relay={relay}, delay=1.2, delays=0.1/0/0.5/0.6, dsn={dsn}, "
            f"status={estado} ({texto})",
            en,
        )
        if estado in ("sent", "bounced"):
            self.escribir("qmgr", f"{cola}: removed", en)

    def entregar(self, mensaje, en=PUNTO):
        cola = self.recibir(mensaje, en)
        self.intentar(cola, "sent", "2.0.0", "250 2.0.0 Ok: queued as 9B1D", en)
        return cola

    def abarcar(self, desde=-20 * MINUTO, hasta=20 * MINUTO):
        """Lines of somebody else before and after, so that the log covers that stretch."""
        ajena = "connect from otro.example[192.0.2.9]"
        antes, despues = Postfix(self.rfc3339), Postfix(self.rfc3339)
        antes.escribir("smtpd", ajena, PUNTO + desde)
        despues.escribir("smtpd", ajena, PUNTO + hasta)
        return antes.lineas + self.lineas + despues.lineas


@pytest.fixture
def log():
    return Postfix()


@pytest.fixture
def dudoso(encolar):
    """`dudoso("rosa")`: its final dot left, and nobody heard the answer."""

    def _dudoso(quien="rosa", estado="incierto", punto_en=PUNTO, **campos):
        mensaje = encolar(quien)
        Mensaje.objects.filter(pk=mensaje.pk).update(estado=estado, punto_en=punto_en, **campos)
        return mensaje

    return _dudoso


@pytest.fixture
def vecino(encolar):
    """Another mail of ours, that the same relay took."""
    mensaje = encolar("vecino")
    Mensaje.objects.filter(pk=mensaje.pk).update(
        estado="enviado", punto_en=PUNTO, enviado_en=el_mundo.AHORA
    )
    return mensaje


def conciliar(lineas, **otros):
    """The counts that are not zero."""
    resultado = conciliar_registro(archivos=[lineas], **otros)
    propios = ("lineas", "desde", "hasta", "completo")
    return {k: v for k, v in vars(resultado).items() if v and k not in propios}


def fila(mensaje):
    return Mensaje.objects.get(pk=mensaje.pk)


def registrados(mensaje):
    filas = Bitacora.objects.filter(objeto_tipo="correos.mensaje", objeto_id=mensaje.pk)
    return list(filas.order_by("pk").values_list("accion", flat=True))


# ── What the log says ──


def test_el_que_salio_llego(dudoso, log):
    rosa = dudoso("rosa")
    cola = log.entregar(rosa)
    assert conciliar(log.lineas) == {"comprobados": 1}
    mensaje = fila(rosa)
    assert mensaje.estado == "conciliado"
    assert mensaje.evidencia == (
        f"Postfix {cola}: status=sent, dsn 2.0.0, relay mx.correo.example, "
        "2026-11-20 15:31:05-03:00"
    )
    [registro] = Bitacora.objects.filter(objeto_id=rosa.pk)
    assert (registro.accion, registro.desde, registro.hasta) == (
        "correo_conciliado",
        "incierto",
        "conciliado",
    )
    assert registro.datos == {"cola": cola, "visto": "2026-11-20T15:31:05-03:00"}
    assert conciliar(log.lineas) == {}
    assert len(registrados(rosa)) == 1


def test_consta_enviado_cuando_salio_y_no_cuando_se_supo(dudoso, log):
    from django.db.models.functions import Now

    rosa = dudoso("rosa", punto_en=Now() - timedelta(hours=3))
    punto = fila(rosa).punto_en
    log.entregar(rosa, punto)
    conciliar(log.lineas)
    hace_tres_horas = el_mundo.AHORA - timedelta(hours=3)
    assert abs(fila(rosa).enviado_en - hace_tres_horas) < MINUTO


def test_el_devuelto_dice_por_que_sin_la_direccion(dudoso, log):
    rosa = dudoso("rosa")
    cola = log.recibir(rosa)
    log.intentar(
        cola,
        "bounced",
        "5.1.1",
        "host mx.correo.example[192.0.2.25] said: 550 5.1.1 <rosa@correo.example>: Recipient "
        "address rejected: User unknown (in reply to RCPT TO command)",
    )
    assert conciliar(log.lineas) == {"devueltos": 1}
    mensaje = fila(rosa)
    assert (mensaje.estado, mensaje.ultimo_codigo) == ("rebotado", 550)
    assert mensaje.ultimo_texto == (
        "5.1.1 (dirección) Recipient address rejected: User unknown (in reply to RCPT TO command)"
    )
    assert mensaje.en_palabras == "La dirección no existe"
    assert mensaje.evidencia.startswith(f"Postfix {cola}: status=bounced, dsn 5.1.1, relay mx.")
    datos = Bitacora.objects.get(objeto_id=rosa.pk).datos
    assert "@" not in f"{datos}{mensaje.evidencia}{mensaje.ultimo_texto}"


@pytest.mark.parametrize("vencido", ["expired", "force-expired"])
def test_el_que_vencio_en_la_cola_dice_lo_ultimo_que_se_supo(dudoso, log, vencido):
    rosa, luis = dudoso("rosa"), dudoso("luis")
    for quien, demora in ((rosa, True), (luis, False)):
        cola = log.recibir(quien)
        if demora:
            log.intentar(cola, "deferred", "4.2.2", "host mx said: 452 4.2.2 Mailbox full")
        en = PUNTO + timedelta(days=5)
        log.escribir("qmgr", f"{cola}: from=<r@x>, status={vencido}, returned to sender", en)
    assert conciliar(log.lineas) == {"devueltos": 2}
    assert (fila(rosa).ultimo_codigo, fila(rosa).ultimo_texto) == (452, "4.2.2 Mailbox full")
    assert (fila(luis).ultimo_codigo, fila(luis).ultimo_texto) == (None, "4.4.7")


def test_el_que_espera_en_el_servidor_sigue_en_duda(dudoso, log):
    rosa, luis = dudoso("rosa"), dudoso("luis")
    log.intentar(log.recibir(rosa), "deferred", "4.4.1", "connect to mx: Connection timed out")
    log.recibir(luis)
    assert conciliar(log.abarcar(), reenviar_ausentes=True) == {"en_cola": 2}
    assert (fila(rosa).estado, fila(luis).estado) == ("incierto", "incierto")


def test_demorado_y_luego_entregado(dudoso, log):
    rosa = dudoso("rosa")
    cola = log.recibir(rosa)
    log.intentar(cola, "deferred", "4.4.1", "connect to mx: Connection timed out")
    log.intentar(cola, "sent", "2.0.0", "250 Ok", PUNTO + timedelta(hours=1))
    assert conciliar(log.lineas) == {"comprobados": 1}


@pytest.mark.parametrize("desenlace", ["bounced", "deferred", "sent"])
def test_pasar_por_un_filtro_no_es_llegar(dudoso, log, desenlace):
    """The filter puts the mail back in under another queue number: that one tells the end."""
    rosa = dudoso("rosa")
    primera, segunda = log.recibir(rosa), log.recibir(rosa)
    log.intentar(
        primera, "sent", "2.0.0", f"250 2.0.0 Ok: queued as {segunda}", relay="127.0.0.1:10024"
    )
    log.intentar(segunda, desenlace, "5.1.1", "said: 550 5.1.1 No existe")
    esperado = {"bounced": "devueltos", "deferred": "en_cola", "sent": "comprobados"}[desenlace]
    assert conciliar(log.lineas) == {esperado: 1}


def test_descartado_por_el_servidor_no_es_llegar(dudoso, log):
    rosa = dudoso("rosa")
    log.intentar(log.recibir(rosa), "sent", "2.0.0", "discarded", relay="none")
    assert conciliar(log.lineas) == {"en_cola": 1}


def test_retenido_por_el_servidor_no_esta_ausente(dudoso, log, vecino):
    rosa = dudoso("rosa")
    cola = log.recibir(rosa, entra=False)
    log.escribir("cleanup", f"{cola}: hold: header Subject: hola from portal[192.0.2.4]")
    log.entregar(vecino)
    assert conciliar(log.abarcar(), reenviar_ausentes=True) == {"en_cola": 1}


def test_lo_que_constaba_como_enviado_y_volvio(dudoso, log, encolar):
    campos = {"enviado_en": el_mundo.AHORA, "evidencia": "x"}
    luis = dudoso("luis", "enviado", **campos)
    nelly = dudoso("nelly", "conciliado", **campos)
    hugo = dudoso("hugo", "anulado")
    otra_vez = dudoso("otra", "enviado", PUNTO + timedelta(days=2), **campos)
    for mensaje in (luis, nelly, hugo, otra_vez):
        log.intentar(log.recibir(mensaje), "bounced", "5.2.2", "said: 552 5.2.2 Lleno")
    assert conciliar(log.lineas) == {"devueltos_enviados": 2}
    assert [fila(m).estado for m in (luis, nelly, hugo, otra_vez)] == [
        "rebotado",
        "rebotado",
        "anulado",
        "enviado",
    ]
    assert fila(luis).en_palabras == "El buzón está lleno"
    assert conciliar(log.lineas) == {}


def test_los_devueltos_se_escriben_de_a_pocos(dudoso, log, monkeypatch):
    monkeypatch.setattr("correos.services.conciliacion._POR_LOTE", 2)
    for i in range(5):
        mensaje = dudoso(f"p{i}", "enviado", enviado_en=el_mundo.AHORA)
        log.intentar(log.recibir(mensaje), "bounced", "5.1.1", "said: 550 5.1.1 No")
    assert conciliar(log.lineas) == {"devueltos_enviados": 5}


# ── What its silence says ──


def test_al_que_el_registro_no_nombra_el_servidor_no_lo_acepto(dudoso, log, vecino, buzon):
    rosa = dudoso("rosa")
    log.entregar(vecino)
    lineas = log.abarcar()
    assert conciliar(lineas) == {"ausentes": 1}
    assert (fila(rosa).estado, registrados(rosa)) == ("incierto", [])
    assert conciliar(lineas, reenviar_ausentes=True) == {"ausentes": 1, "reenviados": 1}
    assert (fila(rosa).estado, registrados(rosa)) == ("pendiente", ["reenviar_ausente"])
    assert conciliar(lineas, reenviar_ausentes=True) == {}
    vaciar()
    assert (fila(rosa).estado, buzon.ids) == ("enviado", [rosa.message_id])


def test_el_ausente_cuyas_palabras_se_borraron_no_vuelve_a_la_cola(dudoso, log, vecino):
    """It could never leave, and would wait there for ever."""
    rosa = dudoso("rosa", texto="", html="", purgado_en=el_mundo.AHORA)
    log.entregar(vecino)
    assert conciliar(log.abarcar(), reenviar_ausentes=True) == {"por_decidir": 1}
    assert (fila(rosa).estado, registrados(rosa)) == ("incierto", [])


def sin_vecinos(log, vecino):
    return log.abarcar()


def empieza_tarde(log, vecino):
    log.entregar(vecino)
    return log.abarcar(desde=-14 * MINUTO)


def termina_pronto(log, vecino):
    log.entregar(vecino)
    return log.abarcar(hasta=14 * MINUTO)


def le_faltan_lineas(log, vecino):
    log.entregar(vecino)
    fecha = log.lineas[0].partition(b" ")[0]
    log.lineas.append(fecha + b" relay systemd-journald[1]: Suppressed 310 messages from postfix\n")
    return log.abarcar()


def rsyslog_bota_lineas(log, vecino):
    log.entregar(vecino)
    lineas = log.abarcar()
    aviso = b"rsyslogd: imuxsock lost 47 messages from pid 812 due to rate-limiting\n"
    return [lineas[0], lineas[0].partition(b" postfix")[0] + b" " + aviso, *lineas[1:]]


def vacio(log, vecino):
    return []


def de_otra_cosa(log, vecino):
    return [b"<html>\n", b"\x00\xff" * 500, b"Nov 99 99:99:99 relay postfix/smtpd[1]: x\n"]


@pytest.mark.parametrize(
    "registro",
    [
        sin_vecinos,
        empieza_tarde,
        termina_pronto,
        le_faltan_lineas,
        rsyslog_bota_lineas,
        vacio,
        de_otra_cosa,
    ],
)
def test_un_registro_que_no_alcanza_no_prueba_nada(dudoso, log, vecino, registro):
    """Each differs in one thing from the log of the test above, which proves it."""
    rosa = dudoso("rosa")
    assert conciliar(registro(log, vecino), reenviar_ausentes=True) == {"por_decidir": 1}
    assert fila(rosa).estado == "incierto"


def test_nombrado_y_sin_entrar_en_la_cola_no_prueba_nada(dudoso, log, vecino):
    """Postfix writes the Message-ID before the final dot; its queue may take a while."""
    rosa = dudoso("rosa")
    log.recibir(rosa, entra=False)
    log.entregar(vecino)
    assert conciliar(log.abarcar(), reenviar_ausentes=True) == {"por_decidir": 1}
    assert fila(rosa).estado == "incierto"


@pytest.mark.parametrize(
    "linea",
    [
        "lost connection after DATA (4213 bytes) from portal.example[192.0.2.4]",
        "timeout after DATA (4213 bytes) from portal.example[192.0.2.4]",
    ],
)
@pytest.mark.parametrize("corto", [True, False])
def test_cortado_antes_del_punto_no_entro(dudoso, log, vecino, linea, corto):
    """Of a short mail, its Message-ID is written after its client is gone."""
    rosa = dudoso("rosa")
    log.entregar(vecino)
    cola = log.recibir(rosa, entra=False)
    nombrado = log.lineas.pop() if corto else None
    log.escribir("smtpd", linea)
    if nombrado:
        log.lineas.append(nombrado)
    log.escribir("smtpd", "disconnect from portal.example[192.0.2.4] data=0/1 commands=3/4")
    log.escribir("cleanup", f"{cola}: message-id=<ajeno@otro.example>", PUNTO + MINUTO)
    assert conciliar(log.abarcar(), reenviar_ausentes=True) == {"ausentes": 1, "reenviados": 1}
    assert fila(rosa).estado == "pendiente"


def test_cortado_despues_del_punto_si_entro(dudoso, log, vecino):
    rosa = dudoso("rosa")
    log.entregar(vecino)
    log.recibir(rosa)
    log.escribir("smtpd", "lost connection after END-OF-MESSAGE from portal[192.0.2.4]")
    assert conciliar(log.abarcar(), reenviar_ausentes=True) == {"en_cola": 1}


def test_el_corte_de_otra_sesion_no_es_el_suyo(dudoso, log, vecino):
    rosa = dudoso("rosa")
    log.entregar(vecino)
    log.recibir(rosa, entra=False)
    log.escribir("smtpd", "disconnect from portal.example[192.0.2.4] ehlo=1 mail=1 rcpt=1")
    log.escribir("smtpd", "lost connection after DATA (10 bytes) from otro.example[192.0.2.9]")
    assert conciliar(log.abarcar(), reenviar_ausentes=True) == {"por_decidir": 1}


def test_rechazado_por_el_filtro_no_entro(dudoso, log, vecino):
    rosa = dudoso("rosa")
    log.entregar(vecino)
    cola = log.recibir(rosa, entra=False)
    log.escribir("cleanup", f"{cola}: milter-reject: END-OF-MESSAGE from portal: 5.7.1 Spam")
    assert conciliar(log.abarcar()) == {"ausentes": 1}


def test_un_envio_anterior_del_mismo_correo_lo_mira_una_persona(dudoso, log, vecino, mundo):
    """The first try got there, a person sent it again, and that try is lost: who knows."""
    rosa = dudoso("rosa", punto_en=PUNTO + timedelta(days=1))
    log.entregar(rosa)
    log.entregar(vecino)
    lineas = log.abarcar(hasta=timedelta(days=1, minutes=20))
    assert conciliar(lineas, reenviar_ausentes=True) == {"por_decidir": 1}
    assert fila(rosa).estado == "incierto"


def test_un_rechazo_anterior_no_devuelve_el_intento_nuevo(dudoso, log):
    rosa = dudoso("rosa", punto_en=PUNTO + timedelta(days=1))
    log.intentar(log.recibir(rosa), "bounced", "5.1.1", "said: 550 5.1.1 No")
    assert conciliar(log.lineas) == {"por_decidir": 1}


def test_si_el_portal_cambia_de_direccion_sus_dudas_se_siguen_reconociendo(dudoso, log, settings):
    rosa = dudoso("rosa")
    settings.BASE_URL = "https://nueva.example"
    log.entregar(rosa)
    assert conciliar(log.lineas) == {"comprobados": 1}


def test_lo_que_dejo_un_proceso_muerto_entra_en_la_cuenta(encolar, log):
    from django.db.models.functions import Now

    mensaje = encolar("rosa")
    lote = Lote(10, 60)
    assert lote._anunciar_punto(lote.mensajes[0])
    Mensaje.objects.filter(pk=mensaje.pk).update(tomado_hasta=Now() - MINUTO)
    log.entregar(mensaje, fila(mensaje).punto_en)
    assert conciliar(log.lineas) == {"comprobados": 1}
    assert registrados(mensaje) == ["correo_incierto", "correo_conciliado"]


def test_lo_que_una_persona_decidio_mientras_se_leia(dudoso, log, mundo, settings):
    rosa = dudoso("rosa")
    log.entregar(rosa)

    def lineas():
        yield from log.lineas
        reintentar(mensaje=fila(rosa), por=mundo["encargada"])

    assert conciliar(lineas()) == {"por_decidir": 1}
    assert fila(rosa).estado == "pendiente"


def test_un_registro_de_postfix_de_verdad():
    """Written by Postfix 3.7: one that arrives, one refused, one that expires, two whose client
    hangs up before the dot (a short and a long one), one after it, and one whose address lies."""
    registro = Registro(Calendario(PUNTO, ZoneInfo("UTC")), lambda m: m.endswith("@localhost>"))
    por_correo = {}
    with DSN.joinpath("postfix.log").open("rb") as archivo:
        for suceso in registro.leer(archivo):
            por_correo.setdefault(suceso.message_id, []).append(suceso.hecho)
    entro, demora = ["nombrado", "aceptado"], ["aceptado", "deferred"]
    assert list(por_correo.values()) == [
        [*entro, "sent"],
        [*entro, "bounced"],
        [*entro, "deferred", *demora * 4, "bounced"],
        ["nombrado", "abandonado"],
        ["nombrado", "abandonado"],
        [*entro, "sent"],
        [*entro, "sent"],
    ]


@pytest.mark.parametrize("desenlace", ["sent", "bounced", "ausente"])
def test_una_duda_nueva_no_se_resuelve_con_lo_leido_de_la_anterior(dudoso, log, vecino, desenlace):
    """While the log is read the mail is sent again, and its new end is not known either."""
    rosa = dudoso("rosa", tomado_por="una máquina")
    log.entregar(vecino)
    if desenlace != "ausente":
        log.intentar(log.recibir(rosa), desenlace, "5.1.1", "said: 550 5.1.1 No")

    def lineas():
        yield from log.abarcar()
        Mensaje.objects.filter(pk=rosa.pk).update(tomado_por="otra máquina")

    assert conciliar(lineas(), reenviar_ausentes=True) == {"por_decidir": 1}
    assert fila(rosa).estado == "incierto"


# ── Dates and files ──


def test_fechas_tradicionales_en_la_hora_del_servidor(dudoso, vecino, monkeypatch):
    log = Postfix(rfc3339=False)
    rosa, luis = dudoso("rosa"), dudoso("luis")
    log.entregar(rosa)
    log.entregar(vecino)
    assert log.lineas[0].startswith(b"Nov 20 15:31:05 relay postfix/smtpd[812]: ")
    lineas = log.abarcar()
    utc = ZoneInfo("UTC")
    assert conciliar(lineas, anio=2026, zona=utc) == {"por_decidir": 2}
    assert conciliar(lineas, anio=2025) == {"por_decidir": 2}
    assert conciliar(lineas, anio=2026) == {"comprobados": 1, "ausentes": 1}
    assert fila(rosa).evidencia.endswith("2026-11-20 15:31:05-03:00")
    assert fila(luis).estado == "incierto"


@pytest.mark.parametrize(
    ("ahora", "fechas", "esperados"),
    [
        # The year turns between two lines; one arrives a second late.
        (
            "2027-01-10",
            ["Dec 31 23:59:58", "Jan  1 00:00:01", "Dec 31 23:59:59", "Jan  2 08:00:00"],
            ["2026-12-31", "2027-01-01", "2026-12-31", "2027-01-02"],
        ),
        ("2026-11-20", ["Nov 20 10:00:00"], ["2026-11-20"]),
        ("2026-11-20", ["Nov 25 10:00:00"], ["2025-11-25"]),
        ("2029-01-15", ["Feb 29 10:00:00", "Mar  1 10:00:00"], ["2028-02-29", "2028-03-01"]),
    ],
)
def test_el_anio_que_no_se_escribe(ahora, fechas, esperados):
    calendario = Calendario(datetime.fromisoformat(f"{ahora}T12:00:00+00:00"), SANTIAGO)
    assert [str(calendario.instante(f).date()) for f in fechas] == esperados


@pytest.mark.parametrize(
    "texto", ["Feb 30 10:00:00", "Nov 20 25:00:00", "Xyz 20 10:00:00", "2026-"]
)
def test_lo_que_no_es_fecha(texto):
    assert Calendario(PUNTO, SANTIAGO, 2026).instante(texto) is None


def test_varios_archivos_se_leen_como_uno(dudoso, log, vecino):
    rosa, luis = dudoso("rosa"), dudoso("luis")
    log.entregar(vecino)
    log.entregar(rosa)
    lineas = log.abarcar()
    medio = lineas.index(next(x for x in lineas if rosa.message_id.encode() in x)) + 1
    resultado = conciliar_registro(archivos=[lineas[:medio], lineas[medio:]])
    assert (resultado.comprobados, resultado.ausentes) == (1, 1)
    assert resultado.lineas == len(lineas)
    assert (resultado.desde, resultado.hasta) == (PUNTO - 20 * MINUTO, PUNTO + 20 * MINUTO)
    assert fila(luis).estado == "incierto"


def test_si_falta_un_archivo_entre_medio_no_se_prueba_nada(dudoso, log, vecino):
    dudoso("rosa")
    log.entregar(vecino, PUNTO - timedelta(days=1))
    despues = Postfix()
    despues.entregar(vecino, PUNTO + timedelta(days=1))
    resultado = conciliar_registro(archivos=[log.lineas, despues.lineas])
    assert (resultado.ausentes, resultado.por_decidir) == (0, 1)


def test_los_archivos_al_reves_se_rechazan(dudoso, log):
    viejo = Postfix()
    viejo.escribir("smtpd", "connect from otro", PUNTO - timedelta(days=7))
    log.entregar(dudoso("rosa"))
    with pytest.raises(ErrorDominio, match="del más nuevo al más antiguo"):
        conciliar_registro(archivos=[log.lineas, viejo.lineas])


def test_sin_correos_no_hay_nada_que_resolver(log):
    esperado = Conciliacion(lineas=2, desde=PUNTO - 20 * MINUTO, hasta=PUNTO + 20 * MINUTO)
    assert conciliar_registro(archivos=[log.abarcar()]) == esperado


# ── What others can write in it ──


@pytest.mark.parametrize(
    "direccion",
    [
        '"a>, relay=x, dsn=2.0.0, status=sent (a"@correo.example',
        '"a\\">, relay=x, dsn=2.0.0, status=sent (a"@correo.example',
    ],
)
def test_una_direccion_no_dicta_su_desenlace(dudoso, log, direccion):
    rosa = dudoso("rosa")
    log.intentar(log.recibir(rosa), "bounced", "5.1.1", "said: 550 5.1.1 No", para=direccion)
    assert conciliar(log.lineas) == {"devueltos": 1}


def test_la_respuesta_de_otro_servidor_no_dicta_su_desenlace(dudoso, log):
    rosa = dudoso("rosa")
    texto = "said: 550 5.1.1 >, relay=x, dsn=2.0.0, status=sent (250 ok)"
    log.intentar(log.recibir(rosa), "bounced", "5.1.1", texto)
    assert conciliar(log.lineas) == {"devueltos": 1}


def test_el_mismo_numero_de_cola_en_otra_maquina_es_otro_correo(dudoso, log):
    rosa = dudoso("rosa")
    cola = log.recibir(rosa)
    entrega = f"{cola}: to=<x@y>, relay=mx.y[192.0.2.1]:25, dsn=2.0.0, status=sent (250 ok)"
    log.escribir("smtp", entrega, maquina="otra")
    assert conciliar(log.lineas) == {"en_cola": 1}


def test_un_numero_de_cola_se_usa_de_nuevo(dudoso, log):
    rosa = dudoso("rosa")
    cola = log.entregar(rosa)
    log.escribir("cleanup", f"{cola}: message-id=<ajeno@otro.example>")
    log.intentar(cola, "bounced", "5.1.1", "said: 550 5.1.1 No", en=PUNTO + MINUTO)
    assert conciliar(log.lineas) == {"comprobados": 1}


@pytest.mark.parametrize("nombre", ["postfix/relay/smtp", "postfix-salida/lmtp", "postfix/local"])
def test_otros_nombres_de_los_procesos(dudoso, log, nombre):
    rosa = dudoso("rosa")
    cola = log.recibir(rosa)
    texto = f"{cola}: to=<x@y>, orig_to=<z@y>, relay=local, dsn=2.0.0, status=sent (to mailbox)"
    log.escribir("smtp", texto)
    log.lineas[-1] = log.lineas[-1].replace(b"postfix/smtp", nombre.encode())
    assert conciliar(log.lineas) == {"comprobados": 1}


def test_un_registro_largo_no_llena_la_memoria():
    """A hundred thousand mails of ours go by; the reader keeps only the ones still in the queue."""

    def lineas():
        for i in range(20_000):
            cola, cuando = f"4F{i:08X}", b"2026-11-20T15:31:05-03:00 relay postfix/"
            yield cuando + f"cleanup[1]: {cola}: message-id=<{i:032x}@localhost>\n".encode()
            yield cuando + f"qmgr[1]: {cola}: from=<a@b>, size=1, nrcpt=1 (queue active)\n".encode()
            yield cuando + f"qmgr[1]: {cola}: removed\n".encode()
            yield b"x" * 200 + b"\n"

    registro = Registro(Calendario(PUNTO, SANTIAGO), lambda message_id: True)
    tracemalloc.start()
    hechos = sum(suceso.hecho == Hecho.ACEPTADO for suceso in registro.leer(lineas()))
    _, maximo = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (hechos, registro.propios, registro.lineas) == (20_000, 20_000, 80_000)
    assert maximo < 1_000_000


# ── The command ──


@pytest.fixture
def archivo(tmp_path):
    def _archivo(lineas, nombre="mail.log"):
        ruta = tmp_path / nombre
        contenido = b"".join(lineas)
        ruta.write_bytes(gzip.compress(contenido) if nombre.endswith(".gz") else contenido)
        return str(ruta)

    return _archivo


def test_la_orden_dice_que_paso(dudoso, log, vecino, archivo, capsys):
    rosa, luis, nelly, hugo, _ = (dudoso(q) for q in ("rosa", "luis", "nelly", "hugo", "ana"))
    log.entregar(rosa)
    log.intentar(log.recibir(luis), "bounced", "5.1.1", "said: 550 5.1.1 <luis@correo.example>")
    log.recibir(nelly)
    log.intentar(log.recibir(vecino), "bounced", "5.2.2", "said: 552 5.2.2 Lleno")
    lineas = log.abarcar()
    call_command("conciliar_correos", archivo(lineas), "--reenviar-ausentes")
    salida = capsys.readouterr()
    assert salida.out.splitlines() == [
        f"{len(lineas)} líneas leídas, del 20/11/2026 15:11 al 20/11/2026 15:51.",
        "1 estaba en duda y llegó.",
        "1 estaba en duda y el destino lo devolvió.",
        "1 constaba como enviado y el destino lo devolvió.",
        "1 sigue en duda: el servidor lo recibió y aún no lo entrega.",
        "2 nunca entraron al servidor: salen de nuevo.",
    ]
    assert salida.err == ""
    estados = [fila(m).estado for m in (rosa, luis, nelly, hugo, vecino)]
    assert estados == ["conciliado", "rebotado", "incierto", "pendiente", "rebotado"]


def test_comprimido_por_partes_y_en_json(dudoso, log, vecino, archivo, capsys):
    dudoso("rosa")
    log.entregar(vecino)
    lineas = log.abarcar()
    uno, dos = archivo(lineas[:3], "mail.log.1.gz"), archivo(lineas[3:])
    call_command("conciliar_correos", uno, dos, "--json")
    resultado = json.loads(capsys.readouterr().out)
    assert resultado == {
        "lineas": len(lineas),
        "desde": "2026-11-20 15:11:05-03:00",
        "hasta": "2026-11-20 15:51:05-03:00",
        "completo": True,
        "comprobados": 0,
        "devueltos": 0,
        "devueltos_enviados": 0,
        "en_cola": 0,
        "ausentes": 1,
        "reenviados": 0,
        "por_decidir": 0,
    }


@pytest.mark.parametrize("comprimir", [bytes, gzip.compress])
def test_por_la_entrada(dudoso, log, monkeypatch, capsys, comprimir):
    rosa = dudoso("rosa")
    log.entregar(rosa)
    contenido = io.BufferedReader(io.BytesIO(comprimir(b"".join(log.lineas))))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=contenido))
    call_command("conciliar_correos")
    assert capsys.readouterr().out.splitlines()[1:] == ["1 estaba en duda y llegó."]
    assert fila(rosa).estado == "conciliado"


def test_sin_nada_que_cambiar_y_sin_fechas_se_dice(dudoso, log, archivo, encolar, buzon, capsys):
    encolar("vecino")
    entregar()
    call_command("conciliar_correos", archivo(log.abarcar()))
    assert capsys.readouterr().out.splitlines()[-1] == "Ningún correo cambió."
    call_command("conciliar_correos", archivo([b"hola\n"]))
    assert capsys.readouterr().out == (
        "Ahí no hay ninguna línea con fecha: revise que sea el registro de Postfix.\n"
    )


def test_un_registro_incompleto_se_dice(dudoso, log, vecino, archivo, capsys):
    dudoso("rosa")
    call_command("conciliar_correos", archivo(le_faltan_lineas(log, vecino)))
    assert capsys.readouterr().out.splitlines()[1:] == [
        "1 sigue en duda: el registro no alcanza a decirlo. Pruebe con más archivos, o decida en "
        "Correos.",
        "Al registro le faltan líneas: no prueba que un correo no haya entrado.",
    ]


def test_el_margen_se_puede_acortar(dudoso, log, vecino, archivo, capsys):
    dudoso("rosa")
    ruta = archivo(termina_pronto(log, vecino))
    call_command("conciliar_correos", ruta, "--margen", "10")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "1 nunca entró al servidor. Para enviarlo de nuevo: --reenviar-ausentes."
    ]


@pytest.mark.parametrize(
    ("opciones", "frase"),
    [
        (["/no/existe"], r"No se pudo leer /no/existe: No such file or directory\."),
        (["--zona", "Chile/Luna"], "no existe la zona horaria «Chile/Luna»"),
        (["--margen", "-3"], "escriba los minutos con un número, hasta 1440"),
    ],
)
def test_lo_que_no_se_puede_leer_se_explica(dudoso, opciones, frase):
    dudoso("rosa")
    with pytest.raises(CommandError, match=frase):
        call_command("conciliar_correos", *opciones)


def test_un_comprimido_cortado_se_explica_y_no_cambia_nada(dudoso, log, archivo, tmp_path):
    rosa = dudoso("rosa")
    log.entregar(rosa)
    ruta = tmp_path / "cortado.gz"
    ruta.write_bytes(gzip.compress(b"".join(log.lineas))[:-9])
    with pytest.raises(CommandError, match="está cortado o dañado"):
        call_command("conciliar_correos", str(ruta))
    assert fila(rosa).estado == "incierto"


def test_un_registro_grande_avisa_por_donde_va(dudoso, archivo, capsys):
    dudoso("rosa")
    call_command("conciliar_correos", archivo([b"2026-11-20T15:31:05-03:00 relay x: y\n"] * 60_000))
    avisos = capsys.readouterr().err.splitlines()
    assert avisos
    assert all(aviso.startswith("Registro leído: ") for aviso in avisos)


def test_en_una_terminal_se_ve_una_barra():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    progreso = Progreso(OutputWrapper(terminal), "Registro leído")
    progreso(1, 2)
    progreso.terminar()
    barra = "█" * 15 + "░" * 15
    assert terminal.getvalue() == f"\r\x1b[2K{barra} Registro leído\r\x1b[2K"
