"""The house: sizes, the one door of states, the one clock, guarded routes, used templates."""

import ast
import re
import statistics
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

from servicios.rutas import todas

RAIZ = Path(__file__).resolve().parent.parent
#: Lowest first: an app may name only what stands before it.
CADENA = (
    "comun",
    "servicios",
    "correos",
    "cuentas",
    "convocatorias",
    "talleres",
    "jornadas",
    "respuestas",
    "seguimiento",
    "privacidad",
)
PROPIAS = (*CADENA, "cpp_portal")
MAXIMO_FUNCION, P90_FUNCION, MAXIMO_ARCHIVO = 50, 25, 400


def modulos() -> list[Path]:
    return [
        ruta
        for app in PROPIAS
        for ruta in sorted((RAIZ / app).rglob("*.py"))
        if "migrations" not in ruta.parts
    ]


def funciones() -> list[tuple[int, str]]:
    """Lines of each function, its docstring and comments included."""
    return [
        (nodo.end_lineno - nodo.lineno + 1, f"{ruta.relative_to(RAIZ)}:{nodo.name}")
        for ruta in modulos()
        for nodo in ast.walk(ast.parse(ruta.read_text(encoding="utf-8")))
        if isinstance(nodo, ast.FunctionDef)
    ]


def infracciones(patron: str, *, salvo: tuple[str, ...] = ()) -> list[str]:
    regla = re.compile(patron)
    return [
        f"{ruta.relative_to(RAIZ)}:{n}: {linea.strip()}"
        for ruta in modulos()
        if str(ruta.relative_to(RAIZ)) not in salvo
        for n, linea in enumerate(ruta.read_text(encoding="utf-8").splitlines(), start=1)
        if regla.search(linea)
    ]


def test_las_funciones_son_cortas():
    tamanos = funciones()
    assert [f for f in tamanos if f[0] > MAXIMO_FUNCION] == []
    assert statistics.quantiles([t for t, _ in tamanos], n=10)[8] <= P90_FUNCION


def test_los_archivos_caben_en_la_cabeza():
    largos = {str(r.relative_to(RAIZ)): len(r.read_text().splitlines()) for r in modulos()}
    assert {ruta: n for ruta, n in largos.items() if n > MAXIMO_ARCHIVO} == {}


def test_los_estados_cambian_por_una_sola_puerta():
    door = ("comun/transitions.py",)
    assert infracciones(r"\.estado\s*=[^=]|update\([^)]*\bestado\s*=", salvo=door) == []


def test_un_solo_modulo_dice_la_hora():
    reloj_real = r"timezone\.now\(|date\.today\(|datetime\.now\(|datetime\.utcnow\(|time\.time\("
    assert infracciones(reloj_real, salvo=("comun/reloj.py",)) == []


def test_las_tareas_se_despiertan_solo_al_confirmar():
    sueltas = [x for x in infracciones(r"\.(delay|apply_async)\(") if "on_commit" not in x]
    assert sueltas == []


def test_ningun_nombre_inverso_sube_por_la_cadena():
    """`cuenta.jornada` would let a lower app reach a higher one behind the linter's back."""
    visibles = [
        f"{relacion.related_model._meta.label}.{relacion.field.name} → {modelo._meta.label}"
        for modelo in apps.get_models()
        if modelo._meta.app_label in CADENA
        for relacion in modelo._meta.related_objects
        if relacion.related_model._meta.app_label != modelo._meta.app_label
        and relacion.related_model._meta.app_label in CADENA
        and not relacion.hidden
    ]
    assert visibles == []


def test_cada_ruta_de_gestion_pide_sesion_y_permiso():
    sin_guardia = [
        ruta
        for ruta in todas()
        if ruta.path.startswith("/gestion/")
        and ruta.policy.partition(":")[0] not in ("permiso", "sesion", "demo")
    ]
    assert sin_guardia == []


def test_cada_variable_de_entorno_esta_documentada():
    texto = (RAIZ / "cpp_portal/settings.py").read_text(encoding="utf-8")
    leidas = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', texto))
    leidas |= set(re.findall(r'_obligatorio\(\s*"([A-Z_]+)"', texto))
    ejemplo = (RAIZ / ".env.example").read_text(encoding="utf-8")
    documentadas = set(re.findall(r"^([A-Z_]+)=", ejemplo, re.MULTILINE))
    # What the services of the container take for themselves is not read by the portal.
    del_contenedor = set(
        re.findall(r"\$\{([A-Z_]+)", (RAIZ / "docker-compose.yml").read_text(encoding="utf-8"))
    )
    assert leidas - documentadas == set()
    assert documentadas - leidas - del_contenedor == set()
    presentadas = set(re.findall(r"`([A-Z_]+)`", (RAIZ / "README.md").read_text(encoding="utf-8")))
    assert documentadas - del_contenedor - presentadas == set()
    assert "DJANGO_SECRET_KEY" in leidas


def test_el_manual_no_tiene_paginas_sueltas_ni_enlaces_rotos():
    guia = RAIZ / "docs/guia"
    enlazadas: set[str] = set()
    for pagina in [RAIZ / "README.md", *guia.glob("*.md")]:
        destinos = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", pagina.read_text(encoding="utf-8"))
        for ruta in ((pagina.parent / destino).resolve() for destino in destinos):
            assert ruta.exists(), f"{pagina.name} leads to {ruta}"
            enlazadas.add(ruta.name)
    indice = (guia / "README.md").read_text(encoding="utf-8")
    sueltas = {p.name for p in guia.glob("*.md")} - {"README.md"}
    assert {nombre for nombre in sueltas if f"({nombre})" not in indice} == set()
    assert {p.name for p in guia.glob("*.png")} - enlazadas == set()


def plantillas() -> list[str]:
    carpeta = RAIZ / "templates"
    return sorted(
        str(ruta.relative_to(carpeta))
        for ruta in carpeta.rglob("*")
        if ruta.suffix in (".html", ".txt")
    )


@pytest.mark.parametrize("nombre", plantillas())
def test_cada_plantilla_compila(nombre):
    assert get_template(nombre).template.name == nombre


def test_solo_la_base_antepone_error_al_titulo():
    """Twice, a screen reader says it twice."""
    carpeta = RAIZ / "templates"
    otras = [n for n in plantillas() if "{% if form.errors %}Error" in (carpeta / n).read_text()]
    assert otras == ["base.html"]


#: Found by libraries or by Django under a fixed name, not by ours.
POR_CONVENCION = ("account/", "allauth/", "mfa/", "cpp/", "admin/", "4", "5", "account/email/")


def test_cada_plantilla_se_usa():
    fuentes = [r.read_text(encoding="utf-8") for r in modulos()]
    fuentes += [
        r.read_text(encoding="utf-8")
        for r in (RAIZ / "templates").rglob("*.*")
        if r.suffix != ".md"
    ]
    todo = "\n".join(fuentes)
    sobran = []
    for nombre in plantillas():
        if nombre.startswith(POR_CONVENCION):
            continue
        base = nombre.removeprefix("correos/")
        base = re.sub(r"(\.asunto)?\.(txt|html)$", "", base) if base != nombre else nombre
        if f'"{base}"' not in todo and f'"{nombre}"' not in todo:
            sobran.append(nombre)
    assert sobran == []
