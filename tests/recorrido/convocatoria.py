"""Steps 4 and 5: people are called to the day, and write to the service by internet."""

import re
from email.message import EmailMessage
from typing import Any

from convocatorias.services import enviar_programadas
from tests.recorrido.conftest import Camino
from tests.recorrido.personas import Persona
from tests.recorrido.preparacion import GESTION, PUBLICA

JORNADA = "jornada-nacional-y-talleres"
ENCUENTRO = "encuentro-en-curico"
MENSAJES = {
    "puente": "¿Cuándo reparan la pasarela de El Sauce? La cruzo con mi hija.",
    "basura": "Propongo que la limpieza del estero empiece antes de la primera lluvia.",
    "carta": "Agradezco los miradores. Ojalá pongan bancas para descansar.",
}


def enlace(carta: EmailMessage, camino: Camino, prefijo: str) -> str:
    """The address of the portal that begins so, in the text of a mail."""
    texto = carta.get_body(("plain",)).get_content()
    return re.search(rf"{re.escape(camino.base)}({prefijo}\S+)", texto)[1]


def _planifica(camino: Camino, nombre: str, fecha: str, **otros: Any) -> Persona:
    equipo = camino["equipo"].ir(f"{GESTION}/actividades/").seguir("Planificar una actividad")
    equipo.llenar(nombre=nombre, fecha=fecha, hora_inicio="09:30", hora_termino="13:30")
    equipo.llenar(lugar="Gimnasio Liceo El Sauce", direccion="Calle 1 Norte 123").llenar(**otros)
    equipo.elegir("comuna", "Talca")
    bloques = (("Exposición del informe", 40), ("Talleres", 110), ("Plenario", 60))
    for n, (bloque, minutos) in enumerate(bloques):
        equipo.llenar(**{f"programa-{n}-nombre": bloque, f"programa-{n}-minutos": minutos})
    equipo.pulsar("Guardar la actividad").lee("Guardó la actividad.", "210")
    return equipo.pulsar("Programar y publicar")


def convoca_tarde_y_no_puede(camino: Camino) -> None:
    """Without a published window it is refused; and with 14 days left, with the nearest date."""
    camino.reloj("2027-04-12")
    comunicaciones = camino["comunicaciones"].ir(f"{GESTION}/participacion-virtual/")
    comunicaciones.llenar(inicio="2027-04-26", termino="2027-06-04")
    comunicaciones.llenar(instrucciones="Escriba su mensaje en el **formulario**.")
    comunicaciones.pulsar("Guardar las fechas")

    equipo = _planifica(camino, "Jornada nacional y talleres", "2027-05-28", aforo=120)
    equipo.lee("La actividad ya aparece en la página pública de la cuenta.")
    _planifica(camino, "Encuentro en Curicó", "2027-04-26", aforo=40)
    equipo.seguir("Convocar").llenar(mensaje="Le esperamos.").pulsar("Seguir: elegir a quiénes")
    equipo.lee("Aún no ha elegido a nadie").pulsar("Sumar todo el directorio (4)")
    equipo.pulsar("Enviar 4 invitaciones", 422).lee("(Regla R30")
    comunicaciones.pulsar("Publicar las fechas").lee("Publicada: aún no abre")
    equipo.pulsar("Enviar 4 invitaciones", 422)
    equipo.lee("Ya no se puede invitar para el 26 de abril", "La fecha más cercana posible es el")
    equipo.lee("el 27 de abril.", "(Regla R133: guía de cuentas públicas de la División de")
    assert camino.buzon.mensajes == []

    equipo.ir(f"{GESTION}/actividades/{ENCUENTRO}/anular/").llenar(motivo="No alcanza el plazo.")
    equipo.pulsar("Anular la actividad").lee("La actividad quedó anulada.")
    camino.vecina("anonima").ir(f"{PUBLICA}/jornadas/{ENCUENTRO}/")
    camino.vecina("anonima").lee("Esta actividad no se realizará.", "No alcanza el plazo.")


