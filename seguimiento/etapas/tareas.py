"""The board: what is due, by when, why, and where it is done. Tasks, not tables."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from convocatorias.models import Actividad
from cuentas.models import CuentaPublica, InformeCuenta
from jornadas.models import Jornada
from respuestas.models import InformeRespuestas
from seguimiento.etapas.convocar import de_la_convocatoria, limite_de_invitacion
from seguimiento.etapas.linea import HechosTablero, Linea, contar
from seguimiento.etapas.panorama import Panorama
from servicios.permissions import Permiso

UN_DIA = timedelta(days=1)


def tareas(panorama: Panorama, hechos: HechosTablero, ahora: datetime) -> list[Linea]:
    """What remains to be done, the most urgent first; nothing for a closed account."""
    cuenta = panorama.cuenta
    if cuenta.estado in (CuentaPublica.Estado.CERRADA, CuentaPublica.Estado.ANULADA):
        return []
    hoy = ahora.astimezone(cuenta.servicio.zona).date()
    todas = [
        *_de_la_cuenta(panorama, hechos),
        *_del_informe(panorama, hechos),
        *de_la_convocatoria(panorama, hechos, ahora),
        *_de_la_jornada(panorama, hechos, hoy),
        *_de_las_respuestas(panorama, hechos, hoy),
    ]
    base = (cuenta.servicio.slug, cuenta.anio_gestion)
    con_destino = [t if t.argumentos else replace(t, argumentos=base) for t in todas]
    return sorted(con_destino, key=lambda t: t.fecha or date.max)


def tramos(lista: list[Linea], hoy: date) -> list[tuple[str, list[Linea]]]:
    """The tasks in the groups of the board; empty groups stay out."""
    semana = hoy + timedelta(days=6 - hoy.weekday())
    grupos: dict[str, list[Linea]] = {"Vencido": [], "Hoy": [], "Esta semana": [], "Después": []}
    for tarea in lista:
        fecha = tarea.fecha
        if fecha is None or fecha > semana:
            grupos["Después"].append(tarea)
        elif fecha < hoy:
            grupos["Vencido"].append(tarea)
        else:
            grupos["Hoy" if fecha == hoy else "Esta semana"].append(tarea)
    return [(nombre, filas) for nombre, filas in grupos.items() if filas]


def _antes_de_abrir(panorama: Panorama) -> date | None:
    """The earlier of: the last day to invite, the first day of the window."""
    candidatas = [limite_de_invitacion(panorama)]
    if panorama.proceso:
        candidatas.append(panorama.proceso.inicio)
    return min((c for c in candidatas if c), default=None)


def _de_la_cuenta(panorama: Panorama, hechos: HechosTablero) -> Iterator[Linea]:
    cuenta, responsable = panorama.cuenta, panorama.cuenta.responsable.nombre
    if cuenta.estado == CuentaPublica.Estado.BORRADOR:
        falta = "" if hechos.integrantes else "El equipo todavía no tiene integrantes. "
        yield Linea(
            None,
            "Completar los datos y anunciar la cuenta",
            f"{falta}Mientras no se anuncie, nadie la ve.",
            "R8",
            Permiso.ABRIR_CUENTA,
            "cuentas_gestion:configurar" if hechos.integrantes else "cuentas_gestion:equipo",
            "Completar",
            responsable,
        )
    if cuenta.respuesta_virtual is None and cuenta.respuesta_presencial is None:
        yield Linea(
            _antes_de_abrir(panorama),
            "Comprometer las fechas de las respuestas",
            "Se informan antes de abrir la participación.",
            "R104",
            Permiso.ABRIR_CUENTA,
            "convocatorias_gestion:plazos",
            "Fijar fechas",
            responsable,
        )


def _del_informe(panorama: Panorama, hechos: HechosTablero) -> Iterator[Linea]:
    if panorama.con_informe:
        return
    fecha, responsable = _antes_de_abrir(panorama), panorama.cuenta.responsable.nombre
    if hechos.informe_estado == InformeCuenta.Estado.EN_REVISION:
        yield Linea(
            fecha,
            "Aprobar y publicar el informe",
            "Lo aprueba una persona distinta de quien lo redactó.",
            "R100",
            Permiso.PUBLICAR_INFORME,
            "cuentas_gestion:informe",
            "Revisar informe",
            "Autoridad",
        )
    elif hechos.secciones_vacias:
        cuantas = contar(hechos.secciones_vacias, "sección", "secciones")
        yield Linea(
            fecha,
            f"Escribir {cuantas} del informe",
            "El informe se publica con sus seis secciones completas.",
            "R23",
            Permiso.REDACTAR_INFORME,
            "cuentas_gestion:informe",
            "Escribir",
            responsable,
        )
    else:
        yield Linea(
            fecha,
            "Enviar el informe a revisión",
            "Sus seis secciones tienen texto.",
            "R24",
            Permiso.REDACTAR_INFORME,
            "cuentas_gestion:informe",
            "Abrir informe",
            responsable,
        )


def _de_la_jornada(panorama: Panorama, hechos: HechosTablero, hoy: date) -> Iterator[Linea]:
    responsable = panorama.cuenta.responsable.nombre
    for actividad in panorama.vigentes:
        if actividad.tipo != Actividad.Tipo.CENTRAL or actividad.fecha is None:
            continue
        jornada = panorama.jornadas.get(actividad.pk)
        estado = jornada.estado if jornada else Jornada.Estado.PREPARADA
        if estado in (Jornada.Estado.CERRADA, Jornada.Estado.NO_REALIZADA):
            continue
        if hechos.talleres_sin_equipo or not hechos.talleres:
            cuantos = contar(hechos.talleres_sin_equipo, "taller", "talleres")
            yield Linea(
                actividad.fecha,
                f"Completar el equipo de {cuantos}" if hechos.talleres else "Crear los talleres",
                "Cada taller lleva facilitación y secretaría técnica: dos personas.",
                "R74",
                Permiso.GESTIONAR_TALLERES,
                "talleres_gestion:talleres",
                "Ver talleres",
                responsable,
            )
        if jornada is not None and jornada.estado == Jornada.Estado.ABIERTA:
            yield _acreditar(jornada, actividad)
        verbo = "Cerrar" if estado == Jornada.Estado.ABIERTA else "Preparar y abrir"
        yield Linea(
            actividad.fecha,
            f"{verbo} la jornada «{actividad.nombre}»",
            "Quien asiste queda en una ficha, con su número de taller.",
            "R58",
            Permiso.DIRIGIR_JORNADA,
            "jornadas_gestion:jornada",
            "Ir a la jornada",
            responsable,
            (panorama.cuenta.servicio.slug, panorama.cuenta.anio_gestion, actividad.slug),
            str(actividad.pk),
        )
    if hechos.por_recoger:
        dias = [j.cerrada_en for j in panorama.jornadas.values() if j.cerrada_en]
        cierre = max(dias).astimezone(panorama.cuenta.servicio.zona).date() if dias else hoy
        cuantas = contar(hechos.por_recoger, "nota o pregunta", "notas y preguntas")
        yield Linea(
            cierre + UN_DIA,
            f"Recoger {cuantas} de la jornada",
            "La sistematización comienza cuando termina la jornada.",
            "R94",
            Permiso.SISTEMATIZAR,
            "respuestas_gestion:consultas",
            "Recoger",
            "Sistematización",
        )


def _acreditar(jornada: Jornada, actividad: Actividad) -> Linea:
    """The way to the door for whoever receives people: their role opens no other page."""
    return Linea(
        actividad.fecha,
        f"Acreditar a quienes llegan a «{actividad.nombre}»",
        "La puerta está abierta: cada persona recibe su número de taller.",
        "R58",
        Permiso.ACREDITAR,
        "jornadas_gestion:acreditacion",
        "Acreditar",
        "Acreditación",
        (jornada.pk,),
        str(actividad.pk),
    )


def _para_responder(panorama: Panorama) -> date | None:
    """The day that is advised, or the first one promised if it comes before (R52, R107)."""
    fechas, cuenta = panorama.fechas, panorama.cuenta
    dias = [fechas.sugerido.fecha if fechas else None]
    dias += [cuenta.respuesta_virtual, cuenta.respuesta_presencial]
    return min((dia for dia in dias if dia), default=None)


def _para_publicar(panorama: Panorama) -> tuple[date | None, str]:
    """The last day promised, never after the norm's, and which of both it is (R105, R108)."""
    limite, fechas = panorama.limite, panorama.fechas
    if limite is None or fechas is None:
        return limite, "a más tardar este día"
    maximo = fechas.maximo.fecha
    if limite < maximo:
        return limite, "a más tardar este día, el comprometido"
    return maximo, "a más tardar este día, el último del plazo"


