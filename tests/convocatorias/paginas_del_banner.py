"""Pages that carry the banner and what was read on them, planted without any reading."""

from datetime import UTC, date, datetime

from convocatorias.models import PaginaBanner, RevisionBanner
from tests import mundo as m

HOST = "www.riberas.cl"
NO_ESTABA, NO_SE_LEYO = "La página se leyó y no lo tiene.", "El sitio no contestó."


def crear_pagina(proceso, por, ruta: str = "/", institucion: str = "", **otros) -> PaginaBanner:
    return PaginaBanner.objects.create(
        proceso=proceso,
        url=f"https://{HOST}{ruta}",
        institucion=institucion,
        registrada_en=m.AHORA,
        registrada_por=por,
        **otros,
    )


def leer(
    pagina: PaginaBanner, dia: date, *resultados: str, dice: bool = True, status: int = 200
) -> None:
    """The attempts of that day, in their order."""
    for intento, resultado in enumerate(resultados, start=1):
        leida = resultado != "sin_leer"
        RevisionBanner.objects.create(
            pagina=pagina,
            dia=dia,
            intento=intento,
            momento=datetime(dia.year, dia.month, dia.day, 13 + intento, tzinfo=UTC),
            resultado=resultado,
            motivo={"no_esta": NO_ESTABA, "sin_leer": NO_SE_LEYO}.get(resultado, ""),
            estado_visto="abierto",
            dice_fechas=dice if resultado == "esta" else None,
            status=status if leida else None,
            sha256="0" * 64 if leida else "",
        )
