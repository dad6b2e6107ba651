"""The pages through HTTP: who may, what comes back, and that reading changes nothing."""

import io
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from comun.campos import clave_nueva
from comun.models import Bitacora
from convocatorias.models import (
    Actividad,
    BloquePrograma,
    Contacto,
    Convocatoria,
    Importacion,
    Invitacion,
    Organizacion,
    Participante,
    ProcesoVirtual,
)
from convocatorias.services import (
    enviar_convocatoria,
    enviar_programadas,
    preparar_convocatoria,
)
from correos.models import Mensaje
from servicios.acceso import es_miembro, permisos_de
from servicios.alcance import alcance
from servicios.permissions import Permiso
from tests import mundo as el_mundo
from tests.convocatorias.conftest import crear_contacto

CUENTA = ("riberas", 2026)
ACTIVIDAD = (*CUENTA, "jornada-nacional")


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=args or CUENTA)


BANNER = "/incrustar/riberas/2026/banner.svg"


def publica(nombre: str, *args) -> str:
    return reverse(f"convocatorias:{nombre}", args=args or CUENTA)


@pytest.fixture
def convocatoria(escena, contactos, mundo) -> Convocatoria:
    fila = preparar_convocatoria(
        actividad=escena.actividad, mensaje="Contamos con usted.", por=mundo["encargada"]
    )
    fila.destinatarios.set(contactos)
    return fila


@pytest.fixture
def enviada(convocatoria, contactos, mundo) -> Convocatoria:
    return enviar_convocatoria(
        convocatoria=convocatoria, contactos=contactos, por=mundo["encargada"]
    )


# ── Who may ──

PERMISOS_DE_RUTAS = {
    ("directorio", CUENTA): Permiso.GESTIONAR_DIRECTORIO,
    ("cargar_directorio", CUENTA): Permiso.GESTIONAR_DIRECTORIO,
    ("plantilla", (*CUENTA, "csv")): Permiso.GESTIONAR_DIRECTORIO,
    ("organizacion_nueva", CUENTA): Permiso.GESTIONAR_DIRECTORIO,
    ("filtros_directorio", CUENTA): Permiso.GESTIONAR_DIRECTORIO,
    ("cambios_en_bloque", CUENTA): Permiso.GESTIONAR_DIRECTORIO,
    ("duplicados", CUENTA): Permiso.GESTIONAR_DIRECTORIO,
    ("exportar", (*CUENTA, "csv")): Permiso.VER_CONTACTOS,
    ("actividades", CUENTA): Permiso.PLANIFICAR_ACTIVIDAD,
    ("actividad_nueva", CUENTA): Permiso.PLANIFICAR_ACTIVIDAD,
    ("actividad", ACTIVIDAD): Permiso.PLANIFICAR_ACTIVIDAD,
    ("editar_actividad", ACTIVIDAD): Permiso.PLANIFICAR_ACTIVIDAD,
    ("mover", ACTIVIDAD): Permiso.PLANIFICAR_ACTIVIDAD,
    ("mover_tarde", ACTIVIDAD): Permiso.AUTORIZAR_TARDANZA_REGIONAL,
    ("suspender", ACTIVIDAD): Permiso.PLANIFICAR_ACTIVIDAD,
    ("anular", ACTIVIDAD): Permiso.PLANIFICAR_ACTIVIDAD,
    ("avisar", ACTIVIDAD): Permiso.CONVOCAR,
    ("convocatoria", ACTIVIDAD): Permiso.CONVOCAR,
    ("preparar", ACTIVIDAD): Permiso.CONVOCAR,
    ("muestra", ACTIVIDAD): Permiso.CONVOCAR,
    ("tardanza", ACTIVIDAD): Permiso.AUTORIZAR_TARDANZA_REGIONAL,
    ("proceso_virtual", CUENTA): Permiso.GESTIONAR_VENTANA,
    ("banner", CUENTA): Permiso.GESTIONAR_VENTANA,
}


