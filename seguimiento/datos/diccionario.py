"""The dictionary of the tables (Frictionless Table Schema) and their catalogue (DCAT)."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from cuentas.models import CuentaPublica
from seguimiento.datos.catalogo import LICENCIA, TABLAS
from seguimiento.datos.columnas import Columna, Tabla, id_de_cuenta
from seguimiento.datos.formatos import CSV, FORMATOS
from servicios.models import Servicio

PALABRAS = ["cuenta pública participativa", "participación ciudadana", "ley 20.500"]


def direccion(cuenta: CuentaPublica, archivo: str = "") -> str:
    """Of the page of open data, or of one of its files."""
    argumentos = (cuenta.servicio.slug, cuenta.anio_gestion)
    return f"{settings.BASE_URL}{reverse('seguimiento:datos', args=argumentos)}{archivo}"


def titulo_de(cuenta: CuentaPublica) -> str:
    return f"Cuenta Pública Participativa {cuenta.anio_gestion} de {cuenta.servicio.nombre}"


def descripcion_de(cuenta: CuentaPublica) -> str:
    return (
        f"Qué actividades hizo {cuenta.servicio.nombre} en su cuenta pública, qué le preguntaron "
        "las personas y qué respondió."
    )


def esquema(tabla: Tabla) -> dict[str, Any]:
    """The Table Schema of one table."""
    ajenas = [
        {"fields": [campo], "reference": {"resource": otra, "fields": ["id"]}}
        for campo, otra in (tabla.ajenas or {}).items()
    ]
    return {
        "fields": [_campo(columna) for columna in tabla.columnas],
        "primaryKey": ["id"],
        "missingValues": [""],
        **({"foreignKeys": ajenas} if ajenas else {}),
    }


def _campo(columna: Columna) -> dict[str, Any]:
    valores = columna.valores or {}
    limites = {
        "required": columna.requerida,
        "unique": columna.nombre == "id",
        "enum": list(valores),
        "pattern": columna.patron,
        "minimum": columna.minimo,
    }
    formato = {"uri": ("string", "uri"), "datetime": ("datetime", "any")}
    tipo, como = formato.get(columna.tipo, (columna.tipo, "default"))
    return {
        "name": columna.nombre,
        "title": columna.titulo,
        "description": _con_valores(columna),
        "type": tipo,
        "format": como,
        "constraints": {clave: valor for clave, valor in limites.items() if valor},
    }


def _con_valores(columna: Columna) -> str:
    if not columna.valores:
        return columna.descripcion
    valores = "; ".join(f"{codigo}: {nombre}" for codigo, nombre in columna.valores.items())
    return f"{columna.descripcion} Valores: {valores}."


def paquete(cuenta: CuentaPublica) -> dict[str, Any]:
    """`datapackage.json`: one resource for each table, with its dictionary."""
    return {
        "profile": "tabular-data-package",
        "name": id_de_cuenta(cuenta),
        "title": titulo_de(cuenta),
        "description": descripcion_de(cuenta),
        "homepage": direccion(cuenta),
        "licenses": [LICENCIA],
        "keywords": PALABRAS,
        "contributors": [
            {"title": cuenta.servicio.nombre, "role": "author", "email": cuenta.servicio.correo}
        ],
        "resources": [_recurso(tabla) for tabla in TABLAS.values()],
    }


def _recurso(tabla: Tabla) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": tabla.nombre,
        "title": tabla.titulo,
        "description": tabla.descripcion,
        "path": f"{tabla.nombre}{CSV.sufijo}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": esquema(tabla),
    }


_VOCABULARIOS = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}


def catalogo(cuenta: CuentaPublica, cambio: str | None) -> dict[str, Any]:
    """`dcat.jsonld`: the fields that datos.gob.cl asks for. `cambio`: of the last change, ISO."""
    servicio, comuna = cuenta.servicio, cuenta.servicio.comuna
    abierta = cuenta.abierta_en.astimezone(servicio.zona) if cuenta.abierta_en else None
    publicada = abierta and abierta.isoformat(timespec="seconds")
    return {
        "@context": _VOCABULARIOS,
        "@id": direccion(cuenta),
        "@type": "dcat:Dataset",
        "dct:identifier": id_de_cuenta(cuenta),
        "dct:title": titulo_de(cuenta),
        "dct:description": descripcion_de(cuenta),
        "dct:creator": _institucion(servicio),
        "dct:publisher": _institucion(servicio),
        "dcat:contactPoint": _contacto(servicio),
        "dcat:theme": "Participación ciudadana",
        "dcat:keyword": PALABRAS,
        "dct:language": "es-CL",
        "dct:created": publicada,
        "dct:issued": publicada,
        "dct:modified": cambio or publicada,
        "owl:versionInfo": cambio or publicada,
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": f"{cuenta.anio_gestion}-01-01",
            "dcat:endDate": f"{cuenta.anio_gestion}-12-31",
        },
        "dct:spatial": {"dct:identifier": comuna.pk, "dct:title": f"{comuna}, {comuna.region}"},
        "dct:license": {"@id": LICENCIA["path"]},
        "dcat:landingPage": {"@id": direccion(cuenta)},
        "dct:conformsTo": {"@id": direccion(cuenta, "datapackage.json")},
        "dcat:distribution": [
            _distribucion(cuenta, t, f) for t in TABLAS.values() for f in FORMATOS
        ],
    }


def _institucion(servicio: Servicio) -> dict[str, Any]:
    return {
        "@id": servicio.sitio_web or f"{settings.BASE_URL}/api/v1/servicios/{servicio.slug}/",
        "@type": "foaf:Organization",
        "foaf:name": servicio.nombre,
        "dct:identifier": servicio.slug,
    }


def _contacto(servicio: Servicio) -> dict[str, Any]:
    return {
        "@type": "vcard:Organization",
        "vcard:fn": servicio.nombre,
        "vcard:hasEmail": {"@id": f"mailto:{servicio.correo}"},
    }


def _distribucion(cuenta: CuentaPublica, tabla: Tabla, formato: Any) -> dict[str, Any]:
    archivo = direccion(cuenta, f"{tabla.nombre}{formato.sufijo}")
    return {
        "@id": archivo,
        "@type": "dcat:Distribution",
        "dct:identifier": f"{id_de_cuenta(cuenta)}.{tabla.nombre}.{formato.clave}",
        "dct:title": f"{tabla.titulo} ({formato.nombre})",
        "dct:description": tabla.descripcion,
        "dcat:downloadURL": {"@id": archivo},
        "dcat:accessURL": {"@id": direccion(cuenta)},
        "dcat:mediaType": formato.tipo.partition(";")[0],
        "dct:license": {"@id": LICENCIA["path"]},
        "dct:conformsTo": {"@id": direccion(cuenta, "datapackage.json")},
    }
