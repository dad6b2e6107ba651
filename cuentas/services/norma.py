"""The norm of the year: its numbers, where they come from, and the rules that it lowers."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.formato import enumerar
from comun.transitions import anotar
from cuentas.models import GUIA, RETENCION_MAXIMA, AjusteRegla, CuentaPublica, NormaParticipacion
from servicios.models import Servicio, Usuario

RANGOS = (
    ("plazo_respuesta_sugerido_dias", "plazo_respuesta_maximo_dias", "El plazo sugerido"),
    ("taller_tamano_min", "taller_tamano_max", "El menor tamaño de un taller"),
    ("plenario_min_min", "plenario_max_min", "El turno más corto del plenario"),
)
FUENTE = (("numero", "el número"), ("fecha", "la fecha"), ("url", "la dirección web"))


def norma_del_anio(
    servicio: Servicio, anio: int, fuente: Mapping[str, Any], por: Usuario
) -> NormaParticipacion:
    """The norm of that year: the one there is, last year's copied, or the guide's defaults."""
    normas = NormaParticipacion.objects.filter(servicio=servicio)
    norma = normas.filter(anio=anio).first()
    ajustes: list[AjusteRegla] = []
    if norma is None:
        norma = normas.filter(anio__lt=anio).order_by("-anio").first() or NormaParticipacion()
        ajustes = list(norma.ajustes.filter(retirada_en=None)) if norma.pk else []
        norma.pk, norma._state.adding = None, True
        norma.servicio, norma.anio = servicio, anio
    for campo in NormaParticipacion.FUENTE:
        if fuente.get(campo):
            setattr(norma, campo, fuente[campo])
    validar_norma(norma)
    norma.save()
    for ajuste in ajustes:
        ajustar_regla(norma=norma, regla=ajuste.regla, motivo=ajuste.motivo, por=por)
    return norma


@transaction.atomic
def configurar_norma(
    *, norma: NormaParticipacion, cambios: Mapping[str, Any], por: Usuario
) -> NormaParticipacion:
    """Change parameters of the year's norm; the bitácora keeps the old and the new numbers.

    Raises:
        ErrorDominio: a range is upside down, something departs from the guide without number,
            date and address of the norm that says so (R6, fuente 003), or the account is over.
    """
    _exigir_vivas(norma)
    norma = NormaParticipacion.objects.select_for_update().get(pk=norma.pk)
    datos: dict[str, list[Any]] = {}
    for campo in (*NormaParticipacion.FUENTE, *NormaParticipacion.PARAMETROS):
        antes = getattr(norma, campo)
        ahora = cambios.get(campo, antes)
        if ahora != antes:
            setattr(norma, campo, ahora)
            datos[campo] = [anotable(antes), anotable(ahora)]
    validar_norma(norma)
    if datos:
        norma.save()
        anotar(norma, "configurar_norma", por=por, datos=datos)
    return norma


def anotable(valor: Any) -> Any:
    """A value as the bitácora keeps it."""
    return valor.isoformat() if isinstance(valor, date) else valor


def validar_norma(norma: NormaParticipacion) -> None:
    """Check ranges, dates and the source of what departs from the guide.

    Raises:
        ErrorDominio: with what is wrong, and in which field.
    """
    for desde, hasta, nombre in RANGOS:
        if getattr(norma, desde) > getattr(norma, hasta):
            raise ErrorDominio(
                f"{nombre} no puede pasar del máximo. Revise los dos números.", desde
            )
    for campo in ("ventana_regional_inicio", "ventana_regional_fin"):
        valor = getattr(norma, campo)
        if not _es_dia_y_mes(valor):
            raise ErrorDominio(f"«{valor}» no es un día y un mes. Ejemplo: 18-04.", campo)
    _exigir_fuente(norma, _lo_que_cambia(norma))


def _lo_que_cambia(norma: NormaParticipacion) -> str:
    """What the norm says other than the guide, and the rules that it lowers; "" for nothing."""
    cambios = [
        f"{norma._meta.get_field(nombre).verbose_name} ({_dice(nombre)} {GUIA[nombre]})"  # type: ignore[union-attr]
        for nombre in norma.cambiados
    ]
    if norma.pk:
        ajustes = norma.ajustes.filter(retirada_en=None).values_list("regla", flat=True)
        cambios += [f"la regla {regla} (solo advierte)" for regla in ajustes]
    return enumerar(cambios)


def _dice(nombre: str) -> str:
    return "se parte de" if nombre in RETENCION_MAXIMA else "la guía dice"


def _exigir_fuente(norma: NormaParticipacion, cambios: str) -> None:
    faltan = [(campo, que) for campo, que in FUENTE if not getattr(norma, campo)]
    if cambios and faltan:
        raise ErrorDominio(
            f"Escriba {enumerar([que for _, que in faltan])} de la norma del servicio. Sin una "
            f"norma que lo diga rige la guía, y usted cambia: {cambios}.",
            faltan[0][0],
        )


def _es_dia_y_mes(valor: str) -> bool:
    if not re.fullmatch(r"\d\d-\d\d", valor):
        return False
    try:
        date(2000, int(valor[3:]), int(valor[:2]))
    except ValueError:
        return False
    return True


@transaction.atomic
def ajustar_regla(
    *, norma: NormaParticipacion, regla: str, motivo: str, por: Usuario
) -> AjusteRegla:
    """Lower a rule that the guide only lists to a warning, as the norm of the service says.

    Raises:
        ErrorDominio: the guide demands that rule, the norm is not cited, there is no reason, it
            is lowered already, or the account is over.
    """
    _exigir_vivas(norma)
    if regla not in AjusteRegla.AJUSTABLES:
        raise ErrorDominio("La guía exige esa regla: la norma no la puede rebajar.", "regla")
    if not motivo.strip():
        raise ErrorDominio("Escriba qué dice la norma del servicio sobre esa regla.", "motivo")
    _exigir_fuente(norma, f"la regla {regla} (solo advierte)")
    try:
        with transaction.atomic():
            ajuste = AjusteRegla.objects.create(
                norma=norma,
                regla=regla,
                motivo=motivo.strip(),
                ajustada_por=por,
                ajustada_en=reloj.ahora(),
            )
    except IntegrityError:
        raise ErrorDominio(f"La regla {regla} ya solo advierte.", "regla") from None
    anotar(norma, "ajustar_regla", por=por, datos={"regla": regla})
    return ajuste


@transaction.atomic
def retirar_ajuste(*, ajuste: AjusteRegla, por: Usuario) -> AjusteRegla:
    """Let the rule be as hard as the guide has it again.

    Raises:
        ErrorDominio: it was done already, or the account is over.
    """
    _exigir_vivas(ajuste.norma)
    vigentes = AjusteRegla.objects.filter(pk=ajuste.pk, retirada_en=None)
    if not vigentes.update(retirada_en=reloj.ahora(), retirada_por=por):
        raise ErrorDominio("Ese ajuste ya se había retirado. Recargue la página.")
    anotar(ajuste.norma, "retirar_ajuste", por=por, datos={"regla": ajuste.regla})
    ajuste.refresh_from_db()
    return ajuste


def _exigir_vivas(norma: NormaParticipacion) -> None:
    for cuenta in norma.cuentas.all():
        exigir_viva(cuenta)


def exigir_viva(cuenta: CuentaPublica) -> None:
    """A closed or annulled account keeps what it had."""
    if cuenta.estado in (CuentaPublica.Estado.CERRADA, CuentaPublica.Estado.ANULADA):
        raise ErrorDominio(
            f"La cuenta está {cuenta.get_estado_display()} y ya no se configura. "
            "Si está cerrada, reábrala primero."
        )
