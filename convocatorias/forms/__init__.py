"""What people type: the directory, the activities, the call, the window, and their answers."""

from convocatorias.forms.actividades import (
    ActividadForm,
    BloqueForm,
    MotivoForm,
    MoverForm,
    programa_formset,
)
from convocatorias.forms.banner import PaginaBannerForm
from convocatorias.forms.carga import CargaForm, ColumnasForm
from convocatorias.forms.convocatoria import (
    AmpliarForm,
    EnvioForm,
    ProcesoForm,
    ProgramarForm,
    TardanzaForm,
    TextoConvocatoriaForm,
)
from convocatorias.forms.destinatarios import SumarForm
from convocatorias.forms.directorio import (
    BuscarOrganizacionForm,
    ContactoForm,
    DejarCargoForm,
    ListaDirectorioForm,
    OrganizacionForm,
)
from convocatorias.forms.encuentro import EncuentroForm
from convocatorias.forms.encuesta import (
    CargaEncuestaForm,
    CuestionarioForm,
    DiasEncuestaForm,
    EncuestaForm,
    HojasForm,
    PapelForm,
    preguntas_formset,
)
from convocatorias.forms.listas import UNIR, AccionForm, NombreFiltroForm, ValorForm
from convocatorias.forms.otros_medios import (
    AnotarEntregaForm,
    BuscarInvitadaForm,
    FiltroInvitacionesForm,
    OtroMedioForm,
    RespuestaAnotadaForm,
)
from convocatorias.forms.publico import (
    InscripcionAManoForm,
    InscripcionForm,
    RespuestaInvitacionForm,
)
from convocatorias.forms.transmisiones import TransmisionesForm

__all__ = [
    "UNIR",
    "AccionForm",
    "ActividadForm",
    "AmpliarForm",
    "AnotarEntregaForm",
    "BloqueForm",
    "BuscarInvitadaForm",
    "BuscarOrganizacionForm",
    "CargaEncuestaForm",
    "CargaForm",
    "ColumnasForm",
    "ContactoForm",
    "CuestionarioForm",
    "DejarCargoForm",
    "DiasEncuestaForm",
    "EncuentroForm",
    "EncuestaForm",
    "EnvioForm",
    "FiltroInvitacionesForm",
    "HojasForm",
    "InscripcionAManoForm",
    "InscripcionForm",
    "ListaDirectorioForm",
    "MotivoForm",
    "MoverForm",
    "NombreFiltroForm",
    "OrganizacionForm",
    "OtroMedioForm",
    "PaginaBannerForm",
    "PapelForm",
    "ProcesoForm",
    "ProgramarForm",
    "RespuestaAnotadaForm",
    "RespuestaInvitacionForm",
    "SumarForm",
    "TardanzaForm",
    "TextoConvocatoriaForm",
    "TransmisionesForm",
    "ValorForm",
    "preguntas_formset",
    "programa_formset",
]
