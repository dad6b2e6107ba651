"""Each mail is known by the fingerprint of what was decided and by its Message-ID, which stay."""

import hashlib
from typing import Any

from django.db import migrations

from comun.disparadores import inmutable, quitar

POR_LOTE = 200


def completar(apps: Any, editor: object) -> None:
    """The mails that are there get their fingerprint and the domain that they go to."""
    Mensaje = apps.get_model("correos", "Mensaje")
    filas = Mensaje._base_manager.only("pk", "para", "asunto", "texto", "html")
    lote = []
    for fila in filas.iterator(chunk_size=POR_LOTE):
        palabras = (fila.para, fila.asunto, fila.texto, fila.html)
        fila.huella = hashlib.sha256("\0".join(palabras).encode()).hexdigest()
        fila.dominio = fila.para.rpartition("@")[2].lower()
        lote.append(fila)
        if len(lote) == POR_LOTE:
            Mensaje._base_manager.bulk_update(lote, ["huella", "dominio"])
            lote = []
    Mensaje._base_manager.bulk_update(lote, ["huella", "dominio"])


class Migration(migrations.Migration):
    dependencies = [("correos", "0002_motor_de_envio")]

    operations = [
        migrations.RunPython(completar, migrations.RunPython.noop),
        migrations.RunPython(
            inmutable("correos_mensaje", "clave", "huella", "message_id", "servicio_id"),
            quitar("correos_mensaje"),
        ),
    ]
