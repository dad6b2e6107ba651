"""A file from outside: written again without what it says about itself, or refused, and why."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from comun import recibidos
from comun.jpeg import sin_metadatos
from comun.recibidos import Motivo, Rechazado, recibir
from tests.archivos import accion, de_un_telefono, en_bytes, foto, pdf

PAGINAS = 3


def motivo(contenido: bytes, **limites) -> str:
    with pytest.raises(Rechazado) as error:
        recibir(contenido, **{"paginas": PAGINAS, **limites})
    return error.value.motivo


# ── Pictures ──


@pytest.mark.parametrize("formato", ["JPEG", "PNG"])
def test_una_imagen_se_dibuja_de_nuevo_derecha_y_sin_datos(formato):
    sucia = de_un_telefono((60, 40), formato) + b"<script>alert(1)</script>PK\x03\x04"
    limpia = recibir(sucia, paginas=PAGINAS)
    imagen = Image.open(io.BytesIO(limpia.contenido))
    assert (limpia.tipo, imagen.format, imagen.size) == ("image/jpeg", "JPEG", (40, 60))
    assert dict(imagen.getexif()) == {}
    assert [dicho in limpia.contenido for dicho in (b"secreto", b"script")] == [False, False]


def test_lo_escrito_en_un_png_se_va_y_lo_transparente_queda_blanco():
    dichos = PngImagePlugin.PngInfo()
    dichos.add_text("Author", "secreto")
    salida = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(salida, "PNG", pnginfo=dichos)
    limpia = recibir(salida.getvalue(), paginas=PAGINAS).contenido
    assert b"secreto" not in limpia
    assert Image.open(io.BytesIO(limpia)).getpixel((4, 4)) == (255, 255, 255)


def test_la_foto_de_doce_megas_de_un_telefono_se_guarda_chica_y_derecha():
    tomada = de_un_telefono((4000, 3000)) + b"\0" * (12 * 1024 * 1024)
    limpia = recibir(tomada, paginas=PAGINAS).contenido
    assert Image.open(io.BytesIO(limpia)).size == (1800, 2400)
    assert len(limpia) < 1024 * 1024


def test_una_foto_con_datos_mal_escritos_se_recibe():
    """Many telephones write them so, and none of them is kept."""
    rota = foto(exif=b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12\x01")
    with pytest.warns(UserWarning, match="EXIF"):
        Image.open(io.BytesIO(rota)).getexif()
    assert recibir(rota, paginas=1).tipo == "image/jpeg"


def _bomba() -> bytes:
    """A PNG of 20,000 × 20,000 points in some bytes."""

    def trozo(nombre: bytes, datos: bytes) -> bytes:
        suma = zlib.crc32(nombre + datos).to_bytes(4, "big")
        return len(datos).to_bytes(4, "big") + nombre + datos + suma

    cabeza = (20_000).to_bytes(4, "big") * 2 + bytes((1, 0, 0, 0, 0))
    datos = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + trozo(b"IHDR", cabeza) + trozo(b"IDAT", datos) + trozo(b"IEND", b"")
    )


def _a_medias() -> bytes:
    salida = io.BytesIO()
    Image.effect_noise((100, 100), 60).save(salida, "JPEG")
    return salida.getvalue()[:-900]


def _zip() -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as partes:
        partes.writestr("word/document.xml", "x")
    return salida.getvalue()


@pytest.mark.parametrize(
    ("contenido", "esperado"),
    [
        (b"", Motivo.VACIO),
        (b"\xff\xd8\xff" + b"\0" * recibidos.MAXIMO_IMAGEN, Motivo.PESADO),
        (b"MZ\x90\0" + b"\0" * 200, Motivo.FORMATO),
        (b"<svg onload='alert(1)'/>", Motivo.FORMATO),
        (b"GIF89a" + b"\0" * 50, Motivo.FORMATO),
        (_zip(), Motivo.FORMATO),
        (b"\xff\xd8\xff\xe0<?php echo 1; ?>", Motivo.ILEGIBLE),
        (_a_medias(), Motivo.ILEGIBLE),
        (_bomba(), Motivo.INMENSA),
    ],
    ids=range(9),
)
def test_lo_que_no_es_una_imagen_que_se_pueda_abrir(contenido, esperado):
    assert motivo(contenido) == esperado


def test_un_jpeg_pierde_lo_que_dice_y_ningun_punto():
    salida = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secreto"
    dibujo = Image.effect_noise((40, 30), 60)
    dibujo.save(salida, "JPEG", exif=exif, comment=b"secreto", xmp=b"secreto")
    sucio = salida.getvalue()
    limpio = sin_metadatos(sucio)
    assert (sucio.count(b"secreto"), limpio.count(b"secreto")) == (3, 0)
    puntos = [Image.open(io.BytesIO(uno)).tobytes() for uno in (sucio, limpio)]
    assert puntos[0] == puntos[1]
    for raro in (b"", b"PNG", sucio[:30], b"\xff\xd8\xff\xe1"):
        assert sin_metadatos(raro) == raro


# ── PDF ──


def _firmado() -> bytes:
    """A page with a photograph, which says who made it in every way that a PDF has."""
    with pikepdf.new() as documento:
        documento.add_blank_page()
        imagen = pikepdf.Stream(documento, b"")
        imagen.write(de_un_telefono(), filter=pikepdf.Name.DCTDecode)
        imagen.stream_dict.Metadata = pikepdf.Stream(documento, b"<x>secreto</x>")
        recursos = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Foto=imagen))
        documento.pages[0].obj.Resources = recursos
        documento.pages[0].obj.PieceInfo = pikepdf.Dictionary(De="secreto")
        documento.docinfo["/Author"] = "secreto"
        documento.docinfo["/Producer"] = "secreto"
        with documento.open_metadata() as dichos:
            dichos["dc:creator"] = ["secreto"]
        return en_bytes(documento, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def test_un_pdf_se_escribe_de_nuevo_sin_decir_quien_lo_hizo():
    sucio = _firmado()
    limpio = recibir(sucio + b"PK\x03\x04 secreto", paginas=PAGINAS)
    assert (sucio.count(b"secreto") > 3, limpio.contenido.count(b"secreto")) == (True, 0)
    with pikepdf.open(io.BytesIO(limpio.contenido)) as documento:
        assert ("/Info" in documento.trailer, "/Metadata" in documento.Root) == (False, False)
        guardada = documento.pages[0].obj.Resources.XObject.Foto.read_raw_bytes()
    assert Image.open(io.BytesIO(guardada)).size == (60, 40)
    assert limpio == recibir(sucio, paginas=PAGINAS)


def test_lo_comun_de_un_pdf_se_conserva():
    """Where it opens, its links, and objects kept compressed."""
    with pikepdf.new() as documento:
        documento.add_blank_page()
        pagina = documento.pages[0].obj
        documento.Root.OpenAction = pikepdf.Array([pagina, pikepdf.Name.Fit])
        enlace = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=accion("URI", URI="https://a.cl"))
        pagina.Annots = pikepdf.Array([enlace])
        sucio = en_bytes(documento, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    limpio = recibir(sucio, paginas=PAGINAS).contenido
    with pikepdf.open(io.BytesIO(limpio)) as documento:
        assert str(documento.pages[0].obj.Annots[0].A.URI) == "https://a.cl"
        assert "/OpenAction" in documento.Root


def _con(hacer: Callable[[pikepdf.Pdf], object], **opciones) -> bytes:
    with pikepdf.new() as documento:
        documento.add_blank_page()
        hacer(documento)
        return en_bytes(documento, **opciones)


def _adjuntar(documento: pikepdf.Pdf) -> None:
    documento.attachments["planilla.exe"] = b"MZ"


def _de_otro_archivo(documento: pikepdf.Pdf) -> None:
    documento.pages[0].obj.Contents = pikepdf.Stream(documento, b"", F="\\\\equipo\\disco")


def _arreglos(cuantos: int, de: int) -> bytes:
    """Few bytes that would take a hundred times as many values."""
    return _con(
        lambda d: d.Root.__setitem__(
            "/Cosa", pikepdf.Array([pikepdf.Array([0] * de) for _ in range(cuantos)])
        ),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )


def _clave(usuario: str) -> bytes:
    return _con(lambda _: None, encryption=pikepdf.Encryption(owner="duenia", user=usuario))


HOJAS_REPETIDAS = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Page)] * 40)
ESCAPADO = (
    pdf(Cosa=accion("JavaScript", JS="xyz"))
    .replace(b"/JavaScript", b"/J#61vaScript")
    .replace(b"(xyz)", b"(x)")
)
COMPRIMIDO = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


@pytest.mark.parametrize(
    ("contenido", "esperado"),
    [
        (b"%PDF-" + b"0" * (5 * 1024 * 1024), Motivo.PESADO),
        (pdf()[:-12], Motivo.INCOMPLETO),
        (pdf().replace(b"startxref", b"startxreF"), Motivo.INCOMPLETO),
        (pdf(0), Motivo.INCOMPLETO),
        (pdf(PAGINAS + 1), Motivo.PAGINAS),
        (pdf(Pages=pikepdf.Dictionary(Kids=HOJAS_REPETIDAS)), Motivo.PAGINAS),
        (_clave("suya"), Motivo.CON_CLAVE),
        (_clave(""), Motivo.CON_CLAVE),
        (pdf(OpenAction=accion("JavaScript", JS="x()")), Motivo.ACTIVO),
        (ESCAPADO, Motivo.ACTIVO),
        (pdf(AA=pikepdf.Dictionary(WC=accion("Launch", F="cmd.exe"))), Motivo.ACTIVO),
        (pdf(Cosa=pikepdf.Array([pikepdf.Array([accion("SubmitForm")])])), Motivo.ACTIVO),
        (pdf(AcroForm=pikepdf.Dictionary(XFA="x")), Motivo.ACTIVO),
        (pdf(OpenAction=accion("GoToR", F="\\\\equipo\\disco")), Motivo.ACTIVO),
        (_con(_adjuntar), Motivo.ACTIVO),
        (_con(_adjuntar, **COMPRIMIDO), Motivo.ACTIVO),
        (_con(_de_otro_archivo), Motivo.ACTIVO),
        (_arreglos(30, 30_000), Motivo.HINCHADO),
        (pdf(Cosa="0" * (9 * 1024 * 1024)), Motivo.PESADO),
        (pdf(Cosa="0 " * 700_000), Motivo.HINCHADO),
    ],
    ids=range(20),
)
def test_lo_que_un_pdf_no_puede_traer(contenido, esperado):
    assert motivo(contenido) == esperado


def test_lo_que_se_despliega_mas_de_la_cuenta_no_se_abre():
    flujo = zlib.compress(b"0" * (recibidos.MAXIMO_DESPLEGADO + 10))
    inflado = b"%PDF-1.5\n1 0 obj<</Type/Obj#53tm>>stream\n" + flujo + b"\nendstream endobj\n%%EOF"
    assert motivo(inflado) == Motivo.HINCHADO


def test_cada_quien_dice_cuanto_recibe():
    grande = _con(lambda d: d.Root.__setitem__("/Cosa", pikepdf.Stream(d, b"\1" * 6_000_000)),
                  compress_streams=False)  # fmt: skip
    assert motivo(grande) == Motivo.PESADO
    assert recibir(grande, paginas=1, pdf=10 * 1024 * 1024).tipo == "application/pdf"


def test_bytes_al_azar_nunca_rompen():
    azar = random.Random(7)
    for comienzo in (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04", b""):
        for _ in range(40):
            motivo(comienzo + azar.randbytes(300))


def test_un_pdf_con_letras_cambiadas_se_recibe_o_se_dice_por_que():
    azar = random.Random(11)
    entero, recibidos_ = pdf(2), 0
    for _ in range(300):
        roto = bytearray(entero)
        for _ in range(azar.randint(1, 12)):
            roto[azar.randrange(len(roto))] = azar.randrange(256)
        try:
            recibidos_ += bool(recibir(bytes(roto), paginas=PAGINAS).contenido)
        except Rechazado:
            continue
    assert 0 < recibidos_ < 300


def test_una_foto_de_mas_puntos_de_los_que_caben():
    assert motivo(foto((8000, 7000), "PNG")) == Motivo.INMENSA


def test_una_foto_rota_en_cualquier_parte_se_contesta_con_un_motivo():
    """Of two thousand broken files, none raises what nobody answers."""
    azar = random.Random(7)
    buenas = [foto((60, 40), "JPEG"), foto((60, 40), "PNG"), de_un_telefono((60, 40), "JPEG")]
    for _ in range(2000):
        rota = bytearray(azar.choice(buenas))
        for _ in range(azar.choice((1, 4, 20))):
            rota[azar.randrange(min(len(rota), 400))] = azar.randrange(256)
        try:
            recibir(bytes(rota), paginas=PAGINAS)
        except Rechazado:
            continue
