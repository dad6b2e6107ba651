"""Writing the report by section: saved, previewed, never lost, sent to review (R23, R24)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from comun import reloj
from comun.errores import ErrorDominio, ReglaIncumplida
from comun.models import Bitacora
from cuentas import services
from cuentas.models import Capitulo, InformeCuenta
from tests import mundo as m


@pytest.fixture
def informe(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    return m.crear_informe(cuenta, texto="")


def llenar(informe):
    informe.capitulos.update(texto="Se hizo lo comprometido.")


def guardar(informe, mundo, texto, visto=None, por="equipo", tipo="politicas"):
    return services.guardar_capitulo(
        capitulo=informe.capitulos.get(tipo=tipo), texto=texto, visto=visto, por=mundo[por]
    )


def test_guarda_limpio_y_anota_las_palabras(informe, en_riberas):
    guardar(informe, en_riberas, "  Tres\r\npalabras\x00 aquí \n")
    capitulo = Capitulo.objects.get(tipo="politicas")
    assert capitulo.texto == "Tres\npalabras aquí"
    assert capitulo.editado_por == en_riberas["equipo"]
    assert Bitacora.objects.get(accion="guardar_capitulo").datos == {"palabras": 3}


def test_guardar_lo_mismo_no_cambia_nada(informe, en_riberas):
    antes = guardar(informe, en_riberas, "Texto").editado_en
    guardar(informe, en_riberas, "Texto", por="encargada")
    capitulo = Capitulo.objects.get(tipo="politicas")
    assert (capitulo.editado_en, capitulo.editado_por) == (antes, en_riberas["equipo"])
    assert Bitacora.objects.filter(accion="guardar_capitulo").count() == 1


def test_no_pisa_lo_que_otra_persona_guardo(informe, en_riberas):
    reloj.mover_a(m.AHORA + timedelta(seconds=30))
    guardado = guardar(informe, en_riberas, "De equipo")
    with pytest.raises(services.EdicionEnConflicto) as error:
        guardar(informe, en_riberas, "De encargada", por="encargada")
    assert error.value.mensaje.startswith(
        "Equipo Prueba guardó esta sección el 17/05/2027 a las 10:00, después de que usted la abrió"
    )
    assert error.value.guardado.texto == "De equipo"
    assert Capitulo.objects.get(tipo="politicas").texto == "De equipo"
    guardar(informe, en_riberas, "Los dos", visto=guardado.editado_en, por="encargada")
    assert Capitulo.objects.get(tipo="politicas").texto == "Los dos"


@pytest.mark.parametrize(
    ("estado", "palabra"), [("en_revision", "en revisión"), ("publicado", "publicado")]
)
def test_solo_se_edita_en_redaccion(informe, en_riberas, estado, palabra):
    InformeCuenta.objects.update(estado=estado)
    with pytest.raises(ErrorDominio, match=f"El informe está {palabra} y no se edita"):
        guardar(informe, en_riberas, "Tarde")
    assert Capitulo.objects.get(tipo="politicas").texto == ""


def test_una_seccion_no_es_un_libro(informe, en_riberas):
    with pytest.raises(ErrorDominio, match=r"La sección pasa de 100\.000 letras"):
        guardar(informe, en_riberas, "a" * 100_001)


def test_se_envia_a_revision(informe, en_riberas):
    llenar(informe)
    InformeCuenta.objects.update(observacion="Faltan cifras")
    services.enviar_a_revision(informe=informe, por=en_riberas["equipo"])
    informe.refresh_from_db()
    assert (informe.estado, informe.enviado_por, informe.observacion) == (
        "en_revision",
        en_riberas["equipo"],
        "",
    )


def test_con_secciones_vacias_se_niega_y_las_nombra(informe, en_riberas):
    llenar(informe)
    informe.capitulos.filter(tipo__in=["planes", "presupuesto", "proyecciones"]).update(texto=" \n")
    with pytest.raises(ReglaIncumplida) as error:
        services.enviar_a_revision(informe=informe, por=en_riberas["equipo"])
    assert error.value.mensaje == (
        "Faltan las secciones «Planes» y «Presupuesto». Escríbalas antes de continuar. (Regla R23: "
        "guía de cuentas públicas de la División de Organizaciones Sociales, 1. Elaboración del "
        "Informe CPP.) Falta la sección «Proyecciones». Escríbala antes de continuar. (Regla R24: "
        "guía de cuentas públicas de la División de Organizaciones Sociales, 1. Elaboración del "
        "Informe CPP.)"
    )
    informe.refresh_from_db()
    assert informe.estado == "borrador"


def test_se_devuelve_con_observacion(informe, en_riberas):
    InformeCuenta.objects.update(estado="en_revision")
    informe.refresh_from_db()
    with pytest.raises(ErrorDominio, match="Escriba qué hay que cambiar"):
        services.devolver_informe(informe=informe, observacion=" ", por=en_riberas["autoridad"])
    services.devolver_informe(
        informe=informe, observacion="Faltan cifras", por=en_riberas["autoridad"]
    )
    informe.refresh_from_db()
    assert (informe.estado, informe.observacion) == ("borrador", "Faltan cifras")


# ── The pages ──

BASE = ["riberas", 2026]


def ruta(nombre, *mas):
    return reverse(f"cuentas_gestion:{nombre}", args=[*BASE, *mas])


def test_la_pagina_cuenta_las_secciones_que_faltan(entrar, informe):
    texto = entrar("equipo").get(ruta("informe")).content.decode()
    assert "faltan <strong>6 de 6</strong> secciones" in texto
    assert ruta("capitulo", "compromisos-cumplidos") in texto
    assert ruta("enviar_informe") not in texto


def test_guardar_por_la_pagina(entrar, informe):
    cliente = entrar("equipo")
    pagina = cliente.get(ruta("capitulo", "compromisos-cumplidos"))
    visto = pagina.context["form"]["visto"].value()
    respuesta = cliente.post(
        ruta("capitulo", "compromisos-cumplidos"), {"texto": "Cumplido.", "visto": visto}
    )
    assert respuesta.url == ruta("informe")
    assert Capitulo.objects.get(tipo="compromisos_cumplidos").texto == "Cumplido."


def test_ver_como_queda_no_guarda_y_no_ejecuta_nada(entrar, informe):
    datos = {"texto": "## Hola\n\n<script>alert(1)</script> **fuerte**", "visto": "", "previa": "1"}
    respuesta = entrar("equipo").post(ruta("capitulo", "politicas"), datos)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert "<h3>Hola</h3>" in texto
    assert "<strong>fuerte</strong>" in texto
    assert "<script>alert" not in texto
    assert Capitulo.objects.get(tipo="politicas").texto == ""


def test_el_conflicto_conserva_lo_escrito_y_deja_guardar_despues(entrar, informe, mundo):
    cliente = entrar("encargada")
    guardar(informe, mundo, "De equipo")
    datos = {"texto": "De encargada", "visto": ""}
    respuesta = cliente.post(ruta("capitulo", "politicas"), datos)
    assert respuesta.status_code == 422
    texto = respuesta.content.decode()
    assert "De encargada</textarea>" in texto
    assert "<p>De equipo</p>" in texto
    visto = respuesta.context["form"]["visto"].value()
    respuesta = cliente.post(ruta("capitulo", "politicas"), datos | {"visto": visto})
    assert respuesta.status_code == 302
    assert Capitulo.objects.get(tipo="politicas").texto == "De encargada"


def test_en_revision_lo_escrito_vuelve(entrar, informe):
    InformeCuenta.objects.update(estado="en_revision")
    respuesta = entrar("equipo").post(ruta("capitulo", "planes"), {"texto": "Tarde", "visto": ""})
    assert respuesta.status_code == 422
    assert "Tarde</textarea>" in respuesta.content.decode()


def test_enviar_por_la_pagina(entrar, informe):
    cliente = entrar("equipo")
    respuesta = cliente.post(ruta("enviar_informe"), follow=True)
    assert "Faltan las secciones «Políticas», «Planes», «Programas» y «Presupuesto»." in (
        respuesta.content.decode()
    )
    llenar(informe)
    assert ruta("enviar_informe") in cliente.get(ruta("informe")).content.decode()
    cliente.post(ruta("enviar_informe"))
    informe.refresh_from_db()
    assert informe.estado == "en_revision"


def test_devolver_por_la_pagina(entrar, informe):
    llenar(informe)
    InformeCuenta.objects.update(estado="en_revision")
    cliente = entrar("autoridad")
    assert cliente.post(ruta("devolver_informe"), {"observacion": ""}).status_code == 422
    cliente.post(ruta("devolver_informe"), {"observacion": "Faltan cifras"})
    assert "Faltan cifras" in entrar("equipo").get(ruta("informe")).content.decode()


def test_una_seccion_que_no_existe_es_404(entrar, informe):
    assert entrar("equipo").get(ruta("capitulo", "anexos")).status_code == 404


def test_el_reloj_del_portal_fecha_la_edicion(informe, en_riberas):
    reloj.mover_a(m.AHORA + timedelta(days=3))
    guardado = guardar(informe, en_riberas, "Texto")
    assert guardado.editado_en.date() == (m.AHORA + timedelta(days=3)).date()


REDACTAN = {"encargada", "equipo"}


@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_lee_y_quien_redacta(entrar, informe, persona):
    cliente = entrar(persona)
    if persona == "encargada-otro":
        leer = escribir = 404
    else:
        leer, escribir = 200, 200 if persona in REDACTAN else 403
    assert cliente.get(ruta("informe")).status_code == leer
    assert cliente.get(ruta("lectura")).status_code == leer
    assert cliente.get(ruta("capitulo", "planes")).status_code == escribir
    if persona not in REDACTAN:
        assert cliente.post(ruta("capitulo", "planes"), {"texto": "x"}).status_code == escribir
        assert cliente.post(ruta("enviar_informe")).status_code == escribir
        assert cliente.post(ruta("reabrir_informe")).status_code == escribir
    assert set(Capitulo.objects.values_list("texto", flat=True)) == {""}


@pytest.mark.parametrize(
    "nombre", ["enviar_informe", "devolver_informe", "publicar_informe", "reabrir_informe"]
)
def test_get_no_cambia_nada(entrar, informe, nombre):
    persona = "autoridad" if nombre.startswith(("devolver", "publicar")) else "encargada"
    assert entrar(persona).get(ruta(nombre)).status_code == 405


@pytest.mark.parametrize("boton", [{}, {"previa": "si"}])
def test_un_texto_que_no_se_puede_leer_vuelve_con_su_frase(informe, entrar, boton):
    ruta = reverse("cuentas_gestion:capitulo", args=["riberas", 2026, "politicas"])
    respuesta = entrar("equipo").post(ruta, {"texto": "a\x00b", "visto": ""} | boton)
    assert respuesta.status_code == 422
    assert "texto" in respuesta.context["form"].errors
    assert Capitulo.objects.get(tipo="politicas").texto == ""
