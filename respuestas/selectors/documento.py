"""The response document: its versions, and what its rules look at."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from comun.contacto import normalizar_telefono
from comun.reglas import Asunto
from comun.texto import detectar_datos_personales
from cuentas.models import CuentaPublica, Difusion
from cuentas.reglas import HechosDelPlazo
from jornadas.models import Jornada
from respuestas import reglas
from respuestas.models import (
    Consulta,
    Consultante,
    InformeRespuestas,
    PublicacionRespuestas,
    Respuesta,
)
from respuestas.selectors.mensajes import con_todo, plazo_de, por_recoger, respuesta_de
from servicios.models import Membresia
from servicios.permissions import Rol
from talleres.models import Acuerdo, Intervencion, Taller


def publicacion_vigente(cuenta: CuentaPublica) -> PublicacionRespuestas | None:
    """The version that people read today, without the bytes of its PDF."""
    return (
        PublicacionRespuestas.objects.filter(informe__cuenta=cuenta)
        .select_related("pdf", "informe")
        .defer("pdf__contenido")
        .first()
    )


def difusiones_publicas(cuenta: CuentaPublica) -> QuerySet[Difusion]:
    """Where else the answers were made known, with an address that anybody can open (R111)."""
    return Difusion.objects.filter(
        cuenta=cuenta, objeto=Difusion.Objeto.RESPUESTAS, retirada_en=None
    ).exclude(url="")


def consultas_del_documento(cuenta: CuentaPublica) -> list[Consulta]:
    return list(con_todo(Consulta.objects.filter(cuenta=cuenta)).order_by("folio_numero"))


def texto_publico(consulta: Consulta) -> str:
    """The public version if there is one; if not, the person's own words."""
    redaccion = getattr(consulta, "redaccion", None)
    return redaccion.texto if redaccion else consulta.mensaje


# ── What its rules look at, now ──


def asuntos_del_contenido(informe: InformeRespuestas, consultas: list[Consulta]) -> list[Asunto]:
    """What the content must have before it is reviewed. `consultas_del_documento` loads them."""
    return [
        Asunto(reglas.DE_LO_DICHO, lo_dicho(informe.cuenta)),
        Asunto(reglas.DE_CADA_MENSAJE, decisiones(consultas)),
        Asunto((reglas.R101,), reglas.HechosRevision(sin_aprobar=_sin_aprobar(consultas))),
        Asunto((reglas.T5,), _publicos(informe, consultas)),
    ]


def asuntos_para_publicar(
    informe: InformeRespuestas, consultas: list[Consulta], plazo: HechosDelPlazo, publica: Any
) -> list[Asunto]:
    """What it must have to be published by that person, on the day of `plazo`."""
    revision = reglas.HechosRevision(
        documento=True, escrita_por=frozenset({informe.enviado_por_id}), revisa=publica.pk
    )
    return [
        *asuntos_del_contenido(informe, consultas),
        Asunto((reglas.R100,), revision),
        Asunto((reglas.R108,), plazo),
    ]


def hechos_del_plazo(
    cuenta: CuentaPublica, publicadas_el: date, motivo_tardanza: str = ""
) -> HechosDelPlazo:
    """What R107 and R108 look at, if the answers are published on that day."""
    plazo = plazo_de(cuenta)
    return HechosDelPlazo(
        norma=cuenta.norma,
        ancla=plazo.ancla if plazo else None,
        feriados=plazo.feriados if plazo else {},
        respuesta_virtual=cuenta.respuesta_virtual,
        respuesta_presencial=cuenta.respuesta_presencial,
        publicadas_el=publicadas_el,
        motivo_tardanza=motivo_tardanza,
    )


def lo_dicho(cuenta: CuentaPublica) -> reglas.HechosSistematizacion:
    """What was said on the days that ended, and whether it was all collected."""
    cerradas = Jornada.objects.filter(actividad__cuenta=cuenta, estado=Jornada.Estado.CERRADA)
    return reglas.HechosSistematizacion(
        hay_jornada=cuenta.modalidad != CuentaPublica.Modalidad.VIRTUAL,
        jornadas=cerradas.count(),
        por_recoger=por_recoger([cuenta])[cuenta.pk],
        equipo=sistematizan([cuenta]).get(cuenta.servicio_id, ()),
        **talleres_de([cuenta]).get(cuenta.pk, {}),
    )


