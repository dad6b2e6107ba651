"""What an organisation lived with the service: its invitations and answers, year after year."""

from django.db.models import OuterRef, QuerySet, Subquery

from convocatorias.models import Invitacion, Organizacion, Participante


def historia(organizacion: Organizacion) -> QuerySet[Participante]:
    """Who of the organisation was called to what, by which channel, and what they answered."""
    invitacion = Invitacion.objects.filter(
        participante=OuterRef("pk"), clase=Invitacion.Clase.INVITACION
    )
    return (
        Participante.objects.filter(organizacion=organizacion)
        .select_related("actividad__cuenta")
        .annotate(canal=Subquery(invitacion.values("canal")[:1]))
        .order_by("-actividad__cuenta__anio_gestion", "-actividad__fecha", "nombre_plegado", "pk")
    )
