"""The list of a call: explicit, of several people at once, with what becomes of each one."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias import selectors
from convocatorias.models import Contacto, Convocatoria, Invitacion, Organizacion, Participante
from convocatorias.services import (
    ESTA_PROGRAMADA,
    complementar,
    deshacer_destinatarios,
    enviar_convocatoria,
    preparar_convocatoria,
    programar_envio,
    quitar_destinatarios,
    sumar_destinatarios,
)
from correos.models import Mensaje
from servicios.alcance import alcance
from tests.convocatorias.conftest import crear_contacto
from tests.convocatorias.test_no_invitar import callar

RUTA = ("riberas", 2026, "jornada-nacional")
A_LAS_NUEVE = datetime(2027, 5, 12, 13, 0, tzinfo=UTC)


def url(nombre: str) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=RUTA)


@pytest.fixture
def fila(escena, mundo) -> Convocatoria:
    return preparar_convocatoria(
        actividad=escena.actividad, mensaje="Contamos con usted.", por=mundo["encargada"]
    )


@pytest.fixture
def sumar(fila, mundo):
    def _sumar(contactos, quien: str = "encargada") -> int:
        return sumar_destinatarios(convocatoria=fila, contactos=contactos, por=mundo[quien])

    return _sumar


def destinos(fila: Convocatoria) -> dict[str, str]:
    return {c.nombres: c.destino for c in selectors.lista(fila)}


def nombres(fila: Convocatoria) -> list[str]:
    return sorted(c.nombres for c in selectors.lista(fila))


# ── The list ──


def test_empieza_vacia_y_guarda_a_quien_se_suma(fila, contactos, sumar, mundo) -> None:
    assert list(selectors.lista(fila)) == []
    assert sumar(contactos[:2]) == 2
    assert sumar(contactos[:2]) == 0
    assert nombres(fila) == ["Luis", "Rosa Elena"]
    quitados = quitar_destinatarios(convocatoria=fila, contactos=contactos, por=mundo["encargada"])
    assert (quitados, nombres(fila)) == (2, [])
    filas = Bitacora.objects.filter(accion__endswith="_destinatarios").order_by("pk")
    tramo = [contactos[0].pk, contactos[1].pk]
    assert [(f.accion, f.datos) for f in filas] == [
        ("sumar_destinatarios", {"cuantos": 2, "contactos": [tramo]}),
        ("quitar_destinatarios", {"cuantos": 2, "contactos": [tramo]}),
    ]


def test_dos_personas_a_la_vez_no_se_pisan(fila, contactos, sumar, mundo) -> None:
    """Each one's page was drawn before what the other did."""
    sumar(contactos[:1])
    sumar(contactos[1:2], "equipo")
    quitar_destinatarios(convocatoria=fila, contactos=contactos[:1], por=mundo["encargada"])
    sumar(contactos[2:], "equipo")
    assert nombres(fila) == ["Luis", "Nelly"]


def test_deshacer_es_de_ese_cambio_y_no_de_lo_que_otra_hizo(fila, contactos, sumar, mundo) -> None:
    sumar(contactos[:2])
    cambio = selectors.cambios_de_lista(fila).first().pk
    sumar(contactos[2:], "equipo")
    hecho = deshacer_destinatarios(convocatoria=fila, cambio=cambio, por=mundo["encargada"])
    assert (hecho, nombres(fila)) == (2, ["Nelly"])
    # Undoing a removal puts back those who still are in the directory.
    Contacto.objects.filter(pk=contactos[0].pk).update(hasta=date(2027, 5, 1))
    ultimo = selectors.cambios_de_lista(fila).first()
    assert ultimo.accion == "quitar_destinatarios"
    deshacer_destinatarios(convocatoria=fila, cambio=ultimo.pk, por=mundo["encargada"])
    assert nombres(fila) == ["Luis", "Nelly"]


