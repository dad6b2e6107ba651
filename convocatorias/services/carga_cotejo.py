"""The rows of a sheet beside the directory: what is new, what changes; and storing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from comun.texto import plegar
from convocatorias import selectors
from convocatorias.catalogos import indice_de_busqueda, senia_de
from convocatorias.models import Contacto, Organizacion, Tema, TipoOrganizacion
from convocatorias.services.carga_lectura import (
    DE_PERSONA,
    TITULOS,
    ErrorCarga,
    Leida,
)
from convocatorias.services.carga_nuevas import (
    datos_de,
    estados_de,
    guardar_nuevas,
    tema_plegado,
    temas_de,
    tipos_de,
)
from convocatorias.services.carga_revision import revisar_archivo
from servicios.models import Comuna, Servicio

#: Organisations that are read, compared and stored together.
POR_LOTE = 2000
MUESTRA = 20
_TIPOS: Any = Organizacion.tipos.through
_TEMAS: Any = Organizacion.temas.through
#: Of the organisation and of the contact of a row, one text for each pair.
_ESTADOS = {
    (de_org, de_contacto): de_org + de_contacto for de_org in "nci" for de_contacto in "nci-"
}


@dataclass
class Resumen:
    """What an import does."""

    organizaciones_nuevas: int = 0
    organizaciones_cambiadas: int = 0
    organizaciones_iguales: int = 0
    contactos_nuevos: int = 0
    contactos_cambiados: int = 0
    contactos_iguales: int = 0
    temas_nuevos: int = 0


@dataclass
class Cotejo:
    """What the rows come to. `filas`: row → two letters, of its organisation and its contact
    (`n`ew, `c`hanged, `i`: the same, `-`: none). `muestra`: (row, whose, what, before, after)."""

    resumen: Resumen = field(default_factory=Resumen)
    errores: list[ErrorCarga] = field(default_factory=list)
    avisos: list[tuple[int, str]] = field(default_factory=list)
    filas: dict[int, str] = field(default_factory=dict)
    muestra: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    temas: list[str] = field(default_factory=list)


@dataclass
class _Lote:
    """Some organisations of the sheet, with what the directory has of them."""

    conocidas: dict[str, Organizacion] = field(default_factory=dict)
    tipos: dict[int, set[str]] = field(default_factory=dict)
    temas: dict[int, set[str]] = field(default_factory=dict)
    contactos: dict[int, list[Contacto]] = field(default_factory=dict)


@dataclass
class _Cambios:
    """What is to be written of one lot of organisations that the directory has."""

    cambiadas: list[Organizacion] = field(default_factory=list)
    retipadas: list[tuple[Organizacion, Sequence[str]]] = field(default_factory=list)
    retematizadas: list[tuple[Organizacion, Sequence[str]]] = field(default_factory=list)
    contactos_nuevos: list[Contacto] = field(default_factory=list)
    contactos_cambiados: dict[int, Contacto] = field(default_factory=dict)
    campos: set[str] = field(default_factory=set)
    campos_de_contacto: set[str] = field(default_factory=set)


def cotejar(
    servicio: Servicio, leidas: list[Leida], errores: list[ErrorCarga], *, guardar: bool
) -> Cotejo:
    """Compare every row with the directory; and store it, if asked, in the caller's transaction.

    With something wrong in `errores` (the result carries all), the caller must roll back.
    """
    cotejo = Cotejo(errores=errores)
    vacio = not Organizacion.objects.exists()
    grupos = revisar_archivo(leidas, errores, cotejo.avisos, vacio=vacio)
    return _Cotejador(servicio, cotejo, guardar and not errores, vacio).cotejar(leidas, grupos)


class _Cotejador:
    def __init__(self, servicio: Servicio, cotejo: Cotejo, guardar: bool, vacio: bool) -> None:
        #: A directory without organisations has nothing to be asked.
        self.vacio = vacio
        self.servicio = servicio
        self.cotejo = cotejo
        self.resumen = cotejo.resumen
        self.guardar = guardar
        self.comunas = dict(Comuna.objects.values_list("codigo", "nombre"))
        self.nombres_de_tipos = dict(TipoOrganizacion.objects.values_list("codigo", "nombre"))
        self.unidas = selectors.nombres_de_unidas()
        self.con_falla = {error.fila for error in cotejo.errores}

    def cotejar(self, leidas: list[Leida], grupos: dict[str, list[Leida]]) -> Cotejo:
        self.temas = self._temas(leidas)
        por_ver = iter(grupos.items())
        while lote := dict(islice(por_ver, POR_LOTE)):
            self._lote(lote)
        return self.cotejo

    def _temas(self, leidas: list[Leida]) -> dict[str, int | None]:
        """The topics of the service by their folded name, those of the sheet among them."""
        pedidos = {tema_plegado(tema): tema for leida in leidas for tema in leida.temas}
        if not pedidos:
            return {}
        hay: dict[str, int | None] = dict(Tema.objects.values_list("nombre_plegado", "pk"))
        nuevos = [
            Tema(servicio=self.servicio, nombre=nombre, nombre_plegado=plegado)
            for plegado, nombre in pedidos.items()
            if plegado not in hay
        ]
        if self.guardar:
            Tema.objects.bulk_create(nuevos)
        self.resumen.temas_nuevos = len(nuevos)
        self.cotejo.temas = [tema.nombre for tema in nuevos]
        return hay | {tema.nombre_plegado: tema.pk for tema in nuevos}

    def _lote(self, grupos: dict[str, list[Leida]]) -> None:
        lote, cambios = _Lote() if self.vacio else _traer(grupos), _Cambios()
        nuevas = {}
        for plegado, filas in grupos.items():
            if (conocida := lote.conocidas.get(plegado)) is not None:
                self._conocida(lote, cambios, conocida, filas)
            else:
                nuevas[plegado] = filas
                self._nueva(filas)
        if self.guardar:
            _escribir(cambios, self.temas)
            if nuevas:
                guardar_nuevas(self.servicio, nuevas, self.comunas, self.temas)

    def _nueva(self, filas: list[Leida]) -> None:
        if not tipos_de(filas) and filas[0].fila not in self.con_falla:
            mensaje = "Escriba al menos un tipo. Ejemplo: territorial, mujeres"
            error = ErrorCarga(filas[0].fila, TITULOS["tipos"], mensaje, "sin_tipo")
            self.cotejo.errores.append(error)
        estados = estados_de(filas)
        self.resumen.organizaciones_nuevas += 1
        self.resumen.contactos_nuevos += estados.count("n")
        self.resumen.contactos_iguales += estados.count("i")
        for leida, estado in zip(filas, estados, strict=True):
            self.cotejo.filas[leida.fila] = _ESTADOS["n", estado]

    def _conocida(
        self, lote: _Lote, cambios: _Cambios, fila: Organizacion, filas: list[Leida]
    ) -> None:
        if fila.archivada_en:
            que = "está archivada: se actualizan sus datos y sigue archivada."
            self.cotejo.avisos.append((filas[0].fila, f"«{fila.nombre}» {que}"))
        cambio = self._datos(cambios, fila, filas)
        cambio |= self._conjuntos(lote, cambios, fila, filas)
        contactos = lote.contactos.get(fila.pk, [])
        estados = self._contactos(cambios, fila, filas, contactos)
        if cambio:
            self.resumen.organizaciones_cambiadas += 1
        else:
            self.resumen.organizaciones_iguales += 1
        if self._busqueda(fila, contactos) or cambio:
            cambios.cambiadas.append(fila)
        for leida, estado in zip(filas, estados, strict=True):
            self.cotejo.filas[leida.fila] = _ESTADOS["c" if cambio else "i", estado]

    def _datos(self, cambios: _Cambios, fila: Organizacion, filas: list[Leida]) -> bool:
        """Copy what the sheet says of an organisation; an empty cell erases nothing."""
        cambio = False
        for campo, valor in datos_de(filas).items():
            antes = getattr(fila, campo)
            if antes != valor:
                cambio = True
                setattr(fila, campo, valor)
                cambios.campos.add(campo)
                self._mostrar(filas[-1], fila.nombre, campo.removesuffix("_id"), antes, valor)
        return cambio

    def _conjuntos(
        self, lote: _Lote, cambios: _Cambios, fila: Organizacion, filas: list[Leida]
    ) -> bool:
        """The kinds and the topics: those that the sheet names take the place of those there."""
        tipos, temas = tipos_de(filas), temas_de(filas)
        antes, de_antes = lote.tipos.get(fila.pk, set()), lote.temas.get(fila.pk, set())
        cambian_tipos = bool(tipos) and set(tipos) != antes
        if cambian_tipos:
            cambios.retipadas.append((fila, tipos))
            viejos, nuevos = (
                ", ".join(sorted(self.nombres_de_tipos[c] for c in cuales))
                for cuales in (antes, tipos)
            )
            self._mostrar(filas[0], fila.nombre, "tipos", viejos, nuevos)
        if not temas or set(temas) == de_antes:
            return cambian_tipos
        cambios.retematizadas.append((fila, temas))
        viejos, nuevos = (", ".join(sorted(cuales)) for cuales in (de_antes, temas))
        self._mostrar(filas[0], fila.nombre, "temas", viejos, nuevos)
        return True

    def _contactos(
        self, cambios: _Cambios, fila: Organizacion, filas: list[Leida], contactos: list[Contacto]
    ) -> list[str]:
        """Each row's contact: new, changed or the same. `contactos` grows with the new ones."""
        estados = []
        buscador = _Buscador(contactos, filas)
        for leida in filas:
            if not leida.nombres:
                estados.append("-")
                continue
            conocido = buscador.buscar(leida)
            if conocido is None:
                nuevo = self._contacto_nuevo(fila, leida)
                cambios.contactos_nuevos.append(nuevo)
                buscador.sumar(nuevo, leida.persona)
                contactos.append(nuevo)
                self.resumen.contactos_nuevos += 1
                estados.append("n")
            elif self._cambiar(cambios, conocido, leida):
                if conocido.pk not in cambios.contactos_cambiados:
                    self.resumen.contactos_cambiados += 1
                cambios.contactos_cambiados[conocido.pk] = conocido
                estados.append("c")
            else:
                self.resumen.contactos_iguales += 1
                estados.append("i")
        return estados

    def _contacto_nuevo(self, fila: Organizacion, leida: Leida) -> Contacto:
        return Contacto(
            servicio=self.servicio,
            organizacion=fila,
            representante=leida.representante == "sí",
            **{campo: getattr(leida, campo) for campo in DE_PERSONA},
        )

    def _cambiar(self, cambios: _Cambios, contacto: Contacto, leida: Leida) -> bool:
        """Copy what the sheet says; an empty cell erases nothing. Whether a stored row changed."""
        cambio = False
        pares: list[tuple[str, Any]] = [(campo, getattr(leida, campo)) for campo in DE_PERSONA]
        if leida.representante:
            pares.append(("representante", leida.representante == "sí"))
        for campo, valor in pares:
            antes = getattr(contacto, campo)
            if antes == valor or valor == "":
                continue
            setattr(contacto, campo, valor)
            if contacto.pk:
                cambio = True
                cambios.campos_de_contacto.add(campo)
                self._mostrar(leida, f"{leida.nombres} {leida.apellidos}", campo, antes, valor)
        return cambio

    def _busqueda(self, fila: Organizacion, contactos: list[Contacto]) -> bool:
        """Keep true what a search looks in. Whether it changed."""
        texto = indice_de_busqueda(
            fila.nombre,
            self.comunas.get(fila.comuna_id or "", ""),
            *(f"{c.nombres} {c.apellidos}" for c in contactos),
            *self.unidas.get(fila.pk, ()),
        )
        senia = fila.senia or senia_de(fila.nombre)
        cambio = (texto, senia) != (fila.busqueda, fila.senia)
        fila.busqueda, fila.senia = texto, senia
        return cambio

    def _mostrar(self, leida: Leida, de_quien: str, clave: str, antes: Any, valor: Any) -> None:
        if len(self.cotejo.muestra) < MUESTRA:
            viejo, nuevo = (self._en_palabras(clave, v) for v in (antes, valor))
            uno = (leida.fila, de_quien.strip(), TITULOS[clave], viejo, nuevo)
            self.cotejo.muestra.append(uno)

    def _en_palabras(self, clave: str, valor: Any) -> str:
        if clave == "comuna":
            return self.comunas.get(valor or "", "")
        if clave == "representante":
            return "sí" if valor else "no"
        return str(valor or "")


