"""The directory from a spreadsheet: everything is stored, or nothing and the reasons by row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from comun import hojas
from comun.contacto import TelefonoInvalido, normalizar_telefono
from comun.errores import ErrorDominio
from comun.texto import plegar
from comun.transitions import anotar
from convocatorias.catalogos import indice_de_comunas, letras
from convocatorias.models import Contacto, Organizacion, TipoOrganizacion
from servicios.models import Comuna, Servicio, Usuario

COLUMNAS = (
    hojas.Columna("organizacion", "Organización", alias=("nombre de la organización",)),
    hojas.Columna("tipos", "Tipos", obligatoria=False, alias=("tipo", "tipo de organización")),
    hojas.Columna("comuna", "Comuna", obligatoria=False),
    hojas.Columna(
        "nombres", "Contacto nombres", obligatoria=False, alias=("nombres", "nombre del contacto")
    ),
    hojas.Columna("apellidos", "Contacto apellidos", obligatoria=False, alias=("apellidos",)),
    hojas.Columna("cargo", "Cargo", obligatoria=False),
    hojas.Columna(
        "correo", "Correo", obligatoria=False, alias=("correo electrónico", "e-mail", "email")
    ),
    hojas.Columna("telefono", "Teléfono", obligatoria=False, alias=("fono", "celular")),
)
TITULOS = {columna.clave: columna.titulo for columna in COLUMNAS}
LARGOS = {"organizacion": 160, "nombres": 100, "apellidos": 100, "cargo": 80, "correo": 254}
MUESTRA_DE_COMUNA = "Revise cómo está escrita. Ejemplo: Talca"


@dataclass(frozen=True)
class ErrorCarga:
    """What is wrong in one cell: the row of the sheet, its column and what to do."""

    fila: int
    columna: str
    mensaje: str


class CargaConErrores(ErrorDominio):
    """Nothing was stored. `errores` lists every reason."""

    def __init__(self, errores: list[ErrorCarga]) -> None:
        cuantos = "1 error" if len(errores) == 1 else f"{len(errores)} errores"
        super().__init__(
            f"No se guardó nada: la planilla tiene {cuantos}. Corríjala y vuelva a subirla."
        )
        self.errores = errores


@dataclass
class Resumen:
    """What an import did."""

    organizaciones_nuevas: int = 0
    organizaciones_cambiadas: int = 0
    contactos_nuevos: int = 0
    contactos_cambiados: int = 0
    sin_cambios: int = 0


@dataclass
class _Leida:
    """A row understood."""

    fila: int
    nombre: str
    comuna_id: str | None
    tipos: list[str]
    persona: dict[str, str]

    @property
    def plegado(self) -> str:
        return plegar(self.nombre)


@dataclass
class _Lector:
    """Turns cells into data, and gathers what cannot be."""

    tipos: dict[str, str]
    comunas: dict[str, str]
    errores: list[ErrorCarga] = field(default_factory=list)

    def falla(self, fila: int, clave: str, mensaje: str) -> None:
        self.errores.append(ErrorCarga(fila, TITULOS[clave], mensaje))

    def leer(self, fila: hojas.Fila) -> _Leida:
        valores = {clave: " ".join(texto.split()) for clave, texto in fila.valores.items()}
        for clave, largo in LARGOS.items():
            if len(valores[clave]) > largo:
                self.falla(fila.numero, clave, f"Acórtelo: caben {largo} letras.")
        return _Leida(
            fila.numero,
            valores["organizacion"],
            self._comuna(fila.numero, valores["comuna"]),
            self._tipos(fila.numero, valores["tipos"]),
            self._persona(fila.numero, valores),
        )

    def _comuna(self, numero: int, texto: str) -> str | None:
        codigo = self.comunas.get(letras(texto)) if texto else None
        if texto and codigo is None:
            self.falla(
                numero, "comuna", f"No se reconoce la comuna «{texto}». {MUESTRA_DE_COMUNA}."
            )
        return codigo

    def _tipos(self, numero: int, texto: str) -> list[str]:
        codigos: dict[str, None] = {}
        for palabra in filter(None, (p.strip() for p in re.split(r"[,|;]", texto))):
            codigo = self.tipos.get(letras(palabra))
            if codigo is None:
                self.falla(
                    numero,
                    "tipos",
                    f"No existe el tipo «{palabra}». Use los de la plantilla, separados por coma.",
                )
            else:
                codigos[codigo] = None
        return list(codigos)

    def _persona(self, numero: int, valores: dict[str, str]) -> dict[str, str]:
        claves = ("nombres", "apellidos", "cargo", "correo", "telefono")
        persona = {clave: valores[clave] for clave in claves}
        if not any(persona.values()):
            return {}
        if not persona["nombres"]:
            self.falla(numero, "nombres", "Escriba el nombre de la persona de contacto.")
        if not (persona["correo"] or persona["telefono"]):
            self.falla(numero, "correo", "Escriba un correo o un teléfono.")
        persona["correo"] = persona["correo"].lower()
        if persona["correo"]:
            try:
                validate_email(persona["correo"])
            except ValidationError:
                self.falla(numero, "correo", "Al correo le falta algo. Ejemplo: rosa@correo.cl")
        if persona["telefono"]:
            try:
                persona["telefono"] = normalizar_telefono(persona["telefono"])
            except TelefonoInvalido as error:
                self.falla(numero, "telefono", str(error))
        return persona


def cargar_directorio(
    *, servicio: Servicio, nombre: str, contenido: bytes, por: Usuario | None
) -> Resumen:
    """Bring organisations and contacts from an XLSX or CSV; what was there is updated.

    An organisation is known by its folded name; a contact, inside it, by its address (or its
    folded name, without one). The same file twice changes nothing.

    Raises:
        HojaIlegible: it cannot be read as a sheet.
        CargaConErrores: something in it is wrong; nothing is stored.
    """
    hoja = hojas.leer(nombre, contenido, COLUMNAS)
    lector = _Lector(
        tipos=_indice_de_tipos(),
        comunas=indice_de_comunas(dict(Comuna.objects.values_list("codigo", "nombre"))),
        errores=[ErrorCarga(e.numero, "", e.mensaje) for e in hoja.errores],
    )
    leidas = [lector.leer(fila) for fila in hoja.filas]
    try:
        with transaction.atomic():
            resumen = _guardar(servicio, lector, leidas)
            anotar(servicio, "cargar_directorio", por=por, datos=vars(resumen))
    except IntegrityError:
        raise ErrorDominio(
            "Otra persona estaba cargando el directorio al mismo tiempo. No se guardó nada: "
            "vuelva a subir la planilla."
        ) from None
    return resumen


def _guardar(servicio: Servicio, lector: _Lector, leidas: list[_Leida]) -> Resumen:
    existentes = _existentes(leida.plegado for leida in leidas)
    _revisar_tipos(lector, leidas, existentes)
    _revisar_correos(lector, leidas)
    if lector.errores:
        raise CargaConErrores(sorted(lector.errores, key=lambda e: e.fila))
    resumen = Resumen()
    organizaciones = _guardar_organizaciones(servicio, leidas, existentes, resumen)
    _guardar_contactos(leidas, organizaciones, existentes, resumen)
    return resumen


def _indice_de_tipos() -> dict[str, str]:
    """Names and codes of the catalogue, and the name without its first word ("De jóvenes")."""
    indice: dict[str, str] = {}
    for codigo, nombre in TipoOrganizacion.objects.values_list("codigo", "nombre"):
        corto = re.sub(r"^De (personas con )?", "", nombre)
        indice |= {letras(forma): codigo for forma in (codigo, nombre, corto)}
    return indice


def _existentes(plegados: Iterable[str]) -> dict[str, Organizacion]:
    filas = Organizacion.objects.filter(nombre_plegado__in=set(plegados))
    return {fila.nombre_plegado: fila for fila in filas.prefetch_related("tipos", "contactos")}


def _revisar_tipos(
    lector: _Lector, leidas: list[_Leida], existentes: dict[str, Organizacion]
) -> None:
    con_tipo = {leida.plegado for leida in leidas if leida.tipos}
    con_falla = {error.fila for error in lector.errores}
    for leida in leidas:
        conocida = leida.plegado in con_tipo or leida.plegado in existentes
        if leida.nombre and not conocida and leida.fila not in con_falla:
            lector.falla(
                leida.fila, "tipos", "Escriba al menos un tipo. Ejemplo: territorial, mujeres"
            )


def _revisar_correos(lector: _Lector, leidas: list[_Leida]) -> None:
    vistos: dict[tuple[str, str], _Leida] = {}
    for leida in leidas:
        correo = leida.persona.get("correo")
        if not correo:
            continue
        antes = vistos.setdefault((leida.plegado, correo), leida)
        if _nombre(antes.persona) != _nombre(leida.persona):
            lector.falla(
                leida.fila,
                "correo",
                f"Este correo ya está en la fila {antes.fila} con otra persona de la misma "
                "organización. Deje una sola.",
            )


def _nombre(persona: dict[str, str]) -> str:
    return plegar(f"{persona['nombres']} {persona['apellidos']}")


def _guardar_organizaciones(
    servicio: Servicio,
    leidas: list[_Leida],
    existentes: dict[str, Organizacion],
    resumen: Resumen,
) -> dict[str, Organizacion]:
    nuevas: dict[str, Organizacion] = {}
    cambiadas: dict[str, Organizacion] = {}
    tipos: dict[str, set[str]] = {}
    for leida in leidas:
        clave = leida.plegado
        fila = existentes.get(clave) or nuevas.get(clave)
        if fila is None:
            fila = nuevas[clave] = Organizacion(
                servicio=servicio, nombre=leida.nombre, nombre_plegado=clave
            )
        if leida.comuna_id and fila.comuna_id != leida.comuna_id:
            fila.comuna_id = leida.comuna_id
            if clave in existentes:
                cambiadas[clave] = fila
        tipos.setdefault(clave, set()).update(leida.tipos)
    Organizacion.objects.bulk_create(nuevas.values())
    Organizacion.objects.bulk_update(cambiadas.values(), ["comuna"])
    todas = existentes | nuevas
    retipadas = _guardar_tipos(todas, existentes, tipos)
    resumen.organizaciones_nuevas = len(nuevas)
    resumen.organizaciones_cambiadas = len(cambiadas.keys() | retipadas)
    return todas


def _guardar_tipos(
    todas: dict[str, Organizacion],
    existentes: dict[str, Organizacion],
    tipos: dict[str, set[str]],
) -> set[str]:
    """Set the kinds that the file names, and say which known organisations changed."""
    cambian = {
        clave
        for clave, codigos in tipos.items()
        if codigos
        and clave in existentes
        and codigos != {tipo.pk for tipo in existentes[clave].tipos.all()}
    }
    pareja = Organizacion.tipos.through
    pareja.objects.filter(organizacion__in=[existentes[clave].pk for clave in cambian]).delete()
    pareja.objects.bulk_create(
        pareja(organizacion_id=todas[clave].pk, tipoorganizacion_id=codigo)
        for clave, codigos in tipos.items()
        if clave in cambian or clave not in existentes
        for codigo in sorted(codigos)
    )
    return cambian


def _guardar_contactos(
    leidas: list[_Leida],
    organizaciones: dict[str, Organizacion],
    existentes: dict[str, Organizacion],
    resumen: Resumen,
) -> None:
    conocidos: dict[tuple[int, str], Contacto] = {}
    for organizacion in existentes.values():
        for contacto in organizacion.contactos.all():
            for senia in {contacto.correo, plegar(contacto.nombre_completo)} - {""}:
                conocidos[organizacion.pk, senia] = contacto
    nuevos: list[Contacto] = []
    cambiados: dict[int, Contacto] = {}
    for leida in leidas:
        if not leida.persona:
            continue
        organizacion = organizaciones[leida.plegado]
        senia = leida.persona["correo"] or _nombre(leida.persona)
        conocido = conocidos.get((organizacion.pk, senia))
        if conocido is None:
            nuevo = Contacto(organizacion=organizacion, **leida.persona)
            nuevos.append(nuevo)
            conocidos[organizacion.pk, senia] = nuevo
        elif _cambiar(conocido, leida.persona) and conocido.pk:
            cambiados[conocido.pk] = conocido
        elif conocido.pk not in cambiados:
            resumen.sin_cambios += 1
    Contacto.objects.bulk_create(nuevos)
    Contacto.objects.bulk_update(
        cambiados.values(), ["nombres", "apellidos", "cargo", "correo", "telefono"]
    )
    resumen.contactos_nuevos = len(nuevos)
    resumen.contactos_cambiados = len(cambiados)


def _cambiar(contacto: Contacto, persona: dict[str, str]) -> bool:
    """Copy what the file says; an empty cell erases nothing."""
    cambio = False
    for campo, valor in persona.items():
        if valor and getattr(contacto, campo) != valor:
            setattr(contacto, campo, valor)
            cambio = True
    return cambio
