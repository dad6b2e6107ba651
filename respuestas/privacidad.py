"""The personal data of `respuestas`: who wrote, how to reach them, and their words."""

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from comun.texto import plegar
from comun.tratamiento import (
    DATOS_PERSONA,
    NOMBRE_SUPRIMIDO,
    TEXTO_SUPRIMIDO,
    P,
    S,
    Titular,
    Tratamiento,
    X,
    sin_personas,
)
from respuestas.models import (
    AdjuntoConsulta,
    Consentimiento,
    Consulta,
    Consultante,
    PublicacionRespuestas,
    Redaccion,
)

SIN_RESPUESTA = "Tiene un mensaje sin responder: se necesita para responderle."
ADJUNTO = "Va con un mensaje sin responder."
_CLAVE = Concat(Value("suprimida "), Cast("pk", CharField()))


def olvidar_contacto(personas: QuerySet, ahora: datetime) -> int:
    """Erase how to reach them. From here on what is for them waits at the office."""
    return personas.update(
        correo="",
        telefono="",
        direccion="",
        medio=Consultante.Medio.RETIRO,
        contacto_plegado=_CLAVE,
    )


def olvidar_persona(personas: QuerySet, ahora: datetime) -> int:
    """Erase who they are, and how to reach them; what they allowed is taken back."""
    ids = list(personas.values_list("pk", flat=True))
    Consentimiento.objects.filter(consultante__in=ids, retirado_en=None).update(retirado_en=ahora)
    Consulta.objects.filter(consultante__in=ids, publica_nombre=True).update(publica_nombre=False)
    personas.update(
        nombres=NOMBRE_SUPRIMIDO,
        apellidos="",
        nombre_plegado=_CLAVE,
        run="",
        run_hmac=None,
    )
    return olvidar_contacto(personas, ahora)


def olvidar_palabras(consultas: QuerySet, ahora: datetime) -> int:
    """Put the public version (or a neutral sentence) where the person's words were, once.

    Its private page closes with it. The database lets the words change with `suprimida_en`.
    """
    vigentes = consultas.filter(suprimida_en=None)
    con_version = list(vigentes.filter(redaccion__isnull=False).select_related("redaccion"))
    de_todas = {
        "suprimida_en": ahora,
        "clave_hash": None,
        "nonce": None,
        "hoja": None,
        "huella": "",
        "organizacion": "",
        "formato": "",
    }
    for fila in con_version:
        fila.mensaje = fila.redaccion.texto
        fila.mensaje_plegado = plegar(fila.mensaje)
        for campo, valor in de_todas.items():
            setattr(fila, campo, valor)
    Consulta.objects.bulk_update(con_version, ["mensaje", "mensaje_plegado", *de_todas])
    # The others have the same sentence: one statement, whatever their number.
    return len(con_version) + vigentes.filter(redaccion=None).update(
        mensaje=TEXTO_SUPRIMIDO, mensaje_plegado=plegar(TEXTO_SUPRIMIDO), **de_todas
    )


def borrar_filas(filas: QuerySet, ahora: datetime) -> int:
    return filas.delete()[0]


def sin_responder() -> Q:
    """Contributions still to be answered, or whose answer no published document carries."""
    publicada = PublicacionRespuestas.objects.filter(informe__cuenta=OuterRef("cuenta"))
    return Q(estado=Consulta.Estado.RECIBIDA) | Q(~Exists(publicada))


def _esperan(consultas: QuerySet) -> dict[int, str]:
    # Of an annulled account nothing is answered any more.
    vivas = consultas.filter(sin_responder()).exclude(cuenta__estado="anulada")
    return dict.fromkeys(vivas.values_list("pk", flat=True), SIN_RESPUESTA)


def personas_que_esperan(personas: QuerySet) -> dict[int, str]:
    """Those of them whom the service still owes an answer."""
    pendientes = Consulta.objects.filter(sin_responder(), consultante=OuterRef("pk"))
    vivas = personas.filter(Exists(pendientes.exclude(cuenta__estado="anulada")))
    return dict.fromkeys(vivas.values_list("pk", flat=True), SIN_RESPUESTA)


