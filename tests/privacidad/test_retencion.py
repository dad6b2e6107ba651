"""The daily retention: what goes, when, in batches, once; and what it never touches."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from comun import reloj
from comun.models import Balde, Bitacora
from comun.tratamiento import NOMBRE_SUPRIMIDO, TEXTO_SUPRIMIDO
from convocatorias.models import Enlace, Participante
from correos.models import Mensaje, Supresion
from cuentas.models import NormaParticipacion
from jornadas.models import Ficha
from privacidad.models import ActaSupresion, CorridaRetencion, SolicitudDerechos
from privacidad.privacidad import sujeto
from privacidad.selectors.retencion import meses_antes, momento
from privacidad.services import decisiones, retencion
from privacidad.services.retencion import previstas, retener
from respuestas.models import (
    AdjuntoConsulta,
    Consentimiento,
    Consulta,
    Consultante,
)
from servicios.alcance import alcance
from tests import mundo as m
from tests.privacidad import canarios

#: T0 of the account: its activity, later than the publication of its answers.
T0 = m.DIA


def pasan(*, meses: int = 0, dias: int = 0) -> None:
    """The clock at that many months, or days, after T0; at noon, so that no zone matters."""
    dia = meses_antes(T0, -meses) + timedelta(days=dias)
    reloj.mover_a(datetime(dia.year, dia.month, dia.day, 16, tzinfo=m.AHORA.tzinfo))


def persona() -> Consultante:
    return Consultante.objects.get(consultas__folio_numero=77)


def consulta() -> Consulta:
    return Consulta.objects.get(folio_numero=77)


def sin_permiso() -> None:
    """The canary does not want to be invited again."""
    Consentimiento.objects.update(retirado_en=m.AHORA)


@pytest.fixture
def en_cerrada(mundo, cerrada):
    """The closed account, in its scope, of a person who gave no leave to be invited."""
    with alcance(mundo.riberas):
        sin_permiso()
        yield mundo.riberas


def test_meses_antes():
    assert meses_antes(date(2028, 3, 31), 1) == date(2028, 2, 29)
    assert meses_antes(date(2028, 1, 15), 12) == date(2027, 1, 15)
    assert meses_antes(date(2027, 5, 28), -6) == date(2027, 11, 28)


def test_el_contacto_se_va_a_los_seis_meses_y_el_resto_al_ano(en_cerrada):
    pasan(meses=6, dias=-1)
    retener(servicio=en_cerrada)
    assert persona().correo == canarios.CORREO
    pasan(meses=6)
    retener(servicio=en_cerrada)
    fila = persona()
    assert (fila.correo, fila.telefono, fila.direccion, fila.medio) == ("", "", "", "retiro")
    assert (fila.nombres, fila.run) == (canarios.NOMBRES, canarios.RUN)
    assert Participante.objects.exclude(correo="").count() == 0
    assert not Enlace.objects.exists()
    pasan(meses=12, dias=-1)
    retener(servicio=en_cerrada)
    assert (persona().nombres, consulta().suprimida_en) == (canarios.NOMBRES, None)
    pasan(meses=12)
    retener(servicio=en_cerrada)
    fila, dicha = persona(), consulta()
    assert (fila.nombres, fila.apellidos, fila.run, fila.run_hmac) == (
        NOMBRE_SUPRIMIDO,
        "",
        "",
        None,
    )
    assert (dicha.mensaje, dicha.suprimida_en is None) == ("Pregunta por el puente.", False)
    assert Consulta.objects.get(folio_numero=1).mensaje == "¿Cuándo llega la obra?"  # unanswered
    ficha = Ficha.objects.get(nonce="ficha-canaria")
    assert (ficha.tipo_documento, ficha.documento, ficha.documento_hmac, ficha.firma) == (
        "sin_documento",
        "",
        None,
        None,
    )
    assert not AdjuntoConsulta.objects.filter(consulta=dicha).exists()


def norma_que_guarda(contactos: int, fichas: int, **otros) -> None:
    """The norm of the closed account sets those months, and says by which act."""
    NormaParticipacion.objects.update(
        retencion_contactos_meses=contactos,
        retencion_fichas_meses=fichas,
        numero="812",
        fecha=date(2026, 5, 4),
        url="https://riberas.example/norma",
        **otros,
    )


def test_la_norma_del_servicio_y_del_ano_dice_hasta_cuando(en_cerrada):
    """DOMAIN 5.2: contacts and papers of each account by the norm of its own year."""
    norma_que_guarda(contactos=3, fichas=18)
    NormaParticipacion.objects.create(servicio=en_cerrada, anio=2030)
    pasan(meses=3, dias=-1)
    retener(servicio=en_cerrada)
    assert persona().correo == canarios.CORREO
    pasan(meses=3)
    retener(servicio=en_cerrada)
    assert persona().correo == ""
    pasan(meses=18, dias=-1)
    retener(servicio=en_cerrada)
    assert (persona().nombres, Ficha.objects.get(nonce="ficha-canaria").documento_hmac is None) == (
        NOMBRE_SUPRIMIDO,
        False,
    )
    pasan(meses=19)  # the account was closed some days after its activity
    retener(servicio=en_cerrada)
    assert Ficha.objects.get(nonce="ficha-canaria").documento_hmac is None


def test_las_paginas_dicen_lo_que_dice_la_ultima_norma(mundo, cerrada, entrar):
    with alcance(mundo.riberas):
        norma_que_guarda(contactos=1, fichas=18)
    politica = Client().get(reverse("privacidad:politica", args=["riberas"])).content.decode()
    gestion = entrar("datos").get(reverse("privacidad_gestion:retencion", args=["riberas"]))
    assert ("18 meses" in politica, "1 mes " in politica) == (True, True)
    dichas = {clase.codigo: clase.plazo for clase, _ in gestion.context["clases"]}
    assert (dichas["contactos"], dichas["fichas"]) == ("1 mes", "18 meses")


@pytest.mark.parametrize(("contactos", "fichas"), [(0, 12), (13, 12), (6, 0), (6, 61)])
def test_la_base_no_guarda_un_plazo_sin_sentido(en_cerrada, contactos, fichas):
    with pytest.raises(IntegrityError, match="norma_retencion"):
        norma_que_guarda(contactos, fichas)


def test_quien_permitio_que_lo_inviten_queda_dos_anos(mundo, cerrada):
    with alcance(mundo.riberas):
        pasan(meses=24, dias=-1)
        retener(servicio=mundo.riberas)
        assert (persona().nombres, persona().correo) == (canarios.NOMBRES, canarios.CORREO)
        assert consulta().suprimida_en is not None  # words are kept for the answer alone
        pasan(meses=24)
        retener(servicio=mundo.riberas)
        assert (persona().nombres, persona().correo) == (NOMBRE_SUPRIMIDO, "")
        assert not Consentimiento.objects.filter(retirado_en=None).exists()


def test_dos_anos_despues_no_queda_ningun_canario(en_cerrada):
    """By time alone, without anybody asking: what is left is what a person asks to keep."""
    suyos = Mensaje.objects.filter(para=canarios.CORREO)
    suyos.filter(estado="pendiente").update(estado="anulado")
    suyos.update(purgado_en=m.AHORA)
    pasan(meses=25)
    retener(servicio=en_cerrada)
    assert canarios.en_la_base() == [
        # A representative in office, and the address that wants no mails: both are in force.
        "convocatorias.Contacto.apellidos",
        "convocatorias.Contacto.cargo",
        "convocatorias.Contacto.correo",
        "convocatorias.Contacto.direccion",
        "convocatorias.Contacto.nombres",
        "convocatorias.Contacto.telefono",
        "convocatorias.Organizacion.busqueda",
        "correos.Supresion.direccion",
    ]


def test_lo_de_quien_no_tiene_version_publica_queda_con_una_frase(en_cerrada):
    consulta().redaccion.delete()
    pasan(meses=12)
    retener(servicio=en_cerrada)
    assert consulta().mensaje == TEXTO_SUPRIMIDO


@pytest.mark.parametrize("por_que", ["abierta", "sin_responder", "con_solicitud"])
def test_lo_que_no_se_toca(en_cerrada, cerrada, por_que):
    if por_que == "abierta":
        type(cerrada).objects.filter(pk=cerrada.pk).update(estado="abierta", cerrada_en=None)
    elif por_que == "sin_responder":
        Consulta.objects.filter(folio_numero=77).update(estado="recibida")
    else:
        SolicitudDerechos.objects.update(estado="recibida")
    pasan(meses=36)
    retener(servicio=en_cerrada)
    assert (persona().nombres, persona().correo) == (canarios.NOMBRES, canarios.CORREO)
    assert consulta().mensaje == canarios.DICHO
    if por_que != "sin_responder":
        assert Ficha.objects.get(nonce="ficha-canaria").documento == canarios.RUN
        assert Participante.objects.filter(correo=canarios.CORREO).exists()


def test_en_seco_cuenta_lo_mismo_y_no_borra(en_cerrada):
    pasan(meses=12)
    previas, antes = previstas(en_cerrada), canarios.en_la_base()
    assert retener(servicio=en_cerrada, en_seco=True) == sum(previas.values())
    assert canarios.en_la_base() == antes
    secas = CorridaRetencion.objects.filter(en_seco=True)
    assert {c.clase: (c.revisadas, c.borradas) for c in secas} == {
        clase: (cuantas, 0) for clase, cuantas in previas.items()
    }
    assert retener(servicio=en_cerrada) <= sum(previas.values())  # one step takes from another
    assert sum(previas.values()) > 10
    hechas = CorridaRetencion.objects.filter(en_seco=False)
    assert all(c.terminada_en and c.revisadas == c.borradas for c in hechas)


def test_dos_veces_es_una(en_cerrada):
    pasan(meses=12)
    assert retener(servicio=en_cerrada) > 0
    actas, corridas = ActaSupresion.objects.count(), _corridas()
    anotadas = Bitacora.objects.filter(accion="retener").count()
    assert retener(servicio=en_cerrada) == 0
    assert (ActaSupresion.objects.count(), _corridas()) == (actas, corridas)
    assert Bitacora.objects.filter(accion="retener").count() == anotadas


def _corridas() -> list[tuple[str, int]]:
    return list(CorridaRetencion.objects.order_by("clase").values_list("clase", "borradas"))


def test_el_acta_lleva_solo_el_hash_de_quien(en_cerrada):
    pasan(meses=12)
    retener(servicio=en_cerrada)
    mias = ActaSupresion.objects.filter(sujeto_hmac=sujeto(en_cerrada.pk, canarios.CORREO))
    assert {a.motivo for a in mias} == {"retencion"}
    assert {a.clase for a in mias} == {
        "adjuntos",
        "consultas",
        "fichas",
        "identidad",
        "participantes",
    }


def test_una_corrida_muerta_en_medio_sigue_donde_quedo(en_cerrada, monkeypatch):
    """What a batch did is told by its evidence, with it or not at all."""
    _mas_personas(en_cerrada, 5)
    pasan(meses=6)
    monkeypatch.setattr(retencion, "POR_LOTE", 2)
    veces = []

    def morir(servicio, clase, correos, ahora, bien=retencion._asentar):
        bien(servicio, clase, correos, ahora)
        veces.append(clase)
        if len(veces) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(retencion, "_asentar", morir)
    with pytest.raises(KeyboardInterrupt):
        retener(servicio=en_cerrada)
    corrida = CorridaRetencion.objects.get(clase="contactos")
    assert (corrida.borradas, corrida.terminada_en) == (2, None)
    assert Consultante.objects.filter(medio="retiro").count() == 2
    retener(servicio=en_cerrada)
    corrida.refresh_from_db()
    assert Consultante.objects.filter(medio="retiro").count() == 6
    assert corrida.terminada_en is not None
    for n in range(5):
        suyas = sujeto(en_cerrada.pk, f"p{n}@correo.example")
        assert ActaSupresion.objects.filter(sujeto_hmac=suyas).count() == 1


def test_dos_a_la_vez_no_cuentan_dos_veces(en_cerrada, monkeypatch):
    """The other one finishes between the reading and the lock of this one."""
    _mas_personas(en_cerrada, 3)
    pasan(meses=6)
    propio, otra = retencion._un_lote, []

    def adelantarse(*args):
        if not otra:
            otra.append(True)
            otra.append(retener(servicio=en_cerrada))
        return propio(*args)

    monkeypatch.setattr(retencion, "_un_lote", adelantarse)
    assert retener(servicio=en_cerrada) == 0
    assert otra[1] > 0
    assert sum(borradas for _, borradas in _corridas()) == otra[1]


def _mas_personas(servicio, cuantas: int) -> None:
    cuenta = consulta().cuenta
    personas = Consultante.objects.bulk_create(
        Consultante(
            cuenta=cuenta,
            servicio=servicio,
            nombres=f"P{n}",
            medio="correo",
            correo=f"p{n}@correo.example",
            nombre_plegado=f"p{n}",
            contacto_plegado=f"p{n}",
        )
        for n in range(cuantas)
    )
    Consulta.objects.bulk_create(
        Consulta(
            cuenta=cuenta,
            servicio=servicio,
            folio_anio=2026,
            folio_numero=1000 + n,
            canal="virtual",
            tipo="pregunta",
            mensaje="¿Y?",
            mensaje_plegado="¿y?",
            recibida_en=m.AHORA,
            estado="respondida",
            consultante=una,
        )
        for n, una in enumerate(personas)
    )


def test_las_sentencias_no_crecen_con_las_filas(en_cerrada, django_assert_max_num_queries):
    """A batch of 500 costs the same as one of 5."""
    _mas_personas(en_cerrada, 600)
    pasan(meses=6)
    paso = next(p for p in retencion.PASOS if p.clase == "contactos")
    este = momento(en_cerrada, reloj.hoy())
    corrida = retencion._empezar(en_cerrada, "contactos", reloj.hoy(), en_seco=False)
    # Two batches: ids, lock, check, ledger, erasure and count, between two marks; and the end.
    # SQLite takes the ledger of a batch in up to three statements.
    with django_assert_max_num_queries(2 * 8 + 1 + 4):
        assert retencion._borrar(paso, este, corrida) == 601


def test_codigos_de_envio_y_enlaces_a_los_treinta_dias(en_cerrada):
    pasan(dias=30)
    retener(servicio=en_cerrada)
    assert (consulta().huella, consulta().nonce) == ("", "c-77")
    assert not Participante.objects.exclude(nonce=None).exists()
    assert not Enlace.objects.exists()


def test_lo_de_la_plataforma(mundo, en_cerrada):
    Balde.objects.create(clave="viejo", fichas=1, actualizado_en=m.AHORA - timedelta(days=92))
    Balde.objects.create(clave="nuevo", fichas=1, actualizado_en=m.AHORA)
    assert retener() >= 1
    assert list(Balde.objects.values_list("clave", flat=True)) == ["nuevo"]
    assert Bitacora.objects.filter(accion="retener", servicio_id=None).count() == 1


def test_el_comando(mundo, cerrada):
    pasan(meses=12)
    dicho = StringIO()
    call_command("retencion", "--en-seco", servicio="riberas", stdout=dicho, stderr=StringIO())
    assert dicho.getvalue().startswith("Filas que se borrarían o anonimizarían: ")
    dicho = StringIO()
    avance = StringIO()
    call_command("retencion", stdout=dicho, stderr=avance)
    assert dicho.getvalue().startswith("Filas borradas o anonimizadas: ")
    assert "retención: 100 %" in avance.getvalue()
    dicho = StringIO()
    call_command("retencion", "--reponer", stdout=dicho, stderr=StringIO())
    assert dicho.getvalue() == "Personas que el acta decía y se borraron otra vez: 0.\n"
    with pytest.raises(CommandError, match="No hay un servicio «nadie» en el portal"):
        call_command("retencion", servicio="nadie")


def test_la_pagina_de_quien_protege_los_datos(mundo, cerrada, entrar, django_assert_num_queries):
    pasan(meses=12)
    cliente: Client = entrar("datos")
    url = reverse("privacidad_gestion:retencion", args=["riberas"])
    pagina = cliente.get(url).content.decode()
    assert "Todavía no ha corrido" in pagina
    assert "La próxima noche se borran" in pagina
    retener(servicio=mundo.riberas)
    with django_assert_num_queries(37):  # a count for each step, whatever there is
        pagina = cliente.get(url).content.decode()
    assert "Ningún dato tiene el plazo vencido" in pagina
    assert "Lo que se borró cada noche" in pagina
    assert not canarios.hay(pagina)
    with alcance(mundo.riberas):
        lineas = ActaSupresion.objects.count()
    assert f"<strong>{lineas}</strong> líneas" in pagina


def test_la_que_nadie_confirma_se_cierra_sola_y_queda_el_folio(pedir, en_riberas, reloj_en):
    """Nobody is told; who asked is forgotten; one that the service entered waits for a person."""
    servicio, correos = en_riberas.riberas, Mensaje.objects.count
    solicitud, clave = pedir()
    carta, _ = pedir(correo="carta@correo.example")
    SolicitudDerechos.objects.filter(pk=carta.pk).update(ingresada_por=en_riberas["datos"])
    antes = correos()
    for dias, estado in ((29, "por_verificar"), (31, "desistida"), (31, "desistida")):
        reloj_en(m.AHORA + timedelta(days=dias))
        retener(servicio=servicio)
        solicitud.refresh_from_db()
        assert solicitud.estado == estado
    assert (solicitud.folio, solicitud.correo, solicitud.correo_hmac) == ("D-2027-0001", "", "")
    assert (solicitud.nombre, solicitud.detalle) == (NOMBRE_SUPRIMIDO, "")
    assert solicitud.estado_en_palabras == "cerrada sin comprobar quién pide"
    assert Client().get(reverse("privacidad:solicitud", args=[clave])).status_code == 404
    carta.refresh_from_db()
    assert (carta.estado, carta.correo) == ("por_verificar", "carta@correo.example")
    assert correos() == antes
    assert Bitacora.objects.filter(accion="cerrar_sin_codigo").count() == 1
    corridas = CorridaRetencion.objects.filter(clase="solicitudes_sin_codigo", borradas__gt=0)
    assert [corrida.borradas for corrida in corridas] == [1]


def test_un_bloqueo_que_rige_no_se_olvida_hasta_que_se_levanta(recibir, en_riberas, reloj_en):
    """Without its address nobody could lift it, and the person would be silenced for ever."""
    servicio, por = en_riberas.riberas, en_riberas["datos"]
    bloqueo, acceso = (recibir(d, correo=f"{d}@correo.example")[0] for d in ("bloqueo", "acceso"))
    for fila in (bloqueo, acceso):
        decisiones.decidir(solicitud=fila, decision="acogida", fundamento="Sí.", por=por)
    reloj_en(m.AHORA + timedelta(days=800))
    retener(servicio=servicio)
    quedan = SolicitudDerechos.objects.exclude(clave_hash__startswith="suprimida")
    assert list(quedan) == [bloqueo]
    bloqueo.refresh_from_db()
    decisiones.levantar_bloqueo(solicitud=bloqueo, por=por)
    assert Supresion.objects.vigentes().count() == 0
    retener(servicio=servicio)
    assert quedan.all().count() == 0
