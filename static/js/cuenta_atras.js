// Counts the seconds down in an element with data-cuenta-atras. The server asks the browser to look
// at the page again when they are over, also where no script runs.
for (const aviso of document.querySelectorAll("[data-cuenta-atras]")) {
  const numero = aviso.querySelector(".cuenta-atras__n");
  const fin = performance.now() + Number(aviso.dataset.cuentaAtras) * 1000;
  const contar = () => {
    const faltan = Math.max(0, Math.ceil((fin - performance.now()) / 1000));
    numero.textContent = String(faltan);
    aviso.lastChild.textContent = faltan === 1 ? " segundo" : " segundos";
    if (faltan > 0) {
      setTimeout(contar, 250);
    }
  };
  contar();
}
