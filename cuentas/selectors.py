"""Reads about an account that more than one caller needs. Inside its scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, prefetch_related_objects

from comun.models import Bitacora, Feriado
from comun.plazos import Computo, extras_de, feriados_chile
from comun.reglas import Asunto, ConstanciaDada
from comun.transitions import quienes
from cuentas.models import (
    GUIA,
    AjusteRegla,
    Capitulo,
    Constancia,
    CuentaPublica,
    HechoPrevio,
    InformeCuenta,
    Integrante,
    Interrupcion,
    NormaParticipacion,
    PublicacionInforme,
    Tarea,
)
from cuentas.reglas import DE_LA_CUENTA_ENTERA, Hechos, Previo, plazo_respuesta
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


# ── The norm ──


@dataclass(frozen=True)
class Parametro:
    """One number of the norm: what the guide says, what holds, and who changed it last."""

    nombre: str
    guia: str
    vigente: str
    cambia: bool
    cambiado_en: datetime | None = None
    cambiado_por: str = ""


def parametros(norma: NormaParticipacion) -> list[Parametro]:
    """Every parameter of the norm beside the guide's; the bitácora tells who touched it last."""
    ultimos: dict[str, Bitacora] = {}
    filas = Bitacora.objects.filter(
        accion="configurar_norma", objeto_tipo=norma._meta.label_lower, objeto_id=norma.pk
    )
    for fila in filas.order_by("pk"):
        ultimos.update(dict.fromkeys(fila.datos, fila))
    personas = Usuario.objects.in_bulk({fila.actor_id for fila in ultimos.values()} - {None})
    return [_parametro(norma, campo, ultimos.get(campo), personas) for campo in GUIA]


def _parametro(
    norma: NormaParticipacion, campo: str, ultima: Bitacora | None, personas: dict[int, Usuario]
) -> Parametro:
    quien = personas.get(ultima.actor_id or 0) if ultima else None
    return Parametro(
        nombre=str(norma._meta.get_field(campo).verbose_name),  # type: ignore[union-attr]
        guia=_legible(GUIA[campo]),
        vigente=_legible(getattr(norma, campo)),
        cambia=campo in norma.cambiados,
        cambiado_en=ultima.momento if ultima else None,
        cambiado_por=quien.nombre if quien else "",
    )


def _legible(valor: str | int) -> str:
    return dict(NormaParticipacion.TipoDias.choices).get(str(valor), str(valor))


def ajustes_de(norma: NormaParticipacion) -> list[AjusteRegla]:
    """The rules that the norm lowers today, and those that it lowered before."""
    return list(norma.ajustes.select_related("ajustada_por", "retirada_por"))


# ── What the rules look at ──


def hechos(cuenta: CuentaPublica, ancla: date | None = None) -> Hechos:
    """What the rules of one account look at, as if the moment of each had come."""
    una = hechos_de([cuenta])[cuenta.pk]
    return replace(una, ancla=ancla, feriados=feriados_de(cuenta.servicio, ancla) if ancla else {})


def hechos_de(cuentas: Sequence[CuentaPublica]) -> dict[int, Hechos]:
    """What the rules look at in many accounts, in as many statements as in one."""
    prefetch_related_objects(list(cuentas), "norma", "responsable")
    integrantes = _integrantes(cuentas)
    tareas, constancias = _tareas_obligatorias(cuentas), constancias_de(cuentas)
    vacias, informes = _vacias(cuentas), _informes(cuentas)
    previos = hechos_previos_de(cuentas)
    return {
        c.pk: Hechos(
            anio_gestion=c.anio_gestion,
            modalidad=c.modalidad,
            motivo_modalidad=c.motivo_modalidad,
            responsable=_contacto(c.responsable),
            integrantes=integrantes.get(c.pk, 0),
            tareas=len(tareas[c.pk]),
            tareas_sin_responsable=tuple(n for n, quien in tareas[c.pk] if quien is None),
            estrategia=constancias[c.pk].get(("R10", "")),
            vacias=frozenset(vacias[c.pk]),
            lenguaje_claro=constancias[c.pk].get(("R25", "")),
            resumen=informes.get(c.pk, SIN_INFORME)[0],
            informe_publicado=informes.get(c.pk, SIN_INFORME)[1],
            previos={tipo: _previo(hecho) for tipo, hecho in previos[c.pk].items()},
            norma=c.norma,
            respuesta_virtual=c.respuesta_virtual,
            respuesta_presencial=c.respuesta_presencial,
        )
        for c in cuentas
    }


