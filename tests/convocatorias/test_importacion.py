"""The directory from a spreadsheet as a job: its states, its worker, what is erased."""

import io
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from openpyxl import Workbook

from comun import hojas, rut
from comun.errores import ErrorDominio, TransicionInvalida
from comun.models import Bitacora
from convocatorias import documents, selectors, services
from convocatorias.catalogos import senia_de
from convocatorias.models import Contacto, Importacion, MapeoColumnas, Organizacion, Tema
from convocatorias.services import carga_trabajo
from servicios.alcance import alcance

Estado = Importacion.Estado
RUT = rut.formatear(f"65123456-{rut.digito(65123456)}")
TITULOS = documents.TITULOS_DIRECTORIO
MOLINO = (
    "Junta de Vecinos El Molino", "territoriales", "talca", "Agua, Riego", RUT, "12, Talca",
    "Los Aromos 5", "Rosa Elena", "Quilaleo", "Presidenta", "Sí", "Rosa@correo.example",
    "9 1234 5678",
)  # fmt: skip
CORO = ("Coro de Cauquenes", "Cultural", "Cauquenes", *[""] * 4, "Luis", "Pino", "", "no", "",
        "9 8765 4321")  # fmt: skip


def planilla(*filas, titulos=TITULOS) -> bytes:
    return hojas.escribir_csv(filas, titulos)


def subir(mundo, contenido: bytes, nombre: str = "directorio.csv") -> Importacion:
    return services.subir_importacion(
        servicio=mundo.riberas, nombre=nombre, contenido=contenido, por=mundo["encargada"]
    )


def de_nuevo(fila: Importacion) -> Importacion:
    return Importacion.objects.get(pk=fila.pk)


def revisar(mundo, contenido: bytes) -> Importacion:
    fila = subir(mundo, contenido)
    columnas = selectors.columnas_sugeridas(fila)
    services.relacionar_columnas(importacion=fila, columnas=columnas, por=mundo["encargada"])
    services.revisar_importacion(fila.pk)
    return de_nuevo(fila)


def cargar(mundo, contenido: bytes) -> Importacion:
    fila = revisar(mundo, contenido)
    services.confirmar_importacion(importacion=fila, por=mundo["encargada"])
    services.cargar_importacion(fila.pk)
    return de_nuevo(fila)


def hallado(fila: Importacion) -> dict:
    return selectors.desempaquetar(fila.hallazgos)


def test_de_la_subida_a_lo_guardado(en_riberas) -> None:
    fila = revisar(en_riberas, planilla(MOLINO, CORO))
    assert (fila.estado, fila.filas, fila.avance) == (Estado.REVISADA, 2, 2)
    assert (Organizacion.objects.count(), hallado(fila)["temas"]) == (0, ["Agua", "Riego"])
    services.confirmar_importacion(importacion=fila, por=en_riberas["encargada"])
    services.cargar_importacion(fila.pk)
    fila = de_nuevo(fila)
    assert fila.estado == Estado.CARGADA
    assert (fila.contenido, fila.leido, fila.hallazgos, fila.muestra) == (None,) * 4
    assert fila.resumen == {
        "organizaciones_nuevas": 2, "organizaciones_cambiadas": 0, "organizaciones_iguales": 0,
        "contactos_nuevos": 2, "contactos_cambiados": 0, "contactos_iguales": 0,
        "temas_nuevos": 2,
    }  # fmt: skip
    molino = Organizacion.objects.get(nombre_plegado="junta de vecinos el molino")
    assert (molino.comuna_id, molino.rut, molino.personalidad, molino.direccion) == (
        "07101", f"65123456-{rut.digito(65123456)}", "12, Talca", "Los Aromos 5",
    )  # fmt: skip
    assert [t.pk for t in molino.tipos.all()] == ["territorial"]
    assert [t.nombre for t in molino.temas.all()] == ["Agua", "Riego"]
    assert molino.senia == senia_de(molino.nombre)
    assert " quilale " in molino.busqueda
    assert " talc " in molino.busqueda
    contacto = molino.contactos.get()
    assert (contacto.correo, contacto.telefono, contacto.representante) == (
        "rosa@correo.example", "+56912345678", True,
    )  # fmt: skip


