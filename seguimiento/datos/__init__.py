"""Open data: what anybody may take away, declared once (`catalogo`)."""

from seguimiento.datos.catalogo import LICENCIA, SERVICIOS, TABLAS
from seguimiento.datos.columnas import Columna, Fila, Tabla, cuenta_de, id_de_cuenta
from seguimiento.datos.diccionario import catalogo, direccion, esquema, paquete
from seguimiento.datos.filas import cuentas_publicas, fila_de_servicio, servicios_publicos
from seguimiento.datos.formatos import FORMATOS, Formato, escribir, huella

__all__ = [
    "FORMATOS",
    "LICENCIA",
    "SERVICIOS",
    "TABLAS",
    "Columna",
    "Fila",
    "Formato",
    "Tabla",
    "catalogo",
    "cuenta_de",
    "cuentas_publicas",
    "direccion",
    "escribir",
    "esquema",
    "fila_de_servicio",
    "huella",
    "id_de_cuenta",
    "paquete",
    "servicios_publicos",
]
