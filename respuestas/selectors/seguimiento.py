"""What a person may know of their contribution: its files, what they allowed, its steps so far."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from comun.contacto import contacto_plegado
from comun.formato import fecha_breve
from comun.models import Bitacora
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from respuestas.models import Consentimiento, Consulta, EnvioRespuesta
from respuestas.selectors.mensajes import respuesta_de

#: Of one group or one contribution: nobody does more things to it before it is answered.
MAXIMO_DE_HECHOS = 500
#: What one mail can carry and a person can read; the folio narrows it.
MAXIMO_DE_ENLACES = 50
_AGRUPAN = ("crear_grupo", "agregar_a_grupo")
_DECIDEN = ("derivar", "declarar_fuera_de_competencia")
#: The desk that typed it works at it too, and has not read it for who answers.
_NO_LEEN = (
    "registrar_consulta",
    "ingresar_consulta",
    "corregir_ingreso",
    "guardar_original",
    "reemplazar_original",
)
#: What each fate is called in the steps, once it is decided.
_DECIDIDO = {
    Consulta.Estado.RESPONDIDA: ("Respondido", "Otra persona revisó la respuesta y la aprobó."),
    Consulta.Estado.EN_ACTO: ("Respondido en la jornada", "Se le contestó ese mismo día."),
    Consulta.Estado.DERIVADA: ("Enviado a otro órgano", "Es el que debe responder."),
    Consulta.Estado.FUERA: ("Leído y resuelto", "Lo que plantea no es de nuestra competencia."),
}


@dataclass(frozen=True)
class Historia:
    """When each thing happened to a contribution, from what was written down at the time."""

    leida_en: datetime | None = None
    agrupada_en: datetime | None = None
    decidida_en: datetime | None = None


def historia_de(consulta: Consulta) -> Historia:
    """What the bitácora tells of a contribution, of its answer and of its group: one statement.

    Reads `respuesta`, `grupo` and `grupo__respuesta` as `con_todo` loads them.
    """
    respuesta = respuesta_de(consulta)
    objetos = [(consulta, consulta.pk), (consulta.grupo, consulta.grupo_id)]
    suyos = Q()
    for objeto, pk in [*objetos, (respuesta, getattr(respuesta, "pk", None))]:
        if objeto is not None:
            suyos |= Q(objeto_tipo=objeto._meta.label_lower, objeto_id=pk)
    filas = list(
        Bitacora.objects.filter(suyos, actor_id__isnull=False)
        .exclude(accion__in=_NO_LEEN)
        .order_by("id")
        .values_list("objeto_tipo", "accion", "momento", "datos")[:MAXIMO_DE_HECHOS]
    )
    del_grupo = Consulta._meta.get_field("grupo").related_model._meta.label_lower
    reunida = [
        momento
        for tipo, accion, momento, datos in filas
        if tipo == del_grupo and accion in _AGRUPAN and consulta.pk in datos.get("consultas", ())
    ]
    leida = [momento for tipo, _, momento, _ in filas if tipo != del_grupo] + reunida
    decidida = [momento for _, accion, momento, _ in filas if accion in _DECIDEN]
    aprobada = getattr(respuesta, "aprobada_en", None)
    return Historia(
        leida_en=min(leida, default=None),
        agrupada_en=max(reunida, default=None) if consulta.grupo_id else None,
        decidida_en=aprobada or max(decidida, default=None),
    )


def envio_de(consulta: Consulta) -> EnvioRespuesta | None:
    """The last personal reply to its author, with its mail."""
    if consulta.consultante_id is None:
        return None
    return (
        EnvioRespuesta.objects.filter(
            consultante=consulta.consultante_id, publicacion__informe__cuenta=consulta.cuenta_id
        )
        .select_related("mensaje")
        .defer("mensaje__texto", "mensaje__html")
        .order_by("-publicacion__version")
        .first()
    )


def permisos_dados(consulta: Consulta) -> dict[str, Consentimiento]:
    """The last consent of each class that came with it, in force or taken back."""
    filas = Consentimiento.objects.filter(consulta=consulta).order_by("id")
    return {fila.clase: fila for fila in filas}


def pasos_de(
    consulta: Consulta, *, publicada_en: datetime | None, vence: date | None
) -> list[dict[str, Any]]:
    """The steps of a contribution, as `components/pasos.html` draws them; the first undone is now.

    `publicada_en` is when the version that answers it was published.
    """
    historia, envio = historia_de(consulta), envio_de(consulta)
    resuelta = publicada_en is not None or consulta.estado != Consulta.Estado.RECIBIDA
    pasos = [
        _paso("Recibido", consulta.recibida_en, f"Con el folio {consulta.folio}.", hecho=True),
        _leido(historia, resuelta),
    ]
    if consulta.grupo_id:
        nota = "Otros mensajes dicen lo mismo y se responden juntos. El suyo queda como lo escribió"
        pasos.append(_paso("Reunido con otros", historia.agrupada_en, f"{nota}.", hecho=True))
    pasos += [_decidido(consulta, historia), _publicado(consulta, publicada_en, vence)]
    if consulta.consultante_id:
        pasos.append(_enviado(envio, publicada_en is not None))
    for paso in pasos:
        if not paso["estado"]:
            paso["estado"] = "ahora"
            break
    return pasos


def _paso(nombre: str, fecha: date | None, nota: str, *, hecho: bool) -> dict[str, Any]:
    return {
        "nombre": nombre,
        "fecha": fecha_breve(fecha) if fecha else "",
        "nota": nota,
        "estado": "listo" if hecho else "",
    }


def _leido(historia: Historia, resuelta: bool) -> dict[str, Any]:
    leido = resuelta or historia.leida_en is not None
    nota = "La unidad que conoce el tema escribe la respuesta y otra persona la revisa."
    return _paso("Leído" if leido else "En lectura", historia.leida_en, nota, hecho=leido)


def _decidido(consulta: Consulta, historia: Historia) -> dict[str, Any]:
    decidido = _DECIDIDO.get(Consulta.Estado(consulta.estado))
    if decidido is None:
        return _paso("Respondido", None, "Aún no hay una respuesta aprobada.", hecho=False)
    fecha = historia.decidida_en
    if consulta.estado == Consulta.Estado.EN_ACTO:
        fecha = consulta.recibida_en
    return _paso(*(decidido[0], fecha, decidido[1]), hecho=True)


def _publicado(
    consulta: Consulta, publicada_en: datetime | None, vence: date | None
) -> dict[str, Any]:
    if publicada_en is not None:
        return _paso("Publicado", publicada_en, "Junto con todas las respuestas.", hecho=True)
    nota = "A más tardar. " if vence else ""
    como = "con su nombre" if consulta.publica_nombre else "sin su nombre"
    nota += f"Queda a la vista de todas las personas, {como}."
    return _paso("Publicado", vence, nota, hecho=False)


def _enviado(envio: EnvioRespuesta | None, publicada: bool) -> dict[str, Any]:
    mensaje = envio.mensaje if envio else None
    if envio and envio.entregado_en:
        nota = f"Por {envio.get_entrega_medio_display()}."
        return _paso("Enviado a usted", envio.entregado_en, nota, hecho=True)
    if mensaje and mensaje.estado in Mensaje.LLEGARON:
        return _paso("Enviado a usted", mensaje.enviado_en, "Por correo electrónico.", hecho=True)
    if mensaje and mensaje.estado in Mensaje.NO_LLEGARON:
        nota = "El correo no llegó. Revise abajo cómo responderle."
    elif envio:
        nota = "Está por salir."
    elif publicada:
        nota = "La respuesta está en esta página."
    else:
        nota = "Además recibe la respuesta por el medio que eligió."
    return _paso("Enviado a usted", None, nota, hecho=False)


# ── What its author did with it ──


def contactos_corregidos(consulta: Consulta) -> list[datetime]:
    """When its author changed how they are answered, each time."""
    return list(_hechos(consulta, "corregir_contacto").values_list("momento", flat=True))


def retiro_su_nombre(consulta: Consulta) -> bool:
    """Whether its author once allowed their name and took it back."""
    return _hechos(consulta, "retirar_nombre").exists()


def _hechos(consulta: Consulta, accion: str) -> QuerySet[Bitacora]:
    return Bitacora.objects.filter(
        objeto_tipo=consulta._meta.label_lower, objeto_id=consulta.pk, accion=accion
    )


def con_nombre_publico(cuenta: CuentaPublica) -> set[int]:
    """The numbers of the contributions whose author allows their name beside them today."""
    con_nombre = Consulta.objects.filter(
        cuenta=cuenta, publica_nombre=True, suprimida_en=None, consultante__isnull=False
    )
    return set(con_nombre.order_by().values_list("folio_numero", flat=True))


# ── The link that was lost ──


def con_enlace(correo: str, folio: tuple[int, int] | None = None) -> list[dict[str, Any]]:
    """Those with a private page whose author is answered at that address, the last one first.

    Of every service: call it where all of them may be read. `folio` is (year, number). Only what
    a link needs: what was written is not read.
    """
    consultas = Consulta.objects.filter(
        consultante__contacto_plegado=contacto_plegado(correo=correo),  # its index
        consultante__correo=correo,
        nonce__isnull=False,
        clave_hash__isnull=False,
        suprimida_en=None,
    )
    if folio:
        consultas = consultas.filter(folio_anio=folio[0], folio_numero=folio[1])
    filas = consultas.order_by("-recibida_en").values(
        "servicio_id", "nonce", "clave_hash", "folio_anio", "folio_numero", "recibida_en",
        anio=F("cuenta__anio_gestion"), nombre=F("cuenta__servicio__nombre"),
    )  # fmt: skip
    return [dict(fila) for fila in filas[:MAXIMO_DE_ENLACES]]
