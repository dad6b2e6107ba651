"""The base report: written by section, reviewed, and published by another person."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from comun import archivos, reloj
from comun.errores import ErrorDominio
from comun.formato import fecha_corta, hora
from comun.reglas import exigir
from comun.texto import limpiar
from comun.transitions import anotar, move
from cuentas import documents, reglas, selectors
from cuentas.models import Capitulo, CuentaPublica, InformeCuenta, PublicacionInforme
from servicios.models import Usuario

LARGO_MAXIMO = 100_000
LARGO_RESUMEN = 5_000


class EdicionEnConflicto(ErrorDominio):
    """Somebody saved the section after this person opened it; `guardado` is what is there now."""

    def __init__(self, mensaje: str, guardado: Capitulo) -> None:
        super().__init__(mensaje)
        self.guardado = guardado


def _con_llave(informe: InformeCuenta) -> InformeCuenta:
    """The row locked, so that a section is not saved while the report is sent to review."""
    return InformeCuenta.objects.select_for_update().get(pk=informe.pk)


def _exigir_en_redaccion(informe: InformeCuenta) -> None:
    if informe.estado != InformeCuenta.Estado.BORRADOR:
        raise ErrorDominio(
            f"El informe está {informe.get_estado_display()} y no se edita. Pida que se lo "
            "devuelvan, o reábralo para una nueva versión."
        )


@transaction.atomic
def guardar_capitulo(
    *, capitulo: Capitulo, texto: str, visto: datetime | None, por: Usuario
) -> Capitulo:
    """Store the text of a section. The same text again changes nothing.

    `visto` is the `editado_en` of the text that the person had before their eyes.

    Raises:
        EdicionEnConflicto: somebody else saved the section since.
        ErrorDominio: the report is being reviewed or published, or the text is too long.
    """
    informe = _con_llave(capitulo.informe)
    _exigir_en_redaccion(informe)
    actual = Capitulo.objects.select_for_update(of=("self",)).get(pk=capitulo.pk)
    texto = limpiar(texto).strip()
    if len(texto) > LARGO_MAXIMO:
        raise ErrorDominio("La sección pasa de 100.000 letras. Resúmala: es un informe sintético.")
    if texto == actual.texto:
        return actual
    if actual.editado_en != visto:
        raise EdicionEnConflicto(_quien_guardo(actual), actual)
    actual.texto, actual.editado_por, actual.editado_en = texto, por, reloj.ahora()
    actual.save(update_fields=["texto", "editado_por", "editado_en"])
    anotar(actual, "guardar_capitulo", por=por, datos={"palabras": actual.palabras})
    return actual


@transaction.atomic
def guardar_resumen(*, informe: InformeCuenta, texto: str, visto: str, por: Usuario) -> None:
    """Store the summary of what will be told on the day (R26, fuente 000).

    `visto` is the fingerprint of the text that the person had before their eyes.

    Raises:
        ErrorDominio: the report is being reviewed or published, the text is too long, or
            somebody changed it since.
    """
    informe = _con_llave(informe)
    _exigir_en_redaccion(informe)
    texto = limpiar(texto).strip()
    if len(texto) > LARGO_RESUMEN:
        raise ErrorDominio("El resumen pasa de 5.000 letras. Acórtelo: cabe en una plana.", "texto")
    if texto == informe.resumen:
        return
    if huella_de(informe.resumen) != visto:
        raise ErrorDominio(
            "Otra persona cambió el resumen después de que usted abrió esta página. Su texto "
            "sigue aquí: compárelo con el guardado y guarde de nuevo."
        )
    informe.resumen = texto
    informe.save(update_fields=["resumen"])
    anotar(informe, "guardar_resumen", por=por, datos={"palabras": len(texto.split())})


def huella_de(texto: str) -> str:
    """A short name of a text, to tell whether it changed."""
    return sha256(texto.encode()).hexdigest()[:16]


def _quien_guardo(capitulo: Capitulo) -> str:
    quien = capitulo.editado_por or "Otra persona"
    momento = capitulo.editado_en
    cuando = f" el {fecha_corta(momento)} a las {hora(momento)}" if momento else ""
    return (
        f"{quien} guardó esta sección{cuando}, después de que usted la abrió. Su texto sigue "
        "aquí: compárelo con lo que está guardado ahora y guarde de nuevo."
    )


@transaction.atomic
def enviar_a_revision(*, informe: InformeCuenta, por: Usuario) -> InformeCuenta:
    """Pass the written report to the person who publishes.

    Raises:
        ReglaIncumplida: a section is empty (R23, R24, fuente 000).
    """
    informe = _con_llave(informe)
    cuenta = informe.cuenta
    exigir(reglas.DEL_INFORME, selectors.hechos(cuenta), reloj.hoy(cuenta.servicio.zona))
    move(
        informe,
        InformeCuenta.Estado.EN_REVISION,
        accion="enviar_a_revision",
        por=por,
        enviado_por=por,
        observacion="",
    )
    return informe


@transaction.atomic
def devolver_informe(*, informe: InformeCuenta, observacion: str, por: Usuario) -> InformeCuenta:
    """Give the report back to its writers, saying what to change.

    Raises:
        ErrorDominio: there is no observation.
    """
    if not observacion.strip():
        raise ErrorDominio("Escriba qué hay que cambiar: quienes redactan lo leerán.")
    if informe.estado != InformeCuenta.Estado.EN_REVISION:
        raise ErrorDominio("El informe no está en revisión. Recargue la página.")
    move(
        informe,
        InformeCuenta.Estado.BORRADOR,
        accion="devolver_informe",
        por=por,
        observacion=limpiar(observacion).strip(),
    )
    return informe


def publicar_informe(*, informe: InformeCuenta, por: Usuario) -> PublicacionInforme:
    """Publish a new version: its chapters as they are and its PDF, with its SHA-256.

    The PDF is drawn before the transaction, from a snapshot that the transaction checks again.

    Raises:
        ReglaIncumplida: a section is empty (R23, R24), or nobody left word that its language is
            clear, nor why not (R25, fuente 000).
        ErrorDominio: the person wrote it (R100), the account is over, or it changed.
    """
    _exigir_publicable(informe, por)
    ahora = reloj.ahora()
    contenido = _instantanea(informe, ahora)
    pdf = documents.informe_pdf(contenido)
    with transaction.atomic():
        informe = _con_llave(informe)
        redacta = _exigir_publicable(informe, por)
        if _instantanea(informe, ahora) != contenido:
            raise ErrorDominio(
                "El informe cambió mientras se preparaba el PDF. Léalo de nuevo y publíquelo."
            )
        archivo = archivos.guardar(pdf, "application/pdf")
        move(
            informe,
            InformeCuenta.Estado.PUBLICADO,
            accion="publicar_informe",
            por=por,
            datos={"version": contenido["version"], "sha256": archivo.sha256},
        )
        return PublicacionInforme.objects.create(
            informe=informe,
            version=contenido["version"],
            publicada_en=ahora,
            contenido=contenido,
            pdf=archivo,
            redactada_por=redacta,
            aprobada_por=por,
        )


def _exigir_publicable(informe: InformeCuenta, por: Usuario) -> Usuario:
    """Who wrote it, if `por` may publish it now."""
    cuenta = informe.cuenta
    if cuenta.estado in (CuentaPublica.Estado.CERRADA, CuentaPublica.Estado.ANULADA):
        raise ErrorDominio(
            f"La cuenta está {cuenta.get_estado_display()}: su informe ya no se publica."
        )
    if informe.estado != InformeCuenta.Estado.EN_REVISION:
        raise ErrorDominio(
            f"El informe está {informe.get_estado_display()}. Se publica el que está en revisión."
        )
    if informe.enviado_por is None:
        raise ErrorDominio("No consta quién envió el informe a revisión. Devuélvalo y reenvíelo.")
    if por.pk in selectors.redactaron(informe):
        raise ErrorDominio(
            "Quien redacta no puede aprobar (R100). Debe publicarlo otra persona con ese permiso."
        )
    hechos = selectors.hechos(cuenta)
    exigir(reglas.PARA_PUBLICAR_INFORME, hechos, reloj.hoy(cuenta.servicio.zona))
    return informe.enviado_por


def _instantanea(informe: InformeCuenta, ahora: datetime) -> dict[str, Any]:
    """All that the public page and the PDF say, free of personal data and of later changes."""
    cuenta = informe.cuenta
    ultima = informe.publicaciones.order_by("-version").values_list("version", flat=True).first()
    return {
        "servicio": cuenta.servicio.nombre,
        "anio_gestion": cuenta.anio_gestion,
        "anio_ejercicio": cuenta.anio_ejercicio,
        "norma": cuenta.norma.cita,
        "version": (ultima or 0) + 1,
        "fecha": ahora.astimezone(cuenta.servicio.zona).date().isoformat(),
        "resumen": informe.resumen,
        "capitulos": [
            {"tipo": c.tipo, "titulo": c.get_tipo_display(), "texto": c.texto}
            for c in informe.capitulos.all()
        ],
    }


@transaction.atomic
def reabrir_informe(*, informe: InformeCuenta, por: Usuario) -> InformeCuenta:
    """Begin a new version; the published one stays public until then.

    Raises:
        ErrorDominio: the report is not published.
    """
    if informe.estado != InformeCuenta.Estado.PUBLICADO:
        raise ErrorDominio("Solo se reabre un informe publicado. Recargue la página.")
    move(informe, InformeCuenta.Estado.BORRADOR, accion="reabrir_informe", por=por)
    return informe