@pytest.mark.parametrize("persona", [*el_mundo.REPARTO, "encargada-otro"])
def test_cada_rol_abre_solo_lo_suyo(convocatoria, mundo, entrar, persona: str) -> None:
    cliente = entrar(persona)
    usuario = mundo[persona]
    antes = Bitacora.objects.count()
    for (nombre, args), permiso in PERMISOS_DE_RUTAS.items():
        esperado = 404
        if es_miembro(usuario, mundo.riberas.pk):
            esperado = 200 if permiso in permisos_de(usuario, mundo.riberas.pk) else 403
        respuesta = cliente.get(url(nombre, *args))
        if respuesta.streaming:
            respuesta.getvalue()  # a download that nobody reads stays open
        assert (nombre, respuesta.status_code) == (nombre, esperado)
    assert Bitacora.objects.count() == antes


def test_sin_sesion_se_pide_ingresar(escena, client: Client) -> None:
    for nombre, args in PERMISOS_DE_RUTAS:
        respuesta = client.get(url(nombre, *args))
        assert (respuesta.status_code, respuesta["Location"].partition("?")[0]) == (
            302,
            reverse("account_login"),
        )


def test_los_botones_no_se_abren_con_get(convocatoria, entrar) -> None:
    cliente = entrar("encargada")
    for nombre, args in (
        ("programar", ACTIVIDAD),
        ("enviar", ACTIVIDAD),
        ("descartar", ACTIVIDAD),
        ("publicar_proceso", CUENTA),
        ("ampliar", CUENTA),
    ):
        assert cliente.get(url(nombre, *args)).status_code == 405


def test_lo_de_otro_servicio_no_existe(escena, contactos, mundo, entrar) -> None:
    with alcance(mundo.otro):
        el_mundo.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        ajeno = crear_contacto(mundo.otro, "Ajena", "territorial", correo="a@x.example")
    cliente = entrar("encargada-otro")
    propio = contactos[0].organizacion_id
    assert cliente.get(url("organizacion", "caminos", 2026, propio)).status_code == 404
    assert cliente.get(url("organizacion", *CUENTA, propio)).status_code == 404
    assert cliente.get(url("actividad", "caminos", 2026, "jornada-nacional")).status_code == 404
    ruta = url("quitar_contacto", *CUENTA, ajeno.organizacion_id, ajeno.pk)
    assert entrar("encargada").post(ruta).status_code == 404


# ── The directory ──


def test_agregar_una_organizacion_y_un_contacto(escena, entrar) -> None:
    cliente = entrar("encargada")
    datos = {"nombre": "Club Deportivo", "tipos": ["funcional", "mujeres"], "comuna": "07101"}
    respuesta = cliente.post(url("organizacion_nueva"), datos)
    organizacion = Organizacion.objects.get()
    assert respuesta["Location"] == url("organizacion", *CUENTA, organizacion.pk)
    assert sorted(t.pk for t in organizacion.tipos.all()) == ["funcional", "mujeres"]
    repetida = cliente.post(url("organizacion_nueva"), datos | {"nombre": "CLUB deportivo"})
    assert repetida.status_code == 422
    assert "Ya existe una organización con ese nombre." in repetida.content.decode()
    ruta = url("contacto_nuevo", *CUENTA, organizacion.pk)
    mala = cliente.post(ruta, {"nombres": "Luis", "correo": "", "telefono": ""})
    assert mala.status_code == 422
    assert "Escriba un correo o un teléfono" in mala.content.decode()
    assert 'value="Luis"' in mala.content.decode()
    cliente.post(ruta, {"nombres": "Luis", "telefono": "09 8765 4321"})
    contacto = Contacto.objects.get()
    assert (contacto.nombres, contacto.telefono) == ("Luis", "+56987654321")
    cliente.post(url("quitar_contacto", *CUENTA, organizacion.pk, contacto.pk))
    assert Contacto.objects.count() == 0


@pytest.mark.parametrize("contenido", [b"PK\x03\x04roto", b"\x00\xff\x00", b""])
def test_una_planilla_rota_es_una_frase(escena, entrar, contenido: bytes) -> None:
    archivo = SimpleUploadedFile("d.xlsx", contenido)
    respuesta = entrar("encargada").post(url("cargar_directorio"), {"archivo": archivo})
    assert (respuesta.status_code, list(respuesta.context["form"].errors)) == (422, ["archivo"])


