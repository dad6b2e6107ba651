"""The response document for the staff, and the sending of the personal replies."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from comun import reglas as declaradas
from comun import reloj
from comun.errores import ErrorDominio, ReglaIncumplida
from correos.models import Mensaje
from cuentas import selectors as de_cuentas
from cuentas.models import CuentaPublica
from cuentas.views.paginas import hacer
from respuestas import documents, emails, reglas, selectors, services
from respuestas.forms.gestion import (
    FormularioEntrega,
    FormularioObservacion,
    FormularioPresentacion,
    FormularioPublicar,
)
from respuestas.models import Consulta, Consultante, EnvioRespuesta, InformeRespuestas
from respuestas.views.gestion import cuenta_o_404
from respuestas.views.salidas import con_salida
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

Estado = Mensaje.Estado
POR_PAGINA = 100


def _informe(cuenta: CuentaPublica) -> InformeRespuestas:
    """The stored document, or one still to be begun: reading never writes."""
    informe = InformeRespuestas.objects.filter(cuenta=cuenta).first()
    informe = informe or InformeRespuestas(servicio=cuenta.servicio)
    informe.cuenta = cuenta
    return informe


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def documento(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """What is missing, the opening page, and the button that each role may press."""
    return _pagina(request, _informe(cuenta_o_404(request, anio)))


def _pagina(
    request: HttpRequest, informe: InformeRespuestas, status: int = 200, **forms: Any
) -> HttpResponse:
    cuenta = informe.cuenta
    hoy = reloj.hoy(cuenta.servicio.zona)
    consultas = selectors.consultas_del_documento(cuenta)
    plazo = selectors.hechos_del_plazo(cuenta, hoy)
    tarde = documents.fuera_de_plazo(plazo, hoy)
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "informe": informe,
        "terminos": selectors.ecuacion(selectors.destinos(cuenta)),
        **_lo_que_falta(request.user, informe, consultas, hoy),
        "avisos": [] if tarde else declaradas.advertencias([reglas.R107], plazo, hoy),
        "tarde": tarde,
        "plazo": selectors.plazo_de(cuenta),
        **_lo_publicado(cuenta),
        "form": next(iter(forms.values()), None),
        "form_presentacion": FormularioPresentacion(initial={"presentacion": informe.presentacion}),
        "form_devolver": FormularioObservacion(),
        "form_publicar": FormularioPublicar(tarde=tarde),
        **forms,
    }
    return render(request, "respuestas/documento.html", contexto, status=status)


def _lo_publicado(cuenta: CuentaPublica) -> dict[str, Any]:
    """The version in force, and how many names in its PDF are no longer allowed there."""
    publicacion = selectors.publicacion_vigente(cuenta)
    if publicacion is None:
        return {"publicacion": None, "nombres_por_quitar": 0}
    permitidos = selectors.con_nombre_publico(cuenta)
    sobran = documents.nombres_por_quitar(publicacion.contenido, permitidos)
    return {"publicacion": publicacion, "nombres_por_quitar": len(sobran)}


def _lo_que_falta(
    usuario: Any, informe: InformeRespuestas, consultas: list[Consulta], hoy: date
) -> dict[str, Any]:
    """What stops the document, what the norm of the service only warns of, and their ways out."""
    asuntos = selectors.asuntos_del_contenido(informe, consultas)
    rebajadas = de_cuentas.rebajadas(informe.cuenta)
    avisos = [
        par
        for asunto in asuntos
        for par in declaradas.advertencias(asunto.reglas, asunto.hechos, hoy, rebajadas)
    ]
    try:
        declaradas.exigir_asuntos(asuntos, hoy, rebajadas)
    except ReglaIncumplida as error:
        return {"faltas": con_salida(error.reglas, informe.cuenta, usuario), "rebajadas": avisos}
    return {"faltas": [], "rebajadas": avisos}


@con_permiso(Permiso.PREPARAR_RESPUESTAS)
@require_POST
def guardar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    cuenta = cuenta_o_404(request, anio)
    form = FormularioPresentacion(request.POST)

    def usar(presentacion: str) -> None:
        informe = services.preparar_documento(cuenta=cuenta, por=request.user)
        services.guardar_presentacion(informe=informe, presentacion=presentacion, por=request.user)

    return _con_formulario(request, cuenta, "form_presentacion", form, usar, "Guardado.")


def _con_formulario(
    request: HttpRequest, cuenta: CuentaPublica, nombre: str, form: Any, usar: Any, hecho: str
) -> HttpResponse:
    if form.is_valid():
        try:
            usar(**form.cleaned_data)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, hecho)
            return _volver(cuenta)
    return _pagina(request, _informe(cuenta), status=422, **{nombre: form})


def _volver(cuenta: CuentaPublica) -> HttpResponse:
    return redirect("respuestas_gestion:documento", cuenta.servicio.slug, cuenta.anio_gestion)


@con_permiso(Permiso.PREPARAR_RESPUESTAS)
@require_POST
def enviar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    cuenta = cuenta_o_404(request, anio)
    form = FormularioPresentacion(request.POST)

    def usar(presentacion: str) -> None:
        informe = services.preparar_documento(cuenta=cuenta, por=request.user)
        if "presentacion" in request.POST:  # typed and not yet saved
            services.guardar_presentacion(
                informe=informe, presentacion=presentacion, por=request.user
            )
        services.enviar_documento_a_revision(informe=informe, por=request.user)

    hecho = "El documento pasó a revisión. La autoridad puede publicarlo."
    return _con_formulario(request, cuenta, "form_presentacion", form, usar, hecho)


@con_permiso(Permiso.PREPARAR_RESPUESTAS)
@require_POST
def reabrir(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    cuenta = cuenta_o_404(request, anio)
    hacer(
        request,
        lambda: services.reabrir_documento(informe=_informe(cuenta), por=request.user),
        "Puede preparar una nueva versión. La publicada sigue a la vista.",
    )
    return _volver(cuenta)


@con_permiso(Permiso.PUBLICAR_RESPUESTAS)
@require_POST
def devolver(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    cuenta = cuenta_o_404(request, anio)
    form = FormularioObservacion(request.POST)

    def usar(observacion: str) -> None:
        services.devolver_documento(
            informe=_informe(cuenta), observacion=observacion, por=request.user
        )

    return _con_formulario(request, cuenta, "form_devolver", form, usar, "Documento devuelto.")


@con_permiso(Permiso.PUBLICAR_RESPUESTAS)
@require_POST
def publicar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Publish; from there, one personal reply per person is on its way."""
    cuenta = cuenta_o_404(request, anio)
    form = FormularioPublicar(request.POST, tarde=True)

    def usar(motivo_tardanza: str) -> None:
        services.publicar_respuestas(
            informe=_informe(cuenta), por=request.user, motivo_tardanza=motivo_tardanza
        )

    hecho = "Publicado. Cada persona recibirá su respuesta."
    return _con_formulario(request, cuenta, "form_publicar", form, usar, hecho)


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def borrador_pdf(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The document as it would be published today."""
    cuenta = cuenta_o_404(request, anio)
    informe, hoy = _informe(cuenta), reloj.hoy(cuenta.servicio.zona)
    consultas = selectors.consultas_del_documento(cuenta)
    contenido = documents.contenido(
        informe,
        consultas,
        selectors.hechos_del_plazo(cuenta, hoy),
        version=informe.publicaciones.count() + 1 if informe.pk else 1,
        hoy=hoy,
    )
    archivo = documents.respuestas_pdf({**contenido, "borrador": True})
    respuesta = HttpResponse(archivo, content_type="application/pdf")
    respuesta["Content-Disposition"] = f'inline; filename="borrador-respuestas-{anio}.pdf"'
    return respuesta


# ── The personal replies ──


@con_permiso(Permiso.PREPARAR_RESPUESTAS)
@require_safe
def envios(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """What happened with each person's reply, in words."""
    cuenta = cuenta_o_404(request, anio)
    publicacion = selectors.publicacion_vigente(cuenta)
    contexto: dict[str, Any] = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "publicacion": publicacion,
    }
    if publicacion:
        envios = Paginator(selectors.envios_de(publicacion), POR_PAGINA)
        pagina = envios.get_page(request.GET.get("pagina"))
        contexto |= {
            "pagina": pagina,
            "filas": [(envio, _en_palabras(envio)) for envio in pagina],
            **selectors.avance_de_envios(publicacion),
        }
    return render(request, "respuestas/envios.html", contexto)


