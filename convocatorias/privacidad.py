"""The personal data of `convocatorias`: the directory, who was called, and what each answered."""

from datetime import datetime

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from comun.tratamiento import (
    DATOS_PERSONA,
    NOMBRE_SUPRIMIDO,
    TEXTO_SUPRIMIDO,
    P,
    S,
    Titular,
    Tratamiento,
    X,
    del_personal,
    sin_personas,
)
from convocatorias.models import (
    Ajuste,
    Contacto,
    Encuentro,
    Enlace,
    Importacion,
    Invitacion,
    Participante,
    Preferencia,
)

PLANILLA_ABIERTA = (
    "Hay una planilla del directorio sin terminar: puede traer a la persona. Termine o descarte "
    "esa carga."
)
_CLAVE = Concat(Value("suprimida "), Cast("pk", CharField()))


def borrar_filas(filas: QuerySet, ahora: datetime) -> int:
    return filas.delete()[0]


def olvidar_contacto(personas: QuerySet, ahora: datetime) -> int:
    """Erase how to reach the participants, and the keys that answer for them."""
    ids = list(personas.values_list("pk", flat=True))
    Enlace.objects.filter(participante__in=ids).delete()
    Invitacion.objects.filter(participante__in=ids).update(
        clave="", clave_hash=_CLAVE, detalle="", motivo_tardanza=""
    )
    return personas.update(correo="", telefono="", direccion="")


def olvidar_persona(personas: QuerySet, ahora: datetime) -> int:
    """Erase who they were: that somebody of an organisation was called or came stays."""
    ids = list(personas.values_list("pk", flat=True))
    Ajuste.objects.filter(participante__in=ids).delete()
    personas.update(
        nombres=NOMBRE_SUPRIMIDO,
        apellidos="",
        nombre_plegado=_CLAVE,
        organizacion_nombre="",
        contacto=None,
        nonce=None,
    )
    return olvidar_contacto(personas, ahora)


def olvidar_encuentros(encuentros: QuerySet, ahora: datetime) -> int:
    """Erase who answers for a meeting and its private page; which organisation it was stays."""
    return encuentros.update(
        nombres=NOMBRE_SUPRIMIDO,
        apellidos="",
        correo="",
        telefono="",
        direccion=NOMBRE_SUPRIMIDO,
        clave="",
        clave_hash=None,
        clave_desde=None,
    )


def olvidar_textos(valores: QuerySet, ahora: datetime) -> int:
    return valores.exclude(texto="").update(texto=TEXTO_SUPRIMIDO)


def _de(modelo: type, campo: str = "correo"):
    def filas(titular: Titular) -> QuerySet:
        suyas = {f"{campo}__iexact": titular.correo}
        return modelo.objects.filter(servicio=titular.servicio_id, **suyas)  # type: ignore[attr-defined]

    return filas


def _participantes(titular: Titular) -> QuerySet:
    contactos = Contacto.objects.filter(
        servicio=titular.servicio_id, correo__iexact=titular.correo
    ).values("pk")
    suyos = Q(correo__iexact=titular.correo) | Q(contacto__in=contactos)
    return Participante.objects.filter(suyos, servicio=titular.servicio_id)


def _planillas(titular: Titular) -> QuerySet:
    """Of every sheet still open: nobody looks inside for one person."""
    return Importacion.objects.filter(servicio=titular.servicio_id, contenido__isnull=False)


def _planillas_esperan(planillas: QuerySet) -> dict[int, str]:
    return dict.fromkeys(planillas.values_list("pk", flat=True), PLANILLA_ABIERTA)


PERSONA = {**DATOS_PERSONA}

