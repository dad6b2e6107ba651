"""Reports of mails that came back: whose they are, what they change, and what cannot fool them."""

import io
import json
import sys
import time
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now

from comun.models import Bitacora
from correos import emails
from correos.models import Mensaje
from correos.services import Desenlace, entregar, registrar_rebote, reintentar, vaciar
from correos.services.dsn import leer
from correos.services.entrega import Lote
from tests import mundo as el_mundo

MUESTRAS = Path(__file__).with_name("dsn")
NOMBRES = sorted(ruta.stem for ruta in MUESTRAS.glob("*.eml"))


def muestra(nombre, para, **cambios):
    """A report, addressed to `para`; each change is one text for another, which must be there."""
    texto = MUESTRAS.joinpath(f"{nombre}.eml").read_text(encoding="utf-8").replace("@PARA@", para)
    for viejo, nuevo in cambios.get("cambios", {}).items():
        assert viejo in texto
        texto = texto.replace(viejo, nuevo)
    return texto.encode()


@pytest.fixture
def enviado(encolar, buzon):
    """A mail that the server took."""
    mensaje = encolar("rosa")
    assert entregar().enviados == 1
    mensaje.refresh_from_db()
    return mensaje


def poner(mensaje, estado, **campos):
    Mensaje.objects.filter(pk=mensaje.pk).update(estado=estado, **campos)


def fila(mensaje):
    return Mensaje.objects.get(pk=mensaje.pk)


def registrados(mensaje):
    filas = Bitacora.objects.filter(objeto_tipo="correos.mensaje", objeto_id=mensaje.pk)
    return list(filas.order_by("pk").values_list("accion", flat=True))


@pytest.fixture
def entrada(monkeypatch):
    """`entrada(b"…")` puts a mail in the standard input."""

    def _entrada(contenido):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(contenido)))

    return _entrada


# ── What they say ──

ESPERADOS = {
    "exchange": (
        550,
        "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient (dirección) not found by SMTP address "
        "lookup",
        "La dirección no existe",
        "AM0PR01MB0001.eurprd01.prod.exchangelabs.example",
    ),
    "exim": (
        552,
        "5.2.2 Mailbox of (dirección) is over quota",
        "El buzón está lleno",
        "relay.cpp.example",
    ),
    "exim_antiguo": (550, "5.1.1 Unknown user", "La dirección no existe", "un servidor de correo"),
    "gmail": (
        550,
        "5.1.1 The email account that you tried to reach does not exist. Please try "
        "double-checking the recipient's email address for typos or unnecessary spaces. For more "
        "information, go to https://support.google.example/mail/?p=NoSuchUser a1-20020a - gsmtp",
        "La dirección no existe",
        "googlemail.example",
    ),
    "internacional": (
        None,
        "4.4.1 connect to mx.correo.example[192.0.2.25]:25: Connection timed out",
        "El correo de destino no contestó en varios días",
        "relay.cpp.example",
    ),
    "postfix": (
        550,
        "5.1.1 (dirección) Recipient address rejected: User unknown in virtual mailbox table",
        "La dirección no existe",
        "relay.cpp.example",
    ),
}


@pytest.mark.parametrize("nombre", NOMBRES)
def test_cada_servidor_lo_dice_a_su_modo(enviado, nombre):
    aviso = muestra(nombre, emails.retorno(enviado))
    assert registrar_rebote(contenido=aviso) == Desenlace.DEVUELTO
    mensaje = fila(enviado)
    codigo, texto, palabras, servidor = ESPERADOS[nombre]
    assert mensaje.estado == "rebotado"
    assert (mensaje.ultimo_codigo, mensaje.ultimo_texto) == (codigo, texto)
    assert mensaje.en_palabras == palabras
    assert mensaje.evidencia == f"Informe de {servidor}: failed"
    registro = Bitacora.objects.get(accion="correo_rebotado")
    assert (registro.desde, registro.hasta, registro.objeto_id) == (
        "enviado",
        "rebotado",
        enviado.pk,
    )
    assert registro.datos == {
        "codigo": codigo,
        "estado": texto.split()[0],
        "informe": registro.datos["informe"],
    }


