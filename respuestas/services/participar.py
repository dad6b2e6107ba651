"""How a contribution comes in by the public form: once, however many times it is sent."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, Subquery, Value
from django.utils.crypto import constant_time_compare

from comun import folios, reloj
from comun.campos import hash_de_clave, hmac_de
from comun.errores import ErrorDominio
from comun.preparadas import Preparada, valor
from comun.recibidos import Recibido
from comun.texto import limpiar
from comun.transitions import anotar
from convocatorias.models import ProcesoVirtual
from correos.emails import Cuerpo
from cuentas.models import CuentaPublica
from respuestas import emails, reglas
from respuestas.catalogos import VERSION_DE_LOS_CONSENTIMIENTOS, huella_del_consentimiento
from respuestas.models import AdjuntoConsulta, Consentimiento, Consulta, Consultante
from respuestas.services.adjuntos import revisar_adjunto
from respuestas.services.recepcion import (
    Datos,
    ambito,
    clave_de_seguimiento,
    consultante_de,
    guardar_consultantes,
)
from respuestas.services.sistematizacion import grupo_de_la_sumada
from servicios.models import AvisoPrivacidad

#: One address that nobody has verified gets one acknowledgement in this time.
ENTRE_ACUSES = timedelta(hours=24)
#: What was said, as it stands in its row.
CAMPOS_DE_LO_DICHO = ("tipo", "mensaje", "capitulo", "organizacion", "formato")

#: The window of an account, with the privacy notice that is shown there.
_VENTANA = Preparada(
    lambda: ProcesoVirtual._base_manager.filter(cuenta=valor("cuenta")).annotate(
        aviso_vigente=Subquery(
            AvisoPrivacidad._base_manager.filter(
                servicio=valor("servicio"), vigente_desde__lte=valor("hoy")
            )
            .order_by("-version")
            .values("pk")[:1]
        )
    )
)
#: Until when the acknowledgements to an address wait, and when it was last written to.
_ULTIMOS_ACUSES = Preparada(
    lambda: (
        Consulta._base_manager.filter(
            consultante__servicio=valor("servicio"),
            consultante__contacto_plegado=valor("contacto"),
            consultante__correo=valor("correo"),
        )
        .order_by()
        .values(todas=Value(1))
        .annotate(
            espera=Max("acuse_desde"),
            escrito=Max("acuse_en", filter=Q(acuse_en__lte=valor("ahora"))),
        )
        .values_list("espera", "escrito")
    ),
    crece=True,
)


class VentanaCerrada(ErrorDominio):
    """Nobody can write now."""


class YaSeEnvio(ErrorDominio):
    """The nonce of the form stands on another message, whose folio it tells."""

    def __init__(self, folio: str) -> None:
        super().__init__(
            f"Ya recibimos otro mensaje desde este formulario: su folio es {folio}. Lo que ahora "
            "ve es distinto y todavía no lo envía."
        )
        self.folio = folio


@dataclass(frozen=True)
class Recibo:
    """A contribution received, the key of its private page, and whether it had come before."""

    consulta: Consulta
    clave: str
    repetida: bool = False


@dataclass(frozen=True, kw_only=True)
class Mensaje:
    """All that a person sends with the form. `adjunto`: the bytes of their file, as they came."""

    tipo: str
    mensaje: str
    datos: Datos
    capitulo: str = ""
    organizacion: str = ""
    formato: str = ""
    publica_nombre: bool = False
    invitar: bool = False
    suma_a: Consulta | None = None
    adjunto: bytes = b""

    def consentimientos(self) -> list[str]:
        """What the person allowed."""
        permisos = {
            Consentimiento.Clase.PUBLICAR_NOMBRE: self.publica_nombre,
            Consentimiento.Clase.INVITAR: self.invitar,
        }
        return [clase.value for clase, dado in permisos.items() if dado]

    def huella(self, cuenta: CuentaPublica) -> str:
        """Keyed hash of everything: the same form sent again has the same one."""
        todo = {
            **{campo: getattr(self, campo) for campo in CAMPOS_DE_LO_DICHO},
            "cuenta": cuenta.pk,
            "datos": asdict(self.datos),
            "permisos": self.consentimientos(),
            "suma_a": self.suma_a.pk if self.suma_a else None,
            "adjunto": sha256(self.adjunto).hexdigest() if self.adjunto else "",
        }
        return hmac_de(cuenta.servicio_id, f"envio:{json.dumps(todo, sort_keys=True)}")


def registrar_consulta(
    *,
    cuenta: CuentaPublica,
    tipo: str,
    mensaje: str,
    datos: Datos,
    nonce: str,
    acuse_desde: datetime | None = None,
    **otros: Any,
) -> Recibo:
    """Receive a citizen's contribution through the public form (R49, R50, fuente 000).

    The same `nonce` gives the same folio and the same key, also when two arrive at once: the
    database refuses the second, whose folio is given back with its transaction. `otros` are the
    optional fields of `Mensaje`. With `acuse_desde` its acknowledgement leaves no sooner.

    Raises:
        VentanaCerrada: nobody can write now.
        YaSeEnvio: the nonce was used for something else.
        ErrorDominio: no means of contact, or a file that is not kept.
    """
    enviado = Mensaje(tipo=tipo, mensaje=limpiar(mensaje).strip(), datos=datos, **otros)
    huella = enviado.huella(cuenta)
    clave = clave_de_seguimiento(cuenta.servicio_id, nonce)
    # Before the transaction: drawing a photograph again takes long, and SQLite has one writer.
    adjunto = revisar_adjunto(enviado.adjunto) if enviado.adjunto else None
    try:
        with transaction.atomic(), reloj.un_instante() as ahora:
            aviso = _exigir_ventana(cuenta, ahora)
            consulta, cuerpo = _guardar(
                cuenta,
                enviado,
                clave,
                adjunto,
                acuse_desde=acuse_desde,
                recibida_en=ahora,
                aviso_id=aviso,
                clave_hash=hash_de_clave(clave),
                nonce=nonce,
                huella=huella,
            )
            if consulta.acuse_en:
                emails.acuse(consulta, clave, cuerpo)
    except (IntegrityError, VentanaCerrada):
        previa = _ya_recibida(cuenta, nonce, enviado.mensaje, huella)
        if previa is None:
            raise
        return Recibo(previa, clave, repetida=True)
    return Recibo(consulta, clave)


def _guardar(
    cuenta: CuentaPublica,
    enviado: Mensaje,
    clave: str,
    adjunto: Recibido | None,
    *,
    recibida_en: datetime,
    acuse_desde: datetime | None,
    **campos: Any,
) -> tuple[Consulta, Cuerpo | None]:
    """The contribution, stored, and its acknowledgement, written before the folio was taken."""
    [persona] = guardar_consultantes([consultante_de(cuenta, enviado.datos)])
    consulta = Consulta(
        cuenta=cuenta,
        consultante=persona,
        canal=Consulta.Canal.VIRTUAL,
        folio_anio=cuenta.anio_gestion,
        **{campo: getattr(enviado, campo) for campo in CAMPOS_DE_LO_DICHO},
        suma_a=enviado.suma_a,
        grupo=grupo_de_la_sumada(cuenta, enviado.suma_a),
        publica_nombre=enviado.publica_nombre,
        recibida_en=recibida_en,
        **campos,
    )
    cuerpo = emails.cuerpo_del_acuse(consulta, clave) if persona.correo else None
    esperas = (acuse_desde, espera_del_acuse(persona, recibida_en))
    espera = max((hasta for hasta in esperas if hasta), default=None)
    if persona.correo:
        consulta.acuse_en, consulta.acuse_desde = (None, espera) if espera else (recibida_en, None)
    # As late as can be: the whole account waits for the counter until the commit.
    consulta.folio_numero = folios.siguiente(ambito(cuenta), cuenta.anio_gestion)
    consulta.insertar()
    if permisos := enviado.consentimientos():
        guardar_consentimientos(consulta, persona, permisos, recibida_en)
    if adjunto:
        AdjuntoConsulta.objects.create(
            consulta=consulta,
            clase=AdjuntoConsulta.Clase.ADJUNTO,
            tipo=adjunto.tipo,
            tamano=len(adjunto.contenido),
            contenido=adjunto.contenido,
            agregado_en=recibida_en,
        )
    anotar(consulta, "registrar_consulta", datos={"canal": consulta.canal, "tipo": consulta.tipo})
    return consulta, cuerpo


def guardar_consentimientos(
    consulta: Consulta, persona: Consultante, clases: list[str], cuando: datetime
) -> None:
    """What who wrote `consulta` allowed, with the words that they read; in one statement."""
    Consentimiento.objects.bulk_create(
        Consentimiento(
            consultante=persona,
            consulta=consulta,
            clase=clase,
            version=VERSION_DE_LOS_CONSENTIMIENTOS,
            huella=huella_del_consentimiento(clase),
            canal=consulta.canal,
            dado_en=cuando,
        )
        for clase in clases
    )


def turno_del_acuse(servicio_id: int, correo: str) -> str:
    """What those who write an acknowledgement to one address wait for, one after the other."""
    return f"acuse {servicio_id} {correo}"


def espera_del_acuse(persona: Consultante, ahora: datetime) -> datetime | None:
    """Until when an acknowledgement to that address waits; None: it leaves at once.

    Anybody can type the address of somebody else: whoever owns it is written to once a day. Inside
    the transaction that writes the acknowledgement, and before the counter of folios is taken: who
    comes next with that address waits, and sees it.
    """
    if not persona.correo:
        return None
    [(espera, escrito)] = _ULTIMOS_ACUSES.filas(
        a_solas=turno_del_acuse(persona.servicio_id, persona.correo),
        servicio=persona.servicio_id,
        contacto=persona.contacto_plegado,
        correo=persona.correo,
        # Whoever went before may have looked at the clock a moment later.
        ahora=ahora + timedelta(minutes=1),
    )
    if espera:
        return espera
    return escrito + ENTRE_ACUSES if escrito and ahora - escrito < ENTRE_ACUSES else None


def _ya_recibida(cuenta: CuentaPublica, nonce: str, mensaje: str, huella: str) -> Consulta | None:
    consulta = Consulta.objects.filter(servicio=cuenta.servicio_id, nonce=nonce).first()
    if consulta is None:
        return None
    igual = (
        constant_time_compare(consulta.huella, huella)
        if consulta.huella
        else consulta.mensaje == mensaje  # of before the whole of it was kept as a hash
    )
    if not igual:
        raise YaSeEnvio(consulta.folio)
    return consulta


def _exigir_ventana(cuenta: CuentaPublica, ahora: datetime) -> int | None:
    """Whether the window is open; the privacy notice that the person was shown."""
    proceso = _VENTANA.primera(
        cuenta=cuenta.pk,
        servicio=cuenta.servicio_id,
        hoy=ahora.astimezone(cuenta.servicio.zona).date(),
    )
    if proceso is not None:
        proceso.servicio = cuenta.servicio
    if mensaje := reglas.motivo_de_cierre(cuenta, proceso, ahora):
        raise VentanaCerrada(mensaje)
    return getattr(proceso, "aviso_vigente", None)
