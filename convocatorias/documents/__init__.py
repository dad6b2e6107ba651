"""What leaves the portal as a file: calendar entries, the banner and the directory's sheets."""

from convocatorias.documents.asistentes import (
    TITULOS_ASISTENTES,
    asistentes,
    lista_de_asistentes,
    organizacion_de,
)
from convocatorias.documents.banner import banner, banner_svg, plazo_en_palabras
from convocatorias.documents.calendario import (
    DURACION_SUPUESTA,
    calendario,
    cancelacion,
    tipo_de_calendario,
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

__all__ = [
    "DURACION_SUPUESTA",
    "TITULOS_ASISTENTES",
    "TITULOS_DIRECTORIO",
    "asistentes",
    "banner",
    "banner_svg",
    "calendario",
    "cancelacion",
    "columnas_de_encuesta",
    "datos_de_la_actividad",
    "directorio",
    "filas_directorio",
    "hoja_de_encuentro",
    "hojas_de_encuesta",
    "lista_de_asistentes",
    "organizacion_de",
    "plantilla_de_encuesta",
    "plantilla_directorio",
    "plazo_en_palabras",
    "resultado_de_la_carga",
    "resultados_de_encuesta",
    "resultados_publicos",
    "resumen_pdf",
    "tipo_de_calendario",
]
