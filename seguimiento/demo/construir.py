"""The demo from nothing: two services, their people and their accounts, in one transaction."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import transaction

from comun import reloj
from seguimiento.demo import otro_servicio, personas, renca
from seguimiento.demo.agenda import EN_PLENA_JORNADA, Parada, agenda_de, de_vuelta
from seguimiento.demo.etapas import (
    avisos,
    banner,
    convocatoria,
    jornada,
    preparacion,
    respuestas,
    tareas,
)
from seguimiento.demo.mensajes import ABIERTOS, VIRTUALES
from seguimiento.demo.obra import Obra
from servicios.alcance import alcance
from servicios.models import Autoridad, AvisoPrivacidad, Servicio, Usuario
from servicios.services import crear_persona, otorgar_rol

#: Told at each step: how many are done, how many there are, and which one begins.
Avisar = Callable[[int, int, str], None]
Paso = tuple[Servicio, str, Callable[[], object]]


def hay_demo() -> bool:
    return Servicio.objects.filter(slug=renca.SERVICIO["slug"]).exists()


@transaction.atomic
def construir(*, parada: Parada, escala: int, avisar: Avisar) -> Obra:
    """Build it all; if something fails nothing is left. The clock ends where it was.

    Only while the day itself is being told, the clock may stay some hours ahead, at noon.
    """
    with de_vuelta():
        principal, caminos = _obras(parada, escala)
        pasos = _pasos(principal, caminos, parada)
        for hechos, (servicio, nombre, paso) in enumerate(pasos):
            avisar(hechos, len(pasos), nombre)
            with alcance(servicio):
                paso()
    if parada is Parada.JORNADA:
        mediodia = principal.agenda.instante(0, EN_PLENA_JORNADA)
        if reloj.ahora() < mediodia:
            reloj.mover_a(mediodia)
    return principal


def _obras(parada: Parada, escala: int) -> tuple[Obra, Obra]:
    """Services and people, and the account of each one, still without rows."""
    barrios, caminos = _servicio(renca.SERVICIO), _servicio(renca.OTRO_SERVICIO)
    gente = _gente(barrios, caminos, escala)
    hoy = reloj.hoy(barrios.zona)
    for servicio, autoridad in ((barrios, personas.DEL_SERVICIO), (caminos, personas.DEL_OTRO)):
        _configurar(servicio, hoy, autoridad)
    principal = Obra(
        "renca",
        barrios,
        gente,
        agenda_de(parada, hoy, barrios.zona),
        escala,
        personas.vecinas(2019),
        escritos=VIRTUALES,
        informe=renca.INFORME,
    )
    otra = Obra(
        "caminos",
        caminos,
        gente,
        agenda_de(Parada.PREPARACION, hoy, caminos.zona),
        1,
        personas.vecinas(2020),
    )
    return principal, otra


def _servicio(datos: dict[str, str]) -> Servicio:
    return Servicio.objects.create(**datos)


def _configurar(servicio: Servicio, hoy: date, equipo: tuple[personas.Funcionaria, ...]) -> None:
    """What the administration writes in /admin/: the authority and the privacy notice."""
    desde = hoy - timedelta(days=800)
    autoridad = next((p for p in equipo if p.usuario == "autoridad"), None)
    with alcance(servicio):
        AvisoPrivacidad.objects.create(
            servicio=servicio, version=1, vigente_desde=desde, texto=renca.AVISO
        )
        if autoridad:
            Autoridad.objects.create(
                servicio=servicio, cargo=autoridad.cargo, nombre=autoridad.nombre, desde=desde
            )


def _gente(barrios: Servicio, caminos: Servicio, escala: int) -> dict[str, Usuario]:
    """Everybody by user name. Only the people of the demo's list have its password."""
    clave = make_password(personas.CLAVE)
    admin, *otras = personas.TRANSVERSALES
    gente = {admin.usuario: _persona(admin, None, None, clave)}
    por = gente[admin.usuario]
    filas: list[tuple[personas.Funcionaria, Servicio | None]] = [(p, None) for p in otras]
    filas += [(p, barrios) for p in personas.DEL_SERVICIO]
    filas += [(p, caminos) for p in personas.DEL_OTRO]
    for persona, servicio in filas:
        gente[persona.usuario] = _persona(persona, servicio, por, clave)
    for pareja in personas.equipos_de_taller(jornada.cuantos_talleres(escala)):
        for persona in pareja:
            gente[persona.usuario] = _persona(persona, barrios, gente["encargada"])
    return gente