def talleres_de(cuentas: list[CuentaPublica]) -> dict[int, dict[str, Any]]:
    """The workshops that took place in each account, and those that say nothing (R92)."""
    notas = Intervencion.objects.filter(taller=OuterRef("pk"), anulada_en=None)
    acuerdos = Acuerdo.objects.filter(taller=OuterRef("pk"), anulado_en=None)
    realizados = (
        Taller.objects.filter(
            actividad__cuenta__in=cuentas,
            estado__in=(Taller.Estado.EN_CURSO, Taller.Estado.CERRADO),
        )
        .annotate(con_registro=Exists(notas) | Exists(acuerdos))
        .order_by("numero")
        .values_list("actividad__cuenta", "numero", "con_registro", "sin_acuerdos_motivo")
    )
    resultado: dict[int, dict[str, Any]] = {}
    for cuenta, numero, con_registro, motivo in realizados:
        suyos = resultado.setdefault(cuenta, {"talleres": 0, "talleres_sin_registro": ()})
        suyos["talleres"] += 1
        if not con_registro and not motivo:
            suyos["talleres_sin_registro"] += (numero,)
    return resultado


def sistematizan(cuentas: list[CuentaPublica]) -> dict[int, tuple[str, ...]]:
    """Who systematises in each service, by name (R97)."""
    filas = (
        Membresia.objects.vigentes()
        .filter(
            servicio__in={cuenta.servicio_id for cuenta in cuentas},
            rol=Rol.SISTEMATIZADOR,
            usuario__is_active=True,
        )
        .order_by("usuario__nombre")
        .values_list("servicio", "usuario__nombre")
    )
    resultado: dict[int, tuple[str, ...]] = {}
    for servicio, nombre in filas:
        resultado[servicio] = (*resultado.get(servicio, ()), nombre)
    return resultado


def decisiones(consultas: list[Consulta]) -> reglas.HechosDecisiones:
    """The messages of an account with their answers, as `con_todo` loads them."""
    respuestas = {c.folio_numero: r for c in consultas if (r := _respuesta_dada(c))}
    decididas = {n: r for n, r in respuestas.items() if r.decision != Respuesta.Decision.INFORMA}
    propuestas = [
        c.folio_numero
        for c in consultas
        if c.tipo == Consulta.Tipo.PROPUESTA and c.estado == Consulta.Estado.RESPONDIDA
    ]
    return reglas.HechosDecisiones(
        recibidos=len(consultas),
        sin_respuesta=tuple(
            c.folio_numero for c in consultas if c.estado == Consulta.Estado.RECIBIDA
        ),
        propuestas=len(propuestas),
        sin_decision=tuple(n for n in propuestas if n not in decididas),
        decididas=len(decididas),
        sin_fundamento=tuple(n for n, r in decididas.items() if not r.fundamento.strip()),
    )


def _respuesta_dada(consulta: Consulta) -> Respuesta | None:
    respondida = consulta.estado == Consulta.Estado.RESPONDIDA
    return respuesta_de(consulta) if respondida else None


def _sin_aprobar(consultas: list[Consulta]) -> tuple[int, ...]:
    en_revision = Respuesta.Estado.EN_REVISION
    return tuple(
        c.folio_numero for c in consultas if (r := respuesta_de(c)) and r.estado == en_revision
    )


# ── What identifies somebody ──


def _publicos(informe: InformeRespuestas, consultas: list[Consulta]) -> reglas.HechosPublicos:
    return reglas.HechosPublicos(
        con_datos_personales=tuple(
            c.folio_numero for c in consultas if detectar_datos_personales(texto_publico(c))
        ),
        textos_con_datos=tuple(_textos_con_datos(informe, consultas)),
    )


def _textos_con_datos(informe: InformeRespuestas, consultas: list[Consulta]) -> list[str]:
    """Texts of ours with a RUN, or with the contact of somebody who took part.

    The service's own telephone or mail may stand in an answer.
    """
    contactos = _contactos(informe.cuenta)
    lugares = {"la presentación del documento": informe.presentacion}
    for consulta in consultas:
        numero = f"N.º {consulta.folio_numero}"
        if respuesta := respuesta_de(consulta):
            lugares[f"la respuesta a {numero}"] = f"{respuesta.texto}\n{respuesta.fundamento}"
        if consulta.motivo_estado:
            lugares[f"el motivo de {numero}"] = consulta.motivo_estado
        if consulta.grupo:
            lugares[f"el título «{consulta.grupo.titulo}»"] = consulta.grupo.titulo
    return [lugar for lugar, texto in lugares.items() if _identifica(texto, contactos)]


def _contactos(cuenta: CuentaPublica) -> set[str]:
    filas = Consultante.objects.filter(cuenta=cuenta).values_list("correo", "telefono")
    return {contacto.lower() for fila in filas for contacto in fila if contacto}


def _identifica(texto: str, contactos: set[str]) -> bool:
    for hallazgo in detectar_datos_personales(texto):
        hallado = texto[hallazgo.inicio : hallazgo.fin]
        if hallazgo.tipo == "rut" or _normal(hallazgo.tipo, hallado) in contactos:
            return True
    return False


def _normal(tipo: str, hallado: str) -> str:
    if tipo == "correo":
        return hallado.lower()
    try:
        return normalizar_telefono(hallado)
    except ValueError:
        return hallado
