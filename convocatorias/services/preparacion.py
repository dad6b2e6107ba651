"""Use cases of the draft of a call: its text with versions, why there is another, give it up."""

from typing import Any

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.transitions import anotar, move
from comun.variables import exigir_conocidas
from convocatorias import emails, selectors
from convocatorias.models import POR_SALIR, Actividad, Contacto, Convocatoria, TextoConvocatoria
from servicios.models import Usuario

Estado = Convocatoria.Estado
ESTA_PROGRAMADA = (
    "El envío de esta convocatoria está programado. Para cambiarla, vuélvala primero a preparación."
)
YA_SALIO = "Esta convocatoria ya se envió. Para invitar a más personas, prepare una complementaria."


@transaction.atomic
def preparar_convocatoria(
    *, actividad: Actividad, mensaje: str, por: Usuario | None, motivo_complementaria: str = ""
) -> Convocatoria:
    """Write the text of a call to an announced activity, or change the one in preparation.

    Each change of the text is another version. To an activity already called, the new one is
    complementary, and tells why before it goes.

    Raises:
        ErrorDominio: the activity is not announced, its call is scheduled, or the text asks for
            a variable that does not exist.
    """
    exigir_conocidas(mensaje, emails.VARIABLES)
    if not actividad.vigente:
        raise ErrorDominio(
            "Solo se convoca a una actividad programada. Prográmela primero en su página."
        )
    # Whoever prepares the same call at once waits here, and finds it made.
    Actividad.objects.select_for_update().get(pk=actividad.pk)
    filas = Convocatoria.objects.select_for_update()
    convocatoria = filas.filter(actividad=actividad, estado__in=POR_SALIR).first()
    if convocatoria is None:
        convocatoria = Convocatoria.objects.create(
            actividad=actividad, mensaje=mensaje, **_clase(actividad, motivo_complementaria)
        )
        anotar(convocatoria, "preparar_convocatoria", por=por)
        _version(convocatoria, 1, mensaje, por)
        return convocatoria
    if convocatoria.estado == Estado.PROGRAMADA:
        raise ErrorDominio(ESTA_PROGRAMADA)
    escribir(convocatoria, mensaje, por)
    return convocatoria


def _clase(actividad: Actividad, motivo: str) -> dict[str, Any]:
    if not selectors.ya_convocada(actividad):
        return {}
    return {"clase": Convocatoria.Clase.COMPLEMENTARIA, "motivo_complementaria": motivo.strip()}


def escribir(convocatoria: Convocatoria, mensaje: str, por: Usuario | None) -> None:
    """Another version of the text of a call that is locked, unless it says the same."""
    ultima = selectors.version_vigente(convocatoria)
    if ultima and convocatoria.mensaje == mensaje:
        return
    convocatoria.mensaje = mensaje
    convocatoria.save(update_fields=["mensaje"])
    _version(convocatoria, ultima + 1, mensaje, por)
    if ultima:
        anotar(convocatoria, "cambiar_texto", por=por, datos={"version": ultima + 1})


def _version(convocatoria: Convocatoria, version: int, texto: str, por: Usuario | None) -> None:
    TextoConvocatoria.objects.create(
        convocatoria=convocatoria,
        version=version,
        texto=texto,
        escrito_en=reloj.ahora(),
        escrito_por=por,
    )


@transaction.atomic
def recuperar_texto(*, convocatoria: Convocatoria, version: int, por: Usuario) -> Convocatoria:
    """Bring back the words of a former version, as a new one: none is rewritten.

    Raises:
        ErrorDominio: the call is scheduled or was sent, or there is no such version.
    """
    convocatoria = en_preparacion(convocatoria)
    textos = TextoConvocatoria.objects.filter(convocatoria=convocatoria, version=version)
    antes = textos.values_list("texto", flat=True).first()
    if antes is None:
        raise ErrorDominio("Esa versión del texto no existe. Elija una de la lista.")
    exigir_conocidas(antes, emails.VARIABLES)
    escribir(convocatoria, antes, por)
    return convocatoria


@transaction.atomic
def copia_de_prueba(*, convocatoria: Convocatoria, persona: Contacto | None, por: Usuario) -> None:
    """Send whoever asks the mail that `persona` would get: to their own address, inviting nobody.

    Raises:
        ErrorDominio: there is nobody with an address on the list, the activity lacks its date or
            place, or they asked for one a moment ago.
    """
    if persona is None:
        raise ErrorDominio("Sume primero a la lista a alguien con correo.")
    if not convocatoria.actividad.completa:
        raise ErrorDominio("Complete la fecha, la hora, el lugar y la comuna de la actividad.")
    if emails.hubo_hace_poco(por.email):
        raise ErrorDominio("Hace un momento pidió una copia. Espere 30 segundos y pida otra.")
    emails.copia_de_prueba(convocatoria, persona, por)
    anotar(convocatoria, "copia_de_prueba", por=por)


def en_preparacion(convocatoria: Convocatoria) -> Convocatoria:
    """The call as it is now, for this transaction alone, while it can be changed.

    Raises:
        ErrorDominio: it is scheduled, was sent or was given up.
    """
    fila = Convocatoria.objects.select_for_update(of=("self",)).select_related("actividad").get(
        pk=convocatoria.pk
    )  # fmt: skip
    if fila.estado == Estado.PROGRAMADA:
        raise ErrorDominio(ESTA_PROGRAMADA)
    if fila.estado == Estado.ENVIADA:
        raise ErrorDominio(YA_SALIO)
    if fila.estado != Estado.BORRADOR:
        raise ErrorDominio("Esta convocatoria se descartó. Prepare otra desde la actividad.")
    return fila


@transaction.atomic
def descartar_convocatoria(*, convocatoria: Convocatoria, por: Usuario | None) -> None:
    """Give up a call that was not sent.

    Raises:
        TransicionInvalida: it was sent, or its sending is scheduled.
    """
    convocatoria.destinatarios.clear()
    move(convocatoria, Estado.ANULADA, accion="descartar_convocatoria", por=por)


def exigir_complementaria(convocatoria: Convocatoria, motivo: str = "") -> None:
    """A call to an activity already called is complementary, and says why.

    Raises:
        ErrorDominio: nobody wrote why.
    """
    if convocatoria.clase == Convocatoria.Clase.CAMBIO:
        return
    if not selectors.ya_convocada(convocatoria.actividad):
        return
    convocatoria.clase = Convocatoria.Clase.COMPLEMENTARIA
    convocatoria.motivo_complementaria = motivo.strip() or convocatoria.motivo_complementaria
    if not convocatoria.motivo_complementaria:
        raise ErrorDominio(
            "A esta actividad ya se convocó: esta convocatoria es complementaria. Escriba por qué "
            "se suma; quedará en ella."
        )
    convocatoria.save(update_fields=["clase", "motivo_complementaria"])
