"""Work for later: what comes to its hour, the directory read and stored, the banner looked at."""

from celery import shared_task

from convocatorias import services
from servicios.alcance import alcance
from servicios.models import Servicio


@shared_task(name="convocatorias.enviar_programadas")
def enviar_programadas() -> None:
    services.enviar_programadas()


@shared_task(name="convocatorias.buscar_duplicados")
def buscar_duplicados(servicio: int) -> None:
    """Look for organisations of the directory that may be the same one."""
    fila = Servicio.objects.get(pk=servicio)
    with alcance(fila):
        services.buscar_duplicados(servicio=fila)


@shared_task(name="convocatorias.revisar_importacion")
def revisar_importacion(pk: int) -> None:
    services.revisar_importacion(pk)


@shared_task(name="convocatorias.cargar_importacion")
def cargar_importacion(pk: int) -> None:
    services.cargar_importacion(pk)


@shared_task(name="convocatorias.retomar_importaciones")
def retomar_importaciones() -> None:
    services.retomar_importaciones()


@shared_task(name="convocatorias.recordar_asistencia")
def recordar_asistencia() -> None:
    services.recordar_asistencia()


@shared_task(name="convocatorias.borrar_ajustes")
def borrar_ajustes() -> None:
    services.borrar_apoyos_vencidos()


@shared_task(name="convocatorias.borrar_claves_de_papel")
def borrar_claves_de_papel() -> None:
    services.borrar_claves_de_papel()


@shared_task(name="convocatorias.revisar_banners")
def revisar_banners() -> None:
    services.revisar_banners()


@shared_task(name="convocatorias.revisar_pagina")
def revisar_pagina(pk: int) -> None:
    services.revisar_pagina(pk)


@shared_task(name="convocatorias.revisar_pagina_ahora")
def revisar_pagina_ahora(pk: int) -> None:
    services.revisar_pagina(pk, pedida=True)
