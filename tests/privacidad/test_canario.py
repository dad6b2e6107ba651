"""P20: after the erasure nobody is found anywhere. That nobody ever was: `test_rastreo.py`."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache.backends import locmem
from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from correos.models import Mensaje
from correos.privacidad import POR_SALIR
from cuentas.models import CuentaPublica
from privacidad.models import ActaSupresion
from privacidad.privacidad import sujeto
from privacidad.services import borrado
from privacidad.services.borrado import borrar_persona
from privacidad.services.reposicion import exportar_actas, reponer
from respuestas.models import Consentimiento, Consulta, Consultante
from servicios.alcance import alcance
from servicios.rutas import todas
from tests.matriz.test_matriz import direccion
from tests.mundo import AHORA
from tests.privacidad import canarios

#: Where each erasure is the only one that takes the person out of a column.
CON_BORRADO_PROPIO = {
    "convocatorias.Contacto",
    "convocatorias.Encuentro",
    "convocatorias.Participante",
    "correos.Mensaje",
    "correos.Supresion",
    "jornadas.Ficha",
    "jornadas.PreguntaPlenario",
    "privacidad.SolicitudDerechos",
    "respuestas.AdjuntoConsulta",
    "respuestas.Consulta",
    "respuestas.Consultante",
    "seguimiento.Suscripcion",
}


def test_los_canarios_estan_en_cada_tabla(cerrada):
    """Without it, that nothing is found would prove nothing."""
    tablas = {hallado.rpartition(".")[0] for hallado in canarios.en_la_base()}
    assert tablas == CON_BORRADO_PROPIO | {
        "convocatorias.Ajuste",
        "convocatorias.Invitacion",
        "convocatorias.Organizacion",
    }


def test_despues_de_borrar_no_queda_nadie(mundo, cerrada):
    hecho = borrar_persona(
        servicio=mundo.riberas, correo=canarios.CORREO.upper(), por=mundo["datos"]
    )
    assert canarios.en_la_base() == []
    assert canarios.en_crudo() == []  # nor in a table that no model declares
    assert hecho.conservadas == [borrado.LO_DICHO]
    assert set(hecho.borradas) >= CON_BORRADO_PROPIO
    with alcance(mundo.riberas):
        acta = ActaSupresion.objects.get()
        consulta = Consulta.objects.get(folio_numero=77)
        assert not Consentimiento.objects.filter(retirado_en=None).exists()
        assert not Mensaje.objects.filter(clave="canario:pendiente").por_enviar().exists()
    assert (acta.clase, acta.motivo) == ("persona", "derecho")
    assert acta.sujeto_hmac == sujeto(mundo.riberas.pk, canarios.CORREO)
    assert consulta.mensaje == "Pregunta por el puente."  # its public version
    assert (consulta.clave_hash, consulta.nonce, consulta.huella) == (None, None, "")


def test_sin_el_borrado_de_un_modelo_la_busqueda_lo_halla(mundo, cerrada, monkeypatch):
    """The negative control: the search finds what each erasure, forgotten, would leave."""
    entero = borrado.REGISTRO
    no_hallados = set()
    for modelo in CON_BORRADO_PROPIO:
        cojo = [replace(t, borrar=None) if t.modelo == modelo else t for t in entero]
        monkeypatch.setattr(borrado, "REGISTRO", tuple(cojo))
        with transaction.atomic():
            borrar_persona(servicio=mundo.riberas, correo=canarios.CORREO)
            hallados = {hallado.rpartition(".")[0] for hallado in canarios.en_la_base()}
            transaction.set_rollback(True)
        if modelo not in hallados:
            no_hallados.add(modelo)
    assert no_hallados == set()


EXPORTA = re.compile(r"csv|xlsx|zip|descargar|planilla|exportar|formato|asistentes|etiquetas")


def _lo_que_se_baja(cliente, ids):
    """Each list or sheet that staff take away, and what is inside."""
    for ruta in todas():
        if ruta.policy.startswith("permiso") and EXPORTA.search(ruta.path):
            respuesta = cliente.get(direccion(ruta, ids))
            crudo = respuesta.getvalue() if respuesta.streaming else respuesta.content
            if zipfile.is_zipfile(io.BytesIO(crudo)):
                with zipfile.ZipFile(io.BytesIO(crudo)) as partes:
                    crudo = b" ".join(partes.read(nombre) for nombre in partes.namelist())
            yield ruta.name, crudo.decode("utf-8", "replace")


def _en_la_memoria():
    """The cache of the process, where it is in memory."""
    for nombre, valores in locmem._caches.items():
        yield from ((f"{nombre}:{clave}", str(valor)) for clave, valor in valores.items())


def test_tampoco_en_lo_que_se_baja_ni_en_la_memoria(mundo, objetos, entrar):
    cliente = entrar("encargada")
    antes = canarios.en(_lo_que_se_baja(cliente, objetos))
    # They would be found.
    assert {"convocatorias_gestion:exportar", "correos_gestion:descargar"} <= set(antes)
    with alcance(mundo.riberas):
        CuentaPublica.objects.update(estado="cerrada", cerrada_en=AHORA)
    borrar_persona(servicio=mundo.riberas, correo=canarios.CORREO)
    assert canarios.en(_lo_que_se_baja(cliente, objetos)) == []
    assert canarios.en(_en_la_memoria()) == []


def test_lo_que_falta_responder_y_la_ficha_de_una_cuenta_abierta_quedan(mundo, objetos):
    """What the service still owes stays, each thing with its reason; the consents do not."""
    with alcance(mundo.riberas):
        Consulta.objects.filter(folio_numero=77).update(estado="recibida")
    hecho = borrar_persona(servicio=mundo.riberas, correo=canarios.CORREO)
    assert sorted(hecho.conservadas) == sorted(
        [
            "Tiene un mensaje sin responder: se necesita para responderle.",
            "Va con un mensaje sin responder.",
            "Su ficha de asistencia acredita la jornada: se conserva hasta que la cuenta se "
            "cierre.",
            "Hay una planilla del directorio sin terminar: puede traer a la persona. Termine o "
            "descarte esa carga.",
            POR_SALIR,  # its acknowledgement; the other mails that waited were stopped
            borrado.LO_DICHO,
        ]
    )
    assert not hecho.completa
    quedan = {hallado.rpartition(".")[0] for hallado in canarios.en_la_base()}
    assert quedan == {
        "convocatorias.Participante",
        "correos.Mensaje",
        "jornadas.Ficha",
        "respuestas.AdjuntoConsulta",
        "respuestas.Consulta",
        "respuestas.Consultante",
    }
    with alcance(mundo.riberas):
        assert Consultante.objects.get(correo=canarios.CORREO)
        assert not Consentimiento.objects.filter(retirado_en=None).exists()


def test_se_completa_cuando_ya_no_se_necesita(mundo, objetos, cerrada):
    with alcance(mundo.riberas):
        Consulta.objects.filter(folio_numero=77).update(estado="recibida")
    borrar_persona(servicio=mundo.riberas, correo=canarios.CORREO)
    with alcance(mundo.riberas):
        Consulta.objects.filter(folio_numero=77).update(estado="respondida")
    borrar_persona(servicio=mundo.riberas, correo=canarios.CORREO)
    assert canarios.en_la_base() == []


def test_sin_direccion_no_se_borra_a_nadie(mundo, cerrada):
    with pytest.raises(ErrorDominio, match=r"Falta la dirección de correo de la persona\."):
        borrar_persona(servicio=mundo.riberas, correo="  ")


def test_el_otro_servicio_no_se_toca(mundo, cerrada):
    borrar_persona(servicio=mundo.otro, correo=canarios.CORREO)
    assert len(canarios.en_la_base()) > 30


def test_el_acta_se_aplica_otra_vez_al_restaurar_un_respaldo(mundo, cerrada):
    """The backup has the person again and an empty ledger; the one kept apart says who."""
    otra_vez = {sujeto(mundo.riberas.pk, canarios.CORREO): reloj.ahora()}
    assert reponer() == 0  # this backup is older than the ledger
    assert reponer(tambien=otra_vez) == 1
    assert canarios.en_la_base() == []
    assert [uno for uno, _ in exportar_actas(mundo.riberas)] == list(otra_vez)
    assert reponer() == 0


def test_quien_volvio_a_escribir_no_se_borra_y_quien_espera_espera(mundo, objetos):
    """The ledger is about what there was when it was written."""
    mia = sujeto(mundo.riberas.pk, canarios.CORREO)
    assert reponer(tambien={mia: AHORA - timedelta(days=1)}) == 0  # she wrote a day after it
    with alcance(mundo.riberas):
        Consulta.objects.filter(folio_numero=77).update(estado="recibida")
    assert reponer(tambien={mia: reloj.ahora()}) == 0
    with alcance(mundo.riberas):
        Consulta.objects.filter(folio_numero=77).update(estado="respondida")
    assert reponer(tambien={mia: reloj.ahora()}) == 1
