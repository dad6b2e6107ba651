"""The prior survey of an activity, and what was answered, counted in a fixed number of reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from comun.texto import Hallazgo, detectar_datos_personales, plegar
from convocatorias.models import Actividad, EncuestaPrevia, PreguntaPrevia, ValorPrevio
from convocatorias.reglas.publicable import MINIMO, multiple_publicable, particion_publicable
from cuentas.models import Capitulo

Clase = PreguntaPrevia.Clase
#: Texts read on the page; the sheet has them all.
TEXTOS_A_LA_VISTA = 100
PALABRAS_DEL_CAPITULO = 40


@dataclass(frozen=True)
class Conteo:
    """How many chose one option, and of how many in a hundred who answered that question."""

    texto: str
    n: int
    porcentaje: int
    #: What may be told outside the service: None when it speaks of too few people.
    publico: int | None = None


@dataclass(frozen=True)
class TextoLibre:
    """What somebody wrote, in pieces: plain, or something that identifies a person."""

    piezas: tuple[tuple[str, str], ...]

    @property
    def por_ocultar(self) -> bool:
        return any(tipo for _, tipo in self.piezas)


@dataclass(frozen=True)
class Resultado:
    """What was answered to one question."""

    pregunta: PreguntaPrevia
    respondieron: int
    conteos: tuple[Conteo, ...] = ()
    promedio: str = ""
    textos: tuple[TextoLibre, ...] = ()


@dataclass(frozen=True)
class DelCapitulo:
    """A chapter of the report, how it begins, and what was answered about it."""

    titulo: str
    comienzo: str
    resultados: tuple[Resultado, ...] = ()
    #: Where it was one of the options: the question, and how many chose it.
    elegido: tuple[tuple[PreguntaPrevia, Conteo], ...] = ()


@dataclass(frozen=True)
class Resultados:
    """Everything that was answered to a survey."""

    total: int
    en_papel: int
    capitulos: tuple[DelCapitulo, ...] = ()
    sin_capitulo: tuple[Resultado, ...] = ()
    todos: tuple[Resultado, ...] = field(default=(), repr=False)

    @property
    def publicable(self) -> bool:
        return self.total >= MINIMO


def encuesta_de(actividad: Actividad) -> EncuestaPrevia | None:
    """The survey of an activity, if it has one."""
    fila = EncuestaPrevia.objects.filter(actividad=actividad).first()
    if fila is not None:
        fila.actividad = actividad
    return fila


def encuesta_abierta(actividad: Actividad, ahora: datetime) -> EncuestaPrevia | None:
    """The survey that whoever is invited may answer now."""
    fila = encuesta_de(actividad)
    hoy = ahora.astimezone(actividad.zona).date()
    return fila if fila is not None and actividad.vigente and fila.recibe(hoy) else None


def valores_de(encuesta: EncuestaPrevia, nonce: str) -> dict[int, Any]:
    """What the answer with that nonce says, by the question's order."""
    dicho: dict[int, Any] = {}
    filas = ValorPrevio.objects.filter(respuesta__encuesta=encuesta, respuesta__nonce=nonce)
    for orden, opcion, texto in filas.values_list("pregunta__orden", "opcion", "texto"):
        if opcion is None:
            dicho[orden] = texto
        else:
            dicho.setdefault(orden, []).append(opcion)
    return dicho


def resultados_de(encuesta: EncuestaPrevia, textos: int | None = TEXTOS_A_LA_VISTA) -> Resultados:
    """What was answered, question by question, beside the chapters of the report (R21).

    Five reads, whatever the number of answers. `textos`: how many of each question; None, all.
    """
    canales = dict(encuesta.respuestas.order_by().values_list("canal").annotate(n=Count("pk")))
    total = sum(canales.values())
    preguntas = list(encuesta.preguntas.all())
    conteos, quienes = _contar(encuesta)
    escritos = _textos(encuesta, textos)
    todos = tuple(
        _resultado(p, total, quienes.get(p.pk, 0), conteos, escritos.get(p.pk, ()))
        for p in preguntas
    )
    capitulos = _capitulos(encuesta.actividad, todos)
    return Resultados(
        total=total,
        en_papel=canales.get("papel", 0),
        capitulos=capitulos,
        sin_capitulo=_fuera(todos, capitulos),
        todos=todos,
    )


