"""LibreOffice without a window: what a file of ours becomes when somebody opens it there."""

import subprocess
from pathlib import Path

#: Seconds, for a busy machine; it takes one. Nothing is measured with it.
PACIENCIA = 300


def abrir_en_libreoffice(archivo: Path, formato: str, *, como: str = "") -> bytes | None:
    """`archivo` opened and saved as `formato`; None if it was not understood. `como`: its filter.

    Each file has a profile of its own: two programs with one profile wait for each other.
    """
    salida = archivo.with_name(f"{archivo.stem}-abierto")
    perfil = archivo.with_name(f"{archivo.stem}-perfil").resolve()
    orden = ["soffice", f"-env:UserInstallation={perfil.as_uri()}", "--headless", "--norestore"]
    orden += [f"--infilter={como}"] if como else []
    orden += ["--convert-to", formato, "--outdir", str(salida), str(archivo)]
    subprocess.run(orden, check=True, capture_output=True, timeout=PACIENCIA)
    hecho = salida / f"{archivo.stem}.{formato}"
    return hecho.read_bytes() if hecho.exists() else None
