"""Names and words that have broken somebody's mail: each one must arrive as it was decided."""

NOMBRES = (
    "Rosa Elena Quilaleo",
    "Ñancupil Üñez, José María",
    'María "la Chica" O\'Higgins',
    "Robert'); DROP TABLE mensaje;--",
    "<script>alert(1)</script>",
    "{{ servicio.secreto }} {% include 'x' %}",
    "Señor\r\nBcc: otra@correo.example",
    "=?utf-8?q?disfrazado?=",
    "عبد الرحمن بن خلدون",
    "‮Ana Peña‬",
    "Zoë 👩‍👩‍👧‍👦 Ibáñez",
    "ﬀ ligaduras y e\u0301 compuesta",
    "a" * 190,
    "Ñ" * 190,
    "uno, dos; tres: <cuatro@correo.example>",
    ".",
    "\\ barra \\\\ y \t tabulación",
    "null",
    "%s %(nombre)s {0} $HOME `id`",
    "李小龍",
)

TEXTOS = (
    "Estimada persona: la esperamos.\n",
    ".\n..\n.punto al inicio\n",
    "From el comienzo\n\nQUIT\nRSET\n.\nMAIL FROM:<x@correo.example>\n",
    "línea " + "muy larga " * 400 + "\n",
    "Ñandú, pingüino, 👩‍🦽 y ‮al revés‬\n",
    "espacios al final   \n\ty tabulación\n\n\n",
    "=3D=20 parece codificado =\n",
    "-- \nfirma\n",
)


def nombre(i: int) -> str:
    """The `i`-th person, hostile and different from the others."""
    return f"{NOMBRES[i % len(NOMBRES)]} {i}"


def asunto(i: int) -> str:
    return f"Su participación: {nombre(i)}"


def texto(i: int) -> str:
    """Its line ends are LF: on the way each one is CRLF, whatever it was."""
    crudo = f"Consulta {i}. {nombre(i)}\n{TEXTOS[i % len(TEXTOS)]}"
    return crudo.replace("\r\n", "\n")
