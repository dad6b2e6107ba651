# shellcheck shell=bash
# What the commands in bin/ share: messages, system packages and the environment in .venv.
# To be sourced; it leaves the shell at the root of the repository.

RAIZ="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$RAIZ"

PAQUETES_DEMO=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core)
# Playwright's own Node needs libatomic1, and its error does not say so; pdftotext reads our PDFs,
# and LibreOffice opens our sheets and slides as somebody else would.
PAQUETES_TEST=(libatomic1 poppler-utils libreoffice-calc-nogui libreoffice-impress-nogui)

decir() { printf '==> %s\n' "$*" >&2; }

morir() {
    printf 'Error: %s\n' "$*" >&2
    exit 1
}

es_root() { [ "$(id -u)" -eq 0 ]; }

paquete_presente() {
    [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]
}

# Installs packages when root; otherwise prints the command to paste and stops.
instalar_paquetes() {
    [ $# -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        morir "faltan $* y este sistema no tiene apt-get: instálelos con su gestor de paquetes."
    if ! es_root; then
        printf 'Faltan paquetes del sistema. Pegue esta orden y vuelva a intentarlo:\n\n' >&2
        printf '    sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n\n' "$*" >&2
        exit 1
    fi
    decir "Paquetes del sistema: $*"
    DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        </dev/null >&2
}

# Names the missing ones among the packages given.
faltantes() {
    local paquete
    for paquete in "$@"; do
        paquete_presente "$paquete" || printf '%s\n' "$paquete"
    done
}

# On a system without dpkg the libraries are taken for present: WeasyPrint says what it misses.
asegurar_paquetes() {
    command -v dpkg-query >/dev/null || return 0
    local lista
    mapfile -t lista < <(faltantes "$@")
    instalar_paquetes ${lista[@]+"${lista[@]}"}
}

# A Python of the supported versions that can make virtual environments.
elegir_python() {
    local candidato
    for candidato in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidato" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
            2>/dev/null; then
            command -v "$candidato"
            return 0
        fi
    done
    return 1
}

crear_venv() {
    [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 && return 0
    if ! elegir_python >/dev/null; then
        instalar_paquetes python3 python3-venv
    fi
    local python
    python="$(elegir_python)" || morir "se necesita Python 3.11 a 3.14 con el módulo venv."
    decir "Entorno .venv con $("$python" --version)"
    "$python" -m venv --clear .venv
}

# asegurar_entorno demo|dev: the pinned set, installed again only when its file changes.
# dev contains demo, and both are exported from the same resolution.
asegurar_entorno() {
    local conjunto="$1" archivo="requirements/$1.txt" huella marca=".venv/.instalado-$1"
    crear_venv
    huella="$(sha256sum "$archivo" | cut -d' ' -f1)"
    if [ "$(cat "$marca" 2>/dev/null)" != "$huella" ]; then
        decir "Dependencias de $archivo"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
            --require-hashes -r "$archivo" >&2 ||
            morir "no se pudieron instalar las dependencias de $archivo; vea el mensaje de arriba."
        printf '%s\n' "$huella" >"$marca"
        if [ "$conjunto" = dev ]; then
            sha256sum requirements/demo.txt | cut -d' ' -f1 >.venv/.instalado-demo
        fi
    fi
    export PATH="$RAIZ/.venv/bin:$PATH"
}

asegurar_chromium() {
    command -v chromium >/dev/null || instalar_paquetes chromium
}

# From a bare machine to everything that the suite needs.
preparar_test() {
    asegurar_paquetes "${PAQUETES_DEMO[@]}" "${PAQUETES_TEST[@]}"
    asegurar_chromium
    asegurar_entorno dev
}
