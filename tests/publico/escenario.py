"""A world that has something on every public page, and what each walk needs of its own."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from comun import archivos, reloj
from comun.campos import hash_de_clave, nonce_nuevo
from comun.texto import plegar
from convocatorias import services as convocatorias
from convocatorias.models import (
    Actividad,
    BloquePrograma,
    Encuentro,
    Tema,
    Transmision,
)
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from privacidad.models import SolicitudDerechos
from privacidad.services import decisiones, solicitudes
from respuestas import documents, selectors, services
from respuestas.models import Consulta, Respuesta
from seguimiento.services import poner_al_dia
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio
from tests import mundo as m
from tests.convocatorias.conftest import crear_contacto

A_TIEMPO = datetime(2027, 5, 10, 14, 0, tzinfo=UTC)
#: Kinds of organisation that a call must reach.
TIPOS = ("territorial", "funcional", "mujeres")
RIBERA = "¿Cuándo llega el refuerzo de la ribera?"


@dataclass(frozen=True)
class Vecina:
    """Somebody who walks, with what is theirs and nobody else's."""

    nombre: str
    correo: str
    #: Of the private page of a question answered last year, and of one that was erased.
    respondida: str
    borrada: str
    encuentro: str
    #: The page of a right that was granted, with its copy.
    acogida: str

    @property
    def delegada(self) -> str:
        return f"delegada.{self.correo}"

    def carta(self, tipo: str, contiene: str, para: str = "") -> str:
        """The text of the last mail of that kind that was decided to send them."""
        with todos_los_servicios():
            cartas = Mensaje.objects.filter(
                para=para or self.correo, tipo=tipo, texto__contains=contiene
            )
            return str(cartas.order_by("-pk").values_list("texto", flat=True)[0])

    def enlace(self, tipo: str, camino: str, para: str = "") -> str:
        """The private address that such a mail carries."""
        hallado = re.search(rf"{camino}[\w-]+/", self.carta(tipo, camino, para))
        assert hallado, (tipo, camino)
        return hallado[0]

    def codigo(self, para: str = "") -> str:
        """The six figures of the last code mailed."""
        hallado = re.search(r"Su código es (\d{6})", self.carta("derechos", "Su código es", para))
        assert hallado
        return hallado[1]


def sembrar(*nombres: str) -> list[Vecina]:
    """The world, today, with one neighbour for each walk."""
    reloj.mover_a(A_TIEMPO)
    mundo = m.crear_mundo()
    Servicio.objects.filter(pk=mundo.riberas.pk).update(
        telefono="71 2 345 678", horario="de lunes a viernes, de 9 a 14 horas"
    )
    mundo.riberas.refresh_from_db()
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        informe = m.publicar_informe(
            m.crear_informe(cuenta, "Se reforzó la ribera del estero. " * 12),
            mundo["encargada"],
            mundo["autoridad"],
        )
        m.crear_proceso(cuenta, publicado_en=A_TIEMPO)
        actividad = _actividad(cuenta)
        _convocar(mundo, actividad, nombres)
        reloj.mover_a(m.AHORA)
        anterior = _anterior(mundo)
        otras = [_vecina(mundo, nombre, cuenta, anterior) for nombre in nombres]
        _publicar(mundo, anterior)
        poner_al_dia(CuentaPublica.objects.all(), ahora=m.AHORA)
        assert informe.pk
    with alcance(mundo.otro):
        m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
    return otras


def _correo(nombre: str) -> str:
    return f"{plegar(nombre)}@correo.example"


def _actividad(cuenta: CuentaPublica) -> Actividad:
    actividad = m.crear_actividad(
        cuenta,
        accesibilidad="Rampa y lengua de señas.",
        descripcion="La autoridad expone el informe y las personas conversan en talleres.",
    )
    for orden, nombre in enumerate(("Acogida", "Cuenta", "Talleres", "Plenario"), start=1):
        BloquePrograma.objects.create(actividad=actividad, orden=orden, nombre=nombre, minutos=40)
    Transmision.objects.create(
        actividad=actividad, tipo="en_vivo", url="https://video.example/vivo", con_lsch=True
    )
    temas = [
        Tema.objects.create(servicio=cuenta.servicio, nombre=n, nombre_plegado=plegar(n))
        for n in ("Aguas", "Bordes", "Caminos")
    ]
    actividad.temas.set(temas)
    m.crear_actividad(
        cuenta,
        slug="con-el-aforo-completo",
        nombre="Taller de vecinas",
        fecha=date(2027, 5, 31),
        aforo=0,
    )
    return actividad


def _convocar(mundo: m.Mundo, actividad: Actividad, nombres: tuple[str, ...]) -> None:
    """Each neighbour is invited by mail, and may answer a survey before coming."""
    por = mundo["encargada"]
    contactos = [
        crear_contacto(mundo.riberas, f"Junta de Vecinos {n}", *TIPOS, nombres=n, correo=_correo(n))
        for n in nombres
    ]
    convocatoria = convocatorias.preparar_convocatoria(
        actividad=actividad, mensaje="Contamos con usted.", por=por
    )
    convocatorias.enviar_convocatoria(convocatoria=convocatoria, contactos=contactos, por=por)
    encuesta = convocatorias.guardar_encuesta(
        actividad=actividad,
        por=por,
        titulo="Antes de la cuenta",
        introduccion="Toma 3 minutos.",
        abre=date(2027, 5, 10),
        cierra=date(2027, 5, 27),
        preguntas=[
            convocatorias.Pregunta("¿Qué temas le interesan?", "varias", ("Obras", "Plata")),
            convocatorias.Pregunta("¿Cómo prefiere participar?", "una", ("Grupo", "Internet")),
            convocatorias.Pregunta("¿Cuánto sabe del presupuesto?", "escala", (), "presupuesto"),
            convocatorias.Pregunta("¿Qué compromiso pide?", "texto", (), "proyecciones"),
        ],
    )
    convocatorias.abrir_encuesta(encuesta=encuesta, por=por)


