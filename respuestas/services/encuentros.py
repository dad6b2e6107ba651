"""How the contributions of a meeting come in: by its organiser's private page, or by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from comun import archivos, folios, reloj
from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from comun.formato import fecha_sin_semana
from comun.models import Archivo
from comun.texto import limpiar, plegar
from comun.transitions import anotar
from convocatorias.models import Actividad, Encuentro
from convocatorias.selectors import cierre_de_aportes
from cuentas.models import CuentaPublica
from respuestas import emails
from respuestas.models import Aporte, Consulta, Consultante, EntregaEncuentro
from respuestas.services.adjuntos import revisar_adjunto
from respuestas.services.recepcion import (
    ambito,
    clave_de_seguimiento,
    consultante_de,
    datos_de,
    guardar_consultantes,
)
from servicios.selectors import aviso_vigente

MAXIMO_APORTES = 30
#: What one private page may send: enough for any meeting, too little to flood a service.
MAXIMO_ENTREGAS = 50
MAXIMO_ASISTENTES = 100_000
TIPOS_DE_ACTA = (archivos.PDF, archivos.JPG)
CANALES = {
    Actividad.Tipo.AUTOCONVOCADA: Consulta.Canal.AUTOCONVOCADA,
    Actividad.Tipo.COMPLEMENTARIA: Consulta.Canal.COMPLEMENTARIA,
}


class AportesCerrados(ErrorDominio):
    """Nobody can send what was said in that meeting now."""


@dataclass(frozen=True)
class Escrito:
    """One contribution as it was typed."""

    tipo: str
    mensaje: str
    capitulo: str = ""


@dataclass(frozen=True)
class ReciboDeEntrega:
    """A delivery received, and whether it had come before."""

    entrega: EntregaEncuentro
    repetida: bool = False


def por_que_no_recibe(encuentro: Encuentro, ahora: datetime) -> str:
    """Why its organiser cannot send contributions now; "" when they can."""
    actividad = encuentro.actividad
    if actividad.cuenta.estado != CuentaPublica.Estado.ABIERTA:
        return "Esta cuenta pública ya no recibe aportes. Puede escribir a la oficina de partes."
    if not actividad.vigente:
        return (
            f"El encuentro figura como {actividad.get_estado_display()}. Si se realizó, avise al "
            "servicio. También puede participar por internet."
        )
    hoy = ahora.astimezone(actividad.zona).date()
    if actividad.fecha and hoy < actividad.fecha:
        return (
            f"El encuentro es el {fecha_sin_semana(actividad.fecha)}. Vuelva ese día o después, "
            "con lo que se haya planteado."
        )
    cierra = cierre_de_aportes(encuentro)
    if cierra and hoy > cierra:
        return (
            f"Los aportes de este encuentro se recibieron hasta el {fecha_sin_semana(cierra)}. "
            "Lo que haya enviado sigue aquí. Todavía puede escribir por internet, si está abierta "
            "la participación, o a la oficina de partes."
        )
    return ""


def recibir_aportes(
    *,
    encuentro: Encuentro,
    asistentes: int,
    aportes: Sequence[Escrito],
    nonce: str,
    acta: bytes = b"",
) -> ReciboDeEntrega:
    """Receive what was said in a meeting from who organises it (R42, R43, fuente 002).

    Each one is a contribution of theirs, with its folio, to be answered as any other. The same
    `nonce` gives the same delivery, also when two arrive at once.

    Raises:
        AportesCerrados: it is too early or too late, or the meeting was called off.
        ErrorDominio: nothing was sent, too much was, or the minutes are not a PDF or a JPG.
    """
    return _entregar(encuentro, asistentes, aportes, nonce, acta, por=None)


def ingresar_aportes(
    *,
    encuentro: Encuentro,
    asistentes: int,
    aportes: Sequence[Escrito],
    nonce: str,
    por: Any,
    acta: bytes = b"",
) -> ReciboDeEntrega:
    """Type what a meeting left on paper. A fact: also after the last day.

    Raises:
        ErrorDominio: as `recibir_aportes`, save for the days.
    """
    return _entregar(encuentro, asistentes, aportes, nonce, acta, por=por)


def _entregar(
    encuentro: Encuentro,
    asistentes: int,
    aportes: Sequence[Escrito],
    nonce: str,
    acta: bytes,
    por: Any,
) -> ReciboDeEntrega:
    escritos = _limpios(aportes)
    try:
        with transaction.atomic():
            _exigir(encuentro, escritos, nonce, acta, por)
            entrega = EntregaEncuentro.objects.create(
                encuentro=encuentro,
                nonce=nonce,
                asistentes=_creibles(asistentes),
                acta=_acta(acta),
                recibida_en=reloj.ahora(),
                ingresada_por=por,
            )
            consultas = _consultas(entrega, escritos)
            datos = {"aportes": len(consultas), "asistentes": asistentes}
            accion = "ingresar_aportes" if por else "recibir_aportes"
            anotar(entrega, accion, por=por, datos=datos)
            emails.acuse_de_entrega(entrega, consultas)
    except (IntegrityError, AportesCerrados):
        previa = _ya_recibida(encuentro, nonce, escritos)
        if previa is None:
            raise
        return ReciboDeEntrega(previa, repetida=True)
    return ReciboDeEntrega(entrega)


def _limpios(aportes: Sequence[Escrito]) -> list[Escrito]:
    limpios = [Escrito(a.tipo, limpiar(a.mensaje).strip(), a.capitulo) for a in aportes]
    escritos = [a for a in limpios if a.mensaje]
    if len(escritos) > MAXIMO_APORTES:
        raise ErrorDominio(
            f"Envíe hasta {MAXIMO_APORTES} aportes cada vez. Puede enviar los demás después."
        )
    return escritos


def _exigir(
    encuentro: Encuentro, escritos: Sequence[Escrito], nonce: str, acta: bytes, por: Any
) -> None:
    """Whether it can be received. Deliveries of one meeting wait for one another."""
    Encuentro.objects.select_for_update().get(pk=encuentro.pk)
    if encuentro.actividad.tipo not in CANALES:
        raise ErrorDominio("Aquí se reciben los aportes de encuentros, no los de la jornada.")
    if por is None and (mensaje := por_que_no_recibe(encuentro, reloj.ahora())):
        raise AportesCerrados(mensaje)
    if encuentro.actividad.cuenta.estado == CuentaPublica.Estado.CERRADA:
        raise ErrorDominio("Esta cuenta pública ya se cerró: no se ingresan más mensajes.")
    hechas = EntregaEncuentro.objects.filter(encuentro=encuentro)
    if hechas.filter(nonce=nonce).exists():
        raise IntegrityError
    if hechas.count() >= MAXIMO_ENTREGAS:
        raise ErrorDominio(
            f"Este encuentro ya hizo {MAXIMO_ENTREGAS} envíos. Comuníquese con el servicio."
        )
    if not escritos and not acta:
        raise ErrorDominio("Escriba al menos un aporte, o adjunte el acta.")


def _creibles(asistentes: int) -> int:
    if not 0 <= asistentes <= MAXIMO_ASISTENTES:
        raise ErrorDominio("Revise cuántas personas fueron.", "asistentes")
    return asistentes


def _acta(contenido: bytes) -> Archivo | None:
    """The minutes, kept if they are what they must be: their bytes say so, not their name.

    A photograph is drawn again: it does not tell where, when or with what it was taken.
    """
    if not contenido:
        return None
    if archivos.tipo_de_evidencia(contenido) not in TIPOS_DE_ACTA:
        raise ErrorDominio("El acta debe ser un PDF o una foto JPG.", "archivo")
    try:
        acta = revisar_adjunto(contenido)
    except ErrorDominio as error:
        raise ErrorDominio(error.mensaje, "archivo") from None
    return archivos.guardar(acta.contenido, acta.tipo)


def _consultas(entrega: EntregaEncuentro, escritos: Sequence[Escrito]) -> list[Consulta]:
    """One contribution for each, in as many statements as for one."""
    if not escritos:
        return []
    encuentro = entrega.encuentro
    cuenta = encuentro.actividad.cuenta
    # The person before the folios, as everybody: two who crossed would wait for each other.
    consultante = _consultante(encuentro)
    numeros = folios.reservar(ambito(cuenta), cuenta.anio_gestion, len(escritos))
    aviso = aviso_vigente()
    consultas = Consulta.objects.bulk_create(
        Consulta(
            cuenta=cuenta,
            folio_anio=cuenta.anio_gestion,
            folio_numero=numero,
            canal=CANALES[Actividad.Tipo(encuentro.actividad.tipo)],
            tipo=escrito.tipo,
            mensaje=escrito.mensaje,
            mensaje_plegado=plegar(escrito.mensaje),
            recibida_en=entrega.recibida_en,
            consultante=consultante,
            aviso=aviso,
            ingresada_por=entrega.ingresada_por,
            nonce=_nonce(entrega, orden),
            clave_hash=hash_de_clave(clave_de_aporte(entrega, orden)),
        )
        for orden, (escrito, numero) in enumerate(zip(escritos, numeros, strict=True))
    )
    Aporte.objects.bulk_create(
        Aporte(entrega=entrega, consulta=consulta, capitulo=escrito.capitulo)
        for consulta, escrito in zip(consultas, escritos, strict=True)
    )
    return consultas


def _nonce(entrega: EntregaEncuentro, orden: int) -> str:
    return f"e{entrega.pk}-{orden}"


def clave_de_aporte(entrega: EntregaEncuentro, orden: int) -> str:
    """The key of the private page of the contribution in that place of a delivery, from 0."""
    return clave_de_seguimiento(entrega.servicio_id, f"{entrega.nonce}:{_nonce(entrega, orden)}")


def _consultante(encuentro: Encuentro) -> Consultante:
    datos = datos_de(encuentro)
    if datos is None:  # the database refuses a meeting without a contact
        raise ErrorDominio("Falta cómo responder a quien organiza el encuentro.")
    return guardar_consultantes([consultante_de(encuentro.actividad.cuenta, datos)])[0]


def _ya_recibida(
    encuentro: Encuentro, nonce: str, escritos: Sequence[Escrito]
) -> EntregaEncuentro | None:
    """The delivery of that form, if its words are the same.

    Raises:
        ErrorDominio: they are others.
    """
    previa = EntregaEncuentro.objects.filter(encuentro=encuentro, nonce=nonce).first()
    if previa is None:
        return None
    dichos = list(previa.aportes.values_list("consulta__mensaje", flat=True))
    if dichos != [escrito.mensaje for escrito in escritos]:
        raise ErrorDominio(
            "Ya recibimos un envío desde este formulario. Lo que ahora ve es distinto: si quiere "
            "enviarlo también, presione Enviar de nuevo."
        )
    return previa
