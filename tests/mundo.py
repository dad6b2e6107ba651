"""The fixed cast and the world of the tests: two services, their people, an account by stage.

Rows are made directly, so that a test of one app does not depend on the use cases of another.
Today, in the tests, is 17 May 2027; the activity is on 28 May 2027.
"""

from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password
from django_scopes.state import state

from comun import archivos
from convocatorias.models import Actividad, Organizacion, Participante, ProcesoVirtual
from cuentas.catalogos import TAREAS
from cuentas.models import (
    Capitulo,
    Constancia,
    CuentaPublica,
    InformeCuenta,
    NormaParticipacion,
    PublicacionInforme,
    Tarea,
)
from jornadas.models import Jornada
from servicios.alcance import alcance
from servicios.models import AvisoPrivacidad, Comuna, Membresia, Servicio, Usuario
from servicios.permissions import ROLES_TRANSVERSALES, Rol
from talleres.models import Taller

HOY = date(2027, 5, 17)
AHORA = datetime(2027, 5, 17, 14, 0, tzinfo=UTC)
DIA = date(2027, 5, 28)
CLAVE = "demo"

#: Short name of each person of the cast → their role. The demo's people have the same names.
REPARTO = {
    "admin": Rol.ADMINISTRACION,
    "encargada": Rol.ENCARGADO,
    "equipo": Rol.EQUIPO,
    "comunicaciones": Rol.COMUNICACIONES,
    "acreditadora": Rol.ACREDITADOR,
    "facilitadora": Rol.FACILITADOR,
    "secretaria": Rol.SECRETARIO,
    "sistematizadora": Rol.SISTEMATIZADOR,
    "unidad": Rol.UNIDAD,
    "revisora": Rol.REVISOR,
    "autoridad": Rol.AUTORIDAD,
    "datos": Rol.ENCARGADO_DATOS,
    "dos": Rol.ANALISTA_DOS,
    "auditora": Rol.AUDITOR,
}


@dataclass
class Mundo:
    """What every test may stand on."""

    riberas: Servicio
    otro: Servicio
    personas: dict[str, Usuario] = field(default_factory=dict)

    def __getitem__(self, nombre: str) -> Usuario:
        """A fresh copy of a person, as a new request would load them."""
        return Usuario.objects.get(pk=self.personas[nombre].pk)


def crear_servicio(slug: str, nombre: str, comuna: str = "13101", **otros: Any) -> Servicio:
    servicio = Servicio.objects.create(
        slug=slug,
        nombre=nombre,
        nombre_corto=nombre.split()[-1],
        comuna=Comuna.objects.get(codigo=comuna),
        correo=f"participacion@{slug}.example",
        **otros,
    )
    with alcance(servicio):
        AvisoPrivacidad.objects.create(
            servicio=servicio,
            version=1,
            vigente_desde=date(2026, 12, 1),
            texto="Usamos sus datos solo para responderle.",
        )
    return servicio


def crear_persona(nombre: str, rol: str, servicio: Servicio | None) -> Usuario:
    [persona] = crear_personas({nombre: rol}, servicio)
    return persona


def crear_personas(roles: dict[str, str], servicio: Servicio | None) -> list[Usuario]:
    """Everybody in two statements: almost every test begins with this."""
    clave = make_password(CLAVE)
    personas = Usuario.objects.bulk_create(
        Usuario(
            username=nombre,
            email=f"{nombre}@riberas.example",
            nombre=f"{nombre.replace('-', ' ').title()} Prueba",
            password=clave,
        )
        for nombre in roles
    )
    Membresia.objects.bulk_create(
        Membresia(
            usuario=persona,
            rol=roles[persona.username],
            servicio=None if roles[persona.username] in ROLES_TRANSVERSALES else servicio,
        )
        for persona in personas
    )
    return personas


def crear_mundo() -> Mundo:
    mundo = Mundo(
        riberas=crear_servicio("riberas", "Servicio Nacional de Riberas", "07101"),
        otro=crear_servicio("caminos", "Servicio de Caminos"),
    )
    for persona in crear_personas(REPARTO, mundo.riberas):
        mundo.personas[persona.username] = persona
    mundo.personas["encargada-otro"] = crear_persona("encargada-otro", Rol.ENCARGADO, mundo.otro)
    return mundo


# ── The account, stage by stage. Call them inside the scope of the service. ──


def crear_cuenta(servicio: Servicio, responsable: Usuario, **otros: Any) -> CuentaPublica:
    """An open account of 2026 with its norm (30 and 45 calendar days) and dates committed."""
    norma, _ = NormaParticipacion.objects.get_or_create(servicio=servicio, anio=2026)
    datos: dict[str, Any] = {
        "anio_gestion": 2026,
        "anio_ejercicio": 2027,
        "estado": CuentaPublica.Estado.ABIERTA,
        "abierta_en": datetime(2027, 4, 20, 14, 0, tzinfo=UTC),
        "respuesta_virtual": date(2027, 7, 12),
        "respuesta_presencial": date(2027, 7, 12),
    }
    return CuentaPublica.objects.create(norma=norma, responsable=responsable, **(datos | otros))


