"""Steps 6 to 8: the door, the workshops, the plenary, and what the day leaves to be answered."""

import re
from io import BytesIO

from playwright.sync_api import expect
from pptx import Presentation

from tests.recorrido.conftest import Camino
from tests.recorrido.convocatoria import JORNADA
from tests.recorrido.personas import Persona
from tests.recorrido.preparacion import GESTION

DICHO = {
    "rosa": "¿Habrá luz en la pasarela cuando la reparen?",
    "sayen": "Me preocupa que corten los árboles nativos de la orilla.",
    "carlos": "Propongo una feria de la ribera cada primavera.",
    "acuerdo": "Reparar la pasarela de El Sauce antes de marzo.",
    "rosa en el plenario": "¿Quién mantiene los miradores?",
    "carlos en el plenario": "¿Cuánto costará la reparación?",
}


def prepara_el_dia(camino: Camino) -> None:
    """Two workshops with their people, and the day opened."""
    camino.reloj("2027-05-28", "08:40")
    equipo = camino["equipo"].ir(f"{GESTION}/talleres/").lee("Todavía no hay talleres")
    equipo.seguir("Crear talleres").elegir("actividad", "Jornada nacional y talleres")
    equipo.llenar(cantidad=2, temas="Riberas\nMiradores").pulsar("Crear los talleres")
    for numero in (1, 2):
        equipo.ir(f"{GESTION}/talleres/").seguir(f"Tema y equipo del taller {numero}")
        equipo.elegir("facilitador", "Facilitadora Prueba")
        equipo.elegir("secretario", "Secretaria Prueba").pulsar("Guardar el equipo")
    encargada = camino["encargada"].ir(f"{GESTION}/actividades/{JORNADA}/")
    encargada.seguir("Ir a la jornada").pulsar("Preparar la jornada")
    encargada.pulsar("Abrir la jornada").lee("Todavía no llega nadie")


def acredita(camino: Camino) -> None:
    """Invited or not, each person gets a card and a workshop, in turns."""
    puerta = camino["acreditadora"].ir(f"{GESTION}/jornadas/{JORNADA}/")
    puerta.seguir("Acreditar personas")
    camino.datos["puerta"] = puerta.pagina.url.removeprefix(camino.base)
    numeros = [_rosa(puerta), _carlos(puerta, camino), _sayen(puerta, camino)]
    numeros.append(_elena(puerta, camino))
    assert numeros == ["1", "2", "1", "2"]

    puerta.ir(camino.datos["puerta"]).lee("4 personas acreditadas")
    puerta.seguir("Acreditar a una persona nueva")
    puerta.llenar(nombres="Otro", apellidos="Nombre", documento="22.222.222-2")
    puerta.llenar(telefono="912345678", a_titulo_personal=True, firma_modo="papel")
    puerta.pulsar("Acreditar", 422)
    puerta.lee("Ver la ficha que ya existe")
    lista, _ = (
        camino["encargada"]
        .ir(f"{GESTION}/jornadas/{JORNADA}/")
        .bajar(camino["encargada"].destino("Lista para firmar, en PDF"))
    )
    assert lista[:5] == b"%PDF-"


def _busca(puerta: Persona, camino: Camino, que: str) -> Persona:
    return puerta.ir(camino.datos["puerta"]).llenar(q=que).pulsar("Buscar")


def _numero(puerta: Persona) -> str:
    puerta.lee("Le toca el taller")
    return puerta.pagina.locator(".taller-grande__n").inner_text()


def _rosa(puerta: Persona) -> str:
    """Invited: she is found, errs in her RUN, and signs on the screen."""
    puerta.llenar(q="quilaleo").pulsar("Buscar").lee("confirmó que asistiría")
    puerta.llenar(documento="11.111.111-2")
    _firma(puerta)
    puerta.pulsar("Acreditar", 422).lee("La firma ya está puesta.")
    puerta.llenar(documento="11.111.111-1", carpeta_entregada=True).pulsar("Acreditar")
    numero = _numero(puerta)
    ficha, cabeceras = puerta.bajar(puerta.destino("Ficha en PDF"))
    assert (ficha[:5], cabeceras["cache-control"]) == (b"%PDF-", "private, no-store")
    assert "11111111" not in cabeceras["content-disposition"]
    return numero


