"""A call waits for its hour: the rules are asked for that day, and again when it comes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from comun.errores import ErrorDominio, ReglaIncumplida, SinPermiso, TransicionInvalida
from comun.models import Bitacora
from convocatorias import selectors, services
from convocatorias.models import Actividad, Contacto, Convocatoria, Invitacion
from convocatorias.services import (
    desprogramar_envio,
    enviar_convocatoria,
    enviar_programadas,
    guardar_actividad,
    preparar_convocatoria,
    programar_envio,
)
from convocatorias.tasks import enviar_programadas as tarea
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from servicios.alcance import alcance
from tests import mundo as el_mundo
from tests.convocatorias.conftest import con_programa, crear_contacto

#: Nine in Talca of 12 May, the 16th day before the activity; and of 20 May, the 8th.
A_LAS_NUEVE = datetime(2027, 5, 12, 13, 0, tzinfo=UTC)
TARDE = datetime(2027, 5, 20, 13, 0, tzinfo=UTC)


@pytest.fixture
def convocatoria(escena, mundo) -> Convocatoria:
    return preparar_convocatoria(
        actividad=escena.actividad, mensaje="Contamos con usted.", por=mundo["encargada"]
    )


@pytest.fixture
def programar(convocatoria, contactos, mundo) -> Callable[..., Convocatoria]:
    def _programar(enviar_en: datetime = A_LAS_NUEVE, **otros) -> Convocatoria:
        datos = {"contactos": contactos, "por": mundo["encargada"]} | otros
        return programar_envio(convocatoria=convocatoria, enviar_en=enviar_en, **datos)

    return _programar


def acciones(convocatoria: Convocatoria) -> list[tuple[str, str, str]]:
    filas = Bitacora.objects.filter(
        objeto_tipo="convocatorias.convocatoria", objeto_id=convocatoria.pk
    )
    return list(filas.order_by("pk").values_list("accion", "desde", "hasta"))


def test_queda_lista_y_no_sale_nada(programar, contactos, mundo) -> None:
    programada = programar()
    programada.refresh_from_db()
    assert (programada.estado, programada.enviar_en, programada.programada_por) == (
        "programada",
        A_LAS_NUEVE,
        mundo["encargada"],
    )
    assert sorted(c.correo for c in selectors.elegidos(programada)) == [
        "luis@correo.example",
        "nelly@correo.example",
        "rosa@correo.example",
    ]
    assert (programada.sale_el, programada.sale_a_las, programada.dias_antes) == (
        date(2027, 5, 12),
        time(9),
        16,
    )
    assert (Mensaje.objects.count(), Invitacion.objects.count()) == (0, 0)
    assert Actividad.objects.get().estado == "programada"


def test_a_su_hora_sale_por_quien_la_programo(programar, reloj_en, mundo) -> None:
    programada = programar()
    reloj_en(A_LAS_NUEVE - timedelta(seconds=5))
    assert enviar_programadas() == 0
    reloj_en(A_LAS_NUEVE)
    assert enviar_programadas() == 1
    programada.refresh_from_db()
    assert (programada.estado, programada.dias_anticipacion, programada.tardia) == (
        "enviada",
        16,
        False,
    )
    assert Invitacion.objects.count() == 3
    assert Mensaje.objects.filter(tipo="invitacion").count() == 3
    assert Actividad.objects.get().estado == "convocada"
    assert programada.destinatarios.count() == 0
    assert acciones(programada) == [
        ("preparar_convocatoria", "", ""),
        ("programar_envio", "borrador", "programada"),
        ("enviar_convocatoria", "programada", "enviada"),
    ]
    fila = Bitacora.objects.get(accion="enviar_convocatoria")
    assert fila.actor_id == mundo["encargada"].pk


def test_tres_agendas_la_envian_una_vez(programar, reloj_en) -> None:
    programar()
    reloj_en(A_LAS_NUEVE)
    assert [enviar_programadas() for _ in range(3)] == [1, 0, 0]
    assert Mensaje.objects.filter(tipo="invitacion").count() == 3


def test_la_que_otra_agenda_ya_tomo_se_mira_de_nuevo(programar, reloj_en, monkeypatch) -> None:
    """Both read the list before either sent: the second finds it gone when it locks the row."""
    from convocatorias.services import programadas

    programar()
    reloj_en(A_LAS_NUEVE)
    una = programadas._enviar_una
    segundas: list[bool] = []

    def dos_a_la_vez(pk: int, ahora: datetime) -> bool:
        primera = una(pk, ahora)
        segundas.append(una(pk, ahora))
        return primera

    monkeypatch.setattr(programadas, "_enviar_una", dos_a_la_vez)
    assert (enviar_programadas(), segundas) == (1, [False])
    assert Mensaje.objects.filter(tipo="invitacion").count() == 3


def test_la_tarea_de_la_agenda_corre_sin_alcance(programar, reloj_en) -> None:
    from cpp_portal.celery import app

    programada = programar()
    reloj_en(A_LAS_NUEVE)
    tarea()
    programada.refresh_from_db()
    assert programada.estado == "enviada"
    entradas = {e["task"]: e["schedule"] for e in app.conf.beat_schedule.values()}
    assert entradas[tarea.name] == 60.0


def test_enviar_de_inmediato_pasa_por_el_mismo_camino(convocatoria, contactos, mundo) -> None:
    enviada = enviar_convocatoria(
        convocatoria=convocatoria, contactos=contactos, por=mundo["encargada"]
    )
    assert enviada.enviar_en == enviada.enviada_en
    assert acciones(convocatoria)[1:] == [
        ("programar_envio", "borrador", "programada"),
        ("enviar_convocatoria", "programada", "enviada"),
    ]


# ── The rules, for the day on which it goes ──


@pytest.mark.parametrize(("dia", "cabe"), [(13, True), (14, False)])
def test_el_dia_15_cabe_y_el_14_no(programar, dia: int, cabe: bool) -> None:
    momento = datetime(2027, 5, dia, 13, 0, tzinfo=UTC)
    if cabe:
        assert programar(momento).dias_antes == 15
        return
    with pytest.raises(ReglaIncumplida) as error:
        programar(momento)
    assert error.value.mensaje == (
        "Si se envía el viernes 14 de mayo de 2027 faltarán 14 días corridos para la actividad y "
        "se piden 15. Elija a más tardar el jueves 13 de mayo de 2027, o pida que la persona "
        "encargada anote el motivo de la tardanza. (Regla R133: guía de cuentas públicas de la "
        "División de Organizaciones Sociales, consideraciones regionales, 1. Convocatoria.)"
    )


def test_el_dia_es_el_de_la_comuna_de_la_actividad(programar) -> None:
    """23:30 of the 13th in Talca is the 14th in UTC: still in time."""
    assert programar(datetime(2027, 5, 14, 3, 30, tzinfo=UTC)).sale_el == date(2027, 5, 13)


def test_tarde_con_motivo_sale_y_queda_marcada(programar, reloj_en, mundo) -> None:
    programada = programar(TARDE, motivo_tardanza="Cambió el recinto.")
    reloj_en(TARDE)
    assert enviar_programadas() == 1
    programada.refresh_from_db()
    assert (programada.tardia, programada.dias_anticipacion, programada.motivo_tardanza) == (
        True,
        8,
        "Cambió el recinto.",
    )
    assert programada.tardanza_autorizada_por == mundo["encargada"]


def test_quien_es_del_equipo_no_excusa_la_tardanza(programar, mundo, convocatoria) -> None:
    with pytest.raises(SinPermiso):
        programar(TARDE, motivo_tardanza="Se nos pasó.", por=mundo["equipo"])
    convocatoria.refresh_from_db()
    assert (convocatoria.estado, convocatoria.motivo_tardanza) == ("borrador", "")


def test_sin_los_requisitos_no_se_programa(programar, contactos, convocatoria) -> None:
    with pytest.raises(ReglaIncumplida) as error:
        programar(contactos=contactos[:2])
    assert [regla.id for regla, _ in error.value.reglas] == ["R37"]
    convocatoria.refresh_from_db()
    assert (convocatoria.estado, convocatoria.enviar_en) == ("borrador", None)


@pytest.mark.parametrize(
    ("momento", "frase"),
    [
        (
            datetime(2027, 5, 10, 14, 0, tzinfo=UTC),
            "Ese momento ya pasó. Elija un día y una hora por venir.",
        ),
        (
            datetime(2027, 5, 28, 13, 30, tzinfo=UTC),
            "A esa hora la actividad ya habrá comenzado. Elija un momento anterior.",
        ),
    ],
)
def test_ni_antes_de_ahora_ni_con_la_actividad_comenzada(programar, momento, frase) -> None:
    with pytest.raises(ErrorDominio) as error:
        programar(momento, motivo_tardanza="Tarde.")
    assert error.value.mensaje == frase


def test_en_una_cuenta_anulada_no_se_programa(escena, programar) -> None:
    CuentaPublica.objects.update(estado="anulada")
    with pytest.raises(ErrorDominio) as error:
        programar()
    assert error.value.mensaje == "La cuenta pública está anulada: ya no se convoca en ella."


# ── While it waits ──


def test_programarla_dos_veces_es_una(programar) -> None:
    programar()
    programar()
    assert Bitacora.objects.filter(accion="programar_envio").count() == 1
    with pytest.raises(ErrorDominio) as error:
        programar(A_LAS_NUEVE + timedelta(hours=1))
    assert error.value.mensaje == services.ESTA_PROGRAMADA


def test_no_se_cambia_ni_se_reenvia_sin_volver_a_preparacion(
    escena, programar, contactos, mundo
) -> None:
    programada = programar()
    por = mundo["encargada"]
    for intento in (
        lambda: preparar_convocatoria(actividad=escena.actividad, mensaje="Otro.", por=por),
        lambda: enviar_convocatoria(convocatoria=programada, contactos=contactos[:1], por=por),
    ):
        with pytest.raises(ErrorDominio) as error:
            intento()
        assert error.value.mensaje == services.ESTA_PROGRAMADA
    with pytest.raises(TransicionInvalida):
        services.descartar_convocatoria(convocatoria=programada, por=por)
    programada.refresh_from_db()
    assert (programada.estado, programada.mensaje) == ("programada", "Contamos con usted.")


def test_volver_a_preparacion_no_pierde_nada(programar, reloj_en, mundo) -> None:
    programada = programar()
    desprogramar_envio(convocatoria=programada, por=mundo["encargada"])
    programada.refresh_from_db()
    assert (programada.estado, programada.mensaje, programada.enviar_en) == (
        "borrador",
        "Contamos con usted.",
        A_LAS_NUEVE,
    )
    assert programada.destinatarios.count() == 3
    reloj_en(A_LAS_NUEVE)
    assert enviar_programadas() == 0
    assert Mensaje.objects.count() == 0


def test_enviar_ahora_va_a_quienes_se_eligio(programar, contactos, mundo) -> None:
    programada = programar()
    crear_contacto(mundo.riberas, "Otra Junta", "territorial", correo="otra@x.example")
    enviada = enviar_convocatoria(convocatoria=programada, por=mundo["encargada"])
    assert (enviada.estado, enviada.dias_anticipacion) == ("enviada", 18)
    assert set(Mensaje.objects.values_list("para", flat=True)) == {c.correo for c in contactos}
    with pytest.raises(TransicionInvalida) as error:
        desprogramar_envio(convocatoria=programada, por=mundo["encargada"])
    assert error.value.mensaje == "Las invitaciones ya salieron: no se pueden detener."


def test_la_que_volvio_a_preparacion_conserva_su_lista(programar, contactos, mundo) -> None:
    programada = programar()
    desprogramar_envio(convocatoria=programada, por=mundo["encargada"])
    assert set(selectors.elegidos(programada)) == set(contactos)
    enviar_convocatoria(convocatoria=programada, por=mundo["encargada"])
    assert Mensaje.objects.count() == 3


def test_va_a_quienes_siguen_en_el_directorio(programar, mundo, reloj_en) -> None:
    extra = [
        crear_contacto(mundo.riberas, f"Junta {n}", "territorial", correo=f"j{n}@x.example")
        for n in range(2)
    ]
    programar(contactos=Contacto.objects.all())
    Contacto.objects.filter(pk=extra[0].pk).update(correo="")
    extra[1].delete()
    reloj_en(A_LAS_NUEVE)
    assert enviar_programadas() == 1
    assert sorted(Mensaje.objects.values_list("para", flat=True)) == [
        "luis@correo.example",
        "nelly@correo.example",
        "rosa@correo.example",
    ]
    # Who lost their address is to be told by another channel.
    pendiente = Invitacion.objects.get(canal="carta")
    assert (pendiente.participante.contacto_id, pendiente.hecha_en) == (extra[0].pk, None)


# ── At the hour it cannot go ──


def test_si_nadie_la_envio_a_tiempo_vuelve_con_la_frase(programar, reloj_en) -> None:
    """Nothing ran for days: sent now it would be late, and nobody excused it."""
    programada = programar()
    reloj_en(TARDE)
    assert enviar_programadas() == 0
    programada.refresh_from_db()
    assert (programada.estado, programada.enviar_en) == ("borrador", A_LAS_NUEVE)
    assert programada.fallo_programado == (
        "Ya no se puede invitar para el 28 de mayo: se piden 15 días corridos y quedan 8. La fecha "
        "más cercana posible es el 4 de junio. Mueva la actividad, o pida que la persona encargada "
        "anote el motivo de la tardanza. (Regla R133: guía de cuentas públicas de la División de "
        "Organizaciones Sociales, consideraciones regionales, 1. Convocatoria.)"
    )
    assert programada.destinatarios.count() == 3
    assert (Mensaje.objects.count(), Invitacion.objects.count()) == (0, 0)
    fila = Bitacora.objects.get(accion="detener_envio")
    assert (fila.actor_id, fila.desde, fila.hasta, fila.datos) == (
        None,
        "programada",
        "borrador",
        {"enviar_en": "2027-05-12T13:00+0000", "reglas": ["R133"], "portal": True},
    )


def test_programar_de_nuevo_borra_la_frase(programar, reloj_en) -> None:
    programada = programar()
    reloj_en(TARDE)
    enviar_programadas()
    otra = programar(TARDE + timedelta(days=1), motivo_tardanza="No había red.")
    assert (otra.pk, otra.estado, otra.fallo_programado) == (programada.pk, "programada", "")


def test_una_que_no_sale_no_detiene_a_las_otras(
    escena, programar, contactos, mundo, reloj_en
) -> None:
    primera = programar(A_LAS_NUEVE - timedelta(hours=1))
    segunda = preparar_convocatoria(
        actividad=con_programa(el_mundo.crear_actividad(escena.cuenta, slug="otra", nombre="Otra")),
        mensaje="",
        por=mundo["encargada"],
    )
    programar_envio(
        convocatoria=segunda, contactos=contactos, enviar_en=A_LAS_NUEVE, por=mundo["encargada"]
    )
    primera.destinatarios.clear()
    reloj_en(A_LAS_NUEVE)
    assert enviar_programadas() == 1
    estados = dict(Convocatoria.objects.values_list("pk", "estado"))
    assert estados == {primera.pk: "borrador", segunda.pk: "enviada"}


def test_una_que_se_rompe_no_detiene_a_las_otras_y_se_intenta_de_nuevo(
    escena, programar, reloj_en, monkeypatch, caplog
) -> None:
    programada = programar()

    def romper(*args, **kwargs):
        raise RuntimeError("boom")

    with monkeypatch.context() as parche:
        parche.setattr("convocatorias.emails.enviar_invitaciones", romper)
        reloj_en(A_LAS_NUEVE)
        assert enviar_programadas() == 0
    programada.refresh_from_db()
    assert programada.estado == "programada"
    assert "did not go out" in caplog.text
    assert enviar_programadas() == 1


# ── What happens to the activity ──


def mover(escena, mundo) -> None:
    guardar_actividad(
        cuenta=escena.cuenta,
        actividad=escena.actividad,
        por=mundo["encargada"],
        fecha=date(2027, 6, 2),
    )


def suspender(escena, mundo) -> None:
    services.suspender(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])


def anular(escena, mundo) -> None:
    services.anular(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])


@pytest.mark.parametrize(
    ("cambiar", "frase"),
    [
        (
            mover,
            "La actividad cambió de día, de hora o de lugar. Revise el texto y programe otro "
            "envío.",
        ),
        (
            suspender,
            "La actividad se suspendió. Cuando tenga nueva fecha, programe otro envío.",
        ),
        (anular, "La actividad se anuló."),
    ],
)
def test_si_la_actividad_cambia_el_envio_se_detiene(
    escena, programar, mundo, reloj_en, cambiar, frase
) -> None:
    programada = programar()
    cambiar(escena, mundo)
    programada.refresh_from_db()
    assert (programada.estado, programada.fallo_programado) == ("borrador", frase)
    reloj_en(A_LAS_NUEVE)
    assert enviar_programadas() == 0
    assert Mensaje.objects.count() == 0


def test_mover_la_ya_convocada_detiene_la_segunda_convocatoria(
    escena, programar, contactos, mundo
) -> None:
    enviar_convocatoria(convocatoria=programar(), por=mundo["encargada"])
    escena.actividad.refresh_from_db()
    segunda = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    otra = crear_contacto(mundo.riberas, "Otra Junta", "territorial", correo="otra@x.example")
    programar_envio(
        convocatoria=segunda,
        contactos=[otra],
        enviar_en=A_LAS_NUEVE,
        motivo_complementaria="Faltaba.",
        por=mundo["encargada"],
    )
    services.mover(
        actividad=escena.actividad,
        fecha=date(2027, 6, 2),
        hora_inicio=escena.actividad.hora_inicio,
        hora_termino=escena.actividad.hora_termino,
        lugar="Otro recinto",
        comuna=escena.actividad.comuna,
        motivo="Más espacio.",
        por=mundo["encargada"],
    )
    segunda.refresh_from_db()
    assert segunda.estado == "borrador"
    assert segunda.fallo_programado.startswith("La actividad cambió de día")


def test_otro_cambio_de_la_actividad_no_lo_detiene(escena, programar, mundo) -> None:
    programada = programar()
    guardar_actividad(
        cuenta=escena.cuenta, actividad=escena.actividad, por=mundo["encargada"], aforo=80
    )
    programada.refresh_from_db()
    assert programada.estado == "programada"


# ── What the database refuses ──


def test_una_actividad_tiene_una_convocatoria_por_salir(escena, programar) -> None:
    programar()
    with pytest.raises(IntegrityError), transaction.atomic():
        Convocatoria.objects.create(actividad=escena.actividad)


@pytest.mark.parametrize("falta", [{"enviar_en": None}, {"programada_por": None}])
def test_programada_sin_hora_o_sin_persona_no_existe(programar, falta) -> None:
    programada = programar()
    with pytest.raises(IntegrityError), transaction.atomic():
        Convocatoria.objects.filter(pk=programada.pk).update(**falta)


def test_enviada_conserva_quien_la_programo_y_para_cuando(programar, reloj_en, mundo) -> None:
    programada = programar()
    reloj_en(A_LAS_NUEVE)
    enviar_programadas()
    for cambio in (
        {"estado": "borrador"},
        {"enviar_en": TARDE},
        {"programada_por": mundo["equipo"]},
        {"tardia": True, "motivo_tardanza": "x", "tardanza_autorizada_por": mundo["equipo"]},
        {"enviada_en": TARDE},
        {"informe": None},
    ):
        with pytest.raises(DatabaseError, match="inmutable"), transaction.atomic():
            Convocatoria.objects.filter(pk=programada.pk).update(**cambio)


def test_la_de_otro_servicio_sale_en_su_alcance(programar, mundo, reloj_en) -> None:
    """One sweep for all the services: each call with its own people and its own report."""
    programar()
    with alcance(mundo.otro):
        cuenta = el_mundo.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        el_mundo.publicar_informe(
            el_mundo.crear_informe(cuenta), mundo["encargada-otro"], mundo["autoridad"]
        )
        el_mundo.crear_proceso(cuenta)
        ajena = preparar_convocatoria(
            actividad=con_programa(el_mundo.crear_actividad(cuenta)),
            mensaje="",
            por=mundo["encargada-otro"],
        )
        suyos = [
            crear_contacto(mundo.otro, f"Ajena {tipo}", tipo, correo=f"{tipo}@otro.example")
            for tipo in ("territorial", "funcional", "mujeres")
        ]
        programar_envio(
            convocatoria=ajena,
            contactos=suyos,
            enviar_en=A_LAS_NUEVE,
            por=mundo["encargada-otro"],
        )
    reloj_en(A_LAS_NUEVE)
    assert enviar_programadas() == 2
    with alcance(mundo.otro):
        assert sorted(Invitacion.objects.values_list("mensaje__para", flat=True)) == [
            "funcional@otro.example",
            "mujeres@otro.example",
            "territorial@otro.example",
        ]
