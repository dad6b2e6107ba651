"""The kinds of social organisations (DOMAIN 3.5), how people write the names of comunas, and
what may be asked to take part in an activity."""

import hashlib
import re
from functools import lru_cache
from typing import Any

from comun.hojas import Columna
from comun.texto import plegar, raices, raiz

TIPOS = {
    "territorial": "Territorial",
    "funcional": "Funcional",
    "interes_publico": "De interés público",
    "mujeres": "De mujeres",
    "jovenes": "De jóvenes",
    "estudiantes": "De estudiantes",
    "discapacidad": "De personas con discapacidad",
    "pueblos_originarios": "De pueblos originarios",
    "cultural": "Cultural",
    "voluntariado": "De voluntariado",
    "personas_mayores": "De personas mayores",
    "migrantes": "De migrantes",
    "sindical": "Sindical",
    "gremial": "Gremial",
    "ambiental": "Ambiental",
    "academica": "Académica",
    "otra": "Otra",
}

#: What the first call of a service says, until somebody writes something better.
TEXTO_DE_CONVOCATORIA = (
    "Estimada/o {{nombre}}:\n\n"
    "{{servicio}} invita a {{organizacion}} a su Cuenta Pública Participativa {{anio}}. Le "
    "contaremos qué hicimos el año pasado y queremos escuchar sus preguntas, críticas y "
    "propuestas.\n\n"
    "Nos reunimos el {{fecha}} a las {{hora}}, en {{lugar}}, {{comuna}}. Le pedimos confirmar si "
    "vendrá, o quién vendrá en su lugar."
)

#: What people write in different ways at the head of a name, each with its words.
ABREVIATURAS = {
    "jjvv": "junta vecinos",
    "jv": "junta vecinos",
    "ccdd": "comite desarrollo",
    "cdta": "club deportivo",
    "cd": "club deportivo",
    "apr": "agua potable rural",
    "cam": "club adulto mayor",
    "ccpp": "centro padres",
    "ong": "organizacion gubernamental",
    "agrup": "agrupacion",
    "soc": "sociedad",
    "fund": "fundacion",
    "sind": "sindicato",
    "asoc": "asociacion",
    "uc": "union comunal",
}
_PALABRA = re.compile(r"[a-z0-9]+")
_LETRA_Y_CIFRA = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
SIN_PESO = frozenset("de del la las los el y e en para por con a al n no nro num numero".split())

#: What a person may need to take part in an activity (code → what is asked).
APOYOS = {
    "lsch": "Intérprete de lengua de señas chilena",
    "braille": "Material en braille",
    "letra_grande": "Material con letra grande",
    "silla": "Acceso para silla de ruedas",
}
#: The consent under which they are kept. Another wording is another version; none is rewritten.
PERMISO_DE_APOYOS = {
    1: (
        "Doy permiso para guardar los apoyos que pido. Se usan solo para preparar esta "
        "actividad. Los ve solo el equipo que la prepara. Puedo retirarlos cuando quiera. "
        "Se borran al día siguiente de la actividad."
    ),
}
VERSION_DEL_PERMISO = max(PERMISO_DE_APOYOS)

#: Other spellings that people use (DOMAIN 3.2), each with the one of the official list.
OTRAS_COMUNAS = {
    "Aisén": "Aysén",
    "Coihaique": "Coyhaique",
    "La Calera": "Calera",
    "Paihuano": "Paiguano",
    "Trehuaco": "Treguaco",
    "Llay Llay": "Llaillay",
    "Marchigüe": "Marchihue",
    "Navarino": "Cabo de Hornos",
    "Santiago Centro": "Santiago",
}

#: How a comuna's name is cut short at its beginning.
_CORTAS = {
    "pto": "puerto",
    "pta": "punta",
    "sta": "santa",
    "sto": "santo",
    "sn": "san",
    "gral": "general",
    "stgo": "santiago",
    "vina": "vina del mar",
}

#: What people call the kinds of DOMAIN 3.5, each with the code of its kind.
OTROS_TIPOS = {
    "junta de vecinos": "territorial",
    "juntas de vecinos": "territorial",
    "jjvv": "territorial",
    "vecinal": "territorial",
    "adulto mayor": "personas_mayores",
    "adultos mayores": "personas_mayores",
    "tercera edad": "personas_mayores",
    "mujer": "mujeres",
    "género": "mujeres",
    "juvenil": "jovenes",
    "juventud": "jovenes",
    "estudiantil": "estudiantes",
    "en situación de discapacidad": "discapacidad",
    "pueblo indígena": "pueblos_originarios",
    "indígena": "pueblos_originarios",
    "cultura": "cultural",
    "voluntarios": "voluntariado",
    "inmigrantes": "migrantes",
    "migración": "migrantes",
    "sindicato": "sindical",
    "asociación gremial": "gremial",
    "medio ambiente": "ambiental",
    "medioambiental": "ambiental",
    "universidad": "academica",
}

