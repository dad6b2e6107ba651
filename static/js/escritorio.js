// The answering desk: Ctrl+Enter (or Cmd+Enter) in the sheet passes the answer to review.
const hoja = document.getElementById("hoja");
const revision = hoja?.querySelector("button[name=revision]");

hoja?.addEventListener("keydown", (suceso) => {
  if (suceso.key === "Enter" && (suceso.ctrlKey || suceso.metaKey)) {
    suceso.preventDefault();
    hoja.requestSubmit(revision);
  }
});

// j and k open the next and the previous message of the queue.
document.addEventListener("keydown", (suceso) => {
  const { key, target, ctrlKey, altKey, metaKey } = suceso;
  if (!["j", "k"].includes(key) || ctrlKey || altKey || metaKey || target.closest("input, textarea, select")) {
    return;
  }
  const enlaces = [...document.querySelectorAll(".cola a[href]")];
  const actual = enlaces.findIndex((enlace) => enlace.hasAttribute("aria-current"));
  const destino = enlaces[actual + (key === "j" ? 1 : -1)];
  if (destino) {
    suceso.stopImmediatePropagation();
    destino.click();
  }
}, true);
