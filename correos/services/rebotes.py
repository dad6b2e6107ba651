"""What comes back: each report of delivery, to the row of the mail that it is about.

The address that it came to says which mail (VERP), and a keyed hash that the portal wrote it. Who
sent the report, what it quotes and whom it names prove nothing and decide nothing.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from mailbox import Maildir
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from comun import reloj
from comun.errores import ErrorDominio
from comun.models import Bitacora
from comun.transitions import anotar, move
from correos import emails
from correos.models import Mensaje
from correos.services import dsn
from correos.services.entrega import barrer
from servicios.alcance import todos_los_servicios

logger = logging.getLogger(__name__)

Estado = Mensaje.Estado
_FICHA = re.compile(r"\+([0-9a-f]{1,15}-[0-9a-f]{32})@", re.IGNORECASE)
_MAXIMO_FICHAS = 10
#: Shorter ones are words of any sentence.
_NOMBRE_MINIMO = 3
#: Folders of a Maildir for what was read: answers of people are kept apart, somebody may want them.
PROCESADOS, IGNORADOS = "Procesados", "Ignorados"


class Desenlace(StrEnum):
    """What became of a mail that came back."""

    DEVUELTO = "devuelto"
    DEMORADO = "demorado"
    COMPROBADO = "comprobado"
    REPETIDO = "repetido"
    IGNORADO = "ignorado"
    PENDIENTE = "pendiente"


def registrar_rebote(*, contenido: bytes, destinatario: str = "") -> Desenlace:
    """Write down what a mail that came back says about the one it answers.

    `destinatario` is the address of the envelope, where the mail server tells it; otherwise it is
    looked for in the headers. `PENDIENTE` means that a worker is still sending that very mail: the
    report must be read again later. Whatever is not a report about a mail of ours is `IGNORADO`.
    The same report twice changes one row once.
    """
    aviso = dsn.leer(contenido)
    pk = _de_quien([destinatario] if destinatario else aviso.direcciones)
    if pk is None or aviso.informe is None:
        logger.info("Not a report about a mail of ours: ignored.")
        return Desenlace.IGNORADO
    with todos_los_servicios():
        if Mensaje.objects.abandonados().filter(pk=pk).exists():
            barrer()
        return _registrar(pk, aviso.informe)


def revisar_buzon(
    *, carpeta: Path, avisar: Callable[[int, int], None] = lambda hechos, total: None
) -> Counter[Desenlace]:
    """Read every mail of a Maildir, and file each one; the ones that cannot be decided yet stay.

    Raises:
        ErrorDominio: the folder is not a Maildir, or cannot be read or written.
    """
    if not (carpeta / "new").is_dir() or not (carpeta / "cur").is_dir():
        raise ErrorDominio(
            "Esa carpeta no es un Maildir: le falta «new» o «cur». Indique la carpeta que las "
            "contiene."
        )
    cuentas: Counter[Desenlace] = Counter()
    try:
        correos = sorted((*_archivos(carpeta / "new"), *_archivos(carpeta / "cur")))
        for hechos, correo in enumerate(correos):
            avisar(hechos, len(correos))
            desenlace = _del_archivo(carpeta, correo)
            if desenlace:
                cuentas[desenlace] += 1
    except OSError as error:
        raise ErrorDominio(
            f"No se pudo usar el Maildir: {error.strerror}. Revise que la cuenta que ejecuta esta "
            "orden pueda leer y escribir en él."
        ) from error
    return cuentas


def devolver(
    mensaje: Mensaje,
    *,
    codigo: int | None,
    estado: str,
    texto: str,
    evidencia: str,
    datos: dict[str, Any],
    **si: Any,
) -> None:
    """The destination gave it back: its state, and why, in words without addresses.

    Raises:
        TransicionInvalida: it was neither sent nor in doubt, or `si` no longer holds.
    """
    move(
        mensaje,
        Estado.REBOTADO,
        accion="correo_rebotado",
        datos={"codigo": codigo, "estado": estado, **datos},
        si=si,
        ultimo_codigo=codigo,
        ultimo_texto=f"{estado} {sin_direcciones(texto, mensaje.para)}".strip()[:300],
        evidencia=evidencia[:300],
    )


def comprobar(mensaje: Mensaje, *, evidencia: str, datos: dict[str, Any], **si: Any) -> None:
    """A doubt is settled by what a server wrote: it arrived.

    Raises:
        TransicionInvalida: the mail was not in doubt, or `si` no longer holds.
    """
    move(
        mensaje,
        Estado.CONCILIADO,
        accion="correo_conciliado",
        datos=datos,
        si=si,
        enviado_en=_salio_en(mensaje),
        evidencia=evidencia[:300],
    )


def sin_direcciones(texto: str, para: str) -> str:
    """Servers quote the address that they refuse, whole or only its name: neither is kept."""
    palabras = [
        "(dirección)" if "@" in palabra else palabra for palabra in dsn.legible(texto).split()
    ]
    limpio, nombre = " ".join(palabras), para.partition("@")[0]
    if len(nombre) < _NOMBRE_MINIMO:
        return limpio
    return re.sub(rf"(?i)(?<!\w){re.escape(nombre)}(?!\w)", "(dirección)", limpio)


def _salio_en(mensaje: Mensaje) -> datetime:
    """The instant of its final dot by the portal's clock, not of when it was found out."""
    reales = Mensaje._base_manager.filter(pk=mensaje.pk).values_list(Now(), "punto_en")
    ahora, punto = reales.get()
    return reloj.ahora() - (ahora - punto) if punto else reloj.ahora()


