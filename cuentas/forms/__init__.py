"""What people type about an account."""

from cuentas.forms.cuenta import (
    AbrirCuentaForm,
    DatosCuentaForm,
    IntegranteForm,
    InterrumpirForm,
    MotivoForm,
    PlazosForm,
    ReanudarForm,
    leer_fecha,
)
from cuentas.forms.hechos_previos import HechoPrevioForm
from cuentas.forms.informe import CapituloForm, ObservacionForm, ResumenForm
from cuentas.forms.norma import AjusteForm, NormaForm

__all__ = [
    "AbrirCuentaForm",
    "AjusteForm",
    "CapituloForm",
    "DatosCuentaForm",
    "HechoPrevioForm",
    "IntegranteForm",
    "InterrumpirForm",
    "MotivoForm",
    "NormaForm",
    "ObservacionForm",
    "PlazosForm",
    "ReanudarForm",
    "ResumenForm",
    "leer_fecha",
]
