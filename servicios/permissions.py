"""Who may do what: one table, role → permissions, that a lawyer can read (DOMAIN 6.2)."""

from django.db.models import TextChoices


class Rol(TextChoices):
    ADMINISTRACION = "administracion", "Administración del portal"
    ENCARGADO = "encargado_participacion", "Encargada o encargado de participación"
    EQUIPO = "equipo_cpp", "Equipo de la cuenta pública"
    COMUNICACIONES = "comunicaciones", "Comunicaciones"
    ACREDITADOR = "acreditador", "Acreditación"
    FACILITADOR = "facilitador", "Facilitación de taller"
    SECRETARIO = "secretario_tecnico", "Secretaría técnica de taller"
    SISTEMATIZADOR = "sistematizador", "Sistematización"
    UNIDAD = "unidad_respondedora", "Unidad que responde"
    REVISOR = "revisor", "Revisión"
    AUTORIDAD = "autoridad", "Autoridad"
    ENCARGADO_DATOS = "encargado_datos", "Protección de datos"
    ANALISTA_DOS = "analista_dos", "Analista DOS"
    AUDITOR = "auditor", "Auditoría"


ROLES_TRANSVERSALES = (Rol.ADMINISTRACION, Rol.ANALISTA_DOS, Rol.AUDITOR)


class Permiso(TextChoices):
    ADMINISTRAR_PORTAL = "administrar_portal", "configurar el portal"
    VER_TABLERO = "ver_tablero", "ver el tablero de la cuenta"
    ABRIR_CUENTA = "abrir_cuenta", "abrir y configurar la cuenta"
    GESTIONAR_EQUIPO = "gestionar_equipo", "sumar y retirar personas del equipo"
    GESTIONAR_TAREAS = "gestionar_tareas", "repartir y editar las tareas de la cuenta"
    HACER_TAREAS = "hacer_tareas", "dar por hechas las tareas propias"
    DEJAR_CONSTANCIA = "dejar_constancia", "dejar constancia de lo que el portal no puede ver"
    ANOTAR_DIFUSION = "anotar_difusion", "anotar dónde se difundió la cuenta"
    REDACTAR_INFORME = "redactar_informe", "redactar el informe"
    PUBLICAR_INFORME = "publicar_informe", "aprobar y publicar el informe"
    GESTIONAR_DIRECTORIO = "gestionar_directorio", "cargar y editar el directorio"
    PLANIFICAR_ACTIVIDAD = "planificar_actividad", "planificar actividades"
    CONVOCAR = "convocar", "enviar convocatorias"
    AUTORIZAR_TARDANZA_NACIONAL = "autorizar_tardanza_nacional", "autorizar una convocatoria tardía"
    AUTORIZAR_TARDANZA_REGIONAL = (
        "autorizar_tardanza_regional",
        "autorizar una convocatoria regional tardía",
    )
    GESTIONAR_VENTANA = "gestionar_ventana", "configurar la participación virtual"
    VER_CORREOS = "ver_correos", "ver el estado de los correos"
    GESTIONAR_CORREOS = "gestionar_correos", "reintentar y anular correos"
    VER_CONTACTOS = "ver_contactos", "ver datos de contacto"
    VER_AJUSTES = "ver_ajustes", "ver los apoyos que las personas pidieron para participar"
    ACREDITAR = "acreditar", "acreditar a quienes asisten"
    DIRIGIR_JORNADA = "dirigir_jornada", "abrir y cerrar la jornada y dirigir el plenario"
    GESTIONAR_TALLERES = "gestionar_talleres", "crear talleres y asignar sus equipos"
    VER_TALLER = "ver_taller", "leer las notas de los talleres"
    REGISTRAR_TALLER = "registrar_taller", "registrar lo dicho en un taller"
    VER_CONSULTAS = "ver_consultas", "leer los mensajes recibidos"
    INGRESAR_CONSULTA = "ingresar_consulta", "ingresar mensajes recibidos en papel"
    SISTEMATIZAR = "sistematizar", "agrupar y clasificar mensajes"
    REDACTAR_RESPUESTA = "redactar_respuesta", "redactar respuestas"
    APROBAR_RESPUESTA = "aprobar_respuesta", "aprobar o devolver respuestas"
    PREPARAR_RESPUESTAS = "preparar_respuestas", "preparar el documento de respuestas"
    PUBLICAR_RESPUESTAS = "publicar_respuestas", "aprobar y publicar las respuestas"
    VER_BITACORA = "ver_bitacora", "leer la bitácora"
    ATENDER_DERECHOS = "atender_derechos", "atender los derechos sobre datos personales"


