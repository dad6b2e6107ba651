"""The door: a person arrives, is registered and leaves with a workshop number."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from comun import reloj, rut
from comun.errores import EnvioRepetido, ErrorDominio
from comun.formato import hora
from comun.reglas import exigir as exigir_reglas
from comun.texto import limpiar, plegar_nombre
from comun.transitions import anotar
from convocatorias.models import Participante
from jornadas import reglas, selectors
from jornadas.models import Ficha, Jornada
from jornadas.reglas import HechosFichas
from servicios import acceso
from servicios.models import Usuario
from servicios.permissions import Permiso
from talleres.models import Asignacion, Taller
from talleres.selectors import asignacion_de
from talleres.services import sentar

TIPO = Ficha.TipoDocumento


class YaAcreditada(ErrorDominio):
    """The person, or the document, already has a card in this day: `ficha`."""

    def __init__(self, mensaje: str, ficha: Ficha) -> None:
        super().__init__(mensaje)
        self.ficha = ficha


@dataclass(frozen=True)
class DatosFicha:
    """What the card says (R59 to R63)."""

    nombres: str
    apellidos: str
    tipo_documento: str = TIPO.RUN
    documento: str = ""
    organizacion: str = ""
    a_titulo_personal: bool = False
    correo: str = ""
    telefono: str = ""
    direccion: str = ""
    firma: bytes = b""
    firma_en_papel: bool = False
    motivo_sin_firma: str = ""
    carpeta_entregada: bool = False

    def hechos(self) -> HechosFichas:
        """What the rules look at: one card."""
        organizacion = bool(self.organizacion.strip())
        firma = self.firma or self.firma_en_papel or self.motivo_sin_firma.strip()
        contacto = self.correo.strip() or self.telefono.strip() or self.direccion.strip()
        con_documento = self.tipo_documento == TIPO.NINGUNO or self.documento.strip()
        return HechosFichas(
            total=1,
            sin_nombre=int(not (self.nombres.strip() and self.apellidos.strip())),
            sin_documento=int(not con_documento),
            sin_organizacion=int(not organizacion and not self.a_titulo_personal),
            contradictorias=int(organizacion and self.a_titulo_personal),
            sin_firma=int(not firma),
            sin_contacto=int(not contacto),
        )


def acreditar(
    *,
    jornada: Jornada,
    datos: DatosFicha,
    nonce: str,
    por: Usuario,
    participante: Participante | None = None,
    taller: Taller | None = None,
) -> Ficha:
    """Register a person who arrives, invited or walk-in, and give them a workshop (R58 to R66).

    The same nonce gives the same card. The database decides between two desks.

    Raises:
        ErrorDominio: the door is not open, or the document is wrong.
        ReglaIncumplida: something of the card is missing (R59 to R63).
        YaAcreditada: the person or the document already has a card.
    """
    acceso.exigir(por, Permiso.ACREDITAR, jornada.servicio_id)
    _exigir_abierta(jornada)
    if participante and participante.actividad_id != jornada.actividad_id:
        raise ErrorDominio("Esa persona está en la lista de otra actividad.")
    ficha = _llenar(jornada, datos, nonce, por)
    try:
        with transaction.atomic():
            return _guardar(ficha, datos, participante, taller)
    except IntegrityError:
        previa = _la_de_antes(ficha, participante)
        if previa is None:
            raise EnvioRepetido from None
        return previa


def _llenar(jornada: Jornada, datos: DatosFicha, nonce: str, por: Usuario) -> Ficha:
    """The card as it will be stored, once the rules accept what it says."""
    documento = documento_normal(datos.tipo_documento, datos.documento)
    ahora = reloj.ahora()
    exigir_reglas(reglas.DE_LA_FICHA, datos.hechos(), ahora.date())
    ficha = Ficha(
        jornada=jornada,
        tipo_documento=datos.tipo_documento,
        documento=documento,
        a_titulo_personal=datos.a_titulo_personal,
        firma=datos.firma or None,
        firma_en_papel=datos.firma_en_papel,
        motivo_sin_firma=limpiar(datos.motivo_sin_firma).strip(),
        acreditada_en=ahora,
        acreditada_por=por,
        nonce=nonce,
    )
    if documento:
        huella = selectors.huella_documento(jornada.servicio_id, datos.tipo_documento, documento)
        ficha.documento_hmac = huella
    return ficha


def _exigir_abierta(jornada: Jornada) -> None:
    if jornada.estado != Jornada.Estado.ABIERTA:
        raise ErrorDominio(
            f"La jornada está {jornada.get_estado_display()}: pida a quien la dirige que la abra. "
            "Lo escrito sigue aquí."
        )


def documento_normal(tipo: str, documento: str) -> str:
    """A document as it is stored: the RUN checked, the others without spaces.

    Raises:
        ErrorDominio: the RUN is wrong.
    """
    if tipo == TIPO.NINGUNO:
        return ""
    if tipo == TIPO.RUN and documento.strip():
        try:
            return rut.normalizar(documento)
        except rut.RutInvalido as error:
            raise ErrorDominio(
                str(error).replace("deje el espacio en blanco", "elija otro tipo de documento")
            ) from None
    return "".join(limpiar(documento).upper().split())[:60]


def _guardar(
    ficha: Ficha, datos: DatosFicha, participante: Participante | None, taller: Taller | None
) -> Ficha:
    """Person, seat and card; the folder goes with the number of the workshop (R66)."""
    actividad = ficha.jornada.actividad
    persona = participante or Participante(
        actividad=actividad, origen=Participante.Origen.PUERTA, nonce=ficha.nonce
    )
    persona.actividad = actividad
    _actualizar(persona, datos)
    asignacion = sentar(participante=persona, taller=taller)
    ficha.participante = persona
    ficha.carpeta_entregada = datos.carpeta_entregada and asignacion is not None
    ficha.save(force_insert=True)
    numero = asignacion.taller.numero if asignacion else None
    registro = {"origen": persona.origen, "taller": numero}
    anotar(ficha, "acreditar", por=ficha.acreditada_por, datos=registro)
    return ficha


def _actualizar(persona: Participante, datos: Any) -> list[str]:
    """Write on a participant what the card says; the names of the fields that changed."""
    organizacion = "" if datos.a_titulo_personal else limpiar(datos.organizacion).strip()
    nuevos: dict[str, Any] = {
        "nombres": limpiar(datos.nombres).strip(),
        "apellidos": limpiar(datos.apellidos).strip(),
        "correo": datos.correo.strip(),
        "telefono": datos.telefono.strip(),
        "direccion": limpiar(datos.direccion).strip(),
    }
    nuevos["nombre_plegado"] = plegar_nombre(f"{nuevos['nombres']} {nuevos['apellidos']}")
    if organizacion != selectors.organizacion_de(persona):
        propia = selectors.organizacion_llamada(persona.actividad.servicio_id, organizacion)
        nuevos |= {"organizacion": propia, "organizacion_nombre": organizacion}
    cambios = [campo for campo, valor in nuevos.items() if getattr(persona, campo) != valor]
    for campo in cambios:
        setattr(persona, campo, nuevos[campo])
    if persona.pk is None:
        persona.save(force_insert=True)
    elif cambios:
        persona.save(update_fields=cambios)
    return cambios


def _la_de_antes(ficha: Ficha, participante: Participante | None) -> Ficha | None:
    """After a constraint refused the card: the one of the same submission.

    Raises:
        YaAcreditada: another submission registered the person, or the document, before.
    """
    fichas = Ficha.objects.select_related("participante").filter(jornada=ficha.jornada)
    misma = fichas.filter(nonce=ficha.nonce).first()
    if misma:
        return misma
    otra = None
    if participante:
        otra = fichas.filter(participante=participante).first()
    if otra is None and ficha.documento_hmac:
        otra = fichas.filter(documento_hmac=ficha.documento_hmac).first()
    if otra is None:
        return None
    raise YaAcreditada(_quien_y_cuando(otra), otra) from None


def _quien_y_cuando(ficha: Ficha) -> str:
    """Enough to recognise the person at the door, and no contact or document."""
    persona = ficha.participante
    inicial = f" {persona.apellidos[0]}." if persona.apellidos else ""
    asignacion = asignacion_de(persona)
    taller = f", en el taller {asignacion.taller.numero}" if asignacion else ""
    llego = ficha.acreditada_en.astimezone(ficha.jornada.actividad.zona).replace(tzinfo=None)
    return (
        f"Esta persona ya está acreditada en la jornada: {persona.nombres}{inicial}, a las "
        f"{hora(llego)}{taller}. Si no es ella, revise el documento."
    )


@transaction.atomic
def corregir_contacto(*, ficha: Ficha, datos: DatosFicha, por: Usuario) -> None:
    """Correct the name, the organisation or the contact of a registered person.

    The document and the signature stay as they were taken.

    Raises:
        ReglaIncumplida: R59, R61 or R63.
    """
    acceso.exigir(por, Permiso.ACREDITAR, ficha.servicio_id)
    de_contacto = (reglas.R59, reglas.R61, reglas.R63)
    exigir_reglas(de_contacto, datos.hechos(), reloj.hoy())
    cambios = _actualizar(ficha.participante, datos)
    if ficha.a_titulo_personal != datos.a_titulo_personal:
        ficha.a_titulo_personal = datos.a_titulo_personal
        ficha.save(update_fields=["a_titulo_personal"])
        cambios.append("a_titulo_personal")
    if cambios:
        anotar(ficha, "corregir_contacto", por=por, datos={"campos": sorted(cambios)})


@transaction.atomic
def entregar_carpeta(*, ficha: Ficha, por: Usuario) -> None:
    """Note that the person got the folder, with the workshop number on it (R65, R66).

    Raises:
        ReglaIncumplida: R66.
    """
    acceso.exigir(por, Permiso.ACREDITAR, ficha.servicio_id)
    con_taller = Asignacion.objects.filter(participante=ficha.participante_id).exists()
    hechos = HechosFichas(total=1, sin_numero=int(not con_taller))
    exigir_reglas(reglas.AL_ENTREGAR_CARPETA, hechos, reloj.hoy())
    if not ficha.carpeta_entregada:
        ficha.carpeta_entregada = True
        ficha.save(update_fields=["carpeta_entregada"])
        anotar(ficha, "entregar_carpeta", por=por)
