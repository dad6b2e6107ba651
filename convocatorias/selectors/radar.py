"""The plurality radar (R36 to R40): who is in the directory, invited, confirmed, and who is not.

For other pages, one call and one component:

    radar = selectors.radar_de(actividad)                       # after the call went out
    radar = selectors.radar_de(actividad, elegidos(fila))       # with a list still to be sent
    radar = selectors.radar_de(actividad, asistieron=ids)       # a fourth column: who came
    {% include "convocatorias/_radar.html" %}                   # needs radar, actividad, cuenta

    selectors.figuras_publicas(actividad) -> FigurasPublicas    # only counts of five or more

It counts organisations and never persons; one may be of several kinds (T7). An invitation by
letter or telephone that is still to be made counts here, which is a plan; the proof says that it
is pending. A fixed number of statements, whatever the size of the directory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from comun.formato import enumerar
from comun.reglas import Veredicto
from convocatorias import reglas
from convocatorias.models import (
    Actividad,
    Contacto,
    Invitacion,
    Organizacion,
    Participante,
    TipoOrganizacion,
)
from convocatorias.reglas.publicable import MINIMO
from convocatorias.selectors.directorio import con_silencio
from servicios.models import Comuna, Region

#: How many organisations are proposed at once.
A_PROPONER = 8
#: The least that the longest bar stands for, so that the mark of one is seen in its place.
A_LO_MENOS = 4
_VIENEN = (Participante.Asistencia.ASISTE, Participante.Asistencia.DELEGA)


@dataclass(frozen=True)
class Renglon:
    """Organisations of one kind, or of one place."""

    codigo: str
    nombre: str
    directorio: int = 0
    invitadas: int = 0
    confirmadas: int = 0
    asistieron: int = 0
    #: Whether the guide asks for at least one.
    pedida: bool = False
    #: The longest bar of its group.
    mayor: int = 1

    @property
    def falta(self) -> bool:
        return self.pedida and not self.invitadas

    @property
    def ancho(self) -> int:
        """Of its bar, per cent; the least that is not nothing is seen."""
        return max(round(100 * self.invitadas / self.mayor), min(1, self.invitadas))

    @property
    def minimo(self) -> int:
        """Where the mark of the minimum stands in its bar, per cent."""
        return max(1, round(100 / self.mayor))


@dataclass(frozen=True)
class Radar:
    """Who is there and who is not, of one activity."""

    es_regional: bool
    con_lista: bool
    con_asistencia: bool
    tipos: Sequence[Renglon]
    territorios: Sequence[Renglon]
    total: Renglon
    tipos_minimo: int
    #: The organisations that would fill what is missing, the ones that fill most first.
    candidatas: Sequence[Organizacion]
    cuantas_sumarian: int

    @property
    def tipos_invitados(self) -> int:
        return sum(1 for fila in self.tipos if fila.invitadas)

    @property
    def bajo_minimo(self) -> bool:
        """R37 or R132 would refuse the call: the rules themselves say so."""
        hechos = reglas.Hechos(
            es_regional=self.es_regional,
            tipos={fila.codigo: fila.invitadas for fila in self.tipos if fila.invitadas},
            tipos_minimo=self.tipos_minimo,
        )
        dichos = (regla.evaluar(hechos, date.min) for regla in (reglas.R37, reglas.R132))
        return any(dicho.veredicto is Veredicto.NO_CUMPLE for dicho in dichos)

    @cached_property
    def faltan(self) -> list[Renglon]:
        return [fila for fila in self.tipos if fila.falta]

    @cached_property
    def lugares_sin(self) -> list[Renglon]:
        """Places of the directory with nobody invited."""
        return [f for f in self.territorios if f.directorio and not f.invitadas and f.codigo]

    @property
    def prioritarios(self) -> list[Renglon]:
        return [fila for fila in self.tipos if fila.codigo in reglas.TIPOS_PRIORITARIOS]

    @property
    def a_la_vista(self) -> list[Renglon]:
        """The kinds that say something: asked for, or with somebody invited."""
        return [fila for fila in self.tipos if fila.pedida or fila.invitadas]

    @property
    def titulo(self) -> str:
        if self.faltan:
            return f"Falta invitar a organizaciones {palabras(f.nombre for f in self.faltan)}"
        if self.tipos_invitados < self.tipos_minimo:
            return "Faltan organizaciones de otros tipos"
        return "La convocatoria es plural"

    @property
    def frase(self) -> str:
        """What is missing and whether the directory has it."""
        n = self.cuantas_sumarian
        if not (self.faltan or self.tipos_invitados < self.tipos_minimo):
            return ""
        if not n:
            return "En su directorio no hay ninguna que las sume."
        return f"En su directorio hay {n} que {'la sumaría' if n == 1 else 'las sumarían'}."


def palabras(nombres: Iterable[str]) -> str:
    """Kinds as they follow the noun: "de mujeres, de jóvenes y de tipo funcional"."""
    return enumerar(
        f"de {n.removeprefix('De ')}" if n.startswith("De ") else f"de tipo {n.lower()}"
        for n in nombres
    )


def radar_de(
    actividad: Actividad,
    destinatarios: QuerySet[Contacto] | None = None,
    asistieron: Any = None,
    cuantas: int = A_PROPONER,
) -> Radar:
    """How plural an activity is: the directory, those invited, those who say that they will come.

    `destinatarios`: whom a call still to be sent would invite. `asistieron`: a subquery or the
    ids of the organisations that came. `cuantas`: how many organisations are proposed.
    """
    cuenta = actividad.cuenta
    invitadas = _invitadas(actividad, destinatarios)
    cifras = _cifras(actividad, invitadas, asistieron)
    tipos = _por_tipo(cifras, cuenta.es_regional)
    lugar = "comuna" if cuenta.es_regional else "comuna__region"
    territorios = _por_lugar(cifras, actividad, lugar)
    minimo = cuenta.norma.tipos_organizacion_minimo
    faltan = _tipos_que_faltan(tipos, minimo)
    sin = [f.codigo for f in territorios if f.directorio and not f.invitadas and f.codigo]
    candidatas = _candidatas(invitadas, faltan, {f"{lugar}__in": sin})
    return Radar(
        es_regional=cuenta.es_regional,
        con_lista=destinatarios is not None,
        con_asistencia=asistieron is not None,
        tipos=tipos,
        territorios=territorios,
        total=Renglon("", "Todas", **Organizacion.objects.aggregate(**cifras)),
        tipos_minimo=minimo,
        candidatas=list(candidatas.select_related("comuna").prefetch_related("tipos")[:cuantas]),
        cuantas_sumarian=candidatas.count(),
    )


def _tipos_que_faltan(tipos: list[Renglon], minimo: int) -> list[str]:
    """Those asked for; and any other one, while those of the directory do not reach the minimum."""
    pedidos = [fila for fila in tipos if fila.falta]
    con_ellos = sum(1 for f in tipos if f.invitadas) + sum(1 for f in pedidos if f.directorio)
    otros = [f for f in tipos if not f.invitadas and not f.pedida] if con_ellos < minimo else []
    return [fila.codigo for fila in (*pedidos, *otros)]


def _invitadas(actividad: Actividad, destinatarios: QuerySet[Contacto] | None) -> Q:
    """The organisations invited: by a call that went out, or by the one that is being made."""
    antes = Participante.objects.filter(
        actividad=actividad, origen=Participante.Origen.INVITADO, organizacion__isnull=False
    )
    invitadas = Q(pk__in=antes.order_by().values("organizacion"))
    if destinatarios is not None:
        invitadas |= Q(pk__in=destinatarios.order_by().values("organizacion"))
    return invitadas


def _cifras(actividad: Actividad, invitadas: Q, asistieron: Any) -> dict[str, Count]:
    vienen = Participante.objects.filter(
        actividad=actividad, asistencia__in=_VIENEN, organizacion__isnull=False
    )
    columnas = {
        "directorio": Q(archivada_en=None, fusionada_en=None),
        "invitadas": invitadas,
        "confirmadas": Q(pk__in=vienen.order_by().values("organizacion")),
    }
    if asistieron is not None:
        columnas["asistieron"] = Q(pk__in=asistieron)
    return {nombre: Count("pk", filter=q, distinct=True) for nombre, q in columnas.items()}


def _agrupadas(campo: str, cifras: dict[str, Count]) -> dict[Any, dict[str, Any]]:
    """Those figures by each value of `campo`, None among them."""
    filas: Any = Organizacion.objects.order_by().values(grupo=F(campo)).annotate(**cifras)
    return {fila.pop("grupo"): fila for fila in filas}


def _por_tipo(cifras: dict[str, Count], es_regional: bool) -> list[Renglon]:
    por_codigo = _agrupadas("tipos", cifras)
    mayor = max([A_LO_MENOS, *(fila["invitadas"] for tipo, fila in por_codigo.items() if tipo)])
    pedidos = {*reglas.TIPOS_PRIORITARIOS, *(reglas.TIPOS_REGIONALES if es_regional else ())}
    renglones = [
        Renglon(codigo, nombre, pedida=codigo in pedidos, mayor=mayor, **por_codigo.get(codigo, {}))
        for codigo, nombre in TipoOrganizacion.objects.values_list("pk", "nombre")
    ]
    return sorted(renglones, key=lambda fila: -fila.invitadas)


def _por_lugar(cifras: dict[str, Count], actividad: Actividad, lugar: str) -> list[Renglon]:
    """All the regions; or, of a regional account, the comunas of its region, and the rest."""
    por_codigo = _agrupadas(lugar, cifras)
    nombres = _nombres(actividad, lugar)
    propias = [f["invitadas"] for codigo, f in por_codigo.items() if codigo in nombres]
    mayor = max([A_LO_MENOS, *propias])
    renglones = [
        Renglon(codigo, nombre, mayor=mayor, **por_codigo.pop(codigo, {}))
        for codigo, nombre in nombres.items()
    ]
    resto: dict[str, Any] = {c: sum(fila[c] for fila in por_codigo.values()) for c in cifras}
    if any(resto.values()):
        nombre = "Otras comunas, o sin comuna" if lugar == "comuna" else "Sin comuna"
        renglones.append(Renglon("", nombre, mayor=max(mayor, resto["invitadas"]), **resto))
    return renglones


def _nombres(actividad: Actividad, lugar: str) -> dict[str, str]:
    if lugar != "comuna":
        return {fila.pk: str(fila) for fila in Region.objects.all()}
    comuna = actividad.comuna or actividad.cuenta.servicio.comuna
    filas = Comuna.objects.filter(region=comuna.region_id) if comuna else Comuna.objects.none()
    return dict(filas.order_by("nombre").values_list("pk", "nombre"))


def _candidatas(invitadas: Q, tipos: list[str], lugares: dict[str, list[str]]) -> QuerySet:
    """Organisations not invited with somebody to invite: a kind that lacks weighs two, a place one.

    While a kind lacks, only those of such a kind. Each kind is asked as a set, not row by row.
    """
    con_lugares = any(lugares.values())
    if not tipos and not con_lugares:
        return Organizacion.objects.none()
    alguien = con_silencio(Contacto.objects.vigentes()).filter(no_invitar=False)
    filas = Organizacion.objects.vigentes().exclude(invitadas)
    cubre: Any = Value(0)
    for tipo in tipos:
        cubre += _puntos(Q(pk__in=_de_tipos([tipo])), 2)
    if con_lugares:
        cubre += _puntos(Q(**lugares), 1)
    utiles = Q(pk__in=_de_tipos(tipos)) if tipos else Q(**lugares)
    return (
        filas.filter(utiles, pk__in=alguien.order_by().values("organizacion"))
        .annotate(cubre=cubre)
        .order_by("-cubre", "nombre_plegado", "pk")
    )


def _de_tipos(tipos: list[str]) -> QuerySet:
    filas = Organizacion.tipos.through.objects.filter(tipoorganizacion__in=tipos)
    return filas.values("organizacion")


def _puntos(condicion: Q, cuantos: int) -> Case:
    return Case(When(condicion, then=Value(cuantos)), default=Value(0), output_field=IntegerField())


# ── What anybody may read ──


@dataclass(frozen=True)
class FigurasPublicas:
    """Organisations invited by kind, fit to be published. `total` is None where it would tell."""

    #: Name and count; None stands for "fewer than five".
    tipos: Sequence[tuple[str, int | None]]
    total: int | None

    @property
    def contados(self) -> list[tuple[str, int]]:
        return [(nombre, cuantas) for nombre, cuantas in self.tipos if cuantas is not None]

    @property
    def pocos(self) -> list[str]:
        return [nombre for nombre, cuantas in self.tipos if cuantas is None]


def figuras_publicas(actividad: Actividad) -> FigurasPublicas:
    """Those of one activity (`figuras_publicas_de`)."""
    return figuras_publicas_de([actividad])[actividad.pk]


def figuras_publicas_de(actividades: Iterable[Actividad]) -> dict[int, FigurasPublicas]:
    """How many organisations of each kind were invited to each activity, with k ≥ 5.

    With something hidden, or fewer than five beside a kind, there is no total: they could be had
    back by subtraction. An invitation by another channel counts once somebody made it. Three
    statements, however many activities.
    """
    todas = list(actividades)
    convocadas = [a.pk for a in todas if a.estado == Actividad.Estado.CONVOCADA]
    por_tipo: dict[int, dict[str | None, int]] = {}
    totales: dict[int, int] = {}
    if convocadas:
        hechas = Invitacion.objects.filter(
            Q(canal=Invitacion.Canal.CORREO) | Q(hecha_en__isnull=False),
            clase=Invitacion.Clase.INVITACION,
            participante__actividad__in=convocadas,
            participante__organizacion__isnull=False,
        ).order_by()
        cuantas = Count("participante__organizacion", distinct=True)
        grupos = hechas.values_list("participante__actividad")
        totales = dict(grupos.annotate(n=cuantas))
        con_tipo = grupos.values_list(
            "participante__actividad", "participante__organizacion__tipos"
        )
        for actividad, tipo, n in con_tipo.annotate(n=cuantas):
            por_tipo.setdefault(actividad, {})[tipo] = n
    nombres = list(TipoOrganizacion.objects.values_list("pk", "nombre")) if totales else []
    return {
        a.pk: _publicables(por_tipo.get(a.pk, {}), totales.get(a.pk, 0), nombres) for a in todas
    }


def _publicables(
    por_tipo: dict[str | None, int], total: int, nombres: list[tuple[str, str]]
) -> FigurasPublicas:
    sin_tipo = por_tipo.pop(None, 0)
    tipos = [(nombre, por_tipo[codigo]) for codigo, nombre in nombres if codigo in por_tipo]
    # Neither a kind nor what is left of the total without it.
    pocas = [n for _, n in tipos] + [total - n for _, n in tipos] + [sin_tipo]
    oculto = any(0 < n < MINIMO for n in pocas)
    return FigurasPublicas(
        tipos=[(nombre, n if n >= MINIMO else None) for nombre, n in tipos],
        total=None if oculto or total < MINIMO else total,
    )