def test_la_plantilla_se_puede_cargar(escena, entrar) -> None:
    cliente = entrar("encargada")
    contenido = cliente.get(url("plantilla", *CUENTA, "xlsx")).getvalue()
    hoja = load_workbook(io.BytesIO(contenido)).active
    assert [celda.value for celda in hoja[1]][:3] == ["Organización", "Tipos", "Comuna"]
    archivo = SimpleUploadedFile("plantilla.xlsx", contenido)
    assert cliente.post(url("cargar_directorio"), {"archivo": archivo}).status_code == 302
    assert Importacion.objects.get().filas == 1
    assert cliente.get(url("plantilla", *CUENTA, "exe")).status_code == 404


# ── The activity ──


def _programa(*bloques: tuple[str, str]) -> dict[str, str]:
    datos = {"programa-TOTAL_FORMS": str(len(bloques)), "programa-INITIAL_FORMS": "0"}
    for n, (nombre, minutos) in enumerate(bloques):
        datos |= {f"programa-{n}-nombre": nombre, f"programa-{n}-minutos": minutos}
    return datos


def test_planificar_programar_y_suspender(escena, entrar) -> None:
    cliente = entrar("encargada")
    datos = {"nombre": "Encuentro", "tipo": "complementaria", "aforo": "80"}
    cliente.post(url("actividad_nueva"), datos | _programa(("Talleres", "90"), ("", "")))
    actividad = Actividad.objects.get(slug="encuentro")
    assert [(b.nombre, b.minutos) for b in actividad.programa.all()] == [("Talleres", 90)]
    ruta = (*CUENTA, "encuentro")
    respuesta = cliente.post(url("programar", *ruta), follow=True)
    mensaje = str(list(respuesta.context["messages"])[-1])
    assert mensaje.startswith("A la actividad le faltan la fecha, la hora de inicio")
    completos = datos | {
        "fecha": "2027-06-09", "hora_inicio": "18:30", "lugar": "Biblioteca", "comuna": "07201",
    }  # fmt: skip
    cliente.post(url("editar_actividad", *ruta), completos | _programa(("Talleres", "60")))
    cliente.post(url("programar", *ruta))
    actividad.refresh_from_db()
    assert actividad.estado == "programada"
    sin_motivo = cliente.post(url("suspender", *ruta), {"motivo": ""})
    assert sin_motivo.status_code == 422
    cliente.post(url("suspender", *ruta), {"motivo": "Alerta meteorológica."})
    pagina = Client().get(publica("actividad", *ruta)).content.decode()
    assert "Esta actividad está suspendida." in pagina
    assert "Alerta meteorológica." in pagina


@pytest.mark.parametrize(
    ("cuando", "campo", "frase"),
    [
        (("2027-05-09", "10:00", ""), "fecha", "La fecha y la hora ya pasaron."),
        (("2027-06-09", "18:30", "18:30"), "hora_termino", "debe ser posterior a la de inicio."),
        (("2027-09-05", "00:30", ""), "hora_inicio", "no existen: esa noche se adelantan"),
        (("2028-04-01", "23:30", ""), "hora_inicio", "ocurren dos veces: esa noche se atrasan"),
        (("2027-02-30", "10:00", ""), "fecha", "Esa fecha no existe."),
    ],
)
@pytest.mark.parametrize("ruta", ["actividad_nueva", "mover"])
def test_la_frase_va_junto_a_lo_que_se_escribio_mal(
    escena, entrar, ruta, cuando, campo, frase
) -> None:
    fecha, inicio, termino = cuando
    datos = {
        "nombre": "Encuentro", "tipo": "central", "aforo": "80", "lugar": "Biblioteca Municipal",
        "comuna": "07201", "motivo": "Lluvia.", "fecha": fecha, "hora_inicio": inicio,
        "hora_termino": termino,
    }  # fmt: skip
    Actividad.objects.update(estado="convocada")
    antes = list(Actividad.objects.values())
    respuesta = entrar("encargada").post(
        url(ruta, *(ACTIVIDAD if ruta == "mover" else CUENTA)), datos | _programa()
    )
    errores = respuesta.context["form"].errors
    assert (respuesta.status_code, list(errores)) == (422, [campo])
    assert frase in errores[campo][0]
    assert 'value="Biblioteca Municipal"' in respuesta.content.decode()
    assert list(Actividad.objects.values()) == antes


