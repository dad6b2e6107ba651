"""What comes on paper, at the desk or by telephone enters the same inbox."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from comun.models import Bitacora
from correos.models import Mensaje
from respuestas import services
from respuestas.models import AdjuntoConsulta, Consentimiento, Consulta, Consultante
from tests.archivos import foto
from tests.respuestas.conftest import ROSA, datos_del_formulario


@pytest.fixture
def ingresar(cuenta, en_riberas):
    """`ingresar(canal="oficina")` through the use case."""

    def _ingresar(**otros):
        datos = {"canal": "papel", "tipo": "pregunta", "mensaje": "¿Cuándo?", "datos": ROSA}
        return services.ingresar_consulta(
            cuenta=cuenta, por=en_riberas["equipo"], **(datos | otros)
        )

    return _ingresar


@pytest.mark.parametrize("canal", ["papel", "oficina", "telefono", "autoconvocada"])
def test_queda_por_donde_llego_y_quien_lo_escribio(ingresar, canal):
    consulta = ingresar(canal=canal, capitulo="planes", recibida_el=date(2027, 5, 12))
    assert (
        consulta.canal,
        consulta.capitulo,
        consulta.recibida_en.date(),
        consulta.ingresada_por.username,
        consulta.consultante.correo,
    ) == (canal, "planes", date(2027, 5, 12), "equipo", ROSA.correo)
    hecho = Bitacora.objects.get(accion="ingresar_consulta")
    assert hecho.datos == {"canal": canal, "tipo": "pregunta", "hoja": False}


@pytest.mark.parametrize(
    ("otros", "campo", "frase"),
    [
        ({"canal": "virtual"}, "canal", "Aquí se ingresa lo que llegó en papel"),
        ({"canal": "taller"}, "canal", "Aquí se ingresa lo que llegó en papel"),
        ({"mensaje": " \x00\n"}, "mensaje", "Escriba el mensaje tal como llegó."),
        ({"capitulo": "otro"}, "capitulo", "Elija una parte del informe de la lista."),
        ({"recibida_el": date(2027, 5, 18)}, "recibida_el", "no puede haber llegado en una fecha"),
        ({"datos": None, "copia_por_correo": True}, "copia", "se necesita su correo electrónico"),
        ({"hoja": "KM4"}, "hoja", "tiene 9 letras y números"),
    ],
)
def test_lo_que_no_se_ingresa(ingresar, otros, campo, frase):
    with pytest.raises(ErrorDominio, match=frase) as error:
        ingresar(**otros)
    assert (error.value.campo, Consulta.objects.count()) == (campo, 0)


def test_su_pagina_privada_se_abre_con_la_clave_del_comprobante(ingresar):
    consulta = ingresar(nonce="n" * 20)
    clave = services.clave_de_seguimiento(consulta.servicio_id, "n" * 20)
    assert services.clave_del_comprobante(consulta) == clave
    assert consulta.clave_hash == hash_de_clave(clave)
    sin_nonce = Consulta(servicio_id=consulta.servicio_id, clave_hash="x", nonce=None)
    otra_clave = Consulta(servicio_id=consulta.servicio_id, clave_hash="x", nonce="m" * 20)
    assert [services.clave_del_comprobante(c) for c in (sin_nonce, otra_clave)] == ["", ""]


def test_la_copia_sale_solo_si_la_pidio(ingresar):
    ingresar()
    assert Mensaje.objects.count() == 0
    consulta = ingresar(copia_por_correo=True)
    correo = Mensaje.objects.get()
    assert (correo.tipo, correo.para) == ("acuse", ROSA.correo)
    assert services.clave_del_comprobante(consulta) in correo.texto


def test_las_copias_a_un_mismo_correo_salen_juntas_como_las_del_formulario(ingresar, reloj_en):
    primera = ingresar(copia_por_correo=True)
    demas = [ingresar(mensaje=f"Otra {n}", copia_por_correo=True) for n in range(3)]
    assert Mensaje.objects.get().clave == f"acuse:{primera.pk}"
    sale = primera.acuse_en + timedelta(hours=24)
    assert [(c.acuse_en, c.acuse_desde) for c in demas] == [(None, sale)] * 3
    reloj_en(sale + timedelta(minutes=1))
    assert services.reunir_acuses() == 1
    reunido = Mensaje.objects.latest("pk")
    assert [services.clave_del_comprobante(c) in reunido.texto for c in demas] == [True] * 3


def test_quien_pasa_a_buscarla_no_deja_contacto_ni_se_confunde_con_otra(ingresar):
    ana = services.Datos("Ana", "Soto", "retiro")
    con_run = services.Datos("Ana", "Soto", "retiro", run="11111111-1")
    filas = [ingresar(datos=datos) for datos in (ana, ana, con_run, con_run)]
    personas = [fila.consultante_id for fila in filas]
    assert (len(set(personas)), personas[2] == personas[3]) == (3, True)
    persona = Consultante.objects.get(pk=personas[0])
    assert (persona.correo, persona.telefono, persona.direccion) == ("", "", "")


def test_su_permiso_para_publicar_el_nombre_queda_con_sus_palabras(ingresar):
    ingresar()
    ingresar(datos=None, publica_nombre=True)
    assert Consentimiento.objects.count() == 0
    consulta = ingresar(publica_nombre=True, canal="oficina")
    dado = Consentimiento.objects.get()
    assert (
        dado.consulta,
        dado.clase,
        dado.version,
        dado.canal,
        dado.dado_en,
        dado.retirado_en,
    ) == (
        consulta,
        "publicar_nombre",
        1,
        "oficina",
        consulta.recibida_en,
        None,
    )
    assert len(dado.huella) == 64


# ── By the page ──


@pytest.fixture
def pagina(entrar, url):
    """`pagina(mensaje="…")` sends the form as the team does; without a person unless told."""
    cliente = entrar("equipo")

    def _pagina(direccion="", **otros):
        datos = {"canal": "oficina", "tipo": "pregunta", "mensaje": "¿Cuándo?", "sin_datos": "on"}
        datos |= {"nonce": "nonce-de-ingreso-0001"} | otros
        return cliente.post(direccion or url("respuestas_gestion:ingresar"), datos)

    return _pagina


def test_guardar_lleva_al_mensaje_y_otra_a_la_siguiente(cuenta, pagina, entrar, url):
    assert pagina().url == f"{url('respuestas_gestion:consulta', 1)}?enviado=0"
    siguiente = pagina(
        otra="si", nonce="nonce-de-ingreso-0002", recibida_el="2027-05-12", mensaje="¿Y el puente?"
    ).url
    lugar = url("respuestas_gestion:ingresar")
    assert siguiente == f"{lugar}?canal=oficina&recibida_el=2027-05-12&anterior=2&enviado=0"
    html = entrar("equipo").get(siguiente).content.decode()
    assert html.count("2026-0002") == 1
    assert "Guardado con el folio 2026-0002." in html
    assert 'value="2027-05-12"' in html
    assert html.index("Guardar e ingresar otra") < html.index("Guardar y terminar")
    assert [_comienza_en(html, campo) for campo in ("hoja", "mensaje")] == [False, True]
    html = entrar("equipo").get(siguiente.replace("oficina", "papel")).content.decode()
    assert [_comienza_en(html, campo) for campo in ("hoja", "mensaje")] == [True, False]


def _comienza_en(html: str, campo: str) -> bool:
    return "autofocus" in html.split(f'name="{campo}"')[1].split(">")[0]


def test_lo_raro_de_la_direccion_no_rompe_la_pagina(cuenta, entrar, url):
    lugar = url("respuestas_gestion:ingresar")
    for raro in ("anterior=" + "9" * 30, "anterior=7", "canal=x&recibida_el=ayer", "anterior=²"):
        assert entrar("equipo").get(f"{lugar}?{raro}").status_code == 200


def test_con_un_error_no_se_pierde_nada_de_lo_escrito(cuenta, entrar, url):
    datos = datos_del_formulario(
        canal="telefono", medio="telefono", telefono="12", capitulo="planes", hoja="km4-p7r",
        recibida_el="2027-05-12", run="11.111.111-1", publica_nombre="on",
    )  # fmt: skip
    respuesta = entrar("equipo").post(url("respuestas_gestion:ingresar"), datos)
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    for escrito in ("refuerzo de la ribera", "Rosa Elena", "Quilaleo", "km4-p7r", "2027-05-12"):
        assert escrito in html
    assert "El teléfono lleva 9 cifras" in html
    assert "tiene 9 letras y números" in html
    assert Consulta.objects.count() == 0


def test_el_mismo_formulario_con_otro_mensaje_es_409_y_se_puede_guardar(cuenta, pagina):
    pagina()
    assert pagina().status_code == 302
    otro = pagina(mensaje="¿Y el puente?")
    html = otro.content.decode()
    assert (otro.status_code, Consulta.objects.count()) == (409, 1)
    assert "ya se guardó otro mensaje: su folio es 2026-0001" in html
    assert "¿Y el puente?" in html
    nonce = html.split('name="nonce" value="')[1].split('"')[0]
    assert pagina(mensaje="¿Y el puente?", nonce=nonce).status_code == 302
    assert Consulta.objects.count() == 2


def test_una_hoja_dos_veces_dice_su_folio_y_ofrece_abrirla(cuenta, pagina, url):
    codigo = services.codigo_de_hoja(cuenta)
    assert pagina(hoja=codigo, canal="papel").status_code == 302
    assert pagina(hoja=codigo, canal="papel").status_code == 302  # the same press, again
    otra = pagina(hoja=codigo.lower(), nonce="nonce-de-ingreso-0002", mensaje="")
    html = otra.content.decode()
    assert (otra.status_code, Consulta.objects.count()) == (422, 1)
    assert "Esa hoja ya se ingresó: tiene el folio 2026-0001." in html
    assert f'href="{url("respuestas_gestion:consulta", 1)}"' in html


def test_las_mismas_palabras_sin_codigo_se_preguntan_una_vez(cuenta, pagina, url):
    pagina()
    otra = pagina(nonce="nonce-de-ingreso-0002", mensaje="¿cuando?")
    html = otra.content.decode()
    assert (otra.status_code, Consulta.objects.count()) == (422, 1)
    assert "El folio 2026-0001 tiene las mismas palabras." in html
    assert f'href="{url("respuestas_gestion:consulta", 1)}"' in html
    casilla = html.split('name="otra_hoja"')[0].rpartition("<input")[2]
    assert 'type="checkbox"' in casilla
    assert pagina(nonce="nonce-de-ingreso-0002", otra_hoja="on").status_code == 302
    con_codigo = services.codigo_de_hoja(cuenta)
    assert pagina(nonce="nonce-de-ingreso-0003", hoja=con_codigo).status_code == 302
    assert Consulta.objects.count() == 3


def test_lo_escrito_de_una_persona_no_se_pierde_porque_se_marco_que_no_dejo_datos(pagina):
    respuesta = pagina(nombres="Rosa Elena", correo="rosa@correo.example")
    html = respuesta.content.decode()
    assert (respuesta.status_code, Consulta.objects.count()) == (422, 0)
    assert "Marcó que no dejó sus datos, y hay datos escritos." in html
    assert 'value="Rosa Elena"' in html


def test_la_organizacion_y_el_formato_quedan_y_los_ve_quien_ve_contactos(
    cuenta, pagina, entrar, url
):
    pagina(organizacion="Junta de vecinos", formato="lsch")
    vistas = {
        nombre: entrar(nombre).get(url("respuestas_gestion:consulta", 1)).content.decode()
        for nombre in ("equipo", "sistematizadora")
    }
    assert "Habla por Junta de vecinos." in vistas["equipo"]
    assert "Habla por una organización." in vistas["sistematizadora"]
    for html in vistas.values():
        assert "Pidió la respuesta en lengua de señas chilena." in html
    listas = [
        entrar(nombre).get(url("respuestas_gestion:consultas")).content.decode()
        for nombre in ("equipo", "sistematizadora")
    ]
    assert ["Junta de vecinos" in lista for lista in listas] == [True, False]


def test_la_hoja_se_guarda_con_el_mensaje_y_mala_no_lo_pierde(cuenta, pagina):
    buena = SimpleUploadedFile("hoja.jpg", foto(), "image/jpeg")
    pagina(archivo=buena, canal="papel")
    assert AdjuntoConsulta.objects.get().consulta.folio_numero == 1
    mala = SimpleUploadedFile("hoja.jpg", b"MZ" + b"\0" * 90, "image/jpeg")
    respuesta = pagina(archivo=mala, nonce="nonce-de-ingreso-0002", mensaje="¿Y el puente?")
    assert (respuesta.status_code, Consulta.objects.count()) == (302, 2)
    assert AdjuntoConsulta.objects.count() == 1


def test_la_lista_filtra_por_canal_y_dice_quien_lo_ingreso(cuenta, ingresar, entrar, url):
    cliente, lista = entrar("sistematizadora"), url("respuestas_gestion:consultas")
    ingresar(canal="telefono", mensaje="Por teléfono")
    ingresar(canal="oficina", mensaje="En la oficina")
    html = cliente.get(f"{lista}?canal=telefono").content.decode()
    assert ("1 mensaje con ese filtro" in html, "La ingresó Equipo Prueba" in html) == (True, True)


def test_la_bandeja_y_el_ingreso_cuestan_lo_mismo_con_diez_y_con_mil(
    cuenta, ingresar, entrar, url, django_assert_num_queries
):
    modelo, cliente = ingresar(canal="telefono", hoja=""), entrar("equipo")
    lugares = {nombre: url(f"respuestas_gestion:{nombre}") for nombre in ("consultas", "ingresar")}
    lugares["ficha"] = url("respuestas_gestion:consulta", 1)
    lugares["buscada"] = f"{lugares['consultas']}?q=puente&canal=telefono"
    datos = {"canal": "oficina", "tipo": "opinion", "sin_datos": "on"}
    for lugar in lugares.values():
        cliente.get(lugar)
    for hasta in (10, 1000):
        _ingresadas(modelo, hasta)
        for nombre, sentencias in (
            ("consultas", 12),
            ("buscada", 12),
            ("ingresar", 7),
            ("ficha", 10),
        ):
            with django_assert_num_queries(sentencias):
                cliente.get(lugares[nombre])
        with django_assert_num_queries(14):
            guardada = cliente.post(
                lugares["ingresar"],
                datos | {"mensaje": f"Un sábado {hasta}", "nonce": f"nonce-de-ingreso-{hasta:04}"},
            )
        assert guardada.status_code == 302


def _ingresadas(modelo: Consulta, hasta: int) -> None:
    """As many as that, in one statement."""
    ya = Consulta.objects.count()
    campos = ("cuenta", "servicio", "consultante", "canal", "tipo", "recibida_en", "ingresada_por")
    Consulta.objects.bulk_create(
        Consulta(
            folio_anio=2026,
            folio_numero=5000 + numero,
            mensaje=f"El puente {numero}",
            mensaje_plegado=f"el puente {numero}",
            **{campo: getattr(modelo, campo) for campo in campos},
        )
        for numero in range(ya, hasta)
    )
