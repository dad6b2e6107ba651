"""The proof of the days of a call: the same bytes for the same facts, and anybody can check it."""

import csv
import hashlib
import io
import json
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from comun.errores import SinPermiso
from comun.models import Bitacora
from convocatorias import selectors
from convocatorias.models import Convocatoria, Invitacion, Organizacion, TextoConvocatoria
from convocatorias.services import (
    anotar_entrega,
    anular,
    entregar_prueba,
    enviar_convocatoria,
    mover,
    preparar_convocatoria,
)
from correos.models import Adjunto, Mensaje, Supresion
from tests.archivos import texto_de
from tests.convocatorias.conftest import crear_contacto
from tests.convocatorias.por_otro_medio import ENVIADA, muchas_cartas, sin_correo
from tests.jornadas.test_documentos import fallas

SALIO = datetime(2027, 5, 10, 14, 4, tzinfo=UTC)
TARDE = datetime(2027, 5, 14, 15, 0, tzinfo=UTC)
RUTA = ["riberas", 2026, "jornada-nacional"]


@pytest.fixture
def enviada(escena, contactos, mundo, reloj_en) -> Convocatoria:
    """Rosa's mail arrived, Luis's was refused, Nelly's waits; Aliro's letter was posted, late."""
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje="Venga.", por=mundo["equipo"])
    fila = enviar_convocatoria(convocatoria=fila, contactos=contactos, por=mundo["encargada"])
    Mensaje.objects.filter(para="rosa@correo.example").update(
        estado="enviado", enviado_en=SALIO, ultimo_codigo=250, ultimo_texto="2.0.0 Ok: queued"
    )
    Mensaje.objects.filter(para="luis@correo.example").update(
        estado="rechazado", ultimo_codigo=550, ultimo_texto="5.1.1 =HYPERLINK No existe"
    )
    carta = sin_correo(fila, "=Unión Comunal", "Aliro")
    sin_correo(fila, "Club de Adultos Mayores", "Berta", "visita")
    reloj_en(TARDE)
    anotar_entrega(
        invitacion=carta, canal="carta", hecha_en=TARDE, por=mundo["equipo"],
        detalle="N.º 77", motivo_tardanza="Paro de correos.",
    )  # fmt: skip
    return Convocatoria.objects.get(pk=fila.pk)


def descargar(actividad, por) -> tuple[bytes, str]:
    archivo, sha256 = entregar_prueba(actividad=actividad, por=por)
    with archivo:
        return archivo.read(), sha256