def _en_palabras(envio: EnvioRespuesta) -> dict[str, Any]:
    """The state of one reply: its mark, its words, and whether somebody must do something."""
    if envio.entregado_en:
        return _marca("listo", f"Entregada por {envio.get_entrega_medio_display()}")
    if envio.mensaje is None:
        if envio.consultante.medio == Consultante.Medio.RETIRO:
            return _marca("pronto", "La persona la retira en la oficina", entregar=True)
        que = "llamar por teléfono" if envio.consultante.telefono else "enviar la carta"
        return _marca("pronto", f"Por hacer: {que}", entregar=True)
    return {
        Estado.ENVIADO: _marca("listo", "Enviada por correo"),
        Estado.CONCILIADO: _marca("listo", "Enviada por correo y comprobada"),
        Estado.REBOTADO: _marca(
            "tarde", f"{envio.mensaje.en_palabras}. Llame o envíe una carta", entregar=True
        ),
        Estado.RECHAZADO: _marca(
            "tarde", "El correo de destino la rechazó. Llame o envíe una carta", entregar=True
        ),
        Estado.INCIERTO: _marca(
            "pronto", "No sabemos si llegó. Revísela en Correos", entregar=True
        ),
        Estado.ANULADO: _marca(
            "tarde",
            f"{envio.mensaje.en_palabras}. Entréguela de otra forma y anótelo",
            entregar=True,
        ),
    }.get(Estado(envio.mensaje.estado), _marca("espera", "En espera de salir"))


