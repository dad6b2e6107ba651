"""What the guide demands of an account, its report and the dates of its answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from comun.formato import enumerar, fecha_larga
from comun.plazos import Computo, TipoDias, contar
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun
from cuentas.models import Capitulo, CuentaPublica, NormaParticipacion

GUIA = "000"
POR_R23 = (
    Capitulo.Tipo.POLITICAS,
    Capitulo.Tipo.PLANES,
    Capitulo.Tipo.PROGRAMAS,
    Capitulo.Tipo.PRESUPUESTO,
)
DATOS_R7 = ("nombre", "cargo", "correo", "teléfono")
POR_R24 = (Capitulo.Tipo.PROYECCIONES, Capitulo.Tipo.COMPROMISOS)


@dataclass(frozen=True)
class Hechos:
    """What the rules of an account look at; `selectors.hechos` loads it."""

    anio_gestion: int = 0
    existe_otra: bool = False
    modalidad: str = CuentaPublica.Modalidad.PRESENCIAL_VIRTUAL
    motivo_modalidad: str = ""
    responsable: Mapping[str, str] = field(default_factory=dict)
    integrantes: int = 0
    vacias: frozenset[str] = frozenset()
    informe_publicado: bool = False
    norma: NormaParticipacion | None = None
    ancla: date | None = None
    feriados: Mapping[date, str] = field(default_factory=dict)
    respuesta_virtual: date | None = None
    respuesta_presencial: date | None = None

    @property
    def hay_jornada(self) -> bool:
        return self.modalidad != CuentaPublica.Modalidad.VIRTUAL


def plazo_respuesta(
    norma: NormaParticipacion, ancla: date, feriados: Mapping[date, str]
) -> tuple[Computo, Computo]:
    """The suggested and the last day to answer, day by day from `ancla` (R107, R108).

    `ancla` is the day of the last in-person activity, or the end of a virtual-only window.
    """
    tipo = cast(TipoDias, norma.tipo_dias)
    return (
        contar(ancla, norma.plazo_respuesta_sugerido_dias, tipo, feriados),
        contar(ancla, norma.plazo_respuesta_maximo_dias, tipo, feriados),
    )


@regla(
    id="R1",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="",
    texto="Cada servicio da una cuenta pública por año.",
)
def R1(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        not hechos.existe_otra,
        f"Es la única cuenta de la gestión {hechos.anio_gestion}.",
        f"El servicio ya tiene la cuenta pública de la gestión {hechos.anio_gestion}.",
        "Ábrala desde la lista de cuentas o elija otro año.",
    )


@regla(
    id="R2",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="Se recomienda la modalidad presencial con apoyo virtual.",
)
def R2(hechos: Hechos, hoy: date) -> Resultado:
    motivo = f"Motivo anotado: {hechos.motivo_modalidad}" if hechos.motivo_modalidad else ""
    return segun(
        hechos.hay_jornada,
        "La cuenta es presencial con apoyo virtual.",
        "Se recomienda la modalidad presencial con apoyo virtual, y la cuenta es solo virtual.",
        motivo or "Escriba por qué elige otra.",
    )


@regla(
    id="R7",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, 1. Preparación",
    texto="Hay una persona responsable, contraparte de la División de Organizaciones Sociales.",
)
def R7(hechos: Hechos, hoy: date) -> Resultado:
    faltan = [dato for dato in DATOS_R7 if not hechos.responsable.get(dato)]
    return segun(
        not faltan,
        f"Responsable: {hechos.responsable.get('nombre')}.",
        f"A la persona responsable le falta: {enumerar(faltan)}.",
        "Complételo en los datos de la cuenta.",
    )


@regla(
    id="R8",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, 1. Preparación",
    texto="La cuenta tiene un equipo.",
)
def R8(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.integrantes > 0,
        f"Integrantes del equipo: {hechos.integrantes}.",
        "El equipo de la cuenta no tiene integrantes.",
        "Sume al menos a una persona en la página del equipo.",
    )


@regla(
    id="R23",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="1. Elaboración del Informe CPP",
    texto="El informe contiene políticas, planes, programas y presupuesto.",
)
def R23(hechos: Hechos, hoy: date) -> Resultado:
    return _secciones(hechos, POR_R23)


@regla(
    id="R24",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="1. Elaboración del Informe CPP",
    texto="El informe considera proyecciones y compromisos cumplidos.",
)
def R24(hechos: Hechos, hoy: date) -> Resultado:
    return _secciones(hechos, POR_R24)


def _secciones(hechos: Hechos, tipos: Iterable[Capitulo.Tipo]) -> Resultado:
    vacias = [f"«{tipo.label}»" for tipo in tipos if tipo.value in hechos.vacias]
    plural = len(vacias) > 1
    return segun(
        not vacias,
        "Las secciones tienen texto.",
        f"{'Faltan las secciones' if plural else 'Falta la sección'} {enumerar(vacias)}.",
        f"{'Escríbalas' if plural else 'Escríbala'} antes de continuar.",
    )


@regla(
    id="R27",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="El informe se puede leer y descargar donde se participa.",
)
def R27(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.informe_publicado,
        "El informe está publicado.",
        "El informe de la cuenta aún no se publica.",
        "Publíquelo antes de abrir la participación por internet.",
    )


@regla(
    id="R52",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="La fecha de las respuestas a lo recibido por internet es pública antes de abrir.",
)
def R52(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.respuesta_virtual is not None,
        f"Fecha comprometida: {_fecha(hechos.respuesta_virtual)}.",
        "Falta la fecha en que se responderá lo recibido por internet.",
        "Fíjela en la configuración de la cuenta.",
    )


@regla(
    id="R104",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="3. Respuesta de la autoridad",
    texto="La autoridad informa los plazos en que se compromete a responder.",
)
def R104(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        bool(hechos.respuesta_virtual or hechos.respuesta_presencial),
        "Los plazos de respuesta están comprometidos.",
        "La autoridad aún no compromete plazos de respuesta.",
        "Fíjelos en la configuración de la cuenta.",
    )


@regla(
    id="R105",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="3. Respuesta de la autoridad",
    texto="Hay un plazo para el proceso presencial además del virtual.",
)
def R105(hechos: Hechos, hoy: date) -> Resultado:
    if not hechos.hay_jornada:
        return Resultado(Veredicto.NO_APLICA, "La cuenta es solo virtual.")
    return segun(
        hechos.respuesta_presencial is not None,
        f"Fecha comprometida: {_fecha(hechos.respuesta_presencial)}.",
        "Falta la fecha en que se responderá lo planteado en la jornada.",
        "Fíjela en la configuración de la cuenta.",
    )


@regla(
    id="R107",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="3. Respuesta de la autoridad",
    texto="Se sugiere responder en 30 días.",
)
def R107(hechos: Hechos, hoy: date) -> Resultado:
    return _dentro_del_plazo(hechos, sugerido=True)


@regla(
    id="R108",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="3. Respuesta de la autoridad",
    texto="Se responde a más tardar 45 días después de la última actividad presencial.",
)
def R108(hechos: Hechos, hoy: date) -> Resultado:
    return _dentro_del_plazo(hechos, sugerido=False)


def _dentro_del_plazo(hechos: Hechos, *, sugerido: bool) -> Resultado:
    fechas = [f for f in (hechos.respuesta_virtual, hechos.respuesta_presencial) if f]
    if not (fechas and hechos.ancla and hechos.norma):
        return Resultado(Veredicto.POR_CUMPLIR, "Faltan las fechas con que se calcula el plazo.")
    norma = hechos.norma
    computos = plazo_respuesta(norma, hechos.ancla, hechos.feriados)
    dias = norma.plazo_respuesta_sugerido_dias if sugerido else norma.plazo_respuesta_maximo_dias
    limite = computos[0 if sugerido else 1].fecha
    ultima = max(fechas)
    cual = "sugerido" if sugerido else "máximo"
    return segun(
        ultima <= limite,
        f"La última fecha comprometida es el {fecha_larga(ultima)}.",
        f"El {fecha_larga(ultima)} pasa del plazo {cual}: {dias} {norma.get_tipo_dias_display()} "
        f"después del {fecha_larga(hechos.ancla)} ({norma.cita}).",
        f"La última fecha {'sugerida' if sugerido else 'posible'} es el {fecha_larga(limite)}.",
    )


def _fecha(valor: date | None) -> str:
    return fecha_larga(valor) if valor else ""


PARA_ABRIR = (R1,)
PARA_PUBLICAR_CUENTA = (R7, R8)
DEL_INFORME = (R23, R24)
DE_PLAZOS = (R52, R105, R108)
TODAS = (R1, R2, R7, R8, R23, R24, R27, R52, R104, R105, R107, R108)