def _fuera(todos: Sequence[Resultado], capitulos: Sequence[DelCapitulo]) -> tuple[Resultado, ...]:
    puestos = {r.pregunta.pk for capitulo in capitulos for r in capitulo.resultados}
    return tuple(r for r in todos if r.pregunta.pk not in puestos)


def _contar(encuesta: EncuestaPrevia) -> tuple[dict[tuple[int, int], int], dict[int, int]]:
    """How many chose each option, and how many answered each question."""
    filas = (
        ValorPrevio.objects.filter(pregunta__encuesta=encuesta, opcion__isnull=False)
        .order_by()
        .values_list("pregunta", "opcion")
        .annotate(n=Count("pk"))
    )
    quienes = (
        ValorPrevio.objects.filter(pregunta__encuesta=encuesta)
        .order_by()
        .values_list("pregunta")
        .annotate(n=Count("respuesta", distinct=True))
    )
    return {(p, o): n for p, o, n in filas}, dict(quienes)


def _textos(encuesta: EncuestaPrevia, tope: int | None) -> dict[int, list[TextoLibre]]:
    # By their words: the order in which they came could say who wrote them.
    filas = ValorPrevio.objects.filter(pregunta__encuesta=encuesta, opcion=None)
    if tope is not None:
        puesto = Window(RowNumber(), partition_by="pregunta", order_by=["texto", "pk"])
        filas = filas.annotate(puesto=puesto).filter(puesto__lte=tope)
    escritos: dict[int, list[TextoLibre]] = {}
    for pregunta, texto in filas.order_by("texto", "pk").values_list("pregunta", "texto"):
        piezas = _piezas(texto, detectar_datos_personales(texto))
        escritos.setdefault(pregunta, []).append(TextoLibre(tuple(piezas)))
    return escritos


def _piezas(texto: str, hallazgos: Sequence[Hallazgo]) -> list[tuple[str, str]]:
    piezas, desde = [], 0
    for hallado in hallazgos:
        if texto[desde : hallado.inicio]:
            piezas.append((texto[desde : hallado.inicio], ""))
        piezas.append((texto[hallado.inicio : hallado.fin], hallado.tipo))
        desde = hallado.fin
    if texto[desde:]:
        piezas.append((texto[desde:], ""))
    return piezas


def _resultado(
    pregunta: PreguntaPrevia,
    total: int,
    respondieron: int,
    conteos: dict[tuple[int, int], int],
    textos: Sequence[TextoLibre],
) -> Resultado:
    opciones = [(texto, conteos.get((pregunta.pk, n), 0)) for n, texto in pregunta.lista]
    numeros = [n for _, n in opciones]
    if pregunta.clase == Clase.VARIAS:
        publicos = multiple_publicable(numeros, total, respondieron)
    else:
        publicos = particion_publicable([*numeros, total - respondieron])[:-1]
    return Resultado(
        pregunta=pregunta,
        respondieron=respondieron,
        conteos=tuple(
            Conteo(texto, n, round(100 * n / respondieron) if respondieron else 0, publico)
            for (texto, n), publico in zip(opciones, publicos, strict=True)
        ),
        promedio=_promedio(numeros) if pregunta.clase == Clase.ESCALA and respondieron else "",
        textos=tuple(textos),
    )


def _promedio(numeros: Sequence[int]) -> str:
    suma = sum(valor * n for valor, n in enumerate(numeros, start=1))
    return f"{suma / sum(numeros):.1f}".replace(".", ",")


def _capitulos(actividad: Actividad, todos: Sequence[Resultado]) -> tuple[DelCapitulo, ...]:
    """The chapters of the base report in their order, each with its questions."""
    filas = Capitulo.objects.filter(informe__cuenta=actividad.cuenta_id).values_list(
        "tipo", "texto"
    )
    nombres = dict(Capitulo.Tipo.choices)
    return tuple(
        DelCapitulo(
            titulo=nombres[tipo],
            comienzo=" ".join(texto.split()[:PALABRAS_DEL_CAPITULO]),
            resultados=tuple(r for r in todos if r.pregunta.capitulo == tipo),
            elegido=tuple(
                (r.pregunta, conteo)
                for r in todos
                for conteo in r.conteos
                if plegar(conteo.texto) == plegar(nombres[tipo])
            ),
        )
        for tipo, texto in filas
    )
