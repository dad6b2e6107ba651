"""Steps 9 and 10: every contribution is answered, and the answers reach those who asked."""

from email.message import EmailMessage
from hashlib import sha256

from tests.recorrido.conftest import Camino
from tests.recorrido.convocatoria import MENSAJES
from tests.recorrido.jornada import DICHO
from tests.recorrido.preparacion import GESTION, PUBLICA

GRUPO = "La pasarela de El Sauce"
#: Who asked and left a mail, with what each one said.
PREGUNTARON = {
    "ana@correo.example": {MENSAJES["puente"], MENSAJES["basura"]},
    "rosa@correo.example": {DICHO["rosa"], DICHO["rosa en el plenario"]},
    "sayen@correo.example": {DICHO["sayen"]},
    "carlos@correo.example": {DICHO["carlos"], DICHO["carlos en el plenario"]},
}
DIFUSION = {"canal": "web", "url": "https://riberas.example/respuestas"}
TODO_LO_DICHO = set().union(*PREGUNTARON.values()) | {MENSAJES["carta"], DICHO["acuerdo"]}


def agrupa(camino: Camino) -> None:
    """Three contributions that say the same become one group; each keeps its words."""
    sistematizadora = camino["sistematizadora"].ir(f"{GESTION}/consultas/")
    sistematizadora.llenar(titulo=GRUPO).pulsar("Agrupar", 422)
    for texto in (MENSAJES["puente"], DICHO["rosa"], DICHO["acuerdo"]):
        sistematizadora.marcar(texto[:30], "consultas")
    sistematizadora.pulsar("Agrupar").lee("tiene ahora 3 mensajes.", MENSAJES["puente"])
    sistematizadora.ir(f"{GESTION}/consultas/").seguir("Ver grupos").lee(GRUPO)


def _responder(camino: Camino, quien: str, cuantas: int) -> None:
    """The first ones of the queue, from draft to review."""
    persona = camino[quien]
    for vuelta in range(cuantas):
        persona.ir(f"{GESTION}/responder/")
        if vuelta == 0:
            persona.llenar(texto="").pulsar("Pasar a revisión", 422)
        persona.llenar(texto=f"Esto haremos, y cuándo ({quien}, {vuelta + 1}).")
        persona.llenar(decision="acogida", fundamento="Está en el plan de 2027.")
        persona.pulsar("Pasar a revisión").lee("La respuesta pasó a revisión.")
        persona.no_ve_boton("Aprobar")


def responde(camino: Camino) -> None:
    """Who writes an answer does not approve it: the revisora does, or gives it back."""
    _responder(camino, "unidad", 3)
    _responder(camino, "sistematizadora", 3)
    camino["unidad"].ir(f"{GESTION}/responder/").lee("No quedan mensajes por responder.")

    revisora = camino["revisora"].ir(f"{GESTION}/responder/")
    revisora.pagina.get_by_text("Devolver con una observación").click()
    revisora.revisar().llenar(observacion="Diga en qué mes.").pulsar("Devolver")
    autora = camino["unidad"].ir(f"{GESTION}/responder/").lee("Diga en qué mes.")
    autora.llenar(texto="Repararemos la pasarela en **octubre**.").pulsar("Pasar a revisión")
    for _ in range(6):
        revisora.ir(f"{GESTION}/responder/").pulsar("Aprobar")
    revisora.ir(f"{GESTION}/responder/").lee("Nada en esta cola")