def test_un_formulario_malo_conserva_lo_escrito(escena, entrar) -> None:
    datos = {"nombre": "", "tipo": "central", "aforo": "80", "lugar": "Biblioteca Municipal"}
    respuesta = entrar("encargada").post(
        url("actividad_nueva"), datos | _programa(("Talleres", "noventa"))
    )
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Escriba el nombre de la actividad." in pagina
    assert 'value="Biblioteca Municipal"' in pagina
    assert 'value="noventa"' in pagina


def test_mover_lleva_a_quienes_se_aviso(escena, enviada, entrar) -> None:
    datos = {
        "fecha": "2027-06-02", "hora_inicio": "10:00", "lugar": "Teatro", "comuna": "07101",
        "motivo": "El gimnasio será albergue.",
    }  # fmt: skip
    respuesta = entrar("encargada").post(url("mover", *ACTIVIDAD), datos, follow=True)
    assert respuesta.redirect_chain == [(url("avisar", *ACTIVIDAD), 302)]
    assert respuesta.context["cuentas"] == {"todas": 3, "a_mano": 0, "avisadas": 3}
    pagina = respuesta.content.decode()
    assert "Rosa Elena Quilaleo" in pagina
    assert "El aviso va por correo a 3 personas." in pagina


# ── The call ──


def test_enviar_desde_la_pagina_y_con_doble_clic(convocatoria, contactos, entrar) -> None:
    cliente = entrar("encargada")
    pagina = cliente.get(url("convocatoria", *ACTIVIDAD))
    assert (pagina.context["invitados"], pagina.context["tarde"]) == (3, False)
    for _ in range(2):
        cliente.post(url("enviar", *ACTIVIDAD), {})
    convocatoria.refresh_from_db()
    assert (Mensaje.objects.count(), enviar_programadas(ahora=convocatoria.enviar_en)) == (0, 1)
    assert Mensaje.objects.count() == 3
    despues = cliente.get(url("convocatoria", *ACTIVIDAD))
    assert despues.context["cuentas"] == {
        "todas": 3, "no_llegaron": 0, "otro_medio": 0, "vendran": 0, "no_vendran": 0,
        "delegan": 0, "sin_respuesta": 3, "entregadas": 0, "en_camino": 3, "por_hacer": 0,
        "reemplazadas": 0,
    }  # fmt: skip


def test_descartar_vuelve_a_la_actividad(convocatoria, entrar) -> None:
    respuesta = entrar("encargada").post(url("descartar", *ACTIVIDAD))
    assert respuesta["Location"] == url("actividad", *ACTIVIDAD)
    convocatoria.refresh_from_db()
    assert convocatoria.estado == "anulada"


def test_una_respuesta_que_queda_tarde_se_advierte(escena, entrar) -> None:
    Actividad.objects.update(fecha="2027-05-26")
    pagina = entrar("encargada").get(url("actividad", *ACTIVIDAD))
    assert "La última fecha posible es el sábado 10 de julio" in pagina.context["r108"].mensaje


def test_quitar_a_alguien_y_una_regla_incumplida(convocatoria, contactos, entrar) -> None:
    cliente = entrar("encargada")
    cliente.post(url("quitar", *ACTIVIDAD), {"contacto": [str(contactos[0].pk), "9" * 5000, "²"]})
    respuesta = cliente.post(url("enviar", *ACTIVIDAD), {})
    assert respuesta.status_code == 422
    assert respuesta.context["invitados"] == 2
    assert "Hay organizaciones de 2 tipos entre las invitadas" in respuesta.content.decode()
    assert Mensaje.objects.count() == 0


def test_tarde_sin_motivo_y_con_motivo(convocatoria, entrar, reloj_en) -> None:
    reloj_en(datetime(2027, 5, 17, 14, 0, tzinfo=UTC))
    cliente = entrar("encargada")
    respuesta = cliente.post(url("enviar", *ACTIVIDAD), {})
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert "La fecha más cercana posible es el 1 de junio." in pagina
    assert "Regla R133" in pagina
    cliente.post(url("enviar", *ACTIVIDAD), {"motivo_tardanza": "Cambió el recinto."})
    convocatoria.refresh_from_db()
    enviar_programadas(ahora=convocatoria.enviar_en)
    convocatoria.refresh_from_db()
    assert (convocatoria.estado, convocatoria.tardia) == ("enviada", True)
    assert "Enviada tarde" in cliente.get(url("convocatoria", *ACTIVIDAD)).content.decode()


