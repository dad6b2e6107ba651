"""During the workshop: what is said and agreed, and the slides that come out of it."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from comun import archivos, reloj
from comun.errores import EnvioRepetido, ErrorDominio, ReglaIncumplida, SinPermiso
from comun.reglas import Veredicto
from comun.reglas import exigir as exigir_reglas
from comun.texto import limpiar
from comun.transitions import anotar, move
from convocatorias.models import Participante
from servicios.models import Usuario
from talleres import documents, reglas, selectors
from talleres.models import Acuerdo, Intervencion, Presentacion, Taller


def exigir_registro(taller: Taller, por: Usuario) -> None:
    """Only its technical secretary writes, or who manages the workshops (R78).

    Raises:
        SinPermiso: anybody else.
    """
    if not selectors.puede_registrar(por, taller):
        raise SinPermiso(
            "En este taller escribe su secretaría técnica. Usted puede leer lo que se anota."
        )


@transaction.atomic
def iniciar_taller(*, taller: Taller, por: Usuario) -> None:
    """Begin a workshop, with its two people (R74, fuente 000).

    Raises:
        ReglaIncumplida: R74.
    """
    exigir_registro(taller, por)
    ahora = reloj.ahora()
    exigir_reglas(reglas.AL_EMPEZAR, selectors.hechos(taller), ahora.date())
    move(taller, Taller.Estado.EN_CURSO, accion="iniciar_taller", por=por, abierto_en=ahora)


def registrar_intervencion(
    *,
    taller: Taller,
    tipo: str,
    texto: str,
    nonce: str,
    por: Usuario,
    participante: Participante | None = None,
) -> Intervencion:
    """Write down what somebody says, as it is said (R78, fuente 000). Same nonce, same row.

    Raises:
        ErrorDominio: the workshop is not under way, or there is nothing to write.
    """

    def escribir(dicho: str) -> Intervencion:
        intervencion = Intervencion.objects.create(
            taller=taller,
            tipo=Intervencion.Tipo(tipo),
            texto=dicho,
            participante=participante,
            nonce=nonce,
            registrada_en=reloj.ahora(),
            registrada_por=por,
        )
        anotar(intervencion, "registrar_intervencion", por=por, datos={"tipo": str(tipo)})
        return intervencion

    return _una_vez(Intervencion, taller, texto, nonce, por, escribir)


def registrar_acuerdo(
    *, taller: Taller, texto: str, por: Usuario, prioritario: bool = False, nonce: str | None = None
) -> Acuerdo:
    """Write down an agreement for the plenary (R76); as a priority while one is left (R83).

    Raises:
        ErrorDominio: the workshop is not under way, or there is nothing to write.
        ReglaIncumplida: R83.
    """

    def escribir(dicho: str) -> Acuerdo:
        ultimo = Acuerdo.objects.filter(taller=taller).aggregate(n=Max("orden"))["n"] or 0
        acuerdo = Acuerdo.objects.create(
            taller=taller,
            orden=ultimo + 1,
            texto=dicho,
            prioritario=prioritario,
            nonce=nonce,
            registrado_en=reloj.ahora(),
            registrado_por=por,
        )
        if prioritario:
            _exigir_prioridades(taller)
        anotar(acuerdo, "registrar_acuerdo", por=por, datos={"prioritario": prioritario})
        return acuerdo

    return _una_vez(Acuerdo, taller, texto, nonce, por, escribir)


def _una_vez(
    modelo: Any,
    taller: Taller,
    texto: str,
    nonce: str | None,
    por: Usuario,
    escribir: Callable[[str], Any],
) -> Any:
    """Write a note under the workshop's lock; the same nonce gives the row already there."""
    exigir_registro(taller, por)
    dicho = limpiar(texto).strip()
    if not dicho:
        raise ErrorDominio("Escriba lo que se está diciendo. Puede ser una sola frase.")
    try:
        with transaction.atomic():
            _exigir_en_curso(taller)
            return escribir(dicho)
    except IntegrityError:
        previo = modelo.objects.filter(nonce=nonce, taller=taller).first() if nonce else None
        if previo is None:
            raise EnvioRepetido from None
        return previo


def _exigir_en_curso(taller: Taller) -> None:
    estado = Taller.objects.select_for_update(no_key=True).values_list("estado", flat=True)
    actual = estado.get(pk=taller.pk)
    if actual == Taller.Estado.PLANIFICADO:
        raise ErrorDominio("El taller todavía no empieza. Presione «Empezar el taller».")
    if actual != Taller.Estado.EN_CURSO:
        raise ErrorDominio("El taller está cerrado. Reábralo para seguir anotando.")


def _exigir_prioridades(taller: Taller) -> None:
    """How many there may be is the norm's to say; whoever sets it means it (R83)."""
    resultado = reglas.R83.evaluar(selectors.hechos(taller), reloj.hoy())
    if resultado.veredicto is Veredicto.NO_CUMPLE:
        par = (reglas.R83, resultado)
        raise ReglaIncumplida(f"{resultado.mensaje} ({reglas.R83.cita})", [par])


