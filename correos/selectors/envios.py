"""The campaigns: what became of the mails of each one, and how long the rest will take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Now

from comun.formato import fecha_corta, miles
from correos.models import Mensaje, campania_en_palabras
from correos.selectors.vistas import VISTAS, Cuentas

#: By what left in this while one says how long the rest will take.
VENTANA_DEL_RITMO = timedelta(minutes=2)
MINIMO_PARA_EL_RITMO = 10


@dataclass(frozen=True)
class Envio:
    """A campaign of one service: what became of its mails, and how long the rest will take."""

    campania: str
    servicio_id: int | None
    servicio: str
    servicio_nombre: str
    asunto: str
    desde: datetime
    cuentas: Cuentas
    no_llegaron: int
    rechazados: int
    restante: timedelta | None

    @property
    def nombre(self) -> str:
        """`Invitaciones: Jornada nacional, 28 de mayo`, when all its mails have one subject."""
        familia = campania_en_palabras(self.campania)
        if ":" not in self.campania or not self.asunto:
            return familia
        return f"{familia}: {self.asunto.partition(': ')[2] or self.asunto}"

    @property
    def consulta(self) -> str:
        """Its place in an address, after the question mark."""
        return urlencode({"campania": self.campania, "servicio": self.servicio})

    @property
    def nombre_con_fecha(self) -> str:
        return f"{self.nombre}, desde el {fecha_corta(self.desde)}"

    @property
    def avance(self) -> str:
        """`182 de 203 enviados, 3 piden su ayuda`."""
        n = self.cuentas
        frase = f"{miles(n.enviados)} de {miles(n.todos)} enviado{'s' if n.todos > 1 else ''}"
        if n.ayuda:
            frase += f", {miles(n.ayuda)} pide{'n' if n.ayuda > 1 else ''} su ayuda"
        return frase + (f", {miles(n.anulados)} sin enviar" if n.anulados else "")

    @property
    def al_lado(self) -> str:
        """`termina en unos 4 minutos`, `7 en camino`, or that it is over."""
        if not self.cuentas.camino:
            return "terminado"
        if self.cuanto_falta:
            return f"termina en {self.cuanto_falta}"
        return f"{miles(self.cuentas.camino)} en camino"

    @property
    def cuanto_falta(self) -> str:
        """`unos 4 minutos`; empty when it is over, or when too few left lately to tell."""
        if self.restante is None:
            return ""
        minutos = round(self.restante.total_seconds() / 60)
        if minutos < 1:
            return "menos de un minuto"
        if minutos < 90:
            return "un minuto" if minutos == 1 else f"unos {minutos} minutos"
        return f"unas {round(minutos / 60)} horas"


def envios(campania: str = "") -> Any:
    """A QuerySet: the campaigns in scope, the newest first, with their counts. See `envio`."""
    llegaron = Q(estado__in=Mensaje.LLEGARON, punto_en__gt=Now() - VENTANA_DEL_RITMO)
    mensajes = Mensaje.objects.de_campania(campania) if campania else Mensaje.objects.all()
    return (
        mensajes.exclude(campania="")
        .order_by()
        .values("campania", "servicio", "servicio__slug", "servicio__nombre_corto")
        .annotate(
            ultimo=Max("pk"),
            desde=Min("creado_en"),
            asunto_menor=Min("asunto"),
            asunto_mayor=Max("asunto"),
            ritmo_n=Count("pk", filter=llegaron),
            ritmo_desde=Min("punto_en", filter=llegaron),
            ritmo_hasta=Max("punto_en", filter=llegaron),
            n_rechazados=Count("pk", filter=Q(estado="rechazado")),
            n_no_llegaron=Count("pk", filter=Q(estado__in=("rechazado", "rebotado"))),
            **{
                f"n_{vista or 'todos'}": Count("pk", filter=Q(estado__in=estados))
                for vista, _, estados in VISTAS
            },
        )
        .order_by("-ultimo")
    )


def envio(fila: dict[str, Any]) -> Envio:
    """A row of `envios`."""
    cuentas = Cuentas(*(fila[f"n_{vista or 'todos'}"] for vista, _, _ in VISTAS))
    restante = None
    if cuentas.camino and fila["ritmo_n"] >= MINIMO_PARA_EL_RITMO:
        cada_uno = (fila["ritmo_hasta"] - fila["ritmo_desde"]) / (fila["ritmo_n"] - 1)
        restante = cada_uno * cuentas.camino
    return Envio(
        campania=fila["campania"],
        servicio_id=fila["servicio"],
        servicio=fila["servicio__slug"] or "",
        servicio_nombre=fila["servicio__nombre_corto"] or "",
        asunto=fila["asunto_menor"] if fila["asunto_menor"] == fila["asunto_mayor"] else "",
        desde=fila["desde"],
        cuentas=cuentas,
        no_llegaron=fila["n_no_llegaron"],
        rechazados=fila["n_rechazados"],
        restante=restante,
    )


def envio_de(servicio: str, campania: str) -> Envio | None:
    """The campaign of that name of one service, if it has mails."""
    if not campania:
        return None
    fila = envios(campania).filter(servicio__slug=servicio).first()
    return envio(fila) if fila else None


def por_detener(envio: Envio) -> int:
    """How many of its mails can still be stopped."""
    mensajes = Mensaje.objects.de_campania(envio.campania)
    return mensajes.filter(servicio__slug=envio.servicio).anulables().count()