def test_no_se_deshace_el_cambio_de_otra_convocatoria(fila, contactos, sumar, mundo) -> None:
    sumar(contactos)
    ajeno = Bitacora.objects.filter(accion="preparar_convocatoria").get().pk
    with pytest.raises(ErrorDominio) as error:
        deshacer_destinatarios(convocatoria=fila, cambio=ajeno, por=mundo["encargada"])
    assert error.value.mensaje == "Ese cambio ya no se puede deshacer. Revise la lista."


def test_programada_o_enviada_no_cambia(fila, contactos, sumar, mundo) -> None:
    sumar(contactos)
    programar_envio(convocatoria=fila, enviar_en=A_LAS_NUEVE, por=mundo["encargada"])
    for caso in (sumar_destinatarios, quitar_destinatarios):
        with pytest.raises(ErrorDominio) as error:
            caso(convocatoria=fila, contactos=contactos[:1], por=mundo["encargada"])
        assert error.value.mensaje == ESTA_PROGRAMADA
    enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    with pytest.raises(ErrorDominio) as error:
        sumar(contactos)
    assert error.value.mensaje == (
        "Esta convocatoria ya se envió. Para invitar a más personas, prepare una complementaria."
    )


# ── What becomes of each ──


def test_dice_que_pasa_con_cada_una(fila, contactos, sumar, mundo) -> None:
    otros = {
        "Sin correo": {"correo": "", "telefono": "+56911111111"},
        "Repetida": {"correo": "ROSA@correo.example"},
        "Callada": {"correo": "callada@correo.example"},
        "Se fue": {"correo": "fue@correo.example", "hasta": date(2027, 5, 1)},
    }
    for nombre, datos in otros.items():
        crear_contacto(mundo.riberas, f"Org {nombre}", "territorial", nombres=nombre, **datos)
    callar(mundo.riberas, "callada")
    sumar(Contacto.objects.all())
    assert destinos(fila) == {
        "Rosa Elena": "correo",
        "Luis": "correo",
        "Nelly": "correo",
        "Sin correo": "carta",
        "Repetida": "repetida",
        "Callada": "silencio",
        "Se fue": "fuera",
    }
    resumen = selectors.resumen_de_destinatarios(fila)
    assert (resumen["todas"], resumen["van"]) == (7, 4)


def test_si_la_primera_de_una_direccion_ya_no_esta_va_la_otra(
    fila, contactos, sumar, mundo
) -> None:
    crear_contacto(
        mundo.riberas, "Otra", "territorial", nombres="Sonia", correo="rosa@correo.example"
    )
    sumar(Contacto.objects.all())
    assert destinos(fila)["Sonia"] == "repetida"
    Organizacion.objects.filter(pk=contactos[0].organizacion_id).update(archivada_en=A_LAS_NUEVE)
    assert (destinos(fila)["Rosa Elena"], destinos(fila)["Sonia"]) == ("fuera", "correo")


def test_quien_no_tiene_correo_queda_con_una_carta_pendiente(fila, contactos, sumar, mundo) -> None:
    crear_contacto(mundo.riberas, "Sin correo", "gremial", nombres="Juan", telefono="+56911111111")
    sumar(Contacto.objects.all())
    enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    carta = Invitacion.objects.get(canal="carta")
    assert (carta.mensaje, carta.hecha_en, carta.participante.nombres, len(carta.clave) > 20) == (
        None, None, "Juan", True,
    )  # fmt: skip
    assert (Mensaje.objects.count(), Invitacion.objects.filter(canal="correo").count()) == (3, 3)
    assert set(Invitacion.objects.filter(canal="correo").values_list("clave", flat=True)) == {""}


def test_nunca_una_segunda_invitacion_a_la_misma_persona(fila, contactos, sumar, mundo) -> None:
    sumar(contactos)
    enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    misma = crear_contacto(
        mundo.riberas, "Otra", "jovenes", nombres="Otra", correo="luis@correo.example"
    )
    nueva = crear_contacto(
        mundo.riberas, "Nueva", "jovenes", nombres="Nueva", correo="nueva@correo.example"
    )
    fila.actividad.refresh_from_db()
    segunda, n = complementar(
        actividad=fila.actividad,
        contactos=[*contactos, misma, nueva],
        motivo="Faltaban organizaciones de jóvenes.",
        por=mundo["encargada"],
    )
    assert (n, segunda.clase, segunda.mensaje) == (5, "complementaria", "Contamos con usted.")
    assert {n for n, d in destinos(segunda).items() if d == "invitada"} == {
        "Rosa Elena", "Luis", "Nelly", "Otra",
    }  # fmt: skip
    enviar_convocatoria(convocatoria=segunda, por=mundo["encargada"])
    assert [i.participante.nombres for i in segunda.invitaciones.all()] == ["Nueva"]
    assert Participante.objects.count() == 4


