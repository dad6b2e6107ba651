"""The public pages of a world that has something on each of them."""

from typing import Any

import pytest

from convocatorias.models import BloquePrograma, Transmision
from cuentas.models import CuentaPublica
from respuestas import services
from servicios.alcance import alcance
from servicios.rutas import todas
from tests import mundo as m

CUENTA = "/cuentas/riberas/2026/"
RESPONDIDA = "/cuentas/riberas/2025/"
PAGINAS = (
    "/",
    "/?q=riberas",
    CUENTA,
    f"{CUENTA}informe/",
    f"{CUENTA}jornadas/jornada-nacional/",
    f"{CUENTA}participar/",
    f"{CUENTA}plazos/",
    f"{CUENTA}respuestas/",
    f"{CUENTA}seguir/",
    f"{CUENTA}seguir/pedido/",
    RESPONDIDA,
    f"{RESPONDIDA}respuestas/",
    "/privacidad/riberas/",
    "/privacidad/riberas/solicitar/",
    "/accesibilidad/",
    "/mi-consulta/",
    f"{CUENTA}datos/",
    f"{RESPONDIDA}datos/",
    "/api/v1/",
)
#: What is read by programs: the open data, but for the pages that tell of them.
PARA_PROGRAMAS = {r.name for r in todas() if r.name.startswith("seguimiento:api:")} | {
    "seguimiento:datos_archivo",
    "seguimiento:datos_catalogo",
    "seguimiento:datos_diccionario",
}
#: Public addresses that are no page: files, what programs read, and signs of life.
ARCHIVOS = {
    "convocatorias:actividad_ics",
    "convocatorias:invitacion_ics",
    "cuentas:informe_pdf",
    "healthz",
    "listo",
    "respuestas:adjunto",
    "respuestas:banner_de_antes",
    "respuestas:banner_svg",
    "respuestas:elemento",
    "respuestas:original",
    "respuestas:respuestas_pdf",
    "seguimiento:atom_actividades",
    "seguimiento:atom_cuentas",
    "seguimiento:atom_respuestas",
    "seguimiento:fuente",
    "seguimiento:oembed",
    "seguimiento:robots",
    "seguimiento:sitemap",
    "seguimiento:tarjeta",
    "seguimiento:tarjeta_portal",
    *PARA_PROGRAMAS,
}
#: Those that only take what a button sends, and lead back to the page of the button.
BOTONES = {
    "convocatorias:retirar_apoyos",
    "respuestas:devolver_invitaciones",
    "respuestas:devolver_nombre",
    "respuestas:retirar_invitaciones",
    "respuestas:retirar_nombre",
    "tema",
}


def poblar(mundo: m.Mundo) -> None:
    """An account in course, and the former one with its answers published."""
    with alcance(mundo.riberas):
        por = mundo["encargada"]
        cuenta = m.crear_cuenta(mundo.riberas, por)
        _en_curso(cuenta, mundo)
        _respondida(mundo)


def _en_curso(cuenta: CuentaPublica, mundo: m.Mundo) -> None:
    m.publicar_informe(m.crear_informe(cuenta), mundo["encargada"], mundo["autoridad"])
    m.crear_proceso(cuenta)
    jornada = m.crear_actividad(cuenta, accesibilidad="Rampa y lengua de señas.")
    for orden, nombre in enumerate(("Acogida", "Cuenta", "Talleres", "Plenario"), start=1):
        BloquePrograma.objects.create(actividad=jornada, orden=orden, nombre=nombre, minutos=40)
    Transmision.objects.create(
        actividad=jornada, tipo="en_vivo", url="https://video.example/vivo", con_lsch=True
    )
    services.registrar_consulta(
        cuenta=cuenta,
        tipo="pregunta",
        mensaje="¿Cuándo llega la obra al estero?",
        datos=services.Datos("Rosa", "Quilaleo", "correo", correo="rosa@correo.example"),
        nonce=services.nonce_nuevo(),
    )


def _respondida(mundo: m.Mundo) -> None:
    por = mundo["encargada"]
    cuenta = m.crear_cuenta(mundo.riberas, por, anio_gestion=2025, anio_ejercicio=2026)
    m.crear_proceso(cuenta, inicio=m.HOY.replace(month=3), termino=m.HOY.replace(month=4))
    informe = services.preparar_documento(cuenta=cuenta, por=por)
    services.enviar_documento_a_revision(informe=informe, por=por)
    services.publicar_respuestas(informe=informe, por=mundo["autoridad"])


@pytest.fixture
def publicado(mundo: Any) -> m.Mundo:
    poblar(mundo)
    return mundo