def test_el_mismo_archivo_otra_vez_no_cambia_nada(en_riberas) -> None:
    cargar(en_riberas, planilla(MOLINO, CORO))
    fila = cargar(en_riberas, planilla(MOLINO, CORO))
    cambios = {k: v for k, v in fila.resumen.items() if v}
    assert cambios == {"organizaciones_iguales": 2, "contactos_iguales": 2}


def test_la_vista_previa_dice_antes_y_despues(en_riberas) -> None:
    cargar(en_riberas, planilla(MOLINO))
    otra = (*MOLINO[:2], "Curicó", *MOLINO[3:9], "Tesorera", *MOLINO[10:])
    fila = revisar(en_riberas, planilla(otra))
    assert hallado(fila)["muestra"] == [
        [2, "Junta de Vecinos El Molino", "Comuna", "Talca", "Curicó"],
        [2, "Rosa Elena Quilaleo", "Cargo", "Presidenta", "Tesorera"],
    ]
    assert Contacto.objects.get().cargo == "Presidenta"


def test_el_problema_principal_primero(en_riberas) -> None:
    filas = [(f"Club {n}", "funcional", "Tlaca" if n < 3 else "Santigo") for n in range(4)]
    filas.append(("Coro", "cantantes", "Talca"))
    fila = revisar(en_riberas, planilla(*filas, titulos=TITULOS[:3]))
    datos = hallado(fila)
    assert (fila.estado, datos["total"]) == (Estado.CON_ERRORES, 5)
    assert [p["frase"] for p in datos["problemas"]] == [
        "4 filas con una comuna que no existe: «Tlaca» (3) y «Santigo» (1).",
        "1 fila con un tipo de organización que no existe: «cantantes» (1).",
    ]
    assert datos["errores"][0] == [
        2, "Comuna", "No se reconoce la comuna «Tlaca». ¿Quiso decir «Talca»?",
    ]  # fmt: skip
    assert Organizacion.objects.count() == 0
    with pytest.raises(TransicionInvalida):
        services.confirmar_importacion(importacion=fila, por=en_riberas["encargada"])


def test_columnas_que_se_movieron_y_titulos_propios(en_riberas) -> None:
    """What was said once of those titles is remembered, wherever the columns are."""
    titulos = ("Quien", "Agrupación de base", "Rubro", "Escríbale a")
    fila = subir(en_riberas, planilla(("Rosa", "Club", "funcional", "r@x.cl"), titulos=titulos))
    assert selectors.columnas_sugeridas(fila) == {"correo": 3}
    services.relacionar_columnas(
        importacion=fila,
        columnas={"organizacion": 1, "tipos": 2, "nombres": 0, "correo": 3, "cargo": -1},
        por=en_riberas["encargada"],
    )
    movidos = (titulos[3], titulos[1], titulos[0], titulos[2])
    otra = subir(en_riberas, planilla(("r@x.cl", "Club", "Rosa", "funcional"), titulos=movidos))
    assert selectors.columnas_sugeridas(otra) == {
        "organizacion": 1, "tipos": 3, "nombres": 2, "correo": 0,
    }  # fmt: skip
    assert MapeoColumnas.objects.count() == 1


@pytest.mark.parametrize(
    ("columnas", "frase"),
    [
        ({"organizacion": -1}, "Elija qué columna tiene el nombre de la organización."),
        ({"organizacion": 0, "comuna": 0}, "Eligió dos veces la columna «Organización»."),
        ({"organizacion": 99}, "Esa columna no está en la planilla."),
    ],
)
def test_columnas_mal_elegidas(en_riberas, columnas, frase) -> None:
    fila = subir(en_riberas, planilla(MOLINO))
    with pytest.raises(ErrorDominio, match=frase):
        services.relacionar_columnas(
            importacion=fila, columnas=columnas, por=en_riberas["encargada"]
        )
    assert de_nuevo(fila).estado == Estado.SUBIDA