def partes(contenido: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
        return {nombre: paquete.read(nombre) for nombre in paquete.namelist()}


def filas(contenido: bytes) -> list[dict[str, str]]:
    planilla = partes(contenido)["invitaciones.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(planilla), delimiter=";"))


def comprobar(carpeta: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=carpeta, capture_output=True, text=True, check=False
    )


# ── The file ──


def test_lo_que_trae_el_zip(escena, enviada, mundo) -> None:
    contenido, sha256 = descargar(escena.actividad, mundo["encargada"])
    dentro = partes(contenido)
    sueltos = sorted(nombre for nombre in dentro if not nombre.startswith("adjuntos/"))
    assert sueltos == [
        "LEAME.txt", "SHA256SUMS", "constancia.pdf", "invitaciones.csv", "invitaciones.json",
        "textos/convocatoria-1-version-1.txt",
    ]  # fmt: skip
    viajaron = {
        f"adjuntos/{a.archivo.sha256[:12]}-{a.nombre}": bytes(a.archivo.contenido)
        for a in Adjunto.objects.select_related("archivo")
    }
    assert {n: dentro[n] for n in dentro if n.startswith("adjuntos/")} == viajaron
    assert dentro["textos/convocatoria-1-version-1.txt"].decode() == "Venga."
    assert hashlib.sha256(contenido).hexdigest() == sha256


def test_el_manifiesto_nombra_cada_parte_con_su_huella(escena, enviada, mundo) -> None:
    dentro = partes(descargar(escena.actividad, mundo["encargada"])[0])
    manifiesto = dentro.pop("SHA256SUMS").decode()
    assert manifiesto == "".join(
        f"{hashlib.sha256(dentro[nombre]).hexdigest()}  {nombre}\n" for nombre in sorted(dentro)
    )


def test_sha256sum_lo_acepta_y_nota_un_byte_cambiado(escena, enviada, mundo, tmp_path) -> None:
    contenido, _ = descargar(escena.actividad, mundo["encargada"])
    with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
        paquete.extractall(tmp_path)
    sana = comprobar(tmp_path)
    assert (sana.returncode, sana.stdout.count(": OK\n")) == (0, len(partes(contenido)) - 1)
    for nombre in ("invitaciones.csv", "constancia.pdf", "textos/convocatoria-1-version-1.txt"):
        original = (tmp_path / nombre).read_bytes()
        (tmp_path / nombre).write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
        rota = comprobar(tmp_path)
        assert (rota.returncode, f"{nombre}: FAILED" in rota.stdout) == (1, True)
        (tmp_path / nombre).write_bytes(original)
    assert comprobar(tmp_path).returncode == 0


def test_los_mismos_hechos_dan_los_mismos_bytes(escena, enviada, mundo, reloj_en) -> None:
    primera = descargar(escena.actividad, mundo["encargada"])
    reloj_en(TARDE + timedelta(days=400))
    assert descargar(escena.actividad, mundo["equipo"]) == primera
    Mensaje.objects.filter(para="nelly@correo.example").update(
        estado="enviado", enviado_en=TARDE, ultimo_codigo=250
    )
    assert descargar(escena.actividad, mundo["equipo"])[1] != primera[1]


def test_la_planilla_dice_cada_aviso(escena, enviada, mundo) -> None:
    leidas = filas(descargar(escena.actividad, mundo["encargada"])[0])
    claves = ("Persona", "Medio", "Estado", "Días antes", "En plazo", "Código del servidor")
    assert [tuple(fila[clave] for clave in claves) for fila in leidas] == [
        ("Aliro Vera", "carta", "entregada", "14", "no", ""),
        ("Berta Vera", "visita", "pendiente", "", "no salió", ""),
        ("Luis Quilaleo", "correo electrónico", "no llegó", "", "no salió", "550"),
        ("Nelly Quilaleo", "correo electrónico", "en camino", "", "no salió", ""),
        ("Rosa Elena Quilaleo", "correo electrónico", "entregada", "18", "sí", "250"),
    ]
    rosa, aliro = leidas[4], leidas[0]
    mensaje = Mensaje.objects.get(para="rosa@correo.example")
    assert (rosa["Salió"], rosa["Respuesta del servidor"], rosa["Tipos"]) == (
        "2027-05-10T10:04:00-04:00", "2.0.0 Ok: queued", "Territorial",
    )  # fmt: skip
    assert (rosa["Message-ID"], rosa["SHA-256 de lo enviado"]) == (
        mensaje.message_id, mensaje.huella,
    )  # fmt: skip
    assert mensaje.huella == mensaje.calcular_huella()
    assert rosa["Adjuntos (SHA-256)"] == " | ".join(
        f"{a.nombre}={a.archivo.sha256}" for a in mensaje.adjuntos.order_by("nombre")
    )
    assert (aliro["Motivo de la tardanza"], aliro["Autorizó o anotó la tardanza"]) == (
        "Paro de correos.", "Equipo Prueba",
    )  # fmt: skip


def test_las_formulas_quedan_inertes(escena, enviada, mundo) -> None:
    leidas = filas(descargar(escena.actividad, mundo["encargada"])[0])
    assert leidas[0]["Organización"] == "'=Unión Comunal"
    assert all(not v.startswith(("=", "+", "@")) for fila in leidas for v in fila.values())


def test_el_json_dice_lo_mismo_y_ademas_el_computo(escena, enviada, mundo) -> None:
    dentro = partes(descargar(escena.actividad, mundo["encargada"])[0])
    datos = json.loads(dentro["invitaciones.json"])
    assert [fila["Persona"] for fila in datos["invitaciones"]] == [
        "Aliro Vera", "Berta Vera", "Luis Quilaleo", "Nelly Quilaleo", "Rosa Elena Quilaleo",
    ]  # fmt: skip
    prueba = datos["prueba"]
    assert (prueba["regla"], prueba["dias_que_se_piden"], prueba["computo"]["fecha"]) == (
        "R133", 15, "2027-05-13",
    )  # fmt: skip
    # The clock of the tests runs: its seconds are not asked.
    assert prueba["convocatorias"][0].pop("enviada").startswith("2027-05-10T10:0")
    assert prueba["convocatorias"] == [
        {
            "numero": 1,
            "clase": "convocatoria",
            "envio": "Encargada Prueba",
            "para_el": "2027-05-28",
            "dias_antes": 18,
            "tardia": False,
            "motivo_tardanza": "",
            "autorizo": "",
            "motivo_complementaria": "",
            "version_del_texto": 1,
        }
    ]


def test_cada_version_del_texto(escena, enviada, mundo) -> None:
    TextoConvocatoria.objects.create(
        convocatoria=enviada,
        version=2,
        texto="Vengan a las nueve.",
        escrito_en=ENVIADA,
        escrito_por=mundo["equipo"],
    )
    dentro = partes(descargar(escena.actividad, mundo["encargada"])[0])
    textos = {n: v.decode() for n, v in dentro.items() if n.startswith("textos/")}
    assert textos == {
        "textos/convocatoria-1-version-1.txt": "Venga.",
        "textos/convocatoria-1-version-2.txt": "Vengan a las nueve.",
    }


def test_la_constancia_es_pdf_ua_y_cita_las_huellas(escena, enviada, mundo) -> None:
    dentro = partes(descargar(escena.actividad, mundo["encargada"])[0])
    assert fallas(dentro["constancia.pdf"]) == []
    leida = texto_de(dentro["constancia.pdf"])
    junta = "".join(leida.split())
    for nombre in ("invitaciones.csv", "invitaciones.json"):
        assert hashlib.sha256(dentro[nombre]).hexdigest() in junta
    leida = " ".join(leida.split())
    for dato in (
        "Regla R133:",
        "5 avisos: 2 entregados, 1 en camino, 1 no llegó, 1 pendiente por otro medio. 1 salió con",
        "Último día para invitar: jueves 13 de mayo de 2027",
        "Paro de correos.",
        "(Equipo Prueba)",
        "hasta el viernes 14 de mayo de 2027",
    ):
        assert dato in leida


def test_borradas_las_palabras_queda_la_huella(escena, enviada, mundo) -> None:
    rosa = Mensaje.objects.get(para="rosa@correo.example")
    Mensaje.objects.filter(pk=rosa.pk).update(texto="", html="", purgado_en=TARDE)
    contenido, _ = descargar(escena.actividad, mundo["encargada"])
    fila = filas(contenido)[4]
    assert (fila["SHA-256 de lo enviado"], fila["Texto borrado al cumplirse su plazo"]) == (
        rosa.huella, "2027-05-14T11:00:00-04:00",
    )  # fmt: skip
    leida = " ".join(texto_de(partes(contenido)["constancia.pdf"]).split())
    assert "De 1 correo se borró el texto al cumplirse su plazo de conservación." in leida


def test_lo_que_salio_antes_de_mover_cuenta_para_el_dia_de_entonces(escena, enviada, mundo) -> None:
    nueva = escena.actividad.fecha + timedelta(days=30)
    escena.actividad.refresh_from_db()
    mover(
        actividad=escena.actividad,
        fecha=nueva,
        hora_inicio=escena.actividad.hora_inicio,
        hora_termino=escena.actividad.hora_termino,
        lugar=escena.actividad.lugar,
        direccion=escena.actividad.direccion,
        comuna=escena.actividad.comuna,
        motivo="Por el temporal.",
        por=mundo["encargada"],
    )
    contenido, _ = descargar(escena.actividad, mundo["encargada"])
    rosa = next(
        f for f in filas(contenido) if f["Clase"] == "invitación" and f["Días antes"] == "18"
    )
    assert rosa["Persona"] == "Rosa Elena Quilaleo"
    cambios = json.loads(partes(contenido)["invitaciones.json"])["prueba"]["cambios"]
    movida = next(c for c in cambios if c["que"] == "Se cambió el día, la hora o el lugar")
    assert (movida["antes"][:10], movida["ahora"][:10]) == ("2027-05-28", "2027-06-27")


def test_quienes_pidieron_no_ser_invitados(escena, enviada, mundo) -> None:
    crear_contacto(
        mundo.riberas, "Comité de Agua", "funcional", nombres="Marta", correo="m@correo.example"
    )
    Supresion.objects.create(
        servicio=mundo.riberas, direccion="m@correo.example", alcance="renunciables",
        origen="enlace", creada_en=ENVIADA,
    )  # fmt: skip
    datos = json.loads(
        partes(descargar(escena.actividad, mundo["encargada"])[0])["invitaciones.json"]
    )
    assert datos["prueba"]["pidieron_no_ser_invitados"] == [
        {"persona": "Marta Quilaleo", "organizacion": "Comité de Agua"}
    ]


def test_muchas_filas_preguntan_lo_mismo(escena, enviada, mundo, django_assert_num_queries) -> None:
    descargar(escena.actividad, mundo["encargada"])
    with django_assert_num_queries(22):
        descargar(escena.actividad, mundo["encargada"])
    muchas_cartas(enviada, 600)
    with django_assert_num_queries(22):
        contenido, _ = descargar(escena.actividad, mundo["encargada"])
    assert len(filas(contenido)) == 605


def test_solo_quien_convoca_y_ve_contactos(escena, enviada, mundo) -> None:
    for nombre in ("comunicaciones", "autoridad", "auditora"):
        with pytest.raises(SinPermiso):
            entregar_prueba(actividad=escena.actividad, por=mundo[nombre])
    assert not Bitacora.objects.filter(accion="descargar_prueba").exists()


# ── The page ──


def url(nombre: str) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=RUTA)


def test_la_pagina_y_la_descarga_que_deja_rastro(escena, enviada, mundo, entrar) -> None:
    cliente = entrar("encargada")
    pagina = cliente.get(url("prueba"))
    assert pagina.context["totales"] == {
        "total": 5, "entregadas": 2, "pendientes": 1, "reemplazadas": 0,
        "no_llegaron": 1, "en_camino": 1, "borradas": 0,
    }  # fmt: skip
    assert "Paro de correos." in pagina.content.decode()
    assert cliente.get(url("descargar_prueba")).status_code == 405
    respuesta = cliente.post(url("descargar_prueba"))
    contenido = b"".join(respuesta.streaming_content)
    sha256 = hashlib.sha256(contenido).hexdigest()
    assert (respuesta["Content-Type"], respuesta["Cache-Control"]) == (
        "application/zip", "no-store",
    )  # fmt: skip
    assert respuesta["Content-Disposition"] == (
        f'attachment; filename="prueba-jornada-nacional-{sha256[:8]}.zip"'
    )
    nota = Bitacora.objects.get(accion="descargar_prueba")
    assert (nota.actor_id, nota.datos) == (
        mundo["encargada"].pk, {"invitaciones": 5, "sha256": sha256},
    )  # fmt: skip
    assert sha256 in cliente.get(url("prueba")).content.decode()


def test_sin_convocatorias_dice_que_falta(escena, entrar) -> None:
    pagina = entrar("equipo").get(url("prueba")).content.decode()
    assert ("Todavía no hay nada que probar" in pagina, "Descargar la prueba" in pagina) == (
        True, False,
    )  # fmt: skip


def test_quien_puede_ver_la_prueba(escena, enviada, entrar) -> None:
    estados = {
        nombre: entrar(nombre).get(url("prueba")).status_code
        for nombre in ("encargada", "equipo", "comunicaciones", "auditora", "encargada-otro")
    }
    assert estados == {
        "encargada": 200, "equipo": 200, "comunicaciones": 403, "auditora": 403,
        "encargada-otro": 404,
    }  # fmt: skip


def test_la_pagina_pregunta_lo_mismo_con_pocas_y_con_muchas(
    escena, enviada, entrar, django_assert_num_queries
) -> None:
    cliente = entrar("equipo")
    cliente.get(url("prueba"))
    with django_assert_num_queries(26):
        cliente.get(url("prueba"))
    muchas_cartas(enviada, 500)
    with django_assert_num_queries(26):
        cliente.get(url("prueba"))


def test_una_organizacion_de_varios_tipos(escena, enviada, mundo) -> None:
    molino = Organizacion.objects.get(nombre="Junta de Vecinos El Molino")
    molino.tipos.add("mujeres")
    rosa = filas(descargar(escena.actividad, mundo["encargada"])[0])[4]
    assert rosa["Tipos"] == "Territorial, De mujeres"


def test_una_convocatoria_tardia_o_complementaria_dice_por_que(escena, enviada, mundo) -> None:
    nueva = crear_contacto(
        mundo.riberas, "Comité de Agua", "funcional", nombres="Marta", correo="m@correo.example"
    )
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["equipo"])
    Convocatoria.objects.filter(pk=fila.pk).update(
        clase="complementaria", motivo_complementaria="Faltaban comités de agua."
    )
    enviar_convocatoria(
        convocatoria=fila, contactos=[nueva], por=mundo["encargada"],
        motivo_tardanza="El directorio llegó tarde.",
    )  # fmt: skip
    prueba = selectors.prueba_de(escena.actividad)
    segunda = prueba.llamados[1]
    assert (segunda.numero, segunda.clase, segunda.dias, segunda.autorizo) == (
        2, "convocatoria complementaria", 14, "Encargada Prueba",
    )  # fmt: skip
    constancias = list(selectors.constancias_de_invitacion(prueba))
    assert len(constancias) == Invitacion.objects.count() == 6
    marta = next(c for c in constancias if c.invitacion.participante.nombres == "Marta")
    assert (marta.llamado.numero, marta.salio_en, marta.tardia) == (2, None, False)
    Mensaje.objects.filter(para="m@correo.example").update(estado="enviado", enviado_en=TARDE)
    marta = next(
        c
        for c in selectors.constancias_de_invitacion(prueba)
        if c.invitacion.participante.nombres == "Marta"
    )
    assert (marta.dias, marta.tardia, marta.motivo_tardanza, marta.autorizo) == (
        14, True, "El directorio llegó tarde.", "Encargada Prueba",
    )  # fmt: skip


