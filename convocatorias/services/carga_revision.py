"""What is looked at in the sheet as a whole: which organisation each row is, and what repeats."""

from collections.abc import Iterable, Iterator, Sequence

from comun.formato import fecha_corta
from comun.rut import formatear
from convocatorias.models import Contacto, Organizacion
from convocatorias.services.carga_lectura import TITULOS, ErrorCarga, Leida, por_organizacion

POR_CONSULTA = 5000
MAXIMO_AVISOS = 500


def revisar_archivo(
    leidas: list[Leida],
    errores: list[ErrorCarga],
    avisos: list[tuple[int, str]],
    *,
    vacio: bool = False,
) -> dict[str, list[Leida]]:
    """The rows of each organisation, in the order of the sheet.

    Says of each row which organisation of the directory it is (`plegado`), and finds in the
    whole of the sheet what no row shows by itself. `vacio`: the directory has none to look for.
    """
    if not vacio:
        _seguir_las_unidas(leidas, avisos)
        _seguir_los_rut(leidas, errores, avisos)
    _revisar_ruts_repetidos([leida for leida in leidas if leida.rut], errores)
    grupos = por_organizacion(leidas)
    for filas in grupos.values():
        if len(filas) > 1:
            _revisar_grupo(filas, errores, avisos)
    primeras = _correos_de_dos(leidas, avisos)
    if not vacio:
        _correos_del_directorio(leidas, primeras, avisos)
    del avisos[MAXIMO_AVISOS:]
    return grupos


def _seguir_las_unidas(leidas: list[Leida], avisos: list[tuple[int, str]]) -> None:
    """An organisation that was joined to another one is that other one."""
    unidas = Organizacion.objects.exclude(fusionada_en=None)
    hacia = {
        pk: (plegado, destino)
        for pk, plegado, destino in unidas.values_list("pk", "nombre_plegado", "fusionada_en")
        if destino is not None
    }
    if not hacia:
        return
    destinos = {destino for _, destino in hacia.values()} - hacia.keys()
    vigentes = dict(
        Organizacion.objects.filter(pk__in=destinos).values_list("pk", "nombre_plegado")
    )
    alias: dict[str, str] = {}
    for plegado, destino in hacia.values():
        final, pasos = destino, 0
        while final in hacia and pasos < len(hacia):
            final, pasos = hacia[final][1], pasos + 1
        alias[plegado] = vigentes.get(final, plegado)
    vistos: set[str] = set()
    for leida in leidas:
        if (otro := alias.get(leida.plegado)) is not None:
            if leida.plegado not in vistos:
                vistos.add(leida.plegado)
                que = "se unió a otra organización del directorio: se actualiza esa."
                avisos.append((leida.fila, f"«{leida.nombre}» {que}"))
            leida.plegado = otro


def _seguir_los_rut(
    leidas: list[Leida], errores: list[ErrorCarga], avisos: list[tuple[int, str]]
) -> None:
    """The RUT says who an organisation is also when its name is written in another way."""
    con_rut = [leida for leida in leidas if leida.rut]
    if not con_rut:
        return
    duenos: dict[str, tuple[str, str]] = {}
    for lote in _lotes(sorted({leida.rut for leida in con_rut})):
        filas = Organizacion.objects.filter(rut__in=lote, fusionada_en=None)
        for rut, plegado, nombre in filas.values_list("rut", "nombre_plegado", "nombre"):
            duenos[rut] = (plegado, nombre)
    dudosas = [x for x in con_rut if x.rut in duenos and duenos[x.rut][0] != x.plegado]
    existen: set[str] = set()
    for lote in _lotes(sorted({leida.plegado for leida in dudosas})):
        filas = Organizacion.objects.filter(nombre_plegado__in=lote)
        existen.update(filas.values_list("nombre_plegado", flat=True))
    alias: dict[str, str] = {}
    for leida in dudosas:
        plegado, nombre = duenos[leida.rut]
        if leida.plegado in existen:
            mensaje = (
                f"El RUT {formatear(leida.rut)} es de «{nombre}» en el directorio. "
                "Corrija el RUT o el nombre."
            )
            errores.append(ErrorCarga(leida.fila, TITULOS["rut"], mensaje, "rut_ajeno"))
        elif leida.plegado not in alias:
            alias[leida.plegado] = plegado
            que = f"tiene el RUT de «{nombre}»: se actualiza esa."
            avisos.append((leida.fila, f"«{leida.nombre}» {que}"))
    for leida in leidas:
        leida.plegado = alias.get(leida.plegado, leida.plegado)


