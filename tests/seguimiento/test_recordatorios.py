"""Reminders: once each, late if the beat was late, to whom they concern."""

from datetime import UTC, datetime, timedelta

import pytest

from correos.models import Mensaje, Pulso
from seguimiento.services import aviso_que_toca, recordar_plazos
from tests import mundo as m

OCHO_Y_MEDIA = datetime(2027, 5, 6, 12, 31, tzinfo=UTC)


@pytest.fixture
def por_invitar(en_riberas):
    """An account with everything but its invitations, due on 13 May."""
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    m.crear_proceso(cuenta)
    m.crear_organizacion(en_riberas.riberas)
    actividad = m.crear_actividad(cuenta)
    m.crear_taller(
        actividad, 1, facilitador=en_riberas["facilitadora"], secretario=en_riberas["secretaria"]
    )
    return cuenta


def de_invitar():
    filas = Mensaje.objects.filter(clave__contains=":R133-").order_by("clave")
    return sorted(filas.values_list("para", "asunto"))


@pytest.mark.parametrize(
    ("dias", "aviso"), [(8, None), (7, 7), (6, 7), (3, 3), (2, 3), (1, 1), (0, 0), (-9, -1)]
)
def test_el_aviso_que_toca(dias, aviso):
    assert aviso_que_toca(dias) == aviso


def test_avisa_una_vez_a_quien_puede_invitar(por_invitar):
    recordar_plazos(ahora=OCHO_Y_MEDIA)
    esperado = [
        (f"{nombre}@riberas.example", "Quedan 7 días: Enviar las invitaciones a «Jornada nacional "
         "y talleres»")
        for nombre in ("encargada", "equipo")
    ]  # fmt: skip
    assert de_invitar() == esperado
    assert recordar_plazos(ahora=OCHO_Y_MEDIA) == 0
    assert de_invitar() == esperado


def test_un_reloj_detenido_avisa_tarde_y_no_dos_veces(por_invitar):
    dos_dias_antes = OCHO_Y_MEDIA + timedelta(days=5)
    recordar_plazos(ahora=dos_dias_antes)
    assert [asunto[:14] for _, asunto in de_invitar()] == ["Quedan 2 días:"] * 2
    recordar_plazos(ahora=dos_dias_antes + timedelta(days=1))
    recordar_plazos(ahora=dos_dias_antes + timedelta(days=2))
    vencido = dos_dias_antes + timedelta(days=6)
    recordar_plazos(ahora=vencido)
    recordar_plazos(ahora=vencido + timedelta(days=1))
    assert sorted({asunto.partition(":")[0] for _, asunto in de_invitar()}) == [
        "4 días de atraso",
        "Queda 1 día",
        "Quedan 2 días",
        "Vence hoy",
    ]


def test_nada_antes_de_las_ocho_y_media_ni_de_cuentas_cerradas(por_invitar):
    assert recordar_plazos(ahora=OCHO_Y_MEDIA - timedelta(minutes=5)) == 0
    type(por_invitar).objects.filter(pk=por_invitar.pk).update(estado="cerrada")
    assert recordar_plazos(ahora=OCHO_Y_MEDIA) == 0


def test_cada_ronda_deja_su_senial_tenga_o_no_que_avisar(en_riberas):
    assert recordar_plazos(ahora=OCHO_Y_MEDIA) == 0
    assert list(Pulso.objects.values_list("nombre", flat=True)) == ["recordatorios"]
