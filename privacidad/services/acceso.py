"""The access copy: a ZIP with one person's data, to read and to take elsewhere."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.hojas import escribir_csv
from comun.transitions import anotar
from privacidad import documents, selectors
from privacidad.catalogos import ClaseDeDatos, tratamientos
from privacidad.models import SolicitudDerechos
from privacidad.selectors.retencion import retencion_de
from privacidad.services import codigos, solicitudes
from servicios.acceso import exigir
from servicios.models import Servicio, Usuario
from servicios.permissions import Permiso


def copia_de(servicio: Servicio, correo: str) -> bytes:
    """Everything that the service keeps of that address, as a ZIP; inside the service's scope.

    `datos.json` for programs, one CSV for each table for spreadsheets, `leame.html` for people,
    and the files that the person sent. An address that nobody knows gives a copy that says so.
    """
    secciones = selectors.secciones_de(servicio, correo)
    usos, ahora = tratamientos(retencion_de(servicio)), reloj.ahora()
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as paquete:
        _agregar(paquete, "leame.html", documents.copia(servicio, secciones, usos, ahora), ahora)
        _agregar(paquete, "datos.json", _json(servicio, secciones, usos, ahora), ahora)
        for seccion in secciones:
            filas = [list(fila.values()) for fila in seccion.filas]
            tabla = escribir_csv(filas, seccion.columnas)
            _agregar(paquete, f"tablas/{seccion.nombre}.csv", tabla, ahora)
            for nombre, contenido in seccion.archivos:
                _agregar(paquete, f"archivos/{nombre}", contenido, ahora)
    return salida.getvalue()


def _agregar(paquete: zipfile.ZipFile, nombre: str, contenido: bytes, ahora: datetime) -> None:
    fecha = ahora.timetuple()[:6]
    paquete.writestr(zipfile.ZipInfo(nombre, fecha), contenido, zipfile.ZIP_DEFLATED)


def _json(
    servicio: Servicio,
    secciones: list[selectors.Seccion],
    usos: Sequence[ClaseDeDatos],
    ahora: datetime,
) -> bytes:
    datos = {
        "servicio": servicio.nombre,
        "generada": ahora.isoformat(),
        "tratamientos": [vars(uso) for uso in usos],
        "datos": {s.nombre: s.filas for s in secciones},
    }
    return json.dumps(datos, ensure_ascii=False, indent=2).encode()


def entregar_copia(*, solicitud: SolicitudDerechos, codigo: str) -> bytes:
    """The person takes their copy, once their code proved again that the address is theirs.

    The address of the page is not enough: whoever began the request has it too.

    Raises:
        ErrorDominio: the copy was not granted, or the code is not the one.
    """
    with transaction.atomic():
        fila = solicitudes.bajo_llave(solicitud)
        if not fila.con_copia:
            raise ErrorDominio("Esta solicitud no tiene una copia para descargar.")
        motivo = codigos.probar(fila, codigo, reloj.ahora())
        if not motivo:
            anotar(fila, "entregar_copia")
    if motivo:
        raise ErrorDominio(motivo, "codigo")
    return copia_de(fila.servicio, fila.correo)


def revisar_copia(*, solicitud: SolicitudDerechos, por: Usuario) -> bytes:
    """The data officer looks at the copy before deciding; who looked is kept.

    Raises:
        ErrorDominio: nobody proved who asks, so there is no reason to look.
    """
    exigir(por, Permiso.ATENDER_DERECHOS, solicitud.servicio_id)
    if solicitud.recibida_en is None:
        raise ErrorDominio("Falta comprobar quién pide: hasta entonces sus datos no se descargan.")
    anotar(solicitud, "revisar_copia", por=por)
    return copia_de(solicitud.servicio, solicitud.correo)
