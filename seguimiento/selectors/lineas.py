"""The lines of the boards: read from the projections, a few statements whatever the accounts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value

from comun import reloj
from seguimiento.models import Pendiente, PendienteQuerySet, Proyeccion
from seguimiento.selectors.proyecciones import dia_local
from servicios.acceso import permisos_de
from servicios.models import Servicio

#: The groups of a board, by the word that goes in the address.
TRAMOS = {"vencido": "Vencido", "hoy": "Hoy", "semana": "Esta semana", "despues": "Después"}
POR_TRAMO = 25
#: Counting stops here: a board that has more says so.
TOPE = 200


@dataclass
class Tramo:
    """One group of the board: how many lines it has (up to `TOPE`), and the first of them."""

    clave: str
    nombre: str
    total: int = 0
    lineas: list[Pendiente] = field(default_factory=list)

    @property
    def desborda(self) -> bool:
        return self.total > TOPE

    @property
    def quedan(self) -> bool:
        return self.total > len(self.lineas)


def _condiciones(ahora: datetime) -> dict[str, tuple[Q, ...]]:
    """Which dates each group has, by the day of each service's own clock.

    Apart where together they could not be read in the order of an index.
    """
    hoy = dia_local(ahora)
    local = ahora.astimezone(reloj.ZONA_POR_OMISION).date()
    domingo = local + timedelta(days=6 - local.weekday())
    return {
        "vencido": (Q(fecha__lt=hoy),),
        "hoy": (Q(fecha=hoy),),
        "semana": (Q(fecha__gt=hoy, fecha__lte=domingo),),
        "despues": (Q(fecha__gt=domingo) & Q(fecha__gt=hoy), Q(fecha=None)),
    }


def del_tramo(lineas: PendienteQuerySet, clave: str, ahora: datetime) -> PendienteQuerySet:
    """The lines of one group, the most urgent first."""
    return lineas.filter(reduce(or_, _condiciones(ahora)[clave])).por_fecha()


def por_tramos(lineas: PendienteQuerySet, ahora: datetime) -> list[Tramo]:
    """The four groups with their first lines: two statements. Empty groups stay out."""
    partes = [
        Pendiente.objects.filter(pk__in=lineas.filter(una).por_fecha().values("pk")[: TOPE + 1])
        .order_by()
        .annotate(tramo=Value(clave, CharField()))
        .values_list("tramo", "pk", "fecha", "orden")
        for clave, condiciones in _condiciones(ahora).items()
        for una in condiciones
    ]
    hallados: dict[str, list[tuple[date, int, int]]] = defaultdict(list)
    for clave, pk, fecha, orden in partes[0].union(*partes[1:], all=True):
        hallados[clave].append((fecha or date.max, orden, pk))
    primeros = {
        clave: [pk for *_, pk in sorted(filas)[:POR_TRAMO]] for clave, filas in hallados.items()
    }
    filas = con_cuenta(Pendiente.objects.all()).in_bulk([p for s in primeros.values() for p in s])
    return [
        Tramo(
            clave,
            nombre,
            min(len(hallados[clave]), TOPE + 1),
            [filas[pk] for pk in primeros[clave]],
        )
        for clave, nombre in TRAMOS.items()
        if clave in primeros
    ]


def repartir(lineas: Iterable[Pendiente], hoy: date, solo: str = "") -> list[Tramo]:
    """The same groups, of the lines of one account, which are already here; all of `solo`."""
    domingo = hoy + timedelta(days=6 - hoy.weekday())
    tramos = {clave: Tramo(clave, nombre) for clave, nombre in TRAMOS.items()}
    for linea in lineas:
        fecha = linea.fecha
        if fecha is None or fecha > domingo:
            clave = "despues"
        elif fecha <= hoy:
            clave = "hoy" if fecha == hoy else "vencido"
        else:
            clave = "semana"
        tramos[clave].total += 1
        if solo or tramos[clave].total <= POR_TRAMO:
            tramos[clave].lineas.append(linea)
    return [t for t in tramos.values() if t.total and solo in ("", t.clave)]


def con_cuenta(lineas: PendienteQuerySet) -> PendienteQuerySet:
    return lineas.select_related("cuenta__servicio")


def con_texto(lineas: PendienteQuerySet, texto: str) -> PendienteQuerySet:
    """Whose words, rule, owner or service have every word of `texto`."""
    for palabra in texto.split()[:6]:
        lineas = lineas.filter(
            Q(que__icontains=palabra)
            | Q(regla__iexact=palabra)
            | Q(duenio__icontains=palabra)
            | Q(cuenta__servicio__nombre__icontains=palabra)
        )
    return lineas


def de_la_persona(
    lineas: PendienteQuerySet, persona: Any, servicios: Iterable[Servicio]
) -> PendienteQuerySet:
    """What has the person's name, or nobody's and their role lets them do."""
    grupos: dict[frozenset[str], list[int]] = defaultdict(list)
    for servicio in servicios:
        grupos[frozenset(permisos_de(persona, servicio.pk))].append(servicio.pk)
    suyas = Q(persona=persona)
    for permisos, ids in grupos.items():
        suyas |= Q(persona=None, servicio__in=ids, permiso__in=permisos)
    return lineas.filter(suyas)


def proyecciones() -> QuerySet[Proyeccion]:
    """The accounts with what their lists show: those of the last years first."""
    filas = Proyeccion.objects.select_related("cuenta__servicio").defer("cumplimiento")
    return filas.order_by("-cuenta__anio_gestion", "cuenta__servicio__nombre", "pk")


def proyeccion_de(anio: int) -> QuerySet[Proyeccion]:
    """The projection of one account, with all that its pages say of it."""
    return Proyeccion.objects.filter(cuenta__anio_gestion=anio).select_related(
        "cuenta__servicio__comuna__region", "cuenta__norma", "cuenta__responsable"
    )


def sumas(etapas: dict[str, dict[str, int]], claves: Sequence[str] = ()) -> dict[str, int]:
    """The counts of some stages (all, without `claves`) in one."""
    resultado: dict[str, int] = defaultdict(int)
    for clave, cuenta in etapas.items():
        if not claves or clave in claves:
            for veredicto, n in cuenta.items():
                resultado[veredicto] += n
    return dict(resultado)
