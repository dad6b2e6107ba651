"""The central administration: the catalogue is kept there, the rest is read."""

import pytest
from django.urls import reverse

from convocatorias.models import Convocatoria, TipoOrganizacion
from convocatorias.resources import TipoOrganizacionResource


@pytest.mark.parametrize(
    "modelo",
    [
        "tipoorganizacion",
        "tema",
        "cambioenbloque",
        "fusionorganizaciones",
        "procesovirtual",
        "actividad",
        "convocatoria",
    ],
)
def test_se_listan(escena, entrar, modelo: str) -> None:
    respuesta = entrar("admin").get(reverse(f"admin:convocatorias_{modelo}_changelist"))
    assert respuesta.status_code == 200


def test_el_estado_no_se_cambia_ahi(escena, mundo, entrar) -> None:
    convocatoria = Convocatoria.objects.create(actividad=escena.actividad)
    ruta = reverse("admin:convocatorias_convocatoria_change", args=[convocatoria.pk])
    assert entrar("admin").post(ruta, {"estado": "enviada"}).status_code == 403
    convocatoria.refresh_from_db()
    assert convocatoria.estado == "borrador"


def test_el_catalogo_se_exporta_y_se_importa(catalogos, db) -> None:
    recurso = TipoOrganizacionResource()
    tabla = recurso.export()
    assert len(tabla) == 17
    tabla.append(("deportiva", "Deportiva", 18))
    resultado = recurso.import_data(tabla, raise_errors=True)
    assert resultado.totals["new"] == 1
    assert TipoOrganizacion.objects.get(pk="deportiva").nombre == "Deportiva"
