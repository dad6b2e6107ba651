"""Where the banner was put and who asked to be told: sites and addresses of nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: The sites whose pages may carry the form.
SITIOS = ("www.barrios-renca.example", "www.municipio-renca.example")


class Falta(StrEnum):
    """Why the banner is not seen on a day."""

    SIN_BANNER = "sin banner"
    CAIDO = "caído"


@dataclass(frozen=True)
class ConBanner:
    """A page of a site, and what was pasted in it. `faltas`: by days from the activity."""

    url: str
    institucion: str
    lleva: str
    faltas: Mapping[int, Falta] = field(default_factory=dict)


PAGINAS = (
    ConBanner("https://www.barrios-renca.example/", "", "marco"),
    ConBanner(
        "https://www.municipio-renca.example/participacion/",
        "Municipio (demostración)",
        "enlace",
        {-17: Falta.SIN_BANNER, -16: Falta.CAIDO},
    ),
)
BANNER_PUESTO = "Está en la portada del sitio del servicio y en la página del municipio."


@dataclass(frozen=True)
class Seguidora:
    """An address that asks to be told of what is new, and what becomes of it."""

    correo: str
    alcance: str
    capitulo: str = ""
    confirma: bool = True
    se_despide: bool = False


SEGUIDORAS = (
    Seguidora("lidia.avisos@correo.example", "cuenta"),
    Seguidora("sede.noria.avisos@correo.example", "servicio"),
    Seguidora("osvaldo.avisos@correo.example", "tema", "presupuesto"),
    Seguidora("radio.antena.avisos@correo.example", "cuenta"),
    Seguidora("marta.avisos@correo.example", "cuenta", se_despide=True),
    Seguidora("sin.confirmar.avisos@correo.example", "cuenta", confirma=False),
    Seguidora("otra.sin.confirmar.avisos@correo.example", "servicio", confirma=False),
)
