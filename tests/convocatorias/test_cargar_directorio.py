"""The directory from a spreadsheet."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from comun.hojas import HojaIlegible
from comun.models import Bitacora
from convocatorias.models import Contacto, Organizacion
from convocatorias.services import CargaConErrores, cargar_directorio

TITULOS = "Organización;Tipos;Comuna;Contacto nombres;Contacto apellidos;Cargo;Correo;Teléfono"
MOLINO = (
    "Junta de Vecinos El Molino;territorial, De mujeres;Talca;Rosa Elena;Quilaleo Ortiz;"
    "Presidenta;Rosa@Correo.example;9 1234 5678"
)
AGUA = "Comité de Agua La Quebrada;funcional|ambiental;Paihuano;Marta;Huaiquil;;;(41) 223 4567"


def csv(*filas: str, codigo: str = "utf-8") -> bytes:
    return "\r\n".join((TITULOS, *filas)).encode(codigo)


def cargar(mundo, contenido: bytes, nombre: str = "directorio.csv"):
    return cargar_directorio(
        servicio=mundo.riberas, nombre=nombre, contenido=contenido, por=mundo["encargada"]
    )


def fotografia() -> list[tuple]:
    return [
        (
            o.nombre,
            o.comuna_id,
            sorted(t.pk for t in o.tipos.all()),
            [(c.nombre_completo, c.cargo, c.correo, c.telefono) for c in o.contactos.all()],
        )
        for o in Organizacion.objects.order_by("nombre_plegado")
    ]


ESPERADO = [
    (
        "Comité de Agua La Quebrada",
        "04105",
        ["ambiental", "funcional"],
        [("Marta Huaiquil", "", "", "+56412234567")],
    ),
    (
        "Junta de Vecinos El Molino",
        "07101",
        ["mujeres", "territorial"],
        [("Rosa Elena Quilaleo Ortiz", "Presidenta", "rosa@correo.example", "+56912345678")],
    ),
]


@pytest.mark.parametrize("codigo", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_de_cada_codificacion(en_riberas, codigo: str) -> None:
    resumen = cargar(en_riberas, csv(MOLINO, AGUA, codigo=codigo))
    assert (resumen.organizaciones_nuevas, resumen.contactos_nuevos) == (2, 2)
    assert fotografia() == ESPERADO


def test_csv_con_comas(en_riberas) -> None:
    filas = [
        TITULOS.replace(";", ","),
        'Junta de Vecinos El Molino,"territorial, mujeres",Talca,Rosa Elena,Quilaleo Ortiz,'
        "Presidenta,rosa@correo.example,9 1234 5678",
    ]
    cargar(en_riberas, "\n".join(filas).encode())
    assert fotografia() == ESPERADO[1:]


def test_xlsx(en_riberas) -> None:
    libro = Workbook()
    for fila in (TITULOS, MOLINO, AGUA):
        libro.active.append(fila.split(";"))
    salida = io.BytesIO()
    libro.save(salida)
    cargar(en_riberas, salida.getvalue(), "directorio.xlsx")
    assert fotografia() == ESPERADO


def test_el_mismo_archivo_dos_veces_no_duplica(en_riberas) -> None:
    cargar(en_riberas, csv(MOLINO, AGUA))
    resumen = cargar(en_riberas, csv(MOLINO, AGUA))
    assert vars(resumen) == {
        "organizaciones_nuevas": 0,
        "organizaciones_cambiadas": 0,
        "organizaciones_iguales": 2,
        "contactos_nuevos": 0,
        "contactos_cambiados": 0,
        "contactos_iguales": 2,
        "temas_nuevos": 0,
    }
    assert fotografia() == ESPERADO


def test_actualiza_por_nombre_plegado_y_correo(en_riberas) -> None:
    cargar(en_riberas, csv(MOLINO))
    cambiada = (
        "JUNTA DE VECINOS  el molino;personas mayores;07102;Rosa;Quilaleo;Tesorera;"
        "rosa@correo.example;"
    )
    resumen = cargar(en_riberas, csv(cambiada))
    assert (resumen.organizaciones_cambiadas, resumen.contactos_cambiados) == (1, 1)
    assert fotografia() == [
        (
            "Junta de Vecinos El Molino",
            "07102",
            ["personas_mayores"],
            [("Rosa Quilaleo", "Tesorera", "rosa@correo.example", "+56912345678")],
        )
    ]


def test_varios_contactos_de_una_organizacion_con_el_tipo_en_la_primera_fila(en_riberas) -> None:
    otro = "Junta de Vecinos El Molino;;;Luis;Arancibia;;luis@correo.example;"
    resumen = cargar(en_riberas, csv(MOLINO, otro))
    assert (resumen.organizaciones_nuevas, resumen.contactos_nuevos) == (1, 2)


def test_errores_por_fila_y_nada_guardado(en_riberas) -> None:
    mala = "Club Deportivo;deportivos;Tlaca;;Pino;;luis.correo;123"
    sin_tipo = "Coro de Cauquenes;;Cauquenes;;;;;"
    with pytest.raises(CargaConErrores) as error:
        cargar(en_riberas, csv(MOLINO, mala, sin_tipo))
    assert [(e.fila, e.columna, e.mensaje) for e in error.value.errores] == [
        (3, "Contacto nombres", "Escriba el nombre de la persona de contacto."),
        (3, "Correo", "Al correo le falta algo. Ejemplo: rosa@correo.cl"),
        (3, "Teléfono", "El teléfono lleva 9 cifras. Ejemplo: 9 1234 5678."),
        (3, "Comuna", "No se reconoce la comuna «Tlaca». ¿Quiso decir «Talca»?"),
        (
            3,
            "Tipos",
            "No existe el tipo «deportivos». Use los de la plantilla, separados por coma.",
        ),
        (4, "Tipos", "Escriba al menos un tipo. Ejemplo: territorial, mujeres"),
    ]
    assert error.value.mensaje == (
        "No se guardó nada: la planilla tiene 6 errores. Corríjala y vuelva a subirla."
    )
    assert (Organizacion.objects.count(), Contacto.objects.count()) == (0, 0)


def test_un_correo_de_dos_personas_de_la_misma_organizacion(en_riberas) -> None:
    otra = "Junta de Vecinos El Molino;;;Luis;Arancibia;;rosa@correo.example;"
    with pytest.raises(CargaConErrores) as error:
        cargar(en_riberas, csv(MOLINO, otra))
    [falla] = error.value.errores
    assert (falla.fila, falla.columna) == (3, "Correo")
    assert falla.mensaje == (
        "Este correo ya está en la fila 2 con otra persona de la misma organización. Deje una sola."
    )


@pytest.mark.parametrize(
    ("nombre", "contenido"),
    [("vacio.csv", b""), ("roto.xlsx", b"PK\x03\x04 roto"), ("foto.csv", b"\x00\x01\x02\xff")],
)
def test_planilla_rota(en_riberas, nombre: str, contenido: bytes) -> None:
    with pytest.raises(HojaIlegible):
        cargar(en_riberas, contenido, nombre)
    assert Organizacion.objects.count() == 0


def test_sin_la_columna_de_la_organizacion(en_riberas) -> None:
    with pytest.raises(CargaConErrores) as error:
        cargar(en_riberas, b"Nombre;Correo\r\nRosa;rosa@correo.example")
    [falla] = error.value.errores
    assert (falla.fila, falla.mensaje) == (
        1,
        "Falta la columna «Organización». La primera fila debe tener los títulos.",
    )


def test_la_bitacora_cuenta_sin_datos_personales(en_riberas) -> None:
    cargar(en_riberas, csv(MOLINO))
    fila = Bitacora.objects.get(accion="cargar_directorio")
    assert fila.datos == {
        "organizaciones_nuevas": 1,
        "organizaciones_cambiadas": 0,
        "organizaciones_iguales": 0,
        "contactos_nuevos": 1,
        "contactos_cambiados": 0,
        "contactos_iguales": 0,
        "temas_nuevos": 0,
    }


def _filas(cuantas: int, cargo: str) -> bytes:
    return csv(
        *(
            f"Organización {n};territorial;Talca;Persona {n};Apellido;{cargo};p{n}@correo.example;"
            for n in range(cuantas)
        )
    )


def _sentencias(mundo, cuantas: int, cargo: str) -> int:
    with CaptureQueriesContext(connection) as consultas:
        cargar(mundo, _filas(cuantas, cargo))
    return len(consultas)


def test_las_sentencias_por_mil_filas_no_crecen(en_riberas) -> None:
    """The first load and the one that finds all the same. PostgreSQL takes thousands at a time;
    SQLite, some hundred."""
    maximo = 12 if connection.vendor == "postgresql" else 45
    primera, mas = (_sentencias(en_riberas, n, "Presidenta") for n in (1000, 3000))
    otra_vez = _sentencias(en_riberas, 3000, "Presidenta")
    assert primera <= maximo + 5
    assert mas <= 3 * maximo + 5
    assert otra_vez <= 30
    assert Contacto.objects.filter(cargo="Presidenta").count() == 3000


def test_mil_contactos_que_cambian_en_sentencias_contadas(en_riberas) -> None:
    _sentencias(en_riberas, 1000, "Presidenta")
    assert _sentencias(en_riberas, 1000, "Tesorera") <= 45
    assert Contacto.objects.filter(cargo="Tesorera").count() == 1000


def test_otro_servicio_no_se_toca(en_riberas) -> None:
    from servicios.alcance import alcance

    with alcance(en_riberas.otro):
        cargar_directorio(servicio=en_riberas.otro, nombre="d.csv", contenido=csv(MOLINO), por=None)
    assert fotografia() == []
    cargar(en_riberas, csv(MOLINO))
    assert fotografia() == ESPERADO[1:]
