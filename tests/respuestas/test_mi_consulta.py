"""What the author of a contribution sees and decides on its private page."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comun.campos import hash_de_clave
from comun.models import Balde, Bitacora
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from respuestas import services
from respuestas.models import (
    AdjuntoConsulta,
    Consentimiento,
    Consulta,
    Consultante,
    PublicacionRespuestas,
)
from servicios.alcance import alcance
from tests import mundo as m
from tests.respuestas.conftest import ROSA

ACTOS = (
    "contacto",
    "devolver_invitaciones",
    "devolver_nombre",
    "retirar_invitaciones",
    "retirar_nombre",
)
PAGINAS = ("mi_consulta", "recibido", "adjunto", "original", *ACTOS)
NUEVO = "rosa.nueva@correo.example"


def clave_de(consulta: Consulta) -> str:
    return services.clave_de_seguimiento(consulta.servicio_id, consulta.nonce or "")


def ruta(nombre: str, consulta: Consulta | str) -> str:
    clave = consulta if isinstance(consulta, str) else clave_de(consulta)
    return reverse(f"respuestas:{nombre}", args=[clave])


def ver(consulta: Consulta, nombre: str = "mi_consulta") -> str:
    return Client().get(ruta(nombre, consulta)).content.decode()


def hacer(nombre: str, consulta: Consulta, **datos: str) -> str:
    """The page after the act, which says what it did."""
    respuesta = Client().post(ruta(nombre, consulta), datos, follow=True)
    assert respuesta.redirect_chain == [(ruta("mi_consulta", consulta), 302)]
    return respuesta.content.decode()


def sin_lo_propio(pagina: Any) -> str:
    """The page without what is of each request: its own address and its token."""
    texto = pagina.content.decode().replace(pagina.wsgi_request.path, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", texto)


def permitir(consulta: Consulta, *clases: str) -> None:
    for clase in clases:
        Consentimiento.objects.update_or_create(
            consulta=consulta,
            clase=clase,
            defaults={
                "consultante": consulta.consultante,
                "version": 2,
                "huella": "a" * 64,
                "canal": "virtual",
                "dado_en": m.AHORA,
            },
        )


def permisos(clase: str) -> list[tuple[int, bool]]:
    filas = Consentimiento.objects.filter(clase=clase).order_by("id")
    return [(fila.version, fila.retirado_en is None) for fila in filas]


def hechos() -> list[tuple[str, dict]]:
    """What the author did with it, as the bitácora tells it."""
    suyos = Bitacora.objects.filter(objeto_tipo="respuestas.consulta", actor_id=None)
    filas = suyos.order_by("id")
    return [(f.accion, f.datos) for f in filas if f.accion != "registrar_consulta"]


@pytest.fixture
def una(escribir) -> Consulta:
    """Rosa's, who allows her name and the invitations."""
    consulta = escribir(publica_nombre=True)
    permitir(consulta, *Consentimiento.Clase.values)
    return consulta


@pytest.fixture
def publicar(cuenta, en_riberas):
    def _publicar() -> PublicacionRespuestas:
        informe = services.preparar_documento(cuenta=cuenta, por=en_riberas["encargada"])
        services.enviar_documento_a_revision(informe=informe, por=en_riberas["encargada"])
        return services.publicar_respuestas(informe=informe, por=en_riberas["autoridad"])

    return _publicar


# ── The steps ──


def test_los_pasos_salen_de_lo_que_consta(una, escribir, responder, publicar, cuenta, en_riberas):
    def pasos() -> list[tuple[str, str, str]]:
        contexto = Client().get(ruta("mi_consulta", una)).context
        return [(p["nombre"], p["fecha"], p["estado"]) for p in contexto["pasos"]]

    hoy = "17 may"
    assert pasos() == [
        ("Recibido", hoy, "listo"),
        ("En lectura", "", "ahora"),
        ("Respondido", "", ""),
        ("Publicado", "12 jul", ""),
        ("Enviado a usted", "", ""),
    ]
    datos = {"consultas": [una, escribir("¿Y cuándo?")], "por": en_riberas["sistematizadora"]}
    grupo = services.crear_grupo(cuenta=cuenta, titulo="Obras", **datos)
    assert pasos()[1:4] == [
        ("Leído", hoy, "listo"),
        ("Reunido con otros", hoy, "listo"),
        ("Respondido", "", "ahora"),
    ]
    assert "Obras" not in ver(una)  # nothing of the work of others before it is published
    responder(grupo=grupo)
    assert pasos()[3:5] == [("Respondido", hoy, "listo"), ("Publicado", "12 jul", "ahora")]
    publicar()
    assert pasos()[4:] == [("Publicado", hoy, "listo"), ("Enviado a usted", "", "ahora")]
    Mensaje.objects.filter(tipo="respuesta").update(estado="enviado", enviado_en=m.AHORA)
    assert pasos()[5] == ("Enviado a usted", hoy, "listo")
    Mensaje.objects.filter(tipo="respuesta").update(estado="rechazado")
    assert "El correo no llegó." in ver(una)