def test_de_ida_y_vuelta_por_un_servidor_de_verdad(encolar, correo_en):
    """The address that the server is given as sender is the one that the report comes back to."""
    from tests.servidor_smtp import servidor

    remitentes = []
    with servidor() as vivo:

        async def anotar_remitente(server, session, envelope, address, options):
            remitentes.append(address)
            envelope.mail_from = address
            return "250 OK"

        vivo.handle_MAIL = anotar_remitente
        correo_en(vivo.puerto)
        rosa, luis = encolar("rosa"), encolar("luis")
        vaciar()
    assert len(set(remitentes)) == 2
    # A relay may lower or raise the case of an address.
    devuelto = muestra("postfix", remitentes[vivo.destinos.index(luis.para)].upper())
    assert registrar_rebote(contenido=devuelto) == Desenlace.DEVUELTO
    assert (fila(rosa).estado, fila(luis).estado) == ("enviado", "rebotado")


def test_un_correo_que_rebota_y_se_envia_de_nuevo(enviado, mundo):
    aviso = muestra("postfix", emails.retorno(enviado))
    assert registrar_rebote(contenido=aviso) == Desenlace.DEVUELTO
    assert registrar_rebote(contenido=aviso) == Desenlace.REPETIDO
    otro = muestra("exim", emails.retorno(enviado))
    assert registrar_rebote(contenido=otro) == Desenlace.REPETIDO
    assert fila(enviado).ultimo_codigo == 550
    reintentar(mensaje=fila(enviado), por=mundo["encargada"])
    assert registrar_rebote(contenido=otro) == Desenlace.IGNORADO
    vaciar()
    assert registrar_rebote(contenido=aviso) == Desenlace.REPETIDO
    assert fila(enviado).estado == "enviado"
    nuevo = muestra("postfix", emails.retorno(enviado), cambios={"9C1F02A0D3": "AC1F02A0D3"})
    assert registrar_rebote(contenido=nuevo) == Desenlace.DEVUELTO
    assert registrados(enviado) == ["correo_rebotado", "reintentar_correo", "correo_rebotado"]


@pytest.mark.parametrize(
    ("estado", "desenlace", "queda"),
    [
        ("enviado", "devuelto", "rebotado"),
        ("conciliado", "devuelto", "rebotado"),
        ("incierto", "devuelto", "rebotado"),
        ("rebotado", "repetido", "rebotado"),
        ("tomado", "pendiente", "tomado"),
        ("pendiente", "ignorado", "pendiente"),
        ("reintento", "ignorado", "reintento"),
        ("rechazado", "ignorado", "rechazado"),
        ("anulado", "ignorado", "anulado"),
    ],
)
def test_desde_cada_estado(enviado, estado, desenlace, queda):
    poner(
        enviado,
        estado,
        enviado_en=el_mundo.AHORA,
        evidencia="Lo dice el servidor",
        tomado_hasta=Now() + timedelta(minutes=1),
    )
    aviso = muestra("postfix", emails.retorno(enviado))
    assert registrar_rebote(contenido=aviso) == desenlace
    assert fila(enviado).estado == queda
    assert registrados(enviado) == (["correo_rebotado"] if desenlace == "devuelto" else [])


def test_lo_que_dejo_un_proceso_muerto_se_resuelve_primero(encolar, buzon):
    """The server took it and gave it back before anybody noticed that the worker had died."""
    mensaje = encolar("rosa")
    lote = Lote(10, 60)
    assert lote._anunciar_punto(lote.mensajes[0])
    aviso = muestra("postfix", emails.retorno(mensaje))
    assert registrar_rebote(contenido=aviso) == Desenlace.PENDIENTE
    poner(mensaje, "tomado", tomado_hasta=Now() - timedelta(seconds=1))
    assert registrar_rebote(contenido=aviso) == Desenlace.DEVUELTO
    assert registrados(mensaje) == ["correo_incierto", "correo_rebotado"]


