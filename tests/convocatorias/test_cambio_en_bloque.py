"""Changes of many organisations: seen before, done at once, and undone after."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias.models import CambioEnBloque, Convocatoria, Organizacion, Tema
from convocatorias.selectors import reparto
from convocatorias.services import cambiar_en_bloque, deshacer_en_bloque
from servicios.alcance import alcance
from servicios.models import Comuna
from tests import mundo as el_mundo

CUENTA = ("riberas", 2026)
AHORA = datetime(2027, 5, 10, 15, 0, 0, 123456, tzinfo=UTC)


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=(*CUENTA, *args))


@pytest.fixture
def filas(escena, mundo, contactos) -> list[Organizacion]:
    """Three organisations in the order of their names, one kind each, all of Talca."""
    return list(Organizacion.objects.order_by("nombre_plegado"))


def cambiar(mundo, accion, valor="", esperadas=3, filas=None, nombre=""):
    return cambiar_en_bloque(
        servicio=mundo.riberas,
        filas=Organizacion.objects.all() if filas is None else filas,
        accion=accion,
        valor=valor,
        valor_nombre=nombre,
        esperadas=esperadas,
        ahora=AHORA,
        por=mundo["encargada"],
    )


def deshacer(mundo, cambio):
    return deshacer_en_bloque(
        cambio=cambio, ahora=AHORA + timedelta(hours=1), por=mundo["encargada"]
    )


def como_estan() -> list[tuple]:
    """Everything of each organisation that these changes may touch."""
    return [
        (
            fila.nombre,
            sorted(fila.tipos.values_list("pk", flat=True)),
            sorted(fila.temas.values_list("nombre", flat=True)),
            fila.comuna_id,
            fila.archivada_en,
            fila.busqueda,
        )
        for fila in Organizacion.objects.order_by("pk")
    ]


def tema(mundo) -> Tema:
    return Tema.objects.create(servicio=mundo.riberas, nombre="Agua", nombre_plegado="agua")


@pytest.mark.parametrize(
    ("accion", "valor", "esperadas"),
    [
        ("agregar_tipo", "mujeres", 2),
        ("quitar_tipo", "cultural", 3),
        ("agregar_tema", "", 3),
        ("quitar_tema", "", 1),
        ("cambiar_comuna", "07201", 3),
        ("archivar", "", 2),
        ("recuperar", "", 1),
    ],
)
def test_se_hace_y_se_deshace_tal_cual(filas, mundo, accion, valor, esperadas):
    agua = tema(mundo)
    if accion == "quitar_tipo":
        for fila in filas:
            fila.tipos.add("cultural")
    if accion == "quitar_tema":
        filas[0].temas.add(agua)
    if accion in ("archivar", "recuperar"):
        Organizacion.objects.filter(pk=filas[0].pk).update(archivada_en=AHORA - timedelta(days=9))
    antes = como_estan()
    valor = str(agua.pk) if accion.endswith("_tema") else valor
    cambio = cambiar(mundo, accion, valor, esperadas)
    assert como_estan() != antes
    assert (cambio.cambiadas, len(cambio.antes)) == (esperadas, esperadas)
    deshecho = deshacer(mundo, cambio)
    assert como_estan() == antes
    assert (deshecho.intactas, deshecho.deshecho_por) == ([], mundo["encargada"])
    hechos = Bitacora.objects.filter(accion__contains="en_bloque").order_by("pk")
    assert [(h.accion, h.datos) for h in hechos] == [
        ("cambiar_en_bloque", {"accion": accion, "valor": valor, "cuantas": esperadas}),
        ("deshacer_en_bloque", {"devueltas": esperadas, "intactas": 0}),
    ]


def test_la_comuna_nueva_se_busca(filas, mundo):
    cambiar(mundo, "cambiar_comuna", "07201")
    assert {" cauquen " in fila.busqueda for fila in Organizacion.objects.all()} == {True}


def test_lo_que_cambio_despues_se_respeta_y_se_dice(filas, mundo, entrar):
    cambio = cambiar(mundo, "cambiar_comuna", "07201", nombre="Cauquenes")
    otra = Comuna.objects.get(codigo="07102")
    Organizacion.objects.filter(pk=filas[1].pk).update(comuna=otra)
    cliente = entrar("encargada")
    pagina = cliente.post(url("deshacer_bloque", cambio.pk), follow=True).content.decode()
    assert "1 organización quedó como estaba" in pagina
    assert filas[1].nombre in pagina
    comunas = [f.comuna_id for f in Organizacion.objects.order_by("nombre_plegado")]
    assert comunas == ["07101", "07102", "07101"]
    assert CambioEnBloque.objects.get().intactas == [filas[1].pk]
    with pytest.raises(ErrorDominio, match="Ese cambio ya se había deshecho"):
        deshacer(mundo, cambio)


def test_deshacer_no_deja_a_nadie_sin_tipo(filas, mundo):
    cambio = cambiar(mundo, "agregar_tipo", "cultural")
    filas[0].tipos.set(["cultural"])
    deshecho = deshacer(mundo, cambio)
    assert deshecho.intactas == [filas[0].pk]
    assert [sorted(t.pk for t in fila.tipos.all()) for fila in filas] == [
        ["cultural"],
        ["funcional"],
        ["territorial"],
    ]


def test_lo_que_no_cambia_y_por_que(filas, mundo, escena):
    partes = reparto("quitar_tipo", "mujeres", Organizacion.objects.all())
    assert (list(partes.cambian), list(partes.rechazadas)) == ([], [filas[0]])
    assert partes.motivo == "Es su único tipo. Agréguele otro antes de quitarlo."
    convocatoria = Convocatoria.objects.create(
        actividad=escena.actividad,
        estado=Convocatoria.Estado.PROGRAMADA,
        enviar_en=AHORA,
        programada_por=mundo["encargada"],
    )
    convocatoria.destinatarios.set(filas[2].contactos.all())
    partes = reparto("archivar", "", Organizacion.objects.order_by("nombre_plegado"))
    assert (list(partes.cambian), list(partes.rechazadas)) == (filas[:2], [filas[2]])
    assert partes.motivo.startswith("Una convocatoria programada va a esta organización.")


def test_las_unidas_no_entran(filas, mundo):
    Organizacion.objects.filter(pk=filas[2].pk).update(fusionada_en=filas[0])
    cambio = cambiar(mundo, "cambiar_comuna", "07201", esperadas=2)
    assert [clave for clave, _ in cambio.antes] == sorted(f.pk for f in filas[:2])


def test_si_el_directorio_cambio_no_se_hace_nada(filas, mundo):
    antes = como_estan()
    with pytest.raises(ErrorDominio, match="ahora serían 3 organizaciones"):
        cambiar(mundo, "agregar_tipo", "cultural", esperadas=2)
    with pytest.raises(ErrorDominio, match="Ninguna de esas organizaciones cambiaría"):
        cambiar(mundo, "recuperar", esperadas=0)
    assert (como_estan(), CambioEnBloque.objects.count()) == (antes, 0)


def test_mas_de_diez_mil_se_hacen_por_partes(filas, mundo, monkeypatch):
    monkeypatch.setattr("convocatorias.services.bloques.MAXIMO_EN_BLOQUE", 2)
    with pytest.raises(ErrorDominio, match=r"Son más de 10\.000 organizaciones"):
        cambiar(mundo, "cambiar_comuna", "07201")


@pytest.mark.parametrize(
    ("accion", "valor", "al_hacer", "al_deshacer"),
    [("agregar_tipo", "cultural", 9, 11), ("cambiar_comuna", "07201", 13, 13)],
)
def test_las_mismas_sentencias_con_pocas_y_con_muchas(
    filas, mundo, accion, valor, al_hacer, al_deshacer
):
    def contar() -> tuple[int, int]:
        cuantas = Organizacion.objects.count()
        with CaptureQueriesContext(connection) as hacer:
            cambio = cambiar(mundo, accion, valor, esperadas=cuantas)
        with CaptureQueriesContext(connection) as vuelta:
            deshacer(mundo, cambio)
        return len(hacer), len(vuelta)

    pocas = contar()
    for n in range(60):
        el_mundo.crear_organizacion(mundo.riberas, f"Club {n}")
    muchas = contar()
    assert pocas == muchas == (al_hacer, al_deshacer)


# ── The pages ──


def test_de_las_marcadas_a_la_vista_previa_y_al_cambio(filas, entrar):
    cliente = entrar("encargada")
    ids = [fila.pk for fila in filas[:2]]
    datos = {"cuales": "marcadas", "ids": ids, "accion": "agregar_tipo", "consulta": ""}
    primera = cliente.post(url("bloque"), datos)
    assert (primera.status_code, "Qué pasará" in primera.content.decode()) == (200, False)
    sin_valor = cliente.post(url("bloque"), datos | {"valor": ""})
    assert (sin_valor.status_code, "Elija un tipo." in sin_valor.content.decode()) == (422, True)
    datos["valor"] = "mujeres"
    previa = cliente.post(url("bloque"), datos).content.decode()
    assert "<strong>1 organización cambia</strong>" in previa
    assert f"<li>{filas[1].nombre}" in previa
    assert CambioEnBloque.objects.count() == 0
    viejo = cliente.post(url("bloque"), datos | {"esperadas": 2, "aplicar": "si"})
    assert (viejo.status_code, "ahora serían 1" in viejo.content.decode()) == (422, True)
    hecho = cliente.post(url("bloque"), datos | {"esperadas": 1, "aplicar": "si"})
    cambio = CambioEnBloque.objects.get()
    assert hecho["Location"] == url("cambio_en_bloque", cambio.pk)
    assert (cambio.valor_nombre, cambio.antes) == ("De mujeres", [[filas[1].pk, True]])
    assert "Deshacer este cambio" in cliente.get(hecho["Location"]).content.decode()
    lista = cliente.get(url("cambios_en_bloque")).content.decode()
    assert "Agregar un tipo De mujeres" in lista
    cliente.post(url("deshacer_bloque", cambio.pk))
    assert [t.pk for t in filas[1].tipos.all()] == ["funcional"]


def test_todas_las_que_coinciden_con_la_busqueda(filas, entrar):
    cliente = entrar("encargada")
    lugar = cliente.post(url("buscar_directorio"), {"texto": "molino", "consulta": ""})["Location"]
    consulta = lugar.partition("?")[2]
    datos = {"cuales": "todas", "accion": "archivar", "consulta": consulta}
    previa = cliente.post(url("bloque"), datos).content.decode()
    assert "<strong>1 organización cambia</strong>" in previa
    cliente.post(url("bloque"), datos | {"esperadas": 1, "aplicar": "si"})
    assert [f.archivada_en is None for f in Organizacion.objects.order_by("nombre_plegado")] == [
        True, True, False,
    ]  # fmt: skip


def test_sin_las_palabras_de_la_busqueda_no_se_toca_nada(filas, entrar):
    datos = {"cuales": "todas", "accion": "archivar", "consulta": "b=perdida"}
    respuesta = entrar("encargada").post(
        url("bloque"), datos | {"esperadas": 3, "aplicar": "si"}, follow=True
    )
    assert "Esa lista ya no es la que vio" in respuesta.content.decode()
    assert Organizacion.objects.exclude(archivada_en=None).count() == 0


@pytest.mark.parametrize(
    "datos",
    [
        {},
        {"cuales": "marcadas", "accion": "archivar"},
        {"cuales": "todas", "accion": "borrar"},
        {"cuales": "marcadas", "accion": "archivar", "ids": ["x", "²"]},
    ],
)
def test_sin_elegir_vuelve_a_la_lista_con_una_frase(filas, entrar, datos):
    respuesta = entrar("encargada").post(url("bloque"), datos, follow=True)
    assert respuesta.redirect_chain == [(url("directorio"), 302)]
    frase = "Marque al menos una organización y elija qué hacer con ellas."
    assert frase in respuesta.content.decode()


def test_las_de_otro_servicio_no_cambian(filas, mundo, entrar):
    with alcance(mundo.otro):
        ajena = el_mundo.crear_organizacion(mundo.otro, "Ajena")
    datos = {"cuales": "marcadas", "accion": "archivar", "ids": [ajena.pk]}
    previa = entrar("encargada").post(url("bloque"), datos).content.decode()
    assert "<strong>Ninguna cambia.</strong>" in previa
