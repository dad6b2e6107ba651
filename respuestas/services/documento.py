"""The response document: prepared, reviewed, published, and sent to each person."""

from collections import defaultdict
from typing import Any

from django.db import transaction

from comun import archivos, reloj
from comun import reglas as declaradas
from comun.errores import ErrorDominio
from comun.transitions import anotar, move
from correos import services as correos
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from cuentas.selectors import rebajadas
from respuestas import documents, emails, reglas, selectors
from respuestas.models import (
    Consulta,
    Consultante,
    EnvioRespuesta,
    InformeRespuestas,
    PublicacionRespuestas,
)
from servicios.acceso import exigir
from servicios.permissions import Permiso
from servicios.selectors import autoridad_vigente


@transaction.atomic
def preparar_documento(*, cuenta: CuentaPublica, por: Any) -> InformeRespuestas:
    """The account's response document, begun if it was not."""
    informe, nuevo = InformeRespuestas.objects.get_or_create(
        cuenta=cuenta, defaults={"servicio_id": cuenta.servicio_id}
    )
    if nuevo:
        anotar(informe, "preparar_documento", por=por)
    return informe


@transaction.atomic
def guardar_presentacion(*, informe: InformeRespuestas, presentacion: str, por: Any) -> None:
    """Write the page that opens the document.

    Raises:
        ErrorDominio: it is in review or published.
    """
    if informe.estado != InformeRespuestas.Estado.EN_PREPARACION:
        raise ErrorDominio(
            f"El documento está {informe.get_estado_display()}: ya no se puede cambiar. Pida que "
            "lo devuelvan, o prepare una nueva versión."
        )
    informe.presentacion = presentacion.strip()
    informe.save(update_fields=["presentacion"])
    anotar(informe, "guardar_presentacion", por=por)


@transaction.atomic
def enviar_documento_a_revision(*, informe: InformeRespuestas, por: Any) -> None:
    """Pass the document to the authority, once there is nothing to add (R101, fuente 000).

    Raises:
        ReglaIncumplida: part of the day is not collected, something has no fate or no approved
            answer, something identifies a person, or nobody systematises (R92, R96, R97, R113,
            R114, R115).
    """
    exigir(por, Permiso.PREPARAR_RESPUESTAS, informe.servicio_id)
    cuenta = informe.cuenta
    contenido = selectors.asuntos_del_contenido(informe, selectors.consultas_del_documento(cuenta))
    hoy = reloj.hoy(cuenta.servicio.zona)
    declaradas.exigir_asuntos(contenido, hoy, rebajadas(cuenta))
    move(
        informe,
        InformeRespuestas.Estado.EN_REVISION,
        accion="enviar_documento_a_revision",
        por=por,
        enviado_por=por,
        observacion="",
    )


@transaction.atomic
def devolver_documento(*, informe: InformeRespuestas, observacion: str, por: Any) -> None:
    """Give the document back with what must change.

    Raises:
        ErrorDominio: without an observation, or it is not in review.
    """
    exigir(por, Permiso.PUBLICAR_RESPUESTAS, informe.servicio_id)
    if informe.estado != InformeRespuestas.Estado.EN_REVISION:
        raise ErrorDominio("Solo se devuelve un documento que está en revisión.")
    if not observacion.strip():
        raise ErrorDominio("Escriba qué hay que cambiar.")
    move(
        informe,
        InformeRespuestas.Estado.EN_PREPARACION,
        accion="devolver_documento",
        por=por,
        observacion=observacion.strip(),
    )


@transaction.atomic
def reabrir_documento(*, informe: InformeRespuestas, por: Any) -> None:
    """Begin a new version; the published one stays public until the next."""
    exigir(por, Permiso.PREPARAR_RESPUESTAS, informe.servicio_id)
    if informe.estado != InformeRespuestas.Estado.PUBLICADO:
        raise ErrorDominio("Solo se prepara una nueva versión de un documento publicado.")
    move(informe, InformeRespuestas.Estado.EN_PREPARACION, accion="reabrir_documento", por=por)


def publicar_respuestas(
    *, informe: InformeRespuestas, por: Any, motivo_tardanza: str = ""
) -> PublicacionRespuestas:
    """Publish the answers and put in the outbox one personal reply per person.

    R92, R96, R97, R100, R101, R108, R109, R110, R113 to R115, R119, R120 (fuentes 000, 001 and
    002). Late is allowed and marked. The PDF is drawn before the transaction; inside it, the
    content must be the same.

    Raises:
        ReglaIncumplida: something has no fate, something identifies a person, the same person
            prepared it, or it is late without a reason.
        SinPermiso: the role does not publish.
    """
    exigir(por, Permiso.PUBLICAR_RESPUESTAS, informe.servicio_id)
    if informe.estado != InformeRespuestas.Estado.EN_REVISION:
        raise ErrorDominio(
            f"El documento está {informe.get_estado_display()}. Se publica cuando está en revisión."
        )
    contenido, tarde = _contenido(informe, por, motivo_tardanza)
    archivo = documents.respuestas_pdf(contenido)
    with transaction.atomic(), reloj.un_instante() as ahora:
        move(
            informe,
            InformeRespuestas.Estado.PUBLICADO,
            accion="publicar_respuestas",
            por=por,
            datos={"version": contenido["version"], "fuera_de_plazo": tarde},
            motivo_tardanza=motivo_tardanza.strip() if tarde else "",
        )
        if _contenido(informe, por, motivo_tardanza)[0] != contenido:
            raise ErrorDominio(
                "Alguien cambió una respuesta mientras se publicaba. Revise el documento y "
                "publíquelo de nuevo."
            )
        publicacion = PublicacionRespuestas.objects.create(
            informe=informe,
            version=contenido["version"],
            publicada_en=ahora,
            contenido=contenido,
            pdf=archivos.guardar(archivo, "application/pdf"),
            redactada_por=informe.enviado_por,  # type: ignore[misc]
            aprobada_por=por,
            fuera_de_plazo=tarde,
        )
        _enviar(publicacion)
    return publicacion