def _anterior(mundo: m.Mundo) -> CuentaPublica:
    """Last year's account, with a question that was answered."""
    cuenta = m.crear_cuenta(
        mundo.riberas, mundo["encargada"], anio_gestion=2025, anio_ejercicio=2026
    )
    m.crear_proceso(cuenta, inicio=date(2026, 4, 1), termino=date(2026, 5, 1))
    _respondida(mundo, _escrita(cuenta, 12, RIBERA))
    return cuenta


def _escrita(cuenta: CuentaPublica, numero: int, mensaje: str, **otros: object) -> Consulta:
    datos: dict[str, object] = {
        "folio_anio": cuenta.anio_gestion,
        "canal": "virtual",
        "tipo": "pregunta",
        "recibida_en": m.AHORA,
        "estado": "respondida",
    }
    return Consulta.objects.create(
        cuenta=cuenta, folio_numero=numero, mensaje=mensaje, **(datos | otros)
    )


def _respondida(mundo: m.Mundo, consulta: Consulta) -> None:
    Respuesta.objects.create(
        cuenta=consulta.cuenta,
        consulta=consulta,
        texto="El refuerzo comienza en agosto y termina en diciembre.",
        estado="aprobada",
        redactada_por=mundo["unidad"],
        aprobada_por=mundo["revisora"],
        aprobada_en=m.AHORA,
    )


def _publicar(mundo: m.Mundo, cuenta: CuentaPublica) -> None:
    """The answers of an account as they are published, without drawing its PDF."""
    informe = services.preparar_documento(cuenta=cuenta, por=mundo["encargada"])
    consultas = selectors.consultas_del_documento(cuenta)
    plazo = selectors.hechos_del_plazo(cuenta, m.HOY)
    informe.publicaciones.create(
        servicio=cuenta.servicio,
        version=1,
        publicada_en=m.AHORA,
        contenido=documents.contenido(informe, consultas, plazo, version=1, hoy=m.HOY),
        pdf=archivos.guardar(b"%PDF-1.7 respuestas", archivos.PDF),
        redactada_por=mundo["sistematizadora"],
        aprobada_por=mundo["autoridad"],
    )


def _vecina(mundo: m.Mundo, nombre: str, cuenta: CuentaPublica, anterior: CuentaPublica) -> Vecina:
    numero = 100 + 10 * Consulta.objects.count()
    correo = _correo(nombre)
    respondida = services.Datos(nombre, "Soto", "correo", correo=f"antes.{correo}")
    recibo = services.registrar_consulta(
        cuenta=cuenta,
        tipo="pregunta",
        mensaje="¿Cuántos árboles plantaron?",
        datos=respondida,
        nonce=services.nonce_nuevo(),
        publica_nombre=True,
    )
    consultante = recibo.consulta.consultante
    claves = [f"{plegar(nombre)}-{que}-de-prueba" for que in ("respondida", "borrada", "aportes")]
    _respondida(
        mundo,
        _escrita(
            anterior,
            numero,
            f"¿Cuántos árboles plantaron, {nombre}?",
            consultante=consultante,
            publica_nombre=True,
            clave_hash=hash_de_clave(claves[0]),
        ),
    )
    borrada = _escrita(
        cuenta, numero + 1, "Se borró.", estado="recibida", clave_hash=hash_de_clave(claves[1])
    )
    Consulta.objects.filter(pk=borrada.pk).update(suprimida_en=m.AHORA)
    _encuentro(cuenta, nombre, claves[2])
    return Vecina(nombre, correo, *claves, acogida=_acogida(mundo, nombre))


def _encuentro(cuenta: CuentaPublica, nombre: str, clave: str) -> None:
    actividad = m.crear_actividad(
        cuenta,
        slug=f"vecinal-{plegar(nombre)}",
        nombre=f"Encuentro en la sede de {nombre}",
        tipo="autoconvocada",
        fecha=date(2027, 5, 15),
    )
    Encuentro.objects.create(
        actividad=actividad,
        organizacion_nombre=f"Junta de Vecinos {nombre}",
        nombres=nombre,
        apellidos="Soto",
        correo=f"sede.{_correo(nombre)}",
        clave=clave,
        clave_hash=hash_de_clave(clave),
        clave_desde=m.AHORA,
    )


def _acogida(mundo: m.Mundo, nombre: str) -> str:
    """A right that the data officer granted: its copy waits."""
    correo = f"copia.{_correo(nombre)}"
    clave = solicitudes.presentar(
        servicio=mundo.riberas,
        pedido=solicitudes.Pedido("acceso", f"{nombre} Soto", correo, ""),
        nonce=nonce_nuevo(),
    )
    fila = SolicitudDerechos.objects.get(clave_hash=hash_de_clave(clave))
    texto = Mensaje.objects.filter(para=correo, tipo="derechos").latest("pk").texto
    hallado = re.search(r"Su código es (\d{6})", texto)
    assert hallado
    solicitudes.verificar(solicitud=fila, codigo=hallado[1], clave=clave)
    fila.refresh_from_db()
    decisiones.decidir(
        solicitud=fila, decision="acogida", fundamento="Aquí está.", por=mundo["datos"]
    )
    return clave
