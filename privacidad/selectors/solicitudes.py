"""The board of the data officer, and what there is about one request."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from comun.models import Bitacora
from comun.texto import plegar_nombre
from convocatorias.models import Contacto, Encuentro, Participante
from correos.models import Mensaje
from privacidad.catalogos import HECHOS
from privacidad.models import SolicitudDerechos
from respuestas.models import Consultante
from servicios.models import Servicio, Usuario

Estado = SolicitudDerechos.Estado
HECHOS_A_LA_VISTA = 30
#: The term runs and nobody has decided.
ABIERTAS = (Estado.RECIBIDA, Estado.PRORROGADA)
#: Each tab of the board and the states that it gathers.
VISTAS = {
    "abiertas": ABIERTAS,
    "sin-codigo": (Estado.POR_VERIFICAR,),
    "resueltas": SolicitudDerechos.RESUELTAS,
}


def abiertas() -> QuerySet[SolicitudDerechos]:
    """Those whose term runs, the first to fall due first."""
    filas: QuerySet[SolicitudDerechos] = SolicitudDerechos.objects.filter(estado__in=ABIERTAS)
    return filas.order_by("vence_el", "id")


def del_tablero(servicio: Servicio, vista: str) -> QuerySet[SolicitudDerechos]:
    """One tab of the board: what falls due first, first; what is decided, the newest first."""
    filas: QuerySet[SolicitudDerechos] = SolicitudDerechos.objects.filter(
        servicio=servicio, estado__in=VISTAS.get(vista, ABIERTAS)
    )
    if vista == "abiertas":
        return filas.order_by("vence_el", "id")
    return filas.order_by(F("resuelta_en").desc(nulls_first=True), "-id")


def cuantas(servicio: Servicio, hoy: date) -> dict[str, int]:
    """How many in each tab, and how many of the open ones are overdue, in one statement."""
    filas = SolicitudDerechos.objects.filter(servicio=servicio)
    tramos = {
        vista.replace("-", "_"): Count("pk", filter=Q(estado__in=estados))
        for vista, estados in VISTAS.items()
    }
    vencidas = Count("pk", filter=Q(estado__in=ABIERTAS, vence_el__lt=hoy))
    return filas.order_by().aggregate(**tramos, vencidas=vencidas)


def por_borrar(solicitud: SolicitudDerechos) -> bool:
    """Whether a granted erasure left something for later."""
    filas = Bitacora.objects.filter(
        objeto_tipo=solicitud._meta.label_lower,
        objeto_id=solicitud.pk,
        accion="suprimir_pendiente",
    )
    return filas.exists()


@dataclass(frozen=True)
class Hecho:
    """Something done with a request, when, and who of the staff did it; "" if nobody of them."""

    que: str
    cuando: datetime
    quien: str = ""


def hechos_de(solicitud: SolicitudDerechos) -> list[Hecho]:
    """What was done with it, the newest first, the last ones. Two statements."""
    filas = Bitacora.objects.filter(
        objeto_tipo=solicitud._meta.label_lower, objeto_id=solicitud.pk, accion__in=HECHOS
    ).order_by("-pk")[:HECHOS_A_LA_VISTA]
    personas = Usuario.objects.in_bulk({fila.actor_id for fila in filas if fila.actor_id})
    return [
        Hecho(HECHOS[f.accion], f.momento, str(getattr(personas.get(f.actor_id), "nombre", "")))
        for f in filas
    ]


def envios_de(solicitud: SolicitudDerechos) -> QuerySet[Mensaje]:
    """Every mail about it, to the person and to the staff: the evidence of sending, no bodies."""
    filas = Mensaje.objects.filter(
        servicio=solicitud.servicio_id,
        campania=solicitud.campania,
        clave__startswith=solicitud.prefijo,
    )
    return filas.defer("texto", "html").order_by("pk")


def nombres_en_la_direccion(servicio: Servicio, correo: str) -> int:
    """How many different names the service has with that address: more than one asks for care."""
    if not correo:
        return 0
    nombres: set[str] = set()
    for modelo in (Consultante, Participante, Contacto, Encuentro):
        filas = modelo.objects.filter(servicio=servicio, correo__iexact=correo)
        pares = filas.order_by("pk").values_list("nombres", "apellidos")[:20]
        nombres |= {plegar_nombre(f"{nombre} {apellido}") for nombre, apellido in pares}
    return len(nombres)
