"""What the boards of many accounts count: in bulk, with constant statements."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from convocatorias.models import Actividad, Organizacion
from convocatorias.selectors import por_salir
from correos.models import Mensaje
from cuentas.models import Capitulo, CuentaPublica, InformeCuenta, Integrante
from respuestas.models import EnvioRespuesta, InformeRespuestas, Respuesta
from respuestas.selectors import por_recoger, por_responder
from seguimiento.etapas import HechosTablero
from talleres.models import Taller


def hechos_tablero(cuenta: CuentaPublica) -> HechosTablero:
    """What the board of one account counts."""
    return hechos_de_tableros([cuenta])[cuenta.pk]


def hechos_de_tableros(cuentas: Iterable[CuentaPublica]) -> dict[int, HechosTablero]:
    """What the board of each account counts: fourteen statements in all."""
    lista = list(cuentas)
    ids = [c.pk for c in lista]
    servicios = {c.servicio_id for c in lista}
    integrantes = _por(Integrante.objects.filter(cuenta__in=ids), "cuenta")
    vacias = _por(Capitulo.objects.filter(informe__cuenta__in=ids, texto=""), "informe__cuenta")
    informes = _estados(InformeCuenta.objects.filter(cuenta__in=ids))
    documentos = _estados(InformeRespuestas.objects.filter(cuenta__in=ids))
    # One dictionary for all: its keys are the activities.
    llamados = por_salir(Actividad.objects.filter(cuenta__in=ids))
    organizaciones = _por(Organizacion.objects.filter(servicio__in=servicios), "servicio")
    talleres, sin_equipo = _talleres(ids)
    recoger, responder = por_recoger(lista), por_responder(lista)
    en_revision = Respuesta.objects.filter(cuenta__in=ids, estado=Respuesta.Estado.EN_REVISION)
    revisar = _por(en_revision, "cuenta")
    entregas = _por(_por_entregar(ids), "publicacion__informe__cuenta")
    correos = Mensaje.objects.filter(estado__in=Mensaje.PIDEN_DECISION, servicio__in=servicios)
    decidir = _por(correos, "servicio")
    return {
        c.pk: HechosTablero(
            integrantes=integrantes[c.pk],
            secciones_vacias=vacias[c.pk],
            informe_estado=informes.get(c.pk, InformeCuenta.Estado.BORRADOR),
            por_salir=llamados,
            organizaciones=organizaciones[c.servicio_id],
            talleres=talleres[c.pk],
            talleres_sin_equipo=sin_equipo[c.pk],
            por_recoger=recoger[c.pk],
            en_revision=revisar[c.pk],
            por_responder=responder[c.pk],
            documento_estado=documentos.get(c.pk, InformeRespuestas.Estado.EN_PREPARACION),
            por_entregar=entregas[c.pk],
            correos_por_decidir=decidir[c.servicio_id],
        )
        for c in lista
    }


def _por(filas: QuerySet, campo: str) -> defaultdict[int, int]:
    """How many of those rows there are for each value of `campo`."""
    contadas = filas.order_by().values_list(campo).annotate(n=Count("pk"))
    return defaultdict(int, contadas)


def _estados(documentos: QuerySet) -> dict[int, str]:
    return dict(documentos.values_list("cuenta", "estado"))


def _talleres(ids: list[int]) -> tuple[defaultdict[int, int], defaultdict[int, int]]:
    """The workshops of each account, and those that lack somebody of their team."""
    todos = Taller.objects.filter(actividad__cuenta__in=ids).exclude(
        estado=Taller.Estado.SIN_REALIZAR
    )
    sin_equipo = todos.filter(Q(facilitador=None) | Q(secretario=None))
    return _por(todos, "actividad__cuenta"), _por(sin_equipo, "actividad__cuenta")


def _por_entregar(ids: list[int]) -> QuerySet[EnvioRespuesta]:
    """A reply whose mail was annulled is still owed: by letter or telephone."""
    return EnvioRespuesta.objects.filter(
        Q(mensaje=None) | Q(mensaje__estado=Mensaje.Estado.ANULADO),
        publicacion__informe__cuenta__in=ids,
        entregado_en=None,
    )
