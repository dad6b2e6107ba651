"""How the rows of each table are read: of public accounts, and only what their pages show.

Inside a scope that covers the accounts. What was said and answered comes out of the published
document, with the names of today; the table of contributions is not read.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse

from convocatorias.models import Actividad, ProcesoVirtual, TipoOrganizacion
from convocatorias.selectors import figuras_publicas_de
from cuentas.models import CuentaPublica, PublicacionInforme
from respuestas import selectors
from respuestas.documents import con_los_nombres_de_hoy, leer_pie
from respuestas.models import PublicacionRespuestas, Respuesta
from seguimiento.datos.columnas import Fila, id_de_cuenta
from servicios.models import Comuna, Servicio


def cuentas_publicas(*, con_respuestas: bool = False) -> QuerySet[CuentaPublica]:
    """The accounts that anybody may see, of the services that are still here."""
    cuentas = CuentaPublica.objects.publicas().filter(servicio__activo=True)
    if con_respuestas:
        publicadas = PublicacionRespuestas.objects.filter(informe__cuenta=OuterRef("pk"))
        cuentas = cuentas.filter(Exists(publicadas))
    return cuentas.select_related("servicio__comuna__region", "norma").order_by("pk")


def servicios_publicos() -> QuerySet[Servicio]:
    """The services with an account that anybody may see."""
    suyas = CuentaPublica.objects.publicas().filter(servicio=OuterRef("pk"))
    servicios = Servicio.objects.filter(Exists(suyas), activo=True)
    return servicios.select_related("comuna__region").order_by("slug")


def fila_de_servicio(servicio: Servicio) -> Fila:
    return {
        "id": servicio.slug,
        "nombre": servicio.nombre,
        "nombre_corto": servicio.nombre_corto,
        "ambito": servicio.ambito,
        **_lugar(servicio.comuna),
        "correo": servicio.correo or None,
        "telefono": servicio.telefono or None,
        "horario": servicio.horario or None,
        "sitio_web": servicio.sitio_web or None,
    }


def de_cuentas(cuentas: Sequence[CuentaPublica]) -> Iterator[Fila]:
    procesos = ProcesoVirtual.objects.filter(cuenta__in=cuentas, publicado_en__isnull=False)
    ventanas = {p.cuenta_id: p for p in procesos}
    informes = _publicadas(PublicacionInforme, cuentas)
    respuestas = _publicadas(PublicacionRespuestas, cuentas)
    for cuenta in cuentas:
        zona, ventana = cuenta.servicio.zona, ventanas.get(cuenta.pk)
        yield {
            "id": id_de_cuenta(cuenta),
            "servicio": cuenta.servicio.slug,
            "servicio_nombre": cuenta.servicio.nombre,
            **_lugar(cuenta.servicio.comuna),
            "anio": cuenta.anio_gestion,
            "anio_ejercicio": cuenta.anio_ejercicio,
            "ambito": cuenta.ambito,
            "modalidad": cuenta.modalidad,
            "estado": cuenta.estado,
            "norma": cuenta.norma.cita,
            "abierta_en": _instante(cuenta.abierta_en, zona),
            "cerrada_en": _instante(cuenta.cerrada_en, zona),
            "participacion_desde": _dia(ventana.inicio if ventana else None),
            "participacion_hasta": _dia(ventana.termino if ventana else None),
            "informe_publicado_en": _instante(informes.get(cuenta.pk), zona),
            "respuestas_publicadas_en": _instante(respuestas.get(cuenta.pk), zona),
            "pagina": _pagina("seguimiento:cuenta", cuenta),
        }


def _publicadas(modelo: Any, cuentas: Sequence[CuentaPublica]) -> dict[int, datetime]:
    filas = modelo.objects.filter(informe__cuenta__in=cuentas).order_by()
    ultimas = filas.values("informe__cuenta").annotate(ultima=Max("publicada_en"))
    return dict(ultimas.values_list("informe__cuenta", "ultima"))


def de_actividades(cuentas: Sequence[CuentaPublica]) -> Iterator[Fila]:
    for actividad in actividades_de(cuentas):
        yield {
            **_de_la_cuenta(actividad.cuenta),
            "id": _id_de_actividad(actividad),
            "actividad": actividad.slug,
            "nombre": actividad.nombre,
            "tipo": actividad.tipo,
            "estado": actividad.estado,
            "motivo_estado": actividad.motivo_estado or None,
            "descripcion": actividad.descripcion or None,
            "inicio": _instante(actividad.inicio, actividad.zona),
            "termino": _instante(actividad.termino, actividad.zona),
            "lugar": actividad.lugar or None,
            "direccion": actividad.direccion or None,
            **_lugar(actividad.comuna),
            "accesibilidad": actividad.accesibilidad or None,
            "pagina": _pagina("convocatorias:actividad", actividad.cuenta, actividad.slug),
        }


def actividades_de(cuentas: Sequence[CuentaPublica]) -> list[Actividad]:
    """The public activities of those accounts, each with its own account at hand."""
    por_id = {cuenta.pk: cuenta for cuenta in cuentas}
    filas = Actividad.objects.publicas().filter(cuenta__in=cuentas)
    actividades = list(filas.select_related("comuna__region").order_by("pk"))
    for actividad in actividades:
        actividad.cuenta = por_id[actividad.cuenta_id]
        actividad.servicio = actividad.cuenta.servicio
    return actividades


def de_pluralidad(cuentas: Sequence[CuentaPublica]) -> Iterator[Fila]:
    """The figures that the page of each activity shows: nothing of fewer than five (T7)."""
    actividades = actividades_de(cuentas)
    figuras = figuras_publicas_de(actividades)
    codigos = {nombre: codigo for codigo, nombre in _tipos()}
    for actividad in actividades:
        suyas = figuras[actividad.pk]
        for nombre, cuantas in suyas.tipos:
            codigo = codigos[nombre]
            yield {
                **_de_la_cuenta(actividad.cuenta),
                "id": f"{_id_de_actividad(actividad)}.{codigo}",
                "actividad": _id_de_actividad(actividad),
                "tipo": codigo,
                "tipo_nombre": nombre,
                "invitadas": cuantas,
                "menos_de_cinco": cuantas is None,
                "invitadas_en_total": suyas.total,
            }


def _tipos() -> list[tuple[str, str]]:
    return list(TipoOrganizacion.objects.values_list("pk", "nombre"))


# ── Out of the published document ──


def de_consultas(cuentas: Sequence[CuentaPublica]) -> Iterator[Fila]:
    for cuenta, _, seccion, bloque in _bloques(cuentas):
        for mensaje in bloque["mensajes"]:
            yield {
                **_de_la_cuenta(cuenta),
                "id": f"{id_de_cuenta(cuenta)}.{mensaje['folio']}",
                "folio": mensaje["folio"],
                "numero": mensaje["numero"],
                **leer_pie(mensaje["pie"]),
                "texto": mensaje["texto"],
                "quitado": mensaje.get("quitado") or None,
                "destino": seccion,
                "respuesta": _id_de_respuesta(cuenta, bloque),
                "suma_a": (mensaje.get("suma_a") or {}).get("folio"),
                "pagina": f"{_pagina('respuestas:respuestas', cuenta)}?n={mensaje['numero']}",
            }


def de_respuestas(cuentas: Sequence[CuentaPublica]) -> Iterator[Fila]:
    for cuenta, publicacion, seccion, bloque in _bloques(cuentas):
        dicho = {dato["nombre"]: dato["valor"] for dato in bloque.get("decision", ())}
        yield {
            **_de_la_cuenta(cuenta),
            "id": _id_de_respuesta(cuenta, bloque),
            "numero": _primero(bloque),
            "destino": seccion,
            "titulo": bloque["titulo"],
            "consultas": len(bloque["mensajes"]),
            "respuesta": bloque["respuesta"] or None,
            "decision": _DECISIONES.get(dicho.get("Decisión", "").lower()),
            "fundamento": dicho.get("Por qué") or None,
            "unidad": dicho.get("Responde") or None,
            "version": publicacion.version,
            "publicada_en": _instante(publicacion.publicada_en, cuenta.servicio.zona),
        }


_DECISIONES = {str(nombre).lower(): codigo for codigo, nombre in Respuesta.Decision.choices}


def _bloques(
    cuentas: Sequence[CuentaPublica],
) -> Iterator[tuple[CuentaPublica, PublicacionRespuestas, str, dict[str, Any]]]:
    """What was published, naming nobody: a name is allowed in the document, and whoever takes it
    back there cannot reach the copies of a file."""
    for cuenta in cuentas:
        publicacion = selectors.publicacion_vigente(cuenta)
        if publicacion is None:
            continue
        for seccion in con_los_nombres_de_hoy(publicacion.contenido, ()).get("secciones", ()):
            for bloque in seccion["bloques"]:
                yield cuenta, publicacion, seccion["clave"], bloque


def _id_de_respuesta(cuenta: CuentaPublica, bloque: dict[str, Any]) -> str:
    """By the first of the messages that it answers, which is of one block alone."""
    return f"{id_de_cuenta(cuenta)}.{_primero(bloque)}"


def _primero(bloque: dict[str, Any]) -> int:
    return min(mensaje["numero"] for mensaje in bloque["mensajes"])


# ── What several have ──


def _id_de_actividad(actividad: Actividad) -> str:
    return f"{id_de_cuenta(actividad.cuenta)}.{actividad.slug}"


def _de_la_cuenta(cuenta: CuentaPublica) -> Fila:
    return {
        "cuenta": id_de_cuenta(cuenta),
        "servicio": cuenta.servicio.slug,
        "anio": cuenta.anio_gestion,
    }


def _lugar(comuna: Comuna | None) -> Fila:
    """Comuna and region, each by its CUT code and by its name."""
    return {
        "comuna_codigo": comuna and comuna.pk,
        "comuna": comuna and comuna.nombre,
        "region_codigo": comuna and comuna.region_id,
        "region": comuna and comuna.region.nombre,
    }


def _instante(valor: datetime | None, zona: ZoneInfo) -> str | None:
    """`2027-07-12T18:00:00-04:00`: by the clock of the place, with its distance from UTC."""
    return valor.astimezone(zona).isoformat(timespec="seconds") if valor else None


def _dia(valor: date | None) -> str | None:
    return valor.isoformat() if valor else None


def _pagina(vista: str, cuenta: CuentaPublica, *mas: Any) -> str:
    camino = reverse(vista, args=(cuenta.servicio.slug, cuenta.anio_gestion, *mas))
    return f"{settings.BASE_URL}{camino}"
