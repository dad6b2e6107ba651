"""What the guide demands of the base report."""

from collections.abc import Iterable
from datetime import date

from comun.formato import enumerar, fecha_larga
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun, segun_constancia
from cuentas.models import Capitulo
from cuentas.reglas.hechos import GUIA, Hechos, Previo, a_su_tiempo

ELABORACION = "1. Elaboración del Informe CPP"
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
    lugar=ELABORACION,
    texto="El informe contiene políticas, planes, programas y presupuesto.",
    mira="Si las secciones de políticas, planes, programas y presupuesto tienen texto.",
)
def R23(hechos: Hechos, hoy: date) -> Resultado:
    return _secciones(hechos, POR_R23)


@regla(
    id="R24",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=ELABORACION,
    texto="El informe considera proyecciones y compromisos cumplidos.",
    mira="Si las secciones de proyecciones y de compromisos cumplidos tienen texto.",
)
def R24(hechos: Hechos, hoy: date) -> Resultado:
    return _secciones(hechos, POR_R24)


def _secciones(hechos: Hechos, tipos: Iterable[Capitulo.Tipo]) -> Resultado:
    previo = hechos.informe_previo
    if previo and not hechos.al_publicar_informe:
        return _fuera_del_portal(previo)
    vacias = [f"«{tipo.label}»" for tipo in tipos if tipo.value in hechos.vacias]
    plural = len(vacias) > 1
    resultado = segun(
        not vacias,
        "Las secciones tienen texto.",
        f"{'Faltan las secciones' if plural else 'Falta la sección'} {enumerar(vacias)}.",
        f"{'Escríbalas' if plural else 'Escríbala'} antes de continuar.",
    )
    return a_su_tiempo(resultado, hechos.al_publicar_informe)


def _fuera_del_portal(previo: Previo) -> Resultado:
    """What the portal cannot look at: it says where the report is and when it came out."""
    return Resultado(
        Veredicto.NO_APLICA,
        f"El informe se publicó {previo.frase} El portal no ve su contenido.",
    )


@regla(
    id="R25",
    nivel=Nivel.CONSTANCIA,
    fuente=GUIA,
    lugar=ELABORACION,
    texto="El informe está escrito en un lenguaje claro y accesible.",
    mira="La constancia de quien leyó el informe.",
)
def R25(hechos: Hechos, hoy: date) -> Resultado:
    return segun_constancia(
        hechos.lenguaje_claro,
        "Nadie ha dejado constancia de que el informe se entiende.",
        exigible=hechos.al_publicar_informe or hechos.informe_previo is not None,
    )


@regla(
    id="R26",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se recomienda adjuntar a la invitación un resumen de lo que se expondrá.",
    mira="Si el informe, que va con la invitación, lleva un resumen.",
)
def R26(hechos: Hechos, hoy: date) -> Resultado:
    previo = hechos.informe_previo
    if previo and not hechos.al_publicar_informe:
        return _fuera_del_portal(previo)
    resultado = segun(
        hechos.resumen,
        "El informe, que va con la invitación, comienza con su resumen.",
        "El informe no lleva un resumen de lo que se expondrá.",
        "Escríbalo en la página del informe: una plana basta.",
    )
    return a_su_tiempo(resultado, hechos.al_publicar_informe)


@regla(
    id="R27",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="El informe se puede leer y descargar donde se participa.",
    mira="Si el informe está publicado antes de abrir la participación.",
)
def R27(hechos: Hechos, hoy: date) -> Resultado:
    if hechos.informe_publicado:
        return Resultado(Veredicto.CUMPLE, "El informe está publicado.")
    informe, ventana = hechos.previos.get("informe"), hechos.previos.get("participacion")
    if informe and ventana and informe.fecha > ventana.fecha:
        return Resultado(
            Veredicto.NO_CUMPLE,
            f"La participación se abrió el {fecha_larga(ventana.fecha)}, antes de que se "
            f"publicara el informe, {informe.frase} Motivo: {informe.motivo}",
            explicado=True,
        )
    if informe:
        return Resultado(Veredicto.CUMPLE, f"El informe se publicó {informe.frase}")
    falta = Resultado(
        Veredicto.NO_CUMPLE,
        "El informe de la cuenta aún no se publica.",
        "Publíquelo antes de abrir la participación por internet.",
    )
    return a_su_tiempo(falta, hechos.al_abrir_participacion)