@transaction.atomic
def registrar_entrega(*, envio: EnvioRespuesta, medio: str, por: Any) -> None:
    """Note that a reply was given by telephone, by letter or in person (R109, R110).

    Raises:
        ErrorDominio: it had been given already, or its mail arrived.
    """
    if envio.entregado_en is not None:
        raise ErrorDominio("Esta respuesta ya figura como entregada.")
    if envio.mensaje is not None and envio.mensaje.estado in Mensaje.LLEGARON:
        raise ErrorDominio("Esta respuesta ya llegó por correo.")
    envio.entregado_en = reloj.ahora()
    envio.entregado_por = por
    envio.entrega_medio = Consultante.Medio(medio)
    envio.save(update_fields=["entregado_en", "entregado_por", "entrega_medio"])
    anotar(envio, "registrar_entrega", por=por, datos={"medio": medio})


def _contenido(
    informe: InformeRespuestas, por: Any, motivo_tardanza: str
) -> tuple[dict[str, Any], bool]:
    cuenta = informe.cuenta
    hoy = reloj.hoy(cuenta.servicio.zona)
    consultas = selectors.consultas_del_documento(cuenta)
    plazo = selectors.hechos_del_plazo(cuenta, hoy, motivo_tardanza)
    asuntos = selectors.asuntos_para_publicar(informe, consultas, plazo, por)
    declaradas.exigir_asuntos(asuntos, hoy, rebajadas(cuenta))
    version = informe.publicaciones.count() + 1
    contenido = documents.contenido(informe, consultas, plazo, version=version, hoy=hoy)
    return contenido, documents.fuera_de_plazo(plazo, hoy)


def _enviar(publicacion: PublicacionRespuestas) -> None:
    """One reply per person (R109); of a new version, only to whom it answers something else."""
    partes = _partes(publicacion)
    personas = {p.pk: p for p in Consultante.objects.filter(pk__in=partes)}
    firma = autoridad_vigente()
    con_correo = [p for p in personas.values() if p.correo]
    mensajes = correos.enqueue_muchos(
        (_que_responde(publicacion, p, partes[p.pk], firma) for p in con_correo),
        servicio=publicacion.servicio,
        tipo="respuesta",
        campania=f"respuesta:{publicacion.pk}",
    )
    por_persona = dict(zip((p.pk for p in con_correo), mensajes, strict=True))
    EnvioRespuesta.objects.bulk_create(
        [
            EnvioRespuesta(publicacion=publicacion, consultante=p, mensaje=por_persona.get(p.pk))
            for p in personas.values()
        ],
        batch_size=200,
    )


def _que_responde(
    publicacion: PublicacionRespuestas, persona: Consultante, partes: list[dict], firma: Any
) -> correos.Correo:
    """The reply to one person. It tells the result, and how what they said was taken (R120)."""
    correo = emails.respuesta_personal(publicacion, persona, partes, firma)
    hechos = emails.lo_que_dice(publicacion, correo, partes)
    declaradas.exigir(reglas.DEL_ENVIO, hechos, reloj.hoy(publicacion.servicio.zona))
    return correo


def _partes(publicacion: PublicacionRespuestas) -> dict[int, list[dict[str, Any]]]:
    """What each person said and the block that answers it, for those who have something new."""
    bloques = documents.bloques_por_numero(publicacion.contenido)
    anterior = publicacion.informe.publicaciones.filter(version__lt=publicacion.version).first()
    antes = documents.bloques_por_numero(anterior.contenido) if anterior else {}
    partes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    con_novedad = set()
    consultas = (
        Consulta.objects.filter(cuenta=publicacion.informe.cuenta_id, consultante__isnull=False)
        .select_related("suma_a")
        .order_by("folio_numero")
    )
    for consulta in consultas:
        bloque, persona = bloques[consulta.folio_numero], consulta.consultante_id or 0
        enlace = emails.enlace_anterior(publicacion, consulta)
        partes[persona].append({"consulta": consulta, "bloque": bloque, "anterior": enlace})
        if _lo_que_dice(bloque) != _lo_que_dice(antes.get(consulta.folio_numero)):
            con_novedad.add(persona)
    return {pk: partes[pk] for pk in partes if pk in con_novedad}


def _lo_que_dice(bloque: dict[str, Any] | None) -> tuple[Any, ...] | None:
    return (bloque["respuesta"], bloque["decision"]) if bloque else None