def test_formulas_y_celdas_combinadas(en_riberas) -> None:
    libro = Workbook()
    hoja = libro.active
    for celdas in (["Organización", "Tipos"], ["Club", "=A1"], ["Coro", "cultural"], ["", ""]):
        hoja.append(celdas)
    hoja.merge_cells("A3:A4")
    salida = io.BytesIO()
    libro.save(salida)
    fila = revisar(en_riberas, salida.getvalue())
    assert fila.estado == Estado.CON_ERRORES
    assert [(f, c) for f, c, _ in hallado(fila)["errores"]] == [(2, "Tipos"), (3, "Organización")]
    assert Organizacion.objects.count() == 0


def test_un_correo_en_dos_organizaciones_se_avisa(en_riberas) -> None:
    otra = ("Otra", "funcional", *[""] * 5, "Rosa", "Q", "", "", "rosa@correo.example", "")
    fila = revisar(en_riberas, planilla(MOLINO, otra))
    assert (fila.estado, hallado(fila)["avisos"]) == (
        Estado.REVISADA,
        [[3, "El mismo correo está en la fila 2, de otra organización. "
             "Recibirá una sola invitación."]],
    )  # fmt: skip


def test_la_unida_es_la_que_quedo_y_la_archivada_se_dice(en_riberas, reloj_en) -> None:
    cargar(en_riberas, planilla(MOLINO, CORO))
    queda, unida = Organizacion.objects.order_by("-nombre_plegado")
    Organizacion.objects.filter(pk=unida.pk).update(fusionada_en=queda)
    fila = cargar(en_riberas, planilla((*CORO[:3], "Coros", *CORO[4:])))
    assert fila.estado == Estado.CARGADA
    assert [t.nombre for t in queda.temas.all()] == ["Coros"]
    assert queda.contactos.count() == 2
    Organizacion.objects.filter(pk=queda.pk).update(archivada_en=Now())
    assert "está archivada" in hallado(revisar(en_riberas, planilla(MOLINO)))["avisos"][0][1]


def test_el_rut_reconoce_a_la_organizacion_con_otro_nombre(en_riberas) -> None:
    cargar(en_riberas, planilla(MOLINO))
    fila = revisar(en_riberas, planilla(("JJVV Molino", *MOLINO[1:])))
    assert fila.resumen["organizaciones_iguales"] == 1
    assert hallado(fila)["avisos"][0][1].startswith("«JJVV Molino» tiene el RUT de")
    cargar(en_riberas, planilla(CORO))
    ajeno = (*CORO[:4], RUT, *CORO[5:])
    fila = revisar(en_riberas, planilla(ajeno))
    [(_, columna, mensaje)] = hallado(fila)["errores"]
    assert (columna, mensaje) == (
        "RUT de la organización",
        f"El RUT {RUT} es de «Junta de Vecinos El Molino» en el directorio. "
        "Corrija el RUT o el nombre.",
    )


@pytest.mark.parametrize(
    ("rut_malo", "frase"),
    [
        ("65.123.456-0", "El RUT no coincide con su dígito verificador."),
        ("abc", "El RUT se escribe con su guion"),
        ("11.111.111-1", "Es el RUN de una persona, que aquí no se guarda."),
    ],
)
def test_ruts_que_no_se_guardan(en_riberas, rut_malo, frase) -> None:
    [(_, _, mensaje)] = hallado(
        revisar(en_riberas, planilla((*MOLINO[:4], rut_malo, *MOLINO[5:])))
    )["errores"]
    assert mensaje.startswith(frase)


