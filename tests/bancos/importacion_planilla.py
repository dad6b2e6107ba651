"""`python -m tests.bancos.importacion_planilla ROWS FILE`: writes the sheet of the bench."""

import sys
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from comun.hojas import escribir_xlsx
    from tests.bancos.planilla import TITULOS, filas

    Path(sys.argv[2]).write_bytes(escribir_xlsx(filas(int(sys.argv[1])), TITULOS))
    print("escrita", flush=True)


if __name__ == "__main__":
    main()
