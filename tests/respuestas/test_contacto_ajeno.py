"""Nobody is given what is of somebody else by an address that only looks like theirs."""

import pytest
from django.test import Client

from comun import cuotas
from comun.errores import ErrorDominio
from correos.models import Mensaje
from respuestas import services
from respuestas.models import Consentimiento, Consulta, Consultante
from respuestas.services import Datos
from servicios.alcance import todos_los_servicios
from tests.respuestas.conftest import datos_del_formulario
from tests.respuestas.test_mi_consulta import hacer, permitir

VICTIMA = "rosa@gmail.com"
PARECIDO = "rosa@gmaíl.com"
DE_VERDAD = "rosa@xn--gmal-xpa.com"


def de(correo: str) -> Datos:
    return Datos("Rosa", "Pérez", "correo", correo=correo)


def test_quien_escribe_primero_con_uno_parecido_no_recibe_lo_de_la_otra(escribir):
    """Same name, an accent more in the domain: two people, each with her own answer."""
    ajena, suya = (
        escribir("Espero.", datos=de(PARECIDO)),
        escribir("¿Y mi obra?", datos=de(VICTIMA)),
    )
    assert ajena.consultante_id != suya.consultante_id
    assert Consulta.objects.get(pk=suya.pk).consultante.correo == VICTIMA


def test_quien_cambia_a_uno_parecido_no_se_lleva_lo_de_la_otra(escribir):
    suya = escribir("¿Y mi obra?", datos=de(VICTIMA))
    ajena = escribir("Hola.", datos=de("mala@correo.example"))
    hacer("contacto", ajena, medio="correo", correo=PARECIDO)
    correos = dict(Consulta.objects.values_list("pk", "consultante__correo"))
    assert correos == {suya.pk: VICTIMA, ajena.pk: DE_VERDAD}
    para = Mensaje.objects.filter(tipo="enlace").order_by("id").values_list("para", flat=True)
    assert list(para) == [DE_VERDAD, "mala@correo.example"]


def test_unirse_a_la_ficha_de_otra_no_cambia_su_contacto(escribir):
    """The same name and the same address are one person, whose own row stays as it was."""
    suya = escribir("¿Y mi obra?", datos=de(VICTIMA))
    ajena = escribir("Hola.", datos=de("mala@correo.example"))
    antes = Consultante.objects.values().get(pk=suya.consultante_id)
    hacer("contacto", ajena, medio="correo", correo="ROSA@ｇmail.com")
    assert Consulta.objects.get(pk=ajena.pk).consultante_id == suya.consultante_id
    assert Consultante.objects.values().get(pk=suya.consultante_id) == antes


def test_un_buzon_escrito_de_muchas_maneras_es_uno(cuenta, url):
    """Other letters that lead to the same mailbox are no way around its quota, nor its one mail."""
    formas = [
        "rosa@gmail.com",
        "ROSA@GMAIL.COM",
        "rosa@ｇmail.com",
        "rosa@𝐠mail.com",
        "rosa＠gmail.com",
    ]
    estados = []
    for n in range(cuotas.PARTICIPAR.por_persona + 1):
        datos = datos_del_formulario(
            correo=formas[n % len(formas)], nonce=f"nonce-de-prueba-{n:04d}"
        )
        estados.append(Client().post(url("respuestas:participar"), datos).status_code)
    assert estados == [302] * cuotas.PARTICIPAR.por_persona + [429]
    assert set(Consultante.objects.values_list("correo", flat=True)) == {VICTIMA}
    assert Mensaje.objects.filter(para=VICTIMA, tipo="acuse").count() == 1


def test_el_enlace_perdido_se_encuentra_como_se_escriba(escribir):
    escribir("¿Y mi obra?", datos=de(VICTIMA))
    Client().post("/mi-consulta/", {"correo": " Rosa＠Gmail.com "})
    with todos_los_servicios():
        assert Mensaje.objects.filter(tipo="enlace", para=VICTIMA).count() == 1


@pytest.mark.parametrize("nombre", ["devolver_nombre", "devolver_invitaciones"])
def test_dos_veces_lo_mismo_deja_un_solo_permiso(escribir, nombre):
    """The second press sees what the first one left, also with what it read before."""
    una = escribir(publica_nombre=True)
    permitir(una, *Consentimiento.Clase.values)
    leida = Consulta.objects.get(pk=una.pk)
    for acto in (services.retirar_nombre, services.retirar_invitaciones):
        assert acto(consulta=leida)
        assert not acto(consulta=una)
    acto = getattr(services, nombre)
    assert [acto(consulta=una), acto(consulta=leida)] == [True, False]
    clase = nombre.partition("_")[2].replace("nombre", "publicar_nombre").replace("aciones", "ar")
    vigentes = Consentimiento.objects.filter(clase=clase, retirado_en=None)
    assert vigentes.count() == 1


def test_lo_suprimido_mientras_se_decidia_no_cambia(escribir, reloj_en):
    """The page was open; meanwhile the data were erased."""
    una = escribir(publica_nombre=True)
    leida = Consulta.objects.select_related("consultante").get(pk=una.pk)
    Consulta.objects.filter(pk=una.pk).update(suprimida_en=una.recibida_en)
    for acto in (services.retirar_nombre, services.devolver_nombre, services.retirar_invitaciones):
        with pytest.raises(ErrorDominio, match="no queda nada que cambiar"):
            acto(consulta=leida)
