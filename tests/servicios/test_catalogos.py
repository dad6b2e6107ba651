"""Regions and comunas of the official list, and holidays that the administrators import."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comun.models import Feriado
from servicios.models import Comuna, Region

pytestmark = pytest.mark.usefixtures("catalogos")


def test_dieciseis_regiones_de_norte_a_sur():
    codigos = list(Region.objects.values_list("codigo", flat=True))
    assert codigos == "15 01 02 03 04 05 13 06 07 16 08 09 14 10 11 12".split()
    assert Region.objects.first().nombre == "Arica y Parinacota"


def test_346_comunas_con_sus_ceros_a_la_izquierda():
    codigos = list(Comuna.objects.values_list("codigo", flat=True))
    assert len(codigos) == 346
    assert {len(codigo) for codigo in codigos} == {5}
    iquique = Comuna.objects.get(codigo="01101")
    assert (iquique.nombre, iquique.region_id) == ("Iquique", "01")
    assert list(Comuna.objects.exclude(codigo__startswith="0").filter(region_id="01")) == []
    assert all(
        codigo[:2] == region for codigo, region in Comuna.objects.values_list("pk", "region")
    )


CAMPOS = ("fecha", "nombre", "codigo_cut", "fuente")
FIESTA = ("2027-06-10", "Fiesta de Rancagua", "06101", "Ley 30.001")


def importar(cliente, *filas):
    """The preview of a file with those rows, and, if it is sound, the import itself."""
    tabla = "\n".join(",".join(fila) for fila in (CAMPOS, *filas)).encode()
    previa = cliente.post(
        reverse("admin:comun_feriado_import"),
        {"format": "0", "import_file": SimpleUploadedFile("feriados.csv", tabla)},
    )
    if "confirm_form" in previa.context:
        confirmar = previa.context["confirm_form"].initial
        cliente.post(reverse("admin:comun_feriado_process_import"), confirmar)
    return previa


def guardados() -> list[tuple]:
    return [(f"{f.fecha}", f.nombre, f.codigo_cut, f.fuente) for f in Feriado.objects.all()]


def rechazos(previa) -> list:
    return [fila.error_dict for fila in previa.context["result"].invalid_rows]


def test_los_feriados_se_importan_y_se_exportan(mundo, entrar):
    cliente = entrar("admin")
    importar(cliente, FIESTA, ("2027-06-10", "Otra fiesta", "07", "Ley 30.002"))
    assert guardados() == [FIESTA, ("2027-06-10", "Otra fiesta", "07", "Ley 30.002")]
    exportado = cliente.post(
        reverse("admin:comun_feriado_export"),
        {"format": "0", "resource": "0"} | {f"feriadoresource_{c}": "on" for c in CAMPOS},
    )
    assert ",".join(FIESTA) in exportado.content.decode()


def test_importar_de_nuevo_corrige_y_no_repite(mundo, entrar):
    cliente = entrar("admin")
    importar(cliente, FIESTA)
    corregida = (FIESTA[0], "Fiesta de la ciudad", *FIESTA[2:])
    importar(cliente, FIESTA)
    importar(cliente, corregida)
    assert guardados() == [corregida]


DOS_VECES = "El archivo trae dos veces este día para el mismo territorio."
SIN_NORMA = "Escriba la norma que establece el feriado. Sin ella no cambia ningún plazo."
POR_LEY = "El 07/06/2027 ya es feriado por ley: Asalto y Toma del Morro de Arica."
NINGUNA = (
    "Ninguna región ni comuna tiene el código 99999. Deje el territorio vacío si el feriado "
    "rige en todo el país."
)


@pytest.mark.parametrize(
    ("filas", "errores"),
    [
        ([FIESTA, FIESTA], [{"__all__": [DOS_VECES]}]),
        ([FIESTA, ("2027-06-10", "Otra", "06101", "Ley 1")], [{"__all__": [DOS_VECES]}]),
        ([("2027-06-10", "Fiesta", "06101", "")], [{"fuente": [SIN_NORMA]}]),
        ([("2027-06-10", "Fiesta", "99999", "Ley 1")], [{"codigo_cut": [NINGUNA]}]),
        ([("2027-06-07", "El Morro", "15101", "Ley 1")], [{"fecha": [POR_LEY]}]),
    ],
)
def test_lo_que_no_se_importa(mundo, entrar, filas, errores):
    assert rechazos(importar(entrar("admin"), *filas)) == errores
    assert guardados() == []


def agregar(cliente, **otros):
    datos = dict(zip(CAMPOS, FIESTA, strict=True)) | otros
    return cliente.post(reverse("admin:comun_feriado_add"), datos)


def test_un_feriado_se_agrega_con_su_norma(mundo, entrar):
    cliente = entrar("admin")
    assert agregar(cliente).status_code == 302
    assert agregar(cliente, codigo_cut="").status_code == 302
    assert guardados() == [(*FIESTA[:2], "", FIESTA[3]), FIESTA]


YA_ESTA = (
    "Ese día ya está entre los feriados adicionales de ese territorio. Búsquelo en la lista y "
    "cámbielo ahí."
)


@pytest.mark.parametrize(
    ("otros", "errores"),
    [
        ({}, {"__all__": [YA_ESTA]}),
        ({"fecha": "2027-06-11", "fuente": " "}, {"fuente": [SIN_NORMA]}),
        ({"codigo_cut": "99999"}, {"codigo_cut": [NINGUNA]}),
        ({"codigo_cut": "7"}, {"codigo_cut": [NINGUNA.replace("99999", "7")]}),
        ({"fecha": "2027-06-07", "codigo_cut": "15101"}, {"fecha": [POR_LEY]}),
    ],
)
def test_lo_que_no_se_agrega(mundo, entrar, otros, errores):
    cliente = entrar("admin")
    agregar(cliente)
    respuesta = agregar(cliente, **otros)
    assert respuesta.context["adminform"].form.errors == errores
    assert guardados() == [FIESTA]
