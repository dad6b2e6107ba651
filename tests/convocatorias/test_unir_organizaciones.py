"""Two organisations that are the same become one; nothing is lost, and they can be two again."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias.models import (
    Contacto,
    Convocatoria,
    Encuentro,
    FusionOrganizaciones,
    Organizacion,
    Participante,
    Tema,
)
from convocatorias.selectors import elegidos, lista_de_organizaciones
from convocatorias.services import deshacer_union, guardar_organizacion, unir_organizaciones
from servicios.alcance import alcance
from tests import mundo as el_mundo
from tests.convocatorias.conftest import crear_contacto

CUENTA = ("riberas", 2026)
AHORA = datetime(2027, 5, 10, 15, 0, tzinfo=UTC)


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=(*CUENTA, *args))


def unir(mundo, queda, va) -> FusionOrganizaciones:
    return unir_organizaciones(
        sobreviviente=queda, absorbida=va, ahora=AHORA, por=mundo["encargada"]
    )


def deshacer(mundo, fusion) -> FusionOrganizaciones:
    return deshacer_union(fusion=fusion, ahora=AHORA, por=mundo["encargada"])


def todo() -> dict[str, list]:
    """Every row that a joining may touch."""
    return {
        "organizaciones": [
            (
                fila.pk, fila.nombre, fila.comuna_id, fila.rut, fila.direccion, fila.personalidad,
                fila.busqueda, fila.senia, fila.fusionada_en_id, fila.archivada_en,
                sorted(fila.tipos.values_list("pk", flat=True)),
                sorted(fila.temas.values_list("pk", flat=True)),
            )
            for fila in Organizacion.objects.order_by("pk")
        ],
        "contactos": list(Contacto.objects.order_by("pk").values()),
        "participantes": list(Participante.objects.order_by("pk").values()),
        "encuentros": list(Encuentro.objects.order_by("pk").values()),
        "destinatarios": sorted(
            Convocatoria.destinatarios.through.objects.values_list("convocatoria_id", "contacto_id")
        ),
    }  # fmt: skip


@pytest.fixture
def molino(escena, mundo) -> Organizacion:
    contacto = crear_contacto(
        mundo.riberas, "Junta de Vecinos El Molino", "territorial", correo="rosa@correo.example"
    )
    return contacto.organizacion


@pytest.fixture
def jjvv(escena, mundo, molino) -> Organizacion:
    """The same one, written otherwise: Rosa again, and somebody else; with what Molino lacks."""
    rosa = crear_contacto(
        mundo.riberas, "JJ.VV. El Molino", "mujeres", nombres="Rosa", correo="rosa@correo.example"
    )
    luis = crear_contacto(
        mundo.riberas, "JJ.VV. El Molino", nombres="Luis", apellidos="Peña", correo="luis@x.example"
    )
    fila = Organizacion.objects.get(pk=luis.organizacion_id)
    agua = Tema.objects.create(servicio=mundo.riberas, nombre="Agua", nombre_plegado="agua")
    fila.temas.add(agua)
    fila.rut, fila.direccion = "65123456-7", "Calle 1"
    fila.save()
    otra = el_mundo.crear_actividad(escena.cuenta, slug="otra", nombre="Otra")
    for actividad, contacto in ((escena.actividad, rosa), (otra, rosa), (otra, luis)):
        el_mundo.crear_participante(
            actividad, contacto.nombres, "Q", contacto=contacto, organizacion=fila
        )
    # In the second activity both Rosas were called.
    el_mundo.crear_participante(
        otra, "Rosa Elena", "Q", contacto=molino.contactos.get(), organizacion=molino
    )
    Encuentro.objects.create(
        actividad=otra, organizacion=fila, organizacion_nombre=fila.nombre, correo="luis@x.example"
    )
    borrador = Convocatoria.objects.create(actividad=escena.actividad)
    borrador.destinatarios.set([rosa, luis])
    return fila


def test_la_que_queda_recibe_todo_y_nada_se_pierde(escena, mundo, molino, jjvv):
    propia = molino.contactos.get()
    rosa, luis = jjvv.contactos.order_by("pk")
    antes = todo()
    fusion = unir(mundo, molino, jjvv)
    for fila in (molino, jjvv):
        fila.refresh_from_db()
    assert (jjvv.fusionada_en_id, molino.fusionada_en_id) == (molino.pk, None)
    assert list(molino.contactos.order_by("pk")) == [propia, luis]
    assert list(jjvv.contactos.all()) == [rosa]
    assert fusion.movido["quedan"] == [[rosa.pk, propia.pk]]
    assert sorted(t.pk for t in molino.tipos.all()) == ["mujeres", "territorial"]
    assert [t.nombre for t in molino.temas.all()] == ["Agua"]
    assert (molino.rut, molino.direccion) == ("65123456-7", "Calle 1")
    assert Participante.objects.filter(organizacion=jjvv).count() == 0
    assert Participante.objects.filter(organizacion=molino).count() == 4
    assert Encuentro.objects.get().organizacion == molino
    # The one person of the first activity is now the Rosa that stays, and is not called again.
    assert list(
        Participante.objects.order_by("pk").values_list("actividad__slug", "contacto")
    ) == [
        ("jornada-nacional", propia.pk),
        ("otra", rosa.pk),
        ("otra", luis.pk),
        ("otra", propia.pk),
    ]  # fmt: skip
    convocatoria = Convocatoria.objects.get()
    assert sorted(c.pk for c in elegidos(convocatoria)) == sorted([propia.pk, luis.pk])
    # The old name, and who came with it, find the one that stayed.
    for texto in ("jj vv molino", "peña", "rosa"):
        assert [o.pk for o in lista_de_organizaciones(texto=texto)] == [molino.pk]
    deshacer(mundo, fusion)
    assert todo() == antes
    acciones = Bitacora.objects.order_by("pk").values_list("accion", flat=True)
    assert [a for a in acciones if "union" in a or "unir" in a] == [
        "unir_organizaciones",
        "deshacer_union",
    ]


def test_en_el_otro_sentido_tambien_vuelve_tal_cual(mundo, molino, jjvv):
    antes = todo()
    deshacer(mundo, unir(mundo, jjvv, molino))
    assert todo() == antes


def test_una_cadena_de_uniones(mundo, molino, jjvv):
    club = el_mundo.crear_organizacion(mundo.riberas, "Club Puente Viejo")
    antes = todo()
    primera = unir(mundo, molino, jjvv)
    en_medio = todo()
    segunda = unir(mundo, club, molino)
    for vieja in (molino, jjvv):
        vieja.refresh_from_db()
        assert vieja.fusionada_en_id == club.pk
    assert [o.pk for o in lista_de_organizaciones(texto="jj vv molino")] == [club.pk]
    with pytest.raises(ErrorDominio, match="Deshaga primero esa unión"):
        deshacer(mundo, primera)
    deshacer(mundo, segunda)
    assert todo() == en_medio
    deshacer(mundo, primera)
    assert todo() == antes


def test_deshacer_una_no_quita_lo_que_trajo_otra(mundo, molino, jjvv):
    tercera = el_mundo.crear_organizacion(mundo.riberas, "Molino Mujeres")
    tercera.tipos.set(["mujeres", "cultural"])
    primera = unir(mundo, molino, jjvv)
    unir(mundo, molino, tercera)
    deshacer(mundo, primera)
    assert sorted(t.pk for t in molino.tipos.all()) == ["cultural", "mujeres", "territorial"]


def test_lo_que_cambio_despues_se_respeta(mundo, molino, jjvv):
    _, luis = jjvv.contactos.order_by("pk")
    fusion = unir(mundo, molino, jjvv)
    Organizacion.objects.filter(pk=molino.pk).update(direccion="Calle 2")
    club = el_mundo.crear_organizacion(mundo.riberas, "Club Puente Viejo")
    Contacto.objects.filter(pk=luis.pk).update(organizacion=club)
    deshacer(mundo, fusion)
    molino.refresh_from_db()
    luis.refresh_from_db()
    assert (molino.direccion, molino.rut, luis.organizacion_id) == ("Calle 2", "", club.pk)


def test_si_otra_tomo_su_rut_no_se_deshace(mundo, molino, jjvv):
    fusion = unir(mundo, molino, jjvv)
    Organizacion.objects.filter(pk=molino.pk).update(rut="")
    club = el_mundo.crear_organizacion(mundo.riberas, "Club Puente Viejo")
    Organizacion.objects.filter(pk=club.pk).update(rut="65123456-7")
    antes = todo()
    with pytest.raises(ErrorDominio, match="«Club Puente Viejo» tiene ahora el RUT"):
        deshacer(mundo, fusion)
    assert todo() == antes


def test_lo_que_no_se_puede_unir(mundo, molino, jjvv):
    with pytest.raises(ErrorDominio, match="Elija dos organizaciones distintas"):
        unir(mundo, molino, molino)
    club = el_mundo.crear_organizacion(mundo.riberas, "Club Puente Viejo")
    Organizacion.objects.filter(pk=club.pk).update(archivada_en=AHORA)
    with pytest.raises(ErrorDominio, match="está en el archivo"):
        unir(mundo, club, molino)
    fusion = unir(mundo, molino, jjvv)
    for queda, va in ((jjvv, club), (molino, jjvv), (jjvv, molino)):
        with pytest.raises(ErrorDominio, match="ya se unió a otra organización"):
            unir(mundo, queda, va)
    deshacer(mundo, fusion)
    with pytest.raises(ErrorDominio, match="ya se había deshecho"):
        deshacer(mundo, fusion)


def test_el_nombre_de_una_unida_no_se_vuelve_a_usar(mundo, molino, jjvv):
    unir(mundo, molino, jjvv)
    with pytest.raises(ErrorDominio, match="se unió a «Junta de Vecinos El Molino»"):
        guardar_organizacion(
            servicio=mundo.riberas, nombre="jj.vv. el molino", tipos=[], por=mundo["encargada"]
        )


def test_desde_las_paginas(mundo, molino, jjvv, entrar):
    cliente = entrar("encargada")
    ruta = url("unir", molino.pk, jjvv.pk)
    pagina = cliente.get(ruta).content.decode()
    assert pagina.count("Distinto") == 6
    assert pagina.count("rosa@correo.example") == 2
    mala = cliente.post(ruta, {"queda": "999"})
    assert (mala.status_code, "Elija cuál de las dos queda." in mala.content.decode()) == (
        422,
        True,
    )
    hecha = cliente.post(ruta, {"queda": molino.pk}, follow=True).content.decode()
    assert "Una persona no se movió: su correo ya estaba en la que queda." in hecha
    fusion = FusionOrganizaciones.objects.get()
    assert hecha.count(url("deshacer_union", fusion.pk)) == 1
    unida = cliente.get(url("organizacion", jjvv.pk)).content.decode()
    assert "Esta organización se unió a otra." in unida
    assert "Guardar los cambios" not in unida
    de_vuelta = cliente.post(url("deshacer_union", fusion.pk), follow=True).content.decode()
    assert "son otra vez dos" in de_vuelta
    otra_vez = cliente.post(url("deshacer_union", fusion.pk), follow=True).content.decode()
    assert "Esa unión ya se había deshecho." in otra_vez


def test_dos_marcadas_en_la_lista_se_ponen_lado_a_lado(mundo, molino, jjvv, entrar):
    cliente = entrar("encargada")
    datos = {"cuales": "marcadas", "accion": "unir", "ids": [molino.pk, jjvv.pk]}
    lado_a_lado = cliente.post(url("bloque"), datos)
    assert lado_a_lado["Location"] == url("unir", molino.pk, jjvv.pk)
    una_sola = cliente.post(url("bloque"), datos | {"ids": [molino.pk]}, follow=True)
    assert "Para unir, marque dos organizaciones" in una_sola.content.decode()


def test_cada_fila_que_nombra_a_una_organizacion_se_mueve():
    """A new table that points to organisations must be moved by the joining, and back."""
    relaciones = {r.field.model.__name__ + "." + r.field.name for r in _hacia(Organizacion)}
    assert relaciones == {
        # Moved and put back.
        "Contacto.organizacion", "Encuentro.organizacion", "Organizacion.fusionada_en",
        "Participante.organizacion",
        # Copied to the one that stays.
        "Organizacion_temas.organizacion", "Organizacion_tipos.organizacion",
        # Of the pair itself.
        "FusionOrganizaciones.absorbida", "FusionOrganizaciones.sobreviviente",
        "PosibleDuplicado.otra", "PosibleDuplicado.una",
    }  # fmt: skip


def _hacia(modelo):
    return [
        r for r in modelo._meta.get_fields(include_hidden=True) if r.auto_created and r.is_relation
    ]


def test_lo_de_otro_servicio_no_se_une(mundo, molino, entrar):
    with alcance(mundo.otro):
        ajena = el_mundo.crear_organizacion(mundo.otro, "Ajena")
    assert entrar("encargada").get(url("unir", molino.pk, ajena.pk)).status_code == 404
    assert entrar("encargada").get(url("unir", molino.pk, molino.pk)).status_code == 404


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_cruzadas_a_la_vez_una_gana(mundo):
    """A joined to B and B to A at once: one is done, the other is refused, nobody hangs."""
    with alcance(mundo.riberas):
        filas = [el_mundo.crear_organizacion(mundo.riberas, nombre) for nombre in ("Una", "Otra")]
    dichos: list[str] = []

    def correr(queda, va):
        try:
            with alcance(mundo.riberas):
                unir(mundo, queda, va)
            dichos.append("hecha")
        except ErrorDominio as error:
            dichos.append(error.mensaje)
        finally:
            connection.close()

    hilos = [threading.Thread(target=correr, args=par) for par in (filas, filas[::-1])]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join(20)
    assert len(dichos) == 2
    assert dichos.count("hecha") == 1
