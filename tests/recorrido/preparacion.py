"""Steps 1 to 3: the account is opened, the report written and published, the directory loaded."""

from hashlib import sha256

from convocatorias.models import Importacion
from servicios.alcance import todos_los_servicios
from tests.recorrido.conftest import Camino
from tests.recorrido.personas import Persona
from tests.recorrido.servidores import esperar

GESTION = "/gestion/cuentas/riberas/2026"
PUBLICA = "/cuentas/riberas/2026"
SECCIONES = {
    "politicas": "Política de **riberas seguras**: tres comunas con plan de defensa.",
    "planes": "Plan de limpieza de cauces.\n\n- Río Claro\n- Estero Piduco",
    "programas": "Programa de miradores: 1.200 personas visitaron los dos que se abrieron.",
    "presupuesto": "Se gastó el 97 % de los 840 millones de pesos.",
    "proyecciones": "En 2027 se reparará la pasarela de El Sauce.",
    "compromisos-cumplidos": "Se cumplieron cuatro de los cinco compromisos de 2025.",
}


def abre_la_cuenta(camino: Camino) -> None:
    """The encargada opens the account of 2026, with its norm and the dates of its answers."""
    encargada = camino["encargada"].titulo("Buenos días")
    encargada.ir("/gestion/cuentas/riberas/nueva/")
    encargada.llenar(anio_gestion=2027, anio_ejercicio=2026).pulsar("Abrir la cuenta", 422)
    encargada.lee("La cuenta no puede realizarse antes del año que informa.")
    encargada.llenar(anio_gestion=2026, anio_ejercicio=2027)
    encargada.elegir("modalidad", "Presencial con apoyo virtual")
    encargada.llenar(cargo="Jefa de Participación", telefono="71 234 5678")
    encargada.llenar(nombre="Resolución exenta", numero="812", fecha="2024-10-15")
    encargada.pulsar("Abrir la cuenta").titulo("Configuración de la cuenta")
    encargada.lee("En preparación: solo la ve el servicio", "Resolución exenta")

    encargada.seguir("Cambiar los parámetros").llenar(prioridades_por_taller=2)
    encargada.pulsar("Guardar los parámetros").lee("Guardado.", "2 prioridades cada uno")
    encargada.seguir("Fijar las fechas").llenar(
        ancla="2027-05-28", respuesta_virtual="2027-07-13", respuesta_presencial="2027-07-12"
    )
    encargada.pulsar("Comprometer las fechas", 422).lee("R108")
    encargada.llenar(respuesta_virtual="2027-07-12").pulsar("Comprometer las fechas")
    encargada.lee("lunes 12 de julio")
    camino.vecina("anonima").ir(f"{PUBLICA}/", 404)


def forma_el_equipo(camino: Camino) -> None:
    """The encargada adds people to her team and publishes the account."""
    encargada = camino["encargada"].ir(f"{GESTION}/configurar/")
    encargada.lee("Falta para publicar", "El equipo de la cuenta no tiene integrantes.")
    encargada.seguir("Formar el equipo")
    equipo = {"Equipo Prueba": "redacta el informe", "Revisora Prueba": "aprueba las respuestas"}
    for persona, funcion in equipo.items():
        encargada.elegir("usuario", persona).llenar(funcion=funcion).pulsar("Sumar al equipo")
        encargada.lee(f"{persona} ya está en el equipo.")
    encargada.ir(f"{GESTION}/configurar/").lee("Regla R9", "Regla R10")
    encargada.no_ve_boton("Publicar la cuenta")
    _reparte_las_tareas(camino)
    _deja_constancia(encargada, R10="Radios comunales, redes y afiches en las oficinas.")
    encargada.ir(f"{GESTION}/configurar/").pulsar("Publicar la cuenta")
    encargada.lee("Abierta: cualquier persona la ve")
    camino.vecina("anonima").ir("/").lee("Servicio Nacional de Riberas")
    camino.vecina("anonima").ir(f"{PUBLICA}/").ir(f"{PUBLICA}/informe/")
    camino.vecina("anonima").lee("El informe aún no se publica")