def _de_las_respuestas(panorama: Panorama, hechos: HechosTablero, hoy: date) -> Iterator[Linea]:
    sugerido = _para_responder(panorama)
    if hechos.en_revision:
        cuantas = contar(hechos.en_revision, "respuesta", "respuestas")
        yield Linea(
            sugerido,
            f"Revisar {cuantas}",
            "Quien escribe no aprueba.",
            "R100",
            Permiso.APROBAR_RESPUESTA,
            "respuestas_gestion:escritorio",
            f"Revisar {hechos.en_revision}",
            "Revisión",
        )
    if hechos.por_responder:
        cuantos = contar(hechos.por_responder, "mensaje", "mensajes")
        yield Linea(
            sugerido,
            f"Responder {cuantos}",
            "Ningún mensaje queda sin respuesta.",
            "R113",
            Permiso.REDACTAR_RESPUESTA,
            "respuestas_gestion:escritorio",
            f"Responder {hechos.por_responder}",
            "Unidad que responde",
        )
    yield from _del_documento(panorama, hechos)
    if hechos.correos_por_decidir:
        cuantos = contar(hechos.correos_por_decidir, "correo", "correos")
        yield Linea(
            hoy,
            f"Decidir qué hacer con {cuantos} que no llegaron",
            "Se reintenta o se busca otro medio.",
            "R110",
            Permiso.GESTIONAR_CORREOS,
            "correos_gestion:correos",
            "Ver correos",
            panorama.cuenta.responsable.nombre,
            ("",),
        )


