"""Reads about an account that more than one caller needs. Inside its scope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from comun.models import Feriado
from comun.plazos import Computo, extras_de, feriados_chile
from comun.reglas import ConstanciaDada
from comun.transitions import quienes
from cuentas.models import (
    AjusteRegla,
    Capitulo,
    Constancia,
    CuentaPublica,
    HechoPrevio,
    InformeCuenta,
    Interrupcion,
    PublicacionInforme,
)
from cuentas.reglas import Hechos, plazo_respuesta
from servicios.models import Membresia, Servicio, Usuario


def informe_vigente(cuenta: CuentaPublica) -> PublicacionInforme | None:
    """The version of the report that people read today, without the bytes of its PDF.

    A version stays public while the next one is written.
    """
    return (
        PublicacionInforme.objects.filter(informe__cuenta=cuenta)
        .select_related("pdf")
        .defer("pdf__contenido")
        .first()
    )


def interrupcion_vigente(cuenta: CuentaPublica) -> Interrupcion | None:
    """What interrupts the account today: suspended, or being planned anew (R174)."""
    return Interrupcion.objects.vigentes().filter(cuenta=cuenta).first()


def redactaron(informe: InformeCuenta) -> set[int | None]:
    """Who wrote the report or sent it to review, also where somebody rewrote it later (R100)."""
    capitulos = dict(informe.capitulos.values_list("pk", "editado_por"))
    guardaron = quienes("guardar_capitulo", Capitulo, capitulos)
    guardaron |= quienes("guardar_resumen", InformeCuenta, [informe.pk])
    return {informe.enviado_por_id, *capitulos.values(), *guardaron} - {None}


#: What was left word of in one account: by rule and object ("" or the key of an activity).
Constancias = Mapping[tuple[str, str], ConstanciaDada]


def constancias_de(cuentas: Iterable[CuentaPublica]) -> dict[int, dict]:
    """The attestation that stands for each rule and object of each account: one statement."""
    resultado: dict[int, dict[tuple[str, str], ConstanciaDada]] = {c.pk: {} for c in cuentas}
    filas = Constancia.objects.filter(cuenta__in=list(resultado)).order_by("pk")
    for fila in filas.select_related("dada_por"):
        dada = ConstanciaDada(fila.cumplida, fila.fecha, fila.dada_por.nombre, fila.texto)
        resultado[fila.cuenta_id][fila.regla, fila.objeto] = dada
    return resultado


def rebajadas_de(cuentas: Iterable[CuentaPublica]) -> dict[int, frozenset[str]]:
    """The rules that each account's norm lowers to a warning: one statement."""
    lista = list(cuentas)
    normas: dict[int, set[str]] = {}
    vigentes = AjusteRegla.objects.filter(
        norma__in={c.norma_id for c in lista}, retirada_en=None
    ).order_by()
    for norma_id, id_regla in vigentes.values_list("norma", "regla"):
        normas.setdefault(norma_id, set()).add(id_regla)
    return {c.pk: frozenset(normas.get(c.norma_id, ())) for c in lista}


def rebajadas(cuenta: CuentaPublica) -> frozenset[str]:
    """The rules that one account's norm lowers to a warning."""
    return rebajadas_de([cuenta])[cuenta.pk]


def hechos_previos_de(cuentas: Iterable[CuentaPublica]) -> dict[int, dict[str, HechoPrevio]]:
    """What happened outside the portal in each account, by kind: one statement."""
    resultado: dict[int, dict[str, HechoPrevio]] = {c.pk: {} for c in cuentas}
    filas = HechoPrevio.objects.filter(cuenta__in=list(resultado)).order_by("pk")
    for fila in filas.select_related("registrado_por"):
        resultado[fila.cuenta_id][fila.tipo] = fila
    return resultado


def personas_del_servicio(servicio: Servicio) -> QuerySet[Usuario]:
    """Who has a role in the service today."""
    vigentes = Membresia.objects.vigentes().filter(servicio=servicio)
    return Usuario.objects.filter(is_active=True, pk__in=vigentes.values("usuario")).order_by(
        "nombre"
    )


def feriados_de(
    servicio: Servicio, desde: date, adicionales: Iterable[Feriado] | None = None
) -> Mapping[date, str]:
    """Holidays of the service's comuna for the terms that begin on `desde`.

    `adicionales` are the rows of Feriado when the caller has them, so that a list asks once.
    """
    comuna = servicio.comuna_id
    if adicionales is None:
        adicionales = Feriado.objects.filter(codigo_cut__in=("", comuna[:2], comuna))
    extras = extras_de(((f.fecha, f.codigo_cut, f.nombre) for f in adicionales), comuna)
    return feriados_chile(desde.year, desde.year + 1, extras, comuna)


@dataclass(frozen=True)
class FechasDeRespuesta:
    """When the answers are due: what the norm gives from `ancla`, and what was promised."""

    ancla: date
    sugerido: Computo
    maximo: Computo
    feriados: Mapping[date, str]
    virtual: date | None
    presencial: date | None

    @property
    def ultima(self) -> date:
        """The day by which everything is answered: the last promised, or the norm's last."""
        return max(filter(None, (self.virtual, self.presencial)), default=self.maximo.fecha)


def fechas_de_respuesta(
    cuenta: CuentaPublica, ancla: date, adicionales: Iterable[Feriado] | None = None
) -> FechasDeRespuesta:
    """The dates of the answers, counted from `ancla` (convocatorias knows it)."""
    feriados = feriados_de(cuenta.servicio, ancla, adicionales)
    sugerido, maximo = plazo_respuesta(cuenta.norma, ancla, feriados)
    return FechasDeRespuesta(
        ancla, sugerido, maximo, feriados, cuenta.respuesta_virtual, cuenta.respuesta_presencial
    )


def hechos(cuenta: CuentaPublica, ancla: date | None = None) -> Hechos:
    """What the rules of one account look at."""
    responsable = cuenta.responsable
    vacias = Capitulo.objects.filter(informe__cuenta=cuenta, texto__regex=r"^\s*$")
    return Hechos(
        anio_gestion=cuenta.anio_gestion,
        modalidad=cuenta.modalidad,
        motivo_modalidad=cuenta.motivo_modalidad,
        responsable={
            "nombre": responsable.nombre,
            "cargo": responsable.cargo,
            "correo": responsable.email,
            "teléfono": responsable.telefono,
        },
        integrantes=cuenta.integrantes.count(),
        vacias=frozenset(vacias.values_list("tipo", flat=True)),
        informe_publicado=PublicacionInforme.objects.filter(informe__cuenta=cuenta).exists(),
        norma=cuenta.norma,
        ancla=ancla,
        feriados=feriados_de(cuenta.servicio, ancla) if ancla else {},
        respuesta_virtual=cuenta.respuesta_virtual,
        respuesta_presencial=cuenta.respuesta_presencial,
    )


def informe_de(cuenta: CuentaPublica) -> InformeCuenta:
    """The report of an account, with its sections in order."""
    return InformeCuenta.objects.prefetch_related("capitulos__editado_por").get(cuenta=cuenta)
