"""P22: nobody who wrote is in anything that anybody can read, nor in what is written beside it.

Planted by every door (`siembra.py`), looked for in every spelling (`buscador.py`).
"""

import logging
import tempfile
from collections.abc import Iterator
from hashlib import md5, sha1, sha256
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import settings as los_ajustes
from django.core.cache import caches
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client, TestCase

from comun import reloj
from comun.campos import hmac_de
from comun.models import Archivo, Bitacora
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from privacidad.privacidad import sujeto
from privacidad.services.borrado import borrar_persona
from respuestas import selectors
from respuestas.models import Consulta
from respuestas.services import retirar_nombre
from servicios.alcance import alcance, todos_los_servicios
from tests import mundo as m
from tests.conftest import cargar_catalogos
from tests.matriz.objetos import poblar
from tests.privacidad import buscador, canarios, rastreo
from tests.privacidad.siembra import PUBLICA, Persona, Siembra

pytestmark = pytest.mark.django_db

#: Who allowed her name, folded; and the only places where it may be read.
PERMITIDA = ("petronila", "yacaranda")
DONDE_SE_PUBLICA = {
    "/cuentas/riberas/2026/respuestas/",
    "/cuentas/riberas/2026/respuestas.pdf",
}


class Campo:
    """The world after everything was planted in it, and what was written meanwhile."""

    def __init__(self, registro: rastreo.Registro, tareas: list[Any], carpeta: Path) -> None:
        self.registro, self.tareas, self.carpeta = registro, tareas, carpeta
        self.mundo = m.crear_mundo()
        self.ids = poblar(self.mundo.riberas, self.mundo.personas)
        self.siembra = Siembra(self.mundo, self.ids)
        self.antes = self._en_disco()
        with TestCase.captureOnCommitCallbacks(execute=True):
            self.siembra.toda()
        self.vistas = rastreo.rastrear(self.ids)
        self.leidas = {c: list(buscador.lecturas([c, v])) for c, v in self.vistas.items()}

    def _en_disco(self) -> dict[str, bytes]:
        propias = (
            los_ajustes.VAR_DIR,
            Path(los_ajustes.MEDIA_ROOT),
            Path(los_ajustes.BASE_DIR) / "static",
        )
        return rastreo.archivos_de(*propias, self.carpeta)

    def escritos(self) -> dict[str, bytes]:
        """Files that were not there before."""
        return {n: c for n, c in self._en_disco().items() if self.antes.get(n) != c}


