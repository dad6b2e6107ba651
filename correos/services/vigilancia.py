"""Is anybody sending? What the signs of life and the mails that are due amount to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Now

from comun import reloj
from comun.formato import fecha_sin_semana, hora
from correos.models import Mensaje, Pulso
from correos.services import limites
from correos.services.pulsos import AGENDA, ENVIO, MOVIMIENTO, servidor_ausente
from servicios.alcance import todos_los_servicios

AVISE = "avise a quien administra el portal."
MEDIO_DIA = timedelta(hours=12)
_VENCIDO = Q(no_antes_de__lte=Now())


class Clase(StrEnum):
    NADA = "nada"
    AVANZA = "avanza"
    LIMITES = "limites"
    SIN_SERVIDOR = "sin_servidor"
    DETENIDA = "detenida"


@dataclass(frozen=True, kw_only=True)
class Situacion:
    """How the sending goes, for the pages, for `/listo` and for the watchdog.

    `hace` is for how long it has been so, and `desde` the same by the portal's clock. `culpable`
    is the sign that fails when it is stuck: ENVIO (whoever sends) or AGENDA (the beat).
    `atascados` counts the mails that are due and nobody sends; `vistos` says how long ago each
    sign was seen.
    """

    clase: Clase
    hace: timedelta = timedelta(0)
    desde: datetime
    culpable: str = ""
    atascados: int = 0
    vistos: dict[str, timedelta] = field(default_factory=dict)

    @property
    def detenida(self) -> bool:
        return self.clase == Clase.DETENIDA

    @property
    def importa(self) -> bool:
        """It is worth a line on a page whose subject is another."""
        return self.clase in (Clase.DETENIDA, Clase.SIN_SERVIDOR)

    @property
    def nivel(self) -> str:
        """The look of its notice (components/aviso.html)."""
        return {Clase.DETENIDA: "tarde", Clase.SIN_SERVIDOR: "pronto"}.get(self.clase, "")

    @property
    def que_pasa(self) -> str:
        """In one sentence; empty while nothing has to be said."""
        if self.clase == Clase.LIMITES:
            return "Los correos salen de a poco, por el límite de envío."
        if self.clase == Clase.SIN_SERVIDOR:
            return f"El servidor de correo no contesta desde {self._desde()}."
        if self.clase != Clase.DETENIDA:
            return ""
        if self.atascados:
            return f"Los correos no están saliendo desde {self._desde()}."
        return f"Los recordatorios y los envíos programados no corren desde {self._desde()}."

    @property
    def que_hacer(self) -> str:
        if self.clase == Clase.LIMITES:
            return "No hace falta hacer nada."
        if self.clase == Clase.SIN_SERVIDOR:
            return (
                "Los correos en espera saldrán solos cuando vuelva. "
                f"Si pasa más de una hora, {AVISE}"
            )
        if self.clase != Clase.DETENIDA:
            return ""
        return f"Nada se pierde: saldrá todo cuando se reanude. {AVISE[0].upper()}{AVISE[1:]}"

    def _desde(self) -> str:
        """`las 10:42`, with its day when half a day has gone by."""
        reloj_de_pared = hora(self.desde)
        texto = f"{'la' if reloj_de_pared.startswith('1:') else 'las'} {reloj_de_pared}"
        return texto if self.hace < MEDIO_DIA else f"{texto} del {fecha_sin_semana(self.desde)}"


def situacion(*, ahora: datetime | None = None) -> Situacion:
    """How the sending of every service goes: two statements, a few more where limits hold mails.

    It is stuck when a mail is due and for `VIGIA_SILENCIO` seconds nobody has looked, or somebody
    looks and nothing moves though the mail server answers; and when the beat, once seen, has been
    silent for twice as long. A long campaign moves; limits let something through each minute; a
    server that is away is told apart.
    """
    silencio = timedelta(seconds=settings.VIGIA_SILENCIO)
    with todos_los_servicios():
        cola = _cola()
        filas = list(Pulso.objects.annotate(ahora=Now()).values_list("nombre", "visto_en", "ahora"))
        pared = filas[0][2] if filas else cola["ahora"]
        vistos = {nombre: visto for nombre, visto, _ in filas}
        clase, hace, culpable, atascados = _juzgar(cola, vistos, pared, silencio)
    return Situacion(
        clase=clase,
        hace=hace,
        desde=(ahora or reloj.ahora()) - hace,
        culpable=culpable,
        atascados=atascados,
        vistos={nombre: pared - visto for nombre, visto in vistos.items()},
    )


def _cola() -> dict[str, Any]:
    """What is under way: since when the first one is due, how many are, how many wait."""
    en_curso = (*Mensaje.ESPERAN, Mensaje.Estado.TOMADO)
    return Mensaje.objects.filter(estado__in=en_curso).aggregate(
        ahora=Max(Now()),
        vencido=Min("no_antes_de", filter=_VENCIDO),
        vencidos=Count("pk", filter=_VENCIDO),
        esperan=Count("pk", filter=Q(estado__in=Mensaje.ESPERAN)),
    )


def _juzgar(
    cola: dict[str, Any], vistos: dict[str, datetime], pared: datetime, silencio: timedelta
) -> tuple[Clase, timedelta, str, int]:
    """The class, for how long, whose sign fails, and how many mails it keeps."""

    def callado(nombre: str, plazo: timedelta) -> bool:
        return nombre not in vistos or pared - vistos[nombre] > plazo

    vencido, vencidos = cola["vencido"], cola["vencidos"]
    ausente = servidor_ausente(vistos)
    if vencido and pared - vencido > silencio / 2 and callado(ENVIO, silencio):
        desde = max(vencido, vistos.get(ENVIO, vencido))
        return Clase.DETENIDA, pared - desde, ENVIO, vencidos
    if vencido and pared - vencido > silencio and callado(MOVIMIENTO, silencio) and not ausente:
        desde = max(vencido, vistos.get(MOVIMIENTO, vencido))
        return Clase.DETENIDA, pared - desde, ENVIO, vencidos
    if AGENDA in vistos and callado(AGENDA, 2 * silencio):
        quien = ENVIO if callado(ENVIO, silencio) else AGENDA
        return Clase.DETENIDA, pared - vistos[AGENDA], quien, 0
    if ausente and cola["esperan"]:
        return Clase.SIN_SERVIDOR, pared - ausente, "", 0
    if not vencido:
        return Clase.NADA, timedelta(0), "", 0
    return (Clase.LIMITES if limites.frenan() else Clase.AVANZA), pared - vencido, "", 0
