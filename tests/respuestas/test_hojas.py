"""The printed sheets and their codes, the scan beside the words, and the receipt."""

import subprocess
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from comun.errores import ErrorDominio
from comun.models import Bitacora
from respuestas import documents, services
from respuestas.models import AdjuntoConsulta, Consulta
from respuestas.services.hojas import ALFABETO_DE_HOJAS, LARGO
from servicios.selectors import aviso_vigente
from tests import mundo as m
from tests.archivos import foto, pdf, texto_de

PDF = pdf()


# ── The code ──


def test_el_codigo_se_lee_como_sea_que_se_escriba(cuenta):
    codigo = services.codigo_de_hoja(cuenta)
    legible = documents.codigo_legible(codigo)
    assert (len(codigo), len(legible), set(codigo) <= set(ALFABETO_DE_HOJAS)) == (LARGO, 11, True)
    ancho = "".join(chr(ord(letra) + 0xFEE0) for letra in codigo)
    for escrito in (
        codigo,
        legible,
        legible.lower(),
        f" {legible.replace('-', ' – ')}\u200b",
        ancho,
    ):
        assert services.leer_codigo(cuenta, escrito) == codigo
    assert services.leer_codigo(cuenta, " - ") == ""


def test_una_letra_cambiada_o_dos_vueltas_se_notan_siempre(cuenta):
    codigo = services.codigo_de_hoja(cuenta, "KM4P7R")
    malos = {
        codigo[:i] + letra + codigo[i + 1 :]
        for i in range(LARGO)
        for letra in ALFABETO_DE_HOJAS
        if letra != codigo[i]
    }
    malos |= {
        codigo[:i] + codigo[j] + codigo[i] + codigo[j + 1 :]
        for i, j in pairwise(range(LARGO))
        if codigo[i] != codigo[j]
    }
    for malo in malos:
        with pytest.raises(ErrorDominio, match="alguna letra o número cambiado"):
            services.leer_codigo(cuenta, malo)


@pytest.mark.parametrize(
    ("escrito", "frase"),
    [
        ("KM4P7R", "tiene 9 letras y números"),
        ("x" * 5000, "tiene 9 letras y números"),
        ("KM4-P7R-TXÑ", "tiene 9 letras y números"),
        ("\u202eKM4P7RTXC", "tiene 9 letras y números"),
        ("OM4-P7R-TX1", "nunca lleva 1 ni O"),
    ],
)
def test_lo_que_no_es_un_codigo_se_dice(cuenta, escrito, frase):
    with pytest.raises(ErrorDominio, match=frase):
        services.leer_codigo(cuenta, escrito)


def test_el_de_otra_cuenta_y_el_de_otro_servicio_se_dicen(cuenta, en_riberas):
    """Two letters in 529 would pass by chance: these are fixed and do not."""
    otra = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], anio_gestion=2025)
    ajeno = services.codigo_de_hoja(otra, "KM4P7R")
    with pytest.raises(ErrorDominio, match="se imprimió para la cuenta 2025, y esta es la 2026"):
        services.leer_codigo(cuenta, ajeno)
    otra.pk = 0
    de_otro = services.codigo_de_hoja(otra, "KM4P7R")
    with pytest.raises(ErrorDominio, match="esa hoja no es de Servicio Nacional de Riberas"):
        services.leer_codigo(cuenta, de_otro)


def test_las_nuevas_no_se_repiten_ni_estan_ingresadas(cuenta, en_riberas):
    por = en_riberas["equipo"]
    codigos = services.hojas_nuevas(cuenta=cuenta, cuantas=200, por=por)
    assert len(set(codigos)) == 200
    assert [services.leer_codigo(cuenta, c) for c in codigos[:5]] == codigos[:5]
    assert Bitacora.objects.get(accion="imprimir_hojas").datos == {"cuantas": 200}
    for cuantas in (0, 201):
        with pytest.raises(ErrorDominio, match="entre 1 y 200"):
            services.hojas_nuevas(cuenta=cuenta, cuantas=cuantas, por=por)


