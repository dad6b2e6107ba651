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


def test_los_feriados_se_importan_y_se_exportan(mundo, entrar):
    cliente = entrar("admin")
    tabla = b"fecha,nombre,region_codigo,fuente\n2027-06-07,Asalto del Morro,15,Ley 20.663\n"
    direccion = reverse("admin:comun_feriado_import")
    previa = cliente.post(
        direccion, {"format": "0", "import_file": SimpleUploadedFile("feriados.csv", tabla)}
    )
    assert Feriado.objects.count() == 0
    confirmar = previa.context["confirm_form"].initial
    cliente.post(reverse("admin:comun_feriado_process_import"), confirmar)
    feriado = Feriado.objects.get()
    assert (f"{feriado.fecha}", feriado.nombre, feriado.region_codigo, feriado.fuente) == (
        "2027-06-07",
        "Asalto del Morro",
        "15",
        "Ley 20.663",
    )
    exportado = cliente.post(
        reverse("admin:comun_feriado_export"),
        {"format": "0", "resource": "0"} | {f"feriadoresource_{c}": "on" for c in CAMPOS},
    )
    assert "Asalto del Morro" in exportado.content.decode()


CAMPOS = ("fecha", "nombre", "region_codigo", "fuente")
