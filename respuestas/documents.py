"""The response document (its content without personal data, its tagged PDF) and the sheets."""

import re
from collections.abc import Container, Iterable
from datetime import date
from typing import Any

import segno
from django.utils import timezone
from django.utils.text import Truncator

from comun import pdf
from comun.formato import fecha_corta, fecha_sin_semana
from comun.reglas import Veredicto
from cuentas.documents import datos_de_publicacion
from cuentas.models import Capitulo, CuentaPublica
from cuentas.reglas import HechosDelPlazo, plazo_respuesta
from respuestas import selectors
from respuestas.catalogos import PUBLICAR_NOMBRE_EN_HOJA, TIPOS_DEL_FORMULARIO
from respuestas.models import Consulta, InformeRespuestas, PublicacionRespuestas, Respuesta
from respuestas.reglas import R107, R108
from servicios.models import AvisoPrivacidad

TITULO = "Ustedes preguntaron, esto respondemos"

SECCIONES = {
    "agrupadas": "Propuestas y preguntas que coinciden",
    "respuestas": "Preguntas y respuestas",
    Consulta.Estado.EN_ACTO: "Lo que se respondió en la jornada",
    Consulta.Estado.DERIVADA: "Lo que se envió a otro órgano",
    Consulta.Estado.FUERA: "Lo que no es de nuestra competencia",
}


def contenido(
    informe: InformeRespuestas,
    consultas: list[Consulta],
    plazo: HechosDelPlazo,
    *,
    version: int,
    hoy: date,
) -> dict[str, Any]:
    """What is published, as data: the page, the PDF and the mails are drawn from it alone.

    No contact, no document, and a name only where its owner allowed it.
    """
    cuenta = informe.cuenta
    tarde = fuera_de_plazo(plazo, hoy)
    maximo = plazo_maximo(plazo)
    sugerido = R107.evaluar(plazo, hoy)
    with timezone.override(cuenta.servicio.zona):
        bloques = list(_bloques(consultas))
    return {
        "titulo": TITULO,
        "servicio": cuenta.servicio.nombre,
        "anio_gestion": cuenta.anio_gestion,
        "anio_ejercicio": cuenta.anio_ejercicio,
        "version": version,
        "fecha": hoy.isoformat(),
        "presentacion": informe.presentacion,
        "norma": cuenta.norma.cita,
        "ecuacion": selectors.ecuacion(_cuenta_por_estado(consultas)),
        "personas": len({c.consultante_id for c in consultas if c.consultante_id}),
        "fuera_de_plazo": tarde,
        "plazo_maximo": maximo.isoformat() if maximo else "",
        "motivo_tardanza": plazo.motivo_tardanza.strip() if tarde else "",
        "despues_de_lo_sugerido": sugerido.veredicto is Veredicto.NO_CUMPLE and not tarde,
        "secciones": _secciones(bloques),
    }


def fuera_de_plazo(plazo: HechosDelPlazo, hoy: date) -> bool:
    """Whether the most days of the norm have passed (R108)."""
    return R108.evaluar(plazo, hoy).veredicto is Veredicto.NO_CUMPLE


def plazo_maximo(plazo: HechosDelPlazo) -> date | None:
    if plazo.norma is None or plazo.ancla is None:
        return None
    return plazo_respuesta(plazo.norma, plazo.ancla, plazo.feriados)[1].fecha


