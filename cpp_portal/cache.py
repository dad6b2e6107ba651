"""A Redis cache whose loss is a delay and never an error: what it held is only counters."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _tolerante(nombre: str, sin_redis: Any) -> Callable[..., Any]:
    original = getattr(RedisCache, nombre)

    def metodo(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(self, *args, **kwargs)
        except RedisError as error:
            logger.warning("Cache without Redis (%s): %s", nombre, type(error).__name__)
            return sin_redis(*args, **kwargs) if callable(sin_redis) else sin_redis

    return metodo


def _valor_por_omision(key: str, default: Any = None, version: int | None = None) -> Any:
    return default


class CacheTolerante(RedisCache):
    """Answers as an empty cache while Redis is away (limits of sign-in attempts then rest)."""

    add = _tolerante("add", True)
    get = _tolerante("get", _valor_por_omision)
    set = _tolerante("set", None)
    touch = _tolerante("touch", False)
    delete = _tolerante("delete", False)
    incr = _tolerante("incr", 1)
    has_key = _tolerante("has_key", False)
    get_many = _tolerante("get_many", lambda *a, **k: {})
    set_many = _tolerante("set_many", lambda *a, **k: [])
    delete_many = _tolerante("delete_many", None)
    clear = _tolerante("clear", False)
