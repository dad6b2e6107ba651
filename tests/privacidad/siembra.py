"""Canaries planted by every door that the portal has, as people and staff would use them.

Each place has its own person, whose telephone, RUN and words tell where they were typed. One of
them allowed her name to be published: she is who must be found.
"""

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from comun import archivos, folios, rut
from comun.campos import clave_nueva
from comun.texto import plegar
from convocatorias import services as convocatorias
from convocatorias.models import Actividad, Convocatoria, Invitacion, Organizacion
from cuentas.models import CuentaPublica
from jornadas.models import Jornada, TurnoPlenario
from jornadas.services import DatosFicha, acreditar, registrar_pregunta
from respuestas import documents, services
from respuestas.models import Consulta, InformeRespuestas, PublicacionRespuestas
from respuestas.selectors import consultas_del_documento, hechos_del_plazo
from respuestas.services.recepcion import ambito
from seguimiento.models import Suscripcion
from seguimiento.services import avisar_novedades
from seguimiento.services.claves import clave_de
from servicios.alcance import alcance
from talleres.models import Taller
from talleres.services import registrar_intervencion
from tests import mundo as m
from tests.archivos import pdf
from tests.privacidad import canarios

#: Who wants her name beside her message; the rest of her data are as private as the others'.
PUBLICA = {"nombres": "Petronila", "apellidos": "Yacarandá"}
QUIERE = "Quiero que se arregle el puente."


@dataclass(frozen=True)
class Persona:
    """A canary: `n` is where she was planted."""

    n: int

    @property
    def datos(self) -> dict[str, str]:
        return {
            "nombres": f"Zulemita {chr(97 + self.n) * 3}",
            "apellidos": f"Xantófila {chr(97 + self.n) * 3}",
            "correo": f"zulemita{self.n}@canario.example",
            "telefono": f"+569731948{self.n:02}",
            "direccion": f"Pasaje Ornitorrinco {self.n}",
        }

    @property
    def run(self) -> str:
        cuerpo = f"17319{480 + self.n}"
        return next(r for d in "0123456789K" if (r := _run(f"{cuerpo}-{d}")))

    @property
    def senias(self) -> tuple[str, ...]:
        """What tells her from the other canaries, folded."""
        datos = self.datos
        return (
            plegar(datos["nombres"]),
            plegar(datos["apellidos"]),
            datos["correo"],
            datos["telefono"][1:],
            f"{plegar(datos['direccion'])}:",
            self.run.partition("-")[0],
            f"{canarios.PALABRA} {self.n}.",
        )

    @property
    def dicho(self) -> str:
        datos = self.datos
        return (
            f"Soy {datos['nombres']} {datos['apellidos']}, RUN {rut.formatear(self.run)}, fono "
            f"{datos['telefono']}, vivo en {datos['direccion']}: {canarios.PALABRA} {self.n}."
        )

    def archivo(self, tipo: str = "png") -> SimpleUploadedFile:
        """A picture, or a PDF, named after her and with her name inside."""
        nombre = f"Cédula {self.datos['nombres']} {self.run}.{tipo}"
        if tipo == "pdf":
            crudo = pdf(Autora=pikepdf.String(self.dicho))
            return SimpleUploadedFile(nombre, crudo, archivos.PDF)
        salida, exif = io.BytesIO(), Image.Exif()
        exif[0x010E] = self.dicho
        Image.new("RGB", (20, 20), "navy").save(salida, tipo.upper(), exif=exif)
        return SimpleUploadedFile(nombre, salida.getvalue(), f"image/{tipo}")


def _run(texto: str) -> str:
    try:
        return rut.normalizar(texto)
    except rut.RutInvalido:
        return ""


