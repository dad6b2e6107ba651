"""Where something of the account was made known (R106, R111, fuente 000)."""

from datetime import date

from django.db import transaction

from comun import archivos, reloj
from comun.errores import ErrorDominio
from comun.transitions import anotar
from cuentas.models import CuentaPublica, Difusion
from cuentas.services.constancias import exigir_dia_del_hecho, exigir_no_anulada
from servicios.models import Usuario


@transaction.atomic
def anotar_difusion(
    *,
    cuenta: CuentaPublica,
    objeto: str,
    canal: str,
    fecha: date,
    por: Usuario,
    url: str = "",
    evidencia: str = "",
    archivo: bytes | None = None,
) -> Difusion:
    """Write down a channel, the day, and what shows it.

    Raises:
        ErrorDominio: the account is annulled, the day is to come or before the account's year,
            nothing shows it, or that same page is written down already.
    """
    exigir_no_anulada(cuenta)
    exigir_dia_del_hecho(cuenta, fecha)
    evidencia = evidencia.strip()
    if not url and not evidencia:
        raise ErrorDominio(
            "Escriba la dirección web donde se ve, o qué muestra que se difundió.", "evidencia"
        )
    vigentes = Difusion.objects.filter(cuenta=cuenta, objeto=objeto, retirada_en=None)
    if url and vigentes.filter(canal=canal, url=url).exists():
        raise ErrorDominio("Esa dirección ya está anotada en este canal.", "url")
    difusion = Difusion.objects.create(
        cuenta=cuenta,
        objeto=objeto,
        canal=canal,
        fecha=fecha,
        url=url,
        evidencia=evidencia,
        archivo=archivos.guardar_evidencia(archivo) if archivo is not None else None,
        registrada_por=por,
        registrada_en=reloj.ahora(),
    )
    datos = {"objeto": objeto, "canal": canal, "fecha": fecha.isoformat()}
    anotar(difusion, "anotar_difusion", por=por, datos=datos)
    return difusion


@transaction.atomic
def retirar_difusion(*, difusion: Difusion, por: Usuario) -> None:
    """Take back what was written down by mistake; the row stays, and no longer counts.

    Raises:
        ErrorDominio: the account is annulled, or somebody took it back before.
    """
    exigir_no_anulada(difusion.cuenta)
    ahora = reloj.ahora()
    if not Difusion.objects.filter(pk=difusion.pk, retirada_en=None).update(retirada_en=ahora):
        raise ErrorDominio("Otra persona ya retiró esa anotación. Recargue la página.")
    difusion.retirada_en = ahora
    anotar(difusion, "retirar_difusion", por=por)
