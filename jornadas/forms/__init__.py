"""What is typed on the day: at the door, of the exposition, in the plenary and at its end."""

from jornadas.forms.cierre import CierreForm, ExposicionForm, NoRealizadaForm
from jornadas.forms.plenario import PreguntaForm, RespuestaForm
from jornadas.forms.puerta import BuscarForm, FichaForm, MoverForm, PersonaForm

__all__ = [
    "BuscarForm",
    "CierreForm",
    "ExposicionForm",
    "FichaForm",
    "MoverForm",
    "NoRealizadaForm",
    "PersonaForm",
    "PreguntaForm",
    "RespuestaForm",
]
