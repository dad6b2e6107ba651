"""Use cases of the directory, one organisation or contact at a time."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from comun import reloj
from comun import rut as el_rut
from comun.contacto import TelefonoInvalido, normalizar_telefono
from comun.errores import ErrorDominio
from comun.texto import en_una_linea, plegar
from comun.transitions import anotar
from convocatorias import selectors
from convocatorias.catalogos import indice_de_busqueda, senia_de
from convocatorias.models import Contacto, Organizacion, Tema, TipoOrganizacion
from servicios.models import Comuna, Servicio, Usuario

RUT_MALO = (
    "Ese RUT no existe: revise sus números y el dígito verificador, o deje el espacio en blanco. "
    "Ejemplo: 65.123.456-7."
)
#: Organisations whose keys are written again in one round.
TANDA = 1000


# ── The keys by which an organisation is found and compared ──


def indices_de(nombre: str, comuna: str = "", personas: Iterable[str] = ()) -> dict[str, str]:
    """The columns that follow from what an organisation is called, where it is and who is in it.

    `personas` are the names of its current contacts, and the names of those joined to it.
    """
    return {
        "nombre_plegado": plegar(nombre)[:160],
        "busqueda": indice_de_busqueda(nombre, comuna, *personas),
        "senia": senia_de(nombre),
    }


def indexar(organizaciones: Iterable[int]) -> None:
    """Write the keys of those organisations again, from what they have now."""
    claves = list(dict.fromkeys(organizaciones))
    for inicio in range(0, len(claves), TANDA):
        tanda = claves[inicio : inicio + TANDA]
        filas = list(Organizacion.objects.filter(pk__in=tanda).select_related("comuna"))
        nombres = selectors.nombres_que_la_encuentran(tanda)
        cambiadas = [fila for fila in filas if _reindexar(fila, nombres.get(fila.pk, []))]
        Organizacion.objects.bulk_update(cambiadas, ["busqueda", "senia"], batch_size=TANDA)


def _reindexar(fila: Organizacion, personas: list[str]) -> bool:
    comuna = fila.comuna.nombre if fila.comuna else ""
    nuevos = indices_de(fila.nombre, comuna, personas)
    antes = (fila.busqueda, fila.senia)
    fila.busqueda, fila.senia = nuevos["busqueda"], nuevos["senia"]
    return antes != (fila.busqueda, fila.senia)


# ── Organisations ──


@transaction.atomic
def guardar_organizacion(
    *,
    servicio: Servicio,
    nombre: str,
    tipos: Iterable[TipoOrganizacion],
    comuna: Comuna | None = None,
    temas: Iterable[Tema] = (),
    tema_nuevo: str = "",
    direccion: str = "",
    rut: str = "",
    personalidad: str = "",
    organizacion: Organizacion | None = None,
    por: Usuario | None,
) -> Organizacion:
    """Create an organisation, or change the one given.

    Raises:
        ErrorDominio: the service already has one with that name or that RUT, or the RUT is wrong;
            there is nothing that can be read in the name; or it was joined to another one.
    """
    nueva = organizacion is None
    if organizacion is not None:
        _exigir_sin_unir(organizacion)
    organizacion = organizacion or Organizacion(servicio=servicio)
    organizacion.nombre = en_una_linea(nombre)
    if not organizacion.nombre:
        raise ErrorDominio("Escriba el nombre de la organización.", "nombre")
    organizacion.nombre_plegado = plegar(nombre)[:160]
    organizacion.comuna = comuna
    organizacion.direccion = en_una_linea(direccion)
    organizacion.rut = rut_normal(rut)
    organizacion.personalidad = en_una_linea(personalidad)
    _rechazar_repetida(organizacion)
    try:
        with transaction.atomic():
            organizacion.save()
    except IntegrityError:
        raise ErrorDominio(
            "Otra persona agregó recién esa organización. Búsquela en el directorio y edítela."
        ) from None
    organizacion.tipos.set(tipos)
    temas = [*temas, *([tema_de(servicio, tema_nuevo)] if en_una_linea(tema_nuevo) else [])]
    organizacion.temas.set(temas)
    indexar([organizacion.pk])
    anotar(organizacion, "agregar_organizacion" if nueva else "editar_organizacion", por=por)
    return organizacion


def _exigir_sin_unir(organizacion: Organizacion) -> None:
    """Hold an organisation for this transaction, so that nobody joins it meanwhile.

    Raises:
        ErrorDominio: it was joined to another one; what is written in it would reach nobody.
    """
    filas = Organizacion.objects.select_for_update(of=("self",), no_key=True)
    fila = filas.select_related("fusionada_en").get(pk=organizacion.pk)
    if fila.fusionada_en is not None:
        raise ErrorDominio(
            f"Esta organización se unió a «{fila.fusionada_en.nombre}». Escríbalo en esa."
        )


def _rechazar_repetida(organizacion: Organizacion) -> None:
    otras = Organizacion.objects.exclude(pk=organizacion.pk)
    misma = otras.filter(nombre_plegado=organizacion.nombre_plegado).first()
    if misma is not None:
        raise ErrorDominio(_ya_existe(misma), "nombre")
    if organizacion.rut:
        con_rut = otras.filter(rut=organizacion.rut, fusionada_en=None).first()
        if con_rut is not None:
            raise ErrorDominio(
                f"«{con_rut.nombre}» tiene ese RUT. Si es la misma organización, márquelas en el "
                "directorio y únalas.",
                "rut",
            )


def _ya_existe(misma: Organizacion) -> str:
    if misma.fusionada_en:
        return f"Ese nombre es de una organización que se unió a «{misma.fusionada_en.nombre}»."
    if misma.archivada_en:
        return (
            "Ya existe una organización con ese nombre, en el archivo. Búsquela entre las "
            "archivadas y tráigala de vuelta."
        )
    return "Ya existe una organización con ese nombre. Búsquela en el directorio y edítela."


def tema_de(servicio: Servicio, nombre: str) -> Tema:
    """The topic with that name, written now if the service did not have it."""
    limpio = en_una_linea(nombre)[:80]
    tema, _ = Tema.objects.get_or_create(
        servicio=servicio, nombre_plegado=plegar(limpio)[:80], defaults={"nombre": limpio}
    )
    return tema


@transaction.atomic
def archivar_organizacion(
    *, organizacion: Organizacion, ahora: datetime, por: Usuario | None
) -> None:
    """Put away an organisation that is not invited any more; nothing of it is lost.

    Raises:
        ErrorDominio: it is put away, or joined to another, or a scheduled call goes to it.
    """
    fila = Organizacion.objects.select_for_update().get(pk=organizacion.pk)
    if fila.archivada_en or fila.fusionada_en_id:
        raise ErrorDominio("Esta organización ya no está en uso. Recargue la página.")
    if selectors.con_convocatoria_programada(Organizacion.objects.filter(pk=fila.pk)).exists():
        raise ErrorDominio(
            "Una convocatoria programada va a esta organización. Espere a que salga, o "
            "desprográmela, y después archívela."
        )
    Organizacion.objects.filter(pk=fila.pk).update(archivada_en=ahora)
    anotar(fila, "archivar_organizacion", por=por)


@transaction.atomic
def recuperar_organizacion(*, organizacion: Organizacion, por: Usuario | None) -> None:
    """Bring an organisation back from the archive.

    Raises:
        ErrorDominio: it is not there.
    """
    filas = Organizacion.objects.filter(pk=organizacion.pk, fusionada_en=None)
    if not filas.exclude(archivada_en=None).update(archivada_en=None):
        raise ErrorDominio("Esta organización no está en el archivo. Recargue la página.")
    anotar(organizacion, "recuperar_organizacion", por=por)


# ── Their people ──


@transaction.atomic
def guardar_contacto(
    *,
    organizacion: Organizacion,
    nombres: str,
    apellidos: str = "",
    cargo: str = "",
    correo: str = "",
    telefono: str = "",
    direccion: str = "",
    representante: bool = False,
    desde: date | None = None,
    hasta: date | None = None,
    contacto: Contacto | None = None,
    por: Usuario | None,
) -> Contacto:
    """Add a person to an organisation, or change the one given.

    Raises:
        ErrorDominio: without address and telephone, with a wrong one or one that another contact
            has, or with wrong days; or the organisation was joined to another one.
    """
    datos: dict[str, Any] = {
        "nombres": en_una_linea(nombres),
        "apellidos": en_una_linea(apellidos),
        "cargo": en_una_linea(cargo),
        "correo": correo.strip().lower(),
        "telefono": telefono_normal(telefono),
        "direccion": en_una_linea(direccion),
        "representante": representante,
        "desde": desde,
        "hasta": hasta,
    }
    if not (datos["correo"] or datos["telefono"]):
        raise ErrorDominio("Escriba un correo o un teléfono para poder comunicarse.")
    _exigir_dias(desde, hasta, organizacion)
    _exigir_sin_unir(organizacion)
    nuevo = contacto is None
    contacto = contacto or Contacto(organizacion=organizacion)
    for campo, valor in datos.items():
        setattr(contacto, campo, valor)
    try:
        with transaction.atomic():
            contacto.save()
    except IntegrityError:
        raise ErrorDominio(
            "Otra persona de esta organización ya tiene ese correo. Edite a esa persona."
        ) from None
    indexar([contacto.organizacion_id])
    anotar(contacto, "agregar_contacto" if nuevo else "editar_contacto", por=por)
    return contacto


@transaction.atomic
def dejar_cargo(*, contacto: Contacto, hasta: date, por: Usuario | None) -> None:
    """A person no longer speaks for the organisation: they stay in its history.

    Raises:
        ErrorDominio: they had left, or that day is before their first one or still to come.
    """
    if contacto.hasta:
        raise ErrorDominio("Esa persona ya había dejado el cargo. Recargue la página.")
    _exigir_dias(contacto.desde, hasta, contacto)
    contacto.hasta = hasta
    contacto.save(update_fields=["hasta"])
    indexar([contacto.organizacion_id])
    anotar(contacto, "dejar_cargo", por=por)


def _exigir_dias(desde: date | None, hasta: date | None, de: Organizacion | Contacto) -> None:
    """In their order, and the last one not to come: till then they are still to be invited."""
    if hasta is None:
        return
    if desde and hasta < desde:
        raise ErrorDominio("El último día no puede ser anterior al primero.", "hasta")
    if hasta > reloj.hoy(de.servicio.zona):
        raise ErrorDominio(
            "Ese día aún no llega, y hasta entonces se le sigue invitando. Anótelo cuando deje el "
            "cargo.",
            "hasta",
        )


@transaction.atomic
def quitar_contacto(*, contacto: Contacto, por: Usuario | None) -> None:
    """Erase a person from the directory for good; the invitations already sent stay."""
    anotar(contacto, "quitar_contacto", por=por, datos={"organizacion": contacto.organizacion_id})
    contacto.delete()
    indexar([contacto.organizacion_id])


def telefono_normal(texto: str) -> str:
    """The telephone as it is stored, or nothing.

    Raises:
        ErrorDominio: it is not one.
    """
    try:
        return normalizar_telefono(texto) if texto.strip() else ""
    except TelefonoInvalido as error:
        raise ErrorDominio(str(error), "telefono") from None


def rut_normal(texto: str) -> str:
    """The RUT of an organisation as it is stored, or nothing.

    Raises:
        ErrorDominio: it is not one.
    """
    try:
        return el_rut.normalizar(texto) if texto.strip() else ""
    except el_rut.RutInvalido:
        raise ErrorDominio(RUT_MALO, "rut") from None


def datos_de_contacto(contacto: Any) -> dict[str, str]:
    """Who a contact is and how to reach them, as a participant is given them."""
    return {
        "nombres": contacto.nombres,
        "apellidos": contacto.apellidos,
        "correo": contacto.correo,
        "telefono": contacto.telefono,
        "nombre_plegado": plegar(contacto.nombre_completo),
    }
