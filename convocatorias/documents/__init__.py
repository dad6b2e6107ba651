"""What leaves the portal as a file: calendar entries, the banner and the directory's sheets."""

from convocatorias.documents.asistentes import (
    TITULOS_ASISTENTES,
    asistentes,
    lista_de_asistentes,
    organizacion_de,
)
from convocatorias.documents.banner import (
    Letrero,
    alternativo,
    banner_svg,
    letrero,
    plazo_en_palabras,
)
from convocatorias.documents.calendario import (
    DURACION_SUPUESTA,
    calendario,
    cancelacion,
    tipo_de_calendario,
)
from convocatorias.documents.codigo import (
    Direcciones,
    direcciones,
    elemento,
    enlace,
    es_de_una_cuenta,
    integridad,
    marco,
    programa,
)
from convocatorias.documents.datos_enlazados import datos_de_la_actividad
from convocatorias.documents.directorio import (
    TITULOS_DIRECTORIO,
    directorio,
    filas_directorio,
    plantilla_directorio,
    resultado_de_la_carga,
)
from convocatorias.documents.encuentro import hoja_de_encuentro
from convocatorias.documents.encuesta import (
    columnas_de_encuesta,
    hojas_de_encuesta,
    plantilla_de_encuesta,
    resultados_de_encuesta,
    resultados_publicos,
)
from convocatorias.documents.resumen import resumen_pdf
from convocatorias.documents.revisiones import TITULOS_REVISIONES, revisiones_del_banner

__all__ = [
    "DURACION_SUPUESTA",
    "TITULOS_ASISTENTES",
    "TITULOS_DIRECTORIO",
    "TITULOS_REVISIONES",
    "Direcciones",
    "Letrero",
    "alternativo",
    "asistentes",
    "banner_svg",
    "calendario",
    "cancelacion",
    "columnas_de_encuesta",
    "datos_de_la_actividad",
    "direcciones",
    "directorio",
    "elemento",
    "enlace",
    "es_de_una_cuenta",
    "filas_directorio",
    "hoja_de_encuentro",
    "hojas_de_encuesta",
    "integridad",
    "letrero",
    "lista_de_asistentes",
    "marco",
    "organizacion_de",
    "plantilla_de_encuesta",
    "plantilla_directorio",
    "plazo_en_palabras",
    "programa",
    "resultado_de_la_carga",
    "resultados_de_encuesta",
    "resultados_publicos",
    "resumen_pdf",
    "revisiones_del_banner",
    "tipo_de_calendario",
]