def test_una_demora_se_anota_una_vez_y_no_cambia_nada(enviado):
    cambios = {"Action: failed": "Action: delayed", "Status: 5.1.1": "Status: 4.4.1"}
    aviso = muestra("postfix", emails.retorno(enviado), cambios=cambios)
    assert registrar_rebote(contenido=aviso) == Desenlace.DEMORADO
    assert registrar_rebote(contenido=aviso) == Desenlace.REPETIDO
    assert fila(enviado).estado == "enviado"
    [registro] = Bitacora.objects.filter(accion="correo_demorado")
    assert (registro.objeto_id, registro.datos["estado"]) == (enviado.pk, "4.4.1")


@pytest.mark.parametrize("accion", ["delivered", "relayed", "expanded"])
def test_un_acuse_del_servidor_resuelve_la_duda(enviado, accion):
    salio = el_mundo.AHORA - timedelta(hours=2)
    poner(enviado, "incierto", punto_en=Now() - timedelta(hours=2), enviado_en=None)
    aviso = muestra(
        "gmail", emails.retorno(enviado), cambios={"Action: failed": f"Action: {accion}"}
    )
    assert registrar_rebote(contenido=aviso) == Desenlace.COMPROBADO
    mensaje = fila(enviado)
    assert mensaje.estado == "conciliado"
    assert mensaje.evidencia == f"Informe de googlemail.example: {accion}"
    assert abs(mensaje.enviado_en - salio) < timedelta(minutes=1)
    assert registrados(enviado) == ["correo_conciliado"]
    assert registrar_rebote(contenido=aviso) == Desenlace.REPETIDO


def test_un_acuse_de_lo_que_no_estaba_en_duda_no_dice_nada_nuevo(enviado):
    cambios = {"Action: failed": "Action: delivered"}
    aviso = muestra("gmail", emails.retorno(enviado), cambios=cambios)
    assert registrar_rebote(contenido=aviso) == Desenlace.IGNORADO
    assert (fila(enviado).estado, fila(enviado).evidencia) == ("enviado", "")


def test_con_varios_destinatarios_cuenta_la_peor_noticia(enviado):
    """Forwarded to two mailboxes: one took it, the other did not."""
    bien = "Final-Recipient: rfc822; otra@correo.example\nAction: delivered\nStatus: 2.0.0\n\n"
    cambios = {
        "Final-Recipient: rfc822; rosa@correo.example": f"{bien}Final-Recipient: rfc822; x@y"
    }
    aviso = muestra("postfix", emails.retorno(enviado), cambios=cambios)
    assert registrar_rebote(contenido=aviso) == Desenlace.DEVUELTO


@pytest.mark.parametrize(
    ("codigo", "texto", "palabras"),
    [
        (452, "4.2.2 Mailbox full", "El buzón está lleno"),
        (552, "Quota exceeded", "El buzón está lleno"),
        (552, "5.3.4 Message too big", "El correo de destino no acepta mensajes tan grandes"),
        (None, "4.4.7", "El correo de destino no contestó en varios días"),
        (550, "5.7.1 Prohibido", "Lo devolvió el correo de destino"),
    ],
)
def test_por_que_volvio_en_palabras(codigo, texto, palabras):
    mensaje = Mensaje(estado="rebotado", ultimo_codigo=codigo, ultimo_texto=texto)
    assert mensaje.en_palabras == palabras


# ── Whose they are ──


def ficha_alterada(mensaje):
    bueno = emails.retorno(mensaje)
    ultimo = bueno.index("@") - 1
    otro = "0" if bueno[ultimo] != "0" else "1"
    return bueno[:ultimo] + otro + bueno[ultimo + 1 :]


def ficha_de_otro(mensaje):
    """The number of a mail with the signature of another one."""
    ajena = emails.ficha(SimpleNamespace(pk=mensaje.pk + 1), "rebote")
    return f"cuentas+{mensaje.pk:x}-{ajena.partition('-')[2]}@cpp.example"


