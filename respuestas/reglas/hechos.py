"""What the rules of contributions, answers and their dissemination look at.

The same facts serve for one answer, one document or a whole account: they are numbers of
messages and counts. `respuestas.selectors` loads them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comun.formato import enumerar
from comun.reglas import ConstanciaDada, Resultado, Veredicto

GUIA = "000"
SANTIAGO = "001"
RENCA = "002"
#: How many numbers a sentence names before it only counts the rest.
A_LA_VISTA = 20


@dataclass(frozen=True)
class Momento:
    """When what lacks is a fault: from `desde` on. None: it is asked now.

    `fuera_del_portal` tells what happened before the account was kept here, in a sentence.
    """

    desde: date | None = None
    fuera_del_portal: str = ""

    def exigible(self, hoy: date) -> bool:
        return self.desde is None or hoy >= self.desde

    def falta(self, hoy: date, evidencia: str, sugerencia: str = "") -> Resultado:
        veredicto = Veredicto.NO_CUMPLE if self.exigible(hoy) else Veredicto.POR_CUMPLIR
        return Resultado(veredicto, evidencia, sugerencia)

    def pendiente(self, evidencia: str) -> Resultado:
        """Nothing lacks yet: it happened elsewhere, or its moment is to come."""
        if self.fuera_del_portal:
            return Resultado(Veredicto.CUMPLE, self.fuera_del_portal)
        return Resultado(Veredicto.POR_CUMPLIR, evidencia)


@dataclass(frozen=True)
class HechosFormulario(Momento):
    """The public form, and what came through it. `desde`: the day that it opens."""

    tipos: frozenset[str] = frozenset()
    virtuales: int = 0
    sin_contacto: int = 0
    accesible: ConstanciaDada | None = None


@dataclass(frozen=True)
class HechosSistematizacion(Momento):
    """What was said on the days, and how it was collected."""

    hay_jornada: bool = True
    #: Days that ended; when the last one did; those of which nobody began to collect.
    jornadas: int = 0
    ultima_el: date | None = None
    sin_recopilar: int = 0
    #: Somebody collects a day that has not ended.
    antes_del_cierre: bool = False
    talleres: int = 0
    talleres_sin_registro: tuple[int, ...] = ()
    recogidas: int = 0
    por_recoger: int = 0
    versiones: int = 0
    versiones_en_blanco: int = 0
    versiones_sin_motivo: int = 0
    #: Messages whose words are not those that were said on the day.
    distintas: tuple[int, ...] = ()
    equipo: tuple[str, ...] = ()
    compartidos: ConstanciaDada | None = None


@dataclass(frozen=True)
class HechosDecisiones(Momento):
    """Messages, their answers and the decision on each proposal.

    `redactando`: they are those of one answer that is being written.
    """

    redactando: bool = False
    recibidos: int = 0
    #: How many the published document has. None: there is no document yet.
    publicados: int | None = None
    sin_respuesta: tuple[int, ...] = ()
    propuestas: int = 0
    sin_decision: tuple[int, ...] = ()
    decididas: int = 0
    sin_fundamento: tuple[int, ...] = ()


@dataclass(frozen=True)
class HechosRevision(Momento):
    """Who wrote an answer or the document, and who signs it off."""

    documento: bool = False
    escrita_por: frozenset[int | None] = frozenset()
    revisa: int | None = None
    nombre: str = ""
    revisada_el: date | None = None
    #: Messages whose answer is written and nobody approved.
    sin_aprobar: tuple[int, ...] = ()


@dataclass(frozen=True)
class HechosPublicos(Momento):
    """What would be published and identifies somebody."""

    con_datos_personales: tuple[int, ...] = ()
    textos_con_datos: tuple[str, ...] = ()


@dataclass(frozen=True)
class HechosDifusion(Momento):
    """Where the answers were made known, and to whom they were sent. `desde`: their day."""

    publicadas_el: date | None = None
    canales: tuple[str, ...] = ()
    #: People with a usable contact; those to whom somebody sent or gave their answer.
    personas: int = 0
    con_intento: int = 0
    #: Of them, those who left a question that was not answered on the day.
    preguntaron: int = 0
    preguntaron_sin_intento: int = 0


@dataclass(frozen=True)
class HechosEnvio(Momento):
    """The personal replies: one mail, or all those of an account."""

    personas: int = 0
    #: People without a reply that tells the result of what they said.
    sin_resultado: int = 0
    aportes: int = 0
    #: Messages whose reply does not say how they were taken into account.
    sin_retorno: tuple[int, ...] = ()


def numeros(cuales: Sequence[int]) -> str:
    """`N.º 12, 40, 41 y 77`, and only the first ones of many."""
    lista = [str(numero) for numero in cuales[:A_LA_VISTA]]
    if resto := len(cuales) - len(lista):
        lista.append(f"{resto} más")
    return f"N.º {enumerar(lista)}"


def mensajes(cuales: Sequence[int], singular: str, plural: str) -> str:
    """`Faltan 4 mensajes por decidir: N.º 12, 40, 41 y 77.`"""
    frase = singular if len(cuales) == 1 else plural.format(n=len(cuales))
    return f"{frase}: {numeros(cuales)}."


def cuantos(n: int, uno: str, varios: str) -> str:
    return f"1 {uno}" if n == 1 else f"{n} {varios}"
