"""The page of a call that went out: where each person is, what they answered, what to do."""

import pytest
from django.urls import reverse

from convocatorias import selectors
from convocatorias.models import Convocatoria, Invitacion, Participante
from convocatorias.services import (
    anotar_entrega,
    enviar_convocatoria,
    invitar_por_otro_medio,
    preparar_convocatoria,
)
from correos.models import AVISADO, Mensaje
from servicios.models import Comuna
from tests.convocatorias.por_otro_medio import DIA_11, muchas_cartas, pendiente, sin_correo


@pytest.fixture
def enviada(escena, contactos, mundo, reloj_en) -> Convocatoria:
    """Rosa's mail arrived, Luis's was refused, Nelly's waits; Aliro waits for a letter."""
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje="Venga.", por=mundo["equipo"])
    fila = enviar_convocatoria(convocatoria=fila, contactos=contactos, por=mundo["encargada"])
    Mensaje.objects.filter(para="rosa@correo.example").update(estado="enviado", enviado_en=DIA_11)
    Mensaje.objects.filter(para="luis@correo.example").update(
        estado="rechazado", ultimo_codigo=550, ultimo_texto="5.1.1 No existe"
    )
    sin_correo(fila, "Unión Comunal de Talca", "Aliro")
    reloj_en(DIA_11)
    return Convocatoria.objects.get(pk=fila.pk)


def url(nombre: str, fila: Convocatoria) -> str:
    args = ["riberas", 2026, "jornada-nacional", fila.pk]
    return reverse(f"convocatorias_gestion:{nombre}", args=args)


def nombres(pagina) -> list[str]:
    return [r.invitacion.participante.nombres for r in pagina.context["pagina"]]


def test_la_ecuacion_cuadra(enviada, entrar) -> None:
    pagina = entrar("encargada").get(url("convocatoria_enviada", enviada))
    assert pagina.context["terminos"] == [
        {"nombre": "invitadas", "valor": 4},
        {"nombre": "entregadas", "valor": 1},
        {"nombre": "en camino", "valor": 1},
        {"nombre": "no llegaron", "valor": 1, "falta": True},
        {"nombre": "por otro medio, pendientes", "valor": 1},
    ]
    texto = " ".join(pagina.content.decode().split())
    assert "<strong>1 entregada</strong>, 1 pide su ayuda" in texto
    assert nombres(pagina) == ["Luis", "Aliro", "Nelly", "Rosa Elena"]


def test_la_ecuacion_sigue_cuadrando_cuando_se_resuelve(enviada, mundo) -> None:
    luis = Invitacion.objects.get(participante__nombres="Luis")
    otra = invitar_por_otro_medio(
        invitacion=luis, canal="visita", motivo="Volvió.", por=mundo["equipo"]
    )

    def cuentas() -> tuple[int, ...]:
        c = selectors.cuentas_de_invitaciones(enviada)
        return tuple(c[k] for k in ("todas", "entregadas", "en_camino", "no_llegaron", "por_hacer"))

    assert cuentas() == (4, 1, 1, 0, 2)
    anotar_entrega(invitacion=otra, canal="visita", hecha_en=DIA_11, por=mundo["equipo"])
    assert cuentas() == (4, 2, 1, 0, 1)
    Mensaje.objects.filter(para="nelly@correo.example").update(
        estado="anulado", ultimo_texto=AVISADO
    )
    assert cuentas() == (4, 3, 0, 0, 1)
    # What follows an invitation invites nobody.
    nelly = Participante.objects.get(nombres="Nelly")
    Invitacion.objects.create(
        convocatoria=enviada, participante=nelly, clase="suspension", canal="carta",
        clave_hash="h" * 64,
    )  # fmt: skip
    assert cuentas() == (4, 3, 0, 0, 1)
    assert selectors.otros_avisos(enviada) == [
        {"clase": "reenvio", "total": 1, "por_hacer": 0, "nombre": "reenvío con motivo"},
        {"clase": "suspension", "total": 1, "por_hacer": 1, "nombre": "aviso de suspensión"},
    ]


