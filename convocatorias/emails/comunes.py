"""What several mails of the call share: addresses, the calendar file and the day in words."""

from typing import Any
from urllib.parse import urlencode

from comun import archivos, ics, reloj
from comun.models import Archivo
from convocatorias import documents, selectors
from convocatorias.models import Actividad, Convocatoria
from correos.emails import absoluta
from cuentas.models import CuentaPublica
from servicios.selectors import aviso_vigente

ICS = "actividad.ics"


def campania(convocatoria: Convocatoria) -> str:
    """The name under which the mails of one call are gathered in the console.

    Those of the changes of an activity are gathered together, as its other notices are.
    """
    if convocatoria.clase == Convocatoria.Clase.CAMBIO:
        return f"cambio:{convocatoria.actividad_id}"
    return f"convocatoria:{convocatoria.pk}"


def pagina_de(cuenta: CuentaPublica, resto: str = "") -> str:
    """Absolute address of a public page of the account: fixed, whatever app draws it."""
    return absoluta(f"cuentas/{cuenta.servicio.slug}/{cuenta.anio_gestion}/{resto}")


def pagina_de_actividad(actividad: Actividad) -> str:
    """Absolute address of the public page of an activity."""
    return pagina_de(actividad.cuenta, f"jornadas/{actividad.slug}/")


def mapa_de(actividad: Actividad) -> str:
    """A plain link to where it is on a public map, found by its address or its name.

    Nothing of the map is asked for by our pages: whoever wants it, presses.
    """
    partes = [actividad.direccion or actividad.lugar, str(actividad.comuna or ""), "Chile"]
    consulta = urlencode({"query": ", ".join(filter(None, partes))})
    return f"https://www.openstreetmap.org/search?{consulta}"


def contexto_de_actividad(actividad: Actividad) -> dict[str, Any]:
    """What every mail about an activity says, read once."""
    cuenta = actividad.cuenta
    return {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "actividad": actividad,
        "mapa_url": mapa_de(actividad),
        "proceso": selectors.proceso_de(cuenta),
        "actividad_url": pagina_de_actividad(actividad),
        "informe_url": pagina_de(cuenta, "informe/"),
        "participar_url": pagina_de(cuenta, "participar/"),
        "privacidad_url": absoluta(f"privacidad/{cuenta.servicio.slug}/"),
        "aviso_privacidad": aviso_vigente(),
    }


def adjunto_de_calendario(actividad: Actividad) -> Archivo:
    """The activity as it is, to travel with a mail."""
    contenido = documents.calendario(actividad, pagina_de_actividad(actividad), reloj.ahora())
    return archivos.guardar(contenido, documents.tipo_de_calendario(actividad))


def adjunto_de_cancelacion(antes: Actividad, secuencia: int) -> Archivo:
    """What takes the former date out of the calendars, to travel with a mail."""
    url = pagina_de_actividad(antes)
    contenido = documents.cancelacion(antes, url, reloj.ahora(), secuencia)
    return archivos.guardar(contenido, ics.tipo(ics.CANCELA))