def _revisar_ruts_repetidos(con_rut: list[Leida], errores: list[ErrorCarga]) -> None:
    de_rut: dict[str, Leida] = {}
    de_nombre: dict[str, Leida] = {}
    for leida in con_rut:
        otra = de_rut.setdefault(leida.rut, leida)
        antes = de_nombre.setdefault(leida.plegado, leida)
        if otra.plegado != leida.plegado:
            mensaje = (
                f"Este RUT ya está en la fila {otra.fila} con otra organización. Corrija el RUT, "
                "o escriba el mismo nombre en las dos filas."
            )
            errores.append(ErrorCarga(leida.fila, TITULOS["rut"], mensaje, "rut_repetido"))
        elif antes.rut != leida.rut:
            mensaje = f"La fila {antes.fila} da otro RUT a esta organización. Deje uno solo."
            errores.append(ErrorCarga(leida.fila, TITULOS["rut"], mensaje, "rut_repetido"))


def _revisar_grupo(
    filas: list[Leida], errores: list[ErrorCarga], avisos: list[tuple[int, str]]
) -> None:
    """Several rows of one organisation: two people with one address, two comunas."""
    vistas: dict[str, list[Leida]] = {}
    comunas: dict[str, Leida] = {}
    for leida in filas:
        if leida.comuna:
            comunas.setdefault(leida.comuna, leida)
        if not leida.correo:
            continue
        suyas = vistas.setdefault(leida.correo, [])
        suyas.append(leida)
        antes = suyas[0]
        if antes.persona != leida.persona:
            mensaje = (
                f"Este correo ya está en la fila {antes.fila} con otra persona de la misma "
                "organización. Deje una sola."
            )
            error = ErrorCarga(leida.fila, TITULOS["correo"], mensaje, "correo_repetido")
            errores.append(error)
    for suyas in vistas.values():
        if len(suyas) > 1:
            _igualar(suyas)
    if len(comunas) > 1:
        primera, *_, ultima = comunas.values()
        que = f"tiene una comuna en la fila {primera.fila} y otra en la {ultima.fila}: vale la"
        avisos.append((ultima.fila, f"«{ultima.nombre}» {que} última."))


def _igualar(repetidas: list[Leida]) -> None:
    """Rows of one and the same person say the same: of each datum, the last that was written."""
    for campo in ("nombres", "apellidos", "cargo", "representante", "telefono"):
        escritos = [valor for leida in repetidas if (valor := getattr(leida, campo))]
        for leida in repetidas:
            setattr(leida, campo, escritos[-1] if escritos else "")


def _correos_de_dos(leidas: list[Leida], avisos: list[tuple[int, str]]) -> dict[str, Leida]:
    """One address in two organisations is allowed: somebody may speak for both."""
    primeras: dict[str, Leida] = {}
    for leida in leidas:
        if not leida.correo:
            continue
        otra = primeras.setdefault(leida.correo, leida)
        if otra.plegado != leida.plegado:
            que = f"El mismo correo está en la fila {otra.fila}, de otra organización."
            avisos.append((leida.fila, f"{que} Recibirá una sola invitación."))
    return primeras


def _correos_del_directorio(
    leidas: list[Leida], primeras: dict[str, Leida], avisos: list[tuple[int, str]]
) -> None:
    """Addresses that another organisation has; and those of who had left the one of the row."""
    suyas = {(leida.correo, leida.plegado): leida for leida in leidas if leida.correo}
    for lote in _lotes(list(primeras)):
        hay = Contacto.objects.filter(correo__in=lote)
        filas = hay.values_list(
            "correo", "organizacion__nombre_plegado", "organizacion__nombre", "hasta"
        )
        de_antes = set(suyas) - {(correo, plegado) for correo, plegado, _, fin in filas if not fin}
        for correo, plegado, nombre, hasta in filas:
            leida = primeras[correo]
            if hasta is None and plegado != leida.plegado:
                que = f"Su correo ya está en el directorio, en «{nombre}»."
                avisos.append((leida.fila, f"{que} Recibirá una sola invitación."))
            elif hasta and (correo, plegado) in de_antes:
                de_antes.remove((correo, plegado))
                que = f"Esta persona dejó su cargo en «{nombre}» el {fecha_corta(hasta)}."
                que += " Se agregará otra vez; si no volvió, quite la fila."
                avisos.append((suyas[correo, plegado].fila, que))


def _lotes(todos: Sequence[str]) -> Iterator[Iterable[str]]:
    for inicio in range(0, len(todos), POR_CONSULTA):
        yield todos[inicio : inicio + POR_CONSULTA]