def _de_quien(direcciones: Iterable[str]) -> int | None:
    """The mail that the first genuine token among the addresses was made for."""
    fichas = [ficha for direccion in direcciones for ficha in _FICHA.findall(direccion)]
    numeros = (emails.leer_ficha(ficha, "rebote") for ficha in fichas[:_MAXIMO_FICHAS])
    return next((numero for numero in numeros if numero is not None), None)


@transaction.atomic
def _registrar(pk: int, informe: dsn.Informe) -> Desenlace:
    mensaje = Mensaje.objects.select_for_update().defer("texto", "html").filter(pk=pk).first()
    if mensaje is None:
        return Desenlace.IGNORADO
    if _ya_visto(mensaje, informe):
        return Desenlace.REPETIDO
    if mensaje.estado == Estado.TOMADO:
        return Desenlace.PENDIENTE
    datos = {"informe": informe.huella}
    if informe.accion == dsn.DEMORA:
        anotar(mensaje, "correo_demorado", datos={"estado": informe.estado, **datos})
        return Desenlace.DEMORADO
    evidencia = f"Informe de {informe.servidor or 'un servidor de correo'}: {informe.accion}"
    if informe.accion in dsn.LLEGO:
        if mensaje.estado != Estado.INCIERTO:
            return Desenlace.IGNORADO
        comprobar(mensaje, evidencia=evidencia, datos=datos)
        return Desenlace.COMPROBADO
    if mensaje.estado == Estado.REBOTADO:
        return Desenlace.REPETIDO
    if Estado.REBOTADO not in Mensaje.TRANSICIONES.get(mensaje.estado, ()):
        # Somebody sends it again, or gave it up: an older attempt has nothing to say.
        return Desenlace.IGNORADO
    devolver(
        mensaje,
        codigo=informe.codigo,
        estado=informe.estado,
        texto=informe.texto,
        evidencia=evidencia,
        datos=datos,
    )
    return Desenlace.DEVUELTO


def _ya_visto(mensaje: Mensaje, informe: dsn.Informe) -> bool:
    """The same report, also when the mail was sent again after it."""
    registros = Bitacora.objects.filter(
        objeto_tipo=mensaje._meta.label_lower, objeto_id=mensaje.pk
    ).values_list("datos", flat=True)
    return any(datos.get("informe") == informe.huella for datos in registros)


def _archivos(carpeta: Path) -> list[Path]:
    return [
        ruta
        for ruta in carpeta.iterdir()
        if not ruta.name.startswith(".") and ruta.is_file() and not ruta.is_symlink()
    ]


def _del_archivo(maildir: Path, ruta: Path) -> Desenlace | None:
    """Read one mail and file it. None: another reader took it away first."""
    try:
        with ruta.open("rb") as archivo:
            desenlace = registrar_rebote(contenido=archivo.read(dsn.MAXIMO))
        if desenlace != Desenlace.PENDIENTE:
            carpeta = IGNORADOS if desenlace == Desenlace.IGNORADO else PROCESADOS
            _archivar(maildir, ruta, carpeta)
    except FileNotFoundError:
        return None
    return desenlace


def _archivar(maildir: Path, ruta: Path, carpeta: str) -> None:
    destino = maildir / f".{carpeta}"
    if not destino.is_dir():
        Maildir(str(maildir), create=False).add_folder(carpeta)
    nombre = ruta.name if ":2," in ruta.name else f"{ruta.name}:2,"
    ruta.rename(destino / "cur" / nombre)
