"""Mending what was mistyped of a contribution that came by hand. Its words never change (R95)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from comun import reloj
from comun.campos import hash_de_clave, nonce_nuevo
from comun.errores import ErrorDominio
from comun.transitions import anotar
from respuestas.models import Consentimiento, Consulta, Consultante
from respuestas.services.hojas import revisar_hoja
from respuestas.services.ingreso import (
    CANALES_A_MANO,
    anotar_consentimiento,
    recibida_en,
)
from respuestas.services.participar import espera_del_acuse
from respuestas.services.recepcion import (
    Datos,
    clave_de_seguimiento,
    consultante_de,
    guardar_consultantes,
)
from respuestas.services.seguimiento import olvidar


@dataclass(frozen=True, kw_only=True)
class Corregido:
    """How it should have been typed. `recibida_el`: None, the day that it has."""

    canal: str
    tipo: str
    capitulo: str = ""
    organizacion: str = ""
    formato: str = ""
    publica_nombre: bool = False
    hoja: str = ""
    recibida_el: date | None = None


#: What goes to its column as it was typed.
_DIRECTOS = ("canal", "tipo", "capitulo", "organizacion", "formato")


def admite_correccion(consulta: Consulta) -> bool:
    """Whether it was typed by hand, nobody answered it yet and its words are its author's."""
    return (
        consulta.canal in CANALES_A_MANO
        and consulta.estado == Consulta.Estado.RECIBIDA
        and consulta.suprimida_en is None
    )


@transaction.atomic
def corregir_ingreso(
    *, consulta: Consulta, datos: Datos | None, por: Any, **corregido: Any
) -> list[str]:
    """Set right who sent it and what was said around its words; gives what changed.

    `corregido` are the fields of `Corregido`. If its private link went to a wrong address, that
    link opens nothing any more and the right address gets another.

    Raises:
        ErrorDominio: it did not come by hand, it is answered or erased, or as `revisar_hoja`.
        HojaIngresada: the sheet is another contribution's.
    """
    fila = Consulta.objects.select_for_update().get(pk=consulta.pk)
    fila.cuenta = consulta.cuenta
    if not admite_correccion(fila):
        raise ErrorDominio(
            "Este mensaje ya no se corrige: tiene respuesta, se borró o no se ingresó a mano."
        )
    nuevo = Corregido(**corregido)
    cambios = [campo for campo in _DIRECTOS if getattr(fila, campo) != getattr(nuevo, campo)]
    for campo in cambios:
        setattr(fila, campo, getattr(nuevo, campo))
    cambios += _corregir_hoja_y_dia(fila, nuevo)
    cambios += _corregir_persona(fila, datos)
    cambios += _corregir_permiso(fila, nuevo.publica_nombre)
    if cambios:
        fila.save()
        anotar(fila, "corregir_ingreso", por=por, datos={"campos": sorted(cambios)})
    return cambios


def _corregir_hoja_y_dia(fila: Consulta, nuevo: Corregido) -> list[str]:
    cambios = []
    if nuevo.hoja != (fila.hoja or ""):
        fila.hoja = revisar_hoja(fila.cuenta, nuevo.hoja) or None
        cambios.append("hoja")
    zona = fila.cuenta.servicio.zona
    if nuevo.recibida_el and nuevo.recibida_el != fila.recibida_en.astimezone(zona).date():
        fila.recibida_en = recibida_en(fila.cuenta, nuevo.recibida_el)
        cambios.append("recibida_el")
    return cambios


def _corregir_persona(fila: Consulta, datos: Datos | None) -> list[str]:
    antes = fila.consultante
    if datos is None and antes is None:
        return []
    if antes is not None and datos is not None and _es_la_misma(antes, datos):
        return []
    fila.consultante = _persona(fila, datos) if datos else None
    if fila.consultante:
        Consentimiento.objects.filter(consulta=fila).update(consultante=fila.consultante)
    if antes is not None:
        _cambiar_enlace(fila, antes)
        Consulta.objects.filter(pk=fila.pk).update(consultante=fila.consultante)
        if not Consulta.objects.filter(consultante=antes).exists():
            olvidar(antes)
    return ["persona"]


def _persona(fila: Consulta, datos: Datos) -> Consultante:
    """Its row, with the name as it is written now: an accent makes nobody else of them."""
    [persona] = guardar_consultantes([consultante_de(fila.cuenta, datos)])
    nombre = {"nombres": persona.nombres, "apellidos": persona.apellidos}
    Consultante.objects.filter(pk=persona.pk).update(**nombre)
    return persona


def _es_la_misma(antes: Consultante, datos: Datos) -> bool:
    campos = ("nombres", "apellidos", "medio", "correo", "telefono", "direccion", "run")
    return all(getattr(antes, campo) == getattr(datos, campo) for campo in campos)


def _cambiar_enlace(fila: Consulta, antes: Consultante) -> None:
    """Close the private page to an address that was not theirs, and write to the right one."""
    ahora_a = fila.consultante.correo if fila.consultante else ""
    escrito = fila.acuse_en is not None or fila.acuse_desde is not None
    if not escrito or antes.correo == ahora_a:
        return
    fila.nonce = nonce_nuevo()
    clave = clave_de_seguimiento(fila.servicio_id, fila.nonce)
    fila.clave_hash = hash_de_clave(clave)
    fila.acuse_en, fila.acuse_desde = None, None
    if fila.consultante and ahora_a:
        ahora = reloj.ahora()
        fila.acuse_desde = espera_del_acuse(fila.consultante, ahora) or ahora


def _corregir_permiso(fila: Consulta, publica_nombre: bool) -> list[str]:
    """The leave to publish the name, given or not as the sheet says."""
    publica_nombre = publica_nombre and fila.consultante is not None
    if publica_nombre == fila.publica_nombre:
        return []
    fila.publica_nombre = publica_nombre
    if fila.consultante is not None and publica_nombre:
        anotar_consentimiento(fila, fila.consultante)
    else:
        Consentimiento.objects.filter(
            consulta=fila, clase=Consentimiento.Clase.PUBLICAR_NOMBRE, retirado_en=None
        ).update(retirado_en=reloj.ahora())
    return ["publica_nombre"]