def test_quien_cambia_de_correo_no_se_duplica(en_riberas) -> None:
    cargar(en_riberas, planilla(MOLINO))
    cargar(en_riberas, planilla((*MOLINO[:11], "nueva@correo.example", MOLINO[12])))
    assert Contacto.objects.get().correo == "nueva@correo.example"


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_lo_exportado_vuelve_a_entrar_sin_cambiar_nada(en_riberas, formato) -> None:
    raras = [
        (f"{signo}Club {signo}", "funcional", *[""] * 5, f"{signo}Ana", *[""] * 4, f"9{n}3456789")
        for n, signo in enumerate("=+-@")
    ]  # fmt: skip
    otra = (*MOLINO[:7], "Luis", "Rojas", "", "no", "luis@correo.example", "")
    cargar(en_riberas, planilla(MOLINO, otra, CORO, *raras))
    antes = list(Organizacion.objects.order_by("pk").values_list())
    filas = selectors.por_exportar(selectors.lista_de_organizaciones())
    with documents.directorio(filas, formato) as archivo:
        fila = cargar(en_riberas, archivo.read())
    cambios = {k: v for k, v in fila.resumen.items() if v}
    assert (fila.estado, cambios) == (
        Estado.CARGADA, {"organizaciones_iguales": 6, "contactos_iguales": 7},
    )  # fmt: skip
    assert list(Organizacion.objects.order_by("pk").values_list()) == antes
    assert Organizacion.objects.filter(nombre="=Club =").exists()


# ── Workers that die, people at the same time ──


def test_lo_que_deja_un_trabajador_muerto_lo_retoma_otro(en_riberas, monkeypatch) -> None:
    fila = revisar(en_riberas, planilla(MOLINO))
    services.confirmar_importacion(importacion=fila, por=en_riberas["encargada"])
    # Dead between the last row and the commit: its transaction goes with it, its lease stays.
    entero = carga_trabajo.move

    class Muerte(BaseException):
        pass

    def morir(*args, **kwargs):
        raise Muerte

    monkeypatch.setattr(carga_trabajo, "move", morir)
    with pytest.raises(Muerte):
        services.cargar_importacion(fila.pk)
    monkeypatch.setattr(carga_trabajo, "move", entero)
    assert (de_nuevo(fila).estado, Organizacion.objects.count()) == (Estado.CARGANDO, 0)
    services.cargar_importacion(fila.pk)  # somebody still has it
    assert de_nuevo(fila).estado == Estado.CARGANDO
    despertadas: list[tuple] = []
    monkeypatch.setattr(carga_trabajo, "pedir_tarea", lambda *a: despertadas.append(a))
    services.retomar_importaciones()
    assert despertadas == []
    Importacion.objects.update(tomada_hasta=Now() - timedelta(seconds=1))
    services.retomar_importaciones()
    assert despertadas == [("convocatorias.cargar_importacion", fila.pk)]
    services.cargar_importacion(fila.pk)
    assert (de_nuevo(fila).estado, Organizacion.objects.count()) == (Estado.CARGADA, 1)


def test_al_cuarto_intento_se_da_por_fallida(en_riberas) -> None:
    fila = revisar(en_riberas, planilla(MOLINO))
    services.confirmar_importacion(importacion=fila, por=en_riberas["encargada"])
    Importacion.objects.update(intentos=3)
    services.cargar_importacion(fila.pk)
    fila = de_nuevo(fila)
    assert (fila.estado, fila.contenido) == (Estado.FALLIDA, None)
    assert fila.fallo.startswith("No se pudo terminar, y no se guardó nada.")


def test_dos_planillas_con_lo_mismo_a_la_vez(en_riberas) -> None:
    """Both were reviewed when the directory was empty: the second one finds what the first did."""
    una, otra = revisar(en_riberas, planilla(MOLINO)), revisar(en_riberas, planilla(MOLINO))
    for fila in (una, otra):
        services.confirmar_importacion(importacion=fila, por=en_riberas["encargada"])
        services.cargar_importacion(fila.pk)
    assert Organizacion.objects.count() == Contacto.objects.count() == 1
    assert de_nuevo(otra).resumen["organizaciones_nuevas"] == 0


