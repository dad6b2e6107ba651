"""What the guide demands before anybody is called: one account, who answers for it, its team."""

from datetime import date

from comun.formato import enumerar
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun, segun_constancia
from cuentas.reglas.hechos import GUIA, Hechos, a_su_tiempo

PREPARACION = "actividades, 1. Preparación"
DATOS_R7 = ("nombre", "cargo", "correo", "teléfono")
#: How many tasks a sentence names.
A_LA_VISTA = 3


@regla(
    id="R1",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="1. Elaboración del Informe CPP",
    texto="Cada servicio da una cuenta pública por año.",
    mira="Si el servicio tiene otra cuenta del mismo año de gestión.",
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
    mira="La modalidad de la cuenta y el motivo de elegir otra.",
)
def R2(hechos: Hechos, hoy: date) -> Resultado:
    if hechos.hay_jornada:
        return Resultado(Veredicto.CUMPLE, "La cuenta es presencial con apoyo virtual.")
    motivo = hechos.motivo_modalidad.strip()
    return Resultado(
        Veredicto.NO_CUMPLE,
        "Se recomienda la modalidad presencial con apoyo virtual, y la cuenta es solo virtual."
        + (f" Motivo anotado: {motivo}" if motivo else ""),
        "" if motivo else "Escriba por qué elige otra.",
        explicado=bool(motivo),
    )


@regla(
    id="R6",
    nivel=Nivel.PARAMETRO,
    fuente="003",
    lugar="6.2 Modo de producción (paso a paso)",
    texto="Cada institución fija en su norma los plazos y las fechas de la participación.",
    mira="Los parámetros de la norma del año, los de la guía, y el número, la fecha y la dirección "
    "web de la norma.",
)
def R6(hechos: Hechos, hoy: date) -> Resultado:
    norma = hechos.norma
    if norma is None:
        return Resultado(Veredicto.NO_APLICA, "La cuenta aún no tiene norma.")
    if not norma.cambiados:
        return Resultado(Veredicto.CUMPLE, "Rigen los valores de la guía.")
    cuales = enumerar([str(norma._meta.get_field(n).verbose_name) for n in norma.cambiados])  # type: ignore[union-attr]
    return segun(
        norma.con_fuente,
        f"{norma.cita} fija: {cuales}.",
        f"Se cambió lo que dice la guía sin citar la norma que lo permite: {cuales}.",
        "Escriba su número, su fecha y su dirección web.",
    )


@regla(
    id="R56",
    nivel=Nivel.PARAMETRO,
    fuente="002",
    lugar="etapa 5. Consulta pública sobre el borrador",
    texto="La consulta sobre un borrador dura 10 días hábiles.",
    mira="Los días hábiles que la norma da a la consulta de un borrador.",
)
def R56(hechos: Hechos, hoy: date) -> Resultado:
    dias = hechos.norma.consulta_borrador_dias_habiles if hechos.norma else 10
    return Resultado(
        Veredicto.NO_APLICA,
        f"No hay un borrador en consulta. Si lo hubiera, su consulta dura {dias} días hábiles.",
    )


@regla(
    id="R7",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=PREPARACION,
    texto="Hay una persona responsable, contraparte de la División de Organizaciones Sociales.",
    mira="El nombre, el cargo, el correo y el teléfono de la persona responsable.",
)
def R7(hechos: Hechos, hoy: date) -> Resultado:
    faltan = [dato for dato in DATOS_R7 if not hechos.responsable.get(dato)]
    resultado = segun(
        not faltan,
        f"Responsable: {hechos.responsable.get('nombre')}.",
        f"A la persona responsable le falta: {enumerar(faltan)}.",
        "Complételo en los datos de la cuenta.",
    )
    return a_su_tiempo(resultado, hechos.al_publicar_cuenta)


@regla(
    id="R8",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=PREPARACION,
    texto="La cuenta tiene un equipo.",
    mira="Cuántas personas hay en el equipo.",
)
def R8(hechos: Hechos, hoy: date) -> Resultado:
    resultado = segun(
        hechos.integrantes > 0,
        f"Integrantes del equipo: {hechos.integrantes}.",
        "El equipo de la cuenta no tiene integrantes.",
        "Sume al menos a una persona en la página del equipo.",
    )
    return a_su_tiempo(resultado, hechos.al_publicar_cuenta)


@regla(
    id="R9",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=PREPARACION,
    texto="Cada tarea tiene una persona a cargo.",
    mira="Las tareas obligatorias de la cuenta y quién está a cargo de cada una.",
)
def R9(hechos: Hechos, hoy: date) -> Resultado:
    return a_su_tiempo(_tareas(hechos), hechos.al_publicar_cuenta)


def _tareas(hechos: Hechos) -> Resultado:
    sin = hechos.tareas_sin_responsable
    if not hechos.tareas:
        return Resultado(
            Veredicto.NO_CUMPLE,
            "La cuenta aún no tiene tareas.",
            "Créelas y repártalas en la página de tareas.",
        )
    nombres = [f"«{nombre}»" for nombre in sin[:A_LA_VISTA]]
    if len(sin) > A_LA_VISTA:
        nombres.append(f"otras {len(sin) - A_LA_VISTA}")
    return segun(
        not sin,
        f"Las {hechos.tareas} tareas obligatorias tienen a una persona a cargo.",
        f"{'Falta' if len(sin) == 1 else 'Faltan'} {len(sin)} de {hechos.tareas} tareas "
        f"obligatorias por asignar: {enumerar(nombres)}.",
        "Asígnelas en la página de tareas.",
    )


@regla(
    id="R10",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=PREPARACION,
    texto="La cuenta tiene una estrategia de comunicación.",
    mira="La constancia de que la estrategia de comunicación está definida.",
)
def R10(hechos: Hechos, hoy: date) -> Resultado:
    if hechos.estrategia is None:
        falta = Resultado(
            Veredicto.NO_CUMPLE,
            "La cuenta aún no tiene definida su estrategia de comunicación.",
            "Deje constancia de ella, con el texto o el archivo que la contiene.",
        )
        return a_su_tiempo(falta, hechos.al_publicar_cuenta)
    return segun_constancia(
        hechos.estrategia, "", exigible=hechos.al_publicar_cuenta, admite_motivo=False
    )