def test_el_pdf_lleva_cada_codigo_en_su_hoja(cuenta, en_riberas, tmp_path):
    codigos = services.hojas_nuevas(cuenta=cuenta, cuantas=3, por=en_riberas["equipo"])
    hecho = documents.hojas_pdf(cuenta, codigos, aviso_vigente(), m.HOY)
    assert hecho == documents.hojas_pdf(cuenta, codigos, aviso_vigente(), m.HOY)
    hojas = _texto(tmp_path, hecho).split("\f")[:-1]
    assert [
        c in hoja for c, hoja in zip(map(documents.codigo_legible, codigos), hojas, strict=True)
    ] == [True] * 3
    for dicho in (
        "Usamos sus datos solo para responderle.",
        "La buscaré en la oficina",
        "versión 1",
    ):
        assert dicho in hojas[0]


def test_una_hoja_con_un_aviso_largo_sigue_en_una_pagina(cuenta, en_riberas, tmp_path):
    aviso = aviso_vigente()
    aviso.texto = "\n".join(f"- **Punto {n}:** " + "palabra " * 11 for n in range(8))
    cuenta.servicio.horario = "lunes a viernes, de 9:00 a 14:00 y de 15:00 a 17:30"
    codigo = services.codigo_de_hoja(cuenta)
    hojas = _texto(tmp_path, documents.hojas_pdf(cuenta, [codigo] * 2, aviso, m.HOY)).split("\f")
    assert [documents.codigo_legible(codigo) in hoja for hoja in hojas[:-1]] == [True, True]
    for dicho in ("en letra grande", "Si habla por una organización", "siga al reverso"):
        assert dicho in hojas[0]


def _texto(tmp_path, documento: bytes) -> str:
    ruta = tmp_path / "documento.pdf"
    ruta.write_bytes(documento)
    dicho = subprocess.run(["pdfinfo", str(ruta)], capture_output=True, check=True, text=True)
    assert "yes" in dicho.stdout.split("Tagged:")[1].splitlines()[0]
    return texto_de(documento)


def test_la_pagina_de_las_hojas(cuenta, entrar, url):
    cliente, lugar = entrar("equipo"), url("respuestas_gestion:hojas")
    assert "¿Cuántas hojas?" in cliente.get(lugar).content.decode()
    for malo in ("", "0", "201", "mil", "9" * 400):
        assert cliente.post(lugar, {"cuantas": malo}).status_code == 422
    hecho = cliente.post(lugar, {"cuantas": "1"})
    assert (hecho["Content-Type"], hecho["Cache-Control"]) == ("application/pdf", "no-store")
    assert hecho["Content-Disposition"] == 'attachment; filename="hojas-riberas-2026.pdf"'


# ── The scan ──


@pytest.fixture
def en_papel(cuenta, en_riberas) -> Consulta:
    return services.ingresar_consulta(
        cuenta=cuenta, canal="papel", tipo="opinion", mensaje="Un sábado.", por=en_riberas["equipo"]
    )


def test_hay_un_original_cifrado_y_otro_toma_su_lugar(en_papel, en_riberas):
    por = en_riberas["equipo"]
    services.guardar_original(consulta=en_papel, contenido=foto(), por=por)
    services.guardar_original(consulta=en_papel, contenido=PDF, por=por)
    original = AdjuntoConsulta.objects.get()
    assert (original.clase, original.tipo) == ("original", "application/pdf")
    assert bytes(original.contenido).startswith(b"%PDF-")
    hechos = Bitacora.objects.filter(accion__endswith="_original").order_by("pk")
    assert [hecho.accion for hecho in hechos] == ["guardar_original", "reemplazar_original"]
    with connection.cursor() as cursor:
        cursor.execute("select contenido from respuestas_adjuntoconsulta")
        assert b"%PDF" not in bytes(cursor.fetchone()[0])


def test_lo_de_internet_y_lo_suprimido_no_llevan_original(escribir, en_papel, en_riberas):
    por = en_riberas["equipo"]
    en_papel.suprimida_en = m.AHORA
    for consulta in (escribir(), en_papel):
        with pytest.raises(ErrorDominio, match="no lleva original"):
            services.guardar_original(consulta=consulta, contenido=foto(), por=por)