def _persona(
    persona: personas.Funcionaria,
    servicio: Servicio | None,
    por: Usuario | None,
    clave: str = "",
) -> Usuario:
    dominio = servicio.correo.partition("@")[2] if servicio else "portal.example"
    usuario = crear_persona(
        correo=f"{persona.usuario}@{dominio}", nombre=persona.nombre, cargo=persona.cargo, por=por
    )
    otorgar_rol(usuario=usuario, servicio=servicio, rol=persona.rol, por=por)
    usuario.telefono = persona.telefono
    usuario.password = clave or usuario.password
    usuario.save(update_fields=["telefono", "password"])
    return usuario


def _pasos(principal: Obra, caminos: Obra, parada: Parada) -> list[Paso]:
    """What is done, in order, up to `parada`."""
    gestion = principal.anio_ejercicio - 1
    tramos = {
        Parada.PREPARACION: _preparacion(principal, gestion, parada),
        Parada.CONVOCATORIA: _convocatoria(principal),
        Parada.JORNADA: _jornada(principal, parada),
        Parada.RESPUESTAS: _respuestas(principal, parada),
        Parada.CERRADA: [*_cierre(principal), *_siguiente(principal, gestion + 1)],
    }
    pasos = [
        (principal.servicio, nombre, partial(_con_sus_tareas, principal, nombre, paso))
        for tramo, suyos in tramos.items()
        if parada.llega_a(tramo)
        for nombre, paso in suyos
    ]
    return [
        *pasos,
        (
            caminos.servicio,
            "Otro servicio, en preparación",
            partial(otro_servicio.preparar, caminos),
        ),
    ]


def _con_sus_tareas(obra: Obra, nombre: str, paso: Callable[[], object]) -> None:
    paso()
    tareas.dar_por_hechas(obra, nombre)


Tramo = list[tuple[str, Callable[[], object]]]


def _preparacion(obra: Obra, gestion: int, parada: Parada) -> Tramo:
    entero = parada.llega_a(Parada.CONVOCATORIA)
    return [
        ("Cuenta y equipo", partial(preparacion.abrir_cuenta, obra, gestion)),
        ("Directorio", partial(preparacion.cargar_directorio, obra)),
        ("Informe", partial(preparacion.redactar_informe, obra, entero=entero)),
        ("Plan de la jornada", partial(preparacion.planificar_jornada, obra)),
    ]


def _convocatoria(obra: Obra) -> Tramo:
    return [
        ("Publicación del informe", partial(preparacion.publicar_informe, obra)),
        ("Actividades", partial(convocatoria.programar, obra)),
        ("Participación virtual", partial(convocatoria.anunciar_ventana, obra)),
        ("Convocatoria", partial(convocatoria.convocar, obra)),
        ("Mensajes por internet", partial(convocatoria.recibir_mensajes, obra)),
        ("Banner en otros sitios", partial(banner.poner_banner, obra)),
        ("Avisos por correo", partial(avisos.seguir, obra)),
    ]


def _jornada(obra: Obra, parada: Parada) -> Tramo:
    entera = parada.llega_a(Parada.RESPUESTAS)
    return [
        ("Talleres y sus equipos", partial(jornada.preparar_talleres, obra)),
        ("Acreditación", partial(jornada.acreditar, obra)),
        ("Talleres", partial(jornada.trabajar_en_talleres, obra, hasta_cerrar=entera)),
    ]


def _respuestas(obra: Obra, parada: Parada) -> Tramo:
    todo = parada.llega_a(Parada.CERRADA)
    return [
        ("Plenario", partial(jornada.hacer_plenario, obra)),
        ("Lo dicho, recogido", partial(respuestas.recoger, obra)),
        ("Propuestas agrupadas", partial(respuestas.agrupar, obra)),
        ("Decisiones", partial(respuestas.responder_grupos, obra, todo=todo)),
        ("Respuestas", partial(respuestas.responder_mensajes, obra, todo=todo)),
    ]


def _cierre(obra: Obra) -> Tramo:
    return [
        ("Documento de respuestas", partial(respuestas.publicar, obra)),
        ("Avisos de las respuestas", partial(avisos.avisar_respuestas, obra)),
        ("Cierre", partial(respuestas.cerrar, obra)),
    ]


def _siguiente(anterior: Obra, gestion: int) -> Tramo:
    """The account of the next year, a year later: called, and with its window open today."""
    agenda = agenda_de(Parada.CONVOCATORIA, anterior.agenda.hoy, anterior.agenda.zona)
    obra = Obra(
        "siguiente",
        anterior.servicio,
        anterior.gente,
        agenda,
        anterior.escala,
        anterior.vecinas,
        escritos=ABIERTOS,
        informe=renca.INFORME_SIGUIENTE,
        con_encuentros=False,
    )

    def hacer() -> None:
        pasos = [*_preparacion(obra, gestion, Parada.CONVOCATORIA), *_convocatoria(obra)]
        for nombre, paso in pasos:
            if nombre != "Directorio":
                _con_sus_tareas(obra, nombre, paso)

    return [("La cuenta siguiente, con su participación abierta", hacer)]