def publica(camino: Camino) -> None:
    """The document goes to review, and the authority publishes it."""
    camino.datos["cartas"] = len(camino.buzon.mensajes)
    camino.reloj("2027-06-21")
    sistematizadora = camino["sistematizadora"].ir(f"{GESTION}/documento/")
    sistematizadora.lee("Cada mensaje tiene su destino")
    borrador, _ = sistematizadora.bajar(sistematizadora.destino("Ver el borrador en PDF"))
    assert borrador[:5] == b"%PDF-"
    sistematizadora.llenar(presentacion="Gracias por **participar**.")
    sistematizadora.pulsar("Guardar la presentación").pulsar("Pasar a revisión")
    sistematizadora.lee("Falta que la autoridad lo publique.")
    autoridad = camino["autoridad"].ir(f"{GESTION}/documento/")
    autoridad.pulsar("Publicar las respuestas")
    autoridad.lee("Publicado. Cada persona recibirá su respuesta.")

    vecina = camino.vecina("anonima").ir(f"{PUBLICA}/respuestas/").titulo("Preguntas y respuestas")
    vecina.lee(*TODO_LO_DICHO).no_lee("Quilaleo", "correo.example", "Catrileo").lee("Pedro Lagos")
    pdf, cabeceras = vecina.bajar(f"{PUBLICA}/respuestas.pdf")
    assert (pdf[:5], cabeceras["content-type"]) == (b"%PDF-", "application/pdf")
    vecina.lee(sha256(pdf).hexdigest())
    vecina.llenar(q="mirador").pulsar("Buscar").no_lee(MENSAJES["basura"])


def _texto(carta: EmailMessage) -> str:
    return " ".join(carta.get_body(("plain",)).get_content().split())


def llegan_las_respuestas(camino: Camino) -> None:
    """As many replies as people who asked, each one with that person's words and no other's."""
    antes = camino.datos["cartas"]
    nuevas = camino.cartas(antes + len(PREGUNTARON))[antes:]
    destinos = camino.buzon.destinos[antes:]
    assert sorted(destinos) == sorted(PREGUNTARON)
    for carta, destino in zip(nuevas, destinos, strict=True):
        dichas = {texto for texto in TODO_LO_DICHO if texto in _texto(carta)}
        assert dichas == PREGUNTARON[destino]
    [de_ana] = camino.buzon.para("ana@correo.example")[1:]
    assert de_ana["To"].startswith("Ana Rojas")
    assert "octubre" in _texto(de_ana)
    ana = camino.vecina("ana").ir(camino.datos["mi_consulta"])
    ana.titulo("Su mensaje tiene respuesta").lee("octubre")


def entrega_la_carta(camino: Camino) -> None:
    """Who has no mail is told by letter, and it is noted."""
    encargada = camino["encargada"].ir(f"{GESTION}/envios/").lee("1 por llamar")
    encargada.seguir("Ver la carta de Pedro Lagos").lee(MENSAJES["carta"])
    encargada.ir(f"{GESTION}/envios/").pulsar("Anotar la entrega").lee("Entregada por carta")
    camino["encargada"].ir("/gestion/correos/").lee("ana@correo.example")


def queda_al_dia(camino: Camino) -> None:
    """The board says where the account is, and that nothing is pending; anybody sees it."""
    encargada = camino["encargada"].ir(f"{GESTION}/").lee("Las respuestas se publicaron el")
    camino["dos"].ir(f"{GESTION}/").no_lee("Quilaleo", "Lagos", "Rojas", "Vera")
    encargada.seguir("Datos y fechas").seguir("Cerrar la cuenta").lee("Lo que falta para cerrar")
    encargada.ir(f"{GESTION}/difusion/?objeto=respuestas").llenar(**DIFUSION).pulsar("Anotar")
    encargada.ir(f"{GESTION}/cierre/").lee("Está todo lo que se pide")
    encargada.pulsar("Cerrar la cuenta").lee("Cerrada: sigue a la vista")
    encargada.ir(f"{GESTION}/").lee("Esta cuenta está cerrada", "Todo está al día.")
    destinos = ("recibidos", "respondidos por escrito", "en la jornada", "derivados")
    assert [encargada.dato(destino) for destino in destinos] == ["9", "8", "1", "0"]
    encargada.ir("/gestion/").lee("Cerrada")
    vecina = camino.vecina("anonima").ir(f"{PUBLICA}/").lee("Las respuestas ya están aquí")
    assert [vecina.dato(destino) for destino in destinos[:3]] == ["9", "8", "1"]
    vecina.seguir("Leer las respuestas", exact=False).titulo("Preguntas y respuestas")
    camino.vecina("anonima").ir("/").lee("Servicio Nacional de Riberas")
