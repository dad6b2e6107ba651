"""What is published already and is like what somebody writes: answers, and parts of the report.

Only the versions in force, which a person approved for publication. A published version never
changes (ADR 4), so each is read and taken apart once and kept in the process, with its SHA-256 in
its key: asking costs two statements, whatever was published.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from threading import Lock
from typing import Any, Literal

from django.core.signing import BadSignature, Signer
from django.db.models import Count, F, QuerySet
from django.urls import reverse

from comun.parecido import Hallado, Indice, Pasaje, Trozo, llano, marcar, partes, pasajes
from cuentas.models import CuentaPublica, PublicacionInforme
from respuestas.catalogos import lugar_de
from respuestas.models import Consulta, PublicacionRespuestas

#: This year's account and the five before it.
ANIOS = 6
#: How alike an answer's words must be, beside those of its question; and a part of the report.
PESO_RESPUESTA, PESO_CAPITULO = 0.85, 0.8
#: Of how many published versions, and with how many passages in all, the process keeps the index.
VERSIONES, PASAJES = 64, 100_000
LARGO_DEL_EXTRACTO = 240
SELLO = "respuestas.sumarse"


@dataclass(frozen=True)
class Parecida:
    """Something published, as a list shows it. `sello` is what whoever joins it sends."""

    clase: Literal["respuesta", "capitulo"]
    anio: int
    titulo: str
    extracto: tuple[Trozo, ...]
    enlace: str
    puntos: float
    numero: int = 0
    folio: str = ""
    pregunta: tuple[Trozo, ...] = ()
    sello: str = ""


@dataclass(frozen=True)
class Entrada:
    """A published block of answers, or a chapter, and what is shown of it."""

    titulo: str
    ancla: str
    texto: str
    #: Number → words, of what was asked; a chapter has none.
    preguntas: Mapping[int, str]


@dataclass(frozen=True)
class Documento:
    """One published version, taken apart."""

    entradas: Sequence[Entrada]
    indice: Indice

    def publica(self, numero: int) -> bool:
        return any(numero in entrada.preguntas for entrada in self.entradas)


@dataclass(frozen=True)
class _Version:
    """A version in force, still without its content."""

    clave: tuple[Any, ...]
    pk: int
    anio: int


def parecidas(cuenta: CuentaPublica, mensaje: str, limite: int = 3) -> list[Parecida]:
    """What is published and is like `mensaje`, the most alike first.

    Answers of this account and of the years before, of its own service; chapters of this account's
    report. Nothing when no word says anything.
    """
    preguntadas = partes(mensaje)
    if not preguntadas:
        return []
    halladas = [
        (hallado.puntos, anio, documento, hallado)
        for anio, documento in _documentos(cuenta)
        for hallado in documento.indice.buscar(preguntadas)[:limite]
    ]
    halladas.sort(key=lambda h: (-h[0], -h[1]))
    raices = frozenset().union(*preguntadas)
    return [_parecida(cuenta, *hallada[1:], raices) for hallada in halladas[:limite]]


def publicada(cuenta: CuentaPublica, sello: str) -> Consulta | None:
    """The published contribution that somebody joins; None if it is none of this service's, or
    no version in force has it."""
    try:
        servicio, anio, numero = map(int, Signer(salt=SELLO).unsign(sello).split("-"))
    except (BadSignature, ValueError):
        return None
    if servicio != cuenta.servicio_id:
        return None
    versiones = [v for v in _respuestas_en_vigor(cuenta) if v.anio == anio]
    if not any(documento.publica(numero) for _, documento in _leidas(versiones, _respuestas)):
        return None
    originales = Consulta.objects.filter(servicio=servicio, folio_anio=anio, folio_numero=numero)
    return originales.select_related("cuenta", "grupo__respuesta").first()


def con_sumadas(cuenta: CuentaPublica, secciones: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The published sections, each block with how many messages joined it later: one statement.

    Those of the same group stand in the block themselves, and are not counted again.
    """
    if not secciones:
        return []
    filas = Consulta.objects.filter(suma_a__cuenta=cuenta).exclude(grupo=F("suma_a__grupo"))
    por_numero = filas.order_by().values_list("suma_a__folio_numero").annotate(n=Count("pk"))
    cuantas = dict(por_numero)
    return [
        {**seccion, "bloques": [{**b, "sumadas": _sumadas(b, cuantas)} for b in seccion["bloques"]]}
        for seccion in secciones
    ]


def _sumadas(bloque: dict[str, Any], cuantas: Mapping[int, int]) -> int:
    return sum(cuantas.get(mensaje["numero"], 0) for mensaje in bloque["mensajes"])


# ── The versions in force ──


def _documentos(cuenta: CuentaPublica) -> Iterator[tuple[int, Documento]]:
    yield from _leidas(_respuestas_en_vigor(cuenta), _respuestas)
    informes = PublicacionInforme.objects.filter(informe__cuenta=cuenta)
    yield from _leidas(_en_vigor(informes), _informe)


def _respuestas_en_vigor(cuenta: CuentaPublica) -> list[_Version]:
    cuentas = CuentaPublica.objects.publicas().filter(
        servicio=cuenta.servicio_id,
        anio_gestion__lte=cuenta.anio_gestion,
        anio_gestion__gt=cuenta.anio_gestion - ANIOS,
    )
    return _en_vigor(PublicacionRespuestas.objects.filter(informe__cuenta__in=cuentas))


