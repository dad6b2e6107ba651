"""The form by which people write, and when they may (R49 to R53)."""

from datetime import date, datetime

from comun.formato import DIAS, fecha_sin_semana
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun, segun_constancia
from convocatorias.models import ProcesoVirtual
from cuentas.models import CuentaPublica
from respuestas.reglas.hechos import GUIA, HechosFormulario, cuantos

#: What the guide asks the form to receive (R49).
TIPOS = ("opinion", "pregunta", "comentario")


@regla(
    id="R49",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución, proceso virtual",
    texto="El formulario permite enviar opiniones, preguntas o comentarios.",
    mira="Los tipos de mensaje que ofrece el formulario.",
)
def R49(hechos: HechosFormulario, hoy: date) -> Resultado:
    faltan = [tipo for tipo in TIPOS if tipo not in hechos.tipos]
    return segun(
        not faltan,
        "El formulario recibe opiniones, preguntas y comentarios.",
        f"El formulario no ofrece: {', '.join(faltan)}.",
        "Avise a quien administra el portal.",
    )


@regla(
    id="R50",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución, proceso virtual",
    texto="El formulario pide un dato de contacto para poder responder; o la persona elige retirar "
    "su respuesta en la oficina.",
    mira="Los mensajes que llegaron por el formulario y los que no traen un medio de contacto ni "
    "el retiro en la oficina.",
)
def R50(hechos: HechosFormulario, hoy: date) -> Resultado:
    if hechos.sin_contacto:
        cuales = (
            "Hay 1 mensaje" if hechos.sin_contacto == 1 else f"Hay {hechos.sin_contacto} mensajes"
        )
        return Resultado(Veredicto.NO_CUMPLE, f"{cuales} sin un medio de contacto para responder.")
    if not hechos.virtuales:
        return hechos.pendiente("Aún no llegan mensajes por el formulario.")
    return Resultado(
        Veredicto.CUMPLE,
        cuantos(hechos.virtuales, "mensaje por internet", "mensajes por internet")
        + ", todos con un medio para responder.",
    )


@regla(
    id="R53",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución, proceso virtual",
    texto="La participación virtual es accesible para personas con discapacidad visual o auditiva.",
    mira="La constancia de que una persona revisó que se puede participar sin ver o sin oír.",
)
def R53(hechos: HechosFormulario, hoy: date) -> Resultado:
    """The form is made to be accessible; what the service adds to it, only a person can tell."""
    if hechos.accesible is None and hechos.fuera_del_portal:
        return hechos.pendiente("")
    return segun_constancia(
        hechos.accesible,
        "Nadie ha dejado constancia de que se puede participar sin ver o sin oír: textos, videos "
        "con subtítulos o lengua de señas.",
        exigible=hechos.exigible(hoy),
        admite_motivo=False,
    )


def motivo_de_cierre(cuenta: CuentaPublica, proceso: ProcesoVirtual | None, ahora: datetime) -> str:
    """Why nobody can write now, and what they can do; "" when the window is open (R51)."""
    if cuenta.estado != CuentaPublica.Estado.ABIERTA:
        return "Esta cuenta pública ya no recibe mensajes. Puede escribir a la oficina de partes."
    if proceso is None or proceso.publicado_en is None:
        return "La participación por internet todavía no se anuncia. Vuelva a mirar en unos días."
    if proceso.abierto(ahora):
        return ""
    if ahora < proceso.abre_en:
        return f"La participación por internet abre el {_dia(proceso.inicio)}. Vuelva ese día."
    anio = f" de {proceso.termino.year}" if proceso.termino.year != ahora.year else ""
    return (
        f"La participación cerró el {_dia(proceso.termino)}{anio} a las 24:00. Puede escribir a la "
        "oficina de partes. Si la jornada aún no se hace, también puede asistir."
    )


def _dia(fecha: date) -> str:
    return f"{DIAS[fecha.weekday()]} {fecha_sin_semana(fecha)}"
