"""The virtual window and the activities of an account, and the days that come from them."""

from datetime import date, timedelta

from django.db.models import QuerySet

from convocatorias.models import Actividad, BloquePrograma, ProcesoVirtual
from cuentas.models import CuentaPublica, HechoPrevio


def proceso_de(cuenta: CuentaPublica) -> ProcesoVirtual | None:
    """The virtual window of an account, if it has one."""
    return ProcesoVirtual.objects.filter(cuenta=cuenta).select_related("servicio__comuna").first()


def actividades_publicas(cuenta: CuentaPublica) -> QuerySet[Actividad]:
    """The activities that anybody may see, in the order of their dates."""
    return Actividad.objects.publicas().filter(cuenta=cuenta).select_related("comuna")


def ancla(cuenta: CuentaPublica) -> date | None:
    """The day from which the answers are counted (5.2, `ancla_plazo`; T4).

    The last in-person activity that stands, here or held before the account was kept here; the
    end of the window where the account is only virtual. None while there is neither.
    """
    if cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL:
        return (
            ProcesoVirtual.objects.filter(cuenta=cuenta).values_list("termino", flat=True).first()
        )
    presenciales = Actividad.objects.vigentes().filter(
        cuenta=cuenta,
        tipo__in=(Actividad.Tipo.CENTRAL, Actividad.Tipo.COMPLEMENTARIA),
        fecha__isnull=False,
    )
    previas = HechoPrevio.objects.filter(cuenta=cuenta, tipo=HechoPrevio.Tipo.JORNADA)
    dias = presenciales.order_by().values_list("fecha", flat=True)
    todos = dias.union(previas.order_by().values_list("fecha", flat=True))
    return todos.order_by("-fecha").first()


def primera_actividad(cuenta: CuentaPublica) -> date | None:
    """The first day with an activity of the service's that stands."""
    return (
        Actividad.objects.vigentes()
        .filter(cuenta=cuenta)
        .exclude(tipo=Actividad.Tipo.AUTOCONVOCADA)
        .order_by("fecha")
        .values_list("fecha", flat=True)
        .first()
    )


def programa_con_horas(actividad: Actividad) -> list[BloquePrograma]:
    """The blocks of the day, each with `desde`: when it begins, if the activity has an hour."""
    bloques, inicio = list(actividad.programa.all()), actividad.inicio
    for bloque in bloques:
        bloque.desde = inicio.astimezone(actividad.zona).time() if inicio else None
        inicio = inicio + timedelta(minutes=bloque.minutos) if inicio else None
    return bloques
