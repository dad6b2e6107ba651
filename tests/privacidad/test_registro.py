"""The registry is complete: no model, and no field that may tell of a person, is left out."""

from collections import Counter
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from comun.campos import TextoCifrado
from comun.conservacion import CLASES
from comun.tratamiento import Nivel, Tratamiento, parece_personal
from privacidad.selectors.registro import REGISTRO
from privacidad.services.retencion import PASOS
from tests.test_architecture import CADENA

POR_MODELO = {tratamiento.modelo: tratamiento for tratamiento in REGISTRO}


def faltan_modelos(registro: dict[str, Tratamiento]) -> set[str]:
    return {modelo._meta.label for modelo in apps.get_models()} - set(registro)


def faltan_campos(registro: dict[str, Tratamiento]) -> list[str]:
    return [
        f"{modelo._meta.label}.{campo.name}"
        for modelo in apps.get_models()
        for campo in modelo._meta.concrete_fields
        if modelo._meta.label in registro
        and parece_personal(campo)
        and campo.name not in {*registro[modelo._meta.label].personales}
        and campo.name not in registro[modelo._meta.label].publicos
    ]


def test_cada_modelo_declara_su_tratamiento_una_vez():
    assert faltan_modelos(POR_MODELO) == set()
    assert set(POR_MODELO) == {modelo._meta.label for modelo in apps.get_models()}
    assert [m for m, veces in Counter(t.modelo for t in REGISTRO).items() if veces > 1] == []


def test_cada_campo_que_parece_personal_esta_declarado():
    assert faltan_campos(POR_MODELO) == []


@pytest.mark.parametrize("app", CADENA)
def test_cada_app_declara_los_suyos_en_su_modulo(app):
    """Only `privacidad` speaks for others: for the libraries, which cannot."""
    declarados = {t.modelo for t in import_module(f"{app}.privacidad").TRATAMIENTOS}
    de_bibliotecas = {m for m in declarados if m.partition(".")[0] not in CADENA}
    assert declarados - de_bibliotecas == {
        modelo._meta.label for modelo in apps.get_app_config(app).get_models()
    }
    assert de_bibliotecas == set() or app == "privacidad"


@pytest.mark.parametrize("tratamiento", REGISTRO, ids=lambda t: t.modelo)
def test_lo_declarado_existe_y_dice_todo(tratamiento):
    for campo in (*tratamiento.personales, *tratamiento.publicos):
        try:
            tratamiento.clase_modelo._meta.get_field(campo)
        except FieldDoesNotExist:
            pytest.fail(f"{tratamiento.modelo} has no field {campo}")
    assert Nivel.PUBLICO not in tratamiento.personales.values()
    if tratamiento.personales:
        assert tratamiento.clase in CLASES
        assert tratamiento.exporta
        assert tratamiento.borra
    if tratamiento.titular is not None:
        assert tratamiento.de_un_servicio
        # Who can be found is erased, or the row only points to somebody who is.
        assert tratamiento.borrar or tratamiento.espera or not _con_palabras(tratamiento)


def _con_palabras(tratamiento: Tratamiento) -> bool:
    campos = [tratamiento.clase_modelo._meta.get_field(c) for c in tratamiento.personales]
    return any(
        isinstance(c, models.EmailField | TextoCifrado) and c.name != "clave" for c in campos
    )


def test_cada_clase_se_usa_y_lo_que_vence_tiene_quien_lo_borre():
    pasos = {paso.clase for paso in PASOS} | {"seguridad"}
    assert {c.codigo for c in CLASES.values() if c.tarea == "privacidad.retener"} == pasos
    usadas = {t.clase for t in REGISTRO if t.clase} | pasos
    assert set(CLASES) - usadas == {"correos_cuerpo"}  # the words of a mail, whose address is later
    assert all(c.meses or c.dias for c in CLASES.values() if c.tarea)
    assert all(c.fuente and c.desde and c.despues for c in CLASES.values())


def test_si_falta_un_modelo_o_un_campo_se_nota():
    """The negative control of this module."""
    sin_fichas = {m: t for m, t in POR_MODELO.items() if m != "jornadas.Ficha"}
    assert faltan_modelos(sin_fichas) == {"jornadas.Ficha"}
    mudo = POR_MODELO | {"respuestas.Consulta": Tratamiento("respuestas.Consulta")}
    assert faltan_campos(mudo) == [
        f"respuestas.Consulta.{campo}" for campo in ("mensaje", "mensaje_plegado", "motivo_estado")
    ]


def test_las_tareas_que_borran_existen():
    from cpp_portal.celery import app

    nombradas = {clase.tarea for clase in CLASES.values() if clase.tarea}
    assert nombradas <= {linea["task"] for linea in app.conf.beat_schedule.values()}
