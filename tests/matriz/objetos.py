"""One object of each kind in a service, so that every route has something to open."""

from datetime import date
from typing import Any

from comun import archivos
from comun.campos import clave_nueva, hmac_de
from comun.texto import plegar
from convocatorias.models import Contacto, Convocatoria, Invitacion
from correos.emails import ficha
from correos.models import Mensaje
from cuentas.models import AjusteRegla, Constancia, CuentaPublica, Difusion, Integrante, Tarea
from jornadas.models import Exposicion, Ficha, PreguntaPlenario, TurnoPlenario
from respuestas import documents
from respuestas.models import (
    Consulta,
    Consultante,
    EnvioRespuesta,
    Grupo,
    InformeRespuestas,
    PublicacionRespuestas,
    Respuesta,
)
from respuestas.selectors import consultas_del_documento, hechos_del_plazo
from seguimiento.services import poner_al_dia
from seguimiento.services.calendario import crear_calendario
from servicios.alcance import alcance
from servicios.models import Membresia, Servicio, Usuario
from talleres.models import Acuerdo, Asignacion, Intervencion, Presentacion
from tests import mundo as m

RUN = "11111111-1"


def poblar(servicio: Servicio, personas: dict[str, Usuario]) -> dict[str, Any]:
    """Everything an account has, and the identifiers that addresses are made of."""
    with alcance(servicio):
        cuenta = m.crear_cuenta(servicio, personas["encargada"])
        ids: dict[str, Any] = {
            "servicio": servicio.slug,
            "anio": cuenta.anio_gestion,
            "formato": "csv",
        }
        ids |= _de_la_cuenta(cuenta, personas)
        actividad = m.crear_actividad(cuenta)
        ids["slug"] = actividad.slug
        ids |= _de_la_convocatoria(servicio, actividad, ids.pop("publicacion"))
        ids |= _del_dia(actividad, ids.pop("participante"), personas)
        ids |= _de_las_respuestas(servicio, cuenta, personas)
        ids["membresia"] = Membresia.objects.filter(servicio=servicio).first().pk
        ids |= _del_seguimiento(cuenta, personas)
    return ids


def _del_seguimiento(cuenta: CuentaPublica, personas: dict[str, Usuario]) -> dict[str, Any]:
    poner_al_dia(CuentaPublica.objects.filter(pk=cuenta.pk), ahora=m.AHORA)
    return {
        "plazo": "responder-maximo",
        "clave_calendario": crear_calendario(por=personas["encargada"], ahora=m.AHORA),
    }


def _de_la_cuenta(cuenta: CuentaPublica, personas: dict[str, Usuario]) -> dict[str, Any]:
    integrante = Integrante.objects.create(
        cuenta=cuenta, usuario=personas["equipo"], funcion="Apoyo"
    )
    publicacion = m.publicar_informe(
        m.crear_informe(cuenta), personas["encargada"], personas["autoridad"]
    )
    m.crear_proceso(cuenta)
    return {
        "integrante": integrante.pk,
        "tipo": "politicas",
        "publicacion": publicacion,
        **_del_trabajo_del_equipo(cuenta, personas["encargada"]),
    }


def _del_trabajo_del_equipo(cuenta: CuentaPublica, persona: Usuario) -> dict[str, Any]:
    archivo = archivos.guardar(b"%PDF-1.7 evidencia", archivos.PDF)
    hecha = {"hecha_en": m.AHORA, "hecha_por": persona, "evidencia": "Acta"}
    tarea = Tarea.objects.create(cuenta=cuenta, nombre="Toldos", archivo=archivo, **hecha)
    constancia = Constancia.objects.create(
        cuenta=cuenta,
        regla="R10",
        cumplida=True,
        fecha=m.HOY,
        texto="Plan",
        archivo=archivo,
        dada_por=persona,
        registrada_en=m.AHORA,
    )
    difusion = Difusion.objects.create(
        cuenta=cuenta,
        objeto="respuestas",
        canal="web",
        fecha=m.HOY,
        evidencia="Nota",
        archivo=archivo,
        registrada_por=persona,
        registrada_en=m.AHORA,
    )
    ajuste = AjusteRegla.objects.create(
        norma=cuenta.norma,
        regla="R16",
        motivo="Artículo 3",
        ajustada_por=persona,
        ajustada_en=m.AHORA,
    )
    return {
        "ajuste": ajuste.pk,
        "tarea": tarea.pk,
        "constancia": constancia.pk,
        "difusion": difusion.pk,
    }


def _mensaje(servicio: Servicio, clave: str, tipo: str = "prueba") -> Mensaje:
    return Mensaje.objects.create(
        servicio=servicio,
        tipo=tipo,
        clave=f"{servicio.slug}:{clave}",
        para="persona@correo.example",
        asunto="Prueba",
        texto="Texto",
        html="<p>Texto</p>",
        message_id=f"<{servicio.slug}-{clave}@prueba>",
        creado_en=m.AHORA,
    )


