"""The personal data of `comun`: none that names anybody."""

from comun.tratamiento import P, Tratamiento, sin_personas

TRATAMIENTOS = (
    Tratamiento(
        "comun.Archivo",
        personales={"contenido": P},
        clase="registro",
        exporta="con lo que lo cita: un documento publicado, un acta, una evidencia",
        borra="no se borra: es registro oficial, y la base no lo permite",
    ),
    Tratamiento(
        "comun.Balde",
        personales={"clave": P},
        clase="seguridad",
        exporta="no se exporta: es un hash con clave, no se sabe de quién",
        borra="se borra la fila",
    ),
    Tratamiento(
        "comun.Bitacora",
        personales={"actor_id": P},
        clase="bitacora",
        exporta="en la consulta de la bitácora del servicio",
        borra="no se borra: dice qué funcionario hizo qué, y ningún dato de la ciudadanía",
    ),
    sin_personas("comun.Correlativo"),
    sin_personas("comun.DesfaseReloj"),
    sin_personas("comun.Eslabon"),
    sin_personas("comun.Feriado", "nombre"),
)
