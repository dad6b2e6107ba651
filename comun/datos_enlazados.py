"""What pages tell to programs that read them (schema.org, as JSON-LD).

It is data: a browser does not run it, and our policy (CSP) needs no exception for it. Nothing in
it can end the element that holds it.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe

#: As `django.utils.html.json_script`; and the two line ends that old parsers take for their own.
_ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"}

Nodo = Mapping[str, Any]


def en_pagina(*nodos: Nodo) -> SafeString:
    """The element of a page that holds those things, without what is empty in them."""
    grafo = {"@context": "https://schema.org", "@graph": [_sin_vacios(nodo) for nodo in nodos]}
    texto = json.dumps(grafo, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    texto = texto.translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{texto}</script>')


def _sin_vacios(valor: Any) -> Any:
    if isinstance(valor, Mapping):
        limpio = {clave: _sin_vacios(uno) for clave, uno in valor.items()}
        return {clave: uno for clave, uno in limpio.items() if uno not in (None, "", [], {})}
    return [_sin_vacios(uno) for uno in valor] if isinstance(valor, list | tuple) else valor
