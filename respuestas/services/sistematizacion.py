"""Working on what came in: public versions, fates, groups. The originals never change."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from comun import folios, reloj
from comun.errores import ErrorDominio
from comun.formato import enumerar
from comun.reglas import exigir
from comun.transitions import anotar, move
from cuentas.models import CuentaPublica
from respuestas import reglas
from respuestas.models import Consulta, Grupo, Redaccion, Respuesta


@transaction.atomic
def redactar_version_publica(*, consulta: Consulta, texto: str, motivo: str, por: Any) -> Redaccion:
    """Write the copy that will be published, without what may not be (R95, fuente 000; T5).

    Raises:
        ReglaIncumplida: nothing is left, or it does not say what was taken out and why.
    """
    hechos = reglas.HechosSistematizacion(
        versiones=1,
        versiones_en_blanco=int(not texto.strip()),
        versiones_sin_motivo=int(not motivo.strip()),
    )
    exigir((reglas.R95,), hechos, reloj.hoy(consulta.servicio.zona))
    redaccion, _ = Redaccion.objects.update_or_create(
        consulta=consulta,
        defaults={
            "texto": texto.strip(),
            "motivo": motivo.strip(),
            "hecha_por": por,
            "hecha_en": reloj.ahora(),
            "servicio_id": consulta.servicio_id,
        },
    )
    anotar(consulta, "redactar_version_publica", por=por)
    return redaccion


@transaction.atomic
def quitar_redaccion(*, consulta: Consulta, por: Any) -> None:
    """Publish the original again."""
    Redaccion.objects.filter(consulta=consulta).delete()
    anotar(consulta, "quitar_version_publica", por=por)


@transaction.atomic
def derivar(*, consulta: Consulta, organo: str, motivo: str, por: Any) -> None:
    """Send a contribution to the body that must answer it, and say so to the person.

    Raises:
        ErrorDominio: without the body or the reason, or the contribution is in a group.
    """
    if not organo.strip() or not motivo.strip():
        raise ErrorDominio("Escriba a qué órgano se envía y por qué.")
    _sola(consulta)
    texto = f"Se envió a {organo.strip()}. {motivo.strip()}"
    move(consulta, Consulta.Estado.DERIVADA, accion="derivar", por=por, motivo_estado=texto)


@transaction.atomic
def declarar_fuera_de_competencia(*, consulta: Consulta, motivo: str, por: Any) -> None:
    """Say that the service cannot answer this, and why.

    Raises:
        ErrorDominio: without a reason, or the contribution is in a group.
    """
    if not motivo.strip():
        raise ErrorDominio("Escriba por qué queda fuera de competencia: la persona lo leerá.")
    _sola(consulta)
    move(
        consulta,
        Consulta.Estado.FUERA,
        accion="declarar_fuera_de_competencia",
        por=por,
        motivo_estado=motivo.strip(),
    )


@transaction.atomic
def reabrir_consulta(*, consulta: Consulta, por: Any) -> None:
    """Take back a referral, an out-of-scope or an answer on the spot.

    Raises:
        ErrorDominio: it has a written answer, which is reopened instead.
    """
    if consulta.estado == Consulta.Estado.RESPONDIDA:
        raise ErrorDominio("Este mensaje tiene una respuesta aprobada: reabra esa respuesta.")
    move(consulta, Consulta.Estado.RECIBIDA, accion="reabrir_consulta", por=por, motivo_estado="")


@transaction.atomic
def crear_grupo(
    *, cuenta: CuentaPublica, titulo: str, consultas: Iterable[Consulta], por: Any
) -> Grupo:
    """Put contributions that say the same under one title; each keeps its original (R98).

    Raises:
        ErrorDominio: without a title or without contributions that can be grouped.
    """
    lista = list(consultas)
    if not titulo.strip():
        raise ErrorDominio("Escriba el título del grupo.")
    if not lista:
        raise ErrorDominio("Marque al menos un mensaje para agrupar.")
    lista += sumadas_sueltas(lista)
    orden = folios.siguiente(f"grupo:{cuenta.pk}", cuenta.anio_gestion)
    grupo = Grupo.objects.create(cuenta=cuenta, titulo=titulo.strip()[:200], orden=orden)
    _sumar(grupo, lista)
    anotar(grupo, "crear_grupo", por=por, datos={"consultas": [c.pk for c in lista]})
    return grupo


@transaction.atomic
def agregar_a_grupo(*, grupo: Grupo, consultas: Iterable[Consulta], por: Any) -> None:
    """Add contributions to a group.

    Raises:
        ErrorDominio: the group's answer is on its way, or a contribution cannot be grouped.
    """
    lista = list(consultas)
    if not lista:
        raise ErrorDominio("Marque al menos un mensaje para agrupar.")
    _exigir_abierto(grupo)
    lista += sumadas_sueltas(lista)
    _sumar(grupo, lista)
    anotar(grupo, "agregar_a_grupo", por=por, datos={"consultas": [c.pk for c in lista]})


@transaction.atomic
def sacar_de_grupo(*, consulta: Consulta, por: Any) -> None:
    """Take a contribution out of its group; an empty group without answer disappears.

    Raises:
        ErrorDominio: it is in no group, or the group's answer is on its way.
    """
    grupo = consulta.grupo
    if grupo is None:
        raise ErrorDominio("Este mensaje no está en un grupo.")
    _exigir_abierto(grupo)
    _poner(consulta, None)
    anotar(grupo, "sacar_de_grupo", por=por, datos={"consultas": [consulta.pk]})
    respuesta = Respuesta.objects.filter(grupo=grupo).first()
    if not grupo.consultas.exists() and respuesta is None:
        grupo.delete()


@transaction.atomic
def renombrar_grupo(*, grupo: Grupo, titulo: str, por: Any) -> None:
    """Give a group another title.

    Raises:
        ErrorDominio: without a title.
    """
    if not titulo.strip():
        raise ErrorDominio("Escriba el título del grupo.")
    grupo.titulo = titulo.strip()[:200]
    grupo.save(update_fields=["titulo"])
    anotar(grupo, "renombrar_grupo", por=por)


def sumadas_sueltas(consultas: Iterable[Consulta]) -> list[Consulta]:
    """The messages of the same account that joined one of those and are still on their own."""
    ids = {c.pk for c in consultas}
    sueltas = Consulta.objects.filter(
        suma_a__in=ids, cuenta=F("suma_a__cuenta"), grupo=None, respuesta=None
    )
    return list(sueltas.pendientes().exclude(pk__in=ids).order_by("folio_numero"))  # type: ignore[attr-defined]


def grupo_de_la_sumada(cuenta: CuentaPublica, original: Consulta | None) -> Grupo | None:
    """The group of what it joins, if it is of this account and its answer is not on its way."""
    if original is None or original.cuenta_id != cuenta.pk or original.grupo is None:
        return None
    respuesta = getattr(original.grupo, "respuesta", None)
    abierto = respuesta is None or respuesta.estado == Respuesta.Estado.BORRADOR
    return original.grupo if abierto else None


def _sola(consulta: Consulta) -> None:
    if consulta.grupo_id:
        raise ErrorDominio("Este mensaje está en un grupo. Sáquelo del grupo y vuelva a intentar.")


def _exigir_abierto(grupo: Grupo) -> None:
    respuesta = Respuesta.objects.filter(grupo=grupo).first()
    if respuesta and respuesta.estado != Respuesta.Estado.BORRADOR:
        raise ErrorDominio(
            f"La respuesta del grupo ya está {respuesta.get_estado_display()}. Devuélvala o "
            "reábrala antes de cambiar el grupo."
        )


def _sumar(grupo: Grupo, consultas: list[Consulta]) -> None:
    cerradas = [c.folio_numero for c in consultas if c.estado != Consulta.Estado.RECIBIDA]
    if cerradas:
        raise ErrorDominio(
            f"Solo se agrupan mensajes por decidir. Ya tienen destino: N.º {enumerar(cerradas)}."
        )
    ajenas = [c.folio_numero for c in consultas if c.grupo_id and c.grupo_id != grupo.pk]
    if ajenas:
        raise ErrorDominio(f"Ya están en otro grupo: N.º {enumerar(ajenas)}. Sáquelos primero.")
    respondidas = Respuesta.objects.filter(consulta__in=[c.pk for c in consultas])
    con_respuesta = respondidas.order_by("consulta__folio_numero").values_list(
        "consulta__folio_numero", flat=True
    )
    if numeros := list(con_respuesta):
        raise ErrorDominio(
            f"Tienen una respuesta propia empezada: N.º {enumerar(numeros)}. Descarte ese borrador "
            "antes de agruparlos."
        )
    for consulta in consultas:
        if consulta.grupo_id != grupo.pk:
            _poner(consulta, grupo)


def _poner(consulta: Consulta, grupo: Grupo | None) -> None:
    consulta.grupo = grupo
    consulta.save(update_fields=["grupo"])
