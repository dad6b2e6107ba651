"""The personal data of `servicios`: those of functionaries, in the exercise of their office."""

from comun.tratamiento import Tratamiento, del_personal, sin_personas

TRATAMIENTOS: tuple[Tratamiento, ...] = (
    del_personal("servicios.Autoridad", "nombre", "cargo"),
    sin_personas("servicios.AvisoPrivacidad", "texto"),
    sin_personas("servicios.Comuna", "nombre"),
    del_personal("servicios.Membresia", "usuario"),
    sin_personas("servicios.RedPermitida", "nombre"),
    sin_personas("servicios.Region", "nombre"),
    sin_personas("servicios.Servicio", "nombre", "nombre_corto", "correo", "telefono"),
    sin_personas("servicios.SitioWeb"),
    del_personal("servicios.Usuario", "username", "email", "nombre", "cargo", "telefono"),
)
