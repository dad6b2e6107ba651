"""What is not known about a mail, settled by the log of the relay that it was handed to.

RFC 1047: between the final dot and its answer the sender cannot know. The relay does, and wrote it
down under our Message-ID. A mail that it names nowhere, in a log that covers that instant and
names others of ours, was never accepted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from comun import reloj
from comun.errores import TransicionInvalida
from comun.transitions import move
from correos.models import Mensaje
from correos.services.cola import despertar_al_confirmar
from correos.services.dsn import respuesta
from correos.services.entrega import barrer
from correos.services.postfix import Calendario, Hecho, Registro, Suceso
from correos.services.rebotes import comprobar, devolver
from servicios.alcance import todos_los_servicios

Estado = Mensaje.Estado
#: The two clocks may differ, and a server may think for minutes before it queues a mail.
MARGEN = timedelta(minutes=15)
#: RFC 3463: the relay gave up waiting.
VENCIDO = "4.4.7"
_POR_LOTE = 500


@dataclass(slots=True)
class Rastro:
    """What the log says about one mail in doubt, since its last final dot."""

    pk: int
    punto_en: datetime | None
    #: Whose attempt it was: a new one has another owner, and no log read before it speaks of it.
    tomado_por: str
    nombrado: bool = False
    aceptado: bool = False
    abandonado: bool = False
    #: An earlier attempt at the same mail got in: whatever became of this one, look first.
    anterior: bool = False
    entregado: Suceso | None = None
    devuelto: Suceso | None = None

    def anotar(self, suceso: Suceso, margen: timedelta) -> None:
        """Take one more line into account."""
        if self.punto_en and suceso.momento < self.punto_en - margen:
            self.anterior |= suceso.hecho not in (Hecho.NOMBRADO, Hecho.ABANDONADO)
            return
        self.nombrado = True
        self.abandonado |= suceso.hecho == Hecho.ABANDONADO
        self.aceptado |= suceso.hecho in (Hecho.ACEPTADO, Hecho.DEMORADO)
        if suceso.hecho == Hecho.ENTREGADO:
            self.entregado = suceso
        elif suceso.hecho == Hecho.DEVUELTO:
            self.devuelto = suceso


@dataclass
class Conciliacion:
    """What a log settled: mails that arrived, came back, wait in the relay, or never got in.

    `devueltos_enviados` are mails taken for sent that the log says were returned. `por_decidir`
    are the ones that the log cannot settle: it does not reach them, or is not complete.
    """

    lineas: int = 0
    desde: datetime | None = None
    hasta: datetime | None = None
    completo: bool = True
    comprobados: int = 0
    devueltos: int = 0
    devueltos_enviados: int = 0
    en_cola: int = 0
    ausentes: int = 0
    reenviados: int = 0
    por_decidir: int = 0


def conciliar_registro(
    *,
    archivos: Iterable[Iterable[bytes]],
    reenviar_ausentes: bool = False,
    zona: ZoneInfo = reloj.ZONA_POR_OMISION,
    anio: int | None = None,
    margen: timedelta = MARGEN,
) -> Conciliacion:
    """Settle the mails in doubt by the relay's log, given as the lines of its files in order.

    `zona` and `anio` are for the traditional dates, which lack them. With `reenviar_ausentes`, the
    mails that the relay never accepted wait again to leave, with the same Message-ID; without it
    they are only counted. Safe to run twice over the same log.

    Raises:
        ErrorDominio: the files are not in order.
    """
    with todos_los_servicios():
        while barrer():
            pass
        # The log's dates are real ones; the portal's clock may have been moved.
        ahora = Mensaje.objects.values_list(Now(), flat=True).first() or reloj.ahora()
        conciliador = _Conciliador(Calendario(ahora, zona, anio), margen)
        for archivo in archivos:
            conciliador.leer(archivo)
        return conciliador.resolver(reenviar=reenviar_ausentes)


class _Conciliador:
    """The mails in doubt, what a log says about each, and what came of it."""

    def __init__(self, calendario: Calendario, margen: timedelta) -> None:
        dudas = Mensaje.objects.filter(estado=Estado.INCIERTO).values_list(
            "message_id", "pk", "punto_en", "tomado_por"
        )
        self.rastros = {
            message_id: Rastro(pk, punto_en, tomado_por)
            for message_id, pk, punto_en, tomado_por in dudas
        }
        self.margen = margen
        self.registro = Registro(calendario, self._es_nuestro)
        self.resultado = Conciliacion()
        self._fin_del_id = f"@{urlsplit(settings.BASE_URL).hostname}>"
        self._sueltos: dict[str, Suceso] = {}

    def _es_nuestro(self, message_id: str) -> bool:
        # A doubt keeps its name when the portal moves to another address.
        return message_id.endswith(self._fin_del_id) or message_id in self.rastros

    def leer(self, archivo: Iterable[bytes]) -> None:
        """Take a file into account; the ones taken for sent that came back change at once."""
        for suceso in self.registro.leer(archivo):
            if suceso.message_id in self.rastros:
                self.rastros[suceso.message_id].anotar(suceso, self.margen)
            elif suceso.hecho == Hecho.DEVUELTO:
                self._sueltos[suceso.message_id] = suceso
                if len(self._sueltos) >= _POR_LOTE:
                    self._devolver_enviados()

    def resolver(self, *, reenviar: bool) -> Conciliacion:
        """Once the log is read whole, settle each doubt."""
        self._devolver_enviados()
        resultado, tramos = self.resultado, self.registro.tramos
        resultado.lineas, resultado.completo = self.registro.lineas, self.registro.completo
        if tramos:
            resultado.desde, resultado.hasta = tramos[0][0], max(fin for _, fin in tramos)
        for rastro in self.rastros.values():
            try:
                self._una_duda(rastro, reenviar)
            except TransicionInvalida:  # whoever decided about it meanwhile is right
                resultado.por_decidir += 1
        return resultado

    def _una_duda(self, rastro: Rastro, reenviar: bool) -> None:
        resultado = self.resultado
        if rastro.devuelto:
            _devolver(rastro.pk, rastro.tomado_por, rastro.devuelto)
            resultado.devueltos += 1
        elif rastro.entregado:
            _comprobar(rastro, rastro.entregado)
            resultado.comprobados += 1
        elif rastro.aceptado:
            resultado.en_cola += 1
        elif not self._nunca_entro(rastro):
            resultado.por_decidir += 1
        else:
            if reenviar:
                _reenviar(rastro, resultado)
                resultado.reenviados += 1
            resultado.ausentes += 1

    def _nunca_entro(self, rastro: Rastro) -> bool:
        """Proof by silence: the log must be whole, reach that instant, and know mails of ours."""
        punto = rastro.punto_en
        if punto is None or rastro.anterior or (rastro.nombrado and not rastro.abandonado):
            return False
        return (
            self.registro.completo
            and self.registro.propios > 0
            and self.registro.cubre(punto - self.margen, punto + self.margen)
        )

    def _devolver_enviados(self) -> None:
        """Mails that the relay took, and could not deliver in the end."""
        filas = Mensaje.objects.filter(
            message_id__in=list(self._sueltos), estado__in=Mensaje.LLEGARON
        ).values_list("pk", "message_id", "punto_en", "tomado_por")
        for pk, message_id, punto_en, tomado_por in filas:
            suceso = self._sueltos[message_id]
            if punto_en and suceso.momento < punto_en - self.margen:
                continue  # an attempt before the one that counts
            try:
                _devolver(pk, tomado_por, suceso)
            except TransicionInvalida:
                continue
            self.resultado.devueltos_enviados += 1
        self._sueltos.clear()


@transaction.atomic
def _comprobar(rastro: Rastro, suceso: Suceso) -> None:
    comprobar(
        _fila(rastro.pk),
        evidencia=_evidencia(suceso),
        datos=_datos(suceso),
        tomado_por=rastro.tomado_por,
    )


@transaction.atomic
def _devolver(pk: int, tomado_por: str, suceso: Suceso) -> None:
    codigo, estado, texto = respuesta(suceso.texto)
    devolver(
        _fila(pk),
        codigo=codigo,
        estado=suceso.dsn or estado or VENCIDO,
        texto=texto,
        evidencia=_evidencia(suceso),
        datos=_datos(suceso),
        tomado_por=tomado_por,
    )


@transaction.atomic
def _reenviar(rastro: Rastro, resultado: Conciliacion) -> None:
    move(
        _fila(rastro.pk),
        Estado.PENDIENTE,
        accion="reenviar_ausente",
        datos={"desde": _iso(resultado.desde), "hasta": _iso(resultado.hasta)},
        si={"tomado_por": rastro.tomado_por, "purgado_en": None},
        punto_en=None,
        no_antes_de=Now(),
    )
    despertar_al_confirmar()


def _iso(instante: datetime | None) -> str:
    return instante.isoformat() if instante else ""


def _fila(pk: int) -> Mensaje:
    return Mensaje.objects.defer("texto", "html").get(pk=pk)


def _datos(suceso: Suceso) -> dict[str, Any]:
    return {"cola": suceso.cola, "visto": suceso.momento.isoformat()}


def _evidencia(suceso: Suceso) -> str:
    """`Postfix 4F2A12A0CD: status=sent, dsn 2.0.0, relay mx.example, 2026-11-20 15:31:07-03:00`."""
    partes = [f"status={suceso.hecho}"]
    if suceso.dsn:
        partes += [f"dsn {suceso.dsn}", f"relay {suceso.relay}"]
    momento = suceso.momento.isoformat(sep=" ", timespec="seconds")
    return f"Postfix {suceso.cola}: {', '.join(partes)}, {momento}"
