"""A small story for the tests of open data: an account with everything that can be taken away."""

from typing import Any

import frictionless
import pytest

from comun import archivos
from convocatorias.models import Convocatoria, Invitacion
from cuentas.models import CuentaPublica
from respuestas.models import InformeRespuestas, PublicacionRespuestas
from tests import mundo as m
from tests.convocatorias.conftest import crear_contacto

DATOS = "/cuentas/riberas/2026/datos/"
#: What somebody could write so that a spreadsheet does something.
FORMULA = '=HYPERLINK("http://malo.example";"ver")'
DOS_LINEAS = 'Primera línea, con «coma»; y "comillas".\r\nSegunda línea.'


def mensaje(numero: int, texto: str = "", quien: str = "una persona", **otros: Any) -> dict:
    return {
        "numero": numero,
        "folio": f"2027-{numero:04d}",
        "texto": texto or f"Mensaje {numero}.",
        "pie": f"Propuesta de {quien}, por internet, 03/05/2027",
        "quitado": "",
        "suma_a": {},
    } | otros


def bloque(*mensajes: dict, **otros: Any) -> dict:
    return {
        "seccion": "respuestas",
        "titulo": "Propuesta",
        "mensajes": list(mensajes),
        "respuesta": "Está en el programa.",
        "decision": [
            {"nombre": "Decisión", "valor": "Acogida en parte"},
            {"nombre": "Por qué", "valor": "Hay presupuesto."},
            {"nombre": "Responde", "valor": "Obras"},
        ],
    } | otros


def publicar(cuenta: CuentaPublica, mundo: m.Mundo, *bloques: dict) -> PublicacionRespuestas:
    """The answers of an account, without their use case."""
    informe, _ = InformeRespuestas.objects.get_or_create(cuenta=cuenta)
    return PublicacionRespuestas.objects.create(
        informe=informe,
        version=PublicacionRespuestas.objects.filter(informe=informe).count() + 1,
        publicada_en=m.AHORA,
        contenido={
            "secciones": [{"clave": "respuestas", "titulo": "Respuestas", "bloques": list(bloques)}]
        },
        pdf=archivos.guardar(f"%PDF {len(bloques)}".encode(), "application/pdf"),
        redactada_por=mundo["sistematizadora"],
        aprobada_por=mundo["autoridad"],
    )


def invitar(cuenta: CuentaPublica, actividad: Any, mundo: m.Mundo, **cuantas: int) -> None:
    """So many organisations of each kind, called by letter."""
    convocatoria, _ = Convocatoria.objects.get_or_create(actividad=actividad)
    for tipo, n in cuantas.items():
        for i in range(n):
            contacto = crear_contacto(cuenta.servicio, f"{tipo} {i}", tipo, correo="")
            participante = m.crear_participante(
                actividad, tipo, str(i), contacto=contacto, organizacion=contacto.organizacion
            )
            Invitacion.objects.create(
                convocatoria=convocatoria,
                participante=participante,
                canal="carta",
                clave_hash=f"{actividad.pk}{tipo}{i}",
                creada_en=m.AHORA,
                hecha_en=m.AHORA,
            )


def contar_todo(mundo: m.Mundo) -> CuentaPublica:
    """An account with its window, an activity, some called, and answers."""
    cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
    m.crear_proceso(cuenta)
    actividad = m.crear_actividad(cuenta, estado="convocada", descripcion=FORMULA)
    invitar(cuenta, actividad, mundo, mujeres=6, jovenes=2)
    publicar(
        cuenta,
        mundo,
        bloque(mensaje(1, FORMULA), mensaje(3, DOS_LINEAS)),
        bloque(mensaje(2, "@SUMA(A1)", quitado="Un teléfono"), decision=[]),
    )
    return cuenta


def validar(paquete: dict, carpeta: Any) -> list[str]:
    """What a reader of Table Schema finds wrong in the CSVs of that folder."""
    informe = frictionless.Package(paquete, basepath=str(carpeta)).validate()
    return [f"{e.type}: {e.message}" for tarea in informe.tasks for e in tarea.errors] + [
        f"{e.type}: {e.message}" for e in informe.errors
    ]


@pytest.fixture
def historia(en_riberas: m.Mundo) -> CuentaPublica:
    return contar_todo(en_riberas)