def ficha_de_otro_uso(mensaje):
    return f"cuentas+{emails.ficha(mensaje, 'baja')}@cpp.example"


def sin_ficha(mensaje):
    return "cuentas@cpp.example"


def solo_el_numero(mensaje):
    return f"cuentas+{mensaje.pk:x}@cpp.example"


@pytest.mark.parametrize(
    "falsa", [ficha_alterada, ficha_de_otro, ficha_de_otro_uso, sin_ficha, solo_el_numero]
)
def test_una_direccion_falsificada_no_cambia_nada(enviado, falsa):
    """The very same report, to the genuine address, does change it: see the end."""
    antes = Mensaje.objects.values().get(pk=enviado.pk)
    assert registrar_rebote(contenido=muestra("postfix", falsa(enviado))) == Desenlace.IGNORADO
    assert Mensaje.objects.values().get(pk=enviado.pk) == antes
    assert registrados(enviado) == []
    genuino = muestra("postfix", emails.retorno(enviado))
    assert registrar_rebote(contenido=genuino) == Desenlace.DEVUELTO


def test_lo_que_cita_el_informe_no_dice_de_quien_es(enviado, encolar):
    """The returned mail quotes addresses, Message-ID and Return-Path: none is the envelope's."""
    aviso = muestra(
        "postfix",
        "cuentas@cpp.example",
        cambios={"Return-Path: <cuentas@cpp.example>": f"Return-Path: <{emails.retorno(enviado)}>"},
    )
    assert registrar_rebote(contenido=aviso) == Desenlace.IGNORADO
    assert fila(enviado).estado == "enviado"


def test_el_sobre_manda_sobre_las_cabeceras(enviado, encolar, buzon):
    otro = encolar("luis")
    entregar()
    aviso = muestra("postfix", emails.retorno(enviado))
    sobre = emails.retorno(otro)
    assert registrar_rebote(contenido=aviso, destinatario=sobre) == Desenlace.DEVUELTO
    assert (fila(enviado).estado, fila(otro).estado) == ("enviado", "rebotado")
    desenlace = registrar_rebote(contenido=aviso, destinatario="cuentas@cpp.example")
    assert desenlace == Desenlace.IGNORADO
    assert fila(enviado).estado == "enviado"


def test_la_ficha_de_un_correo_que_ya_no_esta(enviado):
    fantasma = SimpleNamespace(pk=enviado.pk + 1000)
    aviso = muestra("postfix", emails.retorno(fantasma))
    assert registrar_rebote(contenido=aviso) == Desenlace.IGNORADO


# ── What is not a report ──


def respuesta_de_una_persona(para):
    correo = EmailMessage()
    correo["From"], correo["To"], correo["Subject"] = "rosa@correo.example", para, "Re: jornada"
    correo.set_content("Action: failed\nStatus: 5.1.1\n\nIré con mi hermana.\n")
    return correo.as_bytes()


def respuesta_automatica(para):
    correo = EmailMessage()
    correo["From"], correo["To"] = "rosa@correo.example", para
    correo["Auto-Submitted"], correo["Subject"] = "auto-replied", "Fuera de la oficina"
    correo.set_content("Vuelvo el lunes. 550 5.1.1")
    return correo.as_bytes()


def informe_reenviado(para):
    """A person forwards a report that they got: it is an attachment of theirs, not ours."""
    correo = EmailMessage()
    correo["From"], correo["To"], correo["Subject"] = "rosa@correo.example", para, "Me llegó esto"
    correo.set_content("¿Qué es esto?")
    dentro = muestra("postfix", para)
    from email import message_from_bytes, policy

    correo.add_attachment(message_from_bytes(dentro, policy=policy.default))
    return correo.as_bytes()


def aviso_de_lectura(para):
    cambios = {
        "report-type=delivery-status": "report-type=disposition-notification",
        "message/delivery-status": "message/disposition-notification",
    }
    return muestra("postfix", para, cambios=cambios)


