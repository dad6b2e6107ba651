"""The steps of an account that everybody sees, and how the date of its answers is computed."""

from datetime import date, datetime
from typing import Any, cast

from comun.formato import fecha_breve
from comun.plazos import TipoDias
from comun.svg import regla_de_dias
from cuentas.models import CuentaPublica
from jornadas.models import Jornada
from seguimiento.etapas.panorama import Panorama

#: What happened before the account was kept here.
FUERA = "Antes de usar el portal"


def pasos(panorama: Panorama, ahora: datetime) -> list[dict[str, Any]]:
    """The stepper: each step with its date, as `components/pasos.html` draws it."""
    cuenta = panorama.cuenta
    hoy = ahora.astimezone(cuenta.servicio.zona).date()
    todos = [
        _paso_informe(panorama, hoy),
        _paso_virtual(panorama, ahora, hoy),
        *(
            [_paso_jornada(panorama, hoy)]
            if cuenta.modalidad != CuentaPublica.Modalidad.VIRTUAL
            else []
        ),
        _paso_respuestas(panorama, hoy),
    ]
    if not any(paso["estado"] == "ahora" for paso in todos):
        siguiente = next((p for p in todos if not p["estado"]), None)
        if siguiente is not None and todos.index(siguiente) == len(todos) - 1:
            siguiente["estado"] = "ahora"
    return todos


def _paso(nombre: str, fecha: str, nota: str, estado: str = "") -> dict[str, Any]:
    return {"nombre": nombre, "fecha": fecha, "nota": nota, "estado": estado}


def _dia(fecha: date, hoy: date) -> str:
    """`12 jul`, with its year when it is not this one."""
    return fecha_breve(fecha) + (f" {fecha.year}" if fecha.year != hoy.year else "")


def _lapso(desde: date, hasta: date, hoy: date) -> str:
    """`26 abr a 4 jun`: the year is said once, unless it changes on the way."""
    if desde.year == hasta.year:
        return f"{fecha_breve(desde)} a {_dia(hasta, hoy)}"
    return f"{_dia(desde, hoy)} a {_dia(hasta, hoy)}"


def _paso_informe(panorama: Panorama, hoy: date) -> dict[str, Any]:
    publicado = panorama.informe_publicado_en
    if publicado is None and (previo := panorama.previos.get("informe")):
        return _paso("Informe publicado", _dia(previo.fecha, hoy), FUERA, "listo")
    if publicado is None:
        return _paso("Informe", "Por definir", "Se publica antes de invitar")
    fecha = publicado.astimezone(panorama.cuenta.servicio.zona).date()
    return _paso("Informe publicado", _dia(fecha, hoy), "Para leer y descargar", "listo")


def _paso_virtual(panorama: Panorama, ahora: datetime, hoy: date) -> dict[str, Any]:
    proceso = panorama.proceso
    nombre = "Participación virtual"
    previo = panorama.previos.get("participacion")
    if proceso is None and previo:
        return _paso(nombre, f"Desde el {_dia(previo.fecha, hoy)}", FUERA, "listo")
    if proceso is None or proceso.publicado_en is None:
        return _paso(nombre, "Por definir", "Se anuncia antes de abrir")
    fecha = _lapso(proceso.inicio, proceso.termino, hoy)
    if proceso.abierto(ahora):
        return _paso(nombre, fecha, "", "ahora")
    if ahora >= proceso.cierra_en:
        return _paso(nombre, fecha, "Terminó", "listo")
    return _paso(nombre, fecha, f"Abre el {_dia(proceso.inicio, hoy)}")


def _paso_jornada(panorama: Panorama, hoy: date) -> dict[str, Any]:
    nombre, actividad = "Jornada presencial", panorama.principal
    previo = panorama.previos.get("jornada")
    if previo and (actividad is None or actividad.fecha in (None, previo.fecha)):
        return _paso(nombre, _dia(previo.fecha, hoy), FUERA, "listo")
    if actividad is None or actividad.fecha is None:
        return _paso(nombre, "Por definir", "Se convoca con 15 días de anticipación")
    jornada = panorama.jornadas.get(actividad.pk)
    estado = ""
    if jornada is not None and jornada.estado == Jornada.Estado.CERRADA:
        estado = "listo"
    elif actividad.fecha == hoy or (jornada and jornada.estado == Jornada.Estado.ABIERTA):
        estado = "ahora"
    lugar = actividad.comuna.nombre if actividad.comuna else actividad.lugar
    return _paso(nombre, _dia(actividad.fecha, hoy), lugar, estado)


def _paso_respuestas(panorama: Panorama, hoy: date) -> dict[str, Any]:
    if panorama.publicadas_en:
        fecha = panorama.publicadas_en.astimezone(panorama.cuenta.servicio.zona).date()
        return _paso("Respuestas", _dia(fecha, hoy), "Publicadas y enviadas", "listo")
    if previo := panorama.previos.get("respuestas"):
        return _paso("Respuestas", _dia(previo.fecha, hoy), FUERA, "listo")
    limite = panorama.limite
    if limite is None:
        return _paso("Respuestas", "Por definir", "Con fecha comprometida antes de abrir")
    if hoy > limite:
        return _paso("Respuestas", _dia(limite, hoy), "Fuera de plazo", "tarde")
    return _paso("Respuestas", _dia(limite, hoy), "A más tardar este día")


def plazo_explicado(panorama: Panorama, hoy: date) -> dict[str, Any] | None:
    """How the last day to answer is computed, for `components/como.html` (R107, R108).

    Before the day of the activity it is announced as planned. None while nothing dates it.
    """
    fechas, norma = panorama.fechas, panorama.cuenta.norma
    if fechas is None:
        return None
    dias, tipo = norma.plazo_respuesta_maximo_dias, norma.get_tipo_dias_display()
    virtual = panorama.cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL
    que = "el cierre de la participación virtual" if virtual else "la jornada presencial"
    cuentan = (
        "Los sábados, domingos y feriados sí se cuentan."
        if norma.tipo_dias == norma.TipoDias.CORRIDOS
        else "Los sábados, domingos y feriados no se cuentan."
    )
    planeada = fechas.ancla > hoy
    return {
        "texto": f"Respondemos dentro de los {dias} {tipo} que siguen a {que}. "
        f"Ese día no se cuenta. {cuentan}",
        "regla": regla_de_dias(
            desde=fechas.ancla,
            dias=dias,
            tipo=cast(TipoDias, norma.tipo_dias),
            feriados=fechas.feriados,
            ancla="día de la jornada" if not virtual else "cierre de la participación",
            hitos=[(norma.plazo_respuesta_sugerido_dias, "plazo sugerido")],
            hoy=None if panorama.publicadas_en else hoy,
            clave="plazo",
        ),
        "fuente": norma.cita
        + (". Si la fecha cambia, esta también cambia y lo avisaremos aquí." if planeada else "."),
        "planeada": planeada,
        "sugerido": fechas.sugerido.fecha,
        "maximo": fechas.maximo.fecha,
        "quedan": (fechas.ultima - hoy).days,
        "ultima": fechas.ultima,
        "tipo": tipo,
    }