def test_las_vistas_y_los_filtros(enviada, entrar) -> None:
    Participante.objects.filter(nombres="Rosa Elena").update(asistencia="asiste")
    Participante.objects.filter(nombres="Nelly").update(asistencia="no_asiste")
    Participante.objects.filter(nombres="Aliro").update(asistencia="delega")
    molino = Participante.objects.get(nombres="Rosa Elena").organizacion
    molino.comuna = Comuna.objects.get(codigo="13101")
    molino.save()
    cliente, ruta = entrar("equipo"), url("convocatoria_enviada", enviada)
    for consulta, hallados in (
        ({"ver": "no_llegaron"}, ["Luis"]),
        ({"ver": "otro_medio"}, ["Aliro"]),
        ({"ver": "vendran"}, ["Rosa Elena"]),
        ({"ver": "no_vendran"}, ["Nelly"]),
        ({"ver": "delegan"}, ["Aliro"]),
        ({"ver": "sin_respuesta"}, ["Luis"]),
        ({"tipo": "mujeres"}, ["Nelly"]),
        ({"comuna": "13101"}, ["Rosa Elena"]),
        ({"q": "union comunal"}, ["Aliro"]),
        ({"q": "rosa"}, []),
        ({"tipo": "inventado", "comuna": "x"}, ["Luis", "Aliro", "Nelly", "Rosa Elena"]),
    ):
        assert nombres(cliente.get(ruta, consulta)) == hallados
    vistas = cliente.get(ruta, {"tipo": "mujeres"}).context["vistas"]
    assert [v["n"] for v in vistas] == [4, 1, 1, 1, 1, 1, 1]
    assert vistas[1]["url"] == f"{ruta}?tipo=mujeres&ver=no_llegaron"


def test_buscar_a_una_persona_no_deja_su_nombre_en_la_direccion(enviada, entrar) -> None:
    cliente, ruta = entrar("equipo"), url("buscar_invitada", enviada)
    hallada = cliente.post(ruta, {"persona": "rosa elena"})
    assert nombres(hallada) == ["Rosa Elena"]
    assert "rosa" not in hallada.request["QUERY_STRING"]
    vacia = cliente.post(ruta, {"persona": ""})
    assert (vacia.status_code, vacia.context["buscar"].errors["persona"]) == (
        422, ["Escriba una parte del nombre."],
    )  # fmt: skip
    assert cliente.get(ruta).status_code == 405
    assert entrar("encargada-otro").post(ruta, {"persona": "rosa"}).status_code == 404


def test_que_hacer_con_cada_una(enviada, entrar) -> None:
    texto = entrar("encargada").get(url("convocatoria_enviada", enviada)).content.decode()
    luis = Invitacion.objects.get(participante__nombres="Luis")
    corregir = reverse(
        "convocatorias_gestion:contacto",
        args=["riberas", 2026, luis.participante.organizacion_id, luis.participante.contacto_id],
    )
    assert (corregir in texto, "Llamar o enviar carta" in texto) == (True, True)
    assert "Anotar cuando se haga" in texto
    assert url("otros_medios", enviada) in texto


def test_lo_ultimo_que_se_le_dijo_es_lo_que_se_lee(enviada, mundo) -> None:
    luis = Invitacion.objects.get(participante__nombres="Luis")
    otra = invitar_por_otro_medio(
        invitacion=luis, canal="telefono", motivo="Volvió.", por=mundo["equipo"]
    )
    primero = selectors.renglones(selectors.invitaciones(enviada, "otro_medio"))[1]
    assert (primero.ultima, primero.texto, primero.marca, primero.destino) == (
        otra, "Llamada por hacer", "pronto", "por_hacer",
    )  # fmt: skip


def test_una_complementaria_y_una_tardia_lo_dicen(enviada, mundo, entrar) -> None:
    otra = Convocatoria.objects.create(
        actividad=enviada.actividad,
        informe=enviada.informe,
        estado="enviada",
        clase="complementaria",
        motivo_complementaria="Faltaban jóvenes.",
        enviada_en=DIA_11,
        dias_anticipacion=9,
        tardia=True,
        motivo_tardanza="El directorio llegó tarde.",
        tardanza_autorizada_por=mundo["encargada"],
    )
    texto = entrar("equipo").get(url("convocatoria_enviada", otra)).content.decode()
    for dicho in (
        "Convocatoria complementaria",
        "Faltaban jóvenes.",
        "Enviada tarde",
        "Motivo, autorizado por Encargada Prueba: El directorio llegó tarde.",
    ):
        assert dicho in texto


def test_pregunta_lo_mismo_con_diez_que_con_mil(enviada, entrar, django_assert_num_queries) -> None:
    cliente, ruta = entrar("equipo"), url("convocatoria_enviada", enviada)
    for n in range(6):
        pendiente(enviada, f"Vecina {n}")
    cliente.get(ruta)
    with django_assert_num_queries(25):
        cliente.get(ruta)
    muchas_cartas(enviada, 1000)
    with django_assert_num_queries(25):
        cliente.get(ruta)
