"""The team of an account: the encargada chooses among the people of her service."""

from django.db import IntegrityError, transaction

from comun.errores import ErrorDominio
from comun.transitions import anotar
from cuentas import selectors
from cuentas.models import CuentaPublica, Integrante
from cuentas.services.norma import exigir_viva
from servicios.models import Usuario


@transaction.atomic
def agregar_integrante(
    *, cuenta: CuentaPublica, usuario: Usuario, funcion: str, por: Usuario
) -> Integrante:
    """Add a person of the service to the team (R8, fuente 000).

    Raises:
        ErrorDominio: the account is over, or the person is not of the service, or is there.
    """
    exigir_viva(cuenta)
    servicio = cuenta.servicio
    if not selectors.personas_del_servicio(servicio).filter(pk=usuario.pk).exists():
        raise ErrorDominio(
            f"{usuario} no trabaja en {servicio}. Súmela antes a las personas del servicio."
        )
    try:
        with transaction.atomic():
            integrante = Integrante.objects.create(
                cuenta=cuenta, usuario=usuario, funcion=funcion.strip()
            )
    except IntegrityError:
        raise ErrorDominio(f"{usuario} ya está en el equipo.") from None
    anotar(cuenta, "agregar_integrante", por=por, datos={"persona": usuario.pk})
    return integrante


@transaction.atomic
def retirar_integrante(*, integrante: Integrante, por: Usuario) -> None:
    """Take a person off the team. Their role in the service stays.

    Raises:
        ErrorDominio: the account is over, or an open account would lose its whole team (R8).
    """
    cuenta = CuentaPublica.objects.select_for_update().get(pk=integrante.cuenta_id)
    exigir_viva(cuenta)
    if cuenta.estado == CuentaPublica.Estado.ABIERTA and cuenta.integrantes.count() == 1:
        raise ErrorDominio(
            "Una cuenta abierta no puede quedar sin equipo (R8). Sume primero a otra persona."
        )
    anotar(cuenta, "retirar_integrante", por=por, datos={"persona": integrante.usuario_id})
    integrante.delete()