def _reparte_las_tareas(camino: Camino) -> None:
    """Each task of the guide has somebody; who has one says that it is done, and with what."""
    encargada = camino["encargada"].ir(f"{GESTION}/tareas/").lee("Nadie todavía")
    encargada.pulsar("Repartir", 422).marcar_todas("tareas")
    encargada.elegir("responsable", "Equipo Prueba").pulsar("Repartir").lee("Repartió 23 tareas.")
    encargada.no_lee("Nadie todavía")
    equipo = camino["equipo"].ir(f"{GESTION}/tareas/?de=mias").titulo("0 de 23 hechas")
    equipo.seguir("Definir la estrategia de comunicación").pulsar("Está hecha", 422)
    equipo.llenar(evidencia="Acta del 1 de marzo.").pulsar("Está hecha")
    equipo.titulo("1 de 23 hecha")


def _deja_constancia(persona: Persona, **dichas: str) -> None:
    """Word of the rules that the portal cannot see: with nothing said, nothing is kept."""
    persona.ir(f"{GESTION}/constancias/").pulsar("Guardar lo anotado", 422)
    for regla, texto in dichas.items():
        persona.llenar(**{f"{regla}-cumplida": "si", f"{regla}-texto": texto})
    persona.pulsar("Guardar lo anotado").lee(*dichas.values())


def se_detiene_y_sigue(camino: Camino) -> None:
    """The account is suspended, planned anew and taken up again; everybody reads since when."""
    encargada, anonima = camino["encargada"].ir(f"{GESTION}/configurar/"), camino.vecina("anonima")
    encargada.seguir("Suspender").llenar(motivo=" ").pulsar("Suspender la cuenta", 422)
    encargada.llenar(motivo="Aluvión en la cuenca.").pulsar("Suspender la cuenta")
    encargada.lee("La cuenta está suspendida. Su página lo dice, con el motivo.")
    encargada.ir(f"{GESTION}/").lee("No se envían convocatorias hasta reanudarla.")
    anonima.ir(f"{PUBLICA}/").lee("Esta cuenta pública está suspendida desde el")
    encargada.ir(f"{GESTION}/configurar/").seguir("Replanificar")
    encargada.llenar(motivo="La jornada tendrá otra fecha.").pulsar("Replanificar la cuenta")
    anonima.ir(f"{PUBLICA}/informe/").lee("Esta cuenta pública está en replanificación desde el")
    anonima.ir(f"{PUBLICA}/participar/").lee("Motivo: La jornada tendrá otra fecha.")
    encargada.seguir("Reanudar").pulsar("Reanudar la cuenta").lee("La cuenta sigue su curso.")
    anonima.ir(f"{PUBLICA}/").lee("La cuenta estuvo suspendida el", "Aluvión en la cuenca.")


def escribe_el_informe(camino: Camino) -> None:
    """Six sections; with one empty it does not go on; the authority publishes it."""
    equipo = camino["equipo"].ir(f"{GESTION}/informe/")
    equipo.titulo("faltan 6 de 6 secciones")
    for seccion, texto in SECCIONES.items():
        equipo.ir(f"{GESTION}/informe/secciones/{seccion}/").llenar(texto=texto)
        if seccion == "planes":
            equipo.pulsar("Ver cómo queda").lee("Así queda, sin guardar todavía")
        equipo.pulsar("Guardar la sección").lee("Guardada la sección")
    equipo.titulo("las 6 secciones tienen texto")

    # The page is open, ready to be sent, when a colleague empties a section.
    encargada = camino["encargada"].ir(f"{GESTION}/informe/secciones/presupuesto/")
    encargada.llenar(texto="").pulsar("Guardar la sección")
    equipo.pulsar("Enviar a revisión").lee("presupuesto", "(Regla R23")
    equipo.titulo("falta 1 de 6 secciones")
    equipo.ir(f"{GESTION}/informe/secciones/presupuesto/")
    equipo.llenar(texto=SECCIONES["presupuesto"]).pulsar("Guardar la sección")
    equipo.pulsar("Enviar a revisión").titulo("El informe está en revisión")
    equipo.seguir("Leerlo completo").lee("Usted lo redactó: quien redacta no aprueba (R100).")

    autoridad = camino["autoridad"].ir(f"{GESTION}/informe/").seguir("Leer y publicar")
    autoridad.lee("1.200 personas", "Regla R25").no_ve_boton("Publicar el informe")
    _deja_constancia(encargada, R25="Lo leyeron dos dirigentas y se entiende.")
    autoridad.ir(f"{GESTION}/informe/").seguir("Leer y publicar").pulsar("Publicar el informe")
    autoridad.lee("Publicó el informe. Ya se puede leer y descargar.")
    vecina = camino.vecina("anonima").ir(f"{PUBLICA}/informe/")
    vecina.lee("riberas seguras", "Estero Piduco", "97 %", "pasarela de El Sauce")
    pdf, cabeceras = vecina.bajar(f"{PUBLICA}/informe.pdf")
    assert (pdf[:5], cabeceras["content-type"]) == (b"%PDF-", "application/pdf")
    vecina.lee(sha256(pdf).hexdigest())
    camino.datos["informe_pdf"] = pdf


