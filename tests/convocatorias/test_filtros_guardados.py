"""The filters of the directory that each person keeps, and nobody else sees."""

import pytest
from django.urls import reverse

from comun.errores import ErrorDominio
from convocatorias.models import FiltroGuardado
from convocatorias.services import guardar_filtro, renombrar_filtro

CUENTA = ("riberas", 2026)


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=(*CUENTA, *args))


def guardar(mundo, nombre="Culturales", consulta="tipo=cultural", quien="encargada"):
    return guardar_filtro(
        servicio=mundo.riberas, nombre=nombre, consulta=consulta, por=mundo[quien]
    )


def test_guardar_usar_renombrar_y_borrar(escena, entrar):
    cliente = entrar("encargada")
    datos = {"nombre": " De  cultura ", "consulta": "tipo=cultural&estado=archivadas&b=abc&q=Rosa"}
    respuesta = cliente.post(url("guardar_filtro"), datos, follow=True)
    filtro = FiltroGuardado.objects.get()
    assert (filtro.nombre, filtro.consulta) == ("De cultura", "tipo=cultural&estado=archivadas")
    enlace = f'href="{url("directorio")}?tipo=cultural&amp;estado=archivadas" aria-current="true"'
    assert enlace in respuesta.content.decode()
    cliente.post(url("renombrar_filtro", filtro.pk), {"nombre": "Cultura"})
    filtro.refresh_from_db()
    assert filtro.nombre == "Cultura"
    pagina = cliente.post(url("borrar_filtro", filtro.pk), follow=True).content.decode()
    assert "No tiene filtros guardados" in pagina
    assert FiltroGuardado.objects.count() == 0


def test_el_de_otra_persona_no_existe(escena, mundo, entrar):
    ajeno = guardar(mundo, quien="equipo")
    cliente = entrar("encargada")
    assert cliente.post(url("borrar_filtro", ajeno.pk)).status_code == 404
    assert cliente.post(url("renombrar_filtro", ajeno.pk), {"nombre": "x"}).status_code == 404
    assert "Culturales" not in cliente.get(url("filtros_directorio")).content.decode()
    assert "Culturales" not in cliente.get(url("directorio")).content.decode()


def test_el_mismo_nombre_reemplaza(escena, mundo):
    primero = guardar(mundo)
    assert guardar(mundo, consulta="comuna=07101").pk == primero.pk
    assert FiltroGuardado.objects.get().consulta == "comuna=07101"


def test_las_frases_de_lo_que_no_se_puede(escena, mundo, entrar):
    with pytest.raises(ErrorDominio, match="Elija al menos un filtro antes de guardarlo"):
        guardar(mundo, consulta="")
    primero = guardar(mundo, nombre="Uno")
    guardar(mundo, nombre="Dos")
    with pytest.raises(ErrorDominio, match="Usted ya tiene un filtro con ese nombre"):
        renombrar_filtro(filtro=primero, nombre="Dos")
    cliente = entrar("encargada")
    pagina = cliente.post(url("renombrar_filtro", primero.pk), {"nombre": "Dos"})
    assert (pagina.status_code, 'value="Dos"' in pagina.content.decode()) == (422, True)
    pagina = cliente.post(url("renombrar_filtro", primero.pk), {"nombre": " "})
    assert "Escriba un nombre para reconocer el filtro." in pagina.content.decode()
    sin_nombre = cliente.post(
        url("guardar_filtro"), {"nombre": "", "consulta": "tipo=cultural"}, follow=True
    )
    assert "Escriba un nombre para reconocer el filtro." in sin_nombre.content.decode()
    for n in range(18):
        guardar(mundo, nombre=f"Filtro {n}")
    with pytest.raises(ErrorDominio, match="Ya tiene 20 filtros guardados"):
        guardar(mundo, nombre="Otro")
    guardar(mundo, nombre="Dos", consulta="comuna=07101")
