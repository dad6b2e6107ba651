"""The banner in the institution's own site: where it was put, and what was seen there each day."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from comun import reloj
from comun.lectura_web import Lector, Lectura
from convocatorias import documents
from convocatorias import services as convocatorias
from convocatorias.models import PaginaBanner, ProcesoVirtual
from convocatorias.selectors import proceso_de, se_revisa
from cuentas import services as cuentas
from seguimiento.demo import sitios
from seguimiento.demo.etapas.convocatoria import VENTANA
from seguimiento.demo.obra import Obra
from servicios.selectors import sitios_de
from servicios.services import agregar_sitio

DIA_PUESTO = -30


@dataclass(frozen=True)
class SitioDeLaDemostracion(Lector):
    """What an invented site answers: nothing leaves the machine."""

    html: str = ""
    status: int = 200

    def leer(self, url: str, hosts: Collection[str]) -> Lectura:
        """The page as it is that day."""
        return Lectura(url, self.status, self.html.encode(), "text/html; charset=utf-8")


def poner_banner(obra: Obra) -> None:
    """The pages that carry it, and its readings of each day that is over."""
    proceso = proceso_de(obra.cuenta)
    if proceso is None or not obra.agenda.ya_paso(DIA_PUESTO):
        return
    obra.agenda.ir(DIA_PUESTO, 11)
    _permitir_sitios(obra)
    paginas = [(_anotar(obra, proceso, datos), datos) for datos in sitios.PAGINAS]
    cuentas.dejar_constancia(
        cuenta=obra.cuenta,
        regla="R46",
        cumplida=True,
        fecha=reloj.hoy(obra.servicio.zona),
        texto=sitios.BANNER_PUESTO,
        url=sitios.PAGINAS[0].url,
        por=obra.quien("comunicaciones"),
    )
    for dia in range(DIA_PUESTO, VENTANA[1] + 1):
        if obra.agenda.ya_paso(dia) and se_revisa(proceso, obra.agenda.fecha(dia)):
            _vivir_el_dia(obra, proceso, dia, paginas)


def _permitir_sitios(obra: Obra) -> None:
    ya = {origen.partition("://")[2] for origen in sitios_de(obra.servicio)}
    for host in sitios.SITIOS:
        if host not in ya:
            agregar_sitio(servicio=obra.servicio, host=host, por=obra.quien("comunicaciones"))


def _anotar(obra: Obra, proceso: ProcesoVirtual, datos: sitios.ConBanner) -> PaginaBanner:
    return convocatorias.registrar_pagina(
        proceso=proceso,
        url=datos.url,
        institucion=datos.institucion,
        por=obra.quien("comunicaciones"),
    )


def _sitio(
    proceso: ProcesoVirtual, lleva: str, falta: sitios.Falta | None
) -> SitioDeLaDemostracion:
    """The page with the lines that were pasted, or as it was on a day on which it had none."""
    sitio = SitioDeLaDemostracion()
    if falta == sitios.Falta.CAIDO:
        return replace(sitio, html="<h1>Servicio no disponible</h1>", status=503)
    lineas = {"enlace": documents.enlace, "marco": documents.marco}[lleva](proceso)
    return replace(sitio, html=f"<main>{'' if falta else lineas}</main>")


def _vivir_el_dia(
    obra: Obra,
    proceso: ProcesoVirtual,
    dia: int,
    paginas: list[tuple[PaginaBanner, sitios.ConBanner]],
) -> None:
    """Every turn of the day, and who answers for the account is told what changed."""
    for turno in convocatorias.TURNOS:
        obra.agenda.ir(dia, turno.hour, 11)
        for pagina, datos in paginas:
            sitio = _sitio(proceso, datos.lleva, datos.faltas.get(dia))
            convocatorias.revisar_pagina(pagina.pk, lector=sitio)
        convocatorias.avisar_del_banner(proceso.pk, reloj.ahora())
