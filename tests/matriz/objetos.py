"""One object of each kind in a service, so that every route has something to open."""

from datetime import date
from typing import Any

from comun import archivos
from comun.campos import clave_nueva, hmac_de
from comun.texto import plegar
from convocatorias.models import (
    Contacto,
    Convocatoria,
    Encuentro,
    EncuestaPrevia,
    Importacion,
    Invitacion,
    Organizacion,
    PaginaBanner,
    PosibleDuplicado,
    PreguntaPrevia,
)
from convocatorias.selectors import empaquetar
from convocatorias.services import cambiar_en_bloque, guardar_filtro, unir_organizaciones
from correos.emails import ficha
from correos.models import Mensaje
from cuentas.models import AjusteRegla, Constancia, CuentaPublica, Difusion, Integrante, Tarea
from jornadas.models import Exposicion, Ficha, PreguntaPlenario, TurnoPlenario
from privacidad.models import SolicitudDerechos
from respuestas import documents
from respuestas.models import (
    AdjuntoConsulta,
    Consulta,
    Consultante,
    EntregaEncuentro,
    EnvioRespuesta,
    Grupo,
    InformeRespuestas,
    PublicacionRespuestas,
    Respuesta,
)
from respuestas.selectors import consultas_del_documento, hechos_del_plazo
from seguimiento.models import Suscripcion
from seguimiento.services import poner_al_dia
from seguimiento.services.calendario import crear_calendario
from seguimiento.services.claves import clave_de, nonce_y_huella
from servicios.alcance import alcance
from servicios.models import Membresia, Servicio, SitioWeb, Usuario
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
            "version": 1,
            "archivo": "consultas.csv",
            "de_la_api": f"{servicio.slug}.{cuenta.anio_gestion}",
        }
        ids |= _de_la_cuenta(cuenta, personas)
        actividad = m.crear_actividad(cuenta)
        ids["slug"] = actividad.slug
        ids |= _en_la_api(ids["de_la_api"], actividad.slug)
        ids |= _de_la_convocatoria(servicio, actividad, ids.pop("publicacion"))
        ids |= _del_directorio(servicio, personas["encargada"])
        ids |= _de_otros_canales(actividad)
        ids |= _del_dia(actividad, ids.pop("participante"), personas)
        ids |= _de_las_respuestas(servicio, cuenta, personas)
        ids["sitio"] = SitioWeb.objects.create(
            servicio=servicio,
            host=f"www.{servicio.slug}.example",
            agregado_en=m.AHORA,
            agregado_por=personas["encargada"],
        ).pk
        ids["membresia"] = Membresia.objects.filter(servicio=servicio).first().pk
        ids |= _del_seguimiento(cuenta, personas)
        ids |= _de_los_derechos(servicio)
    return ids


def _en_la_api(cuenta: str, actividad: str) -> dict[str, str]:
    """How rows of each table are named to programs."""
    return {
        "una_actividad": f"{cuenta}.{actividad}",
        "una_cifra": f"{cuenta}.{actividad}.mujeres",
        "una_consulta": f"{cuenta}.2026-0001",
        "una_respuesta": f"{cuenta}.1",
    }


def _de_los_derechos(servicio: Servicio) -> dict[str, Any]:
    clave, huella = clave_nueva()
    solicitud = SolicitudDerechos.objects.create(
        servicio=servicio,
        folio_anio=2027,
        folio_numero=1,
        derecho=SolicitudDerechos.Derecho.ACCESO,
        estado=SolicitudDerechos.Estado.RECIBIDA,
        nombre="Rosa",
        correo="rosa@correo.example",
        correo_hmac=hmac_de(servicio.pk, "rosa@correo.example"),
        clave_hash=huella,
        iniciada_en=m.AHORA,
        recibida_en=m.AHORA,
        vence_el=m.DIA,
    )
    return {"solicitud": solicitud.pk, "clave_solicitud": clave}


def _del_seguimiento(cuenta: CuentaPublica, personas: dict[str, Usuario]) -> dict[str, Any]:
    poner_al_dia(CuentaPublica.objects.filter(pk=cuenta.pk), ahora=m.AHORA)
    return {
        "plazo": "responder-maximo",
        "clave_calendario": crear_calendario(por=personas["encargada"], ahora=m.AHORA),
        "clave_avisos": _avisos(cuenta),
    }


def _avisos(cuenta: CuentaPublica) -> str:
    """Somebody who follows the account: the key of their page."""
    suya = Suscripcion.objects.create(
        servicio=cuenta.servicio,
        cuenta=cuenta,
        correo="vecina@correo.example",
        alcance=Suscripcion.Alcance.CUENTA,
        pedida_en=m.AHORA,
        confirmada_en=m.AHORA,
        **nonce_y_huella(cuenta.servicio_id),
    )
    return clave_de(suya)


