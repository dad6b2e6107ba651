"""The bytes of a mail: those that the library would write, and what its addressee reads."""

from email import message_from_bytes, policy

import pytest

from comun import archivos
from correos import emails
from correos.models import Mensaje

LARGA = "ñandú " * 400
TEXTOS = {
    "llano": "Hola.\n",
    "sin salto final": "Hola.",
    "vacío": "",
    "puntos al inicio": ".\n..\n.punto\n",
    "saltos mezclados": "uno\r\ndos\rtres\n\ncuatro",
    "From al inicio": "From aquí\nFrom: otro\n",
    "línea de 2.400 letras": LARGA,
    "letras de todas partes": "日本語 🌊 ‮al revés\n",
    "parece un borde": "--==\n--borde--\n",
}


def partes(crudo):
    correo = message_from_bytes(crudo, policy=policy.default)
    cuerpos = [correo.get_body([clase]) for clase in ("plain", "html")]
    return correo, [cuerpo and cuerpo.get_content() for cuerpo in cuerpos]


def segun_la_libreria(mensaje):
    """The same mail written by `email.generator`, with the boundaries that ours drew."""
    mime = emails.construir(mensaje).message()
    return emails.aplanar(mime), mime.as_bytes(linesep="\r\n")


@pytest.mark.parametrize("con_html", [True, False])
@pytest.mark.parametrize("texto", TEXTOS.values(), ids=TEXTOS)
def test_son_los_bytes_de_la_libreria(encolar, texto, con_html):
    mensaje = encolar(texto=texto, html=f"<p>{texto}</p>" if con_html else "")
    nuestros, suyos = segun_la_libreria(mensaje)
    assert nuestros == suyos


@pytest.mark.parametrize(
    "nombre", ["", "Rosa", "Núñez, Rosa «la Rosa»", "x" * 190, 'Rosa "Q" <b>', "{{ clave }} 日本"]
)
@pytest.mark.parametrize("asunto", ["Jornada", "¿Cuándo? " * 20, "Una, dos: tres = cuatro"])
def test_las_cabeceras_tambien(encolar, nombre, asunto):
    mensaje = encolar(nombre=nombre, asunto=asunto)
    nuestros, suyos = segun_la_libreria(mensaje)
    assert nuestros == suyos
    correo, _ = partes(nuestros)
    assert correo["Subject"].strip() == mensaje.asunto
    assert correo["To"].addresses[0].addr_spec == "rosa@correo.example"


@pytest.mark.parametrize(
    ("tipo", "contenido", "nombre"),
    [
        ("application/pdf", b"%PDF-1.7\n\x00\xff" * 999, "informe.pdf"),
        ("application/pdf", b"", "invitación número 1.pdf"),
        ("text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:Ñuñoa\r\n".encode(), "actividad.ics"),
        ("message/rfc822", b"Subject: otro\n\nHola.\n", "otro.eml"),
    ],
)
def test_los_adjuntos_llegan_enteros(encolar, tipo, contenido, nombre):
    archivo = archivos.guardar(contenido, tipo)
    mensaje = encolar(adjuntos=[(archivo, nombre)])
    nuestros, suyos = segun_la_libreria(mensaje)
    assert nuestros == suyos
    [adjunto] = partes(nuestros)[0].iter_attachments()
    assert (adjunto.get_filename(), adjunto.get_content_type()) == (nombre, tipo)
    if tipo == "application/pdf":
        assert adjunto.get_content() == contenido


def test_el_archivo_de_una_campania_se_codifica_una_vez(encolar, monkeypatch):
    pdf = archivos.guardar(b"%PDF-1.7 informe", "application/pdf")
    for quien in ("rosa", "luis", "nelly"):
        encolar(quien, adjuntos=[(pdf, "informe.pdf")])
    veces = []
    codificar = emails.encode_base64
    monkeypatch.setattr(emails, "encode_base64", lambda parte: veces.append(1) or codificar(parte))
    lote = list(Mensaje.objects.prefetch_related("adjuntos__archivo"))
    crudos = [emails.en_bytes(mensaje) for mensaje in lote]
    assert (len(crudos), len(veces)) == (3, 1)
    for crudo in crudos:
        [adjunto] = partes(crudo)[0].iter_attachments()
        assert adjunto.get_content() == b"%PDF-1.7 informe"


def test_cada_correo_lleva_un_borde_propio(encolar):
    crudos = [emails.en_bytes(encolar(quien)) for quien in ("rosa", "luis")]
    bordes = {message_from_bytes(crudo).get_boundary() for crudo in crudos}
    assert len(bordes) == 2
    assert all(crudo.count(b"\n") == crudo.count(b"\r\n") for crudo in crudos)
