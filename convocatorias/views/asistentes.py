"""Staff: who comes to an activity, who waits for a seat, and, apart, what people need."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from comun.reglas import advertencias
from comun.texto import en_una_linea
from convocatorias import documents, reglas, selectors, services
from convocatorias.forms import InscripcionAManoForm
from convocatorias.models import Actividad, Participante
from convocatorias.views.actividades import actividad_o_404, de_actividad
from cuentas.views.paginas import hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 50
#: More of them do not fit in one activity, nor in one file.
MAXIMO_DESCARGA = 20_000
FORMATOS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def _abierta(fila: Actividad) -> bool:
    """While it stands and has not begun, people may still be enrolled and given a seat."""
    return fila.vigente and fila.inicio is not None and fila.inicio > reloj.ahora()


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_safe
def asistentes(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Who comes, with whom, for which topics; and the waiting list, in its order."""
    fila = actividad_o_404(servicio, anio, slug)
    vista = request.GET.get("vista", "vendran")
    if vista not in selectors.VISTAS_DE_ASISTENTES:
        vista = "vendran"
    texto = en_una_linea(request.GET.get("organizacion", ""))[:100]
    cuentas = selectors.cuentas_de_asistentes(fila)
    filas = selectors.asistentes(fila, vista, texto)
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    contexto = de_actividad(
        fila,
        vista=vista,
        texto=texto,
        vistas=_vistas(request, cuentas, vista),
        pagina=pagina,
        renglones=[(persona, documents.organizacion_de(persona)) for persona in pagina],
        cuentas=cuentas,
        temas=selectors.temas_preferidos(fila),
        avisos=_avisos(fila, cuentas["personas"]),
        abierta=_abierta(fila),
    )
    return render(request, "convocatorias/asistentes.html", contexto)


def _vistas(request: HttpRequest, cuentas: dict[str, int], actual: str) -> list[dict[str, Any]]:
    texto = en_una_linea(request.GET.get("organizacion", ""))[:100]
    return [
        {
            "url": "?" + urlencode({"vista": vista} | ({"organizacion": texto} if texto else {})),
            "nombre": nombre,
            "n": cuentas[vista],
            "actual": vista == actual,
        }
        for vista, (nombre, _) in selectors.VISTAS_DE_ASISTENTES.items()
    ]


def _avisos(fila: Actividad, personas: int) -> list[Any]:
    """R34 of those who said that they will come. It warns, and shuts the door to nobody."""
    hechos = reglas.Hechos(personas=personas, asistentes_max=fila.cuenta.norma.asistentes_max)
    return advertencias((reglas.R34,), hechos, services.hoy_en(fila))


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_POST
def dar_lugar(request: HttpRequest, servicio: str, anio: int, slug: str, pk: int) -> HttpResponse:
    """Confirm somebody who waits, out of turn or past the seats."""
    fila = actividad_o_404(servicio, anio, slug)
    persona = get_object_or_404(Participante, pk=pk, actividad=fila)
    aviso = (
        "Le avisamos por correo." if persona.correo else "No tiene correo: avísele por teléfono."
    )
    hacer(
        request,
        lambda: services.dar_lugar(participante=persona, por=request.user),
        f"{persona.nombre_completo} tiene cupo. {aviso}",
    )
    return redirect(_asistentes(servicio, anio, slug, "en_espera"))


def _asistentes(servicio: str, anio: int, slug: str, vista: str) -> str:
    ruta = reverse("convocatorias_gestion:asistentes", args=[servicio, anio, slug])
    return f"{ruta}?vista={vista}"


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_http_methods(["GET", "HEAD", "POST"])
def inscribir(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Enrol whoever calls by telephone, under the same order as the public page."""
    fila = actividad_o_404(servicio, anio, slug)
    datos = request.POST if request.method == "POST" else None
    inicial = {"nonce": get_random_string(22), "acompanantes": 0}
    form = InscripcionAManoForm(datos, initial=inicial, actividad=fila)
    if form.is_bound and form.is_valid():
        try:
            una = services.inscribirse(actividad=fila, por=request.user, **form.datos())
            return _inscrita(request, una.participante, (servicio, anio, slug))
        except ErrorDominio as error:
            form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)
    lleno = selectors.personas_que_vendran(fila) >= fila.aforo
    contexto = de_actividad(fila, form=form, lleno=lleno, abierta=_abierta(fila))
    status = 422 if form.is_bound else 200
    return render(request, "convocatorias/inscribir.html", contexto, status=status)


def _inscrita(
    request: HttpRequest, persona: Participante, donde: tuple[str, int, str]
) -> HttpResponse:
    vista = "vendran"
    if persona.asistencia == Participante.Asistencia.EN_ESPERA:
        vista = "en_espera"
        frase = f"{persona.nombre_completo} quedó en la lista de espera: no hay cupos."
    else:
        frase = f"{persona.nombre_completo} quedó en la lista."
    messages.success(request, frase)
    return redirect(_asistentes(*donde, vista))


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def descargar(
    request: HttpRequest, servicio: str, anio: int, slug: str, formato: str
) -> HttpResponse:
    """Who comes and who waits, with their contacts, as a sheet; or who comes, to print."""
    fila = actividad_o_404(servicio, anio, slug)
    if formato not in FORMATOS:
        raise Http404
    personas = list(selectors.asistentes(fila, "vendran")[:MAXIMO_DESCARGA])
    if formato == "pdf":
        contenido = documents.lista_de_asistentes(fila, personas)
    else:
        personas += selectors.asistentes(fila, "en_espera")[:MAXIMO_DESCARGA]
        contenido = documents.asistentes(personas, formato)
    respuesta = HttpResponse(contenido, content_type=FORMATOS[formato])
    donde = "inline" if formato == "pdf" else "attachment"
    respuesta["Content-Disposition"] = f'{donde}; filename="asistentes-{fila.slug}.{formato}"'
    return respuesta


@con_permiso(Permiso.VER_AJUSTES)
@require_safe
def apoyos(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Who asked for which support, and how many of each: only to prepare the activity."""
    fila = actividad_o_404(servicio, anio, slug)
    personas, totales = selectors.apoyos(fila)
    contexto = de_actividad(fila, personas=personas, totales=totales)
    return render(request, "convocatorias/apoyos.html", contexto)
