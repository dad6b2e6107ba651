"""What was seen of the banner, as a sheet."""

from collections.abc import Iterable

from django.utils import timezone

from comun import hojas
from convocatorias.models import RevisionBanner

TITULOS_REVISIONES = (
    "Día", "Momento", "Página", "Institución", "Resultado", "Estado del banner", "Piezas",
    "Dice las fechas", "Qué pasó", "Dirección leída", "Respuesta del sitio", "Bytes", "SHA-256",
)  # fmt: skip
_DICE = {True: "sí", False: "no", None: ""}


def revisiones_del_banner(revisiones: Iterable[RevisionBanner]) -> bytes:
    """One row for each reading, in the order of the days."""
    filas = (
        (
            f"{una.dia:%Y-%m-%d}",
            timezone.localtime(una.momento, una.pagina.servicio.zona).isoformat("T", "seconds"),
            una.pagina.url,
            una.pagina.institucion,
            una.get_resultado_display(),
            una.get_estado_visto_display(),
            una.piezas,
            _DICE[una.dice_fechas],
            una.motivo,
            una.url_leida,
            una.status or "",
            una.bytes,
            una.sha256,
        )
        for una in revisiones
    )
    return hojas.escribir_csv(filas, TITULOS_REVISIONES)
