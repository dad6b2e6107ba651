// The address of the page, or some lines of code, to the clipboard. Without script what is to be
// copied is there to be marked.
for (const lugar of document.querySelectorAll("[data-copiar]")) {
  const boton = lugar.querySelector("button");
  const aviso = lugar.querySelector("[role=status]");
  const lineas = lugar.querySelector("textarea");
  if (!navigator.clipboard) continue;
  boton.hidden = false;
  boton.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(lineas ? lineas.value : lugar.dataset.copiar);
      aviso.textContent = lineas ? "Copiadas." : "Copiada.";
    } catch {
      const que = lineas ? "las líneas y cópielas" : "la dirección y cópiela";
      aviso.textContent = `No se pudo copiar: marque ${que}.`;
    }
  });
}
