// A form marked data-una-vez is sent once: the second press does nothing.
// data-enviando on the button gives other words than "Enviando…".
// The network may stall, and no event tells it: a form with a nonce, which counts once however many
// times it arrives, may be sent again after a while. In a frame nothing else would save what was typed.
const UN_RATO = 20_000; // milliseconds

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
    if (formulario.elements.nonce) {
      setTimeout(soltar, UN_RATO, formulario);
    }
  });
}

function soltar(formulario) {
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
