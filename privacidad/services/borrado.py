"""One person erased from every table of a service, and what stays, with its reason."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from comun import reloj
from comun.errores import ErrorDominio
from comun.transitions import anotar, move
from comun.tratamiento import Titular, Tratamiento
from convocatorias.models import Contacto, Participante
from convocatorias.privacidad import olvidar_contacto
from convocatorias.services import indexar
from correos.models import TIPOS_DEBIDOS, Mensaje
from correos.privacidad import (
    POR_SALIR,
    SUS_CORREOS,
    TIPO_DE_DERECHOS,
    olvidar_destinatario,
)
from jornadas.models import Ficha
from privacidad.models import ActaSupresion, SolicitudDerechos
from privacidad.privacidad import sujeto
from privacidad.selectors.registro import REGISTRO, titular_de
from respuestas.models import Consentimiento, Consulta, Consultante, PublicacionRespuestas
from respuestas.privacidad import personas_que_esperan
from seguimiento.services import bajo_llave
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio, Usuario

Motivo = ActaSupresion.Motivo
#: The class of the ledger that means the whole person: what is replayed after a restore.
PERSONA = "persona"
SUPRIMIDA_SU_DIRECCION = "Se suprimieron los datos de la persona antes de que saliera"
LO_DICHO = "Lo que dijo en un taller queda en su acta, sin su nombre: la base no deja cambiarlo."
PUBLICADA = (
    "El documento de respuestas publicado lleva su nombre, como lo autorizó: la página ya no lo "
    "muestra; prepare otra versión del PDF."
)
SU_SOLICITUD = "Su solicitud de derechos: se necesita para responderle y como prueba."


@dataclass
class Borrado:
    """What was erased, by model, and the sentences of what stays and why."""

    borradas: Counter[str] = field(default_factory=Counter)
    conservadas: list[str] = field(default_factory=list)

    @property
    def completa(self) -> bool:
        """Whether nothing waits: what stays for good, or for the request itself, does not count."""
        return set(self.conservadas) <= {LO_DICHO, PUBLICADA, SU_SOLICITUD, SUS_CORREOS}


@transaction.atomic
def borrar_persona(
    *,
    servicio: Servicio,
    correo: str,
    motivo: str = Motivo.DERECHO,
    solicitud: SolicitudDerechos | None = None,
    por: Usuario | None = None,
) -> Borrado:
    """Erase what one service has of one person (art. 7, Ley 19.628), known by their address.

    What must be answered, or is the act of the day in an account still open, stays until then,
    and is told with its reason; their consents are taken back at once. Asked again it goes on
    with what could not be erased before. `solicitud` is the request that is being attended.

    Raises:
        ErrorDominio: there is no address.
    """
    if "@" not in correo:
        raise ErrorDominio("Falta la dirección de correo de la persona.", "correo")
    with alcance(servicio):
        # First of all: what is new is being told, or waits until there is nobody to tell it to.
        bajo_llave(servicio)
        ahora = reloj.ahora()
        titular = titular_de(servicio.pk, correo)
        resultado = Borrado()
        _detener_correos(titular, por)
        _retirar_permisos(titular, ahora)
        filas = _filas(titular)
        _lo_que_queda(titular, filas, resultado)
        _borrar(titular, filas, solicitud, ahora, resultado)
        _olvidar_lo_del_portal(titular, por, ahora, resultado)
        # Its row of the bitácora makes stale what was drawn of the service before.
        anotar(
            _asentar(titular, motivo, ahora),
            "borrar_persona",
            por=por,
            datos={"filas": resultado.borradas.total(), "quedan": len(resultado.conservadas)},
        )
    return resultado


def _filas(titular: Titular) -> list[tuple[Tratamiento, list[int]]]:
    """Which rows are the person's, all read before any of them changes."""
    filas = [
        (t, list(t.titular(titular).values_list("pk", flat=True))) for t in REGISTRO if t.titular
    ]
    con_ficha = Ficha.objects.filter(documento_hmac__in=titular.documentos)
    otras = set(con_ficha.values_list("participante", flat=True))
    for tratamiento, ids in filas:
        if tratamiento.modelo == "convocatorias.Participante":
            ids.extend(sorted(otras - set(ids)))
    return filas


def _borrar(
    titular: Titular,
    filas: list[tuple[Tratamiento, list[int]]],
    solicitud: SolicitudDerechos | None,
    ahora: datetime,
    resultado: Borrado,
) -> None:
    con_ficha: set[int] = set()
    organizaciones = _organizaciones(titular)
    for tratamiento, ids in filas:
        suyas = tratamiento.clase_modelo.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
        esperan = _esperan(tratamiento, suyas, con_ficha)
        if solicitud and tratamiento.modelo == "privacidad.SolicitudDerechos":
            esperan = esperan | {solicitud.pk: SU_SOLICITUD}
        _anotar_razones(esperan, ids, resultado)
        if tratamiento.modelo == "jornadas.Ficha":
            fichas = Ficha.objects.filter(pk__in=esperan)
            con_ficha = set(fichas.values_list("participante", flat=True))
        if tratamiento.borrar is not None:
            libres = [pk for pk in ids if pk not in esperan]
            _contar(tratamiento, tratamiento.borrar, libres, ahora, resultado)
    # Whose card stays keeps a name beside it; nobody needs to reach them any more.
    olvidar_contacto(Participante.objects.filter(pk__in=con_ficha), ahora)
    indexar(organizaciones)