def _adjuntos_esperan(adjuntos: QuerySet) -> dict[int, str]:
    consultas = Consulta.objects.filter(pk__in=adjuntos.values("consulta"))
    filas = adjuntos.filter(consulta__in=_esperan(consultas))
    return dict.fromkeys(filas.values_list("pk", flat=True), ADJUNTO)


def _personas(titular: Titular) -> QuerySet:
    suyas = Q(correo__iexact=titular.correo) | Q(run_hmac__in=titular.documentos)
    return Consultante.objects.filter(suyas, servicio=titular.servicio_id)


def _ids(titular: Titular) -> QuerySet:
    return _personas(titular).values("pk")


def _consultas(titular: Titular) -> QuerySet:
    return Consulta.objects.filter(consultante__in=_ids(titular))


def _adjuntos(titular: Titular) -> QuerySet:
    return AdjuntoConsulta.objects.filter(consulta__consultante__in=_ids(titular))


def _permisos(titular: Titular) -> QuerySet:
    return Consentimiento.objects.filter(consultante__in=_ids(titular))


def _redacciones(titular: Titular) -> QuerySet:
    return Redaccion.objects.filter(consulta__consultante__in=_ids(titular))


TRATAMIENTOS = (
    # Its files go before it, and it before who wrote it: each is found through the next.
    Tratamiento(
        "respuestas.AdjuntoConsulta",
        personales={"contenido": S},
        clase="adjuntos",
        exporta="el archivo tal como quedó al recibirlo",
        borra="se borra la fila",
        titular=_adjuntos,
        borrar=borrar_filas,
        espera=_adjuntos_esperan,
    ),
    Tratamiento(
        "respuestas.Consulta",
        personales={
            "mensaje": S,
            "mensaje_plegado": S,
            "motivo_estado": P,
            "nonce": X,
            "huella": P,
            "organizacion": S,
            "formato": S,
        },
        clase="consultas",
        exporta="sus palabras, por quién habla, cuándo llegaron, por dónde, y qué fue de ellas",
        borra="sus palabras por la versión pública, o una frase; lo demás y sus claves se borran",
        titular=_consultas,
        borrar=olvidar_palabras,
        espera=_esperan,
    ),
    Tratamiento(
        "respuestas.Consultante",
        personales={
            **DATOS_PERSONA,
            "nombre_plegado": P,
            "contacto_plegado": P,
            "run": X,
            "run_hmac": X,
        },
        clase="identidad",
        exporta="sus datos, tal como los dio",
        borra="contacto a su plazo (contactos); nombre y RUN al suyo; queda una fila sin nombre",
        titular=_personas,
        borrar=olvidar_persona,
        espera=personas_que_esperan,
    ),
    Tratamiento(
        "respuestas.Consentimiento",
        personales={"consultante": P},
        clase="identidad",
        exporta="qué permitió, con qué texto, cuándo, y si lo retiró",
        borra="se retira; la fila queda como prueba, de una persona sin nombre",
        titular=_permisos,
    ),
    Tratamiento(
        "respuestas.Redaccion",
        publicos=("texto",),
        exporta="la versión pública de su mensaje",
        titular=_redacciones,
    ),
    sin_personas("respuestas.Aporte"),
    sin_personas("respuestas.EntregaEncuentro"),
    sin_personas("respuestas.EnvioRespuesta"),
    sin_personas("respuestas.Grupo"),
    sin_personas("respuestas.InformeRespuestas", "presentacion", "observacion", "motivo_tardanza"),
    Tratamiento(
        "respuestas.PublicacionRespuestas",
        personales={"contenido": P},
        clase="registro",
        exporta="es público",
        borra="no se borra: con permiso pudo llevar un nombre, que la página ya no muestra",
    ),
    sin_personas("respuestas.Respuesta", "texto", "fundamento", "observacion"),
)
