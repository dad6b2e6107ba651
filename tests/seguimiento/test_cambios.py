"""A date that becomes another: why, what is kept, and who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comun.models import Feriado
from convocatorias.models import Actividad, Convocatoria, ProcesoVirtual
from correos.models import Mensaje
from cuentas.models import CuentaPublica, NormaParticipacion
from seguimiento.models import CambioPlazo, Plazo
from seguimiento.selectors import panorama_de
from seguimiento.services.plazos import rehacer_plazos
from servicios.models import Membresia, Usuario
from tests import mundo as m

pytestmark = pytest.mark.django_db

#: Every change of the numbers of the guide names the norm that makes it.
NORMA = {"numero": "Res. 12", "fecha": date(2026, 11, 2), "url": "https://riberas.example/norma"}
DESPUES = m.AHORA + timedelta(days=1)


@pytest.fixture
def cuenta(en_riberas) -> CuentaPublica:
    """Answers counted in días hábiles, and its dates already written."""
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    NormaParticipacion.objects.update(tipo_dias="habiles", **NORMA)
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    hacer(cuenta, ahora=m.AHORA)
    return cuenta


def hacer(cuenta: CuentaPublica, ahora: datetime = DESPUES, **opciones) -> None:
    fresca = CuentaPublica.objects.select_related("servicio", "norma", "responsable").get(
        pk=cuenta.pk
    )
    rehacer_plazos({cuenta.pk: panorama_de(fresca)}, ahora=ahora, **opciones)


def cambios() -> dict[str, tuple[date, date, str]]:
    return {
        c.plazo.clave.rstrip("0123456789").rstrip("-"): (c.antes, c.ahora, c.causa)
        for c in CambioPlazo.objects.select_related("plazo")
    }


def test_las_primeras_fechas_no_son_un_cambio(cuenta) -> None:
    assert cambios() == {}
    assert Mensaje.objects.count() == 0


def test_un_feriado_nuevo_corre_las_fechas_que_cuentan_dias_habiles(cuenta) -> None:
    Feriado.objects.create(fecha=date(2027, 6, 2), nombre="Elección", fuente="Ley 1")
    hacer(cuenta)
    causa = "se agregó un feriado: Elección, el 2 de junio de 2027"
    assert cambios() == {
        "responder-sugerido": (date(2027, 7, 13), date(2027, 7, 14), causa),
        "responder-maximo": (date(2027, 8, 4), date(2027, 8, 5), causa),
    }
    fila = Plazo.objects.get(clave="responder-maximo")
    assert (fila.secuencia, fila.actualizado_en) == (1, DESPUES)
    assert ["2027-06-02", "Elección"] in fila.computo["feriados"]


def test_un_feriado_que_se_quita_las_devuelve(cuenta) -> None:
    feriado = Feriado.objects.create(fecha=date(2027, 6, 2), nombre="Elección", fuente="Ley 1")
    hacer(cuenta)
    feriado.delete()
    CambioPlazo.objects.all().delete()
    hacer(cuenta)
    assert cambios()["responder-maximo"] == (
        date(2027, 8, 5), date(2027, 8, 4), "se quitó un feriado: Elección, el 2 de junio de 2027",
    )  # fmt: skip


def test_el_feriado_de_otra_comuna_no_cambia_nada(cuenta) -> None:
    Feriado.objects.create(fecha=date(2027, 6, 2), nombre="Local", codigo_cut="13101", fuente="Ley")
    hacer(cuenta)
    assert cambios() == {}


def test_mover_la_actividad_corre_todo_lo_que_se_cuenta_desde_ella(cuenta) -> None:
    Actividad.objects.update(fecha=date(2027, 6, 4), motivo_estado="Lluvia anunciada")
    hacer(cuenta)
    desde = "pasó del 28 de mayo de 2027 al 4 de junio de 2027"
    ultima = f"la última actividad presencial {desde}"
    assert cambios() == {
        "jornada": (m.DIA, date(2027, 6, 4), "la actividad cambió de día: Lluvia anunciada"),
        "invitar": (
            date(2027, 5, 13),
            date(2027, 5, 20),
            f"la actividad «Jornada nacional y talleres» {desde}",
        ),
        "sistematizar": (date(2027, 5, 29), date(2027, 6, 5), ultima),
        "responder-sugerido": (date(2027, 7, 13), date(2027, 7, 21), ultima),
        "responder-maximo": (date(2027, 8, 4), date(2027, 8, 11), ultima),
    }


def test_otra_norma_lo_dice_con_sus_dias(cuenta) -> None:
    NormaParticipacion.objects.update(tipo_dias="corridos")
    hacer(cuenta)
    assert cambios()["responder-maximo"] == (
        date(2027, 8, 4),
        date(2027, 7, 12),
        "la norma de la cuenta cambió de 45 días hábiles a 45 días corridos",
    )


def test_otras_fechas_elegidas(cuenta) -> None:
    ProcesoVirtual.objects.update(termino=date(2027, 6, 11))
    CuentaPublica.objects.update(respuesta_virtual=date(2027, 7, 20))
    hacer(cuenta)
    assert cambios() == {
        "cerrar": (
            date(2027, 6, 4),
            date(2027, 6, 11),
            "cambiaron las fechas de la participación por internet",
        ),
        "responder-virtual": (date(2027, 7, 12), date(2027, 7, 20), "se comprometió otra fecha"),
    }


def test_quien_sabe_la_causa_la_dice(cuenta) -> None:
    ProcesoVirtual.objects.update(termino=date(2027, 6, 11))
    hacer(cuenta, por_que="lo pidió el Consejo")
    assert cambios()["cerrar"][2] == "lo pidió el Consejo"


def test_lo_cumplido_conserva_su_fecha_y_sus_feriados(cuenta, en_riberas) -> None:
    """The call left before the holiday was known: its date stays as it was then."""
    publicacion = m.publicar_informe(
        m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"]
    )
    Convocatoria.objects.create(
        actividad=Actividad.objects.get(), estado="enviada", informe=publicacion,
        dias_anticipacion=18, enviada_en=datetime(2027, 5, 10, 15, tzinfo=UTC),
    )  # fmt: skip
    Actividad.objects.update(estado="convocada")
    # Both things are seen at once: the holiday came after what was met.
    Feriado.objects.create(fecha=date(2027, 5, 14), nombre="Elección", fuente="Ley 1")
    hacer(cuenta)
    fila = Plazo.objects.get(clave__startswith="invitar")
    assert (fila.fecha, fila.cumplido_en) == (date(2027, 5, 13), date(2027, 5, 10))
    assert fila.computo["feriados"] == [["2027-05-21", "Día de las Glorias Navales"]]
    NormaParticipacion.objects.update(convocatoria_anticipacion_dias=20)
    hacer(cuenta)
    assert Plazo.objects.get(clave__startswith="invitar").fecha == date(2027, 5, 13)
    assert cambios() == {}


def test_se_avisa_una_vez_a_cada_afectada_con_todo(cuenta, en_riberas) -> None:
    """The person in charge and the team; nobody else of the service, nobody of another."""
    Actividad.objects.update(fecha=date(2027, 6, 4))
    hacer(cuenta)
    hacer(cuenta, ahora=DESPUES + timedelta(days=1))
    mensajes = {mensaje.para: mensaje for mensaje in Mensaje.objects.all()}
    assert sorted(mensajes) == ["encargada@riberas.example", "equipo@riberas.example"]
    carta = mensajes["equipo@riberas.example"]
    assert carta.asunto == "Cambiaron 5 fechas de su cuenta pública 2026"
    assert (
        "- Último día para publicar las respuestas: del miércoles 4 de agosto de 2027 al "
        "miércoles 11 de agosto de 2027, porque la última actividad presencial pasó del 28 de "
        "mayo de 2027 al 4 de junio de 2027." in carta.texto
    )
    assert "/gestion/cuentas/riberas/2026/plazos/" in carta.texto
    assert set(CambioPlazo.objects.values_list("avisado_en", flat=True)) == {DESPUES}


def test_no_se_escribe_a_quien_ya_no_esta(cuenta, en_riberas) -> None:
    Membresia.objects.filter(usuario=en_riberas["equipo"]).update(retirada_en=m.AHORA)
    Usuario.objects.filter(pk=en_riberas["encargada"].pk).update(is_active=False)
    Actividad.objects.update(fecha=date(2027, 6, 4))
    hacer(cuenta)
    assert Mensaje.objects.count() == 0
    assert CambioPlazo.objects.count() == 5


def test_quien_respondia_por_la_cuenta_y_dejo_el_servicio_no_se_entera(cuenta, en_riberas) -> None:
    Membresia.objects.filter(usuario=en_riberas["encargada"]).update(retirada_en=m.AHORA)
    Actividad.objects.update(fecha=date(2027, 6, 4))
    hacer(cuenta)
    assert [mensaje.para for mensaje in Mensaje.objects.all()] == ["equipo@riberas.example"]


def test_el_tablero_lo_dice_dos_semanas(cuenta, en_riberas, reloj_en) -> None:
    hacer(cuenta, ahora=m.AHORA)
    Feriado.objects.create(fecha=date(2027, 6, 2), nombre="Elección", fuente="Ley 1")
    cliente = Client()
    cliente.force_login(en_riberas["equipo"], backend="django.contrib.auth.backends.ModelBackend")
    frase = (
        "Último día para publicar las respuestas: del 4 de agosto al jueves 5 de agosto de 2027, "
        "porque se agregó un feriado: Elección, el 2 de junio de 2027."
    )
    for dias, se_dice in ((0, True), (13, True), (15, False)):
        reloj_en(m.AHORA + timedelta(days=dias))
        pagina = cliente.get("/gestion/cuentas/riberas/2026/").content.decode()
        assert (frase in pagina) is se_dice, dias


# ── The administrator's holidays ──


@pytest.fixture
def administra(cuenta, en_riberas) -> Client:
    cliente = Client()
    cliente.force_login(en_riberas["admin"], backend="django.contrib.auth.backends.ModelBackend")
    return cliente


def agregar(cliente: Client, dia: str, nombre: str = "Elección"):
    datos = {"fecha": dia, "nombre": nombre, "codigo_cut": "", "fuente": "Ley 21.999"}
    return cliente.post(reverse("admin:comun_feriado_add"), datos, follow=True)


def test_agregar_un_feriado_dice_cuantas_fechas_cambiaron(administra) -> None:
    dicho = agregar(administra, "02/06/2027").content.decode()
    assert "Cambiaron 2 fechas de 1 cuenta. Avisamos por correo a quienes las tienen a" in dicho
    assert CambioPlazo.objects.count() == 2
    assert Mensaje.objects.filter(tipo="cambio_de_plazos").count() == 2
    assert "No cambió ninguna fecha abierta." in agregar(administra, "05/06/2027").content.decode()


def test_el_mismo_feriado_dos_veces_se_rehusa_y_no_cambia_nada(administra) -> None:
    agregar(administra, "02/06/2027")
    dicho = agregar(administra, "02/06/2027", "Otra vez").content.decode()
    assert "Ese día ya está entre los feriados adicionales de ese territorio." in dicho
    assert (Feriado.objects.count(), CambioPlazo.objects.count()) == (1, 2)


def test_borrarlo_devuelve_las_fechas(administra) -> None:
    agregar(administra, "02/06/2027")
    feriado = Feriado.objects.get()
    borrar = reverse("admin:comun_feriado_delete", args=[feriado.pk])
    dicho = administra.post(borrar, {"post": "yes"}, follow=True).content.decode()
    assert "Cambiaron 2 fechas de 1 cuenta." in dicho
    assert Plazo.objects.get(clave="responder-maximo").fecha == date(2027, 8, 4)


def test_importarlos_tambien(administra) -> None:
    tabla = "fecha,nombre,codigo_cut,fuente\n2027-06-02,Elección,,Ley 21.999\n"
    archivo = SimpleUploadedFile("feriados.csv", tabla.encode())
    paso = administra.post(
        reverse("admin:comun_feriado_import"), {"format": "0", "import_file": archivo}
    )
    confirmar = paso.context["confirm_form"].initial
    hecho = administra.post(reverse("admin:comun_feriado_process_import"), confirmar, follow=True)
    assert "Cambiaron 2 fechas de 1 cuenta." in hecho.content.decode()
