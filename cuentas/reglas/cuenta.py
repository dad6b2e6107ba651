"""What the guide demands before anybody is called: one account, who answers for it, its team."""

from datetime import date

from comun.formato import enumerar
from comun.reglas import Nivel, Resultado, regla, segun
from cuentas.reglas.hechos import GUIA, Hechos

DATOS_R7 = ("nombre", "cargo", "correo", "teléfono")


@regla(
    id="R1",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="",
    texto="Cada servicio da una cuenta pública por año.",
)
def R1(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        not hechos.existe_otra,
        f"Es la única cuenta de la gestión {hechos.anio_gestion}.",
        f"El servicio ya tiene la cuenta pública de la gestión {hechos.anio_gestion}.",
        "Ábrala desde la lista de cuentas o elija otro año.",
    )


@regla(
    id="R2",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="Se recomienda la modalidad presencial con apoyo virtual.",
)
def R2(hechos: Hechos, hoy: date) -> Resultado:
    motivo = f"Motivo anotado: {hechos.motivo_modalidad}" if hechos.motivo_modalidad else ""
    return segun(
        hechos.hay_jornada,
        "La cuenta es presencial con apoyo virtual.",
        "Se recomienda la modalidad presencial con apoyo virtual, y la cuenta es solo virtual.",
        motivo or "Escriba por qué elige otra.",
    )


@regla(
    id="R7",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, 1. Preparación",
    texto="Hay una persona responsable, contraparte de la División de Organizaciones Sociales.",
)
def R7(hechos: Hechos, hoy: date) -> Resultado:
    faltan = [dato for dato in DATOS_R7 if not hechos.responsable.get(dato)]
    return segun(
        not faltan,
        f"Responsable: {hechos.responsable.get('nombre')}.",
        f"A la persona responsable le falta: {enumerar(faltan)}.",
        "Complételo en los datos de la cuenta.",
    )


@regla(
    id="R8",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, 1. Preparación",
    texto="La cuenta tiene un equipo.",
)
def R8(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.integrantes > 0,
        f"Integrantes del equipo: {hechos.integrantes}.",
        "El equipo de la cuenta no tiene integrantes.",
        "Sume al menos a una persona en la página del equipo.",
    )
