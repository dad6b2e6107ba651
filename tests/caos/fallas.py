"""A mail server that refuses, hangs and hangs up: each person ends where the script says."""

from collections import Counter
from dataclasses import dataclass, replace

from tests.caos.averias import EMAIL_TIMEOUT
from tests.caos.banco import Banco, Lugar
from tests.caos.correo import poblar, terminar
from tests.caos.juez import Decidido
from tests.caos.promesas import Corrida, Encargo, Promesa
from tests.caos.sumidero import Regla

ENVIADO, RECHAZADO, CONCILIADO = "enviado", "rechazado", "conciliado"
SIN_RESPUESTA = EMAIL_TIMEOUT + 2


@dataclass(frozen=True)
class Clase:
    """A share of the people whose server does the same, and the state that they must end in."""

    parte: float
    final: str
    regla: Regla
    en_duda: bool = False


CLASES = {
    clase.regla.prefijo: clase
    for clase in (
        Clase(0.05, RECHAZADO, Regla("rcpt", "r550", respuesta="550 5.1.1 No existe")),
        Clase(0.10, ENVIADO, Regla("rcpt", "r450", respuesta="450 4.2.1 Espere", veces=2)),
        Clase(0.05, ENVIADO, Regla("rcpt", "r421", respuesta="421 4.3.2 Cerramos", veces=1)),
        Clase(0.01, RECHAZADO, Regla("data", "r554", respuesta="554 5.7.1 No lo recibimos")),
        Clase(0.0025, ENVIADO, Regla("rcpt", "mudo", segundos=SIN_RESPUESTA, cortar=True, veces=1)),
        Clase(
            0.0025,
            CONCILIADO,
            Regla("punto", "lento", segundos=SIN_RESPUESTA, cortar=True, aceptar=True),
            en_duda=True,
        ),
        Clase(0.02, CONCILIADO, Regla("punto", "corta", cortar=True, aceptar=True), en_duda=True),
        Clase(0.01, ENVIADO, Regla("punto", "pierde", cortar=True, veces=1), en_duda=True),
    )
}


def direcciones(cuantas: int, encargo: Encargo) -> list[str]:
    """Every class in its share, at least one of each, in no order."""
    clases = [
        prefijo
        for prefijo, clase in CLASES.items()
        for _ in range(max(1, round(cuantas * clase.parte)))
    ]
    clases += ["sano"] * (cuantas - len(clases))
    encargo.azar.shuffle(clases)
    return [f"{clase}-{i}@correo.example" for i, clase in enumerate(clases)]


def predecir(mensaje: Decidido) -> Decidido:
    """The end that the script gives to this person."""
    clase = CLASES.get(mensaje.para.partition("-")[0])
    final = clase.final if clase else ENVIADO
    return replace(mensaje, llega=final != RECHAZADO, final=(final,))


def fallas(lugar: Lugar, encargo: Encargo) -> Corrida:
    """P3: 550, 450, 421, 554, silence before and after the dot, connections dropped after it."""
    personas = direcciones(500 if encargo.rapido else 2000, encargo)
    cuantas = Counter(para.partition("-")[0] for para in personas)
    en_duda = sum(cuantas[prefijo] for prefijo, clase in CLASES.items() if clase.en_duda)
    guion = [clase.regla for clase in CLASES.values()]
    with Banco(lugar, sin=encargo.sin, guion=guion) as banco:
        poblar(banco, personas)
        inciertos, medido = terminar(banco, encargo)
        hechas = Counter(
            linea["regla"]["prefijo"] for linea in banco.buzon.lineas if linea["hecho"] == "falla"
        )
        return Corrida(
            banco.juzgar([predecir(mensaje) for mensaje in banco.decididos()]),
            hechas,
            bien=inciertos == en_duda and set(hechas) == set(CLASES),
            medido={"mails": len(personas), "in_doubt_expected": en_duda, **medido},
        )


PROMESAS = (Promesa("correo-fallas", fallas, sin="duda", dano="doubled"),)
