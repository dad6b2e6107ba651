"""What the guide demands of contributions, answers and the response document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from comun.formato import DIAS, enumerar, fecha_larga, fecha_sin_semana
from comun.reglas import Nivel, Resultado, Veredicto, regla
from convocatorias.models import ProcesoVirtual
from cuentas.models import CuentaPublica

CUMPLE = Resultado(Veredicto.CUMPLE, "")


@dataclass(frozen=True)
class HechosRespuesta:
    """One answer, as the rules see it."""

    es_propuesta: bool
    decision: str
    fundamento: str
    texto: str
    escrita_por: frozenset[int | None]
    aprueba: int | None = None


@dataclass(frozen=True)
class HechosDocumento:
    """The response document and what it must account for."""

    sin_decidir: tuple[int, ...]
    con_datos_personales: tuple[int, ...]
    textos_con_datos: tuple[str, ...]
    sin_decision: tuple[int, ...]
    por_recoger: int
    talleres_sin_registro: tuple[int, ...]
    enviado_por: int | None
    publica: int | None
    sugerido: date | None
    maximo: date | None
    motivo_tardanza: str = ""

    def tarde(self, hoy: date) -> bool:
        """Whether the most days of the norm have passed (R108)."""
        return self.maximo is not None and hoy > self.maximo


def falta(evidencia: str, sugerencia: str = "") -> Resultado:
    return Resultado(Veredicto.NO_CUMPLE, evidencia, sugerencia)


def mensajes(numeros: Sequence[int], singular: str, plural: str) -> str:
    """`Faltan 4 mensajes por decidir: N.º 12, 40, 41 y 77.`"""
    frase = singular if len(numeros) == 1 else plural.format(n=len(numeros))
    return f"{frase}: N.º {enumerar(numeros)}."


def motivo_de_cierre(cuenta: CuentaPublica, proceso: ProcesoVirtual | None, ahora: datetime) -> str:
    """Why nobody can write now, and what they can do; "" when the window is open (R51)."""
    if cuenta.estado != CuentaPublica.Estado.ABIERTA:
        return "Esta cuenta pública ya no recibe mensajes. Puede escribir a la oficina de partes."
    if proceso is None or proceso.publicado_en is None:
        return "La participación por internet todavía no se anuncia. Vuelva a mirar en unos días."
    if proceso.abierto(ahora):
        return ""
    if ahora < proceso.abre_en:
        return f"La participación por internet abre el {_dia(proceso.inicio)}. Vuelva ese día."
    return (
        f"La participación cerró el {_dia(proceso.termino)} a las 24:00. Puede escribir a la "
        "oficina de partes o asistir a la jornada."
    )


def _dia(fecha: date) -> str:
    return f"{DIAS[fecha.weekday()]} {fecha_sin_semana(fecha)}"


@regla(
    id="R100",
    nivel=Nivel.BLOQUEA,
    fuente="000",
    lugar="sistematización y revisión",
    texto="Otra persona revisa de manera minuciosa antes de difundir.",
)
def dos_personas(hechos: HechosRespuesta, hoy: date) -> Resultado:
    if hechos.aprueba is not None and hechos.aprueba in hechos.escrita_por:
        return falta(
            "Usted escribió esta respuesta.", "Debe aprobarla una persona que no la haya escrito."
        )
    return CUMPLE


@regla(
    id="R113",
    nivel=Nivel.BLOQUEA,
    fuente="000",
    lugar="respuestas",
    texto="Toda inquietud lleva su respuesta.",
)
def con_respuesta(hechos: HechosRespuesta, hoy: date) -> Resultado:
    return CUMPLE if hechos.texto.strip() else falta("La respuesta está en blanco.", "Escríbala.")


@regla(
    id="R114",
    nivel=Nivel.BLOQUEA,
    fuente="002",
    lugar="plan de compromisos",
    texto="Se da cuenta de la decisión sobre cada propuesta.",
)
def con_decision(hechos: HechosRespuesta, hoy: date) -> Resultado:
    if hechos.es_propuesta and hechos.decision == "informa":
        return falta(
            "Es una propuesta y no tiene decisión.",
            "Elija si se acoge, se acoge en parte o no se acoge.",
        )
    return CUMPLE


@regla(
    id="R115",
    nivel=Nivel.BLOQUEA,
    fuente="002",
    lugar="plan de compromisos",
    texto="Toda decisión lleva su fundamento.",
)
def con_fundamento(hechos: HechosRespuesta, hoy: date) -> Resultado:
    if hechos.decision != "informa" and not hechos.fundamento.strip():
        return falta("La decisión no tiene fundamento.", "Escriba por qué se decidió así.")
    return CUMPLE


@regla(
    id="R92",
    nivel=Nivel.BLOQUEA,
    fuente="000",
    lugar="sistematización y revisión",
    texto="Se sistematiza toda la jornada.",
)
def talleres_con_registro(hechos: HechosDocumento, hoy: date) -> Resultado:
    numeros = hechos.talleres_sin_registro
    if not numeros:
        return CUMPLE
    cuales = "El taller" if len(numeros) == 1 else "Los talleres"
    no_tiene = "no tiene" if len(numeros) == 1 else "no tienen"
    return falta(
        f"{cuales} {enumerar(numeros)} {no_tiene} registro de lo dicho.",
        "Regístrelo, o anote en el taller por qué no hubo acuerdos.",
    )


@regla(
    id="R96",
    nivel=Nivel.BLOQUEA,
    fuente="000",
    lugar="sistematización y revisión",
    texto="Se incluye de manera completa y precisa lo expuesto.",
)
def todo_recogido(hechos: HechosDocumento, hoy: date) -> Resultado:
    if not hechos.por_recoger:
        return CUMPLE
    cuantas = (
        "Falta recoger 1 nota"
        if hechos.por_recoger == 1
        else f"Faltan recoger {hechos.por_recoger} notas"
    )
    return falta(f"{cuantas} de la jornada.", "Presione «Recoger lo dicho en la jornada».")


@regla(
    id="R113",
    nivel=Nivel.BLOQUEA,
    fuente="000",
    lugar="respuestas",
    texto="Ningún mensaje queda sin respuesta o sin decisión.",
)
def todo_decidido(hechos: HechosDocumento, hoy: date) -> Resultado:
    if not hechos.sin_decidir:
        return CUMPLE
    return falta(
        mensajes(
            hechos.sin_decidir, "Falta 1 mensaje por decidir", "Faltan {n} mensajes por decidir"
        )
    )


@regla(
    id="R114",
    nivel=Nivel.BLOQUEA,
    fuente="002",
    lugar="plan de compromisos",
    texto="Se da cuenta de la decisión sobre cada propuesta.",
)
def propuestas_decididas(hechos: HechosDocumento, hoy: date) -> Resultado:
    if not hechos.sin_decision:
        return CUMPLE
    return falta(
        mensajes(
            hechos.sin_decision,
            "Hay 1 propuesta respondida sin decisión",
            "Hay {n} propuestas respondidas sin decisión",
        ),
        "Reabra la respuesta y elija la decisión.",
    )


@regla(
    id="T5",
    nivel=Nivel.BLOQUEA,
    fuente="Ley 19.628, modificada por la Ley 21.719",
    lugar="artículo 14 quáter",
    texto="Lo que se publica no lleva datos personales.",
)
def sin_datos_personales(hechos: HechosDocumento, hoy: date) -> Resultado:
    frases = []
    if hechos.con_datos_personales:
        frases.append(
            mensajes(
                hechos.con_datos_personales,
                "Hay 1 mensaje con un RUN, un correo o un teléfono",
                "Hay {n} mensajes con un RUN, un correo o un teléfono",
            )
        )
    if hechos.textos_con_datos:
        frases.append(f"También hay datos de personas en {enumerar(hechos.textos_con_datos)}.")
    if not frases:
        return CUMPLE
    return falta(" ".join(frases), "Escriba una versión pública sin esos datos.")


@regla(
    id="R100",
    nivel=Nivel.BLOQUEA,
    fuente="000",
    lugar="sistematización y revisión",
    texto="Publica una persona distinta de quien preparó el documento.",
)
def publica_otra_persona(hechos: HechosDocumento, hoy: date) -> Resultado:
    if hechos.publica is not None and hechos.publica == hechos.enviado_por:
        return falta("Usted preparó este documento.", "Debe publicarlo la autoridad.")
    return CUMPLE


@regla(
    id="R108",
    nivel=Nivel.BLOQUEA,
    fuente="000",
    lugar="publicación de las respuestas",
    texto="Las respuestas se publican dentro del plazo máximo; si no, se dice por qué.",
)
def tardanza_con_motivo(hechos: HechosDocumento, hoy: date) -> Resultado:
    if hechos.tarde(hoy) and not hechos.motivo_tardanza.strip():
        return falta(
            f"El plazo máximo venció el {fecha_larga(hechos.maximo)}.",  # type: ignore[arg-type]
            "Escriba por qué se publica fuera de plazo: se publicará junto a la fecha.",
        )
    return CUMPLE


@regla(
    id="R107",
    nivel=Nivel.ADVIERTE,
    fuente="000",
    lugar="publicación de las respuestas",
    texto="Se sugiere publicar las respuestas dentro de 30 días.",
)
def dentro_de_lo_sugerido(hechos: HechosDocumento, hoy: date) -> Resultado:
    if hechos.sugerido is None or hoy <= hechos.sugerido or hechos.tarde(hoy):
        return CUMPLE
    return falta(f"El plazo sugerido fue el {fecha_larga(hechos.sugerido)}.")


PARA_REVISION = (con_respuesta, con_decision, con_fundamento)
PARA_APROBAR = (*PARA_REVISION, dos_personas)
DEL_CONTENIDO = (
    talleres_con_registro,
    todo_recogido,
    todo_decidido,
    propuestas_decididas,
    sin_datos_personales,
)
PARA_PUBLICAR = (*DEL_CONTENIDO, publica_otra_persona, tardanza_con_motivo)
