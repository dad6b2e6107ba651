"""`python -m tests.bancos.poblacion N`: a base with N open accounts, four of each service.

Leaves their projections made, and says the cookie of a person who sees them all.
"""

import sys
from datetime import date, time
from itertools import product

import django
from django.db import connection, transaction

POR_SERVICIO = 4


def poblar(cuantas: int) -> str:
    """Write it all down in bulk."""
    from django.conf import settings
    from django.test import Client

    from cuentas.models import CuentaPublica
    from seguimiento.services import poner_al_dia
    from servicios.alcance import todos_los_servicios
    from servicios.models import Usuario
    from tests import mundo as m
    from tests.bancos import escenario

    escenario.montar()
    with todos_los_servicios(), transaction.atomic():
        faltan = cuantas - CuentaPublica.objects.count()
        _cuentas(_servicios(-(-faltan // POR_SERVICIO)), faltan)
        poner_al_dia(ahora=m.AHORA)
        if (hay := CuentaPublica.objects.count()) != cuantas:
            raise RuntimeError(f"There are {hay} accounts.")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself, later
    cliente = Client()
    persona = Usuario.objects.get(username="dos")
    cliente.force_login(persona, backend="django.contrib.auth.backends.ModelBackend")
    nombre = settings.SESSION_COOKIE_NAME
    return f"{nombre}={cliente.cookies[nombre].value}"


def _servicios(cuantos: int) -> list:
    from servicios.models import Comuna, Servicio

    comunas = list(Comuna.objects.order_by("codigo"))
    return Servicio.objects.bulk_create(
        Servicio(
            slug=f"servicio-{n}",
            nombre=f"Servicio Nacional número {n}",
            nombre_corto=f"Servicio {n}",
            comuna=comunas[n % len(comunas)],
            correo=f"participacion@servicio-{n}.example",
        )
        for n in range(cuantos)
    )


def _cuentas(servicios: list, cuantas: int) -> None:
    """Accounts with their norm, window, activity and checklist."""
    from convocatorias.models import Actividad, ProcesoVirtual
    from cuentas.catalogos import TAREAS
    from cuentas.models import CuentaPublica, NormaParticipacion, Tarea
    from servicios.models import Usuario
    from tests import mundo as m

    responsable = Usuario.objects.get(username="encargada")
    normas = NormaParticipacion.objects.bulk_create(
        NormaParticipacion(servicio=servicio, anio=2026 - n)
        for servicio, n in list(product(servicios, range(POR_SERVICIO)))[:cuantas]
    )
    cuentas = CuentaPublica.objects.bulk_create(
        CuentaPublica(
            norma=norma,
            responsable=responsable,
            anio_gestion=norma.anio,
            anio_ejercicio=norma.anio + 1,
            estado="abierta",
            abierta_en=m.AHORA,
            respuesta_virtual=date(2027, 7, 12),
            respuesta_presencial=date(2027, 7, 12),
        )
        for norma in normas
    )
    ProcesoVirtual.objects.bulk_create(
        ProcesoVirtual(
            cuenta=cuenta,
            inicio=date(2027, 4, 26),
            termino=date(2027, 6, 4),
            instrucciones="Escriba su mensaje.",
            publicado_en=m.AHORA,
        )
        for cuenta in cuentas
    )
    Actividad.objects.bulk_create(
        Actividad(
            cuenta=cuenta,
            slug="jornada",
            nombre="Jornada y talleres",
            fecha=m.DIA,
            hora_inicio=time(9, 30),
            hora_termino=time(13, 30),
            lugar="Gimnasio",
            comuna_id=cuenta.servicio.comuna_id,
            estado="programada",
        )
        for cuenta in cuentas
    )
    Tarea.objects.bulk_create(
        Tarea(
            cuenta=cuenta,
            codigo=una.codigo,
            nombre=una.nombre,
            regla=una.regla,
            obligatoria=una.obligatoria,
            dias_antes=una.dias_antes,
            orden=orden,
            responsable=responsable,
        )
        for cuenta in cuentas
        for orden, una in enumerate(TAREAS, start=1)
    )


if __name__ == "__main__":
    django.setup()
    print(poblar(int(sys.argv[1])), flush=True)
