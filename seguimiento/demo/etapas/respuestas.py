"""After the day: what is collected, grouped, answered, published and sent."""

import random
from functools import partial

from django.db.models import QuerySet

from comun.tarjetas import tarjeta
from convocatorias import services as convocatorias
from convocatorias.models import Actividad
from cuentas import services as cuentas
from cuentas.models import Difusion
from jornadas import services as jornadas
from respuestas import services as respuestas
from respuestas.models import Consulta, EnvioRespuesta, Grupo, Respuesta
from seguimiento.demo import renca
from seguimiento.demo.etapas.convocatoria import (
    DIA_COMPLEMENTARIA,
    DIA_ENCUENTRO,
    Hecho,
    autoras_de,
    datos_de,
    en_orden,
    mensajes,
    publicar_grabacion,
)
from seguimiento.demo.mensajes import (
    EN_PAPEL,
    PRESENTACION,
    RESPUESTAS,
    TEMAS,
    VIRTUALES,
    Destino,
    Escrito,
    Tema,
)
from seguimiento.demo.obra import Obra
from seguimiento.demo.personas import Vecina

ESCRITOS = {escrito.mensaje: escrito for escrito in (*VIRTUALES, *EN_PAPEL)}
OBSERVACION = "Diga también qué sí se hará este año, aunque la propuesta no se acoja."


def recoger(obra: Obra) -> None:
    """What was said on the day, as contributions; and what came by other ways."""
    obra.agenda.ir(1)
    respuestas.recoger(jornada=obra.jornada, por=obra.quien("sistematizadora"))
    publicar_grabacion(obra)
    en_orden(
        [
            *mensajes(obra, antes=False),
            (DIA_ENCUENTRO + 1, partial(_encuentro_autoconvocado, obra)),
            (DIA_COMPLEMENTARIA, partial(_encuentro_sin_nadie, obra)),
            *_en_papel(obra),
        ]
    )


def _encuentro_autoconvocado(obra: Obra) -> None:
    """Who calls it is given a private page, and sends by it what was agreed."""
    obra.agenda.ir(DIA_ENCUENTRO + 1)
    quien = next(obra.vecinas)
    actividad = Actividad.objects.select_related("comuna", "cuenta__servicio__comuna").get(
        cuenta=obra.cuenta, tipo=Actividad.Tipo.AUTOCONVOCADA
    )
    encuentro = convocatorias.guardar_encuentro(
        actividad=actividad,
        organizacion_nombre=renca.QUIEN_SE_CONVOCA,
        nombres=quien.nombres,
        apellidos=quien.apellidos,
        correo=quien.correo,
        por=obra.quien("equipo"),
    )
    convocatorias.crear_clave_de_encuentro(encuentro=encuentro, por=obra.quien("equipo"))
    respuestas.recibir_aportes(
        encuentro=encuentro,
        asistentes=renca.FUERON_AL_ENCUENTRO,
        aportes=[
            respuestas.Escrito(Consulta.Tipo.PROPUESTA, texto) for texto in renca.DEL_ENCUENTRO
        ],
        nonce=obra.nonce("encuentro"),
    )


def _encuentro_sin_nadie(obra: Obra) -> None:
    """A fact to record: the team was there and nobody came."""
    encargada = obra.quien("encargada")
    actividad = Actividad.objects.select_related("comuna", "cuenta").get(
        cuenta=obra.cuenta, tipo=Actividad.Tipo.COMPLEMENTARIA
    )
    obra.agenda.ir(DIA_COMPLEMENTARIA, 18, 30)
    jornada = jornadas.preparar_jornada(actividad=actividad, por=encargada)
    jornadas.abrir_jornada(jornada=jornada, por=encargada)
    obra.agenda.ir(DIA_COMPLEMENTARIA, 20)
    jornadas.no_realizada(jornada=jornada, motivo=renca.NADIE_LLEGO, por=encargada)
    convocatorias.suspender(actividad=actividad, motivo=renca.NADIE_LLEGO, por=encargada)


