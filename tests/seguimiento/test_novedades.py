"""What is new, told once to who follows it, in at most one mail a day to each address."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from comun import reloj
from convocatorias.models import Actividad, ProcesoVirtual
from convocatorias.services import mover, suspender
from correos.models import Mensaje
from correos.services import bloquear
from cuentas.models import CuentaPublica
from cuentas.services import reanudar_cuenta, suspender_cuenta
from respuestas import services as respuestas
from seguimiento.models import Novedad, Suscripcion
from seguimiento.services import avisar_novedades, confirmar_avisos
from seguimiento.services import novedades as modulo
from seguimiento.services.claves import clave_de, nonce_y_huella
from seguimiento.tasks import avisar
from servicios.alcance import alcance
from servicios.models import Comuna
from tests import mundo as m

ROSA = "rosa@correo.example"
#: 10:00 in Santiago, the day after that of the world.
MANANA = m.AHORA + timedelta(days=1)


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def seguir(cuenta, correo=ROSA, que="cuenta", capitulo="") -> Suscripcion:
    """Somebody who asked for it and confirmed it now."""
    suya = Suscripcion.objects.create(
        servicio=cuenta.servicio,
        cuenta=cuenta if que == "cuenta" else None,
        correo=correo,
        alcance=que,
        capitulo=capitulo,
        pedida_en=reloj.ahora(),
        **nonce_y_huella(cuenta.servicio_id),
    )
    confirmar_avisos(suscripcion=suya)
    suya.refresh_from_db()
    return suya


def cartas(correo=ROSA) -> list[Mensaje]:
    return list(Mensaje.objects.filter(tipo="novedades", para=correo).order_by("pk"))


def asuntos(correo=ROSA) -> list[str]:
    return [carta.asunto.removesuffix(" · Riberas") for carta in cartas(correo)]


def publicar_informe(cuenta, mundo):
    m.publicar_informe(m.crear_informe(cuenta), mundo["encargada"], mundo["autoridad"])


def publicar_respuestas(cuenta, mundo):
    informe = respuestas.preparar_documento(cuenta=cuenta, por=mundo["encargada"])
    respuestas.enviar_documento_a_revision(informe=informe, por=mundo["encargada"])
    respuestas.publicar_respuestas(informe=informe, por=mundo["autoridad"])


def test_lo_que_ya_estaba_no_es_nuevo(cuenta, en_riberas):
    publicar_informe(cuenta, en_riberas)
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    seguir(cuenta)
    assert avisar_novedades() == 0
    assert avisar_novedades(ahora=MANANA) == 0


def test_todo_lo_nuevo_va_en_una_carta_y_una_vez(cuenta, en_riberas):
    suya = seguir(cuenta)
    publicar_informe(cuenta, en_riberas)
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 1
    [carta] = cartas()
    assert carta.asunto == "3 novedades de la cuenta pública · Riberas"
    caminos = re.findall(r"https?://[^/\s]+(/[^\s]*)", carta.texto)
    assert caminos == [
        "/cuentas/riberas/2026/participar/",
        "/cuentas/riberas/2026/jornadas/jornada-nacional/",
        "/cuentas/riberas/2026/informe/",
        "/cuentas/riberas/2026/",
        f"/seguir/{clave_de(suya)}/",
    ]
    assert all(camino in carta.html for camino in caminos)
    assert "Cierra el viernes 4 de junio de 2027, a las 24:00." in carta.texto
    assert "Es el viernes 28 de mayo de 2027, a las 9:30, en Gimnasio Liceo El Sauce" in carta.texto
    for pasan in (timedelta(0), timedelta(hours=5), timedelta(days=1), timedelta(days=2)):
        assert avisar_novedades(ahora=m.AHORA + pasan) == 0


def test_a_lo_mas_una_carta_al_dia_y_lo_demas_manana(cuenta, en_riberas):
    seguir(cuenta)
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 1
    publicar_informe(cuenta, en_riberas)
    assert avisar_novedades(ahora=m.AHORA + timedelta(hours=3)) == 0
    assert avisar_novedades(ahora=MANANA) == 1
    assert asuntos() == ["Jornada nacional y talleres", "Se publicó el informe de 2026"]


def test_quien_sigue_dos_cosas_recibe_una_carta(cuenta, en_riberas):
    seguir(cuenta)
    seguir(cuenta, que="servicio")
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 1
    # Whatever it begins to follow today waits for tomorrow.
    seguir(cuenta, que="tema", capitulo="planes")
    publicar_informe(cuenta, en_riberas)
    assert avisar_novedades() == 0
    assert avisar_novedades(ahora=MANANA) == 1
    [_, carta] = cartas()
    assert "avisos de la cuenta pública de 2026, todas sus cuentas públicas" in carta.texto


def test_no_sale_antes_de_las_nueve_del_servicio(cuenta):
    seguir(cuenta)
    m.crear_actividad(cuenta)
    assert avisar_novedades(ahora=datetime(2027, 5, 18, 12, 59, tzinfo=UTC)) == 0
    assert avisar_novedades(ahora=datetime(2027, 5, 18, 13, 0, tzinfo=UTC)) == 1


def test_la_ventana_se_avisa_al_abrir_y_una_vez_al_cerrar(cuenta, reloj_en):
    reloj_en(datetime(2027, 4, 20, 15, tzinfo=UTC))
    seguir(cuenta)
    m.crear_proceso(cuenta, publicado_en=datetime(2027, 4, 19, tzinfo=UTC))
    assert [avisar_novedades(ahora=_a_las_once(4, d)) for d in (25, 26, 27)] == [0, 1, 0]
    dias = [avisar_novedades(ahora=_a_las_once(5, 31))]
    dias += [avisar_novedades(ahora=_a_las_once(6, d)) for d in (1, 2, 3, 4, 5)]
    assert dias == [0, 1, 0, 0, 0, 0]
    assert asuntos() == [
        "Ya puede participar en la cuenta de 2026",
        "La participación por internet está por cerrar",
    ]


def _a_las_once(mes: int, dia: int) -> datetime:
    return datetime(2027, mes, dia, 15, tzinfo=UTC)


def test_una_ventana_que_se_amplia_vuelve_a_avisar_su_cierre(cuenta, reloj_en):
    reloj_en(_a_las_once(5, 1))
    m.crear_proceso(cuenta)
    seguir(cuenta)
    assert avisar_novedades(ahora=_a_las_once(6, 2)) == 1
    ProcesoVirtual.objects.update(termino=date(2027, 6, 20))
    assert avisar_novedades(ahora=_a_las_once(6, 4)) == 0
    assert avisar_novedades(ahora=_a_las_once(6, 18)) == 1


def test_la_actividad_que_se_mueve_y_la_que_se_suspende(cuenta, en_riberas):
    actividad, por = m.crear_actividad(cuenta, estado="convocada"), en_riberas["encargada"]
    seguir(cuenta)
    mover(
        actividad=actividad, fecha=m.DIA + timedelta(days=4), hora_inicio=actividad.hora_inicio,
        hora_termino=actividad.hora_termino, lugar="Teatro", comuna=Comuna.objects.get(pk="07101"),
        motivo="Se amplió.", por=por,
    )  # fmt: skip
    assert avisar_novedades() == 1
    assert "Cambió de fecha o de lugar: Se amplió. Es el martes 1 de junio" in cartas()[0].texto
    actividad.refresh_from_db()
    suspender(actividad=actividad, motivo="Por el temporal.", por=por)
    assert avisar_novedades(ahora=MANANA) == 1
    assert "Se suspendió. Por el temporal." in cartas()[1].texto


def test_de_lo_que_cambio_dos_veces_el_mismo_dia_se_cuenta_como_quedo(cuenta, en_riberas):
    seguir(cuenta)
    actividad = m.crear_actividad(cuenta)
    suspender(actividad=actividad, motivo="Por el temporal.", por=en_riberas["encargada"])
    assert avisar_novedades() == 1
    assert "Se suspendió" in cartas()[0].texto
    assert "Es el viernes" not in cartas()[0].texto


def test_lo_que_dejo_de_ser_publico_no_se_cuenta(cuenta, en_riberas):
    seguir(cuenta)
    seguir(cuenta, que="servicio", correo="ana@correo.example")
    m.crear_actividad(cuenta, estado="borrador")
    m.crear_actividad(cuenta, slug="vieja", fecha=m.HOY - timedelta(days=1))
    m.crear_proceso(cuenta, publicado_en=None)
    m.crear_informe(cuenta)
    assert avisar_novedades() == 0
    publicar = m.crear_actividad(cuenta, slug="otra", nombre="Otra")
    CuentaPublica.objects.update(estado="anulada", motivo_anulacion="Se anuló.")
    assert publicar.vigente
    assert avisar_novedades() == 0
    assert Novedad.objects.count() == 0


def test_mientras_la_cuenta_esta_suspendida_nada_sale_y_despues_si(cuenta, en_riberas):
    por = en_riberas["encargada"]
    seguir(cuenta)
    suspender_cuenta(cuenta=cuenta, motivo="Por la emergencia.", desde=m.HOY, por=por)
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 0
    reanudar_cuenta(cuenta=cuenta, hasta=m.HOY, por=por)
    assert avisar_novedades() == 1


@pytest.mark.parametrize("que", ["cuenta", "servicio"])
def test_lo_que_la_suspension_alcanzo_sin_avisar_se_avisa_al_reanudar(cuenta, en_riberas, que):
    """Numbered after the mail of the day, and suspended before the next one."""
    por = en_riberas["encargada"]
    otra = m.crear_cuenta(en_riberas.riberas, por, anio_gestion=2025, anio_ejercicio=2026)
    seguir(cuenta, que=que)
    m.crear_actividad(cuenta, slug="a", nombre="Primera")
    assert avisar_novedades() == 1
    m.crear_actividad(cuenta, slug="b", nombre="Segunda")
    assert avisar_novedades(ahora=m.AHORA + timedelta(hours=1)) == 0
    suspender_cuenta(cuenta=cuenta, motivo="Por la emergencia.", desde=m.HOY, por=por)
    m.crear_actividad(otra, slug="c", nombre="De otra cuenta")
    # What is of another account is told meanwhile, and once.
    de_otra = [1, 0, 0] if que == "servicio" else [0, 0, 0]
    assert [avisar_novedades(ahora=MANANA + timedelta(days=n)) for n in range(3)] == de_otra
    reanudar_cuenta(cuenta=cuenta, hasta=m.HOY, por=por)
    assert [avisar_novedades(ahora=MANANA + timedelta(days=n)) for n in (3, 4)] == [1, 0]
    assert asuntos() == ["Primera", *["De otra cuenta"] * de_otra[0], "Segunda"]


def test_lo_anterior_a_quien_confirma_en_una_suspension_no_es_nuevo_despues(cuenta, en_riberas):
    por = en_riberas["encargada"]
    publicar_informe(cuenta, en_riberas)
    suspender_cuenta(cuenta=cuenta, motivo="Por la emergencia.", desde=m.HOY, por=por)
    seguir(cuenta)
    m.crear_actividad(cuenta)  # the control: this one came after
    assert avisar_novedades() == 0
    reanudar_cuenta(cuenta=cuenta, hasta=m.HOY, por=por)
    assert avisar_novedades() == 1
    assert asuntos() == ["Jornada nacional y talleres"]


@pytest.mark.parametrize(("estado", "codigo"), [("rebotado", None), ("rechazado", 550)])
def test_a_la_direccion_que_devuelve_los_avisos_no_se_le_escribe_mas(cuenta, estado, codigo):
    seguir(cuenta)
    seguir(cuenta, correo="ana@correo.example")  # the control
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 2
    Mensaje.objects.filter(para=ROSA).update(estado=estado, ultimo_codigo=codigo)
    m.crear_actividad(cuenta, slug="b")
    assert avisar_novedades(ahora=MANANA) == 1
    assert not Mensaje.objects.filter(para=ROSA).exists()
    assert Suscripcion.objects.confirmadas().get().correo == "ana@correo.example"
    assert len(cartas("ana@correo.example")) == 2
    # Whoever comes back with a box that works begins anew.
    seguir(cuenta)
    m.crear_actividad(cuenta, slug="c")
    assert avisar_novedades(ahora=MANANA + timedelta(days=1)) == 2


def test_lo_que_nace_anulado_no_cuenta_como_aviso(cuenta):
    seguir(cuenta)
    seguir(cuenta, correo="ana@correo.example")  # the control
    bloquear(servicio=cuenta.servicio, direccion=ROSA, alcance="todo", origen="persona")
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 1
    dias = dict(Suscripcion.objects.values_list("correo", "avisada_el"))
    assert dias == {ROSA: None, "ana@correo.example": m.HOY}


def test_las_respuestas_se_avisan_a_quien_sigue_su_tema(cuenta, en_riberas, reloj_en):
    m.crear_proceso(cuenta)
    escrita = respuestas.registrar_consulta(
        cuenta=cuenta, tipo="pregunta", mensaje="¿Cuánto costó?", capitulo="presupuesto",
        datos=respuestas.Datos("Rosa", "Soto", "correo", correo="otra@correo.example"),
        nonce=respuestas.nonce_nuevo(),
    ).consulta  # fmt: skip
    una = respuestas.redactar_respuesta(
        consulta=escrita, texto="Mucho.", unidad="Obras", por=en_riberas["unidad"]
    )
    respuestas.enviar_a_revision(respuesta=una, por=en_riberas["unidad"])
    respuestas.aprobar_respuesta(respuesta=una, por=en_riberas["revisora"])
    reloj_en(datetime(2027, 6, 7, 14, tzinfo=UTC))
    for tema in ("presupuesto", "planes"):
        seguir(cuenta, correo=f"{tema}@correo.example", que="tema", capitulo=tema)
    publicar_respuestas(cuenta, en_riberas)
    assert avisar_novedades() == 1
    assert asuntos("presupuesto@correo.example") == ["Se publicaron las respuestas de 2026"]
    assert asuntos("planes@correo.example") == []


def test_una_cuenta_no_es_la_otra_ni_un_servicio_el_otro(cuenta, en_riberas, mundo):
    otra = m.crear_cuenta(
        en_riberas.riberas, en_riberas["encargada"], anio_gestion=2025, anio_ejercicio=2026
    )
    seguir(otra)
    seguir(otra, que="servicio", correo="ana@correo.example")
    with alcance(mundo.otro):
        ajena = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        seguir(ajena, correo="eva@correo.example")
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 1
    assert [c.para for c in Mensaje.objects.filter(tipo="novedades")] == ["ana@correo.example"]


def test_quien_llega_despues_no_recibe_lo_de_antes_y_los_demas_si(cuenta):
    seguir(cuenta)
    m.crear_actividad(cuenta)
    seguir(cuenta, correo="ana@correo.example")
    assert avisar_novedades() == 1
    assert (len(cartas()), len(cartas("ana@correo.example"))) == (1, 0)
    m.crear_actividad(cuenta, slug="otra", nombre="Otra")
    assert avisar_novedades(ahora=MANANA) == 2


def test_un_servicio_que_falla_no_calla_a_los_demas(cuenta, mundo, monkeypatch, caplog):
    seguir(cuenta)
    with alcance(mundo.otro):
        ajena = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        seguir(ajena)
        m.crear_actividad(ajena)
    m.crear_actividad(cuenta)
    de_veras = modulo.hechos_de

    def hechos_de(servicio, ahora):
        if servicio.slug == "riberas":
            raise RuntimeError("boom")
        return de_veras(servicio, ahora)

    monkeypatch.setattr(modulo, "hechos_de", hechos_de)
    assert avisar_novedades() == 1
    assert "boom" in caplog.text
    assert ROSA not in caplog.text
    monkeypatch.setattr(modulo, "hechos_de", de_veras)
    assert avisar_novedades() == 1


def test_la_tarea_no_lleva_datos(cuenta):
    seguir(cuenta)
    m.crear_actividad(cuenta)
    avisar()
    assert len(cartas()) == 1


def test_un_nombre_hostil_no_rompe_la_carta(cuenta):
    seguir(cuenta)
    m.crear_actividad(cuenta, nombre="<b>Jornada</b>\r\nBcc: x@x.cl")
    assert avisar_novedades() == 1
    [carta] = cartas()
    assert carta.asunto == "<b>Jornada</b> Bcc: x@x.cl · Riberas"
    assert "&lt;b&gt;Jornada" in carta.html
    assert "<b>Jornada" not in carta.html


@pytest.mark.parametrize("cuantas", [2, 30])
def test_las_mismas_sentencias_para_pocas_personas_y_para_muchas(
    cuenta, en_riberas, cuantas, django_assert_num_queries
):
    for n in range(cuantas):
        seguir(cuenta, correo=f"p{n}@correo.example")
    for n in range(cuantas):
        m.crear_actividad(cuenta, slug=f"a{n}", nombre=f"Actividad {n}")
    publicar_informe(cuenta, en_riberas)
    assert Actividad.objects.count() == cuantas
    with django_assert_num_queries(22):
        assert avisar_novedades(ahora=m.AHORA) == cuantas
