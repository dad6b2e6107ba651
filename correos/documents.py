"""The list of mails that people take away."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from comun import hojas
from comun.formato import fecha_corta, hora
from correos import selectors

TITULOS = (
    "Persona", "Dirección", "Asunto", "Envío", "Servicio", "Estado", "Qué hacer", "Escrito",
    "Enviado", "Intentos", "Código",
)  # fmt: skip


def lista(mensajes: Iterable[Any], formato: str, ahora: datetime) -> bytes:
    """The rows of `selectors.lineas` as `csv` or `xlsx`."""
    filas = _filas(mensajes, ahora)
    if formato == "xlsx":
        return hojas.escribir_xlsx(filas, TITULOS, "Correos")
    return hojas.escribir_csv(filas, TITULOS)


def _filas(mensajes: Iterable[Any], ahora: datetime) -> Iterator[Sequence[Any]]:
    for mensaje in mensajes:
        yield (
            mensaje.nombre,
            mensaje.destino,
            mensaje.asunto,
            mensaje.campania_en_palabras,
            mensaje.servicio.nombre_corto,
            selectors.en_palabras(mensaje, ahora),
            selectors.que_hacer(mensaje),
            _momento(mensaje.creado_en),
            _momento(mensaje.enviado_en),
            mensaje.intentos,
            mensaje.ultimo_codigo,
        )


def _momento(instante: datetime | None) -> str:
    return f"{fecha_corta(instante)} {hora(instante)}" if instante else ""