TRATAMIENTOS = (
    Tratamiento(
        "convocatorias.Ajuste",
        personales={"necesidades": S},
        clase="apoyos",
        exporta="qué apoyos pidió, y con qué permiso",
        borra="se borra la fila el día después de la actividad, o cuando lo pide",
        titular=_de(Ajuste, "participante__correo"),
        borrar=borrar_filas,
    ),
    Tratamiento(
        "convocatorias.Enlace",
        personales={"clave_hash": X},
        clase="claves",
        exporta="no se exporta: la clave no está guardada",
        borra="se borra la fila",
        titular=_de(Enlace, "participante__correo"),
        borrar=borrar_filas,
    ),
    Tratamiento(
        "convocatorias.Invitacion",
        personales={"clave": X, "clave_hash": X, "detalle": P, "motivo_tardanza": P},
        publicos=(),
        clase="participantes",
        exporta="qué se le avisó, cuándo y por qué medio",
        borra="con la persona: claves y notas",
        titular=_de(Invitacion, "participante__correo"),
    ),
    Tratamiento(
        "convocatorias.Preferencia",
        personales={"tema": P},
        clase="participantes",
        exporta="los temas que prefirió",
        borra="se borra la fila",
        titular=_de(Preferencia, "participante__correo"),
        borrar=borrar_filas,
    ),
    Tratamiento(
        "convocatorias.Participante",
        personales={**PERSONA, "nombre_plegado": P, "organizacion_nombre": S, "nonce": X},
        clase="participantes",
        exporta="sus datos, a qué se le invitó y qué contestó",
        borra="contacto a su plazo (contactos); nombre y organización al suyo",
        titular=_participantes,
        borrar=olvidar_persona,
    ),
    Tratamiento(
        "convocatorias.Contacto",
        personales={**PERSONA, "cargo": P},
        clase="directorio",
        exporta="sus datos, y de qué organización",
        borra="se borra la fila, y el índice de su organización se escribe de nuevo",
        titular=_de(Contacto),
        borrar=borrar_filas,
    ),
    Tratamiento(
        "convocatorias.Encuentro",
        personales={**PERSONA, "clave": X, "clave_hash": X},
        publicos=("organizacion_nombre",),
        clase="identidad",
        exporta="sus datos, y el encuentro que organizó",
        borra="nombre, contacto y clave; queda qué organización fue",
        titular=_de(Encuentro),
        borrar=olvidar_encuentros,
    ),
    Tratamiento(
        "convocatorias.Importacion",
        personales={"nombre": P, "contenido": S, "muestra": S, "leido": S, "hallazgos": S},
        clase="planillas",
        exporta="no se exporta por persona: es la planilla entera",
        borra="se vacía al terminar la carga, o sola si se olvida",
        titular=_planillas,
        espera=_planillas_esperan,
    ),
    Tratamiento(
        "convocatorias.Organizacion",
        personales={"busqueda": P},
        publicos=("nombre", "nombre_plegado", "direccion", "rut"),
        clase="directorio",
        exporta="con sus contactos",
        borra="su índice se escribe de nuevo sin la persona",
    ),
    Tratamiento(
        "convocatorias.ValorPrevio",
        personales={"texto": S},
        clase="encuestas",
        exporta="no se exporta: la encuesta es anónima",
        borra="el texto se reemplaza; las opciones quedan",
        borrar=olvidar_textos,
    ),
    del_personal("convocatorias.FiltroGuardado", "usuario", "consulta", publicos=("nombre",)),
    sin_personas("convocatorias.Actividad", "nombre", "descripcion", "direccion", "motivo_estado"),
    sin_personas("convocatorias.BloquePrograma", "nombre"),
    sin_personas("convocatorias.CambioEnBloque", "valor_nombre"),
    sin_personas(
        "convocatorias.Convocatoria",
        "mensaje",
        "motivo_complementaria",
        "fallo_programado",
        "motivo_tardanza",
    ),
    sin_personas("convocatorias.EncuestaPrevia", "introduccion"),
    sin_personas("convocatorias.FusionOrganizaciones"),
    sin_personas("convocatorias.MapeoColumnas"),
    sin_personas("convocatorias.PaginaBanner"),
    sin_personas("convocatorias.PosibleDuplicado"),
    sin_personas("convocatorias.PreguntaPrevia", "texto", "opciones"),
    sin_personas("convocatorias.ProcesoVirtual", "instrucciones", "motivo_duracion"),
    sin_personas("convocatorias.RespuestaPrevia"),
    sin_personas("convocatorias.RevisionBanner"),
    sin_personas("convocatorias.Tema", "nombre", "nombre_plegado"),
    sin_personas("convocatorias.TextoConvocatoria", "texto"),
    sin_personas("convocatorias.TipoOrganizacion", "nombre"),
    sin_personas("convocatorias.Transmision", "nota"),
)
