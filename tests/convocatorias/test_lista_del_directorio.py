"""The list of the directory: what a search finds, its filters, and its pages from a key."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convocatorias.models import Organizacion, Tema
from convocatorias.selectors import hoja, lista_de_organizaciones
from convocatorias.services import indexar, indices_de
from correos.models import Supresion
from correos.services import bloquear
from servicios.models import Comuna
from tests import mundo as el_mundo
from tests.convocatorias.conftest import crear_contacto

CUENTA = ("riberas", 2026)
#: Of the list page, at any size.
SENTENCIAS = 17


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=(*CUENTA, *args))


def nombres(filas) -> list[str]:
    return [fila.nombre for fila in filas]


@pytest.fixture
def directorio(escena, mundo):
    """Four organisations of two comunas, one of them archived."""
    crear_contacto(
        mundo.riberas, "Junta de Vecinos N° 5 El Molino", "territorial", nombres="Rosa Elena",
        apellidos="Quilaleo Ñanco", correo="rosa@correo.example",
    )  # fmt: skip
    crear_contacto(
        mundo.riberas, "Coro de Cauquenes", "cultural", comuna="07201", nombres="Luis",
        apellidos="Peña", telefono="+56987654321",
    )  # fmt: skip
    sola = el_mundo.crear_organizacion(mundo.riberas, "Agrupación Ríos Libres")
    sola.tipos.set(["ambiental"])
    vieja = el_mundo.crear_organizacion(mundo.riberas, "Centro de Madres Antiguo")
    Organizacion.objects.filter(pk=vieja.pk).update(archivada_en=el_mundo.AHORA)
    return mundo


def poblar(servicio, cuantas: int) -> None:
    Organizacion.objects.bulk_create(
        Organizacion(
            servicio=servicio,
            nombre=f"Comité {n:05d}",
            comuna_id="07101",
            **indices_de(f"Comité {n:05d}", "Talca"),
        )
        for n in range(cuantas)
    )


@pytest.mark.parametrize(
    ("texto", "esperadas"),
    [
        ("CÓRO", ["Coro de Cauquenes"]),
        ("vecina molinos", ["Junta de Vecinos N° 5 El Molino"]),
        ("quilaleo", ["Junta de Vecinos N° 5 El Molino"]),
        ("nanco rosa", ["Junta de Vecinos N° 5 El Molino"]),
        ("mol", ["Junta de Vecinos N° 5 El Molino"]),
        ("mol vecinos", []),
        ("5 molino", ["Junta de Vecinos N° 5 El Molino"]),
        ("cauquenes", ["Coro de Cauquenes"]),
        ("coro talca", []),
        ("antiguo", []),
        ("¡!", []),
        ("100%", []),
        ("", ["Agrupación Ríos Libres", "Coro de Cauquenes", "Junta de Vecinos N° 5 El Molino"]),
    ],
)
def test_busca_por_raices_en_organizacion_persona_y_comuna(directorio, texto, esperadas):
    assert nombres(lista_de_organizaciones(texto=texto)) == esperadas


def test_cada_filtro(directorio, mundo):
    coro = Organizacion.objects.get(nombre="Coro de Cauquenes")
    tema = Tema.objects.create(servicio=mundo.riberas, nombre="Agua", nombre_plegado="agua")
    coro.temas.add(tema)
    bloquear(
        servicio=mundo.riberas,
        direccion="rosa@correo.example",
        alcance="renunciables",
        origen=Supresion.Origen.PERSONA,
    )
    molino, rios = "Junta de Vecinos N° 5 El Molino", "Agrupación Ríos Libres"
    for criterio, esperadas in (
        ({"tipo": "cultural"}, [coro.nombre]),
        ({"comuna": "07201"}, [coro.nombre]),
        ({"region": "07"}, [coro.nombre, molino]),
        ({"tema": tema.pk}, [coro.nombre]),
        ({"avisar": "sin_contacto"}, [rios]),
        ({"avisar": "sin_correo"}, [rios, coro.nombre]),
        ({"avisar": "no_invitar"}, [molino]),
        ({"estado": "archivadas"}, ["Centro de Madres Antiguo"]),
        ({"tipo": "cultural", "comuna": "07101"}, []),
    ):
        assert (criterio, nombres(lista_de_organizaciones(**criterio))) == (criterio, esperadas)


def test_la_busqueda_no_queda_en_la_direccion(directorio, entrar):
    cliente = entrar("encargada")
    datos = {"texto": "quilaleo", "consulta": "comuna=07101&q=quilaleo&tipo=inventado"}
    respuesta = cliente.post(url("buscar_directorio"), datos)
    camino, _, consulta = respuesta["Location"].partition("?")
    assert camino == url("directorio")
    assert consulta.startswith("comuna=07101&b=")
    assert "quilaleo" not in respuesta["Location"]
    pagina = cliente.get(respuesta["Location"])
    assert nombres(pagina.context["hoja"].filas) == ["Junta de Vecinos N° 5 El Molino"]
    assert 'value="quilaleo"' in pagina.content.decode()
    # In another browser the token stands for nothing, and the page says so.
    otra = entrar("encargada").get(respuesta["Location"])
    assert "Esa búsqueda ya no está." in otra.content.decode()
    assert Session.objects.count() == 2
    sin_nada = cliente.post(url("buscar_directorio"), {"texto": "  ", "consulta": ""})
    assert sin_nada["Location"] == url("directorio")


def test_dos_busquedas_a_la_vez_no_se_confunden(directorio, entrar):
    cliente = entrar("encargada")
    direcciones = [
        cliente.post(url("buscar_directorio"), {"texto": texto})["Location"]
        for texto in ("coro", "molino", "a", "b", "c")
    ]
    paginas = [cliente.get(una).context["hoja"] for una in direcciones[:2]]
    assert [hoja.filas[0].nombre for hoja in paginas] == [
        "Coro de Cauquenes",
        "Junta de Vecinos N° 5 El Molino",
    ]
    assert len(cliente.session["directorio_busquedas"]) == 5


def test_va_y_vuelve_por_la_llave(escena, mundo):
    poblar(mundo.riberas, 12)
    filas = lista_de_organizaciones()
    primera = hoja(filas, 5, despues=None, antes=None)
    assert (primera.total, primera.anterior) == (12, None)
    segunda = hoja(filas, 5, despues=primera.siguiente, antes=None)
    tercera = hoja(filas, 5, despues=segunda.siguiente, antes=None)
    assert nombres([*primera.filas, *segunda.filas, *tercera.filas]) == nombres(filas)
    assert (len(tercera.filas), tercera.siguiente) == (2, None)
    de_vuelta = hoja(filas, 5, despues=None, antes=tercera.anterior)
    assert nombres(de_vuelta.filas) == nombres(segunda.filas)
    al_comienzo = hoja(filas, 5, despues=None, antes=de_vuelta.anterior)
    assert (nombres(al_comienzo.filas), al_comienzo.anterior) == (nombres(primera.filas), None)
    # A row that was erased meanwhile gives the first page.
    assert nombres(hoja(filas, 5, despues=10**9, antes=None).filas) == nombres(primera.filas)


def test_las_mismas_sentencias_con_miles_y_ninguna_salta_filas(directorio, mundo, entrar):
    cliente = entrar("encargada")

    def sentencias(consulta: str = "") -> list[str]:
        with CaptureQueriesContext(connection) as hechas:
            assert cliente.get(url("directorio") + consulta).status_code == 200
        return [una["sql"] for una in hechas]

    con_pocas = sentencias()
    poblar(mundo.riberas, 3000)
    con_miles = sentencias()
    assert len(con_pocas) == len(con_miles) == SENTENCIAS
    honda = Organizacion.objects.get(nombre="Comité 02500").pk
    adentro = sentencias(f"?despues={honda}")
    # One more: the name of the row from which it goes on.
    assert len(adentro) == SENTENCIAS + 1
    assert [s for s in (*con_miles, *adentro) if "OFFSET" in s] == []
    de_la_lista = [s for s in adentro if '"busqueda"' in s or '"nombre_plegado" >' in s]
    assert [s.rpartition("LIMIT ")[2] for s in de_la_lista] == ["51"]
    # People of fifty rows, and no more than four of each.
    (personas,) = [s for s in con_miles if "ROW_NUMBER" in s]
    assert "<= 4" in personas


def test_el_orden_lo_da_el_indice(directorio, mundo):
    """The plan of a deep page walks the index of the list and sorts nothing."""
    poblar(mundo.riberas, 500)
    connection.cursor().execute("ANALYZE")
    filas = lista_de_organizaciones().filter(nombre_plegado__gt="comite 00400")[:51]
    plan = filas.explain()
    if connection.vendor == "sqlite":
        assert "organizacion_por_nombre" in plan or "organizacion_unica" in plan, plan
        assert "TEMP B-TREE" not in plan


def test_las_mismas_personas_por_muchas_que_sean(escena, mundo, entrar):
    for n in range(6):
        contacto = crear_contacto(
            mundo.riberas, "Junta Grande", "territorial", nombres=f"Persona {n}",
            correo=f"p{n}@x.example", representante=n == 5,
        )  # fmt: skip
    texto = entrar("encargada").get(url("directorio")).content.decode()
    vistas = [n for n in range(6) if f"Persona {n}" in texto]
    assert (vistas, texto.count("y otras personas")) == ([0, 1, 5], 1)
    assert contacto.organizacion.nombre == "Junta Grande"


def test_los_vacios_ensenan(escena, entrar):
    cliente = entrar("encargada")
    vacio = cliente.get(url("directorio")).content.decode()
    assert "El directorio está por escribirse" in vacio
    assert url("cargar_directorio") in vacio
    nada = cliente.get(url("directorio"), {"estado": "archivadas"}).content.decode()
    assert "Ninguna organización coincide" in nada


def test_un_filtro_escrito_mal_no_cuenta(directorio, entrar):
    pagina = entrar("encargada").get(
        url("directorio"), {"tipo": "x", "comuna": "99999", "avisar": "x", "despues": "²"}
    )
    assert (pagina.status_code, pagina.context["hoja"].total) == (200, 3)


def test_lo_que_encuentra_sigue_a_lo_que_se_guarda(directorio, mundo):
    coro = Organizacion.objects.get(nombre="Coro de Cauquenes")
    Organizacion.objects.filter(pk=coro.pk).update(
        nombre="Orquesta", comuna=Comuna.objects.get(codigo="07101")
    )
    indexar([coro.pk])
    coro.refresh_from_db()
    assert (coro.busqueda, coro.senia) == (" orquest talc luis pen ", "orquest")
