"""The convocation in a browser: a dirty directory, who is missing, the sending, the answers, the
move, the letters and the proof; with axe after each thing that one does."""

import io
import subprocess
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest

from comun import reloj
from convocatorias.models import Actividad, BloquePrograma, Tema
from convocatorias.services import enviar_programadas
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio, Usuario
from tests import mundo as m
from tests.recorrido import sucio
from tests.recorrido.conftest import Camino
from tests.recorrido.convocatoria import enlace
from tests.recorrido.personas import Persona
from tests.recorrido.preparacion import termina_la_carga
from tests.recorrido.servidores import esperar

pytestmark = pytest.mark.navegador

GESTION = "/gestion/cuentas/riberas/2026"
JORNADA = f"{GESTION}/actividades/jornada-nacional/"
CONVOCATORIA = f"{JORNADA}convocatoria/"
HOY = "2027-05-03T10:00:00-04:00"


def prepara() -> None:
    """An account with its report and its window public, and an activity on 28 May 2027."""
    reloj.mover_a(datetime.fromisoformat(HOY))
    servicio = Servicio.objects.get(slug="riberas")
    personas = {u.username: u for u in Usuario.objects.all()}
    with alcance(servicio):
        cuenta = m.crear_cuenta(servicio, personas["encargada"])
        m.publicar_informe(m.crear_informe(cuenta), personas["equipo"], personas["autoridad"])
        m.crear_proceso(cuenta)
        actividad = m.crear_actividad(cuenta)
        BloquePrograma.objects.create(actividad=actividad, orden=1, nombre="Talleres", minutos=90)
        for nombre in ("Puentes", "Limpieza de cauces"):
            actividad.temas.add(
                Tema.objects.create(servicio=servicio, nombre=nombre, nombre_plegado=nombre.lower())
            )


def _sube(camino: Camino, equipo: Persona, *, con_errores: bool) -> None:
    nombre = "con-errores.csv" if con_errores else "corregida.csv"
    ruta = camino.carpeta / nombre
    ruta.write_bytes(sucio.csv_sucio(con_errores=con_errores))
    equipo.ir(f"{GESTION}/directorio/cargar/").llenar(archivo=ruta).pulsar("Subir la planilla")


def test_1_una_planilla_sucia_dice_que_corregir(camino: Camino):
    prepara()
    equipo = camino["equipo"].ir(f"{GESTION}/directorio/")
    _sube(camino, equipo, con_errores=True)
    equipo.lee("Qué columna es cuál", "Correo de la directiva")
    equipo.llenar(correo="7", tipos="2").pulsar("Revisar la planilla")
    termina_la_carga(equipo, "con_errores")
    equipo.titulo("Hay que corregir la planilla").lee("No se guardó nada.", sucio.COMUNA_MALA)
    # The main problem first; then, row by row.
    aviso = equipo.pagina.locator(".aviso--tarde").inner_text()
    assert (str(sucio.CON_COMUNA_MALA) in aviso, sucio.COMUNA_MALA in aviso) == (True, True)
    equipo.lee("42 errores", sucio.CORREO_MALO.split("@")[0][:4])
    contenido, _ = equipo.bajar(equipo.destino("CSV"))
    assert contenido.decode("utf-8-sig").splitlines()[0].startswith("Resultado")


def test_2_la_planilla_corregida_se_guarda_entera(camino: Camino):
    equipo = camino["equipo"]
    _sube(camino, equipo, con_errores=False)
    # The columns are remembered by their titles.
    assert equipo.pagina.locator('select[name="correo"]').input_value() == "7"
    equipo.pulsar("Revisar la planilla")
    termina_la_carga(equipo, "revisada")
    equipo.titulo("Esto es lo que cambia").lee("5.000")
    equipo.pulsar("Guardar en el directorio")
    termina_la_carga(equipo, "cargada")
    equipo.titulo("La planilla ya está en el directorio").seguir("Ver el directorio")
    equipo.lee("5.000 organizaciones")
    equipo.llenar(texto="quilaleo talca").pulsar("Buscar").lee("Quilaleo Ortiz")
    # The person searched for stands in no address.
    assert "quilaleo" not in equipo.pagina.url