def accion_desconocida(para):
    return muestra("postfix", para, cambios={"Action: failed": "Action: exploded"})


def sin_estado(para):
    return muestra("postfix", para, cambios={"message/delivery-status": "text/plain"})


@pytest.mark.parametrize(
    "escribir",
    [
        respuesta_de_una_persona,
        respuesta_automatica,
        informe_reenviado,
        aviso_de_lectura,
        accion_desconocida,
        sin_estado,
    ],
)
def test_lo_que_no_es_un_informe_se_ignora(enviado, escribir):
    contenido = escribir(emails.retorno(enviado))
    assert registrar_rebote(contenido=contenido) == Desenlace.IGNORADO
    assert (fila(enviado).estado, registrados(enviado)) == ("enviado", [])


def test_un_informe_envuelto_por_una_pasarela_si_cuenta(enviado):
    para = emails.retorno(enviado)
    cabeceras, _, cuerpo = muestra("postfix", para).partition(b"\n\n")
    tipo = cabeceras[cabeceras.index(b"Content-Type:") : cabeceras.index(b"Message-Id")]
    envuelto = (
        f"To: {para}\nContent-Type: multipart/mixed; boundary=fuera\n\n--fuera\n".encode()
        + tipo + b"\n" + cuerpo
        + b"\n--fuera\nContent-Type: text/plain\n\nAviso legal\n--fuera--\n"
    )  # fmt: skip
    assert registrar_rebote(contenido=envuelto) == Desenlace.DEVUELTO


# ── Hostile input ──


def anidado(abrir):
    """Parts within parts, deeper than any parser follows."""
    return lambda para: (f"To: {para}\n" + abrir * 20_000).encode()


HOSTILES = {
    "vacio": lambda para: b"",
    "binario": lambda para: bytes(range(256)) * 400,
    "sin_partes": lambda para: muestra("postfix", para).partition(b"This is a MIME")[0],
    "sin_limite": lambda para: muestra(
        "postfix", para, cambios={'\n\tboundary="4F2A12A0CD.1810562407/relay.cpp.example"': ""}
    ),
    "cortado": lambda para: muestra("postfix", para).partition(b"Final-Recipient")[0],
    "rfc822_anidado": anidado("Content-Type: message/rfc822\n\n"),
    "multipart_anidado": anidado("Content-Type: multipart/report; boundary=b\n\n--b\n"),
    "mil_partes": lambda para: (
        f"To: {para}\nContent-Type: multipart/report; boundary=b\n\n".encode()
        + b"--b\nContent-Type: text/plain\n\nx\n" * 20_000
    ),
    "estado_enorme": lambda para: muestra(
        "postfix", para, cambios={"Action: failed": "X: y\n\n" * 50_000 + "Action: failed"}
    ),
    "fichas_a_miles": lambda para: b"To: " + b"a+1-" * 200_000 + f"\n{para}".encode(),
    "estado_codificado": lambda para: muestra(
        "postfix",
        para,
        cambios={
            "Content-Type: message/delivery-status": "Content-Type: message/delivery-status\n"
            "Content-Transfer-Encoding: base64"
        },
    ).replace(b"Action: failed", b"QWN0aW9uOiBmYWlsZWQ="),
}


@pytest.mark.parametrize("caso", sorted(HOSTILES))
def test_la_entrada_hostil_se_ignora_pronto(enviado, caso):
    contenido = HOSTILES[caso](emails.retorno(enviado))
    inicio = time.monotonic()
    assert registrar_rebote(contenido=contenido) == Desenlace.IGNORADO
    assert time.monotonic() - inicio < 5
    assert fila(enviado).estado == "enviado"


def test_un_informe_con_un_correo_de_diez_megas_se_lee(enviado, entrada, capsys):
    pesado = muestra(
        "exchange", emails.retorno(enviado), cambios={"Cuerpo.": "Cuerpo.\n" * 1_400_000}
    )
    assert len(pesado) > 10 * 1024 * 1024
    entrada(pesado)
    call_command("rebotes")
    assert capsys.readouterr().out == "1 devuelto\n"
    assert sys.stdin.buffer.read() == b""


