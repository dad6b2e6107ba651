"""The files of a contribution: what its author sends with it, and the sheet on which it came.

Both are looked through by `comun.recibidos`; here stand the words for what is not kept.
"""

from collections.abc import Mapping

from comun.archivos import MAXIMO_BYTES
from comun.errores import ErrorDominio
from comun.recibidos import MAXIMO_IMAGEN, Motivo, Rechazado, Recibido, recibir

PAGINAS_ADJUNTO = 50
#: The sheet of one message, or a letter. A pile of scanned sheets is of as many people.
PAGINAS_ORIGINAL = 12
MAXIMO_ORIGINAL = 10 * 1024 * 1024

DEMASIADO_PESADO = (
    "El archivo pesa más de lo que podemos recibir: 15 MB una imagen, 5 MB un PDF. Elija uno más "
    "liviano, o envíe su mensaje sin archivo."
)
_ADJUNTO: Mapping[Motivo, str] = {
    Motivo.VACIO: "El archivo está vacío. Elija otro.",
    Motivo.PESADO: DEMASIADO_PESADO,
    Motivo.FORMATO: "Ese archivo no es una imagen (JPG o PNG) ni un PDF que podamos leer. Elija "
    "otro, o envíe su mensaje sin archivo.",
    Motivo.ILEGIBLE: "No pudimos abrir esa imagen: puede haber llegado incompleta. Elíjala de "
    "nuevo, o envíe su mensaje sin archivo.",
    Motivo.INMENSA: "La imagen es demasiado grande. Elija una de menos de 50 megapíxeles.",
    Motivo.INCOMPLETO: "Ese PDF llegó incompleto o está dañado. Elíjalo de nuevo, o envíe una "
    "foto.",
    Motivo.CON_CLAVE: "Ese PDF está protegido con una clave. Guárdelo sin clave, o envíe una foto.",
    Motivo.ACTIVO: "Ese PDF trae programas u otros archivos adentro, y por seguridad no lo "
    "recibimos. Imprímalo como PDF de nuevo, o envíe una foto.",
    Motivo.HINCHADO: "Ese PDF es demasiado grande por dentro. Imprímalo como PDF de nuevo, o "
    "envíe una foto.",
    Motivo.PAGINAS: f"Ese PDF tiene más de {PAGINAS_ADJUNTO} páginas. Envíe solo las que hablan "
    "de su mensaje.",
}
_ORIGINAL: Mapping[Motivo, str] = {
    Motivo.VACIO: "El archivo está vacío. Elija otro.",
    Motivo.PESADO: "El archivo pesa más de lo que cabe: 15 MB una imagen, 10 MB un PDF. Escanéelo "
    "con menos calidad y súbalo otra vez.",
    Motivo.FORMATO: "Ese archivo no es PDF, JPG ni PNG. Guárdelo en uno de esos formatos.",
    Motivo.ILEGIBLE: "No pudimos leer la imagen: puede estar incompleta. Escanéela de nuevo.",
    Motivo.INMENSA: "La imagen es demasiado grande. Escanéela a 200 puntos por pulgada y súbala "
    "otra vez.",
    Motivo.INCOMPLETO: "El PDF está incompleto o dañado. Escanee la hoja de nuevo.",
    Motivo.CON_CLAVE: "El PDF está protegido con una clave. Guárdelo sin clave y súbalo otra vez.",
    Motivo.ACTIVO: "El PDF trae programas u otros archivos dentro. Imprímalo a un PDF nuevo, o "
    "escanee la hoja.",
    Motivo.HINCHADO: "El PDF es demasiado grande por dentro. Escanee la hoja de nuevo.",
    Motivo.PAGINAS: f"El PDF tiene más de {PAGINAS_ORIGINAL} páginas, y aquí va la hoja de un solo "
    "mensaje. Si escaneó varias juntas, separe la de este: las demás son de otras personas.",
}
#: Past it nobody reads on: no image nor PDF as large is kept.
MAXIMO_SUBIDA = max(MAXIMO_IMAGEN, MAXIMO_ORIGINAL)


def revisar_adjunto(contenido: bytes) -> Recibido:
    """What is kept of a file that a person hands in; `contenido` is all of it.

    Raises:
        ErrorDominio: as `comun.recibidos.recibir`.
    """
    return _revisar(contenido, PAGINAS_ADJUNTO, MAXIMO_BYTES, _ADJUNTO, "adjunto")


def revisar_original(contenido: bytes) -> Recibido:
    """What is kept of a scanned or photographed sheet.

    Raises:
        ErrorDominio: as `comun.recibidos.recibir`.
    """
    return _revisar(contenido, PAGINAS_ORIGINAL, MAXIMO_ORIGINAL, _ORIGINAL, "archivo")


def _revisar(
    contenido: bytes, paginas: int, pdf: int, palabras: Mapping[Motivo, str], campo: str
) -> Recibido:
    try:
        return recibir(contenido, paginas=paginas, pdf=pdf)
    except Rechazado as error:
        raise ErrorDominio(palabras[error.motivo], campo) from None
