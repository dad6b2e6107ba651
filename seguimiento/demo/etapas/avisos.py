"""Who follows the account by mail: some confirm, some do not, and somebody leaves."""

from seguimiento.demo import sitios
from seguimiento.demo.etapas.convocatoria import VENTANA
from seguimiento.demo.obra import Obra
from seguimiento.models import Suscripcion
from seguimiento.services import avisar_novedades, confirmar_avisos, despedir, pedir_avisos

#: Asked before the window opens, so that its opening is the first thing that they are told.
DIA_PEDIDO, DIA_DESPEDIDA = -22, -12
#: The window opens, and is about to close.
DIAS_CON_NOVEDADES = (-21, 11)
DIA_DE_LAS_RESPUESTAS = 30


def seguir(obra: Obra) -> None:
    """Those who ask, and what is new on the days that are over."""
    if not obra.agenda.ya_paso(DIA_PEDIDO):
        return
    ayer = (obra.agenda.hoy - obra.agenda.dia).days - 1
    for puesto, quien in enumerate(sitios.SEGUIDORAS):
        # Who does not confirm is forgotten some days later: so that there is one, it is lately.
        dia = DIA_PEDIDO if quien.confirma else min(ayer, VENTANA[1])
        obra.agenda.ir(dia, 15, 10 * puesto)
        _pedir(obra, quien, puesto)
    for dia in DIAS_CON_NOVEDADES:
        _avisar(obra, dia)
        if dia < DIA_DESPEDIDA and obra.agenda.ya_paso(DIA_DESPEDIDA):
            obra.agenda.ir(DIA_DESPEDIDA, 20)
            _despedir(obra)


def avisar_respuestas(obra: Obra) -> None:
    """The document of answers, the day after it was published."""
    _avisar(obra, DIA_DE_LAS_RESPUESTAS)


def _pedir(obra: Obra, quien: sitios.Seguidora, puesto: int) -> None:
    pedir_avisos(
        cuenta=obra.cuenta,
        correo=quien.correo,
        alcance=quien.alcance,
        capitulo=quien.capitulo,
        nonce=obra.nonce("avisos", puesto),
    )
    if quien.confirma:
        confirmar_avisos(suscripcion=_la_de(obra, quien))


def _despedir(obra: Obra) -> None:
    for quien in sitios.SEGUIDORAS:
        if quien.se_despide:
            despedir(suscripcion=_la_de(obra, quien))


def _la_de(obra: Obra, quien: sitios.Seguidora) -> Suscripcion:
    filas = Suscripcion.objects.filter(servicio=obra.servicio, correo=quien.correo)
    return filas.select_related("servicio__comuna", "cuenta").latest("pk")


def _avisar(obra: Obra, dia: int) -> None:
    if obra.agenda.ya_paso(dia):
        obra.agenda.ir(dia)
        avisar_novedades()
