"""What `manage.py demo` leaves: Renca's exercise in figures, a second account, two services."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.test import Client

import seguimiento.demo
from comun import reloj, rut
from convocatorias.models import Actividad, ProcesoVirtual, Transmision
from convocatorias.selectors import ancla, miradas_de, proceso_de, recuento, revisiones_de
from correos.models import Mensaje
from cpp_portal.context import PERSONAS_DE_DEMOSTRACION
from cuentas.models import CuentaPublica
from jornadas.models import Ficha, Jornada
from respuestas.models import (
    AdjuntoConsulta,
    Consentimiento,
    Consulta,
    Consultante,
    EnvioRespuesta,
    Grupo,
    PublicacionRespuestas,
    Respuesta,
)
from seguimiento.datos import TABLAS
from seguimiento.models import Suscripcion
from seguimiento.selectors.novedades import seguidores
from servicios.models import Membresia, Servicio, Usuario
from servicios.permissions import Rol
from talleres.models import Acuerdo, Taller
from tests.demo.conftest import AHORA, HOY
from tests.seguimiento.datos import validar

pytestmark = pytest.mark.usefixtures("demo")

#: Surnames and bodies that the source names: nobody in the demo may have them.
DE_LA_FUENTE = (
    "Benavides", "Labra", "Sanhueza", "Zúñiga", "Aguilera", "Hernández", "Runge", "Pohl",
    "Fundación Tribu", "Tripulación", "Adenauer",
)  # fmt: skip


@pytest.fixture
def principal() -> CuentaPublica:
    return CuentaPublica.objects.get(servicio__slug="barrios-renca", anio_gestion=2024)


@pytest.fixture
def siguiente() -> CuentaPublica:
    return CuentaPublica.objects.get(servicio__slug="barrios-renca", anio_gestion=2025)


def central(cuenta: CuentaPublica) -> Actividad:
    return Actividad.objects.get(cuenta=cuenta, tipo="central")


# ── Renca, 26 March 2019 (fuente 002) ──


def test_82_personas_en_8_grupos_de_7_a_12(principal):
    talleres = Taller.objects.filter(actividad=central(principal))
    sentados = talleres.annotate(n=Count("asignaciones")).order_by("numero")
    tamanos = list(sentados.values_list("n", flat=True))
    assert tamanos == [12, 11, 10, 12, 9, 7, 11, 10]
    assert sum(tamanos) == 82
    assert Ficha.objects.filter(jornada__actividad__cuenta=principal).count() == 82
    assert set(talleres.values_list("estado", flat=True)) == {"cerrado"}


def test_la_jornada_fue_un_martes(principal):
    dia = central(principal).fecha
    assert dia == date(2025, 12, 2)
    assert dia.weekday() == 1
    assert ancla(principal) == dia


def test_dos_prioridades_por_grupo_y_dos_propuestas_autoconvocadas_son_18(principal):
    prioridades = Acuerdo.objects.filter(
        taller__actividad__cuenta=principal, prioritario=True
    ).values_list("taller__numero")
    assert dict(prioridades.annotate(n=Count("pk")).order_by()) == dict.fromkeys(range(1, 9), 2)
    propuestas = Consulta.objects.filter(cuenta=principal, tipo="propuesta")
    canales = propuestas.order_by().values_list("canal").annotate(n=Count("pk"))
    assert dict(canales) == {"taller": 16, "autoconvocada": 2}
    assert propuestas.count() == 18


def test_18_propuestas_en_5_grupos_y_3_acogidas(principal):
    grupos = Grupo.objects.filter(cuenta=principal)
    assert list(grupos.annotate(n=Count("consultas")).values_list("n", flat=True)) == [
        5, 5, 3, 2, 3,
    ]  # fmt: skip
    assert not Consulta.objects.filter(cuenta=principal, tipo="propuesta", grupo=None).exists()
    decisiones = Respuesta.objects.filter(grupo__cuenta=principal, estado="aprobada")
    assert dict(decisiones.order_by().values_list("decision").annotate(n=Count("pk"))) == {
        "acogida": 3,
        "no_acogida": 2,
    }


def test_al_encuentro_complementario_no_llego_nadie(principal):
    encuentro = Actividad.objects.get(cuenta=principal, tipo="complementaria")
    jornada = Jornada.objects.get(actividad=encuentro)
    assert (encuentro.estado, jornada.estado) == ("suspendida", "no_realizada")
    assert "no llegó ninguna persona" in jornada.motivo_no_realizada
    assert not Ficha.objects.filter(jornada=jornada).exists()


# ── The account, whole ──


def test_la_cuenta_termina_respondida_dentro_de_los_treinta_dias(principal):
    assert principal.estado == "cerrada"
    assert set(Consulta.objects.filter(cuenta=principal).values_list("estado", flat=True)) == {
        "respondida", "respondida_en_acto", "derivada", "fuera_de_competencia",
    }  # fmt: skip
    publicacion = PublicacionRespuestas.objects.get(informe__cuenta=principal)
    assert (publicacion.publicada_en.date() - central(principal).fecha).days == 29
    assert publicacion.fuera_de_plazo is False


def test_cada_persona_recibe_una_respuesta_con_sus_propias_palabras(principal):
    personas = Consultante.objects.filter(cuenta=principal)
    assert EnvioRespuesta.objects.filter(consultante__in=personas).count() == personas.count() == 47
    envios = EnvioRespuesta.objects.filter(mensaje__isnull=False).select_related("mensaje")
    assert envios.count() == personas.exclude(correo="").count() == 38
    for envio in envios:
        cuerpo = " ".join(envio.mensaje.texto.split())
        for consulta in Consulta.objects.filter(consultante=envio.consultante_id):
            assert consulta.mensaje in cuerpo
    por_otro_medio = EnvioRespuesta.objects.filter(mensaje=None)
    assert por_otro_medio.filter(entregado_en=None).count() == 0
    assert por_otro_medio.count() == 9


def test_quien_escribe_dos_veces_es_una_sola_persona(principal):
    repetidas = (
        Consultante.objects.filter(cuenta=principal, consultas__canal="virtual")
        .annotate(n=Count("consultas"))
        .filter(n=2)
    )
    assert repetidas.count() == 2


def test_los_folios_siguen_el_orden_de_llegada(principal):
    dias = [
        c.recibida_en.date()
        for c in Consulta.objects.filter(cuenta=principal).exclude(canal="autoconvocada")
    ]
    assert dias == sorted(dias)
    assert list(
        Consulta.objects.filter(cuenta=principal).values_list("folio_numero", flat=True)
    ) == list(range(1, 67))


def test_la_version_publica_no_lleva_el_telefono(principal):
    consulta = Consulta.objects.get(cuenta=principal, redaccion__isnull=False)
    publicado = str(PublicacionRespuestas.objects.get(informe__cuenta=principal).contenido)
    assert "9 7000 1234" in consulta.mensaje
    assert "9 7000 1234" not in publicado


def test_los_correos_quedan_por_enviar():
    filas = Mensaje.objects.order_by().values_list("tipo", "estado").annotate(n=Count("pk"))
    assert {(tipo, estado): n for tipo, estado, n in filas} == {
        ("acuse", "pendiente"): 19,  # who writes twice in a day gets the second one later
        ("encuentro", "pendiente"): 2,  # the private page, and its acknowledgement
        ("inscripcion", "pendiente"): 25,
        ("invitacion", "pendiente"): 120,
        ("novedades", "anulado"): 2,  # of who left, one in each account
        ("novedades", "pendiente"): 15,
        ("recordatorio", "pendiente"): 4,  # the banner went missing, and was back, in each account
        ("respuesta", "pendiente"): 38,
        ("seguir", "anulado"): 2,
        ("seguir", "pendiente"): 12,
    }


# ── The others ──


def test_la_segunda_cuenta_tiene_su_ventana_abierta(siguiente):
    proceso = ProcesoVirtual.objects.get(cuenta=siguiente)
    assert siguiente.estado == "abierta"
    assert proceso.abierto(reloj.ahora())
    assert central(siguiente).estado == "convocada"
    assert 8 <= (central(siguiente).fecha - HOY).days <= 14
    assert set(Consulta.objects.filter(cuenta=siguiente).values_list("estado", flat=True)) == {
        "recibida"
    }


def test_nada_ocurre_en_el_futuro(principal, siguiente):
    for cuenta in (principal, siguiente):
        ultima = Consulta.objects.filter(cuenta=cuenta).order_by("recibida_en").last()
        assert ultima.recibida_en < AHORA


def test_los_dos_servicios_estan_separados(principal):
    cliente = Client()
    cliente.force_login(
        Usuario.objects.get(username="encargada-otro"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    caminos = CuentaPublica.objects.get(servicio__slug="caminos")
    assert cliente.get(f"/gestion/cuentas/caminos/{caminos.anio_gestion}/").status_code == 200
    assert cliente.get("/gestion/cuentas/barrios-renca/2024/").status_code == 404


@pytest.mark.parametrize(
    "ruta",
    [
        "/",
        "/cuentas/barrios-renca/2024/",
        "/cuentas/barrios-renca/2024/informe/",
        "/cuentas/barrios-renca/2024/respuestas/",
        "/cuentas/barrios-renca/2025/",
        "/cuentas/barrios-renca/2025/participar/",
    ],
)
def test_las_paginas_publicas_se_ven(ruta):
    assert Client().get(ruta).status_code == 200


# ── People ──


def test_las_personas_de_la_lista_entran_con_su_clave_y_su_rol():
    for persona in PERSONAS_DE_DEMOSTRACION:
        usuario = Usuario.objects.get(username=persona["usuario"])
        assert usuario.check_password("demo")
        [membresia] = Membresia.objects.filter(usuario=usuario)
        assert Rol(membresia.rol).label == persona["rol"]


def test_los_equipos_de_los_talleres_no_tienen_clave(principal):
    otras = Usuario.objects.filter(username__regex="^(facilitadora|secretaria)-")
    assert otras.count() == 14
    assert not any(usuario.has_usable_password() for usuario in otras)


def test_todo_run_es_valido_y_de_nadie():
    runs = [ficha.documento for ficha in Ficha.objects.filter(tipo_documento="run")]
    assert len(set(runs)) == len(runs) == 78
    for run in runs:
        assert rut.normalizar(run) == run
        assert 40_000_000 < int(run.split("-")[0]) < 41_000_000


def test_nadie_lleva_un_nombre_de_la_fuente():
    carpeta = Path(seguimiento.demo.__file__).parent
    texto = "\n".join(p.read_text(encoding="utf-8") for p in sorted(carpeta.rglob("*.py")))
    assert [nombre for nombre in DE_LA_FUENTE if re.search(rf"\b{nombre}\b", texto)] == []


# ── The command ──


def test_el_reloj_vuelve_a_donde_estaba():
    assert abs((reloj.ahora() - AHORA).total_seconds()) < 600


def test_cuenta_cada_paso_en_una_linea(demo):
    lineas = demo.splitlines()
    assert lineas[0] == "1 de 24: Cuenta y equipo"
    assert lineas[23] == "24 de 24: Otro servicio, en preparación"
    assert lineas[24] == (
        "Listo: Servicio de Barrios y Participación de Renca (demostración), cuenta de la gestión "
        "2024, jornada del 02/12/2025 con 82 personas."
    )
    assert len(lineas) == 25


def test_otra_vez_no_crea_nada(capsys):
    call_command("demo")
    assert "ya existen" in capsys.readouterr().out
    assert Servicio.objects.count() == 2


# ── What a citizen can do, each with somebody who did it ──


def test_se_ve_todo_lo_que_puede_hacer_una_persona(principal, siguiente):
    suma = Consulta.objects.get(cuenta=siguiente, suma_a__isnull=False)
    assert suma.suma_a.cuenta == principal
    con_foto = AdjuntoConsulta.objects.get(consulta__cuenta=siguiente, clase="adjunto")
    assert con_foto.tipo == "image/jpeg"
    original = AdjuntoConsulta.objects.get(consulta__cuenta=principal, clase="original")
    assert original.consulta.hoja
    apunta = Consulta.objects.exclude(capitulo="").values_list("capitulo", flat=True)
    assert list(apunta) == ["presupuesto"]
    retirado = Consentimiento.objects.get(clase="publicar_nombre", retirado_en__isnull=False)
    assert not retirado.consulta.publica_nombre
    publicado = str(PublicacionRespuestas.objects.get(informe__cuenta=principal).contenido)
    assert retirado.consultante.apellidos not in publicado


def test_la_grabacion_dice_quien_puede_seguirla(principal, siguiente):
    filas = Transmision.objects.filter(actividad__cuenta=principal).order_by("tipo")
    assert list(filas.values_list("tipo", "con_lsch", "con_subtitulos")) == [
        ("en_vivo", True, False),
        ("grabacion", True, True),
    ]
    assert [t.tipo for t in Transmision.objects.filter(actividad__cuenta=siguiente)] == ["en_vivo"]


# ── The banner, and who follows ──


def test_el_banner_se_vio_y_en_una_pagina_falto_dos_dias(principal, siguiente):
    vistos = {}
    for cuenta, hoy in ((principal, HOY), (siguiente, HOY)):
        proceso = proceso_de(cuenta)
        revisiones = list(revisiones_de(proceso))
        vistos[cuenta.anio_gestion] = recuento(proceso, miradas_de(proceso), hoy).frase
        faltas = {una.dia for una in revisiones if una.resultado != "esta"}
        dia = central(cuenta).fecha
        assert faltas == {dia - timedelta(days=17), dia - timedelta(days=16)}
        assert {una.pagina.institucion for una in revisiones if una.dia in faltas} == {
            "",
            "Municipio (demostración)",
        }
    assert vistos == {2024: "36 de 36 días", 2025: "10 de 10 días"}


def test_hay_quien_sigue_quien_no_confirmo_y_quien_se_fue(principal, siguiente):
    assert (seguidores(principal), seguidores(siguiente)) == (4, 4)
    filas = Suscripcion.objects.filter(servicio=siguiente.servicio)
    assert filas.filter(confirmada_en=None, retirada_en=None).count() == 3
    assert filas.filter(retirada_en__isnull=False, correo="").count() == 2


# ── Open data ──


def test_sus_datos_abiertos_cumplen_con_su_diccionario(principal, siguiente, tmp_path):
    for cuenta in (principal, siguiente):
        donde = f"/cuentas/barrios-renca/{cuenta.anio_gestion}/datos/"
        carpeta = tmp_path / str(cuenta.anio_gestion)
        carpeta.mkdir()
        for tabla in TABLAS:
            (carpeta / f"{tabla}.csv").write_bytes(Client().get(f"{donde}{tabla}.csv").content)
        assert validar(Client().get(f"{donde}datapackage.json").json(), carpeta) == []
    filas = {t: len(Client().get(f"/api/v1/{t}/?limite=200").json()["datos"]) for t in TABLAS}
    assert filas["consultas"] == 66
    assert min(filas.values()) > 0