def convoca_a_tiempo(camino: Camino) -> None:
    """Sent and taken back within the minute; scheduled for the next morning: nobody gets anything
    before, and then each invited person their mail, with the report and the calendar."""
    equipo = camino["equipo"].ir(f"{GESTION}/actividades/{JORNADA}/")
    equipo.seguir("Convocar").llenar(mensaje="Queremos escucharle.")
    equipo.pulsar("Seguir: elegir a quiénes").lee("Faltan 46 días corridos y se piden 15.")
    equipo.pulsar("Sumar todo el directorio (4)").lee("Sumó 4 personas a la lista.")
    # Who has no address would be told by letter or telephone; not this time.
    equipo.pagina.get_by_role("row").filter(has_text="Por carta o teléfono").get_by_role(
        "checkbox"
    ).check()
    equipo.pulsar("Quitar a las marcadas").lee("Quitó 1 persona de la lista.")
    equipo.seguir("Ver la invitación").lee("Queremos escucharle.").pagina.go_back()
    equipo.pulsar("Enviar 3 invitaciones").lee("Salen a las", "Puede cancelar.")
    equipo.pulsar("Cancelar el envío").lee("La convocatoria volvió a preparación")
    equipo.llenar(dia="2027-04-13", hora="09:00").pulsar("Programar el envío")
    equipo.titulo("Envío programado: 3 invitaciones")
    equipo.lee("martes 13 de abril de 2027 a las 9:00, 45 días antes de la actividad.")
    assert enviar_programadas() == 0
    camino.reloj("2027-04-13", "09:00")
    enviar_programadas()  # unless the beat's worker went before

    cartas = camino.cartas(3)
    quienes = {"rosa@correo.example", "juan@correo.example", "marta@correo.example"}
    assert set(camino.buzon.destinos) == quienes
    for carta in cartas:
        adjuntos = {a.get_content_type(): a.get_content() for a in carta.iter_attachments()}
        assert set(adjuntos) == {"application/pdf", "text/calendar"}
        assert adjuntos["application/pdf"] == camino.datos["informe_pdf"]
        assert "DTSTART:20270528T133000Z" in _texto(adjuntos["text/calendar"])
    equipo.ir(f"{GESTION}/actividades/{JORNADA}/convocatoria/").lee("3 entregadas")


def _texto(contenido: Any) -> str:
    return contenido.decode() if isinstance(contenido, bytes) else contenido


def responden_los_invitados(camino: Camino) -> None:
    """Each one through the link in their own mail; somebody enrols without an invitation."""
    [rosa], [marta] = camino.buzon.para("rosa@correo.example"), camino.buzon.para(
        "marta@correo.example"
    )  # fmt: skip
    invitada = camino.vecina("rosa").ir(enlace(rosa, camino, "/invitacion/"))
    invitada.lee("Rosa Elena Quilaleo Ortiz").pulsar("Enviar mi respuesta", 422)
    invitada.lee("Elija una respuesta.").llenar(respuesta="vengo").pulsar("Enviar mi respuesta")
    invitada.lee("Anotamos su respuesta. Le esperamos.", "Nos dijo que vendrá")
    otra = camino.vecina("marta").ir(enlace(marta, camino, "/invitacion/"))
    otra.llenar(respuesta="en_mi_lugar", nombres="Sayén", apellidos="Huenchumán Catrileo")
    otra.llenar(telefono="9 8765 4321")
    otra.pulsar("Enviar mi respuesta").lee("Sayén Huenchumán Catrileo")
    otra.pulsar("No quiero recibir más invitaciones").titulo("Ya no recibirá invitaciones")
    otra.pulsar("Fue un error: volver a recibir").titulo("¿No quiere recibir más invitaciones?")
    camino.vecina("anonima").ir("/invitacion/una-clave-que-nadie-tiene/", 404)

    nora = camino.vecina("anonima").ir(f"{PUBLICA}/").seguir("Ver Jornada nacional y talleres")
    nora.llenar(nombres="Nora").pulsar("Inscribirme", 422)
    nora.lee("Escriba su apellido.", "Escriba un correo o un teléfono")
    nora.llenar(apellidos="Vera Muñoz", correo="nora@correo.example").pulsar("Inscribirme")
    nora.lee("Gracias. Ya tenemos su inscripción.", "Nos dijo que vendrá")
    camino.cartas(4)
    equipo = camino["equipo"].ir(f"{GESTION}/actividades/{JORNADA}/")
    datos = ("Invitadas", "Inscritas por su cuenta", "Anunciaron que vendrán")
    assert [equipo.dato(nombre) for nombre in datos] == ["3", "1", "3"]


