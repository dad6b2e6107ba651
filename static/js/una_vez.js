// A form marked data-una-vez is sent once: the second press does nothing.
// data-enviando on the button gives other words than "Enviando…".
// The network may stall, and no event tells it: a form with a nonce, which counts once however many
// times it arrives, may be sent again after a while, and says so next to its button. In a frame
// nothing else would save what was typed. Not while it takes a file along: a big one is long on its
// way, and pressing again would begin it anew.
const UN_RATO = 20_000; // milliseconds
const OTRA_VEZ = "La red no contesta. Puede enviar otra vez: llegará una sola vez.";
const esperas = new WeakMap(); // by form: its timer
const avisos = new WeakMap(); // by form: where it says so

for (const formulario of document.querySelectorAll("form[data-una-vez]")) {
  formulario.addEventListener("submit", (suceso) => {
    if (suceso.submitter?.formTarget === "_blank") {
      return; // goes on in another window: this form may still be sent
    }
    if (formulario.dataset.enviado) {
      suceso.preventDefault();
      return;
    }
    formulario.dataset.enviado = "si";
    const boton = suceso.submitter ?? formulario.querySelector("[type=submit]");
    if (boton) {
      boton.style.minInlineSize = `${boton.offsetWidth}px`;
      boton.setAttribute("aria-busy", "true");
      boton.setAttribute("aria-disabled", "true");
      boton.dataset.rotulo = boton.innerHTML;
      boton.textContent = boton.dataset.enviando ?? "Enviando…";
    }
    avisos.get(formulario)?.remove();
    if (boton && formulario.elements.nonce && !llevaArchivo(formulario)) {
      const aviso = callado(formulario, boton);
      esperas.set(formulario, setTimeout(() => {
        soltar(formulario);
        aviso.className = "aviso aviso--pronto aviso--boton";
        aviso.textContent = OTRA_VEZ;
      }, UN_RATO));
    }
  });
}

function llevaArchivo(formulario) {
  return [...formulario.elements].some((campo) => campo.type === "file" && campo.files.length > 0);
}

// Who listens is told what enters a region that was there before, empty.
function callado(formulario, boton) {
  const aviso = document.createElement("p");
  aviso.className = "visually-hidden";
  aviso.setAttribute("role", "status");
  boton.after(aviso);
  avisos.set(formulario, aviso);
  return aviso;
}

function soltar(formulario) {
  clearTimeout(esperas.get(formulario));
  delete formulario.dataset.enviado;
  for (const boton of formulario.querySelectorAll("[aria-busy]")) {
    boton.removeAttribute("aria-busy");
    boton.removeAttribute("aria-disabled");
    boton.innerHTML = boton.dataset.rotulo;
  }
}

// Back from the next page: the form may be sent again.
window.addEventListener("pageshow", (suceso) => {
  if (suceso.persisted) {
    document.querySelectorAll("form[data-enviado]").forEach(soltar);
  }
});
