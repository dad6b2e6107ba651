"""Before anybody is called: the account, its team, its report and its directory."""

from collections.abc import Collection, Mapping

from comun import reloj
from convocatorias import services as convocatorias
from cuentas import services as cuentas
from cuentas.models import Capitulo, InformeCuenta, Tarea
from cuentas.selectors import informe_de
from seguimiento.demo import renca
from seguimiento.demo.directorio import planilla
from seguimiento.demo.obra import Obra
from servicios.models import Usuario

FUNCIONES = {
    "encargada": "Coordina la cuenta",
    "equipo": "Informe, directorio y actividades",
    "comunicaciones": "Difusión y participación virtual",
    "sistematizadora": "Sistematización y respuestas",
}
#: Whose each task of the guide is; those that nobody names are of whoever coordinates.
TAREAS_DE = {
    "comunicaciones": ("estrategia", "banner", "sitio", "difusion"),
    "equipo": ("informe", "programa", "organizaciones", "invitaciones", "salas", "carpetas"),
    "sistematizadora": ("sistematizacion", "revision"),
}
ESTRATEGIA = (
    "Sitio web y redes del servicio, correo a las organizaciones y afiches en las oficinas."
)
LENGUAJE_CLARO = "Lo leyeron dos dirigentas que no son del servicio, y dijeron que se entiende."
SIN_TERMINAR = (Capitulo.Tipo.PROYECCIONES, Capitulo.Tipo.COMPROMISOS)


def abrir_cuenta(obra: Obra, anio_gestion: int) -> None:
    """The account of the year, its norm, its team; opened to everybody."""
    encargada = obra.quien("encargada")
    obra.agenda.ir(-75)
    obra.cuenta = cuentas.abrir_cuenta(
        servicio=obra.servicio,
        anio_gestion=anio_gestion,
        anio_ejercicio=obra.anio_ejercicio,
        responsable=encargada,
        norma=renca.NORMA,
        por=encargada,
    )
    for usuario, funcion in FUNCIONES.items():
        cuentas.agregar_integrante(
            cuenta=obra.cuenta, usuario=obra.quien(usuario), funcion=funcion, por=encargada
        )
    repartir_tareas(obra, encargada, {obra.quien(u): t for u, t in TAREAS_DE.items()})
    dejar_constancia(obra, "R10", ESTRATEGIA, encargada)
    cuentas.publicar_cuenta(cuenta=obra.cuenta, por=encargada)


def repartir_tareas(
    obra: Obra, coordina: Usuario, tareas_de: Mapping[Usuario, Collection[str]]
) -> None:
    """Every task of the guide has somebody (R9)."""
    tareas = list(Tarea.objects.filter(cuenta=obra.cuenta))
    con_duenio = {codigo for codigos in tareas_de.values() for codigo in codigos}
    resto = {tarea.codigo for tarea in tareas} - con_duenio
    for persona, codigos in {**tareas_de, coordina: resto}.items():
        cuentas.asignar_tareas(
            cuenta=obra.cuenta,
            tareas=[tarea for tarea in tareas if tarea.codigo in codigos],
            responsable=persona,
            por=coordina,
        )


def dejar_constancia(obra: Obra, regla: str, texto: str, por: Usuario) -> None:
    """Word, on the day of the story, of what the portal cannot see."""
    cuentas.dejar_constancia(
        cuenta=obra.cuenta,
        regla=regla,
        cumplida=True,
        fecha=reloj.hoy(obra.servicio.zona),
        texto=texto,
        por=por,
    )


def cargar_directorio(obra: Obra) -> None:
    """Organisations and contacts, from a spreadsheet."""
    obra.agenda.ir(-55)
    convocatorias.cargar_directorio(
        servicio=obra.servicio,
        nombre="directorio.csv",
        contenido=planilla(obra.vecinas, obra.escala),
        por=obra.quien("equipo"),
    )


def redactar_informe(obra: Obra, *, entero: bool) -> None:
    """The report, section by section; two are left for later unless it is `entero`."""
    for capitulo in informe_de(obra.cuenta).capitulos.order_by("orden"):
        if capitulo.tipo in SIN_TERMINAR and not entero:
            continue
        obra.agenda.ir(-70 + 2 * capitulo.orden)
        cuentas.guardar_capitulo(
            capitulo=capitulo,
            texto=obra.informe[capitulo.tipo],
            visto=capitulo.editado_en,
            por=obra.quien("equipo"),
        )
    if entero:
        informe = InformeCuenta.objects.get(cuenta=obra.cuenta)
        cuentas.guardar_resumen(
            informe=informe,
            texto=obra.informe["resumen"],
            visto=cuentas.huella_de(informe.resumen),
            por=obra.quien("equipo"),
        )


def planificar_jornada(obra: Obra) -> None:
    """The plan of the day, still a draft."""
    obra.agenda.ir(-50)
    obra.central = convocatorias.guardar_actividad(
        cuenta=obra.cuenta,
        por=obra.quien("equipo"),
        tipo="central",
        fecha=obra.agenda.dia,
        comuna=obra.servicio.comuna,
        aforo=120 * obra.escala,
        programa=renca.PROGRAMA,
        **renca.CENTRAL,
    )


def publicar_informe(obra: Obra) -> None:
    """Sent by the person in charge, published by the authority."""
    informe = InformeCuenta.objects.get(cuenta=obra.cuenta)
    informe.cuenta = obra.cuenta
    obra.agenda.ir(-47)
    cuentas.enviar_a_revision(informe=informe, por=obra.quien("encargada"))
    informe.refresh_from_db()
    dejar_constancia(obra, "R25", LENGUAJE_CLARO, obra.quien("encargada"))
    obra.agenda.ir(-44)
    cuentas.publicar_informe(informe=informe, por=obra.quien("autoridad"))