@transaction.atomic
def priorizar(*, acuerdo: Acuerdo, prioritario: bool, por: Usuario) -> None:
    """Make an agreement a priority of its workshop, or no longer (R83, fuente 002).

    Raises:
        ReglaIncumplida: the workshop already has all its priorities.
    """
    exigir_registro(acuerdo.taller, por)
    _exigir_en_curso(acuerdo.taller)
    if acuerdo.anulado_en:
        raise ErrorDominio("El acuerdo está anulado. Anótelo de nuevo si todavía vale.")
    acuerdo.prioritario = prioritario
    acuerdo.save(update_fields=["prioritario"])
    _exigir_prioridades(acuerdo.taller)
    anotar(acuerdo, "priorizar", por=por, datos={"prioritario": prioritario})


@transaction.atomic
def anular_intervencion(*, intervencion: Intervencion, motivo: str, por: Usuario) -> None:
    """Strike a note through, with its reason; what was said stays readable (R78).

    Raises:
        ErrorDominio: there is no reason, or it was annulled before.
    """
    exigir_registro(intervencion.taller, por)
    _anular(intervencion, "anulada_en", motivo)
    anotar(intervencion, "anular_intervencion", por=por)


@transaction.atomic
def anular_acuerdo(*, acuerdo: Acuerdo, motivo: str, por: Usuario) -> None:
    """Strike an agreement through, with its reason; it is no priority any more.

    Raises:
        ErrorDominio: there is no reason, or it was annulled before.
    """
    exigir_registro(acuerdo.taller, por)
    _anular(acuerdo, "anulado_en", motivo, prioritario=False)
    anotar(acuerdo, "anular_acuerdo", por=por)


def _anular(nota: Any, campo: str, motivo: str, **otros: Any) -> None:
    _exigir_en_curso(nota.taller)
    limpio = limpiar(motivo).strip()
    if not limpio:
        raise ErrorDominio("Escriba por qué se anula.")
    datos = {campo: reloj.ahora(), "motivo_anulacion": limpio, **otros}
    if not type(nota).objects.filter(pk=nota.pk, **{campo: None}).update(**datos):
        raise ErrorDominio("Esta nota ya estaba anulada.")
    for nombre, valor in datos.items():
        setattr(nota, nombre, valor)


@transaction.atomic
def cerrar_taller(
    *, taller: Taller, por: Usuario, sin_acuerdos_motivo: str = "", sin_notas_motivo: str = ""
) -> None:
    """End a workshop that has agreements and notes, or the reasons why not (R76, R78, fuente 000).

    Raises:
        ReglaIncumplida: R76 or R78.
    """
    exigir_registro(taller, por)
    Taller.objects.select_for_update(no_key=True).get(pk=taller.pk)
    ahora = reloj.ahora()
    sin_acuerdos = limpiar(sin_acuerdos_motivo).strip() or taller.sin_acuerdos_motivo
    sin_notas = limpiar(sin_notas_motivo).strip() or taller.sin_notas_motivo
    hechos = selectors.hechos(taller, sin_acuerdos, sin_notas)
    exigir_reglas(reglas.AL_CERRAR, hechos, ahora.date())
    move(
        taller,
        Taller.Estado.CERRADO,
        accion="cerrar_taller",
        por=por,
        datos={"acuerdos": hechos.acuerdos, "notas": hechos.notas},
        cerrado_en=ahora,
        sin_acuerdos_motivo="" if hechos.acuerdos else sin_acuerdos,
        sin_notas_motivo="" if hechos.notas else sin_notas,
    )


@transaction.atomic
def reabrir_taller(*, taller: Taller, por: Usuario) -> None:
    """Go on writing in a closed workshop."""
    exigir_registro(taller, por)
    move(taller, Taller.Estado.EN_CURSO, accion="reabrir_taller", por=por, cerrado_en=None)


@transaction.atomic
def generar_presentacion(*, taller: Taller, por: Usuario) -> Presentacion:
    """Make the slides of a workshop, as a new version (R85, fuente 000).

    Raises:
        ErrorDominio: the workshop has not begun.
    """
    exigir_registro(taller, por)
    if taller.estado not in (Taller.Estado.EN_CURSO, Taller.Estado.CERRADO):
        raise ErrorDominio("El taller todavía no empieza: no hay qué presentar.")
    Taller.objects.select_for_update(no_key=True).get(pk=taller.pk)
    acuerdos = list(selectors.acuerdos_vigentes(taller))
    laminas = documents.laminas_del_taller(
        taller,
        prioridades=[a.texto for a in acuerdos if a.prioritario],
        otros=[a.texto for a in acuerdos if not a.prioritario],
        preguntas=[p.texto for p in selectors.preguntas_pendientes(taller)],
    )
    contenido = documents.presentacion_del_taller(taller, laminas)
    ultima = Presentacion.objects.filter(taller=taller).order_by("-version").first()
    presentacion = Presentacion.objects.create(
        taller=taller,
        version=ultima.version + 1 if ultima else 1,
        archivo=archivos.guardar(contenido, documents.TIPO_PPTX),
        generada_en=reloj.ahora(),
        generada_por=por,
    )
    anotar(presentacion, "generar_presentacion", por=por, datos={"version": presentacion.version})
    return presentacion