def test_3_el_radar_dice_quien_falta_y_lo_completa(camino: Camino):
    equipo = camino["equipo"].ir(JORNADA).seguir("Convocar")
    equipo.llenar(mensaje="Estimada {{nombre}}: queremos escucharle.")
    equipo.pulsar("Seguir: elegir a quiénes").lee("Aún no ha elegido a nadie")
    equipo.ir(f"{CONVOCATORIA}?sumar=si&tipo=territorial&comuna=07304")
    equipo.lee("aún fuera de la lista")
    equipo.pagina.get_by_role("button", name="Sumar a estas").wait_for()
    equipo.pulsar("Sumar a estas", exact=False).lee("Bajo el mínimo", "Falta invitar a")
    boton = equipo.pagina.locator('button:has-text("invitaciones")').last.inner_text()
    equipo.pulsar(boton.strip(), 422).lee("(Regla R37")
    equipo.pulsar("Sumar estas 8 organizaciones").lee("Sobre el mínimo")
    equipo.seguir("Ver las", exact=False).lee("Quiénes")


def test_4_se_envia_se_cancela_y_se_envia(camino: Camino):
    equipo = camino["equipo"].ir(CONVOCATORIA)
    equipo.seguir("Ver la invitación").lee("queremos escucharle").pagina.go_back()
    boton = equipo.pagina.locator('button:has-text("Enviar")').last.inner_text().strip()
    equipo.pulsar(boton).lee("Salen a las", "Puede cancelar.")
    equipo.pulsar("Cancelar el envío").lee("volvió a preparación")
    equipo.pulsar(boton).lee("Salen a las")
    assert camino.buzon.mensajes == []
    enviar_programadas(ahora=reloj.ahora() + timedelta(seconds=61))
    with todos_los_servicios():
        actividad = Actividad.objects.get(slug="jornada-nacional")
        camino.datos["por_correo"] = _por_canal(actividad, "correo")
        camino.datos["por_carta"] = _por_canal(actividad, "carta")
    assert camino.datos["por_correo"] > 20
    assert camino.datos["por_carta"] >= 1
    camino.cartas(camino.datos["por_correo"])
    equipo.ir(CONVOCATORIA).lee("entregadas", "Prueba de los 15 días")


def _por_canal(actividad: Actividad, canal: str) -> int:
    from convocatorias.models import Invitacion

    filas = Invitacion.objects.filter(participante__actividad=actividad, canal=canal)
    return filas.filter(clase="invitacion").count()


def test_5_cuatro_personas_responden(camino: Camino):
    """One comes with somebody, one sends another, one declines, and one changes their mind."""
    cartas = list(camino.buzon.mensajes)[:4]
    vengo, delego, no_vengo, cambio = (enlace(c, camino, "/invitacion/") for c in cartas)
    acepta = camino.vecina("acepta").ir(vengo)
    acepta.llenar(respuesta="vengo", acompanantes="2").pulsar("Enviar mi respuesta")
    acepta.lee("Anotamos su respuesta. Le esperamos.")
    delega = camino.vecina("delega").ir(delego)
    delega.llenar(respuesta="en_mi_lugar", nombres="Sayén").pulsar("Enviar mi respuesta", 422)
    delega.llenar(apellidos="Huenchumán", correo="sayen@correo.example")
    delega.pulsar("Enviar mi respuesta").lee("Sayén Huenchumán")
    rechaza = camino.vecina("rechaza").ir(no_vengo)
    rechaza.llenar(respuesta="no_vengo").pulsar("Enviar mi respuesta").lee("Anotamos que no vendrá")
    duda = camino.abrir("duda", guiones=False)
    duda.ir(cambio).llenar(respuesta="no_vengo").pulsar("Enviar mi respuesta")
    duda.llenar(respuesta="vengo").pulsar("Cambiar mi respuesta").lee("Antes nos había dicho")
    equipo = camino["equipo"].ir(f"{CONVOCATORIA}?ver=vendran")
    equipo.lee("Vendrá con 2 personas")
    equipo.ir(f"{CONVOCATORIA}?ver=delegan").lee("Envía a")
    camino.datos["cartas"] = len(camino.buzon.mensajes)