def _de_la_cuenta(cuenta: CuentaPublica, personas: dict[str, Usuario]) -> dict[str, Any]:
    integrante = Integrante.objects.create(
        cuenta=cuenta, usuario=personas["equipo"], funcion="Apoyo"
    )
    publicacion = m.publicar_informe(
        m.crear_informe(cuenta), personas["encargada"], personas["autoridad"]
    )
    pagina = PaginaBanner.objects.create(
        proceso=m.crear_proceso(cuenta),
        url=f"https://www.{cuenta.servicio.slug}.example/",
        registrada_en=m.AHORA,
        registrada_por=personas["encargada"],
    )
    return {
        "pagina_banner": pagina.pk,
        "anfitrion": "estricto",
        "nivel": "elemento",
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


def _importacion(servicio: Servicio) -> Importacion:
    """A sheet reviewed: somebody may look at it, take it away, confirm it or discard it."""
    return Importacion.objects.create(
        servicio=servicio,
        nombre="directorio.csv",
        sha256="0" * 64,
        contenido="Organización;Tipos\nClub;funcional".encode(),
        titulos=["Organización", "Tipos"],
        muestra='[["Club", "funcional"]]',
        estado=Importacion.Estado.REVISADA,
        columnas={"organizacion": 0, "tipos": 1},
        leido=empaquetar([]),
        hallazgos=empaquetar({"filas": {"2": "n-"}}),
        filas=1,
        resumen={},
        subida_en=m.AHORA,
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
    invitacion = Invitacion.objects.create(
        convocatoria=convocatoria,
        participante=participante,
        mensaje=mensaje,
        clave_hash=huella,
    )
    return {
        "importacion": _importacion(servicio).pk,
        "organizacion": organizacion.pk,
        "contacto": contacto.pk,
        "convocatoria": convocatoria.pk,
        "invitacion": invitacion.pk,
        "participante": participante,
        "clave_invitacion": clave,
        "clave_baja": ficha(mensaje, "baja"),
        "mensaje": _mensaje(servicio, "suelto").pk,
    }


def _del_directorio(servicio: Servicio, por: Usuario) -> dict[str, Any]:
    una = Organizacion.objects.get(servicio=servicio)
    otra = m.crear_organizacion(servicio, "Club Deportivo Puente Viejo")
    unida = m.crear_organizacion(servicio, "JJVV El Molino")
    como = {"ahora": m.AHORA, "por": por}
    filas = Organizacion.objects.filter(pk=otra.pk)
    return {
        "otra_organizacion": otra.pk,
        "filtro": guardar_filtro(
            servicio=servicio, nombre="Culturales", consulta="tipo=cultural", por=por
        ).pk,
        "cambio": cambiar_en_bloque(
            servicio=servicio, filas=filas, accion="agregar_tipo", valor="cultural",
            esperadas=1, **como,
        ).pk,
        "posible_duplicado": PosibleDuplicado.objects.create(
            una=una, otra=otra, motivo="correo", parecido=95
        ).pk,
        "fusion": unir_organizaciones(sobreviviente=una, absorbida=unida, **como).pk,
    }  # fmt: skip


def _de_otros_canales(actividad: Any) -> dict[str, Any]:
    encuesta = EncuestaPrevia.objects.create(
        actividad=actividad,
        titulo="Antes de la cuenta",
        abre=m.HOY,
        cierra=m.DIA,
        estado=EncuestaPrevia.Estado.ABIERTA,
        hojas=3,
    )
    PreguntaPrevia.objects.create(
        encuesta=encuesta, orden=1, texto="¿Qué le interesa?", clase="texto"
    )
    clave, huella = clave_nueva()
    encuentro = Encuentro.objects.create(
        actividad=actividad,
        organizacion_nombre="Vecinas",
        nombres="Nelly",
        correo="nelly@correo.example",
        clave=clave,
        clave_hash=huella,
        clave_desde=m.AHORA,
    )
    entrega = EntregaEncuentro.objects.create(
        encuentro=encuentro,
        nonce=f"e-{encuentro.pk}",
        asistentes=12,
        acta=archivos.guardar(b"%PDF-1.7 acta", archivos.PDF),
        recibida_en=m.AHORA,
    )
    return {"clave_encuentro": clave, "entrega": entrega.pk}


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
    for clase in AdjuntoConsulta.Clase.values:
        AdjuntoConsulta.objects.create(
            consulta=consulta,
            clase=clase,
            tipo="image/png",
            tamano=9,
            contenido=b"de prueba",
            agregado_en=m.AHORA,
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
        "en_papel": _en_papel(cuenta, personas["encargada"]).folio_numero,
        "orden": grupo.orden,
        "envio": envio.pk,
        "clave_consulta": clave,
        "fecha": date(2027, 5, 28),
    }


def _en_papel(cuenta: CuentaPublica, por: Usuario) -> Consulta:
    """A sheet that was typed, with its scan."""
    consulta = Consulta.objects.create(
        cuenta=cuenta,
        folio_anio=2026,
        folio_numero=2,
        canal="papel",
        tipo="opinion",
        mensaje="Que atiendan un sábado.",
        recibida_en=m.AHORA,
        ingresada_por=por,
    )
    AdjuntoConsulta.objects.create(
        consulta=consulta,
        clase=AdjuntoConsulta.Clase.ORIGINAL,
        tipo=archivos.JPG,
        tamano=3,
        contenido=b"jpg",
        agregado_en=m.AHORA,
    )
    return consulta
