"""The proof of an activity as one file: what says who was invited, and how to check it.

The same facts give the same bytes: nothing in it says when it was asked for, nor by whom.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import get_valid_filename

from comun import hojas, pdf
from comun.reglas import Regla
from convocatorias.selectors.prueba import Constancia, Llamado, Prueba

#: Up to this it stays in memory; beyond it, on the disk of the machine until it is sent.
EN_MEMORIA = 4 * 1024 * 1024
#: Of each entry: the earliest that a ZIP can say.
FECHA_FIJA = (1980, 1, 1, 0, 0, 0)
ESQUEMA = 1
#: The document prints each person up to here; beyond, the sheet does, whose hash it prints.
PERSONAS_EN_EL_DOCUMENTO = 150

TITULOS = (
    "Convocatoria", "Clase de convocatoria", "Clase", "Medio", "Persona", "Organización", "Tipos",
    "A dónde", "Versión del texto", "Decidida", "Salió", "Días antes", "En plazo", "Estado",
    "En palabras", "Código del servidor", "Respuesta del servidor", "Message-ID",
    "SHA-256 de lo enviado", "Adjuntos (SHA-256)", "Texto borrado al cumplirse su plazo",
    "Motivo del reenvío", "Motivo de la tardanza", "Autorizó o anotó la tardanza", "Hecha por",
    "Detalle",
)  # fmt: skip


class _Paquete:
    """A ZIP that remembers the hash of each part, in the order in which they were put."""

    def __init__(self, salida: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED)
        self.huellas: list[tuple[str, str]] = []

    def poner(self, nombre: str, trozos: Iterable[bytes]) -> str:
        """Write a part. Its SHA-256."""
        huella = hashlib.sha256()
        parte = zipfile.ZipInfo(nombre, FECHA_FIJA)
        parte.compress_type = zipfile.ZIP_DEFLATED
        parte.external_attr = 0o644 << 16
        parte.create_system = 3
        with self._zip.open(parte, "w") as destino:
            for trozo in trozos:
                huella.update(trozo)
                destino.write(trozo)
        self.huellas.append((nombre, huella.hexdigest()))
        return huella.hexdigest()

    def cerrar(self) -> None:
        """Put the manifest, which names every other part, and finish."""
        lineas = "".join(f"{huella}  {nombre}\n" for nombre, huella in sorted(self.huellas))
        self.poner("SHA256SUMS", [lineas.encode()])
        self._zip.close()


@contextmanager
def _temporal() -> Iterator[IO[bytes]]:
    with SpooledTemporaryFile(max_size=EN_MEMORIA) as archivo:
        yield archivo  # type: ignore[misc]


def escribir_prueba(
    prueba: Prueba,
    constancias: Iterable[Constancia],
    contenido_de: Callable[[int], bytes],
    regla: Regla,
    salida: IO[bytes],
) -> dict[str, Any]:
    """Write the ZIP in `salida`. How many rows it has, and its own SHA-256.

    The rows are read once, one by one; the files, one at a time.
    """
    paquete = _Paquete(salida)
    with _temporal() as planilla, _temporal() as datos:
        cuenta = _filas(prueba, constancias, regla, planilla, datos)
        hojas_ = {
            "invitaciones.csv": paquete.poner("invitaciones.csv", _trozos(planilla)),
            "invitaciones.json": paquete.poner("invitaciones.json", _trozos(datos)),
        }
    for llamado in prueba.llamados:
        for nombre, texto in textos_de(llamado):
            paquete.poner(nombre, [texto.encode()])
    for archivo in prueba.archivos:
        paquete.poner(nombre_en_el_zip(archivo), [contenido_de(archivo["archivo_id"])])
    paquete.poner("constancia.pdf", [_documento(prueba, cuenta, regla, hojas_)])
    paquete.poner("LEAME.txt", [_leame(prueba, cuenta)])
    paquete.cerrar()
    return {"invitaciones": cuenta["total"], "sha256": _sha256(salida)}


def _sha256(salida: IO[bytes]) -> str:
    huella = hashlib.sha256()
    for trozo in _trozos(salida):
        huella.update(trozo)
    salida.seek(0)
    return huella.hexdigest()


def _trozos(archivo: IO[bytes]) -> Iterator[bytes]:
    archivo.seek(0)
    while trozo := archivo.read(64 * 1024):
        yield trozo


# ── The rows ──


def _filas(
    prueba: Prueba,
    constancias: Iterable[Constancia],
    regla: Regla,
    planilla: IO[bytes],
    datos: IO[bytes],
) -> dict[str, Any]:
    """Both sheets at once, and what the document says of them."""
    cuenta = nueva_cuenta()
    texto = io.TextIOWrapper(planilla, encoding="utf-8-sig", newline="", write_through=True)
    escritor = csv.writer(texto, delimiter=";", lineterminator="\r\n")
    escritor.writerow(TITULOS)
    datos.write(b'{"esquema":%d,' % ESQUEMA)
    datos.write(f'"prueba":{_json(como_datos(prueba, regla))},"invitaciones":[\n'.encode())
    for n, constancia in enumerate(constancias):
        fila = fila_de(constancia, prueba.zona)
        escritor.writerow(["" if v is None else hojas.celda_segura(v) for v in fila])
        datos.write(b",\n" if n else b"")
        datos.write(_json(dict(zip(TITULOS, fila, strict=True))).encode())
        sumar(cuenta, constancia)
    datos.write(b"\n]}\n")
    texto.detach()
    return cuenta


def _json(valor: Any) -> str:
    return json.dumps(valor, ensure_ascii=False, sort_keys=False, separators=(",", ":"))


def fila_de(constancia: Constancia, zona: ZoneInfo) -> Sequence[Any]:
    """One row of `TITULOS`."""
    fila, mensaje, llamado = (
        constancia.invitacion,
        constancia.invitacion.mensaje,
        constancia.llamado,
    )
    persona = fila.participante
    return (
        llamado.numero,
        llamado.clase,
        fila.get_clase_display(),
        fila.get_canal_display(),
        persona.nombre_completo,
        persona.organizacion_nombre,
        constancia.tipos,
        constancia.destino,
        llamado.version,
        _instante(fila.creada_en or llamado.convocatoria.enviada_en, zona),
        _instante(constancia.salio_en, zona),
        constancia.dias,
        _en_plazo(constancia),
        constancia.estado,
        constancia.texto,
        mensaje.ultimo_codigo if mensaje else None,
        mensaje.ultimo_texto if mensaje else "",
        mensaje.message_id if mensaje else "",
        mensaje.huella if mensaje else "",
        " | ".join(f"{nombre}={sha}" for nombre, sha in constancia.adjuntos),
        _instante(mensaje.purgado_en if mensaje else None, zona),
        fila.motivo,
        constancia.motivo_tardanza,
        constancia.autorizo,
        fila.hecha_por.nombre if fila.hecha_por else "",
        fila.detalle,
    )


def _en_plazo(constancia: Constancia) -> str:
    if constancia.dias is None:
        return "no salió"
    if constancia.tardia:
        return "no"
    return "sí" if constancia.se_pide else "no se pide"


def _instante(valor: datetime | None, zona: ZoneInfo) -> str:
    """`2027-05-10T10:04:00-04:00`, by the clock of the activity."""
    return valor.astimezone(zona).isoformat(timespec="seconds") if valor else ""


def nueva_cuenta() -> dict[str, Any]:
    return {
        "total": 0, "entregada": 0, "en camino": 0, "no llegó": 0, "pendiente": 0,
        "reemplazada": 0,
        "tardias": 0, "borradas": 0, "medios": {}, "filas": [], "sin_llegar": [],
        "fuera_de_plazo": [],
    }  # fmt: skip


def sumar(cuenta: dict[str, Any], constancia: Constancia) -> None:
    """Count one more, and keep it for the document while there is room."""
    fila = constancia.invitacion
    cuenta["total"] += 1
    cuenta[constancia.estado] += 1
    cuenta["tardias"] += constancia.tardia
    cuenta["borradas"] += bool(fila.mensaje and fila.mensaje.purgado_en)
    medio = fila.get_canal_display()
    cuenta["medios"][medio] = cuenta["medios"].get(medio, 0) + 1
    _guardar(cuenta["filas"], constancia, True)
    _guardar(cuenta["sin_llegar"], constancia, not constancia.llego)
    _guardar(cuenta["fuera_de_plazo"], constancia, constancia.tardia)


def _guardar(lista: list[Constancia], constancia: Constancia, va: bool) -> None:
    # One beyond the limit is kept, so that the document knows that there are more.
    if va and len(lista) <= PERSONAS_EN_EL_DOCUMENTO:
        lista.append(constancia)


# ── What goes with them ──


def textos_de(llamado: Llamado) -> Iterator[tuple[str, str]]:
    """Each version of the words of a call, and its name in the ZIP."""
    carpeta = f"textos/convocatoria-{llamado.numero}"
    if not llamado.textos:
        yield f"{carpeta}-version-1.txt", llamado.convocatoria.mensaje
    for texto in llamado.textos:
        yield f"{carpeta}-version-{texto.version}.txt", texto.texto


def nombre_en_el_zip(archivo: dict[str, Any]) -> str:
    """`adjuntos/3f2a9c01d4e5-informe.pdf`: two files of one name do not meet."""
    nombre = get_valid_filename(archivo["nombre"] or "archivo")
    return f"adjuntos/{archivo['archivo__sha256'][:12]}-{nombre}"


def como_datos(prueba: Prueba, regla: Regla) -> dict[str, Any]:
    """What does not depend on who was invited, for a program to read."""
    actividad = prueba.actividad
    return {
        "servicio": actividad.servicio.nombre,
        "gestion": actividad.cuenta.anio_gestion,
        "actividad": actividad.nombre,
        "fecha": actividad.fecha.isoformat() if actividad.fecha else None,
        "estado": actividad.estado,
        "regla": regla.id,
        "cita": regla.cita,
        "norma": actividad.cuenta.norma.cita,
        "dias_que_se_piden": prueba.anticipacion,
        "computo": prueba.computo.como_datos() if prueba.computo else None,
        "convocatorias": [_llamado(llamado, prueba.zona) for llamado in prueba.llamados],
        "cambios": [
            {
                "cuando": _instante(cambio.cuando, prueba.zona),
                "que": cambio.que,
                "quien": cambio.quien,
                "antes": cambio.antes,
                "ahora": cambio.ahora,
            }
            for cambio in prueba.cambios
        ],
        "adjuntos": [
            {
                "nombre": archivo["nombre"],
                "sha256": archivo["archivo__sha256"],
                "bytes": archivo["archivo__tamano"],
            }
            for archivo in prueba.archivos
        ],
        "pidieron_no_ser_invitados": [
            {"persona": contacto.nombre_completo, "organizacion": contacto.organizacion.nombre}
            for contacto in prueba.pidieron_no
        ],
    }


def _llamado(llamado: Llamado, zona: ZoneInfo) -> dict[str, Any]:
    fila = llamado.convocatoria
    return {
        "numero": llamado.numero,
        "clase": llamado.clase,
        "enviada": _instante(fila.enviada_en, zona),
        "envio": llamado.envio,
        "para_el": llamado.para_el.isoformat(),
        "dias_antes": llamado.dias,
        "tardia": fila.tardia,
        "motivo_tardanza": fila.motivo_tardanza,
        "autorizo": llamado.autorizo,
        "motivo_complementaria": fila.motivo_complementaria,
        "version_del_texto": llamado.version,
    }


def contexto_de_la_prueba(prueba: Prueba, regla: Regla) -> dict[str, Any]:
    """What the page and the document say alike."""
    return {
        "prueba": prueba,
        "actividad": prueba.actividad,
        "cuenta": prueba.actividad.cuenta,
        "servicio": prueba.actividad.servicio,
        "regla": regla,
    }


def _documento(
    prueba: Prueba, cuenta: dict[str, Any], regla: Regla, huellas: dict[str, str]
) -> bytes:
    actividad = prueba.actividad
    maximo = PERSONAS_EN_EL_DOCUMENTO
    listas = {
        f"{nombre}_{parte}": valor
        for nombre in ("filas", "sin_llegar", "fuera_de_plazo")
        for parte, valor in (
            ("a_la_vista", cuenta[nombre][:maximo]),
            ("hay_mas", len(cuenta[nombre]) > maximo),
        )
    }
    contexto = contexto_de_la_prueba(prueba, regla) | {
        "totales": cuenta,
        "en_camino": cuenta["en camino"],
        "no_llegaron": cuenta["no llegó"],
        "huellas": sorted(huellas.items()),
        "archivos": [(a, nombre_en_el_zip(a)) for a in prueba.archivos],
        "servicio_nombre": actividad.servicio.nombre,
        "encabezado": "Constancia de la convocatoria",
        "pie": "Contiene datos personales",
        "fecha_documento": prueba.hasta.astimezone(prueba.zona) if prueba.hasta else None,
        **listas,
    }
    with timezone.override(prueba.zona):
        return pdf.render(
            "convocatorias/documentos/constancia.html",
            contexto,
            titulo="Constancia de la convocatoria",
        )


def _leame(prueba: Prueba, cuenta: dict[str, Any]) -> bytes:
    contexto = {"prueba": prueba, "actividad": prueba.actividad, "totales": cuenta}
    texto = render_to_string("convocatorias/documentos/leame.txt", contexto)
    return texto.replace("\n", "\r\n").encode("utf-8-sig")