TITULOS = "Organización;Tipos;Comuna;Contacto nombres;Contacto apellidos;Cargo;Correo;Teléfono"
DIRECTORIO = (
    "Junta de Vecinos El Molino;territorial, mujeres;Talca;Rosa Elena;Quilaleo Ortiz;Presidenta;"
    "rosa@correo.example;",
    "Club Juvenil Piduco;jovenes;Maule;Juan;Pérez Soto;;juan@correo.example;9 1234 5678",
    "Asociación Mapuche Newen;pueblos_originarios;San Clemente;Marta;Huenchumán;Lonko;"
    "marta@correo.example;",
    "Sindicato de Areneros;sindical;Talca;Luis;Soto Rivas;Secretario;;9 8765 4321",
)


def carga_el_directorio(camino: Camino) -> None:
    """A spreadsheet with two errors stores nothing and says where; the good one is stored."""
    equipo = camino["equipo"].ir(f"{GESTION}/directorio/").lee("El directorio está por escribirse")
    mala, buena = camino.carpeta / "mala.csv", camino.carpeta / "buena.csv"
    filas = [DIRECTORIO[0], DIRECTORIO[1].replace("Maule", "Maulee"), DIRECTORIO[2]]
    filas.append(DIRECTORIO[3].replace("sindical", "gremio de pescadores"))
    mala.write_text("\n".join([TITULOS, *filas]), encoding="utf-8")
    buena.write_text("\n".join([TITULOS, *DIRECTORIO]), encoding="utf-8")

    equipo.seguir("Cargar una planilla").llenar(archivo=mala).pulsar("Subir la planilla")
    equipo.pulsar("Revisar la planilla")
    termina_la_carga(equipo, "con_errores")
    equipo.titulo("Hay que corregir la planilla").lee("No se guardó nada.", "2 errores")
    equipo.lee("No se reconoce la comuna «Maulee». ¿Quiso decir «Maule»?", "gremio de pescadores")
    equipo.ir(f"{GESTION}/directorio/").lee("El directorio está por escribirse")
    equipo.seguir("Cargar una planilla").llenar(archivo=buena).pulsar("Subir la planilla")
    equipo.pulsar("Revisar la planilla")
    termina_la_carga(equipo, "revisada")
    equipo.titulo("Esto es lo que cambia").pulsar("Guardar en el directorio")
    termina_la_carga(equipo, "cargada")
    equipo.titulo("La planilla ya está en el directorio").seguir("Ver el directorio")
    equipo.lee("Junta de Vecinos El Molino", "Rosa Elena Quilaleo Ortiz", "4 organizaciones")
    equipo.llenar(texto="newen").pulsar("Buscar").lee("1 organización")
    equipo.seguir("Asociación Mapuche Newen").lee("Marta Huenchumán")


def termina_la_carga(equipo: Persona, estado: str) -> None:
    """The worker did its part, and the page opens what came of it without being asked."""

    def llego() -> bool:
        with todos_los_servicios():
            return Importacion.objects.order_by("-pk").first().estado == estado

    esperar(llego, f"the import is {estado}")
    equipo.pagina.locator("[data-espera]").wait_for(state="detached")
    equipo.pagina.wait_for_load_state()
    equipo.ir(equipo.pagina.url)
