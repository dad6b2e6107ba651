// After a refused form, the reader starts at the error summary.
const resumen = document.querySelector("[data-foco]");
if (resumen) {
  resumen.focus();
}

// A link of the summary goes to the control itself, not only near it.
document.addEventListener("click", (suceso) => {
  const enlace = suceso.target.closest(".resumen-errores a[href^='#']");
  const destino = enlace && document.getElementById(decodeURIComponent(enlace.hash.slice(1)));
  if (!destino) {
    return;
  }
  suceso.preventDefault();
  destino.scrollIntoView({ block: "center" });
  destino.focus({ preventScroll: true });
});

// The person's menu closes with Escape or when one leaves it.
for (const menu of document.querySelectorAll("details.menu")) {
  menu.addEventListener("keydown", (suceso) => {
    if (suceso.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (suceso) => {
    if (!menu.contains(suceso.target)) {
      menu.open = false;
    }
  });
}
