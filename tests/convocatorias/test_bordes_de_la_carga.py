"""The import of a sheet that is too heavy, has no titles, or names somebody who had left."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comun.hojas import MAXIMO_BYTES, MUY_PESADO
from convocatorias import services
from convocatorias.models import Contacto, Importacion, MapeoColumnas
from convocatorias.selectors.carga import desempaquetar

HOJA = "Organización;Tipos;Nombres;Correo\nJunta Uno;territorial;Ana;ana@correo.example\n"


def subir(mundo, texto: str = HOJA) -> Importacion:
    return services.subir_importacion(
        servicio=mundo.riberas, nombre="a.csv", contenido=texto.encode(), por=mundo["encargada"]
    )


def test_la_planilla_avisa_de_quien_habia_dejado_su_cargo(escena, mundo):
    services.cargar_directorio(
        servicio=mundo.riberas, nombre="a.csv", contenido=HOJA.encode(), por=mundo["encargada"]
    )
    services.dejar_cargo(
        contacto=Contacto.objects.get(), hasta=date(2027, 5, 1), por=mundo["encargada"]
    )
    importacion = subir(mundo)
    services.relacionar_columnas(
        importacion=importacion,
        columnas={"organizacion": 0, "tipos": 1, "nombres": 2, "correo": 3},
        por=mundo["encargada"],
    )
    services.revisar_importacion(importacion.pk)
    importacion.refresh_from_db()
    assert desempaquetar(importacion.hallazgos)["avisos"] == [
        [
            2,
            "Esta persona dejó su cargo en «Junta Uno» el 01/05/2027. Se agregará otra vez; si no "
            "volvió, quite la fila.",
        ]
    ]


def test_de_una_hoja_sin_titulos_no_queda_nadie(escena, mundo):
    """Its first row, which was taken for the titles, is a person."""
    importacion = subir(mundo, "Junta Uno;ana@correo.example\nJunta Dos;luis@correo.example\n")
    services.relacionar_columnas(
        importacion=importacion, columnas={"organizacion": 0, "correo": 1}, por=mundo["encargada"]
    )
    services.descartar_importacion(importacion=importacion, por=mundo["encargada"])
    importacion.refresh_from_db()
    assert (importacion.titulos, MapeoColumnas.objects.count()) == ([], 0)


def test_lo_que_pesa_demasiado_no_se_lee(escena, entrar):
    archivo = SimpleUploadedFile("a.csv", b"x" * (MAXIMO_BYTES + 1))
    respuesta = entrar("encargada").post(
        reverse("convocatorias_gestion:cargar_directorio", args=("riberas", 2026)),
        {"archivo": archivo},
    )
    assert (respuesta.status_code, MUY_PESADO in respuesta.content.decode()) == (422, True)
    assert not Importacion.objects.exists()
