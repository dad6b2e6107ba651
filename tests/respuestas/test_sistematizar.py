"""Groups, public versions and fates: reversible, with the originals untouched."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from comun.errores import ErrorDominio
from comun.models import Bitacora
from respuestas import services
from respuestas.models import Consulta, Grupo


def test_agrupar_conserva_los_originales_y_cuenta_menciones(cuenta, en_riberas, escribir):
    por = en_riberas["sistematizadora"]
    primera, segunda, tercera = (escribir(f"Defensa {n}") for n in range(3))
    grupo = services.crear_grupo(cuenta=cuenta, titulo="Defensas", consultas=[primera], por=por)
    services.agregar_a_grupo(grupo=grupo, consultas=[segunda, tercera], por=por)
    services.sacar_de_grupo(consulta=segunda, por=por)
    assert list(grupo.consultas.values_list("mensaje", flat=True)) == ["Defensa 0", "Defensa 2"]
    assert Consulta.objects.get(pk=segunda.pk).grupo is None
    acciones = Bitacora.objects.filter(objeto_tipo="respuestas.grupo").order_by("id")
    assert list(acciones.values_list("accion", flat=True)) == [
        "crear_grupo",
        "agregar_a_grupo",
        "sacar_de_grupo",
    ]


def test_un_grupo_vacio_desaparece(cuenta, en_riberas, escribir):
    por, una = en_riberas["sistematizadora"], escribir()
    services.crear_grupo(cuenta=cuenta, titulo="Defensas", consultas=[una], por=por)
    services.sacar_de_grupo(consulta=una, por=por)
    assert Grupo.objects.count() == 0


def test_lo_que_no_se_agrupa(cuenta, en_riberas, escribir):
    por = en_riberas["sistematizadora"]
    con_destino, empezada, libre = escribir("A"), escribir("B"), escribir("C")
    services.derivar(consulta=con_destino, organo="MOP", motivo="Es su obra.", por=por)
    services.redactar_respuesta(consulta=empezada, texto="Empieza", por=en_riberas["unidad"])
    for consulta, frase in (
        (con_destino, "Ya tienen destino: N.º 1."),
        (empezada, "Tienen una respuesta propia empezada: N.º 2."),
    ):
        with pytest.raises(ErrorDominio, match=frase):
            services.crear_grupo(cuenta=cuenta, titulo="X", consultas=[consulta], por=por)
    with pytest.raises(ErrorDominio, match="Escriba el título"):
        services.crear_grupo(cuenta=cuenta, titulo=" ", consultas=[libre], por=por)
    services.crear_grupo(cuenta=cuenta, titulo="Uno", consultas=[libre], por=por)
    with pytest.raises(ErrorDominio, match=r"Ya están en otro grupo: N\.º 3\."):
        services.crear_grupo(cuenta=cuenta, titulo="Dos", consultas=[libre], por=por)
    assert Grupo.objects.count() == 1


def test_el_original_no_se_reescribe(cuenta, escribir):
    consulta = escribir("Lo que dije")
    with pytest.raises(IntegrityError, match="inmutable"), transaction.atomic():
        Consulta.objects.filter(pk=consulta.pk).update(mensaje="Otra cosa")


def test_version_publica(cuenta, en_riberas, escribir):
    por, consulta = en_riberas["sistematizadora"], escribir("Llámeme al 9 8765 4321")
    with pytest.raises(ErrorDominio, match="qué se quitó y por qué"):
        services.redactar_version_publica(consulta=consulta, texto="Llámeme", motivo="", por=por)
    services.redactar_version_publica(
        consulta=consulta, texto="Llámeme", motivo="Su teléfono", por=por
    )
    consulta.refresh_from_db()
    assert (consulta.mensaje, consulta.redaccion.texto) == ("Llámeme al 9 8765 4321", "Llámeme")


def test_derivar_y_fuera_llevan_motivo_y_se_reabren(cuenta, en_riberas, escribir):
    por, una, otra = en_riberas["sistematizadora"], escribir("A"), escribir("B")
    with pytest.raises(ErrorDominio, match="a qué órgano se envía y por qué"):
        services.derivar(consulta=una, organo="MOP", motivo="", por=por)
    services.derivar(consulta=una, organo="MOP", motivo="Es su obra.", por=por)
    services.declarar_fuera_de_competencia(consulta=otra, motivo="Es del municipio.", por=por)
    assert list(Consulta.objects.values_list("estado", "motivo_estado")) == [
        ("derivada", "Se envió a MOP. Es su obra."),
        ("fuera_de_competencia", "Es del municipio."),
    ]
    services.reabrir_consulta(consulta=una, por=por)
    assert (una.estado, una.motivo_estado) == ("recibida", "")


def test_en_grupo_no_se_deriva(cuenta, en_riberas, escribir):
    por, una = en_riberas["sistematizadora"], escribir()
    services.crear_grupo(cuenta=cuenta, titulo="Defensas", consultas=[una], por=por)
    una.refresh_from_db()
    with pytest.raises(ErrorDominio, match="está en un grupo"):
        services.derivar(consulta=una, organo="MOP", motivo="Es su obra.", por=por)


def test_lo_de_papel_entra_despues_del_cierre(cuenta, en_riberas, reloj_en):
    reloj_en(datetime(2027, 6, 20, 15, tzinfo=UTC))
    consulta = services.ingresar_consulta(
        cuenta=cuenta,
        tipo="propuesta",
        mensaje="Una sede",
        canal="autoconvocada",
        recibida_el=date(2027, 6, 2),
        por=en_riberas["equipo"],
    )
    assert (consulta.canal, consulta.consultante, consulta.ingresada_por.username) == (
        "autoconvocada",
        None,
        "equipo",
    )
    assert consulta.recibida_en.date() == date(2027, 6, 2)
    with pytest.raises(ErrorDominio, match="fecha futura"):
        services.ingresar_consulta(
            cuenta=cuenta, tipo="opinion", mensaje="X", canal="papel",
            recibida_el=date(2027, 6, 21), por=en_riberas["equipo"],
        )  # fmt: skip