def _en_papel(obra: Obra) -> list[Hecho]:
    return [
        (
            escrito.dia,
            partial(_ingresar, obra, escrito, autora, obra.nonce("papel", vuelta, puesto)),
        )
        for vuelta in range(obra.escala)
        for puesto, (escrito, autora) in enumerate(
            zip(EN_PAPEL, autoras_de(obra, EN_PAPEL), strict=True)
        )
    ]


def _ingresar(obra: Obra, escrito: Escrito, autora: Vecina, hoja: str) -> None:
    obra.agenda.ir(escrito.dia, 13)
    consulta = respuestas.ingresar_consulta(
        cuenta=obra.cuenta,
        tipo=escrito.tipo,
        mensaje=escrito.mensaje,
        canal=escrito.canal,
        hoja=_hoja(obra, hoja) if escrito.canal == Consulta.Canal.PAPEL else "",
        datos=datos_de(autora, escrito.medio),
        nonce=obra.nonce("papel", hoja),
        por=obra.quien("equipo"),
    )
    if consulta.hoja:
        respuestas.guardar_original(
            consulta=consulta,
            contenido=tarjeta(f"Hoja {consulta.hoja}", consulta.mensaje, renca.HOJA_ESCANEADA),
            por=obra.quien("equipo"),
        )


def _hoja(obra: Obra, cual: str) -> str:
    """The code of a printed sheet, the same each time that the story is built."""
    azar = random.Random(cual).choices(respuestas.ALFABETO_DE_HOJAS, k=6)
    return respuestas.codigo_de_hoja(obra.cuenta, "".join(azar))


def propuestas_de(obra: Obra) -> QuerySet[Consulta]:
    return Consulta.objects.filter(cuenta=obra.cuenta, tipo=Consulta.Tipo.PROPUESTA)


def agrupar(obra: Obra) -> None:
    """The proposals under five titles; every original stays as it was said."""
    obra.agenda.ir(16)
    propuestas = propuestas_de(obra)
    for tema in TEMAS:
        respuestas.crear_grupo(
            cuenta=obra.cuenta,
            titulo=tema.titulo,
            consultas=propuestas.filter(mensaje__in=tema.propuestas),
            por=obra.quien("sistematizadora"),
        )


def responder_grupos(obra: Obra, *, todo: bool) -> None:
    """A decision and its reason for each group; the first one was given back once."""
    grupos = Grupo.objects.filter(cuenta=obra.cuenta).order_by("orden")
    for puesto, (grupo, tema) in enumerate(zip(grupos, TEMAS, strict=True)):
        obra.agenda.ir(17, 9, 30 * puesto)
        respuesta = _redactar_grupo(obra, grupo, tema)
        if not todo and puesto == len(TEMAS) - 1:
            continue
        respuestas.enviar_a_revision(respuesta=respuesta, por=obra.quien("unidad"))
        if puesto == 0:
            respuestas.devolver(
                respuesta=respuesta, observacion=OBSERVACION, por=obra.quien("revisora")
            )
            respuesta = _redactar_grupo(obra, grupo, tema)
            respuestas.enviar_a_revision(respuesta=respuesta, por=obra.quien("unidad"))
        if todo or puesto < len(TEMAS) - 2:
            respuestas.aprobar_respuesta(respuesta=respuesta, por=obra.quien("revisora"))


def _redactar_grupo(obra: Obra, grupo: Grupo, tema: Tema) -> Respuesta:
    return respuestas.redactar_respuesta(
        grupo=grupo,
        texto=tema.respuesta,
        decision=tema.decision,
        fundamento=tema.fundamento,
        unidad=tema.unidad,
        por=obra.quien("unidad"),
    )


def responder_mensajes(obra: Obra, *, todo: bool) -> None:
    """Each of the others: answered, referred, or out of scope. Part of them, unless `todo`."""
    pendientes = list(
        Consulta.objects.filter(cuenta=obra.cuenta, estado=Consulta.Estado.RECIBIDA, grupo=None)
    )
    for puesto, consulta in enumerate(pendientes):
        avance = puesto / len(pendientes)
        obra.agenda.ir(17 + int(4 * avance), 11, puesto % 400)
        escrito = ESCRITOS.get(consulta.mensaje)
        if escrito and escrito.publico:
            _version_publica(obra, consulta, escrito)
        if escrito and escrito.destino is not Destino.RESPONDER:
            _otro_destino(obra, consulta, escrito)
        elif todo or avance < 0.8:
            _responder(obra, consulta, revisar=todo or avance < 0.7, aprobar=todo or avance < 0.55)


