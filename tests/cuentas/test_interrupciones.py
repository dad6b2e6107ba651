"""Suspending an account, planning it anew and taking it up again (R174): facts, not states."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from cuentas import services
from cuentas.models import CuentaPublica, Interrupcion
from cuentas.selectors import interrupcion_vigente
from servicios.alcance import alcance
from tests import mundo as m

TRES, DIEZ = date(2027, 5, 3), date(2027, 5, 10)
MOTIVO = "Aluvión en la cuenca del Maule."
ANOTADA = "suspendida desde el lunes 3 de mayo de 2027"
BASE = ["riberas", 2026]


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


@pytest.fixture
def por(en_riberas):
    return en_riberas["encargada"]


def suspender(cuenta, por, motivo=MOTIVO, desde=TRES):
    return services.suspender_cuenta(cuenta=cuenta, motivo=motivo, desde=desde, por=por)


def replanificar(cuenta, por, motivo="Nueva fecha de la jornada.", desde=DIEZ):
    return services.replanificar_cuenta(cuenta=cuenta, motivo=motivo, desde=desde, por=por)


def reanudar(cuenta, por, hasta=DIEZ):
    return services.reanudar_cuenta(cuenta=cuenta, hasta=hasta, por=por)


def hechos():
    filas = Interrupcion.objects.order_by("pk")
    return list(filas.values_list("tipo", "desde", "hasta", "motivo"))


def se_niega(caso, mensaje):
    antes = (hechos(), Bitacora.objects.count())
    with pytest.raises(ErrorDominio) as error:
        caso()
    assert error.value.mensaje == mensaje
    assert (hechos(), Bitacora.objects.count()) == antes


# ── The use cases ──


def test_se_suspende_y_la_cuenta_sigue_abierta(cuenta, por):
    suspender(cuenta, por, motivo=f"  {MOTIVO} ")
    assert hechos() == [("suspendida", TRES, None, MOTIVO)]
    assert str(interrupcion_vigente(cuenta)) == ANOTADA
    assert CuentaPublica.objects.get().estado == "abierta"
    fila = Bitacora.objects.get()
    assert (fila.accion, fila.objeto_id, fila.actor_id) == ("suspender_cuenta", cuenta.pk, por.pk)
    assert fila.datos == {"desde": "2027-05-03"}


def test_de_suspendida_pasa_a_replanificacion_el_mismo_dia(cuenta, por):
    suspender(cuenta, por)
    replanificar(cuenta, por)
    assert hechos() == [
        ("suspendida", TRES, DIEZ, MOTIVO),
        ("en_replanificacion", DIEZ, None, "Nueva fecha de la jornada."),
    ]
    assert Bitacora.objects.order_by("pk").last().datos == {
        "desde": "2027-05-10",
        "termina": "suspendida",
    }


def test_no_se_interrumpe_lo_que_aun_no_era_publico(cuenta, por):
    """Half past eleven at night of the 4th in Santiago is already the 5th in UTC."""
    cuenta.abierta_en = datetime(2027, 5, 5, 3, 30, tzinfo=UTC)
    cuenta.save(update_fields=["abierta_en"])
    frase = "La cuenta se publicó el martes 4 de mayo de 2027. Elija ese día o uno posterior."
    se_niega(lambda: suspender(cuenta, por), frase)
    se_niega(lambda: replanificar(cuenta, por, desde=TRES), frase)
    suspender(cuenta, por, desde=date(2027, 5, 4))
    assert hechos() == [("suspendida", date(2027, 5, 4), None, MOTIVO)]


def test_se_reanuda_y_queda_dicho(cuenta, por):
    suspender(cuenta, por)
    reanudar(cuenta, por)
    assert interrupcion_vigente(cuenta) is None
    una = Interrupcion.objects.get()
    assert str(una) == f"{ANOTADA} hasta el lunes 10 de mayo de 2027"
    assert (una.registrada_por, una.terminada_por) == (por, por)
    assert list(Bitacora.objects.order_by("pk").values_list("accion", "datos")) == [
        ("suspender_cuenta", {"desde": "2027-05-03"}),
        ("reanudar_cuenta", {"hasta": "2027-05-10", "termina": "suspendida"}),
    ]


def test_la_que_duro_un_dia_se_dice_con_un_dia(cuenta, por):
    suspender(cuenta, por)
    una = reanudar(cuenta, por, hasta=TRES)
    assert str(una) == "suspendida el lunes 3 de mayo de 2027"
    se_niega(
        lambda: suspender(cuenta, por, desde=date(2027, 5, 2)),
        "La cuenta estuvo suspendida el lunes 3 de mayo de 2027. Elija el lunes 3 de mayo de 2027 "
        "o un día posterior.",
    )
    suspender(cuenta, por)
    assert [fila[:3] for fila in hechos()] == [
        ("suspendida", TRES, TRES),
        ("suspendida", TRES, None),
    ]


def test_se_suspende_dos_veces_en_el_anio(cuenta, por):
    suspender(cuenta, por)
    reanudar(cuenta, por)
    suspender(cuenta, por, desde=DIEZ)
    assert [(desde, hasta) for _, desde, hasta, _ in hechos()] == [(TRES, DIEZ), (DIEZ, None)]


def test_sin_motivo_no(cuenta, por):
    for caso in (suspender, replanificar):
        se_niega(lambda c=caso: c(cuenta, por, motivo=" \n"), "Escriba el motivo: se publica.")


def test_no_se_anota_lo_que_aun_no_llega(cuenta, por):
    suspender(cuenta, por)
    frase = "Ese día aún no llega: hoy es lunes 17 de mayo de 2027. Elija este día o uno anterior."
    manana = date(2027, 5, 18)
    se_niega(lambda: replanificar(cuenta, por, desde=manana), frase)
    se_niega(lambda: reanudar(cuenta, por, hasta=manana), frase)
    reanudar(cuenta, por, hasta=m.HOY)


def test_no_antes_de_lo_ya_anotado(cuenta, por):
    suspender(cuenta, por)
    antes = date(2027, 5, 2)
    sigue = f"La cuenta está {ANOTADA}. Elija el lunes 3 de mayo de 2027 o un día posterior."
    se_niega(lambda: reanudar(cuenta, por, hasta=antes), sigue)
    se_niega(lambda: replanificar(cuenta, por, desde=antes), sigue)
    reanudar(cuenta, por)
    se_niega(
        lambda: suspender(cuenta, por, desde=TRES),
        f"La cuenta estuvo {ANOTADA} hasta el lunes 10 de mayo de 2027. "
        "Elija el lunes 10 de mayo de 2027 o un día posterior.",
    )


def test_lo_mismo_no_se_anota_dos_veces(cuenta, por):
    suspender(cuenta, por)
    se_niega(
        lambda: suspender(cuenta, por, desde=DIEZ),
        f"La cuenta ya está {ANOTADA}. Reanúdela antes de anotarlo de nuevo.",
    )


def test_no_hay_que_reanudar(cuenta, por):
    se_niega(
        lambda: reanudar(cuenta, por),
        "La cuenta no está suspendida ni en replanificación. Recargue la página para ver cómo "
        "quedó.",
    )


@pytest.mark.parametrize(
    ("estado", "palabra"),
    [("borrador", "en preparación"), ("cerrada", "cerrada"), ("anulada", "anulada")],
)
def test_solo_una_cuenta_abierta(cuenta, por, estado, palabra):
    CuentaPublica.objects.update(estado=estado)
    for caso in (suspender, replanificar):
        se_niega(
            lambda c=caso: c(cuenta, por),
            "Solo se suspende o se replanifica una cuenta abierta al público. Esta está "
            f"{palabra}: publíquela o reábrala primero.",
        )


def test_no_se_cierra_interrumpida(cuenta, por):
    suspender(cuenta, por)
    se_niega(
        lambda: services.cerrar_cuenta(cuenta=cuenta, por=por),
        f"La cuenta está {ANOTADA}. Reanúdela antes de cerrarla.",
    )
    assert CuentaPublica.objects.get().estado == "abierta"


def test_anularla_termina_la_suspension(cuenta, por):
    suspender(cuenta, por)
    services.anular_cuenta(cuenta=cuenta, motivo="Fusión de servicios", por=por)
    assert hechos() == [("suspendida", TRES, m.HOY, MOTIVO)]


def test_mientras_esta_suspendida_no_se_convoca(cuenta, por):
    services.exigir_sin_suspension(cuenta)
    suspender(cuenta, por)
    with pytest.raises(ErrorDominio) as error:
        services.exigir_sin_suspension(cuenta)
    assert error.value.mensaje == (
        f"La cuenta está {ANOTADA}: mientras tanto no se envían convocatorias. "
        "Reanúdela primero en «Datos y fechas»."
    )
    replanificar(cuenta, por)
    services.exigir_sin_suspension(cuenta)


# ── What the database refuses ──


def cruda(cuenta, por, **otros):
    datos = {"tipo": "suspendida", "motivo": MOTIVO, "desde": TRES, "registrada_por": por}
    return Interrupcion.objects.create(cuenta=cuenta, **(datos | otros))


@pytest.mark.parametrize(
    ("restriccion", "otros"),
    [
        ("interrupcion_con_motivo", {"motivo": ""}),
        ("interrupcion_termina_despues", {"hasta": date(2027, 5, 2), "terminada_por": True}),
        ("interrupcion_termina_despues", {"hasta": DIEZ}),
        ("interrupcion_termina_despues", {"terminada_por": True}),
    ],
)
def test_las_restricciones(cuenta, por, restriccion, otros):
    if "terminada_por" in otros:
        otros = otros | {"terminada_por": por}
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        cruda(cuenta, por, **otros)


def test_una_sola_vigente(cuenta, por):
    cruda(cuenta, por, hasta=DIEZ, terminada_por=por)
    cruda(cuenta, por, desde=DIEZ)
    with pytest.raises(IntegrityError), transaction.atomic():
        cruda(cuenta, por, desde=DIEZ, tipo="en_replanificacion")
    assert len(hechos()) == 2


@pytest.mark.parametrize(
    "cambio",
    [
        {"motivo": "Otro"},
        {"tipo": "en_replanificacion"},
        {"desde": date(2027, 5, 4)},
        {"hasta": date(2027, 5, 11)},
        {"hasta": None, "terminada_por": None},
    ],
)
def test_lo_dicho_queda_y_el_termino_se_escribe_una_vez(cuenta, por, cambio):
    suspender(cuenta, por)
    reanudar(cuenta, por)
    antes = hechos()
    with (
        pytest.raises(DatabaseError, match="cuentas_interrupcion: registro inmutable"),
        transaction.atomic(),
    ):
        Interrupcion.objects.update(**cambio)
    assert hechos() == antes


# ── The staff's pages ──


def ruta(nombre):
    return reverse(f"cuentas_gestion:{nombre}", args=BASE)


def leer(cliente, direccion):
    respuesta = cliente.get(direccion)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def test_se_suspende_y_se_reanuda_por_las_paginas(cuenta, entrar):
    cliente = entrar("encargada")
    configurar = leer(cliente, ruta("configurar"))
    assert [ruta(n) in configurar for n in ("suspender", "replanificar", "reanudar")] == [
        True, True, False,
    ]  # fmt: skip
    pagina = leer(cliente, ruta("suspender"))
    assert 'value="2027-05-17"' in pagina
    assert "Los plazos comprometidos para responder siguen corriendo." in pagina
    respuesta = cliente.post(ruta("suspender"), {"desde": "2027-05-03", "motivo": MOTIVO})
    assert (respuesta.status_code, respuesta.url) == (302, ruta("configurar"))
    configurar = leer(cliente, ruta("configurar"))
    assert "La cuenta está suspendida. Su página lo dice, con el motivo." in configurar
    assert f"S{ANOTADA[1:]}." in configurar
    assert "Lo anotó Encargada Prueba" in configurar
    assert [ruta(n) in configurar for n in ("suspender", "replanificar", "reanudar")] == [
        False, True, True,
    ]  # fmt: skip
    assert cliente.post(ruta("reanudar"), {"hasta": "2027-05-10"}).status_code == 302
    assert hechos() == [("suspendida", TRES, DIEZ, MOTIVO)]
    assert "hasta el lunes 10 de mayo de 2027" in leer(cliente, ruta("configurar"))


def test_de_replanificacion_se_puede_suspender(cuenta, por, entrar):
    replanificar(cuenta, por, desde=TRES)
    cliente = entrar("encargada")
    configurar = leer(cliente, ruta("configurar"))
    assert [ruta(n) in configurar for n in ("suspender", "replanificar", "reanudar")] == [
        True, False, True,
    ]  # fmt: skip
    desde = "<strong>en replanificación desde el lunes 3 de mayo de 2027</strong>"
    assert f"La cuenta está {desde}. Eso termina el día que elija" in leer(
        cliente, ruta("suspender")
    )


@pytest.mark.parametrize("nombre", ["suspender", "replanificar"])
def test_lo_que_no_sirve_vuelve_con_lo_escrito(cuenta, entrar, nombre):
    cliente = entrar("encargada")
    respuesta = cliente.post(ruta(nombre), {"desde": "2027-05-18", "motivo": MOTIVO})
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert (pagina.count("Error: "), "<title>Error: " in pagina) == (1, True)
    assert "Ese día aún no llega: hoy es lunes 17 de mayo de 2027." in pagina
    assert (MOTIVO in pagina, 'value="2027-05-18"' in pagina) == (True, True)
    respuesta = cliente.post(ruta(nombre), {"desde": "", "motivo": ""})
    assert respuesta.status_code == 422
    assert "Escriba el motivo: se publica." in respuesta.content.decode()
    assert hechos() == []


def test_reanudar_lo_que_no_se_interrumpio(cuenta, entrar):
    cliente = entrar("encargada")
    assert "no hay nada que reanudar" in leer(cliente, ruta("reanudar"))
    assert cliente.post(ruta("reanudar"), {"hasta": "2027-05-10"}).status_code == 422


@pytest.mark.parametrize("nombre", ["suspender", "replanificar", "reanudar"])
@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_puede(entrar, cuenta, nombre, persona):
    esperado = {"encargada": 200, "encargada-otro": 404}.get(persona, 403)
    assert entrar(persona).get(ruta(nombre)).status_code == esperado
    if persona != "encargada":
        datos = {"desde": "2027-05-03", "motivo": MOTIVO}
        assert entrar(persona).post(ruta(nombre), datos).status_code == esperado
        assert hechos() == []


# ── What everybody reads ──

PUBLICAS = ("seguimiento:cuenta", "cuentas:informe", "respuestas:participar")
SUSPENDIDA = f"<strong>Esta cuenta pública está {ANOTADA}.</strong> Motivo: {MOTIVO}"


@pytest.mark.parametrize("nombre", PUBLICAS)
def test_las_paginas_publicas_lo_dicen_mientras_dura(cuenta, por, nombre):
    direccion = reverse(nombre, args=BASE)
    assert "suspendida" not in leer(Client(), direccion)
    suspender(cuenta, por)
    pagina = leer(Client(), direccion)
    assert SUSPENDIDA in pagina
    assert "Los plazos comprometidos para responder siguen corriendo." in pagina
    replanificar(cuenta, por)
    pagina = leer(Client(), direccion)
    assert "está en replanificación desde el lunes 10 de mayo de 2027.</strong>" in pagina
    assert SUSPENDIDA not in pagina
    reanudar(cuenta, por)
    assert "Esta cuenta pública está" not in leer(Client(), direccion)


def test_la_que_termino_queda_dicha_en_la_pagina_de_la_cuenta(cuenta, por):
    suspender(cuenta, por)
    reanudar(cuenta, por)
    pagina = leer(Client(), reverse("seguimiento:cuenta", args=BASE))
    hasta = "hasta el lunes 10 de mayo de 2027"
    assert f"La cuenta estuvo {ANOTADA} {hasta}. Motivo: {MOTIVO}" in pagina


def test_el_motivo_se_escribe_sin_sus_marcas(cuenta, por):
    suspender(cuenta, por, motivo="<b>Aluvión</b>")
    assert "Motivo: &lt;b&gt;Aluvión&lt;/b&gt;" in leer(
        Client(), reverse("seguimiento:cuenta", args=BASE)
    )


def test_la_suspension_de_un_servicio_no_se_ve_en_otro(cuenta, por, mundo):
    with alcance(mundo.otro):
        m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
    suspender(cuenta, por)
    for nombre in PUBLICAS:
        assert "suspendida" not in leer(Client(), reverse(nombre, args=["caminos", 2026]))
