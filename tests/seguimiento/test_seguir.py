"""To be told by mail: asked, confirmed from the mail itself, and goodbye; what abuses of it get."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from comun import reloj
from comun.models import Bitacora
from comun.trampa import SEGUNDOS_DE_PERSONA
from correos.emails import en_bytes
from correos.models import Mensaje
from correos.privacidad import DIRECCION_SUPRIMIDA
from correos.services import bloquear, enqueue, supresion_vigente
from cuentas.models import CuentaPublica
from privacidad.services.borrado import borrar_persona
from privacidad.services.retencion import retener
from seguimiento.models import Suscripcion
from seguimiento.selectors.novedades import seguidores
from seguimiento.services import avisar_novedades, despedir
from seguimiento.services.claves import clave_de
from servicios.alcance import alcance
from servicios.models import Servicio
from tests import mundo as m

ROSA = "rosa@correo.example"
SEGUIR = "/cuentas/riberas/2026/seguir/"
UN_CLIC = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def pedir(correo=ROSA, alcance="cuenta", **otros):
    datos = {"correo": correo, "alcance": alcance, "nonce": f"nonce-{Mensaje.objects.count():016}"}
    return Client().post(SEGUIR, datos | otros)


def apretar(direccion, **datos):
    """GET the page and press its button, as a browser does; where it ends."""
    navegador = Client(enforce_csrf_checks=True)
    navegador.get(direccion)
    navegador.get(SEGUIR)  # its token, where the page has no button
    ficha = navegador.cookies["csrf"].value
    return navegador.post(direccion, {"csrfmiddlewaretoken": ficha, **datos}, follow=True)


def enlace(correo=ROSA) -> str:
    """The private page, as the last mail to that address carries it."""
    texto = Mensaje.objects.filter(para=correo).latest("pk").texto
    [hallado] = re.findall(r"https?://[^/]+(/seguir/[\w-]{22}/)", texto)
    return hallado


def titulo(respuesta) -> str:
    return respuesta.content.decode().partition("<h1>")[2].partition("</h1>")[0]


def confirmada(correo=ROSA, alcance="cuenta", **otros) -> Suscripcion:
    pedir(correo, alcance, **otros)
    apretar(enlace(correo), confirmar="si")
    return Suscripcion.objects.confirmadas().get(correo=correo, alcance=alcance)


def test_nada_sale_hasta_que_se_confirma(cuenta):
    respuesta = pedir()
    assert (respuesta.status_code, respuesta["Location"]) == (302, f"{SEGUIR}pedido/")
    [carta] = Mensaje.objects.all()
    assert (carta.tipo, carta.para) == ("seguir", ROSA)
    assert carta.asunto == "Confirme que quiere recibir avisos de Servicio Nacional de Riberas"
    assert enlace() in carta.html
    assert carta.renuncia == ""
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 0
    assert Suscripcion.objects.get().confirmada_en is None
    assert ROSA not in Client().get(f"{SEGUIR}pedido/").content.decode()


def test_mirar_la_pagina_no_cambia_nada(cuenta):
    """Mail gateways open every link before the person does."""
    pedir()
    for _ in range(3):
        assert Client().get(enlace()).status_code == Client().head(enlace()).status_code == 200
    pagina = Client().get(enlace())
    assert titulo(pagina) == "¿Quiere recibir avisos?"
    assert "avisos de la cuenta pública de 2026" in pagina.content.decode()
    assert ROSA not in pagina.content.decode()
    assert (pagina["X-Robots-Tag"], pagina["Referrer-Policy"]) == ("noindex", "strict-origin")
    assert "no-store" in pagina["Cache-Control"]
    assert Suscripcion.objects.get().confirmada_en is None
    assert not Bitacora.objects.filter(accion__contains="avisos").exists()


def test_se_confirma_una_vez_aunque_se_pulse_dos(cuenta):
    pedir()
    for _ in range(2):
        pagina = apretar(enlace(), confirmar="si")
        assert titulo(pagina) == "Usted recibe avisos"
    filas = Bitacora.objects.filter(accion="confirmar_avisos")
    assert [fila.datos for fila in filas] == [{"alcance": "cuenta"}]
    assert seguidores(cuenta) == 1


def test_quien_ya_sigue_recibe_la_misma_pagina_y_una_carta_que_lo_dice(cuenta):
    nueva = pedir()
    apretar(enlace(), confirmar="si")
    otra = pedir()
    assert (nueva.status_code, nueva["Location"]) == (otra.status_code, otra["Location"])
    assert Suscripcion.objects.count() == 1
    carta = Mensaje.objects.latest("pk")
    assert carta.asunto == "Usted ya recibe estos avisos de Servicio Nacional de Riberas"
    assert titulo(Client().get(enlace())) == "Usted recibe avisos"


def test_el_mismo_formulario_dos_veces_es_una_carta_y_otro_buzon_otra(cuenta):
    for _ in range(2):
        pedir(nonce="el-mismo-nonce-1234")
    pedir("  ROSA@Correo.example ", nonce="el-mismo-nonce-1234")
    assert Mensaje.objects.count() == Suscripcion.objects.count() == 1
    pedir("ana@correo.example", nonce="el-mismo-nonce-1234")
    assert Mensaje.objects.count() == Suscripcion.objects.count() == 2


@pytest.mark.parametrize(
    "correo",
    [
        "rosa@correo.example\nBcc: otra@correo.example",
        "rosa@correo.example\r\n\r\nHola",
        "rosa@correo.example,otra@correo.example",
        "Rosa <rosa@correo.example>",
        "rosa",
        "rosa@",
        f"{'a' * 250}@correo.example",
        "rosa\x00@correo.example",
    ],
)
def test_una_direccion_que_no_lo_es_no_recibe_nada(cuenta, correo):
    respuesta = pedir(correo)
    assert respuesta.status_code == 422
    assert Suscripcion.objects.count() == Mensaje.objects.count() == 0


def test_lo_que_falta_se_dice_con_lo_escrito(cuenta):
    respuesta = pedir("", alcance="tema")
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Escriba su correo" in pagina
    assert "Elija el tema del que quiere avisos." in pagina
    assert pedir(alcance="todo").status_code == 422
    assert pedir(alcance="tema", capitulo="otro").status_code == 422


def test_la_trampa_y_la_cuota(cuenta):
    assert SEGUNDOS_DE_PERSONA > 0
    assert "espacio que debe ir vacío" in pedir(sitio="https://x.example").content.decode()
    assert Suscripcion.objects.count() == 0
    codigos = [pedir("ana@correo.example").status_code for _ in range(6)]
    assert codigos == [302, 302, 302, 302, 302, 429]
    assert Mensaje.objects.count() == 5


def test_el_enlace_vence_y_se_borra_solo(cuenta, reloj_en):
    pedir()
    direccion = enlace()
    reloj_en(m.AHORA + timedelta(days=7, hours=1))  # the clock runs while it is asked
    assert titulo(Client().get(direccion)) == "Este enlace ya no sirve"
    pagina = apretar(direccion, confirmar="si")
    assert (pagina.status_code, titulo(pagina)) == (422, "Este enlace ya no sirve")
    assert Suscripcion.objects.get().confirmada_en is None
    reloj_en(m.AHORA + timedelta(days=8, hours=12))
    retener(servicio=cuenta.servicio)
    assert Suscripcion.objects.count() == 0
    assert Client().get(direccion).status_code == 404


def test_pedirlo_otra_vez_da_otro_plazo_y_el_mismo_enlace(cuenta, reloj_en):
    pedir()
    primero = enlace()
    reloj_en(m.AHORA + timedelta(days=6))
    pedir()
    assert enlace() == primero
    reloj_en(m.AHORA + timedelta(days=12))
    assert titulo(apretar(primero, confirmar="si")) == "Usted recibe avisos"


def test_se_despide_con_un_boton_y_no_queda_su_direccion(cuenta):
    confirmada()
    confirmada(alcance="servicio")
    m.crear_actividad(cuenta)
    assert avisar_novedades() == 1
    direccion = enlace()
    for _ in range(2):
        assert titulo(apretar(direccion, despedir="si")) == "Ya no recibe avisos"
    assert list(Suscripcion.objects.values_list("correo", flat=True)) == ["", ""]
    assert seguidores(cuenta) == 0
    # What had not left does not.
    assert Mensaje.objects.latest("pk").estado == "anulado"
    assert titulo(apretar(direccion, confirmar="si")) == "Ya no recibe avisos"
    assert Bitacora.objects.filter(accion="despedir_avisos").count() == 1


def test_el_programa_de_correo_se_despide_sin_cookies(cuenta):
    confirmada()
    m.crear_actividad(cuenta)
    avisar_novedades()
    carta = Mensaje.objects.select_related("servicio").latest("pk")
    crudo = en_bytes(carta).decode()
    assert f"{carta.renuncia}>" in crudo.replace("\r\n ", "")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in crudo
    proveedor = Client(enforce_csrf_checks=True)
    for _ in range(2):
        respuesta = proveedor.post(carta.renuncia, UN_CLIC)
        assert (respuesta.status_code, respuesta["Content-Type"]) == (200, "text/plain")
    assert seguidores(cuenta) == 0


@pytest.mark.parametrize("datos", [{}, {"despedir": "si"}, UN_CLIC | {"despedir": "si"}])
def test_ningun_otro_envio_pasa_sin_la_ficha_de_la_pagina(cuenta, datos):
    confirmada()
    assert Client(enforce_csrf_checks=True).post(enlace(), datos).status_code == 403
    assert seguidores(cuenta) == 1


def test_despedirse_de_un_servicio_no_es_despedirse_del_otro_ni_de_las_invitaciones(cuenta, mundo):
    suya = confirmada()
    ajena = Suscripcion(
        servicio=mundo.otro, correo=ROSA, alcance="servicio", pedida_en=m.AHORA,
        confirmada_en=m.AHORA, nonce="x", clave_hash="y",
    )  # fmt: skip
    with alcance(mundo.otro):
        ajena.save()
    apretar(reverse("seguimiento:avisos", args=[clave_de(suya)]), despedir="si")
    with alcance(mundo.otro):
        assert Suscripcion.objects.confirmadas().get().correo == ROSA
    assert supresion_vigente(cuenta.servicio, ROSA) is None


def test_quien_pidio_no_recibir_ningun_correo_no_los_recibe(cuenta):
    confirmada()
    bloquear(servicio=cuenta.servicio, direccion=ROSA, alcance="todo", origen="persona")
    m.crear_actividad(cuenta)
    avisar_novedades()
    assert Mensaje.objects.get(tipo="novedades").estado == "anulado"


def test_quien_solo_renuncio_a_las_invitaciones_si(cuenta):
    confirmada()
    bloquear(servicio=cuenta.servicio, direccion=ROSA, alcance="renunciables", origen="enlace")
    m.crear_actividad(cuenta)
    avisar_novedades()
    assert Mensaje.objects.get(tipo="novedades").estado == "pendiente"


def test_al_despedirse_su_direccion_tampoco_queda_en_los_correos(cuenta):
    suya = confirmada()
    m.crear_actividad(cuenta)
    avisar_novedades()
    enqueue(servicio=cuenta.servicio, tipo="acuse", clave="acuse:1", para=ROSA, asunto="Acuse",
            texto="Hola", html="")  # fmt: skip
    Mensaje.objects.filter(tipo="novedades").update(estado="enviado", enviado_en=m.AHORA)
    despedir(suscripcion=suya)
    # The control: what is of another kind keeps it.
    assert list(Mensaje.objects.filter(para=ROSA).values_list("tipo", flat=True)) == ["acuse"]
    olvidados = Mensaje.objects.exclude(para=ROSA)
    assert [(uno.para, uno.texto, uno.renuncia) for uno in olvidados] == [
        (DIRECCION_SUPRIMIDA, "", "")
    ] * 2


def test_de_quien_no_confirma_en_siete_dias_no_queda_la_direccion(cuenta, reloj_en):
    pedir()
    Mensaje.objects.update(estado="enviado", enviado_en=m.AHORA)
    reloj_en(m.AHORA + timedelta(days=6))
    pedir("ana@correo.example")  # the control: its term is not over
    reloj_en(m.AHORA + timedelta(days=9))
    retener(servicio=cuenta.servicio)
    assert {uno.para for uno in Mensaje.objects.all()} == {
        DIRECCION_SUPRIMIDA, "ana@correo.example",
    }  # fmt: skip


def test_el_correo_que_salia_al_despedirse_pierde_su_direccion_con_la_fila(cuenta, reloj_en):
    suya = confirmada()
    m.crear_actividad(cuenta)
    avisar_novedades()
    saliendo = Mensaje.objects.filter(tipo="novedades")
    saliendo.update(estado="tomado", tomado_hasta=m.AHORA, punto_en=m.AHORA)
    despedir(suscripcion=suya)
    assert saliendo.get().para == ROSA
    saliendo.update(estado="enviado", enviado_en=m.AHORA)
    reloj_en(m.AHORA + timedelta(days=9))
    retener(servicio=cuenta.servicio)
    assert saliendo.get().para == DIRECCION_SUPRIMIDA


def test_quien_dice_que_no_los_pidio_no_recibe_mas_pedidos_por_unos_dias(cuenta, mundo, reloj_en):
    nueva = pedir()
    direccion = enlace()
    pagina = apretar(direccion, despedir="si").content.decode()
    assert "no le escribiremos por 7 días" in pagina
    cuantos = Mensaje.objects.count()
    otra = pedir()
    assert (nueva.status_code, nueva["Location"]) == (otra.status_code, otra["Location"])
    assert (Mensaje.objects.count(), Suscripcion.objects.filter(retirada_en=None).count()) == (
        cuantos, 0,
    )  # fmt: skip
    assert ROSA not in str(Suscripcion.objects.values().get())
    pedir("ana@correo.example")  # the control: another address is asked
    assert Mensaje.objects.count() == cuantos + 1
    reloj_en(m.AHORA + timedelta(days=9))
    retener(servicio=cuenta.servicio)
    pedir()
    assert Mensaje.objects.filter(para=ROSA).count() == 1


def test_quien_los_tuvo_y_se_despide_puede_volver_el_mismo_dia(cuenta):
    despedir(suscripcion=confirmada())
    pedir()
    assert Mensaje.objects.filter(para=ROSA, tipo="seguir").count() == 1


def test_la_supresion_de_sus_datos_la_borra(cuenta):
    confirmada()
    borrar_persona(servicio=cuenta.servicio, correo=ROSA)
    assert Suscripcion.objects.count() == 0


def test_quien_no_recibe_nada_en_dos_anos_se_borra(cuenta, reloj_en):
    confirmada()
    reloj_en(m.AHORA + timedelta(days=728))
    retener(servicio=cuenta.servicio)
    assert Suscripcion.objects.count() == 1
    reloj_en(m.AHORA + timedelta(days=733))
    retener(servicio=cuenta.servicio)
    assert Suscripcion.objects.count() == 0


def test_el_enlace_de_un_servicio_que_se_fue_no_abre_nada(cuenta):
    suya = confirmada()
    Servicio.objects.filter(pk=cuenta.servicio_id).update(activo=False)
    assert Client().get(reverse("seguimiento:avisos", args=[clave_de(suya)])).status_code == 404
    assert Client().get(SEGUIR).status_code == 404


def test_lo_que_no_es_publico_no_se_sigue(cuenta):
    CuentaPublica.objects.update(estado="borrador", abierta_en=None)
    assert Client().get(SEGUIR).status_code == pedir().status_code == 404


def test_la_base_no_guarda_dos_veces_a_nadie_ni_una_despedida_con_direccion(cuenta):
    confirmada()
    otra = {"servicio": cuenta.servicio, "cuenta": cuenta, "alcance": "cuenta", "nonce": "n",
            "pedida_en": reloj.ahora()}  # fmt: skip
    for mal in (
        {"correo": ROSA},
        {"correo": "", "clave_hash": "b"},
        {"correo": "otra@x.cl", "retirada_en": reloj.ahora(), "clave_hash": "c"},
        {"correo": "otra@x.cl", "capitulo": "planes", "clave_hash": "d"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suscripcion.objects.create(**otra | mal)


def test_el_equipo_sabe_cuantos_y_no_quienes(cuenta, entrar):
    confirmada()
    confirmada("ana@correo.example", alcance="servicio")
    confirmada("ana@correo.example", alcance="tema", capitulo="planes")
    pagina = entrar("encargada").get("/gestion/cuentas/riberas/2026/").content.decode()
    assert "2 personas reciben avisos de esta cuenta por correo" in pagina
    assert ROSA not in pagina


def test_ni_la_consola_de_correos_dice_a_quien(cuenta, entrar):
    """Not in the list, the mail, the sheet nor the search; the mails of others are as they were."""
    confirmada()
    m.crear_actividad(cuenta)
    avisar_novedades()
    Mensaje.objects.update(estado="rechazado", ultimo_codigo=550, ultimo_texto=f"<{ROSA}> no")
    Mensaje.objects.update(evidencia=f"Aviso de devolución de <{ROSA}>")
    encargada = entrar("encargada")
    paginas = [reverse("correos_gestion:correos")]
    paginas += [reverse("correos_gestion:correo", args=[fila.pk]) for fila in Mensaje.objects.all()]
    paginas.append(f"{reverse('correos_gestion:descargar')}?formato=csv")
    leidas = {una: encargada.get(una) for una in paginas}
    assert {una: r.status_code for una, r in leidas.items()} == dict.fromkeys(paginas, 200)
    assert [una for una, r in leidas.items() if ROSA in r.content.decode()] == []
    busca = reverse("correos_gestion:buscar")
    assert "Nadie con ese nombre" in encargada.post(busca, {"persona": ROSA}).content.decode()
    Mensaje.objects.update(tipo="acuse")  # the control: of any other kind it is there
    assert ROSA in encargada.get(paginas[0]).content.decode()
    assert ROSA in encargada.post(busca, {"persona": ROSA}).content.decode()
