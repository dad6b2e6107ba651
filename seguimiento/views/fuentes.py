"""What news readers follow (Atom, RFC 4287): accounts, activities and published answers."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_DNS, uuid5

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaks_filter
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from comun.formato import fecha_larga
from comun.models import Bitacora, Publicacion
from comun.paginas import guardada
from comun.texto import limpiar, markdown_seguro
from convocatorias.models import Actividad
from convocatorias.selectors import actividades_publicas
from correos.emails import absoluta
from cuentas.models import CuentaPublica, PublicacionInforme
from cuentas.views.publico import cuenta_publica_o_404
from respuestas.documents import con_los_nombres_de_hoy
from respuestas.models import PublicacionRespuestas
from respuestas.selectors import publicacion_vigente
from seguimiento.selectors.novedades import de_la_actividad
from servicios.acceso import publica
from servicios.models import Servicio

TIPO = "application/atom+xml; charset=utf-8"
#: Answers of one feed: the page has them all.
ENTRADAS = 100


class Fuente(Atom1Feed):
    """A feed that says when it changed by what it tells, not by when it was asked for.

    Its texts come from forms: a character that XML does not have would leave no feed at all.
    """

    def __init__(self, **datos: Any) -> None:
        super().__init__(**_limpios(datos))

    def add_item(self, **datos: Any) -> None:
        super().add_item(**_limpios(datos))

    def latest_post_date(self) -> datetime:
        fechas = [entrada["updateddate"] for entrada in self.items]
        return max([*fechas, self.feed["desde"]])


def _limpios(datos: dict[str, Any]) -> dict[str, Any]:
    return {k: limpiar(v) if isinstance(v, str) else v for k, v in datos.items()}


def no_se_busca(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Search engines find the pages; what repeats them is not for them."""

    @wraps(vista)
    def marcada(*args: Any, **kwargs: Any) -> HttpResponse:
        respuesta = vista(*args, **kwargs)
        respuesta["X-Robots-Tag"] = "noindex"
        return respuesta

    return marcada


def identidad(objeto: Any, parte: object = "") -> str:
    """A name that does not change with the address, the words or the version of what it names."""
    anfitrion = uuid5(NAMESPACE_DNS, urlsplit(settings.BASE_URL).hostname or "")
    return f"urn:uuid:{uuid5(anfitrion, f'{objeto._meta.label_lower}:{objeto.pk}:{parte}')}"


def _fuente(servicio: Servicio, de: Any, titulo: str, ruta: str, pagina: str, desde: datetime):
    return Fuente(
        title=titulo,
        link=absoluta(pagina),
        description=f"Cuenta Pública Participativa de {servicio.nombre}",
        language="es-CL",
        author_name=servicio.nombre,
        author_link=servicio.sitio_web or None,
        feed_url=absoluta(ruta),
        feed_guid=identidad(de, ruta.rpartition("/")[2]),
        desde=desde,
    )


def _entregar(fuente: Fuente) -> HttpResponse:
    return HttpResponse(fuente.writeString("utf-8"), content_type=TIPO)


@publica
@no_se_busca
@guardada(tipo=TIPO)
@require_safe
def cuentas(request: HttpRequest, servicio: str) -> HttpResponse:
    """The accounts of a service, the newest first, each with what can be read of it."""
    propio: Servicio = request.servicio  # type: ignore[attr-defined]
    filas = list(CuentaPublica.objects.publicas().filter(servicio=propio))
    if not filas:
        raise Http404
    informes, respuestas = _ultimas(PublicacionInforme), _ultimas(PublicacionRespuestas)
    inicio = min((fila.abierta_en for fila in filas if fila.abierta_en), default=_ORIGEN)
    fuente = _fuente(
        propio, propio, f"Cuentas públicas de {propio.nombre}", request.path, "/", inicio
    )
    for fila in filas:
        pagina = absoluta(reverse("seguimiento:cuenta", args=[propio.slug, fila.anio_gestion]))
        hitos = [fila.abierta_en or inicio]
        dicho = ["Está anunciada."]
        if informe := informes.get(fila.pk):
            hitos.append(informe)
            dicho.append("Su informe está publicado.")
        if respuesta := respuestas.get(fila.pk):
            hitos.append(respuesta)
            dicho.append("Sus respuestas están publicadas.")
        fuente.add_item(
            title=f"Cuenta pública de {fila.anio_gestion}",
            link=pagina,
            description=format_html("<p>{}</p>", " ".join(dicho)),
            unique_id=identidad(fila),
            pubdate=hitos[0],
            updateddate=max(hitos),
        )
    return _entregar(fuente)


