"""`python -m tests.bancos.organizaciones N`: a directory of N organisations, one person each.

Says the cookie of who works in it, with a search under way, and the key of a row near its end.
"""

import random
import sys

import django
from django.db import connection, transaction

TANDA = 5_000
CLASES = ("Junta de Vecinos", "Club Deportivo", "Agrupación Cultural", "Comité de Agua Potable")
LUGARES = ("El Molino", "Puente Viejo", "Las Araucarias", "Quinamávida", "Los Aromos", "Perquin")
NOMBRES = ("Rosa", "Luis", "Nelly", "Elena", "Hugo", "Marta", "Sonia", "Pedro")


def poblar(cuantas: int) -> str:
    """Write it all down in bulk."""
    from django.conf import settings
    from django.test import Client

    from convocatorias.models import Organizacion
    from convocatorias.views.directorio import BUSQUEDAS
    from servicios.alcance import alcance
    from servicios.models import Usuario
    from tests.bancos import escenario

    servicio = escenario.montar()
    with alcance(servicio), transaction.atomic():
        for inicio in range(0, cuantas, TANDA):
            _tanda(servicio, range(inicio, min(cuantas, inicio + TANDA)))
        orden = Organizacion.objects.order_by("nombre_plegado").values_list("pk", flat=True)
        clave = orden[cuantas * 9 // 10]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself, later
    cliente = Client()
    persona = Usuario.objects.get(username="encargada")
    cliente.force_login(persona, backend="django.contrib.auth.backends.ModelBackend")
    sesion = cliente.session
    # A person, and a part of the name: some rows of each hundred.
    sesion[BUSQUEDAS] = [["banco", "molino quilaleo 7"]]
    sesion.save()
    nombre = settings.SESSION_COOKIE_NAME
    return f"{nombre}={cliente.cookies[nombre].value} {clave}"


def _tanda(servicio, numeros: range) -> None:
    from convocatorias.models import Contacto, Organizacion, TipoOrganizacion
    from convocatorias.services import indices_de
    from servicios.models import Comuna

    azar = random.Random(numeros.start)
    comunas = list(Comuna.objects.order_by("codigo"))
    tipos = list(TipoOrganizacion.objects.values_list("pk", flat=True))
    filas, personas = [], []
    for n in numeros:
        nombre = f"{azar.choice(CLASES)} {azar.choice(LUGARES)} {n}"
        quien = (azar.choice(NOMBRES), f"{azar.choice(('Quilaleo', 'Soto', 'Peña'))} {n % 997}")
        comuna = azar.choice(comunas)
        indices = indices_de(nombre, comuna.nombre, [" ".join(quien)])
        filas.append(Organizacion(servicio=servicio, nombre=nombre, comuna=comuna, **indices))
        personas.append(quien)
    Organizacion.objects.bulk_create(filas)
    Contacto.objects.bulk_create(
        Contacto(
            organizacion=fila, nombres=quien[0], apellidos=quien[1], correo=f"p{fila.pk}@x.example"
        )
        for fila, quien in zip(filas, personas, strict=True)
    )
    tabla = Organizacion.tipos.through
    tabla.objects.bulk_create(
        tabla(organizacion_id=fila.pk, tipoorganizacion_id=azar.choice(tipos)) for fila in filas
    )


if __name__ == "__main__":
    django.setup()
    print(poblar(int(sys.argv[1])), flush=True)
