"""The answer of somebody who was invited, enrolled or sent: it may change until it begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError

from comun import reloj
from comun.errores import ErrorDominio
from comun.texto import en_una_linea, plegar_nombre
from comun.transitions import anotar
from convocatorias import emails, selectors
from convocatorias.models import (
    PREFERENCIAS,
    Enlace,
    Invitacion,
    Participante,
    Preferencia,
    Tema,
)
from convocatorias.services.apoyos import Apoyos, borrar_apoyos, guardar_apoyos
from convocatorias.services.directorio import telefono_normal
from convocatorias.services.espera import (
    MAX_ACOMPANANTES,
    bloquear_actividad,
    enlace_nuevo,
    exigir_por_responder,
    libres,
    llamar_a_la_espera,
    lugar_para,
)

Asistencia = Participante.Asistencia
Origen = Participante.Origen
SE_ACREDITO = (
    "Quien viene en su lugar ya se acreditó en la entrada. Si usted también viene, preséntese ahí."
)


@dataclass(frozen=True)
class Delegado:
    """Who comes in the place of somebody who was invited."""

    nombres: str
    apellidos: str = ""
    correo: str = ""
    telefono: str = ""


@dataclass(frozen=True)
class Contestacion:
    """What somebody answers: `asistencia` is asiste, no_asiste or delega.

    `apoyos` None leaves what was asked before as it is, while they come.
    """

    asistencia: str
    acompanantes: int = 0
    temas: Sequence[Tema] = ()
    delegado: Delegado | None = None
    apoyos: Apoyos | None = None


def responder_invitacion(*, invitacion: Invitacion, asistira: bool) -> None:
    """Say whether one comes, and nothing else: with whom, and for what, stay as they were.

    Raises:
        ErrorDominio: as `responder`.
    """
    participante, dicho = invitacion.participante, Contestacion(Asistencia.NO_ASISTE)
    if asistira:
        ofrecidos = set(participante.actividad.temas.values_list("pk", flat=True))
        temas = [t for t in selectors.temas_de(participante) if t.pk in ofrecidos]
        dicho = Contestacion(Asistencia.ASISTE, participante.acompanantes, temas)
    responder(participante=participante, dicho=dicho)


@transaction.atomic
def responder(*, participante: Participante, dicho: Contestacion) -> Participante:
    """Answer for a participant, as many times as they want until the activity begins.

    Who was invited keeps a seat whatever the number; who enrolled takes one that is free, or a
    place in the waiting list. A seat that is left calls the first who waits.

    Raises:
        ErrorDominio: the activity began or does not stand; who comes instead has no name or no
            contact, or is at the door already; too many companions; or needs without consent.
    """
    actividad = bloquear_actividad(participante.actividad_id)
    exigir_por_responder(actividad)
    participante.refresh_from_db(fields=["asistencia", "acompanantes", "respondio_en"])
    participante.actividad = actividad
    desde = participante.asistencia
    if dicho.asistencia == Asistencia.DELEGA:
        viene: Participante | None = _delegar(participante, dicho)
    else:
        _retirar_delegado(participante)
        viene = participante if dicho.asistencia == Asistencia.ASISTE else None
    _anotar_asistencia(participante, dicho)
    poner_preferencias(participante, dicho.temas if viene == participante else ())
    if viene == participante and dicho.apoyos:
        guardar_apoyos(participante, dicho.apoyos)
    elif viene != participante:
        borrar_apoyos(participante)
    anotar(
        participante, "responder_invitacion", desde=desde, hasta=participante.asistencia,
        datos={"acompanantes": dicho.acompanantes, "delega": viene not in (None, participante)},
    )  # fmt: skip
    llamar_a_la_espera(actividad)
    return participante


def _anotar_asistencia(participante: Participante, dicho: Contestacion) -> None:
    hacia, acompanantes = dicho.asistencia, dicho.acompanantes
    if hacia != Asistencia.ASISTE:
        acompanantes = 0
    exigir_acompanantes(acompanantes)
    espera = participante.asistencia == Asistencia.EN_ESPERA
    if participante.origen == Origen.INSCRITO and hacia == Asistencia.ASISTE:
        hacia = _lugar_de_inscrito(participante, acompanantes)
    # The place in the waiting list is the hour at which they came to it.
    if not (espera and hacia == Asistencia.EN_ESPERA):
        participante.respondio_en = reloj.ahora()
    participante.asistencia, participante.acompanantes = hacia, acompanantes
    participante.save(update_fields=["asistencia", "acompanantes", "respondio_en"])


def _lugar_de_inscrito(participante: Participante, acompanantes: int) -> str:
    """Who enrolled keeps the seat or the place that they have; coming back, waits as the rest."""
    if participante.asistencia == Asistencia.EN_ESPERA:
        return Asistencia.EN_ESPERA
    if participante.asistencia != Asistencia.ASISTE:
        return lugar_para(participante.actividad, 1 + acompanantes)
    caben = max(0, libres(participante.actividad)) + participante.acompanantes
    if acompanantes > max(caben, participante.acompanantes):
        raise ErrorDominio(
            "No quedan cupos para tantas personas. "
            + (f"Puede venir con {caben} como máximo." if caben else "Su cupo sigue reservado."),
            "acompanantes",
        )
    return Asistencia.ASISTE


def exigir_acompanantes(cuantos: int) -> None:
    """Raises ErrorDominio: there are too many."""
    if not 0 <= cuantos <= MAX_ACOMPANANTES:
        raise ErrorDominio(
            f"Puede venir con {MAX_ACOMPANANTES} personas como máximo.", "acompanantes"
        )


# ── Somebody else comes ──


def _delegar(participante: Participante, dicho: Contestacion) -> Participante:
    if participante.origen != Origen.INVITADO or dicho.delegado is None:
        raise ErrorDominio("Escriba quién vendrá en su lugar.", "nombres")
    datos = _datos_del_delegado(dicho.delegado)
    exigir_acompanantes(dicho.acompanantes)
    previo = selectors.delegado_de(participante)
    if previo and _es_el_mismo(previo, datos):
        delegado = previo
        delegado.actividad = participante.actividad
        # They had said that they would not come: they learn that they are expected again.
        avisarle = delegado.asistencia == Asistencia.NO_ASISTE
        delegado.acompanantes, delegado.asistencia = dicho.acompanantes, Asistencia.ASISTE
        delegado.save(update_fields=["acompanantes", "asistencia"])
    else:
        _retirar_delegado(participante)
        avisarle = True
        delegado = Participante.objects.create(
            actividad=participante.actividad,
            organizacion=participante.organizacion,
            organizacion_nombre=participante.organizacion_nombre,
            origen=Origen.DELEGADO,
            en_lugar_de=participante,
            asistencia=Asistencia.ASISTE,
            acompanantes=dicho.acompanantes,
            respondio_en=reloj.ahora(),
            **datos,
        )
    if avisarle and delegado.correo:
        emails.delegacion(delegado, enlace_nuevo(delegado))
    poner_preferencias(delegado, dicho.temas)
    return delegado


def _datos_del_delegado(delegado: Delegado) -> dict[str, str]:
    nombres, apellidos = en_una_linea(delegado.nombres), en_una_linea(delegado.apellidos)
    correo, telefono = delegado.correo.strip().lower(), telefono_normal(delegado.telefono)
    if not nombres:
        raise ErrorDominio("Escriba el nombre de quien vendrá en su lugar.", "nombres")
    if not (correo or telefono):
        raise ErrorDominio("Escriba el correo o el teléfono de quien vendrá en su lugar.", "correo")
    plegado = plegar_nombre(f"{nombres} {apellidos}")
    return {
        "nombres": nombres,
        "apellidos": apellidos,
        "nombre_plegado": plegado,
        "correo": correo,
        "telefono": telefono,
    }


def _es_el_mismo(previo: Participante, datos: dict[str, str]) -> bool:
    return all(
        getattr(previo, campo) == datos[campo] for campo in ("nombre_plegado", "correo", "telefono")
    )


def _retirar_delegado(participante: Participante) -> None:
    """Who was to come in their place does not any more, and is told so.

    Raises:
        ErrorDominio: they are at the door already.
    """
    previo = selectors.delegado_de(participante)
    if previo is None:
        return
    previo.actividad = participante.actividad
    if previo.correo and previo.asistencia == Asistencia.ASISTE:
        emails.delegacion_retirada(previo)
    if not previo.invitaciones.exists():
        try:
            with transaction.atomic():
                previo.delete()
        except ProtectedError:
            raise ErrorDominio(SE_ACREDITO) from None
        return
    # What they were told of the activity is proof: the row stays, as that of one who enrolled
    # and does not come, and leaves its place for somebody else.
    Enlace.objects.filter(participante=previo).delete()
    borrar_apoyos(previo)
    previo.origen, previo.en_lugar_de = Origen.INSCRITO, None
    previo.asistencia, previo.acompanantes = Asistencia.NO_ASISTE, 0
    previo.save(update_fields=["origen", "en_lugar_de", "asistencia", "acompanantes"])


# ── What they would like ──


def poner_preferencias(participante: Participante, temas: Sequence[Tema]) -> None:
    """Put the topics of somebody in their order, in place of what there was.

    Raises:
        ErrorDominio: one is repeated, is not of the activity, or there are too many.
    """
    if len({tema.pk for tema in temas}) != len(temas) or len(temas) > PREFERENCIAS:
        raise ErrorDominio("Elija temas distintos, hasta tres.", "tema_1")
    ofrecidos = set(participante.actividad.temas.values_list("pk", flat=True)) if temas else set()
    if any(tema.pk not in ofrecidos for tema in temas):
        raise ErrorDominio("Ese tema ya no está entre los de esta actividad. Elija otro.", "tema_1")
    Preferencia.objects.filter(participante=participante).delete()
    Preferencia.objects.bulk_create(
        Preferencia(participante=participante, tema=tema, orden=orden)
        for orden, tema in enumerate(temas, start=1)
    )
