"""Pages of other sites that carry something of the portal, served on this machine.

`localhost` and `127.0.0.1` are two sites for a browser: with the portal at one of them, a page of
the other frames it as the site of a service does.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page

from tests.paciencia import PACIENCIA


@dataclass(frozen=True)
class Pagina:
    """What is served at one address."""

    html: str
    cabeceras: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def anfitrion(paginas: Mapping[str, Pagina], nombre: str = "localhost") -> Iterator[str]:
    """Serve those pages ("/", "/otra/") on a free port of the loopback; gives the origin."""

    class Puerta(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pagina = paginas.get(self.path.partition("?")[0])
            self.send_response(200 if pagina else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            for cabecera, valor in (pagina.cabeceras if pagina else {}).items():
                self.send_header(cabecera, valor)
            self.end_headers()
            self.wfile.write((pagina.html if pagina else "").encode())

        def log_message(self, *args: Any) -> None:
            return

    servidor = ThreadingHTTPServer(("127.0.0.1", 0), Puerta)
    servidor.daemon_threads = True
    hilo = Thread(target=servidor.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    hilo.start()
    try:
        yield f"http://{nombre}:{servidor.server_port}"
    finally:
        servidor.shutdown()
        servidor.server_close()
        hilo.join()


def sin_cookies_de_terceros(
    navegador: BrowserType, carpeta: Path, lanzar: Mapping[str, Any], **contexto: Any
) -> BrowserContext:
    """A browser whose person blocked the cookies and the storage of other sites.

    As they do it, in its preferences: a new context or a rule of routes would block nothing.
    """
    preferencias = {"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}}
    (carpeta / "Default").mkdir(parents=True)
    (carpeta / "Default" / "Preferences").write_text(json.dumps(preferencias))
    argumentos = [*lanzar.get("args", ()), "--test-third-party-cookie-phaseout"]
    return navegador.launch_persistent_context(
        str(carpeta), **{**lanzar, "args": argumentos}, **contexto
    )


def no_se_ve(pagina: Page, donde: str) -> None:
    """Framed by a host that is not listed, there is nothing in the frame to be tricked with."""
    pagina.goto(donde)
    marco = pagina.frames[1]
    for _ in range(PACIENCIA // 50):  # what is refused is told to the frame after the page loaded
        if marco.url:
            break
        pagina.wait_for_timeout(50)
    assert (marco.url, marco.locator("form").count()) == ("chrome-error://chromewebdata/", 0)
