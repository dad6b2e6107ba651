"""What the data officer does with a request, and who else may not."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from comun.errores import ErrorDominio, SinPermiso
from comun.models import Bitacora
from convocatorias.models import Contacto
from privacidad.models import SolicitudDerechos
from privacidad.services import decisiones
from respuestas.models import Consultante
from respuestas.services import Datos, registrar_consulta
from tests import mundo as m
from tests.privacidad.conftest import ROSA, correos_de


def _decidir(solicitud, por, decision="acogida", fundamento="Sus datos van en la copia."):
    decisiones.decidir(solicitud=solicitud, decision=decision, fundamento=fundamento, por=por)


def test_decidir_lo_cuenta_con_razones_y_donde_reclamar(recibir, en_riberas):
    solicitud, _ = recibir()
    _decidir(solicitud, en_riberas["datos"], "rechazada", "La ley manda guardarlos.")
    solicitud.refresh_from_db()
    ultimo = correos_de(solicitud)[-1]
    assert (solicitud.estado, solicitud.resuelta_por) == ("rechazada", en_riberas["datos"])
    assert "La ley manda guardarlos." in ultimo.texto
    # 30 working days from 17 May 2027: 21 May, 21 and 28 June are holidays.
    assert "Agencia de Protección de Datos Personales" in ultimo.texto
    assert "hasta el jueves 1 de julio de 2027" in ultimo.texto
    [hecho] = Bitacora.objects.filter(accion="decidir_solicitud")
    assert (hecho.datos, hecho.hasta) == ({"a_tiempo": True}, "rechazada")


def test_sin_fundamento_o_sin_permiso_no_se_decide(recibir, en_riberas):
    solicitud, _ = recibir()
    with pytest.raises(ErrorDominio, match="Escriba el fundamento"):
        _decidir(solicitud, en_riberas["datos"], fundamento="  ")
    with pytest.raises(ErrorDominio, match="Elija si la solicitud se acoge"):
        _decidir(solicitud, en_riberas["datos"], decision="desistida")
    for nombre in ("encargada", "autoridad", "admin"):
        with pytest.raises(SinPermiso):
            _decidir(solicitud, en_riberas[nombre])
    assert len(correos_de(solicitud)) == 2


def test_sin_comprobar_quien_pide_no_se_decide(pedir, en_riberas):
    solicitud, _ = pedir()
    with pytest.raises(ErrorDominio, match="No se puede pasar de «falta el código»"):
        _decidir(solicitud, en_riberas["datos"])
    decisiones.verificar_en_persona(solicitud=solicitud, por=en_riberas["datos"])
    with pytest.raises(ErrorDominio, match="ya está recibida"):
        decisiones.verificar_en_persona(solicitud=solicitud, por=en_riberas["datos"])
    solicitud.refresh_from_db()
    _decidir(solicitud, en_riberas["datos"])


def test_extender_una_vez_y_con_motivo(recibir, en_riberas):
    solicitud, _ = recibir()
    por = en_riberas["datos"]
    with pytest.raises(ErrorDominio, match="Escriba por qué se necesita más plazo"):
        decisiones.prorrogar(solicitud=solicitud, motivo=" ", por=por)
    decisiones.prorrogar(solicitud=solicitud, motivo="Hay que revisar archivos.", por=por)
    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.vence_el) == ("prorrogada", date(2027, 7, 16))
    assert "Hay que revisar archivos." in correos_de(solicitud)[-1].texto
    with pytest.raises(ErrorDominio, match="No se puede pasar"):
        decisiones.prorrogar(solicitud=solicitud, motivo="Otra vez.", por=por)


def test_ni_un_bloqueo_ni_un_plazo_vencido_se_extienden(recibir, en_riberas, reloj_en):
    por = en_riberas["datos"]
    bloqueo, _ = recibir("bloqueo")
    with pytest.raises(ErrorDominio, match="son 2 días hábiles"):
        decisiones.prorrogar(solicitud=bloqueo, motivo="Falta.", por=por)
    solicitud, _ = recibir(correo="otra@correo.example")
    reloj_en(m.AHORA + timedelta(days=31))
    with pytest.raises(ErrorDominio, match="El plazo ya venció"):
        decisiones.prorrogar(solicitud=solicitud, motivo="Falta.", por=por)


def test_supresion_acogida_espera_por_lo_que_hay_que_responder(recibir, cuenta, en_riberas, entrar):
    registrar_consulta(
        cuenta=cuenta,
        tipo="pregunta",
        mensaje="¿Cuándo se repara el puente?",
        datos=Datos("Rosa", "Quilaleo", "correo", correo=ROSA),
        nonce="nonce-de-la-supresion",
    )
    solicitud, _ = recibir("supresion", correo=ROSA)
    _decidir(solicitud, en_riberas["datos"])
    pagina = entrar("datos").get(f"/gestion/servicios/riberas/derechos/{solicitud.pk}/")
    assert list(Consultante.objects.values_list("correo", flat=True)) == [ROSA]
    assert Bitacora.objects.filter(accion="borrar_persona").count() == 1
    assert Bitacora.objects.filter(accion="suprimir_pendiente").count() == 1
    assert "Queda algo por borrar." in pagina.content.decode()


def test_de_quien_nada_espera_se_borra_todo(recibir, en_riberas, entrar):
    organizacion = m.crear_organizacion(en_riberas.riberas)
    Contacto.objects.create(organizacion=organizacion, nombres="Rosa", correo=ROSA)
    solicitud, _ = recibir("supresion", correo=ROSA)
    _decidir(solicitud, en_riberas["datos"])
    pagina = entrar("datos").get(f"/gestion/servicios/riberas/derechos/{solicitud.pk}/")
    assert not Contacto.objects.filter(correo=ROSA).exists()
    assert not Bitacora.objects.filter(accion="suprimir_pendiente").exists()
    assert "Queda algo por borrar." not in pagina.content.decode()


def test_el_tablero_ordena_por_vencimiento_y_dice_lo_que_falta(
    recibir, pedir, entrar, reloj_en, django_assert_num_queries
):
    recibir()
    recibir("bloqueo", correo="otra@correo.example")
    pedir(correo="tercera@correo.example")
    reloj_en(m.AHORA + timedelta(days=5))
    cliente = entrar("datos")
    pagina = cliente.get("/gestion/servicios/riberas/derechos/").content.decode()
    assert pagina.index("D-2027-0002") < pagina.index("D-2027-0001")
    assert "1 vencida" in pagina
    assert "D-2027-0003" not in pagina
    assert "Un teléfono de contacto" in pagina
    assert ROSA not in pagina
    assert "Quilaleo" not in pagina
    sin_codigo = cliente.get("/gestion/servicios/riberas/derechos/?ver=sin-codigo")
    assert "D-2027-0003" in sin_codigo.content.decode()
    with django_assert_num_queries(16):
        cliente.get("/gestion/servicios/riberas/derechos/")


def test_desde_el_inicio_llega_al_tablero_sin_que_haya_una_cuenta(entrar, en_riberas):
    enlace = 'href="/gestion/servicios/riberas/derechos/">Solicitudes sobre datos personales</a>'
    assert enlace in entrar("datos").get("/gestion/").content.decode()
    assert enlace not in entrar("encargada").get("/gestion/").content.decode()


@pytest.mark.parametrize("cuantas", [3, 60])
def test_el_tablero_cuesta_lo_mismo_con_muchas(
    en_riberas, recibir, entrar, cuantas, django_assert_num_queries
):
    """Pages of 50; open and decided."""
    recibir()
    cliente, base = entrar("datos"), "/gestion/servicios/riberas/derechos/"
    comunes = {"recibida_en": m.AHORA, "vence_el": m.HOY, "iniciada_en": m.AHORA}
    for estado, resueltas in (("recibida", {}), ("rechazada", {"resuelta_en": m.AHORA})):
        SolicitudDerechos.objects.bulk_create(
            SolicitudDerechos(
                servicio=en_riberas.riberas,
                folio_anio=2027,
                folio_numero=100 + n + 100 * bool(resueltas),
                derecho="acceso",
                estado=estado,
                nombre="Alguien",
                clave_hash=f"{estado}{n}",
                resuelta_por=en_riberas["datos"] if resueltas else None,
                **comunes,
                **resueltas,
            )
            for n in range(cuantas)
        )
    for vista in ("abiertas", "resueltas"):
        with django_assert_num_queries(16):
            pagina = cliente.get(f"{base}?ver={vista}")
        assert (
            pagina.content.decode().count('<tr role="row">')
            == min(cuantas + (vista == "abiertas"), 50) + 1
        )


def test_acoger_una_supresion_pide_confirmar_que_se_reviso(recibir, entrar):
    solicitud, _ = recibir("supresion")
    base = f"/gestion/servicios/riberas/derechos/{solicitud.pk}/"
    cliente, decision = entrar("datos"), {"decision": "acogida", "fundamento": "Procede."}
    assert "No se puede deshacer." in cliente.get(base).content.decode()
    sin = cliente.post(f"{base}decidir/", decision)
    assert (sin.status_code, "Marque que revisó la copia" in sin.content.decode()) == (422, True)
    assert "Procede." in sin.content.decode()
    assert cliente.post(f"{base}decidir/", decision | {"confirma": "on"}).status_code == 302
    otra, _ = recibir("supresion", correo="otra@correo.example")
    url = f"/gestion/servicios/riberas/derechos/{otra.pk}/decidir/"
    assert cliente.post(url, decision | {"decision": "rechazada"}).status_code == 302


def test_vencida_no_ofrece_extender_y_resuelta_dice_si_fue_a_tiempo(
    recibir, en_riberas, entrar, reloj_en
):
    tarde, _ = recibir()
    pronta, _ = recibir(correo="otra@correo.example")
    _decidir(pronta, en_riberas["datos"])
    tablero = "/gestion/servicios/riberas/derechos/"
    assert "una sola vez" in entrar("datos").get(f"{tablero}{tarde.pk}/").content.decode()
    reloj_en(m.AHORA + timedelta(days=32))
    assert "una sola vez" not in entrar("datos").get(f"{tablero}{tarde.pk}/").content.decode()
    _decidir(tarde, en_riberas["datos"])
    pagina = re.sub(r"\s+", " ", entrar("datos").get(f"{tablero}?ver=resueltas").content.decode())
    assert "<b>2</b> días tarde" in pagina
    assert "<b>30</b> días antes" in pagina


def test_las_paginas_del_caso(recibir, entrar, en_riberas):
    solicitud, _ = recibir(detalle="Quiero saber qué tienen.")
    base = f"/gestion/servicios/riberas/derechos/{solicitud.pk}/"
    cliente = entrar("datos")
    pagina = cliente.get(base).content.decode()
    assert "Quiero saber qué tienen." in pagina
    assert ROSA in pagina
    assert "respóndale que no hay datos suyos." in pagina
    assert "Recibimos su solicitud D-2027-0001: falta su código" in pagina  # evidence of sending
    sin = cliente.post(f"{base}decidir/", {"decision": "acogida", "fundamento": ""})
    assert (sin.status_code, "Escriba el fundamento" in sin.content.decode()) == (422, True)
    assert cliente.post(f"{base}prorrogar/", {"motivo": ""}).status_code == 422
    con = cliente.post(f"{base}decidir/", {"decision": "acogida", "fundamento": "Va la copia."})
    assert con.status_code == 302
    assert SolicitudDerechos.objects.get(pk=solicitud.pk).estado == "acogida"
    for nombre, codigo in (("encargada", 403), ("autoridad", 403), ("encargada-otro", 404)):
        assert entrar(nombre).get(base).status_code == codigo


def test_ingresar_la_de_quien_no_tiene_correo(entrar, en_riberas):
    cliente, url = entrar("datos"), "/gestion/servicios/riberas/derechos/ingresar/"
    datos = {"derecho": "bloqueo", "nombre": "Rosa Quilaleo", "correo": "", "detalle": "No sigan."}
    assert cliente.post(url, datos | {"nombre": ""}).status_code == 422
    assert cliente.post(url, datos | {"correo": "rosa@"}).status_code == 422
    caso = cliente.post(url, datos).url
    assert "Entréguele la respuesta por escrito" in cliente.get(caso).content.decode()
    assert cliente.post(f"{caso}verificar/").status_code == 302
    decision = {"decision": "rechazada", "fundamento": "No hay datos."}
    assert cliente.post(f"{caso}decidir/", decision).status_code == 302
    solicitud = SolicitudDerechos.objects.get()
    assert (solicitud.ingresada_por, solicitud.estado) == (en_riberas["datos"], "rechazada")
    assert (solicitud.correo_hmac, correos_de(solicitud)) == ("", [])


def test_avisa_si_la_direccion_tiene_varios_nombres(recibir, entrar, en_riberas):
    solicitud, _ = recibir()
    url = f"/gestion/servicios/riberas/derechos/{solicitud.pk}/"
    for n, (nombre, varios) in enumerate((("Rosa", False), ("ROSÁ", False), ("Juan", True))):
        organizacion = m.crear_organizacion(en_riberas.riberas, f"Club {n}")
        Contacto.objects.create(organizacion=organizacion, nombres=nombre, correo=ROSA.upper())
        pagina = entrar("datos").get(url).content.decode()
        assert "no hay datos suyos" not in pagina
        assert ("Esa dirección tiene más de un nombre." in pagina) is varios


def test_cerrar_la_que_nadie_comprobo_con_su_razon(pedir, recibir, entrar, en_riberas):
    solicitud, _ = pedir()
    base = f"/gestion/servicios/riberas/derechos/{solicitud.pk}/"
    cliente = entrar("datos")
    sin = cliente.post(f"{base}cerrar/", {"motivo": ""})
    assert (sin.status_code, "Escriba por qué se cierra" in sin.content.decode()) == (422, True)
    assert cliente.post(f"{base}cerrar/", {"motivo": "Se ingresó dos veces."}).status_code == 302
    pagina = cliente.get(base).content.decode()
    assert "Cerrada sin comprobar quién pide" in pagina
    assert "Se ingresó dos veces." in pagina
    assert len(correos_de(solicitud)) == 1  # the code alone: nobody is told
    por = en_riberas["datos"]
    abierta, _ = recibir(correo="otra@correo.example")
    with pytest.raises(ErrorDominio, match=r"se responde, no se cierra\."):
        decisiones.cerrar(solicitud=abierta, motivo="No.", por=por)
    with pytest.raises(ErrorDominio, match=r"queda en la solicitud como constancia\."):
        decisiones.cerrar(solicitud=abierta, motivo=" ", por=por)
    with pytest.raises(SinPermiso):
        decisiones.cerrar(solicitud=abierta, motivo="No.", por=en_riberas["encargada"])


def test_la_administracion_las_mira_sin_leer_quien_ni_que(recibir, entrar):
    solicitud, _ = recibir(detalle="Mi secreto.")
    cliente = entrar("admin")
    base = reverse("admin:privacidad_solicitudderechos_changelist")
    lista = cliente.get(base)
    una = cliente.get(reverse("admin:privacidad_solicitudderechos_change", args=[solicitud.pk]))
    for pagina in (lista, una):
        texto = pagina.content.decode()
        assert (pagina.status_code, solicitud.folio in texto) == (200, True)
        assert not [palabra for palabra in ("Quilaleo", ROSA, "Mi secreto") if palabra in texto]
    assert cliente.post(una.request["PATH_INFO"], {"estado": "acogida"}).status_code == 403
    assert cliente.get(reverse("admin:privacidad_solicitudderechos_add")).status_code == 403
