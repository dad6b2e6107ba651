"""Fixed lists of this app."""

#: What the public form offers to send, with the words of its choices (R49).
TIPOS_DEL_FORMULARIO = (
    ("pregunta", "Una pregunta"),
    ("opinion", "Una opinión"),
    ("propuesta", "Una propuesta"),
    ("comentario", "Un comentario"),
)
