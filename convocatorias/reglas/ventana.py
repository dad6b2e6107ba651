"""What the guide demands of the virtual window and of the banner that leads to it."""

from datetime import date

from comun.formato import enumerar, fecha_sin_semana
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun_constancia
from convocatorias.reglas.hechos import GUIA, Hechos, con_lo_visto, juzgar, no_aplica

MODALIDAD = "modalidad de ejecución"
REGIONAL_VIRTUAL = "consideraciones regionales"


def _juzgar(
    hechos: Hechos, cumple: bool, evidencia: str, falta: str, sugerencia: str = ""
) -> Resultado:
    """As `juzgar`; of a window that opened before the account was kept here, nothing is known."""
    if hechos.ventana_previa and not hechos.hay_proceso:
        return no_aplica(f"Se abrió el {hechos.ventana_previa:%d/%m/%Y}, fuera del portal.")
    return juzgar(hechos, cumple, evidencia, falta, sugerencia)


@regla(
    id="R13",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, 1. Preparación",
    texto="El banner con la participación virtual está en el sitio web institucional antes de la "
    "actividad.",
    mira="Desde cuándo la participación virtual es pública, la constancia del banner y el día de "
    "la primera actividad.",
)
def R13(hechos: Hechos, hoy: date) -> Resultado:
    actividad = hechos.primera_actividad
    if actividad is None:
        return no_aplica(hechos.no_aplica or "Aún no hay una actividad con fecha.")
    banner, desde = hechos.banner, hechos.publicado_el or hechos.ventana_previa
    if not (banner and banner.cumplida and desde):
        que = "dejar constancia de él" if desde else "publicar la participación virtual"
        return Resultado(
            Veredicto.POR_CUMPLIR if hoy <= actividad else Veredicto.NO_CUMPLE,
            f"El banner no está anotado en el sitio web institucional: falta {que}.",
            "Ponga el banner y deje constancia con la dirección web.",
        )
    cuando = max(banner.fecha, desde)
    if cuando <= actividad:
        return Resultado(Veredicto.CUMPLE, f"El banner está puesto desde el {cuando:%d/%m/%Y}.")
    return Resultado(
        Veredicto.NO_CUMPLE,
        f"El banner se puso el {cuando:%d/%m/%Y}, después de la actividad del "
        f"{actividad:%d/%m/%Y}.",
    )


@regla(
    id="R45",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=MODALIDAD,
    texto="La participación virtual comienza con la convocatoria o con la jornada, no después.",
    mira="El primer día de la participación virtual y el de la primera actividad.",
)
def R45(hechos: Hechos, hoy: date) -> Resultado:
    inicio, actividad = hechos.inicio or hechos.ventana_previa, hechos.primera_actividad
    if inicio is None or actividad is None:
        return no_aplica("Aún no hay una actividad con fecha.")
    return juzgar(
        hechos,
        inicio <= actividad,
        "La participación virtual comienza a tiempo.",
        f"La participación virtual comienza el {fecha_sin_semana(inicio)}, después de la "
        f"actividad del {fecha_sin_semana(actividad)}.",
        "Elija un primer día igual o anterior a la actividad.",
    )


@regla(
    id="R46",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=MODALIDAD,
    texto="El sitio web institucional tiene un banner exclusivo para la cuenta pública.",
    mira="La constancia de que el banner está en el sitio, con su dirección web. Al lado, lo que "
    "el portal vio en las páginas anotadas.",
)
def R46(hechos: Hechos, hoy: date) -> Resultado:
    resultado = segun_constancia(
        hechos.banner,
        "Falta dejar constancia de que el banner está en el sitio web institucional.",
        exigible=hechos.proceso_publicado or hechos.ventana_previa is not None,
        admite_motivo=False,
    )
    return con_lo_visto(resultado, hechos.banner_visto.frase if hechos.banner_visto else "")


