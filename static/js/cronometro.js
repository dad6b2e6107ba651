// The clock of the hall: counts down from what the server said, and asks again every 15 seconds,
// so that the turn on the wall follows the desk of who directs the plenary.
const reloj = document.querySelector("[data-cronometro]");
const palabras = document.querySelector("[data-cronometro-palabras]");
const CADA = 15000;

if (reloj) {
  const pronto = Number(reloj.dataset.pronto);
  const termina = Date.now() + Number(reloj.dataset.cronometro) * 1000;
  const pintar = () => {
    const quedan = Math.round((termina - Date.now()) / 1000);
    const minutos = Math.floor(Math.abs(quedan) / 60);
    const segundos = String(Math.abs(quedan) % 60).padStart(2, "0");
    reloj.textContent = `${quedan < 0 ? "−" : ""}${minutos}:${segundos}`;
    reloj.classList.toggle("proyeccion__reloj--pronto", quedan >= 0 && quedan < pronto);
    reloj.classList.toggle("proyeccion__reloj--pasado", quedan < 0);
    if (quedan < 0) {
      palabras.textContent = "Se acabó el tiempo";
    } else if (quedan < pronto) {
      palabras.textContent = "Quedan menos de 2 minutos";
    }
  };
  setInterval(pintar, 1000);
}
document.querySelector("[data-actualizar]").hidden = true;
setInterval(() => location.reload(), CADA);
