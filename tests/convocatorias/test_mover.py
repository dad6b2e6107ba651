"""An announced activity moves: its people know at once, and the days are counted again."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.errores import ErrorDominio, ReglaIncumplida, SinPermiso
from comun.models import Bitacora
from comun.reglas import Veredicto
from convocatorias import emails, selectors
from convocatorias.models import Actividad, Convocatoria, Invitacion, Participante
from convocatorias.services import (
    Avisados,
    Contestacion,
    enviar_convocatoria,
    guardar_actividad,
    preparar_convocatoria,
    programar_envio,
    responder,
    responder_invitacion,
    suspender,
)
from correos.models import Mensaje
from correos.services import bloquear
from cuentas.models import CuentaPublica
from cuentas.services import suspender_cuenta
from servicios.models import Comuna
from tests import mundo as el_mundo
from tests.convocatorias.cambios import (
    NUEVA,
    avisos_a,
    calendarios,
    convocada,
    convocar,
    inscribir,
    moverla,
)
from tests.convocatorias.conftest import crear_contacto

__all__ = ["convocada"]
ROSA = "rosa@correo.example"
#: 11 days before the former date, and 16 before the new one.
TARDE = datetime(2027, 5, 20, 14, 0, tzinfo=UTC)


def r133(cuenta) -> tuple:
    for asunto in selectors.asuntos([cuenta])[cuenta.pk]:
        for regla in asunto.reglas:
            if regla.id == "R133":
                resultado = regla.evaluar(asunto.hechos, el_mundo.HOY)
                return resultado.veredicto, resultado.evidencia, resultado.explicado
    raise AssertionError("R133 is not there.")


def test_cada_persona_recibe_el_cambio_y_la_actividad_sigue_convocada(
    escena, convocada, mundo
) -> None:
    assert moverla(escena, mundo["encargada"]) == Avisados(por_correo=3, a_mano=0)
    actividad = Actividad.objects.get()
    assert (actividad.estado, actividad.fecha, actividad.motivo_estado, actividad.secuencia) == (
        "convocada", NUEVA, "El gimnasio será albergue.", 2,
    )  # fmt: skip
    cambio, por = Convocatoria.objects.get(clase="cambio"), mundo["encargada"]
    assert (
        cambio.estado, cambio.dias_anticipacion, cambio.tardia, cambio.mensaje, cambio.informe,
        cambio.programada_por,
    ) == ("enviada", 23, False, "El gimnasio será albergue.", escena.informe, por)  # fmt: skip
    filas = Invitacion.objects.filter(clase="cambio").order_by("pk")
    assert [(f.convocatoria, f.canal, f.mensaje.tipo, f.clave, f.hecha_en) for f in filas] == [
        (cambio, "correo", "aviso", "", None)
    ] * 3
    hechos = Bitacora.objects.filter(objeto_tipo="convocatorias.actividad").order_by("pk")
    assert [(h.accion, h.desde, h.hasta) for h in hechos] == [
        ("convocar", "programada", "convocada"),
        ("mover_actividad", "convocada", "programada"),
        ("convocar", "programada", "convocada"),
        ("avisar_a_las_personas", "", ""),
    ]
    assert hechos.last().datos == {"clase": "cambio", "correo": 3, "a_mano": 0}
    pasos = Bitacora.objects.filter(objeto_tipo="convocatorias.convocatoria", objeto_id=cambio.pk)
    assert [(p.desde, p.hasta) for p in pasos.order_by("pk")] == [
        ("borrador", "programada"),
        ("programada", "enviada"),
    ]


def test_lo_primero_que_dice_es_que_cambio(escena, convocada, mundo) -> None:
    moverla(escena, mundo["encargada"], lugar="Teatro Municipal", direccion="")
    [mensaje] = avisos_a(ROSA)
    assert mensaje.asunto == (
        "Cambio: Jornada nacional y talleres será el miércoles 2 de junio de 2027"
    )
    lineas = mensaje.texto.splitlines()
    assert lineas[:7] == [
        "Servicio Nacional de Riberas",
        "Cuenta Pública Participativa, gestión 2026",
        "",
        "Jornada nacional y talleres cambió de día: ya no será el 28 de mayo, sino el miércoles 2 "
        "de junio de 2027",
        "",
        "Rosa Elena Quilaleo, esto es lo que cambió:",
        "- Día: antes, viernes 28 de mayo de 2027; ahora, miércoles 2 de junio de 2027",
    ]
    assert lineas[7:10] == [
        "- Lugar: antes, Gimnasio Liceo El Sauce, Calle 1 Norte 123, Talca; ahora, Teatro "
        "Municipal, Talca",
        "",
        "El motivo: El gimnasio será albergue.",
    ]
    assert "RESPONDA DE NUEVO SI VENDRÁ" in lineas
    assert "No se publican." in mensaje.texto


@pytest.mark.parametrize(
    ("otros", "asunto", "frase"),
    [
        (
            {"hora_inicio": time(11, 0)},
            "Cambio: Jornada nacional y talleres será a las 11:00, el viernes 28 de mayo de 2027",
            "Jornada nacional y talleres cambió de hora: ya no será a las 9:30, sino a las 11:00",
        ),
        (
            {"lugar": "Teatro", "direccion": ""},
            "Cambio: Jornada nacional y talleres será en otro lugar, el viernes 28 de mayo de 2027",
            "Jornada nacional y talleres cambió de lugar: será en Teatro, Talca",
        ),
        (
            {"hora_termino": time(12, 0)},
            "Cambio: Jornada nacional y talleres será en otro lugar, el viernes 28 de mayo de 2027",
            "Jornada nacional y talleres cambió de hora de término: será de 9:30 a 12:00 horas",
        ),
    ],
)
def test_otra_hora_u_otro_lugar_el_mismo_dia(
    escena, convocada, mundo, otros, asunto, frase
) -> None:
    moverla(escena, mundo["encargada"], fecha=el_mundo.DIA, **otros)
    [mensaje] = avisos_a(ROSA)
    assert mensaje.texto.splitlines()[3] == frase
    if "hora_termino" not in otros:
        assert mensaje.asunto == asunto


def test_lleva_la_baja_de_la_cita_anterior_y_la_nueva(escena, convocada, mundo) -> None:
    [invitacion] = Mensaje.objects.filter(para=ROSA, tipo="invitacion")
    antes = calendarios(invitacion)["actividad.ics"]
    moverla(escena, mundo["encargada"])
    citas = calendarios(avisos_a(ROSA)[0])
    assert list(citas) == ["cita-anterior.ics", "actividad.ics"]
    baja, nueva = citas.values()
    assert {cita["UID"] for cita in (antes, baja, nueva)} == {antes["UID"]}
    campos = ("METHOD", "STATUS", "SEQUENCE", "DTSTART", "tipo")
    assert [[cita[campo] for campo in campos] for cita in (antes, baja, nueva)] == [
        ["PUBLISH", "CONFIRMED", "0", "20270528T133000Z",
         "text/calendar; charset=utf-8; method=PUBLISH"],
        ["CANCEL", "CANCELLED", "1", "20270528T133000Z",
         "text/calendar; charset=utf-8; method=CANCEL"],
        ["PUBLISH", "CONFIRMED", "2", "20270602T133000Z",
         "text/calendar; charset=utf-8; method=PUBLISH"],
    ]  # fmt: skip


def test_dos_veces_lo_mismo_avisa_una(escena, convocada, mundo) -> None:
    moverla(escena, mundo["encargada"])
    assert moverla(escena, mundo["encargada"]) == Avisados()
    assert (Mensaje.objects.count(), Convocatoria.objects.count()) == (6, 2)


def test_otro_cambio_avisa_otra_vez(escena, convocada, mundo) -> None:
    moverla(escena, mundo["encargada"])
    moverla(escena, mundo["encargada"], fecha=date(2027, 6, 3))
    assert [calendarios(m)["actividad.ics"]["SEQUENCE"] for m in avisos_a(ROSA)] == ["2", "4"]


def test_lo_respondido_se_olvida_y_quien_se_inscribio_sigue(escena, convocada, mundo) -> None:
    for invitacion in Invitacion.objects.all():
        responder_invitacion(invitacion=invitacion, asistira=True)
    Participante.objects.filter(correo=ROSA).update(acompanantes=2)
    inscribir(escena)
    en_espera = inscribir(escena, "Ema")
    Participante.objects.filter(pk=en_espera.pk).update(asistencia="en_espera")
    Actividad.objects.filter(pk=escena.actividad.pk).update(aforo=1)  # Nora's
    assert moverla(escena, mundo["encargada"]) == Avisados(por_correo=5)
    quedan = Participante.objects.order_by("pk").values_list("asistencia", "acompanantes")
    assert list(quedan) == [("sin_respuesta", 0)] * 3 + [("asiste", 0), ("en_espera", 0)]
    nora, ema = (avisos_a(f"{n}@correo.example")[0].texto for n in ("nora", "ema"))
    assert "Seguimos contando con usted: no necesita inscribirse de nuevo." in nora
    assert "Recibe este correo porque se inscribió en esta actividad." in nora
    assert "Sigue en la lista de espera." in ema


def test_quien_esperaba_toma_el_cupo_que_queda(escena, convocada, mundo) -> None:
    """Rosa took all the seats; once moved, nobody has answered and nobody should wait."""
    Actividad.objects.filter(pk=escena.actividad.pk).update(aforo=3)
    rosa = Participante.objects.get(correo="rosa@correo.example")
    responder(participante=rosa, dicho=Contestacion("asiste", acompanantes=2))
    nora = inscribir(escena)
    assert nora.asistencia == "en_espera"
    moverla(escena, mundo["encargada"])
    nora.refresh_from_db()
    assert nora.asistencia == "asiste"
    correos = Mensaje.objects.filter(para="nora@correo.example").order_by("pk")
    assert list(correos.values_list("tipo", flat=True)) == ["inscripcion", "aviso", "inscripcion"]


def test_a_quien_se_habia_retirado_no_se_le_dice_que_se_le_espera(escena, convocada, mundo) -> None:
    nora = inscribir(escena)
    responder(participante=nora, dicho=Contestacion("no_asiste"))
    moverla(escena, mundo["encargada"])
    aviso = avisos_a("nora@correo.example")[0]
    for palabras in (aviso.texto, aviso.html):
        assert "Nos había dicho que no vendría. Si ahora puede, díganoslo" in palabras
        assert "Seguimos contando con usted" not in palabras


def test_quien_va_en_lugar_de_otra_persona_tambien_se_entera(escena, convocada, mundo) -> None:
    rosa = Participante.objects.get(correo=ROSA)
    Participante.objects.filter(pk=rosa.pk).update(asistencia="delega")
    el_mundo.crear_participante(
        escena.actividad, "Sonia", "Meza", origen="delegado", en_lugar_de=rosa, asistencia="asiste"
    )
    assert moverla(escena, mundo["encargada"]).por_correo == 4
    [aviso] = avisos_a("sonia@correo.example")
    assert "Recibe este correo porque irá en lugar de otra persona" in aviso.texto
    assert set(Participante.objects.values_list("asistencia", flat=True)) == {"sin_respuesta"}


def test_sin_correo_queda_por_avisar_a_mano(escena, convocada, mundo) -> None:
    luis = Participante.objects.get(correo="luis@correo.example")
    luis.contacto.correo = ""
    luis.contacto.save()
    Participante.objects.filter(pk=luis.pk).update(correo="", telefono="+56987654321")
    assert moverla(escena, mundo["encargada"]) == Avisados(por_correo=2, a_mano=1)
    fila = Invitacion.objects.get(participante=luis, clase="cambio")
    assert (fila.canal, fila.mensaje, fila.hecha_en, bool(fila.clave)) == (
        "carta",
        None,
        None,
        True,
    )
    assert selectors.cuentas_de_avisos(fila) == {"todas": 3, "a_mano": 1, "avisadas": 2}
    assert [f.participante for f in selectors.avisos(fila, "a_mano")] == [luis]


def test_el_correo_corregido_en_el_directorio_recibe_el_aviso(
    escena, convocada, contactos, mundo
) -> None:
    contactos[0].correo = "nueva@correo.example"
    contactos[0].save()
    moverla(escena, mundo["encargada"])
    assert (len(avisos_a("nueva@correo.example")), avisos_a(ROSA)) == (1, [])


def test_quien_pidio_no_mas_invitaciones_si_recibe_el_cambio(escena, convocada, mundo) -> None:
    bloquear(servicio=mundo.riberas, direccion=ROSA, alcance="renunciables", origen="enlace")
    moverla(escena, mundo["encargada"])
    assert [m.estado for m in avisos_a(ROSA)] == ["pendiente"]


def test_un_borrador_que_espera_no_estorba(escena, convocada, contactos, mundo) -> None:
    segunda = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    moverla(escena, mundo["encargada"])
    estados = Convocatoria.objects.order_by("pk").values_list("clase", "estado")
    assert [e for _, e in estados] == ["enviada", "borrador", "enviada"]
    segunda.refresh_from_db()
    assert segunda.fallo_programado == ""
    assert selectors.ultima(escena.actividad) == segunda


def test_lo_programado_vuelve_a_preparacion(escena, convocada, mundo) -> None:
    segunda = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    otro = crear_contacto(mundo.riberas, "Otra", "cultural", correo="otra@correo.example")
    Convocatoria.objects.filter(pk=segunda.pk).update(
        clase="complementaria", motivo_complementaria="Faltaba cultura."
    )
    programar_envio(
        convocatoria=segunda, contactos=[otro], por=mundo["encargada"],
        enviar_en=datetime(2027, 5, 12, 13, 0, tzinfo=UTC),
    )  # fmt: skip
    moverla(escena, mundo["encargada"])
    segunda.refresh_from_db()
    assert (segunda.estado, segunda.fallo_programado[:35]) == (
        "borrador", "La actividad cambió de día, de hora",
    )  # fmt: skip


# ── The fifteen days, again ──


def test_con_menos_dias_se_pide_el_motivo(escena, convocada, mundo, reloj_en) -> None:
    reloj_en(TARDE)
    with pytest.raises(ReglaIncumplida) as error:
        moverla(escena, mundo["encargada"])
    assert error.value.mensaje.startswith(
        "Para el miércoles 2 de junio de 2027 faltan 13 días corridos y se piden 15. Elija otra "
        "fecha, o anote el motivo de la tardanza: quedará en la convocatoria. (Regla R133"
    )
    assert [regla.id for regla, _ in error.value.reglas] == ["R133"]
    assert Actividad.objects.get().fecha == el_mundo.DIA
    assert moverla(escena, mundo["encargada"], motivo_tardanza="No hay otro recinto.") == Avisados(
        por_correo=3
    )
    cambio = Convocatoria.objects.get(clase="cambio")
    assert (
        cambio.tardia, cambio.dias_anticipacion, cambio.motivo_tardanza,
        cambio.tardanza_autorizada_por,
    ) == (True, 13, "No hay otro recinto.", mundo["encargada"])  # fmt: skip


def test_quien_no_puede_excusar_sabe_a_quien_pedirlo(escena, convocada, mundo, reloj_en) -> None:
    reloj_en(TARDE)
    with pytest.raises(ReglaIncumplida) as error:
        moverla(escena, mundo["equipo"])
    assert (
        "o pida que la mueva la persona encargada, que puede anotar el motivo de la tardanza. Si "
        "la actividad no se hará ese día, suspéndala primero: se avisa de inmediato a todas las "
        "personas."
    ) in error.value.mensaje
    with pytest.raises(SinPermiso):
        moverla(escena, mundo["equipo"], motivo_tardanza="Se nos pasó.")
    assert (Convocatoria.objects.count(), Mensaje.objects.filter(tipo="aviso").count()) == (1, 0)


def test_en_una_regional_solo_la_autoridad(escena, contactos, mundo, reloj_en) -> None:
    CuentaPublica.objects.update(ambito="regional")
    escena.cuenta.refresh_from_db()
    extra = crear_contacto(mundo.riberas, "Fundación", "interes_publico", correo="f@correo.example")
    convocar(escena, [*contactos, extra], mundo["encargada"])
    reloj_en(TARDE)
    with pytest.raises(ReglaIncumplida, match="pida que la mueva la autoridad"):
        moverla(escena, mundo["encargada"])
    with pytest.raises(SinPermiso):
        moverla(escena, mundo["encargada"], motivo_tardanza="Lluvias.")
    avisados = moverla(escena, mundo["autoridad"], motivo_tardanza="Lluvias.")
    assert avisados == Avisados(por_correo=4)


def test_otra_hora_el_mismo_dia_nunca_es_tarde(escena, convocada, mundo, reloj_en) -> None:
    reloj_en(TARDE)
    moverla(escena, mundo["equipo"], fecha=el_mundo.DIA, hora_inicio=time(10, 0))
    cambio = Convocatoria.objects.get(clase="cambio")
    assert (cambio.tardia, cambio.dias_anticipacion) == (False, 8)
    # The call of before the change still tells that people knew the day in time.
    assert r133(escena.cuenta) == (
        Veredicto.CUMPLE, "Se envió con 18 días de anticipación.", False,
    )  # fmt: skip


def test_en_otro_dia_cuenta_el_aviso_del_cambio(escena, convocada, mundo, reloj_en) -> None:
    reloj_en(TARDE)
    moverla(escena, mundo["encargada"], motivo_tardanza="No hay otro recinto.")
    assert r133(escena.cuenta) == (
        Veredicto.NO_CUMPLE,
        "Se envió con 13 días de anticipación y se piden 15. Motivo: No hay otro recinto.",
        True,
    )
    moverla(escena, mundo["encargada"], fecha=date(2027, 6, 10))
    assert r133(escena.cuenta)[:2] == (Veredicto.CUMPLE, "Se envió con 21 días de anticipación.")


def test_volver_al_primer_dia_no_revive_la_primera_convocatoria(
    escena, convocada, mundo, reloj_en
) -> None:
    moverla(escena, mundo["encargada"], fecha=date(2027, 6, 20))
    reloj_en(TARDE)
    moverla(
        escena, mundo["encargada"], fecha=el_mundo.DIA, motivo_tardanza="Se liberó el gimnasio."
    )
    assert r133(escena.cuenta)[1].startswith("Se envió con 8 días de anticipación y se piden 15.")


def test_una_complementaria_despues_del_cambio_tambien_cuenta(
    escena, convocada, mundo, reloj_en
) -> None:
    moverla(escena, mundo["encargada"])
    reloj_en(datetime(2027, 5, 17, 14, 0, tzinfo=UTC))
    moverla(escena, mundo["encargada"], hora_inicio=time(11, 0))
    otro = crear_contacto(mundo.riberas, "Otra", "cultural", correo="otra@correo.example")
    otra = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    Convocatoria.objects.filter(pk=otra.pk).update(
        clase="complementaria", motivo_complementaria="Faltaba cultura."
    )
    enviar_convocatoria(convocatoria=otra, contactos=[otro], por=mundo["encargada"])
    [salidas] = selectors.salidas_vigentes({escena.actividad.pk: escena.actividad}).values()
    assert [(s.clase, s.dias_anticipacion) for s in salidas] == [
        ("cambio", 23), ("complementaria", 16),
    ]  # fmt: skip


# ── From where, and what is refused ──


def test_la_suspendida_vuelve_con_su_aviso(escena, convocada, mundo) -> None:
    suspender(actividad=escena.actividad, motivo="Alerta roja.", por=mundo["encargada"])
    moverla(escena, mundo["encargada"], motivo="Terminó la alerta.")
    aviso = avisos_a(ROSA)[-1]
    assert aviso.texto.splitlines()[3] == (
        "Jornada nacional y talleres ya tiene nueva fecha: será el miércoles 2 de junio de 2027"
    )
    [cita] = calendarios(aviso).values()
    assert (cita["METHOD"], cita["SEQUENCE"]) == ("PUBLISH", "2")


def test_la_suspendida_puede_volver_al_mismo_dia(escena, convocada, mundo, reloj_en) -> None:
    suspender(actividad=escena.actividad, motivo="Alerta roja.", por=mundo["encargada"])
    reloj_en(TARDE)
    moverla(escena, mundo["encargada"], fecha=el_mundo.DIA, motivo="Terminó la alerta.")
    texto = avisos_a(ROSA)[-1].texto
    assert "ya no está suspendida: será el viernes 28 de mayo de 2027" in texto
    assert "se hará el mismo día, a la misma hora y en el mismo lugar." in texto
    assert r133(escena.cuenta)[1] == "Se envió con 18 días de anticipación."


def test_solo_con_inscritas_se_les_avisa_sin_convocatoria(escena, mundo) -> None:
    inscribir(escena)
    inscribir(escena, "Ema", correo="", telefono="9 8765 4321")
    with pytest.raises(ErrorDominio) as error:
        guardar_actividad(
            cuenta=escena.cuenta, actividad=escena.actividad, por=mundo["equipo"], fecha=NUEVA
        )
    assert error.value.mensaje == (
        "Ya hay personas inscritas en esta actividad. Para cambiar la fecha, la hora o el lugar "
        "use «Mover la actividad», que les avisa."
    )
    assert moverla(escena, mundo["equipo"]) == Avisados(por_correo=1, a_mano=1)
    actividad = Actividad.objects.get()
    assert (actividad.estado, actividad.fecha) == ("programada", NUEVA)
    assert (Convocatoria.objects.count(), Invitacion.objects.count()) == (0, 0)
    [aviso] = avisos_a("nora@correo.example")
    assert emails.pagina_de_actividad(actividad) in aviso.texto
    assert "/invitacion/" not in aviso.texto
    assert [p.nombres for p in selectors.sin_constancia(actividad)] == ["Ema"]


def test_sin_nadie_a_quien_avisar_se_edita(escena, mundo) -> None:
    with pytest.raises(ErrorDominio) as error:
        moverla(escena, mundo["encargada"])
    assert error.value.mensaje == (
        "Solo se mueve una actividad convocada o suspendida. Si aún no convoca, edítela."
    )
    guardar_actividad(
        cuenta=escena.cuenta, actividad=escena.actividad, por=mundo["encargada"], fecha=NUEVA
    )
    assert Actividad.objects.get().secuencia == 1


def test_sin_motivo_no_se_mueve(escena, convocada, mundo) -> None:
    with pytest.raises(ErrorDominio) as error:
        moverla(escena, mundo["encargada"], motivo="  ")
    assert error.value.mensaje == (
        "Escriba el motivo. Lo verán todas las personas en la página pública."
    )


def test_con_la_cuenta_suspendida_no_se_convoca_a_otra_fecha(escena, convocada, mundo) -> None:
    suspender_cuenta(
        cuenta=escena.cuenta, motivo="Emergencia.", desde=date(2027, 5, 10), por=mundo["encargada"]
    )
    with pytest.raises(ErrorDominio, match="mientras tanto no se envían convocatorias"):
        moverla(escena, mundo["encargada"])
    assert Actividad.objects.get().fecha == el_mundo.DIA


@pytest.mark.parametrize("fecha", [date(2027, 5, 9), date(2027, 2, 1)])
def test_no_se_mueve_al_pasado(escena, convocada, mundo, fecha) -> None:
    with pytest.raises(ErrorDominio, match="La fecha y la hora ya pasaron"):
        moverla(escena, mundo["encargada"], fecha=fecha)


def test_otra_comuna_se_dice(escena, convocada, mundo) -> None:
    moverla(escena, mundo["encargada"], comuna=Comuna.objects.get(codigo="07201"))
    assert (
        "; ahora, Gimnasio Liceo El Sauce, Calle 1 Norte 123, Cauquenes" in avisos_a(ROSA)[0].texto
    )


def test_avisar_a_muchas_cuesta_lo_mismo_por_persona(escena, mundo) -> None:
    tipos = ("territorial", "funcional", "mujeres")
    contactos = [
        crear_contacto(mundo.riberas, f"Org {n}", tipos[n % 3], correo=f"p{n}@correo.example")
        for n in range(60)
    ]
    convocar(escena, contactos[:3], mundo["encargada"])
    costos = []
    for dia, hasta in ((2, 3), (3, 60)):
        if hasta > 3:
            otra = preparar_convocatoria(
                actividad=escena.actividad, mensaje="", por=mundo["encargada"]
            )
            Convocatoria.objects.filter(pk=otra.pk).update(
                clase="complementaria", motivo_complementaria="Más gente."
            )
            enviar_convocatoria(convocatoria=otra, contactos=contactos[3:], por=mundo["encargada"])
        with CaptureQueriesContext(connection) as consultas:
            avisados = moverla(escena, mundo["encargada"], fecha=date(2027, 6, dia))
        assert avisados.por_correo == hasta
        costos.append(len(consultas))
    # SQLite inserts at most 999 values at a time: the rows of 60 people take two statements more.
    assert costos[1] - costos[0] <= 6, costos