def test_el_comprobante_se_ve_otra_vez(una):
    assert ruta("recibido", una) in ver(una)
    assert "Gracias, Rosa Elena." in ver(una, "recibido")


def test_los_archivos_se_bajan_y_no_se_abren(una):
    AdjuntoConsulta.objects.create(
        consulta=una, clase="adjunto", tipo="text/html", tamano=9, contenido=b"<script>x",
        agregado_en=m.AHORA,
    )  # fmt: skip
    assert ruta("adjunto", una) in ver(una)
    archivo = Client().get(ruta("adjunto", una))
    assert archivo.content == b"<script>x"
    assert archivo["Content-Type"] == "application/octet-stream"
    assert archivo["Content-Disposition"] == 'attachment; filename="adjunto-2026-0001.bin"'
    assert archivo["X-Content-Type-Options"] == "nosniff"
    assert Client().get(ruta("original", una)).status_code == 404


def test_ve_que_se_publico_si_hubo_que_quitar_algo(una, responder, publicar, en_riberas):
    services.redactar_version_publica(
        consulta=una, texto="¿Cuándo llega?", motivo="El nombre de una vecina.",
        por=en_riberas["sistematizadora"],
    )  # fmt: skip
    responder(consulta=una)
    assert "Así se publicó su mensaje" not in ver(una)
    publicar()
    html = ver(una)
    assert "¿Cuándo llega la obra?" in html
    assert "Así se publicó su mensaje" in html
    assert "El nombre de una vecina." in html


# ── The name ──


def test_el_nombre_se_quita_y_se_devuelve_mientras_no_se_publica(una):
    html = hacer("retirar_nombre", una)
    assert "Listo: su nombre no aparecerá. Donde iba, ahora dice «una persona»." in html
    assert "Autorizar mi nombre de nuevo" in html
    assert Consulta.objects.get().publica_nombre is False
    assert permisos("publicar_nombre") == [(2, False)]
    assert "Ya estaba así: no cambió nada." in hacer("retirar_nombre", una)
    assert "Listo: su nombre aparecerá" in hacer("devolver_nombre", una)
    assert Consulta.objects.get().publica_nombre is True
    assert permisos("publicar_nombre") == [(2, False), (2, True)]
    assert hechos() == [("retirar_nombre", {}), ("devolver_nombre", {})]


def test_quien_no_lo_autorizo_no_lo_devuelve(escribir):
    sin_permiso = escribir()
    assert "No lo publicamos" in ver(sin_permiso)
    assert "no autorizó publicar su nombre" in hacer("devolver_nombre", sin_permiso)
    assert Consulta.objects.get().publica_nombre is False


def test_publicado_la_pagina_dice_una_persona_y_el_equipo_sabe_que_falta_el_pdf(
    una, escribir, responder, publicar, url, entrar
):
    """Also with a name that looks like a line of the document."""
    otra = escribir(
        "¿Y la sede?",
        publica_nombre=True,
        datos=services.Datos(
            "Ana, de una persona, por", "Soto", "telefono", telefono="+56912345678"
        ),
    )
    responder(consulta=una)
    responder(consulta=otra, texto="En mayo.")
    publicar()
    gestion, publica = url("respuestas_gestion:documento"), url("respuestas:respuestas")
    antes = Client().get(publica).content.decode()
    assert "Pregunta de Rosa Elena Quilaleo, por internet, 17/05/2027." in antes
    assert "todavía muestra" not in entrar("encargada").get(gestion).content.decode()

    assert "Listo: su nombre no aparecerá." in hacer("retirar_nombre", una)
    despues = Client().get(publica).content.decode()
    assert "Rosa" not in despues
    assert "Pregunta de una persona, por internet, 17/05/2027." in despues
    assert "Pregunta de Ana, de una persona, por Soto, por internet" in despues
    aviso = "El PDF publicado todavía muestra 1 nombre que su persona ya no autoriza."
    assert aviso in entrar("encargada").get(gestion).content.decode()
    assert "Las respuestas ya se publicaron" in hacer("devolver_nombre", una)
    hacer("retirar_nombre", otra)
    assert "Ana" not in Client().get(publica).content.decode()
    assert "2 nombres que sus personas ya no autorizan" in (
        entrar("encargada").get(gestion).content.decode()
    )


