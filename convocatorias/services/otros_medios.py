"""What is told without e-mail: a letter, a call or a visit, done and noted by somebody."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from comun import reloj
from comun.campos import clave_para_escribir
from comun.errores import ErrorDominio
from comun.formato import fecha_larga, fecha_sin_semana
from comun.transitions import anotar
from convocatorias import selectors
from convocatorias.models import Convocatoria, Invitacion
from convocatorias.services.respuesta import responder_invitacion
from correos.models import PIDIO_NO_RECIBIR
from servicios.alcance import todos_los_servicios
from servicios.models import Usuario

Canal = Invitacion.Canal
Clase = Invitacion.Clase
#: A beat that was away for less than this loses no erasure.
SE_BORRAN_DURANTE = timedelta(days=60)


def anotar_entrega(
    *,
    invitacion: Invitacion,
    canal: str,
    hecha_en: datetime,
    por: Usuario,
    detalle: str = "",
    motivo_tardanza: str = "",
) -> Invitacion:
    """Note that one person was told by another channel than mail. See `anotar_entregas`."""
    anotar_entregas(
        invitaciones=[invitacion],
        canal=canal,
        hecha_en=hecha_en,
        por=por,
        detalle=detalle,
        motivo_tardanza=motivo_tardanza,
    )
    invitacion.refresh_from_db()
    return invitacion


@transaction.atomic
@reloj.un_instante()
def anotar_entregas(
    *,
    invitaciones: Iterable[Invitacion],
    canal: str,
    hecha_en: datetime,
    por: Usuario,
    detalle: str = "",
    motivo_tardanza: str = "",
) -> int:
    """Note that those people were told by `canal` at that instant: all, or none. How many.

    A letter counts on the day on which it was posted (R133, fuente 000).

    Raises:
        ErrorDominio: nobody was chosen; one goes by mail or is already noted; the day is to come,
            or before it was decided to tell them; or it is late and no reason is given.
    """
    filas = _bloquear(invitaciones)
    if not filas:
        raise ErrorDominio("Elija al menos a una persona.")
    if canal not in Canal.values or canal == Canal.CORREO:
        raise ErrorDominio("Elija si fue por carta, por teléfono o en una visita.", "canal")
    for fila in filas:
        _exigir_anotable(fila, hecha_en)
    tardias = [fila for fila in filas if _es_tardia(fila, hecha_en)]
    _exigir_motivo(tardias, hecha_en, motivo_tardanza)
    de_tardias = {fila.pk for fila in tardias}
    for fila in filas:
        fila.canal, fila.hecha_en, fila.hecha_por = Canal(canal), hecha_en, por
        fila.detalle = detalle.strip()
        fila.motivo_tardanza = motivo_tardanza.strip() if fila.pk in de_tardias else ""
    Invitacion.objects.bulk_update(
        filas, ["canal", "hecha_en", "hecha_por", "detalle", "motivo_tardanza"]
    )
    datos = {
        "canal": canal,
        "hecha_en": hecha_en.isoformat(),
        "tardias": len(tardias),
        "invitaciones": [fila.pk for fila in filas],
    }
    anotar(filas[0].convocatoria, "anotar_entregas", por=por, datos=datos)
    return len(filas)


@transaction.atomic
def deshacer_entrega(*, invitacion: Invitacion, por: Usuario) -> None:
    """Take back what was noted by mistake: it waits again, and the bitácora keeps what it said.

    Raises:
        ErrorDominio: nothing was noted.
    """
    fila = _bloquear([invitacion])[0]
    if fila.canal == Canal.CORREO or fila.hecha_en is None:
        raise ErrorDominio("De esta persona no hay nada anotado que deshacer.")
    datos = {
        "canal": fila.canal,
        "hecha_en": fila.hecha_en.isoformat(),
        "hecha_por": fila.hecha_por_id,
        "tardia": bool(fila.motivo_tardanza),
    }
    Invitacion.objects.filter(pk=fila.pk).update(
        hecha_en=None, hecha_por=None, detalle="", motivo_tardanza=""
    )
    anotar(fila, "deshacer_entrega", por=por, datos=datos)
    invitacion.refresh_from_db()


@transaction.atomic
def invitar_por_otro_medio(
    *, invitacion: Invitacion, canal: str, motivo: str, por: Usuario
) -> Invitacion:
    """Send again, for a reason and by another channel, what a mail did not bring to a person.

    It has a key of its own, to print in the letter; the former keeps opening its page.

    Raises:
        ErrorDominio: without a reason; the channel is mail; the mail is on its way or arrived; or
            another channel is already waiting.
    """
    fila = _bloquear([invitacion])[0]
    if canal not in Canal.values or canal == Canal.CORREO:
        raise ErrorDominio("Elija si será por carta, por teléfono o en una visita.", "canal")
    if not motivo.strip():
        raise ErrorDominio("Escriba por qué se le avisa de nuevo.", "motivo")
    _exigir_sin_llegar(fila)
    clave, clave_hash = clave_para_escribir()
    nueva = Invitacion.objects.create(
        convocatoria=fila.convocatoria,
        participante=fila.participante,
        clase=Clase.REENVIO,
        canal=canal,
        clave=clave,
        clave_hash=clave_hash,
        creada_en=reloj.ahora(),
        motivo=motivo.strip(),
    )
    anotar(nueva, "invitar_por_otro_medio", por=por, datos={"canal": canal, "antes": fila.pk})
    return nueva


@transaction.atomic
def anotar_respuesta(*, invitacion: Invitacion, asistira: bool, por: Usuario) -> None:
    """What a person answered by telephone or in a visit, noted at once by who spoke with them.

    Raises:
        ErrorDominio: as `responder_invitacion`.
    """
    responder_invitacion(invitacion=invitacion, asistira=asistira)
    anotar(invitacion, "anotar_respuesta", por=por, datos={"asistira": asistira})


def borrar_claves_de_papel() -> int:
    """Erase the keys kept to print letters, once their activity is past. Safe to repeat.

    What stays is the hash, as of a mail: whoever has the letter still opens their page.
    """
    ayer = reloj.hoy() - timedelta(days=1)
    with todos_los_servicios():
        filas = Invitacion.objects.exclude(canal=Canal.CORREO).filter(
            convocatoria__actividad__fecha__range=(ayer - SE_BORRAN_DURANTE, ayer)
        )
        return filas.update(clave="")


def _bloquear(invitaciones: Iterable[Invitacion]) -> list[Invitacion]:
    """Those rows as they are now, for this transaction alone."""
    ids = [invitacion.pk for invitacion in invitaciones]
    return list(
        Invitacion.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related(
            "convocatoria__actividad__comuna",
            "convocatoria__actividad__servicio__comuna",
            "convocatoria__actividad__cuenta__norma",
            "participante",
            "mensaje",
        )
        .defer("mensaje__texto", "mensaje__html")
        .order_by("pk")
    )


def _exigir_anotable(fila: Invitacion, hecha_en: datetime) -> None:
    nombre = fila.participante.nombre_completo
    if fila.canal == Canal.CORREO:
        raise ErrorDominio(
            f"A {nombre} se le escribió por correo: elija primero por qué otro medio se le avisa."
        )
    if fila.hecha_en is not None:
        raise ErrorDominio(
            f"Lo de {nombre} ya estaba anotado. Si hay un error, deshágalo y anótelo de nuevo."
        )
    zona = fila.convocatoria.actividad.zona
    if hecha_en > reloj.ahora():
        raise ErrorDominio("Anote lo que ya se hizo: ese día todavía no llega.", "dia")
    decidida = fila.creada_en or fila.convocatoria.enviada_en
    if decidida and hecha_en.astimezone(zona).date() < decidida.astimezone(zona).date():
        desde = fecha_larga(decidida.astimezone(zona).date())
        raise ErrorDominio(
            f"Se decidió avisar a {nombre} el {desde}: no pudo hacerse antes de ese día.", "dia"
        )


def _es_tardia(fila: Invitacion, hecha_en: datetime) -> bool:
    """Whether it tells with fewer days than the norm, and no reason is recorded elsewhere."""
    if fila.clase != Clase.INVITACION or fila.convocatoria.tardia:
        return False
    return selectors.llega_tarde(fila.convocatoria.actividad, dia_de(fila, hecha_en))


def dia_de(fila: Invitacion, instante: datetime) -> date:
    """The day of an instant, by the clock of the activity."""
    return instante.astimezone(fila.convocatoria.actividad.zona).date()


def _exigir_motivo(tardias: list[Invitacion], hecha_en: datetime, motivo: str) -> None:
    if not tardias or motivo.strip():
        return
    actividad = tardias[0].convocatoria.actividad
    dia = dia_de(tardias[0], hecha_en)
    assert actividad.fecha is not None  # noqa: S101 - late is said of an activity with a date
    dias = (actividad.fecha - dia).days
    quedan = "quedaba 1 día" if dias == 1 else f"quedaban {dias} días"
    raise ErrorDominio(
        f"El {fecha_sin_semana(dia)} {quedan} para la actividad y se piden "
        f"{actividad.cuenta.norma.convocatoria_anticipacion_dias}. "
        "Escriba por qué se hizo tarde: quedará en la prueba.",
        "motivo_tardanza",
    )


def _exigir_sin_llegar(fila: Invitacion) -> None:
    nombre = fila.participante.nombre_completo
    if fila.convocatoria.estado != Convocatoria.Estado.ENVIADA:
        raise ErrorDominio("Esta convocatoria aún no se envía.")
    if fila.canal != Canal.CORREO or fila.mensaje is None:
        raise ErrorDominio(f"A {nombre} no se le escribió por correo: anote cómo se le avisó.")
    if fila.mensaje.puede_anularse or fila.mensaje.estado == fila.mensaje.Estado.TOMADO:
        raise ErrorDominio(
            f"El correo de {nombre} está saliendo. Espere a saber si llega, o deténgalo primero."
        )
    if fila.mensaje.ultimo_texto == PIDIO_NO_RECIBIR:
        raise ErrorDominio(f"{nombre} pidió al servicio no recibir invitaciones.")
    if fila.mensaje.estado in fila.mensaje.LLEGARON:
        raise ErrorDominio(f"El correo de {nombre} llegó: no hace falta avisarle de nuevo.")
    if selectors.reenvios_en_espera(fila).exists():
        raise ErrorDominio(
            f"Ya se decidió avisar a {nombre} por otro medio. Anótelo cuando se haga."
        )