class _Buscador:
    """Finds the contact of an organisation that a row is about: by its address, or by its name.

    Somebody with another address than the one stored is the same person, unless the sheet
    has a row for the stored one too.
    """

    def __init__(self, contactos: list[Contacto], filas: list[Leida]) -> None:
        self.por_correo = {c.correo: c for c in contactos if c.correo}
        self.por_nombre: dict[str, list[Contacto]] = {}
        self.tomados: set[int] = set()
        self.del_archivo = {leida.correo for leida in filas if leida.correo}
        for contacto in contactos:
            nombre = plegar(f"{contacto.nombres} {contacto.apellidos}")
            self.por_nombre.setdefault(nombre, []).append(contacto)

    def sumar(self, contacto: Contacto, nombre: str) -> None:
        self.por_nombre.setdefault(nombre, []).append(contacto)
        self.tomados.add(id(contacto))
        if contacto.correo:
            self.por_correo[contacto.correo] = contacto

    def buscar(self, leida: Leida) -> Contacto | None:
        if not self.por_nombre:
            return None
        hallado = self.por_correo.get(leida.correo) or self._por_nombre(leida)
        if hallado is not None:
            self.tomados.add(id(hallado))
            if leida.correo:
                self.por_correo[leida.correo] = hallado
        return hallado

    def _por_nombre(self, leida: Leida) -> Contacto | None:
        suyos = self.por_nombre.get(leida.persona, [])
        if leida.correo:
            suyos = [c for c in suyos if c.correo not in self.del_archivo]
        iguales = [c for c in suyos if leida.telefono and c.telefono == leida.telefono]
        if iguales:
            return iguales[0]
        libres = [c for c in suyos if id(c) not in self.tomados]
        if libres or not suyos:
            return libres[0] if libres else None
        return None if leida.correo or leida.telefono else suyos[0]


