"""The personal data of `cuentas`: who of the service does what. The rest is the public account."""

from comun.tratamiento import Tratamiento, del_personal, sin_personas

TRATAMIENTOS: tuple[Tratamiento, ...] = (
    sin_personas("cuentas.AjusteRegla", "motivo"),
    sin_personas("cuentas.Capitulo", "texto"),
    del_personal("cuentas.Constancia", "dada_por", publicos=("texto",)),
    sin_personas("cuentas.CuentaPublica", "motivo_modalidad", "motivo_anulacion"),
    sin_personas("cuentas.Difusion"),
    sin_personas("cuentas.HechoPrevio", "motivo"),
    sin_personas("cuentas.InformeCuenta", "observacion", "resumen"),
    del_personal("cuentas.Integrante", "usuario", "funcion"),
    sin_personas("cuentas.Interrupcion", "motivo"),
    sin_personas("cuentas.NormaParticipacion", "nombre"),
    sin_personas("cuentas.PublicacionInforme", "contenido"),
    del_personal("cuentas.Tarea", "responsable", "hecha_por", publicos=("nombre", "evidencia")),
)
