"""What comes by hand: on paper, at the desk, by telephone, from a self-organised meeting."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from comun import folios, reloj
from comun.campos import hash_de_clave, hmac_de, nonce_nuevo
from comun.errores import ErrorDominio
from comun.texto import limpiar
from comun.transitions import anotar
from cuentas.models import Capitulo, CuentaPublica
from respuestas import emails
from respuestas.catalogos import PUBLICAR_NOMBRE_EN_HOJA
from respuestas.models import Consentimiento, Consulta, Consultante
from respuestas.services.hojas import HojaIngresada, revisar_hoja
from respuestas.services.participar import CAMPOS_DE_LO_DICHO, espera_del_acuse
from respuestas.services.recepcion import (
    Datos,
    ambito,
    clave_de_seguimiento,
    consultante_de,
    guardar_consultantes,
)

#: What the staff types, in the order in which it is offered.
CANALES_A_MANO = (
    Consulta.Canal.PAPEL,
    Consulta.Canal.OFICINA,
    Consulta.Canal.TELEFONO,
    Consulta.Canal.AUTOCONVOCADA,
)


class OtroIngreso(ErrorDominio):
    """The nonce of the form stands on a contribution with other content."""

    def __init__(self, consulta: Consulta) -> None:
        super().__init__(
            f"Desde este formulario ya se guardó otro mensaje: su folio es {consulta.folio}. Lo "
            "que ahora ve es distinto. Si es otro mensaje, presione Guardar de nuevo."
        )
        self.consulta = consulta


@dataclass(frozen=True)
class Escritura:
    """A contribution as it was typed: what came, how, and when (None: today)."""

    canal: str
    tipo: str
    mensaje: str
    capitulo: str = ""
    organizacion: str = ""
    formato: str = ""
    recibida_el: date | None = None
    hoja: str = ""
    publica_nombre: bool = False
    copia_por_correo: bool = False


def ingresar_consulta(
    *,
    cuenta: CuentaPublica,
    por: Any,
    canal: str,
    tipo: str,
    mensaje: str,
    datos: Datos | None = None,
    nonce: str | None = None,
    **otros: Any,
) -> Consulta:
    """Enter a contribution that did not come by internet (R55, fuente 002).

    It is a fact: it is also recorded after the window closed. The rest of `Escritura` goes by
    name. The same `nonce` and content give the same folio.

    Raises:
        ErrorDominio: a channel that is not entered by hand, an empty text, a future date, a copy
            by mail without a mail, or a code of a sheet that is not ours.
        HojaIngresada: the sheet has a folio already.
        OtroIngreso: the nonce was used for other content.
    """
    escrito = Escritura(canal, tipo, limpiar(mensaje).strip(), **otros)
    nonce = nonce or nonce_nuevo()
    huella = _huella(cuenta, escrito, datos)
    if previa := _previa(cuenta, nonce, huella):
        return previa
    _exigir(escrito, datos)
    hoja = revisar_hoja(cuenta, escrito.hoja)
    try:
        with transaction.atomic():
            return _guardar(cuenta, escrito, datos, hoja=hoja, nonce=nonce, huella=huella, por=por)
    except IntegrityError:  # the same click or the same sheet, twice at once: the other was first
        if previa := _previa(cuenta, nonce, huella):
            return previa
        if hoja and (otra := Consulta.objects.filter(hoja=hoja).first()):
            raise HojaIngresada(otra) from None
        raise


def clave_del_comprobante(consulta: Consulta) -> str:
    """The key of its private page, drawn again from its nonce; "" if it has none of ours."""
    if not consulta.nonce:
        return ""
    clave = clave_de_seguimiento(consulta.servicio_id, consulta.nonce)
    return clave if hash_de_clave(clave) == consulta.clave_hash else ""


def _exigir(escrito: Escritura, datos: Datos | None) -> None:
    if escrito.canal not in CANALES_A_MANO:
        raise ErrorDominio(
            "Aquí se ingresa lo que llegó en papel, en la oficina, por teléfono o de un "
            "encuentro autoconvocado.",
            "canal",
        )
    if not escrito.mensaje:
        raise ErrorDominio("Escriba el mensaje tal como llegó.", "mensaje")
    if escrito.capitulo and escrito.capitulo not in Capitulo.Tipo.values:
        raise ErrorDominio("Elija una parte del informe de la lista.", "capitulo")
    if escrito.copia_por_correo and (datos is None or datos.medio != Consultante.Medio.CORREO):
        raise ErrorDominio(
            "Para enviar la copia por correo se necesita su correo electrónico. Si no lo dejó, "
            "imprima el comprobante.",
            "copia",
        )


def _guardar(
    cuenta: CuentaPublica,
    escrito: Escritura,
    datos: Datos | None,
    *,
    hoja: str,
    nonce: str,
    huella: str,
    por: Any,
) -> Consulta:
    persona = guardar_consultantes([consultante_de(cuenta, datos)])[0] if datos else None
    clave = clave_de_seguimiento(cuenta.servicio_id, nonce)
    copia = _copia(escrito, persona)
    numero = folios.siguiente(ambito(cuenta), cuenta.anio_gestion)
    consulta = Consulta.objects.create(
        cuenta=cuenta,
        consultante=persona,
        folio_anio=cuenta.anio_gestion,
        folio_numero=numero,
        canal=escrito.canal,
        **{campo: getattr(escrito, campo) for campo in CAMPOS_DE_LO_DICHO},
        recibida_en=recibida_en(cuenta, escrito.recibida_el),
        publica_nombre=escrito.publica_nombre and persona is not None,
        hoja=hoja or None,
        ingresada_por=por,
        clave_hash=hash_de_clave(clave),
        nonce=nonce,
        huella=huella,
        **copia,
    )
    if persona and consulta.publica_nombre:
        anotar_consentimiento(consulta, persona)
    if consulta.acuse_en:
        emails.acuse(consulta, clave)
    datos_del_hecho = {"canal": escrito.canal, "tipo": escrito.tipo, "hoja": bool(hoja)}
    anotar(consulta, "ingresar_consulta", por=por, datos=datos_del_hecho)
    return consulta


def _copia(escrito: Escritura, persona: Consultante | None) -> dict[str, datetime | None]:
    """When its copy by mail is written: now, or with others, as those of the form."""
    if persona is None or not escrito.copia_por_correo:
        return {}
    ahora = reloj.ahora()
    espera = espera_del_acuse(persona, ahora)
    return {"acuse_en": None if espera else ahora, "acuse_desde": espera}


def anotar_consentimiento(consulta: Consulta, persona: Consultante) -> None:
    """The leave to publish the name, with the words of the sheet that the person marked."""
    version, texto = PUBLICAR_NOMBRE_EN_HOJA
    Consentimiento.objects.create(
        consultante=persona,
        consulta=consulta,
        clase=Consentimiento.Clase.PUBLICAR_NOMBRE,
        version=version,
        huella=hashlib.sha256(texto.encode()).hexdigest(),
        canal=consulta.canal,
        dado_en=consulta.recibida_en,
    )


def _huella(cuenta: CuentaPublica, escrito: Escritura, datos: Datos | None) -> str:
    """Keyed hash of all that was typed: another content under the same nonce is told apart."""
    todo = [asdict(escrito), asdict(datos) if datos else None]
    return hmac_de(cuenta.servicio_id, "ingreso:" + json.dumps(todo, sort_keys=True, default=str))


def _previa(cuenta: CuentaPublica, nonce: str, huella: str) -> Consulta | None:
    previa = Consulta.objects.filter(servicio=cuenta.servicio_id, nonce=nonce).first()
    if previa is not None and previa.huella != huella:
        raise OtroIngreso(previa)
    return previa


def recibida_en(cuenta: CuentaPublica, dia: date | None) -> datetime:
    ahora = reloj.ahora()
    zona = cuenta.servicio.zona
    if dia is None or dia == ahora.astimezone(zona).date():
        return ahora
    if dia > ahora.astimezone(zona).date():
        raise ErrorDominio("El mensaje no puede haber llegado en una fecha futura.", "recibida_el")
    return datetime.combine(dia, datetime.min.time().replace(hour=12), tzinfo=zona)
