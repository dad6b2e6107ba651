"""What the guide demands of the plan of an activity, and of all of them together."""

from datetime import date
from typing import Protocol

from comun.formato import enumerar
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun
from convocatorias.reglas.hechos import GUIA, REGIONAL, Hechos, juzgar, no_aplica


class ConAforo(Protocol):
    """Who looks at R34: the plan of an activity, and the day itself."""

    @property
    def personas(self) -> int: ...

    @property
    def asistentes_max(self) -> int: ...

    @property
    def llegaron(self) -> bool: ...


@regla(
    id="R11",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, 1. Preparación",
    texto="La actividad tiene lugar, hora y fecha.",
    mira="La fecha, la hora de inicio, el lugar y la comuna de la actividad.",
)
def R11(hechos: Hechos, hoy: date) -> Resultado:
    datos = {
        "la fecha": hechos.fecha,
        "la hora de inicio": hechos.hora_inicio,
        "el lugar": hechos.lugar,
        "la comuna": hechos.comuna,
    }
    faltan = [nombre for nombre, dato in datos.items() if not dato]
    return juzgar(
        hechos,
        not faltan,
        f"{hechos.lugar}, {hechos.comuna}.",
        f"A la actividad le falta{'n' if len(faltan) > 1 else ''} {enumerar(faltan)}.",
        "Complete sus datos antes de anunciarla.",
    )


@regla(
    id="R33",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se recomiendan actividades de 4 horas como máximo.",
    mira="Los minutos que suma el programa y el máximo de la norma del servicio.",
)
def R33(hechos: Hechos, hoy: date) -> Resultado:
    if not hechos.minutos:
        return no_aplica(hechos.no_aplica or "Aún no hay programa.")
    return juzgar(
        hechos,
        hechos.minutos <= hechos.duracion_max,
        f"El programa suma {hechos.minutos} minutos.",
        f"El programa suma {hechos.minutos} minutos y se recomienda un máximo de "
        f"{hechos.duracion_max}.",
        "Acorte los bloques si puede.",
    )


@regla(
    id="R34",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se recomienda la presencia de hasta 250 personas. A nadie se le niega la entrada.",
    mira="Las personas que se esperan o que llegaron, y el máximo de la norma del servicio.",
)
def R34(hechos: ConAforo, hoy: date) -> Resultado:
    if not hechos.personas:
        return no_aplica("Aún no hay personas que contar.")
    if hechos.llegaron:
        return segun(
            hechos.personas <= hechos.asistentes_max,
            f"Personas acreditadas: {hechos.personas}.",
            f"Hay {hechos.personas} personas acreditadas y el lugar se preparó para "
            f"{hechos.asistentes_max}.",
            "Siga acreditando y avise a quien dirige la jornada.",
        )
    return segun(
        hechos.personas <= hechos.asistentes_max,
        f"Se esperan hasta {hechos.personas} personas.",
        f"Se esperan {hechos.personas} personas y se recomienda un máximo de "
        f"{hechos.asistentes_max}.",
        "Considere otra actividad. A nadie se le niega la entrada.",
    )


@regla(
    id="R145",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=REGIONAL,
    texto="Si la región tiene más de una actividad de cuenta pública en el año, no se hacen en la "
    "misma comuna.",
    mira="Las demás actividades de cuentas regionales de ese año en la misma comuna, de cualquier "
    "servicio.",
)
def R145(hechos: Hechos, hoy: date) -> Resultado:
    if not hechos.es_regional:
        return no_aplica("La cuenta es nacional.")
    libres = enumerar(hechos.comunas_libres)
    por_ejemplo = f" Están libres, por ejemplo, {libres}." if libres else ""
    return juzgar(
        hechos,
        not hechos.en_su_comuna,
        "En su comuna no hay otra actividad regional de ese año.",
        f"En {hechos.comuna} ya hay otra actividad regional de ese año: "
        f"{enumerar(hechos.en_su_comuna)}.",
        f"Elija otra comuna de la región.{por_ejemplo}",
    )


@regla(
    id="R5",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="Se recomienda repartir las actividades en distintas regiones y comunas.",
    mira="En cuántas regiones son las actividades de una cuenta nacional.",
)
def R5(hechos: Hechos, hoy: date) -> Resultado:
    if hechos.es_regional:
        return no_aplica("La cuenta es regional.")
    if hechos.solo_virtual:
        return no_aplica("La cuenta es solo virtual.")
    if not hechos.actividades:
        return Resultado(Veredicto.POR_CUMPLIR, "Aún no hay actividades con comuna.")
    una = hechos.actividades == 1
    return juzgar(
        hechos,
        hechos.regiones > 1,
        f"Las actividades son en {hechos.regiones} regiones.",
        "Hay una sola actividad." if una else "Todas las actividades son en una misma región.",
        "Si puede, haga otra en otra región.",
    )