def test_la_version_siguiente_ya_no_lo_lleva(una, responder, publicar, cuenta, en_riberas):
    responder(consulta=una)
    primera = publicar()
    services.retirar_nombre(consulta=una)
    services.reabrir_documento(informe=primera.informe, por=en_riberas["encargada"])
    assert "Quilaleo" not in str(publicar().contenido)
    assert "Quilaleo" in str(PublicacionRespuestas.objects.get(version=1).contenido)


# ── The invitations ──


def test_las_invitaciones_se_dejan_y_se_vuelven_a_pedir(una, escribir):
    """Both of Rosa's: who takes it back wants none, whichever message it came with."""
    permitir(escribir("Otra cosa"), "invitar")
    assert "no le invitaremos a otras actividades" in hacer("retirar_invitaciones", una)
    assert permisos("invitar") == [(2, False), (2, False)]
    assert permisos("publicar_nombre") == [(2, True)]
    assert "podremos invitarle de nuevo" in hacer("devolver_invitaciones", una)
    assert permisos("invitar") == [(2, False), (2, False), (2, True)]
    assert "Ya estaba así" in hacer("devolver_invitaciones", una)
    assert hechos() == [("retirar_invitaciones", {}), ("devolver_invitaciones", {})]


def test_sin_haberlas_pedido_no_se_ofrecen(escribir):
    consulta = escribir()
    assert "Invitaciones" not in ver(consulta)
    assert "no pidió recibir invitaciones" in hacer("devolver_invitaciones", consulta)


# ── How to answer ──


def test_el_correo_nuevo_recibe_el_enlace_y_el_anterior_lo_sabe(una):
    html = hacer("contacto", una, medio="correo", correo=" Rosa.Nueva@correo.example ")
    assert "Ya le enviamos ahí el enlace a esta página." in html
    assert "ro•••@correo.example" in html
    persona = Consultante.objects.get()
    assert (persona.correo, persona.contacto_plegado) == (NUEVO, NUEVO)
    nuevo, anterior = Mensaje.objects.exclude(tipo="acuse").order_by("id")
    assert (nuevo.para, anterior.para) == (NUEVO, "rosa.quilaleo@correo.example")
    assert ruta("mi_consulta", una) in nuevo.texto
    for parte in (anterior.texto, anterior.html, anterior.asunto, anterior.nombre):
        for dato in ("rosa.nueva", "Rosa", "Quilaleo", "mi-consulta", clave_de(una)):
            assert dato not in parte
    assert "folio 2026-0001" in anterior.texto
    assert hechos() == [("corregir_contacto", {"medio": "correo"})]


@pytest.mark.parametrize(
    ("datos", "guardado", "dicho"),
    [
        ({"medio": "telefono", "telefono": "9 8765 4321"}, ("", "+56987654321", ""), "•••• 4321"),
        (
            {"medio": "carta", "direccion": "Los Aromos 12, Talca"},
            ("", "", "Los Aromos 12, Talca"),
            "Por carta: Los•••",
        ),
        ({"medio": "retiro", "correo": NUEVO}, ("", "", ""), "donde usted retira la respuesta"),
    ],
)
def test_los_otros_medios(una, datos, guardado, dicho):
    assert dicho in hacer("contacto", una, **datos)
    persona = Consultante.objects.get()
    assert (persona.medio, persona.correo, persona.telefono, persona.direccion) == (
        datos["medio"],
        *guardado,
    )
    assert [c.para for c in Mensaje.objects.exclude(tipo="acuse")] == [ROSA.correo]


def test_lo_demas_que_escribio_sigue_donde_estaba(una, escribir):
    """Whoever holds the key of one message does not carry away the answers to the others."""
    otra = escribir("¿Y la sede?")
    assert una.consultante_id == otra.consultante_id
    hacer("contacto", una, medio="correo", correo=NUEVO)
    contactos = Consulta.objects.order_by("folio_numero").values_list(
        "consultante__correo", flat=True
    )
    assert list(contactos) == [NUEVO, ROSA.correo]
    assert set(Consentimiento.objects.values_list("consultante__correo", flat=True)) == {NUEVO}
    hacer("contacto", otra, medio="correo", correo=NUEVO)  # the same person again, in one row
    assert Consultante.objects.get().correo == NUEVO
    assert Consulta.objects.filter(consultante__correo=NUEVO).count() == 2