@pytest.fixture(scope="module")
def campo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Campo]:
    """Made once, inside a transaction that is undone; with the pages kept, as in the street."""
    raiz, registro = logging.getLogger(), rastreo.Registro()
    carpeta, tareas = tmp_path_factory.mktemp("temporales"), []
    with pytest.MonkeyPatch.context() as parche, django_db_blocker.unblock():
        parche.setattr(tempfile, "tempdir", str(carpeta))
        parche.setattr(Celery, "send_task", lambda _, *a, **k: tareas.append((a, k)))
        parche.setitem(
            los_ajustes.CACHES,
            "paginas",
            {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rastreo"},
        )
        parche.delattr(caches._connections, "paginas", raising=False)
        nivel = raiz.level
        raiz.addHandler(registro)
        raiz.setLevel(logging.DEBUG)
        with transaction.atomic():
            reloj.mover_a(m.AHORA)
            cargar_catalogos()
            yield Campo(registro, tareas, carpeta)
            transaction.set_rollback(True)
        raiz.removeHandler(registro)
        raiz.setLevel(nivel)
        caches["paginas"].clear()
    if hasattr(caches._connections, "paginas"):
        del caches["paginas"]


def _con(leidas: dict[str, list[str]], senias: tuple[str, ...]) -> dict[str, str]:
    """Which pages have one of those, and what is around it."""
    hallados = {camino: buscador.entre(lecturas, senias) for camino, lecturas in leidas.items()}
    return {camino: alrededor for camino, alrededor in hallados.items() if alrededor}


def test_todo_se_planto(campo):
    """Without it, that nothing is found would prove nothing."""
    tablas = {hallado.rpartition(".")[0] for hallado in canarios.en_la_base()}
    assert len(campo.siembra.plantadas) > 20
    assert tablas == {
        "convocatorias.Ajuste",
        "convocatorias.Contacto",
        "convocatorias.Encuentro",
        "convocatorias.Importacion",
        "convocatorias.Invitacion",
        "convocatorias.Organizacion",
        "convocatorias.Participante",
        "convocatorias.ValorPrevio",
        "correos.Mensaje",
        "jornadas.Ficha",
        "jornadas.PreguntaPlenario",
        "privacidad.SolicitudDerechos",
        "respuestas.AdjuntoConsulta",
        "respuestas.Consulta",
        "respuestas.Consultante",
        "seguimiento.Suscripcion",
        "talleres.Intervencion",
    }


def test_ninguna_pagina_lleva_a_nadie(campo):
    assert _con(campo.leidas, canarios.SENIAS) == {}
    leidas = [v for v in campo.vistas.values() if v.get("codigo") == 200]
    tipos = {v["cabeceras"]["Content-Type"].partition(";")[0] for v in leidas}
    assert len(leidas) > 60
    assert tipos >= {"text/html", "application/pdf", "image/png", "image/svg+xml",
                     "text/calendar", "application/xml", "text/plain"}  # fmt: skip


def test_a_quien_lo_autorizo_se_la_lee_donde_dijimos_y_en_ninguna_otra(campo):
    """The positive control, and the literal list of what may be public."""
    donde = {camino.partition("?")[0] for camino in _con(campo.leidas, PERMITIDA)}
    assert donde == DONDE_SE_PUBLICA
    pagina = campo.vistas["/cuentas/riberas/2026/respuestas/"]["cuerpo"].decode()
    assert " ".join(PUBLICA.values()) in pagina


def test_tampoco_lo_que_se_escribe_al_lado(campo):
    """Logs, tasks, addresses, names of files, files, and the pages that are kept."""
    assert len(campo.registro.lineas) > 100
    assert canarios.en(campo.registro.lineas) == []
    assert campo.tareas != []
    assert canarios.en((str(tarea), tarea) for tarea in campo.tareas) == []
    assert len(campo.siembra.caminos) > 60
    assert [c for c in campo.siembra.caminos if canarios.hay(c)] == []
    assert canarios.en((n, [n, c]) for n, c in campo.escritos().items()) == []
    guardadas = dict(rastreo.en_las_memorias())
    assert [clave for clave in guardadas if clave.startswith("rastreo:")] != []
    assert canarios.en((n, [n, v]) for n, v in guardadas.items()) == []


def test_ni_la_bitacora_ni_lo_que_se_ve_de_un_correo_por_fuera(campo):
    """The subject, the names of what goes with it and its marks are read on the way."""
    filas = QuerySet(Bitacora)
    assert len(filas) > 30
    assert canarios.en((f.accion, [f.datos, f.accion, f.desde, f.hasta]) for f in filas) == []
    with todos_los_servicios():
        correos = list(Mensaje.objects.prefetch_related("adjuntos"))
        adjuntos = [(a.nombre, a.nombre) for c in correos for a in c.adjuntos.all()]
    por_fuera = [(c.tipo, [c.asunto, c.clave, c.message_id, c.campania]) for c in correos]
    assert len(correos) > 10
    assert canarios.en(por_fuera + adjuntos) == []
    assert canarios.en((f.sha256, f.tipo) for f in QuerySet(Archivo)) == []


def test_lo_cifrado_no_se_lee_en_la_base(campo):
    """Documents, signatures and files are ciphertext to whoever opens the database alone."""
    cifradas = {
        "convocatorias_ajuste.necesidades",
        "convocatorias_importacion.contenido",
        "jornadas_ficha.documento",
        "jornadas_ficha.firma",
        "respuestas_adjuntoconsulta.contenido",
        "respuestas_consultante.run",
    }
    assert cifradas & set(canarios.en_crudo()) == set()


# ── The negative controls: a leak of each kind is seen ──


def test_una_fuga_en_una_pagina_se_nota(campo, monkeypatch):
    """Here, an answer that names who did not ask for it."""
    vigente = selectors.publicacion_vigente

    def con_un_nombre(cuenta):
        publicacion = vigente(cuenta)
        publicacion.contenido["presentacion"] = f"Gracias, {canarios.NOMBRES}."
        return publicacion

    monkeypatch.setattr(selectors, "publicacion_vigente", con_un_nombre)
    caches["paginas"].clear()
    camino = "/cuentas/riberas/2026/respuestas/"
    assert canarios.hay(rastreo.abrir(Client(), camino))
    caches["paginas"].clear()


def test_una_fuga_en_el_registro_se_nota(campo):
    antes = len(campo.registro.lineas)
    logging.getLogger("respuestas").warning("No se pudo escribir a %s", "zulemita3@CANARIO.example")
    nuevas = campo.registro.lineas[antes:]
    assert canarios.en(nuevas) == ["respuestas"]


def test_una_fuga_en_una_tarea_en_un_archivo_o_en_la_memoria_se_nota(campo):
    (campo.carpeta / "suelto.txt").write_text("fono 9 7319 4803")
    assert canarios.en(campo.escritos().items()) == [str(campo.carpeta / "suelto.txt")]
    caches["paginas"].set("x", (b"\x1f", {"a": "Zulemita"}))
    assert len(canarios.en(rastreo.en_las_memorias())) == 1
    caches["paginas"].delete("x")
    assert canarios.en([("t", (("tarea",), {"args": ["17.319.481-1"]}))]) == ["t"]
    (campo.carpeta / "suelto.txt").unlink()


def test_quien_retira_su_nombre_ya_no_esta(campo):
    with alcance(campo.mundo.riberas):
        retirar_nombre(consulta=Consulta.objects.get(publica_nombre=True))
    for camino in DONDE_SE_PUBLICA - {"/cuentas/riberas/2026/respuestas.pdf"}:
        assert buscador.hay(rastreo.abrir(Client(), camino), PERMITIDA) == "", camino


#: Who wrote without leaving an address cannot be found by it: their data go at the end of the term.
SIN_CORREO = {
    "respuestas.Consulta.mensaje",
    "respuestas.Consulta.mensaje_plegado",
    "respuestas.Consultante.apellidos",
    "respuestas.Consultante.nombre_plegado",
    "respuestas.Consultante.nombres",
    "respuestas.Consultante.run",
}
CON_TELEFONO = SIN_CORREO | {
    "respuestas.Consultante.contacto_plegado",
    "respuestas.Consultante.telefono",
}
ADJUNTO = {"respuestas.AdjuntoConsulta.contenido"}
#: What stays of each of them, with the reason that the portal tells of it.
SE_QUEDA = {
    "formulario, telefono": CON_TELEFONO | ADJUNTO,
    "formulario, carta": SIN_CORREO,
    "formulario, retiro": SIN_CORREO | ADJUNTO,
    "a mano, oficina": SIN_CORREO,
    "a mano, telefono": CON_TELEFONO,
    # The sheet of the directory waits for somebody to finish it, or to throw it away.
    "planilla": {
        "convocatorias.Importacion.contenido",
        "convocatorias.Importacion.muestra",
        "convocatorias.Importacion.nombre",
    },
    # Nobody knows who answered a survey.
    "encuesta": {"convocatorias.ValorPrevio.texto"},
    # The minutes of the workshop, without who said it (`borrado.LO_DICHO`).
    "puerta": {"talleres.Intervencion.texto"},
    # Her own request, and the code that proves her address: it has to be answered.
    "derechos": {
        "correos.Mensaje.para",
        "privacidad.SolicitudDerechos.correo",
        "privacidad.SolicitudDerechos.detalle",
        "privacidad.SolicitudDerechos.nombre",
    },
}


def test_borradas_una_a_una_queda_lo_que_se_dijo_y_nada_mas(campo):
    """P20, of what the use cases stored: everybody is erased by the address that they left."""
    servicio, todas = campo.mundo.riberas, campo.siembra.plantadas
    with alcance(servicio):
        CuentaPublica.objects.update(estado="cerrada", cerrada_en=m.AHORA)
        Consulta.objects.filter(estado="recibida").update(estado="respondida")
    for una in todas.values():
        borrar_persona(servicio=servicio, correo=una.datos["correo"])
    quedan: dict[str, set[str]] = {}
    for celda in canarios.filas():
        for donde, una in todas.items():
            if buscador.entre(celda.lecturas, una.senias):
                quedan.setdefault(donde, set()).add(celda.columna)
    assert quedan == SE_QUEDA
    _solo_queda_el_hash_con_clave(servicio, [u for d, u in todas.items() if d not in SE_QUEDA])
    assert canarios.en(rastreo.en_las_memorias()) == []
    assert canarios.en(campo.escritos().items()) == []


def _solo_queda_el_hash_con_clave(servicio: Any, borradas: list[Persona]) -> None:
    """No hash that anybody could compute, and the keyed one in the ledger alone."""
    claros = [v for una in borradas for v in (una.datos["correo"], una.datos["telefono"], una.run)]
    sueltos = {h(v.encode()).hexdigest() for v in claros for h in (sha256, sha1, md5)}
    con_clave = {sujeto(servicio.pk, una.datos["correo"]) for una in borradas}
    de_runes = {hmac_de(servicio.pk, una.run) for una in borradas}
    assert len(borradas) > 10
    assert canarios.en_crudo(*sueltos, *de_runes, solo=True) == []
    assert canarios.en_crudo(*con_clave, solo=True) == ["privacidad_actasupresion.sujeto_hmac"]
