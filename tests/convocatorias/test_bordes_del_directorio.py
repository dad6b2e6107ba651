"""The directory from a page that stayed open, a wrong address, or text that cannot be read."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from comun.errores import ErrorDominio
from convocatorias import services
from convocatorias.models import (
    CambioEnBloque,
    Contacto,
    Organizacion,
    Tema,
)

CUENTA = ("riberas", 2026)
AHORA = datetime(2027, 5, 10, 15, 0, tzinfo=UTC)
A_LAS_NUEVE = datetime(2027, 5, 12, 13, 0, tzinfo=UTC)


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=(*CUENTA, *args))


def unir(contactos, mundo) -> Organizacion:
    queda, va = contactos[0].organizacion, contactos[1].organizacion
    services.unir_organizaciones(
        sobreviviente=queda, absorbida=va, ahora=AHORA, por=mundo["encargada"]
    )
    return va


def test_a_una_organizacion_unida_no_se_le_agrega_a_nadie(contactos, mundo, entrar):
    va = unir(contactos, mundo)
    frase = "Esta organización se unió a «Junta de Vecinos El Molino». Escríbalo en esa."
    respuesta = entrar("encargada").post(
        url("contacto_nuevo", va.pk), {"nombres": "Ana", "correo": "ana@correo.example"}
    )
    assert (respuesta.status_code, frase in respuesta.content.decode()) == (422, True)
    with pytest.raises(ErrorDominio, match="se unió a"):
        services.guardar_organizacion(
            servicio=mundo.riberas, organizacion=va, nombre="Otra", tipos=[], por=None
        )
    assert Contacto.objects.count() == 3


def test_direcciones_que_no_existen(contactos, entrar):
    cliente, uno = entrar("encargada"), contactos[0].organizacion_id
    estados = [
        cliente.get(direccion).status_code
        for direccion in (
            url("contacto", uno, 0), url("unir", uno, 10**20), url("unir", 10**20, uno),
            url("unir", uno, uno),
        )
    ]  # fmt: skip
    assert estados == [404, 404, 404, 404]


def test_un_nombre_que_no_se_lee_no_es_un_nombre(escena, mundo, entrar):
    cliente, marca = entrar("encargada"), "\u202e"
    datos = {"nombre": marca, "tipos": ["territorial"], "tema_nuevo": marca}
    respuesta = cliente.post(url("organizacion_nueva"), datos)
    assert respuesta.status_code == 422
    assert "Escriba el nombre de la organización." in respuesta.content.decode()
    cliente.post(url("organizacion_nueva"), datos | {"nombre": "Junta Uno"})
    assert (Organizacion.objects.get().nombre, Tema.objects.count()) == ("Junta Uno", 0)


def test_no_se_deja_el_cargo_en_un_dia_por_venir(contactos, mundo, entrar):
    """From that moment nobody would invite them, and they still speak for the organisation."""
    contacto, frase = contactos[0], "Ese día aún no llega, y hasta entonces se le sigue invitando."
    respuesta = entrar("encargada").post(
        url("dejar_cargo", contacto.organizacion_id, contacto.pk), {"hasta": "2027-12-31"}
    )
    assert (respuesta.status_code, frase in respuesta.content.decode()) == (422, True)
    with pytest.raises(ErrorDominio, match=frase):
        services.guardar_contacto(
            organizacion=contacto.organizacion,
            nombres="Ana",
            correo="ana@correo.example",
            hasta=date(2027, 5, 11),
            por=mundo["encargada"],
        )
    assert Contacto.objects.vigentes().count() == 3


def test_sin_su_busqueda_o_sus_filtros_no_se_cambia_ni_se_descarga_todo(contactos, entrar):
    cliente = entrar("encargada")
    for consulta in ("b=deadbeef", "comuna=13101"):
        datos = {"cuales": "todas", "accion": "archivar", "consulta": consulta}
        pagina = cliente.post(url("bloque"), datos, follow=True).content.decode()
        assert "Esa lista ya no es la que vio, y no se cambió nada." in pagina
        respuesta = cliente.get(f"{url('exportar', 'csv')}?{consulta}", follow=True)
        assert (
            "Esa lista ya no está. Búsquela de nuevo y descárguela." in respuesta.content.decode()
        )
    lista = cliente.get(f"{url('exportar', 'csv')}?comuna=07101").content.decode()
    assert lista.count("\r\n") == 4
    assert not CambioEnBloque.objects.exists()


def test_deshacer_no_archiva_a_la_que_una_convocatoria_ira(escena, contactos, mundo):
    por, suyas = mundo["encargada"], Organizacion.objects.all()
    suyas.update(archivada_en=AHORA)
    cambio = services.cambiar_en_bloque(
        servicio=mundo.riberas, filas=suyas, accion="recuperar", esperadas=3, ahora=AHORA, por=por
    )
    fila = services.preparar_convocatoria(actividad=escena.actividad, mensaje="Hola", por=por)
    services.programar_envio(convocatoria=fila, contactos=contactos, enviar_en=A_LAS_NUEVE, por=por)
    cambio = services.deshacer_en_bloque(cambio=cambio, ahora=AHORA, por=por)
    assert cambio.intactas == sorted(c.organizacion_id for c in contactos)
    assert Organizacion.objects.vigentes().count() == 3