def test_dos_del_mismo_nombre_que_retiran_no_son_una(una, escribir):
    otra = escribir(datos=services.Datos(ROSA.nombres, ROSA.apellidos, "correo", correo=NUEVO))
    for consulta in (una, otra):
        hacer("contacto", consulta, medio="retiro")
    assert Consultante.objects.count() == 2


@pytest.mark.parametrize(
    ("datos", "dicho"),
    [
        ({"medio": "correo", "correo": ""}, "Escriba su correo: ahí le responderemos."),
        ({"medio": "correo", "correo": "rosa@"}, "El correo no está completo."),
        ({"medio": "correo", "correo": "a@b.cl\r\nBcc: x@y.cl"}, "El correo no está completo."),
        ({"medio": "telefono", "telefono": "123"}, "El teléfono lleva 9 cifras."),
        ({"medio": "paloma", "correo": NUEVO}, "Escoja una opción válida"),
        ({}, "Elija cómo quiere recibir la respuesta."),
    ],
)
def test_lo_mal_escrito_vuelve_con_todo(una, datos, dicho):
    respuesta = Client().post(ruta("contacto", una), datos)
    assert respuesta.status_code == 422
    assert dicho in respuesta.content.decode()
    assert Consultante.objects.get().correo == ROSA.correo
    assert "quilaleo@" not in respuesta.content.decode()


def test_lo_mismo_no_escribe_a_nadie(una):
    assert "Ya teníamos ese contacto" in hacer("contacto", una, medio="correo", correo=ROSA.correo)
    assert not Mensaje.objects.exclude(tipo="acuse").exists()
    assert hechos() == []


def test_cada_hora_y_cada_dia_tienen_su_limite(una):
    for n in range(5):
        hacer("contacto", una, medio="correo", correo=f"rosa{n}@correo.example")
    datos = {"medio": "correo", "correo": "rosa9@correo.example"}
    respuesta = Client().post(ruta("contacto", una), datos)
    assert (respuesta.status_code, "Retry-After" in respuesta) == (429, True)
    assert "rosa9@correo.example" in respuesta.content.decode()
    Balde.objects.all().delete()  # an hour later
    respuesta = Client().post(ruta("contacto", una), datos)
    assert respuesta.status_code == 422
    assert "Ya cambió su contacto 5 veces en un día." in respuesta.content.decode()
    assert Mensaje.objects.exclude(tipo="acuse").count() == 10
    claves = Mensaje.objects.exclude(tipo="acuse").values_list("clave", flat=True)
    assert not any("@" in clave for clave in claves)


# ── Who may not ──


@pytest.mark.parametrize("nombre", PAGINAS)
def test_mirar_no_cambia_nada(una, nombre):
    antes = list(Consulta.objects.values()), list(Consentimiento.objects.values())
    for metodo in ("get", "head"):
        respuesta = getattr(Client(), metodo)(ruta(nombre, una))
        assert respuesta.status_code in (200, 302, 404)
        assert "no-store" in respuesta["Cache-Control"]
        assert respuesta["X-Robots-Tag"] == "noindex"
    assert (list(Consulta.objects.values()), list(Consentimiento.objects.values())) == antes
    assert hechos() == []


@pytest.mark.parametrize("nombre", PAGINAS)
def test_una_clave_que_no_es_da_la_misma_pagina(una, nombre):
    """A folio, a key of nothing, almost the true one: nothing tells them apart."""
    casi = clave_de(una)[:-1] + ("A" if clave_de(una)[-1] != "A" else "B")
    for metodo in ("get", "post"):
        paginas = [
            getattr(Client(), metodo)(ruta(nombre, clave), {"medio": "retiro"})
            for clave in ("2026-0001", "x" * 22, casi)
        ]
        espera = 404 if metodo == "get" or nombre in ACTOS else 405
        assert [p.status_code for p in paginas] == [espera] * 3
        assert len({sin_lo_propio(p) for p in paginas}) == 1
    assert hechos() == []


