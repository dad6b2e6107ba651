"""The key of the private page of who is told of what is new."""

from comun.campos import clave_derivada, hash_de_clave, nonce_nuevo
from seguimiento.models import Suscripcion


def clave_de(suscripcion: Suscripcion) -> str:
    """The same one in every mail; nobody can guess it, nor make it from the base alone."""
    return _clave(suscripcion.servicio_id, suscripcion.nonce)


def nonce_y_huella(servicio_id: int) -> dict[str, str]:
    """What a new row stores of its key."""
    nonce = nonce_nuevo()
    return {"nonce": nonce, "clave_hash": hash_de_clave(_clave(servicio_id, nonce))}


def _clave(servicio_id: int, nonce: str) -> str:
    return clave_derivada(servicio_id, "avisos", nonce)