def _marca(clase: str, texto: str, *, entregar: bool = False) -> dict[str, Any]:
    return {"clase": clase, "texto": texto, "entregar": entregar}


def _envio_o_404(request: HttpRequest, anio: int, pk: int) -> EnvioRespuesta:
    cuenta = cuenta_o_404(request, anio)
    envios = EnvioRespuesta.objects.select_related("consultante", "mensaje", "publicacion__informe")
    envio = get_object_or_404(envios, pk=pk, publicacion__informe__cuenta=cuenta)
    envio.publicacion.informe.cuenta = cuenta
    return envio


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def carta(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """The reply as a letter to print, or to read by telephone."""
    envio = _envio_o_404(request, anio, pk)
    bloques = documents.bloques_por_numero(envio.publicacion.contenido)
    suyas = Consulta.objects.filter(consultante=envio.consultante_id).select_related("suma_a")
    contexto = {
        "servicio": request.servicio,  # type: ignore[attr-defined]
        "cuenta": envio.publicacion.informe.cuenta,
        "envio": envio,
        "persona": envio.consultante,
        "partes": [
            {
                "consulta": c,
                "bloque": bloques[c.folio_numero],
                "anterior": emails.enlace_anterior(envio.publicacion, c),
            }
            for c in suyas.order_by("folio_numero")
            if c.folio_numero in bloques
        ],
    }
    return render(request, "respuestas/carta.html", contexto)


@con_permiso(Permiso.PREPARAR_RESPUESTAS)
@require_POST
def entregar(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Note that a reply was given by other means than mail."""
    envio = _envio_o_404(request, anio, pk)
    form = FormularioEntrega(request.POST)
    medio = form.cleaned_data["medio"] if form.is_valid() else envio.consultante.medio
    try:
        services.registrar_entrega(envio=envio, medio=medio, por=request.user)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    else:
        messages.success(request, "Anotamos la entrega.")
    return redirect("respuestas_gestion:envios", servicio, anio)
