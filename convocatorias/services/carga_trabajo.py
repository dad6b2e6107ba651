"""What a worker does of an import: review it, store it, and take up what another one left.

A worker may die at any instruction: its lease runs out and another one takes the row again.
What is stored is stored in the transaction that says so, so nothing is ever half stored.
"""

import logging
import secrets
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from comun import hojas, memoria, reloj
from comun.errores import TransicionInvalida
from comun.transitions import anotar, move
from convocatorias.catalogos import COLUMNAS
from convocatorias.models import Importacion
from convocatorias.selectors.carga import (
    SIN_BYTES,
    desempaquetar_filas,
    empaquetar,
    empaquetar_filas,
)
from convocatorias.services.carga import (
    A_LA_VEZ,
    CARGAR,
    REVISAR,
    VACIA,
    CargaConErrores,
    descartar_importacion,
)
from convocatorias.services.carga_cotejo import Cotejo, cotejar
from convocatorias.services.carga_lectura import ErrorCarga, Lector, de_listas, en_lista, leer_filas
from convocatorias.services.carga_problemas import problemas
from convocatorias.services.duplicados import pedir_duplicados
from correos.services import pedir_tarea
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio

logger = logging.getLogger(__name__)

Estado = Importacion.Estado
#: A review renews its lease as it reads; a storing, which is one transaction, cannot.
PLAZOS = {Estado.REVISANDO: timedelta(seconds=90), Estado.CARGANDO: timedelta(minutes=5)}
#: What each work does not look at: megabytes, and encrypted.
DE_MAS = {
    Estado.REVISANDO: ("leido", "hallazgos"),
    Estado.CARGANDO: ("contenido", "hallazgos"),
}
MAXIMO_INTENTOS = 3
MAXIMO_ERRORES = 20_000
#: What nobody ends is discarded, and its bytes erased.
GUARDAR = timedelta(days=7)
NO_SE_PUDO = (
    "No se pudo terminar, y no se guardó nada. Suba la planilla otra vez; si se repite, avise a "
    "quien administra el portal."
)


class _Perdida(Exception):
    """Somebody discarded it, or the lease ran out: whatever was read is of no use."""


def revisar_importacion(pk: int) -> None:
    """Read every row, compare it with the directory, and leave what was found for the person."""
    importacion = _tomar(pk, Estado.REVISANDO)
    if importacion is None:
        return
    with alcance(importacion.servicio):
        try:
            _revisar(importacion)
        except (_Perdida, TransicionInvalida):
            logger.info("Import %s was discarded while it was reviewed.", pk)
        except hojas.HojaIlegible as error:
            _fallar(importacion, error.mensaje)
        except Exception:
            _soltar(importacion)
            raise
        finally:
            memoria.devolver()


def cargar_importacion(pk: int) -> None:
    """Store what somebody confirmed: all of it, or nothing and the reasons."""
    importacion = _tomar(pk, Estado.CARGANDO)
    if importacion is None:
        return
    with alcance(importacion.servicio):
        try:
            _cargar(importacion)
        except CargaConErrores as error:
            _devolver_con_errores(importacion, error.errores)
        except TransicionInvalida:
            logger.warning("Import %s outlived its lease: another worker has it.", pk)
        except IntegrityError:
            # Somebody added one of them by hand meanwhile: seen again, it will be an update.
            _soltar(importacion, A_LA_VEZ)
            pedir_tarea(CARGAR, pk)
        except Exception:
            _soltar(importacion)
            raise
        finally:
            memoria.devolver()


def retomar_importaciones() -> None:
    """Wake what a broker outage or a dead worker left behind, and erase what nobody ended."""
    with todos_los_servicios():
        libres = Importacion.objects.en_trabajo().filter(_libre())
        pendientes = list(libres.values_list("pk", "estado")[:50])
        viejas = Importacion.objects.filter(
            estado__in=(Estado.SUBIDA, Estado.CON_ERRORES, Estado.REVISADA),
            subida_en__lt=reloj.ahora() - GUARDAR,
        )
        for importacion in viejas.defer(*SIN_BYTES)[:50]:
            try:
                descartar_importacion(importacion=importacion, por=None)
            except TransicionInvalida:
                continue
    for pk, estado in pendientes:
        pedir_tarea(REVISAR if estado == Estado.REVISANDO else CARGAR, pk)


def _libre() -> Q:
    return Q(tomada_hasta=None) | Q(tomada_hasta__lt=Now())


def _tomar(pk: int, estado: Estado) -> Importacion | None:
    """The row, if it is for doing and nobody has it. After some attempts it fails for good."""
    duenio = secrets.token_hex(16)
    with todos_los_servicios():
        mias = Importacion.objects.filter(_libre(), pk=pk, estado=estado).update(
            tomada_por=duenio, tomada_hasta=Now() + PLAZOS[estado], intentos=F("intentos") + 1
        )
        if not mias:
            return None
        filas = Importacion.objects.select_related("servicio", "confirmada_por")
        importacion: Importacion = filas.defer("muestra", *DE_MAS[estado]).get(pk=pk)
    if importacion.intentos > MAXIMO_INTENTOS:
        with alcance(importacion.servicio):
            _fallar(importacion, importacion.fallo or NO_SE_PUDO)
        return None
    return importacion


