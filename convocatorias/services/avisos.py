"""Tell at once everybody who was called to an activity, or enrolled, that it changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from comun import reloj
from comun.campos import clave_nueva, clave_para_escribir
from comun.transitions import anotar
from convocatorias import emails, selectors
from convocatorias.models import Actividad, Invitacion, Participante
from convocatorias.services.directorio import datos_de_contacto
from correos.models import Mensaje
from servicios.models import Usuario

POR_LOTE = 500
DATOS = ("nombres", "apellidos", "correo", "telefono", "nombre_plegado")


@dataclass(frozen=True)
class Avisados:
    """How many people were told: those whose mail leaves now, and those to be told by hand."""

    por_correo: int = 0
    a_mano: int = 0

    @property
    def todas(self) -> int:
        return self.por_correo + self.a_mano


def personas_por_avisar(actividad: Actividad) -> list[Participante]:
    """Whom a change must reach, each reached as the directory says today."""
    personas = list(selectors.por_avisar(actividad).select_related("contacto"))
    cambiadas = [persona for persona in personas if _ponerse_al_dia(persona)]
    Participante.objects.bulk_update(cambiadas, DATOS, batch_size=POR_LOTE)
    return personas


def _ponerse_al_dia(persona: Participante) -> bool:
    """A corrected address reaches who the former one did not; their answer keeps its name."""
    contacto = persona.contacto
    if contacto is None or contacto.hasta or persona.origen != Participante.Origen.INVITADO:
        return False
    nuevos = datos_de_contacto(contacto)
    nuevos["correo"] = nuevos["correo"] or persona.correo
    if persona.asistencia != Participante.Asistencia.SIN_RESPUESTA:
        nuevos = {"correo": nuevos["correo"]}
    distintos = {campo: dato for campo, dato in nuevos.items() if dato != getattr(persona, campo)}
    for campo, dato in distintos.items():
        setattr(persona, campo, dato)
    return bool(distintos)


def avisar(aviso: emails.Aviso, personas: Sequence[Participante], por: Usuario | None) -> Avisados:
    """One mail to each person with an address, and a row that waits for whoever has none.

    In the transaction of the change that it tells: either both happen or neither does. Each
    person's key opens their own page; a letter may be printed with it.
    """
    con_correo = [persona for persona in personas if persona.correo]
    claves: dict[int, tuple[str, str]] = {}
    if aviso.convocatoria:
        claves = {p.pk: clave_nueva() if p.correo else clave_para_escribir() for p in personas}
    destinos = ((p, claves[p.pk][0] if claves else "") for p in con_correo)
    mensajes = emails.enviar_aviso(aviso, destinos, por)
    avisados = Avisados(len(mensajes), len(personas) - len(mensajes))
    if personas:
        anotar(
            aviso.actividad,
            "avisar_a_las_personas",
            por=por,
            datos={
                "clase": str(aviso.clase),
                "correo": avisados.por_correo,
                "a_mano": avisados.a_mano,
            },
        )
    if claves:
        por_persona = {p.pk: m for p, m in zip(con_correo, mensajes, strict=True)}
        _guardar(aviso, personas, por_persona, claves)
    return avisados


def _guardar(
    aviso: emails.Aviso,
    personas: Sequence[Participante],
    mensajes: dict[int, Mensaje],
    claves: dict[int, tuple[str, str]],
) -> None:
    """One row per person, and by which channel: it is the proof of what each was told."""
    canal, ahora = Invitacion.Canal, reloj.ahora()
    Invitacion.objects.bulk_create(
        (
            Invitacion(
                convocatoria=aviso.convocatoria,
                participante=persona,
                clase=aviso.clase,
                canal=canal.CORREO if persona.pk in mensajes else canal.CARTA,
                mensaje=mensajes.get(persona.pk),
                clave_hash=claves[persona.pk][1],
                clave="" if persona.pk in mensajes else claves[persona.pk][0],
                creada_en=ahora,
            )
            for persona in personas
        ),
        batch_size=POR_LOTE,
    )
