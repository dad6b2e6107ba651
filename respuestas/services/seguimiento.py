"""What a person decides of their own contribution, with the key of its private page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.crypto import salted_hmac

from comun import reloj
from comun.campos import hash_de_clave
from comun.contacto import contacto_plegado
from comun.errores import ErrorDominio
from comun.texto import en_una_linea
from comun.transitions import anotar
from correos import services as correos
from respuestas import emails, selectors
from respuestas.models import Consentimiento, Consulta, Consultante, PublicacionRespuestas
from respuestas.services.recepcion import clave_de_seguimiento
from servicios.alcance import todos_los_servicios

#: Each change may write to an address that nobody has proved: a few a day are enough.
CAMBIOS_POR_DIA = 5
Clase = Consentimiento.Clase


@dataclass(frozen=True)
class Contacto:
    """How to answer somebody. `medio` says which of the three counts; pick-up needs none."""

    medio: str
    correo: str = ""
    telefono: str = ""
    direccion: str = ""


# ── The name ──


@transaction.atomic
def retirar_nombre(*, consulta: Consulta) -> bool:
    """Publish it without the name from now on; the answers' page says "una persona" at once.

    False: the name was not allowed. It can be done at any time (art. 12, Ley 19.628).

    Raises:
        ErrorDominio: the contribution was erased.
    """
    consulta = _tomar(consulta)
    if not consulta.publica_nombre:
        return False
    Consulta.objects.filter(pk=consulta.pk).update(publica_nombre=False)
    _vigentes(Clase.PUBLICAR_NOMBRE, consulta=consulta).update(retirado_en=reloj.ahora())
    anotar(consulta, "retirar_nombre")
    return True


@transaction.atomic
def devolver_nombre(*, consulta: Consulta) -> bool:
    """Allow the name again, as it had been allowed. False: it is allowed already.

    Raises:
        ErrorDominio: the answers are published, it had never been allowed, or it was erased.
    """
    consulta = _tomar(consulta)
    if PublicacionRespuestas.objects.filter(informe__cuenta=consulta.cuenta_id).exists():
        raise ErrorDominio(
            "Las respuestas ya se publicaron: su nombre ya no se puede agregar. Su mensaje y su "
            "respuesta siguen ahí, como los de «una persona»."
        )
    antes = selectors.permisos_dados(consulta).get(Clase.PUBLICAR_NOMBRE)
    if antes is None and not selectors.retiro_su_nombre(consulta):
        raise ErrorDominio("En este mensaje no autorizó publicar su nombre: seguirá sin él.")
    if consulta.publica_nombre:
        return False
    Consulta.objects.filter(pk=consulta.pk).update(publica_nombre=True)
    if antes is not None:
        _dar_de_nuevo(antes)
    anotar(consulta, "devolver_nombre")
    return True


# ── The invitations ──


@transaction.atomic
def retirar_invitaciones(*, consulta: Consulta) -> bool:
    """Invite its author no more: every consent that they gave for it in the account is taken back.

    Raises:
        ErrorDominio: the contribution was erased.
    """
    consulta = _tomar(consulta)
    suyos = _vigentes(Clase.INVITAR, consultante=consulta.consultante_id)
    if not suyos.update(retirado_en=reloj.ahora()):
        return False
    anotar(consulta, "retirar_invitaciones")
    return True


@transaction.atomic
def devolver_invitaciones(*, consulta: Consulta) -> bool:
    """Allow the invitations again, as they had been allowed with this contribution.

    Raises:
        ErrorDominio: they had never been allowed with it, or it was erased.
    """
    consulta = _tomar(consulta)
    antes = selectors.permisos_dados(consulta).get(Clase.INVITAR)
    if antes is None:
        raise ErrorDominio("En este mensaje no pidió recibir invitaciones.")
    if antes.retirado_en is None:
        return False
    _dar_de_nuevo(antes)
    anotar(consulta, "devolver_invitaciones")
    return True


def _tomar(consulta: Consulta) -> Consulta:
    """The contribution as it is now, held until the end: who presses twice is served in order.

    Raises:
        ErrorDominio: it was erased, or it is nobody's.
    """
    consulta = Consulta.objects.select_for_update().get(pk=consulta.pk)
    if consulta.suprimida_en is not None or consulta.consultante_id is None:
        raise ErrorDominio(
            "De este mensaje ya no guardamos datos suyos: no queda nada que cambiar."
        )
    return consulta


def _vigentes(clase: str, **de_quien: Any) -> QuerySet[Consentimiento]:
    return Consentimiento.objects.filter(clase=clase, retirado_en=None, **de_quien)


def _dar_de_nuevo(antes: Consentimiento) -> None:
    """A new consent to the same text, unless the one before stands. The old one is kept."""
    if antes.retirado_en is None:
        return
    Consentimiento.objects.create(
        consultante_id=antes.consultante_id,
        consulta_id=antes.consulta_id,
        servicio_id=antes.servicio_id,
        clase=antes.clase,
        version=antes.version,
        huella=antes.huella,
        canal=Consulta.Canal.VIRTUAL,
        dado_en=reloj.ahora(),
    )


# ── How to answer ──


@transaction.atomic
def corregir_contacto(*, consulta: Consulta, contacto: Contacto, clave: str) -> bool:
    """Answer this contribution by another means or address. False: nothing changes.

    The new mail gets the private link; the former one is told that it no longer counts, and not
    which one does. What else the same person wrote stays as it was: each key opens one message,
    and whoever holds it must not carry away the answers to the others.

    Raises:
        ErrorDominio: no contact, too many changes in a day, nobody to answer, or it was erased.
    """
    consulta = _tomar(consulta)
    persona = Consultante.objects.select_for_update().get(pk=consulta.consultante_id or 0)
    nuevo = _campos(consulta, contacto)
    if all(getattr(persona, campo) == valor for campo, valor in nuevo.items()):
        return False
    cambios = _exigir_pocos_cambios(consulta)
    correo_anterior = persona.correo
    consulta.consultante = _con_contacto(consulta, persona, nuevo)
    anotar(consulta, "corregir_contacto", datos={"medio": contacto.medio})
    if nuevo["correo"] and nuevo["correo"] != correo_anterior:
        emails.contacto_nuevo(consulta, clave, cambios + 1)
    if correo_anterior and correo_anterior != nuevo["correo"]:
        emails.contacto_anterior(consulta, correo_anterior, cambios + 1)
    return True


def _campos(consulta: Consulta, contacto: Contacto) -> dict[str, str]:
    """The columns of a contact: only the one that was chosen stays."""
    medio = Consultante.Medio(contacto.medio)
    campos = {"correo": "", "telefono": "", "direccion": ""}
    campos |= {
        Consultante.Medio.CORREO: {"correo": contacto.correo.strip().lower()},
        Consultante.Medio.TELEFONO: {"telefono": contacto.telefono.strip()},
        Consultante.Medio.CARTA: {"direccion": en_una_linea(contacto.direccion)},
        Consultante.Medio.RETIRO: {},
    }[medio]
    # Without a contact two people of the same name would be one: the folio tells them apart.
    plegado = contacto_plegado(**campos) or f"retiro {consulta.folio}"
    if medio != Consultante.Medio.RETIRO and not any(campos.values()):
        raise ErrorDominio("Escriba dónde quiere recibir la respuesta.", medio.value)
    return {"medio": medio.value, "contacto_plegado": plegado, **campos}


def _exigir_pocos_cambios(consulta: Consulta) -> int:
    """How many times it changed already."""
    momentos = list(selectors.contactos_corregidos(consulta))
    desde = reloj.ahora() - timedelta(days=1)
    if sum(momento > desde for momento in momentos) >= CAMBIOS_POR_DIA:
        raise ErrorDominio(
            f"Ya cambió su contacto {CAMBIOS_POR_DIA} veces en un día. Hágalo de nuevo mañana, o "
            "pídalo en la oficina."
        )
    return len(momentos)


def _con_contacto(consulta: Consulta, persona: Consultante, nuevo: dict[str, str]) -> Consultante:
    """The author with the new contact: the same row if all that it has is this contribution.

    Whoever has that name and that contact already keeps their row as it is.
    """
    de_ella = Consulta.objects.filter(consultante=persona)
    otra = (
        Consultante.objects.filter(
            cuenta=consulta.cuenta_id,
            nombre_plegado=persona.nombre_plegado,
            contacto_plegado=nuevo["contacto_plegado"],
        )
        .exclude(pk=persona.pk)
        .first()
    )
    sola = not de_ella.exclude(pk=consulta.pk).exists()
    if otra is None and sola:
        for campo, valor in nuevo.items():
            setattr(persona, campo, valor)
        persona.save(update_fields=list(nuevo))
        return persona
    if otra is None:
        otra = Consultante.objects.get(pk=persona.pk)
        otra.pk, otra._state.adding = None, True
        for campo, valor in nuevo.items():
            setattr(otra, campo, valor)
        otra.save()
    de_ella.filter(pk=consulta.pk).update(consultante=otra)
    Consentimiento.objects.filter(consulta=consulta).update(consultante=otra)
    if sola:
        olvidar(persona)
    return otra


def olvidar(persona: Consultante) -> None:
    """Who has nothing left is not kept, unless they were answered: that is proof."""
    try:
        with transaction.atomic():
            persona.delete()
    except ProtectedError:
        return


# ── The link that was lost ──


class _NoHay(Exception):
    """Nothing to send: what was written for nobody is undone."""


@transaction.atomic
def pedir_enlaces(*, correo: str, folio: tuple[int, int] | None = None) -> None:
    """Send to an address the private links of what was written with it, all in one mail.

    Whoever asks cannot tell whether there was any: a mail is written in both cases, and undone
    when there is nothing to send. Asked again within the hour, the same mail is not repeated.
    """
    correo = correo.strip().lower()
    with todos_los_servicios():
        filas = selectors.con_enlace(correo, folio)
    enlaces = [enlace for fila in filas if (enlace := _enlace(fila))]
    para = enlaces or [enlace for fila in [_DE_NADIE] if (enlace := _enlace(fila))]
    try:
        with transaction.atomic():
            emails.enlaces(correo, para, _clave_de_envio(correo, para))
            if not enlaces:
                raise _NoHay
    except _NoHay:
        transaction.on_commit(correos.despertar)


def _enlace(fila: dict[str, Any]) -> emails.Enlace | None:
    """The private page, unless its key can no longer be made (it was made with another secret)."""
    clave = clave_de_seguimiento(fila["servicio_id"], fila["nonce"])
    if hash_de_clave(clave) != fila.get("clave_hash", hash_de_clave(clave)):
        return None
    return emails.Enlace(
        servicio=fila["nombre"],
        anio=fila["anio"],
        folio=f"{fila['folio_anio']}-{fila['folio_numero']:04d}",
        fecha=fila["recibida_en"],
        clave=clave,
    )


#: What is written, and undone, when there is nothing.
_DE_NADIE: dict[str, Any] = {
    "servicio_id": 0,
    "nonce": "nadie",
    "folio_anio": 2000,
    "folio_numero": 0,
    "recibida_en": datetime(2000, 1, 1, tzinfo=UTC),
    "anio": 2000,
    "nombre": "Nadie",
}


def _clave_de_envio(correo: str, enlaces: list[emails.Enlace]) -> str:
    """The same within the hour while the links are the same; it tells nobody's address."""
    hora = reloj.ahora().strftime("%Y%m%d%H")
    todo = " ".join([correo, hora, *(enlace.clave for enlace in enlaces)])
    return "enlaces:" + salted_hmac("respuestas.enlaces", todo, algorithm="sha256").hexdigest()