def _revisar(importacion: Importacion) -> None:
    errores, resumen, leido, hallazgos = _leer_y_cotejar(importacion)
    memoria.devolver()
    move(
        importacion,
        Estado.CON_ERRORES if errores else Estado.REVISADA,
        accion="planilla_con_errores" if errores else "planilla_revisada",
        datos={"errores": errores},
        si={"tomada_por": importacion.tomada_por},
        leido=None if errores else leido,
        hallazgos=hallazgos,
        resumen=resumen,
        tomada_por="",
        tomada_hasta=None,
    )


def _leer_y_cotejar(importacion: Importacion) -> tuple[int, dict[str, int], bytes, bytes]:
    """How many errors, what it does, and what is kept of the rows and of the findings.

    Apart, so that the rows are no longer in memory when that is written.
    """
    tabla = hojas.abrir("planilla", bytes(importacion.contenido or b""), COLUMNAS)
    del importacion.contenido  # the database has it; from here on, megabytes for nothing
    memoria.devolver()
    lector = Lector.para(importacion.columnas)
    leidas = leer_filas(tabla, lector, avisar=lambda n: _avanzar(importacion, n))
    _avanzar(importacion, importacion.filas)
    leido = empaquetar_filas(leidas, en_lista)
    cotejo = cotejar(importacion.servicio, leidas, lector.errores, guardar=False)
    return len(cotejo.errores), vars(cotejo.resumen), leido, empaquetar(_hallazgos(cotejo))


def _cargar(importacion: Importacion) -> None:
    leidas = de_listas(desempaquetar_filas(importacion.leido))
    with transaction.atomic():
        # Two imports of one service, one after the other; who writes mails does not wait.
        Servicio.objects.select_for_update(no_key=True).get(pk=importacion.servicio_id)
        cotejo = cotejar(importacion.servicio, leidas, [], guardar=True)
        if cotejo.errores:
            raise CargaConErrores(cotejo.errores)
        resumen = vars(cotejo.resumen)
        por = importacion.confirmada_por
        anotar(importacion.servicio, "cargar_directorio", por=por, datos=resumen)
        pedir_duplicados(servicio=importacion.servicio)
        move(
            importacion,
            Estado.CARGADA,
            accion="planilla_cargada",
            por=por,
            si={"tomada_por": importacion.tomada_por},
            resumen=resumen,
            terminada_en=reloj.ahora(),
            fallo="",
            **VACIA,
        )


def _devolver_con_errores(importacion: Importacion, errores: list[ErrorCarga]) -> None:
    """The directory changed since the review, and what was right is not any more."""
    move(
        importacion,
        Estado.CON_ERRORES,
        accion="planilla_con_errores",
        datos={"errores": len(errores)},
        si={"tomada_por": importacion.tomada_por},
        hallazgos=empaquetar(_hallazgos(Cotejo(errores=errores))),
        leido=None,
        tomada_por="",
        tomada_hasta=None,
    )


def _fallar(importacion: Importacion, por_que: str) -> None:
    move(
        importacion,
        Estado.FALLIDA,
        accion="planilla_fallida",
        si={"tomada_por": importacion.tomada_por},
        fallo=por_que[:300],
        terminada_en=reloj.ahora(),
        **VACIA,
    )


def _soltar(importacion: Importacion, por_que: str = "") -> None:
    """Let the next one take it, without waiting for the lease to run out."""
    _mia(importacion).update(tomada_por="", tomada_hasta=None, fallo=por_que)


def _avanzar(importacion: Importacion, filas: int) -> None:
    """Say how many rows are read, and hold the lease.

    Raises:
        _Perdida: it is no longer this worker's.
    """
    plazo = PLAZOS[Estado.REVISANDO]
    if not _mia(importacion).update(avance=filas, tomada_hasta=Now() + plazo):
        raise _Perdida


def _mia(importacion: Importacion) -> Any:
    return Importacion.objects.filter(
        pk=importacion.pk, estado=importacion.estado, tomada_por=importacion.tomada_por
    )


def _hallazgos(cotejo: Cotejo) -> dict[str, Any]:
    """What the pages and the result sheet say of the review."""
    errores = sorted(cotejo.errores, key=lambda error: error.fila)
    return {
        "errores": [(e.fila, e.columna, e.mensaje) for e in errores[:MAXIMO_ERRORES]],
        "total": len(errores),
        "problemas": problemas(errores),
        "avisos": cotejo.avisos,
        "muestra": cotejo.muestra,
        "filas": cotejo.filas,
        "temas": cotejo.temas,
    }