def asuntos(cuentas: Sequence[CuentaPublica]) -> dict[int, list[Asunto]]:
    """The rules of many accounts with their facts, each at its moment of the year."""
    hechos_por_cuenta = hechos_de(cuentas)
    return {
        c.pk: [Asunto(DE_LA_CUENTA_ENTERA, _a_la_fecha(c, hechos_por_cuenta[c.pk]))]
        for c in cuentas
    }


def _a_la_fecha(cuenta: CuentaPublica, unos: Hechos) -> Hechos:
    """How far the account is. What was published had its sections, whatever the draft has now."""
    terminada = cuenta.estado == CuentaPublica.Estado.CERRADA
    return replace(
        unos,
        vacias=frozenset() if unos.informe_publicado else unos.vacias,
        al_publicar_cuenta=cuenta.abierta_en is not None,
        al_publicar_informe=unos.informe_publicado,
        al_abrir_participacion=terminada
        or bool({"participacion", "respuestas"} & set(unos.previos)),
    )


#: Whether it has a summary, and whether it was published.
SIN_INFORME = (False, False)


def _contacto(persona: Usuario) -> dict[str, str]:
    return {
        "nombre": persona.nombre,
        "cargo": persona.cargo,
        "correo": persona.email,
        "teléfono": persona.telefono,
    }


def _previo(hecho: HechoPrevio) -> Previo:
    return Previo(hecho.fecha, hecho.evidencia, hecho.motivo)


def _integrantes(cuentas: Sequence[CuentaPublica]) -> dict[int, int]:
    filas = Integrante.objects.filter(cuenta__in=cuentas).order_by().values_list("cuenta")
    return dict(filas.annotate(n=Count("pk")))


def _tareas_obligatorias(
    cuentas: Sequence[CuentaPublica],
) -> dict[int, list[tuple[str, int | None]]]:
    """Each obligatory task and who has it."""
    resultado: dict[int, list[tuple[str, int | None]]] = {c.pk: [] for c in cuentas}
    filas = Tarea.objects.filter(cuenta__in=cuentas, obligatoria=True)
    for cuenta, nombre, quien in filas.values_list("cuenta", "nombre", "responsable"):
        resultado[cuenta].append((nombre, quien))
    return resultado


def _vacias(cuentas: Sequence[CuentaPublica]) -> dict[int, set[str]]:
    resultado: dict[int, set[str]] = {c.pk: set() for c in cuentas}
    filas = Capitulo.objects.filter(informe__cuenta__in=cuentas, texto__regex=r"^\s*$").order_by()
    for cuenta, tipo in filas.values_list("informe__cuenta", "tipo"):
        resultado[cuenta].add(tipo)
    return resultado


def _informes(cuentas: Sequence[CuentaPublica]) -> dict[int, tuple[bool, bool]]:
    publicado = Exists(PublicacionInforme.objects.filter(informe=OuterRef("pk")))
    filas = InformeCuenta.objects.filter(cuenta__in=cuentas).annotate(publicado=publicado)
    return {
        cuenta: (bool(resumen), publicado)
        for cuenta, resumen, publicado in filas.values_list("cuenta", "resumen", "publicado")
    }


def informe_de(cuenta: CuentaPublica) -> InformeCuenta:
    """The report of an account, with its sections in order."""
    return InformeCuenta.objects.prefetch_related("capitulos__editado_por").get(cuenta=cuenta)
