"""What the rules look at when something is about to be done."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from comun import reloj
from comun.formato import fecha_sin_semana
from comun.reglas import ConstanciaDada
from convocatorias.models import (
    VIGENTES,
    Actividad,
    Contacto,
    Convocatoria,
    Participante,
    ProcesoVirtual,
)
from convocatorias.reglas import Hechos
from convocatorias.selectors.banner_dias import DelBanner, banner_visto_de
from convocatorias.selectors.directorio import organizaciones_por_tipo
from convocatorias.selectors.plan import primera_actividad, proceso_de
from cuentas.models import CuentaPublica
from cuentas.selectors import Constancias, constancias_de, hechos_previos_de, informe_vigente
from servicios.alcance import todos_los_servicios
from servicios.models import Comuna, Servicio

#: How many comunas are told as an example of where there is no other activity.
DE_EJEMPLO = 3
_A_LA_VISTA = (CuentaPublica.Estado.ABIERTA, CuentaPublica.Estado.CERRADA)
_DE_LA_OTRA = (
    "pk", "comuna", "fecha", "nombre", "servicio", "servicio__nombre", "cuenta__estado",
)  # fmt: skip
#: A comuna and a year.
Donde = tuple[str, int]


def hechos_de_actividad(actividad: Actividad) -> Hechos:
    """The facts of an activity: its data, its programme and how many people it expects."""
    cuenta, norma = actividad.cuenta, actividad.cuenta.norma
    programa = actividad.programa.aggregate(minutos=Sum("minutos"), bloques=Count("pk"))
    hechos = Hechos(
        es_regional=cuenta.es_regional,
        fecha=actividad.fecha,
        hora_inicio=actividad.hora_inicio,
        lugar=actividad.lugar,
        comuna=actividad.comuna.nombre if actividad.comuna else "",
        minutos=programa["minutos"] or 0,
        bloques=programa["bloques"],
        duracion_max=norma.duracion_max_min,
        personas=actividad.aforo,
        asistentes_max=norma.asistentes_max,
    )
    return replace(hechos, **en_su_comuna(actividad))


def en_su_comuna(actividad: Actividad) -> dict[str, Any]:
    """What R145 looks at: the other regional activities where this one would be, and room near.

    Who meets on their own account (autoconvocada) neither counts nor is counted.
    """
    if not (actividad.cuenta.es_regional and actividad.comuna and actividad.fecha):
        return {}
    if actividad.tipo == Actividad.Tipo.AUTOCONVOCADA:
        return {}
    donde = (actividad.comuna.pk, actividad.fecha.year)
    otras = frases_de(regionales([donde])[donde], actividad)
    return {
        "en_su_comuna": otras,
        "comunas_libres": _libres(actividad.comuna, actividad.fecha.year) if otras else (),
    }


def regionales(lugares: Iterable[Donde]) -> dict[Donde, list[dict[str, Any]]]:
    """The regional activities that stand in those comunas and years, of any service, at once.

    The only read of plans that crosses services (R145): what is told of them, `frases_de` says.
    """
    buscados = set(lugares)
    resultado: dict[Donde, list[dict[str, Any]]] = {lugar: [] for lugar in buscados}
    if not buscados:
        return resultado
    with todos_los_servicios():
        filas = (
            Actividad.objects.filter(
                comuna__in={comuna for comuna, _ in buscados},
                fecha__year__in={anio for _, anio in buscados},
                estado__in=VIGENTES,
                cuenta__ambito=Servicio.Ambito.REGIONAL,
            )
            .exclude(tipo=Actividad.Tipo.AUTOCONVOCADA)
            .exclude(cuenta__estado=CuentaPublica.Estado.ANULADA)
            .order_by("fecha", "pk")
        )
        leidas: list[dict[str, Any]] = [dict(fila) for fila in filas.values(*_DE_LA_OTRA)]
    for fila in leidas:
        resultado.get((fila["comuna"], fila["fecha"].year), []).append(fila)
    return resultado


def frases_de(filas: Iterable[dict[str, Any]], actividad: Actividad) -> tuple[str, ...]:
    """The others, as this service may know them: of another, only what is public by now."""
    return tuple(_frase(fila, actividad) for fila in filas if fila["pk"] != actividad.pk)


def _frase(fila: dict[str, Any], actividad: Actividad) -> str:
    if fila["servicio"] == actividad.servicio_id:
        return f"«{fila['nombre']}», de este servicio, el {fecha_sin_semana(fila['fecha'])}"
    if fila["cuenta__estado"] in _A_LA_VISTA:
        return f"la de {fila['servicio__nombre']}, el {fecha_sin_semana(fila['fecha'])}"
    return "una de otro servicio, que aún no se publica"


def _libres(comuna: Comuna, anio: int) -> tuple[str, ...]:
    """Comunas of its province, and then of its region, with no regional activity that year."""
    vecinas = list(Comuna.objects.filter(region=comuna.region_id).exclude(pk=comuna.pk))
    ocupadas = regionales((vecina.pk, anio) for vecina in vecinas)
    libres = [vecina for vecina in vecinas if not ocupadas[vecina.pk, anio]]
    libres.sort(key=lambda vecina: (vecina.provincia != comuna.provincia, vecina.nombre))
    return tuple(vecina.nombre for vecina in libres[:DE_EJEMPLO])


def hechos_de_envio(
    convocatoria: Convocatoria, contactos: Iterable[Contacto]
) -> tuple[Hechos, Any]:
    """The facts of a call to those contacts, and the report that would go with it.

    Plurality counts every organisation called to the activity, in this call or before it; also
    the one that a letter or a telephone call is still to reach, since this is the plan.
    """
    actividad = convocatoria.actividad
    cuenta, norma = actividad.cuenta, actividad.cuenta.norma
    proceso = proceso_de(cuenta)
    informe = informe_vigente(cuenta)
    invitadas, cuantas = _organizaciones_de(contactos)
    antes = Participante.objects.filter(
        actividad=actividad, origen=Participante.Origen.INVITADO, organizacion__isnull=False
    )
    hechos = replace(
        hechos_de_actividad(actividad),
        pagina_desde=pagina_desde(cuenta),
        anticipacion=norma.convocatoria_anticipacion_dias,
        informe=informe is not None,
        organizaciones=cuantas,
        tipos=organizaciones_por_tipo(
            Q(pk__in=invitadas) | Q(pk__in=antes.order_by().values("organizacion"))
        ),
        tipos_minimo=norma.tipos_organizacion_minimo,
        respuesta=cuenta.respuesta_presencial or cuenta.respuesta_virtual,
        **_de_la_ventana(cuenta, proceso),
    )
    return hechos, informe


def _organizaciones_de(contactos: Iterable[Contacto]) -> tuple[Any, int]:
    """Their organisations, and how many; of a query, the database is asked and nothing is read."""
    if isinstance(contactos, QuerySet):
        filas = contactos.order_by()
        return filas.values("organizacion"), filas.aggregate(
            n=Count("organizacion", distinct=True)
        )["n"]
    ids = {contacto.organizacion_id for contacto in contactos}
    return ids, len(ids)


def _de_la_ventana(cuenta: CuentaPublica, proceso: ProcesoVirtual | None) -> dict[str, Any]:
    """The window that the invitation leads to: this one, or the one opened before, elsewhere."""
    if proceso is not None:
        return {
            "hay_proceso": True,
            "proceso_publicado": proceso.publicado_en is not None,
            "inicio": proceso.inicio,
            "termino": proceso.termino,
        }
    previa = hechos_previos_de([cuenta])[cuenta.pk].get("participacion")
    desde = previa.fecha if previa else None
    return {"hay_proceso": bool(desde), "proceso_publicado": bool(desde), "ventana_previa": desde}


def pagina_desde(cuenta: CuentaPublica) -> date | None:
    """Since which day anybody may see the account, by the clock of its service."""
    if cuenta.abierta_en is None or cuenta.estado not in _A_LA_VISTA:
        return None
    return cuenta.abierta_en.astimezone(cuenta.servicio.zona).date()


def del_conjunto(actividades: Iterable[Actividad]) -> dict[str, int]:
    """How many activities have a comuna, and in how many regions they are (R5)."""
    presenciales = [
        fila
        for fila in actividades
        if fila.comuna
        and fila.estado != Actividad.Estado.ANULADA
        and fila.tipo != Actividad.Tipo.AUTOCONVOCADA
    ]
    regiones = {fila.comuna.region_id for fila in presenciales if fila.comuna}
    return {"actividades": len(presenciales), "regiones": len(regiones)}


def hechos_del_conjunto(cuenta: CuentaPublica, actividades: Iterable[Actividad]) -> Hechos:
    """The facts of all the activities of an account together."""
    solo_virtual = cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL
    conjunto: dict[str, Any] = del_conjunto(actividades)
    return Hechos(es_regional=cuenta.es_regional, solo_virtual=solo_virtual, **conjunto)


def banner_de(constancias: Constancias) -> ConstanciaDada | None:
    """Who left word that the banner is on the institution's site: one word serves both rules."""
    return constancias.get(("R46", "")) or constancias.get(("R13", ""))


