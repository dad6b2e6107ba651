"""The story of one mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from comun.models import Bitacora
from correos.models import ENVIO_DETENIDO, Mensaje
from servicios.models import Usuario


@dataclass(frozen=True)
class Hecho:
    """A step of a mail's story: what happened, when if it can be told, and who decided it."""

    que: str
    cuando: datetime | None = None
    quien: str = ""
    detalle: str = ""


#: What the bitácora calls each decision or outcome, and how a person would say it.
HECHOS = {
    "anular_campania": "Se detuvo el envío entero",
    "anular_correo": "Se anuló",
    "avisar_por_otro_medio": "Se avisó a la persona por otro medio",
    "correo_conciliado": "Se comprobó que llegó",
    "correo_demorado": "El correo de destino avisó que se demora",
    "correo_incierto": "Quedó en duda: la conexión se cortó al final",
    "correo_rebotado": "El correo de destino lo devolvió",
    "correo_rechazado": "El correo de destino lo rechazó",
    "dar_por_enviado_correo": "Se dio por enviado",
    "reenviar_ausente": "El registro del servidor dice que no lo recibió: sale de nuevo",
    "reintentar_correo": "Se puso de nuevo en la cola",
    "soltar_correo": "Terminó el bloqueo que pidió la persona: sale lo que se le debía",
}
#: Those after which it was tried anew.
A_LA_COLA = {HECHOS[h] for h in ("reenviar_ausente", "reintentar_correo", "soltar_correo")}


def historia(mensaje: Any, ahora: datetime) -> list[Hecho]:
    """The story of one mail: decided, tried, its dot, how it ended, and who decided what."""
    decisiones = Q(objeto_tipo=Mensaje._meta.label_lower, objeto_id=mensaje.pk)
    if mensaje.ultimo_texto == ENVIO_DETENIDO and mensaje.campania:
        decisiones |= Q(
            accion="anular_campania",
            servicio_id=mensaje.servicio_id,
            datos__campania=mensaje.campania,
        )
    filas = list(Bitacora.objects.filter(decisiones, accion__in=HECHOS).order_by("pk"))
    nombres = dict(
        Usuario.objects.filter(pk__in={f.actor_id for f in filas}).values_list("pk", "nombre")
    )
    dichos = [
        Hecho(HECHOS[f.accion], f.momento, nombres.get(f.actor_id or 0, ""), _codigo(f.datos))
        for f in filas
    ]
    if mensaje.enviado_en and mensaje.estado != Mensaje.Estado.CONCILIADO:
        dichos.append(Hecho("Lo recibió el correo de destino", mensaje.enviado_en))
    dichos.sort(key=lambda hecho: hecho.cuando or mensaje.creado_en)
    dichos.insert(0, Hecho("Se escribió y quedó en la cola", mensaje.creado_en))
    # The row counts its attempts since it was last put in the queue.
    cola = max(i for i, hecho in enumerate(dichos) if i == 0 or hecho.que in A_LA_COLA)
    dichos[cola + 1 : cola + 1] = _intentos(mensaje, ahora)
    return dichos + _final(mensaje)


def _codigo(datos: dict[str, Any]) -> str:
    return f"Código {datos['codigo']}" if datos.get("codigo") else ""


def _intentos(mensaje: Any, ahora: datetime) -> list[Hecho]:
    hechos = []
    if mensaje.intentos:
        veces = "una vez" if mensaje.intentos == 1 else f"{mensaje.intentos} veces"
        hechos.append(Hecho(f"Se intentó enviar {veces}"))
    if mensaje.punto_en:
        # By the database's clock: told only when the portal's says the same.
        misma_hora = abs(ahora - mensaje.ahora_real) < timedelta(minutes=1)
        salida = mensaje.punto_en if misma_hora else None
        hechos.append(Hecho("Salió completo, hasta su punto final", salida))
    return hechos


def _final(mensaje: Mensaje) -> list[Hecho]:
    hechos = []
    if mensaje.evidencia:
        hechos.append(Hecho("Cómo se supo", detalle=mensaje.evidencia))
    if mensaje.purgado_en:
        hechos.append(Hecho("Se borraron sus palabras", mensaje.purgado_en))
    return hechos