def _en_vigor(publicaciones: QuerySet[Any]) -> list[_Version]:
    """The last version of each document, without its content: one statement."""
    filas = publicaciones.order_by("informe", "-version").values_list(
        "informe", "pk", "version", "publicada_en", "pdf__sha256", "informe__cuenta__anio_gestion"
    )
    ultimas = [next(versiones) for _, versiones in groupby(filas, key=lambda fila: fila[0])]
    modelo = publicaciones.model
    return [_Version((modelo, *fila), fila[1], fila[5]) for fila in ultimas]


_guardados: OrderedDict[tuple[Any, ...], Documento] = OrderedDict()
_llave = Lock()


def _leidas(
    versiones: list[_Version], separar: Callable[[dict[str, Any]], Documento]
) -> list[tuple[int, Documento]]:
    """Each version taken apart; those that the process has not are read in one statement."""
    hay = {v.clave: d for v in versiones if (d := _guardados.get(v.clave))}
    faltan = {v.pk: v.clave for v in versiones if v.clave not in hay}
    if faltan:
        filas = versiones[0].clave[0].objects.filter(pk__in=faltan)
        for pk, contenido in filas.values_list("pk", "contenido"):
            hay[faltan[pk]] = separar(contenido)
    _guardar(hay)
    return [(v.anio, hay[v.clave]) for v in versiones if v.clave in hay]


def _guardar(documentos: Mapping[tuple[Any, ...], Documento]) -> None:
    """Keep them as the last ones used, and let go of the oldest above the limits."""
    with _llave:
        for clave, documento in documentos.items():
            _guardados[clave] = documento
            _guardados.move_to_end(clave)
        total = sum(len(d.indice.pasajes) for d in _guardados.values())
        while len(_guardados) > VERSIONES or (total > PASAJES and len(_guardados) > 1):
            total -= len(_guardados.popitem(last=False)[1].indice.pasajes)


def olvidar() -> None:
    """Let go of everything kept: for the tests, whose database goes back in time."""
    with _llave:
        _guardados.clear()


# ── A version taken apart ──


def _respuestas(contenido: dict[str, Any]) -> Documento:
    bloques = [
        bloque
        for seccion in contenido.get("secciones", ())
        for bloque in seccion["bloques"]
        if bloque["respuesta"].strip() and bloque["mensajes"]
    ]
    entradas = [
        Entrada(
            titulo=_titulo(bloque),
            ancla="",
            texto=llano(bloque["respuesta"]),
            preguntas={m["numero"]: m["texto"] for m in bloque["mensajes"]},
        )
        for bloque in bloques
    ]
    return Documento(entradas, Indice(_pasajes(entradas, PESO_RESPUESTA)))


def _titulo(bloque: dict[str, Any]) -> str:
    mensajes = bloque["mensajes"]
    return (
        bloque["titulo"] if len(mensajes) > 1 else f"{bloque['titulo']} N.º {mensajes[0]['numero']}"
    )


def _informe(contenido: dict[str, Any]) -> Documento:
    entradas = [
        Entrada(c["titulo"], c["tipo"], llano(c["texto"]), {})
        for c in contenido.get("capitulos", ())
    ]
    return Documento(entradas, Indice(_pasajes(entradas, PESO_CAPITULO)))


def _pasajes(entradas: Iterable[Entrada], peso: float) -> Iterator[Pasaje]:
    for de, entrada in enumerate(entradas):
        if len(entrada.preguntas) > 1:
            yield Pasaje(de, entrada.titulo)
        for texto in entrada.preguntas.values():
            yield from (Pasaje(de, uno) for uno in pasajes(texto))
        yield from (Pasaje(de, uno, peso) for uno in pasajes(entrada.texto))


# ── What is shown ──


def _parecida(
    cuenta: CuentaPublica, anio: int, documento: Documento, hallado: Hallado, raices: frozenset[str]
) -> Parecida:
    entrada, pasaje = documento.entradas[hallado.de], hallado.pasaje.texto
    en_el_texto = hallado.pasaje.peso < 1
    args = [cuenta.servicio.slug, anio]
    if not entrada.preguntas:
        return Parecida(
            clase="capitulo",
            anio=anio,
            titulo=entrada.titulo,
            extracto=_extracto(pasaje, raices),
            enlace=f"{reverse('cuentas:informe', args=args)}#{entrada.ancla}",
            puntos=hallado.puntos,
        )
    numero = _numero(entrada, "" if en_el_texto else pasaje)
    pregunta = entrada.preguntas[numero] if en_el_texto or pasaje == entrada.titulo else pasaje
    return Parecida(
        clase="respuesta",
        anio=anio,
        numero=numero,
        folio=f"{anio}-{numero:04d}",
        titulo=entrada.titulo,
        pregunta=_extracto(pregunta, raices),
        extracto=_extracto(pasaje if en_el_texto else entrada.texto, raices),
        enlace=f"{reverse('respuestas:respuestas', args=args)}{lugar_de(numero)}",
        puntos=hallado.puntos,
        sello=Signer(salt=SELLO).sign(f"{cuenta.servicio_id}-{anio}-{numero}"),
    )


def _numero(entrada: Entrada, pasaje: str) -> int:
    """Which of the messages of the block says it; the first one if it is the answer that does."""
    for numero, texto in entrada.preguntas.items():
        if pasaje and pasaje in " ".join(texto.split()):
            return numero
    return next(iter(entrada.preguntas))


def _extracto(texto: str, raices: frozenset[str]) -> tuple[Trozo, ...]:
    seguido = " ".join(texto.split())
    if len(seguido) > LARGO_DEL_EXTRACTO:
        seguido = f"{seguido[:LARGO_DEL_EXTRACTO].rpartition(' ')[0] or seguido[:80]}…"
    return marcar(seguido, raices)
