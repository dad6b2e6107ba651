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
from cuentas.forms.informe import CapituloForm, ObservacionForm
from cuentas.forms.norma import NormaForm

__all__ = [
    "AbrirCuentaForm",
    "CapituloForm",
    "DatosCuentaForm",
    "IntegranteForm",
    "InterrumpirForm",
    "MotivoForm",
    "NormaForm",
    "ObservacionForm",
    "PlazosForm",
    "ReanudarForm",
    "leer_fecha",
]
