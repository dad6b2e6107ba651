"""Who is invited by a call: their rows, their keys, and what each is told by."""

from comun import reloj
from comun.campos import clave_nueva, clave_para_escribir
from convocatorias import emails
from convocatorias.models import (
    Actividad,
    Contacto,
    Convocatoria,
    Invitacion,
    Participante,
)
from convocatorias.services.directorio import datos_de_contacto
from servicios.models import Usuario

Canal = Invitacion.Canal


def invitar(convocatoria: Convocatoria, contactos: list[Contacto], por: Usuario) -> None:
    """A participant and an invitation for each: by mail, or pending by letter or telephone.

    The key of a pending one is kept, encrypted, since a letter has to be printed with it.
    """
    participantes = _participantes(convocatoria.actividad, contactos)
    con_clave = [
        (p, *(clave_nueva() if p.correo else clave_para_escribir())) for p in participantes
    ]
    por_correo = [(p, clave) for p, clave, _ in con_clave if p.correo]
    enviados = emails.enviar_invitaciones(convocatoria, por_correo, por) if por_correo else []
    mensajes = {p.pk: mensaje for (p, _), mensaje in zip(por_correo, enviados, strict=True)}
    Invitacion.objects.bulk_create(
        Invitacion(
            convocatoria=convocatoria,
            participante=participante,
            clase=Invitacion.Clase.INVITACION,
            canal=Canal.CORREO if participante.correo else Canal.CARTA,
            mensaje=mensajes.get(participante.pk),
            clave_hash=clave_hash,
            clave="" if participante.correo else clave,
            creada_en=reloj.ahora(),
        )
        for participante, clave, clave_hash in con_clave
    )


def _participantes(actividad: Actividad, contactos: list[Contacto]) -> list[Participante]:
    """The participant of each contact. Who was there keeps their row; if they have not answered
    (or their answer was for another day), with the directory's data of today."""
    filas = Participante.objects.filter(actividad=actividad, contacto__in=contactos)
    filas = filas.select_related("organizacion")  # each letter may name it
    conocidos = {fila.contacto_id: fila for fila in filas}
    nuevos = []
    for contacto in contactos:
        if contacto.pk in conocidos:
            _refrescar(conocidos[contacto.pk], contacto)
            continue
        conocidos[contacto.pk] = Participante(
            actividad=actividad,
            contacto=contacto,
            organizacion=contacto.organizacion,
            organizacion_nombre=contacto.organizacion.nombre,
            origen=Participante.Origen.INVITADO,
            **datos_de_contacto(contacto),
        )
        nuevos.append(conocidos[contacto.pk])
    antiguos = [fila for fila in conocidos.values() if fila.pk]
    Participante.objects.bulk_update(
        antiguos, ["nombres", "apellidos", "nombre_plegado", "correo", "telefono"]
    )
    Participante.objects.bulk_create(nuevos)
    return [conocidos[contacto.pk] for contacto in contactos]


def _refrescar(participante: Participante, contacto: Contacto) -> None:
    participante.correo = contacto.correo
    if participante.asistencia == Participante.Asistencia.SIN_RESPUESTA:
        for campo, valor in datos_de_contacto(contacto).items():
            setattr(participante, campo, valor)
