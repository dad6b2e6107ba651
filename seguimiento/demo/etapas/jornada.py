"""The day: workshops and their teams, the door, what is said, the plenary."""

from collections.abc import Iterator
from itertools import chain, cycle
from random import Random

from convocatorias.models import Participante
from cuentas.services import Dicho
from jornadas import services as jornadas
from jornadas.models import Ficha
from seguimiento.demo import renca
from seguimiento.demo.mensajes import PLENARIO
from seguimiento.demo.obra import Obra
from seguimiento.demo.personas import Vecina
from servicios.models import Usuario
from talleres import services as talleres
from talleres.models import Taller
from talleres.services.preparacion import MAXIMO_TALLERES

SEMILLA = 26_03_2019
ORGANIZACION_NUEVA = "Comité Los Recién Llegados"

#: What the person in charge says of the day, and nobody could see from the portal.
DICHO_AL_CERRAR = {
    "R14": "Carpetas, notebooks y parlantes probados la tarde anterior, con lista firmada.",
    "R16": "La facilitación explicó los tres momentos del taller antes de dividir los grupos.",
    "R73": "La autoridad expuso y se quedó hasta el cierre.",
    "R68": "Los seis capítulos del informe se vieron en la exposición, con su presupuesto.",
    "R69": "Se proyectaron los videos de la Secretaría de Comunicaciones.",
    "R70": "Pantalla de tres metros, micrófono de mano e intérprete de lengua de señas.",
    "R77": "En cada taller se dio la palabra en ronda. Nadie fue interrumpido.",
    "R88": "La autoridad respondió en el plenario las preguntas del momento.",
}


def cuantos_talleres(escala: int) -> int:
    """Eight, times `escala`, as far as one activity may have."""
    return min(len(renca.TAMANOS) * escala, MAXIMO_TALLERES)


def preparar_talleres(obra: Obra) -> None:
    """The groups, each with two people of the service."""
    obra.agenda.ir(-7)
    cuantos = cuantos_talleres(obra.escala)
    obra.talleres = talleres.crear_talleres(
        actividad=obra.central,
        cantidad=cuantos,
        temas=[_tema(n) for n in range(cuantos)],
        por=obra.quien("equipo"),
    )
    for taller in obra.talleres:
        talleres.asignar_equipo(
            taller=taller,
            facilitador=obra.quien(f"facilitadora{_sufijo(taller)}"),
            secretario=_secretaria(obra, taller),
            por=obra.quien("equipo"),
        )


def _sufijo(taller: Taller) -> str:
    return "" if taller.numero == 1 else f"-{taller.numero}"


def _secretaria(obra: Obra, taller: Taller) -> Usuario:
    return obra.quien(f"secretaria{_sufijo(taller)}")


def _tema(puesto: int) -> str:
    vuelta, cual = divmod(puesto, len(renca.MESAS))
    tema = renca.MESAS[cual].tema
    return tema if vuelta == 0 else f"{tema} ({vuelta + 1})"


def acreditar(obra: Obra) -> None:
    """Open the door and register everybody; the groups form by themselves."""
    obra.agenda.ir(0, 8, 45)
    encargada = obra.quien("encargada")
    obra.jornada = jornadas.preparar_jornada(actividad=obra.central, por=encargada)
    jornadas.abrir_jornada(jornada=obra.jornada, por=encargada)
    total = renca.PERSONAS * obra.escala
    llegan = list(_quienes_llegan(obra, total))
    azar = Random(SEMILLA)
    azar.shuffle(llegan)
    asientos = _asientos(obra.talleres, total, azar)
    for puesto, ((participante, persona), taller) in enumerate(zip(llegan, asientos, strict=True)):
        obra.agenda.ir(0, 9, 45 * puesto / total)
        ficha = jornadas.acreditar(
            jornada=obra.jornada,
            datos=_datos(puesto, persona, participante),
            nonce=obra.nonce("ficha", puesto),
            participante=participante,
            taller=taller,
            por=obra.quien("acreditadora"),
        )
        obra.sentadas.setdefault(taller.pk, []).append(ficha.participante)
    _exponer(obra)


def _exponer(obra: Obra) -> None:
    """The authority presents the account in twenty minutes, also by internet."""
    encargada = obra.quien("encargada")
    obra.agenda.ir(0, 9, 47)
    jornadas.empezar_exposicion(jornada=obra.jornada, por=encargada)
    obra.agenda.ir(0, 10, 7)
    exposicion = jornadas.terminar_exposicion(jornada=obra.jornada, por=encargada)
    autoridad = obra.quien("autoridad")
    datos = jornadas.DatosExposicion(
        expositor=exposicion.expositor or autoridad.nombre,
        cargo=exposicion.cargo or autoridad.cargo,
        inicio=exposicion.inicio,
        termino=exposicion.termino,
        url_transmision=f"https://video.example/cuenta-{obra.anio_ejercicio}",
    )
    jornadas.registrar_exposicion(jornada=obra.jornada, datos=datos, por=encargada)


def _asientos(filas: list[Taller], total: int, azar: Random) -> list[Taller]:
    """A seat per person: the sizes of Renca's groups, and the rest one by one."""
    propios = chain.from_iterable(
        [taller] * tamano for taller, tamano in zip(filas, cycle(renca.TAMANOS), strict=False)
    )
    sobran = cycle(filas)
    asientos = list(propios)[:total]
    asientos += [next(sobran) for _ in range(total - len(asientos))]
    azar.shuffle(asientos)
    return asientos


