"""The call: one participant, one key and one mail per contact, in time or marked for ever."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comun.campos import hash_de_clave
from comun.errores import ErrorDominio, ReglaIncumplida, SinPermiso, TransicionInvalida
from comun.models import Bitacora
from convocatorias import reglas
from convocatorias.models import Actividad, Convocatoria, Invitacion, Participante
from convocatorias.services import (
    autorizar_tardanza,
    descartar_convocatoria,
    enviar_convocatoria,
    mover,
    preparar_convocatoria,
)
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from tests import mundo as el_mundo
from tests.convocatorias.conftest import con_programa, crear_contacto

TARDE = datetime(2027, 5, 17, 14, 0, tzinfo=UTC)  # 11 days left


@pytest.fixture
def convocatoria(escena, mundo) -> Convocatoria:
    return preparar_convocatoria(
        actividad=escena.actividad, mensaje="Contamos con usted.", por=mundo["encargada"]
    )


def enviar(convocatoria, contactos, por, **otros) -> Convocatoria:
    return enviar_convocatoria(convocatoria=convocatoria, contactos=contactos, por=por, **otros)


def test_envia_a_cada_contacto(escena, convocatoria, contactos, mundo) -> None:
    enviada = enviar(convocatoria, contactos, mundo["encargada"])
    assert (enviada.estado, enviada.dias_anticipacion, enviada.tardia, enviada.informe) == (
        "enviada", 18, False, escena.informe,
    )  # fmt: skip
    escena.actividad.refresh_from_db()
    assert escena.actividad.estado == Actividad.Estado.CONVOCADA
    participantes = Participante.objects.order_by("correo")
    assert [(p.correo, p.nombres, p.origen, p.asistencia) for p in participantes] == [
        ("luis@correo.example", "Luis", "invitado", "sin_respuesta"),
        ("nelly@correo.example", "Nelly", "invitado", "sin_respuesta"),
        ("rosa@correo.example", "Rosa Elena", "invitado", "sin_respuesta"),
    ]
    mensajes = Mensaje.objects.order_by("para")
    assert [m.para for m in mensajes] == [p.correo for p in participantes]
    assert {m.asunto for m in mensajes} == {
        "Invitación: Jornada nacional y talleres, viernes 28 de mayo de 2027"
    }
    assert {m.campania for m in mensajes} == {f"convocatoria:{convocatoria.pk}"}


def test_cada_mensaje_lleva_su_enlace_el_informe_y_el_calendario(
    escena, convocatoria, contactos, mundo
) -> None:
    enviar(convocatoria, contactos, mundo["encargada"])
    for invitacion in Invitacion.objects.select_related("mensaje"):
        texto = invitacion.mensaje.texto
        clave = texto.partition("/invitacion/")[2].partition("/")[0]
        assert hash_de_clave(clave) == invitacion.clave_hash
        assert f"/invitacion/{clave}/" in invitacion.mensaje.html
        for trozo in (
            "Contamos con usted.",
            "Viernes 28 de mayo de 2027, 9:30 a 13:30 horas",
            "Gimnasio Liceo El Sauce, Calle 1 Norte 123, Talca",
            "/cuentas/riberas/2026/informe/",
            "/cuentas/riberas/2026/participar/",
            "26 DE ABRIL AL 4 DE JUNIO",
        ):
            assert trozo in texto
        adjuntos = {a.nombre: a.archivo for a in invitacion.mensaje.adjuntos.all()}
        assert sorted(adjuntos) == ["actividad.ics", "informe-cuenta-publica-2026.pdf"]
        assert adjuntos["informe-cuenta-publica-2026.pdf"] == escena.informe.pdf
        assert b"DTSTART:20270528T133000Z\r\n" in bytes(adjuntos["actividad.ics"].contenido)


def test_dos_veces_se_envia_una(convocatoria, contactos, mundo) -> None:
    enviar(convocatoria, contactos, mundo["encargada"])
    enviar(convocatoria, contactos, mundo["encargada"])
    assert (Invitacion.objects.count(), Mensaje.objects.count()) == (3, 3)
    assert Bitacora.objects.filter(accion="enviar_convocatoria").count() == 1


def test_el_borrador_se_reutiliza(escena, convocatoria, mundo) -> None:
    otra = preparar_convocatoria(
        actividad=escena.actividad, mensaje="Otro texto.", por=mundo["encargada"]
    )
    assert (otra.pk, otra.mensaje) == (convocatoria.pk, "Otro texto.")


def test_descartar_y_empezar_de_nuevo(escena, convocatoria, contactos, mundo) -> None:
    descartar_convocatoria(convocatoria=convocatoria, por=mundo["encargada"])
    otra = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    assert otra.pk != convocatoria.pk
    enviar(otra, contactos, mundo["encargada"])
    with pytest.raises(TransicionInvalida):
        descartar_convocatoria(
            convocatoria=Convocatoria.objects.get(pk=otra.pk), por=mundo["encargada"]
        )


def test_no_se_convoca_a_una_actividad_en_preparacion(escena, mundo) -> None:
    Actividad.objects.update(estado="borrador")
    escena.actividad.refresh_from_db()
    with pytest.raises(ErrorDominio) as error:
        preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    assert error.value.mensaje == (
        "Solo se convoca a una actividad programada. Prográmela primero en su página."
    )


def test_sin_fecha_hora_ni_lugar(escena, convocatoria, contactos, mundo) -> None:
    Actividad.objects.update(estado="borrador", fecha=None, hora_inicio=None, lugar="")
    with pytest.raises(ReglaIncumplida) as error:
        enviar(convocatoria, contactos, mundo["encargada"])
    assert [regla.id for regla, _ in error.value.reglas] == ["R11", "R31", "R41"]
    assert error.value.mensaje.startswith(
        "A la actividad le faltan la fecha, la hora de inicio y el lugar. "
        "Complete sus datos antes de anunciarla. (Regla R11: guía de cuentas públicas"
    )


def test_sin_informe_publicado(escena, contactos, mundo) -> None:
    otra = el_mundo.crear_cuenta(mundo.riberas, mundo["encargada"], anio_gestion=2025)
    el_mundo.crear_informe(otra)
    el_mundo.crear_proceso(otra)
    convocatoria = preparar_convocatoria(
        actividad=con_programa(el_mundo.crear_actividad(otra)), mensaje="", por=mundo["encargada"]
    )
    with pytest.raises(ReglaIncumplida) as error:
        enviar(convocatoria, contactos, mundo["encargada"])
    assert [regla.id for regla, _ in error.value.reglas] == ["R32", "R12"]
    assert "El informe de la cuenta aún no se publica" in error.value.mensaje


def test_sin_participacion_virtual(escena, convocatoria, contactos, mundo) -> None:
    escena.proceso.delete()
    with pytest.raises(ReglaIncumplida) as error:
        enviar(convocatoria, contactos, mundo["encargada"])
    assert [regla.id for regla, _ in error.value.reglas] == ["R4", "R30", "R41"]


def test_sin_organizaciones(convocatoria, mundo) -> None:
    with pytest.raises(ReglaIncumplida) as error:
        enviar(convocatoria, [], mundo["encargada"])
    assert [regla.id for regla, _ in error.value.reglas] == ["R29", "R37"]


def test_pocos_tipos_de_organizacion(convocatoria, contactos, mundo) -> None:
    with pytest.raises(ReglaIncumplida) as error:
        enviar(convocatoria, contactos[:2], mundo["encargada"])
    [(regla, resultado)] = error.value.reglas
    assert (regla.id, resultado.evidencia) == (
        "R37",
        "Hay organizaciones de 2 tipos entre las invitadas y se piden al menos 3.",
    )
    assert Mensaje.objects.count() == 0


def test_la_pluralidad_suma_las_convocatorias_anteriores(
    escena, convocatoria, contactos, mundo
) -> None:
    enviar(convocatoria, contactos, mundo["encargada"])
    escena.actividad.refresh_from_db()
    segunda = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    nuevo = crear_contacto(mundo.riberas, "Otra Junta", "territorial", correo="otra@x.example")
    with pytest.raises(ErrorDominio) as error:
        enviar(segunda, [nuevo], mundo["encargada"])
    assert error.value.mensaje == (
        "A esta actividad ya se convocó: esta convocatoria es complementaria. Escriba por qué se "
        "suma; quedará en ella."
    )
    enviar(segunda, [nuevo], mundo["encargada"], motivo_complementaria="Faltaban juntas.")
    segunda.refresh_from_db()
    assert (segunda.clase, segunda.motivo_complementaria) == (
        "complementaria", "Faltaban juntas.",
    )  # fmt: skip
    assert Invitacion.objects.filter(convocatoria=segunda).count() == 1


def test_tarde_dice_la_regla_la_fuente_y_la_fecha_posible(
    convocatoria, contactos, mundo, reloj_en
) -> None:
    reloj_en(TARDE)
    with pytest.raises(ReglaIncumplida) as error:
        enviar(convocatoria, contactos, mundo["encargada"])
    assert error.value.mensaje == (
        "Ya no se puede invitar para el 28 de mayo: se piden 15 días corridos y quedan 11. "
        "La fecha más cercana posible es el 1 de junio. Mueva la actividad, o pida que la persona "
        "encargada anote el motivo de la tardanza. (Regla R133: guía de cuentas públicas de la "
        "División de Organizaciones Sociales, consideraciones regionales, 1. Convocatoria.)"
    )
    assert (Mensaje.objects.count(), Participante.objects.count()) == (0, 0)


@pytest.mark.parametrize(("dia", "tardia"), [(13, False), (14, True)])
def test_el_dia_15_esta_en_plazo_y_el_14_no(
    convocatoria, contactos, mundo, reloj_en, dia: int, tardia: bool
) -> None:
    reloj_en(datetime(2027, 5, dia, 14, 0, tzinfo=UTC))
    motivo = "Cambió el recinto." if tardia else ""
    enviada = enviar(convocatoria, contactos, mundo["encargada"], motivo_tardanza=motivo)
    assert (enviada.dias_anticipacion, enviada.tardia) == (28 - dia, tardia)


def test_la_encargada_excusa_la_tardanza_nacional(convocatoria, contactos, mundo, reloj_en) -> None:
    reloj_en(TARDE)
    enviar(convocatoria, contactos, mundo["encargada"], motivo_tardanza="Cambió el recinto.")
    convocatoria.refresh_from_db()
    assert (
        convocatoria.tardia,
        convocatoria.dias_anticipacion,
        convocatoria.motivo_tardanza,
        convocatoria.tardanza_autorizada_por,
    ) == (True, 11, "Cambió el recinto.", mundo["encargada"])


def test_tardia_para_siempre(escena, convocatoria, contactos, mundo, reloj_en) -> None:
    """Neither moving the activity nor the database itself takes the mark away (R133)."""
    reloj_en(TARDE)
    enviar(convocatoria, contactos, mundo["encargada"], motivo_tardanza="Cambió el recinto.")
    escena.actividad.refresh_from_db()
    mover(
        actividad=escena.actividad,
        fecha=date(2027, 7, 1),
        hora_inicio=escena.actividad.hora_inicio,
        hora_termino=escena.actividad.hora_termino,
        lugar="Otro recinto",
        comuna=escena.actividad.comuna,
        motivo="Más tiempo para avisar.",
        por=mundo["encargada"],
    )
    for borrada in ({"tardia": False}, {"motivo_tardanza": "Otro."}, {"dias_anticipacion": 30}):
        with pytest.raises(DatabaseError, match="inmutable"), transaction.atomic():
            Convocatoria.objects.filter(pk=convocatoria.pk).update(**borrada)
    convocatoria.refresh_from_db()
    assert (convocatoria.tardia, convocatoria.dias_anticipacion, convocatoria.motivo_tardanza) == (
        True,
        11,
        "Cambió el recinto.",
    )


def test_quien_es_del_equipo_no_excusa_la_tardanza(
    convocatoria, contactos, mundo, reloj_en
) -> None:
    reloj_en(TARDE)
    with pytest.raises(SinPermiso):
        enviar(convocatoria, contactos, mundo["equipo"], motivo_tardanza="Se nos pasó.")
    convocatoria.refresh_from_db()
    assert (convocatoria.estado, convocatoria.motivo_tardanza) == ("borrador", "")


class TestRegional:
    @pytest.fixture
    def convocatoria(self, escena, convocatoria) -> Convocatoria:
        CuentaPublica.objects.update(ambito="regional")
        return Convocatoria.objects.get(pk=convocatoria.pk)

    @pytest.fixture
    def contactos(self, mundo, contactos) -> list:
        extra = crear_contacto(
            mundo.riberas, "Fundación Maule", "interes_publico", correo="f@correo.example"
        )
        return [*contactos, extra]

    def test_la_encargada_no_basta(self, convocatoria, contactos, mundo, reloj_en) -> None:
        reloj_en(TARDE)
        with pytest.raises(SinPermiso):
            enviar(convocatoria, contactos, mundo["encargada"], motivo_tardanza="Tarde.")

    def test_la_autoridad_anota_el_motivo_y_luego_se_envia(
        self, convocatoria, contactos, mundo, reloj_en
    ) -> None:
        reloj_en(TARDE)
        autorizar_tardanza(
            convocatoria=convocatoria, motivo="Emergencia por lluvias.", por=mundo["autoridad"]
        )
        enviada = enviar(convocatoria, contactos, mundo["encargada"])
        assert (enviada.tardia, enviada.dias_anticipacion, enviada.motivo_tardanza) == (
            True, 11, "Emergencia por lluvias.",
        )  # fmt: skip
        assert enviada.tardanza_autorizada_por == mundo["autoridad"]

    def test_exige_los_tres_tipos(self, convocatoria, contactos, mundo) -> None:
        with pytest.raises(ReglaIncumplida) as error:
            enviar(convocatoria, contactos[:3], mundo["encargada"])
        assert [(r.id, f.evidencia) for r, f in error.value.reglas] == [
            ("R132", "Falta invitar a alguna organización de tipo de interés público.")
        ]


def test_una_autorizacion_que_no_hizo_falta_no_marca(convocatoria, contactos, mundo) -> None:
    autorizar_tardanza(convocatoria=convocatoria, motivo="Por si acaso.", por=mundo["encargada"])
    assert enviar(convocatoria, contactos, mundo["encargada"]).tardia is False


def test_no_se_invita_a_lo_que_ya_comenzo(convocatoria, contactos, mundo, reloj_en) -> None:
    reloj_en(datetime(2027, 5, 28, 13, 31, tzinfo=UTC))
    with pytest.raises(ErrorDominio) as error:
        enviar(convocatoria, contactos, mundo["encargada"], motivo_tardanza="Tarde.")
    assert error.value.mensaje == ("La actividad ya comenzó o ya pasó: no se puede invitar a ella.")


def test_doscientas_invitaciones_en_sentencias_contadas(escena, mundo, convocatoria) -> None:
    tipos = ("territorial", "funcional", "mujeres")
    contactos = [
        crear_contacto(
            mundo.riberas, f"Organización {n}", tipos[n % 3], correo=f"p{n}@correo.example"
        )
        for n in range(200)
    ]
    convocatoria.destinatarios.set(contactos)
    with CaptureQueriesContext(connection) as consultas:
        enviar(convocatoria, None, mundo["encargada"])
    assert Invitacion.objects.count() == 200
    # SQLite inserts at most 999 values at a time, so that 200 rows of some 17 columns take 4.
    # One of them asks for the prior survey, whose link goes in every mail.
    assert len(consultas) <= 57, len(consultas)


def test_r133_no_depende_de_feriados() -> None:
    hechos = reglas.Hechos(fecha=date(2027, 5, 28), anticipacion=15)
    veredictos = [
        reglas.R133.evaluar(hechos, date(2027, 5, dia)).veredicto.value for dia in (12, 13, 14)
    ]
    assert veredictos == ["cumple", "cumple", "no_cumple"]
    manana = reglas.R133.evaluar(replace(hechos, fecha=date(2027, 5, 13)), date(2027, 5, 12))
    assert "queda 1." in manana.evidencia
