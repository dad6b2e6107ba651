"""The relay's log, as Postfix would have written it, settles the mails in doubt."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command

from tests.caos.banco import Banco

MINUTO = timedelta(minutes=1)


def conciliar(banco: Banco) -> dict[str, Any]:
    """Accepted: it arrived. Absent: it is sent again. What the command says of it."""
    registro = banco.carpeta / "mail.log"
    registro.write_text("".join(escribir(banco.buzon.aceptados())), encoding="utf-8")
    salida = StringIO()
    # Both write by one clock: no minute of grace is needed.
    opciones = {"reenviar_ausentes": True, "margen": 0, "json": True, "stdout": salida}
    banco.consultar(lambda: call_command("conciliar_correos", str(registro), **opciones))
    return json.loads(salida.getvalue())


def escribir(aceptados: list[dict[str, Any]]) -> Iterator[str]:
    """Each mail in, through the queue and delivered; and the log's own beginning and end."""
    primero = datetime.fromtimestamp(aceptados[0]["t"], UTC)
    yield _linea(primero - MINUTO, "postfix-script", "starting the Postfix mail system")
    for mail in aceptados:
        t, cola, [para] = datetime.fromtimestamp(mail["t"], UTC), mail["cola"], mail["para"]
        yield _linea(t, "smtpd", f"{cola}: client=localhost[127.0.0.1]")
        yield _linea(t, "cleanup", f"{cola}: message-id={mail['id']}")
        sobre = f"from=<{mail['de']}>, size={mail['octetos']}, nrcpt=1 (queue active)"
        yield _linea(t, "qmgr", f"{cola}: {sobre}")
        entrega = "relay=mx.correo.example[192.0.2.25]:25, delay=0.1, delays=0/0/0.1/0"
        final = f"{entrega}, dsn=2.0.0, status=sent (250 2.0.0 Ok)"
        yield _linea(t, "smtp", f"{cola}: to=<{para}>, {final}")
        yield _linea(t, "qmgr", f"{cola}: removed")
    yield _linea(datetime.now(UTC), "anvil", "statistics: max cache size 1")


def _linea(momento: datetime, demonio: str, texto: str) -> str:
    return f"{momento.isoformat()} relay postfix/{demonio}[812]: {texto}\n"
