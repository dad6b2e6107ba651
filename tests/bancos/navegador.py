"""`python -m tests.bancos.navegador URL N`: seconds until the largest thing of a page is drawn.

A browser on a cheap telephone with a slow network, its cache empty each time: one line per visit.
"""

import shutil
import sys

from playwright.sync_api import Browser, sync_playwright

#: The "slow 4G" of Lighthouse: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
RED = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
FRENO = 4
_LCP = """() => new Promise(dicho => new PerformanceObserver(lista =>
    dicho(lista.getEntries().at(-1).startTime)
).observe({type: "largest-contentful-paint", buffered: true}))"""


def visitar(navegador: Browser, url: str) -> float:
    """Seconds of one visit by somebody who was never there."""
    contexto = navegador.new_context(
        viewport={"width": 360, "height": 740},
        # What our proxy says of a request that came to it by https.
        extra_http_headers={"X-Forwarded-Proto": "https"},
    )
    try:
        pagina = contexto.new_page()
        mandos = contexto.new_cdp_session(pagina)
        mandos.send("Network.enable")
        mandos.send("Network.emulateNetworkConditions", RED)
        mandos.send("Emulation.setCPUThrottlingRate", {"rate": FRENO})
        respuesta = pagina.goto(url, wait_until="networkidle")
        if respuesta is None or respuesta.status != 200:
            raise RuntimeError(f"{url} answered {respuesta and respuesta.status}")
        return float(pagina.evaluate(_LCP)) / 1000
    finally:
        contexto.close()


def main(url: str, visitas: int) -> None:
    with sync_playwright() as playwright:
        navegador = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        visitar(navegador, url)  # warm
        for _ in range(visitas):
            print(visitar(navegador, url), flush=True)
        navegador.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