def del_banner(constancias: Constancias, visto: DelBanner | None) -> dict[str, Any]:
    """What the rules of the banner look at: what somebody attested, and what the portal saw."""
    visto = visto or DelBanner()
    return {
        "banner": banner_de(constancias),
        "banner_visto": visto.visto,
        "instituciones": visto.instituciones,
        "banner_en_otras": constancias.get(("R142", "")),
    }


def hechos_de_banner(proceso: ProcesoVirtual) -> Hechos:
    """What is known of the banner that leads to a window."""
    constancias = constancias_de([proceso.cuenta])[proceso.cuenta.pk]
    visto = banner_visto_de([proceso], reloj.ahora()).get(proceso.cuenta_id)
    return Hechos(
        proceso_publicado=proceso.publicado_en is not None,
        inicio=proceso.inicio,
        **del_banner(constancias, visto),
    )


def hechos_de_proceso(proceso: ProcesoVirtual) -> Hechos:
    """The facts of a virtual window."""
    return Hechos(
        hay_proceso=True,
        proceso_publicado=proceso.publicado_en is not None,
        inicio=proceso.inicio,
        termino=proceso.termino,
        instrucciones=proceso.instrucciones,
        motivo_duracion=proceso.motivo_duracion,
        virtual_minimo=proceso.cuenta.norma.virtual_minimo_dias,
        primera_actividad=primera_actividad(proceso.cuenta),
    )