def _firma(puerta: Persona) -> None:
    papel = puerta.pagina.locator("[data-firma-papel]")
    papel.scroll_into_view_if_needed()
    marco = papel.bounding_box()
    assert marco
    raton = puerta.pagina.mouse
    raton.move(marco["x"] + 60, marco["y"] + 60)
    raton.down()
    raton.move(marco["x"] + 180, marco["y"] + 90, steps=8)
    raton.up()
    expect(puerta.pagina.locator("#id_firma")).to_have_value(re.compile("^data:image/png;base64,"))
    puerta.revisar()


def _carlos(puerta: Persona, camino: Camino) -> str:
    """He came without an invitation, and signs on paper."""
    _busca(puerta, camino, "carlos vera").lee("No hay nadie con esos datos")
    puerta.pulsar("Acreditar a una persona nueva").lee_en(nombres="Carlos", apellidos="Vera")
    puerta.llenar(documento="22222222-2", correo="carlos@correo.example", firma_modo="papel")
    puerta.llenar(organizacion="Comité de Agua Potable").pulsar("Acreditar")
    return _numero(puerta)


def _sayen(puerta: Persona, camino: Camino) -> str:
    """She comes in the place of the invited one, with a passport."""
    _busca(puerta, camino, "catrileo").llenar(tipo_documento="pasaporte", documento="P123456")
    puerta.llenar(correo="sayen@correo.example", firma_modo="papel")
    return _numero(puerta.pulsar("Acreditar"))


def _elena(puerta: Persona, camino: Camino) -> str:
    """She leaves a telephone, brings no document and would rather not sign."""
    _busca(puerta, camino, "Elena Díaz").pulsar("Acreditar a una persona nueva")
    puerta.llenar(tipo_documento="sin_documento", a_titulo_personal=True, telefono="987654321")
    puerta.llenar(firma_modo="sin", motivo_sin_firma="Prefiere no firmar.").pulsar("Acreditar")
    return _numero(puerta)


# ── The workshops ──


def _anota(secretaria: Persona, tipo: str, texto: str, quien: str = "Sin nombre") -> None:
    secretaria.llenar(tipo=tipo, texto=texto).elegir("participante", quien).pulsar("Anotar")
    secretaria.lee(texto)


def anota_los_talleres(camino: Camino) -> None:
    """What is said is written down as it is said; a mistake is struck through, not erased."""
    camino.reloj("2027-05-28", "10:20")
    secretaria = camino["secretaria"].ir(f"{GESTION}/talleres/").seguir("Taller 1: Riberas")
    secretaria.pulsar("Empezar el taller").lee("Aún no hay notas")
    _anota(secretaria, "pregunta", DICHO["rosa"], "Rosa Elena Quilaleo Ortiz")
    _anota(secretaria, "opinion", DICHO["sayen"], "Sayén Huenchumán Catrileo")
    _anota(secretaria, "opinion", "Esto se anotó por error.")
    secretaria.seguir("Anular la nota", exact=False).llenar(motivo="Se anotó dos veces.")
    secretaria.pulsar("Anular la nota").lee("Anulada: Se anotó dos veces.")
    _anota(secretaria, "acuerdo", DICHO["acuerdo"])
    secretaria.pulsar("Elegir como prioridad").lee("Acuerdo prioritario")
    camino["facilitadora"].ir(f"{GESTION}/talleres/").seguir("Taller 1: Riberas")
    camino["facilitadora"].lee(DICHO["rosa"]).no_ve_boton("Anotar")
    secretaria.pulsar("Cerrar el taller").lee("Taller cerrado")
    secretaria.pulsar("Generar la presentación")
    pptx, _ = secretaria.bajar(secretaria.destino("Descargar la presentación"))
    textos = _laminas(pptx)
    assert DICHO["acuerdo"] in textos
    assert DICHO["rosa"] in textos
    assert "Esto se anotó por error." not in textos

    secretaria.ir(f"{GESTION}/talleres/").seguir("Taller 2: Miradores")
    secretaria.pulsar("Empezar el taller")
    _anota(secretaria, "propuesta", DICHO["carlos"], "Carlos Vera")
    secretaria.pulsar("Cerrar el taller", 422).lee("R76")
    secretaria.llenar(sin_acuerdos_motivo="El grupo no se puso de acuerdo.")
    secretaria.pulsar("Cerrar el taller").lee("Sin acuerdos: El grupo no se puso de acuerdo.")