def _traer(plegados: Iterable[str]) -> _Lote:
    """What the directory has of those organisations, in four statements at most."""
    filas = Organizacion.objects.filter(nombre_plegado__in=list(plegados), fusionada_en=None)
    lote = _Lote({fila.nombre_plegado: fila for fila in filas})
    ids = [fila.pk for fila in lote.conocidas.values()]
    if not ids:
        return lote
    de_ellas = {"organizacion__in": ids}
    tipos = _TIPOS.objects.filter(**de_ellas)
    for pk, tipo in tipos.values_list("organizacion_id", "tipoorganizacion_id"):
        lote.tipos.setdefault(pk, set()).add(tipo)
    temas = _TEMAS.objects.filter(**de_ellas)
    for pk, tema in temas.values_list("organizacion_id", "tema__nombre_plegado"):
        lote.temas.setdefault(pk, set()).add(tema)
    for contacto in Contacto.objects.filter(hasta=None, **de_ellas).order_by("pk"):
        lote.contactos.setdefault(contacto.organizacion_id, []).append(contacto)
    return lote


def _escribir(cambios: _Cambios, temas: dict[str, int | None]) -> None:
    """One statement of each kind for the whole lot."""
    if cambios.cambiadas:
        campos = [*cambios.campos, "busqueda", "senia"]
        Organizacion.objects.bulk_update(cambios.cambiadas, campos)
    if cambios.retipadas:
        _TIPOS.objects.filter(organizacion__in=[f.pk for f, _ in cambios.retipadas]).delete()
        _TIPOS.objects.bulk_create(
            _TIPOS(organizacion_id=fila.pk, tipoorganizacion_id=tipo)
            for fila, tipos in cambios.retipadas
            for tipo in tipos
        )
    if cambios.retematizadas:
        _TEMAS.objects.filter(organizacion__in=[f.pk for f, _ in cambios.retematizadas]).delete()
        pares = [(fila.pk, temas[tema]) for fila, suyos in cambios.retematizadas for tema in suyos]
        _TEMAS.objects.bulk_create(_TEMAS(organizacion_id=pk, tema_id=tema) for pk, tema in pares)
    Contacto.objects.bulk_create(cambios.contactos_nuevos)
    if cambios.contactos_cambiados:
        Contacto.objects.bulk_update(
            cambios.contactos_cambiados.values(), list(cambios.campos_de_contacto)
        )