def _esperan(tratamiento: Tratamiento, suyas: QuerySet, con_ficha: set[int]) -> dict[int, str]:
    if tratamiento.modelo == "convocatorias.Participante":
        return dict.fromkeys(con_ficha, "")  # the reason is that of the card
    return tratamiento.espera(suyas) if tratamiento.espera else {}


def _anotar_razones(esperan: dict[int, str], ids: list[int], resultado: Borrado) -> None:
    for pk, razon in esperan.items():
        if razon and pk in ids and razon not in resultado.conservadas:
            resultado.conservadas.append(razon)


def _contar(
    tratamiento: Tratamiento,
    borrar: Callable[[QuerySet, datetime], int],
    ids: list[int],
    ahora: datetime,
    resultado: Borrado,
) -> None:
    if not ids:
        return
    filas = tratamiento.clase_modelo.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
    if cuantas := borrar(filas, ahora):
        resultado.borradas[tratamiento.modelo] += cuantas


def _organizaciones(titular: Titular) -> list[int]:
    """Whose search index has the words of the person's name."""
    contactos = Contacto.objects.filter(servicio=titular.servicio_id, correo__iexact=titular.correo)
    return sorted(set(contactos.values_list("organizacion", flat=True)))


def _detener_correos(titular: Titular, por: Usuario | None) -> None:
    """Nothing more leaves for that address, save what tells the end of the request."""
    filas = Mensaje.objects.anulables().filter(
        servicio=titular.servicio_id, para__iexact=titular.correo
    )
    filas = filas.exclude(tipo__startswith=TIPO_DE_DERECHOS)
    if espera_respuesta(titular):
        filas = filas.exclude(tipo__in=TIPOS_DEBIDOS)
    _anular(filas, por)


def _anular(filas: QuerySet, por: Usuario | None) -> None:
    for mensaje in filas.select_for_update(of=("self",)).order_by("pk"):
        move(
            mensaje,
            Mensaje.Estado.ANULADO,
            accion="anular_correo",
            por=por,
            si={"punto_en__isnull": True},
            ultimo_texto=SUPRIMIDA_SU_DIRECCION,
        )


def _olvidar_lo_del_portal(
    titular: Titular, por: Usuario | None, ahora: datetime, resultado: Borrado
) -> None:
    """The mails to that address that are of no service, as lost links; not those of staff.

    The registry does not tell them: in the copy that a service gives they would carry the links
    of another one.
    """
    if Usuario.objects.filter(email__iexact=titular.correo).exists():
        return
    with todos_los_servicios():
        mensajes = Mensaje.objects.filter(servicio=None, para__iexact=titular.correo)
        _anular(mensajes.anulables(), por)
        saliendo = mensajes.filter(estado=Mensaje.Estado.TOMADO)
        if saliendo.exists() and POR_SALIR not in resultado.conservadas:
            resultado.conservadas.append(POR_SALIR)
        quietos = mensajes.exclude(estado=Mensaje.Estado.TOMADO)
        if cuantos := olvidar_destinatario(quietos, ahora):
            resultado.borradas["correos.Mensaje"] += cuantos


def espera_respuesta(titular: Titular) -> bool:
    """Whether the service still owes the person an answer."""
    personas = Consultante.objects.filter(
        servicio=titular.servicio_id, correo__iexact=titular.correo
    )
    return bool(personas_que_esperan(personas))


def _retirar_permisos(titular: Titular, ahora: datetime) -> None:
    """Consents are taken back at once, also of whoever still has to be answered."""
    personas = Consultante.objects.filter(
        servicio=titular.servicio_id, correo__iexact=titular.correo
    ).values("pk")
    vigentes = Consentimiento.objects.filter(consultante__in=personas, retirado_en=None)
    vigentes.update(retirado_en=ahora)


def _lo_que_queda(
    titular: Titular, filas: list[tuple[Tratamiento, list[int]]], resultado: Borrado
) -> None:
    """What no erasure touches: minutes, and a published document that names the person."""
    ids = {tratamiento.modelo: suyas for tratamiento, suyas in filas}
    if ids.get("talleres.Intervencion"):
        resultado.conservadas.append(LO_DICHO)
    con_nombre = Consulta.objects.filter(
        consultante__in=ids.get("respuestas.Consultante", []), publica_nombre=True
    )
    cuentas = con_nombre.values("cuenta")
    if PublicacionRespuestas.objects.filter(informe__cuenta__in=cuentas).exists():
        resultado.conservadas.append(PUBLICADA)
    con_nombre.update(publica_nombre=False)


def _asentar(titular: Titular, motivo: str, ahora: datetime) -> ActaSupresion:
    acta, _ = ActaSupresion.objects.get_or_create(
        servicio_id=titular.servicio_id,
        sujeto_hmac=sujeto(titular.servicio_id, titular.correo),
        clase=PERSONA,
        motivo=motivo,
        en=ahora,
    )
    return acta
