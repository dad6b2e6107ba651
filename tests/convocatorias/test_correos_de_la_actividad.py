"""What travels with the invitation: everything that the person needs, and nothing remote."""

import re
from datetime import date
from pathlib import Path

import page
import pytest
from django.conf import settings
from django.template.defaultfilters import striptags

from comun.texto import plegar
from convocatorias import documents, emails
from convocatorias.models import Actividad, Tema
from convocatorias.services import copia_de_prueba, preparar_convocatoria
from correos.emails import construir
from correos.models import Mensaje
from cuentas.models import PublicacionInforme
from servicios.models import AvisoPrivacidad
from tests.convocatorias.cambios import calendarios, convocar

#: The whole letter, its addresses without the portal's and its key covered.
ESPERADO = Path(__file__).with_name("invitacion.txt")
RESUMEN = "Se repararon **tres** pasarelas.\n\n- La de El Sauce\n- La del Molino"


@pytest.fixture
def con_todo(escena, mundo) -> None:
    """Topics, accessibility and a report with its summary."""
    Actividad.objects.update(accesibilidad="Intérprete de lengua de señas y rampa.")
    for nombre in ("Riberas limpias", "Pasarelas"):
        tema = Tema.objects.create(
            servicio=mundo.riberas, nombre=nombre, nombre_plegado=plegar(nombre)
        )
        escena.actividad.temas.add(tema)
    contenido = escena.informe.contenido | {
        "resumen": RESUMEN, "servicio": "Servicio Nacional de Riberas", "anio_gestion": 2026,
        "version": 1, "fecha": "2027-05-01",
    }  # fmt: skip
    # The rows of what was published are never rewritten: another version is.
    escena.informe = PublicacionInforme.objects.create(
        informe=escena.informe.informe, version=2, publicada_en=escena.informe.publicada_en,
        contenido=contenido, pdf=escena.informe.pdf, aprobada_por=escena.informe.aprobada_por,
        redactada_por=escena.informe.redactada_por,
    )  # fmt: skip


@pytest.fixture
def mensaje(escena, con_todo, contactos, mundo) -> Mensaje:
    convocar(escena, contactos, mundo["encargada"])
    return Mensaje.objects.get(para="rosa@correo.example")


def test_dice_todo_lo_que_hace_falta(mensaje) -> None:
    clave = re.search(r"/invitacion/(\S+)", mensaje.texto)[1]
    texto = mensaje.texto.replace(settings.BASE_URL, "").replace(clave, "CLAVE")
    assert texto.splitlines() == ESPERADO.read_text().splitlines()


def test_el_html_dice_lo_mismo_y_no_pide_nada_de_afuera(mensaje) -> None:
    html = mensaje.html
    dicho = " ".join(striptags(html.split("</style>")[1]).split())
    for frase in (
        "Viernes 28 de mayo de 2027",
        "Gimnasio Liceo El Sauce, Calle 1 Norte 123, Talca. Ver el lugar en un mapa",
        "Accesibilidad: Intérprete de lengua de señas y rampa.",
        "Temas de los talleres PasarelasRiberas limpias",
        "Va adjunto a este correo, junto con un resumen de lo que se expondrá.",
        "Qué hacemos con sus datos (versión 1)",
    ):
        assert frase in dicho
    assert re.findall(r"<(?:img|script|link|iframe)\b|\bsrc=", html) == []
    assert (
        'href="https://www.openstreetmap.org/search?query=Calle+1+Norte+123%2C+Talca%2C+Chile"'
        in html
    )


def test_lleva_el_informe_el_resumen_y_el_calendario(escena, mensaje) -> None:
    adjuntos = list(mensaje.adjuntos.select_related("archivo").order_by("pk"))
    assert [(a.nombre, a.archivo.tipo) for a in adjuntos] == [
        ("informe-cuenta-publica-2026.pdf", "application/pdf"),
        ("resumen-cuenta-publica-2026.pdf", "application/pdf"),
        ("actividad.ics", "text/calendar; charset=utf-8; method=PUBLISH"),
    ]
    resumen = bytes(adjuntos[1].archivo.contenido)
    assert resumen[:5] == b"%PDF-"
    fallas = page.validate_pdf_bytes(resumen, profile="ua1").failures
    assert sorted({falla.rule_id for falla in fallas}) == []
    # Made once for the call: every mail carries the same file.
    otros = Mensaje.objects.exclude(pk=mensaje.pk)
    assert {[a.archivo_id for a in m.adjuntos.order_by("pk")][1] for m in otros} == {
        adjuntos[1].archivo_id
    }
    escena.actividad.refresh_from_db()
    assert documents.resumen_pdf(escena.informe, escena.actividad) == resumen


def test_sin_resumen_no_lo_promete(escena, contactos, mundo) -> None:
    convocar(escena, contactos, mundo["encargada"])
    mensaje = Mensaje.objects.get(para="rosa@correo.example")
    assert "resumen" not in mensaje.texto
    assert mensaje.adjuntos.count() == 2
    with pytest.raises(ValueError, match="no summary"):
        documents.resumen_pdf(escena.informe, escena.actividad)


def test_sin_aviso_de_privacidad_no_dice_su_version(escena, contactos, mundo) -> None:
    AvisoPrivacidad.objects.update(vigente_desde=date(2028, 1, 1))
    convocar(escena, contactos, mundo["encargada"])
    texto = Mensaje.objects.get(para="rosa@correo.example").texto
    assert "Qué hacemos con sus datos: " in texto


def test_el_calendario_viaja_con_su_metodo(escena, mensaje) -> None:
    mime = construir(mensaje).message()
    tipos = [parte["Content-Type"] for parte in mime.walk()]
    [calendario] = [tipo for tipo in tipos if tipo.startswith("text/calendar")]
    assert calendario == "text/calendar; charset=utf-8; method=PUBLISH"
    cita = calendarios(mensaje)["actividad.ics"]
    assert cita["UID"] == f"actividad-{escena.actividad.pk}@{cita['UID'].partition('@')[2]}"
    assert cita["ORGANIZER"] == "mailto:participacion@riberas.example"
    assert cita["SEQUENCE"] == "0"


def test_el_mapa_se_busca_por_la_direccion_o_por_el_lugar(escena) -> None:
    base = "https://www.openstreetmap.org/search?query="
    escena.actividad.direccion = ""
    assert emails.mapa_de(escena.actividad) == f"{base}Gimnasio+Liceo+El+Sauce%2C+Talca%2C+Chile"
    escena.actividad.direccion = "Avenida O'Higgins 5 & 7"
    assert (
        emails.mapa_de(escena.actividad) == f"{base}Avenida+O%27Higgins+5+%26+7%2C+Talca%2C+Chile"
    )


def test_la_copia_de_prueba_lleva_lo_mismo(escena, mensaje, contactos, mundo) -> None:
    escena.actividad.refresh_from_db()
    fila = preparar_convocatoria(
        actividad=escena.actividad, mensaje="", motivo_complementaria="Faltan.", por=mundo["equipo"]
    )
    copia_de_prueba(convocatoria=fila, persona=contactos[0], por=mundo["equipo"])
    copia = Mensaje.objects.get(tipo="copia_de_prueba")
    assert "junto con un resumen de lo que se expondrá" in copia.texto
    nombres = [
        list(m.adjuntos.order_by("pk").values_list("nombre", flat=True)) for m in (copia, mensaje)
    ]
    assert nombres[0] == nombres[1]
    assert "resumen-cuenta-publica-2026.pdf" in nombres[0]