def _de_la_convocatoria(servicio: Servicio, actividad: Any, publicacion: Any) -> dict[str, Any]:
    organizacion = m.crear_organizacion(servicio)
    contacto = Contacto.objects.create(
        organizacion=organizacion, nombres="Rosa", correo="rosa@correo.example"
    )
    convocatoria = Convocatoria.objects.create(
        actividad=actividad,
        informe=publicacion,
        estado=Convocatoria.Estado.ENVIADA,
        enviada_en=m.AHORA,
        dias_anticipacion=15,
    )
    Convocatoria.objects.create(actividad=actividad, mensaje="Le esperamos.")
    participante = m.crear_participante(actividad, "Rosa", "Quilaleo", contacto=contacto)
    clave, huella = clave_nueva()
    mensaje = _mensaje(servicio, "invitacion", "invitacion")
    Invitacion.objects.create(
        convocatoria=convocatoria,
        participante=participante,
        mensaje=mensaje,
        clave_hash=huella,
    )
    return {
        "organizacion": organizacion.pk,
        "contacto": contacto.pk,
        "convocatoria": convocatoria.pk,
        "participante": participante,
        "clave_invitacion": clave,
        "clave_baja": ficha(mensaje, "baja"),
        "mensaje": _mensaje(servicio, "suelto").pk,
    }


def _del_dia(actividad: Any, participante: Any, personas: dict[str, Usuario]) -> dict[str, Any]:
    equipo = {"facilitador": personas["facilitadora"], "secretario": personas["secretaria"]}
    taller = m.crear_taller(actividad, 1, estado="en_curso", **equipo)
    jornada = m.crear_jornada(actividad)
    por = personas["secretaria"]
    Asignacion.objects.create(taller=taller, participante=participante)
    intervencion = Intervencion.objects.create(
        taller=taller,
        tipo="pregunta",
        texto="¿Cuándo?",
        registrada_en=m.AHORA,
        registrada_por=por,
        nonce=f"i-{taller.pk}",
    )
    acuerdo = Acuerdo.objects.create(
        taller=taller, orden=1, texto="Que llegue", registrado_en=m.AHORA, registrado_por=por
    )
    presentacion = Presentacion.objects.create(
        taller=taller,
        version=1,
        archivo=archivos.guardar(b"PK prueba", "application/vnd.ms-powerpoint"),
        generada_en=m.AHORA,
        generada_por=por,
    )
    ficha = Ficha.objects.create(
        jornada=jornada,
        participante=participante,
        tipo_documento=Ficha.TipoDocumento.RUN,
        documento=RUN,
        documento_hmac=hmac_de(actividad.servicio_id, RUN),
        a_titulo_personal=True,
        firma_en_papel=True,
        acreditada_en=m.AHORA,
        acreditada_por=personas["acreditadora"],
        nonce=f"f-{jornada.pk}",
    )
    Exposicion.objects.create(
        jornada=jornada,
        presentacion=archivos.guardar(b"%PDF-1.7 lo expuesto", "application/pdf"),
        registrada_por=personas["encargada"],
        registrada_en=m.AHORA,
    )
    turno = TurnoPlenario.objects.create(
        jornada=jornada, taller=taller, orden=1, presentacion=presentacion
    )
    pregunta = PreguntaPlenario.objects.create(
        turno=turno,
        texto="¿Y el puente?",
        registrada_en=m.AHORA,
        registrada_por=por,
        nonce=f"p-{turno.pk}",
    )
    return {
        "taller": taller.pk,
        "jornada": jornada.pk,
        "intervencion": intervencion.pk,
        "acuerdo": acuerdo.pk,
        "presentacion": presentacion.pk,
        "ficha": ficha.pk,
        "turno": turno.pk,
        "pregunta": pregunta.pk,
        "participante": participante.pk,
    }


def _de_las_respuestas(
    servicio: Servicio, cuenta: CuentaPublica, personas: dict[str, Usuario]
) -> dict[str, Any]:
    consultante = Consultante.objects.create(
        cuenta=cuenta,
        nombres="Juan",
        medio="carta",
        direccion="Calle 1",
        nombre_plegado="juan",
        contacto_plegado=plegar("Calle 1"),
    )
    grupo = Grupo.objects.create(cuenta=cuenta, titulo="Obras", orden=1)
    clave, huella = clave_nueva()
    consulta = Consulta.objects.create(
        cuenta=cuenta,
        folio_anio=2026,
        folio_numero=1,
        canal="virtual",
        tipo="pregunta",
        mensaje="¿Cuándo llega la obra?",
        recibida_en=m.AHORA,
        consultante=consultante,
        grupo=grupo,
        clave_hash=huella,
    )
    Respuesta.objects.create(
        cuenta=cuenta, grupo=grupo, texto="En abril.", redactada_por=personas["sistematizadora"]
    )
    informe = InformeRespuestas.objects.create(cuenta=cuenta)
    consultas = consultas_del_documento(cuenta)
    plazo = hechos_del_plazo(cuenta, m.HOY)
    publicacion = PublicacionRespuestas.objects.create(
        informe=informe,
        version=1,
        publicada_en=m.AHORA,
        contenido=documents.contenido(informe, consultas, plazo, version=1, hoy=m.HOY),
        pdf=archivos.guardar(b"%PDF-1.7 respuestas", "application/pdf"),
        redactada_por=personas["sistematizadora"],
        aprobada_por=personas["autoridad"],
    )
    envio = EnvioRespuesta.objects.create(consultante=consultante, publicacion=publicacion)
    return {
        "numero": consulta.folio_numero,
        "orden": grupo.orden,
        "envio": envio.pk,
        "clave_consulta": clave,
        "fecha": date(2027, 5, 28),
    }