def _laminas(pptx: bytes) -> str:
    """Every text of the slides."""
    marcos = (f for lamina in Presentation(BytesIO(pptx)).slides for f in lamina.shapes)
    return "\n".join(f.text_frame.text for f in marcos if f.has_text_frame)


# ── The plenary ──


def celebra_el_plenario(camino: Camino) -> None:
    """One question is answered on the spot; another one is left pending; the day is closed."""
    camino.reloj("2027-05-28", "12:10")
    encargada = camino["encargada"].ir(f"{GESTION}/jornadas/{JORNADA}/").seguir("Plenario")
    encargada.pulsar("Preparar el plenario").pulsar("Dar la palabra")
    encargada.llenar(texto=DICHO["rosa en el plenario"], respondida_por="Directora del servicio")
    encargada.elegir("participante", "Rosa Elena Quilaleo Ortiz")
    encargada.llenar(respuesta="Los mantiene el servicio, cada dos meses.")
    encargada.pulsar("Anotar la pregunta").lee("Pregunta anotada, respondida en el acto.")
    encargada.seguir("Abrir la pantalla de la sala").pagina.go_back()
    plenario = encargada.pagina.url.removeprefix(camino.base)
    camino.reloj("2027-05-28", "12:17")
    encargada.ir(plenario).pulsar("Terminar el turno").pulsar("Dar la palabra")
    encargada.llenar(texto=DICHO["carlos en el plenario"]).elegir("participante", "Carlos Vera")
    encargada.pulsar("Anotar la pregunta").lee("Pregunta anotada, pendiente de respuesta.")
    camino.reloj("2027-05-28", "12:24")
    encargada.ir(plenario).pulsar("Terminar el turno")
    _cierra(encargada)
    camino["acreditadora"].ir(camino.datos["puerta"]).lee("La jornada está cerrada")


#: What the person in charge says of the day; the interpreter did not come.
DE_LA_JORNADA = {
    "R14": "Las salas se probaron la tarde anterior.",
    "R16": "Se explicó al empezar.",
    "R73": "Estuvo toda la mañana.",
    "R68": "Se vio cada capítulo.",
    "R69": "Se usaron los videos de gobierno.",
    "R70": "La intérprete avisó que estaba enferma.",
    "R77": "Hubo ronda de palabra.",
    "R88": "Respondió en la sala.",
}


def _cierra(encargada: Persona) -> None:
    """Who presented is written down, and what the portal could not see is said."""
    encargada.ir(f"{GESTION}/jornadas/{JORNADA}/").seguir("Anotar quién expuso", exact=False)
    encargada.llenar(expositor="Ana Directora", cargo="Directora", inicio="09:45")
    encargada.llenar(termino="09:30").pulsar("Guardar la exposición", 422)
    encargada.llenar(termino="10:15").pulsar("Guardar la exposición").lee("Ana Directora")
    encargada.seguir("Cerrar la jornada").pulsar("Cerrar la jornada", 422)
    for regla, dicho in DE_LA_JORNADA.items():
        hecho = "no" if regla == "R70" else "si"
        encargada.llenar(**{f"{regla}_hecho": hecho, f"{regla}_texto": dicho})
    encargada.pulsar("Cerrar la jornada").lee("Jornada cerrada")


def recoge(camino: Camino) -> None:
    """What was said becomes contributions, once, however often it is asked for."""
    camino.reloj("2027-06-10")
    sistematizadora = camino["sistematizadora"].ir(f"{GESTION}/consultas/")
    sistematizadora.pulsar("Recoger lo dicho en la jornada")
    sistematizadora.lee("Recogimos 6 mensajes de la jornada.")
    antes = sistematizadora.tabla()
    sistematizadora.pulsar("Recoger lo dicho en la jornada")
    sistematizadora.lee("No había nada nuevo que recoger.")
    assert (len(antes), sistematizadora.tabla()) == (9, antes)
