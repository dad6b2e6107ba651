"""The form that a citizen fills in, what they check and its sending, wherever the page stands."""

import unicodedata
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comun import cuotas, reloj
from comun.cuerpo import lo_enviado
from comun.errores import ErrorDominio
from comun.texto import detectar_datos_personales
from convocatorias.models import ProcesoVirtual
from convocatorias.selectors import proceso_de
from cuentas.models import CuentaPublica
from cuentas.selectors import interrupcion_vigente
from cuentas.views.publico import cuenta_publica_de
from respuestas import reglas, selectors, services
from respuestas.forms.archivo import FormularioArchivo
from respuestas.forms.publico import FormularioParticipar
from respuestas.models import Consulta
from servicios.origen import DemasiadosEnvios, con_espera, tomar_turno
from servicios.selectors import aviso_vigente

OTRA_VEZ = "Tendrá que elegir el archivo otra vez."
DATOS_EN_PALABRAS = {
    "rut": "un RUN o RUT",
    "correo": "un correo electrónico",
    "telefono": "un teléfono",
}


class Formulario(ABC):
    """What came from one form. A subclass says where it stands and what it trusts."""

    #: The layout of its pages.
    BASE: ClassVar[str]

    def __init__(self, request: HttpRequest, anio: int) -> None:
        self.request = request
        self.cuenta = cuenta_publica_de(request.servicio, anio)  # type: ignore[attr-defined]

    # ── What each place answers for itself ──

    def datos(self) -> Any:
        """The fields, as they came."""
        return lo_enviado(self.request)

    @abstractmethod
    def sin_confianza(self) -> str:
        """Why what came may not be stored: a sentence, or "" when it may."""

    @abstractmethod
    def recibido(self, recibo: services.Recibo) -> HttpResponse:
        """What is answered when it is stored, or was already."""

    def propios(self, form: FormularioParticipar) -> dict[str, Any]:
        """What its pages know besides."""
        return {"base": self.BASE, "incrustado": False}

    # ── The steps ──

    def atender(self) -> HttpResponse:
        """The form, what was typed to be checked, and its sending: only the last one stores."""
        form = FormularioParticipar(self.datos())
        paso = "enviar" if "suma_a" in form.data else form.data.get("paso", "revisar")
        if paso == "empezar":  # from the page of similar questions, with the words typed there
            empezado = FormularioParticipar(initial={"mensaje": form.data.get("mensaje", "")})
            return self.formulario(empezado)
        if paso == "corregir":
            return self.formulario(form)
        if not form.is_valid():
            return self.formulario(form, status=422)
        motivo = self.sin_confianza() if paso == "enviar" else ""
        if paso == "enviar" and not motivo:
            return self._enviar(form)
        if cerrado := cierre(self.cuenta)[1]:
            form.add_error(None, cerrado)
            return self.formulario(form, status=422)
        return self._revisar(form, aviso=motivo)

    def _enviar(self, form: FormularioParticipar) -> HttpResponse:
        # Most send no file: for them there is no form to fill.
        subido = self.request.FILES
        archivo = FormularioArchivo(self.request.POST, subido) if subido else None
        if archivo and not archivo.is_valid():
            return self._revisar(form, archivo)
        try:
            recibo = self._guardar(form, archivo.contenido() if archivo else b"")
        except DemasiadosEnvios as error:
            aviso = f"{error.mensaje} Todo lo que escribió sigue aquí."
            return con_espera(self._revisar(form, archivo, aviso=aviso), error)
        except services.YaSeEnvio as error:
            form.renovar("nonce")
            return self._revisar(form, aviso=error.mensaje, status=409)
        except services.NoPublicada as error:
            return self._revisar(form, archivo, aviso=error.mensaje)
        except ErrorDominio as error:
            if archivo and error.campo == "adjunto":
                archivo.add_error("adjunto", error.mensaje)
                return self._revisar(form, archivo)
            form.add_error(None, error.mensaje)
            return self.formulario(form, status=422)
        return self.recibido(recibo)

    def _guardar(self, form: FormularioParticipar, adjunto: bytes) -> services.Recibo:
        self._tomar_turno(form)
        enviado = {"cuenta": self.cuenta, "adjunto": adjunto, **form.enviado()}
        if sello := self.request.POST.get("suma_a"):
            return services.sumarse(sello=sello, **enviado)
        return services.registrar_consulta(**enviado)

    def _tomar_turno(self, form: FormularioParticipar) -> None:
        """Raises DemasiadosEnvios; not for what came already: its sender only lost the answer."""
        try:
            tomar_turno(
                self.request, self.cuenta.servicio, cuotas.PARTICIPAR, form.cleaned_data["correo"]
            )
        except DemasiadosEnvios:
            if not Consulta.objects.filter(nonce=form.cleaned_data["nonce"]).exists():
                raise

    # ── The pages ──

    def formulario(
        self, form: FormularioParticipar, status: int = 200, **otros: Any
    ) -> HttpResponse:
        """The form, empty or with what was typed."""
        proceso, cerrado = cierre(self.cuenta)
        contexto = {
            "servicio": self.cuenta.servicio,
            "cuenta": self.cuenta,
            "proceso": proceso,
            "form": form,
            "cerrado": cerrado,
            "respondida": bool(cerrado) and selectors.publicacion_vigente(self.cuenta) is not None,
            "responder_hasta": selectors.responder_hasta(self.cuenta, Consulta.Canal.VIRTUAL),
            "aviso": aviso_vigente(),
            "interrupcion": interrupcion_vigente(self.cuenta),
            "reparo": "",
            **self.propios(form),
            **otros,
        }
        return render(self.request, "respuestas/participar.html", contexto, status=status)

    def _revisar(
        self,
        escrito: FormularioParticipar,
        archivo: FormularioArchivo | None = None,
        *,
        aviso: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """What will be sent, as the person reads it before they send it; nothing is stored."""
        mensaje = escrito.cleaned_data["mensaje"]
        contexto = {
            "servicio": self.cuenta.servicio,
            "cuenta": self.cuenta,
            "escrito": escrito,
            "leido": escrito.leido(),
            "mensaje": mensaje,
            "datos_ajenos": datos_en(mensaje),
            "parecidas": selectors.parecidas(self.cuenta, mensaje),
            "form": archivo or FormularioArchivo(),
            "aviso": f"{aviso} {OTRA_VEZ}" if aviso and self.request.FILES else aviso,
            "repetido": status == 409,
            "responder_hasta": selectors.responder_hasta(self.cuenta, Consulta.Canal.VIRTUAL),
            **self.propios(escrito),
        }
        if status == 200 and (archivo or aviso):
            status = 422
        return render(self.request, "respuestas/participar_revisar.html", contexto, status=status)


def cierre(cuenta: CuentaPublica) -> tuple[ProcesoVirtual | None, str]:
    """The window of the account, and why nobody can write now."""
    proceso = proceso_de(cuenta)
    if proceso:
        proceso.servicio = cuenta.servicio
    return proceso, reglas.motivo_de_cierre(cuenta, proceso, reloj.ahora())


def datos_en(mensaje: str) -> list[str]:
    """What identifies somebody in a text, in words and once each: a warning, never a refusal."""
    llano = unicodedata.normalize("NFKC", mensaje)
    tipos = {hallazgo.tipo for hallazgo in detectar_datos_personales(llano)}
    return [palabras for tipo, palabras in DATOS_EN_PALABRAS.items() if tipo in tipos]