#: The directory as a sheet: what is read from one and what is written in one.
COLUMNAS = (
    Columna(
        "organizacion", "Organización",
        alias=("nombre de la organización", "nombre organización", "razón social", "institución"),
    ),
    Columna(
        "tipos", "Tipos", obligatoria=False,
        alias=("tipo", "tipo de organización", "tipos de organización", "clasificación"),
    ),
    Columna("comuna", "Comuna", obligatoria=False, alias=("comuna de la organización",)),
    Columna("temas", "Temas", obligatoria=False, alias=("tema", "materias", "áreas de interés")),
    Columna(
        "rut", "RUT de la organización", obligatoria=False,
        alias=("rut", "rut organización", "r.u.t.", "rol único tributario"),
    ),
    Columna(
        "personalidad", "Personalidad jurídica", obligatoria=False,
        alias=("pj", "n° personalidad jurídica", "personería jurídica"),
    ),
    Columna(
        "direccion", "Dirección postal", obligatoria=False, alias=("dirección", "domicilio")
    ),
    Columna(
        "nombres", "Contacto nombres", obligatoria=False,
        alias=("nombres", "nombre del contacto", "contacto", "nombre contacto", "nombre"),
    ),
    Columna(
        "apellidos", "Contacto apellidos", obligatoria=False,
        alias=("apellidos", "apellido", "apellidos del contacto"),
    ),
    Columna("cargo", "Cargo", obligatoria=False, alias=("cargo del contacto", "rol")),
    Columna(
        "representante", "Representante legal", obligatoria=False,
        alias=("representante", "es representante legal", "rep. legal"),
    ),
    Columna(
        "correo", "Correo", obligatoria=False,
        alias=("correo electrónico", "e-mail", "email", "mail", "correo contacto"),
    ),
    Columna(
        "telefono", "Teléfono", obligatoria=False,
        alias=("fono", "celular", "teléfonos", "teléfono de contacto", "móvil"),
    ),
)  # fmt: skip


def cargar(modelo: Any) -> None:
    """Create or update the kinds. Takes the model, so that a migration can call it."""
    modelo.objects.bulk_create(
        [
            modelo(codigo=codigo, nombre=nombre, orden=orden)
            for orden, (codigo, nombre) in enumerate(TIPOS.items(), start=1)
        ],
        update_conflicts=True,
        unique_fields=["codigo"],
        update_fields=["nombre", "orden"],
    )


def letras(nombre: str) -> str:
    """`nombre` reduced to letters and figures: "Til-Til" and "Tiltil" agree, and "O'Higgins"."""
    return re.sub(r"[^a-z0-9]", "", plegar(nombre))


def indice_de_comunas(nombres_por_codigo: dict[str, str]) -> dict[str, str]:
    """Every way of writing a comuna (its code too) → its code."""
    indice = {letras(nombre): codigo for codigo, nombre in nombres_por_codigo.items()}
    indice |= {codigo: codigo for codigo in nombres_por_codigo}
    # A sheet reads the code 05101 as a number and loses its zero.
    indice |= {codigo.lstrip("0"): codigo for codigo in nombres_por_codigo}
    for otra, oficial in OTRAS_COMUNAS.items():
        if letras(oficial) in indice:
            indice[letras(otra)] = indice[letras(oficial)]
    return indice


def comuna_de(texto: str, indice: dict[str, str]) -> str | None:
    """The code of a comuna, however it is written; None if it is none.

    "Pto. Montt", "Comuna de Talca" and "Talca, Región del Maule" are understood.
    """
    if codigo := indice.get(letras(texto)):
        return codigo
    plano = re.split(r"[,(/]", plegar(texto))[0]
    palabras = re.findall(r"[a-z0-9]+", re.sub(r"^(comuna )?(de )?", "", plano))
    if palabras:
        palabras[0] = _CORTAS.get(palabras[0], palabras[0])
    return indice.get(letras(" ".join(palabras)))


def indice_de_tipos(nombres_por_codigo: dict[str, str]) -> dict[str, str]:
    """Every way of writing a kind → its code: code, name, the name without "De", other words."""
    indice: dict[str, str] = {}
    for otro, codigo in OTROS_TIPOS.items():
        if codigo in nombres_por_codigo:
            indice |= dict.fromkeys(_formas(otro), codigo)
    for codigo, nombre in nombres_por_codigo.items():
        corto = re.sub(r"^De (personas con )?", "", nombre)
        indice |= {f: codigo for forma in (codigo, nombre, corto) for f in _formas(forma)}
    return indice


def tipo_de(texto: str, indice: dict[str, str]) -> str | None:
    """The code of a kind, however it is written: "Funcionales", "de mujeres", "JJ.VV."."""
    return next((indice[forma] for forma in _formas(texto) if forma in indice), None)


def _formas(texto: str) -> tuple[str, str]:
    """As it is, and by the stems of the words that say something."""
    utiles = [p for p in re.findall(r"[a-z0-9]+", plegar(texto)) if p not in SIN_PESO]
    return letras(texto), f" {' '.join(raices(' '.join(utiles)))}"


def senia_de(nombre: str) -> str:
    """What is left of an organisation's name when the ways of writing it are put aside.

    "JJ.VV. N° 5 El Molino" and "Junta de Vecinos Nº5 El Molino" agree.
    """
    utiles: set[str] = set()
    for trozo in nombre.split():
        if trozo.isascii() and trozo.isdigit():
            utiles.add(trozo)
        else:
            utiles.update(_de_peso(trozo))
    return " ".join(sorted(p if p.isdigit() else raiz(p) for p in utiles))[:200]


@lru_cache(maxsize=20_000)
def _de_peso(trozo: str) -> frozenset[str]:
    """The words that say something, of what stands between two spaces."""
    plano = _LETRA_Y_CIFRA.sub(" ", plegar(trozo).replace(".", ""))
    palabras = " ".join(ABREVIATURAS.get(p, p) for p in _PALABRA.findall(plano))
    return frozenset(p for p in palabras.split() if p not in SIN_PESO)


def indice_de_busqueda(*textos: str) -> str:
    """What a search looks in: each stem once, with a space before and after it."""
    unicas = dict.fromkeys(raices(" ".join(textos)))
    return f" {' '.join(unicas)} " if unicas else ""


def huella_del_permiso(version: int = VERSION_DEL_PERMISO) -> str:
    """SHA-256 of the consent that a person reads before they tell what they need."""
    return hashlib.sha256(PERMISO_DE_APOYOS[version].encode()).hexdigest()