def crear_informe(cuenta: CuentaPublica, texto: str = "Se hizo lo comprometido.") -> InformeCuenta:
    informe = InformeCuenta.objects.create(cuenta=cuenta)
    for orden, tipo in enumerate(Capitulo.Tipo.values, start=1):
        Capitulo.objects.create(informe=informe, tipo=tipo, orden=orden, texto=texto)
    return informe


def publicar_informe(
    informe: InformeCuenta, redacta: Usuario, aprueba: Usuario
) -> PublicacionInforme:
    """The report published, without running the use case (its state is written directly)."""
    InformeCuenta.objects.filter(pk=informe.pk).update(estado=InformeCuenta.Estado.PUBLICADO)
    informe.refresh_from_db()
    contenido = [
        {"tipo": c.tipo, "titulo": c.get_tipo_display(), "texto": c.texto}
        for c in informe.capitulos.all()
    ]
    return PublicacionInforme.objects.create(
        informe=informe,
        version=1,
        publicada_en=AHORA,
        contenido={"capitulos": contenido},
        pdf=archivos.guardar(b"%PDF-1.7 de prueba", "application/pdf"),
        redactada_por=redacta,
        aprobada_por=aprueba,
    )


def crear_proceso(cuenta: CuentaPublica, **otros: Any) -> ProcesoVirtual:
    """A published window, 26 April to 4 June 2027."""
    datos: dict[str, Any] = {
        "inicio": date(2027, 4, 26),
        "termino": date(2027, 6, 4),
        "instrucciones": "Escriba su mensaje en el formulario.",
        "publicado_en": AHORA,
    }
    return ProcesoVirtual.objects.create(cuenta=cuenta, **(datos | otros))


def crear_actividad(cuenta: CuentaPublica, **otros: Any) -> Actividad:
    """A complete, scheduled activity on 28 May 2027 in Talca."""
    datos: dict[str, Any] = {
        "slug": "jornada-nacional",
        "nombre": "Jornada nacional y talleres",
        "fecha": DIA,
        "hora_inicio": time(9, 30),
        "hora_termino": time(13, 30),
        "lugar": "Gimnasio Liceo El Sauce",
        "direccion": "Calle 1 Norte 123",
        "comuna": Comuna.objects.get(codigo="07101"),
        "estado": Actividad.Estado.PROGRAMADA,
    }
    return Actividad.objects.create(cuenta=cuenta, **(datos | otros))


def crear_organizacion(
    servicio: Servicio, nombre: str = "Junta de Vecinos El Molino"
) -> Organizacion:
    from convocatorias.services import indices_de

    return Organizacion.objects.create(servicio=servicio, nombre=nombre, **indices_de(nombre))


def crear_participante(
    actividad: Actividad, nombres: str, apellidos: str, **otros: Any
) -> Participante:
    from comun.texto import plegar

    datos: dict[str, Any] = {
        "origen": Participante.Origen.INVITADO,
        "correo": f"{plegar(nombres).replace(' ', '.')}@correo.example",
        "nombre_plegado": plegar(f"{nombres} {apellidos}"),
    }
    return Participante.objects.create(
        actividad=actividad, nombres=nombres, apellidos=apellidos, **(datos | otros)
    )


def crear_taller(actividad: Actividad, numero: int, **otros: Any) -> Taller:
    return Taller.objects.create(
        actividad=actividad, numero=numero, **({"nombre": f"Tema {numero}"} | otros)
    )


def crear_jornada(actividad: Actividad, **otros: Any) -> Jornada:
    datos: dict[str, Any] = {"estado": Jornada.Estado.ABIERTA, "abierta_en": AHORA}
    return Jornada.objects.create(actividad=actividad, **(datos | otros))


# ── What people leave word of, and what they have to do ──


def con_constancias(
    cuenta: CuentaPublica, persona: Usuario, *reglas: str, objeto: str = "", fecha: date = HOY
) -> list[Constancia]:
    """Word that each of those rules was fulfilled, today or on that day."""
    return [
        Constancia.objects.create(
            cuenta=cuenta,
            regla=regla,
            objeto=objeto,
            cumplida=True,
            fecha=fecha,
            texto="Consta en el acta.",
            dada_por=persona,
            registrada_en=AHORA,
        )
        for regla in reglas
    ]


def con_tareas(cuenta: CuentaPublica, persona: Usuario) -> list[Tarea]:
    """The tasks of the guide, all of that person."""
    return [
        Tarea.objects.create(
            cuenta=cuenta,
            codigo=una.codigo,
            nombre=una.nombre,
            regla=una.regla,
            obligatoria=una.obligatoria,
            dias_antes=una.dias_antes,
            orden=orden,
            responsable=persona,
        )
        for orden, una in enumerate(TAREAS, start=1)
    ]


def sin_alcance(hacer: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What `hacer` gives when no scope is open: tests run inside one, a request begins without."""

    def en_blanco() -> Any:
        state.set(None)
        return hacer(*args, **kwargs)

    return copy_context().run(en_blanco)