@regla(
    id="R47",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=MODALIDAD,
    texto="El banner indica la forma y los plazos en que se participa.",
    mira="Si está escrito cómo se participa. Al lado, si el banner que el portal vio dice las "
    "fechas.",
)
def R47(hechos: Hechos, hoy: date) -> Resultado:
    resultado = _juzgar(
        hechos,
        bool(hechos.instrucciones.strip()),
        "Está escrito cómo se participa.",
        "Falta explicar cómo se participa.",
        "Escríbalo en «Cómo participar».",
    )
    visto = hechos.banner_visto
    return con_lo_visto(resultado, FECHAS[visto.dice_fechas] if visto else "")


#: Whether the words that stand for the picture tell the dates; None, it was not seen.
FECHAS = {
    True: "El banner que está en el sitio dice las fechas.",
    False: "El texto del banner que está en el sitio no dice estas fechas: péguelo de nuevo.",
    None: "",
}


@regla(
    id="R48",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar=MODALIDAD,
    texto="Se recomienda que dure al menos 30 días.",
    mira="Los días de la participación virtual, contados el primero y el último. Al lado, en "
    "cuántos vio el portal el banner.",
)
def R48(hechos: Hechos, hoy: date) -> Resultado:
    visto = hechos.banner_visto
    return con_lo_visto(_duracion(hechos), visto.frase if visto and visto.dias else "")


def _duracion(hechos: Hechos) -> Resultado:
    if hechos.inicio is None or hechos.termino is None:
        return Resultado(Veredicto.POR_CUMPLIR, "Faltan las fechas.")
    dias = (hechos.termino - hechos.inicio).days + 1
    if dias >= hechos.virtual_minimo:
        return juzgar(hechos, True, f"Dura {dias} días.", "")
    return Resultado(
        Veredicto.NO_CUMPLE,
        f"La participación virtual dura {dias} {'día' if dias == 1 else 'días'} y se recomiendan "
        f"al menos {hechos.virtual_minimo}.",
        "Alárguela, o escriba el motivo para seguir.",
        explicado=bool(hechos.motivo_duracion),
    )


@regla(
    id="R51",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=MODALIDAD,
    texto="Se informan las fechas de inicio y término.",
    mira="El primer y el último día de la participación virtual.",
)
def R51(hechos: Hechos, hoy: date) -> Resultado:
    return _juzgar(
        hechos,
        bool(hechos.inicio and hechos.termino),
        "Están las fechas de inicio y término.",
        "Faltan las fechas de inicio o de término.",
        "Escríbalas antes de publicar.",
    )


@regla(
    id="R142",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=REGIONAL_VIRTUAL,
    texto="El banner de la participación virtual está en el sitio de cada institución "
    "participante.",
    mira="Las instituciones que nombran las páginas anotadas, en cuáles vio el portal el banner, y "
    "la constancia de que está en todas.",
)
def R142(hechos: Hechos, hoy: date) -> Resultado:
    """What the portal saw on every site proves it; for what it did not, somebody attests."""
    if not hechos.instituciones and hechos.banner_en_otras is None:
        return no_aplica("Ninguna de las páginas anotadas es de otra institución.")
    faltan = [una.nombre for una in hechos.instituciones if una.ultimo is None]
    if hechos.instituciones and not faltan:
        todas = enumerar(una.nombre for una in hechos.instituciones)
        return Resultado(Veredicto.CUMPLE, f"El portal vio el banner en el sitio de {todas}.")
    # Until the window opens a site may still put it up.
    abierta = hechos.proceso_publicado and hechos.inicio is not None and hechos.inicio <= hoy
    falta = f"El portal no ha visto el banner en el sitio de {enumerar(faltan)}."
    resultado = segun_constancia(
        hechos.banner_en_otras, falta, exigible=hechos.exigible and abierta, admite_motivo=False
    )
    return con_lo_visto(resultado, falta if faltan and hechos.banner_en_otras else "")
