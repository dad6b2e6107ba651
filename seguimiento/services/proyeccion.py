"""Keep the projections true: what the boards, the reminders and the compliance page read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from comun.reglas import Cumplimiento
from comun.requisitos import REQUISITOS
from cuentas.models import CuentaPublica, Tarea
from seguimiento import selectors
from seguimiento.etapas import HechosTablero, Linea, Panorama, etapa, tareas
from seguimiento.etapas.guia import de_las_tareas, del_cumplimiento
from seguimiento.etapas.resumen import resumir
from seguimiento.models import Pendiente, Proyeccion
from seguimiento.services.plazos import cambios_recientes, rehacer_plazos
from servicios.alcance import todos_los_servicios

#: Accounts projected in one transaction.
TANDA = 100
CAMPOS = (
    "fecha",
    "que",
    "porque",
    "regla",
    "permiso",
    "donde",
    "argumentos",
    "boton",
    "duenio",
    "persona_id",
    "recordar",
    "orden",
)


def poner_al_dia(
    cuentas: QuerySet[CuentaPublica] | None = None, *, ahora: datetime, maximo: int | None = None
) -> int:
    """Project again the accounts whose facts, day or holidays changed. How many they were.

    Two statements when nothing is stale. Without `cuentas`, those of every service.
    """
    return _proyectar(cuentas, ahora, maximo=maximo)


def repasar(*, ahora: datetime) -> int:
    """The sweep: all that is stale, and what changes without leaving word of it."""
    return _proyectar(None, ahora, tambien=selectors.por_asentar(ahora))


def _proyectar(
    cuentas: QuerySet[CuentaPublica] | None,
    ahora: datetime,
    *,
    tambien: Q | None = None,
    maximo: int | None = None,
) -> int:
    with todos_los_servicios():
        huella = selectors.huella_de_feriados()
        todas = (CuentaPublica.objects.all() if cuentas is None else cuentas).order_by("pk")
        pendientes = selectors.atrasadas(todas, ahora, huella, tambien=tambien)
        ids = list(pendientes.values_list("pk", flat=True)[:maximo])
        for inicio in range(0, len(ids), TANDA):
            tanda = pendientes.filter(pk__in=ids[inicio : inicio + TANDA])
            _rehacer(tanda, ahora, huella)
    return len(ids)


@transaction.atomic
def _rehacer(atrasadas: QuerySet[CuentaPublica], ahora: datetime, huella: str) -> None:
    """Project some accounts. Who comes at the same time waits, and then finds the rows made."""
    list(atrasadas.only("pk").select_for_update(of=("self",)))
    ids = list(atrasadas.values_list("pk", flat=True))
    cuentas = list(selectors.cuentas_visibles().filter(pk__in=ids).order_by("pk"))
    # Read before the facts: what is written meanwhile makes the projection stale again.
    filas = selectors.ultimas_filas({c.servicio_id for c in cuentas})
    panoramas = selectors.panoramas(cuentas)
    hechos = selectors.hechos_de_tableros(cuentas)
    dichos = selectors.cumplimientos_de(cuentas, ahora)
    de_la_lista = selectors.tareas_pendientes(cuentas)
    lineas = {
        pk: _lineas(panorama, hechos[pk], de_la_lista[pk], dichos[pk], ahora)
        for pk, panorama in panoramas.items()
    }
    # What closed also says, for the last time, which of its dates were met.
    con_plazos = [c.pk for c in cuentas if c.estado != CuentaPublica.Estado.ANULADA]
    rehacer_plazos({pk: panoramas[pk] for pk in con_plazos}, ahora=ahora)
    cambios = cambios_recientes(cuentas, ahora)
    _guardar_pendientes(cuentas, lineas)
    _guardar_proyecciones(
        Proyeccion(
            cuenta=c,
            bitacora_id=filas.get(c.servicio_id, 0),
            dia=ahora.astimezone(c.servicio.zona).date(),
            feriados=huella,
            hecha_en=ahora,
            etapa=etapa(panoramas[c.pk], ahora),
            cumplimiento=[_dicho(uno) for uno in dichos[c.pk]],
            resumen=resumir(panoramas[c.pk], hechos[c.pk], dichos[c.pk])
            | {"cambios": cambios[c.pk]},
        )
        for c in cuentas
    )


# ── Lines ──


def _lineas(
    panorama: Panorama,
    hechos: HechosTablero,
    de_la_lista: Iterable[tuple[Tarea, date]],
    dichos: Iterable[Cumplimiento],
    ahora: datetime,
) -> dict[str, Linea]:
    """The lines of one account by key, the most urgent first; nothing once it ended."""
    suyas = tareas(panorama, hechos, ahora)
    if panorama.cuenta.estado in selectors.VIVAS:
        nombradas = {linea.regla for linea in suyas}
        suyas += de_las_tareas(panorama, de_la_lista)
        suyas += del_cumplimiento(panorama, dichos, nombradas)
        suyas.sort(key=lambda linea: linea.fecha or date.max)
    resultado: dict[str, Linea] = {}
    for linea in suyas:
        resultado.setdefault(linea.clave, linea)
    return resultado


def _guardar_pendientes(
    cuentas: Sequence[CuentaPublica], lineas: dict[int, dict[str, Linea]]
) -> None:
    """By difference: a line that stays keeps its row."""
    guardados: dict[int, dict[str, Pendiente]] = defaultdict(dict)
    for fila in Pendiente.objects.filter(cuenta__in=cuentas).select_related("cuenta"):
        guardados[fila.cuenta_id][fila.clave] = fila
    nuevas: list[Pendiente] = []
    cambiadas: list[Pendiente] = []
    sobran: list[int] = []
    for cuenta in cuentas:
        filas = guardados[cuenta.pk]
        for orden, (clave, linea) in enumerate(lineas[cuenta.pk].items()):
            datos = _datos(linea, cuenta, orden)
            ya = filas.pop(clave, None)
            if ya is None:
                nuevas.append(Pendiente(cuenta=cuenta, clave=clave, **datos))
            elif any(getattr(ya, campo) != datos[campo] for campo in CAMPOS):
                for campo, valor in datos.items():
                    setattr(ya, campo, valor)
                cambiadas.append(ya)
        sobran += [fila.pk for fila in filas.values()]
    Pendiente.objects.filter(pk__in=sobran).delete()
    Pendiente.objects.bulk_update(
        cambiadas, [c.removesuffix("_id") for c in CAMPOS], batch_size=200
    )
    Pendiente.objects.bulk_create(nuevas, batch_size=500)


def _datos(linea: Linea, cuenta: CuentaPublica, orden: int) -> dict[str, Any]:
    argumentos = linea.argumentos or (cuenta.servicio.slug, cuenta.anio_gestion)
    return {
        "fecha": linea.fecha,
        "que": linea.que[:300],
        "porque": linea.porque,
        "regla": linea.regla,
        "permiso": linea.permiso.value,
        "donde": linea.donde,
        "argumentos": [a for a in argumentos if a != ""],
        "boton": linea.boton,
        "duenio": linea.duenio[:150],
        "persona_id": linea.persona,
        "recordar": linea.recordar,
        "orden": orden,
    }


# ── What each account says of itself ──


def _guardar_proyecciones(todas: Iterable[Proyeccion]) -> None:
    propuestas = {una.cuenta_id: una for una in todas}
    ya = dict(Proyeccion.objects.filter(cuenta__in=list(propuestas)).values_list("cuenta", "pk"))
    for cuenta_id, pk in ya.items():
        propuestas[cuenta_id].pk = pk
    campos = [c.name for c in Proyeccion._meta.concrete_fields if c.name not in ("id", "cuenta")]
    cambian = [una for una in propuestas.values() if una.pk]
    for una in cambian:
        una.heredar_servicio()
    Proyeccion.objects.bulk_update(cambian, campos, batch_size=50)
    Proyeccion.objects.bulk_create(
        (una for una in propuestas.values() if not una.pk), batch_size=50
    )


def _dicho(uno: Cumplimiento) -> dict[str, Any]:
    return {
        "regla": uno.regla.id,
        "etapa": REQUISITOS[uno.regla.id].etapa,
        "nivel": uno.nivel.value,
        "veredicto": uno.resultado.veredicto.value,
        "evidencia": uno.resultado.evidencia,
        "sugerencia": uno.resultado.sugerencia,
        "explicado": uno.resultado.explicado,
        "cita": uno.regla.cita,
        "mira": uno.regla.mira,
    }