def test_lo_que_cambio_despues_de_revisar_no_se_guarda_a_medias(en_riberas) -> None:
    fila = revisar(en_riberas, planilla(CORO, MOLINO))
    Organizacion.objects.create(
        servicio=en_riberas.riberas, nombre="Otra", nombre_plegado="otra",
        rut=f"65123456-{rut.digito(65123456)}",
    )  # fmt: skip
    Organizacion.objects.create(
        servicio=en_riberas.riberas, nombre=MOLINO[0], nombre_plegado="junta de vecinos el molino"
    )
    services.confirmar_importacion(importacion=fila, por=en_riberas["encargada"])
    services.cargar_importacion(fila.pk)
    fila = de_nuevo(fila)
    assert (fila.estado, hallado(fila)["total"]) == (Estado.CON_ERRORES, 1)
    assert (Organizacion.objects.count(), Contacto.objects.count(), Tema.objects.count()) == (
        2,
        0,
        0,
    )


def test_descartar_mientras_se_revisa(en_riberas, monkeypatch) -> None:
    fila = subir(en_riberas, planilla(MOLINO))
    services.relacionar_columnas(
        importacion=fila, columnas={"organizacion": 0, "tipos": 1}, por=en_riberas["encargada"]
    )
    entero = carga_trabajo.leer_filas

    def y_descartar(*args, **kwargs):
        services.descartar_importacion(importacion=de_nuevo(fila), por=en_riberas["encargada"])
        return entero(*args, **kwargs)

    monkeypatch.setattr(carga_trabajo, "leer_filas", y_descartar)
    services.revisar_importacion(fila.pk)
    fila = de_nuevo(fila)
    assert (fila.estado, fila.contenido, fila.muestra) == (Estado.DESCARTADA, None, None)


def test_lo_olvidado_se_descarta_y_se_borra(en_riberas, reloj_en) -> None:
    fila = subir(en_riberas, planilla(MOLINO))
    services.retomar_importaciones()
    assert de_nuevo(fila).estado == Estado.SUBIDA
    reloj_en(fila.subida_en + timedelta(days=7, minutes=1))
    services.retomar_importaciones()
    fila = de_nuevo(fila)
    assert (fila.estado, fila.contenido) == (Estado.DESCARTADA, None)


def test_sin_cola_la_persona_no_espera_ni_ve_un_error(
    en_riberas, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    def caida(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("celery.app.base.Celery.send_task", caida)
    fila = subir(en_riberas, planilla(MOLINO))
    with django_capture_on_commit_callbacks(execute=True) as llamadas, transaction.atomic():
        services.relacionar_columnas(
            importacion=fila, columnas={"organizacion": 0}, por=en_riberas["encargada"]
        )
    assert (len(llamadas), de_nuevo(fila).estado) == (1, Estado.REVISANDO)


def test_lo_subido_no_esta_a_la_vista_ni_en_la_bitacora(en_riberas) -> None:
    subir(en_riberas, planilla(MOLINO), "contactos de Rosa.csv")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nombre, contenido, muestra FROM convocatorias_importacion")
        [(nombre, contenido, muestra)] = cursor.fetchall()
    guardado = nombre.encode() + bytes(contenido) + muestra.encode()
    assert b"Rosa" not in guardado
    assert b"Molino" not in guardado
    assert Bitacora.objects.get(accion="subir_planilla").datos == {"filas": 1}


def test_solo_titulos(en_riberas) -> None:
    with pytest.raises(hojas.HojaIlegible, match="La hoja solo tiene los títulos"):
        subir(en_riberas, planilla())


def test_la_de_otro_servicio_no_existe(en_riberas) -> None:
    fila = subir(en_riberas, planilla(MOLINO))
    with alcance(en_riberas.otro):
        assert not Importacion.objects.filter(pk=fila.pk).exists()
