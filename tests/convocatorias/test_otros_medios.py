"""Telling without e-mail: what is done is noted by somebody, with its day, and can be undone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias import selectors
from convocatorias.models import Convocatoria, Invitacion, Participante, Tema
from convocatorias.services import (
    Contestacion,
    anotar_entrega,
    anotar_entregas,
    anotar_respuesta,
    borrar_claves_de_papel,
    deshacer_entrega,
    enviar_convocatoria,
    invitar_por_otro_medio,
    preparar_convocatoria,
    responder,
)
from correos.models import Mensaje
from cpp_portal.celery import app
from tests.convocatorias.por_otro_medio import DIA_11, ENVIADA, muchas_cartas, sin_correo

TARDE = datetime(2027, 5, 14, 15, 0, tzinfo=UTC)  # 14 days left


@pytest.fixture
def enviada(escena, contactos, mundo) -> Convocatoria:
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje="Venga.", por=mundo["equipo"])
    return enviar_convocatoria(convocatoria=fila, contactos=contactos, por=mundo["encargada"])


@pytest.fixture
def carta(enviada, reloj_en) -> Invitacion:
    fila = sin_correo(enviada, "Unión Comunal de Talca", "Aliro")
    reloj_en(DIA_11)
    return fila


def url(nombre: str, fila, *, invitacion: bool = True) -> str:
    convocatoria = fila.convocatoria if invitacion else fila
    args = ["riberas", 2026, "jornada-nacional", convocatoria.pk]
    return reverse(f"convocatorias_gestion:{nombre}", args=args + ([fila.pk] if invitacion else []))


# ── Noting ──


def test_anotar_una_carta(carta, mundo) -> None:
    anotada = anotar_entrega(
        invitacion=carta, canal="carta", hecha_en=DIA_11, por=mundo["equipo"], detalle=" N.º 77 "
    )
    assert (anotada.canal, anotada.hecha_en, anotada.hecha_por, anotada.detalle) == (
        "carta", DIA_11, mundo["equipo"], "N.º 77",
    )  # fmt: skip
    nota = Bitacora.objects.get(accion="anotar_entregas")
    assert (nota.objeto_tipo, nota.objeto_id, nota.actor_id) == (
        "convocatorias.convocatoria", carta.convocatoria_id, mundo["equipo"].pk,
    )  # fmt: skip
    assert nota.datos == {
        "canal": "carta",
        "hecha_en": DIA_11.isoformat(),
        "tardias": 0,
        "invitaciones": [carta.pk],
    }


def test_quien_iba_por_carta_puede_recibir_una_llamada(carta, mundo) -> None:
    anotada = anotar_entrega(
        invitacion=carta, canal="telefono", hecha_en=DIA_11, por=mundo["equipo"]
    )
    assert anotada.canal == "telefono"
    assert selectors.como_va(anotada) == "Se le llamó el 11 de mayo"


@pytest.mark.parametrize(
    ("hecha_en", "canal", "frase"),
    [
        (
            DIA_11 + timedelta(hours=1),
            "carta",
            "Anote lo que ya se hizo: ese día todavía no llega.",
        ),
        (
            ENVIADA - timedelta(days=1),
            "carta",
            "Se decidió avisar a Aliro Vera el lunes 10 de mayo de 2027: no pudo hacerse antes de "
            "ese día.",
        ),
        (DIA_11, "correo", "Elija si fue por carta, por teléfono o en una visita."),
        (DIA_11, "paloma", "Elija si fue por carta, por teléfono o en una visita."),
    ],
)
def test_lo_que_no_se_anota(carta, mundo, hecha_en, canal, frase) -> None:
    with pytest.raises(ErrorDominio) as error:
        anotar_entrega(invitacion=carta, canal=canal, hecha_en=hecha_en, por=mundo["equipo"])
    assert error.value.mensaje == frase
    carta.refresh_from_db()
    assert carta.hecha_en is None


def test_no_se_anota_dos_veces_ni_lo_que_fue_por_correo(carta, enviada, mundo) -> None:
    anotar_entrega(invitacion=carta, canal="carta", hecha_en=DIA_11, por=mundo["equipo"])
    with pytest.raises(ErrorDominio) as error:
        anotar_entrega(invitacion=carta, canal="visita", hecha_en=DIA_11, por=mundo["equipo"])
    assert error.value.mensaje == (
        "Lo de Aliro Vera ya estaba anotado. Si hay un error, deshágalo y anótelo de nuevo."
    )
    por_correo = Invitacion.objects.get(participante__nombres="Luis")
    with pytest.raises(ErrorDominio) as error:
        anotar_entrega(invitacion=por_correo, canal="carta", hecha_en=DIA_11, por=mundo["equipo"])
    assert error.value.mensaje == (
        "A Luis Quilaleo se le escribió por correo: elija primero por qué otro medio se le avisa."
    )


def test_tarde_pide_el_motivo_y_queda_marcada(carta, mundo, reloj_en) -> None:
    reloj_en(TARDE)
    datos = {"invitacion": carta, "canal": "carta", "hecha_en": TARDE, "por": mundo["equipo"]}
    with pytest.raises(ErrorDominio) as error:
        anotar_entrega(**datos)
    assert error.value.mensaje == (
        "El 14 de mayo quedaban 14 días para la actividad y se piden 15. Escriba por qué se hizo "
        "tarde: quedará en la prueba."
    )
    assert anotar_entrega(**datos, motivo_tardanza="Paro de correos.").motivo_tardanza == (
        "Paro de correos."
    )
    assert Bitacora.objects.get(accion="anotar_entregas").datos["tardias"] == 1


def test_el_ultimo_dia_es_a_tiempo_y_no_guarda_motivo(carta, mundo, reloj_en) -> None:
    trece = datetime(2027, 5, 13, 23, 0, tzinfo=UTC)  # 15 days left, by the clock of Talca
    reloj_en(trece)
    anotada = anotar_entrega(
        invitacion=carta, canal="carta", hecha_en=trece, por=mundo["equipo"], motivo_tardanza="No."
    )
    assert anotada.motivo_tardanza == ""


def test_varias_de_una_vez_o_ninguna(enviada, mundo, reloj_en) -> None:
    cartas = [sin_correo(enviada, f"Junta {n}", f"Persona {n}") for n in (1, 2, 3)]
    reloj_en(DIA_11)
    comun = {"canal": "carta", "hecha_en": DIA_11, "por": mundo["equipo"]}
    assert anotar_entregas(invitaciones=cartas[:1], **comun) == 1
    with pytest.raises(ErrorDominio):
        anotar_entregas(invitaciones=cartas, **comun)
    assert Invitacion.objects.filter(hecha_en=None, canal="carta").count() == 2
    assert anotar_entregas(invitaciones=cartas[1:], **comun) == 2
    with pytest.raises(ErrorDominio) as error:
        anotar_entregas(invitaciones=[], **comun)
    assert error.value.mensaje == "Elija al menos a una persona."


def test_anotar_cien_pregunta_lo_mismo_que_anotar_dos(
    enviada, mundo, reloj_en, django_assert_num_queries
) -> None:
    cartas = muchas_cartas(enviada, 102)
    reloj_en(DIA_11)
    comun = {"canal": "carta", "hecha_en": DIA_11, "por": mundo["equipo"]}
    for parte in (cartas[:2], cartas[2:]):
        with django_assert_num_queries(6):
            anotar_entregas(invitaciones=parte, **comun)


def test_deshacer_deja_rastro(carta, mundo) -> None:
    anotar_entrega(invitacion=carta, canal="visita", hecha_en=DIA_11, por=mundo["equipo"])
    deshacer_entrega(invitacion=carta, por=mundo["encargada"])
    assert (carta.hecha_en, carta.hecha_por, carta.detalle) == (None, None, "")
    nota = Bitacora.objects.get(accion="deshacer_entrega")
    assert (nota.actor_id, nota.datos) == (
        mundo["encargada"].pk,
        {
            "canal": "visita",
            "hecha_en": DIA_11.isoformat(),
            "hecha_por": mundo["equipo"].pk,
            "tardia": False,
        },
    )
    with pytest.raises(ErrorDominio) as error:
        deshacer_entrega(invitacion=carta, por=mundo["encargada"])
    assert error.value.mensaje == "De esta persona no hay nada anotado que deshacer."


# ── Telling again by another channel ──


@pytest.fixture
def devuelta(enviada, reloj_en) -> Invitacion:
    fila = Invitacion.objects.get(participante__nombres="Luis")
    Mensaje.objects.filter(pk=fila.mensaje_id).update(
        estado="rechazado", ultimo_codigo=550, ultimo_texto="5.1.1 No existe"
    )
    reloj_en(DIA_11)
    return Invitacion.objects.get(pk=fila.pk)


def test_invitar_por_otro_medio(devuelta, mundo) -> None:
    nueva = invitar_por_otro_medio(
        invitacion=devuelta, canal="carta", motivo="El correo volvió.", por=mundo["equipo"]
    )
    assert (nueva.clase, nueva.canal, nueva.motivo, nueva.hecha_en, nueva.mensaje) == (
        "reenvio", "carta", "El correo volvió.", None, None,
    )  # fmt: skip
    assert nueva.participante == devuelta.participante
    assert hash_de_clave(nueva.clave) == nueva.clave_hash != devuelta.clave_hash
    cuentas = selectors.cuentas_de_invitaciones(devuelta.convocatoria)
    assert (cuentas["todas"], cuentas["no_llegaron"], cuentas["por_hacer"]) == (3, 0, 1)
    anotar_entrega(invitacion=nueva, canal="carta", hecha_en=DIA_11, por=mundo["equipo"])
    cuentas = selectors.cuentas_de_invitaciones(devuelta.convocatoria)
    assert (cuentas["entregadas"], cuentas["por_hacer"], cuentas["en_camino"]) == (1, 0, 2)


def test_cuando_no_se_reenvia(devuelta, carta, mundo) -> None:
    def frase(invitacion, canal="carta", motivo="Volvió.") -> str:
        with pytest.raises(ErrorDominio) as error:
            invitar_por_otro_medio(
                invitacion=invitacion, canal=canal, motivo=motivo, por=mundo["equipo"]
            )
        return error.value.mensaje

    nelly = Invitacion.objects.get(participante__nombres="Nelly")
    rosa = Invitacion.objects.get(participante__nombres="Rosa Elena")
    Mensaje.objects.filter(pk=rosa.mensaje_id).update(estado="enviado", enviado_en=DIA_11)
    assert [
        frase(devuelta, canal="correo"),
        frase(devuelta, motivo=" "),
        frase(nelly),
        frase(rosa),
        frase(carta),
    ] == [
        "Elija si será por carta, por teléfono o en una visita.",
        "Escriba por qué se le avisa de nuevo.",
        "El correo de Nelly Quilaleo está saliendo. Espere a saber si llega, o deténgalo primero.",
        "El correo de Rosa Elena Quilaleo llegó: no hace falta avisarle de nuevo.",
        "A Aliro Vera no se le escribió por correo: anote cómo se le avisó.",
    ]
    Mensaje.objects.filter(pk=nelly.mensaje_id).update(
        estado="anulado", ultimo_texto="La persona pidió no recibir estos correos"
    )
    assert frase(nelly) == "Nelly Quilaleo pidió al servicio no recibir invitaciones."
    invitar_por_otro_medio(
        invitacion=devuelta, canal="telefono", motivo="Volvió.", por=mundo["equipo"]
    )
    assert frase(devuelta) == (
        "Ya se decidió avisar a Luis Quilaleo por otro medio. Anótelo cuando se haga."
    )


def test_lo_que_respondio_por_telefono(carta, mundo) -> None:
    anotar_respuesta(invitacion=carta, asistira=True, por=mundo["equipo"])
    persona = Participante.objects.get(pk=carta.participante_id)
    assert (persona.asistencia, persona.respondio_en is None) == ("asiste", False)
    assert Bitacora.objects.get(accion="anotar_respuesta").actor_id == mundo["equipo"].pk


def test_anotar_que_vendra_no_borra_con_quien_ni_sus_temas(carta, mundo) -> None:
    persona = carta.participante
    tema = Tema.objects.create(servicio=mundo.riberas, nombre="Agua", nombre_plegado="agua")
    carta.convocatoria.actividad.temas.add(tema)
    dicho = Contestacion("asiste", acompanantes=2, temas=[tema])
    responder(participante=persona, dicho=dicho)
    anotar_respuesta(invitacion=carta, asistira=True, por=mundo["equipo"])
    persona.refresh_from_db()
    assert (persona.asistencia, persona.acompanantes) == ("asiste", 2)
    assert selectors.temas_de(persona) == [tema]
    anotar_respuesta(invitacion=carta, asistira=False, por=mundo["equipo"])
    persona.refresh_from_db()
    assert (persona.asistencia, persona.acompanantes) == ("no_asiste", 0)


def test_la_clave_de_papel_se_borra_cuando_pasa_el_dia(carta, client, reloj_en) -> None:
    clave = carta.clave
    reloj_en(datetime(2027, 5, 28, 23, 0, tzinfo=UTC))
    borrar_claves_de_papel()
    carta.refresh_from_db()
    assert carta.clave == clave
    reloj_en(datetime(2027, 5, 29, 12, 0, tzinfo=UTC))
    borrar_claves_de_papel()
    carta.refresh_from_db()
    assert carta.clave == ""
    assert client.get(reverse("convocatorias:invitacion", args=[clave])).status_code == 200
    agenda = {entrada["task"] for entrada in app.conf.beat_schedule.values()}
    assert "convocatorias.borrar_claves_de_papel" in agenda


# ── The pages ──


def test_la_lista_anota_varias_y_conserva_lo_marcado(carta, enviada, entrar) -> None:
    otra = sin_correo(enviada, "Club Deportivo", "Berta")
    cliente, ruta = entrar("equipo"), url("otros_medios", enviada, invitacion=False)
    pagina = cliente.get(ruta)
    assert [f.participante.nombres for f in pagina.context["pagina"]] == ["Aliro", "Berta"]
    assert [v["n"] for v in pagina.context["vistas"]] == [2, 0, 0]
    mala = cliente.post(ruta, {"marcada": [carta.pk], "canal": "carta", "dia": "2027-05-12"})
    assert (mala.status_code, mala.context["marcadas"]) == (422, {carta.pk})
    assert "Anote lo que ya se hizo: ese día todavía no llega." in mala.content.decode()
    sin_nadie = cliente.post(ruta, {"canal": "carta", "dia": "2027-05-11"})
    assert "Elija al menos a una persona." in sin_nadie.content.decode()
    datos = {"todas": "1", "de_la_pagina": [carta.pk, otra.pk], "canal": "carta"}
    hecha = cliente.post(ruta, datos | {"dia": "2027-05-11"}, follow=True)
    assert "Anotó 2 avisos." in hecha.content.decode()
    assert Invitacion.objects.filter(hecha_en=None, canal="carta").count() == 0


def test_la_pagina_de_una_persona(carta, devuelta, entrar) -> None:
    cliente = entrar("equipo")
    anotada = cliente.post(
        url("anotar_entrega", carta), {"canal": "visita", "dia": "2027-05-10"}, follow=True
    )
    assert "Se le visitó el 10 de mayo" in anotada.content.decode()
    deshecha = cliente.post(url("deshacer_entrega", carta), follow=True)
    assert "Visita por hacer" in deshecha.content.decode()
    mala = cliente.post(url("anotar_entrega", carta), {"canal": "visita", "dia": ""})
    assert (mala.status_code, list(mala.context["anotar"].errors)) == (422, ["dia"])
    nueva = cliente.post(
        url("otro_medio", devuelta), {"canal": "telefono", "motivo": "Volvió."}, follow=True
    )
    assert "Llamada por hacer" in nueva.content.decode()
    dicha = cliente.post(url("anotar_respuesta", carta), {"respuesta": "no_vendra"}, follow=True)
    assert "No vendrá" in dicha.content.decode()


def test_la_de_otra_convocatoria_o_de_otro_servicio_no_existe(carta, entrar) -> None:
    ajena = entrar("encargada-otro")
    assert ajena.get(url("invitada", carta)).status_code == 404
    assert ajena.get(url("otros_medios", carta.convocatoria, invitacion=False)).status_code == 404
    args = ["riberas", 2026, "jornada-nacional", carta.convocatoria_id + 1, carta.pk]
    perdida = reverse("convocatorias_gestion:invitada", args=args)
    assert entrar("encargada").get(perdida).status_code == 404
    assert entrar("comunicaciones").get(url("invitada", carta)).status_code == 403


def test_ningun_get_cambia_nada(carta, entrar) -> None:
    cliente = entrar("equipo")
    for nombre in ("anotar_entrega", "deshacer_entrega", "otro_medio", "anotar_respuesta"):
        assert cliente.get(url(nombre, carta)).status_code == 405


def test_la_lista_pregunta_lo_mismo_con_pocas_y_con_muchas(
    enviada, entrar, django_assert_num_queries
) -> None:
    cliente, ruta = entrar("equipo"), url("otros_medios", enviada, invitacion=False)
    muchas_cartas(enviada, 3)
    cliente.get(ruta)
    with django_assert_num_queries(13):
        cliente.get(ruta)
    Invitacion.objects.filter(canal="carta").delete()
    Participante.objects.filter(invitaciones=None).delete()
    muchas_cartas(enviada, 250)
    with django_assert_num_queries(13):
        pagina = cliente.get(ruta)
    assert len(pagina.context["pagina"].object_list) == 50
