"""The window of virtual participation."""

from datetime import UTC, date, datetime, timedelta

import pytest

from comun.errores import ErrorDominio, ReglaIncumplida
from convocatorias.models import ProcesoVirtual
from convocatorias.services import ampliar, guardar_proceso, publicar_proceso
from cuentas.models import CuentaPublica, InformeCuenta
from tests import mundo as el_mundo


@pytest.fixture
def borrador(escena, mundo) -> ProcesoVirtual:
    """A window not yet published, 17 May to 18 June."""
    escena.proceso.delete()
    return guardar_proceso(
        cuenta=escena.cuenta,
        inicio=date(2027, 5, 17),
        termino=date(2027, 6, 18),
        instrucciones="Escriba su mensaje.",
        por=mundo["comunicaciones"],
    )


def fallas(error) -> list[str]:
    return [regla.id for regla, _ in error.value.reglas]


def test_se_publica_antes_de_abrir(borrador, mundo) -> None:
    ahora = datetime(2027, 5, 10, 14, 0, tzinfo=UTC)
    assert borrador.abierto(datetime(2027, 5, 20, tzinfo=UTC)) is False
    publicar_proceso(proceso=borrador, por=mundo["comunicaciones"])
    borrador.refresh_from_db()
    assert abs(borrador.publicado_en - ahora) < timedelta(minutes=1)
    # In Talca (UTC-4 in May): it opens at 04:00 UTC of the 17th and closes at 04:00 of the 19th.
    assert [
        borrador.abierto(datetime(2027, mes, dia, hora, minuto, tzinfo=UTC))
        for mes, dia, hora, minuto in ((5, 17, 3, 59), (5, 17, 4, 0), (6, 19, 3, 59), (6, 19, 4, 0))
    ] == [False, True, True, False]


def test_sin_informe_publicado(borrador, mundo, escena) -> None:
    otra = el_mundo.crear_cuenta(
        mundo.riberas, mundo["encargada"], anio_gestion=2025, anio_ejercicio=2027
    )
    InformeCuenta.objects.create(cuenta=otra)
    proceso = guardar_proceso(
        cuenta=otra,
        inicio=date(2027, 5, 17),
        termino=date(2027, 6, 18),
        instrucciones="Escriba.",
        por=mundo["encargada"],
    )
    with pytest.raises(ReglaIncumplida) as error:
        publicar_proceso(proceso=proceso, por=mundo["encargada"])
    assert fallas(error) == ["R27"]


@pytest.mark.parametrize(
    ("campo", "regla"), [("respuesta_virtual", "R52"), ("respuesta_presencial", "R105")]
)
def test_sin_las_fechas_de_respuesta(borrador, mundo, campo: str, regla: str) -> None:
    CuentaPublica.objects.update(**{campo: None})
    proceso = ProcesoVirtual.objects.get(pk=borrador.pk)
    with pytest.raises(ReglaIncumplida) as error:
        publicar_proceso(proceso=proceso, por=mundo["encargada"])
    assert fallas(error) == [regla]


def test_una_respuesta_despues_de_los_45_dias(borrador, mundo) -> None:
    CuentaPublica.objects.update(respuesta_virtual=date(2027, 7, 13))
    proceso = ProcesoVirtual.objects.get(pk=borrador.pk)
    with pytest.raises(ReglaIncumplida) as error:
        publicar_proceso(proceso=proceso, por=mundo["encargada"])
    assert fallas(error) == ["R108"]
    assert "La última fecha posible es el lunes 12 de julio de 2027." in error.value.mensaje


def test_una_respuesta_antes_de_que_cierre(borrador, mundo) -> None:
    CuentaPublica.objects.update(respuesta_virtual=date(2027, 6, 18))
    proceso = ProcesoVirtual.objects.get(pk=borrador.pk)
    with pytest.raises(ErrorDominio) as error:
        publicar_proceso(proceso=proceso, por=mundo["encargada"])
    assert error.value.mensaje.startswith("La fecha comprometida para responder")


def test_sin_instrucciones(borrador, mundo) -> None:
    borrador.instrucciones = " "
    with pytest.raises(ReglaIncumplida) as error:
        publicar_proceso(proceso=borrador, por=mundo["encargada"])
    assert fallas(error) == ["R47"]


