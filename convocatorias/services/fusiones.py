"""Two organisations that are the same one become one; nothing is lost, and it can be undone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from comun.errores import ErrorDominio
from comun.transitions import anotar
from convocatorias.models import (
    POR_SALIR,
    Contacto,
    Convocatoria,
    Encuentro,
    FusionOrganizaciones,
    Organizacion,
    Participante,
)
from convocatorias.services.directorio import indexar
from servicios.models import Usuario

#: What the one that stays takes from the other when it has none of its own.
CAMPOS = ("rut", "personalidad", "direccion", "comuna_id")
#: What names an organisation, beside its people: where `movido` keeps what was moved of each.
_CON_ORGANIZACION: dict[Any, str] = {Participante: "participantes", Encuentro: "encuentros"}


@transaction.atomic
def unir_organizaciones(
    *, sobreviviente: Organizacion, absorbida: Organizacion, ahora: datetime, por: Usuario
) -> FusionOrganizaciones:
    """Join `absorbida` to `sobreviviente`, with its people, kinds, topics and invitations.

    A contact whose address the other one has stays where it was: `movido["quedan"]` says which.

    Raises:
        ErrorDominio: they are one, or one was joined before, or the one that stays is archived.
    """
    queda, va = _tomar(sobreviviente.pk, absorbida.pk)
    _exigir_que_se_pueda(queda, va)
    movido: dict[str, Any] = {
        "contactos": [],
        "quedan": _repetidos(queda, va),
        "tipos": _sumar(queda.tipos, va.tipos),
        "temas": _sumar(queda.temas, va.temas),
        "absorbidas": _claves(Organizacion.objects.filter(fusionada_en=va)),
        "participantes": _claves(Participante.objects.filter(organizacion=va)),
        "encuentros": _claves(Encuentro.objects.filter(organizacion=va)),
    }
    movibles = Contacto.objects.filter(organizacion=va)
    movido["contactos"] = _claves(movibles.exclude(pk__in=[uno for uno, _ in movido["quedan"]]))
    Contacto.objects.filter(pk__in=movido["contactos"]).update(organizacion=queda)
    for modelo, cuales in _CON_ORGANIZACION.items():
        modelo.objects.filter(pk__in=movido[cuales]).update(organizacion=queda)
    Organizacion.objects.filter(pk__in=movido["absorbidas"]).update(fusionada_en=queda)
    movido |= _reemplazar_repetidos(movido["quedan"])
    Organizacion.objects.filter(pk=va.pk).update(fusionada_en=queda)
    movido["campos"] = _llenar(queda, va)
    indexar([queda.pk])
    fusion = FusionOrganizaciones.objects.create(
        absorbida=va, sobreviviente=queda, movido=movido, hecha_en=ahora, hecha_por=por
    )
    datos = {"absorbida": va.pk, "sobreviviente": queda.pk}
    anotar(fusion, "unir_organizaciones", por=por, datos=datos)
    return fusion


def _tomar(sobreviviente: int, absorbida: int) -> tuple[Organizacion, Organizacion]:
    """Both rows, locked in the order of their keys: two that cross do not wait for each other."""
    if sobreviviente == absorbida:
        raise ErrorDominio("Elija dos organizaciones distintas para unirlas.")
    filas = Organizacion.objects.select_for_update().filter(pk__in=(sobreviviente, absorbida))
    tomadas = {fila.pk: fila for fila in filas.order_by("pk")}
    return tomadas[sobreviviente], tomadas[absorbida]


def _exigir_que_se_pueda(queda: Organizacion, va: Organizacion) -> None:
    for fila in (queda, va):
        if fila.fusionada_en_id:
            raise ErrorDominio(
                f"«{fila.nombre}» ya se unió a otra organización. Abra la que quedó y únalas ahí."
            )
    if queda.archivada_en:
        raise ErrorDominio(
            f"«{queda.nombre}» está en el archivo. Tráigala de vuelta antes de unirlas."
        )


def _claves(filas: Any) -> list[int]:
    return list(filas.order_by("pk").values_list("pk", flat=True))


def _sumar(suyos: Any, otros: Any) -> list[Any]:
    """What the one that stays did not have is added to it. The keys of what was added."""
    nuevos = sorted(set(_claves(otros)) - set(_claves(suyos)))
    suyos.add(*nuevos)
    return nuevos


def _repetidos(queda: Organizacion, va: Organizacion) -> list[list[int]]:
    """Pairs of contacts of today with one address: that of the joined one, that of the other."""
    con_correo = Contacto.objects.filter(hasta=None).exclude(correo="")
    suyos = {c.correo: c.pk for c in con_correo.filter(organizacion=queda)}
    otros = con_correo.filter(organizacion=va, correo__in=suyos).order_by("pk")
    return [[otro.pk, suyos[otro.correo]] for otro in otros]


def _reemplazar_repetidos(pares: list[list[int]]) -> dict[str, Any]:
    """The drafts go to the contact that stays, and who was invited keeps being one person."""
    parejas = {par[0]: par[1] for par in pares}
    tabla = Convocatoria.destinatarios.through
    filas = tabla.objects.filter(
        contacto_id__in=[*parejas, *parejas.values()], convocatoria__estado__in=POR_SALIR
    )
    hay = {(fila.convocatoria_id, fila.contacto_id) for fila in filas}
    cambios = [
        [convocatoria, de, parejas[de], (convocatoria, parejas[de]) not in hay]
        for convocatoria, de in sorted(hay)
        if de in parejas
    ]
    filas.filter(contacto_id__in=parejas).delete()
    tabla.objects.bulk_create(
        tabla(convocatoria_id=convocatoria, contacto_id=a)
        for convocatoria, _, a, nuevo in cambios
        if nuevo
    )
    return {"destinatarios": cambios, "invitados": _un_solo_invitado(parejas)}


def _un_solo_invitado(parejas: dict[int, int]) -> list[list[int]]:
    """Who was invited as the contact left out is now the one that stays, activity by activity."""
    suyas = Participante.objects.filter(contacto__in=[*parejas, *parejas.values()])
    filas: list[Participante] = list(suyas.order_by("pk"))
    ocupados = {(fila.actividad_id, fila.contacto_id) for fila in filas}
    cambian = []
    for fila in filas:
        antes = fila.contacto_id or 0
        destino = parejas.get(antes)
        if destino and (fila.actividad_id, destino) not in ocupados:
            cambian.append([fila.pk, antes, destino])
            fila.contacto_id = destino
    claves = {pk for pk, _, _ in cambian}
    Participante.objects.bulk_update([f for f in filas if f.pk in claves], ["contacto"])
    return cambian


def _llenar(queda: Organizacion, va: Organizacion) -> dict[str, str]:
    nuevos = {
        campo: getattr(va, campo)
        for campo in CAMPOS
        if getattr(va, campo) and not getattr(queda, campo)
    }
    if nuevos:
        Organizacion.objects.filter(pk=queda.pk).update(**nuevos)
    return nuevos


@transaction.atomic
def deshacer_union(
    *, fusion: FusionOrganizaciones, ahora: datetime, por: Usuario
) -> FusionOrganizaciones:
    """Put back exactly what the joining moved and is still where it left it.

    Raises:
        ErrorDominio: it was undone, the one that stayed was joined to another since, or another
            organisation has the RUT by now.
    """
    fusion = FusionOrganizaciones.objects.select_for_update().get(pk=fusion.pk)
    if fusion.deshecha_en:
        raise ErrorDominio("Esa unión ya se había deshecho. Recargue la página.")
    queda, va = _tomar(fusion.sobreviviente_id, fusion.absorbida_id)
    if queda.fusionada_en_id:
        raise ErrorDominio(
            f"«{queda.nombre}» se unió después a otra organización. Deshaga primero esa unión."
        )
    movido = fusion.movido
    _vaciar(queda, movido["campos"])
    _exigir_rut_libre(va)
    Organizacion.objects.filter(pk=va.pk).update(fusionada_en=None)
    unidas = Organizacion.objects.filter(pk__in=movido["absorbidas"], fusionada_en=queda)
    unidas.update(fusionada_en=va)
    _devolver_personas(queda, va, movido)
    _devolver_destinatarios(movido["destinatarios"])
    _restar(queda, queda.tipos, Organizacion.tipos.through, movido["tipos"])
    _restar(queda, queda.temas, Organizacion.temas.through, movido["temas"])
    indexar([queda.pk, va.pk])
    fusion.deshecha_en, fusion.deshecha_por = ahora, por
    fusion.save(update_fields=["deshecha_en", "deshecha_por"])
    anotar(fusion, "deshacer_union", por=por)
    return fusion


def _vaciar(queda: Organizacion, campos: dict[str, str]) -> None:
    """What it took from the other one and nobody wrote again since."""
    vacios = {
        campo: None if campo == "comuna_id" else ""
        for campo, valor in campos.items()
        if getattr(queda, campo) == valor
    }
    if vacios:
        Organizacion.objects.filter(pk=queda.pk).update(**vacios)


def _exigir_rut_libre(va: Organizacion) -> None:
    otras = Organizacion.objects.exclude(pk=va.pk).filter(fusionada_en=None, rut=va.rut)
    otra = otras.first() if va.rut else None
    if otra is not None:
        raise ErrorDominio(
            f"«{otra.nombre}» tiene ahora el RUT de «{va.nombre}». Corríjalo y vuelva a intentar."
        )


def _devolver_personas(queda: Organizacion, va: Organizacion, movido: dict[str, Any]) -> None:
    """People who are still where they were taken, unless their address is taken in their own."""
    suyos = Contacto.objects.filter(organizacion=va, hasta=None).exclude(correo="")
    contactos = Contacto.objects.filter(pk__in=movido["contactos"], organizacion=queda)
    ocupados = list(suyos.values_list("correo", flat=True))
    contactos.exclude(hasta=None, correo__in=ocupados).update(organizacion=va)
    for modelo, cuales in _CON_ORGANIZACION.items():
        filas_suyas = modelo.objects.filter(pk__in=movido.get(cuales, []))
        filas_suyas.filter(organizacion=queda).update(organizacion=va)
    invitados = {pk: (de, a) for pk, de, a in movido["invitados"]}
    existen = set(_claves(Contacto.objects.filter(pk__in=[de for de, _ in invitados.values()])))
    filas = [
        fila
        for fila in Participante.objects.filter(pk__in=list(invitados))
        if fila.contacto_id == invitados[fila.pk][1] and invitados[fila.pk][0] in existen
    ]
    for fila in filas:
        fila.contacto_id = invitados[fila.pk][0]
    Participante.objects.bulk_update(filas, ["contacto"])


def _devolver_destinatarios(cambios: list[list[Any]]) -> None:
    """Each draft that still goes to the one that stayed goes again to the one that it had."""
    tabla = Convocatoria.destinatarios.through
    for convocatoria, de, a, nuevo in cambios:
        filas = tabla.objects.filter(convocatoria_id=convocatoria)
        filas = filas.filter(convocatoria__estado__in=POR_SALIR)
        existe = Contacto.objects.filter(pk=de).exists()
        if not existe or not filas.filter(contacto_id=a).exists():
            continue
        if nuevo:
            filas.filter(contacto_id=a).delete()
        tabla.objects.get_or_create(convocatoria_id=convocatoria, contacto_id=de)


def _restar(queda: Organizacion, suyos: Any, tabla: Any, sumados: Iterable[Any]) -> None:
    """What the joining added, unless another one that is joined to it has it too."""
    columna = "tipoorganizacion_id" if tabla is Organizacion.tipos.through else "tema_id"
    de_otras = tabla.objects.filter(organizacion__fusionada_en=queda)
    quedan = set(de_otras.values_list(columna, flat=True))
    suyos.remove(*(clave for clave in sumados if clave not in quedan))
