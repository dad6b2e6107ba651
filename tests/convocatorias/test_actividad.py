"""The plan of an activity, and what may still be done with it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from comun.errores import ErrorDominio, ReglaIncumplida, TransicionInvalida
from comun.models import Bitacora
from comun.reglas import advertencias
from convocatorias import reglas, selectors
from convocatorias.models import Actividad, Participante
from convocatorias.services import (
    anular,
    guardar_actividad,
    inscribirse,
    mover,
    programar_actividad,
    suspender,
)
from correos.models import Mensaje
from servicios.models import Comuna
from tests import mundo as el_mundo


def datos(**otros) -> dict:
    return {
        "nombre": "Encuentro en Cauquenes",
        "tipo": "complementaria",
        "fecha": date(2027, 6, 9),
        "hora_inicio": time(18, 30),
        "hora_termino": time(20, 0),
        "lugar": "Biblioteca Municipal",
        "comuna": Comuna.objects.get(codigo="07201"),
        **otros,
    }


def crear(escena, mundo, **otros) -> Actividad:
    return guardar_actividad(cuenta=escena.cuenta, por=mundo["encargada"], **datos(**otros))


def test_crea_con_su_programa(escena, mundo) -> None:
    actividad = crear(escena, mundo, programa=[("Exposición", 60), ("Talleres", 200)])
    assert (actividad.slug, actividad.estado) == ("encuentro-en-cauquenes", "borrador")
    bloques = [(b.orden, b.nombre, b.minutos) for b in actividad.programa.all()]
    assert bloques == [(1, "Exposición", 60), (2, "Talleres", 200)]
    avisos = advertencias(
        reglas.DEL_PROGRAMA, selectors.hechos_de_actividad(actividad), el_mundo.HOY
    )
    assert [(regla.id, r.evidencia) for regla, r in avisos] == [
        ("R33", "El programa suma 260 minutos y se recomienda un máximo de 240.")
    ]


def test_dos_con_el_mismo_nombre_tienen_direcciones_distintas(escena, mundo) -> None:
    slugs = [
        crear(escena, mundo).slug,
        crear(escena, mundo).slug,
        crear(escena, mundo, nombre="Nueva").slug,
    ]
    assert slugs == ["encuentro-en-cauquenes", "encuentro-en-cauquenes-2", "nueva-2"]


def test_mas_de_250_cupos_solo_advierte(escena, mundo) -> None:
    actividad = crear(escena, mundo, aforo=400)
    hechos = selectors.hechos_de_actividad(actividad)
    avisos = advertencias(reglas.DEL_PROGRAMA, hechos, el_mundo.HOY)
    assert [regla.id for regla, _ in avisos] == ["R34"]


def test_programar_exige_fecha_hora_lugar_y_comuna(escena, mundo) -> None:
    actividad = crear(escena, mundo, fecha=None, lugar="", comuna=None)
    with pytest.raises(ReglaIncumplida) as error:
        programar_actividad(actividad=actividad, por=mundo["encargada"])
    assert "A la actividad le faltan la fecha, el lugar y la comuna." in error.value.mensaje
    guardar_actividad(cuenta=escena.cuenta, actividad=actividad, por=mundo["encargada"], **datos())
    programar_actividad(actividad=actividad, por=mundo["encargada"])
    actividad.refresh_from_db()
    assert actividad.estado == "programada"


YA_PASO = ("La fecha y la hora ya pasaron. Elija una fecha por venir.", "fecha")


def rechazo(error) -> tuple:
    return error.value.mensaje, error.value.campo


@pytest.mark.parametrize(
    "cuando",
    [
        {"fecha": date(2027, 5, 9), "hora_inicio": None, "hora_termino": None},
        {"fecha": date(2027, 5, 10), "hora_inicio": time(10, 0)},
    ],
)
def test_no_se_planifica_en_el_pasado(escena, mundo, cuando) -> None:
    with pytest.raises(ErrorDominio) as error:
        crear(escena, mundo, **cuando)
    assert rechazo(error) == YA_PASO


def test_mas_tarde_el_mismo_dia_no_es_el_pasado(escena, mundo) -> None:
    assert crear(escena, mundo, fecha=date(2027, 5, 10), hora_inicio=time(10, 1)).pk


def test_un_borrador_cuyo_dia_paso_se_corrige_pero_no_se_programa(escena, mundo, reloj_en) -> None:
    actividad = crear(escena, mundo)
    reloj_en(datetime(2027, 6, 10, 14, 0, tzinfo=UTC))
    guardar_actividad(
        cuenta=escena.cuenta, actividad=actividad, por=mundo["encargada"], lugar="Liceo"
    )
    with pytest.raises(ErrorDominio) as error:
        programar_actividad(actividad=actividad, por=mundo["encargada"])
    assert rechazo(error) == YA_PASO
    with pytest.raises(ErrorDominio) as error:
        guardar_actividad(
            cuenta=escena.cuenta,
            actividad=actividad,
            por=mundo["encargada"],
            fecha=date(2027, 6, 8),
        )
    assert rechazo(error) == YA_PASO


SE_SALTA = (
    "Las 00:30 del 05/09/2027 no existen: esa noche se adelantan los relojes una hora. "
    "Elija una hora desde la 01:00."
)
SE_REPITE = (
    "Las 23:30 del 01/04/2028 ocurren dos veces: esa noche se atrasan los relojes una hora. "
    "Elija una hora antes de las 23:00 o desde las 00:00 del 02/04/2028."
)


@pytest.mark.parametrize(
    ("fecha", "inicio", "termino", "frase", "campo"),
    [
        (date(2027, 9, 5), time(0, 30), None, SE_SALTA, "hora_inicio"),
        (date(2027, 9, 5), None, time(0, 30), SE_SALTA, "hora_termino"),
        (date(2028, 4, 1), time(23, 30), None, SE_REPITE, "hora_inicio"),
        (date(2028, 4, 1), time(22, 0), time(23, 30), SE_REPITE, "hora_termino"),
    ],
)
def test_la_hora_que_el_cambio_de_hora_salta_o_repite(
    escena, mundo, fecha, inicio, termino, frase, campo
) -> None:
    with pytest.raises(ErrorDominio) as error:
        crear(escena, mundo, fecha=fecha, hora_inicio=inicio, hora_termino=termino)
    assert rechazo(error) == (frase, campo)


@pytest.mark.parametrize("comuna", ["11201", "12101"])
def test_coyhaique_y_punta_arenas_no_cambian_la_hora(escena, mundo, comuna) -> None:
    comuna = Comuna.objects.get(codigo=comuna)
    for fecha, hora in ((date(2027, 9, 5), time(0, 30)), (date(2028, 4, 1), time(23, 30))):
        actividad = crear(
            escena, mundo, fecha=fecha, hora_inicio=hora, hora_termino=None, comuna=comuna
        )
        assert actividad.inicio == datetime.combine(fecha, hora, tzinfo=UTC) + timedelta(hours=3)


def test_lo_ya_escrito_se_lee_aunque_su_hora_no_sea_una(escena, mundo) -> None:
    actividad = crear(escena, mundo)
    Actividad.objects.filter(pk=actividad.pk).update(
        fecha=date(2027, 4, 3), hora_inicio=time(23, 30), hora_termino=None
    )
    actividad.refresh_from_db()
    assert actividad.inicio == datetime(2027, 4, 4, 2, 30, tzinfo=UTC)
    Actividad.objects.filter(pk=actividad.pk).update(
        fecha=date(2027, 9, 5), hora_inicio=time(0, 0), hora_termino=time(0, 30)
    )
    actividad.refresh_from_db()
    assert (actividad.inicio, actividad.termino) == (
        datetime(2027, 9, 5, 4, 0, tzinfo=UTC),
        datetime(2027, 9, 5, 4, 30, tzinfo=UTC),
    )


def test_el_termino_va_despues_del_inicio(escena, mundo) -> None:
    with pytest.raises(ErrorDominio) as error:
        crear(escena, mundo, hora_termino=time(18, 0))
    assert rechazo(error) == (
        "La hora de término debe ser posterior a la de inicio.",
        "hora_termino",
    )


def test_una_programada_no_pierde_su_lugar(escena, mundo) -> None:
    with pytest.raises(ReglaIncumplida):
        guardar_actividad(
            cuenta=escena.cuenta, actividad=escena.actividad, por=mundo["encargada"], lugar=""
        )
    assert Actividad.objects.get(pk=escena.actividad.pk).lugar == "Gimnasio Liceo El Sauce"


def test_convocada_solo_cambia_lo_que_no_es_cuando_ni_donde(escena, mundo) -> None:
    Actividad.objects.update(estado="convocada")
    escena.actividad.refresh_from_db()
    guardar_actividad(
        cuenta=escena.cuenta, actividad=escena.actividad, por=mundo["encargada"], aforo=300
    )
    with pytest.raises(ErrorDominio) as error:
        guardar_actividad(
            cuenta=escena.cuenta,
            actividad=escena.actividad,
            por=mundo["encargada"],
            lugar="Otro lugar",
        )
    assert error.value.mensaje.startswith("Ya se convocó a esta actividad.")
    guardada = Actividad.objects.get(pk=escena.actividad.pk)
    assert (guardada.aforo, guardada.lugar) == (300, "Gimnasio Liceo El Sauce")


def test_suspender_y_volver_a_programar(escena, mundo) -> None:
    with pytest.raises(ErrorDominio) as error:
        suspender(actividad=escena.actividad, motivo="  ", por=mundo["encargada"])
    assert error.value.mensaje == (
        "Escriba el motivo. Lo verán todas las personas en la página pública."
    )
    suspender(actividad=escena.actividad, motivo="Alerta roja.", por=mundo["encargada"])
    assert selectors.ancla(escena.cuenta) is None
    mover(
        actividad=escena.actividad,
        fecha=date(2027, 6, 3),
        hora_inicio=time(10, 0),
        hora_termino=None,
        lugar="Teatro",
        comuna=Comuna.objects.get(codigo="07101"),
        motivo="Nueva fecha tras la alerta.",
        por=mundo["encargada"],
    )
    escena.actividad.refresh_from_db()
    assert (escena.actividad.estado, escena.actividad.fecha, escena.actividad.motivo_estado) == (
        "programada", date(2027, 6, 3), "Nueva fecha tras la alerta.",
    )  # fmt: skip
    acciones = Bitacora.objects.filter(objeto_tipo="convocatorias.actividad").order_by("pk")
    assert [b.accion for b in acciones] == ["suspender_actividad", "mover_actividad"]


def test_anulada_no_vuelve(escena, mundo) -> None:
    anular(actividad=escena.actividad, motivo="Sin presupuesto.", por=mundo["encargada"])
    with pytest.raises(TransicionInvalida):
        suspender(actividad=escena.actividad, motivo="Otra vez.", por=mundo["encargada"])
    assert [a.motivo_estado for a in selectors.actividades_publicas(escena.cuenta)] == [
        "Sin presupuesto."
    ]


def test_un_borrador_anulado_no_es_publico(escena, mundo) -> None:
    actividad = crear(escena, mundo)
    anular(actividad=actividad, por=mundo["encargada"])
    assert list(selectors.actividades_publicas(escena.cuenta)) == [escena.actividad]


def test_ancla_es_la_ultima_presencial_vigente(escena, mundo) -> None:
    assert selectors.ancla(escena.cuenta) == el_mundo.DIA
    segunda = crear(escena, mundo)
    assert selectors.ancla(escena.cuenta) == el_mundo.DIA
    programar_actividad(actividad=segunda, por=mundo["encargada"])
    assert selectors.ancla(escena.cuenta) == date(2027, 6, 9)
    autoconvocada = crear(escena, mundo, tipo="autoconvocada", fecha=date(2027, 6, 20))
    programar_actividad(actividad=autoconvocada, por=mundo["encargada"])
    assert selectors.ancla(escena.cuenta) == date(2027, 6, 9)
    escena.cuenta.modalidad = "virtual"
    assert selectors.ancla(escena.cuenta) == date(2027, 6, 4)


class TestInscribirse:
    def inscribir(self, escena, **otros) -> Participante:
        persona = {
            "nombres": "Hernán",
            "apellidos": "Curiñir",
            "correo": "Hernan@correo.example",
            "nonce": "n-1",
        }
        return inscribirse(**({"actividad": escena.actividad} | persona | otros)).participante

    def test_queda_como_participante_y_recibe_acuse(self, escena) -> None:
        persona = self.inscribir(escena, telefono="9 8765 4321")
        assert (persona.origen, persona.asistencia, persona.correo, persona.telefono) == (
            "inscrito", "asiste", "hernan@correo.example", "+56987654321",
        )  # fmt: skip
        mensaje = Mensaje.objects.get()
        assert (mensaje.para, mensaje.asunto) == (
            "hernan@correo.example",
            "Inscripción recibida: Jornada nacional y talleres, viernes 28 de mayo de 2027",
        )
        assert [a.nombre for a in mensaje.adjuntos.all()] == ["actividad.ics"]

    def test_el_mismo_formulario_y_la_misma_persona_son_una(self, escena) -> None:
        primera = self.inscribir(escena)
        assert self.inscribir(escena) == primera
        assert self.inscribir(escena, nonce="n-2", nombres="HERNAN") == primera
        assert (Participante.objects.count(), Mensaje.objects.count()) == (1, 1)

    def test_el_mismo_formulario_con_otro_nombre_es_otra_persona(self, escena) -> None:
        hernan = self.inscribir(escena)
        rosa = self.inscribir(escena, nombres="Rosa", correo="rosa@correo.example")
        assert rosa != hernan
        assert self.inscribir(escena, nombres="Rosa", correo="rosa@correo.example") == rosa
        assert Participante.objects.count() == 2

    def test_el_mismo_formulario_en_otra_actividad_tambien_inscribe(self, escena, mundo) -> None:
        self.inscribir(escena)
        otra = crear(escena, mundo)
        programar_actividad(actividad=otra, por=mundo["encargada"])
        persona = self.inscribir(escena, actividad=otra)
        assert (persona.actividad, Participante.objects.count()) == (otra, 2)

    def test_se_reconoce_la_organizacion_del_directorio(self, escena, mundo) -> None:
        organizacion = el_mundo.crear_organizacion(mundo.riberas)
        persona = self.inscribir(escena, organizacion_nombre="junta de vecinos el molino")
        assert persona.organizacion == organizacion

    @pytest.mark.parametrize(
        ("otros", "frase"),
        [
            (
                {"correo": ""},
                "Escriba un correo o un teléfono para poder comunicarnos con usted.",
            ),
            ({"telefono": "12"}, "El teléfono lleva 9 cifras. Ejemplo: 9 1234 5678."),
        ],
    )
    def test_contacto(self, escena, otros: dict, frase: str) -> None:
        with pytest.raises(ErrorDominio) as error:
            self.inscribir(escena, **otros)
        assert error.value.mensaje == frase

    def test_cerrada_si_comenzo(self, escena, reloj_en) -> None:
        reloj_en(datetime(2027, 5, 28, 14, 0, tzinfo=UTC))
        with pytest.raises(ErrorDominio) as error:
            self.inscribir(escena)
        assert error.value.mensaje.startswith("La actividad ya comenzó.")