def test_palabras_que_no_se_pueden_guardar_ni_mostrar(enviado):
    malo = muestra("postfix", emails.retorno(enviado)).replace(
        b"Recipient address\n    rejected",
        b"\x00\xff\xfe\x1b[31m Recipient \xc3\x28 " + b"A" * 5000,
    )
    malo = malo.replace(b"charset=us-ascii", b"charset=no-existe")
    assert registrar_rebote(contenido=malo) == Desenlace.DEVUELTO
    texto = fila(enviado).ultimo_texto
    assert texto.startswith("5.1.1 (dirección)")
    assert (len(texto), texto.isprintable()) == (300, True)


def test_el_nombre_del_servidor_no_mete_palabras_en_la_evidencia(enviado):
    cambios = {"Reporting-MTA: dns; relay.cpp.example": "Reporting-MTA: dns; <b>rosa@x</b>"}
    registrar_rebote(contenido=muestra("postfix", emails.retorno(enviado), cambios=cambios))
    assert fila(enviado).evidencia == "Informe de un servidor de correo: failed"


@pytest.mark.parametrize(
    ("estado", "diagnostico", "esperado"),
    [
        ("5.0.0", "smtp; 550 5.2.1 Cerrado", (550, "5.2.1", "Cerrado")),
        ("5.1.1", "smtp; 550 5.7.1 Prohibido", (550, "5.1.1", "Prohibido")),
        ("", "smtp; 452 Luego", (452, "4.0.0", "Luego")),
        ("cualquiera", "smtp; 550 No", (550, "5.0.0", "No")),
        ("5.2.2 (lleno)", "x-unix; quota", (None, "5.2.2", "quota")),
        ("5.1.1", "5.1.1 sin tipo", (None, "5.1.1", "5.1.1 sin tipo")),
        ("5.4.7", "", (None, "5.4.7", "")),
    ],
)
def test_el_codigo_que_mas_dice(estado, diagnostico, esperado):
    cambios = {
        "Status: 5.1.10": f"Status: {estado}",
        "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient "
        "rosa@correo.example not found by SMTP address lookup": f"Diagnostic-Code: {diagnostico}",
    }
    informe = leer(muestra("exchange", "a@b", cambios=cambios)).informe
    assert (informe.codigo, informe.estado, informe.texto) == esperado


# ── The command ──


def test_por_la_entrada_con_la_direccion_del_sobre(enviado, entrada, capsys):
    entrada(muestra("postfix", "redirigido@otra.example"))
    call_command("rebotes", destinatario=emails.retorno(enviado))
    assert capsys.readouterr().out == "1 devuelto\n"
    assert fila(enviado).estado == "rebotado"


def test_si_el_correo_aun_sale_el_servidor_lo_guarda(enviado, entrada):
    poner(enviado, "tomado", tomado_hasta=Now() + timedelta(minutes=1))
    entrada(muestra("postfix", emails.retorno(enviado)))
    with pytest.raises(CommandError, match="todavía está saliendo: reintente") as error:
        call_command("rebotes")
    assert error.value.returncode == 75


def test_si_algo_falla_el_servidor_lo_guarda(enviado, entrada, monkeypatch):
    def fallar(**otros):
        raise RuntimeError("rosa@correo.example")

    monkeypatch.setattr("correos.services.registrar_rebote", fallar)
    entrada(muestra("postfix", emails.retorno(enviado)))
    with pytest.raises(CommandError, match=r"ahora \(RuntimeError\): reintente luego") as error:
        call_command("rebotes")
    assert error.value.returncode == 75
    assert "rosa" not in str(error.value)


@pytest.fixture
def maildir(tmp_path):
    """A Maildir; `maildir.dejar("new", "name", bytes)`."""
    for nombre in ("new", "cur", "tmp"):
        (tmp_path / nombre).mkdir()

    def dejar(donde, nombre, contenido):
        (tmp_path / donde / nombre).write_bytes(contenido)

    return SimpleNamespace(
        raiz=tmp_path,
        dejar=dejar,
        archivos=lambda: sorted(
            str(r.relative_to(tmp_path))
            for r in tmp_path.rglob("*")
            if r.is_file() and r.name != "maildirfolder"
        ),
    )