def test_la_pagina_muestra_la_hoja_a_quien_ve_contactos(en_papel, en_riberas, entrar, url):
    pagina, hoja = url("respuestas_gestion:consulta", 1), url("respuestas_gestion:hoja", 1)
    equipo = entrar("equipo")
    assert equipo.get(hoja).status_code == 404
    subida = SimpleUploadedFile("Rosa Quilaleo.png", foto(formato="PNG"), "image/png")
    guardar = url("respuestas_gestion:guardar_hoja", 1)
    assert equipo.post(guardar, {"archivo": subida}).url == pagina
    assert f'<img src="{hoja}"' in equipo.get(pagina).content.decode()
    respuesta = equipo.get(hoja)
    assert {nombre: respuesta[nombre] for nombre in _CABECERAS} == _CABECERAS
    otra = entrar("sistematizadora")
    assert "Hay una hoja original escaneada. Su rol no la ve" in otra.get(pagina).content.decode()
    assert hoja not in otra.get(pagina).content.decode()
    services.guardar_original(consulta=en_papel, contenido=PDF, por=en_riberas["equipo"])
    assert equipo.get(hoja)["Content-Disposition"] == 'attachment; filename="hoja-2026-1.pdf"'


_CABECERAS = {
    "Content-Type": "image/jpeg",
    "Content-Disposition": 'inline; filename="hoja-2026-1.jpg"',
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; sandbox; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        (None, "Elija el archivo de la hoja escaneada."),
        (b"", "está vacío"),
        (b"MZ\0", "no es PDF, JPG ni PNG"),
    ],
)
def test_una_hoja_mala_vuelve_con_422(en_papel, entrar, url, contenido, frase):
    datos = {} if contenido is None else {"archivo": SimpleUploadedFile("hoja.pdf", contenido)}
    respuesta = entrar("equipo").post(url("respuestas_gestion:guardar_hoja", 1), datos)
    assert (respuesta.status_code, AdjuntoConsulta.objects.count()) == (422, 0)
    assert frase in respuesta.content.decode()


# ── Roles and states ──


def test_cada_rol_y_cada_estado(en_papel, escribir, en_riberas, entrar, url):
    """The same in each state of the account and of the contribution: what came, came."""
    escribir()
    services.guardar_original(consulta=en_papel, contenido=foto(), por=en_riberas["equipo"])
    rutas = {
        "ingresar": url("respuestas_gestion:ingresar"),
        "hojas": url("respuestas_gestion:hojas"),
        "hoja": url("respuestas_gestion:hoja", 1),
        "comprobante": url("respuestas_gestion:comprobante", 1),
        "de internet": url("respuestas_gestion:comprobante", 2),
    }
    dentro = {"ingresar": 200, "hojas": 200, "hoja": 200, "comprobante": 200, "de internet": 404}
    for estado, suprimida in (("abierta", None), ("cerrada", None), ("cerrada", m.AHORA)):
        en_papel.cuenta.__class__.objects.filter(pk=en_papel.cuenta_id).update(estado=estado)
        Consulta.objects.filter(pk=en_papel.pk).update(suprimida_en=suprimida)
        for nombre in ("encargada", "equipo"):
            cliente = entrar(nombre)
            assert {r: cliente.get(lugar).status_code for r, lugar in rutas.items()} == dentro
        for nombre in ("sistematizadora", "unidad", "revisora", "autoridad", "auditora", "datos"):
            cliente = entrar(nombre)
            assert {cliente.get(lugar).status_code for lugar in rutas.values()} == {403}


def test_el_comprobante_es_una_pagina_con_folio_fecha_y_enlace(en_papel, entrar, url, tmp_path):
    respuesta = entrar("equipo").get(url("respuestas_gestion:comprobante", 1))
    texto = _texto(tmp_path, respuesta.content)
    clave = services.clave_del_comprobante(en_papel)
    assert texto.count("\f") == 1
    for dicho in ("2026-0001", "lunes 12 de julio de 2027", f"/mi-consulta/{clave}/", "en papel"):
        assert dicho in texto
    assert respuesta["Cache-Control"] == "no-store"
