"""The checklist of the account: created with it, shared out, done, and copied the year after."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from comun.archivos import PDF
from comun.errores import ErrorDominio, SinPermiso
from comun.models import Archivo, Bitacora
from comun.requisitos import REQUISITOS
from cuentas import services
from cuentas.catalogos import TAREAS
from cuentas.models import CuentaPublica, NormaParticipacion, Tarea
from servicios.models import Membresia
from tests import mundo as m

A_CARGO = "Escriba qué muestra que la tarea está hecha."


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


@pytest.fixture
def tarea(cuenta, en_riberas):
    return services.agregar_tarea(
        cuenta=cuenta,
        nombre=" Arrendar toldos ",
        responsable=en_riberas["acreditadora"],
        dias_antes=5,
        por=en_riberas["equipo"],
    )


def de_2027(mundo, **otros):
    norma = NormaParticipacion.objects.create(servicio=mundo.riberas, anio=2027)
    return CuentaPublica.objects.create(
        norma=norma,
        responsable=mundo["encargada"],
        anio_gestion=2027,
        anio_ejercicio=2028,
        **otros,
    )


def test_las_de_la_guia(cuenta, en_riberas):
    creadas = services.crear_tareas(cuenta=cuenta, por=en_riberas["encargada"])
    assert [(t.codigo, t.nombre, t.regla, t.dias_antes) for t in Tarea.objects.all()] == [
        (t.codigo, t.nombre, t.regla, t.dias_antes) for t in TAREAS
    ]
    assert {t.servicio for t in creadas} == {en_riberas.riberas}
    datos = Bitacora.objects.get(accion="crear_tareas").datos
    assert datos == {"tareas": len(TAREAS), "copiadas_de": None}


def test_el_catalogo_cita_reglas_que_existen():
    assert {t.regla for t in TAREAS} - set(REQUISITOS) == set()
    assert len({t.codigo for t in TAREAS}) == len(TAREAS)


def test_crearlas_otra_vez_no_repite_ni_pisa(cuenta, en_riberas):
    services.crear_tareas(cuenta=cuenta, por=en_riberas["encargada"])
    Tarea.objects.filter(codigo="banner").update(dias_antes=33)
    assert services.crear_tareas(cuenta=cuenta, por=en_riberas["encargada"]) == []
    assert Tarea.objects.get(codigo="banner").dias_antes == 33


def test_las_del_anio_pasado_con_quien_sigue(cuenta, tarea, en_riberas):
    services.crear_tareas(cuenta=cuenta, por=en_riberas["encargada"])
    Tarea.objects.filter(codigo="banner").update(
        responsable=en_riberas["equipo"], dias_antes=40, vence=date(2027, 4, 1)
    )
    Tarea.objects.filter(codigo="informe").update(dias_antes=None, vence=date(2028, 2, 29))
    Membresia.objects.filter(usuario=en_riberas["acreditadora"]).delete()
    nueva = de_2027(en_riberas)
    services.crear_tareas(cuenta=nueva, por=en_riberas["encargada"])
    banner = nueva.tareas.get(codigo="banner")
    assert (banner.responsable, banner.dias_antes, banner.vence) == (en_riberas["equipo"], 40, None)
    assert nueva.tareas.get(codigo="informe").vence == date(2029, 2, 28)
    suya = nueva.tareas.get(codigo="")
    assert (suya.nombre, suya.responsable, suya.dias_antes) == ("Arrendar toldos", None, 5)
    assert nueva.tareas.count() == len(TAREAS) + 1


def test_una_cuenta_anulada_no_ensena(cuenta, tarea, en_riberas):
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado=CuentaPublica.Estado.ANULADA)
    nueva = de_2027(en_riberas)
    services.crear_tareas(cuenta=nueva, por=en_riberas["encargada"])
    assert nueva.tareas.filter(codigo="").count() == 0
    assert nueva.tareas.count() == len(TAREAS)


def test_cuando_vence(tarea):
    assert tarea.vence_el(None) is None
    assert tarea.vence_el(m.DIA) == m.DIA - timedelta(days=5)
    tarea.dias_antes = -25
    assert tarea.vence_el(m.DIA) == m.DIA + timedelta(days=25)
    tarea.vence = date(2027, 5, 1)
    assert tarea.vence_el(m.DIA) == date(2027, 5, 1)
    tarea.vence = tarea.dias_antes = None
    assert tarea.vence_el(m.DIA) is None


def test_se_agrega_una_propia(cuenta, tarea, en_riberas):
    assert (tarea.nombre, tarea.codigo, tarea.obligatoria) == ("Arrendar toldos", "", False)
    for nombre, frase in ((" ", "Escriba qué"), ("arrendar TOLDOS", "ya está en la lista")):
        with pytest.raises(ErrorDominio, match=frase):
            services.agregar_tarea(cuenta=cuenta, nombre=nombre, por=en_riberas["equipo"])
    with pytest.raises(ErrorDominio, match="no trabaja en"):
        services.agregar_tarea(
            cuenta=cuenta,
            nombre="Otra",
            responsable=en_riberas["encargada-otro"],
            por=en_riberas["equipo"],
        )
    assert Tarea.objects.count() == 1


def test_se_asignan_varias(cuenta, en_riberas):
    tareas = services.crear_tareas(cuenta=cuenta, por=en_riberas["encargada"])[:3]
    cuantas = services.asignar_tareas(
        cuenta=cuenta,
        tareas=tareas,
        responsable=en_riberas["equipo"],
        vence=date(2027, 5, 20),
        por=en_riberas["encargada"],
    )
    assert cuantas == 3
    suyas = Tarea.objects.filter(responsable=en_riberas["equipo"])
    assert set(suyas.values_list("pk", "vence")) == {(t.pk, date(2027, 5, 20)) for t in tareas}
    fila = Bitacora.objects.get(accion="asignar_tareas").datos
    assert fila == {
        "tareas": [t.pk for t in tareas],
        "persona": en_riberas["equipo"].pk,
        "vence": "2027-05-20",
    }


def test_asignar_solo_la_fecha_deja_a_la_persona(tarea, en_riberas):
    services.asignar_tareas(
        cuenta=tarea.cuenta,
        tareas=[tarea],
        responsable=None,
        vence=date(2027, 5, 20),
        por=en_riberas["encargada"],
    )
    tarea.refresh_from_db()
    assert (tarea.responsable, tarea.vence) == (en_riberas["acreditadora"], date(2027, 5, 20))


def test_asignar_a_la_vez_no_deshace_la_fecha_de_otra_persona(cuenta, tarea, en_riberas):
    la_que_vio = Tarea.objects.get(pk=tarea.pk)
    comunes = {"cuenta": cuenta, "por": en_riberas["encargada"]}
    services.asignar_tareas(tareas=[tarea], responsable=None, vence=date(2027, 5, 20), **comunes)
    services.asignar_tareas(tareas=[la_que_vio], responsable=en_riberas["equipo"], **comunes)
    tarea.refresh_from_db()
    assert (tarea.responsable, tarea.vence) == (en_riberas["equipo"], date(2027, 5, 20))


def test_asignar_nada_o_a_nadie(tarea, en_riberas):
    comunes = {"cuenta": tarea.cuenta, "por": en_riberas["encargada"]}
    with pytest.raises(ErrorDominio, match="Marque al menos una"):
        services.asignar_tareas(tareas=[], responsable=en_riberas["equipo"], **comunes)
    with pytest.raises(ErrorDominio, match="Elija a quién"):
        services.asignar_tareas(tareas=[tarea], responsable=None, **comunes)
    with pytest.raises(ErrorDominio, match="no trabaja en"):
        services.asignar_tarea(
            tarea=tarea, responsable=en_riberas["encargada-otro"], por=en_riberas["encargada"]
        )
    tarea.refresh_from_db()
    assert tarea.responsable == en_riberas["acreditadora"]


def test_se_edita(cuenta, tarea, en_riberas):
    services.editar_tarea(
        tarea=tarea,
        nombre="Arrendar carpas",
        responsable=None,
        vence=date(2027, 5, 21),
        dias_antes=7,
        por=en_riberas["equipo"],
    )
    tarea.refresh_from_db()
    assert (tarea.nombre, tarea.responsable, tarea.vence) == (
        "Arrendar carpas",
        None,
        date(2027, 5, 21),
    )
    assert Bitacora.objects.get(accion="editar_tarea").datos["antes"] == {
        "persona": en_riberas["acreditadora"].pk,
        "vence": None,
        "dias_antes": 5,
    }


def test_el_nombre_de_la_guia_no_cambia(cuenta, en_riberas):
    una = services.crear_tareas(cuenta=cuenta, por=en_riberas["encargada"])[0]
    services.editar_tarea(
        tarea=una,
        nombre="Otra cosa",
        responsable=None,
        vence=None,
        dias_antes=80,
        por=en_riberas["equipo"],
    )
    una.refresh_from_db()
    assert (una.nombre, una.dias_antes) == (TAREAS[0].nombre, 80)


def test_quien_la_tiene_la_da_por_hecha(tarea, en_riberas):
    hecha = services.hacer_tarea(
        tarea=tarea,
        evidencia=" Factura 12 ",
        archivo=b"%PDF-1.7 factura",
        por=en_riberas["acreditadora"],
    )
    assert (hecha.hecha_en.date(), hecha.hecha_por) == (m.HOY, en_riberas["acreditadora"])
    assert (hecha.evidencia, hecha.archivo.tipo) == ("Factura 12", PDF)


def test_otra_persona_del_servicio_no(tarea, en_riberas):
    with pytest.raises(SinPermiso, match="es de otra persona"):
        services.hacer_tarea(tarea=tarea, evidencia="Lista", por=en_riberas["facilitadora"])
    services.hacer_tarea(tarea=tarea, evidencia="Lista", por=en_riberas["equipo"])
    with pytest.raises(SinPermiso, match="es de otra persona"):
        services.deshacer_tarea(tarea=tarea, por=en_riberas["facilitadora"])
    tarea.refresh_from_db()
    assert tarea.hecha_por == en_riberas["equipo"]


def test_sin_evidencia_no_esta_hecha(tarea, en_riberas):
    with pytest.raises(ErrorDominio, match=A_CARGO):
        services.hacer_tarea(tarea=tarea, evidencia=" ", por=en_riberas["acreditadora"])


def un_zip(*, con: bytes, por: bytes) -> bytes:
    """A file of several parts, with some bytes of its directory rewritten over those after."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as partes:
        partes.writestr("ñ.xml", "x")
    contenido = salida.getvalue()
    sitio = contenido.rindex(con)
    return contenido[:sitio] + por + contenido[sitio + len(por) :]


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        (b"", "está vacío"),
        (b"MZ un programa", "no es PDF"),
        (b"PK\x03\x04 un zip roto", "no es PDF"),
        (un_zip(con=b"PK\x01\x02\x14\x03", por=b"PK\x01\x02\x14\x03\xff"), "no es PDF"),
        (un_zip(con="ñ".encode(), por=b"\xff\xff"), "no es PDF"),
        (b"%PDF-" + b"0" * 5 * 1024 * 1024, "más de 5 MB"),
    ],
)
def test_un_archivo_que_no_sirve(tarea, en_riberas, contenido, frase):
    with pytest.raises(ErrorDominio, match=frase):
        services.hacer_tarea(
            tarea=tarea, evidencia="Va", archivo=contenido, por=en_riberas["acreditadora"]
        )
    tarea.refresh_from_db()
    assert (tarea.hecha_en, Archivo.objects.count()) == (None, 0)


