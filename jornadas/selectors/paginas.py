"""What the pages of the day read. The door's cost does not grow with the day."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from comun.campos import hmac_de
from comun.rut import RutInvalido, normalizar
from comun.texto import plegar
from convocatorias.models import Actividad, Organizacion, Participante
from cuentas.models import CuentaPublica
from jornadas.models import Exposicion, Ficha, Jornada, PreguntaPlenario, TurnoPlenario
from talleres.models import Asignacion, Presentacion, Taller
from talleres.selectors import acuerdos_vigentes

A_LA_VISTA = 20
#: Who said that they do not come, or that somebody else comes. Who waits for a seat may come.
NO_VIENEN = (Participante.Asistencia.NO_ASISTE, Participante.Asistencia.DELEGA)


def run_de(texto: str) -> str | None:
    """The RUN that somebody typed in a search box, or None when it is not one."""
    try:
        return normalizar(texto)
    except RutInvalido:
        return None


def huella_documento(servicio_id: int, tipo: str, documento: str) -> str:
    """Keyed hash under which a document is found again within its service."""
    return hmac_de(servicio_id, f"{tipo}:{documento}")


def organizacion_llamada(servicio_id: int, nombre: str) -> Organizacion | None:
    """The organisation of the directory with that folded name."""
    plegado = plegar(nombre)
    if not plegado:
        return None
    return Organizacion.objects.filter(servicio=servicio_id, nombre_plegado=plegado).first()


def organizacion_de(persona: Participante) -> str:
    """The name of a person's organisation, as they gave it or as the directory has it."""
    if persona.organizacion_nombre or persona.organizacion is None:
        return persona.organizacion_nombre
    return persona.organizacion.nombre


def buscar(jornada: Jornada, texto: str) -> list[Participante]:
    """Participants by name or organisation (folded words), or by the exact RUN of their card.

    Each with `ficha_id` and `numero_taller` (None before the door), one more than the page
    shows, so that it can say that there are more.
    """
    personas = Participante.objects.filter(actividad=jornada.actividad_id)
    run = run_de(texto)
    if run:
        huella = huella_documento(jornada.servicio_id, Ficha.TipoDocumento.RUN, run)
        fichas = Ficha.objects.filter(jornada=jornada, documento_hmac=huella)
        personas = personas.filter(pk__in=fichas.values("participante_id"))
    else:
        for palabra in plegar(texto).split():
            personas = personas.filter(
                Q(nombre_plegado__contains=palabra)
                | Q(organizacion__nombre_plegado__contains=palabra)
            )
    return list(
        personas.select_related("organizacion")
        .annotate(ficha_id=_ficha(), numero_taller=_taller("pk"))
        .order_by("nombre_plegado", "pk")[: A_LA_VISTA + 1]
    )


def _ficha() -> Subquery:
    return Subquery(Ficha.objects.filter(participante=OuterRef("pk")).values("pk")[:1])


def _taller(campo: str) -> Subquery:
    filas = Asignacion.objects.filter(participante=OuterRef(campo))
    return Subquery(filas.values("taller__numero")[:1])


def fichas_de(jornada: Jornada) -> QuerySet[Ficha]:
    """The cards of a day with their person and workshop number, without signatures."""
    return (
        Ficha.objects.en_lista()
        .filter(jornada=jornada)
        .select_related("participante__organizacion")
        .annotate(numero_taller=_taller("participante_id"))
    )


def lista_de_asistencia(jornada: Jornada) -> QuerySet[Participante]:
    """Everybody called, enrolled or arrived, by name, with what the printed list shows."""
    return (
        Participante.objects.filter(actividad=jornada.actividad_id)
        .exclude(~Q(pk__in=_acreditados(jornada)), asistencia__in=NO_VIENEN)
        .select_related("organizacion")
        .annotate(ficha_id=_ficha(), numero_taller=_taller("pk"))
        .order_by("nombre_plegado", "pk")
    )


def _acreditados(jornada: Jornada) -> QuerySet:
    return Ficha.objects.filter(jornada=jornada).values("participante_id")


def acreditadas(jornada: Jornada) -> int:
    """How many people have a card."""
    return Ficha.objects.filter(jornada=jornada).count()


def esperados(jornada: Jornada) -> int:
    """How many people were called or enrolled and those they bring, without who does not come."""
    personas = Participante.objects.filter(actividad=jornada.actividad_id).exclude(
        Q(origen=Participante.Origen.PUERTA) | Q(asistencia__in=NO_VIENEN)
    )
    return personas.aggregate(n=Coalesce(Sum(F("acompanantes") + 1), 0))["n"]


def con_todo() -> QuerySet[Jornada]:
    """Days with what their pages need: activity, comuna, account, norm and service."""
    return Jornada.objects.select_related(
        "servicio", "actividad__comuna", "actividad__cuenta__norma", "actividad__cuenta__servicio"
    )


def jornada_de(actividad: Actividad) -> Jornada | None:
    """The day of an activity, once it was prepared."""
    return con_todo().filter(actividad=actividad).first()


def jornadas_de(cuenta: CuentaPublica) -> QuerySet[Jornada]:
    """The days of an account."""
    return Jornada.objects.filter(actividad__cuenta=cuenta)


def exposicion_de(jornada: Jornada) -> Exposicion | None:
    """The exposition of a day, once somebody wrote something of it."""
    return Exposicion.objects.filter(jornada=jornada).select_related("presentacion").first()


def turnos_de(jornada: Jornada) -> QuerySet[TurnoPlenario]:
    """The plenary in its order."""
    return (
        TurnoPlenario.objects.filter(jornada=jornada)
        .select_related("taller", "presentacion")
        .order_by("orden")
    )


def turno_en_curso(jornada: Jornada) -> TurnoPlenario | None:
    """The workshop that is speaking now."""
    return turnos_de(jornada).filter(inicio__isnull=False, termino=None).first()


def preguntas_de(jornada: Jornada) -> QuerySet[PreguntaPlenario]:
    """The questions of the plenary, in the order in which they were asked."""
    return (
        PreguntaPlenario.objects.filter(turno__jornada=jornada)
        .select_related("turno__taller", "participante")
        .order_by("pk")
    )


def talleres_sin_turno(jornada: Jornada) -> QuerySet[Taller]:
    """The closed workshops that the plenary does not have yet."""
    turnos = TurnoPlenario.objects.filter(taller=OuterRef("pk"))
    return (
        Taller.objects.filter(actividad=jornada.actividad_id, estado=Taller.Estado.CERRADO)
        .exclude(Exists(turnos))
        .order_by("numero")
    )


def ultima_presentacion(taller: Taller) -> Presentacion | None:
    """The newest slides of a workshop."""
    return Presentacion.objects.filter(taller=taller).order_by("-version").first()


def frase(taller: Taller) -> str:
    """The one sentence of a workshop for the screen of the hall: its first priority."""
    acuerdo = acuerdos_vigentes(taller).first()
    return acuerdo.texto if acuerdo else taller.nombre
