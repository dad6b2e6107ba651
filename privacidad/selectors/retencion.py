"""Which rows of one service are past the term of their class, today."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from comun.conservacion import CLASES, MESES_CON_PERMISO
from comun.models import Bitacora
from comun.tratamiento import NOMBRE_SUPRIMIDO, TEXTO_SUPRIMIDO
from convocatorias.models import (
    Actividad,
    Contacto,
    Encuentro,
    Enlace,
    Participante,
    ValorPrevio,
)
from correos.models import Mensaje, Supresion
from correos.privacidad import DIRECCION_SUPRIMIDA
from cuentas.models import CuentaPublica, NormaParticipacion
from jornadas.models import Ficha, PreguntaPlenario
from privacidad.models import SolicitudDerechos
from privacidad.privacidad import SUPRIMIDA
from privacidad.reglas import CALLAN, CONCEDIDAS, LEVANTAR
from respuestas.models import (
    AdjuntoConsulta,
    Consentimiento,
    Consulta,
    Consultante,
    PublicacionRespuestas,
)
from respuestas.privacidad import sin_responder
from seguimiento.models import Suscripcion
from servicios.models import Servicio
from talleres.models import Intervencion

_CERRADAS = (CuentaPublica.Estado.CERRADA, CuentaPublica.Estado.ANULADA)
_CON_CONTACTO = ~Q(correo="") | ~Q(telefono="") | ~Q(direccion="")


def meses_antes(dia: date, meses: int) -> date:
    """The same day, that many months before; the last of the month where there is none."""
    total = dia.year * 12 + dia.month - 1 - meses
    anio, mes = divmod(total, 12)
    return date(anio, mes + 1, min(dia.day, monthrange(anio, mes + 1)[1]))


def corte(clase: str, hoy: date, meses: int | None = None) -> date:
    """What counts from this day or before is past its term today; `meses`, if a norm sets it."""
    suya = CLASES[clase]
    meses = meses or suya.meses
    return meses_antes(hoy, meses) if meses else hoy - timedelta(days=suya.dias)


def retencion_de(servicio: Servicio) -> dict[str, int]:
    """The months that the last norm of the service sets, by class; none without a norm."""
    norma = NormaParticipacion.objects.filter(servicio=servicio).order_by("-anio").first()
    return norma.retencion if norma else {}


@dataclass(frozen=True)
class Cerrada:
    """A closed or annulled account: from when its terms count, and those that its norm sets."""

    t0: date
    cierre: date
    meses: Mapping[str, int]


@dataclass(frozen=True)
class Momento:
    """One service on one day, with what every class asks of it: read once."""

    servicio: Servicio
    hoy: date
    #: Each closed or annulled account; of the others nothing is erased.
    cuentas: dict[int, Cerrada]
    #: Addresses of the people whose request is open: nothing of theirs is touched meanwhile.
    retenidos: tuple[str, ...]

    def cuentas_hasta(self, dia: date) -> list[int]:
        return [pk for pk, cuenta in self.cuentas.items() if cuenta.t0 <= dia]

    def vencidas(self, clase: str, *, cierre: bool = False) -> list[int]:
        """The accounts whose rows of that class are past their term."""
        return [
            pk
            for pk, cuenta in self.cuentas.items()
            if (cuenta.cierre if cierre else cuenta.t0)
            <= corte(clase, self.hoy, cuenta.meses.get(clase))
        ]

    def instante(self, clase: str) -> datetime:
        """The end of the last day that is past its term, by the clock of the service."""
        dia = corte(clase, self.hoy) + timedelta(days=1)
        return datetime.combine(dia, time.min, self.servicio.zona)

    def sin_retenidos(self, filas: QuerySet, campo: str = "correo") -> QuerySet:
        for correo in self.retenidos:
            filas = filas.exclude(**{f"{campo}__iexact": correo})
        return filas


def momento(servicio: Servicio, hoy: date) -> Momento:
    """What the retention of a service asks, in four statements."""
    cuentas = CuentaPublica.objects.filter(servicio=servicio, estado__in=_CERRADAS)
    cuentas = cuentas.select_related("norma")
    publicadas = _ultimas(
        PublicacionRespuestas.objects.filter(servicio=servicio), "informe__cuenta", "publicada_en"
    )
    actos = _ultimas(Actividad.objects.filter(servicio=servicio), "cuenta", "fecha")
    fechas = {}
    for cuenta in cuentas:
        # An annulled account has no closing: its year ends with it.
        cerrada, ejercicio = cuenta.cerrada_en, cuenta.anio_ejercicio
        cierre = _dia(cerrada, servicio) if cerrada else date(ejercicio, 12, 31)
        ultimas = (publicadas.get(cuenta.pk), actos.get(cuenta.pk))
        propias = [_dia(x, servicio) for x in ultimas if x]
        if not cerrada or not propias:
            propias.append(cierre)
        t0 = max(propias)
        fechas[cuenta.pk] = Cerrada(t0, max(t0, cierre), cuenta.norma.retencion)
    abiertas = SolicitudDerechos.objects.filter(servicio=servicio).exclude(
        estado__in=(*SolicitudDerechos.RESUELTAS, SolicitudDerechos.Estado.POR_VERIFICAR)
    )
    retenidos = tuple(sorted({fila.correo.lower() for fila in abiertas if fila.correo}))
    return Momento(servicio, hoy, fechas, retenidos)


def _ultimas(filas: QuerySet, cuenta: str, campo: str) -> dict[int, date | datetime | None]:
    return dict(filas.order_by().values_list(cuenta).annotate(ultima=Max(campo)))


def _dia(valor: date | datetime, servicio: Servicio) -> date:
    return valor.astimezone(servicio.zona).date() if isinstance(valor, datetime) else valor


# ── One function for each thing that is erased ──


def _con_permiso() -> Exists:
    return Exists(
        Consentimiento.objects.filter(
            consultante=OuterRef("pk"), clase=Consentimiento.Clase.INVITAR, retirado_en=None
        )
    )


def _personas(m: Momento, clase: str) -> QuerySet:
    """Answered, past their term; who allowed to be invited, past the longer one."""
    pendientes = Consulta.objects.filter(sin_responder(), consultante=OuterRef("pk"))
    pendientes = pendientes.exclude(cuenta__estado=CuentaPublica.Estado.ANULADA)
    con_permiso = m.cuentas_hasta(meses_antes(m.hoy, MESES_CON_PERMISO))
    filas = Consultante.objects.filter(~Exists(pendientes), cuenta__in=m.vencidas(clase))
    filas = filas.filter(~_con_permiso() | Q(cuenta__in=con_permiso))
    return m.sin_retenidos(filas)


def contactos(m: Momento) -> QuerySet:
    return _personas(m, "contactos").filter(_CON_CONTACTO)


def identidad(m: Momento) -> QuerySet:
    return _personas(m, "identidad").exclude(nombres=NOMBRE_SUPRIMIDO)


def consultas(m: Momento) -> QuerySet:
    filas = Consulta.objects.filter(cuenta__in=m.vencidas("consultas"), suprimida_en=None)
    anulada = Q(cuenta__estado=CuentaPublica.Estado.ANULADA)
    return m.sin_retenidos(filas.filter(~sin_responder() | anulada), "consultante__correo")


def adjuntos(m: Momento) -> QuerySet:
    propias: QuerySet = Consulta.objects.filter(cuenta__in=m.vencidas("adjuntos"))
    anulada = Q(cuenta__estado=CuentaPublica.Estado.ANULADA)
    propias = m.sin_retenidos(propias.filter(~sin_responder() | anulada), "consultante__correo")
    return AdjuntoConsulta.objects.filter(consulta__in=propias.values("pk"))


def contactos_de_participantes(m: Momento) -> QuerySet:
    filas = Participante.objects.filter(actividad__cuenta__in=m.vencidas("contactos"))
    return m.sin_retenidos(filas.filter(_CON_CONTACTO))


def participantes(m: Momento) -> QuerySet:
    filas = Participante.objects.filter(actividad__cuenta__in=m.vencidas("participantes"))
    return m.sin_retenidos(filas.exclude(nombres=NOMBRE_SUPRIMIDO))


def encuentros(m: Momento) -> QuerySet:
    filas = Encuentro.objects.filter(actividad__cuenta__in=m.vencidas("identidad"))
    return m.sin_retenidos(filas.exclude(nombres=NOMBRE_SUPRIMIDO))


def fichas(m: Momento) -> QuerySet:
    cuentas = m.vencidas("fichas", cierre=True)
    filas = Ficha.objects.filter(jornada__actividad__cuenta__in=cuentas)
    con_datos = Q(documento_hmac__isnull=False) | Q(firma__isnull=False)
    return m.sin_retenidos(filas.filter(con_datos), "participante__correo")


def preguntas(m: Momento) -> QuerySet:
    cuentas = m.vencidas("consultas")
    filas = PreguntaPlenario.objects.filter(turno__jornada__actividad__cuenta__in=cuentas)
    filas = filas.exclude(texto=TEXTO_SUPRIMIDO, participante=None)
    return m.sin_retenidos(filas, "participante__correo")


def intervenciones(m: Momento) -> QuerySet:
    cuentas = m.vencidas("intervenciones")
    filas = Intervencion.objects.filter(taller__actividad__cuenta__in=cuentas)
    return m.sin_retenidos(filas.exclude(participante=None), "participante__correo")


def encuestas(m: Momento) -> QuerySet:
    cuentas = m.vencidas("encuestas")
    filas = ValorPrevio.objects.filter(respuesta__encuesta__actividad__cuenta__in=cuentas)
    return filas.exclude(texto__in=("", TEXTO_SUPRIMIDO))


def directorio(m: Momento) -> QuerySet:
    filas = Contacto.objects.filter(servicio=m.servicio, hasta__lte=corte("directorio", m.hoy))
    return m.sin_retenidos(filas)


def huellas(m: Momento) -> QuerySet:
    hasta = m.instante("envios_repetidos")
    return Consulta.objects.filter(servicio=m.servicio, recibida_en__lt=hasta).exclude(huella="")


def nonces(m: Momento) -> QuerySet:
    hasta = m.instante("envios_repetidos")
    filas = Participante.objects.filter(servicio=m.servicio, respondio_en__lt=hasta)
    return filas.exclude(nonce=None)


def enlaces(m: Momento) -> QuerySet:
    """By the day of its activity; one without a day is still to come."""
    dia = corte("claves", m.hoy)
    return Enlace.objects.filter(
        servicio=m.servicio,
        participante__actividad__fecha__lte=dia,
        creado_en__lt=m.instante("claves"),
    )


def direcciones(m: Momento) -> QuerySet:
    filas = Mensaje.objects.filter(
        servicio=m.servicio,
        purgado_en__isnull=False,
        creado_en__lt=m.instante("correos_direccion"),
    ).exclude(estado__in=(*Mensaje.ESPERAN, Mensaje.Estado.TOMADO))
    return m.sin_retenidos(filas.exclude(para=DIRECCION_SUPRIMIDA), "para")


def supresiones(m: Momento) -> QuerySet:
    hasta = m.instante("supresiones")
    return Supresion.objects.filter(servicio=m.servicio, levantada_en__lt=hasta)


def solicitudes(m: Momento) -> QuerySet:
    hasta = m.instante("solicitudes")
    cerrada = Q(resuelta_en__lt=hasta) | Q(resuelta_en=None, iniciada_en__lt=hasta)
    filas = SolicitudDerechos.objects.filter(
        cerrada, servicio=m.servicio, estado__in=SolicitudDerechos.RESUELTAS
    )
    # A block that holds keeps whose it is: without the address nobody could lift it.
    filas = filas.exclude(Q(derecho__in=CALLAN, estado__in=CONCEDIDAS) & ~Exists(_levantada()))
    return filas.exclude(clave_hash__startswith=SUPRIMIDA)


def _levantada() -> QuerySet:
    return Bitacora.objects.filter(
        objeto_tipo=SolicitudDerechos._meta.label_lower,
        objeto_id=OuterRef("pk"),
        accion=LEVANTAR,
    )


def solicitudes_sin_codigo(m: Momento) -> QuerySet:
    """Of those made in the public page: a letter is closed by a person, who gives a reason."""
    return SolicitudDerechos.objects.filter(
        servicio=m.servicio,
        estado=SolicitudDerechos.Estado.POR_VERIFICAR,
        ingresada_por=None,
        iniciada_en__lt=m.instante("solicitudes_sin_codigo"),
    )


def avisos(m: Momento) -> QuerySet:
    """Who has not been told of anything in all that time."""
    hasta, dia = m.instante("avisos"), corte("avisos", m.hoy)
    nunca = Q(avisada_el=None, confirmada_en__lt=hasta)
    filas = Suscripcion.objects.filter(
        nunca | Q(avisada_el__lte=dia, confirmada_en__lt=hasta), servicio=m.servicio
    )
    return m.sin_retenidos(filas.filter(retirada_en=None))


def avisos_sin_confirmar(m: Momento) -> QuerySet:
    hasta = m.instante("avisos_sin_confirmar")
    caducas = Q(confirmada_en=None, retirada_en=None, pedida_en__lt=hasta)
    filas = Suscripcion.objects.filter(caducas | Q(retirada_en__lt=hasta), servicio=m.servicio)
    return m.sin_retenidos(filas)