def _del_documento(panorama: Panorama, hechos: HechosTablero) -> Iterator[Linea]:
    limite, cuando = _para_publicar(panorama)
    fin = _fin_de_la_participacion(panorama)
    if not panorama.respondida and (panorama.recibidas or fin):
        en_revision = hechos.documento_estado == InformeRespuestas.Estado.EN_REVISION
        yield Linea(
            limite,
            "Aprobar y publicar las respuestas"
            if en_revision
            else "Preparar el documento de respuestas",
            f"Se publica y se envía a cada persona {cuando}.",
            "R108",
            Permiso.PUBLICAR_RESPUESTAS if en_revision else Permiso.PREPARAR_RESPUESTAS,
            "respuestas_gestion:documento",
            "Ver documento",
            "Autoridad" if en_revision else "Sistematización",
        )
    if hechos.por_entregar:
        cuantas = contar(hechos.por_entregar, "respuesta", "respuestas")
        yield Linea(
            limite,
            f"Entregar {cuantas} por carta o teléfono",
            "Son personas que no dejaron correo, o cuyo correo se anuló.",
            "R110",
            Permiso.PREPARAR_RESPUESTAS,
            "respuestas_gestion:envios",
            "Entregar",
            "Sistematización",
        )
    elif panorama.respondida:
        yield Linea(
            None,
            "Cerrar la cuenta",
            "Las respuestas están publicadas y enviadas.",
            "R112",
            Permiso.ABRIR_CUENTA,
            "respuestas_gestion:cerrar",
            "Cerrar",
            panorama.cuenta.responsable.nombre,
        )


def _fin_de_la_participacion(panorama: Panorama) -> bool:
    return panorama.se_realizo()
