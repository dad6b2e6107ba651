"""50 requests across holidays and an outage of beat: each answered, or escalated before its day."""

from datetime import UTC, date, datetime, timedelta

from comun import reloj
from correos.models import Mensaje, Supresion
from privacidad import reglas
from privacidad.models import SolicitudDerechos
from privacidad.services import bloqueo, decisiones
from privacidad.services.avisos import vigilar
from servicios.models import Membresia

#: Before the long weekend of 17 to 20 September and the holidays of 11 October and 1 November.
DESDE = datetime(2027, 9, 8, 15, 0, tzinfo=UTC)
DERECHOS = [d.value for d in SolicitudDerechos.Derecho]


QUIENES = ("datos", "encargada", "autoridad")


def _avisos(solicitud):
    """Which notices the staff were given: the day, and to whom, of each."""
    filas = Mensaje.objects.filter(clave__startswith=solicitud.prefijo, tipo="recordatorio")
    dias = {}
    for fila in filas.order_by("pk"):
        aviso, zona = fila.clave.split(":")[2], solicitud.servicio.zona
        _, quienes = dias.setdefault(aviso, (fila.creado_en.astimezone(zona).date(), set()))
        quienes.add(fila.para)
    return dias


def _en_silencio(solicitudes, personas):
    """Those that fell due neither answered in their term nor told, the day before, to everybody."""
    todas = {personas[nombre].email for nombre in QUIENES}
    calladas = set()
    for fila in solicitudes:
        fila.refresh_from_db()
        zona = fila.servicio.zona
        a_tiempo = fila.resuelta_en and fila.resuelta_en.astimezone(zona).date() <= fila.vence_el
        avisos = _avisos(fila).values()
        escalada = any(dia < fila.vence_el and quienes >= todas for dia, quienes in avisos)
        if not (a_tiempo or escalada):
            calladas.add(fila.folio)
    return calladas


def _cincuenta(recibir, reloj_en):
    """One each seven hours, so that they come at every hour, on holidays too; of every right."""
    solicitudes = []
    for n in range(50):
        reloj_en(DESDE + timedelta(hours=7 * n))
        derecho = DERECHOS[n % len(DERECHOS)]
        solicitudes.append(recibir(derecho, correo=f"persona{n}@correo.example")[0])
    return solicitudes


def test_cincuenta_solicitudes_con_feriados_y_26_horas_sin_beat(recibir, en_riberas, reloj_en):
    por = en_riberas["datos"]
    solicitudes = _cincuenta(recibir, reloj_en)
    for n, fila in enumerate(solicitudes):  # one of each five is answered in its term
        if n % 5 == 0 and fila.vence_el > reloj.hoy(fila.servicio.zona):
            decisiones.decidir(solicitud=fila, decision="acogida", fundamento="Sí.", por=por)
    _sesenta_dias_con_un_corte(reloj_en)
    assert _en_silencio(solicitudes, en_riberas) == set()
    abiertas = [fila for fila in solicitudes if fila.abierta]
    for fila in abiertas:
        avisos = _avisos(fila)
        assert avisos["nueva"][0] == fila.recibida_en.astimezone(fila.servicio.zona).date()
        assert {"hoy", "vencida"} <= set(avisos), fila.folio
    assert len(abiertas) >= 40
    cuantos = Mensaje.objects.count()
    assert (vigilar(), Mensaje.objects.count()) == (0, cuantos)