def test_si_ya_se_invito_a_todas_no_sale(fila, contactos, sumar, mundo) -> None:
    sumar(contactos)
    enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    fila.actividad.refresh_from_db()
    segunda, _ = complementar(
        actividad=fila.actividad, contactos=contactos, motivo="Otra vez.", por=mundo["encargada"]
    )
    with pytest.raises(ErrorDominio) as error:
        enviar_convocatoria(convocatoria=segunda, por=mundo["encargada"])
    assert error.value.mensaje.startswith("No hay ninguna organización por invitar en la lista.")


@pytest.mark.parametrize("cuantas", [30, 600])
def test_sumar_y_quitar_en_sentencias_constantes(
    fila, contactos, mundo, cuantas: int, django_assert_num_queries
) -> None:
    Contacto.objects.bulk_create(
        Contacto(
            organizacion=contactos[n % 3].organizacion,
            servicio=mundo.riberas,
            nombres=f"P{n}",
            correo=f"p{n}@x.example",
        )
        for n in range(cuantas)
    )
    todas = selectors.candidatos(fila.actividad, fila)
    # SQLite inserts at most 999 values at a time; PostgreSQL, all at once.
    tandas = 2 if connection.vendor == "sqlite" and cuantas > 499 else 1
    with django_assert_num_queries(8 + tandas):
        assert sumar_destinatarios(
            convocatoria=fila, contactos=todas, por=mundo["encargada"]
        ) == cuantas + 3  # fmt: skip
    with django_assert_num_queries(9):
        quitar_destinatarios(
            convocatoria=fila, contactos=selectors.lista(fila), por=mundo["encargada"]
        )


# ── The pages ──


@pytest.mark.parametrize("cuantas", [3, 200])
def test_la_pagina_pregunta_lo_mismo_con_pocas_y_con_muchas(
    fila, contactos, mundo, entrar, cuantas: int, django_assert_num_queries
) -> None:
    Contacto.objects.bulk_create(
        Contacto(
            organizacion=contactos[n % 3].organizacion,
            servicio=mundo.riberas,
            nombres=f"P{n}",
            correo=f"p{n}@x.example",
        )
        for n in range(cuantas)
    )
    fila.destinatarios.set(Contacto.objects.all())
    crear_contacto(mundo.riberas, "Fuera", "jovenes", correo="fuera@x.example")
    cliente = entrar("encargada")
    cliente.get(url("convocatoria"))
    with django_assert_num_queries(37):
        assert cliente.get(url("convocatoria")).context["invitados"] == cuantas + 3


def test_vacia_explica_y_ofrece_todo_el_directorio(fila, contactos, entrar) -> None:
    cliente = entrar("encargada")
    pagina = cliente.get(url("convocatoria")).content.decode()
    assert "Aún no ha elegido a nadie" in pagina
    assert "Sumar todo el directorio (3)" in pagina
    assert "Enviar 0" not in pagina
    respuesta = cliente.post(url("sumar"), follow=True)
    assert "Sumó 3 personas a la lista." in respuesta.content.decode()
    assert respuesta.context["invitados"] == 3


def test_se_suma_por_filtro_despues_de_ver_cuantas_son(fila, contactos, mundo, entrar) -> None:
    cliente = entrar("encargada")
    pagina = cliente.get(url("convocatoria"), {"sumar": "si", "tipo": "mujeres"})
    assert pagina.context["previa"] == {"personas": 1, "organizaciones": 1}
    assert "Se sumaría 1 persona</strong> de 1 organización" in " ".join(
        pagina.content.decode().split()
    )
    assert fila.destinatarios.count() == 0
    cliente.post(url("sumar"), {"tipo": "mujeres"})
    assert nombres(fila) == ["Nelly"]


