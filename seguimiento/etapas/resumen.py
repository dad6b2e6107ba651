"""What a projection says of an account in few words, and how the boards read it back."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from comun.reglas import Cumplimiento, Veredicto
from comun.requisitos import REQUISITOS
from cuentas.models import CuentaPublica
from cuentas.reglas import plazo_respuesta
from cuentas.selectors import FechasDeRespuesta
from seguimiento.etapas.linea import HechosTablero
from seguimiento.etapas.panorama import Panorama


def resumir(
    panorama: Panorama, hechos: HechosTablero, dichos: Iterable[Cumplimiento]
) -> dict[str, Any]:
    """Compliance by stage, the answers' clock, the messages: as JSON."""
    fechas, publicadas = panorama.fechas, panorama.respondida_en
    return {
        "etapas": _por_etapa(dichos),
        "destinos": panorama.destinos,
        "limite": panorama.limite.isoformat() if panorama.limite else "",
        "publicadas_en": publicadas.isoformat() if publicadas else "",
        "ancla": fechas.ancla.isoformat() if fechas else "",
        "feriados": _feriados(fechas) if fechas else [],
        "interrupcion": _interrupcion(panorama),
        "dia": panorama.principal.slug if panorama.principal else "",
        "correos": hechos.correos_por_decidir,
    }


def leer_resumen(cuenta: CuentaPublica, resumen: dict[str, Any]) -> Panorama:
    """The part of the panorama that the boards show, without a query."""
    publicadas, ancla = resumen["publicadas_en"], resumen["ancla"]
    return Panorama(
        cuenta=cuenta,
        destinos=resumen["destinos"],
        publicadas_en=datetime.fromisoformat(publicadas) if publicadas else None,
        fechas=_fechas(cuenta, date.fromisoformat(ancla), resumen) if ancla else None,
    )


def _fechas(cuenta: CuentaPublica, ancla: date, resumen: dict[str, Any]) -> FechasDeRespuesta:
    feriados = {date.fromisoformat(dia): nombre for dia, nombre in resumen["feriados"]}
    sugerido, maximo = plazo_respuesta(cuenta.norma, ancla, feriados)
    return FechasDeRespuesta(
        ancla, sugerido, maximo, feriados, cuenta.respuesta_virtual, cuenta.respuesta_presencial
    )


def _feriados(fechas: FechasDeRespuesta) -> list[list[str]]:
    """Those that the term of the answers was counted with."""
    return [
        [dia.isoformat(), nombre]
        for dia, nombre in sorted(fechas.feriados.items())
        if fechas.ancla <= dia <= fechas.maximo.fecha
    ]


def _interrupcion(panorama: Panorama) -> dict[str, Any] | None:
    una = panorama.interrupcion
    if una is None:
        return None
    return {
        "frase": str(una),
        "tipo": una.get_tipo_display(),
        "motivo": una.motivo,
        "suspende": una.suspende,
    }


def _por_etapa(dichos: Iterable[Cumplimiento]) -> dict[str, dict[str, int]]:
    """How many rules of each stage have each verdict; what somebody answered for, apart."""
    cuentas: dict[str, Counter[str]] = {}
    for uno in dichos:
        resultado = uno.resultado
        if resultado.veredicto is not Veredicto.NO_APLICA:
            clave = "explicado" if resultado.explicado else resultado.veredicto.value
            cuentas.setdefault(REQUISITOS[uno.regla.id].etapa, Counter())[clave] += 1
    return {clave: dict(cuenta) for clave, cuenta in cuentas.items()}
