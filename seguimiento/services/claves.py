"""The key of the private page of who is told of what is new."""

import base64
import secrets

from comun.campos import hash_de_clave, hmac_de
from seguimiento.models import Suscripcion


def clave_de(suscripcion: Suscripcion) -> str:
    """The same one in every mail; nobody can guess it, nor make it from the base alone."""
    return _clave(suscripcion.servicio_id, suscripcion.nonce)


def nonce_y_huella(servicio_id: int) -> dict[str, str]:
    """What a new row stores of its key."""
    nonce = secrets.token_urlsafe(16)
    return {"nonce": nonce, "clave_hash": hash_de_clave(_clave(servicio_id, nonce))}


def _clave(servicio_id: int, nonce: str) -> str:
    huella = bytes.fromhex(hmac_de(servicio_id, f"avisos:{nonce}"))
    return base64.urlsafe_b64encode(huella[:16]).rstrip(b"=").decode()