def _al_dia(escena, dias: int, mundo, **otros) -> None:
    escena.actividad.refresh_from_db()
    datos = {
        campo: getattr(escena.actividad, campo)
        for campo in ("hora_inicio", "hora_termino", "lugar", "direccion", "comuna")
    } | {"fecha": escena.actividad.fecha + timedelta(days=dias), "motivo": "Por el temporal."}
    mover(actividad=escena.actividad, por=mundo["encargada"], **(datos | otros))


def _en_plazo(escena, mundo) -> dict[tuple[str, str], tuple[str, ...]]:
    contenido, _ = descargar(escena.actividad, mundo["encargada"])
    claves = ("Días antes", "En plazo", "Motivo de la tardanza")
    return {(f["Persona"], f["Clase"]): tuple(f[c] for c in claves) for f in filas(contenido)}


def test_un_cambio_tardio_de_dia_se_dice_en_cada_fila(escena, enviada, mundo) -> None:
    _al_dia(escena, -10, mundo, motivo_tardanza="Se inundó el gimnasio.")
    Mensaje.objects.filter(para="rosa@correo.example").update(estado="enviado", enviado_en=TARDE)
    dicho = _en_plazo(escena, mundo)
    assert dicho["Rosa Elena Quilaleo", "aviso de cambio"] == ("4", "no", "Se inundó el gimnasio.")


