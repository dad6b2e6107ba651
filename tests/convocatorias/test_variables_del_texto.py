"""The text of a call says each person's name: a closed list, and a preview of each addressee."""

import pytest
from django.urls import reverse

from comun.errores import ErrorDominio
from convocatorias.models import Contacto, Convocatoria
from convocatorias.services import enviar_convocatoria, preparar_convocatoria
from correos.models import Mensaje

TEXTO = "{{nombre}}, de {{organizacion}}: el {{fecha}} a las {{ hora }} en {{lugar}}."
RUTA = ("riberas", 2026, "jornada-nacional")


def preparar(escena, mundo, texto):
    return preparar_convocatoria(actividad=escena.actividad, mensaje=texto, por=mundo["encargada"])


def test_cada_persona_lee_lo_suyo(escena, contactos, mundo):
    fila = preparar(escena, mundo, TEXTO)
    enviar_convocatoria(convocatoria=fila, contactos=contactos, por=mundo["encargada"])
    for contacto in contactos:
        mensaje = Mensaje.objects.get(para=contacto.correo)
        dicho = (
            f"{contacto.nombre_completo}, de {contacto.organizacion.nombre}: el viernes 28 de mayo "
            "de 2027 a las "
        )
        assert (dicho in mensaje.texto, dicho in mensaje.html) == (True, True)
        assert "{{" not in mensaje.texto + mensaje.html


@pytest.mark.parametrize("texto", ["Hola {{rut}}", "Hola {{nombre|safe}}", "Hola {{nombre"])
def test_lo_que_no_existe_no_se_guarda_ni_se_pierde(escena, mundo, entrar, texto):
    respuesta = entrar("encargada").post(
        reverse("convocatorias_gestion:preparar", args=RUTA), {"mensaje": texto}
    )
    assert respuesta.status_code == 422
    assert respuesta.context["form"]["mensaje"].value() == texto
    [dice] = respuesta.context["form"].non_field_errors()
    assert "{{nombre}}" in dice
    assert Convocatoria.objects.count() == 0


def test_un_texto_antiguo_con_otra_variable_no_sale(escena, contactos, mundo):
    fila = preparar(escena, mundo, "Hola")
    Convocatoria.objects.update(mensaje="Hola {{apodo}}")
    with pytest.raises(ErrorDominio, match="apodo"):
        enviar_convocatoria(convocatoria=fila, contactos=contactos, por=mundo["encargada"])
    assert Mensaje.objects.count() == 0


def test_un_nombre_con_llaves_o_html_es_solo_un_nombre(escena, contactos, mundo):
    hostil = contactos[0]
    Contacto.objects.filter(pk=hostil.pk).update(nombres="{{fecha}} <b>Ana</b>")
    fila = preparar(escena, mundo, "Señora {{nombre}}:")
    contactos = list(Contacto.objects.select_related("organizacion"))
    enviar_convocatoria(convocatoria=fila, contactos=contactos, por=mundo["encargada"])
    mensaje = Mensaje.objects.get(para=hostil.correo)
    assert "Señora {{fecha}} <b>Ana</b> Quilaleo:" in mensaje.texto
    assert "Señora {{fecha}} &lt;b&gt;Ana&lt;/b&gt; Quilaleo:" in mensaje.html


def test_la_vista_previa_recorre_a_las_personas(escena, contactos, mundo, entrar):
    preparar(escena, mundo, TEXTO).destinatarios.set(contactos)
    cliente = entrar("encargada")
    vistos = []
    for n in ("1", "2", "3", "99", "x"):
        pagina = cliente.get(reverse("convocatorias_gestion:muestra", args=RUTA), {"n": n})
        [persona] = pagina.context["pagina"].object_list
        assert f"{persona.nombre_completo}, de " in pagina.context["cuerpo"].texto
        vistos.append(persona.nombres)
    assert vistos == ["Nelly", "Luis", "Rosa Elena", "Rosa Elena", "Nelly"]
    assert Mensaje.objects.count() == 0
