"""What is new, told to who follows it: each fact once, at most one mail a day to each address."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from comun import reloj
from correos.models import Mensaje
from correos.services import Correo, enqueue_muchos
from seguimiento import emails
from seguimiento.models import Novedad, Suscripcion
from seguimiento.selectors.novedades import Hecho, hechos_de, suspendidas
from seguimiento.services.claves import clave_de
from seguimiento.services.despedidas import bajo_llave, retirar_muertas
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio

logger = logging.getLogger(__name__)

#: By the clock of the service. What is new later in the day goes the day after.
HORA_DE_AVISO = time(9, 0)
POR_LOTE = 500
Numerado = tuple[int, Hecho]


def asentar(servicio: Servicio, ahora: datetime) -> list[Numerado]:
    """Number what was not seen before; all that is public today, in the order of its numbers.

    Also of suspended accounts: whoever confirms meanwhile is not told of it as new afterwards.
    What is read is what is public today, however much was numbered before, and whenever it was:
    what waits for months is not lost. One statement, and another one when something is new.

    Inside the scope of the service, and under `bajo_llave`: nobody else numbers meanwhile.
    """
    hechos = {(h.cuenta.pk, h.clave): h for h in hechos_de(servicio, ahora)}
    filas = Novedad.objects.filter(
        servicio=servicio,
        cuenta__in={cuenta for cuenta, _ in hechos},
        clave__in={clave for _, clave in hechos},
    )
    numeros = {
        (cuenta, clave): n for n, cuenta, clave in filas.values_list("pk", "cuenta", "clave")
    }
    nuevas = Novedad.objects.bulk_create(
        [
            Novedad(cuenta=hecho.cuenta, clave=hecho.clave, vista_en=ahora)
            for cual, hecho in hechos.items()
            if cual not in numeros
        ]
    )
    numeros |= {(nueva.cuenta_id, nueva.clave): nueva.pk for nueva in nuevas}
    numerados = [(numeros[cual], hecho) for cual, hecho in hechos.items()]
    return sorted(numerados, key=itemgetter(0))


def ultima(servicio: Servicio) -> int:
    """The number of the last fact that was seen in a service."""
    filas = Novedad.objects.filter(servicio=servicio)
    return filas.aggregate(ultima=Max("pk"))["ultima"] or 0


def avisar_novedades(*, ahora: datetime | None = None) -> int:
    """Tell what is new in every service that somebody follows. How many mails.

    Safe to run at any time, any number of times and by several at once. Nothing goes out before
    9:00 in the zone of the service.
    """
    ahora = ahora or reloj.ahora()
    with todos_los_servicios():
        seguidos = Suscripcion.objects.confirmadas().order_by().values("servicio")
        servicios = list(Servicio.objects.filter(activo=True, pk__in=seguidos).order_by("pk"))
    return sum(_sin_estorbar(servicio, ahora) for servicio in servicios)


def _sin_estorbar(servicio: Servicio, ahora: datetime) -> int:
    """What goes wrong in one service must not silence the others; the next round tries again."""
    try:
        return _de_un_servicio(servicio, ahora)
    except Exception:
        logger.exception("What is new in service %s was not told.", servicio.pk)
        return 0


@transaction.atomic
def _de_un_servicio(servicio: Servicio, ahora: datetime) -> int:
    """The mails and the numbers up to which each one was told, together or not at all."""
    local = ahora.astimezone(servicio.zona)
    if local.time() < HORA_DE_AVISO:
        return 0
    hoy = local.date()
    with alcance(servicio):
        bajo_llave(servicio)
        retirar_muertas(servicio)
        numerados, hasta = asentar(servicio, ahora), ultima(servicio)
        esperan = _esperan(servicio, hasta, hoy)
        suscripciones = list(esperan.select_related("cuenta").order_by("correo", "pk"))
        calladas = suspendidas(servicio)
        se_dicen = [(n, hecho) for n, hecho in numerados if hecho.cuenta.pk not in calladas]
        aplazados = [(n, hecho) for n, hecho in numerados if hecho.cuenta.pk in calladas]
        por_avisar = list(_por_avisar(suscripciones, se_dicen))
        mensajes = enqueue_muchos(
            (_correo(servicio, suyas, hechos, hoy) for suyas, hechos in por_avisar),
            servicio=servicio,
            tipo=emails.TIPO_NOVEDADES,
            campania=f"novedades:{hoy:%Y-%m-%d}",
            prioridad=Mensaje.Prioridad.CAMPANIA,
        )
        esperan.update(avisada_hasta=hasta, aplazadas=[])
        _aplazar(suscripciones, aplazados)
        # What is born settled is told to nobody.
        salen = [uno.para for uno in mensajes if uno.estado not in Mensaje.NO_LLEGARON]
        _anotar_el_dia(servicio, salen, hoy)
    return len(salen)


def _esperan(servicio: Servicio, hasta: int, hoy: date) -> QuerySet[Suscripcion]:
    """Those for whom something may be new and who had no mail today."""
    suyas = Suscripcion.objects.confirmadas().filter(servicio=servicio).exclude(avisada_el=hoy)
    return suyas.filter(Q(avisada_hasta__lt=hasta) | ~Q(aplazadas=[]))


def _es_nuevo(numero: int, hecho: Hecho, suya: Suscripcion) -> bool:
    visto = numero <= suya.avisada_hasta and numero not in suya.aplazadas
    return not visto and hecho.interesa(suya)


def _aplazar(suscripciones: Sequence[Suscripcion], aplazados: Sequence[Numerado]) -> None:
    """What is new for each one and is of a suspended account is told when it is taken up again,
    whatever else was told before."""
    grupos: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for suya in suscripciones:
        numeros = tuple(n for n, hecho in aplazados if _es_nuevo(n, hecho, suya))
        if numeros:
            grupos[numeros].append(suya.pk)
    for numeros, ids in grupos.items():
        for inicio in range(0, len(ids), POR_LOTE):
            lote = Suscripcion.objects.filter(pk__in=ids[inicio : inicio + POR_LOTE])
            lote.update(aplazadas=list(numeros))


def _por_avisar(
    suscripciones: Sequence[Suscripcion], numerados: Sequence[Numerado]
) -> Iterator[tuple[list[Suscripcion], list[Hecho]]]:
    """Each address that something is new for, with what it follows."""
    for _, grupo in groupby(suscripciones, lambda s: s.correo):
        suyas = list(grupo)
        hechos = [
            hecho
            for numero, hecho in numerados
            if any(_es_nuevo(numero, hecho, suya) for suya in suyas)
        ]
        if hechos:
            yield suyas, hechos


def _correo(
    servicio: Servicio, suyas: Sequence[Suscripcion], hechos: Sequence[Hecho], hoy: date
) -> Correo:
    primera, clave = suyas[0], clave_de(suyas[0])
    cuerpo = emails.novedades(servicio, suyas, hechos, clave)
    return Correo(
        clave=f"novedades:{primera.pk}:{hoy:%Y-%m-%d}",
        para=primera.correo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        renuncia=emails.pagina_de_avisos(clave),
    )


def _anotar_el_dia(servicio: Servicio, correos: Sequence[str], hoy: date) -> None:
    """Also on what else those addresses follow: one mail a day, whatever is new later."""
    for inicio in range(0, len(correos), POR_LOTE):
        lote = correos[inicio : inicio + POR_LOTE]
        suyas = Suscripcion.objects.filter(servicio=servicio, correo__in=lote)
        suyas.update(avisada_el=hoy)