_ORIGEN = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


def _ultimas(modelo: type[Publicacion]) -> dict[int, datetime]:
    filas = modelo._default_manager.order_by().values_list("informe__cuenta")
    return dict(filas.annotate(ultima=Max("publicada_en")))


@publica
@no_se_busca
@guardada(tipo=TIPO)
@require_safe
def actividades(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The activities of an account: when and where each one is, or that it is not done."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    filas = list(actividades_publicas(cuenta))
    cambios = _ultimos_cambios(filas)
    desde = cuenta.abierta_en or _ORIGEN
    titulo = f"Actividades de la cuenta pública {anio} · {cuenta.servicio.nombre}"
    pagina = reverse("seguimiento:cuenta", args=[servicio, anio])
    fuente = _fuente(cuenta.servicio, cuenta, titulo, request.path, pagina, desde)
    for fila in filas:
        cuando = f" {fecha_larga(fila.fecha)}." if fila.fecha else ""
        fuente.add_item(
            title=f"{fila.nombre}:{cuando}" if cuando else fila.nombre,
            link=absoluta(reverse("convocatorias:actividad", args=[servicio, anio, fila.slug])),
            description=linebreaks_filter(f"{de_la_actividad(fila)}\n\n{fila.descripcion}".strip()),
            unique_id=identidad(fila),
            updateddate=cambios.get(fila.pk, desde),
        )
    return _entregar(fuente)


def _ultimos_cambios(filas: Iterable[Actividad]) -> dict[int, datetime]:
    """When the last thing was done to each one: the plan itself has no date of change."""
    suyas = Bitacora.objects.filter(
        objeto_tipo=Actividad._meta.label_lower, objeto_id__in=[fila.pk for fila in filas]
    )
    return dict(suyas.order_by().values_list("objeto_id").annotate(ultimo=Max("momento")))


@publica
@no_se_busca
@guardada(tipo=TIPO)
@require_safe
def respuestas(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The published questions with their answers, naming nobody.

    Whoever lets their name stand beside their words may take it back: the page forgets it at once,
    what a reader fetched does not.
    """
    cuenta = cuenta_publica_o_404(servicio, anio)
    publicacion = publicacion_vigente(cuenta)
    contenido = con_los_nombres_de_hoy(publicacion.contenido if publicacion else {}, ())
    desde = publicacion.publicada_en if publicacion else cuenta.abierta_en or _ORIGEN
    titulo = f"Preguntas y respuestas {anio} · {cuenta.servicio.nombre}"
    pagina = reverse("respuestas:respuestas", args=[servicio, anio])
    fuente = _fuente(cuenta.servicio, cuenta, titulo, request.path, pagina, desde)
    bloques = [b for seccion in contenido.get("secciones", ()) for b in seccion["bloques"]]
    for bloque in bloques[:ENTRADAS]:
        numero = bloque["mensajes"][0]["numero"]
        fuente.add_item(
            title=f"{bloque['titulo']} N.º {numero}",
            link=absoluta(f"{pagina}?n={numero}#n-{numero}"),
            description=_en_html(bloque),
            unique_id=identidad(cuenta, f"respuesta:{numero}"),
            updateddate=desde,
        )
    return _entregar(fuente)


def _en_html(bloque: dict[str, Any]) -> str:
    """What was asked, how it came, and what is answered."""
    partes = [
        format_html(
            "<blockquote>{}<p>{}.</p></blockquote>", linebreaks_filter(m["texto"].strip()), m["pie"]
        )
        for m in bloque["mensajes"]
    ]
    return "".join([*partes, markdown_seguro(bloque["respuesta"])])
