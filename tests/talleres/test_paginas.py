"""The pages of the workshops: who may, what is lost (nothing), and what they cost."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pptx import Presentation

from servicios.alcance import alcance
from servicios.permissions import Rol
from talleres import services
from talleres.models import Acuerdo, Intervencion, Taller
from tests import mundo as m
from tests.mundo import REPARTO

LEE = {"encargada", "equipo", "facilitadora", "secretaria"}
ESCRIBE = {"encargada", "equipo", "secretaria"}
GESTIONA = {"encargada", "equipo"}


@pytest.fixture
def sala(escena):
    """The addresses of a workshop that has begun, with the scope closed as in a request."""
    escena.en_curso()
    return escena


def url(nombre: str, *args) -> str:
    return reverse(f"talleres_gestion:{nombre}", args=args)


def de_la_cuenta(nombre: str) -> str:
    return url(nombre, "riberas", 2026)


@pytest.mark.parametrize("persona", [*REPARTO, "encargada-otro"])
def test_quien_abre_que(escena, entrar, persona):
    cliente = entrar(persona)
    pk = escena.taller.pk
    ajena = persona == "encargada-otro"
    esperado = {
        de_la_cuenta("talleres"): 404 if ajena else 200 if persona in LEE else 403,
        de_la_cuenta("crear"): 404 if ajena else 200 if persona in GESTIONA else 403,
        url("taller", pk): 404 if ajena else 200 if persona in LEE else 403,
        url("editar", pk): 404 if ajena else 200 if persona in GESTIONA else 403,
        url("personas", pk): 404 if ajena else 200 if persona in GESTIONA else 403,
    }
    assert {ruta: cliente.get(ruta).status_code for ruta in esperado} == esperado


@pytest.mark.parametrize("persona", [*REPARTO, "encargada-otro"])
def test_quien_anota(sala, entrar, persona):
    datos = {"tipo": "opinion", "texto": "Falta luz.", "nonce": "n1"}
    respuesta = entrar(persona).post(url("anotar", sala.taller.pk), datos)
    ajena = persona == "encargada-otro"
    assert respuesta.status_code == (404 if ajena else 302 if persona in ESCRIBE else 403)
    assert Intervencion.objects.count() == (1 if persona in ESCRIBE else 0)


def test_sin_entrar_no_se_ve(escena):
    respuesta = Client().get(url("taller", escena.taller.pk))
    assert (respuesta.status_code, "/acceso/" in respuesta.url) == (302, True)


def test_la_secretaria_no_ve_el_taller_de_otra(escena, entrar):
    otro = m.crear_taller(escena.actividad, 2)
    assert entrar("secretaria").get(url("taller", otro.pk)).status_code == 404
    assert entrar("equipo").get(url("taller", otro.pk)).status_code == 200
    pagina = entrar("secretaria").get(de_la_cuenta("talleres")).content.decode()
    assert ("Taller 1: Riberas" in pagina, "Taller 2:" in pagina) == (True, False)


def test_el_taller_de_otro_servicio_no_existe(escena, entrar):
    with alcance(escena.mundo.otro):
        cuenta = m.crear_cuenta(escena.mundo.otro, escena["encargada-otro"])
        ajeno = m.crear_taller(m.crear_actividad(cuenta), 1)
    cliente = entrar("encargada")
    for nombre in ("taller", "editar", "personas"):
        assert cliente.get(url(nombre, ajeno.pk)).status_code == 404
    for nombre in ("iniciar", "anotar", "cerrar", "reabrir", "generar", "equipo", "descartar"):
        assert cliente.post(url(nombre, ajeno.pk)).status_code == 404


@pytest.mark.parametrize("nombre", ["iniciar", "anotar", "cerrar", "reabrir", "generar", "equipo"])
def test_mirar_no_cambia_nada(escena, entrar, nombre):
    assert entrar("encargada").get(url(nombre, escena.taller.pk)).status_code == 405
    assert Taller.objects.get().estado == "planificado"


def test_crear_desde_la_pagina(escena, entrar):
    datos = {"actividad": escena.actividad.pk, "cantidad": 2, "temas": "Agua\nCaminos"}
    respuesta = entrar("equipo").post(de_la_cuenta("crear"), datos)
    assert respuesta.status_code == 302
    nombres = Taller.objects.values_list("numero", "nombre")
    assert list(nombres) == [(1, "Riberas y barrios"), (2, "Agua"), (3, "Caminos")]


def test_crear_con_errores_conserva_lo_escrito(escena, entrar):
    datos = {"actividad": escena.actividad.pk, "cantidad": "muchos", "temas": "Agua\nCaminos"}
    respuesta = entrar("equipo").post(de_la_cuenta("crear"), datos)
    pagina = respuesta.content.decode()
    assert (respuesta.status_code, "Agua\nCaminos" in pagina) == (422, True)
    assert Taller.objects.count() == 1


def test_la_misma_persona_dos_veces_en_el_equipo(escena, entrar):
    taller = m.crear_taller(escena.actividad, 2)
    quien = m.crear_persona("secretaria-dos", Rol.SECRETARIO, escena.mundo.riberas).pk
    respuesta = entrar("encargada").post(
        url("equipo", taller.pk), {"facilitador": quien, "secretario": quien}
    )
    assert respuesta.status_code == 422
    assert "Quien facilita y quien registra deben ser dos personas (R74)." in (
        respuesta.content.decode()
    )


def test_iniciar_anotar_acordar_priorizar_y_cerrar(escena, entrar):
    cliente, pk = entrar("secretaria"), escena.taller.pk
    cliente.post(url("iniciar", pk))
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    services.asignar(participante=persona, por=escena["equipo"])
    nota = {"tipo": "pregunta", "texto": "¿Cuándo?", "nonce": "n1", "participante": persona.pk}
    assert cliente.post(url("anotar", pk), nota).url == url("taller", pk)
    cliente.post(url("anotar", pk), nota)
    cliente.post(url("anotar", pk), {"tipo": "acuerdo", "texto": "Iluminar", "nonce": "n2"})
    acuerdo = Acuerdo.objects.get()
    cliente.post(url("priorizar", acuerdo.pk), {"prioritario": "si"})
    cliente.post(url("cerrar", pk))
    assert list(Intervencion.objects.values_list("tipo", "participante")) == [
        ("pregunta", persona.pk)
    ]
    assert Acuerdo.objects.get().prioritario is True
    assert Taller.objects.get().estado == "cerrado"


def test_una_nota_vacia_vuelve_con_su_frase(sala, entrar):
    respuesta = entrar("secretaria").post(
        url("anotar", sala.taller.pk), {"tipo": "acuerdo", "texto": " ", "nonce": "n1"}
    )
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Escriba lo que se está diciendo. Puede ser una sola frase." in pagina
    assert 'value="n1"' in pagina


def test_anotar_con_el_taller_cerrado_conserva_lo_escrito(sala, entrar):
    services.cerrar_taller(
        taller=sala.taller,
        por=sala["secretaria"],
        sin_acuerdos_motivo="No",
        sin_notas_motivo="Nadie habló.",
    )
    respuesta = entrar("secretaria").post(
        url("anotar", sala.taller.pk),
        {"tipo": "opinion", "texto": "La última opinión", "nonce": "n9"},
    )
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "El taller está cerrado. Reábralo para seguir anotando." in pagina
    assert "La última opinión" in pagina


def test_cerrar_sin_acuerdos_vuelve_con_su_regla(sala, entrar):
    respuesta = entrar("secretaria").post(url("cerrar", sala.taller.pk))
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "El taller no tiene ningún acuerdo anotado." in pagina
    assert "Regla R76" in pagina
    assert "El taller no tiene ninguna nota." in pagina
    assert "Regla R78" in pagina


def test_anular_pide_motivo_y_tacha(sala, entrar):
    nota = services.registrar_intervencion(
        taller=sala.taller, tipo="opinion", texto="Hola", nonce="n", por=sala["secretaria"]
    )
    cliente, direccion = entrar("secretaria"), url("anular_intervencion", nota.pk)
    assert cliente.get(direccion).status_code == 200
    assert cliente.post(direccion, {"motivo": ""}).status_code == 422
    assert cliente.post(direccion, {"motivo": "Repetida"}).status_code == 302
    pagina = cliente.get(url("taller", sala.taller.pk)).content.decode()
    assert ("Anulada: Repetida" in pagina, "nota--anulada" in pagina) == (True, True)


def test_la_presentacion_se_descarga(sala, entrar):
    cliente = entrar("secretaria")
    cliente.post(url("generar", sala.taller.pk))
    pk = sala.taller.presentaciones.get().pk
    respuesta = entrar("facilitadora").get(url("presentacion", pk))
    assert respuesta["Content-Disposition"] == 'attachment; filename="taller-1-v1.pptx"'
    assert len(Presentation(io.BytesIO(respuesta.content)).slides) >= 2
    assert entrar("encargada-otro").get(url("presentacion", pk)).status_code == 404
    otra = m.crear_persona("secretaria-dos", Rol.SECRETARIO, sala.mundo.riberas)
    ajena = Client()
    ajena.force_login(otra, backend="django.contrib.auth.backends.ModelBackend")
    assert ajena.get(url("presentacion", pk)).status_code == 404


def test_mover_desde_la_pagina(escena, entrar):
    otro = m.crear_taller(escena.actividad, 2)
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    services.asignar(participante=persona, por=escena["equipo"], taller=escena.taller)
    direccion = url("personas", escena.taller.pk)
    assert entrar("equipo").post(direccion, {"participante": persona.pk}).status_code == 422
    entrar("equipo").post(direccion, {"participante": persona.pk, "taller": otro.pk})
    assert otro.asignaciones.get().participante == persona


@pytest.mark.parametrize("filas", [1, 30])
def test_la_pagina_del_taller_cuesta_lo_mismo(sala, entrar, filas, django_assert_num_queries):
    for n in range(filas):
        persona = m.crear_participante(sala.actividad, f"Persona {n}", "Soto")
        services.asignar(participante=persona, por=sala["equipo"])
        services.registrar_intervencion(
            taller=sala.taller,
            tipo="opinion",
            texto="Hola",
            nonce=str(n),
            por=sala["secretaria"],
            participante=persona,
        )
    cliente = entrar("secretaria")
    with django_assert_num_queries(13):
        pagina = cliente.get(url("taller", sala.taller.pk))
    assert pagina.content.decode().count('class="nota__hora"') == filas


@pytest.mark.parametrize("filas", [1, 20])
def test_la_lista_cuesta_lo_mismo(escena, entrar, filas, django_assert_num_queries):
    services.crear_talleres(actividad=escena.actividad, cantidad=filas, por=escena["equipo"])
    cliente = entrar("equipo")
    with django_assert_num_queries(9):
        pagina = cliente.get(de_la_cuenta("talleres"))
    assert pagina.content.decode().count("Falta el equipo") == filas
