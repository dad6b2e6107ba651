"""Reads for the home, the account page and the board: in bulk, with constant statements."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from comun.limites import entero
from comun.models import Feriado
from convocatorias.models import Actividad, Convocatoria, Organizacion, ProcesoVirtual
from convocatorias.selectors import por_salir
from correos.models import Mensaje
from cuentas.models import CuentaPublica, InformeCuenta, Interrupcion, PublicacionInforme
from cuentas.selectors import FechasDeRespuesta, fechas_de_respuesta
from jornadas.models import Jornada
from respuestas.models import (
    Consulta,
    EnvioRespuesta,
    InformeRespuestas,
    PublicacionRespuestas,
    Respuesta,
)
from respuestas.selectors import cola, por_recoger
from seguimiento.etapas import Etapa, HechosTablero, Panorama
from talleres.models import Taller

PRESENCIALES = (Actividad.Tipo.CENTRAL, Actividad.Tipo.COMPLEMENTARIA)


def cuentas_visibles() -> QuerySet[CuentaPublica]:
    """Accounts with what every page shows of them, in one statement."""
    return CuentaPublica.objects.select_related("servicio__comuna__region", "norma", "responsable")


def panorama_de(cuenta: CuentaPublica) -> Panorama:
    """The facts of one account."""
    return panoramas([cuenta])[cuenta.pk]


def panoramas(cuentas: Iterable[CuentaPublica]) -> dict[int, Panorama]:
    """The facts of many accounts: eight statements in all."""
    lista = list(cuentas)
    ids = [c.pk for c in lista]
    informes = dict(
        PublicacionInforme.objects.filter(informe__cuenta__in=ids)
        .order_by()
        .values_list("informe__cuenta")
        .annotate(Max("publicada_en"))
    )
    procesos = {
        p.cuenta_id: p
        for p in ProcesoVirtual.objects.filter(cuenta__in=ids).select_related("servicio__comuna")
    }
    actividades: dict[int, list[Actividad]] = defaultdict(list)
    planes = Actividad.objects.filter(cuenta__in=ids).select_related("comuna")
    for actividad in planes.annotate(convoco=_se_convoco()):
        actividades[actividad.cuenta_id].append(actividad)
    interrupciones = _interrupciones(ids)
    jornadas = _jornadas(ids)
    destinos = _destinos(ids)
    publicadas = dict(
        PublicacionRespuestas.objects.filter(informe__cuenta__in=ids)
        .order_by()
        .values_list("informe__cuenta")
        .annotate(Max("publicada_en"))
    )
    feriados = list(Feriado.objects.all())
    return {
        c.pk: Panorama(
            cuenta=c,
            informe_publicado_en=informes.get(c.pk),
            proceso=procesos.get(c.pk),
            actividades=actividades[c.pk],
            convocadas=frozenset(a.pk for a in actividades[c.pk] if a.convoco),
            jornadas=jornadas[c.pk],
            destinos=destinos[c.pk],
            publicadas_en=publicadas.get(c.pk),
            fechas=_fechas(c, actividades[c.pk], procesos.get(c.pk), feriados),
            interrupciones=interrupciones[c.pk],
        )
        for c in lista
    }


def _fechas(
    cuenta: CuentaPublica,
    actividades: list[Actividad],
    proceso: ProcesoVirtual | None,
    feriados: list[Feriado],
) -> FechasDeRespuesta | None:
    """The dates of the answers, with the anchor read from what is already loaded (T4)."""
    if cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL:
        ancla = proceso.termino if proceso else None
    else:
        dias = [a.fecha for a in actividades if a.vigente and a.tipo in PRESENCIALES and a.fecha]
        ancla = max(dias, default=None)
    return fechas_de_respuesta(cuenta, ancla, feriados) if ancla else None


def _se_convoco() -> Exists:
    enviadas = Convocatoria.objects.filter(estado=Convocatoria.Estado.ENVIADA)
    return Exists(enviadas.filter(actividad=OuterRef("pk")))


def _interrupciones(ids: list[int]) -> dict[int, list[Interrupcion]]:
    resultado: dict[int, list[Interrupcion]] = defaultdict(list)
    for interrupcion in Interrupcion.objects.filter(cuenta__in=ids):
        resultado[interrupcion.cuenta_id].append(interrupcion)
    return resultado


def _jornadas(ids: list[int]) -> dict[int, dict[int, Jornada]]:
    resultado: dict[int, dict[int, Jornada]] = defaultdict(dict)
    for jornada in Jornada.objects.filter(actividad__cuenta__in=ids).annotate(
        de_cuenta=F("actividad__cuenta")
    ):
        resultado[jornada.de_cuenta][jornada.actividad_id] = jornada
    return resultado


def _destinos(ids: list[int]) -> dict[int, dict[str, int]]:
    filas = Consulta.objects.filter(cuenta__in=ids).order_by().values_list("cuenta", "estado")
    resultado: dict[int, dict[str, int]] = {
        pk: dict.fromkeys(Consulta.Estado.values, 0) for pk in ids
    }
    for cuenta_id, estado, n in filas.annotate(n=Count("pk")):
        resultado[cuenta_id][estado] = n
    return resultado


# ── The public home ──


def _respondida() -> Exists:
    return Exists(PublicacionRespuestas.objects.filter(informe__cuenta=OuterRef("pk")))


def _ventana(hoy: date, **condiciones: Any) -> Exists:
    return Exists(
        ProcesoVirtual.objects.filter(
            cuenta=OuterRef("pk"), publicado_en__isnull=False, **condiciones
        )
    )


def en_etapa(cuentas: QuerySet[CuentaPublica], etapa: str, hoy: date) -> QuerySet[CuentaPublica]:
    """Accounts in one of the three stages that a visitor asks for."""
    abiertas = cuentas.filter(estado=CuentaPublica.Estado.ABIERTA)
    if etapa == Etapa.VIRTUAL:
        return abiertas.filter(~_respondida(), _ventana(hoy, inicio__lte=hoy, termino__gte=hoy))
    if etapa == Etapa.SISTEMATIZACION:
        return abiertas.filter(~_respondida(), _ventana(hoy, termino__lt=hoy))
    if etapa == Etapa.RESPONDIDA:
        return cuentas.filter(_respondida())
    return cuentas


def buscar_cuentas(texto: str = "", anio: str = "", region: str = "") -> QuerySet[CuentaPublica]:
    """Public accounts by service, year of gestión and region, the newest first."""
    cuentas = cuentas_visibles().publicas()
    for palabra in texto.split()[:6]:
        condicion = Q(servicio__nombre__icontains=palabra) | Q(
            servicio__nombre_corto__icontains=palabra
        )
        if (numero := entero(palabra)) is not None:
            condicion |= Q(anio_gestion=numero)
        cuentas = cuentas.filter(condicion)
    if anio:
        cuentas = cuentas.filter(anio_gestion=entero(anio))
    if region:
        cuentas = cuentas.filter(servicio__comuna__region=region)
    return cuentas.order_by("-anio_gestion", "servicio__nombre")


# ── The board ──


def hechos_tablero(cuenta: CuentaPublica) -> HechosTablero:
    """What the board of one account counts."""
    informe = InformeCuenta.objects.filter(cuenta=cuenta).first()
    documento = InformeRespuestas.objects.filter(cuenta=cuenta).first()
    talleres = Taller.objects.filter(actividad__cuenta=cuenta).exclude(
        estado=Taller.Estado.SIN_REALIZAR
    )
    respuestas = Respuesta.objects.filter(cuenta=cuenta)
    # A reply whose mail was annulled is still owed: by letter or telephone.
    entregas = EnvioRespuesta.objects.filter(
        Q(mensaje=None) | Q(mensaje__estado=Mensaje.Estado.ANULADO),
        publicacion__informe__cuenta=cuenta,
        entregado_en=None,
    )
    correos = Mensaje.objects.filter(estado__in=Mensaje.PIDEN_DECISION, servicio=cuenta.servicio_id)
    return HechosTablero(
        integrantes=cuenta.integrantes.count(),
        secciones_vacias=informe.capitulos.filter(texto="").count() if informe else 0,
        informe_estado=informe.estado if informe else InformeCuenta.Estado.BORRADOR,
        por_salir=por_salir(Actividad.objects.filter(cuenta=cuenta)),
        organizaciones=Organizacion.objects.filter(servicio=cuenta.servicio_id).count(),
        talleres=talleres.count(),
        talleres_sin_equipo=talleres.filter(Q(facilitador=None) | Q(secretario=None)).count(),
        por_recoger=por_recoger(cuenta),
        en_revision=respuestas.filter(estado=Respuesta.Estado.EN_REVISION).count(),
        por_responder=cola(cuenta).count(),
        documento_estado=documento.estado if documento else InformeRespuestas.Estado.EN_PREPARACION,
        por_entregar=entregas.count(),
        correos_por_decidir=correos.count(),
    )
