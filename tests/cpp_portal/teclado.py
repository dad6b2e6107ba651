"""What people type in each form of the portal, and the ways in which it comes wrong.

A route that takes a POST stands in `FORMULARIOS`, or `test_mala_entrada.py` fails.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

URLENCODED = "application/x-www-form-urlencoded"
BORDE = "----borde-de-prueba"
MULTIPART = f"multipart/form-data; boundary={BORDE}"
#: Typed in a field that is right, and looked for in the page that comes back.
DICHO = "Una frase que vuelve entera"
RUN = "17.319.482-K"
CORREO = "rosa.quilaleo@correo.example"


@dataclass(frozen=True)
class Formulario:
    """A form well filled in: its free `textos`, its `correos`, its `runes`, and the rest."""

    textos: tuple[str, ...] = ()
    correos: tuple[str, ...] = ()
    runes: tuple[str, ...] = ()
    telefonos: tuple[str, ...] = ()
    otros: dict[str, str] = field(default_factory=dict)
    #: Who fills it in, of the cast; nobody signed in when empty.
    quien: str = ""
    #: How it is answered well filled in: done, and on to another page.
    bien: int = 302
    #: What the browser says besides.
    cabeceras: dict[str, str] = field(default_factory=dict)

    def lleno(self, **cambios: str) -> dict[str, str]:
        datos = dict.fromkeys(self.textos, DICHO) | dict.fromkeys(self.correos, CORREO)
        datos |= dict.fromkeys(self.runes, RUN) | dict.fromkeys(self.telefonos, "9 1234 5678")
        return datos | self.otros | cambios

    @property
    def escritos(self) -> tuple[str, ...]:
        return self.textos + self.correos + self.runes + self.telefonos


PULSAR = Formulario()
_NONCE = {"nonce": "nonce-de-prueba-0001"}
_PERSONA: dict[str, Any] = {
    "correos": ("correo",),
    "runes": ("run",),
    "telefonos": ("telefono",),
}

FORMULARIOS: dict[str, Formulario] = {
    "convocatorias:actividad": Formulario(
        ("nombres", "apellidos", "organizacion_nombre", "apoyo_otro"),
        ("correo",),
        telefonos=("telefono",),
        otros={**_NONCE, "acompanantes": "1", "permiso": "on"},
    ),
    "convocatorias:encuesta": Formulario(("p1",)),
    "convocatorias:invitacion": Formulario(
        ("nombres", "apellidos"),
        ("correo",),
        telefonos=("telefono",),
        otros={"respuesta": "en_mi_lugar", "acompanantes": "1"},
    ),
    "convocatorias:retirar_apoyos": PULSAR,
    "correos:baja": PULSAR,
    "privacidad:desde_consulta": Formulario(("detalle",), otros={**_NONCE, "derecho": "acceso"}),
    "privacidad:solicitar": Formulario(
        ("detalle", "nombre"), ("correo",), otros={**_NONCE, "derecho": "acceso"}
    ),
    "privacidad:solicitud": Formulario(otros={"codigo": "000000"}, bien=422),
    "respuestas:contacto": Formulario(("direccion",), **_PERSONA | {"runes": ()},
                                      otros={"medio": "correo"}),
    "respuestas:devolver_invitaciones": PULSAR,
    "respuestas:devolver_nombre": PULSAR,
    "respuestas:encuentro": Formulario(
        ("aportes-0-mensaje", "aportes-1-mensaje"),
        otros={
            **_NONCE,
            "asistentes": "12",
            "aportes-TOTAL_FORMS": "2",
            "aportes-INITIAL_FORMS": "0",
        },
    ),
    "respuestas:enlace_perdido": Formulario((), ("correo",), otros={"folio": "2026-0001"}),
    # Without a token that nobody can write by hand, it comes back to be sent again.
    "respuestas:incrustar": Formulario(
        ("mensaje", "nombres", "apellidos", "segundo_apellido", "direccion"),
        **_PERSONA,
        otros={"tipo": "pregunta", "medio": "correo", "paso": "enviar"},
        bien=422,
        cabeceras={"Origin": "http://testserver"},
    ),
    "respuestas:participar": Formulario(
        ("mensaje", "nombres", "apellidos", "segundo_apellido", "direccion"),
        **_PERSONA,
        otros={**_NONCE, "tipo": "pregunta", "medio": "correo", "paso": "enviar"},
    ),
    "respuestas:preguntas_parecidas": Formulario(("mensaje",), bien=200),
    "respuestas:retirar_invitaciones": PULSAR,
    "respuestas:retirar_nombre": PULSAR,
    "seguimiento:avisos": PULSAR,
    "seguimiento:seguir": Formulario((), ("correo",), otros={**_NONCE, "alcance": "cuenta"}),
    "tema": Formulario(otros={"volver": "/", "tema": "oscuro"}),
    # What staff type of what people say by hand.
    "convocatorias_gestion:inscribir": Formulario(
        ("nombres", "apellidos", "organizacion_nombre"),
        ("correo",),
        telefonos=("telefono",),
        otros={**_NONCE, "acompanantes": "1"},
        quien="encargada",
    ),
    "respuestas_gestion:ingresar": Formulario(
        ("mensaje", "nombres", "apellidos", "segundo_apellido", "direccion"),
        **_PERSONA,
        otros={**_NONCE, "canal": "oficina", "tipo": "pregunta", "medio": "correo"},
        quien="encargada",
    ),
}  # fmt: skip

Cuerpo = tuple[bytes, str]


def _en_todos(hacer: Callable[[str], str]) -> Callable[[Formulario], Cuerpo]:
    """What was typed in each field, spoilt."""

    def caso(form: Formulario) -> Cuerpo:
        llenos = form.lleno()
        return _codificado(llenos | {campo: hacer(llenos[campo]) for campo in form.escritos})

    return caso


def _en(campos: str, valor: str) -> Callable[[Formulario], Cuerpo]:
    return lambda form: _codificado(form.lleno(**dict.fromkeys(getattr(form, campos), valor)))


def _codificado(datos: dict[str, str]) -> Cuerpo:
    return urlencode(datos).encode(), URLENCODED


def _crudo(valor: bytes) -> Callable[[Formulario], Cuerpo]:
    """Bytes that are no text, in every field."""

    def caso(form: Formulario) -> Cuerpo:
        partes = [f"{quote_plus(c)}=".encode() + quote_plus(valor).encode() for c in form.lleno()]
        return b"&".join(partes), URLENCODED

    return caso


def _en_partes(form: Formulario, valor: bytes | None = None, nombre: str = "") -> bytes:
    archivo = f'; filename="{nombre}"' if nombre else ""
    partes = [
        f'--{BORDE}\r\nContent-Disposition: form-data; name="{campo}"{archivo}\r\n\r\n'.encode()
        + (texto.encode() if valor is None else valor)
        + b"\r\n"
        for campo, texto in form.lleno().items()
    ]
    return b"".join(partes) + f"--{BORDE}--\r\n".encode()


CIEN_KILOS = "palabra " * 12_800

CASOS: dict[str, Callable[[Formulario], Cuerpo]] = {
    "bien": lambda form: _codificado(form.lleno()),
    "vacio": lambda form: (b"", URLENCODED),
    "cinco_mil_campos": lambda form: _codificado(
        form.lleno() | {f"campo_{n}": "x" for n in range(5000)}
    ),
    "nulos": _en_todos(lambda texto: f"\x00{texto}\x00"),
    "cien_kilos": _en_todos(lambda _: CIEN_KILOS),
    "al_reves": _en_todos(lambda texto: f"\u202e{texto}\u2066 \u200f"),
    "sin_ancho": _en_todos(lambda _: "\u200b\u2060\ufeff"),
    "saltos": _en_todos(lambda texto: f"{texto}\r\nBcc: x@y.cl\r\n"),
    "cifras_anchas": _en("runes", "１７.３１９.４８２-Ｋ"),
    "run_en_el_texto": _en("textos", f"{DICHO}: soy {RUN}, escriba a {CORREO}"),
    "run_como_correo": _en("correos", RUN),
    "telefono_ancho": _en("telefonos", "９ １２３４ ５６７８"),
    "emoji": _en_todos(lambda texto: f"{texto} 👩‍👩‍👧 ﷺ Z̸͖͝ " + "\u0301" * 80),
    "suplentes": _crudo(b"\xed\xb2\x80"),
    "no_es_utf8": _crudo(b"\xff\xfe Rosa Mu\xf1oz"),
    "otro_alfabeto": lambda form: (_codificado(form.lleno())[0], f"{URLENCODED}; charset=utf-16"),
    "repetidos": lambda form: (_codificado(form.lleno())[0] * 3, URLENCODED),
    "json": lambda form: (json.dumps(form.lleno()).encode(), "application/json"),
    "texto_plano": lambda form: (b"\x00\xff{[", "text/plain"),
    "sin_tipo": lambda form: (_codificado(form.lleno())[0], ""),
    "partes": lambda form: (_en_partes(form), MULTIPART),
    "partes_no_utf8": lambda form: (_en_partes(form, b"\xff\xfe\x00"), MULTIPART),
    "partes_cortadas": lambda form: (_en_partes(form)[:-40], MULTIPART),
    "partes_cortadas_al_medio": lambda form: (_en_partes(form)[:70], MULTIPART),
    "partes_sin_borde": lambda form: (_en_partes(form), "multipart/form-data"),
    "partes_de_otro_borde": lambda form: (
        _en_partes(form),
        "multipart/form-data; boundary=otro",
    ),
    "archivos_por_textos": lambda form: (
        _en_partes(form, b"MZ\x00", "../../x\x00.exe"),
        MULTIPART,
    ),
}
#: What no form can read: there is nothing to draw again, and a page says what to do.
ILEGIBLES = {
    "cinco_mil_campos",
    "otro_alfabeto",
    "partes_sin_borde",
}
#: Where the words do not come as a form at all: as if nothing had been typed.
SIN_PALABRAS = {
    "vacio",
    "json",
    "texto_plano",
    "sin_tipo",
    "suplentes",
    "no_es_utf8",
    "partes_no_utf8",
    "partes_cortadas",
    "partes_cortadas_al_medio",
    "partes_de_otro_borde",
    "archivos_por_textos",
}
