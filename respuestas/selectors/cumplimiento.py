"""How whole accounts stand before the rules of the form, the answers and their dissemination."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import prefetch_related_objects

from comun.formato import fecha_larga
from comun.reglas import Asunto
from cuentas.models import CuentaPublica, HechoPrevio
from cuentas.reglas import HechosDelPlazo, plazo_respuesta
from cuentas.selectors import feriados_de
from respuestas import reglas
from respuestas.catalogos import TIPOS_DEL_FORMULARIO
from respuestas.selectors.leido import Leido, leer

_Previo = HechoPrevio.Tipo
_UN_DIA = timedelta(days=1)


def asuntos(cuentas: Sequence[CuentaPublica]) -> dict[int, list[Asunto]]:
    """The rules of this app with what they look at, for each account: constant statements."""
    prefetch_related_objects(list(cuentas), "norma", "servicio__comuna")
    leido = leer(cuentas)
    return {cuenta.pk: _de_una(cuenta, leido) for cuenta in cuentas}


def asuntos_del_cierre(cuenta: CuentaPublica) -> list[Asunto]:
    """What an account must have to be closed now."""
    prefetch_related_objects([cuenta], "norma", "servicio__comuna")
    una = _UnaCuenta(cuenta, leer([cuenta]))
    return [Asunto(reglas.DEL_CIERRE, una.difusion(desde=None))]


# ── One account ──


def _de_una(cuenta: CuentaPublica, leido: Leido) -> list[Asunto]:
    una = _UnaCuenta(cuenta, leido)
    return [
        Asunto(reglas.DEL_FORMULARIO, una.formulario()),
        Asunto(reglas.DE_LA_SISTEMATIZACION, una.sistematizacion()),
        Asunto(reglas.DE_LAS_DECISIONES, una.decisiones()),
        Asunto(reglas.DE_LA_REVISION, una.revision()),
        Asunto(reglas.DEL_PLAZO, una.plazo),
        Asunto(reglas.DE_LA_DIFUSION, una.difusion(una.publicadas_el or una.vencido_el)),
        Asunto(reglas.DEL_ENVIO, una.envio()),
    ]


class _UnaCuenta:
    """The facts of one account, out of what was read for all."""

    def __init__(self, cuenta: CuentaPublica, leido: Leido) -> None:
        self.cuenta = cuenta
        self.leido = leido
        self.previos = leido.previos[cuenta.pk]
        self.constancias = leido.constancias[cuenta.pk]
        self.publicaciones = leido.publicaciones.get(cuenta.pk, [])
        self.mensajes = leido.mensajes.get(cuenta.pk, {})
        self.personas = leido.personas.get(cuenta.pk, {})
        self.plazo = self._plazo()
        self.publicadas_el = self.plazo.publicadas_el
        self.vencido_el = self._vencido_el()

    def _plazo(self) -> HechosDelPlazo:
        cuenta, previo = self.cuenta, self.previos.get(_Previo.RESPUESTAS)
        ancla = self.leido.anclas.get(cuenta.pk)
        publicadas_el, motivo = None, ""
        if self.publicaciones:
            primera = self.publicaciones[0]
            publicadas_el = self._dia(primera["publicada_en"])
            motivo = primera["motivo"] or ""
        elif previo:
            publicadas_el, motivo = previo.fecha, previo.motivo
        return HechosDelPlazo(
            norma=cuenta.norma,
            ancla=ancla,
            feriados=feriados_de(cuenta.servicio, ancla, self.leido.feriados) if ancla else {},
            respuesta_virtual=cuenta.respuesta_virtual,
            respuesta_presencial=cuenta.respuesta_presencial,
            publicadas_el=publicadas_el,
            sin_publicar=publicadas_el is None,
            motivo_tardanza=motivo,
        )

    def _vencido_el(self) -> date:
        """The first day on which what nobody answered is late."""
        limite = self.plazo.ultima_comprometida
        if limite is None and self.plazo.ancla is not None:
            limite = plazo_respuesta(self.cuenta.norma, self.plazo.ancla, self.plazo.feriados)[
                1
            ].fecha
        return limite + _UN_DIA if limite else date.max

    def _dia(self, momento: Any) -> date:
        return momento.astimezone(self.cuenta.servicio.zona).date()

    def _fuera(self, *tipos: str) -> str:
        """What happened before the account was kept here, in a sentence."""
        for tipo in tipos:
            if previo := self.previos.get(tipo):
                que = str(previo.get_tipo_display()).capitalize()
                return f"{que} el {fecha_larga(previo.fecha)}, fuera del portal: {previo.evidencia}"
        return ""

    def _faltan(self, *cuales: str) -> dict[str, Any]:
        return {cual: self.leido.numeros[cual].get(self.cuenta.pk, ()) for cual in cuales}

    def _cuantos(self, *cuales: str) -> dict[str, Any]:
        return {cual: self.mensajes.get(cual, 0) for cual in cuales}

    def formulario(self) -> reglas.HechosFormulario:
        proceso = self.leido.procesos.get(self.cuenta.pk)
        anunciado = proceso is not None and proceso.publicado_en is not None
        return reglas.HechosFormulario(
            desde=proceso.inicio if proceso and anunciado else date.max,
            fuera_del_portal=self._fuera(_Previo.PARTICIPACION),
            tipos=frozenset(tipo for tipo, _ in TIPOS_DEL_FORMULARIO),
            accesible=self.constancias.get(("R53", "")),
            **self._cuantos("virtuales", "sin_contacto"),
        )

    def sistematizacion(self) -> reglas.HechosSistematizacion:
        pk = self.cuenta.pk
        return reglas.HechosSistematizacion(
            desde=self.publicadas_el or self.vencido_el,
            fuera_del_portal=self._fuera(_Previo.RESPUESTAS, _Previo.JORNADA),
            hay_jornada=self.cuenta.modalidad != CuentaPublica.Modalidad.VIRTUAL,
            por_recoger=self.leido.por_recoger[pk],
            equipo=self.leido.equipos.get(self.cuenta.servicio_id, ()),
            compartidos=self.constancias.get(("R103", "")),
            **self._cuantos("recogidas"),
            **self._faltan("distintas"),
            **self.leido.versiones.get(pk, {}),
            **self.leido.jornadas.get(pk, {}),
            **self.leido.talleres.get(pk, {}),
        )

    def decisiones(self) -> reglas.HechosDecisiones:
        ultima = self.publicaciones[-1] if self.publicaciones else None
        return reglas.HechosDecisiones(
            desde=self.vencido_el,
            fuera_del_portal=self._fuera(_Previo.RESPUESTAS),
            publicados=ultima["publicados"] if ultima else None,
            **self._cuantos("recibidos", "propuestas", "decididas"),
            **self._faltan("sin_respuesta", "sin_decision", "sin_fundamento"),
        )

    def revision(self) -> reglas.HechosRevision:
        fuera, sin_aprobar = self._fuera(_Previo.RESPUESTAS), self._faltan("sin_aprobar")
        comunes: dict[str, Any] = {
            "desde": self.vencido_el,
            "fuera_del_portal": fuera,
            **sin_aprobar,
        }
        if not self.publicaciones:
            return reglas.HechosRevision(documento=True, **comunes)
        ultima = self.publicaciones[-1]
        return reglas.HechosRevision(
            documento=True,
            escrita_por=frozenset({ultima["redactada_por"]}),
            revisa=ultima["aprobada_por"],
            nombre=ultima["nombre"],
            revisada_el=self._dia(ultima["publicada_en"]),
            **comunes,
        )

    def difusion(self, desde: date | None) -> reglas.HechosDifusion:
        personas: dict[str, Any] = {
            clave: n for clave, n in self.personas.items() if clave != "sin_resultado"
        }
        return reglas.HechosDifusion(
            desde=desde,
            fuera_del_portal=self._fuera(_Previo.RESPUESTAS),
            publicadas_el=self.publicadas_el,
            canales=self.leido.canales.get(self.cuenta.pk, ()),
            **personas,
        )

    def envio(self) -> reglas.HechosEnvio:
        return reglas.HechosEnvio(
            desde=self.publicadas_el or self.vencido_el,
            fuera_del_portal=self._fuera(_Previo.RESPUESTAS),
            personas=self.personas.get("personas", 0),
            sin_resultado=self.personas.get("sin_resultado", 0),
            aportes=self.publicaciones[-1]["publicados"] if self.publicaciones else 0,
            **self._faltan("sin_retorno"),
        )
