"""Who comes to an activity, who waits for a seat, and what they asked for."""

import json
from collections import Counter
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from comun.campos import hash_de_clave
from comun.texto import plegar
from convocatorias.catalogos import APOYOS
from convocatorias.models import Actividad, Ajuste, Enlace, Invitacion, Participante, Preferencia
from servicios.alcance import todos_los_servicios

_ASISTENCIA = Participante.Asistencia
_LO_SUYO = (
    "servicio__comuna", "participante__organizacion", "participante__en_lugar_de",
    "participante__actividad__comuna__region", "participante__actividad__cuenta__norma",
    "participante__actividad__cuenta__servicio",
)  # fmt: skip

#: Saved views of the people of an activity: name and condition.
VISTAS_DE_ASISTENTES: dict[str, tuple[str, Q]] = {
    "vendran": ("Vendrán", Q(asistencia=_ASISTENCIA.ASISTE)),
    "en_espera": ("En espera", Q(asistencia=_ASISTENCIA.EN_ESPERA)),
    "no_vendran": ("No vendrán", Q(asistencia__in=(_ASISTENCIA.NO_ASISTE, _ASISTENCIA.DELEGA))),
    "sin_respuesta": ("Sin respuesta", Q(asistencia=_ASISTENCIA.SIN_RESPUESTA)),
}


def por_clave(clave: str) -> Invitacion | Enlace | None:
    """What a private link opens: an invitation, or the link of who enrolled or was sent."""
    huella = hash_de_clave(clave)
    with todos_los_servicios():
        invitaciones = Invitacion.objects.filter(clave_hash=huella)
        return (
            invitaciones.select_related(*_LO_SUYO, "convocatoria__informe", "mensaje")
            .defer("clave", "mensaje__texto", "mensaje__html")
            .first()
            or Enlace.objects.filter(clave_hash=huella).select_related(*_LO_SUYO).first()
        )


def personas_que_vendran(actividad: Actividad) -> int:
    """The seats that are taken: who said that they will come, and who comes along."""
    filas = Participante.objects.filter(actividad=actividad, asistencia=_ASISTENCIA.ASISTE)
    return filas.aggregate(n=Coalesce(Sum(F("acompanantes") + 1), 0))["n"]


def en_espera(actividad: Actividad) -> QuerySet[Participante]:
    """The waiting list, in the order in which they will be called."""
    return Participante.objects.filter(
        actividad=actividad, asistencia=_ASISTENCIA.EN_ESPERA
    ).order_by("respondio_en", "pk")


def puesto_en_la_espera(participante: Participante) -> int:
    """How many stand before them in the waiting list, and them."""
    antes = Q(respondio_en__lt=participante.respondio_en) | Q(
        respondio_en=participante.respondio_en, pk__lte=participante.pk
    )
    return en_espera(participante.actividad).filter(antes).count()


def delegado_de(participante: Participante) -> Participante | None:
    """Who comes in the place of a participant."""
    return Participante.objects.filter(en_lugar_de=participante).first()


def temas_de(participante: Participante) -> list[Any]:
    """The topics that they prefer, in their order."""
    filas = Preferencia.objects.filter(participante=participante).select_related("tema")
    return [fila.tema for fila in filas.order_by("orden")]


def asistentes(actividad: Actividad, vista: str = "vendran", texto: str = "") -> QuerySet:
    """The people of one saved view, by organisation and name; who waits, in their order.

    Never with what they need: that is read in a page of its own (`apoyos`).
    """
    filas = Participante.objects.filter(VISTAS_DE_ASISTENTES[vista][1], actividad=actividad)
    if texto:
        # By organisation only: the search stands in the address, where no person's name goes.
        plegado = plegar(texto)
        filas = filas.filter(
            Q(organizacion__nombre_plegado__contains=plegado)
            | Q(organizacion=None, organizacion_nombre__icontains=texto.strip())
        )
    preferencias = Preferencia.objects.select_related("tema").order_by("orden")
    filas = filas.select_related("organizacion", "en_lugar_de").prefetch_related(
        Prefetch("preferencias", preferencias)
    )
    if vista == "en_espera":
        return filas.order_by("respondio_en", "pk")
    return filas.order_by(
        F("organizacion__nombre_plegado").asc(nulls_last=True),
        "organizacion_nombre",
        "nombre_plegado",
        "pk",
    )


def cuentas_de_asistentes(actividad: Actividad) -> dict[str, int]:
    """How many answered what, and how many persons that is, in one statement."""
    conteos: dict[str, Any] = {
        vista: Count("pk", filter=condicion)
        for vista, (_, condicion) in VISTAS_DE_ASISTENTES.items()
    }
    for nombre, asistencia in (
        ("personas", _ASISTENCIA.ASISTE),
        ("personas_en_espera", _ASISTENCIA.EN_ESPERA),
    ):
        suma = Sum(F("acompanantes") + 1, filter=Q(asistencia=asistencia))
        conteos[nombre] = Coalesce(suma, 0)
    return Participante.objects.filter(actividad=actividad).aggregate(
        **conteos,
        acompanantes=Coalesce(Sum("acompanantes", filter=Q(asistencia=_ASISTENCIA.ASISTE)), 0),
    )


def temas_preferidos(actividad: Actividad) -> list[dict[str, Any]]:
    """Each topic of the activity: how many of those who come put it first, and how many in all."""
    filas = Preferencia.objects.filter(
        participante__actividad=actividad, participante__asistencia=_ASISTENCIA.ASISTE
    )
    return [
        dict(fila)
        for fila in filas.values("tema__nombre")
        .annotate(primera=Count("pk", filter=Q(orden=1)), todas=Count("pk"))
        .order_by("-primera", "-todas", "tema__nombre")
    ]


def apoyos(actividad: Actividad) -> tuple[list[dict[str, Any]], list[tuple[str, int]]]:
    """Who asked for what in an activity, and how many of each. Only for who prepares it."""
    filas = (
        Ajuste.objects.filter(participante__actividad=actividad)
        .select_related("participante__organizacion")
        .order_by("participante__nombre_plegado", "pk")
    )
    cuenta: Counter[str] = Counter()
    personas = []
    for fila in filas:
        dicho = json.loads(fila.necesidades)
        pedidos = [APOYOS[codigo] for codigo in dicho["apoyos"] if codigo in APOYOS]
        cuenta.update(pedidos)
        if dicho["otro"]:
            cuenta["Otro apoyo"] += 1
        personas.append(
            {"participante": fila.participante, "pedidos": pedidos, "otro": dicho["otro"]}
        )
    orden = [*APOYOS.values(), "Otro apoyo"]
    return personas, [(nombre, cuenta[nombre]) for nombre in orden if cuenta[nombre]]


def ha_pedido_apoyos(participante: Participante) -> Ajuste | None:
    """That they asked for something, and since when; not what."""
    return Ajuste.objects.filter(participante=participante).defer("necesidades").first()
