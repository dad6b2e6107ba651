"""What the guide demands of the base report."""

from collections.abc import Iterable
from datetime import date

from comun.formato import enumerar
from comun.reglas import Nivel, Resultado, regla, segun
from cuentas.models import Capitulo
from cuentas.reglas.hechos import GUIA, Hechos

POR_R23 = (
    Capitulo.Tipo.POLITICAS,
    Capitulo.Tipo.PLANES,
    Capitulo.Tipo.PROGRAMAS,
    Capitulo.Tipo.PRESUPUESTO,
)
POR_R24 = (Capitulo.Tipo.PROYECCIONES, Capitulo.Tipo.COMPROMISOS)


@regla(
    id="R23",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="1. Elaboración del Informe CPP",
    texto="El informe contiene políticas, planes, programas y presupuesto.",
)
def R23(hechos: Hechos, hoy: date) -> Resultado:
    return _secciones(hechos, POR_R23)


@regla(
    id="R24",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="1. Elaboración del Informe CPP",
    texto="El informe considera proyecciones y compromisos cumplidos.",
)
def R24(hechos: Hechos, hoy: date) -> Resultado:
    return _secciones(hechos, POR_R24)


def _secciones(hechos: Hechos, tipos: Iterable[Capitulo.Tipo]) -> Resultado:
    vacias = [f"«{tipo.label}»" for tipo in tipos if tipo.value in hechos.vacias]
    plural = len(vacias) > 1
    return segun(
        not vacias,
        "Las secciones tienen texto.",
        f"{'Faltan las secciones' if plural else 'Falta la sección'} {enumerar(vacias)}.",
        f"{'Escríbalas' if plural else 'Escríbala'} antes de continuar.",
    )


@regla(
    id="R27",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="El informe se puede leer y descargar donde se participa.",
)
def R27(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.informe_publicado,
        "El informe está publicado.",
        "El informe de la cuenta aún no se publica.",
        "Publíquelo antes de abrir la participación por internet.",
    )
