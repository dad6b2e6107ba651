"""The pages of a change: what is said before, who was told, and by which channel."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from comun.texto import plegar
from convocatorias.models import Actividad, Convocatoria, Invitacion, Participante, Tema
from convocatorias.services import suspender
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from tests.convocatorias.cambios import convocada, inscribir, moverla

__all__ = ["convocada"]
A = ("riberas", 2026, "jornada-nacional")
#: 8 days before the former date, 13 before the new one.
TARDE = datetime(2027, 5, 20, 14, 0, tzinfo=UTC)
MOVIDA = {
    "fecha": "2027-06-02", "hora_inicio": "10:00", "lugar": "Teatro", "comuna": "07101",
    "motivo": "El gimnasio será albergue.",
}  # fmt: skip


def url(ruta: str, *args: object) -> str:
    return reverse(f"convocatorias_gestion:{ruta}", args=args or A)


def errores(respuesta) -> dict:
    return {campo: lista[0] for campo, lista in respuesta.context["form"].errors.items()}


@pytest.mark.parametrize("ruta", ["mover", "suspender", "anular"])
def test_antes_se_dice_a_cuantas_personas_se_avisara(escena, convocada, entrar, ruta) -> None:
    inscribir(escena, "Ema", correo="", telefono="9 8765 4321")
    pagina = entrar("equipo").get(url(ruta)).content.decode()
    assert "Se avisará a 4 personas en cuanto lo confirme." in pagina
    assert "A 3 por correo." in pagina
    assert "1 no tiene correo: después le mostraremos a quiénes llamar." in pagina


def test_el_motivo_de_la_tardanza_se_pide_solo_si_hace_falta(
    escena, convocada, entrar, reloj_en
) -> None:
    encargada = entrar("encargada")
    assert "motivo_tardanza" not in encargada.get(url("mover")).context["form"].fields
    reloj_en(TARDE)
    respuesta = encargada.post(url("mover"), MOVIDA)
    assert (respuesta.status_code, list(errores(respuesta))) == (422, ["motivo_tardanza"])
    assert 'value="Teatro"' in respuesta.content.decode()
    respuesta = encargada.post(url("mover"), MOVIDA | {"motivo_tardanza": "No hay otro recinto."})
    assert (respuesta.status_code, respuesta["Location"]) == (302, url("avisar"))
    assert Convocatoria.objects.get(clase="cambio").motivo_tardanza == "No hay otro recinto."


def test_a_quien_no_puede_excusar_no_se_le_pide(escena, convocada, entrar, reloj_en) -> None:
    reloj_en(TARDE)
    respuesta = entrar("equipo").post(url("mover"), MOVIDA)
    assert (respuesta.status_code, list(errores(respuesta))) == (422, ["fecha"])
    assert "pida que la mueva la persona encargada" in errores(respuesta)["fecha"]
    assert "motivo_tardanza" not in respuesta.context["form"].fields
    respuesta = entrar("equipo").post(url("mover"), MOVIDA | {"motivo_tardanza": "Porque sí."})
    assert (respuesta.status_code, Actividad.objects.get().lugar) == (
        422, "Gimnasio Liceo El Sauce",
    )  # fmt: skip


def test_la_autoridad_mueve_la_regional_con_menos_dias(escena, convocada, entrar, reloj_en) -> None:
    CuentaPublica.objects.update(ambito="regional")
    reloj_en(TARDE)
    respuesta = entrar("encargada").post(url("mover"), MOVIDA)
    assert url("mover_tarde") in respuesta.content.decode()
    autoridad = entrar("autoridad")
    assert autoridad.get(url("mover")).status_code == 403
    pagina = autoridad.get(url("mover_tarde")).content.decode()
    assert f'href="{url("actividad")}"' not in pagina
    respuesta = autoridad.post(url("mover_tarde"), MOVIDA | {"motivo_tardanza": "Lluvias."})
    assert (respuesta.status_code, respuesta["Location"]) == (302, url("mover_tarde"))
    cambio = Convocatoria.objects.get(clase="cambio")
    assert (cambio.tardia, cambio.tardanza_autorizada_por.username) == (True, "autoridad")


def test_sin_cambios_no_hay_avisos(escena, entrar) -> None:
    pagina = entrar("encargada").get(url("avisar")).content.decode()
    assert "No hay avisos de cambio" in pagina


def test_se_ve_como_va_cada_aviso_y_a_quien_llamar(
    escena, convocada, mundo, entrar, django_assert_num_queries
) -> None:
    ema = inscribir(escena, "Ema", correo="", telefono="9 8765 4321")
    moverla(escena, mundo["encargada"])
    rosa = Invitacion.objects.get(participante__correo="rosa@correo.example", clase="cambio")
    Mensaje.objects.filter(pk=rosa.mensaje_id).update(
        estado="rebotado", ultimo_texto="5.1.1 no existe"
    )
    encargada = entrar("encargada")
    with django_assert_num_queries(13):
        respuesta = encargada.get(url("avisar"))
    assert respuesta.context["cuentas"] == {"todas": 4, "a_mano": 2, "avisadas": 2}
    assert [f.participante_id for f in respuesta.context["pagina"]][:2] == [
        ema.pk, rosa.participante_id,
    ]  # fmt: skip
    pagina = respuesta.content.decode()
    for frase in ("hay que avisar a 2", "La dirección no existe", "Por avisar", "+56 9 8765 4321"):
        assert frase in pagina
    a_mano = encargada.get(url("avisar"), {"ver": "a_mano"})
    assert len(a_mano.context["pagina"].object_list) == 2
    for n in range(130):
        fila = Participante.objects.create(
            actividad=escena.actividad, nombres=f"P{n}", nombre_plegado=f"p{n}", origen="invitado"
        )
        Invitacion.objects.create(
            convocatoria=rosa.convocatoria, participante=fila, clase="cambio", canal="carta",
            clave_hash=f"h{n}",
        )  # fmt: skip
    with django_assert_num_queries(13):
        respuesta = encargada.get(url("avisar"))
    assert len(respuesta.context["pagina"].object_list) == 100


def test_la_actividad_dice_cuantas_vienen_con_quienes_y_quien_espera(
    escena, convocada, mundo, entrar
) -> None:
    Participante.objects.filter(correo="rosa@correo.example").update(
        asistencia="asiste", acompanantes=2
    )
    Participante.objects.filter(correo="luis@correo.example").update(asistencia="en_espera")
    respuesta = entrar("equipo").get(url("actividad"))
    assert respuesta.context["asistencia"] == {
        "invitados": 3, "inscritos": 0, "vendran": 1, "acompanantes": 2, "en_espera": 1,
    }  # fmt: skip
    pagina = respuesta.content.decode()
    assert "Con ellas, acompañantes" in pagina
    assert "En lista de espera" in pagina
    assert "A quiénes se avisó" not in pagina
    moverla(escena, mundo["encargada"])
    assert "A quiénes se avisó" in entrar("equipo").get(url("actividad")).content.decode()


# ── The topics and the reminder, in the form of the activity ──

PLAN = {
    "nombre": "Jornada nacional y talleres", "tipo": "central", "fecha": "2027-05-28",
    "hora_inicio": "09:30", "hora_termino": "13:30", "lugar": "Gimnasio Liceo El Sauce",
    "direccion": "Calle 1 Norte 123", "comuna": "07101", "aforo": "250",
    "programa-TOTAL_FORMS": "0", "programa-INITIAL_FORMS": "0",
}  # fmt: skip


def test_los_temas_se_escriben_uno_por_linea(escena, mundo, entrar) -> None:
    Tema.objects.create(
        servicio=mundo.riberas, nombre="Riberas limpias", nombre_plegado=plegar("Riberas limpias")
    )
    temas = " riberas LIMPIAS\n\nPasarelas\npasarelas  \n"
    cliente = entrar("equipo")
    respuesta = cliente.post(url("editar_actividad"), PLAN | {"temas": temas, "recordar_dias": "3"})
    assert respuesta.status_code == 302
    escena.actividad.refresh_from_db()
    assert [t.nombre for t in escena.actividad.temas.all()] == ["pasarelas", "Riberas limpias"]
    assert (Tema.objects.count(), escena.actividad.recordar_dias) == (2, 3)
    form = cliente.get(url("editar_actividad")).context["form"]
    assert form["temas"].value() == "pasarelas\nRiberas limpias"
    cliente.post(url("editar_actividad"), PLAN | {"temas": "", "recordar_dias": ""})
    escena.actividad.refresh_from_db()
    assert (escena.actividad.temas.count(), escena.actividad.recordar_dias) == (0, 3)


@pytest.mark.parametrize(
    ("datos", "campo", "frase"),
    [
        (
            {"temas": "a" * 81},
            "temas",
            "Un tema pasa de 80 letras. Escríbalo más corto.",
        ),
        (
            {"temas": "\n".join(f"Tema {n}" for n in range(13))},
            "temas",
            "Son 13 temas. Deje a lo más 12, para que se puedan ordenar.",
        ),
        (
            {"recordar_dias": "61"},
            "recordar_dias",
            "Escriba a lo más 60 días.",
        ),
    ],
)
def test_lo_que_no_cabe_se_dice_junto_al_dato(escena, entrar, datos, campo, frase) -> None:
    respuesta = entrar("equipo").post(url("editar_actividad"), PLAN | datos)
    assert (respuesta.status_code, errores(respuesta)) == (422, {campo: frase})


def test_el_formulario_explica_los_encuentros(escena, entrar) -> None:
    pagina = entrar("equipo").get(url("editar_actividad")).content.decode()
    assert "para quienes no pueden ir a la jornada principal (R42)" in pagina
    assert "aquí se anuncia y luego se reciben sus aportes (R43)" in pagina


# ── What a calendar reads at the public address ──


def test_la_direccion_publica_del_calendario_dice_si_se_hace(
    escena, convocada, mundo, client
) -> None:
    direccion = reverse("convocatorias:actividad_ics", args=A)
    antes = client.get(direccion)
    assert antes["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    suspender(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])
    despues = client.get(direccion)
    assert despues["Content-Type"] == "text/calendar; charset=utf-8; method=CANCEL"
    dichas = despues.content.decode().split("\r\n")
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1"} <= set(dichas)
