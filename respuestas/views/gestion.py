"""The contributions for the staff: list, detail, groups."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comun.errores import ErrorDominio
from comun.limites import entero
from comun.texto import detectar_datos_personales
from cuentas.models import CuentaPublica
from jornadas.models import Jornada
from respuestas import documents, selectors, services
from respuestas.forms.gestion import (
    FiltroConsultas,
    FormularioAgrupar,
    FormularioDerivar,
    FormularioFuera,
    FormularioRedaccion,
    FormularioTitulo,
)
from respuestas.forms.ingreso import FormularioOriginal
from respuestas.models import Consulta, Grupo
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 50


def cuenta_o_404(request: HttpRequest, anio: int) -> CuentaPublica:
    cuenta = get_object_or_404(CuentaPublica.objects.select_related("norma"), anio_gestion=anio)
    cuenta.servicio = request.servicio  # type: ignore[attr-defined]
    return cuenta


def consulta_o_404(cuenta: CuentaPublica, numero: int) -> Consulta:
    consultas = selectors.con_las_que_se_suman(Consulta.objects.filter(cuenta=cuenta))
    consulta = get_object_or_404(consultas, folio_numero=numero)
    consulta.cuenta = cuenta
    return consulta


def _base(cuenta: CuentaPublica) -> dict[str, Any]:
    return {"servicio": cuenta.servicio, "cuenta": cuenta}


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def consultas(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Every contribution of the account in one list."""
    cuenta = cuenta_o_404(request, anio)
    return _lista(request, cuenta, FormularioAgrupar(cuenta=cuenta))


def _lista(
    request: HttpRequest, cuenta: CuentaPublica, form: FormularioAgrupar, status: int = 200
) -> HttpResponse:
    grupos = list(selectors.grupos_de(cuenta))
    filtro = FiltroConsultas(request.GET, grupos=grupos)
    filas = filtro.aplicar(selectors.con_las_que_se_suman(Consulta.objects.filter(cuenta=cuenta)))
    cuantas = selectors.destinos(cuenta)
    contexto = {
        **_base(cuenta),
        "filtro": filtro,
        "form": form,
        "grupos": grupos,
        "marcadas": form.data.getlist("consultas") if form.is_bound else [],
        "vistas": _vistas(request, cuantas),
        "a_mano": services.CANALES_A_MANO,
        "terminos": selectors.ecuacion(cuantas),
        "total": sum(cuantas.values()),
        "jornadas": selectors.jornadas_de(cuenta).filter(estado=Jornada.Estado.CERRADA),
        "pagina": Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina")),
        "en_fila": selectors.acuses_en_fila(cuenta),
        "hay_filtro": any(request.GET.get(c) for c in ("q", "tipo", "canal", "grupo", "estado")),
    }
    return render(request, "respuestas/consultas.html", contexto, status=status)


def _vistas(request: HttpRequest, cuantas: dict[str, int]) -> list[dict[str, Any]]:
    actual = request.GET.get("estado", "")
    todas = [("", "Todos", sum(cuantas.values())), ("recibida", "Por decidir", cuantas["recibida"])]
    todas += [(e.value, n.capitalize(), cuantas[e.value]) for e, n in selectors.DESTINOS[:-1]]
    return [
        {"url": f"?estado={estado}", "nombre": nombre, "n": n, "actual": estado == actual}
        for estado, nombre, n in todas
    ]


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def consulta(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    """One contribution: its immutable original, and what is done with it."""
    cuenta = cuenta_o_404(request, anio)
    return _ficha(request, consulta_o_404(cuenta, numero))


def _ficha(request: HttpRequest, fila: Consulta, status: int = 200, **forms: Any) -> HttpResponse:
    redaccion = getattr(fila, "redaccion", None)
    inicial = {
        "texto": redaccion.texto if redaccion else fila.mensaje,
        "motivo": redaccion.motivo if redaccion else "",
    }
    contexto = {
        **_base(fila.cuenta),
        "consulta": fila,
        "redaccion": redaccion,
        "respuesta": selectors.respuesta_de(fila),
        "adjunto": selectors.adjunto_de(fila),
        "hallazgos": _hallazgos(selectors.texto_publico(fila)),
        "form": next(iter(forms.values()), None),
        "original": selectors.original_de(fila),
        "admite_original": services.admite_original(fila),
        "admite_correccion": services.admite_correccion(fila),
        "a_mano": fila.canal in services.CANALES_A_MANO,
        "hoja": documents.codigo_legible(fila.hoja or ""),
        "form_original": FormularioOriginal(),
        "form_redaccion": FormularioRedaccion(initial=inicial),
        "form_derivar": FormularioDerivar(),
        "form_fuera": FormularioFuera(),
        **forms,
    }
    return render(request, "respuestas/consulta.html", contexto, status=status)


def _hallazgos(texto: str) -> list[str]:
    nombres = {"rut": "un RUN", "correo": "un correo", "telefono": "un teléfono"}
    return [
        f"{nombres[h.tipo]} («{texto[h.inicio : h.fin]}»)" for h in detectar_datos_personales(texto)
    ]


@con_permiso(Permiso.SISTEMATIZAR)
@require_POST
def recoger(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Collect what was said on a day."""
    cuenta = cuenta_o_404(request, anio)
    jornada = get_object_or_404(
        selectors.jornadas_de(cuenta).select_related("actividad__cuenta"),
        pk=entero(request.POST.get("jornada", "")),
    )
    try:
        nuevas = services.recoger(jornada=jornada, por=request.user)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    else:
        hay = f"Recogimos {nuevas} mensaje{'' if nuevas == 1 else 's'} de la jornada."
        messages.success(request, hay if nuevas else "No había nada nuevo que recoger.")
    return redirect("respuestas_gestion:consultas", servicio, anio)


@con_permiso(Permiso.SISTEMATIZAR)
@require_POST
def agrupar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Put the marked contributions in a group, new or not."""
    cuenta = cuenta_o_404(request, anio)
    form = FormularioAgrupar(request.POST, cuenta=cuenta)
    if form.is_valid():
        datos = form.cleaned_data
        try:
            if grupo := datos["grupo"]:
                services.agregar_a_grupo(
                    grupo=grupo, consultas=datos["consultas"], por=request.user
                )
            else:
                grupo = services.crear_grupo(
                    cuenta=cuenta,
                    titulo=datos["titulo"],
                    consultas=datos["consultas"],
                    por=request.user,
                )
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, f"«{grupo}» tiene ahora {grupo.consultas.count()} mensajes.")
            return redirect("respuestas_gestion:grupo", servicio, anio, grupo.orden)
    return _lista(request, cuenta, form, status=422)


def con_formulario(
    request: HttpRequest, fila: Consulta, nombre: str, form: Any, usar: Any, hecho: str
) -> HttpResponse:
    """Bind, one call, back to the contribution; what was typed stays if it is refused."""
    if form.is_valid():
        try:
            usar(**form.cleaned_data)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, hecho)
            return redirect(_url(fila))
    return _ficha(request, fila, status=422, **{nombre: form})