def test_6_se_mueve_y_todos_lo_saben(camino: Camino):
    antes = camino.datos["por_correo"]
    encargada = camino["encargada"].ir(JORNADA).seguir("Mover la actividad")
    encargada.llenar(fecha="2027-06-02", lugar="Teatro Municipal", motivo="El gimnasio se usará.")
    encargada.pulsar("Mover la actividad y avisar").lee("miércoles 2 de junio")
    # Each invited person by mail, and who was to go in place of one of them.
    esperar(lambda: len(_cambios(camino)) >= antes, "the notices of the change")
    carta = _cambios(camino)[0]
    partes = [a.get_content() for a in carta.iter_attachments()]
    calendarios = [p.decode() if isinstance(p, bytes) else p for p in partes]
    assert sum("METHOD:CANCEL" in c for c in calendarios) == 1
    assert sum("METHOD:PUBLISH" in c for c in calendarios) == 1
    acepta = camino.vecina("acepta").ir(camino.vecina("acepta").pagina.url)
    acepta.lee("Teatro Municipal")


def _cambios(camino: Camino) -> list[Any]:
    return [c for c in camino.buzon.mensajes if "Teatro Municipal" in _texto(c)]


def _texto(carta: Any) -> str:
    return carta.get_body(("plain",)).get_content()


def test_7_las_cartas_se_imprimen_y_se_anotan(camino: Camino):
    equipo = camino["equipo"].ir(CONVOCATORIA)
    equipo.seguir("Imprimir cartas y anotar").titulo("Avisar sin correo")
    for que in ("carta", "etiquetas"):
        contenido, cabeceras = equipo.bajar(equipo.destino(f"Imprimir {_de(que)}", exact=False))
        assert (contenido[:5], cabeceras["content-type"]) == (b"%PDF-", "application/pdf")
    equipo.llenar(todas=True).pulsar("Anotar lo hecho").lee("Anot")


def _de(que: str) -> str:
    return {"carta": "la", "etiquetas": "sus etiquetas"}[que]


def test_8_la_prueba_se_comprueba_sola(camino: Camino):
    """The file says who was told and when; and nobody can change it without being seen."""
    equipo = camino["equipo"].ir(CONVOCATORIA).seguir("Prueba de los 15 días")
    equipo.lee("Convocatorias que salieron", "R133", "Cada aviso, por persona")
    with equipo.pagina.expect_download() as espera:
        equipo.pagina.get_by_role("button", name="Descargar la prueba (ZIP)").click()
    carpeta = camino.carpeta / "prueba"
    with zipfile.ZipFile(io.BytesIO(espera.value.path().read_bytes())) as archivo:
        archivo.extractall(carpeta)
    [raiz] = {ruta.parent for ruta in carpeta.rglob("SHA256SUMS")}
    assert _comprobar(raiz) == 0
    filas = (raiz / "invitaciones.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(filas) > camino.datos["por_correo"] + camino.datos["por_carta"]
    (raiz / "invitaciones.csv").write_text("\n".join(filas[:-1]))
    assert _comprobar(raiz) != 0


def _comprobar(raiz: Any) -> int:
    orden = ["sha256sum", "-c", "--quiet", "SHA256SUMS"]
    return subprocess.run(orden, cwd=raiz, capture_output=True, check=False).returncode


def test_9_cabe_en_un_telefono(camino: Camino):
    """No page of the walk is wider than 360 px, and axe finds nothing there either."""
    equipo, vecina = camino["equipo"], camino.vecina("acepta")
    anchos = {}
    for ruta in sorted(camino.visitadas):
        quien = equipo if ruta.startswith("/gestion/") else vecina
        quien.pagina.set_viewport_size({"width": 360, "height": 740})
        quien.pagina.goto(f"{camino.base}{ruta}")
        if quien.pagina.locator("h1").count() == 1:
            quien.revisar()
        anchos[ruta] = quien.pagina.evaluate("document.scrollingElement.scrollWidth")
    assert len(anchos) >= 12
    assert {ruta: ancho for ruta, ancho in anchos.items() if ancho > 360} == {}
