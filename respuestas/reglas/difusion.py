"""The answers are made known and reach each person (R106, R109 to R112, R119, R120)."""

from datetime import date

from comun.formato import enumerar, fecha_larga
from comun.reglas import Nivel, Resultado, Veredicto, regla
from respuestas.reglas.hechos import (
    GUIA,
    RENCA,
    SANTIAGO,
    HechosDifusion,
    HechosEnvio,
    cuantos,
    mensajes,
)

RESPUESTA = "3. Respuesta de la autoridad"
CIERRE = "actividades, respuestas y cierre"
MEDIOS_RECOMENDADOS = 3
SIN_PUBLICAR = "Las respuestas aún no se publican."
NADIE = "Nadie dejó un medio de contacto para responderle."


def _medios(hechos: HechosDifusion) -> str:
    frase = f"Medios anotados: {enumerar(hechos.canales)}."
    if len(hechos.canales) < MEDIOS_RECOMENDADOS:
        frase += f" Se recomiendan al menos {MEDIOS_RECOMENDADOS}."
    return frase


@regla(
    id="R106",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=RESPUESTA,
    texto="Las respuestas se difunden en la mayor cantidad de medios posible.",
    mira="Los medios anotados donde se difundieron las respuestas.",
)
def R106(hechos: HechosDifusion, hoy: date) -> Resultado:
    if hechos.canales:
        return Resultado(Veredicto.CUMPLE, _medios(hechos))
    return hechos.falta(
        hoy,
        "No hay ningún medio anotado donde se difundieran las respuestas.",
        f"Anote al menos uno; se recomiendan {MEDIOS_RECOMENDADOS} o más.",
    )


@regla(
    id="R109",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar=RESPUESTA,
    texto="Se recomienda enviar las respuestas a cada persona que consultó.",
    mira="Las personas que dejaron un contacto, y a cuántas se les envió o entregó su respuesta.",
)
def R109(hechos: HechosDifusion, hoy: date) -> Resultado:
    if not hechos.personas:
        return _sin_personas(hechos)
    if faltan := hechos.personas - hechos.con_intento:
        return hechos.falta(
            hoy,
            f"Falta enviar su respuesta a {cuantos(faltan, 'persona', 'personas')}.",
            "Llame o escriba, y anote la entrega.",
        )
    todas = cuantos(hechos.personas, "persona", "personas")
    return Resultado(Veredicto.CUMPLE, f"Su respuesta se envió o se entregó a {todas}.")


def _sin_personas(hechos: HechosDifusion | HechosEnvio) -> Resultado:
    return Resultado(Veredicto.NO_APLICA, NADIE)


@regla(
    id="R110",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=f"{RESPUESTA}, paso 8",
    texto="Quien dejó una pregunta pendiente recibe la respuesta de manera personalizada.",
    mira="Quienes preguntaron y dejaron un contacto, y a quiénes se intentó responder.",
)
def R110(hechos: HechosDifusion, hoy: date) -> Resultado:
    if not hechos.preguntaron:
        return Resultado(
            Veredicto.NO_APLICA, "Nadie dejó una pregunta pendiente y un contacto para responderle."
        )
    if faltan := hechos.preguntaron_sin_intento:
        personas = cuantos(faltan, "persona que dejó", "personas que dejaron")
        return hechos.falta(
            hoy,
            f"Falta responder a {personas} una pregunta pendiente.",
            "Envíe o entregue su respuesta, y anote la entrega.",
        )
    todas = cuantos(hechos.preguntaron, "persona que dejó", "personas que dejaron")
    return Resultado(Veredicto.CUMPLE, f"Se respondió a {todas} una pregunta pendiente.")


@regla(
    id="R111",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=f"{RESPUESTA}, paso 8",
    texto="El documento consolidado se publica en la mayor cantidad de canales disponibles.",
    mira="El día en que se publicó el documento y los canales anotados.",
)
def R111(hechos: HechosDifusion, hoy: date) -> Resultado:
    if hechos.publicadas_el is None:
        return hechos.falta(
            hoy, "El documento con las respuestas aún no se publica.", "Publíquelo."
        )
    dia = fecha_larga(hechos.publicadas_el)
    if not hechos.canales:
        return hechos.falta(
            hoy,
            f"El documento se publicó el {dia} y no consta en ningún otro canal.",
            "Anote dónde más se publicó.",
        )
    return Resultado(Veredicto.CUMPLE, f"Se publicó el {dia}. {_medios(hechos)}")


@regla(
    id="R112",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=CIERRE,
    texto="El documento de cierre se difunde en público y también de manera personalizada.",
    mira="La publicación del documento, y las respuestas enviadas o entregadas a cada persona.",
)
def R112(hechos: HechosDifusion, hoy: date) -> Resultado:
    faltan = []
    if hechos.publicadas_el is None:
        faltan.append("publicar el documento")
    if hechos.personas and not hechos.con_intento:
        faltan.append("enviarlo a quienes participaron")
    if faltan:
        return hechos.falta(hoy, f"Falta {enumerar(faltan)}.")
    personal = (
        f"Se envió o se entregó a {cuantos(hechos.con_intento, 'persona', 'personas')}."
        if hechos.personas
        else NADIE
    )
    return Resultado(Veredicto.CUMPLE, f"El documento es público. {personal}")


@regla(
    id="R119",
    nivel=Nivel.BLOQUEA,
    fuente=SANTIAGO,
    lugar="participación ciudadana",
    texto="Se informa a quienes participaron el resultado de sus aportes.",
    mira="Que cada persona con contacto tenga una respuesta con la decisión y el documento.",
)
def R119(hechos: HechosEnvio, hoy: date) -> Resultado:
    if not hechos.personas:
        return _sin_personas(hechos)
    if hechos.sin_resultado:
        personas = cuantos(hechos.sin_resultado, "persona", "personas")
        return hechos.falta(
            hoy,
            f"No tienen una respuesta con el resultado de su aporte: {personas}.",
            "Publique el documento: cada persona recibe la suya.",
        )
    todas = cuantos(hechos.personas, "persona", "personas")
    return Resultado(Veredicto.CUMPLE, f"Con su respuesta y su enlace: {todas}.")


@regla(
    id="R120",
    nivel=Nivel.BLOQUEA,
    fuente=RENCA,
    lugar="principios de la participación",
    texto="La respuesta dice cómo se tomó en cuenta el aporte.",
    mira="Que cada mensaje lleve en su respuesta qué se contestó o qué se decidió.",
)
def R120(hechos: HechosEnvio, hoy: date) -> Resultado:
    if hechos.sin_retorno:
        return hechos.falta(
            hoy,
            mensajes(
                hechos.sin_retorno,
                "No dice cómo se tomó en cuenta 1 mensaje",
                "No dice cómo se tomaron en cuenta {n} mensajes",
            ),
            "Complete la respuesta.",
        )
    if not hechos.aportes:
        return hechos.pendiente("Las respuestas aún no se envían.")
    dicen = cuantos(hechos.aportes, "mensaje", "mensajes")
    return Resultado(Veredicto.CUMPLE, f"La respuesta dice cómo se tomó en cuenta: {dicen}.")