P = Permiso

# The two read-only roles across services see facts and states, never people.
_LECTURA_SIN_PERSONAS = {P.VER_TABLERO}

PERMISOS: dict[str, frozenset[str]] = {
    Rol.ADMINISTRACION: frozenset({P.ADMINISTRAR_PORTAL, P.VER_TABLERO}),
    Rol.ENCARGADO: frozenset(
        {
            P.VER_TABLERO,
            P.ABRIR_CUENTA,
            P.GESTIONAR_EQUIPO,
            P.GESTIONAR_TAREAS,
            P.HACER_TAREAS,
            P.DEJAR_CONSTANCIA,
            P.ANOTAR_DIFUSION,
            P.REDACTAR_INFORME,
            P.GESTIONAR_DIRECTORIO,
            P.PLANIFICAR_ACTIVIDAD,
            P.CONVOCAR,
            P.AUTORIZAR_TARDANZA_NACIONAL,
            P.GESTIONAR_VENTANA,
            P.VER_CORREOS,
            P.GESTIONAR_CORREOS,
            P.VER_CONTACTOS,
            P.VER_AJUSTES,
            P.ACREDITAR,
            P.DIRIGIR_JORNADA,
            P.GESTIONAR_TALLERES,
            P.VER_TALLER,
            P.VER_CONSULTAS,
            P.INGRESAR_CONSULTA,
            P.SISTEMATIZAR,
            P.REDACTAR_RESPUESTA,
            P.PREPARAR_RESPUESTAS,
            P.VER_BITACORA,
        }
    ),
    Rol.EQUIPO: frozenset(
        {
            P.VER_TABLERO,
            P.GESTIONAR_TAREAS,
            P.HACER_TAREAS,
            P.DEJAR_CONSTANCIA,
            P.ANOTAR_DIFUSION,
            P.REDACTAR_INFORME,
            P.GESTIONAR_DIRECTORIO,
            P.PLANIFICAR_ACTIVIDAD,
            P.CONVOCAR,
            P.VER_CORREOS,
            P.VER_CONTACTOS,
            P.VER_AJUSTES,
            P.ACREDITAR,
            P.GESTIONAR_TALLERES,
            P.VER_TALLER,
            P.VER_CONSULTAS,
            P.INGRESAR_CONSULTA,
        }
    ),
    Rol.COMUNICACIONES: frozenset(
        {P.VER_TABLERO, P.HACER_TAREAS, P.ANOTAR_DIFUSION, P.GESTIONAR_VENTANA}
    ),
    Rol.ACREDITADOR: frozenset({P.VER_TABLERO, P.HACER_TAREAS, P.ACREDITAR}),
    Rol.FACILITADOR: frozenset({P.VER_TABLERO, P.HACER_TAREAS, P.VER_TALLER}),
    Rol.SECRETARIO: frozenset({P.VER_TABLERO, P.HACER_TAREAS, P.VER_TALLER, P.REGISTRAR_TALLER}),
    Rol.SISTEMATIZADOR: frozenset(
        {
            P.VER_TABLERO,
            P.HACER_TAREAS,
            P.VER_CONSULTAS,
            P.SISTEMATIZAR,
            P.REDACTAR_RESPUESTA,
            P.PREPARAR_RESPUESTAS,
        }
    ),
    Rol.UNIDAD: frozenset({P.VER_TABLERO, P.HACER_TAREAS, P.VER_CONSULTAS, P.REDACTAR_RESPUESTA}),
    Rol.REVISOR: frozenset({P.VER_TABLERO, P.HACER_TAREAS, P.VER_CONSULTAS, P.APROBAR_RESPUESTA}),
    Rol.AUTORIDAD: frozenset(
        {
            P.VER_TABLERO,
            P.HACER_TAREAS,
            P.DEJAR_CONSTANCIA,
            P.PUBLICAR_INFORME,
            P.AUTORIZAR_TARDANZA_REGIONAL,
            P.VER_CONSULTAS,
            P.PUBLICAR_RESPUESTAS,
        }
    ),
    Rol.ENCARGADO_DATOS: frozenset(
        {P.VER_TABLERO, P.HACER_TAREAS, P.VER_BITACORA, P.ATENDER_DERECHOS}
    ),
    Rol.ANALISTA_DOS: frozenset(_LECTURA_SIN_PERSONAS),
    Rol.AUDITOR: frozenset(_LECTURA_SIN_PERSONAS | {P.VER_BITACORA}),
}