def _quienes_llegan(obra: Obra, total: int) -> Iterator[tuple[Participante | None, Vecina]]:
    """Those who said that they would come, those who enrolled, and those who just come."""
    esperadas = [
        *[
            *_anunciadas(obra, Participante.Origen.DELEGADO),
            *_anunciadas(obra, Participante.Origen.INVITADO),
        ][: renca.INVITADAS * obra.escala],
        *_anunciadas(obra, Participante.Origen.INSCRITO)[: renca.INSCRITAS * obra.escala],
    ]
    for participante in esperadas:
        yield participante, next(obra.vecinas)
    for _ in range(total - len(esperadas)):
        yield None, next(obra.vecinas)


def _anunciadas(obra: Obra, origen: str) -> list[Participante]:
    filas = Participante.objects.filter(
        actividad=obra.central, origen=origen, asistencia=Participante.Asistencia.ASISTE
    )
    return list(filas.select_related("organizacion").order_by("pk"))


def _datos(puesto: int, persona: Vecina, participante: Participante | None) -> jornadas.DatosFicha:
    """What the card says; the RUN and the signature are of the invented person."""
    tipo, documento = _documento(puesto, persona)
    quien = participante or persona
    organizacion = participante.organizacion_nombre if participante else ""
    if participante is None and puesto % 3 == 0:
        organizacion = ORGANIZACION_NUEVA
    con_correo = participante is not None or puesto % 2 == 0
    firma, en_papel, motivo = _firma(puesto, persona)
    return jornadas.DatosFicha(
        nombres=quien.nombres,
        apellidos=quien.apellidos,
        tipo_documento=tipo,
        documento=documento,
        organizacion=organizacion,
        a_titulo_personal=not organizacion,
        correo=quien.correo if con_correo else "",
        telefono=participante.telefono if participante else persona.telefono,
        firma=firma,
        firma_en_papel=en_papel,
        motivo_sin_firma=motivo,
        carpeta_entregada=True,
    )


def _documento(puesto: int, persona: Vecina) -> tuple[str, str]:
    if puesto % 41 == 17:
        return Ficha.TipoDocumento.PASAPORTE, f"ZZ{900_000 + puesto}"
    if puesto % 41 == 29:
        return Ficha.TipoDocumento.NINGUNO, ""
    return Ficha.TipoDocumento.RUN, persona.run


def _firma(puesto: int, persona: Vecina) -> tuple[bytes, bool, str]:
    if puesto % 20 == 7:
        return b"", True, ""
    if puesto % 41 == 29:
        return b"", False, "Prefirió no firmar."
    return persona.firma(), False, ""


def trabajar_en_talleres(obra: Obra, *, hasta_cerrar: bool) -> None:
    """What each group says and agrees. Left under way, only some have agreed on something."""
    for taller in obra.talleres:
        por = _secretaria(obra, taller)
        obra.agenda.ir(0, 10, 10)
        talleres.iniciar_taller(taller=taller, por=por)
        mesa = renca.MESAS[(taller.numero - 1) % len(renca.MESAS)]
        _anotar_dichos(obra, taller, mesa, por)
        if hasta_cerrar or taller.numero % 2:
            _anotar_acuerdos(obra, taller, mesa, por)
        if hasta_cerrar:
            obra.agenda.ir(0, 11, 45)
            talleres.cerrar_taller(taller=taller, por=por)


def _turno(taller: Taller) -> float:
    """Six seconds between workshops, so that what is said has always the same order."""
    return taller.numero / 10


def _anotar_dichos(obra: Obra, taller: Taller, mesa: renca.Mesa, por: Usuario) -> None:
    hablan = cycle(obra.sentadas[taller.pk])
    for puesto, (tipo, texto, _) in enumerate(mesa.dichos):
        obra.agenda.ir(0, 10, 20 + 15 * puesto + _turno(taller))
        talleres.registrar_intervencion(
            taller=taller,
            tipo=tipo,
            texto=texto,
            participante=next(hablan),
            nonce=obra.nonce("dicho", taller.numero, puesto),
            por=por,
        )


def _anotar_acuerdos(obra: Obra, taller: Taller, mesa: renca.Mesa, por: Usuario) -> None:
    for puesto, texto in enumerate((*mesa.prioridades, mesa.acuerdo)):
        obra.agenda.ir(0, 11, 15 + 5 * puesto + _turno(taller))
        talleres.registrar_acuerdo(
            taller=taller,
            texto=texto,
            prioritario=puesto < len(mesa.prioridades),
            nonce=obra.nonce("acuerdo", taller.numero, puesto),
            por=por,
        )


def hacer_plenario(obra: Obra) -> None:
    """Each group presents, somebody asks, and the day ends."""
    encargada = obra.quien("encargada")
    obra.agenda.ir(0, 11, 55)
    turnos = jornadas.preparar_plenario(jornada=obra.jornada, por=encargada)
    for puesto, turno in enumerate(turnos):
        turno.jornada = obra.jornada
        obra.agenda.ir(0, 12, 7 * puesto)
        jornadas.iniciar_turno(turno=turno, por=encargada)
        pregunta, respuesta = PLENARIO[puesto % len(PLENARIO)]
        obra.agenda.ir(0, 12, 7 * puesto + 5)
        jornadas.registrar_pregunta(
            turno=turno,
            texto=pregunta,
            participante=obra.sentadas[turno.taller_id][-1],
            respuesta=respuesta,
            respondida_por=obra.quien("autoridad").nombre if respuesta else "",
            nonce=obra.nonce("plenario", puesto),
            por=encargada,
        )
        obra.agenda.ir(0, 12, 7 * puesto + 6)
        jornadas.terminar_turno(turno=turno, por=encargada)
    obra.agenda.ir(0, 12, 7 * len(turnos) + 20)
    dia = obra.central.fecha
    dichos = [Dicho(regla, True, dia, texto) for regla, texto in DICHO_AL_CERRAR.items() if dia]
    jornadas.cerrar_jornada(jornada=obra.jornada, dichos=dichos, por=encargada)
