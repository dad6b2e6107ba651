"""Staff: where an activity can be followed from afar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comun.errores import ErrorDominio
from convocatorias import services
from convocatorias.forms import TransmisionesForm
from convocatorias.views.actividades import actividad_o_404, de_actividad, pagina_de
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


@con_permiso(Permiso.PLANIFICAR_ACTIVIDAD)
@require_http_methods(["GET", "HEAD", "POST"])
def transmisiones(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The broadcast and the recording of an activity."""
    fila = actividad_o_404(servicio, anio, slug)
    enviado = request.POST or None
    form = TransmisionesForm(enviado, guardadas=fila.transmisiones.all())
    if enviado and form.is_valid():
        enlaces = {tipo: services.EnlaceDeVideo(**e) for tipo, e in form.enlaces().items()}
        try:
            services.guardar_transmisiones(actividad=fila, enlaces=enlaces, por=request.user)
        except ErrorDominio as error:
            form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)
        else:
            messages.success(request, _dicho(enlaces))
            return redirect(pagina_de(fila, fila.cuenta))
    contexto = de_actividad(fila, form=form)
    status = 422 if enviado else 200
    return render(request, "convocatorias/transmisiones.html", contexto, status=status)


def _dicho(enlaces: dict[str, services.EnlaceDeVideo]) -> str:
    """What was saved, and what somebody would miss in it (R53)."""
    con_url = [uno for uno in enlaces.values() if uno.url]
    if any(not (uno.con_lsch and uno.con_subtitulos) for uno in con_url):
        return (
            "Guardó la transmisión. Le falta lengua de señas o subtítulos: quien no oye no podrá "
            "seguirla. La guía pide ambas cosas."
        )
    return "Guardó la transmisión."
