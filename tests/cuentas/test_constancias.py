"""Word that people leave of what the portal cannot see: append-only, with its day and reason."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from comun.archivos import PNG
from comun.errores import ErrorDominio
from comun.models import Bitacora
from cuentas import selectors, services
from cuentas.models import Constancia, CuentaPublica
from tests import mundo as m

PNG_BYTES = b"\x89PNG\r\n\x1a\n resto"


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def dejar(cuenta, persona, **otros):
    datos = {"regla": "R10", "cumplida": True, "fecha": m.HOY, "texto": "Acta 4"}
    return services.dejar_constancia(cuenta=cuenta, por=persona, **(datos | otros))


def test_se_hizo(cuenta, en_riberas):
    una = dejar(
        cuenta,
        en_riberas["equipo"],
        texto=" Acta 4 ",
        url="https://riberas.example/plan",
        archivo=PNG_BYTES,
    )
    assert (una.texto, una.archivo.tipo, una.registrada_en.date()) == ("Acta 4", PNG, m.HOY)
    assert Bitacora.objects.get(accion="dejar_constancia").datos == {
        "regla": "R10",
        "objeto": "",
        "cumplida": True,
        "fecha": "2027-05-17",
    }


def test_vale_la_ultima_y_las_demas_quedan(cuenta, en_riberas):
    dejar(cuenta, en_riberas["equipo"], cumplida=False, texto="No hubo presupuesto")
    dejar(cuenta, en_riberas["encargada"], texto="Se aprobó después")
    dejar(cuenta, en_riberas["equipo"], regla="R14", objeto="7")
    dadas = selectors.constancias_de([cuenta])[cuenta.pk]
    assert {clave: (d.cumplida, d.texto, d.quien) for clave, d in dadas.items()} == {
        ("R10", ""): (True, "Se aprobó después", "Encargada Prueba"),
        ("R14", "7"): (True, "Acta 4", "Equipo Prueba"),
    }
    assert Constancia.objects.count() == 3


def test_no_se_reescribe(cuenta, en_riberas):
    una = dejar(cuenta, en_riberas["equipo"])
    with pytest.raises(DatabaseError), transaction.atomic():
        Constancia.objects.filter(pk=una.pk).update(texto="Otra cosa")
    assert Constancia.objects.get().texto == "Acta 4"


@pytest.mark.parametrize(
    ("datos", "campo", "frase"),
    [
        ({"fecha": date(2027, 5, 18)}, "fecha", "Ese día aún no llega: hoy es lunes 17 de mayo"),
        ({"fecha": date(2025, 12, 31)}, "fecha", "no puede ser anterior a ese año"),
        ({"texto": "  "}, "texto", "Escriba qué muestra que se hizo"),
        ({"texto": "", "cumplida": False}, "texto", "Escriba por qué no se hizo"),
        ({"regla": "R999"}, None, "Esa regla no existe"),
        ({"archivo": b"MZ"}, "archivo", "no es PDF"),
    ],
)
def test_lo_que_no_se_acepta(cuenta, en_riberas, datos, campo, frase):
    with pytest.raises(ErrorDominio, match=frase) as error:
        dejar(cuenta, en_riberas["equipo"], **datos)
    assert error.value.campo == campo
    assert Constancia.objects.count() == 0


def test_el_primer_dia_de_la_gestion_si(cuenta, en_riberas):
    assert dejar(cuenta, en_riberas["equipo"], fecha=date(2026, 1, 1)).pk


def test_varias_o_ninguna(cuenta, en_riberas):
    bien = services.Dicho("R14", True, m.HOY, "Fotos")
    mal = services.Dicho("R16", True, m.HOY, "")
    comunes = {"cuenta": cuenta, "por": en_riberas["equipo"], "objeto": "7"}
    with pytest.raises(services.ConstanciaInvalida) as error:
        services.dejar_constancias(dichos=[bien, mal], **comunes)
    assert error.value.regla == "R16"
    assert Constancia.objects.count() == 0
    services.dejar_constancias(dichos=[bien], **comunes)
    assert list(Constancia.objects.values_list("regla", "objeto")) == [("R14", "7")]


def test_en_una_cuenta_cerrada_si_y_en_una_anulada_no(cuenta, en_riberas):
    cuenta.estado = CuentaPublica.Estado.CERRADA
    dejar(cuenta, en_riberas["equipo"])
    cuenta.estado = CuentaPublica.Estado.ANULADA
    with pytest.raises(ErrorDominio, match="está anulada"):
        dejar(cuenta, en_riberas["equipo"], regla="R14")
    assert Constancia.objects.count() == 1