def _url(fila: Consulta) -> str:
    cuenta = fila.cuenta
    args = [cuenta.servicio.slug, cuenta.anio_gestion, fila.folio_numero]
    return reverse("respuestas_gestion:consulta", args=args)


@con_permiso(Permiso.SISTEMATIZAR)
@require_POST
def redaccion(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)

    def usar(texto: str, motivo: str) -> None:
        services.redactar_version_publica(
            consulta=fila, texto=texto, motivo=motivo, por=request.user
        )

    form = FormularioRedaccion(request.POST)
    hecho = "Guardamos la versión pública. El original no cambia."
    return con_formulario(request, fila, "form_redaccion", form, usar, hecho)


@con_permiso(Permiso.SISTEMATIZAR)
@require_POST
def derivar(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)

    def usar(organo: str, motivo: str) -> None:
        services.derivar(consulta=fila, organo=organo, motivo=motivo, por=request.user)

    form = FormularioDerivar(request.POST)
    hecho = "El mensaje quedó derivado. La persona lo sabrá con su respuesta."
    return con_formulario(request, fila, "form_derivar", form, usar, hecho)


@con_permiso(Permiso.SISTEMATIZAR)
@require_POST
def fuera(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)

    def usar(motivo: str) -> None:
        services.declarar_fuera_de_competencia(consulta=fila, motivo=motivo, por=request.user)

    form = FormularioFuera(request.POST)
    hecho = "El mensaje quedó fuera de competencia. La persona leerá el motivo."
    return con_formulario(request, fila, "form_fuera", form, usar, hecho)


def _boton(request: HttpRequest, fila: Consulta, usar: Any, hecho: str) -> HttpResponse:
    try:
        usar(consulta=fila, por=request.user)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    else:
        messages.success(request, hecho)
    return redirect(_url(fila))


@con_permiso(Permiso.SISTEMATIZAR)
@require_POST
def quitar_redaccion(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)
    return _boton(request, fila, services.quitar_redaccion, "Se publicará el original.")


@con_permiso(Permiso.SISTEMATIZAR)
@require_POST
def reabrir(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)
    return _boton(request, fila, services.reabrir_consulta, "El mensaje está otra vez por decidir.")


@con_permiso(Permiso.SISTEMATIZAR)
@require_POST
def sacar(request: HttpRequest, servicio: str, anio: int, numero: int) -> HttpResponse:
    fila = consulta_o_404(cuenta_o_404(request, anio), numero)
    return _boton(request, fila, services.sacar_de_grupo, "El mensaje salió del grupo.")


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def grupos(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The groups, the most mentioned first (R99)."""
    cuenta = cuenta_o_404(request, anio)
    filas = selectors.grupos_de(cuenta).order_by("-menciones", "orden")
    return render(request, "respuestas/grupos.html", {**_base(cuenta), "grupos": filas})


@con_permiso(Permiso.VER_CONSULTAS)
@require_safe
def grupo(request: HttpRequest, servicio: str, anio: int, orden: int) -> HttpResponse:
    """A group and its originals."""
    cuenta = cuenta_o_404(request, anio)
    fila = get_object_or_404(selectors.grupos_de(cuenta), orden=orden)
    return _grupo(request, cuenta, fila, FormularioTitulo(initial={"titulo": fila.titulo}))


def _grupo(
    request: HttpRequest, cuenta: CuentaPublica, fila: Grupo, form: Any, status: int = 200
) -> HttpResponse:
    suyas = selectors.con_las_que_se_suman(Consulta.objects.filter(grupo=fila))
    miembros = suyas.order_by("folio_numero")
    contexto = {**_base(cuenta), "grupo": fila, "consultas": miembros, "form": form}
    return render(request, "respuestas/grupo.html", contexto, status=status)


@con_permiso(Permiso.SISTEMATIZAR)
@require_POST
def renombrar(request: HttpRequest, servicio: str, anio: int, orden: int) -> HttpResponse:
    cuenta = cuenta_o_404(request, anio)
    fila = get_object_or_404(selectors.grupos_de(cuenta), orden=orden)
    form = FormularioTitulo(request.POST)
    if not form.is_valid():
        return _grupo(request, cuenta, fila, form, status=422)
    services.renombrar_grupo(grupo=fila, titulo=form.cleaned_data["titulo"], por=request.user)
    messages.success(request, "Guardamos el título.")
    return redirect("respuestas_gestion:grupo", servicio, anio, orden)
