"""«¿Cómo se calcula?»: each date day by day, for the team and for everybody."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from comun.models import Feriado
from convocatorias.models import Actividad, ProcesoVirtual
from cuentas.models import CuentaPublica, HechoPrevio, NormaParticipacion
from seguimiento.etapas.calculo import DECLARADAS, calcular
from seguimiento.models import CambioPlazo, Plazo
from seguimiento.selectors import panorama_de
from seguimiento.services.plazos import rehacer_plazos
from servicios.alcance import alcance
from tests import mundo as m

pytestmark = pytest.mark.django_db

NORMA = {"numero": "Res. 12", "fecha": date(2026, 11, 2), "url": "https://riberas.example/norma"}
CUENTA = ("riberas", 2026)


@pytest.fixture
def cuenta(mundo) -> CuentaPublica:
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        m.crear_proceso(cuenta)
        m.crear_actividad(cuenta)
    return cuenta


@pytest.fixture
def habiles(cuenta) -> CuentaPublica:
    with alcance(cuenta.servicio):
        NormaParticipacion.objects.update(tipo_dias="habiles", **NORMA)
    cuenta.norma.refresh_from_db()
    return cuenta


def rehacer(cuenta: CuentaPublica) -> None:
    with alcance(cuenta.servicio):
        fresca = CuentaPublica.objects.select_related("servicio", "norma", "responsable").get()
        rehacer_plazos({fresca.pk: panorama_de(fresca)}, ahora=m.AHORA)


def texto(respuesta) -> str:
    cuerpo = re.sub(r"<[^>]+>", " ", respuesta.content.decode())
    return " ".join(cuerpo.split()).replace(" .", ".").replace(" ,", ",")


def dias(respuesta) -> list[tuple[str, str, str]]:
    """The rows of the table of days."""
    filas = re.findall(r"<tr[^>]*>(.*?)</tr>", respuesta.content.decode(), re.DOTALL)
    celdas = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", fila, re.DOTALL) for fila in filas[1:]]
    return [tuple(" ".join(re.sub(r"<[^>]+>", " ", c).split()) for c in fila) for fila in celdas]


def pagina(cliente: Client, clave: str, lado: str = "seguimiento_gestion"):
    return cliente.get(reverse(f"{lado}:plazo", args=[*CUENTA, clave]))


def test_cuarenta_y_cinco_dias_corridos_uno_por_uno(cuenta, entrar) -> None:
    respuesta = pagina(entrar("equipo"), "responder-maximo")
    assert respuesta.status_code == 200
    dicho = texto(respuesta)
    for frase in (
        "45 días corridos desde el viernes 28 de mayo de 2027, la última actividad presencial: el "
        "lunes 12 de julio de 2027.",
        "el viernes 28 de mayo de 2027 no se cuenta, y el día 1 es el sábado 29 de mayo de 2027.",
        "Los sábados, domingos y feriados sí se cuentan.",
        "Se responde a más tardar 45 días después de la última actividad presencial.",
        "no excediendo en ningún caso, los 45 días, posterior a la ejecución",
        "Versión 1, con la versión 1 de la regla.",
    ):
        assert frase in dicho
    filas = dias(respuesta)
    assert [n for n, _, _ in filas] == [str(n) for n in range(1, 46)]
    assert filas[0] == ("1", "sábado 29 de mayo de 2027", "Se cuenta, aunque es sábado")
    assert filas[23][1:] == (
        "lunes 21 de junio",
        "Se cuenta, aunque es feriado: Día Nacional de los Pueblos Indígenas",
    )
    assert filas[-1] == ("45", "lunes 12 de julio", "Se cuenta")


def test_cuarenta_y_cinco_dias_habiles_dicen_por_que_no_se_cuentan_los_demas(
    habiles, entrar
) -> None:
    respuesta = pagina(entrar("equipo"), "responder-maximo")
    filas = dias(respuesta)
    assert len(filas) == 68
    assert [n for n, _, _ in filas if n != "– sin número"] == [str(n) for n in range(1, 46)]
    assert filas[0] == (
        "– sin número", "sábado 29 de mayo de 2027", "No se cuenta: es sábado",
    )  # fmt: skip
    assert filas[-1] == ("45", "miércoles 4 de agosto", "Se cuenta")
    assert 'href="https://riberas.example/norma"' in respuesta.content.decode()
    assert "N.º Res. 12 de 02/11/2026" in texto(respuesta)


def test_hacia_atras_se_cuenta_desde_la_vispera(cuenta, entrar) -> None:
    rehacer(cuenta)
    with alcance(cuenta.servicio):
        clave = Plazo.objects.get(clave__startswith="invitar").clave
    respuesta = pagina(entrar("equipo"), clave)
    assert (
        "15 días corridos antes del viernes 28 de mayo de 2027, la actividad «Jornada nacional y "
        "talleres»: el jueves 13 de mayo de 2027." in texto(respuesta)
    )
    filas = dias(respuesta)
    assert (filas[0][:2], filas[-1][:2]) == (
        ("1", "jueves 27 de mayo de 2027"),
        ("15", "jueves 13 de mayo"),
    )


def test_los_feriados_van_con_su_norma(habiles, entrar) -> None:
    Feriado.objects.create(fecha=date(2027, 6, 2), nombre="Elección", fuente="Ley 21.999")
    dicho = texto(pagina(entrar("equipo"), "responder-maximo"))
    assert "miércoles 2 de junio de 2027: Elección (Ley 21.999)" in dicho
    assert "lunes 28 de junio de 2027: San Pedro y San Pablo (feriado por ley)" in dicho


def test_lo_elegido_dice_quien_lo_eligio(cuenta, entrar) -> None:
    cliente = entrar("equipo")
    assert "Se puede participar hasta las 24:00." in texto(pagina(cliente, "cerrar"))
    assert "La autoridad se comprometió" in texto(pagina(cliente, "responder-virtual"))
    assert dias(pagina(cliente, "cerrar")) == []


def test_lo_cumplido_dice_que_hoy_daria_otra_fecha(habiles, entrar) -> None:
    with alcance(habiles.servicio):
        HechoPrevio.objects.create(
            cuenta=habiles, tipo="respuestas", fecha=date(2027, 5, 12), evidencia="Oficio 1",
            motivo="Antes del portal", registrado_por=habiles.responsable, registrado_en=m.AHORA,
        )  # fmt: skip
    rehacer(habiles)
    with alcance(habiles.servicio):
        fila = Plazo.objects.get(clave="responder-maximo")
    calculo = calcular(fila, {date(2027, 6, 2): "Elección"}, date(2027, 7, 5))
    # Of the three holidays of the law, none; and one of its own.
    assert calculo.otra == date(2027, 8, 2)
    assert calculo.feriados[-1] == (date(2027, 7, 16), "Virgen del Carmen")
    assert len([d for d in calculo.dias if d.numero]) == 45
    Feriado.objects.create(fecha=date(2027, 6, 2), nombre="Elección", fuente="Ley 21.999")
    dicho = texto(pagina(entrar("equipo"), "responder-maximo"))
    assert "Con los feriados de hoy sería el jueves 5 de agosto de 2027." in dicho
    assert "Se cumplió el miércoles 12 de mayo de 2027 y conserva la fecha que tenía" in dicho
    assert "miércoles 4 de agosto de 2027." in dicho


def test_otra_forma_de_contar_no_se_finge(cuenta) -> None:
    rehacer(cuenta)
    with alcance(cuenta.servicio):
        fila = Plazo.objects.get(clave="responder-maximo")
    fila.computo = {**fila.computo, "version": 99}
    calculo = calcular(fila, {}, m.HOY)
    assert (calculo.dias, calculo.version) == ((), 99)
    assert "Usó la versión 99 de la forma de contar, que ya cambió." in calculo.palabras[1]


def test_cada_regla_con_fecha_esta_declarada(cuenta) -> None:
    rehacer(cuenta)
    with alcance(cuenta.servicio):
        reglas = set(Plazo.objects.values_list("regla", flat=True))
    assert reglas == {
        "R11",
        "R27",
        "R45",
        "R48",
        "R51",
        "R52",
        "R94",
        "R105",
        "R107",
        "R108",
        "R133",
    }
    assert reglas - DECLARADAS.keys() == set()


# ── The lists ──


def test_la_lista_del_equipo_dice_como_va_cada_fecha(cuenta, entrar) -> None:
    respuesta = entrar("equipo").get(reverse("seguimiento_gestion:plazos", args=CUENTA))
    filas = {
        fila[1].removesuffix(fila[1][fila[1].rindex(" Regla") :]): fila for fila in dias(respuesta)
    }
    assert filas["Último día para publicar las respuestas"][2] == "Faltan 56 días"
    assert filas["Último día para invitar a «Jornada nacional y talleres»"][2] == "Pasó hace 4 días"
    assert filas["Se abre la participación por internet"][2] == "Cumplido"
    assert len(filas) == 11


def test_el_publico_ve_solo_lo_suyo(cuenta) -> None:
    respuesta = Client().get(reverse("seguimiento:plazos", args=CUENTA))
    assert respuesta.status_code == 200
    dicho = texto(respuesta)
    assert "Último día para publicar las respuestas" in dicho
    assert "Comenzar a recopilar" not in dicho
    assert pagina(Client(), "responder-maximo", "seguimiento").status_code == 200
    assert pagina(Client(), "sistematizar", "seguimiento").status_code == 404


def test_lo_que_no_esta_anunciado_no_se_ve(cuenta) -> None:
    with alcance(cuenta.servicio):
        ProcesoVirtual.objects.update(publicado_en=None)
    assert pagina(Client(), "cerrar", "seguimiento").status_code == 404
    with alcance(cuenta.servicio):
        CuentaPublica.objects.update(estado="borrador")
    assert Client().get(reverse("seguimiento:plazos", args=CUENTA)).status_code == 404


def test_el_cambio_se_dice_con_su_fecha_y_su_causa(cuenta) -> None:
    rehacer(cuenta)
    with alcance(cuenta.servicio):
        Actividad.objects.update(fecha=date(2027, 6, 4))
    rehacer(cuenta)
    frase = (
        "17/05/2027. El plazo cambió del lunes 12 de julio de 2027 al lunes 19 de julio de 2027 "
        "porque la última actividad presencial pasó del 28 de mayo de 2027 al 4 de junio de 2027."
    )
    assert frase in texto(pagina(Client(), "responder-maximo", "seguimiento"))
    de_la_cuenta = texto(Client().get(reverse("seguimiento:cuenta", args=CUENTA)))
    assert frase.replace(" El plazo", " Último día para publicar las respuestas: el plazo") in (
        de_la_cuenta
    )
    lista = texto(Client().get(reverse("seguimiento:plazos", args=CUENTA)))
    assert "Último día para publicar las respuestas: el plazo cambió del lunes 12 de julio" in lista
    assert "Comenzar a recopilar" not in lista
    with alcance(cuenta.servicio):
        assert CambioPlazo.objects.count() == 5


def test_una_cuenta_sin_fechas_ensena_de_donde_salen(mundo, entrar) -> None:
    with alcance(mundo.riberas):
        m.crear_cuenta(
            mundo.riberas, mundo["encargada"], respuesta_virtual=None, respuesta_presencial=None
        )
    gestion = texto(entrar("equipo").get(reverse("seguimiento_gestion:plazos", args=CUENTA)))
    assert "Todavía no hay fechas que calcular" in gestion
    assert "Todavía no hay fechas anunciadas" in texto(
        Client().get(reverse("seguimiento:plazos", args=CUENTA))
    )
