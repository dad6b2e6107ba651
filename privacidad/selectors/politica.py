"""The privacy policy of a service, made of what the portal knows (art. 14 ter, Ley 19.628)."""

from dataclasses import dataclass
from datetime import date

from cuentas.models import NormaParticipacion
from privacidad.catalogos import ClaseDeDatos, tratamientos
from servicios.models import Autoridad, AvisoPrivacidad, Membresia, Servicio
from servicios.permissions import Rol
from servicios.selectors import autoridad_vigente, aviso_vigente


@dataclass(frozen=True)
class Politica:
    """What the page tells. `faltan` names, in words, what the service has not written down."""

    servicio: Servicio
    aviso: AvisoPrivacidad | None
    autoridad: Autoridad | None
    norma: NormaParticipacion | None
    tratamientos: tuple[ClaseDeDatos, ...]
    faltan: tuple[str, ...]

    @property
    def fecha(self) -> date | None:
        return self.aviso.vigente_desde if self.aviso else None


def politica_de(servicio: Servicio) -> Politica:
    """The policy as it stands today, whether or not the service wrote its notice."""
    aviso, autoridad = aviso_vigente(), autoridad_vigente()
    normas = list(NormaParticipacion.objects.filter(servicio=servicio).order_by("-anio"))
    norma = next((una for una in normas if una.numero), None)
    meses = normas[0].retencion if normas else {}
    faltan = tuple(_faltan(servicio, aviso, autoridad, norma))
    return Politica(servicio, aviso, autoridad, norma, tratamientos(meses), faltan)


def _faltan(
    servicio: Servicio,
    aviso: AvisoPrivacidad | None,
    autoridad: Autoridad | None,
    norma: NormaParticipacion | None,
) -> list[str]:
    datos = (
        (aviso, "el aviso de privacidad propio del servicio"),
        (autoridad, "el nombre de la autoridad que representa al servicio"),
        (norma, "el número de la norma de participación del servicio"),
        (servicio.telefono, "un teléfono de contacto"),
        (servicio.sitio_web, "el sitio web institucional"),
    )
    return [nombre for dato, nombre in datos if not dato]


def faltantes(servicio: Servicio) -> tuple[str, ...]:
    """What the staff must write down: what the page says is missing, and who attends requests."""
    quienes = Membresia.objects.vigentes().filter(
        servicio=servicio, rol=Rol.ENCARGADO_DATOS, usuario__is_active=True
    )
    nadie = () if quienes.exists() else ("una persona con el rol de protección de datos",)
    return (*politica_de(servicio).faltan, *nadie)