def test_lo_que_salio_el_mismo_dia_antes_de_mover(escena, enviada, mundo, reloj_en) -> None:
    """The first call left in the morning for the day of then, and not for that of the afternoon."""
    reloj_en(SALIO + timedelta(hours=3))
    _al_dia(escena, -10, mundo, motivo_tardanza="Se inundó el gimnasio.")
    rosa = _en_plazo(escena, mundo)["Rosa Elena Quilaleo", "invitación"]
    assert rosa == ("18", "sí", "")


def test_a_otra_hora_del_mismo_dia_no_se_le_piden_dias(escena, enviada, mundo) -> None:
    _al_dia(escena, 0, mundo, lugar="Teatro Regional")
    Mensaje.objects.filter(para="rosa@correo.example").update(estado="enviado", enviado_en=TARDE)
    dicho = _en_plazo(escena, mundo)
    assert dicho["Rosa Elena Quilaleo", "aviso de cambio"] == ("14", "no se pide", "")


def test_se_llega_desde_la_pagina_de_la_actividad(escena, enviada, entrar) -> None:
    """Also once it is called off: that is when the proof is asked for."""
    enlace = f'href="{reverse("convocatorias_gestion:prueba", args=RUTA)}"'
    pagina = reverse("convocatorias_gestion:actividad", args=RUTA)
    assert enlace in entrar("encargada").get(pagina).content.decode()
    escena.actividad.refresh_from_db()
    anular(actividad=escena.actividad, motivo="Por el temporal.", por=enviada.programada_por)
    assert enlace in entrar("encargada").get(pagina).content.decode()


def test_sin_invitaciones_la_actividad_no_ofrece_la_prueba(escena, entrar) -> None:
    contenido = entrar("encargada").get(reverse("convocatorias_gestion:actividad", args=RUTA))
    assert reverse("convocatorias_gestion:prueba", args=RUTA) not in contenido.content.decode()
