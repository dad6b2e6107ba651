"""`manage.py demo` at each stage, at scale, twice the same, and when it cannot be."""

import io
from datetime import time
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from comun import reloj
from comun.models import Bitacora, DesfaseReloj
from comun.plazos import local
from convocatorias.models import Contacto, Participante
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from jornadas.models import Ficha
from respuestas.models import Consulta, Grupo, Respuesta
from seguimiento.demo.etapas import preparacion
from seguimiento.etapas import Etapa, etapa
from seguimiento.selectors import panorama_de
from servicios.models import Servicio, Usuario
from talleres.models import Taller
from tests.demo.conftest import AHORA, HOY


def principal() -> CuentaPublica:
    """The only account of the service, while it is not finished."""
    return CuentaPublica.objects.get(servicio__slug="barrios-renca")


def etapa_de(cuenta: CuentaPublica) -> Etapa:
    return etapa(panorama_de(cuenta), reloj.ahora())


def digesto() -> list[Any]:
    """What happened, told without keys of rows or instants."""
    return [
        list(
            Consulta.objects.values_list(
                "folio_numero", "canal", "tipo", "estado", "mensaje", "recibida_en__date",
                "consultante__nombres", "consultante__apellidos", "consultante__correo",
            )
        ),
        sorted(
            (f.documento, f.participante.nombre_completo, bytes(f.firma or b""))
            for f in Ficha.objects.select_related("participante")
        ),
        list(Participante.objects.order_by("pk").values_list("nombre_plegado", "asistencia")),
        list(Respuesta.objects.order_by("pk").values_list("texto", "decision", "estado")),
        list(Mensaje.objects.order_by("pk").values_list("tipo", "para", "asunto")),
        list(Bitacora.objects.order_by("pk").values_list("accion", "momento__date", "hasta")),
        list(Usuario.objects.order_by("username").values_list("username", "nombre", "email")),
    ]  # fmt: skip


def test_preparacion(contar):
    with contar("--etapa", "preparacion") as salida:
        cuenta = principal()
        assert etapa_de(cuenta) == Etapa.PREPARACION
        assert cuenta.informe.estado == "borrador"
        assert [c.tipo for c in cuenta.informe.capitulos.all() if c.vacio] == [
            "proyecciones",
            "compromisos_cumplidos",
        ]
        assert Contacto.objects.filter(servicio=cuenta.servicio_id).count() == 60
        assert salida.splitlines()[0] == "1 de 5: Cuenta y equipo"
        assert Mensaje.objects.count() == 0


def test_convocatoria(contar):
    with contar("--etapa", "convocatoria"):
        cuenta = principal()
        assert etapa_de(cuenta) == Etapa.VIRTUAL
        assert Mensaje.objects.filter(tipo="invitacion").count() == 60
        assert Consulta.objects.filter(cuenta=cuenta).count() == 6
        assert Taller.objects.count() == 0


def test_jornada_con_el_doble_de_personas(contar):
    with contar("--etapa", "jornada", "--escala", "2"):
        cuenta = principal()
        assert etapa_de(cuenta) == Etapa.JORNADA
        talleres = Taller.objects.annotate(n=Count("asignaciones"))
        assert Ficha.objects.count() == sum(t.n for t in talleres) == 164
        assert [t.estado for t in talleres] == ["en_curso"] * 16
        assert Contacto.objects.filter(servicio=cuenta.servicio_id).count() == 120
        # The day goes on: nobody sees a card of an hour that has not come.
        mediodia = local(HOY, time(12, 15), cuenta.servicio.zona)
        assert abs((reloj.ahora() - mediodia).total_seconds()) < 60
        assert Ficha.objects.order_by("acreditada_en").last().acreditada_en < reloj.ahora()


def test_respuestas_y_dos_veces_lo_mismo(contar):
    with contar("--etapa", "respuestas"):
        cuenta = principal()
        assert etapa_de(cuenta) == Etapa.SISTEMATIZACION
        assert Grupo.objects.filter(cuenta=cuenta).count() == 5
        estados = Respuesta.objects.filter(cuenta=cuenta).order_by().values_list("estado")
        assert set(dict(estados.annotate(n=Count("pk")))) == {"borrador", "en_revision", "aprobada"}
        assert Consulta.objects.filter(cuenta=cuenta, estado="recibida").count() > 0
        uno = digesto()
    with contar("--etapa", "respuestas"):
        assert digesto() == uno


def test_si_algo_falla_no_queda_nada(db, catalogos, monkeypatch):
    def fallar(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("se cortó")

    reloj.mover_a(AHORA)
    antes = DesfaseReloj.objects.get().segundos
    monkeypatch.setattr(preparacion, "cargar_directorio", fallar)
    with pytest.raises(RuntimeError, match="se cortó"):
        call_command("demo", stdout=io.StringIO())
    assert Servicio.objects.count() == Usuario.objects.count() == 0
    assert DesfaseReloj.objects.get().segundos == antes


def test_fuera_de_la_demostracion_no_se_crea(db, settings):
    settings.CPP_DEMO = False
    with pytest.raises(CommandError, match="solo se crean con CPP_DEMO=1"):
        call_command("demo")
    assert Servicio.objects.count() == 0


def test_una_escala_sin_sentido(db):
    with pytest.raises(CommandError, match="desde 1"):
        call_command("demo", "--escala", "0")


def test_en_un_terminal_hay_una_barra(contar):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    with contar("--etapa", "preparacion", salida=Terminal()) as salida:
        assert "\r\x1b[2K██████░░░░░░░░░░░░░░░░░░░░░░░░ 2 de 5: Directorio" in salida
        assert salida.count("\n") == 1