def test_un_maildir_se_lee_y_se_ordena(enviado, encolar, buzon, maildir, capsys):
    luis, nelly = encolar("luis"), encolar("nelly")
    entregar()
    poner(nelly, "tomado", tomado_hasta=Now() + timedelta(minutes=1))
    maildir.dejar("new", "1.rosa", muestra("postfix", emails.retorno(enviado)))
    # Somebody opened it in a mail reader: it was not processed for that.
    maildir.dejar("cur", "2.luis:2,S", muestra("gmail", emails.retorno(luis)))
    maildir.dejar("cur", "3.rosa:2,", muestra("postfix", emails.retorno(enviado)))
    maildir.dejar("new", "4.persona", respuesta_de_una_persona(emails.retorno(luis)))
    maildir.dejar("new", "5.falso", muestra("postfix", ficha_alterada(luis)))
    maildir.dejar("new", "6.nelly", muestra("postfix", emails.retorno(nelly)))
    call_command("rebotes", maildir=maildir.raiz)
    salida = capsys.readouterr()
    assert salida.out == "2 devueltos, 1 repetido, 2 ignorados, 1 pendiente\n"
    assert maildir.archivos() == [
        ".Ignorados/cur/4.persona:2,",
        ".Ignorados/cur/5.falso:2,",
        ".Procesados/cur/1.rosa:2,",
        ".Procesados/cur/2.luis:2,S",
        ".Procesados/cur/3.rosa:2,",
        "new/6.nelly",
    ]
    assert "@" not in salida.out + salida.err
    poner(nelly, "enviado", enviado_en=el_mundo.AHORA)
    call_command("rebotes", maildir=maildir.raiz, json=True)
    assert json.loads(capsys.readouterr().out) == {
        "devuelto": 1,
        "demorado": 0,
        "comprobado": 0,
        "repetido": 0,
        "ignorado": 0,
        "pendiente": 0,
    }
    call_command("rebotes", maildir=maildir.raiz)
    assert capsys.readouterr().out == "No había avisos\n"
    assert Counter(Mensaje.objects.values_list("estado", flat=True)) == {"rebotado": 3}


def test_ni_enlaces_ni_carpetas_se_leen(enviado, maildir, capsys, tmp_path_factory):
    fuera = tmp_path_factory.mktemp("fuera") / "aviso"
    fuera.write_bytes(muestra("postfix", emails.retorno(enviado)))
    (maildir.raiz / "new" / "enlace").symlink_to(fuera)
    (maildir.raiz / "new" / "carpeta").mkdir()
    call_command("rebotes", maildir=maildir.raiz)
    assert capsys.readouterr().out == "No había avisos\n"
    assert (fila(enviado).estado, fuera.exists()) == ("enviado", True)


def test_lo_que_no_es_un_maildir_se_explica(tmp_path):
    with pytest.raises(CommandError, match="no es un Maildir: le falta «new» o «cur»"):
        call_command("rebotes", maildir=tmp_path)


def test_ni_direcciones_ni_palabras_en_registros_ni_bitacora(enviado, encolar, entrada, caplog):
    caplog.set_level("DEBUG")
    for nombre in NOMBRES:
        registrar_rebote(contenido=muestra(nombre, emails.retorno(enviado)))
        registrar_rebote(contenido=muestra(nombre, ficha_alterada(enviado)))
    registros = Bitacora.objects.filter(objeto_id=enviado.pk).values_list("datos", flat=True)
    todo = caplog.text + str(list(registros)) + fila(enviado).evidencia + fila(enviado).ultimo_texto
    assert [palabra for palabra in ("@", "rosa", "Quilaleo") if palabra in todo] == []
    assert caplog.text.count("ignored") >= len(NOMBRES)
