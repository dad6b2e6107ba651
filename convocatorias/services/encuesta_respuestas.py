"""Use cases of the answers to a prior survey: by a personal link, by hand, and by a sheet."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from comun import hojas, reloj
from comun.campos import hmac_de
from comun.errores import ErrorDominio
from comun.formato import fecha_sin_semana
from comun.rut import digito
from comun.texto import en_una_linea, plegar
from comun.transitions import anotar
from convocatorias.documents import columnas_de_encuesta
from convocatorias.models import (
    EncuestaPrevia,
    Invitacion,
    Participante,
    PreguntaPrevia,
    RespuestaPrevia,
    ValorPrevio,
    codigo_de_hoja,
)
from convocatorias.services.encuesta import exigir_cuenta_abierta

Canal = RespuestaPrevia.Canal
Clase = PreguntaPrevia.Clase
#: What somebody answered, by the question's order: numbers of options, or words.
Dicho = Mapping[int, Sequence[int] | str]
LARGO_TEXTO = 300
MAXIMO_FILAS = 2_000


class EncuestaCerrada(ErrorDominio):
    """Nobody can answer by internet now."""


class OtraHojaEnElFormulario(ErrorDominio):
    """The form was stored with other answers: who went back may be typing the next sheet in it."""


class CargaDeEncuestaConErrores(ErrorDominio):
    """A sheet with mistakes: nothing of it was stored."""

    def __init__(self, errores: list[hojas.ErrorFila]) -> None:
        cuantos = "1 fila" if len(errores) == 1 else f"{len(errores)} errores"
        super().__init__(f"La planilla tiene {cuantos} por corregir. No se guardó nada.")
        self.errores = errores


def numero_de_hoja(encuesta: EncuestaPrevia, codigo: str) -> int:
    """The number of the sheet with that code.

    Raises:
        ErrorDominio: it is mistyped, or of a sheet that was never printed.
    """
    partes = re.fullmatch(r"[Hh]?\s*0*([1-9]\d{0,3})\s*[-–]?\s*([\dkK])", codigo.strip(), re.ASCII)
    if partes is None or digito(int(partes[1])) != partes[2].upper():
        raise ErrorDominio(
            "Ese código de hoja no existe. Cópielo como está impreso, por ejemplo "
            f"{codigo_de_hoja(17)}.",
            "hoja",
        )
    if int(partes[1]) > encuesta.hojas:
        raise ErrorDominio(
            "Esa hoja no es de esta encuesta: todavía no se imprime ese número.", "hoja"
        )
    return int(partes[1])


def nonce_de_persona(encuesta: EncuestaPrevia, participante: Participante) -> str:
    """The same for every link that one person was sent; it tells nobody who they are.

    The hash is keyed outside the database, so that its rows alone do not lead to anybody.
    """
    primera = (
        Invitacion.objects.filter(participante=participante, clase=Invitacion.Clase.INVITACION)
        .values_list("clave_hash", flat=True)
        .first()
    )
    llave = primera or f"persona:{participante.pk}"  # who enrolled was sent no invitation
    return hmac_de(encuesta.servicio_id, f"encuesta:{encuesta.pk}:{llave}")


@transaction.atomic
def responder_encuesta(
    *, encuesta: EncuestaPrevia, participante: Participante, dicho: Dicho
) -> RespuestaPrevia:
    """Keep what an invited person answers, in place of what they answered before (R21).

    Raises:
        EncuestaCerrada: it is not open on that day.
        ErrorDominio: nothing is answered, or an option does not exist.
    """
    encuesta = _tomar(encuesta)
    hoy = reloj.hoy(encuesta.actividad.zona)
    if mensaje := por_que_no_recibe(encuesta, hoy):
        raise EncuestaCerrada(mensaje)
    valores = _valores(list(encuesta.preguntas.all()), dicho)
    respuesta, nueva = RespuestaPrevia.objects.update_or_create(
        encuesta=encuesta,
        nonce=nonce_de_persona(encuesta, participante),
        defaults={"canal": Canal.INTERNET, "dia": hoy},
    )
    if not nueva:
        respuesta.valores.all().delete()
    _guardar_valores([(respuesta, valores)])
    return respuesta


def por_que_no_recibe(encuesta: EncuestaPrevia, hoy: date) -> str:
    """Why it cannot be answered by internet on that day; "" when it can."""
    if encuesta.actividad.estado in ("suspendida", "anulada"):
        return "La actividad no se realizará en la fecha anunciada: la encuesta no se recibe."
    if encuesta.recibe(hoy):
        return ""
    if encuesta.estado == EncuestaPrevia.Estado.ABIERTA and hoy < encuesta.abre:
        return f"La encuesta abre el {fecha_sin_semana(encuesta.abre)}. Vuelva ese día."
    return "La encuesta ya cerró. Puede participar por internet o en la actividad misma."


@transaction.atomic
def ingresar_en_papel(
    *,
    encuesta: EncuestaPrevia,
    dicho: Dicho,
    nonce: str,
    por: Any,
    hoja: str = "",
) -> RespuestaPrevia:
    """Type what somebody answered on paper (R22). A fact: also after the survey closed.

    The same form sent twice is one answer, and a sheet is typed once. A form that comes again with
    the code taken away and the same answers is the same one; a photocopy comes in another form.

    Raises:
        ErrorDominio: the sheet was typed before or does not exist, nothing is answered, or an
            option does not exist.
        OtraHojaEnElFormulario: the form was stored with other answers.
    """
    encuesta = _tomar(encuesta)
    _exigir_que_se_abrio(encuesta)
    numero = numero_de_hoja(encuesta, hoja) if hoja.strip() else None
    valores = _valores(list(encuesta.preguntas.all()), dicho)
    repetida = encuesta.respuestas.filter(nonce=f"formulario:{nonce}").first()
    if repetida is not None:
        if numero is None and _son(repetida, valores):
            return repetida
        raise OtraHojaEnElFormulario(
            "Con este formulario ya guardó otras respuestas. Si es otra hoja, presione «Guardar y "
            "seguir con otra» de nuevo. Si era la misma, ya está guardada."
        )
    en_hoja = _la_del_formulario(encuesta, nonce, por, valores)
    if en_hoja is not None and (numero is None or _hoja_de(en_hoja.nonce) == f"hoja:{numero}"):
        return en_hoja
    if numero and _hoja_ingresada(encuesta, numero):
        raise ErrorDominio(
            f"La hoja {codigo_de_hoja(numero)} ya se ingresó. Si es una fotocopia, deje el código "
            "en blanco.",
            "hoja",
        )
    respuesta = RespuestaPrevia.objects.create(
        encuesta=encuesta,
        canal=Canal.PAPEL,
        dia=reloj.hoy(encuesta.actividad.zona),
        nonce=f"hoja:{numero}:{nonce}" if numero else f"formulario:{nonce}",
        ingresada_por=por,
    )
    _guardar_valores([(respuesta, valores)])
    anotar(encuesta, "ingresar_en_papel", por=por)
    return respuesta


@transaction.atomic
def cargar_respuestas(*, encuesta: EncuestaPrevia, nombre: str, contenido: bytes, por: Any) -> int:
    """Enter the paper answers of a sheet, all of them or none, and say how many (R22).

    Raises:
        CargaDeEncuestaConErrores: some rows are wrong.
        ErrorDominio: the file cannot be read, or came before.
    """
    encuesta = _tomar(encuesta)
    _exigir_que_se_abrio(encuesta)
    preguntas = list(encuesta.preguntas.all())
    hoja = hojas.leer(nombre, contenido, columnas_de_encuesta(preguntas))
    if hoja.errores:
        raise CargaDeEncuestaConErrores(hoja.errores)
    if not hoja.filas:
        raise ErrorDominio("La planilla no tiene respuestas. Escriba una por fila.")
    if len(hoja.filas) > MAXIMO_FILAS:
        raise ErrorDominio("Cargue hasta 2.000 respuestas cada vez: divida la planilla.")
    huella = hashlib.sha256(contenido).hexdigest()[:32]
    ya = {_hoja_de(nonce) for nonce in encuesta.respuestas.values_list("nonce", flat=True)}
    if any(nonce.startswith(f"archivo:{huella}:") for nonce in ya):
        raise ErrorDominio("Esa misma planilla ya se cargó. Suba solo las respuestas nuevas.")
    filas, errores = _leer_filas(encuesta, preguntas, hoja.filas, ya, huella)
    if errores:
        raise CargaDeEncuestaConErrores(errores)
    _guardar_filas(encuesta, filas, por)
    anotar(encuesta, "cargar_respuestas", por=por, datos={"respuestas": len(filas)})
    return len(filas)


# ── One answer ──


def _tomar(encuesta: EncuestaPrevia) -> EncuestaPrevia:
    """The survey as it is now, and nobody changes it meanwhile: answers wait for one another."""
    fila = EncuestaPrevia.objects.select_for_update().get(pk=encuesta.pk)
    fila.actividad = encuesta.actividad
    return fila


def _exigir_que_se_abrio(encuesta: EncuestaPrevia) -> None:
    exigir_cuenta_abierta(encuesta.actividad)
    if encuesta.estado == EncuestaPrevia.Estado.BORRADOR:
        raise ErrorDominio("La encuesta está en preparación. Ábrala antes de ingresar respuestas.")


def _hoja_de(nonce: str) -> str:
    """The nonce of an answer; of one typed sheet, without the form that it came in."""
    return re.sub(r"^(hoja:\d+):.*", r"\1", nonce)


def _hoja_ingresada(encuesta: EncuestaPrevia, numero: int) -> bool:
    """Whether it was typed, or came in a spreadsheet. Asked under the lock of `_tomar`."""
    clave = f"hoja:{numero}"
    suyas = Q(nonce=clave) | Q(nonce__startswith=f"{clave}:")
    return encuesta.respuestas.filter(suyas).exists()


def _la_del_formulario(
    encuesta: EncuestaPrevia, nonce: str, por: Any, valores: Sequence[ValorPrevio]
) -> RespuestaPrevia | None:
    """The sheet that this person typed in this very form, with these very answers."""
    suya = encuesta.respuestas.filter(
        nonce__startswith="hoja:", nonce__endswith=f":{nonce}", ingresada_por=por
    ).first()
    return suya if suya and _son(suya, valores) else None


def _son(respuesta: RespuestaPrevia, valores: Sequence[ValorPrevio]) -> bool:
    dichos = {(valor.pregunta.pk, valor.opcion, valor.texto) for valor in valores}
    return set(respuesta.valores.values_list("pregunta", "opcion", "texto")) == dichos


def _valores(preguntas: Sequence[PreguntaPrevia], dicho: Dicho) -> list[ValorPrevio]:
    """What was answered, question by question, still without its answer.

    Raises:
        ErrorDominio: as `responder_encuesta`.
    """
    valores: list[ValorPrevio] = []
    for pregunta in preguntas:
        dado = dicho.get(pregunta.orden, ())
        if pregunta.clase == Clase.TEXTO:
            texto = en_una_linea(dado) if isinstance(dado, str) else ""
            if len(texto) > LARGO_TEXTO:
                raise ErrorDominio(
                    f"La respuesta a la pregunta {pregunta.orden} lleva más de {LARGO_TEXTO} "
                    "letras. Acórtela."
                )
            if texto:
                valores.append(ValorPrevio(pregunta=pregunta, texto=texto))
            continue
        valores += [ValorPrevio(pregunta=pregunta, opcion=n) for n in _elegidas(pregunta, dado)]
    if not valores:
        raise ErrorDominio("Responda al menos una pregunta.")
    return valores


def _elegidas(pregunta: PreguntaPrevia, dado: Sequence[int] | str) -> list[int]:
    numeros = [] if isinstance(dado, str) else sorted(set(dado))
    posibles = {numero for numero, _ in pregunta.lista}
    if not posibles.issuperset(numeros):
        raise ErrorDominio(f"La pregunta {pregunta.orden} no tiene esa opción. Elija otra.")
    if len(numeros) > 1 and pregunta.clase != Clase.VARIAS:
        raise ErrorDominio(f"La pregunta {pregunta.orden} se responde con una sola opción.")
    return numeros


def _guardar_valores(pares: Iterable[tuple[RespuestaPrevia, list[ValorPrevio]]]) -> None:
    todos = []
    for respuesta, valores in pares:
        for valor in valores:
            valor.respuesta = respuesta
            todos.append(valor)
    ValorPrevio.objects.bulk_create(todos, batch_size=500)


# ── Many, in a sheet ──


@dataclass(frozen=True)
class _Leida:
    nonce: str
    valores: list[ValorPrevio]


def _leer_filas(
    encuesta: EncuestaPrevia,
    preguntas: Sequence[PreguntaPrevia],
    filas: Sequence[hojas.Fila],
    ya: set[str],
    huella: str,
) -> tuple[list[_Leida], list[hojas.ErrorFila]]:
    leidas, errores = [], []
    for fila in filas:
        try:
            codigo = fila.valores["hoja"]
            nonce = f"archivo:{huella}:{fila.numero}"
            if codigo:
                nonce = f"hoja:{numero_de_hoja(encuesta, codigo)}"
            if nonce in ya:
                raise ErrorDominio(f"La hoja {codigo} ya se ingresó.")
            ya.add(nonce)
            dicho = {p.orden: leer_celda(p, fila.valores[str(p.orden)]) for p in preguntas}
            leidas.append(_Leida(nonce, _valores(preguntas, dicho)))
        except ErrorDominio as error:
            errores.append(hojas.ErrorFila(fila.numero, error.mensaje))
    return leidas, errores


def leer_celda(pregunta: PreguntaPrevia, texto: str) -> Sequence[int] | str:
    """What a cell says: the numbers of its options, or their words.

    Raises:
        ErrorDominio: it names none.
    """
    if pregunta.clase == Clase.TEXTO or not texto:
        return texto
    palabras = {plegar(opcion): numero for numero, opcion in pregunta.lista}
    if plegar(texto) in palabras:
        return [palabras[plegar(texto)]]
    numeros = []
    for parte in re.split(r"[;,|\n]", texto):
        numero = palabras.get(plegar(parte))
        if numero is None and parte.strip().isdecimal() and len(parte.strip()) < 4:
            numero = int(parte)
        if numero is None:
            raise ErrorDominio(
                f"En la pregunta {pregunta.orden}, «{parte.strip()[:40]}» no es una de sus "
                "opciones. Escriba su número."
            )
        numeros.append(numero)
    return numeros


def _guardar_filas(encuesta: EncuestaPrevia, filas: Sequence[_Leida], por: Any) -> None:
    hoy = reloj.hoy(encuesta.actividad.zona)
    respuestas = RespuestaPrevia.objects.bulk_create(
        [
            RespuestaPrevia(
                encuesta=encuesta, canal=Canal.PAPEL, dia=hoy, nonce=leida.nonce, ingresada_por=por
            )
            for leida in filas
        ],
        batch_size=500,
    )
    _guardar_valores(zip(respuestas, [leida.valores for leida in filas], strict=True))