def test_la_autoridad_autoriza_en_su_pagina(escena, convocatoria, entrar, reloj_en) -> None:
    escena.cuenta.ambito = "regional"
    escena.cuenta.save()
    reloj_en(datetime(2027, 5, 17, 14, 0, tzinfo=UTC))
    respuesta = entrar("autoridad").post(url("tardanza", *ACTIVIDAD), {"motivo": "Emergencia."})
    assert respuesta.status_code == 302
    convocatoria.refresh_from_db()
    assert convocatoria.motivo_tardanza == "Emergencia."


def test_la_muestra_no_guarda_nada(convocatoria, entrar) -> None:
    respuesta = entrar("encargada").get(url("muestra", *ACTIVIDAD))
    assert "/invitacion/vista-previa/" in respuesta.context["cuerpo"].texto
    assert (Mensaje.objects.count(), Participante.objects.count()) == (0, 0)


def test_las_invitaciones_se_listan_con_las_mismas_sentencias(
    escena, enviada, mundo, entrar
) -> None:
    cliente = entrar("encargada")
    with CaptureQueriesContext(connection) as con_tres:
        cliente.get(url("convocatoria", *ACTIVIDAD))
    segunda = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    muchos = [
        crear_contacto(mundo.riberas, f"Junta {n}", "territorial", correo=f"j{n}@x.example")
        for n in range(30)
    ]
    enviar_convocatoria(
        convocatoria=segunda,
        contactos=muchos,
        motivo_complementaria="Faltaban juntas.",
        por=mundo["encargada"],
    )
    with CaptureQueriesContext(connection) as con_treinta:
        pagina = cliente.get(url("convocatoria", *ACTIVIDAD))
    assert len(pagina.context["pagina"].object_list) == 30
    assert len(con_treinta) == len(con_tres)


def test_vistas_y_busqueda_de_invitaciones(enviada, entrar) -> None:
    Participante.objects.filter(nombres="Luis").update(asistencia="asiste")
    rosa = Invitacion.objects.get(participante__nombres="Rosa Elena")
    Mensaje.objects.filter(pk=rosa.mensaje_id).update(estado="rechazado")
    cliente = entrar("encargada")
    for consulta, nombres in (
        ({}, ["Rosa Elena", "Luis", "Nelly"]),
        ({"ver": "vendran"}, ["Luis"]),
        ({"ver": "no_llegaron"}, ["Rosa Elena"]),
        ({"q": "puente viejo"}, ["Luis"]),
        ({"q": "luis"}, []),
        ({"ver": "inventada"}, ["Rosa Elena", "Luis", "Nelly"]),
    ):
        pagina = cliente.get(url("convocatoria", *ACTIVIDAD), consulta).context["pagina"]
        assert [r.invitacion.participante.nombres for r in pagina] == nombres


# ── The virtual window and its banner ──


def test_fijar_publicar_y_ampliar(escena, entrar) -> None:
    escena.proceso.delete()
    cliente = entrar("comunicaciones")
    datos = {"inicio": "2027-05-17", "termino": "2027-06-18", "instrucciones": "Escriba."}
    mala = cliente.post(url("proceso_virtual"), datos | {"termino": "2027-05-01"})
    assert mala.status_code == 422
    assert list(mala.context["form"].errors) == ["termino"]
    assert "El último día no puede ser anterior al primero." in mala.content.decode()
    cliente.post(url("proceso_virtual"), datos)
    assert Client().get(BANNER).status_code == 404
    cliente.post(url("publicar_proceso"))
    proceso = ProcesoVirtual.objects.get()
    assert proceso.publicado_en is not None
    corta = cliente.post(url("ampliar"), {"termino": "2027-06-10"})
    assert corta.status_code == 422
    assert "Solo se puede ampliar" in corta.content.decode()
    cliente.post(url("ampliar"), {"termino": "2027-06-30"})
    proceso.refresh_from_db()
    assert f"{proceso.termino:%Y-%m-%d}" == "2027-06-30"