def test_dos_veces_no(tarea, en_riberas):
    services.hacer_tarea(tarea=tarea, evidencia="Primera", por=en_riberas["acreditadora"])
    with pytest.raises(ErrorDominio, match="ya está hecha"):
        services.hacer_tarea(tarea=tarea, evidencia="Segunda", por=en_riberas["equipo"])
    tarea.refresh_from_db()
    assert (tarea.evidencia, tarea.hecha_por) == ("Primera", en_riberas["acreditadora"])


def test_deshacer_conserva_lo_escrito(tarea, en_riberas):
    services.hacer_tarea(tarea=tarea, evidencia="Factura", por=en_riberas["acreditadora"])
    hecha_en = tarea.hecha_en
    services.deshacer_tarea(tarea=tarea, por=en_riberas["acreditadora"])
    assert (tarea.hecha_en, tarea.hecha_por, tarea.evidencia) == (None, None, "Factura")
    assert Bitacora.objects.get(accion="deshacer_tarea").datos == {
        "hecha_en": hecha_en.isoformat(),
        "hecha_por": en_riberas["acreditadora"].pk,
    }
    with pytest.raises(ErrorDominio, match="ya está pendiente"):
        services.deshacer_tarea(tarea=tarea, por=en_riberas["acreditadora"])


