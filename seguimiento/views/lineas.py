"""How the boards draw a line, and the compliance of a stage."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from comun.requisitos import ETAPAS
from seguimiento.models import Pendiente
from servicios.acceso import puede

#: The segments of a bar, in the order in which they are drawn, with their words.
SEGMENTOS = (
    ("cumple", "listo", "se cumple", "se cumplen"),
    ("no_cumple", "tarde", "no se cumple", "no se cumplen"),
    ("explicado", "pronto", "no se cumplió, con explicación", "no se cumplieron, con explicación"),
    ("por_cumplir", "espera", "por cumplir", "por cumplir"),
)


def a_la_vista(linea: Pendiente, persona: Any, ahora: datetime, con_cuenta: bool) -> dict[str, Any]:
    """A line as `components/linea.html` draws it: the button only for who may."""
    cuenta = linea.cuenta
    base = [cuenta.servicio.slug, cuenta.anio_gestion]
    permitida = puede(persona, linea.permiso, linea.servicio_id)
    return {
        "fecha": linea.fecha,
        "que": linea.que,
        "porque": linea.porque,
        "regla": linea.regla,
        "regla_url": f"{reverse('seguimiento_gestion:cumplimiento', args=base)}"
        f"?ver=todas#{linea.regla}",
        "dias": linea.dias(ahora.astimezone(cuenta.servicio.zona).date()),
        "duenio": linea.duenio,
        "iniciales": iniciales(linea.duenio),
        "url": reverse(linea.donde, args=linea.argumentos) if permitida else "",
        "boton": linea.boton,
        "por_hacer": linea.recordar,
        "cuenta": f"{cuenta.servicio.nombre_corto}, gestión {cuenta.anio_gestion}"
        if con_cuenta
        else "",
        "cuenta_url": reverse("seguimiento_gestion:tablero", args=base),
    }


def iniciales(nombre: str) -> str:
    """First and last word, as the person's own mark in the bar."""
    partes = nombre.split()
    return "".join(p[0] for p in (partes[:1] + partes[1:][-1:])).upper()


def marcar_principal(grupos: list[dict[str, Any]]) -> None:
    """One filled button on the board: the most urgent line that this person can do."""
    for grupo in grupos:
        for linea in grupo["lineas"]:
            if linea["url"] and linea["por_hacer"]:
                linea["principal"] = True
                return


def barra(cuentas: Mapping[str, int], clave: str, nombre: str = "") -> dict[str, Any]:
    """How many rules have each verdict, as `components/barra.html` draws it."""
    total = sum(cuentas.values())
    segmentos, desde = [], 0.0
    for veredicto, clase, una, varias in SEGMENTOS:
        n = cuentas.get(veredicto, 0)
        ancho = 100 * n / total if total else 0
        if n:
            segmentos.append(
                {
                    "clase": clase,
                    "n": n,
                    "palabras": una if n == 1 else varias,
                    "x": f"{desde:.2f}",
                    "ancho": f"{ancho:.2f}",
                }
            )
        desde += ancho
    return {"clave": clave, "nombre": nombre, "total": total, "segmentos": segmentos}


def barras_por_etapa(etapas: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """One bar for each stage that has rules of this account, in the order of the year."""
    return [
        barra(etapas[clave], f"b-{clave}", nombre)
        for clave, nombre in ETAPAS.items()
        if etapas.get(clave)
    ]
