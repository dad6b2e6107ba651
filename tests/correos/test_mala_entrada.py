"""Hostile and clumsy input: the server sees exactly the people meant, or nobody."""

import pytest

from correos.models import Mensaje
from correos.services import Correo, enqueue_muchos, vaciar

MAL_ESCRITA = "5.1.3 La dirección está mal escrita"


@pytest.mark.parametrize(
    "para",
    [
        "rosa@correo.example\r\nRCPT TO:<otra@correo.example>",
        "rosa@correo.example\nBcc: otra@correo.example",
        "rosa@correo.example, luis@correo.example",
        "rosa@correo.example;luis@correo.example",
        "rosa@correo.example luis@correo.example",
        "Rosa <rosa@correo.example>",
        "<rosa@correo.example>",
        "rosa@correo.example\0",
        "rosa@correo.example\u2028",
        "rosa,@correo.example",
        "rosa@correo,example",
        "rosa",
        "",
        "ñandú@correo.example",
        f"rosa@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.cl.example",
    ],
    ids=lambda para: ascii(para)[:40],
)
def test_lo_que_no_es_una_direccion_no_sale_y_pide_ayuda(encolar, buzon, para):
    malo = encolar("malo", para=para)
    encolar("luis")
    vaciar()
    assert buzon.destinos == ["luis@correo.example"]
    malo.refresh_from_db()
    assert (malo.estado, malo.ultimo_texto, malo.intentos) == ("rechazado", MAL_ESCRITA, 0)
    assert malo.en_palabras == "La dirección está mal escrita"
    assert malo.pide_decision


@pytest.mark.parametrize(
    ("nombre", "llega"),
    [
        ("Rosa " * 400, ("Rosa " * 400)[:200].strip()),
        ("<b>Rosa</b> & Cía.", "<b>Rosa</b> & Cía."),
        ("{{ base_url }} {% debug %} ${x} %s", "{{ base_url }} {% debug %} ${x} %s"),
        ("Rosa\r\nBcc: otra@correo.example", "Rosa Bcc: otra@correo.example"),
        ("Quilaleo, Rosa", "Quilaleo, Rosa"),
        ('Rosa "la jefa" <otra@correo.example>', 'Rosa "la jefa" <otra@correo.example>'),
        ("Rosa\0\u2028\u2029Elena", "Rosa Elena"),
        ("Ñusta Ünal Иван 李", "Ñusta Ünal Иван 李"),
    ],
    ids=lambda texto: ascii(texto)[:40],
)
def test_el_nombre_es_solo_un_nombre(encolar, buzon, nombre, llega):
    encolar("rosa", nombre=nombre)
    vaciar()
    assert buzon.destinos == ["rosa@correo.example"]
    [correo] = buzon.mensajes
    [persona] = correo["To"].addresses
    assert (persona.display_name, persona.addr_spec) == (llega, "rosa@correo.example")
    assert (correo["Bcc"], correo["Cc"]) == (None, None)


@pytest.mark.parametrize(
    ("asunto", "llega"),
    [
        ("Le invitamos\0a la jornada", "Le invitamos a la jornada"),
        ("Le invitamos\u2028Bcc: otra@correo.example", "Le invitamos Bcc: otra@correo.example"),
        ("Uno\r\n\r\nCuerpo falso", "Uno Cuerpo falso"),
        ("Asunto " * 100, ("Asunto " * 100)[:200].strip()),
    ],
    ids=lambda texto: ascii(texto)[:40],
)
def test_el_asunto_es_una_linea(encolar, buzon, asunto, llega):
    encolar("rosa", asunto=asunto)
    vaciar()
    [correo] = buzon.mensajes
    assert buzon.destinos == ["rosa@correo.example"]
    assert correo["Subject"] == llega
    assert correo["Bcc"] is None
    assert correo.get_body(["plain"]).get_content().startswith("Señora Rosa Elena")


CUERPOS = {
    "puntos": ".\n..\n.hola\n\n.\nQUIT\n.\r\nMAIL FROM:<otra@correo.example>\n",
    "linea_larga": "ñ" * 5000 + "\n" + "a" * 5000 + "\n",
    "desde": "From aquí\n>From allá\n--\nfin\n",
    "signos": "Ñandú \U0001f33f 李 \u202e al revés \u2028 separador\n",
}


@pytest.mark.parametrize("cuerpo", CUERPOS.values(), ids=CUERPOS)
def test_el_cuerpo_llega_letra_por_letra(encolar, buzon, cuerpo):
    encolar("rosa", texto=cuerpo, html=f"<p>{cuerpo}</p>\n")
    encolar("luis")
    vaciar()
    assert buzon.destinos == ["rosa@correo.example", "luis@correo.example"]
    [rosa] = buzon.para("rosa@correo.example")
    esperado = cuerpo.replace("\r\n", "\n")
    assert rosa.get_body(["plain"]).get_content() == esperado
    assert rosa.get_body(["html"]).get_content() == f"<p>{esperado}</p>\n"


def test_un_nulo_en_el_cuerpo_se_quita(encolar, buzon):
    encolar("rosa", texto="Ho\0la.\n", html="<p>Ho\0la.</p>\n")
    vaciar()
    [rosa] = buzon.mensajes
    assert rosa.get_body(["plain"]).get_content() == "Hola.\n"
    assert rosa.get_body(["html"]).get_content() == "<p>Hola.</p>\n"


def test_dos_personas_con_una_direccion_reciben_cada_una_el_suyo(mundo, buzon):
    enqueue_muchos(
        [
            Correo(
                clave=f"i:{quien}",
                para="junta@correo.example",
                nombre=quien,
                asunto="Invitación",
                texto=f"{quien}: la esperamos.\n",
            )
            for quien in ("Rosa", "Nelly")
        ],
        servicio=mundo.riberas,
        tipo="invitacion",
        campania="convocatoria:1",
    )
    vaciar()
    assert buzon.destinos == ["junta@correo.example"] * 2
    textos = [correo.get_content() for correo in buzon.mensajes]
    assert textos == ["Rosa: la esperamos.\n", "Nelly: la esperamos.\n"]
    assert len(set(buzon.ids)) == 2


@pytest.mark.parametrize("nombre", ["Rosa Quilaleo", ""])
def test_un_dominio_con_enie_viaja_en_ascii(mundo, encolar, buzon, nombre):
    mundo.riberas.correo = "oirs@ñandú.example"
    mundo.riberas.save()
    encolar("rosa", para="rosa@Ñandú.example", nombre=nombre)
    vaciar()
    assert buzon.destinos == ["rosa@xn--and-6ma2c.example"]
    [correo] = buzon.mensajes
    assert correo["To"].addresses[0].addr_spec == "rosa@xn--and-6ma2c.example"
    assert correo["Reply-To"].addresses[0].addr_spec == "oirs@xn--and-6ma2c.example"
    assert Mensaje.objects.get().estado == "enviado"