@pytest.mark.parametrize("nombre", ACTOS)
def test_sin_la_ficha_del_formulario_no_se_hace(una, nombre):
    for clave in (clave_de(una), "x" * 22):
        visita = Client(enforce_csrf_checks=True)
        assert visita.post(ruta(nombre, clave), {"medio": "retiro"}).status_code == 403
    assert hechos() == []


def test_cada_clave_abre_lo_de_su_servicio(una, en_riberas):
    with alcance(en_riberas.otro):
        ajena = m.crear_cuenta(en_riberas.otro, en_riberas["encargada-otro"])
        m.crear_proceso(ajena)
        otra = services.registrar_consulta(
            cuenta=ajena, tipo="opinion", mensaje="Del camino", nonce=una.nonce, datos=ROSA,
            publica_nombre=True,
        ).consulta  # fmt: skip
        assert clave_de(otra) != clave_de(una)
        html = hacer("retirar_nombre", otra)
        assert "Servicio de Caminos" in html
        assert "Riberas" not in html
    assert Consulta.objects.get().publica_nombre is True  # that of riberas, in its scope


# ── Afterwards ──


def test_cerrada_la_cuenta_sigue_abriendo_y_se_puede_decidir(una, cuenta, reloj_en):
    reloj_en(datetime(2029, 1, 5, 12, tzinfo=UTC))
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado=CuentaPublica.Estado.CERRADA)
    assert "Así va su mensaje" in ver(una)
    assert "su nombre no aparecerá" in hacer("retirar_nombre", una)
    assert "donde usted retira" in hacer("contacto", una, medio="retiro")


def test_publicada_el_correo_nuevo_lleva_a_la_respuesta(una, responder, publicar):
    responder(consulta=una)
    publicar()
    hacer("contacto", una, medio="correo", correo=NUEVO)
    [nuevo] = Mensaje.objects.filter(para=NUEVO)
    assert "La respuesta ya se publicó y está en su página privada." in nuevo.texto
    assert "a más tardar" not in nuevo.texto


def test_se_abre_sin_ningun_servicio_a_la_vista(una):
    """The tests run inside a scope; a person's request begins without any."""
    for nombre in ("mi_consulta", "recibido", "contacto"):
        direccion = ruta(nombre, una)
        assert m.sin_alcance(Client().get, direccion).status_code == 200
    acto = m.sin_alcance(Client().post, ruta("contacto", una), {"medio": "retiro"})
    assert acto.status_code == 302
    datos = {"correo": ROSA.correo}
    assert m.sin_alcance(Client().post, "/mi-consulta/", datos).status_code == 302


def test_lo_suprimido_no_se_muestra_ni_se_cambia(una, responder, publicar):
    responder(consulta=una)
    publicar()
    AdjuntoConsulta.objects.create(
        consulta=una, clase="adjunto", tipo="image/png", tamano=1, contenido=b"x",
        agregado_en=m.AHORA,
    )  # fmt: skip
    Consulta.objects.filter(pk=una.pk).update(suprimida_en=m.AHORA)
    html = ver(una)
    assert "Ya no guardamos su mensaje" in html
    assert "La obra empieza en agosto." in html
    for dato in ("¿Cuándo llega la obra?", "Rosa", "ro•••", "Quitar mi nombre", "archivo/"):
        assert dato not in html
    assert Client().get(ruta("recibido", una)).url == ruta("mi_consulta", una)
    for nombre in ("contacto", "adjunto"):
        assert Client().get(ruta(nombre, una)).status_code == 404
    for nombre in ACTOS[1:]:
        assert "ya no guardamos datos suyos" in hacer(nombre, una)
    assert hechos() == []


def test_las_claves_guardadas_son_huellas(una):
    assert una.clave_hash == hash_de_clave(clave_de(una))


def test_sentencias(una, escribir, responder, publicar, cuenta, en_riberas, url, entrar,
                    django_assert_num_queries):  # fmt: skip
    """The same with one message and with twenty in its group."""
    datos = {"consultas": [una], "por": en_riberas["sistematizadora"]}
    grupo = services.crear_grupo(cuenta=cuenta, titulo="Obras", **datos)
    visita = Client()
    with django_assert_num_queries(8):
        visita.get(ruta("mi_consulta", una))
    for n in range(20):
        services.agregar_a_grupo(
            grupo=grupo, consultas=[escribir(f"Mensaje {n}")], por=en_riberas["sistematizadora"]
        )
    responder(grupo=grupo)
    publicar()
    with django_assert_num_queries(8):
        visita.get(ruta("mi_consulta", una))
