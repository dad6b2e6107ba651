"""The file of a message: what is not kept is told in the words of who sends it."""

import pikepdf
import pytest

from comun.errores import ErrorDominio
from comun.recibidos import Motivo
from respuestas.services import adjuntos
from respuestas.services.adjuntos import revisar_adjunto, revisar_original
from tests.archivos import accion, de_un_telefono, pdf


def test_se_guarda_lo_que_queda_de_la_foto_y_del_pdf():
    for revisar in (revisar_adjunto, revisar_original):
        recibidos = [revisar(contenido) for contenido in (de_un_telefono(), pdf(2))]
        assert [uno.tipo for uno in recibidos] == ["image/jpeg", "application/pdf"]
        assert [b"secreto" in uno.contenido for uno in recibidos] == [False, False]


@pytest.mark.parametrize(
    ("contenido", "al_enviar", "al_ingresar"),
    [
        (b"", "El archivo está vacío.", "El archivo está vacío."),
        (b"%PDF-" + b"0" * 11_000_000, "15 MB una imagen, 5 MB", "15 MB una imagen, 10 MB"),
        (b"MZ\0", "no es una imagen (JPG o PNG)", "no es PDF, JPG ni PNG"),
        (b"\xff\xd8\xff\xe0 no", "No pudimos abrir esa imagen", "No pudimos leer la imagen"),
        (pdf()[:-12], "llegó incompleto", "está incompleto"),
        (pdf(OpenAction=accion("Launch")), "por seguridad no lo recibimos", "trae programas"),
        (pdf(51), "más de 50 páginas", "de un solo mensaje"),
        (pdf(Cosa=pikepdf.String("0 " * 700_000)), "grande por dentro", "grande por dentro"),
    ],
    ids=range(8),
)
def test_cada_uno_lo_dice_con_sus_palabras(contenido, al_enviar, al_ingresar):
    for revisar, frase, campo in (
        (revisar_adjunto, al_enviar, "adjunto"),
        (revisar_original, al_ingresar, "archivo"),
    ):
        with pytest.raises(ErrorDominio) as error:
            revisar(contenido)
        assert (frase in error.value.mensaje, error.value.campo) == (True, campo)


def test_cuarenta_hojas_escaneadas_juntas_son_de_otras_personas():
    with pytest.raises(ErrorDominio, match="las demás son de otras personas"):
        revisar_original(pdf(40))
    assert revisar_adjunto(pdf(40)).tipo == "application/pdf"


def test_ningun_motivo_queda_sin_palabras():
    assert [set(frases) for frases in (adjuntos._ADJUNTO, adjuntos._ORIGINAL)] == [set(Motivo)] * 2