def bloques_por_numero(contenido: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """The published block that answers each contribution, by its number."""
    return {
        mensaje["numero"]: bloque
        for seccion in contenido["secciones"]
        for bloque in seccion["bloques"]
        for mensaje in bloque["mensajes"]
    }


def respuestas_pdf(contenido: dict[str, Any]) -> bytes:
    """The PDF of a version (PDF/UA). Same content, same bytes."""
    fecha = date.fromisoformat(contenido["fecha"])
    gestion = contenido["anio_gestion"]
    contexto = {
        **contenido,
        "servicio_nombre": contenido["servicio"],
        "anio": str(gestion),
        "bajada": f"Documento de respuestas de la Cuenta Pública Participativa, gestión {gestion}.",
        "encabezado": f"Respuestas, gestión {gestion}",
        "pie": f"Versión {contenido['version']}, {fecha_sin_semana(fecha)} de {fecha.year}",
        "fecha_documento": fecha,
        "maximo": date.fromisoformat(contenido["plazo_maximo"])
        if contenido["plazo_maximo"]
        else None,
    }
    return pdf.render("respuestas/documentos/respuestas.html", contexto, titulo=TITULO)


def _cuenta_por_estado(consultas: Iterable[Consulta]) -> dict[str, int]:
    cuantas = {estado.value: 0 for estado, _ in selectors.DESTINOS}
    for consulta in consultas:
        cuantas[consulta.estado] += 1
    return cuantas


def _secciones(bloques: list[dict[str, Any]]) -> list[dict[str, Any]]:
    secciones = [
        {
            "clave": str(clave),
            "titulo": titulo,
            "bloques": [b for b in bloques if b["seccion"] == clave],
        }
        for clave, titulo in SECCIONES.items()
    ]
    return [seccion for seccion in secciones if seccion["bloques"]]


def _bloques(consultas: list[Consulta]) -> Iterable[dict[str, Any]]:
    grupos: dict[int, list[Consulta]] = {}
    for consulta in consultas:
        if consulta.grupo_id:
            grupos.setdefault(consulta.grupo_id, []).append(consulta)
    for miembros in sorted(grupos.values(), key=lambda m: m[0].grupo.orden):  # type: ignore[union-attr]
        yield _bloque(miembros, "agrupadas", miembros[0].grupo.titulo)  # type: ignore[union-attr]
    for consulta in consultas:
        if consulta.grupo_id is None:
            escrita = consulta.estado in (Consulta.Estado.RESPONDIDA, Consulta.Estado.RECIBIDA)
            seccion = "respuestas" if escrita else consulta.estado
            yield _bloque([consulta], seccion, f"{consulta.get_tipo_display().capitalize()}")


def _bloque(miembros: list[Consulta], seccion: str, titulo: str) -> dict[str, Any]:
    primera = miembros[0]
    respuesta = selectors.respuesta_de(primera)
    escrita = respuesta is not None and primera.estado == Consulta.Estado.RESPONDIDA
    return {
        "seccion": str(seccion),
        "titulo": titulo,
        "mensajes": [_mensaje(consulta) for consulta in miembros],
        "respuesta": respuesta.texto if respuesta and escrita else primera.motivo_estado,
        "decision": _decision(respuesta) if respuesta and escrita else [],
    }


def _mensaje(consulta: Consulta) -> dict[str, Any]:
    redaccion = getattr(consulta, "redaccion", None)
    return {
        "numero": consulta.folio_numero,
        "folio": consulta.folio,
        "texto": selectors.texto_publico(consulta),
        "pie": pie_publico(consulta),
        "quitado": redaccion.motivo if redaccion else "",
        "suma_a": _suma_a(consulta),
    }


def _suma_a(consulta: Consulta) -> dict[str, Any]:
    """Where the answer is of the published question that it joined."""
    if (original := consulta.suma_a) is None:
        return {}
    return {
        "anio": original.folio_anio,
        "numero": original.folio_numero,
        "folio": original.folio,
        "antes": original.cuenta_id != consulta.cuenta_id,
    }


def pie_publico(consulta: Consulta) -> str:
    """Who says it and how it came; a name only with its owner's leave (T5)."""
    persona = consulta.consultante
    if persona and consulta.publica_nombre:
        quien = persona.nombre_completo
    elif consulta.acuerdo_id:
        quien = "el grupo"
    else:
        quien = "una persona"
    return (
        f"{consulta.get_tipo_display().capitalize()} de {quien}, {consulta.de_donde}, "
        f"{fecha_corta(consulta.recibida_en)}"
    ).replace(" de el grupo", " del grupo")


def leer_pie(pie: str) -> dict[str, Any]:
    """What `pie_publico` put together: kind, channel, number of the workshop and day.

    None for what it does not say.
    """
    quien, de_donde, fecha = ["", "", "", *pie.rsplit(", ", 2)][-3:]
    tipo = quien.partition(" de ")[0]
    taller = _TALLER.fullmatch(de_donde)
    dia = _DIA.fullmatch(fecha)
    return {
        "tipo": _TIPOS.get(tipo.partition(" del ")[0].lower()),
        "canal": Consulta.Canal.TALLER.value if taller else _CANALES.get(de_donde),
        "taller": int(taller[1]) if taller else None,
        "recibida_el": f"{dia[3]}-{dia[2]}-{dia[1]}" if dia else None,
    }


_TIPOS = {str(nombre).lower(): codigo for codigo, nombre in Consulta.Tipo.choices}
_CANALES = {str(nombre): codigo for codigo, nombre in Consulta.Canal.choices}
_TALLER = re.compile(r"en el taller (\d+)")
_DIA = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
#: Who a published line speaks of when it names nobody (`pie_publico`).
_SIN_NOMBRE = re.compile(r"\w+ (?:de una persona|del grupo), ")


def con_los_nombres_de_hoy(contenido: dict[str, Any], permitidos: Container[int]) -> dict[str, Any]:
    """What was published, with a name only where its owner allows it today.

    What is stored never changes: `permitidos` are the numbers of `con_nombre_publico`.
    """
    secciones = [
        {**seccion, "bloques": [_sin_retirados(b, permitidos) for b in seccion["bloques"]]}
        for seccion in contenido.get("secciones", ())
    ]
    return {**contenido, "secciones": secciones} if contenido else contenido


def contenido_de_hoy(
    cuenta: CuentaPublica, publicacion: PublicacionRespuestas | None
) -> dict[str, Any]:
    """What was published, without the names that were taken back since; empty if nothing was."""
    contenido = publicacion.contenido if publicacion else {}
    if nombres_por_quitar(contenido, ()):
        return con_los_nombres_de_hoy(contenido, selectors.con_nombre_publico(cuenta))
    return contenido


def nombres_por_quitar(contenido: dict[str, Any], permitidos: Container[int]) -> list[int]:
    """The numbers whose name stands in what was published, and is no longer allowed there."""
    return [
        mensaje["numero"]
        for seccion in contenido.get("secciones", ())
        for bloque in seccion["bloques"]
        for mensaje in bloque["mensajes"]
        if _retirado(mensaje, permitidos)
    ]


def _sin_retirados(bloque: dict[str, Any], permitidos: Container[int]) -> dict[str, Any]:
    if not any(_retirado(mensaje, permitidos) for mensaje in bloque["mensajes"]):
        return bloque
    mensajes = [
        {**mensaje, "pie": _sin_nombre(mensaje["pie"])}
        if _retirado(mensaje, permitidos)
        else mensaje
        for mensaje in bloque["mensajes"]
    ]
    return {**bloque, "mensajes": mensajes}


def _retirado(mensaje: dict[str, Any], permitidos: Container[int]) -> bool:
    return mensaje["numero"] not in permitidos and not _SIN_NOMBRE.match(mensaje["pie"])


def _sin_nombre(pie: str) -> str:
    """`Pregunta de Ana Soto, por internet, 03/05/2027` without her, whatever her name holds."""
    quien, *resto = pie.rsplit(", ", 2)
    return ", ".join([f"{quien.partition(' de ')[0]} de una persona", *resto])


def _decision(respuesta: Respuesta) -> list[dict[str, str]]:
    datos = []
    if respuesta.decision != Respuesta.Decision.INFORMA:
        datos.append({"nombre": "Decisión", "valor": respuesta.get_decision_display().capitalize()})
        datos.append({"nombre": "Por qué", "valor": respuesta.fundamento})
    if respuesta.unidad:
        datos.append({"nombre": "Responde", "valor": respuesta.unidad})
    return datos


# ── What is handed out and handed over on paper ──


def codigo_legible(codigo: str) -> str:
    """`KM4-P7R-TXC`: the code of a sheet as it is printed."""
    return "-".join(codigo[i : i + 3] for i in range(0, len(codigo), 3))


def hojas_pdf(
    cuenta: CuentaPublica, codigos: Iterable[str], aviso: AvisoPrivacidad | None, dia: date
) -> bytes:
    """Sheets to write on by hand, each with its code, which is also in its QR and nothing else.

    Same codes on the same day, same bytes.
    """
    hojas = [(escrito, _qr(escrito, 4)) for escrito in map(codigo_legible, codigos)]
    contexto = {
        "servicio": cuenta.servicio,
        "servicio_nombre": cuenta.servicio.nombre,
        "cuenta": cuenta,
        "hojas": hojas,
        "aviso": aviso,
        "tipos": [nombre for _, nombre in TIPOS_DEL_FORMULARIO],
        "capitulos": Capitulo.Tipo.labels,
        "formatos": Consulta.Formato.labels,
        "publicar_nombre": PUBLICAR_NOMBRE_EN_HOJA[1],
        "encabezado": f"Cuenta Pública Participativa, gestión {cuenta.anio_gestion}",
        "fecha_documento": dia,
    }
    titulo = f"Hojas para participar, gestión {cuenta.anio_gestion}"
    return pdf.render("respuestas/documentos/hojas.html", contexto, titulo=titulo)


def comprobante_pdf(consulta: Consulta, enlace: str, dia: date) -> bytes:
    """What is handed to who brought a contribution: folio, day of the answer, private link."""
    cuenta = consulta.cuenta
    contexto = {
        "servicio": cuenta.servicio,
        "servicio_nombre": cuenta.servicio.nombre,
        "cuenta": cuenta,
        "consulta": consulta,
        "vence": selectors.responder_hasta(cuenta, consulta.canal),
        "enlace": enlace,
        "qr": _qr(enlace, 6) if enlace else "",
        "encabezado": f"Cuenta Pública Participativa, gestión {cuenta.anio_gestion}",
        "fecha_documento": dia,
    }
    titulo = f"Comprobante del folio {consulta.folio}"
    return pdf.render("respuestas/documentos/comprobante.html", contexto, titulo=titulo)


def _qr(texto: str, escala: int) -> str:
    return segno.make(texto, error="m", micro=False).png_data_uri(scale=escala, border=2)


# ── What programs are told of the published page ──

#: Letters of an answer that the page repeats for programs: the whole one is at its address.
LARGO_PARA_PROGRAMAS = 500


def datos_de_las_respuestas(
    cuenta: CuentaPublica, publicacion: PublicacionRespuestas, secciones: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The document (Report) and the questions of a page with their answers (QAPage).

    As published, and naming nobody: who asked is told by the page alone, while they allow it.
    """
    informe = datos_de_publicacion(
        cuenta, publicacion, "respuestas", f"Preguntas y respuestas {cuenta.anio_gestion}"
    )
    bloques = [bloque for seccion in secciones for bloque in seccion["bloques"]]
    preguntas = [_pregunta(informe["url"], b, informe["publisher"]) for b in bloques]
    pagina = {
        "@type": "QAPage",
        "@id": f"{informe['url']}#preguntas",
        "inLanguage": "es-CL",
        "mainEntity": preguntas,
    }
    return [informe, pagina] if preguntas else [informe]


def _pregunta(pagina: str, bloque: dict[str, Any], quien: dict[str, Any]) -> dict[str, Any]:
    primera = bloque["mensajes"][0]
    lugar = f"{pagina}?n={primera['numero']}#n-{primera['numero']}"
    return {
        "@type": "Question",
        "name": f"{bloque['titulo']} N.º {primera['numero']}",
        "text": _breve(primera["texto"]),
        "url": lugar,
        "answerCount": 1,
        "acceptedAnswer": {
            "@type": "Answer",
            "text": _breve(bloque["respuesta"]),
            "url": lugar,
            "author": {"@type": quien["@type"], "@id": quien["@id"], "name": quien["name"]},
        },
    }


def _breve(texto: str) -> str:
    return Truncator(texto.strip()).chars(LARGO_PARA_PROGRAMAS)
