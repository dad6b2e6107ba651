"""Storing bytes once."""

import hashlib

from comun.models import Archivo


def guardar(contenido: bytes, tipo: str) -> Archivo:
    """Store `contenido` (or find it, if the same bytes are there) and return its row."""
    huella = hashlib.sha256(contenido).hexdigest()
    archivo, _ = Archivo.objects.get_or_create(
        sha256=huella,
        defaults={"tipo": tipo, "tamano": len(contenido), "contenido": contenido},
    )
    return archivo
