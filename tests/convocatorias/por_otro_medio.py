"""A call that went out to three by mail and to some without it."""

from datetime import UTC, datetime

from comun.campos import clave_para_escribir
from convocatorias.models import Convocatoria, Invitacion, Participante
from tests import mundo as el_mundo
from tests.convocatorias.conftest import crear_contacto

ENVIADA = datetime(2027, 5, 10, 14, 0, tzinfo=UTC)
DIA_11 = datetime(2027, 5, 11, 15, 0, tzinfo=UTC)


def sin_correo(
    convocatoria: Convocatoria, organizacion: str, nombres: str, canal: str = "carta", **otros
) -> Invitacion:
    """Somebody of the directory without an address, called with that call."""
    contacto = crear_contacto(
        convocatoria.servicio, organizacion, "territorial", nombres=nombres, correo=""
    )
    return pendiente(convocatoria, nombres, contacto, canal, **otros)


def pendiente(
    convocatoria: Convocatoria, nombres: str, contacto=None, canal: str = "carta", **otros
) -> Invitacion:
    participante = el_mundo.crear_participante(
        convocatoria.actividad,
        nombres,
        "Vera",
        correo="",
        contacto=contacto,
        organizacion=contacto.organizacion if contacto else None,
        organizacion_nombre=contacto.organizacion.nombre if contacto else "",
        telefono="+56912345678",
    )
    clave, huella = clave_para_escribir()
    return Invitacion.objects.create(
        **{
            "convocatoria": convocatoria,
            "participante": participante,
            "canal": canal,
            "clave": clave,
            "clave_hash": huella,
            "creada_en": ENVIADA,
        }
        | otros
    )


def muchas_cartas(convocatoria: Convocatoria, cuantas: int) -> list[Invitacion]:
    """That many letters to write, each to one person."""
    contacto = crear_contacto(
        convocatoria.servicio, "Unión Comunal de Talca", "territorial", nombres="Aliro"
    )
    personas = Participante.objects.bulk_create(
        Participante(
            actividad=convocatoria.actividad,
            nombres=f"Persona {n:04}",
            apellidos="Vera Montt",
            nombre_plegado=f"persona {n:04} vera montt",
            origen="invitado",
            organizacion=contacto.organizacion,
            organizacion_nombre=contacto.organizacion.nombre,
            direccion=f"Calle 1 Norte {n}, Talca",
        )
        for n in range(cuantas)
    )
    filas = []
    for persona in personas:
        clave, huella = clave_para_escribir()
        filas.append(
            Invitacion(
                convocatoria=convocatoria,
                participante=persona,
                canal="carta",
                clave=clave,
                clave_hash=huella,
                creada_en=ENVIADA,
            )
        )
    return Invitacion.objects.bulk_create(filas)
