"""An account with its published report, its window, an announced activity and a directory."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from comun.campos import clave_nueva
from comun.texto import plegar
from convocatorias import services
from convocatorias.models import (
    Actividad,
    BloquePrograma,
    Contacto,
    Convocatoria,
    Invitacion,
    Organizacion,
    ProcesoVirtual,
)
from convocatorias.services import indexar
from correos.models import Mensaje
from cuentas.models import CuentaPublica, PublicacionInforme
from servicios.models import Comuna
from tests import mundo as el_mundo

#: 18 calendar days before the activity of 28 May 2027: still in time.
A_TIEMPO = datetime(2027, 5, 10, 14, 0, tzinfo=UTC)


@dataclass
class Escena:
    """The stage on which a call is prepared."""

    cuenta: CuentaPublica
    actividad: Actividad
    proceso: ProcesoVirtual
    informe: PublicacionInforme


def crear_contacto(
    servicio,
    organizacion: str,
    *tipos: str,
    nombres: str = "Rosa Elena",
    apellidos: str = "Quilaleo",
    correo: str = "",
    comuna: str = "07101",
    **otros,
) -> Contacto:
    fila, nueva = Organizacion.objects.get_or_create(
        servicio=servicio,
        nombre_plegado=plegar(organizacion),
        defaults={"nombre": organizacion, "comuna": Comuna.objects.get(codigo=comuna)},
    )
    if nueva:
        fila.tipos.set(tipos)
    contacto = Contacto.objects.create(
        organizacion=fila, nombres=nombres, apellidos=apellidos, correo=correo, **otros
    )
    indexar([fila.pk])
    return contacto


def con_programa(actividad: Actividad) -> Actividad:
    """The invitation carries a programme (R12)."""
    BloquePrograma.objects.create(actividad=actividad, orden=1, nombre="Exposición", minutos=60)
    return actividad


@pytest.fixture
def escena(en_riberas, reloj_en) -> Escena:
    """18 days before the activity."""
    mundo = en_riberas
    reloj_en(A_TIEMPO)
    cuenta = el_mundo.crear_cuenta(mundo.riberas, mundo["encargada"])
    informe = el_mundo.publicar_informe(
        el_mundo.crear_informe(cuenta), mundo["encargada"], mundo["autoridad"]
    )
    return Escena(
        cuenta=cuenta,
        actividad=con_programa(el_mundo.crear_actividad(cuenta)),
        proceso=el_mundo.crear_proceso(cuenta),
        informe=informe,
    )


@pytest.fixture
def contactos(escena, mundo) -> list[Contacto]:
    """Three organisations of three kinds, one contact each."""
    datos = [
        ("Junta de Vecinos El Molino", "territorial", "rosa@correo.example", "Rosa Elena"),
        ("Club Deportivo Puente Viejo", "funcional", "luis@correo.example", "Luis"),
        ("Agrupación de Mujeres del Maule", "mujeres", "nelly@correo.example", "Nelly"),
    ]
    return [
        crear_contacto(mundo.riberas, organizacion, tipo, correo=correo, nombres=nombres)
        for organizacion, tipo, correo, nombres in datos
    ]


def crear_encuesta(escena: Escena, por, *, abierta: bool = True, **otros):
    """A survey of four questions, one of each kind, from today to the day before."""
    datos = {
        "titulo": "Antes de la cuenta",
        "introduccion": "Toma 3 minutos.",
        "abre": date(2027, 5, 10),
        "cierra": date(2027, 5, 27),
        "preguntas": [
            services.Pregunta("¿Qué temas le interesan?", "varias", ("Obras", "Plata", "Agua")),
            services.Pregunta("¿Cómo prefiere participar?", "una", ("Grupo", "Internet")),
            services.Pregunta("¿Cuánto sabe del presupuesto?", "escala", (), "presupuesto"),
            services.Pregunta("¿Qué compromiso pide?", "texto", (), "proyecciones"),
        ],
    } | otros
    encuesta = services.guardar_encuesta(actividad=escena.actividad, por=por, **datos)
    if abierta:
        services.abrir_encuesta(encuesta=encuesta, por=por)
    return encuesta


@pytest.fixture
def encuesta(escena, mundo):
    """That survey, open."""
    return crear_encuesta(escena, mundo["encargada"])


@pytest.fixture
def invitar(escena, mundo):
    """`invitar("Rosa", "Quilaleo")` gives the invitation of somebody and its key."""
    convocatoria = Convocatoria.objects.create(
        actividad=escena.actividad,
        informe=escena.informe,
        estado="enviada",
        enviada_en=A_TIEMPO,
        dias_anticipacion=18,
    )

    def _invitar(nombres: str = "Rosa", apellidos: str = "Quilaleo", **otros):
        persona = otros.pop("participante", None) or el_mundo.crear_participante(
            escena.actividad, nombres, apellidos
        )
        clave, huella = clave_nueva()
        fila = Invitacion.objects.create(
            convocatoria=convocatoria,
            participante=persona,
            mensaje=Mensaje.objects.create(
                servicio=mundo.riberas,
                tipo="invitacion",
                clave=f"prueba:{clave}",
                para=persona.correo,
                asunto="Invitación",
                texto="Texto",
                html="<p>Texto</p>",
                message_id=f"<{clave}@prueba>",
                creado_en=A_TIEMPO,
            ),
            clave_hash=huella,
            **otros,
        )
        return fila, clave

    return _invitar
