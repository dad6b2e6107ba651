"""The plenary: the turns of the workshops, and what is asked and answered there."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from comun import reloj
from comun.errores import EnvioRepetido, ErrorDominio
from comun.reglas import Regla, Resultado, advertencias
from comun.reglas import exigir as exigir_reglas
from comun.texto import limpiar
from comun.transitions import anotar
from convocatorias.models import Participante
from jornadas import reglas, selectors
from jornadas.models import Jornada, PreguntaPlenario, TurnoPlenario
from jornadas.reglas import HechosTurnos
from servicios import acceso
from servicios.models import Usuario
from servicios.permissions import Permiso
from talleres.services import generar_presentacion


def _exigir_en_curso(jornada: Jornada, por: Usuario) -> None:
    """The director of a day that is open; the row stays locked."""
    acceso.exigir(por, Permiso.DIRIGIR_JORNADA, jornada.servicio_id)
    estados = Jornada.objects.select_for_update(no_key=True).values_list("estado", flat=True)
    if estados.get(pk=jornada.pk) != Jornada.Estado.ABIERTA:
        raise ErrorDominio("La jornada no está abierta. Ábrala para anotar lo que ocurre en ella.")


@transaction.atomic
def preparar_plenario(*, jornada: Jornada, por: Usuario) -> list[TurnoPlenario]:
    """A turn per closed workshop, each with its slides (R85, fuente 000). Safe to repeat.

    Raises:
        ErrorDominio: no workshop is closed yet.
    """
    _exigir_en_curso(jornada, por)
    ultimo = TurnoPlenario.objects.filter(jornada=jornada).aggregate(n=Max("orden"))["n"] or 0
    nuevos = [
        TurnoPlenario.objects.create(
            jornada=jornada,
            taller=taller,
            orden=orden,
            presentacion=selectors.ultima_presentacion(taller)
            or generar_presentacion(taller=taller, por=por),
        )
        for orden, taller in enumerate(selectors.talleres_sin_turno(jornada), start=ultimo + 1)
    ]
    turnos = list(selectors.turnos_de(jornada))
    if not turnos:
        raise ErrorDominio(
            "Todavía no hay talleres cerrados. Cuando su secretaría técnica los cierre, prepare "
            "el plenario."
        )
    if nuevos:
        anotar(jornada, "preparar_plenario", por=por, datos={"turnos": len(nuevos)})
    return turnos


@transaction.atomic
def iniciar_turno(*, turno: TurnoPlenario, por: Usuario) -> None:
    """The floor is the workshop's (R85, R86).

    Raises:
        ReglaIncumplida: R85.
        ErrorDominio: another workshop is speaking, or this one already spoke.
    """
    _exigir_en_curso(turno.jornada, por)
    otro = selectors.turno_en_curso(turno.jornada)
    if otro and otro.pk != turno.pk:
        raise ErrorDominio(f"Está exponiendo el taller {otro.taller.numero}. Termine ese turno.")
    suyo = (turno.taller.numero,)
    hechos = HechosTurnos(suyo, sin_presentacion=() if turno.presentacion_id else suyo)
    exigir_reglas(reglas.AL_EXPONER, hechos, reloj.hoy())
    ahora = reloj.ahora()
    if not TurnoPlenario.objects.filter(pk=turno.pk, inicio=None).update(inicio=ahora):
        raise ErrorDominio("Este turno ya empezó. Recargue la página para ver cómo va.")
    turno.inicio = ahora
    anotar(turno, "iniciar_turno", por=por, datos={"orden": turno.orden})


@transaction.atomic
def terminar_turno(*, turno: TurnoPlenario, por: Usuario) -> list[tuple[Regla, Resultado]]:
    """End the turn; the warnings say when it was shorter or longer than advised (R86).

    Raises:
        ErrorDominio: it has not begun, or it ended before.
    """
    _exigir_en_curso(turno.jornada, por)
    ahora = reloj.ahora()
    pendientes = TurnoPlenario.objects.filter(pk=turno.pk, inicio__isnull=False, termino=None)
    if turno.inicio is None or not pendientes.update(termino=ahora):
        raise ErrorDominio("Este turno no está en curso. Recargue la página para ver cómo va.")
    turno.termino = ahora
    norma = turno.jornada.actividad.cuenta.norma
    minutos = round((ahora - turno.inicio).total_seconds() / 60)
    numero = turno.taller.numero
    hechos = HechosTurnos(
        (numero,),
        duraciones=((numero, minutos),),
        minimo=norma.plenario_min_min,
        maximo=norma.plenario_max_min,
    )
    anotar(turno, "terminar_turno", por=por, datos={"minutos": minutos})
    return advertencias(reglas.DE_DURACION, hechos, ahora.date())


def registrar_pregunta(
    *,
    turno: TurnoPlenario,
    texto: str,
    nonce: str,
    por: Usuario,
    participante: Participante | None = None,
    respuesta: str = "",
    respondida_por: str = "",
) -> PreguntaPlenario:
    """Write down a question of the plenary (R87), answered or pending. Same nonce, same row.

    Raises:
        ErrorDominio: there is no question, or an answer without who gave it.
    """
    dicho = limpiar(texto).strip()
    if not dicho:
        raise ErrorDominio("Escriba la pregunta, como se hizo.")
    contestado, autor = _respuesta(respuesta, respondida_por)
    try:
        with transaction.atomic():
            _exigir_en_curso(turno.jornada, por)
            pregunta = PreguntaPlenario.objects.create(
                turno=turno,
                texto=dicho,
                participante=participante,
                respuesta=contestado,
                respondida_por=autor,
                registrada_en=reloj.ahora(),
                registrada_por=por,
                nonce=nonce,
            )
            datos = {"respondida": bool(contestado)}
            anotar(pregunta, "registrar_pregunta", por=por, datos=datos)
            return pregunta
    except IntegrityError:
        previa = PreguntaPlenario.objects.filter(nonce=nonce, turno__jornada=turno.jornada).first()
        if previa is None:
            raise EnvioRepetido from None
        return previa


def _respuesta(respuesta: str, respondida_por: str) -> tuple[str, str]:
    contestado, autor = limpiar(respuesta).strip(), limpiar(respondida_por).strip()
    if contestado and not autor:
        raise ErrorDominio("Anote quién respondió.")
    if autor and not contestado:
        raise ErrorDominio("Anote qué se respondió, o deje en blanco quién respondió.")
    return contestado, autor


@transaction.atomic
def responder_en_acto(
    *, pregunta: PreguntaPlenario, respuesta: str, respondida_por: str, por: Usuario
) -> None:
    """Record the answer given there and then, and who gave it (R89, fuente 000).

    Raises:
        ErrorDominio: there is no answer or no author, or it was answered before.
    """
    contestado, autor = _respuesta(respuesta, respondida_por)
    if not contestado:
        raise ErrorDominio("Escriba lo que se respondió.")
    _exigir_en_curso(pregunta.turno.jornada, por)
    pendientes = PreguntaPlenario.objects.filter(pk=pregunta.pk, respuesta="")
    if not pendientes.update(respuesta=contestado, respondida_por=autor):
        raise ErrorDominio("Esta pregunta ya tiene su respuesta.")
    pregunta.respuesta, pregunta.respondida_por = contestado, autor
    anotar(pregunta, "responder_en_acto", por=por)
