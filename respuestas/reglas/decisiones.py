"""Every message has its answer, its decision and two people behind (R93, R100 to R115, T5)."""

from datetime import date

from comun.formato import enumerar, fecha_larga
from comun.reglas import Nivel, Resultado, Veredicto, regla
from respuestas.reglas.hechos import (
    GUIA,
    RENCA,
    HechosDecisiones,
    HechosPublicos,
    HechosRevision,
    cuantos,
    mensajes,
)
from respuestas.reglas.sistematizacion import SISTEMATIZACION

RESPUESTAS = "respuestas"
COMPROMISOS = "plan de compromisos"
SIN_MENSAJES = "Aún no hay mensajes por responder."


@regla(
    id="R93",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=SISTEMATIZACION,
    texto="Lo que expusieron quienes participaron se difunde junto con sus respuestas.",
    mira="Los mensajes recibidos y los que están en el documento publicado.",
)
def R93(hechos: HechosDecisiones, hoy: date) -> Resultado:
    if hechos.publicados is None:
        if hechos.fuera_del_portal:
            return hechos.pendiente("")
        return hechos.falta(
            hoy, "El documento con lo dicho y sus respuestas aún no se publica.", "Prepárelo."
        )
    if hechos.publicados < hechos.recibidos:
        faltan = hechos.recibidos - hechos.publicados
        cuales = (
            "falta 1 mensaje que llegó" if faltan == 1 else f"faltan {faltan} mensajes que llegaron"
        )
        return hechos.falta(
            hoy,
            f"Al documento publicado le {cuales} después.",
            "Prepare una nueva versión.",
        )
    tiene = cuantos(hechos.publicados, "mensaje", "mensajes")
    return Resultado(Veredicto.CUMPLE, f"El documento publicado tiene {tiene} y sus respuestas.")


@regla(
    id="R100",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=SISTEMATIZACION,
    texto="Otra persona revisa de manera minuciosa antes de difundir.",
    mira="Quién escribió la respuesta o preparó el documento, y quién lo revisa.",
)
def R100(hechos: HechosRevision, hoy: date) -> Resultado:
    if hechos.revisa is None:
        return hechos.pendiente("El documento con las respuestas aún no se publica.")
    if hechos.revisa not in hechos.escrita_por:
        return Resultado(Veredicto.CUMPLE, "Lo revisó una persona distinta de quien lo escribió.")
    if hechos.documento:
        return Resultado(
            Veredicto.NO_CUMPLE, "Usted preparó este documento.", "Debe publicarlo la autoridad."
        )
    return Resultado(
        Veredicto.NO_CUMPLE,
        "Usted escribió esta respuesta.",
        "Debe aprobarla una persona que no la haya escrito.",
    )


@regla(
    id="R101",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, sistematización",
    texto="Se revisan el documento consolidado y las respuestas.",
    mira="Las respuestas escritas que nadie aprueba, y quién y cuándo aprobó el documento.",
)
def R101(hechos: HechosRevision, hoy: date) -> Resultado:
    if hechos.sin_aprobar:
        return hechos.falta(
            hoy,
            mensajes(
                hechos.sin_aprobar,
                "Falta aprobar la respuesta de 1 mensaje",
                "Falta aprobar la respuesta de {n} mensajes",
            ),
            "Otra persona debe revisarlas.",
        )
    if hechos.revisada_el is None:
        return hechos.pendiente("El documento con las respuestas aún no se revisa.")
    return Resultado(
        Veredicto.CUMPLE,
        f"{hechos.nombre} aprobó el documento el {fecha_larga(hechos.revisada_el)}.",
    )


@regla(
    id="R113",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=RESPUESTAS,
    texto="Ningún mensaje queda sin respuesta o sin decisión.",
    mira="Los mensajes recibidos y los que no tienen respuesta ni otro destino.",
)
def R113(hechos: HechosDecisiones, hoy: date) -> Resultado:
    if not hechos.sin_respuesta:
        if not hechos.recibidos:
            return hechos.pendiente(SIN_MENSAJES)
        todos = cuantos(hechos.recibidos, "mensaje", "mensajes")
        return Resultado(Veredicto.CUMPLE, f"Recibidos: {todos}. Todos tienen su destino.")
    if hechos.redactando:
        return hechos.falta(hoy, "La respuesta está en blanco.", "Escríbala.")
    return hechos.falta(
        hoy,
        mensajes(
            hechos.sin_respuesta, "Falta 1 mensaje por decidir", "Faltan {n} mensajes por decidir"
        ),
    )


@regla(
    id="R114",
    nivel=Nivel.BLOQUEA,
    fuente=RENCA,
    lugar=COMPROMISOS,
    texto="Se da cuenta de la decisión sobre cada propuesta.",
    mira="Las propuestas respondidas y las que no dicen si se acogen.",
)
def R114(hechos: HechosDecisiones, hoy: date) -> Resultado:
    if not hechos.sin_decision:
        if not hechos.propuestas:
            return Resultado(Veredicto.NO_APLICA, "No hay propuestas.")
        return Resultado(Veredicto.CUMPLE, "Cada propuesta respondida dice qué se decidió.")
    if hechos.redactando:
        return hechos.falta(
            hoy,
            "Es una propuesta y no tiene decisión.",
            "Elija si se acoge, se acoge en parte o no se acoge.",
        )
    return hechos.falta(
        hoy,
        mensajes(
            hechos.sin_decision,
            "Hay 1 propuesta respondida sin decisión",
            "Hay {n} propuestas respondidas sin decisión",
        ),
        "Reabra la respuesta y elija la decisión.",
    )


@regla(
    id="R115",
    nivel=Nivel.BLOQUEA,
    fuente=RENCA,
    lugar=COMPROMISOS,
    texto="Toda decisión lleva su fundamento.",
    mira="Las decisiones tomadas y las que no dicen por qué.",
)
def R115(hechos: HechosDecisiones, hoy: date) -> Resultado:
    if not hechos.sin_fundamento:
        if not hechos.decididas:
            return Resultado(Veredicto.NO_APLICA, "No hay decisiones que fundar.")
        return Resultado(Veredicto.CUMPLE, f"Decisiones con su fundamento: {hechos.decididas}.")
    if hechos.redactando:
        return hechos.falta(
            hoy, "La decisión no tiene fundamento.", "Escriba por qué se decidió así."
        )
    return hechos.falta(
        hoy,
        mensajes(
            hechos.sin_fundamento,
            "Hay 1 decisión sin fundamento",
            "Hay {n} decisiones sin fundamento",
        ),
        "Reabra la respuesta y escriba por qué se decidió así.",
    )


@regla(
    id="T5",
    nivel=Nivel.BLOQUEA,
    fuente="Ley 19.628, modificada por la Ley 21.719",
    lugar="artículo 14 quáter",
    texto="Lo que se publica no lleva datos personales.",
    mira="Los textos que se publicarían: mensajes, respuestas, títulos y la presentación.",
)
def T5(hechos: HechosPublicos, hoy: date) -> Resultado:
    frases = []
    if hechos.con_datos_personales:
        frases.append(
            mensajes(
                hechos.con_datos_personales,
                "Hay 1 mensaje con un RUN, un correo o un teléfono",
                "Hay {n} mensajes con un RUN, un correo o un teléfono",
            )
        )
    if hechos.textos_con_datos:
        frases.append(f"También hay datos de personas en {enumerar(hechos.textos_con_datos)}.")
    if not frases:
        return Resultado(Veredicto.CUMPLE, "Nada identifica a quien participó.")
    return hechos.falta(hoy, " ".join(frases), "Escriba una versión pública sin esos datos.")
