// The address of the page to the clipboard. Without script the address itself is there to copy.
for (const lugar of document.querySelectorAll("[data-copiar]")) {
  const boton = lugar.querySelector("button");
  const aviso = lugar.querySelector("[role=status]");
  if (!navigator.clipboard) continue;
  boton.hidden = false;
  boton.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(lugar.dataset.copiar);
      aviso.textContent = "Copiada.";
    } catch {
      aviso.textContent = "No se pudo copiar: marque la dirección y cópiela.";
    }
  });
}
