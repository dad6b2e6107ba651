"""Fixed lists of this app."""

from hashlib import sha256

#: What the public form offers to send, with the words of its choices (R49).
TIPOS_DEL_FORMULARIO = (
    ("pregunta", "Una pregunta"),
    ("opinion", "Una opinión"),
    ("propuesta", "Una propuesta"),
    ("comentario", "Un comentario"),
)


#: What a person may allow, in the words that they read. Another word is another version.
VERSION_DE_LOS_CONSENTIMIENTOS = 1
CONSENTIMIENTOS = {
    "publicar_nombre": "Autorizo que mi nombre aparezca junto a mi mensaje en el documento "
    "publicado. Si no marca esto, aparecerá como «una persona».",
    "invitar": "Quiero que este servicio me invite a futuras instancias de participación.",
}


def huella_del_consentimiento(clase: str) -> str:
    """SHA-256 of the words that were read."""
    return sha256(CONSENTIMIENTOS[clase].encode()).hexdigest()


#: What is asked, apart and optional, on the printed sheet and at the desk, and its version.
PUBLICAR_NOMBRE_EN_HOJA = (
    1,
    "Autorizo que mi nombre aparezca junto a mi mensaje cuando se publique la respuesta.",
)


def lugar_de(numero: int) -> str:
    """What follows the address of the published answers to get to one message: page and place."""
    return f"?n={numero}#n-{numero}"