def test_el_banner_se_pega_en_cualquier_sitio(escena, entrar, settings) -> None:
    pagina = entrar("comunicaciones").get(url("banner")).content.decode()
    assert f"{settings.BASE_URL}/incrustar/riberas/2026/banner.svg" in pagina
    assert f"{settings.BASE_URL}/cuentas/riberas/2026/participar/" in pagina
    codigo = pagina.partition("<textarea")[2].partition("</textarea>")[0]
    assert "script" not in codigo
    imagen = Client().get(BANNER)
    assert (imagen["Content-Type"], imagen["Cache-Control"]) == (
        "image/svg+xml",
        "public, max-age=60",
    )
    assert "Set-Cookie" not in imagen
    raiz = ElementTree.fromstring(imagen.content)
    espacio = "{http://www.w3.org/2000/svg}"
    assert raiz.get("role") == "img"
    assert raiz.findtext(f"{espacio}desc") == (
        "Participe en la Cuenta Pública 2026: Servicio Nacional de Riberas. "
        "Del 26 de abril al 4 de junio de 2027. Quedan 25 días."
    )
    repetida = Client().get(BANNER, headers={"If-None-Match": imagen["ETag"]})
    assert repetida.status_code == 304


# ── The public page ──


def test_la_pagina_publica_y_la_inscripcion(escena, mundo) -> None:
    cliente = Client()
    pagina = cliente.get(publica("actividad", *ACTIVIDAD))
    assert "Gimnasio Liceo El Sauce" in pagina.content.decode()
    nonce = pagina.context["form"].initial["nonce"]
    mala = cliente.post(
        publica("actividad", *ACTIVIDAD), {"nombres": "Hernán", "apellidos": "", "nonce": nonce}
    )
    assert mala.status_code == 422
    assert 'value="Hernán"' in mala.content.decode()
    datos = {
        "nombres": "Hernán", "apellidos": "Curiñir", "correo": "h@x.example", "nonce": nonce,
    }  # fmt: skip
    for _ in range(2):
        respuesta = cliente.post(publica("actividad", *ACTIVIDAD), datos)
        assert "Hernán Curiñir" in cliente.get(respuesta["Location"]).content.decode()
    assert (Participante.objects.count(), Mensaje.objects.count()) == (1, 1)
    # Who only knows the name and the address is shown nothing of the person.
    ajena = cliente.post(publica("actividad", *ACTIVIDAD), datos | {"nonce": "otro"})
    assert ajena["Location"] == publica("inscrito", *ACTIVIDAD)
    assert "Hernán" not in cliente.get(ajena["Location"]).content.decode()


def test_la_pagina_publica_dice_lo_que_se_puede_hacer_ese_dia(escena, reloj_en) -> None:
    """The hours of the programme, and no door that is already closed."""
    BloquePrograma.objects.create(
        actividad=escena.actividad, orden=2, nombre="Talleres", minutos=90
    )
    ofrece = ("Agregar a mi calendario", "Participe por internet", "Lea las preguntas y sus")

    def lee() -> tuple[str, list[bool]]:
        pagina = Client().get(publica("actividad", *ACTIVIDAD)).content.decode()
        return pagina, [frase in pagina for frase in ofrece]

    pagina, puede = lee()
    assert ("9:30, 60 minutos" in pagina, "10:30, 90 minutos" in pagina) == (True, True)
    assert puede == [True, True, False]
    reloj_en(datetime(2027, 5, 28, 15, tzinfo=UTC))
    assert "La actividad ya comenzó. Todavía puede venir." in lee()[0]
    reloj_en(datetime(2027, 5, 29, 15, tzinfo=UTC))
    assert "Esta actividad ya pasó." in lee()[0]
    assert lee()[1] == [False, True, True]
    reloj_en(datetime(2027, 6, 9, 15, tzinfo=UTC))
    assert lee()[1] == [False, False, True]


@pytest.mark.parametrize("cambio", [{"estado": "borrador"}, {"estado": "anulada"}])
def test_lo_no_anunciado_no_es_publico(escena, cambio: dict) -> None:
    Actividad.objects.update(**cambio)
    for nombre in ("actividad", "inscrito", "actividad_ics"):
        assert Client().get(publica(nombre, *ACTIVIDAD)).status_code == 404


def test_una_cuenta_en_preparacion_no_tiene_paginas(escena) -> None:
    type(escena.cuenta).objects.update(estado="borrador")
    assert Client().get(publica("actividad", *ACTIVIDAD)).status_code == 404
    assert Client().get(BANNER).status_code == 404


