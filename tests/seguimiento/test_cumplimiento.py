"""The compliance page: every rule with its verdict, by stage; as a sheet too."""

import csv
import io

import pytest
from django.urls import reverse

from comun.requisitos import EN_ALCANCE, FUNCION, REQUISITOS
from convocatorias.models import Actividad
from cuentas.models import AjusteRegla, Constancia
from seguimiento.models import Proyeccion
from seguimiento.services import poner_al_dia
from servicios.alcance import alcance
from tests import mundo as m

#: Two of the regional account that the call already obeys, besides those in scope.
REVISADAS = EN_ALCANCE | {"R132", "R134"}


@pytest.fixture
def cuenta(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    return cuenta


def pagina(entrar, ver="", nombre="encargada"):
    argumentos = ["riberas", 2026]
    direccion = reverse("seguimiento_gestion:cumplimiento", args=argumentos, query={"ver": ver})
    respuesta = entrar(nombre).get(direccion)
    assert respuesta.status_code == 200
    return respuesta


def reglas(respuesta):
    return {r["id"]: r for etapa in respuesta.context["etapas"] for r in etapa["reglas"]}


def test_cada_exigencia_de_las_etapas_construidas_tiene_su_veredicto(cuenta, entrar):
    vista = pagina(entrar, "todas")
    assert set(reglas(vista)) == REVISADAS
    sin_construir = {r.id for _, suyas in vista.context["sin_construir"] for r in suyas}
    duras = {r.id for r in REQUISITOS.values() if r.nivel != FUNCION}
    assert sin_construir == duras - REVISADAS
    for id_, regla in reglas(vista).items():
        assert (regla["texto"], bool(regla["evidencia"])) == (REQUISITOS[id_].texto, True), id_


def test_las_vistas_reparten_las_reglas_y_cuentan(cuenta, entrar):
    todas = reglas(pagina(entrar, "todas"))
    faltan, por_cumplir = reglas(pagina(entrar)), reglas(pagina(entrar, "por_cumplir"))
    assert {r["marca"] for r in faltan.values()} == {"no_cumple"}
    assert {r["marca"] for r in por_cumplir.values()} == {"por_cumplir"}
    assert [v["n"] for v in pagina(entrar, "nada").context["vistas"]] == [
        len(faltan),
        len(por_cumplir),
        len(todas),
    ]
    assert set(faltan) == {i for i, r in todas.items() if r["marca"] == "no_cumple"}


def test_una_constancia_y_una_explicacion_se_ven(cuenta, entrar, en_riberas):
    antes = reglas(pagina(entrar, "todas"))["R46"]
    constancias = reverse("seguimiento_gestion:constancias", args=["riberas", 2026])
    assert (antes["marca"], antes["accion"]["url"]) == ("no_cumple", constancias)
    assert reglas(pagina(entrar, "todas", "acreditadora"))["R46"]["accion"] is None
    m.con_constancias(cuenta, en_riberas["equipo"], "R46")
    Constancia.objects.create(
        cuenta=cuenta,
        regla="R25",
        cumplida=False,
        fecha=m.HOY,
        texto="Se revisa con la unidad de comunicaciones.",
        dada_por=en_riberas["equipo"],
        registrada_en=m.AHORA,
    )
    Proyeccion.objects.all().delete()
    despues = reglas(pagina(entrar, "todas"))
    assert (despues["R46"]["marca"], despues["R46"]["palabras"]) == ("cumple", "Se cumple")
    assert (despues["R46"]["accion"], despues["R25"]["marca"]) == (None, "explicado")
    assert "Se revisa con la unidad de comunicaciones." in despues["R25"]["evidencia"]


def test_lo_que_la_norma_baja_se_dice(cuenta, entrar, en_riberas):
    AjusteRegla.objects.create(
        norma=cuenta.norma,
        regla="R10",
        motivo="La norma la recomienda.",
        ajustada_por=en_riberas["encargada"],
        ajustada_en=m.AHORA,
    )
    vistas = reglas(pagina(entrar, "todas"))
    assert {i for i, r in vistas.items() if r["rebajada"]} == {"R10"}
    assert "su norma la baja a advertencia" in pagina(entrar, "todas").content.decode()


def test_la_planilla_lleva_reglas_y_veredictos_y_ninguna_palabra_de_nadie(cuenta, entrar):
    direccion = reverse("seguimiento_gestion:cumplimiento_csv", args=["riberas", 2026])
    respuesta = entrar("auditora").get(direccion)
    assert respuesta["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        respuesta["Content-Disposition"] == 'attachment; filename="cumplimiento-riberas-2026.csv"'
    )
    texto = respuesta.content.decode("utf-8-sig")
    filas = list(csv.reader(io.StringIO(texto), delimiter=";"))
    assert filas[0] == ["Regla", "Etapa", "Nivel", "Veredicto", "Exigencia", "Fuente"]
    assert {fila[0] for fila in filas[1:]} == REVISADAS
    assert "Encargada Prueba" not in texto


def test_las_constancias_del_dia_llevan_a_su_actividad(cuenta, entrar):
    actividad = Actividad.objects.get(cuenta=cuenta)
    direccion = reverse(
        "seguimiento_gestion:constancias_del_dia", args=["riberas", 2026, actividad.slug]
    )
    destino = reverse("seguimiento_gestion:constancias", args=["riberas", 2026])
    assert entrar("equipo").get(direccion)["Location"] == f"{destino}?objeto={actividad.pk}"
    ajena = reverse("seguimiento_gestion:constancias_del_dia", args=["riberas", 2026, "otra"])
    assert entrar("equipo").get(ajena).status_code == 404


def test_una_cuenta_de_otro_servicio_no_se_ve(cuenta, mundo, entrar):
    with alcance(mundo.otro):
        m.crear_cuenta(mundo.otro, mundo["encargada-otro"], anio_gestion=2025, anio_ejercicio=2026)
    poner_al_dia(ahora=m.AHORA)
    for nombre in ("cumplimiento", "cumplimiento_csv", "tablero"):
        direccion = reverse(f"seguimiento_gestion:{nombre}", args=["caminos", 2025])
        assert entrar("encargada").get(direccion).status_code == 404
        assert entrar("dos").get(direccion).status_code == 200
