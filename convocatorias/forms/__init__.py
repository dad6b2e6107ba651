"""What people type: the directory, the activities, the call, the window, and their answers."""

from convocatorias.forms.actividades import (
    ActividadForm,
    BloqueForm,
    MotivoForm,
    MoverForm,
    programa_formset,
)
from convocatorias.forms.convocatoria import (
    AmpliarForm,
    DestinatariosForm,
    EnvioForm,
    ProcesoForm,
    ProgramarForm,
    TardanzaForm,
    TextoConvocatoriaForm,
)
from convocatorias.forms.directorio import (
    CargaForm,
    ContactoForm,
    FiltroDirectorioForm,
    OrganizacionForm,
)
from convocatorias.forms.publico import InscripcionForm, RespuestaInvitacionForm

__all__ = [
    "ActividadForm",
    "AmpliarForm",
    "BloqueForm",
    "CargaForm",
    "ContactoForm",
    "DestinatariosForm",
    "EnvioForm",
    "FiltroDirectorioForm",
    "InscripcionForm",
    "MotivoForm",
    "MoverForm",
    "OrganizacionForm",
    "ProcesoForm",
    "ProgramarForm",
    "RespuestaInvitacionForm",
    "TardanzaForm",
    "TextoConvocatoriaForm",
    "programa_formset",
]