def pone_el_banner(camino: Camino) -> None:
    """The banner of the window can be pasted in the institution's site."""
    comunicaciones = camino["comunicaciones"].ir(f"{GESTION}/participacion-virtual/")
    comunicaciones.seguir("Poner el banner en su sitio")
    codigo = comunicaciones.pagina.get_by_label("Líneas para pegar").input_value()
    assert f'<a href="{camino.base}{PUBLICA}/participar/">' in codigo
    assert "26 de abril" in re.search(r'alt="([^"]+)"', codigo)[1]
    svg, cabeceras = camino.vecina("anonima").bajar(f"{PUBLICA}/banner.svg")
    assert (svg[:4], cabeceras["content-type"]) == (b"<svg", "image/svg+xml")
    camino.vecina("anonima").ir(f"{PUBLICA}/participar/").lee("26 de abril")
    camino.vecina("anonima").ir(f"{PUBLICA}/").lee("lunes 12 de julio")


def escriben_sin_guiones(camino: Camino) -> None:
    """Ana's browser runs no scripts: she errs, nothing is lost, and she gets her folio."""
    camino.reloj("2027-05-03")
    ana = camino.vecina("ana", guiones=False).ir(f"{PUBLICA}/participar/")
    ana.llenar(tipo="pregunta", mensaje=MENSAJES["puente"], nombres="Ana", apellidos="Rojas")
    ana.llenar(run="11.111.111-2", correo="ana.correo.example")
    ana.pulsar("Revisar antes de enviar", 422)
    ana.lee("Al correo le falta el signo @").lee_en(mensaje=MENSAJES["puente"], nombres="Ana")
    ana.llenar(run="11.111.111-1", correo="ana@correo.example").pulsar("Revisar antes de enviar")
    ana.titulo("Revise antes de enviar").lee(MENSAJES["puente"], "ana@correo.example")
    ana.pulsar("Corregir").lee_en(mensaje=MENSAJES["puente"], run="11.111.111-1")
    ana.llenar(run="").pulsar("Revisar antes de enviar").pulsar("Enviar mi mensaje")
    ana.titulo("Gracias, Ana.").lee(MENSAJES["puente"], "lunes 12 de julio")
    _de_nuevo(camino, ana, "propuesta", MENSAJES["basura"])
    ana.lee("llega en un día más, junto con los otros.", "Su enlace privado:")

    [acuse] = camino.cartas(5)[4:]
    assert camino.buzon.destinos[4:] == ["ana@correo.example"]
    assert _lleva(acuse, MENSAJES["puente"])
    camino.datos["mi_consulta"] = enlace(acuse, camino, "/mi-consulta/")
    ana.ir(camino.datos["mi_consulta"]).titulo("Así va su mensaje")
    ana.lee(MENSAJES["puente"])


def _de_nuevo(camino: Camino, quien: Persona, tipo: str, mensaje: str) -> None:
    quien.ir(f"{PUBLICA}/participar/").llenar(tipo=tipo, mensaje=mensaje, nombres="ana")
    quien.llenar(apellidos="ROJAS", correo="ana@correo.example")
    quien.pulsar("Revisar antes de enviar").pulsar("Enviar mi mensaje")


def _lleva(carta: EmailMessage, texto: str) -> bool:
    return texto in carta.get_body(("plain",)).get_content()


def escribe_quien_no_tiene_correo(camino: Camino) -> None:
    """Pedro asks for a letter: no mail for him, and his private page is on the receipt."""
    pedro = camino.vecina("pedro").ir(f"{PUBLICA}/participar/")
    pedro.llenar(tipo="comentario", mensaje=MENSAJES["carta"], nombres="Pedro", medio="carta")
    pedro.llenar(apellidos="Lagos", direccion="Calle 3 Sur 45, Talca", publica_nombre=True)
    pedro.pulsar("Revisar antes de enviar").lee("Por carta: Calle 3 Sur 45, Talca")
    pedro.pulsar("Enviar mi mensaje").lee("Su enlace privado:", "por carta")
    pedro.seguir("Ver cómo va mi mensaje").lee(MENSAJES["carta"])
    consultas = camino["encargada"].ir(f"{GESTION}/consultas/")
    consultas.lee("La cruzo con mi hija", "antes de la primera lluvia", "pongan bancas")
    camino.cartas(5)