def test_el_calendario(escena) -> None:
    escena.actividad.descripcion = "Primera línea; con punto y coma\ny una segunda línea " * 4
    escena.actividad.save()
    respuesta = Client().get(publica("actividad_ics", *ACTIVIDAD))
    assert respuesta["Content-Type"].startswith("text/calendar")
    lineas = respuesta.content.split(b"\r\n")
    assert max(len(linea) for linea in lineas) <= 75
    texto = respuesta.content.decode().replace("\r\n ", "")
    for linea in (
        "DTSTART:20270528T133000Z", "DTEND:20270528T173000Z", "STATUS:CONFIRMED",
        "LOCATION:Gimnasio Liceo El Sauce\\, Calle 1 Norte 123\\, Talca",
    ):  # fmt: skip
        assert f"{linea}\r\n" in texto
    assert "Primera línea\\; con punto y coma\\ny una segunda línea" in texto


# ── The invited person ──


class TestInvitado:
    @pytest.fixture
    def clave(self, enviada) -> str:
        texto = Mensaje.objects.get(para="rosa@correo.example").texto
        return texto.partition("/invitacion/")[2].partition("/")[0]

    def responder(self, clave: str, **datos: str):
        return Client().post(publica("invitacion", clave), datos)

    def rosa(self) -> Participante:
        return Participante.objects.get(correo="rosa@correo.example")

    def test_mirar_no_responde(self, clave) -> None:
        respuesta = Client().get(publica("invitacion", clave))
        assert "Rosa Elena Quilaleo" in respuesta.content.decode()
        assert (respuesta["X-Robots-Tag"], "no-store" in respuesta["Cache-Control"]) == (
            "noindex",
            True,
        )
        assert self.rosa().asistencia == "sin_respuesta"

    def test_responde_y_cambia_de_opinion(self, clave) -> None:
        assert self.responder(clave, respuesta="vengo").status_code == 302
        assert self.rosa().asistencia == "asiste"
        self.responder(clave, respuesta="no_vengo")
        assert self.rosa().asistencia == "no_asiste"

    def test_nombra_a_quien_va_en_su_lugar(self, clave) -> None:
        mala = self.responder(clave, respuesta="en_mi_lugar")
        assert mala.status_code == 422
        assert "Escriba el nombre de quien vendrá en su lugar." in mala.content.decode()
        datos = {"nombres": "Sonia", "apellidos": "Meza Lagos", "telefono": "9 8765 4321"}
        self.responder(clave, respuesta="en_mi_lugar", **datos)
        sonia = Participante.objects.get(en_lugar_de=self.rosa())
        assert (self.rosa().asistencia, self.rosa().nombre_completo) == (
            "delega", "Rosa Elena Quilaleo",
        )  # fmt: skip
        assert (sonia.nombre_completo, sonia.nombre_plegado, sonia.asistencia, sonia.origen) == (
            "Sonia Meza Lagos", "sonia meza lagos", "asiste", "delegado",
        )  # fmt: skip
        assert "Sonia" not in str(
            list(Bitacora.objects.filter(accion="responder_invitacion").values("datos"))
        )

    def test_una_clave_que_no_es(self, clave) -> None:
        otra, _ = clave_nueva()
        for nombre in ("invitacion", "invitacion_ics"):
            assert Client().get(publica(nombre, otra)).status_code == 404
        assert self.responder(otra, respuesta="vengo").status_code == 404

    def test_el_dia_ya_no_se_responde(self, clave, reloj_en) -> None:
        reloj_en(datetime(2027, 5, 28, 14, 0, tzinfo=UTC))
        respuesta = self.responder(clave, respuesta="vengo")
        assert respuesta.status_code == 422
        assert self.rosa().asistencia == "sin_respuesta"
        assert (
            "La actividad ya comenzó" in Client().get(publica("invitacion", clave)).content.decode()
        )

    def test_suspendida_lo_dice(self, clave) -> None:
        Actividad.objects.update(estado="suspendida", motivo_estado="Alerta roja.")
        pagina = Client().get(publica("invitacion", clave)).content.decode()
        assert "Esta actividad está suspendida." in pagina
        assert "Alerta roja." in pagina

    def test_el_calendario_de_la_invitacion(self, clave) -> None:
        respuesta = Client().get(publica("invitacion_ics", clave))
        assert b"DTSTART:20270528T133000Z" in respuesta.content