def test_se_borra_solo_lo_propio_y_pendiente(cuenta, tarea, en_riberas):
    de_la_guia = services.crear_tareas(cuenta=cuenta, por=en_riberas["encargada"])[0]
    with pytest.raises(ErrorDominio, match="viene de la guía"):
        services.borrar_tarea(tarea=de_la_guia, por=en_riberas["equipo"])
    services.hacer_tarea(tarea=tarea, evidencia="Factura", por=en_riberas["equipo"])
    with pytest.raises(ErrorDominio, match="ya está hecha"):
        services.borrar_tarea(tarea=tarea, por=en_riberas["equipo"])
    assert Tarea.objects.count() == len(TAREAS) + 1
    services.deshacer_tarea(tarea=tarea, por=en_riberas["equipo"])
    services.borrar_tarea(tarea=tarea, por=en_riberas["equipo"])
    assert not Tarea.objects.filter(codigo="").exists()


def test_una_cuenta_anulada_no_se_toca(tarea, en_riberas):
    CuentaPublica.objects.filter(pk=tarea.cuenta_id).update(estado=CuentaPublica.Estado.ANULADA)
    tarea = Tarea.objects.get()
    por = en_riberas["encargada"]
    for caso in (
        lambda: services.crear_tareas(cuenta=tarea.cuenta, por=por),
        lambda: services.agregar_tarea(cuenta=tarea.cuenta, nombre="Otra", por=por),
        lambda: services.asignar_tarea(tarea=tarea, responsable=por, por=por),
        lambda: services.hacer_tarea(tarea=tarea, evidencia="Va", por=por),
        lambda: services.borrar_tarea(tarea=tarea, por=por),
    ):
        with pytest.raises(ErrorDominio, match="está anulada"):
            caso()
    assert Tarea.objects.get().responsable == en_riberas["acreditadora"]