class Cliente(Client):
    """It remembers where it went and where it was sent."""

    def __init__(self, caminos: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.caminos = caminos

    def generic(self, method: str, path: str, *args: Any, **kwargs: Any) -> Any:
        respuesta = super().generic(method, path, *args, **kwargs)
        self.caminos.append(f"{path} {respuesta.get('Location', '')}")
        self.caminos.append(respuesta.get("Content-Disposition", ""))
        return respuesta


@dataclass
class Siembra:
    """By each door, one person. `caminos` are all the addresses that were opened on the way."""

    mundo: m.Mundo
    ids: dict[str, Any]
    caminos: list[str] = field(default_factory=list)
    plantadas: dict[str, Persona] = field(default_factory=dict)

    def alguien(self, donde: str) -> Persona:
        """A person of her own for that place."""
        return self.plantadas.setdefault(donde, Persona(len(self.plantadas) + 1))

    def cliente(self, quien: str = "") -> Cliente:
        cliente = Cliente(self.caminos)
        if quien:
            cliente.force_login(
                self.mundo[quien], backend="django.contrib.auth.backends.ModelBackend"
            )
        return cliente

    def enviar(self, ruta: str, *lugar: Any, quien: str = "", bien: int = 302, **datos: Any) -> Any:
        """What a form answers; well filled in, on to another page."""
        args = lugar or (self.ids["servicio"], self.ids["anio"])
        respuesta = self.cliente(quien).post(reverse(ruta, args=args), datos)
        assert respuesta.status_code == bien, (ruta, respuesta.status_code)
        return respuesta

    def toda(self) -> None:
        """Everything, in the order of the life of an account."""
        with alcance(self.mundo.riberas):
            # The folios of what was there were not taken from their counters.
            cuenta = CuentaPublica.objects.get()
            folios.reservar(ambito(cuenta), cuenta.anio_gestion, 2)
            folios.reservar(f"derechos:{cuenta.servicio_id}", m.HOY.year, 1)
            self.en_el_directorio()
            self.en_la_actividad()
            self.en_el_formulario()
            self.en_mi_consulta()
            self.a_mano()
            self.en_los_encuentros()
            self.en_la_jornada()
            self.en_los_avisos()
            self.en_los_derechos()
            self.lo_que_llega_mal()
            self.publicar()

    # ── Before the day ──

    def en_el_directorio(self) -> None:
        organizacion = Organizacion.objects.filter(fusionada_en=None).first()
        alguien = self.alguien("directorio")
        convocatorias.guardar_contacto(
            organizacion=organizacion,
            cargo=canarios.PALABRA,
            por=self.mundo["encargada"],
            **alguien.datos,
        )
        de_la_planilla = self.alguien("planilla").datos
        fila = ";".join(("Club", de_la_planilla["nombres"], de_la_planilla["correo"]))
        planilla = SimpleUploadedFile(
            f"directorio de {de_la_planilla['nombres']}.csv",
            f"Organización;Contacto;Correo\n{fila}\n".encode(),
        )
        ruta = "convocatorias_gestion:cargar_directorio"
        self.enviar(ruta, quien="encargada", archivo=planilla)

    def en_la_actividad(self) -> None:
        lugar = (self.ids["servicio"], self.ids["anio"], self.ids["slug"])
        apoyos = {"apoyos": ["lsch"], "apoyo_otro": self.alguien("apoyos").dicho, "permiso": "on"}
        self.enviar(
            "convocatorias:actividad",
            *lugar,
            **self.alguien("inscripcion").datos,
            organizacion_nombre=f"Taller de {canarios.NOMBRES}",
            acompanantes="2",
            nonce="inscripcion-de-prueba",
            **apoyos,
        )
        clave = self._invitar()
        delegada = self.alguien("delegada").datos
        self.enviar("convocatorias:invitacion", clave, respuesta="en_mi_lugar", **delegada)
        self.enviar("convocatorias:invitacion", clave, respuesta="vengo", acompanantes="3",
                    **apoyos)  # fmt: skip
        self.enviar("convocatorias:encuesta", clave, p1=self.alguien("encuesta").dicho)
        self.cliente().get(reverse("convocatorias:invitacion", args=[clave]))

    def _invitar(self) -> str:
        actividad = Actividad.objects.get(slug=self.ids["slug"])
        datos = self.alguien("invitada").datos
        invitada = m.crear_participante(actividad, datos.pop("nombres"), **datos)
        clave, huella = clave_nueva()
        Invitacion.objects.create(
            convocatoria=Convocatoria.objects.get(pk=self.ids["convocatoria"]),
            participante=invitada,
            canal=Invitacion.Canal.TELEFONO,
            clave_hash=huella,
            detalle=f"Atendió {datos['apellidos']}",
        )
        return clave

    # ── What people write ──

    def en_el_formulario(self) -> None:
        for n, medio in enumerate(("correo", "telefono", "carta", "retiro")):
            self._participar(self.alguien(f"formulario, {medio}"), n, medio=medio)
        quien = self.alguien("formulario, con su nombre")
        self._participar(quien, 5, medio="correo", publica_nombre="on", invitar="on",
                         mensaje=QUIERE, **PUBLICA)  # fmt: skip
        otra = self.alguien("sumada")
        services.registrar_consulta(
            cuenta=CuentaPublica.objects.get(),
            tipo="pregunta",
            mensaje=otra.dicho,
            datos=services.Datos(medio="correo", run=otra.run, **_de_correo(otra)),
            nonce=services.nonce_nuevo(),
            suma_a=Consulta.objects.get(mensaje=QUIERE),
        )
        self.enviar(
            "respuestas:preguntas_parecidas", mensaje=self.alguien("parecidas").dicho, bien=200
        )

    def _participar(self, quien: Persona, n: int, **otros: Any) -> None:
        datos = {
            **quien.datos,
            "mensaje": quien.dicho,
            "run": quien.run,
            "tipo": "pregunta",
            "nonce": f"formulario-de-prueba-{n}",
            **otros,
        }
        self.enviar("respuestas:participar", **datos, paso="revisar", bien=200)
        archivo = quien.archivo("pdf" if n % 2 else "png")
        recibida = self.enviar("respuestas:participar", **datos, paso="enviar", adjunto=archivo)
        self.cliente().get(recibida["Location"])

    def en_mi_consulta(self) -> None:
        clave = self.ids["clave_consulta"]
        for medio in ("correo", "telefono", "carta"):
            self.enviar("respuestas:contacto", clave, medio=medio,
                        **self.alguien(f"contacto, {medio}").datos)  # fmt: skip
        correo = self.alguien("formulario, correo").datos["correo"]
        self.cliente().post(reverse("respuestas:enlace_perdido"), {"correo": correo})
        for pagina in ("mi_consulta", "recibido", "adjunto", "original"):
            self.cliente().get(reverse(f"respuestas:{pagina}", args=[clave]))

    def a_mano(self) -> None:
        for n, (canal, medio) in enumerate(
            (("oficina", "retiro"), ("telefono", "telefono"), ("papel", "correo"))
        ):
            quien = self.alguien(f"a mano, {canal}")
            self.enviar(
                "respuestas_gestion:ingresar",
                quien="encargada",
                **quien.datos,
                canal=canal,
                medio=medio,
                tipo="opinion",
                mensaje=quien.dicho,
                run=quien.run,
                nonce=f"a-mano-de-prueba-{n}",
                copia="on" if medio == "correo" else "",
                archivo=quien.archivo("jpeg") if canal == "papel" else "",
            )

    def en_los_encuentros(self) -> None:
        actividad = m.crear_actividad(
            CuentaPublica.objects.get(), slug="encuentro", tipo="autoconvocada", fecha=m.HOY
        )
        encuentro = convocatorias.guardar_encuentro(
            actividad=actividad,
            organizacion_nombre="Vecinas",
            por=self.mundo["encargada"],
            **self.alguien("encuentro").datos,
        )
        clave = convocatorias.crear_clave_de_encuentro(
            encuentro=encuentro, por=self.mundo["encargada"]
        )
        quien = self.alguien("aporte")
        formset = {"aportes-TOTAL_FORMS": "1", "aportes-INITIAL_FORMS": "0"}
        aporte = {"aportes-0-mensaje": quien.dicho}
        self.enviar("respuestas:encuentro", clave, asistentes="9", nonce="entrega-de-prueba",
                    archivo=quien.archivo("jpeg"), **formset, **aporte)  # fmt: skip

    def en_la_jornada(self) -> None:
        jornada = Jornada.objects.get(actividad__slug=self.ids["slug"])
        quien = self.alguien("puerta")
        ficha = acreditar(
            jornada=jornada,
            datos=DatosFicha(
                **quien.datos,
                documento=quien.run,
                organizacion=f"Club de {canarios.NOMBRES}",
                firma=quien.archivo().read(),
            ),
            nonce="puerta-de-prueba",
            por=self.mundo["acreditadora"],
        )
        registrar_intervencion(
            taller=Taller.objects.get(actividad=jornada.actividad),
            tipo="opinion",
            texto=quien.dicho,
            nonce="intervencion-de-prueba",
            por=self.mundo["secretaria"],
            participante=ficha.participante,
        )
        registrar_pregunta(
            turno=TurnoPlenario.objects.get(jornada=jornada),
            texto=quien.dicho,
            nonce="pregunta-de-prueba",
            por=self.mundo["encargada"],
            participante=ficha.participante,
        )

    def en_los_avisos(self) -> None:
        """Asked for, confirmed from the mail, and told of something."""
        correo = self.alguien("avisos").datos["correo"]
        pedido = {"alcance": "cuenta", "correo": correo, "nonce": "avisos-de-prueba"}
        self.enviar("seguimiento:seguir", **pedido)
        clave = clave_de(Suscripcion.objects.get(correo=correo))
        self.enviar("seguimiento:avisos", clave, confirmar="si")
        m.crear_actividad(CuentaPublica.objects.get(), slug="para-avisar", nombre="Para avisar")
        assert avisar_novedades() == 2  # and who followed before
        self.cliente().get(reverse("seguimiento:avisos", args=[clave]))

    def en_los_derechos(self) -> None:
        quien = self.alguien("derechos")
        pedido = {"derecho": "supresion", "detalle": quien.dicho, "nombre": quien.datos["nombres"]}
        slug = self.ids["servicio"]
        self.enviar("privacidad:solicitar", slug, **pedido, correo=quien.datos["correo"])
        clave = self.ids["clave_solicitud"]
        self.enviar("privacidad:solicitud", clave, codigo=quien.run, bien=422)

    def lo_que_llega_mal(self) -> None:
        """What is not stored may be told by a log all the same."""
        quien = self.alguien("lo que llega mal")
        mal = {**quien.datos, "mensaje": quien.dicho, "run": f"{quien.run}0", "tipo": "pregunta"}
        for medio in ("correo", "paloma"):
            self.enviar("respuestas:participar", **mal, medio=medio, paso="enviar", bien=422)
        muchos = {f"campo_{n}": quien.dicho for n in range(2100)}
        self.enviar("respuestas:participar", **muchos, bien=400)
        sin_ficha = Cliente(self.caminos, enforce_csrf_checks=True)
        solicitar = reverse("privacidad:solicitar", args=[self.ids["servicio"]])
        assert sin_ficha.post(solicitar, mal).status_code == 403
        entrada = {"login": quien.datos["correo"], "password": quien.dicho}
        assert self.cliente().post(reverse("account_login"), entrada).status_code == 200
        recupera = {"email": quien.datos["correo"]}
        self.cliente().post(reverse("account_reset_password"), recupera)
        buscar = {"q": quien.datos["nombres"]}
        self.cliente("encargada").post(reverse("correos_gestion:buscar"), buscar)

    # ── What is published of it ──

    def publicar(self) -> None:
        """A version with everything: the words as they were said only where they name nobody."""
        cuenta, por = CuentaPublica.objects.get(), self.mundo["sistematizadora"]
        consultas = consultas_del_documento(cuenta)
        for consulta in consultas:
            if canarios.hay(consulta.mensaje):
                services.redactar_version_publica(
                    consulta=consulta, texto="Pide un puente.", motivo="Nombra a alguien", por=por
                )
        consultas = consultas_del_documento(cuenta)
        informe = InformeRespuestas.objects.get(cuenta=cuenta)
        plazo = hechos_del_plazo(cuenta, m.HOY)
        version = informe.publicaciones.count() + 1
        contenido = documents.contenido(informe, consultas, plazo, version=version, hoy=m.HOY)
        PublicacionRespuestas.objects.create(
            informe=informe,
            version=version,
            publicada_en=m.AHORA,
            contenido=json.loads(json.dumps(contenido)),
            pdf=archivos.guardar(documents.respuestas_pdf(contenido), archivos.PDF),
            redactada_por=por,
            aprobada_por=self.mundo["autoridad"],
        )


def _de_correo(quien: Persona) -> dict[str, str]:
    return {campo: quien.datos[campo] for campo in ("nombres", "apellidos", "correo")}