def test_no_comienza_despues_de_la_actividad(escena, borrador, mundo) -> None:
    with pytest.raises(ReglaIncumplida) as error:
        guardar_proceso(
            cuenta=escena.cuenta,
            inicio=date(2027, 5, 29),
            termino=date(2027, 7, 5),
            instrucciones="Escriba.",
            por=mundo["encargada"],
        )
    assert fallas(error) == ["R45"]


def test_puede_comenzar_despues_de_un_encuentro_autoconvocado(escena, borrador, mundo) -> None:
    el_mundo.crear_actividad(
        escena.cuenta, slug="en-la-sede", tipo="autoconvocada", fecha=date(2027, 5, 15)
    )
    proceso = guardar_proceso(
        cuenta=escena.cuenta,
        inicio=date(2027, 5, 18),
        termino=date(2027, 6, 18),
        instrucciones="Escriba.",
        por=mundo["encargada"],
    )
    assert proceso.inicio == date(2027, 5, 18)


def test_corta_pide_un_motivo_para_seguir(escena, borrador, mundo) -> None:
    cortas = {"inicio": date(2027, 5, 17), "termino": date(2027, 6, 14)}
    proceso = guardar_proceso(
        cuenta=escena.cuenta, instrucciones="Escriba.", por=mundo["encargada"], **cortas
    )
    with pytest.raises(ErrorDominio) as error:
        publicar_proceso(proceso=proceso, por=mundo["encargada"])
    assert error.value.mensaje.startswith(
        "La participación virtual dura 29 días y se recomiendan al menos 30. Alárguela, o escriba "
        "el motivo para seguir. (Regla R48:"
    )
    proceso = guardar_proceso(
        cuenta=escena.cuenta,
        instrucciones="Escriba.",
        motivo_duracion="La norma del servicio fija 29.",
        por=mundo["encargada"],
        **cortas,
    )
    publicar_proceso(proceso=proceso, por=mundo["encargada"])
    assert proceso.publicado_en is not None


def test_el_termino_no_va_antes_del_inicio(escena, mundo) -> None:
    with pytest.raises(ErrorDominio) as error:
        guardar_proceso(
            cuenta=escena.cuenta,
            inicio=date(2027, 5, 2),
            termino=date(2027, 5, 1),
            instrucciones="",
            por=mundo["encargada"],
        )
    assert (error.value.mensaje, error.value.campo) == (
        "El último día no puede ser anterior al primero.",
        "termino",
    )


def test_lo_publicado_solo_cambia_su_texto(escena, mundo) -> None:
    proceso = guardar_proceso(
        cuenta=escena.cuenta,
        inicio=escena.proceso.inicio,
        termino=escena.proceso.termino,
        instrucciones="Otro texto.",
        por=mundo["encargada"],
    )
    assert (proceso.pk, proceso.instrucciones) == (escena.proceso.pk, "Otro texto.")
    with pytest.raises(ErrorDominio) as error:
        guardar_proceso(
            cuenta=escena.cuenta,
            inicio=escena.proceso.inicio,
            termino=date(2027, 6, 10),
            instrucciones="",
            por=mundo["encargada"],
        )
    assert error.value.mensaje == (
        "Estas fechas ya se publicaron. Para agregar días use «Ampliar la participación»."
    )


def test_ampliar_y_nunca_acortar(escena, mundo) -> None:
    ampliar(proceso=escena.proceso, termino=date(2027, 6, 30), por=mundo["encargada"])
    assert ProcesoVirtual.objects.get().termino == date(2027, 6, 30)
    with pytest.raises(ErrorDominio) as error:
        ampliar(proceso=escena.proceso, termino=date(2027, 6, 29), por=mundo["encargada"])
    assert error.value.mensaje == (
        "La participación ya se anunció hasta el miércoles 30 de junio de 2027. "
        "Solo se puede ampliar: elija un día posterior."
    )


def test_ampliar_no_pasa_de_la_respuesta_comprometida(escena, mundo) -> None:
    with pytest.raises(ErrorDominio):
        ampliar(proceso=escena.proceso, termino=date(2027, 7, 12), por=mundo["encargada"])
    assert ProcesoVirtual.objects.get().termino == date(2027, 6, 4)
