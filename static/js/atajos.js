// Keys of the staff pages: "/" goes to the page's search; j and k walk a list (data-lista).
const escribiendo = (destino) => destino.closest("input, textarea, select, [contenteditable]");

function siguiente(sentido) {
  const enlaces = [...document.querySelectorAll("[data-lista] a[href], .cola a[href], .linea__pie a.btn")];
  if (!enlaces.length) {
    return;
  }
  const aqui = enlaces.indexOf(document.activeElement);
  const actual = aqui >= 0 ? aqui : enlaces.findIndex((enlace) => enlace.hasAttribute("aria-current"));
  const lugar = actual < 0 ? 0 : Math.min(Math.max(actual + sentido, 0), enlaces.length - 1);
  enlaces[lugar].focus();
}

document.addEventListener("keydown", (suceso) => {
  if (suceso.ctrlKey || suceso.altKey || suceso.metaKey || escribiendo(suceso.target)) {
    return;
  }
  if (suceso.key === "/") {
    const buscador = document.querySelector("[role=search] input:not([type=hidden])");
    if (buscador) {
      suceso.preventDefault();
      buscador.focus();
    }
  } else if (suceso.key === "j") {
    siguiente(1);
  } else if (suceso.key === "k") {
    siguiente(-1);
  }
});
