"""Secrets at rest: encrypted columns, keyed hashes to look people up, and unguessable keys.

The keys stand in `settings.FIELD_KEYS` (urlsafe base64, 32 bytes each): the first one encrypts,
all of them decrypt, so that a key is replaced by putting the new one first and running
`manage.py rotar_claves`.
"""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


class Indescifrable(Exception):
    """No key of FIELD_KEYS opens a stored value: one is missing, or the value was altered."""


@lru_cache(maxsize=8)
def _cifrador(claves: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(clave) for clave in claves])


def cifrar(valor: bytes) -> bytes:
    """`valor` under the first key."""
    return _cifrador(tuple(settings.FIELD_KEYS)).encrypt(valor)


def descifrar(guardado: bytes) -> bytes:
    """What `cifrar` hid.

    Raises:
        Indescifrable: no key opens it.
    """
    try:
        return _cifrador(tuple(settings.FIELD_KEYS)).decrypt(guardado)
    except InvalidToken:
        raise Indescifrable("No key of DJANGO_FIELD_KEYS opens a stored value.") from None


class _Cifrado(models.Field):
    """What both fields share: only `isnull` can be asked of a ciphertext."""

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> None:
        return None


class TextoCifrado(_Cifrado, models.TextField):
    """Text that the database only sees as ciphertext. Empty stays empty: it says nothing."""

    def get_prep_value(self, value: Any) -> Any:
        texto = super().get_prep_value(value)
        return cifrar(texto.encode()).decode("ascii") if texto else texto

    def from_db_value(self, value: str | None, *args: Any) -> str | None:
        return descifrar(value.encode("ascii", "replace")).decode() if value else value


class BytesCifrados(_Cifrado, models.BinaryField):
    """Bytes that the database only sees as ciphertext."""

    def get_prep_value(self, value: Any) -> Any:
        contenido = super().get_prep_value(value)
        return cifrar(bytes(contenido)) if contenido else contenido

    def from_db_value(self, value: Any, *args: Any) -> bytes | None:
        return descifrar(bytes(value)) if value else value


@lru_cache(maxsize=256)
def _clave_de_servicio(maestra: str, servicio_id: int) -> bytes:
    info = f"cpp:hmac:servicio:{servicio_id}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(maestra.encode())


def hmac_de(servicio_id: int, valor: str) -> str:
    """Keyed hash of `valor`, to find it again inside one service and in no other.

    Raises:
        ValueError: there is nothing to hash; a hash of nothing would match other people.
    """
    if not valor or not valor.strip():
        raise ValueError("An empty value has no hash.")
    if not isinstance(servicio_id, int):
        raise ValueError("A hash belongs to a stored service.")
    clave = _clave_de_servicio(settings.HMAC_KEY, servicio_id)
    return hmac.new(clave, valor.encode(), hashlib.sha256).hexdigest()


def nonce_nuevo() -> str:
    """What makes one form one submission, however many times it is sent."""
    return secrets.token_urlsafe(16)


def clave_derivada(servicio_id: int, uso: str, nonce: str) -> str:
    """The key of a private page, drawn again from its nonce; nobody can guess it (128 bits)."""
    huella = bytes.fromhex(hmac_de(servicio_id, f"{uso}:{nonce}"))
    return base64.urlsafe_b64encode(huella[:16]).rstrip(b"=").decode()


def clave_nueva() -> tuple[str, str]:
    """A key that nobody can guess (128 bits, fit for an address) and the hash to store."""
    clave = secrets.token_urlsafe(16)
    return clave, hash_de_clave(clave)


#: Letters and figures that nobody takes for others when they copy them from paper: no i, l, o, u.
_PARA_ESCRIBIR = "0123456789abcdefghjkmnpqrstvwxyz"


def clave_para_escribir() -> tuple[str, str]:
    """A key as hard to guess as `clave_nueva`, for paper: small letters, in groups of four."""
    grupos = ["".join(secrets.choice(_PARA_ESCRIBIR) for _ in range(4)) for _ in range(7)]
    clave = "-".join(grupos)
    return clave, hash_de_clave(clave)


def hash_de_clave(clave: str) -> str:
    """The stored form of a key: with 128 random bits a plain SHA-256 is enough."""
    return hashlib.sha256(clave.encode()).hexdigest()
