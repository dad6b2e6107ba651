"""What proves that an activity was called in time: each call, each person, each thing sent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from comun import plazos
from comun.models import Archivo, Bitacora
from convocatorias.models import (
    Actividad,
    Contacto,
    Convocatoria,
    Invitacion,
    Organizacion,
    TextoConvocatoria,
)
from convocatorias.selectors.directorio import con_silencio
from convocatorias.selectors.enviada import (
    como_va,
    con_reemplazo,
    direccion_postal,
    fue_reemplazada,
    marca_de,
)
from correos.models import AVISADO, Adjunto, Mensaje
from servicios.models import Usuario

POR_LOTE = 1000
#: Whose day is compared with the days of the norm. What changes a call is late when its call is;
#: a reminder or a notice of suspension invites nobody.
CUENTAN = (Invitacion.Clase.INVITACION, Invitacion.Clase.REENVIO)
#: What the bitácora says of an activity, as one says it.
HECHOS = {
    "programar_actividad": "Se anunció la actividad",
    "convocar": "Se convocó a la actividad",
    "mover_actividad": "Se cambió el día, la hora o el lugar",
    "suspender_actividad": "Se suspendió la actividad",
    "anular_actividad": "Se anunció que no se realizará",
}


@dataclass(frozen=True)
class Llamado:
    """One call that went out: when, for which day, and whether with the days of the norm."""

    numero: int
    convocatoria: Convocatoria
    enviada_el: date
    #: The day of the activity as this call announced it: it may have moved later.
    para_el: date
    anticipacion: int
    textos: list[TextoConvocatoria]

    @property
    def dias(self) -> int:
        return self.convocatoria.dias_anticipacion or 0

    @property
    def plazo(self) -> tuple[str, str]:
        """The mark and the word of how it stands before the days of the norm (R133)."""
        if self.dias >= self.anticipacion:
            return "listo", "Cumple"
        if self.convocatoria.tardia or self.convocatoria.clase != Convocatoria.Clase.CAMBIO:
            return "tarde", "Tardía"
        # On the day that was already announced, another hour or place is not late.
        return "listo", "No cambia el día"

    @property
    def version(self) -> int:
        return self.textos[-1].version if self.textos else 1

    @property
    def clase(self) -> str:
        return self.convocatoria.get_clase_display()

    @property
    def autorizo(self) -> str:
        quien = self.convocatoria.tardanza_autorizada_por
        return quien.nombre if quien else ""

    @property
    def envio(self) -> str:
        quien = self.convocatoria.programada_por
        return quien.nombre if quien else ""


@dataclass(frozen=True)
class Cambio:
    """What happened to the activity itself, from the bitácora."""

    cuando: datetime
    que: str
    quien: str
    antes: str = ""
    ahora: str = ""


@dataclass(frozen=True)
class Prueba:
    """The facts of one activity that do not grow with the people invited."""

    actividad: Actividad
    anticipacion: int
    #: The days of the norm counted backwards from the day of the activity, one by one.
    computo: plazos.Computo | None
    llamados: list[Llamado]
    cambios: list[Cambio]
    #: Each file that travelled with a mail, once, and its name there.
    archivos: list[dict[str, Any]]
    pidieron_no: list[Contacto]
    #: The instant of the last fact: what dates the proof, whoever asks for it and whenever.
    hasta: datetime | None

    @property
    def zona(self) -> Any:
        return self.actividad.zona

    def para_el(self, instante: datetime, propio: Llamado) -> date:
        """For which day the activity stood called at that instant, to who was told by `propio`.

        By the instant: what left in the morning was not for the day set in the afternoon.
        """
        vigente = propio
        for llamado in self.llamados[propio.numero :]:
            enviada_en = llamado.convocatoria.enviada_en
            if enviada_en is not None and enviada_en <= instante:
                vigente = llamado
        return vigente.para_el


@dataclass(frozen=True)
class Constancia:
    """What one person was told once, with all that proves it."""

    invitacion: Invitacion
    llamado: Llamado
    tipos: str
    adjuntos: tuple[tuple[str, str], ...]
    salio_en: datetime | None
    dias: int | None
    #: Whether the days of the norm are asked of it.
    se_pide: bool
    tardia: bool
    motivo_tardanza: str
    autorizo: str
    estado: str
    texto: str
    marca: str
    destino: str = ""

    @property
    def llego(self) -> bool:
        return self.estado == "entregada"


def llega_tarde(actividad: Actividad, dia: date) -> bool:
    """Whether what is told that day leaves fewer days than the norm asks (R133, fuente 000)."""
    if actividad.fecha is None:
        return False
    return (actividad.fecha - dia).days < actividad.cuenta.norma.convocatoria_anticipacion_dias


def prueba_de(actividad: Actividad) -> Prueba:
    """What does not depend on how many were invited, in a fixed number of statements."""
    llamados = _llamados(actividad)
    cambios = _cambios(actividad)
    anticipacion = actividad.cuenta.norma.convocatoria_anticipacion_dias
    computo = None
    if actividad.fecha is not None:
        computo = plazos.contar(actividad.fecha, anticipacion, "corridos", {}, antes=True)
    return Prueba(
        actividad=actividad,
        anticipacion=anticipacion,
        computo=computo,
        llamados=llamados,
        cambios=cambios,
        archivos=_archivos(actividad),
        pidieron_no=list(
            con_silencio(Contacto.objects.vigentes())
            .filter(no_invitar=True)
            .select_related("organizacion")
            .order_by("organizacion__nombre_plegado", "pk")
        ),
        hasta=_ultimo_hecho(actividad, llamados, cambios),
    )


def _llamados(actividad: Actividad) -> list[Llamado]:
    filas = (
        Convocatoria.objects.filter(actividad=actividad, estado=Convocatoria.Estado.ENVIADA)
        .select_related("tardanza_autorizada_por", "programada_por", "informe__pdf")
        .defer("informe__pdf__contenido", "informe__contenido")
        .prefetch_related("textos__escrito_por")
        .order_by("enviada_en", "pk")
    )
    return [_llamado(n, fila, actividad) for n, fila in enumerate(filas, start=1)]


def _llamado(numero: int, fila: Convocatoria, actividad: Actividad) -> Llamado:
    assert fila.enviada_en is not None  # noqa: S101 - the database asks for it
    dia = fila.enviada_en.astimezone(actividad.zona).date()
    textos = sorted(fila.textos.all(), key=lambda texto: texto.version)
    para_el = dia + timedelta(days=fila.dias_anticipacion or 0)
    anticipacion = actividad.cuenta.norma.convocatoria_anticipacion_dias
    return Llamado(numero, fila, dia, para_el, anticipacion, textos)


def _cambios(actividad: Actividad) -> list[Cambio]:
    filas = list(
        Bitacora.objects.filter(
            objeto_tipo=Actividad._meta.label_lower, objeto_id=actividad.pk, accion__in=HECHOS
        ).order_by("pk")
    )
    nombres = dict(
        Usuario.objects.filter(pk__in={f.actor_id for f in filas}).values_list("pk", "nombre")
    )
    return [
        Cambio(
            cuando=fila.momento,
            que=HECHOS[fila.accion],
            quien=nombres.get(fila.actor_id or 0, ""),
            antes=str(fila.datos.get("antes", "")),
            ahora=str(fila.datos.get("ahora", "")),
        )
        for fila in filas
    ]


def _archivos(actividad: Actividad) -> list[dict[str, Any]]:
    filas = _adjuntos(actividad).values(
        "nombre", "archivo_id", "archivo__sha256", "archivo__tipo", "archivo__tamano"
    )
    return [dict(fila) for fila in filas.order_by("nombre", "archivo__sha256").distinct()]


def _adjuntos(actividad: Actividad) -> QuerySet[Adjunto]:
    de_la_actividad = Invitacion.objects.filter(
        convocatoria__actividad=actividad, mensaje=OuterRef("mensaje")
    )
    return Adjunto.objects.filter(Exists(de_la_actividad))


def contenido_de(archivo_id: int) -> bytes:
    """The bytes of one stored file: one at a time, however many there are."""
    return bytes(Archivo.objects.values_list("contenido", flat=True).get(pk=archivo_id))


def _ultimo_hecho(
    actividad: Actividad, llamados: list[Llamado], cambios: list[Cambio]
) -> datetime | None:
    instantes = [llamado.convocatoria.enviada_en for llamado in llamados]
    instantes += [cambio.cuando for cambio in cambios]
    filas = invitaciones_de(actividad)
    for campo in ("creada_en", "hecha_en", "mensaje__enviado_en", "mensaje__purgado_en"):
        instantes.append(filas.order_by(f"-{campo}").exclude(**{campo: None}).values_list(
            campo, flat=True).first())  # fmt: skip
    return max(filter(None, instantes), default=None)


def invitaciones_de(actividad: Actividad) -> QuerySet[Invitacion]:
    """Everything that anybody was told of an activity."""
    return Invitacion.objects.filter(convocatoria__actividad=actividad)


def constancias_de_invitacion(
    prueba: Prueba, filas: Iterable[Invitacion] | None = None
) -> Iterator[Constancia]:
    """One for each thing told to each person, by person, in a fixed number of statements.

    They come one by one: thousands of them are never in memory together.
    """
    if filas is None:
        filas = en_orden(prueba.actividad).iterator(chunk_size=POR_LOTE)
    leidos = _Leidos(
        llamados={llamado.convocatoria.pk: llamado for llamado in prueba.llamados},
        tipos=_tipos_de(prueba.actividad),
        adjuntos=_adjuntos_por_mensaje(prueba.actividad),
    )
    for fila in filas:
        if fila.convocatoria_id in leidos.llamados:
            yield _constancia(prueba, fila, leidos)


def en_orden(actividad: Actividad) -> QuerySet[Invitacion]:
    """The rows of the proof, by person, without the words of the mails."""
    return (
        con_reemplazo(invitaciones_de(actividad))
        .select_related("participante__organizacion__comuna", "mensaje", "hecha_por")
        .defer("mensaje__texto", "mensaje__html", "clave")
        .order_by("participante__nombre_plegado", "participante_id", "pk")
    )


@dataclass(frozen=True)
class _Leidos:
    llamados: dict[int, Llamado]
    tipos: dict[int, str]
    adjuntos: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def _tipos_de(actividad: Actividad) -> dict[int, str]:
    """The kinds of each organisation that was called, as they are today."""
    con_alguien = invitaciones_de(actividad).values("participante__organizacion")
    filas = (
        Organizacion.tipos.through.objects.filter(organizacion__in=con_alguien)
        .order_by("organizacion_id", "tipoorganizacion__orden")
        .values_list("organizacion_id", "tipoorganizacion__nombre")
    )
    tipos: dict[int, list[str]] = defaultdict(list)
    for organizacion, nombre in filas:
        tipos[organizacion].append(nombre)
    return {organizacion: ", ".join(nombres) for organizacion, nombres in tipos.items()}


def _adjuntos_por_mensaje(actividad: Actividad) -> dict[int, tuple[tuple[str, str], ...]]:
    """Name and SHA-256 of what travelled with each mail; the same list is kept once."""
    filas = (
        _adjuntos(actividad)
        .order_by("mensaje_id", "nombre", "pk")
        .values_list("mensaje_id", "nombre", "archivo__sha256")
    )
    por_mensaje: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for mensaje, nombre, sha in filas.iterator(chunk_size=POR_LOTE):
        por_mensaje[mensaje].append((nombre, sha))
    iguales: dict[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = {}
    return {
        mensaje: iguales.setdefault(tuple(lista), tuple(lista))
        for mensaje, lista in por_mensaje.items()
    }


def _constancia(prueba: Prueba, fila: Invitacion, leidos: _Leidos) -> Constancia:
    llamado = leidos.llamados[fila.convocatoria_id]
    salio = fila.mensaje.enviado_en if fila.mensaje is not None else fila.hecha_en
    dias = None
    if salio:
        dias = (prueba.para_el(salio, llamado) - salio.astimezone(prueba.zona).date()).days
    corto = dias is not None and dias < prueba.anticipacion
    se_pide = fila.clase in CUENTAN or (
        fila.clase == Invitacion.Clase.CAMBIO and (llamado.convocatoria.tardia or not corto)
    )
    tardia = corto and se_pide
    motivo, autorizo = _por_que_tarde(fila, llamado) if tardia else ("", "")
    with timezone.override(prueba.zona):
        texto = como_va(fila)
    return Constancia(
        invitacion=fila,
        llamado=llamado,
        tipos=leidos.tipos.get(fila.participante.organizacion_id or 0, ""),
        adjuntos=leidos.adjuntos.get(fila.mensaje_id or 0, ()),
        salio_en=salio,
        dias=dias,
        se_pide=se_pide,
        tardia=tardia,
        motivo_tardanza=motivo,
        autorizo=autorizo,
        estado=estado_de(fila),
        texto=texto,
        marca=marca_de(fila),
        destino=_a_donde(fila),
    )


def _por_que_tarde(fila: Invitacion, llamado: Llamado) -> tuple[str, str]:
    """Why it was late, and who answers for it."""
    if fila.motivo_tardanza:
        return fila.motivo_tardanza, fila.hecha_por.nombre if fila.hecha_por else ""
    if llamado.convocatoria.tardia:
        return llamado.convocatoria.motivo_tardanza, llamado.autorizo
    if fila.clase == Invitacion.Clase.REENVIO:
        return fila.motivo, fila.hecha_por.nombre if fila.hecha_por else ""
    return "", ""


def estado_de(fila: Invitacion) -> str:
    """In one word: `entregada`, `pendiente`, `reemplazada`, `en camino` or `no llegó`."""
    if fue_reemplazada(fila):
        return "reemplazada"
    if fila.mensaje is None:
        return "entregada" if fila.hecha_en else "pendiente"
    if fila.mensaje.estado in Mensaje.LLEGARON or fila.mensaje.ultimo_texto == AVISADO:
        return "entregada"
    return "no llegó" if fila.mensaje.estado in Mensaje.NO_LLEGARON else "en camino"


def _a_donde(fila: Invitacion) -> str:
    persona = fila.participante
    if fila.mensaje is not None:
        return fila.mensaje.para
    if fila.canal == Invitacion.Canal.TELEFONO:
        return persona.telefono
    return ", ".join(direccion_postal(fila))
