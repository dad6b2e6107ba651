// Signature pane: pointer strokes on a canvas become a PNG data URL in a hidden input.
// Without script, or for who cannot draw, the form's own choice "firma en papel" is the way.
const TINTA = "#0a2a6b";

function preparar(caja) {
  const entrada = document.getElementById(caja.dataset.firma);
  const papel = caja.querySelector("[data-firma-papel]");
  const estado = caja.querySelector("[data-firma-estado]");
  const lapiz = papel.getContext("2d");
  let trazos = [];
  let actual = null;
  caja.hidden = false;

  const pintar = (trazo) => {
    const { width, height } = papel.getBoundingClientRect();
    lapiz.beginPath();
    trazo.forEach(([x, y], i) => lapiz[i ? "lineTo" : "moveTo"](x * width, y * height));
    if (trazo.length === 1) {
      lapiz.lineTo(trazo[0][0] * width + 0.1, trazo[0][1] * height);
    }
    lapiz.stroke();
  };
  const dibujar = () => {
    const { width, height } = papel.getBoundingClientRect();
    const escala = window.devicePixelRatio || 1;
    papel.width = Math.round(width * escala);
    papel.height = Math.round(height * escala);
    lapiz.scale(escala, escala);
    Object.assign(lapiz, { strokeStyle: TINTA, lineWidth: 2.6, lineCap: "round", lineJoin: "round" });
    trazos.forEach(pintar);
  };
  const anotar = () => {
    entrada.value = trazos.length ? papel.toDataURL("image/png") : "";
    estado.textContent = trazos.length ? "Firma puesta." : "Firma borrada.";
    entrada.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const punto = (suceso) => {
    const marco = papel.getBoundingClientRect();
    return [(suceso.clientX - marco.left) / marco.width, (suceso.clientY - marco.top) / marco.height];
  };

  papel.addEventListener("pointerdown", (suceso) => {
    if (!suceso.isPrimary || suceso.button !== 0) {
      return;
    }
    suceso.preventDefault();
    papel.setPointerCapture(suceso.pointerId);
    actual = [punto(suceso)];
    trazos.push(actual);
    pintar(actual);
  });
  papel.addEventListener("pointermove", (suceso) => {
    if (!actual || !suceso.isPrimary) {
      return;
    }
    for (const paso of suceso.getCoalescedEvents?.() ?? [suceso]) {
      actual.push(punto(paso));
    }
    pintar(actual.slice(-Math.min(actual.length, 8)));
  });
  for (const fin of ["pointerup", "pointercancel"]) {
    papel.addEventListener(fin, () => {
      if (actual) {
        actual = null;
        anotar();
      }
    });
  }
  caja.querySelector("[data-firma-borrar]").addEventListener("click", () => {
    trazos = [];
    dibujar();
    anotar();
  });
  new ResizeObserver(dibujar).observe(papel);
  dibujar();
}

document.querySelectorAll("[data-firma]").forEach(preparar);
