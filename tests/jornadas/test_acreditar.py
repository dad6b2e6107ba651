"""The door registers everybody once, asks for what the guide asks, and turns nobody away."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.errores import ErrorDominio, ReglaIncumplida, SinPermiso
from comun.formato import hora
from comun.models import Bitacora
from convocatorias.models import Participante
from jornadas.models import Ficha, Jornada
from jornadas.services import DatosFicha, YaAcreditada, acreditar
from talleres.models import Asignacion
from talleres.services import crear_talleres
from tests import mundo as m

CITA = (
    "(Regla {}: guía de cuentas públicas de la División de Organizaciones Sociales, "
    "3. El día de ejecución.)"
)


def test_quien_llega_sin_inscripcion(escena):
    ficha = escena.llega(carpeta_entregada=True)
    persona = ficha.participante
    assert (persona.origen, persona.nombre_plegado, persona.organizacion_nombre) == (
        "puerta",
        "rosa elena quilaleo ortiz",
        "Junta de Vecinos El Molino",
    )
    assert Asignacion.objects.get().taller == escena.taller
    guardada = Ficha.objects.get()
    assert (guardada.documento, guardada.carpeta_entregada, guardada.acreditada_por) == (
        "11111111-1",
        True,
        escena["acreditadora"],
    )
    registro = Bitacora.objects.get(accion="acreditar")
    assert registro.datos == {"origen": "puerta", "taller": 1}


def test_la_invitada_conserva_su_fila_y_se_corrige(escena):
    organizacion = m.crear_organizacion(escena.mundo.riberas)
    invitada = m.crear_participante(escena.actividad, "Rosa", "Quilaleo", organizacion=organizacion)
    escena.llega(otros={"participante": invitada}, telefono="+56 9 1234 5678")
    persona = Participante.objects.get()
    assert (persona.origen, persona.nombres, persona.telefono, persona.organizacion) == (
        "invitado",
        "Rosa Elena",
        "+56 9 1234 5678",
        organizacion,
    )


def test_la_organizacion_escrita_se_une_al_directorio(escena):
    organizacion = m.crear_organizacion(escena.mundo.riberas)
    ficha = escena.llega(organizacion="JUNTA DE VECINOS  EL MOLINÓ")
    assert ficha.participante.organizacion == organizacion


def test_el_documento_y_la_firma_estan_cifrados(escena):
    escena.llega(firma=b"\x89PNG firma", firma_en_papel=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT documento, firma FROM jornadas_ficha")
        documento, firma = cursor.fetchone()
    assert "11111111" not in documento
    assert b"PNG" not in bytes(firma)
    assert bytes(Ficha.objects.get().firma) == b"\x89PNG firma"


@pytest.mark.parametrize(
    ("cambio", "mensaje"),
    [
        (
            {"apellidos": " "},
            "Faltan el nombre o los apellidos. Escríbalos como los dice la persona. "
            + CITA.format("R59"),
        ),
        (
            {"documento": ""},
            "Falta el número del documento. Escríbalo, o elija «sin documento». "
            + CITA.format("R60"),
        ),
        (
            {"organizacion": ""},
            "Falta la organización. Escríbala, o marque «a título personal». " + CITA.format("R61"),
        ),
        (
            {"a_titulo_personal": True},
            "Anotó una organización y también «a título personal». Deje solo una. "
            + CITA.format("R61"),
        ),
        (
            {"firma_en_papel": False},
            "Falta la firma. Pida que firme en la pantalla o en la hoja, o escriba por qué no "
            "firma. " + CITA.format("R62"),
        ),
        (
            {"correo": ""},
            "Falta cómo responderle. Anote un correo, un teléfono o una dirección: basta uno. "
            + CITA.format("R63"),
        ),
    ],
)
def test_lo_que_la_ficha_exige(escena, cambio, mensaje):
    with pytest.raises(ReglaIncumplida) as error:
        escena.llega(**cambio)
    assert error.value.mensaje == mensaje
    assert (Ficha.objects.count(), Participante.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "cambio",
    [
        {"tipo_documento": "sin_documento", "documento": ""},
        {"tipo_documento": "pasaporte", "documento": "ab 12345"},
        {"organizacion": "", "a_titulo_personal": True},
        {"firma_en_papel": False, "motivo_sin_firma": "No puede firmar"},
        {"correo": "", "direccion": "Calle 1 Norte 123"},
    ],
)
def test_lo_que_la_ficha_acepta(escena, cambio):
    ficha = escena.llega(**cambio)
    assert Ficha.objects.get() == ficha


def test_un_run_equivocado(escena):
    with pytest.raises(ErrorDominio) as error:
        escena.llega(documento="11.111.111-2")
    assert error.value.mensaje == (
        "El RUN no coincide con su dígito verificador. Revise los números o elija otro tipo de "
        "documento."
    )


def test_el_mismo_envio_es_la_misma_ficha(escena):
    assert escena.llega().pk == escena.llega().pk
    assert (Ficha.objects.count(), Participante.objects.count()) == (1, 1)


def test_el_mismo_documento_en_el_mismo_dia(escena):
    primera = escena.llega()
    with pytest.raises(YaAcreditada) as error:
        escena.llega(nonce="n2", nombres="Otra", apellidos="Persona")
    assert error.value.ficha == primera
    assert error.value.mensaje == (
        "Esta persona ya está acreditada en la jornada: Rosa Elena Q., a las "
        f"{hora(primera.acreditada_en)}, en el taller 1. Si no es ella, revise el documento."
    )
    assert (Ficha.objects.count(), Participante.objects.count()) == (1, 1)


def test_la_misma_invitada_en_dos_puestos(escena):
    invitada = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    sin = {"tipo_documento": "sin_documento", "documento": ""}
    escena.llega(otros={"participante": invitada}, **sin)
    with pytest.raises(YaAcreditada):
        escena.llega(nonce="n2", otros={"participante": invitada}, **sin)
    assert Ficha.objects.count() == 1


def test_dos_personas_sin_documento(escena):
    sin = {"tipo_documento": "sin_documento", "documento": ""}
    escena.llega(**sin)
    escena.llega(nonce="n2", nombres="Yasna", **sin)
    assert Ficha.objects.count() == 2


@pytest.mark.parametrize(
    ("estado", "palabra"), [("preparada", "preparada"), ("cerrada", "cerrada")]
)
def test_la_puerta_cerrada(escena, estado, palabra):
    Jornada.objects.update(estado=estado)
    escena.jornada.refresh_from_db()
    with pytest.raises(ErrorDominio) as error:
        escena.llega()
    assert error.value.mensaje == (
        f"La jornada está {palabra}: pida a quien la dirige que la abra. Lo escrito sigue aquí."
    )


@pytest.mark.parametrize("persona", ["secretaria", "facilitadora", "encargada-otro", "autoridad"])
def test_acreditar_exige_el_permiso(escena, persona):
    with pytest.raises(SinPermiso):
        escena.llega(por=persona)
    assert Ficha.objects.count() == 0


def test_la_invitada_de_otra_actividad(escena):
    otra = m.crear_actividad(escena.cuenta, slug="otra")
    ajena = m.crear_participante(otra, "Rosa", "Quilaleo")
    with pytest.raises(ErrorDominio) as error:
        escena.llega(otros={"participante": ajena})
    assert error.value.mensaje == "Esa persona está en la lista de otra actividad."


def test_sobre_el_aforo_nadie_se_queda_fuera(escena):
    escena.actividad.aforo = 1
    escena.actividad.save(update_fields=["aforo"])
    for n in range(3):
        escena.llega(nonce=f"n{n}", tipo_documento="sin_documento", documento="")
    assert Ficha.objects.count() == 3


def test_sin_talleres_no_hay_numero_ni_carpeta(escena):
    escena.taller.delete()
    ficha = escena.llega(carpeta_entregada=True)
    assert Asignacion.objects.count() == 0
    assert ficha.carpeta_entregada is False


def test_ochenta_y_dos_personas_en_ocho_talleres(escena):
    crear_talleres(actividad=escena.actividad, cantidad=7, por=escena["equipo"])
    for n in range(82):
        escena.llega(nonce=f"n{n}", tipo_documento="sin_documento", documento="")
    tamanos = Counter(Asignacion.objects.values_list("taller__numero", flat=True))
    assert tamanos == {1: 11, 2: 11, 3: 10, 4: 10, 5: 10, 6: 10, 7: 10, 8: 10}


def _sentencias(escena, nonce: str, **otros) -> int:
    jornada = Jornada.objects.select_related("actividad__comuna", "servicio").get()
    por = escena["acreditadora"]
    por.membresias.count()
    datos = DatosFicha(
        nombres="Yasna",
        apellidos="Toro",
        tipo_documento="sin_documento",
        organizacion="Club",
        telefono="912345678",
        firma_en_papel=True,
    )
    with CaptureQueriesContext(
        connection,
    ) as consultas:
        acreditar(jornada=jornada, datos=datos, nonce=nonce, por=por, **otros)
    marcas = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not c["sql"].startswith(marcas) for c in consultas)


def test_acreditar_cuesta_lo_mismo_con_diez_y_con_doscientas(escena):
    for n in range(10):
        escena.llega(nonce=f"n{n}", tipo_documento="sin_documento", documento="")
    con_diez = _sentencias(escena, "diez")
    for n in range(10, 250):
        escena.llega(nonce=f"n{n}", tipo_documento="sin_documento", documento="")
    assert (con_diez, _sentencias(escena, "doscientas")) == (11, 11)