def test_sin_ronda_o_con_un_corte_mas_largo_que_el_aviso_se_nota(recibir, en_riberas, reloj_en):
    """The negative control: what the test above looks at fails when nobody is told in time."""
    solicitudes = [recibir(d, correo=f"{d}@correo.example")[0] for d in DERECHOS]
    por_derecho = {fila.derecho: fila for fila in solicitudes}
    lentas = {fila.folio for fila in solicitudes if fila.derecho != "bloqueo"}
    # Nothing swept: only the block was told to everybody, the moment that it came.
    assert _en_silencio(solicitudes, en_riberas) == lentas
    vence = por_derecho["acceso"].vence_el
    reloj_en(datetime(vence.year, vence.month, vence.day, 15, tzinfo=UTC))
    vigilar()  # back only on the day itself, after more days than those of the notice
    assert _en_silencio(solicitudes, en_riberas) == lentas
    reloj_en(datetime(vence.year, vence.month, vence.day, 15, tzinfo=UTC) - timedelta(days=2))
    vigilar()
    assert _en_silencio(solicitudes, en_riberas) == set()
    assert timedelta(days=reglas.AVISO_DIAS) > timedelta(hours=26)


def test_la_ronda_pasa_cada_hora():
    from cpp_portal.celery import app

    linea = app.conf.beat_schedule["vigilar-derechos"]
    assert linea["task"] == "privacidad.vigilar_solicitudes"
    assert (len(linea["schedule"].minute), len(linea["schedule"].hour)) == (1, 24)


def _sesenta_dias_con_un_corte(reloj_en):
    """Beat every eight hours from the first request; each week it dies for 26 hours."""
    ultimo = DESDE
    for horas in range(0, 24 * 60, 8):
        momento = DESDE + timedelta(hours=horas)
        semana = timedelta(hours=horas) % timedelta(days=7)
        if timedelta(days=2) <= semana < timedelta(days=2, hours=26):
            continue
        reloj_en(momento)
        vigilar()
        ultimo = momento
    assert ultimo > DESDE + timedelta(days=58)


def test_el_plazo_cuenta_los_dias_que_dice_la_ley():
    feriados = {date(2027, 9, 17): "feriado", date(2027, 9, 20): "feriado"}
    bloqueo = reglas.plazo("bloqueo", date(2027, 9, 15), feriados)
    assert bloqueo.fecha == date(2027, 9, 21)  # 16 counts; 17, 18, 19 and 20 do not
    assert reglas.plazo("acceso", date(2027, 9, 15), feriados).fecha == date(2027, 10, 15)
    assert reglas.prorroga(date(2027, 10, 15)) == date(2027, 11, 14)
    vence = date(2027, 10, 15)
    casos = {9: None, 10: "pronto", 14: "pronto", 15: "hoy", 16: "vencida"}
    assert {d: reglas.aviso_que_toca(vence, date(2027, 10, d)) for d in casos} == casos


def test_sin_nadie_con_el_rol_se_avisa_a_quien_haya(recibir, en_riberas):
    Membresia.objects.filter(servicio=en_riberas.riberas, rol="encargado_datos").delete()
    solicitud, _ = recibir()
    filas = Mensaje.objects.filter(clave__startswith=solicitud.prefijo, tipo="recordatorio")
    assert {f.para for f in filas} == {en_riberas["encargada"].email, en_riberas["autoridad"].email}
    Membresia.objects.filter(servicio=en_riberas.riberas).delete()
    otra, _ = recibir(correo="otra@correo.example")
    [fila] = Mensaje.objects.filter(clave__startswith=otra.prefijo, tipo="recordatorio")
    assert fila.para == en_riberas.riberas.correo


def test_un_bloqueo_que_no_alcanzo_a_aplicarse_lo_aplica_la_ronda(recibir, monkeypatch, reloj_en):
    with monkeypatch.context() as muere:
        muere.setattr(bloqueo, "aplicar", lambda **_: None)
        recibir("bloqueo")
    assert Supresion.objects.vigentes().count() == 0
    vigilar()
    vigilar()
    assert [s.alcance for s in Supresion.objects.vigentes()] == ["todo"]


def test_la_ronda_cuesta_lo_mismo_con_muchas(recibir, django_assert_num_queries, reloj_en):
    recibir("bloqueo", correo="a@correo.example")
    vigilar()
    with django_assert_num_queries(6):
        vigilar()
    for n in range(4):
        recibir("bloqueo", correo=f"b{n}@correo.example")
    vigilar()
    with django_assert_num_queries(6):
        vigilar()