def test_un_filtro_que_ya_no_sirve_no_suma_a_todas(fila, contactos, entrar) -> None:
    respuesta = entrar("encargada").post(url("sumar"), {"tipo": "inventado"}, follow=True)
    assert "Ese filtro ya no sirve. Elija otro: no se sumó a nadie." in respuesta.content.decode()
    assert fila.destinatarios.count() == 0


def test_se_quita_a_las_marcadas_y_se_deshace(fila, contactos, sumar, entrar) -> None:
    sumar(contactos)
    cliente = entrar("equipo")
    respuesta = cliente.post(url("quitar"), {"contacto": [contactos[0].pk, "x"]}, follow=True)
    assert "Quitó 1 persona de la lista." in respuesta.content.decode()
    assert "Equipo Prueba quitó a 1 persona" in respuesta.content.decode()
    cliente.post(url("deshacer"), {"cambio": respuesta.context["cambio"].pk})
    assert nombres(fila) == ["Luis", "Nelly", "Rosa Elena"]
    cliente.post(url("quitar"), {"todas": "si"})
    assert nombres(fila) == []


def test_no_se_suma_a_nadie_de_otro_servicio(fila, contactos, sumar, mundo, entrar) -> None:
    with alcance(mundo.otro):
        ajeno = crear_contacto(mundo.otro, "Ajena", "jovenes", correo="ajena@otro.example")
        ajena = ajeno.organizacion_id
    cliente = entrar("encargada")
    cliente.post(url("radar_sumar"), {"organizacion": [ajena]})
    assert fila.destinatarios.count() == 0
    assert entrar("encargada-otro").post(url("sumar")).status_code == 404


def test_lo_que_ya_salio_lo_dice_con_palabras(fila, contactos, sumar, mundo, entrar) -> None:
    sumar(contactos)
    enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    respuesta = entrar("encargada").post(
        url("quitar"), {"contacto": [contactos[0].pk]}, follow=True
    )
    assert "Esta convocatoria ya se envió." in respuesta.content.decode()


def test_el_radar_prepara_una_complementaria_con_lo_que_falta(
    fila, contactos, sumar, mundo, entrar
) -> None:
    sumar(contactos)
    enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    joven = crear_contacto(mundo.riberas, "Centro Juvenil", "jovenes", correo="j@x.example")
    cliente = entrar("encargada")
    radar = cliente.get(url("radar"))
    assert [o.nombre for o in radar.context["radar"].candidatas] == ["Centro Juvenil"]
    cliente.post(url("radar_sumar"), {"organizacion": [joven.organizacion_id]})
    nueva = Convocatoria.objects.exclude(pk=fila.pk).get()
    assert (nueva.clase, list(nueva.destinatarios.all())) == ("complementaria", [joven])
    assert nueva.motivo_complementaria == (
        "Para que la convocatoria sea plural: faltaban organizaciones de jóvenes, de personas con "
        "discapacidad, de pueblos originarios y de migrantes."
    )
    pagina = cliente.get(url("convocatoria")).content.decode()
    assert "Convocatoria complementaria" in pagina
    assert nueva.motivo_complementaria in pagina


def test_la_pagina_publica_dice_a_cuantas_sin_delatar(
    fila, contactos, sumar, mundo, client
) -> None:
    extra = [
        crear_contacto(mundo.riberas, f"Mujeres {n}", "mujeres", correo=f"m{n}@x.example")
        for n in range(5)
    ]
    sumar([*contactos, *extra])
    enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    pagina = " ".join(
        client.get(reverse("convocatorias:actividad", args=RUTA)).content.decode().split()
    )
    assert "<dt>De mujeres</dt><dd>6</dd>" in pagina
    assert "Menos de 5 de cada uno de estos tipos: territorial, funcional." in pagina
    assert "8 organizaciones" not in pagina
