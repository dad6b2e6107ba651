"""`python -m tests.bancos.ventana`: an account whose window is open today, by the real clock.

The portal of the bench of the form is not a demo: nobody moves its clock.
"""

from datetime import timedelta

import django


def abrir() -> None:
    """Write it down, and collect the static files as a real site does."""
    from django.core.management import call_command
    from django.db import connection

    from comun import reloj
    from servicios.alcance import alcance
    from tests import mundo as m

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    mundo = m.crear_mundo()
    hoy = reloj.hoy()
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(
            mundo.riberas,
            mundo["encargada"],
            abierta_en=reloj.ahora() - timedelta(days=30),
            respuesta_virtual=hoy + timedelta(days=70),
            respuesta_presencial=hoy + timedelta(days=70),
        )
        m.publicar_informe(
            m.crear_informe(cuenta, "Se hizo lo comprometido en cada comuna. " * 20),
            mundo["equipo"],
            mundo["encargada"],
        )
        m.crear_proceso(
            cuenta,
            inicio=hoy - timedelta(days=10),
            termino=hoy + timedelta(days=30),
            publicado_en=reloj.ahora() - timedelta(days=11),
        )
        m.crear_actividad(cuenta, fecha=hoy + timedelta(days=20))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    django.setup()
    abrir()
    print("listo", flush=True)
