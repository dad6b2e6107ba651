"""The personal data of `seguimiento`: whose task each one is, and who was reminded of it."""

from comun.tratamiento import Tratamiento, del_personal, sin_personas

TRATAMIENTOS: tuple[Tratamiento, ...] = (
    del_personal("seguimiento.Calendario", "usuario"),
    sin_personas("seguimiento.CambioPlazo"),
    del_personal("seguimiento.Pendiente", "duenio", "persona", publicos=("porque",)),
    sin_personas("seguimiento.Plazo", "nombre"),
    sin_personas("seguimiento.Proyeccion"),
    del_personal("seguimiento.Recordatorio", "usuario"),
    sin_personas("seguimiento.Ronda"),
)
