"""What was said on the day is collected: whole, faithful, and soon (R92, R94 to R97, R103)."""

from datetime import date

from comun.formato import enumerar, fecha_larga
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun_constancia
from respuestas.reglas.hechos import GUIA, RENCA, HechosSistematizacion, cuantos, mensajes

SISTEMATIZACION = "sistematización y revisión"


def _sin_jornada(hechos: HechosSistematizacion) -> Resultado | None:
    """The verdict while no day has ended, or where there is none."""
    if hechos.jornadas:
        return None
    if not hechos.hay_jornada and not hechos.fuera_del_portal:
        return Resultado(Veredicto.NO_APLICA, "La cuenta es solo virtual.")
    return hechos.pendiente("La jornada aún no termina.")


@regla(
    id="R92",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=SISTEMATIZACION,
    texto="Se sistematiza toda la jornada.",
    mira="Los talleres que se realizaron y los que no tienen notas ni acuerdos.",
)
def R92(hechos: HechosSistematizacion, hoy: date) -> Resultado:
    faltan = hechos.talleres_sin_registro
    if not faltan:
        bien = f"Talleres con registro de lo dicho: {hechos.talleres}."
        return _sin_jornada(hechos) or Resultado(Veredicto.CUMPLE, bien)
    cuales = "El taller" if len(faltan) == 1 else "Los talleres"
    no_tiene = "no tiene" if len(faltan) == 1 else "no tienen"
    return hechos.falta(
        hoy,
        f"{cuales} {enumerar(faltan)} {no_tiene} registro de lo dicho.",
        "Regístrelo, o anote en el taller por qué no hubo acuerdos.",
    )


@regla(
    id="R94",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=SISTEMATIZACION,
    texto="Terminada la jornada, se comienza a recopilar sus conclusiones.",
    mira="Las jornadas cerradas, y si alguien comenzó a recoger lo que se dijo en cada una.",
)
def R94(hechos: HechosSistematizacion, hoy: date) -> Resultado:
    """Not before its end, and from the day after on somebody has begun."""
    if hechos.antes_del_cierre:
        return Resultado(
            Veredicto.NO_CUMPLE,
            "La jornada todavía no se cierra.",
            "Ciérrela y luego recoja lo que se dijo.",
        )
    if not hechos.sin_recopilar:
        bien = "Se comenzó a recoger lo dicho en la jornada."
        return _sin_jornada(hechos) or Resultado(Veredicto.CUMPLE, bien)
    paso = hechos.ultima_el is None or hoy > hechos.ultima_el
    el_dia = f", que terminó el {fecha_larga(hechos.ultima_el)}" if hechos.ultima_el else ""
    return Resultado(
        Veredicto.NO_CUMPLE if paso else Veredicto.POR_CUMPLIR,
        f"Falta comenzar a recoger lo dicho en la jornada{el_dia}."
        if hechos.sin_recopilar == 1
        else f"Falta comenzar a recoger lo dicho en {hechos.sin_recopilar} jornadas.",
        "Presione «Recoger lo dicho en la jornada».",
    )


@regla(
    id="R95",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=SISTEMATIZACION,
    texto="Lo que dijeron las personas se respeta: se sistematiza de manera fidedigna y objetiva.",
    mira="Que cada mensaje tenga las palabras que se dijeron, y cada versión pública su motivo.",
)
def R95(hechos: HechosSistematizacion, hoy: date) -> Resultado:
    if hechos.distintas:
        return Resultado(
            Veredicto.NO_CUMPLE,
            mensajes(
                hechos.distintas,
                "Hay 1 mensaje con otras palabras que las dichas",
                "Hay {n} mensajes con otras palabras que las dichas",
            ),
            "Avise a quien administra el portal.",
        )
    if hechos.versiones_en_blanco:
        return Resultado(Veredicto.NO_CUMPLE, "La versión pública no puede quedar en blanco.")
    if hechos.versiones_sin_motivo:
        cuales = cuantos(hechos.versiones_sin_motivo, "versión pública", "versiones públicas")
        return Resultado(
            Veredicto.NO_CUMPLE,
            f"Hay {cuales} sin decir su motivo.",
            "Escriba qué se quitó y por qué.",
        )
    if not (hechos.recogidas or hechos.versiones):
        return _sin_jornada(hechos) or Resultado(
            Veredicto.CUMPLE, "De la jornada no hay mensajes que recoger."
        )
    return Resultado(
        Veredicto.CUMPLE,
        f"Cada mensaje conserva sus palabras. Versiones públicas, con su motivo: "
        f"{hechos.versiones}.",
    )


@regla(
    id="R96",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=SISTEMATIZACION,
    texto="Se incluye de manera completa y precisa lo expuesto.",
    mira="Las notas, los acuerdos prioritarios y las preguntas de la jornada que faltan recoger.",
)
def R96(hechos: HechosSistematizacion, hoy: date) -> Resultado:
    if not hechos.por_recoger:
        bien = f"Lo dicho en la jornada está en {cuantos(hechos.recogidas, 'mensaje', 'mensajes')}."
        return _sin_jornada(hechos) or Resultado(Veredicto.CUMPLE, bien)
    verbo = "Falta" if hechos.por_recoger == 1 else "Faltan"
    return hechos.falta(
        hoy,
        f"{verbo} recoger {cuantos(hechos.por_recoger, 'nota', 'notas')} de la jornada.",
        "Presione «Recoger lo dicho en la jornada».",
    )


@regla(
    id="R97",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, sistematización",
    texto="La cuenta tiene un equipo de sistematización.",
    mira="Las personas del servicio con el rol de sistematización.",
)
def R97(hechos: HechosSistematizacion, hoy: date) -> Resultado:
    if hechos.equipo:
        return Resultado(Veredicto.CUMPLE, f"Sistematizan: {enumerar(hechos.equipo)}.")
    if hechos.fuera_del_portal:
        return hechos.pendiente("")
    exigible = hechos.jornadas > 0 or hechos.exigible(hoy)
    return Resultado(
        Veredicto.NO_CUMPLE if exigible else Veredicto.POR_CUMPLIR,
        "Nadie tiene el rol de sistematización en el servicio.",
        "Dé ese rol a una persona en «Personas».",
    )


@regla(
    id="R103",
    nivel=Nivel.ADVIERTE,
    fuente=RENCA,
    lugar="sistematización de los talleres",
    texto="Se recomienda compartir los resultados de los talleres con quienes asistieron, para que "
    "los comenten.",
    mira="La constancia de que quienes asistieron recibieron los resultados de sus talleres.",
)
def R103(hechos: HechosSistematizacion, hoy: date) -> Resultado:
    if hechos.compartidos is None and not hechos.talleres:
        sin_talleres = Resultado(Veredicto.NO_APLICA, "No hubo talleres.")
        return _sin_jornada(hechos) or sin_talleres
    return segun_constancia(
        hechos.compartidos,
        "No consta que los resultados de los talleres se compartieran con quienes asistieron.",
        exigible=hechos.exigible(hoy),
    )
