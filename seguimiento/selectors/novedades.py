"""What is public of the accounts of a service and worth a mail: read in bulk, as it is now."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from comun.formato import fecha_larga, hora
from convocatorias.models import Actividad, ProcesoVirtual
from cuentas.models import CuentaPublica, Interrupcion, PublicacionInforme
from respuestas.models import Consulta, PublicacionRespuestas
from seguimiento.models import Suscripcion
from servicios.models import Servicio

#: From how many days before its end people are told that the window is about to close.
DIAS_ANTES_DE_CERRAR = 3


@dataclass(frozen=True)
class Hecho:
    """A public fact of an account, in words. `clave` tells it from the others of its account.

    `temas`: the chapters of the report that it is about; None, of all of them.
    """

    cuenta: CuentaPublica
    clave: str
    titulo: str
    texto: str
    boton: str
    enlace: str
    temas: frozenset[str] | None = None

    def interesa(self, suscripcion: Suscripcion) -> bool:
        """Whether who follows that is told of it."""
        if suscripcion.alcance == Suscripcion.Alcance.CUENTA:
            return suscripcion.cuenta_id == self.cuenta.pk
        if suscripcion.alcance == Suscripcion.Alcance.TEMA:
            return self.temas is None or suscripcion.capitulo in self.temas
        return True


def hechos_de(servicio: Servicio, ahora: datetime) -> list[Hecho]:
    """What is public today of each account of a service, in its scope: 7 statements.

    Nothing of an account that is withdrawn or in preparation; no activity that is past. What is
    of a suspended one (`suspendidas`) is not told until it is taken up again.
    """
    hoy = ahora.astimezone(servicio.zona).date()
    cuentas = {c.pk: c for c in _cuentas(servicio)}
    for cuenta in cuentas.values():
        cuenta.servicio = servicio
    hechos = [
        *_informes(cuentas),
        *_ventanas(servicio, cuentas, ahora, hoy),
        *_actividades(cuentas, hoy),
        *_respuestas(cuentas),
    ]
    return sorted(hechos, key=lambda hecho: (-hecho.cuenta.anio_gestion, hecho.clave))


def seguidores(cuenta: CuentaPublica) -> int:
    """How many addresses are told of what is new in an account; never whose."""
    suyas = Suscripcion.objects.confirmadas().filter(servicio=cuenta.servicio_id)
    otras = suyas.filter(alcance=Suscripcion.Alcance.CUENTA).exclude(cuenta=cuenta)
    return suyas.exclude(pk__in=otras.values("pk")).values("correo").distinct().count()


def suspendidas(servicio: Servicio) -> set[int]:
    """Of which accounts nothing is told for now."""
    filas = Interrupcion.objects.vigentes().filter(tipo=Interrupcion.Tipo.SUSPENDIDA)
    return set(filas.filter(cuenta__servicio=servicio).order_by().values_list("cuenta", flat=True))


def _cuentas(servicio: Servicio) -> QuerySet[CuentaPublica]:
    return CuentaPublica.objects.publicas().filter(servicio=servicio)


def _ir(cuenta: CuentaPublica, ruta: str, *mas: str) -> str:
    return reverse(ruta, args=[cuenta.servicio.slug, cuenta.anio_gestion, *mas])


def _ultimas(
    modelo: type[PublicacionInforme | PublicacionRespuestas], cuentas: Mapping[int, CuentaPublica]
) -> Iterator[tuple[CuentaPublica, int]]:
    filas = modelo._default_manager.filter(informe__cuenta__in=list(cuentas)).order_by("version")
    ultimas = dict(filas.values_list("informe__cuenta", "version"))
    return ((cuentas[pk], version) for pk, version in ultimas.items())


def _informes(cuentas: Mapping[int, CuentaPublica]) -> Iterator[Hecho]:
    for cuenta, version in _ultimas(PublicacionInforme, cuentas):
        otra = f"El informe de {cuenta.anio_gestion} tiene una nueva versión"
        yield Hecho(
            cuenta,
            f"informe:{version}",
            f"Se publicó el informe de {cuenta.anio_gestion}" if version == 1 else otra,
            "Dice qué se hizo, con cuánto dinero y qué viene. Léalo por partes o bájelo en PDF.",
            "Leer el informe",
            _ir(cuenta, "cuentas:informe"),
        )


def _ventanas(
    servicio: Servicio, cuentas: Mapping[int, CuentaPublica], ahora: datetime, hoy: date
) -> Iterator[Hecho]:
    procesos = ProcesoVirtual.objects.filter(
        cuenta__in=list(cuentas), publicado_en__isnull=False, inicio__lte=hoy, termino__gte=hoy
    )
    for proceso in procesos:
        proceso.servicio, cuenta = servicio, cuentas[proceso.cuenta_id]
        if cuenta.estado != CuentaPublica.Estado.ABIERTA or not proceso.abierto(ahora):
            continue
        escribir = ("Escribir mi mensaje", _ir(cuenta, "respuestas:participar"))
        cierra = f"Cierra el {fecha_larga(proceso.termino)}, a las 24:00."
        yield Hecho(
            cuenta,
            f"abre:{proceso.inicio}",
            f"Ya puede participar en la cuenta de {cuenta.anio_gestion}",
            f"Pregunte u opine por internet. {cierra}",
            *escribir,
        )
        if (proceso.termino - hoy).days <= DIAS_ANTES_DE_CERRAR:
            titulo = "La participación por internet está por cerrar"
            yield Hecho(cuenta, f"cierra:{proceso.termino}", titulo, cierra, *escribir)


def _actividades(cuentas: Mapping[int, CuentaPublica], hoy: date) -> Iterator[Hecho]:
    filas = Actividad.objects.publicas().filter(cuenta__in=list(cuentas), fecha__gte=hoy)
    for fila in filas.select_related("comuna"):
        cuenta = cuentas[fila.cuenta_id]
        yield Hecho(
            cuenta,
            f"actividad:{fila.pk}:{fila.secuencia}",
            fila.nombre,
            de_la_actividad(fila),
            "Ver la actividad",
            _ir(cuenta, "convocatorias:actividad", fila.slug),
            temas=frozenset(),
        )


def de_la_actividad(fila: Actividad) -> str:
    """When and where it is, or that it is not; and why it changed."""
    motivo = fila.motivo_estado.strip()
    if fila.estado == Actividad.Estado.SUSPENDIDA:
        return f"Se suspendió. {motivo} Cuando tenga nueva fecha, se la contaremos."
    if fila.estado == Actividad.Estado.ANULADA:
        return f"No se realizará. {motivo}"
    cuando = fecha_larga(fila.fecha) if fila.fecha else ""
    if fila.hora_inicio:
        cuando += f", a las {hora(fila.hora_inicio)}"
    donde = ", ".join(filter(None, (fila.lugar, str(fila.comuna or ""))))
    dicho = f"Es el {cuando}, en {donde}."
    return f"Cambió de fecha o de lugar: {motivo} {dicho}" if motivo else dicho


def _respuestas(cuentas: Mapping[int, CuentaPublica]) -> Iterator[Hecho]:
    temas = _temas_respondidos(cuentas)
    for cuenta, version in _ultimas(PublicacionRespuestas, cuentas):
        otra = f"Las respuestas de {cuenta.anio_gestion} tienen una nueva versión"
        yield Hecho(
            cuenta,
            f"respuestas:{version}",
            f"Se publicaron las respuestas de {cuenta.anio_gestion}" if version == 1 else otra,
            "Están todas las preguntas, con lo que el servicio responde a cada una.",
            "Leer las respuestas",
            _ir(cuenta, "respuestas:respuestas"),
            temas=frozenset(temas[cuenta.pk]),
        )


def _temas_respondidos(cuentas: Mapping[int, CuentaPublica]) -> Mapping[int, set[str]]:
    """The chapters that what was answered in each account was about."""
    filas = Consulta.objects.filter(cuenta__in=list(cuentas)).exclude(capitulo="")
    filas = filas.exclude(estado=Consulta.Estado.RECIBIDA).order_by()
    temas: dict[int, set[str]] = defaultdict(set)
    for cuenta, capitulo in filas.values_list("cuenta", "capitulo").distinct():
        temas[cuenta].add(capitulo)
    return temas