def _version_publica(obra: Obra, consulta: Consulta, escrito: Escrito) -> None:
    respuestas.redactar_version_publica(
        consulta=consulta,
        texto=escrito.publico,
        motivo="Se quitó un número de teléfono.",
        por=obra.quien("sistematizadora"),
    )


def _otro_destino(obra: Obra, consulta: Consulta, escrito: Escrito) -> None:
    por = obra.quien("sistematizadora")
    if escrito.destino is Destino.DERIVAR:
        respuestas.derivar(
            consulta=consulta, organo=escrito.organo, motivo=escrito.respuesta, por=por
        )
    else:
        respuestas.declarar_fuera_de_competencia(
            consulta=consulta, motivo=escrito.respuesta, por=por
        )


def _responder(obra: Obra, consulta: Consulta, *, revisar: bool, aprobar: bool) -> None:
    respuesta = respuestas.redactar_respuesta(
        consulta=consulta, texto=RESPUESTAS[consulta.mensaje], por=obra.quien("unidad")
    )
    if revisar:
        respuestas.enviar_a_revision(respuesta=respuesta, por=obra.quien("unidad"))
    if aprobar:
        respuestas.aprobar_respuesta(respuesta=respuesta, por=obra.quien("revisora"))


def publicar(obra: Obra) -> None:
    """The document, within the thirty days, and one reply to each person."""
    obra.agenda.ir(23)
    _retirar_nombres(obra)
    obra.agenda.ir(24)
    por = obra.quien("sistematizadora")
    informe = respuestas.preparar_documento(cuenta=obra.cuenta, por=por)
    presentacion = PRESENTACION.format(
        personas=renca.PERSONAS * obra.escala,
        talleres=len(obra.talleres),
        propuestas=propuestas_de(obra).count(),
    )
    respuestas.guardar_presentacion(informe=informe, presentacion=presentacion, por=por)
    cuentas.dejar_constancia(
        cuenta=obra.cuenta,
        regla="R103",
        cumplida=True,
        fecha=obra.agenda.fecha(20),
        texto=renca.RESULTADOS_COMPARTIDOS,
        por=obra.quien("encargada"),
    )
    obra.agenda.ir(26)
    respuestas.enviar_documento_a_revision(informe=informe, por=por)
    obra.agenda.ir(29)
    respuestas.publicar_respuestas(informe=informe, por=obra.quien("autoridad"))


def _retirar_nombres(obra: Obra) -> None:
    """Who allowed their name and thought better of it is published as "una persona"."""
    textos = [escrito.mensaje for escrito in VIRTUALES if escrito.retira_nombre]
    for consulta in Consulta.objects.filter(cuenta=obra.cuenta, mensaje__in=textos):
        respuestas.retirar_nombre(consulta=consulta)


def cerrar(obra: Obra) -> None:
    """The replies that go by telephone or by letter, and the end."""
    obra.agenda.ir(33)
    sin_correo = EnvioRespuesta.objects.filter(
        publicacion__informe__cuenta=obra.cuenta, mensaje=None
    ).select_related("consultante")
    for envio in sin_correo:
        respuestas.registrar_entrega(
            envio=envio, medio=envio.consultante.medio, por=obra.quien("equipo")
        )
    _difundir(obra)
    obra.agenda.ir(45)
    respuestas.cerrar_cuenta(cuenta=obra.cuenta, por=obra.quien("encargada"))


def _difundir(obra: Obra) -> None:
    """Where the answers were made known, and what shows it."""
    obra.agenda.ir(34)
    for canal, datos in renca.DIFUSION.items():
        cuentas.anotar_difusion(
            cuenta=obra.cuenta,
            objeto=Difusion.Objeto.RESPUESTAS,
            canal=canal,
            fecha=obra.agenda.fecha(30),
            por=obra.quien("comunicaciones"),
            url=datos.get("url", ""),
            evidencia=datos.get("evidencia", ""),
        )
